/* Opens and stores the weights, and sums them up. */
#include "stages/link/ranker.h"

#include "pipeline/learn/slots.h"
#include <entente/error.h>

struct _LinkRanker
{
  EntModel *model;
  const guint32 *checks; /* 0 for an empty slot */
  const gint16 *weights;
  guint32 mask;
};

static gboolean
check_slots (const LinkRanker *self, gsize n, gsize n_weights, GError **error)
{
  gsize n_empty = 0;

  for (gsize i = 0; i < n; i++)
    n_empty += !self->checks[i];
  if (n == n_weights && n && (n & (n - 1)) == 0 && n <= G_MAXUINT32 / 2 && n_empty)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
               "%s: damaged: expected as many weights as slots, a power of two of them, and one empty",
               ent_model_get_path (self->model));
  return FALSE;
}

LinkRanker *
link_ranker_open (const gchar *path, GError **error)
{
  g_autoptr (LinkRanker) self = g_new0 (LinkRanker, 1);
  gsize n = 0, n_weights = 0;

  self->model = ent_model_open (path, "coref", error);
  if (!self->model || !(self->checks = ent_model_get_section (self->model, "checks", sizeof *self->checks, &n, error))
      || !(self->weights = ent_model_get_section (self->model, "weights", sizeof *self->weights, &n_weights, error))
      || !check_slots (self, n, n_weights, error))
    return NULL;
  self->mask = n - 1;
  return g_steal_pointer (&self);
}

void
link_ranker_free (LinkRanker *self)
{
  g_clear_pointer (&self->model, ent_model_free);
  g_free (self);
}

static gint
weight_of (const LinkRanker *self, guint64 feature)
{
  guint32 check = ent_slot_check (feature);
  guint32 slot = ent_slot_of (feature, self->mask);

  while (self->checks[slot] && self->checks[slot] != check)
    slot = (slot + 1) & self->mask;
  return self->checks[slot] ? self->weights[slot] : 0;
}

guint
link_ranker_choose (const LinkRanker *self, const Antecedents *antecedents)
{
  EntFeatures features = ent_feature_list_get (&antecedents->features);
  guint best = 0;
  gint best_score = G_MININT;

  for (guint i = 0; i < antecedents->n; i++)
    {
      gint score = 0;

      for (guint f = features.offsets[i]; f < features.offsets[i + 1]; f++)
        score += weight_of (self, features.ids[f]);
      if (score > best_score)
        {
          best = i;
          best_score = score;
        }
    }
  return best;
}

void
link_ranker_store (EntModelWriter *writer, const guint64 *features, const gint16 *weights, guint n)
{
  guint32 n_slots = ent_slots_for (n), mask = n_slots - 1;
  g_autofree guint32 *checks = g_new0 (guint32, n_slots);
  g_autofree gint16 *placed = g_new0 (gint16, n_slots);

  for (guint i = 0; i < n; i++)
    {
      guint32 check = ent_slot_check (features[i]);
      guint32 slot = ent_slot_of (features[i], mask);

      while (checks[slot] && checks[slot] != check)
        slot = (slot + 1) & mask;
      checks[slot] = check;
      placed[slot] = weights[i];
    }
  ent_model_writer_add (writer, "checks", checks, n_slots * sizeof *checks);
  ent_model_writer_add (writer, "weights", placed, n_slots * sizeof *placed);
}
