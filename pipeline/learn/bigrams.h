/* Which word stands beside which, how often: rows by the left word and by the right one. */
#pragma once

#include "pipeline/learn/tally.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 word;
  guint32 count;
} EntNeighbour;

/* Word w has neighbours[starts[w]] … neighbours[starts[w + 1] - 1], each once */
typedef struct
{
  guint32 *starts;
  EntNeighbour *neighbours;
} EntNeighbourRows;

typedef struct
{
  guint32 n_words;
  guint64 n_pairs; /* tokens, not types */
  EntNeighbourRows next;
  EntNeighbourRows previous;
} EntBigrams;

/* The key by which a tally counts a pair of words */
static inline guint64
ent_bigram_key (guint32 left, guint32 right)
{
  return (guint64) left << 32 | right;
}

EntBigrams *ent_bigrams_new (const EntTally *pairs, const guint32 *map, guint32 n_words);
void ent_bigrams_free (EntBigrams *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntBigrams, ent_bigrams_free)

G_END_DECLS
