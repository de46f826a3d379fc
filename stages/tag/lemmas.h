/* Lemmas by word and part of speech: rules by suffix, and words that follow none. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/words.h"
#include <entente/layers.h>

G_BEGIN_DECLS

typedef struct _Lemmas Lemmas;

Lemmas *lemmas_new (EntModel *model, GError **error);
void lemmas_free (Lemmas *self);

/* A word and its part of speech, and that of the word after it, %ENT_POS_NONE for none */
typedef struct
{
  const gchar *word;
  gsize length;
  EntPos pos;
  EntPos next;
} LemmaQuery;

/* The lemma in `lemma`, which is emptied before. `classes` tell whether a capital belongs to the word */
void lemmas_find (const Lemmas *self, const EntWords *classes, const LemmaQuery *query, GString *lemma);

typedef struct _LemmasTrainer LemmasTrainer;

LemmasTrainer *lemmas_trainer_new (const EntWords *classes);
void lemmas_trainer_free (LemmasTrainer *self);
void lemmas_trainer_add (LemmasTrainer *self, const LemmaQuery *query, const gchar *lemma, guint times);
void lemmas_trainer_store (LemmasTrainer *self, EntModelWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lemmas, lemmas_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LemmasTrainer, lemmas_trainer_free)

G_END_DECLS
