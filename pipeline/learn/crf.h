/* A linear-chain conditional random field over hashed features: what the learned taggers decode with.
 *
 * A feature is a 64-bit hash. The model knows some of them; each has weights for those labels that it speaks for or
 * against. The score of a label sequence is the sum of the weights of its tokens' features and of its transitions. */
#pragma once

#include "pipeline/learn/model.h"

G_BEGIN_DECLS

/* Labels are numbers in a byte, and sets of them are bits in a word */
#define ENT_CRF_MAX_LABELS 64

/* Features of a sequence: token t has ids[offsets[t]] … ids[offsets[t + 1] - 1] */
typedef struct
{
  const guint64 *ids;
  const guint32 *offsets;
  guint n; /* tokens */
} EntFeatures;

typedef struct _EntCrf EntCrf;

EntCrf *ent_crf_new (EntModel *model, GError **error);
void ent_crf_free (EntCrf *self);
guint ent_crf_get_n_labels (EntCrf *self);
const gchar *ent_crf_get_label (EntCrf *self, guint y);
void ent_crf_decode (EntCrf *self, const EntFeatures *features, guint8 *labels);

/* The same in steps, for scores that are added up */
typedef struct
{
  guint first;
  guint end; /* the token after the last */
  gfloat probability;
} EntCrfSpan;

void ent_crf_score (EntCrf *self, const EntFeatures *features, gfloat *scores);
void ent_crf_find_best (EntCrf *self, const gfloat *scores, guint n, guint8 *labels);
void ent_crf_find_probabilities (EntCrf *self, const gfloat *scores, guint n, const guint8 *labels, EntCrfSpan *spans,
                                 guint n_spans);

typedef struct _EntCrfTrainer EntCrfTrainer;

typedef struct
{
  guint epochs;
  gfloat rate;     /* of learning: AdaGrad's eta */
  gfloat dropout;  /* share of the features that a token goes without in training */
  gfloat prune;    /* weights below it are left out of the model */
  guint min_count; /* features seen more seldom are left out */
} EntCrfOptions;

typedef void (*EntCrfProgress) (guint epoch, gdouble loss, gpointer user_data);

EntCrfTrainer *ent_crf_trainer_new (const gchar *const *labels, guint n_labels, const guint64 *follows);
void ent_crf_trainer_free (EntCrfTrainer *self);
void ent_crf_trainer_add (EntCrfTrainer *self, const EntFeatures *features, const guint64 *allowed);
void ent_crf_trainer_run (EntCrfTrainer *self, const EntCrfOptions *options, EntCrfProgress progress,
                          gpointer user_data);
void ent_crf_trainer_store (EntCrfTrainer *self, const EntCrfOptions *options, EntModelWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntCrf, ent_crf_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntCrfTrainer, ent_crf_trainer_free)

G_END_DECLS
