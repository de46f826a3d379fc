/* What the learned taggers see of a word by itself, computed once and shared by them, and lists of features. */
#pragma once

#include "pipeline/learn/crf.h"
#include "pipeline/learn/words.h"
#include <entente/document.h>
#include <entente/stage.h>

G_BEGIN_DECLS

#define LONGEST_AFFIX 4

typedef struct
{
  guint64 form;
  guint64 lower;   /* lower case, digits as 0: `form` itself where nothing changes */
  guint64 folded;  /* the same by characters, as the affixes are */
  guint64 shape;   /* "Xxxx00" */
  guint64 outline; /* the same with runs as one: "Xx0" */
  guint64 prefixes[LONGEST_AFFIX];
  guint64 suffixes[LONGEST_AFFIX];
  EntWord known;
  EntWord otherwise; /* the same of a capitalised word in lower case, and of an unknown one with a capital */
} WordForm;

/* The table of words that goes with a model: the one of its own pack, where that has one */
EntWords *word_table_open (EntStage *stage, EntModel *model, GError **error);

/* One a token. `classes` may be NULL */
WordForm *word_forms_new (const gchar *text, const EntToken *tokens, guint n_tokens, const EntWords *classes);

guint64 word_hash_bytes (const gchar *bytes, gsize n);

/* A hash of a value with another; what a template's number makes of a feature's value, too */
static inline guint64
word_mix (guint64 a, guint64 b)
{
  guint64 hash = (a ^ (b + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);

  return (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
}

/* The features of a sequence, word after word */
typedef struct
{
  guint64 *ids;
  guint32 *offsets;
  guint n_ids, ids_size;
  guint n_words, words_size;
} FeatureList;

void feature_list_grow (FeatureList *self);
void feature_list_end_word (FeatureList *self);
void feature_list_clear (FeatureList *self);
void feature_list_free (FeatureList *self);
EntFeatures feature_list_get (const FeatureList *self);

static inline void
feature_list_add (FeatureList *self, guint template, guint64 value)
{
  if (self->n_ids == self->ids_size)
    feature_list_grow (self);
  self->ids[self->n_ids++] = word_mix (value, template);
}

G_END_DECLS
