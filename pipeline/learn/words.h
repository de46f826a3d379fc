/* Words, the classes that they were found to belong to in raw text, and perhaps their vectors: what the learned stages
 * know of a word beyond its letters. A mapped table, looked up once a token. */
#pragma once

#include "pipeline/learn/vectors.h"
#include <entente/stage.h>

G_BEGIN_DECLS

/* How the table is called in a pack, in the folder of the step `tag` */
#define ENT_WORDS_FILE "clusters.bin"

/* Sets of classes, from coarse to fine */
#define ENT_WORDS_MAX_GRAINS 8

/* Instead of a class, where the table does not know the word */
#define ENT_WORDS_UNKNOWN G_MAXUINT16

typedef struct
{
  guint16 classes[ENT_WORDS_MAX_GRAINS]; /* one for each grain */
  guint16 frequency;                     /* log2 of how often it was met, rounded down; 0 for unknown words */
  guint32 row;                           /* of its vector; unknown words have one, too */
} EntWord;

typedef struct _EntWords EntWords;

EntWords *ent_words_new (EntModel *model, GError **error);
EntWords *ent_words_open (const gchar *path, GError **error);
void ent_words_free (EntWords *self);
guint ent_words_get_n_grains (const EntWords *self);
guint ent_words_get_n_classes (const EntWords *self, guint grain);
const EntVectors *ent_words_get_vectors (const EntWords *self);
gboolean ent_words_lookup (const EntWords *self, const gchar *word, gsize length, EntWord *found);

/* Which table a model was trained with is noted in its header, and checked before the two run together; a model that
 * does not say goes with any */
void ent_words_sign (const EntWords *self, EntModelWriter *writer);
EntWords *ent_words_open_for (EntStage *stage, EntModel *model, GError **error);

/* For training: the normal form, and a table of words that differ in it */
gchar *ent_words_normalise (const gchar *word, gsize length);
guint64 ent_words_hash (const gchar *word, gsize length);
guint32 *ent_words_store (EntModelWriter *writer, const guint64 *hashes, const EntWord *words, guint32 n,
                          const guint *n_classes, guint n_grains);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntWords, ent_words_free)

G_END_DECLS
