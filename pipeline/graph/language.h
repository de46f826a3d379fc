/* What the graph knows of a language: files of a pack, of which it keeps a copy. Who is who is decided with the copy,
 * so that what documents come or go later is decided as the rest was, with or without the pack. */
#pragma once

#include "pipeline/graph/fields.h"
#include "pipeline/graph/spelling-words.h"
#include "pipeline/graph/sql.h"

G_BEGIN_DECLS

#define ENT_LANGUAGE_FILES 2

typedef struct
{
  gchar *texts[ENT_LANGUAGE_FILES]; /* as the files have them */
  EntSpellingWords *spelling;
  EntFields *fields;
} EntLanguage;

EntLanguage *ent_language_load (const gchar *pack, GError **error);
gboolean ent_language_read (sqlite3 *db, EntLanguage **language, GError **error);
gboolean ent_language_write (const EntLanguage *self, sqlite3 *db, GError **error);
gboolean ent_language_equal (const EntLanguage *a, const EntLanguage *b);
void ent_language_free (EntLanguage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntLanguage, ent_language_free)

G_END_DECLS
