/* The lexicon compiler: one file a source, each of which adds its phrases to one writer. */
#pragma once

#include "pipeline/lexicon.h"
#include "wordnet-db.h"

G_BEGIN_DECLS

typedef struct
{
  EntLexiconWriter *writer;
  EntLexiconWriter *derivations; /* nouns with their verbs, for the link stage */
  EntLexiconWriter *places;      /* cities, likewise: see cities.c for their keys */
  GHashTable *countries; /* name → ISO 3166-1 code of two letters, for the sources that name countries otherwise */
} Compile;

/* Adds a phrase and, where it has letters with diacritics, its form without them */
void compile_add (Compile *self, const gchar *phrase, const gchar *type, const gchar *key, guint32 weight);
void compile_add_country (Compile *self, const gchar *name, const gchar *code);

gboolean compile_lists (Compile *self, const gchar *folder, GError **error);
gboolean compile_iso (Compile *self, const gchar *folder, GError **error);
gboolean compile_icu (Compile *self, GError **error);
gboolean compile_wordnet (Compile *self, const gchar *folder, GError **error);
void compile_derivations (Compile *self, WnDatabase *db);
void compile_noun_types (Compile *self, WnDatabase *db);
void compile_capitals (Compile *self, WnDatabase *db);
gboolean compile_geonames (Compile *self, const gchar *folder, GError **error);
gboolean compile_cities (Compile *self, const gchar *folder, GError **error);

G_END_DECLS
