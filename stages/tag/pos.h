/* Learned parts of speech and lemmas: a dictionary of what words were seen as, features of words, and the model that
 * reads them. Trained by pos-train.c. */
#pragma once

#include "pipeline/learn/feature-list.h"
#include "stages/tag/lemmas.h"
#include "stages/tag/tag.h"
#include <entente/stage.h>

G_BEGIN_DECLS

/* How the model is called in a pack */
#define POS_FILE "tag/pos.bin"

#define POS_N_TAGS ENT_POS_X

/* What a word was seen as, packed (see pos-dictionary.c): as it is written, and in whatever case. 0 for one that was
 * not seen */
typedef struct
{
  guint32 as_written;
  guint32 folded;
} PosEntry;

/* Parts of an entry's half */
#define POS_ENTRY_TOP(half) ((half) >> 17 & 31)
#define POS_ENTRY_SHARE(half) ((half) >> 22 & 7)

/* The share of a word that needs no second look: "you", a comma */
#define POS_SURE 7

typedef struct _PosDictionary PosDictionary;

PosDictionary *pos_dictionary_new (EntModel *model, GError **error);
void pos_dictionary_free (PosDictionary *self);
PosEntry pos_dictionary_find (const PosDictionary *self, const EntWordForm *form);

/* Made of counts, and of what they are without those of one document */
typedef struct _PosCounts PosCounts;

PosCounts *pos_counts_new (void);
void pos_counts_free (PosCounts *self);
void pos_counts_add (PosCounts *self, const EntWordForm *form, EntPos pos, gint times);
void pos_counts_add_form (PosCounts *self, const gchar *form, EntPos pos);
PosEntry pos_counts_find (const PosCounts *self, const EntWordForm *form);
void pos_counts_store (const PosCounts *self, EntModelWriter *writer);

/* Tells of each form of a word of WordNet that the table of classes knows, with its lemma */
typedef void (*PosFormFunc) (const gchar *form, const gchar *lemma, EntPos pos, gpointer user_data);
gboolean pos_wordnet_foreach (const gchar *folder, const EntWords *classes, PosFormFunc func, gpointer user_data,
                              GError **error);

/* Features of a sentence, appended to the list; entries are the dictionary's, of all of the document's words */
void pos_add_features (EntFeatureList *list, const Tagging *tagging, const EntWordForm *forms, const PosEntry *entries,
                       guint n_grains, const EntSentence *sentence);

/* The model of a pack; a pack without one is no error and leaves NULL */
typedef struct _Pos Pos;

gboolean pos_load (EntStage *stage, Pos **pos, EntWords **classes, GError **error);
void pos_free (Pos *self);

/* Gives each token of the document its part of speech and lemma */
void pos_tag (Pos *self, const Tagging *tagging, const EntWordForm *forms, const EntWords *classes);

/* Training: documents with tokens, sentences and tags. They are kept until the end. Where sources differ in what they
 * take for a word's lemma, the weights decide */
typedef struct _PosTrainer PosTrainer;

PosTrainer *pos_trainer_new (const gchar *pack, GError **error);
void pos_trainer_free (PosTrainer *self);
gboolean pos_trainer_add_wordnet (PosTrainer *self, const gchar *folder, GError **error);
void pos_trainer_add (PosTrainer *self, EntDocument *doc, guint times, guint lemma_weight);
void pos_trainer_run (PosTrainer *self, const EntCrfOptions *options, EntCrfProgress progress, gpointer user_data,
                      EntModelWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PosDictionary, pos_dictionary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PosCounts, pos_counts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pos, pos_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PosTrainer, pos_trainer_free)

G_END_DECLS
