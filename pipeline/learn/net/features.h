/* Vectors of hashed features: what a network knows of a word's letters. In training a table that grows, in a model one
 * byte for each component. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/net/weights.h"
#include "pipeline/learn/tally.h"

G_BEGIN_DECLS

typedef struct _EntFeatureTable EntFeatureTable;

gboolean ent_feature_table_load (EntFeatureTable **self, EntModel *model, guint size, GError **error);
void ent_feature_table_free (EntFeatureTable *self);
void ent_feature_table_add (const EntFeatureTable *self, const guint64 *ids, guint n, gfloat *sum);

/* After training: the rows of features met @min_count times or more often */
void ent_feature_table_store (EntModelWriter *writer, const EntTally *features, const EntRows *rows, guint min_count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntFeatureTable, ent_feature_table_free)

G_END_DECLS
