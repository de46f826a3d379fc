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

/* "World War II" */
static guint
extend_over_numeral (const Tagging *self, guint t)
{
  gsize length = t < self->n_tokens ? self->tokens[t].end - self->tokens[t].start : 0;

  return length > 0 && strspn (self->text + self->tokens[t].start, "IVX") == length ? t + 1 : t;
}

/* A name that begins with one of the words and goes on, also with "of" */
static gboolean
find_begun (Tagging *self, const Run *run, guint64 start, const gchar *type, Rule rule)
{
  guint limit = sentence_end (self, run);

  for (guint t = run->first; t < run->end; t++)
    {
      guint begun = tag_end_of_class (self, t, run->end, start);
      guint end = begun > t ? extend_over_of (self, begun, limit) : t;

      if (begun == t || (end == begun && (t > run->first || begun == run->end)))
        continue;
      tag_propose (self, t, end > begun ? end : run->end, type, rule);
      return TRUE;
    }
  return FALSE;
}

/* A name that ends with one of the words; a people before it belongs to it only if nothing else does */
static void
find_ended (Tagging *self, const Run *run, guint64 head, const gchar *type, Rule rule)
{
  for (guint t = run->end; t-- > run->first + 1;)
    if (is_class (self, t, ANY_HEAD))
      {
        guint first = run->first;

        if (!is_class (self, t, head) || is_class (self, t, IS (GIVEN_NAME)))
          return;
        while (first + 1 < t && is_class (self, first, IS (NATIONALITY)) && rule == RULE_PLACE_WORD)
          first++;
        tag_propose (self, first, extend_over_numeral (self, t + 1), type, rule);
        return;
      }
}

/* "Southern California" */
static void
find_directions (Tagging *self, const Run *run)
{
  for (guint t = run->first; t + 1 < run->end; t++)
    if (is_class (self, t, IS (DIRECTION)) && is_class (self, t + 1, ANY_PLACE))
      {
        guint end = tag_end_of_class (self, t + 1, run->end, ANY_PLACE);

        tag_propose (self, t, MAX (t + 2, end), "Location", RULE_PLACE_WORD);
      }
}

void
tag_find_places (Tagging *self, const Run *run)
{
  if (!find_begun (self, run, IS (PLACE_START), "Location", RULE_PLACE_WORD))
    find_ended (self, run, IS (PLACE_HEAD), "Location", RULE_PLACE_WORD);
  find_directions (self, run);
}

void
tag_find_events (Tagging *self, const Run *run)
{
  if (!find_begun (self, run, IS (EVENT_START), "Event", RULE_EVENT))
    find_ended (self, run, IS (EVENT_HEAD), "Event", RULE_EVENT);
  find_ended (self, run, IS (WORK_HEAD), "Work", RULE_WORK);
}
