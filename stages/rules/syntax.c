/* Reads rule files: statements, and what their parts share. */
#include "stages/rules/syntax.h"

#include <string.h>

#include <entente.h>

/* Words of the language: a name cannot be one of them */
static const gchar *const reserved[]
    = { "type",   "let",  "list",     "mention",  "relation", "from",           "to",    "any",
        "not",    "as",   "in",       "maybe",    "find",     "text",           "tree",  "after",
        "before", "mark", "value",    "kind",     "priority", "confidence",     "label", "when",
        "where",  "says", "polarity", "modality", "example",  "counterexample", NULL };

/* Those that begin a line of a rule */
static const gchar *const clauses[]
    = { "find",  "text",     "tree",     "after",      "before",         "not",  "mark",
        "value", "kind",     "priority", "confidence", "label",          "when", "where",
        "says",  "polarity", "modality", "example",    "counterexample", NULL };

/* --- Lexemes ------------------------------------------------------------------------------------------------------ */

void
rules_wrong (Reader *self, RulePlace place, const gchar *format, ...)
{
  va_list arguments;

  if (self->failed)
    return;
  self->failed = TRUE;
  va_start (arguments, format);
  rules_errors_add_valist (self->syntax->errors, place, format, arguments);
  va_end (arguments);
}

void
rules_expected (Reader *self, const gchar *what)
{
  RulePlace place = self->at->place;

  if (rules_is_end (self))
    {
      const RuleLexeme *last = self->at - 1;

      place = last->place;
      place.offset += place.length;
      place.length = 0;
      rules_wrong (self, place, "the line ends here: expected %s", what);
    }
  else
    rules_wrong (self, place, "'%.*s': expected %s", (int) place.length, place.source->text + place.offset, what);
}

gboolean
rules_is_sign (const Reader *self, gchar sign)
{
  return self->at->kind == LEX_SIGN && self->at->sign == sign;
}

gboolean
rules_is_word (const Reader *self, const gchar *word)
{
  return self->at->kind == LEX_NAME && g_str_equal (self->at->text, word);
}

gboolean
rules_take_sign (Reader *self, gchar sign)
{
  gboolean taken = rules_is_sign (self, sign);

  self->at += taken;
  return taken;
}

gboolean
rules_take_word (Reader *self, const gchar *word)
{
  gboolean taken = rules_is_word (self, word);

  self->at += taken;
  return taken;
}

gboolean
rules_is_clause (const Reader *self)
{
  return self->at->first && self->at->kind == LEX_NAME && g_strv_contains (clauses, self->at->text);
}

/* "not" at the beginning of a line is of a clause only where "after" or "before" follows; else the line goes on */
static gboolean
goes_on (const Reader *self)
{
  return g_strcmp0 (self->at->text, "not") == 0 && self->at[1].kind == LEX_NAME && strcmp (self->at[1].text, "after")
         && strcmp (self->at[1].text, "before");
}

gboolean
rules_is_end (const Reader *self)
{
  return self->at->starts || (self->rule && rules_is_clause (self) && !goes_on (self));
}

const gchar *
rules_take_name (Reader *self, const gchar *what, RulePlace *place)
{
  const RuleLexeme *name = self->at;

  if (name->kind != LEX_NAME || rules_is_end (self))
    {
      rules_expected (self, what);
      return NULL;
    }
  if (g_strv_contains (reserved, name->text))
    {
      rules_wrong (self, name->place, "'%s' is a word of the language: expected %s, of another name", name->text, what);
      return NULL;
    }
  if (g_ascii_isupper (*name->text))
    {
      rules_wrong (self, name->place, "'%s' begins with a capital, as types do: expected %s in small letters",
                   name->text, what);
      return NULL;
    }
  if (place)
    *place = name->place;
  self->at++;
  return name->text;
}

const gchar *
rules_take_string (Reader *self, const gchar *what)
{
  if (self->at->kind == LEX_STRING && !rules_is_end (self))
    return (self->at++)->text;
  rules_expected (self, what);
  return NULL;
}

const gchar *
rules_take_type (Reader *self, RulePlace *place)
{
  if (self->at->kind != LEX_NAME || !g_ascii_isupper (*self->at->text) || rules_is_end (self))
    {
      rules_expected (self, "a type, such as Person");
      return NULL;
    }
  *place = self->at->place;
  return (self->at++)->text;
}

/* --- Statements --------------------------------------------------------------------------------------------------- */

/* Each name is given once, whatever it stands for */
static gboolean
declare (Reader *self, const gchar *name, RulePlace place)
{
  const RulePlace *before = g_hash_table_lookup (self->syntax->names, name);
  RulePlace *kept;
  guint line, column;

  if (before)
    {
      rules_place_to_line (*before, &line, &column);
      rules_wrong (self, place, "'%s' is already the name of something else, %s:%u: expected another name", name,
                   before->source->path, line);
      return FALSE;
    }
  kept = rules_keep (self->syntax, sizeof *kept);
  *kept = place;
  g_hash_table_insert (self->syntax->names, (gpointer) name, kept);
  return TRUE;
}

