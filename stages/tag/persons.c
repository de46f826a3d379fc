/* Persons by title ("President Ruto"), by given name ("Amina Diallo") and by what they do ("striker Okafor"). */
#include <string.h>

#include "stages/tag/tag.h"

#define LONGEST_NAME 6

/* What cannot stand in a person's name, so that the name ends before it */
#define NO_PERSON (IS (ORG_SUFFIX) | IS (NATIONALITY) | IS (TITLE) | IS (HONORIFIC) | IS (MONTH) | IS (WEEKDAY))

static guint
end_of_name (const Tagging *self, guint first, guint end)
{
  guint t = first + 1;

  while (t < end && t < first + LONGEST_NAME
         && (is_class (self, t, IS (GIVEN_NAME) | IS (SURNAME)) || !is_class (self, t, NO_PERSON)))
    t++;
  while (t > first + 1 && !is_capital (self, t - 1)) /* a joint that joins nothing any more */
    t--;
  return t;
}

static gboolean
is_initial (const Tagging *self, guint t)
{
  gsize length = t < self->n_tokens ? self->tokens[t].end - self->tokens[t].start : 0;

  return is_capital (self, t)
         && (length == 1 || (length == 2 && self->text[self->tokens[t].end - 1] == '.')
             || (length == 4 && self->text[self->tokens[t].end - 1] == '.'
                 && self->text[self->tokens[t].start + 1] == '.'));
}

/* "Prime Minister Ali": proposes the name behind the titles; the end of the name, or t where there is none */
static guint
find_titled (Tagging *self, guint t, guint end)
{
  guint name = t, stop;

  for (guint next = t; (next = tag_end_of_class (self, name, end, IS (TITLE) | IS (HONORIFIC))) > name;)
    name = next;
  if (name == t || name >= end || !is_capital (self, name) || is_class (self, name, IS (NATIONALITY) | IS (ORG_START)))
    return t;
  stop = end_of_name (self, name, end);
  if (is_class (self, stop - 1, IS (ORG_HEAD) | IS (PLACE_HEAD)) && !is_class (self, stop - 1, IS (SURNAME)))
    return t;
  tag_propose (self, name, stop, "Person", RULE_TITLE);
  return stop;
}

/* In a row of capitals a name begins only behind what tells of a person: "Journalist Omar Haddad" */
static gboolean
begins_name (const Tagging *self, const Run *run, guint t)
{
  gboolean behind_opening = t == run->first + 1 && self->words[run->first].capital == CAPITAL_WEAK;

  if (t > run->first && !behind_opening
      && !is_class (self, t - 1, ANY_PEOPLE | IS (TITLE) | IS (HONORIFIC) | IS (COUNTRY))
      && !((self->words[t - 1].as_written | self->words[t - 1].otherwise) & IS (OCCUPATION)))
    return FALSE;
  if (is_class (self, t, IS (COUNTRY)))
    return FALSE;
  return is_class (self, t, IS (GIVEN_NAME)) || is_initial (self, t);
}

static guint
find_given (Tagging *self, const Run *run, guint t)
{
  guint end = end_of_name (self, t, run->end);

  if (!begins_name (self, run, t) || end < t + 2)
    return t;
  if (is_class (self, end - 1, IS (ORG_HEAD) | IS (PLACE_HEAD) | IS (EVENT_HEAD))
      && !is_class (self, end - 1, IS (SURNAME)))
    return t;
  if (is_initial (self, t) && is_initial (self, end - 1))
    return t;
  tag_propose (self, t, end, "Person", RULE_GIVEN_NAME);
  return end;
}

/* "striker Okafor", "his wife Ines"; but not "arms maker Norvik", which is a firm */
static void
find_described (Tagging *self, const Run *run)
{
  guint before = run->first - 1;

  if (run->first == 0 || !is_class (self, before, IS (OCCUPATION) | IS (FAMILY))
      || has_flag (self, before, ENT_TOKEN_CAPITALISED) || run->end - run->first > 4
      || is_class (self, before, IS (ORG_NOUN))
      || is_class (self, run->first, ANY_PLACE | ANY_PEOPLE | IS (ORGANISATION))
      || is_class (self, run->end - 1, IS (ORG_HEAD) | IS (PLACE_HEAD)))
    return;
  tag_propose (self, run->first, end_of_name (self, run->first, run->end), "Person", RULE_OCCUPATION);
}

void
tag_find_persons (Tagging *self, const Run *run)
{
  for (guint t = run->first; t < run->end;)
    {
      guint end = find_titled (self, t, run->end);

      if (end == t)
        end = find_given (self, run, t);
      t = end > t ? end : t + 1;
    }
  find_described (self, run);
}
