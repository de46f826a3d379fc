/* Regular expressions of rules: compiles them together with the expressions that they call by name. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/rules/syntax.h"

#include <pcre2.h>
#include <string.h>

static void
free_code (gpointer code)
{
  pcre2_code_free (code);
}

/* Bytes of a name that PCRE2 takes */
#define MAX_NAME 32

/* --- Calls: "(?&month)" stands for what "let month = /…/" says ---------------------------------------------------- */

/* The name that is called at p, or NULL */
static gchar *
name_called (const gchar *p)
{
  const gchar *close = g_str_has_prefix (p, "(?&") ? g_strstr_len (p, MAX_NAME + 4, ")") : NULL;

  return close ? g_strndup (p + 3, close - p - 3) : NULL;
}

typedef struct
{
  RuleSyntax *syntax;
  GHashTable *seen; /* parts that are in the order, or being put there */
  GPtrArray *order; /* RuleRegex: those that are called */
  const RuleRegex *cyclic;
  guint depth;
} Calls;

/* More of them in each other is a mistake */
#define MAX_DEPTH 100

static void
add_calls (Calls *self, const RuleRegex *regex)
{
  self->depth++;
  for (const gchar *p = regex->text; *p; p++)
    {
      g_autofree gchar *name = name_called (p);
      RuleRegex *part = name ? g_hash_table_lookup (self->syntax->parts, name) : NULL;

      if (*p == '\\' && p[1])
        p++;
      if (!part)
        continue;
      if (part->is_open || self->depth > MAX_DEPTH)
        self->cyclic = part;
      else if (g_hash_table_add (self->seen, part))
        {
          part->is_open = TRUE;
          add_calls (self, part);
          part->is_open = FALSE;
          g_ptr_array_add (self->order, part);
        }
    }
  self->depth--;
}

static gboolean
find_calls (RuleSyntax *self, RuleRegex *regex, GPtrArray *order)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Calls calls = { self, seen, order, NULL, 0 };

  regex->is_open = TRUE;
  add_calls (&calls, regex);
  regex->is_open = FALSE;
  if (calls.cyclic)
    rules_errors_add (self->errors, regex->place,
                      "it calls '%s', which is made of itself, or of too many others in each other",
                      calls.cyclic->name);
  return !calls.cyclic;
}

/* Options stand with each, as those of the caller are none of its own */
void
rules_regex_append (const RuleRegex *regex, GString *out)
{
  g_string_append_printf (out, "(?^%s%s:%s%s)", regex->caseless ? "i" : "", regex->extended ? "x" : "", regex->text,
                          regex->extended ? "\n" : "");
}

void
rules_regex_define (const RuleRegex *part, GString *out)
{
  g_string_append_printf (out, "(?<%s>", part->name);
  rules_regex_append (part, out);
  g_string_append (out, ")");
}

/* What it calls is defined behind it, so that its own groups and places stay as they are written */
static gchar *
write_out (const RuleRegex *regex, const GPtrArray *called)
{
  GString *out = g_string_new (regex->text);

  if (called->len)
    {
      g_string_append (out, regex->extended ? "\n(?(DEFINE)" : "(?(DEFINE)");
      for (guint i = 0; i < called->len; i++)
        rules_regex_define (called->pdata[i], out);
      g_string_append_c (out, ')');
    }
  return g_string_free (out, FALSE);
}

/* A parenthesis that it does not close is missed only at the end of what it calls */
static void
find_own_mistake (const RuleRegex *regex, guint32 how, int *number, PCRE2_SIZE *at)
{
  int own;
  PCRE2_SIZE there;
  pcre2_code *code = pcre2_compile ((PCRE2_SPTR) regex->text, PCRE2_ZERO_TERMINATED, how, &own, &there, NULL);

  if (!code && own != PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE)
    {
      *number = own;
      *at = there;
    }
  pcre2_code_free (code);
}

static void
cannot_compile (RuleSyntax *self, const RuleRegex *regex, guint32 how, int number, PCRE2_SIZE at)
{
  PCRE2_UCHAR message[128];
  RulePlace place = regex->place;

  if (at > strlen (regex->text))
    find_own_mistake (regex, how, &number, &at);
  pcre2_get_error_message (number, message, sizeof message);
  if (at > strlen (regex->text))
    {
      rules_errors_add (self->errors, place, "with what the regular expression calls: %s (PCRE2)",
                        (const gchar *) message);
      return;
    }
  place.offset += 1 + MIN (at, place.length - 1);
  place.length = 1;
  rules_errors_add (self->errors, place, "in the regular expression: %s (PCRE2)", (const gchar *) message);
}

/* The first of what it calls has a number unless the expression gives the name to another group, as (?J) lets it */
static gboolean
find_groups_called (RuleSyntax *self, RuleRegex *regex, const RuleRegex *first)
{
  regex->called = pcre2_substring_number_from_name (regex->code, (PCRE2_SPTR) first->name);
  if (regex->called <= 0)
    rules_errors_add (self->errors, regex->place, "a group of the name '%s', which it calls: expected another name",
                      first->name);
  return regex->called > 0;
}

gboolean
rules_compile_regex (RuleSyntax *self, RuleRegex *regex, gboolean whole)
{
  guint32 how = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (regex->caseless ? PCRE2_CASELESS : 0)
                | (regex->extended ? PCRE2_EXTENDED : 0) | (whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0);
  g_autoptr (GPtrArray) called = g_ptr_array_new ();
  g_autofree gchar *text = NULL;
  PCRE2_SIZE at;
  int number;
  pcre2_code *code;

  if (!find_calls (self, regex, called))
    return FALSE;
  if (self->uncompiled)
    return TRUE;
  text = write_out (regex, called);
  code = pcre2_compile ((PCRE2_SPTR) text, PCRE2_ZERO_TERMINATED, how, &number, &at, NULL);
  if (!code)
    {
      cannot_compile (self, regex, how, number, at);
      return FALSE;
    }
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE); /* where there is no JIT, the interpreter does the same */
  regex->code = rules_keep_with (self, code, free_code);
  return !called->len || find_groups_called (self, regex, called->pdata[0]);
}

/* --- Parts -------------------------------------------------------------------------------------------------------- */

static gboolean
can_be_called (const gchar *name)
{
  return strlen (name) <= MAX_NAME && !strchr (name, '-');
}

/* "let NAME = /…/" */
static gboolean
is_part (const RuleLexeme *at)
{
  return at->starts && at->kind == LEX_NAME && g_str_equal (at->text, "let") && at[1].kind == LEX_NAME
         && at[2].kind == LEX_SIGN && at[2].sign == '=' && at[3].kind == LEX_REGEX && at[4].starts
         && can_be_called (at[1].text);
}

RuleRegex *
rules_regex_new (RuleSyntax *self, const RuleLexeme *lexeme)
{
  RuleRegex *regex = rules_keep (self, sizeof *regex);

  regex->text = lexeme->text;
  regex->caseless = lexeme->caseless;
  regex->extended = lexeme->extended;
  regex->place = lexeme->place;
  return regex;
}

/* Of two of a name the first counts; that there are two is told where they are read */
void
rules_note_parts (RuleSyntax *self, const GArray *lexemes)
{
  for (guint i = 0; i + 4 < lexemes->len; i++)
    {
      const RuleLexeme *at = &g_array_index (lexemes, RuleLexeme, i);
      RuleRegex *part;

      if (!is_part (at) || g_hash_table_contains (self->parts, at[1].text))
        continue;
      part = rules_regex_new (self, at + 3);
      part->name = at[1].text;
      g_hash_table_insert (self->parts, (gpointer) part->name, part);
    }
}
