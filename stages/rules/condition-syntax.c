/* Reads conditions: what is asked of one token. */
#include "stages/rules/syntax.h"

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

/* Words in small letters stand for any case */
gboolean
rules_is_folded (const gchar *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (g_unichar_isupper (g_utf8_get_char (text)) || g_unichar_istitle (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* Bytes of "[:alpha:]", which stands within brackets; 0 for none */
static gsize
length_of_named_class (const gchar *p)
{
  gsize length = g_str_has_prefix (p, "[:") ? 2 + strspn (p + 2, "^abcdefghijklmnopqrstuvwxyz") : 0;

  return length && g_str_has_prefix (p + length, ":]") ? length + 2 : 0;
}

/* A blank that is to be met; one in brackets may be what is not */
static gboolean
has_blank (const gchar *regex)
{
  gboolean in_class = FALSE;

  for (const gchar *p = regex; *p; p++)
    {
      if (*p == '\\' && p[1])
        p++;
      else if (in_class && length_of_named_class (p))
        p += length_of_named_class (p) - 1;
      else if (*p == '[' && !in_class)
        {
          in_class = TRUE;
          p += p[1] == '^';
          p += p[1] == ']'; /* which stands for itself there */
        }
      else if (*p == ']')
        in_class = FALSE;
      if (*p == ' ' && !in_class)
        return TRUE;
    }
  return FALSE;
}

/* One that describes a token from end to end; what a let says may be called by another, over several tokens */
static gpointer
take_regex (Reader *self)
{
  RuleRegex *regex = rules_regex_new (self->syntax, self->at++);

  if (self->rule && !regex->extended && has_blank (regex->text))
    rules_wrong (self, regex->place,
                 "a blank, which no token has: expected an expression for one token, or a line 'text' for several");
  else
    self->failed |= !rules_compile_regex (self->syntax, regex, TRUE);
  return regex->code;
}

/* --- Conditions on a token ---------------------------------------------------------------------------------------- */

EntPos
rules_pos_of (const gchar *name)
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
      value->number = rules_pos_of (value->text);
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
    value.regex = take_regex (self);
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
  condition->attribute = rules_pos_of (name)       ? ATTRIBUTE_POS
                         : g_ascii_isupper (*name) ? ATTRIBUTE_TYPE
                                                   : ATTRIBUTE_LIST;
  if (condition->attribute == ATTRIBUTE_POS)
    value.number = rules_pos_of (name);
  if (condition->attribute == ATTRIBUTE_LIST && !rules_take_name (self, "the name of a list", NULL))
    return;
  self->at += condition->attribute != ATTRIBUTE_LIST;
  g_array_append_val (condition->values, value);
}

/* What is one token outside of brackets, too: a word, a regular expression, a part of speech, a type, a list */
void
rules_read_condition (Reader *self, RulePattern *pattern)
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
      value.regex = take_regex (self);
      g_array_append_val (condition.values, value);
    }
  else if (self->at->kind == LEX_NAME && !rules_is_end (self))
    read_named_condition (self, &condition);
  else
    rules_expected (self, "a test, such as lemma=buy");
  g_array_append_val (pattern->conditions, condition);
}

RulePattern *
rules_read_brackets (Reader *self)
{
  RulePattern *pattern = rules_pattern_new (self, PATTERN_TEST);
  RulePlace open = self->at->place;

  self->at++;
  do
    rules_read_condition (self, pattern);
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
