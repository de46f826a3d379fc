/* Vectors of hashed features: what a network knows of a word's letters. In training a table that grows, in a model one
 * byte for each component. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/net/weights.h"

G_BEGIN_DECLS

typedef struct _EntFeatureTable EntFeatureTable;

gboolean ent_feature_table_load (EntFeatureTable **self, EntModel *model, guint size, GError **error);
void ent_feature_table_free (EntFeatureTable *self);
void ent_feature_table_add (const EntFeatureTable *self, const guint64 *ids, guint n, gfloat *sum);

/* For training: numbers for the features of the data */
typedef struct
{
  GHashTable *numbers; /* hash → number */
  GArray *hashes;      /* guint64, by number */
  GArray *counts;      /* guint32, by number */
} EntFeatureNumbers;

void ent_feature_numbers_init (EntFeatureNumbers *self);
void ent_feature_numbers_clear (EntFeatureNumbers *self);
guint32 ent_feature_numbers_count (EntFeatureNumbers *self, guint64 hash);

/* Keeps the rows of features met @min_count times or more often */
void ent_feature_numbers_store (const EntFeatureNumbers *self, const EntRows *rows, guint min_count,
                                EntModelWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntFeatureTable, ent_feature_table_free)

G_END_DECLS
