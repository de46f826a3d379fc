/* Looks up cities in the table that the lexicon's compiler made. Of those that share a name, the one that the text
 * names with its region or country, else the one with most for it: its size, whether the document names its country,
 * and whether that is the nearest. */
#include "stages/link/places.h"

#include <math.h>
#include <string.h>

#include "pipeline/lexicon.h"

/* In powers of ten of the population: a town whose country is named is taken for what it is before a city ten times as
 * large whose country is not */
#define COUNTRY_NAMED 1.0
#define COUNTRY_NEAREST 0.5
#define CAPITAL 0.5
/* It has the name in another language only */
#define ALIAS (-0.3)
#define NAMED_BEHIND 100.0

struct _LinkPlaces
{
  EntLexicon *lexicon;
  gint city;
};

LinkPlaces *
link_places_load (EntStage *stage, GError **error)
{
  g_autoptr (LinkPlaces) self = g_new0 (LinkPlaces, 1);
  g_autofree gchar *path = ent_stage_find_data (stage, "link/places.bin", error);

  if (!path || !(self->lexicon = ent_lexicon_open (path, error)))
    return NULL;
  self->city = ent_lexicon_find_type (self->lexicon, "city");
  return g_steal_pointer (&self);
}

void
link_places_free (LinkPlaces *self)
{
  g_clear_pointer (&self->lexicon, ent_lexicon_free);
  g_free (self);
}

static gdouble
support_of_country (const PlaceContext *context, const gchar *code)
{
  if (g_strcmp0 (context->nearest, code) == 0)
    return COUNTRY_NAMED + COUNTRY_NEAREST;
  return g_hash_table_contains (context->codes, code) ? COUNTRY_NAMED : 0;
}

/* Whether it is the city's region or country that stands behind it */
static gboolean
is_behind (const PlaceContext *context, gchar **key)
{
  return g_strcmp0 (context->behind_code, key[0]) == 0 || g_strcmp0 (context->behind, key[1]) == 0;
}

/* @key is country, region, latitude, longitude and kind; of a region, without a place */
static gdouble
score (const LinkPlaces *self, const EntLexiconSense *sense, gchar **key, const PlaceContext *context)
{
  gdouble sum = log10 (1.0 + sense->weight) + support_of_country (context, key[0]);

  if (g_str_equal (key[4], "PPLC"))
    sum += CAPITAL;
  if (sense->type_id != self->city)
    sum += ALIAS;
  return is_behind (context, key) ? sum + NAMED_BEHIND : sum;
}

gchar *
link_places_find (LinkPlaces *self, const gchar *name, const PlaceContext *context)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n = ent_lexicon_lookup (self->lexicon, name, -1, senses, G_N_ELEMENTS (senses));
  gchar *best = NULL;
  gdouble highest = -1;

  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) key = g_strsplit (senses[i].key, "|", -1);
      gdouble sum;

      if (g_strv_length (key) != 5)
        continue;
      sum = score (self, &senses[i], key, context);
      if (sum <= highest)
        continue;
      highest = sum;
      g_free (best);
      best = !*key[2] ? NULL : g_strdup_printf ("iso3166=%s|coordinates=%s,%s", key[0], key[2], key[3]);
    }
  return best;
}
