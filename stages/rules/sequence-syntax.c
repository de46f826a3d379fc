/* Reads sequences: what is looked for in a row of tokens. */
#include "stages/rules/syntax.h"

#include <string.h>

#include <entente.h>

RulePattern *
rules_pattern_new (Reader *self, PatternKind kind)
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
      pattern = rules_pattern_new (self, PATTERN_TEST);
      rules_read_condition (self, pattern);
      return pattern;
    }
  pattern = rules_pattern_new (self, PATTERN_LIST);
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

  if (rules_pos_of (self->at->text) || (negated && g_ascii_isupper (*self->at->text)))
    {
      pattern = rules_pattern_new (self, PATTERN_TEST);
      rules_read_condition (self, pattern);
      return pattern;
    }
  pattern = rules_pattern_new (self, g_ascii_isupper (*self->at->text) ? PATTERN_MENTION : PATTERN_REF);
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
    rules_wrong (self, self->at->place, "\"%s\" is not one word: expected %s", self->at->text, what);
  else if (self->at->kind == LEX_REGEX)
    rules_read_condition (self, pattern = rules_pattern_new (self, PATTERN_TEST));
  else if (rules_is_sign (self, '['))
    pattern = rules_read_brackets (self);
  else if (rules_is_word (self, "not"))
    pattern = self->depth++ < RULES_MAX_DEPTH ? read_negated (self) : NULL;
  else if (rules_is_word (self, "any"))
    {
      pattern = rules_pattern_new (self, PATTERN_TEST);
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
  repeat = rules_pattern_new (self, PATTERN_REPEAT);
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
  capture = rules_pattern_new (self, PATTERN_CAPTURE);
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
  RulePattern *sequence = rules_pattern_new (self, PATTERN_SEQUENCE);

  do
    g_ptr_array_add (sequence->children, read_item (self));
  while (!self->failed && !ends_sequence (self));
  return sequence;
}

RulePattern *
rules_read_pattern (Reader *self)
{
  RulePattern *choice = rules_pattern_new (self, PATTERN_CHOICE);

  if (++self->depth > RULES_MAX_DEPTH)
    rules_wrong (self, self->at->place, "too deep: expected at most %u parentheses in each other", RULES_MAX_DEPTH);
  do
    if (!self->failed)
      g_ptr_array_add (choice->children, read_sequence (self));
  while (!self->failed && rules_take_sign (self, '|'));
  self->depth--;
  return choice;
}
