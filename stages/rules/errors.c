/* Sources of rules, and mistakes in them. */
#include "stages/rules/errors.h"

#include <string.h>

#include <entente/error.h>

RuleSource *
rules_source_new (const gchar *path, const gchar *text, gsize length)
{
  RuleSource *self = g_new0 (RuleSource, 1);

  self->path = g_strdup (path);
  self->text = g_strndup (text, length);
  self->length = length;
  return self;
}

/* Rules are read by people: a file that is none is told from one that has a mistake */
static gboolean
check_text (const gchar *path, const gchar *text, gsize length, GError **error)
{
  const gchar *valid = text;

  if (length > G_MAXINT32 / 2)
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: too large for a rule file: expected less than 1 GB", path);
  else if (!g_utf8_validate_len (text, length, &valid))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: byte %u is not UTF-8: expected a rule file", path,
                 (guint) (valid - text));
  else
    return TRUE;
  return FALSE;
}

gsize
rules_byte_order_mark (const gchar *text, gsize length)
{
  return length >= 3 && !memcmp (text, "\xef\xbb\xbf", 3) ? 3 : 0;
}

RuleSource *
rules_source_open (const gchar *path, GError **error)
{
  g_autoptr (RuleSource) self = g_new0 (RuleSource, 1);
  g_autoptr (GError) local = NULL;
  gsize mark;

  if (!g_file_get_contents (path, &self->text, &self->length, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: the rule file cannot be read: %s", path, local->message);
      return NULL;
    }
  if (!check_text (path, self->text, self->length, error))
    return NULL;
  mark = rules_byte_order_mark (self->text, self->length);
  self->length -= mark;
  memmove (self->text, self->text + mark, self->length + 1);
  self->path = g_strdup (path);
  return g_steal_pointer (&self);
}

void
rules_source_free (RuleSource *self)
{
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

static void
clear_mistake (gpointer data)
{
  g_free (((RuleMistake *) data)->message);
}

RuleErrors *
rules_errors_new (void)
{
  RuleErrors *self = g_new0 (RuleErrors, 1);

  self->mistakes = g_array_new (FALSE, FALSE, sizeof (RuleMistake));
  g_array_set_clear_func (self->mistakes, clear_mistake);
  return self;
}

void
rules_errors_free (RuleErrors *self)
{
  g_array_unref (self->mistakes);
  g_free (self);
}

void
rules_errors_add_valist (RuleErrors *self, RulePlace place, const gchar *format, va_list arguments)
{
  RuleMistake mistake = { .place = place };

  if (self->mistakes->len >= RULES_MAX_ERRORS)
    return;
  mistake.message = g_strdup_vprintf (format, arguments);
  g_array_append_val (self->mistakes, mistake);
}

void
rules_errors_add (RuleErrors *self, RulePlace place, const gchar *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  rules_errors_add_valist (self, place, format, arguments);
  va_end (arguments);
}

static gint
compare_mistakes (gconstpointer a, gconstpointer b)
{
  const RuleMistake *one = a, *other = b;
  gint order = strcmp (one->place.source->path, other->place.source->path);

  return order ? order : (one->place.offset > other->place.offset) - (one->place.offset < other->place.offset);
}

void
rules_errors_sort (RuleErrors *self)
{
  g_array_sort (self->mistakes, compare_mistakes);
}

static const gchar *
line_start (RulePlace place)
{
  const gchar *at = place.source->text + place.offset;

  while (at > place.source->text && at[-1] != '\n')
    at--;
  return at;
}

void
rules_place_to_line (RulePlace place, guint *line, guint *column)
{
  const gchar *start = line_start (place);

  *line = 1;
  for (const gchar *p = place.source->text; p < start; p++)
    *line += *p == '\n';
  *column = g_utf8_strlen (start, place.source->text + place.offset - start) + 1;
}

gchar *
rules_mistake_to_string (const RuleMistake *mistake)
{
  guint line, column;

  rules_place_to_line (mistake->place, &line, &column);
  return g_strdup_printf ("%s:%u:%u: %s", mistake->place.source->path, line, column, mistake->message);
}

static gunichar
visible (gunichar c)
{
  return g_unichar_iscntrl (c) ? ' ' : c;
}

gchar *
rules_mistake_excerpt (const RuleMistake *mistake)
{
  RulePlace place = mistake->place;
  const gchar *start = line_start (place), *at = place.source->text + place.offset;
  g_autoptr (GString) excerpt = g_string_new (NULL);
  guint line, column, under = 0;

  rules_place_to_line (place, &line, &column);
  g_string_printf (excerpt, "%5u | ", line);
  for (const gchar *p = start; *p && *p != '\n'; p = g_utf8_next_char (p))
    g_string_append_unichar (excerpt, visible (g_utf8_get_char (p)));
  g_string_append (excerpt, "\n      | ");
  for (const gchar *p = start; p < at; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      for (guint w = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1; w; w--)
        g_string_append_c (excerpt, ' ');
    }
  for (const gchar *p = at; *p && *p != '\n' && (p == at || p < at + place.length); p = g_utf8_next_char (p))
    if (!under++)
      g_string_append_c (excerpt, '^');
    else
      g_string_append_c (excerpt, '~');
  if (!under)
    g_string_append_c (excerpt, '^');
  return g_strdup (excerpt->str);
}
