/* Where cities lie. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

typedef struct _LinkPlaces LinkPlaces;

/* What the document says around a city's name */
typedef struct
{
  const gchar *behind;      /* the name that follows it behind a comma, "Paris, Texas", or NULL */
  const gchar *behind_code; /* the ISO 3166-1 code of that, or NULL */
  GHashTable *codes;        /* of the countries that the document names */
  const gchar *nearest;     /* of them, or NULL where it names none */
} PlaceContext;

LinkPlaces *link_places_load (EntStage *stage, GError **error);
void link_places_free (LinkPlaces *self);

/* The identifiers of the city that is meant: "iso3166=LT|coordinates=54.68916,25.2798"; NULL where none is known */
gchar *link_places_find (LinkPlaces *self, const gchar *name, const PlaceContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkPlaces, link_places_free)

G_END_DECLS
