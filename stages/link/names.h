/* What names have in common however they are written, and what the data say of them. */
#pragma once

#include <entente.h>

#include "pipeline/lexicon.h"
#include "stages/link/places.h"

typedef enum
{
  NAME_TITLE = 1 << 0,    /* "Mr" */
  NAME_SUFFIX = 1 << 1,   /* "Corp" */
  NAME_SMALL = 1 << 2,    /* "of", which acronyms may pass over */
  NAME_STATE = 1 << 3,    /* "republic" of a place */
  NAME_PARTICLE = 1 << 4, /* "y", which begins another family name */
  NAME_ALIAS = 1 << 5     /* "also_known_as", between two names of one thing */
} NameClass;

typedef struct _Names Names;

Names *link_names_load (EntStage *stage, GError **error);
void link_names_free (Names *self);
/* NULL where the pack has none; as long as the names live */
EntLexicon *link_names_get_lexicon (const Names *self);
LinkPlaces *link_names_get_places (const Names *self);

/* Lower case, without diacritics, full stops, apostrophes and a leading "the"; words separated by one space */
gchar *link_fold (const gchar *name);
/* A name for a key: ASCII letters and digits with hyphens; never empty */
gchar *link_slug (const gchar *name);
/* Where a person's name begins after "the" and titles */
const gchar *link_skip_titles (const Names *self, const gchar *name);
NameClass link_name_class (const Names *self, const gchar *word, gsize length);
/* The ISO 3166-1 code of a country, or of the country of a people; NULL where the lexicon knows none */
const gchar *link_country (const Names *self, const gchar *name, gboolean people);
/* The code of the country that a city is the capital of; NULL where the lexicon knows none */
const gchar *link_capital (const Names *self, const gchar *name);
/* Whether the lexicon has the phrase as a place or people */
gboolean link_is_place (const Names *self, const gchar *name);

/* Whether a sentence is in title case or capitals */
gboolean link_is_headline (const gchar *text, const EntToken *tokens, guint first, guint end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Names, link_names_free)
