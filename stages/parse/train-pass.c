/* One sentence's way through the parser's network, and back with what was wrong. */
#include "stages/parse/train.h"

#include "pipeline/learn/net/kernels.h"
#include <math.h>
#include <string.h>

/* Shares of what training goes without, besides features: parts of what words are to the network, states, and what the
 * scores are made of */
#define DROP_WORDS 0.2f
#define DROP_STATES 0.33f

/* Everything that one sentence's way through the network leaves for the way back; masks are what dropout multiplied
 * by */
typedef struct
{
  Lane *lane;
  Sentence *sentence;
  guint n;
  gfloat *words, *words_mask;
  EntBiLstmRun first, second;
  gfloat *states, *states_mask; /* of the first reading */
  gfloat *tags, *joined;
  gfloat *all, *all_mask; /* of the second, with the root */
  gfloat *heads, *heads_mask, *heads_left, *dependents, *dependents_mask, *dependents_left, *pairs, *arcs;
  gfloat *mixed, *mixed_mask, *mixed_left, *labels;
  gfloat *dall;
} Pass;

/* values · mask, in memory of its own */
static gfloat *
drop (Lane *lane, const gfloat *values, gsize n, gfloat share, gfloat **mask)
{
  gfloat *left = ent_scratch_floats (lane->scratch, n);

  *mask = ent_scratch_floats (lane->scratch, n);
  for (gsize i = 0; i < n; i++)
    {
      (*mask)[i] = ent_random_uniform (&lane->random) < share ? 0 : 1 / (1 - share);
      left[i] = values[i] * (*mask)[i];
    }
  return left;
}

static void
apply_mask (gfloat *values, const gfloat *mask, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] *= mask[i];
}

static void
learn_leak (gfloat *dvalues, const gfloat *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dvalues[i] *= values[i] < 0 ? PARSE_LEAK : 1;
}

static gfloat *
apply (Pass *self, const EntWeights *weights, const EntWeights *bias, const gfloat *x, guint n)
{
  gfloat *y = ent_scratch_floats (self->lane->scratch, (gsize) n * weights->columns);

  ent_weights_apply (weights, bias, x, n, y);
  return y;
}

/* From the scores' exponentials to their gradient, in place; gives the loss */
static gfloat
learn_choice (gfloat *likely, guint right)
{
  gfloat loss = -logf (likely[right] + 1e-9f);

  likely[right] -= 1;
  return loss;
}

static void
embed (Pass *self, guint index)
{
  Lane *lane = self->lane;
  ParseTrainer *trainer = lane->trainer;
  const Sentence *sentence = self->sentence;
  guint size = trainer->shape.word, n_vector = trainer->shape.vector, k = 0;
  guint32 *taken = ent_scratch_take (lane->kept, (sentence->offsets[self->n] + 1) * sizeof *taken);
  guint32 *offsets = ent_scratch_take (lane->kept, (self->n + 1) * sizeof *offsets);
  gfloat *vectors = ent_scratch_floats (lane->scratch, (gsize) self->n * n_vector), *words;

  for (guint t = 0; t < self->n; t++)
    {
      const gint8 *vector = ent_vectors_get (trainer->vectors, sentence->rows[t]);

      for (guint i = 0; i < n_vector; i++)
        vectors[(gsize) t * n_vector + i] = vector[i] * trainer->vectors->scale;
    }
  words = apply (self, &trainer->net.vector, NULL, vectors, self->n);
  for (guint t = 0; t < self->n; t++)
    {
      offsets[t] = k;
      for (guint i = sentence->offsets[t]; i < sentence->offsets[t + 1]; i++)
        {
          guint32 f = sentence->features[i];

          if (ent_tally_get_count (trainer->features, f) < PARSE_MIN_COUNT
              || ent_random_uniform (&lane->random) < PARSE_DROP_FEATURES)
            continue;
          taken[k++] = f;
          ent_add_scaled (words + (gsize) t * size, trainer->net.features.values + (gsize) f * size,
                          1 / (1 - PARSE_DROP_FEATURES), size);
        }
    }
  offsets[self->n] = k;
  lane->features[index] = taken;
  lane->offsets[index] = offsets;
  self->words = drop (lane, words, (gsize) self->n * size, DROP_WORDS, &self->words_mask);
}

