/* Reads files of lists. They stay mapped: phrases are not copied. */
#include "stages/rules/errors.h"
#include "stages/rules/lists.h"

#include <string.h>

typedef struct
{
  RuleLists *lists;
  guint list;
  const gchar *path;
  const gchar *text;
  const gchar *end;
  guint line;
  const gchar *type; /* of the line before */
  gsize type_length;
  RuleTypeFunc is_type;
  gpointer user_data;
  gboolean is_csv; /* by its name */
} FileReader;

static gboolean
check_type (FileReader *self, const gchar *type, gsize length, GError **error)
{
  g_autofree gchar *copy = NULL;

  if (!length || (length == self->type_length && !memcmp (type, self->type, length)))
    return TRUE;
  copy = g_strndup (type, length);
  if (!self->is_type (copy, self->user_data))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s:%u: unknown type '%s': expected one of the pack, or 'type %s' in the rules", self->path,
                   self->line, copy, copy);
      return FALSE;
    }
  self->type = type;
  self->type_length = length;
  return TRUE;
}

/* With commas, all of a line would be the name */
static gboolean
check_tabs (FileReader *self, const gchar *line, const gchar *end, GError **error)
{
  if (memchr (line, '\t', end - line) || !memchr (line, ',', end - line))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: commas: expected tabs between name, type and key", self->path,
               self->line);
  return FALSE;
}

static gboolean
read_line (FileReader *self, const gchar *line, const gchar *end, GError **error)
{
  const gchar *tab = memchr (line, '\t', end - line);
  const gchar *type = tab ? tab + 1 : end;
  const gchar *type_end = type < end ? memchr (type, '\t', end - type) : NULL;

  type_end = type_end ? type_end : end;
  if (!check_type (self, type, type_end - type, error) || (self->is_csv && !check_tabs (self, line, end, error)))
    return FALSE;
  if (rules_lists_add_line (self->lists, self->list, line, tab ? tab : end))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: a phrase of %u bytes: expected at most %u", self->path,
               self->line, (guint) ((tab ? tab : end) - line), RULES_MAX_PHRASE);
  return FALSE;
}

static gboolean
read_lines (FileReader *self, GError **error)
{
  for (const gchar *line = self->text; line < self->end;)
    {
      const gchar *end = memchr (line, '\n', self->end - line);
      const gchar *next = end ? end + 1 : self->end;

      end = end ? end : self->end;
      end -= end > line && end[-1] == '\r';
      self->line++;
      if (!read_line (self, line, end, error))
        return FALSE;
      line = next;
    }
  return TRUE;
}

static gboolean
check_text (FileReader *self, GError **error)
{
  const gchar *valid;
  guint line = 1;

  if (g_utf8_validate_len (self->text, self->end - self->text, &valid))
    return TRUE;
  for (const gchar *p = self->text; p < valid; p++)
    line += *p == '\n';
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: not UTF-8: expected lines of text", self->path, line);
  return FALSE;
}

gboolean
rules_lists_add_file (RuleLists *self, guint list, const gchar *path, RuleTypeFunc is_type, gpointer user_data,
                      GError **error)
{
  FileReader reader = { self, list, path, "", "", 0, NULL, 0, is_type, user_data, g_str_has_suffix (path, ".csv") };
  g_autoptr (GError) local = NULL;
  GMappedFile *file = g_mapped_file_new (path, FALSE, &local);
  gsize length = file ? g_mapped_file_get_length (file) : 0;

  if (!file)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "the list cannot be read: %s", local->message);
      return FALSE;
    }
  rules_lists_keep_file (self, file);
  if (length)
    reader.text = g_mapped_file_get_contents (file);
  reader.end = reader.text + length;
  reader.text += rules_byte_order_mark (reader.text, length);
  if (length > G_MAXINT32)
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: too large for a list: expected less than 2 GB", path);
  if (length > G_MAXINT32 || !check_text (&reader, error))
    return FALSE;
  rules_lists_reserve (self, reader.text, reader.end);
  return read_lines (&reader, error);
}
