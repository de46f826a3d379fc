/* Places and events by the words that they are known by: "River Plate" is neither, "Oder River" and "Lake Geneva" are,
 * and so are "Battle of Kursk" and "Winter Games". */
#include <string.h>

#include "stages/tag/tag.h"

/* "of Aden", "of the Three Emperors" */
static guint
extend_over_of (const Tagging *self, guint t, guint end)
{
  guint u = t + 1;

  if (!is_word (self, t, "of"))
    return t;
  if (is_word (self, u, "the"))
    u++;
  if (u >= end || !is_capital (self, u))
    return t;
  while (u < end && is_capital (self, u))
    u++;
  return u;
}

static guint
sentence_end (const Tagging *self, const Run *run)
{
  return self->sentences[run->sentence].first + self->sentences[run->sentence].n;
}

/* A name that ends with one of the words, or begins with one and goes on, also with "of" */
static void
find_around (Tagging *self, const Run *run, guint64 head, guint64 start, const gchar *type, Rule rule)
{
  guint limit = sentence_end (self, run);

  for (guint t = run->first; t < run->end; t++)
    {
      guint begun = end_of_class (self, t, run->end, start);
      guint end = begun > t ? extend_over_of (self, begun, limit) : t;

      if (begun > t && (end > begun || begun < run->end))
        {
          propose (self, t, end > begun ? end : run->end, type, rule);
          return;
        }
    }
  for (guint t = run->end; t-- > run->first + 1;)
    if (is_class (self, t, head))
      {
        propose (self, run->first, t + 1, type, rule);
        return;
      }
}

/* "Southern California" */
static void
find_directions (Tagging *self, const Run *run)
{
  for (guint t = run->first; t + 1 < run->end; t++)
    if (is_class (self, t, IS (DIRECTION)) && is_class (self, t + 1, ANY_PLACE))
      propose (self, t, MAX (t + 2, end_of_class (self, t + 1, run->end, ANY_PLACE)), "Location", RULE_PLACE_WORD);
}

void
find_places (Tagging *self, const Run *run)
{
  find_around (self, run, IS (PLACE_HEAD), IS (PLACE_START), "Location", RULE_PLACE_WORD);
  find_directions (self, run);
}

void
find_events (Tagging *self, const Run *run)
{
  find_around (self, run, IS (EVENT_HEAD), IS (EVENT_START), "Event", RULE_EVENT);
  for (guint t = run->first + 1; t < run->end; t++)
    if (is_class (self, t, IS (WORK_HEAD)))
      {
        propose (self, run->first, t + 1, "Work", RULE_WORK);
        return;
      }
}
