/* Reads patterns.rules, a file of rules whose mentions are expressions on the text alone, and makes as few regular
 * expressions of them as PCRE2's limit of size allows: one call tries many, and the mark that PCRE2 hands back says
 * which has matched. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/tag/patterns.h"

#include <pcre2.h>
#include <string.h>

#include "pipeline/stage-private.h"
#include "stages/rules/rules.h"

#define PATTERNS_FILE "tag/patterns.rules"
#define WORDS_FILE "tag/values.txt"

/* Enough for any value, too little for a text made to keep the matcher busy */
#define MATCH_LIMIT 20000

struct _Patterns
{
  RuleSyntax *syntax;
  GString *defined; /* what patterns call */
  GPtrArray *codes; /* pcre2_code: of them all, in their order */
  ValueWords *words;
};

struct _PatternMatcher
{
  const Patterns *patterns;
  pcre2_match_data *data;
  pcre2_match_context *context;
  gint exceeded; /* the pattern that took too long, or -1; of the first that did */
  gsize exceeded_at;
};

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static const RuleStatement *
rule_at (const Patterns *self, guint pattern)
{
  return self->syntax->rules->pdata[pattern];
}

/* Here a rule is tried before there are trees, mentions or parts of speech */
static gboolean
is_pattern (const RuleStatement *rule)
{
  if (rule->is_relation || rule->contexts->len || rule->captures->len || rule->marks->len != 1)
    return FALSE;
  for (guint b = 0; b < rule->bodies->len; b++)
    if (g_array_index (rule->bodies, RuleBody, b).kind != BODY_TEXT)
      return FALSE;
  return TRUE;
}

static gboolean
check_kinds (RuleSyntax *syntax)
{
  for (guint r = 0; r < syntax->rules->len; r++)
    {
      const RuleStatement *rule = syntax->rules->pdata[r];

      if (!is_pattern (rule))
        rules_errors_add (
            syntax->errors, rule->place,
            "'%s' is no pattern of tag: expected a rule NAME: TYPE for mentions with nothing but lines of "
            "text, without captures, and examples",
            rule->name);
    }
  return !syntax->errors->mistakes->len;
}

static RuleSyntax *
read_syntax (const gchar *pack, const gchar *path, gboolean uncompiled, GError **error)
{
  g_autoptr (RuleSyntax) syntax = rules_syntax_new ();
  RuleSource *source;

  syntax->uncompiled = uncompiled;
  if (!rules_add_types (syntax, pack, error) || !(source = rules_source_open (path, error)))
    return NULL;
  rules_syntax_add (syntax, source);
  rules_syntax_read (syntax);
  if (!syntax->errors->mistakes->len && rules_resolve (syntax))
    check_kinds (syntax);
  return g_steal_pointer (&syntax);
}

static gboolean
has_patterns (const RuleSyntax *syntax, const gchar *path, GError **error)
{
  if (syntax->rules->len || syntax->errors->mistakes->len)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: no pattern: expected lines such as mention year: Temporal",
               path);
  return FALSE;
}

RuleSyntax *
tag_patterns_read (const gchar *pack, GError **error)
{
  g_autofree gchar *path = ent_pack_find (pack, PATTERNS_FILE, error);
  g_autoptr (RuleSyntax) syntax = path ? read_syntax (pack, path, FALSE, error) : NULL;

  return syntax && has_patterns (syntax, path, error) ? g_steal_pointer (&syntax) : NULL;
}

/* --- Compiling ---------------------------------------------------------------------------------------------------- */

static void
define_parts (Patterns *self)
{
  GHashTableIter iter;
  gpointer part;

  self->defined = g_string_new (NULL);
  g_hash_table_iter_init (&iter, self->syntax->parts);
  while (g_hash_table_iter_next (&iter, NULL, &part))
    rules_regex_define (part, self->defined);
}

static void
append_pattern (const Patterns *self, guint pattern, GString *out)
{
  const RuleStatement *rule = rule_at (self, pattern);

  for (guint b = 0; b < rule->bodies->len; b++)
    {
      if (b)
        g_string_append_c (out, '|');
      rules_regex_append (g_array_index (rule->bodies, RuleBody, b).regex, out);
    }
}

static pcre2_code *
compile_code (const Patterns *self, const gchar *tried, int *mistake)
{
  g_autofree gchar *source = g_strdup_printf ("(?(DEFINE)%s)(?:%s)", self->defined->str, tried);
  PCRE2_SIZE at;
  pcre2_code *code = pcre2_compile ((PCRE2_SPTR) source, PCRE2_ZERO_TERMINATED,
                                    PCRE2_UTF | PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE, mistake, &at, NULL);

  if (code)
    pcre2_jit_compile (code, PCRE2_JIT_COMPLETE); /* where there is no JIT, the interpreter does the same */
  return code;
}

/* Patterns [first, end); in two halves where they are too large for one expression */
static gboolean
compile_range (Patterns *self, guint first, guint end, int *mistake)
{
  g_autoptr (GString) tried = g_string_new (NULL);
  guint middle = first + (end - first) / 2;
  pcre2_code *code;

  for (guint p = first; p < end; p++)
    {
      g_string_append (tried, p > first ? "|(?:" : "(?:");
      append_pattern (self, p, tried);
      g_string_append_printf (tried, ")(*MARK:%u)", p);
    }
  code = compile_code (self, tried->str, mistake);
  if (code)
    g_ptr_array_add (self->codes, code);
  else if (*mistake == PCRE2_ERROR_PATTERN_TOO_LARGE && middle > first)
    return compile_range (self, first, middle, mistake) && compile_range (self, middle, end, mistake);
  return code != NULL;
}

