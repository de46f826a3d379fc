/* A tally of pairs, sorted by counting into rows of neighbours. */
#include "pipeline/learn/bigrams.h"

typedef struct
{
  guint32 of;
  EntNeighbour neighbour;
} Pair;

static Pair
pair_at (const EntTally *pairs, guint32 i, gboolean of_left)
{
  guint64 key = ent_tally_get_key (pairs, i);
  guint32 left = (guint32) (key >> 32), right = (guint32) key;

  return (Pair){ of_left ? left : right, { of_left ? right : left, ent_tally_get_count (pairs, i) } };
}

static void
fill_rows (EntNeighbourRows *rows, const EntTally *pairs, guint32 n_words, gboolean of_left)
{
  guint32 n = ent_tally_get_n (pairs);
  g_autofree guint32 *at = g_new (guint32, n_words + 1);

  rows->starts = g_new0 (guint32, n_words + 1);
  rows->neighbours = g_new (EntNeighbour, n);
  for (guint32 i = 0; i < n; i++)
    rows->starts[pair_at (pairs, i, of_left).of + 1]++;
  for (guint32 w = 0; w < n_words; w++)
    rows->starts[w + 1] += rows->starts[w];
  for (guint32 w = 0; w < n_words; w++)
    at[w] = rows->starts[w];
  for (guint32 i = 0; i < n; i++)
    {
      Pair pair = pair_at (pairs, i, of_left);

      rows->neighbours[at[pair.of]++] = pair.neighbour;
    }
}

static EntTally *
map_pairs (const EntTally *pairs, const guint32 *map)
{
  EntTally *mapped = ent_tally_new ();

  for (guint32 i = 0; i < ent_tally_get_n (pairs); i++)
    {
      guint64 key = ent_tally_get_key (pairs, i);

      ent_tally_add (mapped, ent_bigram_key (map[key >> 32], map[(guint32) key]), ent_tally_get_count (pairs, i));
    }
  return mapped;
}

/**
 * ent_bigrams_new: (skip)
 * @pairs: pairs of words, their keys made by ent_bigram_key()
 * @map: (array): for each word of @pairs its number here; several may become one
 * @n_words: how many words there are here
 *
 * Returns: (transfer full): the rows of all words
 */
EntBigrams *
ent_bigrams_new (const EntTally *pairs, const guint32 *map, guint32 n_words)
{
  EntBigrams *self = g_new0 (EntBigrams, 1);
  g_autoptr (EntTally) mapped = map_pairs (pairs, map);

  self->n_words = n_words;
  for (guint32 i = 0; i < ent_tally_get_n (mapped); i++)
    self->n_pairs += ent_tally_get_count (mapped, i);
  fill_rows (&self->next, mapped, n_words, TRUE);
  fill_rows (&self->previous, mapped, n_words, FALSE);
  return self;
}

/**
 * ent_bigrams_free: (skip)
 * @self: (transfer full): bigrams
 */
void
ent_bigrams_free (EntBigrams *self)
{
  g_free (self->next.starts);
  g_free (self->next.neighbours);
  g_free (self->previous.starts);
  g_free (self->previous.neighbours);
  g_free (self);
}
