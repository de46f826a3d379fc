/* EntClassifier: scoring. For each feature a short run of (label, weight) pairs, found by hashing. */
#include "pipeline/learn/classifier.h"

#include "pipeline/learn/classifier-format.h"
#include <entente/error.h>
#include <math.h>
#include <string.h>

/* Features that are looked up at once, see add_weights() */
#define AT_ONCE 32

struct _EntClassifier
{
  EntModel *model; /* not owned: it outlives what is made of it */
  gchar **labels;
  guint n_labels;
  const ClassifierSlot *slots;
  guint32 slot_mask;
  const ClassifierPair *pairs;
  gfloat scale;
};

static gboolean
refuse (const EntClassifier *self, const gchar *what, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: %s", ent_model_get_path (self->model), what);
  return FALSE;
}

static gboolean
read_labels (EntClassifier *self, GError **error)
{
  g_autofree gchar *labels = ent_model_dup_text (self->model, "labels");

  self->labels = g_strsplit (labels ? labels : "", "\t", -1);
  self->n_labels = g_strv_length (self->labels);
  if (!self->n_labels || self->n_labels > ENT_CLASSIFIER_MAX_LABELS)
    return refuse (self, "expected labels in its header", error);
  return TRUE;
}

/* Every run lies within the pairs, and one slot is free, so that each search ends */
static gboolean
check_slots (const ClassifierSlot *slots, gsize n_slots, gsize n_pairs)
{
  gboolean has_free = FALSE;

  if (!n_slots || n_slots & (n_slots - 1) || n_slots > G_MAXUINT32)
    return FALSE;
  for (gsize i = 0; i < n_slots; i++)
    {
      guint64 end = (guint64) GUINT32_FROM_LE (slots[i].first) + GUINT32_FROM_LE (slots[i].n);

      if (!slots[i].check)
        has_free = TRUE;
      else if (end > n_pairs)
        return FALSE;
    }
  return has_free;
}

static gboolean
check_pairs (const ClassifierPair *pairs, gsize n_pairs, guint n_labels)
{
  for (gsize i = 0; i < n_pairs; i++)
    if (GUINT16_FROM_LE (pairs[i].label) >= n_labels)
      return FALSE;
  return TRUE;
}

static gboolean
read_features (EntClassifier *self, GError **error)
{
  gsize n_slots, n_pairs;

  self->scale = ent_model_get_number (self->model, "scale", 1);
  self->slots = ent_model_get_section (self->model, "slots", sizeof *self->slots, &n_slots, error);
  if (!self->slots)
    return FALSE;
  self->pairs = ent_model_get_section (self->model, "pairs", sizeof *self->pairs, &n_pairs, error);
  if (!self->pairs)
    return FALSE;
  if (!isfinite (self->scale) || !check_slots (self->slots, n_slots, n_pairs)
      || !check_pairs (self->pairs, n_pairs, self->n_labels))
    return refuse (self, "its arrays do not fit each other", error);
  self->slot_mask = n_slots - 1;
  return TRUE;
}

/**
 * ent_classifier_new: (skip)
 * @model: a model that a trainer stored, which must outlive the result
 * @error: where to put an error
 *
 * Errors: %ENT_ERROR_MODEL when its arrays do not fit each other.
 *
 * Returns: (transfer full): a classifier, or %NULL
 */
EntClassifier *
ent_classifier_new (EntModel *model, GError **error)
{
  g_autoptr (EntClassifier) self = g_new0 (EntClassifier, 1);

  self->model = model;
  if (!read_labels (self, error) || !read_features (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ent_classifier_free: (skip)
 * @self: (transfer full): a classifier
 */
void
ent_classifier_free (EntClassifier *self)
{
  g_strfreev (self->labels);
  g_free (self);
}

/**
 * ent_classifier_get_n_labels: (skip)
 * @self: a classifier
 *
 * Returns: how many labels there are
 */
guint
ent_classifier_get_n_labels (const EntClassifier *self)
{
  return self->n_labels;
}

/**
 * ent_classifier_get_label: (skip)
 * @self: a classifier
 * @y: a label's number
 *
 * Returns: (transfer none): its name
 */
const gchar *
ent_classifier_get_label (const EntClassifier *self, guint y)
{
  return self->labels[y];
}

/* The slot of a feature, or NULL where the model does not know it */
static const ClassifierSlot *
find_slot (const EntClassifier *self, guint64 id)
{
  guint32 check = ent_slot_check (id), at = ent_slot_of (id, self->slot_mask);

  while (self->slots[at].check && GUINT32_FROM_LE (self->slots[at].check) != check)
    at = (at + 1) & self->slot_mask;
  return self->slots[at].check ? &self->slots[at] : NULL;
}

/* Adds the weights of some features. Slots and pairs lie all over tables that no cache holds, so all slots are asked
 * for before the first is looked at, and all pairs before the first is added. */
static void
add_weights (const EntClassifier *self, const guint64 *ids, guint n, gint32 *sums)
{
  const ClassifierSlot *found[AT_ONCE];
  guint n_found = 0;

  for (guint i = 0; i < n; i++)
    __builtin_prefetch (&self->slots[ent_slot_of (ids[i], self->slot_mask)]);
  for (guint i = 0; i < n; i++)
    {
      found[n_found] = find_slot (self, ids[i]);
      if (found[n_found])
        __builtin_prefetch (self->pairs + GUINT32_FROM_LE (found[n_found++]->first));
    }
  for (guint i = 0; i < n_found; i++)
    {
      const ClassifierPair *pair = self->pairs + GUINT32_FROM_LE (found[i]->first);

      for (const ClassifierPair *end = pair + GUINT32_FROM_LE (found[i]->n); pair < end; pair++)
        sums[GUINT16_FROM_LE (pair->label)] += (gint16) GUINT16_FROM_LE (pair->weight);
    }
}

/**
 * ent_classifier_score: (skip)
 * @self: a classifier with Y labels
 * @ids: features, each once
 * @n: how many
 * @scores: (out caller-allocates): Y logits
 *
 * Features that the model does not know count nothing. Whole numbers are added up, so that their order does not matter.
 * Safe to call from many threads on one classifier.
 */
void
ent_classifier_score (const EntClassifier *self, const guint64 *ids, guint n, gfloat *scores)
{
  gint32 sums[ENT_CLASSIFIER_MAX_LABELS];

  memset (sums, 0, self->n_labels * sizeof *sums);
  for (guint i = 0; i < n; i += AT_ONCE)
    add_weights (self, ids + i, MIN (n - i, AT_ONCE), sums);
  for (guint y = 0; y < self->n_labels; y++)
    scores[y] = sums[y] * self->scale;
}

gdouble
ent_classifier_probability (gdouble score)
{
  return 1 / (1 + exp (-score));
}
