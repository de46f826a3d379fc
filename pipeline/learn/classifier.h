/* A linear classifier over hashed features: for each label, how probable it is that a thing has it. Labels do not
 * exclude each other: a thing may have several, or none.
 *
 * A feature is a 64-bit hash. The model knows some of them; each has weights for those labels that it speaks for or
 * against. The score of a label is the sum of the weights of a thing's features, the logit of its probability. */
#pragma once

#include "pipeline/learn/model.h"

G_BEGIN_DECLS

#define ENT_CLASSIFIER_MAX_LABELS 1024

typedef struct _EntClassifier EntClassifier;

EntClassifier *ent_classifier_new (EntModel *model, GError **error);
void ent_classifier_free (EntClassifier *self);
guint ent_classifier_get_n_labels (const EntClassifier *self);
const gchar *ent_classifier_get_label (const EntClassifier *self, guint y);
void ent_classifier_score (const EntClassifier *self, const guint64 *ids, guint n, gfloat *scores);

/* What an example says of a label */
typedef enum
{
  ENT_TARGET_NO,
  ENT_TARGET_YES,
  ENT_TARGET_OPEN /* nothing */
} EntTarget;

/* Of an example that no fold holds out */
#define ENT_CLASSIFIER_NO_FOLD G_MAXUINT8

typedef struct
{
  guint epochs;
  gfloat rate;     /* of learning: AdaGrad's eta */
  gfloat dropout;  /* share of the features that an example goes without in training */
  gfloat prune;    /* weights below it are left out of the model */
  gfloat positive; /* how much more an example counts for the labels that it has */
  guint min_count; /* features seen more seldom are left out */
} EntClassifierOptions;

typedef void (*EntClassifierProgress) (guint epoch, gdouble loss, gpointer user_data);

typedef struct _EntClassifierTrainer EntClassifierTrainer;

EntClassifierTrainer *ent_classifier_trainer_new (const gchar *const *labels, guint n_labels);
void ent_classifier_trainer_free (EntClassifierTrainer *self);
guint ent_classifier_trainer_add (EntClassifierTrainer *self, const guint64 *ids, guint n, const guint8 *targets,
                                  guint fold, guint times);
void ent_classifier_trainer_run (EntClassifierTrainer *self, const EntClassifierOptions *options, guint held_out,
                                 EntClassifierProgress progress, gpointer user_data);
void ent_classifier_trainer_score (const EntClassifierTrainer *self, guint example, gfloat *scores);
void ent_classifier_trainer_store (EntClassifierTrainer *self, const EntClassifierOptions *options,
                                   EntModelWriter *writer);

/* The logistic function */
gdouble ent_classifier_probability (gdouble score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntClassifier, ent_classifier_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntClassifierTrainer, ent_classifier_trainer_free)

G_END_DECLS
