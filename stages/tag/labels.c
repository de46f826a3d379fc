/* Numbers that only name something, "room 101", are no amounts: those behind words of a list, and, once there are parts
 * of speech, figures behind any noun and before nothing that they could count. */
#include <string.h>

#include "stages/tag/tag.h"

/* "12345": larger numbers, those with commas or decimals are amounts */
#define LONGEST_LABEL 5

/* --- By words ----------------------------------------------------------------------------------------------------- */

static gboolean
is_of_class (const Tagging *self, guint t, WordClass class)
{
  const EntToken *token = self->tokens + t;

  return tag_value_words_find_class (self->value_words, self->text + token->start, token->end - token->start, class)
         != NULL;
}

/* "Group of 7" */
static gboolean
is_group (const Tagging *self, guint t)
{
  static const gchar *const groups[] = { "Group", "Gang", NULL }, *const of[] = { "of", NULL };

  return t > 0 && ent_document_token_is (self->doc, t, of) && ent_document_token_is (self->doc, t - 1, groups);
}

gboolean
tag_is_labelled (const Tagging *self, guint t)
{
  if (t == 0 || (!is_of_class (self, t - 1, WORD_LABEL) && !is_group (self, t - 1) && !is_char (self, t - 1, '#')))
    return FALSE;
  return t + 1 >= self->n_tokens || !is_of_class (self, t + 1, WORD_COUNTED);
}

/* --- By parts of speech ------------------------------------------------------------------------------------------- */

static gboolean
is_figures (const Tagging *self, guint t)
{
  const EntToken *token = self->tokens + t;

  if (token->end - token->start > LONGEST_LABEL)
    return FALSE;
  for (guint i = token->start; i < token->end; i++)
    if (!g_ascii_isdigit (self->text[i]))
      return FALSE;
  return TRUE;
}

/* "on Tuesday 12 were hurt": the noun before it is a value itself */
static gboolean
is_of_value (const Tagging *self, guint t)
{
  const Candidate *kept = tag_kept_at (self, t);

  return kept && kept->pattern >= 0;
}

static gboolean
may_be_named (const Tagging *self, guint t)
{
  EntPos pos = self->tokens[t].pos;

  return (pos == ENT_POS_NOUN || pos == ENT_POS_PROPN) && has_flag (self, t, ENT_TOKEN_ALPHA) && !is_of_value (self, t);
}

/* What a number can count */
static gboolean
may_be_counted (const Tagging *self, guint t)
{
  EntPos pos = self->tokens[t].pos;

  return pos == ENT_POS_NOUN || pos == ENT_POS_PROPN || pos == ENT_POS_ADJ || pos == ENT_POS_NUM || pos == ENT_POS_SYM;
}

/* "Ada Holm" or "the captain" */
static gboolean
may_have_age (const Tagging *self, guint t)
{
  const Candidate *kept = tag_kept_at (self, t);

  return kept ? g_str_equal (kept->type, "Person")
              : self->tokens[t].pos == ENT_POS_NOUN && is_class (self, t, IS (OCCUPATION));
}

/* "Ada Holm, 58, said": her age */
static gboolean
is_age (const Tagging *self, guint t)
{
  return t > 1 && is_char (self, t - 1, ',') && self->tokens[t].end - self->tokens[t].start <= 3
         && may_have_age (self, t - 2)
         && (is_char (self, t + 1, ',') || is_char (self, t + 1, '.') || is_char (self, t + 1, ';'));
}

/* "panels 3, 5 and 10": the first of them */
static guint
first_of_row (const Tagging *self, guint t)
{
  static const gchar *const joints[] = { "and", "or", ",", NULL };

  while (t > 2 && ent_document_token_is (self->doc, t - 1, joints) && is_figures (self, t - 2))
    t -= 2;
  return t;
}

/* "TLS 1.0", "Ubuntu 22.04" */
static gboolean
is_version (const Tagging *self, guint t)
{
  const gchar *start = self->text + self->tokens[t].start;
  gsize length = self->tokens[t].end - self->tokens[t].start;

  return length <= LONGEST_LABEL && memchr (start, '.', length) && strspn (start, "0123456789.") >= length && t > 0
         && self->tokens[t - 1].pos == ENT_POS_PROPN;
}

static gboolean
is_label (const Tagging *self, const Candidate *candidate)
{
  guint t = candidate->first;
  gboolean figures = is_figures (self, t);

  if (candidate->rule != RULE_QUANTITY || candidate->end != t + 1)
    return FALSE;
  if (figures && is_age (self, t))
    return TRUE;
  if ((!figures && !is_version (self, t)) || (t + 1 < self->n_tokens && may_be_counted (self, t + 1)))
    return FALSE;
  t = figures ? first_of_row (self, t) : t;
  return t > 0 && has_flag (self, t, ENT_TOKEN_SPACE_BEFORE) && may_be_named (self, t - 1);
}

void
tag_drop_labels (Tagging *self)
{
  g_autoptr (GArray) left = g_array_sized_new (FALSE, FALSE, sizeof (Candidate), self->kept->len);

  for (guint i = 0; i < self->kept->len; i++)
    if (!is_label (self, &g_array_index (self->kept, Candidate, i)))
      g_array_append_val (left, g_array_index (self->kept, Candidate, i));
  g_array_unref (self->kept);
  self->kept = g_steal_pointer (&left);
}
