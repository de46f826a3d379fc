/* Typed relations, learned: which relations of an ontology hold between two mentions of a sentence, or between two
 * entities of a document. Trained by typed-train.c. */
#pragma once

#include "pipeline/learn/classifier.h"
#include "pipeline/learn/words.h"
#include "stages/link/tree.h"

G_BEGIN_DECLS

#define TYPED_FILE "link/typed.bin"

/* The model of a pack; a pack without one is no error and leaves NULL */
typedef struct _Typed Typed;

gboolean link_typed_load (EntStage *stage, Typed **typed, GError **error);
void link_typed_free (Typed *self);

/* Whether the types of its entities and relations are all that there are in its documents: nothing else is added */
gboolean link_typed_is_closed (const Typed *self);

/* Adds to the relations of the document, the entities of which are there */
void link_typed (const LinkTree *tree, const Typed *self);

/* What is asked about: pairs of mentions, or pairs of entities with all their mentions */
typedef enum
{
  TYPED_SENTENCE,
  TYPED_DOCUMENT
} TypedLevel;

/* A relation that stands in the gold: `head` and `tail` are mentions, or entities where the level is the document.
 * `open` if these two may have it or not: the example says nothing of it */
typedef struct
{
  guint head;
  guint tail;
  const gchar *type; /* interned by GLib */
  gboolean open;
} TypedGold;

typedef struct
{
  EntClassifierOptions classifier;
  guint fold_epochs;
  gfloat precision; /* what the threshold is to reach at least; 0 to have the best F1 */
  gboolean macro;   /* the best F1 of each label by itself, however rare it is; not of all together */
  gfloat boost;     /* added to the thresholds' logits */
  EntClassifierProgress progress;
  gpointer user_data;
} TypedOptions;

typedef struct _TypedTrainer TypedTrainer;

TypedTrainer *typed_trainer_new (TypedLevel level, const gchar *const *labels, guint n_labels, EntWords *words);
void typed_trainer_free (TypedTrainer *self);

/* First all documents to note which types of entities a relation holds between, then all to learn from. `mentions` have
 * their entities; `marked` is the set of labels that the source marks. Documents are learned from in the order of the
 * calls */
void typed_trainer_note (TypedTrainer *self, EntDocument *doc, const EntMention *mentions, guint n_mentions,
                         const TypedGold *relations, guint n_relations);
void typed_trainer_add (TypedTrainer *self, EntDocument *doc, const EntMention *mentions, guint n_mentions,
                        const TypedGold *relations, guint n_relations, GHashTable *marked, guint times);
void typed_trainer_run (TypedTrainer *self, const TypedOptions *options, EntModelWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Typed, link_typed_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TypedTrainer, typed_trainer_free)

G_END_DECLS
