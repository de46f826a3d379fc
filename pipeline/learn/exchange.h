/* Word classes from raw text by the exchange algorithm: each word goes to the class with which a bigram model of
 * classes makes the text most probable. Martin, Liermann, Ney, "Algorithms for bigram and trigram word clustering",
 * Speech Communication 24, 1998. */
#pragma once

#include "pipeline/learn/bigrams.h"

G_BEGIN_DECLS

#define ENT_EXCHANGE_MAX_CLASSES 32768

typedef struct
{
  guint n_classes;
  guint n_fixed;    /* the first words (sentence boundary, rare words) are classes of their own and stay so */
  guint iterations; /* at most; it ends when hardly a word moves any more */
  guint n_threads;
} EntExchangeOptions;

/* After each iteration: how many words moved, and the perplexity of the text */
typedef void (*EntExchangeProgress) (guint iteration, guint32 n_moved, gdouble perplexity, gpointer user_data);

guint16 *ent_exchange_cluster (const EntBigrams *bigrams, const EntExchangeOptions *options,
                               EntExchangeProgress progress, gpointer user_data);

G_END_DECLS
