/* Names that the lexicon knows as such. */
#include <string.h>

#include "stages/tag/tag.h"

/* In the order in which the senses of an ambiguous name are believed: "Arctic" is a place before it is an adjective,
 * "Ottawa" a city before it is a people */
static const struct
{
  guint64 classes;
  const gchar *type;
  Rule phrase, word;
} kinds[] = {
  { IS (COUNTRY), "Location", RULE_COUNTRY, RULE_COUNTRY },
  { IS (ORGANISATION), "Organisation", RULE_PHRASE, RULE_ORGANISATION },
  { IS (NATIONALITY), "Nationality", RULE_PEOPLE, RULE_PEOPLE },
  { IS (PERSON), "Person", RULE_KNOWN_PERSON, RULE_KNOWN_PERSON },
  { IS (PLACE) | IS (FACILITY), "Location", RULE_PHRASE, RULE_PLACE },
  { IS (CITY) | IS (REGION), "Location", RULE_PHRASE, RULE_PLACE },
  { IS (PEOPLE), "Nationality", RULE_PEOPLE, RULE_PEOPLE },
  { IS (EVENT), "Event", RULE_PHRASE, RULE_ARMS },
  { IS (WORK), "Work", RULE_PHRASE, RULE_ARMS },
  { IS (WEAPON), "Weapon", RULE_PHRASE, RULE_ARMS },
  { IS (PLATFORM), "MilitaryPlatform", RULE_PHRASE, RULE_ARMS },
  { IS (VEHICLE), "Vehicle", RULE_PHRASE, RULE_ARMS },
};

/* Whether a word's neighbour in the row of capitals speaks for a longer name that the lexicon does not know */
static gboolean
is_unexplained (const Tagging *self, guint t)
{
  return is_capital (self, t)
         && !is_class (self, t, ANY_PEOPLE | IS (COUNTRY) | IS (TITLE) | IS (HONORIFIC) | IS (OCCUPATION));
}

gboolean
tag_stands_alone (const Tagging *self, guint first, guint end)
{
  gboolean before = first > 0 && is_unexplained (self, first - 1);
  gboolean behind
      = is_unexplained (self, end)
        || (is_char (self, end, '-') && !has_flag (self, end, ENT_TOKEN_SPACE_BEFORE) && is_capital (self, end + 1));

  return !before && !behind;
}

/* Small towns bear the names of people and of all sorts of things: there, only what stands before tells */
static gboolean
may_be_no_place (const Tagging *self, guint t, guint64 has)
{
  guint64 other = (has & IS (SURNAME)) | (self->words[t].otherwise & IS (WORD));

  return other && (t == 0 || !is_class (self, t - 1, IS (PLACE_CUE)) || has_flag (self, t - 1, ENT_TOKEN_CAPITALISED));
}

static void
find_word (Tagging *self, guint t, gboolean sure)
{
  guint64 has = classes (self, t);

  if (has & IS (DIRECTION))
    return;
  if (has & IS (PLACE))
    has &= ~(IS (NATIONALITY) | IS (ORGANISATION));
  if (has & (IS (SURNAME) | IS (GIVEN_NAME)) || self->words[t].otherwise & (IS (WORD) | IS (OCCUPATION)))
    has &= ~IS (PEOPLE);
  if (!(has & (IS (COUNTRY) | IS (PLACE))) && may_be_no_place (self, t, has))
    has &= ~ANY_PLACE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (has & kinds[i].classes)
      {
        if (sure == (kinds[i].word <= RULE_PEOPLE) && (sure || tag_stands_alone (self, t, t + 1)))
          tag_propose (self, t, t + 1, kinds[i].type, kinds[i].word);
        return;
      }
}

/* In a headline, "Old Bridge" may be any old bridge */
static gboolean
has_capital (const Tagging *self, const Phrase *phrase)
{
  for (guint t = phrase->first; t < phrase->end; t++)
    if (is_capital (self, t))
      return TRUE;
  return FALSE;
}

static void
find_phrase (Tagging *self, const Phrase *phrase)
{
  guint64 has = phrase->as_written | (self->words[phrase->first].style == STYLE_CAPS ? phrase->otherwise : 0);

  if (!has_flag (self, phrase->first, ENT_TOKEN_CAPITALISED))
    return;
  if (!has_capital (self, phrase) && phrase->end - phrase->first < 3 && !(has & (IS (COUNTRY) | IS (ORGANISATION))))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (has & kinds[i].classes)
      {
        if (kinds[i].phrase == RULE_COUNTRY || !(has & ANY_PLACE)
            || tag_stands_alone (self, phrase->first, phrase->end))
          tag_propose (self, phrase->first, phrase->end, kinds[i].type, kinds[i].phrase);
        return;
      }
}

/* "Sino-Russian", "Franco-German" */
static void
find_compound (Tagging *self, guint t)
{
  if (is_class (self, t, IS (NATIONALITY_PREFIX) | IS (NATIONALITY)) && is_char (self, t + 1, '-')
      && !has_flag (self, t + 1, ENT_TOKEN_SPACE_BEFORE) && !has_flag (self, t + 2, ENT_TOKEN_SPACE_BEFORE)
      && is_class (self, t + 2, IS (NATIONALITY)))
    tag_propose (self, t, t + 3, "Nationality", RULE_PHRASE);
}

void
tag_find_lexicon_names (Tagging *self)
{
  for (guint t = 0; t < self->n_tokens; t++)
    if (is_capital (self, t))
      {
        find_word (self, t, TRUE);
        find_compound (self, t);
      }
  for (guint p = 0; p < self->phrases->len; p++)
    find_phrase (self, &g_array_index (self->phrases, Phrase, p));
}

/* Names that other things share: they give way to what the document has named so before */
void
tag_find_ambiguous_names (Tagging *self)
{
  for (guint t = 0; t < self->n_tokens; t++)
    if (is_capital (self, t) && !self->words[t].kept)
      find_word (self, t, FALSE);
}
