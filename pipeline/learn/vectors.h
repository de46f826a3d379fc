/* Vectors of words in a model file: one byte for each component. */
#pragma once

#include "pipeline/learn/model.h"

G_BEGIN_DECLS

/* In a model without vectors the size is 0 */
typedef struct
{
  const gint8 *components; /* [n_rows][size] */
  guint32 n_rows;
  guint size;   /* a multiple of %ENT_SKIPGRAM_STEP */
  gfloat scale; /* times this, the components have a mean square of 1 */
} EntVectors;

gboolean ent_vectors_load (EntVectors *self, EntModel *model, guint32 n_rows, GError **error);

/* For training */
void ent_vectors_store (EntModelWriter *writer, const gfloat *vectors, const guint32 *rows, guint32 n, guint32 n_rows,
                        guint size);

static inline const gint8 *
ent_vectors_get (const EntVectors *self, guint32 row)
{
  return self->components + (gsize) row * self->size;
}

G_END_DECLS
