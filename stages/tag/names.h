/* Learned names: the features of words, and the model that reads them. Trained by names-train.c. */
#pragma once

#include "pipeline/learn/calibration.h"
#include "pipeline/learn/feature-list.h"
#include "stages/tag/lists.h"
#include "stages/tag/tag.h"
#include <entente/stage.h>

G_BEGIN_DECLS

/* What the features of a document are made of; the forms are those of its words, and outlive it */
typedef struct _NameFeatures NameFeatures;

NameFeatures *name_features_new (const Tagging *tagging, const EntWordForm *forms, const EntWords *classes,
                                 const Lists *lists);
void name_features_free (NameFeatures *self);

/* Whether plain words, which are hardly ever part of a name, get as many features as all others: for nominals */
void name_features_set_thorough (NameFeatures *self, gboolean thorough);

/* The features of a sentence: valid until the next call */
EntFeatures name_features_of (NameFeatures *self, const EntSentence *sentence);

/* A hash of the word in lower case, digits as 0 */
guint64 name_features_get_folded (const NameFeatures *self, guint t);

/* Features of a second look: what the labels of the first one say of the same words elsewhere. `labels` are those of
 * all tokens of the document, and outlive it */
typedef struct _NameHistory NameHistory;

NameHistory *name_history_new (const Tagging *tagging, const NameFeatures *words, const guint8 *labels, guint n_labels);
void name_history_free (NameHistory *self);

/* Those of a sentence, which may have none: valid until the next call */
EntFeatures name_history_of (NameHistory *self, const EntSentence *sentence);

/* Labels are "O" and, for each type, "B-", "I-", "L-" and "U-" with it, in this order: begin, inside, last, unit */
#define NAME_LABELS_A_TYPE 4

typedef enum
{
  NAME_BEGIN,
  NAME_INSIDE,
  NAME_LAST,
  NAME_UNIT
} NamePart;

static inline guint
name_label (guint type, NamePart part)
{
  return 1 + NAME_LABELS_A_TYPE * type + part;
}

/* Lets names be found that the model thinks a little less probable than none: sources that miss some teach it to */
void name_scores_boost (gfloat *scores, guint n, guint n_labels, gfloat boost);

/* EntCrfSpan: the names that the labels of a sentence make */
void name_spans_of (const guint8 *labels, guint n, GArray *spans);

/* The model of a pack, with its table of words; a pack without one is no error and leaves NULL */
typedef struct _Names Names;

gboolean names_load (EntStage *stage, Names **names, EntWords **classes, GError **error);
void names_free (Names *self);

/* Puts the model's names in the place of those of the rules */
void tag_find_learned_names (Tagging *self, Names *names, const EntWordForm *forms, const EntWords *classes);

/* A gold type that says nothing: these words may be a name, a part of one, several, or none */
#define NAME_OPEN "?"

/* Training: documents with tokens and sentences, and the names that stand in them, first token and token after the
 * last; several types separated by `|` are one of them, unknown which. `marked` is the set of types that the source
 * marks, NULL for all */
typedef struct
{
  guint first;
  guint end;
  const gchar *type;
} GoldName;

typedef struct _NamesTrainer NamesTrainer;

typedef struct
{
  EntCrfOptions crf;
  guint fold_epochs; /* of the models that label the training data as the first look would; 0 for no second look */
  gboolean thorough; /* see name_features_set_thorough() */
  gfloat boost;      /* see name_scores_boost() */
  EntCrfProgress progress;
  gpointer user_data;
} NamesOptions;

NamesTrainer *names_trainer_new (const gchar *pack, const gchar *const *types, GError **error);
void names_trainer_free (NamesTrainer *self);
void names_trainer_add (NamesTrainer *self, EntDocument *doc, const GoldName *names, guint n_names, GHashTable *marked,
                        guint times);
gboolean names_trainer_run (NamesTrainer *self, const NamesOptions *options, EntModelWriter *writer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Names, names_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NamesTrainer, names_trainer_free)

G_END_DECLS
