/* Names that nothing in themselves explains, by the words beside them, and last by their mere form. */
#include <string.h>

#include "stages/tag/tag.h"

static gboolean
is_acronym (const Tagging *self, guint t)
{
  gsize length = self->tokens[t].end - self->tokens[t].start;

  return has_flag (self, t, ENT_TOKEN_UPPER) && !has_flag (self, t, ENT_TOKEN_DIGIT) && length >= 2 && length <= 6
         && self->words[t].style == STYLE_NORMAL;
}

static gboolean
has_common_word (const Tagging *self, guint first, guint end)
{
  for (guint t = first; t < end; t++)
    if ((self->words[t].as_written | self->words[t].otherwise) & (IS (WORD) | IS (OCCUPATION))
        && !is_class (self, t, IS (SURNAME) | IS (GIVEN_NAME)))
      return TRUE;
  return FALSE;
}

/* The word that governs the name: what stands before it and its article */
static guint
word_before (const Tagging *self, guint first)
{
  guint t = first - 1;

  if (first > 1 && (is_word (self, t, "the") || is_word (self, t, "nearby")))
    t--;
  return first == 0 ? self->n_tokens : t;
}

static void
find_several (Tagging *self, guint first, guint end)
{
  guint before = word_before (self, first);
  gboolean common = has_common_word (self, first, end);

  if (tag_end_of_class (self, first, end, IS (TITLE) | IS (HONORIFIC)) == end)
    return;
  if (is_class (self, end - 1, IS (SURNAME)) && end - first <= 4 && !common)
    tag_propose (self, first, end, "Person", RULE_SURNAME);
  else if (is_class (self, before, IS (ORG_NOUN)) || is_class (self, end, IS (ORG_NOUN)))
    tag_propose (self, first, end, "Organisation", RULE_ORG_CONTEXT);
  else if (is_class (self, before, IS (PLACE_CUE)) && !common)
    tag_propose (self, first, end, "Location", RULE_PLACE_CONTEXT);
  else if (is_class (self, end - 1, ANY_PLACE) && !common)
    tag_propose (self, first, end, "Organisation", RULE_CAPITALS); /* a club and its city */
  else if (!common && end - first <= 4)
    tag_propose (self, first, end, "Person", RULE_FULL_NAME);
}

static void
find_single (Tagging *self, guint t)
{
  guint before = word_before (self, t);

  if (is_class (self, t, IS (TITLE) | IS (HONORIFIC) | IS (DIRECTION)))
    return;
  if (is_char (self, t + 1, ',') && is_class (self, t + 2, IS (COUNTRY) | IS (REGION) | IS (REGION_CODE))
      && is_capital (self, t + 2))
    tag_propose (self, t, t + 1, "Location", RULE_PLACE_CONTEXT);
  else if (is_class (self, before, IS (ORG_NOUN)) && !is_class (self, t, IS (SURNAME)))
    tag_propose (self, t, t + 1, "Organisation", RULE_ORG_CONTEXT);
  else if (is_acronym (self, t))
    tag_propose (self, t, t + 1, "Organisation", RULE_CAPITALS);
  else if ((self->words[t].as_written | self->words[t].otherwise) & (IS (WORD) | IS (OCCUPATION) | IS (TITLE)))
    return;
  else if (is_class (self, t, IS (SURNAME) | IS (GIVEN_NAME)))
    tag_propose (self, t, t + 1, "Person", RULE_SURNAME);
  else if (is_class (self, before, IS (PLACE_CUE)))
    tag_propose (self, t, t + 1, "Location", RULE_PLACE_CONTEXT);
  else if (is_class (self, t + 1, IS (PERSON_VERB)) || (t > 0 && is_class (self, t - 1, IS (SPEECH_VERB))))
    tag_propose (self, t, t + 1, "Person", RULE_SPEECH);
  else if (is_word (self, before, "of"))
    tag_propose (self, t, t + 1, "Location", RULE_PLACE_CONTEXT);
}

static void
find_part (Tagging *self, guint first, guint end)
{
  while (first < end && !is_capital (self, first))
    first++;
  while (end > first && !is_capital (self, end - 1))
    end--;
  if (end > first + 1)
    find_several (self, first, end);
  else if (end > first)
    find_single (self, first);
}

void
tag_find_by_context (Tagging *self, const Run *run)
{
  guint first = run->first;

  for (guint t = run->first; t <= run->end; t++)
    if (t == run->end || self->words[t].kept)
      {
        if (t > first)
          find_part (self, first, t);
        first = t + 1;
      }
}
