/* What kind of thing a common noun is first of all: "agency" an Organisation, "frigate" a MilitaryPlatform. */
#include "compile.h"

#include <string.h>

#include "wordnet-db.h"

static gboolean
is_below_any (const WnSynset *synset, guint32 roots)
{
  return (synset->roots & roots) != 0;
}

static const gchar *
type_of_artifact (const WnSynset *synset)
{
  if (wn_is_below (synset, WN_ROOT_MILITARY))
    return "MilitaryPlatform";
  if (wn_is_below (synset, WN_ROOT_WEAPON))
    return "Weapon";
  if (wn_is_below (synset, WN_ROOT_VEHICLE))
    return "Vehicle";
  if (is_below_any (synset, 1u << WN_ROOT_STRUCTURE | 1u << WN_ROOT_FACILITY | 1u << WN_ROOT_WAY))
    return "Location";
  return "Thing";
}

static const gchar *
type_of_group (const WnSynset *synset)
{
  if (wn_is_below (synset, WN_ROOT_COUNTRY))
    return "Location";
  return is_below_any (synset, 1u << WN_ROOT_ORGANISATION | 1u << WN_ROOT_UNIT) ? "Organisation" : "Thing";
}

static const gchar *
type_of_communication (const WnSynset *synset)
{
  if (wn_is_below (synset, WN_ROOT_PUBLICATION))
    return "Work";
  return wn_is_below (synset, WN_ROOT_DOCUMENT) ? "DocumentReference" : "Thing";
}

/* "Thing" is an answer, too: the noun is known, and is of none of the ontology's kinds */
static const gchar *
type_of (const WnSynset *synset)
{
  switch (synset->lexfile)
    {
    case WN_PERSON:
      return "Person";
    case WN_GROUP:
      return type_of_group (synset);
    case WN_LOCATION:
      return "Location";
    case WN_ARTIFACT:
      return type_of_artifact (synset);
    case WN_ACT:
    case WN_EVENT:
      return "Event";
    case WN_COMMUNICATION:
      return type_of_communication (synset);
    case WN_TIME:
      return "Temporal";
    case WN_QUANTITY:
      return "Quantity";
    default:
      return "Thing";
    }
}

/* One word, in lower case: names have their own classes */
static gboolean
is_common_noun (const gchar *word)
{
  for (const gchar *p = word; *p; p++)
    if (!g_ascii_islower (*p) && *p != '-')
      return FALSE;
  return word[0] && word[1];
}

void
compile_noun_types (Compile *self, WnDatabase *db)
{
  for (guint i = 0; i < db->nouns->len; i++)
    {
      const WnSynset *synset = g_ptr_array_index (db->nouns, i);

      for (guint w = 0; !synset->instance && synset->words[w]; w++)
        if (is_common_noun (synset->words[w]) && wn_database_is_first_sense (db, synset->words[w], synset))
          compile_add (self, synset->words[w], "noun", type_of (synset), 0);
    }
}
