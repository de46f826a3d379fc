/* Weapons and military platforms that bear the name of something else, "a Patriot", "the Javelin": such they are in a
 * sentence that speaks of arms, by a word or by a designation such as T-72. */
#include <string.h>

#include "stages/tag/tag.h"

/* What is rather meant than the arms of that name */
#define OTHER_NAME (IS (COUNTRY) | IS (CITY) | IS (PERSON) | IS (ORGANISATION) | IS (NATIONALITY))

static gboolean
is_designation (const Tagging *self, guint first, guint end)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (candidate->rule == RULE_DESIGNATION && candidate->first >= first && candidate->end <= end
          && (g_str_equal (candidate->type, "Weapon") || g_str_equal (candidate->type, "MilitaryPlatform")))
        return TRUE;
    }
  return FALSE;
}

static gboolean
speaks_of_arms (const Tagging *self, guint first, guint end)
{
  for (guint t = first; t < end; t++)
    if (is_class (self, t, IS (ARMS_CUE)))
      return TRUE;
  return is_designation (self, first, end);
}

static void
propose_arms (Tagging *self, guint first, guint end, guint64 has)
{
  gboolean is_person
      = first > 0 && has_flag (self, first - 1, ENT_TOKEN_CAPITALISED)
        && is_class (self, first - 1,
                     IS (TITLE) | IS (OCCUPATION) | IS (HONORIFIC) | IS (GIVEN_NAME)); /* "Captain Abrams" */

  if (has & ANY_ARMS && !(has & OTHER_NAME) && !is_person && tag_stands_alone (self, first, end))
    tag_propose (self, first, end, has & ANY_WEAPON ? "Weapon" : "MilitaryPlatform", RULE_NAMED_ARMS);
}

static gboolean
has_arms (const Tagging *self, guint first, guint end)
{
  for (guint t = first; t < end; t++)
    if (is_class (self, t, ANY_ARMS) && is_capital (self, t))
      return TRUE;
  return FALSE;
}

void
tag_find_arms (Tagging *self)
{
  guint p = 0;

  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint first = self->sentences[s].first, end = first + self->sentences[s].n, begin = p;
      gboolean any = has_arms (self, first, end);

      for (; p < self->phrases->len && g_array_index (self->phrases, Phrase, p).first < end; p++)
        any |= (g_array_index (self->phrases, Phrase, p).as_written & ANY_ARMS) != 0;
      if (!any || !speaks_of_arms (self, first, end))
        continue;
      for (guint i = begin; i < p; i++)
        {
          const Phrase *phrase = &g_array_index (self->phrases, Phrase, i);

          propose_arms (self, phrase->first, phrase->end, phrase->as_written);
        }
      for (guint t = first; t < end; t++)
        if (is_capital (self, t))
          propose_arms (self, t, t + 1, classes (self, t));
    }
}
