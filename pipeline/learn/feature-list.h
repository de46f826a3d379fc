/* Features of a sequence while they are gathered: what a random field reads. */
#pragma once

#include "pipeline/learn/crf.h"
#include "pipeline/learn/forms.h"

G_BEGIN_DECLS

/* The features of a sequence, word after word */
typedef struct
{
  guint64 *ids;
  guint32 *offsets;
  guint n_ids, ids_size;
  guint n_words, words_size;
} EntFeatureList;

void ent_feature_list_grow (EntFeatureList *self);
void ent_feature_list_end_word (EntFeatureList *self);
void ent_feature_list_clear (EntFeatureList *self);
void ent_feature_list_free (EntFeatureList *self);
EntFeatures ent_feature_list_get (const EntFeatureList *self);

static inline void
ent_feature_list_add (EntFeatureList *self, guint template, guint64 value)
{
  if (self->n_ids == self->ids_size)
    ent_feature_list_grow (self);
  self->ids[self->n_ids++] = ent_hash_mix (value, template);
}

G_END_DECLS
