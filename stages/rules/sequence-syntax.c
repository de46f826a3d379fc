/* Reads sequences: what is looked for in a row of tokens. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/rules/syntax.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include <entente.h>

static const struct
{
  const gchar *name;
  RuleAttribute attribute;
} attributes[] = {
  { "text", ATTRIBUTE_TEXT }, { "lemma", ATTRIBUTE_LEMMA }, { "pos", ATTRIBUTE_POS },
  { "type", ATTRIBUTE_TYPE }, { "kind", ATTRIBUTE_KIND },   { "dep", ATTRIBUTE_DEP },
};

static const struct
{
  const gchar *name;
  RuleAttribute attribute;
  gint32 flag;
} flags[] = {
  { "capital", ATTRIBUTE_FLAG, ENT_TOKEN_CAPITALISED },
  { "upper", ATTRIBUTE_FLAG, ENT_TOKEN_UPPER },
  { "digit", ATTRIBUTE_FLAG, ENT_TOKEN_DIGIT },
  { "letter", ATTRIBUTE_FLAG, ENT_TOKEN_ALPHA },
  { "punct", ATTRIBUTE_FLAG, ENT_TOKEN_PUNCT },
  { "first", ATTRIBUTE_FIRST, 0 },
  { "last", ATTRIBUTE_LAST, 0 },
};

static RulePattern *
new_pattern (Reader *self, PatternKind kind)
{
  RulePattern *pattern = rules_keep (self->syntax, sizeof *pattern);

  pattern->kind = kind;
  pattern->place = self->at->place;
  if (kind == PATTERN_TEST)
    pattern->conditions = rules_keep_array (self->syntax, sizeof (RuleCondition));
  else if (kind >= PATTERN_SEQUENCE)
    pattern->children = rules_keep_pointers (self->syntax);
  return pattern;
}

/* Words in small letters stand for any case */
gboolean
rules_is_folded (const gchar *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (g_unichar_isupper (g_utf8_get_char (text)) || g_unichar_istitle (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static void
free_code (gpointer code)
{
  pcre2_code_free (code);
}

gpointer
rules_compile_regex (RuleSyntax *self, const gchar *text, gboolean caseless, guint32 more, RulePlace place)
{
  guint32 how = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (caseless ? PCRE2_CASELESS : 0) | more;
  PCRE2_UCHAR message[128];
  PCRE2_SIZE at;
  int number;
  pcre2_code *code = pcre2_compile ((PCRE2_SPTR) text, PCRE2_ZERO_TERMINATED, how, &number, &at, NULL);

  if (code)
    {
      pcre2_jit_compile (code, PCRE2_JIT_COMPLETE); /* where there is no JIT, the interpreter does the same */
      return rules_keep_with (self, code, free_code);
    }
  pcre2_get_error_message (number, message, sizeof message);
  place.offset += 1 + MIN (at, place.length - 1);
  place.length = 1;
  rules_errors_add (self->errors, place, "in the regular expression: %s (PCRE2)", (const gchar *) message);
  return NULL;
}

/* One that describes a token from end to end */
gpointer
rules_take_regex (Reader *self)
{
  const Lexeme *lexeme = self->at++;
  gpointer code = rules_compile_regex (self->syntax, lexeme->text, lexeme->caseless, PCRE2_ANCHORED | PCRE2_ENDANCHORED,
                                       lexeme->place);

  self->failed |= !code;
  return code;
}

/* --- Conditions on a token ---------------------------------------------------------------------------------------- */

static const gchar *
describe (const Reader *self)
{
  return self->at->text ? self->at->text : "";
}

static EntPos
pos_of (const gchar *name)
{
  return g_ascii_isupper (*name) ? ent_pos_from_string (name) : ENT_POS_NONE;
}

static void
check_type (Reader *self, const RuleValue *value)
{
  /* declared anywhere: held against the types once all is read */
  if (!g_ascii_isupper (*value->text))
    rules_wrong (self, value->place, "'%s': expected a type, such as Person", value->text);
}

/* A value of an attribute, as it stands behind "=" */
static void
interpret (Reader *self, RuleAttribute attribute, RuleValue *value)
{
  switch (attribute)
    {
    case ATTRIBUTE_POS:
      value->number = pos_of (value->text);
      if (!value->number)
        rules_wrong (self, value->place, "unknown part of speech '%s': expected one of UD, such as NOUN", value->text);
      break;
    case ATTRIBUTE_KIND:
      value->number = ent_mention_kind_from_string (value->text);
      if (value->number < 0)
        rules_wrong (self, value->place, "unknown kind '%s': expected name, nominal, pronoun or value", value->text);
      break;
    case ATTRIBUTE_TYPE:
      check_type (self, value);
      break;
    case ATTRIBUTE_DEP:
      break;
    default:
      value->folded = rules_is_folded (value->text);
      if (strpbrk (value->text, " \t") || !*value->text)
        rules_wrong (self, value->place, "'%s': expected one word, as a token is", value->text);
      break;
    }
}

static void
read_value (Reader *self, RuleCondition *condition)
{
  RuleValue value = { .place = self->at->place };

  if (self->at->kind == LEX_REGEX && condition->attribute <= ATTRIBUTE_LEMMA && !rules_is_end (self))
    value.regex = rules_take_regex (self);
  else if ((self->at->kind == LEX_STRING || self->at->kind == LEX_NAME || self->at->kind == LEX_NUMBER)
           && !rules_is_end (self))
    {
      value.text = (self->at++)->text;
      if (condition->attribute == ATTRIBUTE_DEP && rules_is_sign (self, ':') && self->at->adjacent)
        {
          self->at++;
          value.text = rules_join_dep (self, value.text);
        }
      if (value.text)
        interpret (self, condition->attribute, &value);
    }
  else
    rules_expected (self, condition->attribute <= ATTRIBUTE_LEMMA ? "a word or a regular expression" : "a value");
  g_array_append_val (condition->values, value);
}

static void
read_values (Reader *self, RuleCondition *condition)
{
  if (rules_take_word (self, "in"))
    {
      condition->list = rules_take_name (self, "the name of a list", &condition->place);
      if (condition->attribute > ATTRIBUTE_LEMMA)
        rules_wrong (self, condition->place, "only text and lemma can be in a list: expected '='");
      return;
    }
  if (!rules_take_sign (self, '='))
    {
      rules_expected (self, "'=' and a value, or 'in' and a list");
      return;
    }
  do
    read_value (self, condition);
  while (!self->failed && rules_take_sign (self, '|'));
}

static void
add_flag (Reader *self, RuleCondition *condition, guint f)
{
  RuleValue value = { .number = flags[f].flag, .place = self->at->place };

  condition->attribute = flags[f].attribute;
  g_array_append_val (condition->values, value);
  self->at++;
}

/* A name in brackets is an attribute with its values, a flag, a part of speech, a type or a list */
static void
read_named_condition (Reader *self, RuleCondition *condition)
{
  const gchar *name = self->at->text;
  RuleValue value = { .text = name, .place = self->at->place, .number = -1 };
  gboolean has_values = self->at[1].kind == LEX_SIGN ? self->at[1].sign == '=' : !g_strcmp0 (self->at[1].text, "in");

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (g_str_equal (name, attributes[i].name))
      {
        condition->attribute = attributes[i].attribute;
        self->at++;
        read_values (self, condition);
        return;
      }
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (g_str_equal (name, flags[i].name))
      {
        add_flag (self, condition, i);
        return;
      }
  if (has_values)
    {
      rules_wrong (self, value.place, "unknown attribute '%s': expected text, lemma, pos, type, kind or dep", name);
      return;
    }
  condition->attribute = pos_of (name) ? ATTRIBUTE_POS : g_ascii_isupper (*name) ? ATTRIBUTE_TYPE : ATTRIBUTE_LIST;
  if (condition->attribute == ATTRIBUTE_POS)
    value.number = pos_of (name);
  if (condition->attribute == ATTRIBUTE_LIST && !rules_take_name (self, "the name of a list", NULL))
    return;
  self->at += condition->attribute != ATTRIBUTE_LIST;
  g_array_append_val (condition->values, value);
}

/* What is one token outside of brackets, too: a word, a regular expression, a part of speech, a type, a list */
static void
read_condition (Reader *self, RulePattern *pattern)
{
  RuleCondition condition = { .values = rules_keep_array (self->syntax, sizeof (RuleValue)) };
  RuleValue value = { .place = self->at->place };

  condition.negated = rules_take_word (self, "not");
  if (self->at->kind == LEX_STRING && !rules_is_end (self))
    {
      value.text = (self->at++)->text;
      interpret (self, ATTRIBUTE_TEXT, &value);
      g_array_append_val (condition.values, value);
    }
  else if (self->at->kind == LEX_REGEX && !rules_is_end (self))
    {
      value.regex = rules_take_regex (self);
      g_array_append_val (condition.values, value);
    }
  else if (self->at->kind == LEX_NAME && !rules_is_end (self))
    read_named_condition (self, &condition);
  else
    rules_expected (self, "a test, such as lemma=buy");
  g_array_append_val (pattern->conditions, condition);
}

static RulePattern *
read_brackets (Reader *self)
{
  RulePattern *pattern = new_pattern (self, PATTERN_TEST);
  RulePlace open = self->at->place;

  self->at++;
  do
    read_condition (self, pattern);
  while (!self->failed && rules_take_sign (self, ','));
  if (!self->failed && !rules_take_sign (self, ']'))
    {
      if (rules_is_end (self))
        rules_wrong (self, open, "this bracket is not closed: expected ']'");
      else
        rules_expected (self, "',' and another test, or ']'");
    }
  return pattern;
}

/* --- Atoms -------------------------------------------------------------------------------------------------------- */

/* What the tokeniser leaves in one piece wherever it stands */
static gboolean
is_word (const gchar *text)
{
  if (*text && !text[1])
    return TRUE;
  for (; *text; text = g_utf8_next_char (text))
    if (!g_unichar_isalnum (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* Several words, or such as tokenisers part, are a list of one phrase: it is compared as text, however it is parted */
static RulePattern *
read_words (Reader *self)
{
  RulePattern *pattern;
  ListStatement *list;
  RuleValue value = { .place = self->at->place, .text = self->at->text };

  if (!*g_strstrip ((gchar *) value.text))
    {
      rules_wrong (self, value.place, "an empty string: expected words");
      return NULL;
    }
  if (is_word (value.text))
    {
      pattern = new_pattern (self, PATTERN_TEST);
      read_condition (self, pattern);
      return pattern;
    }
  pattern = new_pattern (self, PATTERN_LIST);
  list = rules_keep (self->syntax, sizeof *list);
  list->entries = rules_keep_array (self->syntax, sizeof (RuleValue));
  list->place = value.place;
  g_array_append_val (list->entries, value);
  pattern->number = self->syntax->lists->len;
  g_ptr_array_add (self->syntax->lists, list);
  self->at++;
  return pattern;
}

static RulePattern *
read_name (Reader *self, gboolean negated)
{
  RulePattern *pattern;

  if (pos_of (self->at->text) || (negated && g_ascii_isupper (*self->at->text)))
    {
      pattern = new_pattern (self, PATTERN_TEST);
      read_condition (self, pattern);
      return pattern;
    }
  pattern = new_pattern (self, g_ascii_isupper (*self->at->text) ? PATTERN_MENTION : PATTERN_REF);
  if (pattern->kind == PATTERN_MENTION)
    pattern->name = (self->at++)->text;
  else
    pattern->name = rules_take_name (self, "words in quotes, a type, or the name of a list or let", NULL);
  return pattern;
}

static void
negate (Reader *self, RulePattern *pattern, RulePlace place)
{
  if (pattern->kind == PATTERN_REF)
    pattern->negated = TRUE;
  else if (pattern->kind != PATTERN_TEST || pattern->conditions->len != 1)
    rules_wrong (self, place, "'not' of more than one token or test: expected one, as in not \"the\" or not NOUN");
  else
    g_array_index (pattern->conditions, RuleCondition, 0).negated ^= TRUE;
}

static RulePattern *
read_negated (Reader *self)
{
  RulePlace place = self->at->place;
  RulePattern *pattern;

  self->at++;
  pattern = self->at->kind == LEX_NAME && !rules_is_end (self) && !rules_is_word (self, "any")
                ? read_name (self, TRUE)
                : rules_read_single (self, "one token");
  if (!self->failed)
    negate (self, pattern, place);
  return pattern;
}

RulePattern *
rules_read_single (Reader *self, const gchar *what)
{
  RulePattern *pattern = NULL;

  if (rules_is_end (self))
    rules_expected (self, what);
  else if (self->at->kind == LEX_STRING && is_word (self->at->text) && *self->at->text)
    pattern = read_words (self);
  else if (self->at->kind == LEX_STRING)
    rules_wrong (self, self->at->place, "\"%s\" is not one word: expected %s", describe (self), what);
  else if (self->at->kind == LEX_REGEX)
    read_condition (self, pattern = new_pattern (self, PATTERN_TEST));
  else if (rules_is_sign (self, '['))
    pattern = read_brackets (self);
  else if (rules_is_word (self, "not"))
    pattern = self->depth++ < RULES_MAX_DEPTH ? read_negated (self) : NULL;
  else if (rules_is_word (self, "any"))
    {
      pattern = new_pattern (self, PATTERN_TEST);
      self->at++;
    }
  else if (self->at->kind == LEX_NAME)
    pattern = read_name (self, FALSE);
  else
    rules_expected (self, what);
  if (!pattern && !self->failed)
    rules_wrong (self, self->at->place, "too many 'not': expected at most %u", RULES_MAX_DEPTH);
  return pattern;
}

static RulePattern *
read_group (Reader *self)
{
  RulePlace open = self->at->place;
  RulePattern *pattern;

  self->at++;
  pattern = rules_read_pattern (self);
  if (!self->failed && !rules_take_sign (self, ')'))
    {
      if (rules_is_end (self))
        rules_wrong (self, open, "this parenthesis is not closed: expected ')'");
      else
        rules_expected (self, "more of the sequence, or ')'");
    }
  return pattern;
}

static RulePattern *
read_atom (Reader *self)
{
  if (rules_is_sign (self, '(') && !rules_is_end (self))
    return read_group (self);
  if (self->at->kind == LEX_STRING && !rules_is_end (self))
    return read_words (self);
  return rules_read_single (self, "words in quotes, a type, a part of speech, a name, '[' or '('");
}

/* --- Quantifiers, captures, alternatives -------------------------------------------------------------------------- */

static guint
read_count (Reader *self)
{
  const gchar *text = self->at->text;
  gchar *end = NULL;
  guint64 count = self->at->kind == LEX_NUMBER ? g_ascii_strtoull (text, &end, 10) : 0;

  if (self->at->kind != LEX_NUMBER || *end || *text == '-')
    rules_expected (self, "a whole number, as in {2} or {2,4}");
  else if (count > RULES_MAX_COUNT)
    rules_wrong (self, self->at->place, "%s times is too often: expected at most %u", text, RULES_MAX_COUNT);
  else
    self->at++;
  return count;
}

static void
read_counts (Reader *self, RulePattern *repeat)
{
  RulePlace open = self->at->place;

  self->at++;
  repeat->min = repeat->max = read_count (self);
  if (!self->failed && rules_take_sign (self, ','))
    repeat->max = rules_is_sign (self, '}') ? RULES_NO_MAX : read_count (self);
  if (!self->failed && !rules_take_sign (self, '}'))
    rules_expected (self, "'}'");
  if (!self->failed && (repeat->max < repeat->min || !repeat->max))
    rules_wrong (self, open, "no number is from %u to %u: expected a range such as {2,4}", repeat->min, repeat->max);
}

static RulePattern *
read_quantified (Reader *self)
{
  RulePattern *atom = read_atom (self), *repeat;

  if (self->failed || rules_is_end (self) || self->at->kind != LEX_SIGN || !strchr ("?*+{", self->at->sign))
    return atom;
  repeat = new_pattern (self, PATTERN_REPEAT);
  g_ptr_array_add (repeat->children, atom);
  repeat->max = RULES_NO_MAX;
  if (self->at->sign == '{')
    {
      read_counts (self, repeat);
      return repeat;
    }
  repeat->min = self->at->sign == '+';
  if (self->at->sign == '?')
    repeat->max = 1;
  self->at++;
  return repeat;
}

static RulePattern *
read_item (Reader *self)
{
  gboolean is_capture = self->at->kind == LEX_NAME && self->at[1].kind == LEX_SIGN && self->at[1].sign == ':';
  RulePattern *capture;
  RulePlace place;
  const gchar *name;

  if (!is_capture)
    return read_quantified (self);
  capture = new_pattern (self, PATTERN_CAPTURE);
  name = rules_take_name (self, "the name of a capture", &place);
  if (!name)
    return NULL;
  self->at++;
  capture->number = rules_capture (self, name, place);
  g_ptr_array_add (capture->children, read_quantified (self));
  return capture;
}

static gboolean
ends_sequence (const Reader *self)
{
  return rules_is_end (self) || rules_is_sign (self, '|') || rules_is_sign (self, ')');
}

static RulePattern *
read_sequence (Reader *self)
{
  RulePattern *sequence = new_pattern (self, PATTERN_SEQUENCE);

  do
    g_ptr_array_add (sequence->children, read_item (self));
  while (!self->failed && !ends_sequence (self));
  return sequence;
}

RulePattern *
rules_read_pattern (Reader *self)
{
  RulePattern *choice = new_pattern (self, PATTERN_CHOICE);

  if (++self->depth > RULES_MAX_DEPTH)
    rules_wrong (self, self->at->place, "too deep: expected at most %u parentheses in each other", RULES_MAX_DEPTH);
  do
    if (!self->failed)
      g_ptr_array_add (choice->children, read_sequence (self));
  while (!self->failed && rules_take_sign (self, '|'));
  self->depth--;
  return choice;
}
