/* Learned names: the features of words, and the model that reads them. Trained by names-train.c. */
#pragma once

#include "stages/tag/features.h"
#include "stages/tag/lists.h"
#include "stages/tag/tag.h"
#include <entente/stage.h>

G_BEGIN_DECLS

/* What the features of a document are made of; the forms are those of its words, and outlive it */
typedef struct _NameFeatures NameFeatures;

NameFeatures *name_features_new (const Tagging *tagging, const WordForm *forms, guint n_grains, const Lists *lists);
void name_features_free (NameFeatures *self);

/* The features of a sentence: valid until the next call */
EntFeatures name_features_of (NameFeatures *self, const EntSentence *sentence);

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

/* The model of a pack; a pack without one is no error and leaves NULL */
typedef struct _Names Names;

gboolean names_load (EntStage *stage, Names **names, GError **error);
void names_free (Names *self);

/* Puts the model's names in the place of those of the rules */
void tag_find_learned_names (Tagging *self, Names *names, const WordForm *forms, guint n_grains);

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
  EntCrfProgress progress;
  gpointer user_data;
} NamesOptions;

NamesTrainer *names_trainer_new (const gchar *pack, const gchar *const *types, GError **error);
void names_trainer_free (NamesTrainer *self);
void names_trainer_add (NamesTrainer *self, EntDocument *doc, const GoldName *names, guint n_names, GHashTable *marked);
void names_trainer_run (NamesTrainer *self, const NamesOptions *options, EntModelWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Names, names_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NamesTrainer, names_trainer_free)

G_END_DECLS
