/* Word vectors from raw text: the vector of a word is such that the words around it can be told from it, each place
 * around it by itself, so that words of the same use come to lie near each other. Skip-grams with negative sampling:
 * Mikolov, Sutskever, Chen, Corrado, Dean, "Distributed representations of words and phrases and their
 * compositionality", NIPS 2013. A matrix for each place: Ling, Dyer, Black, Trancoso, "Two/too simple adaptations of
 * word2vec for syntax problems", NAACL 2015. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The size of a vector is a multiple of it */
#define ENT_SKIPGRAM_STEP 16

#define ENT_SKIPGRAM_MAX_SIZE 512
#define ENT_SKIPGRAM_MAX_WINDOW 8

typedef struct
{
  guint size;   /* of a vector */
  guint window; /* how many places to each side of a word are looked at */
  guint epochs; /* how often the text is read */
} EntSkipgramOptions;

/* After each epoch: the mean log-loss of the places, in nats, each with its noise */
typedef void (*EntSkipgramProgress) (guint epoch, gdouble loss, gpointer user_data);

gfloat *ent_skipgram_train (const guint32 *text, gsize n, guint32 n_words, const EntSkipgramOptions *options,
                            EntSkipgramProgress progress, gpointer user_data);

G_END_DECLS