static void
read_sentence (Pass *self)
{
  Lane *lane = self->lane;
  Network *net = &lane->trainer->net;
  guint n = self->n, both = 2 * lane->trainer->shape.states, width = both + PARSE_TAG_SIZE;
  gfloat *vectors, *all;

  ent_bilstm_run (&net->first, self->words, n, lane->scratch, &self->first);
  self->states = drop (lane, self->first.states, (gsize) n * both, DROP_STATES, &self->states_mask);
  self->tags = apply (self, &net->tags, &net->tags_bias, self->states, n);
  for (guint t = 0; t < n; t++)
    ent_softmax (self->tags + t * PARSE_TAGS, PARSE_TAGS);
  vectors = apply (self, &net->tag_vectors, NULL, self->tags, n);
  self->joined = ent_scratch_floats (lane->scratch, (gsize) n * width);
  for (guint t = 0; t < n; t++)
    {
      memcpy (self->joined + (gsize) t * width, self->states + (gsize) t * both, both * sizeof (gfloat));
      memcpy (self->joined + (gsize) t * width + both, vectors + t * PARSE_TAG_SIZE, PARSE_TAG_SIZE * sizeof (gfloat));
    }
  ent_bilstm_run (&net->second, self->joined, n, lane->scratch, &self->second);
  all = ent_scratch_floats (lane->scratch, (gsize) (n + 1) * both);
  memcpy (all, net->root.values, both * sizeof (gfloat));
  memcpy (all + both, self->second.states, (gsize) n * both * sizeof (gfloat));
  self->all = drop (lane, all, (gsize) (n + 1) * both, DROP_STATES, &self->all_mask);
}

/* arcs [dependent][head] */
static void
score_arcs (Pass *self)
{
  Lane *lane = self->lane;
  Network *net = &lane->trainer->net;
  guint all = self->n + 1, size = lane->trainer->shape.arc;
  gfloat *turned = ent_scratch_floats (lane->scratch, (gsize) size * all);

  self->heads = apply (self, &net->arc_head, &net->arc_head_bias, self->all, all);
  self->dependents = apply (self, &net->arc_dependent, &net->arc_dependent_bias, self->all, all);
  ent_leak (self->heads, PARSE_LEAK, (gsize) all * size);
  ent_leak (self->dependents, PARSE_LEAK, (gsize) all * size);
  self->heads_left = drop (lane, self->heads, (gsize) all * size, DROP_STATES, &self->heads_mask);
  self->dependents_left = drop (lane, self->dependents, (gsize) all * size, DROP_STATES, &self->dependents_mask);
  self->pairs = apply (self, &net->arc_pair, &net->arc_prior, self->dependents_left, all);
  for (guint h = 0; h < all; h++)
    for (guint i = 0; i < size; i++)
      turned[(gsize) i * all + h] = self->heads_left[(gsize) h * size + i];
  self->arcs = ent_scratch_floats (lane->scratch, (gsize) all * all);
  ent_multiply (self->arcs, self->pairs, size, turned, all, size, all);
}

/* Relations of the right heads */
static void
score_labels (Pass *self)
{
  Lane *lane = self->lane;
  Network *net = &lane->trainer->net;
  guint n = self->n, both = 2 * lane->trainer->shape.states, size = lane->trainer->shape.label;
  gfloat *head = apply (self, &net->label_head, NULL, self->all, n + 1);

  self->mixed = apply (self, &net->label_dependent, &net->label_bias, self->all + both, n);
  for (guint t = 0; t < n; t++)
    ent_add_scaled (self->mixed + (gsize) t * size, head + (gsize) self->sentence->heads[t] * size, 1, size);
  ent_leak (self->mixed, PARSE_LEAK, (gsize) n * size);
  self->mixed_left = drop (lane, self->mixed, (gsize) n * size, DROP_STATES, &self->mixed_mask);
  self->labels = apply (self, &net->label_out, &net->label_out_bias, self->mixed_left, n);
}

