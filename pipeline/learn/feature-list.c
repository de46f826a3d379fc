#include "pipeline/learn/feature-list.h"

void
ent_feature_list_grow (EntFeatureList *self)
{
  self->ids_size = MAX (1024, 2 * self->ids_size);
  self->ids = g_renew (guint64, self->ids, self->ids_size);
}

/* What was added since the last word is the next one's */
void
ent_feature_list_end_word (EntFeatureList *self)
{
  if (self->n_words + 2 > self->words_size)
    {
      self->words_size = MAX (64, 2 * self->words_size);
      self->offsets = g_renew (guint32, self->offsets, self->words_size);
      self->offsets[0] = 0;
    }
  self->offsets[++self->n_words] = self->n_ids;
}

void
ent_feature_list_clear (EntFeatureList *self)
{
  self->n_ids = self->n_words = 0;
}

void
ent_feature_list_free (EntFeatureList *self)
{
  g_free (self->ids);
  g_free (self->offsets);
}

/* Valid until more is added */
EntFeatures
ent_feature_list_get (const EntFeatureList *self)
{
  return (EntFeatures){ self->ids, self->offsets, self->n_words };
}