static void
free_code (gpointer code)
{
  pcre2_code_free (code);
}

static gboolean
compile (Patterns *self, int *mistake)
{
  define_parts (self);
  self->codes = g_ptr_array_new_with_free_func (free_code);
  return compile_range (self, 0, self->syntax->rules->len, mistake);
}

/* Reading them once more, each compiled on its own, tells where the mistake is, unless it is one of all together */
static void
tell_mistake (const gchar *pack, const gchar *path, int mistake, GError **error)
{
  g_autoptr (RuleSyntax) syntax = read_syntax (pack, path, FALSE, error);
  PCRE2_UCHAR message[128];

  if (syntax && syntax->errors->mistakes->len)
    rules_set_error (error, syntax->errors);
  else if (syntax)
    {
      pcre2_get_error_message (mistake, message, sizeof message);
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s: a pattern cannot be put together with the others and all that it calls: %s (PCRE2)", path,
                   (const gchar *) message);
    }
}

static gboolean
load_words (Patterns *self, const gchar *pack, GError **error)
{
  g_autofree gchar *path = ent_pack_find (pack, WORDS_FILE, error);

  self->words = path ? tag_value_words_load (path, error) : NULL;
  return self->words != NULL;
}

Patterns *
tag_patterns_load (const gchar *pack, GError **error)
{
  g_autoptr (Patterns) self = g_new0 (Patterns, 1);
  g_autofree gchar *path = ent_pack_find (pack, PATTERNS_FILE, error);
  int mistake;

  self->syntax = path ? read_syntax (pack, path, TRUE, error) : NULL;
  if (!self->syntax || !has_patterns (self->syntax, path, error) || !load_words (self, pack, error))
    return NULL;
  if (self->syntax->errors->mistakes->len)
    rules_set_error (error, self->syntax->errors);
  else if (compile (self, &mistake))
    return g_steal_pointer (&self);
  else
    tell_mistake (pack, path, mistake, error);
  return NULL;
}

void
tag_patterns_free (Patterns *self)
{
  g_clear_pointer (&self->syntax, rules_syntax_free);
  if (self->defined)
    g_string_free (self->defined, TRUE);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->words, tag_value_words_free);
  g_free (self);
}

const ValueWords *
tag_patterns_get_words (const Patterns *self)
{
  return self->words;
}

const gchar *
tag_patterns_get_name (const Patterns *self, guint pattern)
{
  return rule_at (self, pattern)->name;
}

const gchar *
tag_patterns_get_type (const Patterns *self, guint pattern)
{
  return g_array_index (rule_at (self, pattern)->marks, RuleMark, 0).type;
}

/* --- Matching ----------------------------------------------------------------------------------------------------- */

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
  g_autoptr (GString) tried = g_string_new (NULL);
  pcre2_code *code;
  int found, mistake;

  append_pattern (self->patterns, pattern, tried);
  code = compile_code (self->patterns, tried->str, &mistake);
  found = pcre2_match (code, (PCRE2_SPTR) text, limit, start, PCRE2_NO_UTF_CHECK, self->data, self->context);
  pcre2_code_free (code);
  return is_exceeded (found);
}

/* Which of the patterns it was is asked once a text, as each has to be compiled anew for it. Where none does so alone,
 * all of them together did: then it is the last */
static void
note_exceeded (PatternMatcher *self, const gchar *text, gsize start, gsize limit)
{
  guint pattern = 0, last = self->patterns->syntax->rules->len - 1;

  if (self->exceeded >= 0)
    return;
  while (pattern < last && !exceeds_alone (self, pattern, text, start, limit))
    pattern++;
  self->exceeded = pattern;
  self->exceeded_at = start;
}

/* A pattern may set marks of its own, and end before the one that is to tell of it */
static gint
number_of (const Patterns *self, const gchar *mark)
{
  guint64 number;

  return g_ascii_string_to_unsigned (mark, 10, 0, self->syntax->rules->len - 1, &number, NULL) ? (gint) number : -1;
}

/* Matches at @start and not beyond @limit; the pattern that did, or -1 */
gint
tag_pattern_matcher_match (PatternMatcher *self, const gchar *text, gsize start, gsize limit, gsize *end)
{
  const GPtrArray *codes = self->patterns->codes;
  int found = PCRE2_ERROR_NOMATCH;
  PCRE2_SPTR mark;

  for (guint i = 0; i < codes->len && found == PCRE2_ERROR_NOMATCH; i++)
    found
        = pcre2_match (codes->pdata[i], (PCRE2_SPTR) text, limit, start, PCRE2_NO_UTF_CHECK, self->data, self->context);
  mark = found >= 0 ? pcre2_get_mark (self->data) : NULL;
  if (is_exceeded (found))
    note_exceeded (self, text, start, limit);
  if (!mark)
    return -1;
  *end = pcre2_get_ovector_pointer (self->data)[1];
  return *end > start ? number_of (self->patterns, (const gchar *) mark) : -1;
}

/* The pattern that took too long, and where in the text it first did so; -1 for none */
gint
tag_pattern_matcher_get_exceeded (const PatternMatcher *self, gsize *at)
{
  *at = self->exceeded_at;
  return self->exceeded;
}