static void
learn_labels (Pass *self)
{
  Lane *lane = self->lane;
  Network *net = &lane->trainer->net;
  const ParseShape *shape = &lane->trainer->shape;
  guint n = self->n, both = 2 * shape->states, size = shape->label;
  gfloat *dmixed = ent_scratch_floats (lane->scratch, (gsize) n * size);
  gfloat *dhead = ent_scratch_floats (lane->scratch, (gsize) (n + 1) * size);

  for (guint t = 0; t < n; t++)
    {
      ent_softmax (self->labels + (gsize) t * shape->n_labels, shape->n_labels);
      lane->loss += learn_choice (self->labels + (gsize) t * shape->n_labels, self->sentence->labels[t]);
    }
  ent_weights_learn (&net->label_out, &net->label_out_bias, lane->lane, self->mixed_left, self->labels, n, dmixed);
  apply_mask (dmixed, self->mixed_mask, (gsize) n * size);
  learn_leak (dmixed, self->mixed, (gsize) n * size);
  for (guint t = 0; t < n; t++)
    ent_add_scaled (dhead + (gsize) self->sentence->heads[t] * size, dmixed + (gsize) t * size, 1, size);
  ent_weights_learn (&net->label_head, NULL, lane->lane, self->all, dhead, n + 1, self->dall);
  ent_weights_learn (&net->label_dependent, &net->label_bias, lane->lane, self->all + both, dmixed, n,
                     self->dall + both);
}

/* Of each dependent, the choice of its head: never itself */
static void
learn_arc_choices (Pass *self)
{
  guint all = self->n + 1;

  memset (self->arcs, 0, all * sizeof *self->arcs); /* the root has none */
  for (guint d = 1; d < all; d++)
    {
      gfloat *choices = self->arcs + (gsize) d * all;

      choices[d] = -1e9f;
      ent_softmax (choices, all);
      choices[d] = 0;
      self->lane->loss += learn_choice (choices, self->sentence->heads[d - 1]);
    }
}

static void
learn_arcs (Pass *self)
{
  Lane *lane = self->lane;
  Network *net = &lane->trainer->net;
  guint all = self->n + 1, size = lane->trainer->shape.arc;
  gfloat *dpairs = ent_scratch_floats (lane->scratch, (gsize) all * size);
  gfloat *dheads = ent_scratch_floats (lane->scratch, (gsize) all * size);
  gfloat *ddependents = ent_scratch_floats (lane->scratch, (gsize) all * size);

  learn_arc_choices (self);
  ent_multiply (dpairs, self->arcs, all, self->heads_left, all, all, size);
  ent_multiply_transposed (dheads, self->arcs, all, self->pairs, all, all, size);
  ent_weights_learn (&net->arc_pair, &net->arc_prior, lane->lane, self->dependents_left, dpairs, all, ddependents);
  apply_mask (dheads, self->heads_mask, (gsize) all * size);
  apply_mask (ddependents, self->dependents_mask, (gsize) all * size);
  learn_leak (dheads, self->heads, (gsize) all * size);
  learn_leak (ddependents, self->dependents, (gsize) all * size);
  ent_weights_learn (&net->arc_head, &net->arc_head_bias, lane->lane, self->all, dheads, all, self->dall);
  ent_weights_learn (&net->arc_dependent, &net->arc_dependent_bias, lane->lane, self->all, ddependents, all,
                     self->dall);
}

