/* Reads patterns.txt and makes one regular expression of all its patterns: one call tries them all, and the mark that
 * PCRE2 hands back says which has matched. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/tag/patterns.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include <entente/error.h>

/* Enough for any value, too little for a text made to keep the matcher busy */
#define MATCH_LIMIT 20000

struct _Patterns
{
  GPtrArray *names; /* gchar * */
  GPtrArray *types; /* gchar * */
  GPtrArray *each;  /* gchar *: the pattern itself */
  gchar *defined;   /* what they call */
  pcre2_code *code; /* all of them */
};

struct _PatternMatcher
{
  const Patterns *patterns;
  pcre2_match_data *data;
  pcre2_match_context *context;
  gint exceeded; /* the pattern that took too long, or -1; of the first that did */
  gsize exceeded_at;
};

/* "[name] Type" begins a pattern, which goes on to the next such line; "[define]" one that the others call */
typedef struct
{
  Patterns *patterns;
  GString *defined;
  GString *tried;
  GString *current;
  gboolean in_definitions;
} Reader;

static void
finish_pattern (Reader *reader)
{
  if (reader->current->len == 0)
    return;
  if (reader->in_definitions)
    g_string_append (reader->defined, reader->current->str);
  else
    {
      g_ptr_array_add (reader->patterns->each, g_strdup (reader->current->str));
      g_string_append_printf (reader->tried, "%s(?:\n%s\n)(*MARK:%u)\n", reader->tried->len ? "|" : "",
                              reader->current->str, reader->patterns->names->len - 1);
    }
  g_string_truncate (reader->current, 0);
}

/* "[name] Type", the type of letters only, so that a character class at the start of a line is none */
static gboolean
is_header (const gchar *line)
{
  const gchar *close = line[0] == '[' ? strchr (line, ']') : NULL;
  const gchar *type = close ? close + 2 : NULL;

  return close && close[1] == ' ' && g_ascii_isupper (*type)
         && strspn (type, G_CSET_A_2_Z G_CSET_a_2_z) == strlen (type);
}

static gboolean
read_line (Reader *reader, const gchar *line)
{
  const gchar *close = strchr (line, ']');

  if (line[0] == '#' || line[0] == '\0')
    return TRUE;
  if (g_str_equal (line, "[define]") || is_header (line))
    {
      finish_pattern (reader);
      reader->in_definitions = line[1] == 'd' && close[1] == '\0';
      if (reader->in_definitions)
        return TRUE;
      g_ptr_array_add (reader->patterns->names, g_strndup (line + 1, close - line - 1));
      g_ptr_array_add (reader->patterns->types, g_strdup (close + 2));
      return TRUE;
    }
  g_string_append_printf (reader->current, "%s\n", line);
  return reader->in_definitions || reader->patterns->names->len > 0;
}

static pcre2_code *
compile_code (const gchar *defined, const gchar *tried, gchar **source, int *number, PCRE2_SIZE *at)
{
  *source = g_strdup_printf ("(?(DEFINE)%s)(?:%s)", defined, tried);
  return pcre2_compile ((PCRE2_SPTR) *source, PCRE2_ZERO_TERMINATED,
                        PCRE2_UTF | PCRE2_EXTENDED | PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE, number, at, NULL);
}

static gboolean
compile (Patterns *self, const Reader *reader, const gchar *path, GError **error)
{
  g_autofree gchar *all = NULL;
  PCRE2_UCHAR message[128];
  PCRE2_SIZE at;
  int number;

  self->code = compile_code (reader->defined->str, reader->tried->str, &all, &number, &at);
  if (self->code && reader->patterns->names->len > 0)
    {
      pcre2_jit_compile (self->code, PCRE2_JIT_COMPLETE); /* where there is no JIT, the interpreter does the same */
      return TRUE;
    }
  if (self->code)
    g_strlcpy ((gchar *) message, "no pattern", sizeof message);
  else
    pcre2_get_error_message (number, message, sizeof message);
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: %s: expected regular expressions, near: %.30s", path, message,
               self->code ? "" : all + MIN (at, strlen (all)));
  return FALSE;
}

static void
clear_reader (Reader *reader)
{
  g_string_free (reader->defined, TRUE);
  g_string_free (reader->tried, TRUE);
  g_string_free (reader->current, TRUE);
}

static gboolean
read_patterns (Reader *reader, gchar **lines, const gchar *path, GError **error)
{
  for (guint i = 0; lines[i]; i++)
    if (!read_line (reader, g_strchomp (lines[i])))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: expected \"[name] Type\" before a pattern", path,
                     i + 1);
        return FALSE;
      }
  finish_pattern (reader);
  return compile (reader->patterns, reader, path, error);
}

