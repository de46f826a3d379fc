/* What rules ask of a token, answered. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/rules/view.h"

#include <pcre2.h>
#include <string.h>

static gboolean
is_regex (const RuleView *self, const RuleValue *value, const gchar *text, gsize length)
{
  return pcre2_match (value->regex, (PCRE2_SPTR) text, length, 0, PCRE2_NO_UTF_CHECK, self->data, self->limits) > 0;
}

static gboolean
is_text (const RuleView *self, const RuleValue *value, guint t)
{
  const EntToken *token = self->tokens + t;

  if (value->regex)
    return is_regex (self, value, self->text + token->start, token->end - token->start);
  return value->number == (gint) (value->folded ? self->words[t].folded : self->words[t].exact);
}

static gboolean
is_lemma (const RuleView *self, const RuleValue *value, guint t)
{
  const gchar *lemma = ent_document_get_string (self->doc, self->tokens[t].lemma);

  if (value->regex)
    return lemma && is_regex (self, value, lemma, strlen (lemma));
  return value->number == (gint) self->words[t].lemma;
}

static gboolean
is_covered (const RuleView *self, const RuleValue *value, gboolean by_kind, guint t)
{
  for (guint i = self->words[t].cover; i < self->words[t + 1].cover; i++)
    if (by_kind ? self->mentions[self->covers[i]].kind == value->number
                : self->types[self->covers[i]] == (guint) value->number)
      return TRUE;
  return FALSE;
}

/* "obl:*" is obl with all its subtypes */
gboolean
rules_is_dep (const gchar *dep, const gchar *asked)
{
  gsize length = strlen (asked);

  if (!dep)
    return FALSE;
  if (length < 2 || asked[length - 1] != '*')
    return g_str_equal (dep, asked);
  return !strncmp (dep, asked, length - 2) && (!dep[length - 2] || dep[length - 2] == ':');
}

/* Phrases are not longer than this in tokens, where a token of them asks */
#define LONGEST_PHRASE 64

static gboolean
is_in_list (const RuleView *self, guint list, guint t)
{
  for (guint f = t;; f--)
    {
      for (guint i = self->words[f].match; i < self->words[f + 1].match; i++)
        {
          const RuleListMatch *match = &g_array_index (self->matches, RuleListMatch, i);

          if (match->list == list && match->end > t)
            return TRUE;
        }
      if (!f || t - f > LONGEST_PHRASE)
        return FALSE;
    }
}

static gint
find_sentence (const RuleView *self, guint t)
{
  guint low = 0, high = self->n_sentences;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->sentences[middle].first + self->sentences[middle].n > t)
        high = middle;
      else
        low = middle + 1;
    }
  return low < self->n_sentences ? (gint) low : -1;
}

static gboolean
is_at_border (const RuleView *self, gboolean last, guint t)
{
  gint s = find_sentence (self, t);

  return s >= 0 && t == self->sentences[s].first + (last ? self->sentences[s].n - 1 : 0);
}

static gboolean
is_value (const RuleView *self, RuleAttribute attribute, const RuleValue *value, guint t)
{
  switch (attribute)
    {
    case ATTRIBUTE_TEXT:
      return is_text (self, value, t);
    case ATTRIBUTE_LEMMA:
      return is_lemma (self, value, t);
    case ATTRIBUTE_POS:
      return self->tokens[t].pos == value->number;
    case ATTRIBUTE_TYPE:
      return is_covered (self, value, FALSE, t);
    case ATTRIBUTE_KIND:
      return is_covered (self, value, TRUE, t);
    case ATTRIBUTE_DEP:
      return rules_is_dep (ent_document_get_string (self->doc, self->tokens[t].dep), value->text);
    case ATTRIBUTE_FLAG:
      return (self->tokens[t].flags & value->number) != 0;
    case ATTRIBUTE_FIRST:
    case ATTRIBUTE_LAST:
      return is_at_border (self, attribute == ATTRIBUTE_LAST, t);
    default:
      return is_in_list (self, value->number, t);
    }
}

gboolean
rules_holds (const RuleView *self, const GArray *conditions, guint t)
{
  for (guint i = 0; i < conditions->len; i++)
    {
      const RuleCondition *condition = &g_array_index (conditions, RuleCondition, i);
      gboolean found = FALSE;

      for (guint v = 0; v < condition->values->len && !found; v++)
        found = is_value (self, condition->attribute, &g_array_index (condition->values, RuleValue, v), t);
      if (found == condition->negated)
        return FALSE;
    }
  return TRUE;
}

/* --- Nodes -------------------------------------------------------------------------------------------------------- */

static gboolean
heads_mention (const RuleView *self, const gchar *type, guint t)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->set->types, type));

  for (guint i = self->words[t].cover; i < self->words[t + 1].cover; i++)
    if (self->types[self->covers[i]] == number && self->heads[self->covers[i]] == t)
      return TRUE;
  return FALSE;
}

static gboolean
heads_phrase (const RuleView *self, guint list, guint t)
{
  for (guint f = t;; f--)
    {
      for (guint i = self->words[f].match; i < self->words[f + 1].match; i++)
        if (g_array_index (self->matches, RuleListMatch, i).list == list && self->match_heads[i] == t)
          return TRUE;
      if (!f || t - f > LONGEST_PHRASE)
        return FALSE;
    }
}

gboolean
rules_is_node (const RuleView *self, const RulePattern *pattern, guint t)
{
  switch (pattern->kind)
    {
    case PATTERN_TEST:
      return rules_holds (self, pattern->conditions, t);
    case PATTERN_MENTION:
      return heads_mention (self, pattern->name, t);
    case PATTERN_LIST:
      return heads_phrase (self, pattern->number, t);
    default:
      for (guint i = 0; i < pattern->children->len; i++)
        if (rules_is_node (self, pattern->children->pdata[i], t))
          return TRUE;
      return FALSE;
    }
}