static void
read_types (Reader *self)
{
  RulePlace place;

  do
    {
      const gchar *type = rules_take_type (self, &place);

      if (type)
        rules_syntax_add_type (self->syntax, type);
    }
  while (!self->failed && rules_take_sign (self, ','));
}

static void
read_let (Reader *self)
{
  LetStatement *let = rules_keep (self->syntax, sizeof *let);

  let->name = rules_take_name (self, "a name", &let->place);
  if (!let->name || !declare (self, let->name, let->place))
    return;
  if (!rules_take_sign (self, '='))
    rules_expected (self, "'=' and a sequence");
  else
    let->pattern = rules_read_pattern (self);
  if (!self->failed)
    g_ptr_array_add (self->syntax->lets, let);
}

static void
read_entries (Reader *self, ListStatement *list)
{
  do
    {
      RuleValue value = { .place = self->at->place };

      value.text = rules_take_string (self, "words in quotes");
      if (value.text && !*g_strstrip ((gchar *) value.text))
        rules_wrong (self, value.place, "an empty string: expected words");
      if (!self->failed)
        g_array_append_val (list->entries, value);
    }
  while (!self->failed && rules_take_sign (self, ','));
}

static void
read_list (Reader *self)
{
  ListStatement *list = rules_keep (self->syntax, sizeof *list);

  list->entries = rules_keep_array (self->syntax, sizeof (RuleValue));
  list->name = rules_take_name (self, "a name", &list->place);
  if (!list->name || !declare (self, list->name, list->place))
    return;
  if (rules_take_sign (self, ':'))
    list->type = rules_take_type (self, &list->type_place);
  if (self->failed)
    return;
  if (rules_take_sign (self, '='))
    read_entries (self, list);
  else if (rules_take_word (self, "from"))
    {
      list->file_place = self->at->place;
      list->file = rules_take_string (self, "the path of a file in quotes");
    }
  else
    rules_expected (self, "'=' and words in quotes, or 'from' and a file in quotes");
  if (!self->failed)
    g_ptr_array_add (self->syntax->lists, list);
}

static void
read_rule (Reader *self, gboolean is_relation)
{
  RuleStatement *rule = rules_keep (self->syntax, sizeof *rule);

  rule->is_relation = is_relation;
  rule->name = rules_take_name (self, "the rule's name", &rule->place);
  if (!rule->name || !declare (self, rule->name, rule->place))
    return;
  self->rule = rule;
  if (is_relation)
    rules_read_relation (self);
  else
    rules_read_mention (self);
  self->rule = NULL;
  if (!self->failed)
    g_ptr_array_add (self->syntax->rules, rule);
}

static void
read_statement (Reader *self)
{
  self->failed = self->around = FALSE;
  self->depth = 0;
  if (!self->at->starts)
    rules_wrong (self, self->at->place, "this line is indented: expected it to belong to a statement above");
  else if (rules_take_word (self, "type"))
    read_types (self);
  else if (rules_take_word (self, "let"))
    read_let (self);
  else if (rules_take_word (self, "list"))
    read_list (self);
  else if (rules_take_word (self, "mention"))
    read_rule (self, FALSE);
  else if (rules_take_word (self, "relation"))
    read_rule (self, TRUE);
  else
    rules_wrong (self, self->at->place, "'%.*s': expected type, let, list, mention or relation",
                 (int) self->at->place.length, self->at->place.source->text + self->at->place.offset);
  if (!self->failed && !self->at->starts)
    rules_expected (self, "the end of the statement");
  self->rule = NULL;
}

static void
read_file (RuleSyntax *self, const GArray *lexemes)
{
  Reader reader = { .syntax = self, .at = &g_array_index (lexemes, RuleLexeme, 0) };

  while (reader.at->kind != LEX_END)
    {
      const RuleLexeme *start = reader.at;

      read_statement (&reader);
      while (reader.at->kind != LEX_END && (!reader.at->starts || reader.at == start))
        reader.at++;
    }
}

void
rules_syntax_add (RuleSyntax *self, RuleSource *source)
{
  GArray *lexemes = rules_lex (self->errors, source, self->strings);

  g_ptr_array_add (self->sources, source);
  g_ptr_array_add (self->lexemes, lexemes);
  rules_note_parts (self, lexemes);
}

void
rules_syntax_read (RuleSyntax *self)
{
  for (guint i = 0; i < self->lexemes->len; i++)
    read_file (self, self->lexemes->pdata[i]);
  g_ptr_array_set_size (self->lexemes, 0);
}