Patterns *
tag_patterns_load (const gchar *path, GError **error)
{
  g_autoptr (Patterns) self = g_new0 (Patterns, 1);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;
  Reader reader = { .patterns = self };
  gboolean done;

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->each = g_ptr_array_new_with_free_func (g_free);
  if (!g_file_get_contents (path, &content, NULL, error))
    return NULL;
  lines = g_strsplit (content, "\n", -1);
  reader.defined = g_string_new (NULL);
  reader.tried = g_string_new (NULL);
  reader.current = g_string_new (NULL);
  done = read_patterns (&reader, lines, path, error);
  self->defined = g_strdup (reader.defined->str);
  clear_reader (&reader);
  return done ? g_steal_pointer (&self) : NULL;
}

void
tag_patterns_free (Patterns *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->types);
  g_ptr_array_unref (self->each);
  g_free (self->defined);
  pcre2_code_free (self->code);
  g_free (self);
}

const gchar *
tag_patterns_get_name (const Patterns *self, guint pattern)
{
  return g_ptr_array_index (self->names, pattern);
}

const gchar *
tag_patterns_get_type (const Patterns *self, guint pattern)
{
  return g_ptr_array_index (self->types, pattern);
}

PatternMatcher *
tag_pattern_matcher_new (const Patterns *patterns)
{
  PatternMatcher *self = g_new0 (PatternMatcher, 1);

  self->patterns = patterns;
  self->exceeded = -1;
  self->data = pcre2_match_data_create (1, NULL);
  self->context = pcre2_match_context_create (NULL);
  pcre2_set_match_limit (self->context, MATCH_LIMIT);
  return self;
}

void
tag_pattern_matcher_free (PatternMatcher *self)
{
  pcre2_match_data_free (self->data);
  pcre2_match_context_free (self->context);
  g_free (self);
}

/* That the pattern matches or not is not known: it took more steps, depth or memory than it may */
static gboolean
is_exceeded (int error)
{
  return error == PCRE2_ERROR_MATCHLIMIT || error == PCRE2_ERROR_DEPTHLIMIT || error == PCRE2_ERROR_HEAPLIMIT
         || error == PCRE2_ERROR_JIT_STACKLIMIT;
}

static gboolean
exceeds_alone (PatternMatcher *self, guint pattern, const gchar *text, gsize start, gsize limit)
{
  g_autofree gchar *source = NULL;
  PCRE2_SIZE at;
  int found, number;
  pcre2_code *code = compile_code (self->patterns->defined, g_ptr_array_index (self->patterns->each, pattern), &source,
                                   &number, &at);

  if (!code)
    return FALSE; /* one that refers to a group of another pattern */
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  found = pcre2_match (code, (PCRE2_SPTR) text, limit, start, PCRE2_NO_UTF_CHECK, self->data, self->context);
  pcre2_code_free (code);
  return is_exceeded (found);
}

/* Which of the patterns it was is asked once a text, as each has to be compiled anew for it. Where none does so alone,
 * all of them together did: then it is the last */
static void
note_exceeded (PatternMatcher *self, const gchar *text, gsize start, gsize limit)
{
  guint pattern = 0, last = self->patterns->names->len - 1;

  if (self->exceeded >= 0)
    return;
  while (pattern < last && !exceeds_alone (self, pattern, text, start, limit))
    pattern++;
  self->exceeded = pattern;
  self->exceeded_at = start;
}

/* Matches at @start and not beyond @limit; the pattern that did, or -1 */
gint
tag_pattern_matcher_match (PatternMatcher *self, const gchar *text, gsize start, gsize limit, gsize *end)
{
  int found = pcre2_match (self->patterns->code, (PCRE2_SPTR) text, limit, start, PCRE2_NO_UTF_CHECK, self->data,
                           self->context);
  PCRE2_SPTR mark = found >= 0 ? pcre2_get_mark (self->data) : NULL;

  if (is_exceeded (found))
    note_exceeded (self, text, start, limit);
  if (!mark)
    return -1;
  *end = pcre2_get_ovector_pointer (self->data)[1];
  return *end > start ? atoi ((const char *) mark) : -1;
}

/* The pattern that took too long, and where in the text it first did so; -1 for none */
gint
tag_pattern_matcher_get_exceeded (const PatternMatcher *self, gsize *at)
{
  *at = self->exceeded_at;
  return self->exceeded;
}