/* Of the tags: that of their own loss, and that which the second reading has of them */
static void
learn_tags (Pass *self, const gfloat *dvectors, gfloat *dstates)
{
  Lane *lane = self->lane;
  Network *net = &lane->trainer->net;
  gfloat *dtags = ent_scratch_floats (lane->scratch, (gsize) self->n * PARSE_TAGS);

  ent_weights_learn (&net->tag_vectors, NULL, lane->lane, self->tags, dvectors, self->n, dtags);
  for (guint t = 0; t < self->n; t++)
    {
      gfloat *likely = self->tags + t * PARSE_TAGS, *d = dtags + t * PARSE_TAGS, mean = 0;

      for (guint y = 0; y < PARSE_TAGS; y++)
        mean += d[y] * likely[y];
      for (guint y = 0; y < PARSE_TAGS; y++)
        d[y] = likely[y] * (d[y] - mean) + likely[y];
      lane->loss += -logf (likely[self->sentence->tags[t]] + 1e-9f);
      d[self->sentence->tags[t]] -= 1;
    }
  ent_weights_learn (&net->tags, &net->tags_bias, lane->lane, self->states, dtags, self->n, dstates);
}

static void
learn_reading (Pass *self, guint index)
{
  Lane *lane = self->lane;
  ParseTrainer *trainer = lane->trainer;
  Network *net = &trainer->net;
  guint n = self->n, both = 2 * trainer->shape.states, width = both + PARSE_TAG_SIZE, word = trainer->shape.word;
  gfloat *djoined = ent_scratch_floats (lane->scratch, (gsize) n * width);
  gfloat *dstates = ent_scratch_floats (lane->scratch, (gsize) n * both);
  gfloat *dvectors = ent_scratch_floats (lane->scratch, (gsize) n * PARSE_TAG_SIZE);
  gfloat *dwords = ent_scratch_floats (lane->kept, (gsize) n * word);

  apply_mask (self->dall, self->all_mask, (gsize) (n + 1) * both);
  ent_add_scaled (net->root.gradients[lane->lane], self->dall, 1, both);
  ent_bilstm_learn (&net->second, lane->lane, &self->second, self->dall + both, lane->scratch, djoined);
  for (guint t = 0; t < n; t++)
    {
      memcpy (dstates + (gsize) t * both, djoined + (gsize) t * width, both * sizeof (gfloat));
      memcpy (dvectors + (gsize) t * PARSE_TAG_SIZE, djoined + (gsize) t * width + both,
              PARSE_TAG_SIZE * sizeof (gfloat));
    }
  learn_tags (self, dvectors, dstates);
  apply_mask (dstates, self->states_mask, (gsize) n * both);
  ent_bilstm_learn (&net->first, lane->lane, &self->first, dstates, lane->scratch, dwords);
  apply_mask (dwords, self->words_mask, (gsize) n * word);
  lane->dwords[index] = dwords;
}

/* The words' vectors from raw text stay as they are; what the network makes of them is learned */
static void
learn_vectors (Pass *self, guint index)
{
  Lane *lane = self->lane;
  ParseTrainer *trainer = lane->trainer;
  guint size = trainer->shape.vector;
  gfloat *vectors = ent_scratch_floats (lane->scratch, (gsize) self->n * size);

  for (guint t = 0; t < self->n; t++)
    {
      const gint8 *vector = ent_vectors_get (trainer->vectors, self->sentence->rows[t]);

      for (guint i = 0; i < size; i++)
        vectors[(gsize) t * size + i] = vector[i] * trainer->vectors->scale;
    }
  ent_weights_learn (&trainer->net.vector, NULL, lane->lane, vectors, lane->dwords[index], self->n, NULL);
}

gpointer
parse_lane_learn (gpointer data)
{
  Lane *lane = data;
  guint both = 2 * lane->trainer->shape.states;

  ent_scratch_reset (lane->kept);
  for (guint i = 0; i < lane->n; i++)
    {
      Pass pass = { .lane = lane, .sentence = lane->sentences[i], .n = lane->sentences[i]->n };

      ent_scratch_reset (lane->scratch);
      embed (&pass, i);
      read_sentence (&pass);
      score_arcs (&pass);
      score_labels (&pass);
      pass.dall = ent_scratch_floats (lane->scratch, (gsize) (pass.n + 1) * both);
      learn_labels (&pass);
      learn_arcs (&pass);
      learn_reading (&pass, i);
      learn_vectors (&pass, i);
    }
  return NULL;
}
