/* Training the parser's network: cross-entropy of the right tags, heads and relations, by Adam, with dropout. */
#include "stages/parse/network.h"

#include "pipeline/learn/net/features.h"
#include "pipeline/learn/net/fixed.h"
#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/net/lstm.h"
#include <entente/error.h>
#include <math.h>
#include <string.h>

/* Shares of what training goes without: features of words, parts of what they are to the network, states, and what the
 * scores are made of */
#define DROP_FEATURES 0.3f
#define DROP_WORDS 0.2f
#define DROP_STATES 0.33f

#define BATCH 8
/* The first steps are smaller, the last ones too: the rate rises to its full, and falls until this part of it */
#define WARM_UP 200
#define LAST_RATE 0.02f
/* Features met more seldom are left out */
#define MIN_COUNT 2

typedef struct
{
  guint n;
  guint32 *features; /* numbers */
  guint32 *offsets;  /* [n + 1] */
  guint32 *rows;     /* of the words' vectors */
  guint8 *tags;
  guint8 *labels;
  guint *heads; /* from 1, 0 for the root */
} Sentence;

typedef struct
{
  EntRows features;
  EntWeights vector;
  EntBiLstm first;
  EntWeights tags, tags_bias, tag_vectors;
  EntBiLstm second;
  EntWeights root;
  EntWeights arc_head, arc_head_bias, arc_dependent, arc_dependent_bias, arc_pair, arc_prior;
  EntWeights label_head, label_dependent, label_bias, label_out, label_out_bias;
} Network;

struct _ParseTrainer
{
  const EntWords *words;
  const EntVectors *vectors;
  guint n_grains;
  GPtrArray *sentences; /* Sentence */
  EntFeatureNumbers numbers;
  GPtrArray *labels; /* interned by GLib */
  ParseShape shape;
  Network net;
};

/* Sentences of one batch that one thread works on; what it reports besides the gradients of the weights */
typedef struct
{
  ParseTrainer *trainer;
  guint lane;
  EntRandom random;
  EntScratch *scratch; /* of one sentence */
  EntScratch *kept;    /* of the whole batch */
  Sentence *sentences[BATCH];
  guint n;
  gdouble loss;
  const guint32 *features[BATCH]; /* those that were taken part */
  const guint32 *offsets[BATCH];
  const gfloat *dwords[BATCH];
} Lane;

static void
sentence_free (Sentence *self)
{
  g_free (self->features);
  g_free (self->offsets);
  g_free (self->rows);
  g_free (self->tags);
  g_free (self->labels);
  g_free (self->heads);
  g_free (self);
}

ParseTrainer *
parse_trainer_new (const EntWords *words)
{
  ParseTrainer *self = g_new0 (ParseTrainer, 1);

  self->words = words;
  self->vectors = ent_words_get_vectors (words);
  self->n_grains = ent_words_get_n_grains (words);
  self->sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
  self->labels = g_ptr_array_new ();
  ent_feature_numbers_init (&self->numbers);
  return self;
}

/* Calls `func` for each of the network's weights */
#define EACH_WEIGHTS(net, func, ...)                                                                                   \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    EntWeights *each[] = { &(net)->vector,         &(net)->tags,          &(net)->tags_bias,                           \
                           &(net)->tag_vectors,    &(net)->root,          &(net)->arc_head,                            \
                           &(net)->arc_head_bias,  &(net)->arc_dependent, &(net)->arc_dependent_bias,                  \
                           &(net)->arc_pair,       &(net)->arc_prior,     &(net)->label_head,                          \
                           &(net)->label_dependent, &(net)->label_bias,   &(net)->label_out,                           \
                           &(net)->label_out_bias };                                                                   \
                                                                                                                       \
    for (guint w = 0; w < G_N_ELEMENTS (each); w++)                                                                    \
      func (each[w], ##__VA_ARGS__);                                                                                   \
  }                                                                                                                    \
  G_STMT_END

void
parse_trainer_free (ParseTrainer *self)
{
  g_ptr_array_unref (self->sentences);
  g_ptr_array_unref (self->labels);
  ent_feature_numbers_clear (&self->numbers);
  ent_rows_clear (&self->net.features);
  ent_bilstm_clear (&self->net.first);
  ent_bilstm_clear (&self->net.second);
  EACH_WEIGHTS (&self->net, ent_weights_clear);
  g_free (self);
}

static guint
number_of_label (ParseTrainer *self, const gchar *label)
{
  gpointer interned = (gpointer) g_intern_string (label);
  guint number;

  if (!g_ptr_array_find (self->labels, interned, &number))
    {
      number = self->labels->len;
      g_ptr_array_add (self->labels, interned);
    }
  return number;
}

static Sentence *
sentence_new (ParseTrainer *self, EntDocument *doc, const EntToken *tokens, const WordForm *forms,
              const EntSentence *at)
{
  Sentence *sentence = g_new0 (Sentence, 1);
  guint64 ids[PARSE_MAX_FEATURES];
  guint k = 0;

  sentence->n = at->n;
  sentence->features = g_new (guint32, at->n * PARSE_MAX_FEATURES);
  sentence->offsets = g_new (guint32, at->n + 1);
  sentence->rows = g_new (guint32, at->n);
  sentence->tags = g_new (guint8, at->n);
  sentence->labels = g_new (guint8, at->n);
  sentence->heads = g_new (guint, at->n);
  for (guint t = 0; t < at->n; t++)
    {
      const EntToken *token = &tokens[at->first + t];
      guint n = parse_features (&forms[at->first + t], self->n_grains, ids);

      sentence->offsets[t] = k;
      for (guint i = 0; i < n; i++)
        sentence->features[k++] = ent_feature_numbers_count (&self->numbers, ids[i]);
      sentence->rows[t] = forms[at->first + t].known.row;
      sentence->tags[t] = token->pos;
      sentence->labels[t] = number_of_label (self, ent_document_get_string (doc, token->dep));
      sentence->heads[t] = token->head == (gint) (at->first + t) ? 0 : token->head - at->first + 1;
    }
  sentence->offsets[at->n] = k;
  return sentence;
}

static gboolean
is_whole (const EntToken *tokens, const EntSentence *at)
{
  for (guint t = at->first; t < at->first + at->n; t++)
    if (tokens[t].head < (gint) at->first || tokens[t].head >= (gint) (at->first + at->n) || !tokens[t].dep)
      return FALSE;
  return TRUE;
}

/* Adds the sentences that have whole trees, each so many times; gives how many words they have */
guint
parse_trainer_add (ParseTrainer *self, EntDocument *doc, guint times)
{
  guint n_tokens, n_sentences, n_words = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  g_autofree WordForm *forms
      = word_forms_new (ent_document_get_text (doc, NULL), tokens, n_tokens, self->words);

  for (guint s = 0; s < n_sentences; s++)
    for (guint i = 0; i < times && is_whole (tokens, &sentences[s]); i++)
      {
        g_ptr_array_add (self->sentences, sentence_new (self, doc, tokens, forms, &sentences[s]));
        n_words += sentences[s].n;
      }
  return n_words;
}

static void
init_network (ParseTrainer *self, EntRandom *random)
{
  const ParseShape *shape = &self->shape;
  Network *net = &self->net;
  guint both = 2 * shape->states;
  gfloat even = 1 / sqrtf (both);

  ent_rows_init (&net->features, self->numbers.counts->len, shape->word, 0.1f, random);
  ent_weights_init (&net->vector, shape->vector, shape->word, 1 / sqrtf (shape->vector), random);
  ent_bilstm_init (&net->first, shape->word, shape->states, random);
  ent_weights_init (&net->tags, both, PARSE_TAGS, even, random);
  ent_weights_init (&net->tags_bias, 1, PARSE_TAGS, 0, random);
  ent_weights_init (&net->tag_vectors, PARSE_TAGS, PARSE_TAG_SIZE, 0.5f, random);
  ent_bilstm_init (&net->second, both + PARSE_TAG_SIZE, shape->states, random);
  ent_weights_init (&net->root, 1, both, 0.1f, random);
  ent_weights_init (&net->arc_head, both, shape->arc, even, random);
  ent_weights_init (&net->arc_head_bias, 1, shape->arc, 0, random);
  ent_weights_init (&net->arc_dependent, both, shape->arc, even, random);
  ent_weights_init (&net->arc_dependent_bias, 1, shape->arc, 0, random);
  ent_weights_init (&net->arc_pair, shape->arc, shape->arc, 1 / sqrtf (shape->arc), random);
  ent_weights_init (&net->arc_prior, 1, shape->arc, 0, random);
  ent_weights_init (&net->label_head, both, shape->label, even, random);
  ent_weights_init (&net->label_dependent, both, shape->label, even, random);
  ent_weights_init (&net->label_bias, 1, shape->label, 0, random);
  ent_weights_init (&net->label_out, shape->label, shape->n_labels, 1 / sqrtf (shape->label), random);
  ent_weights_init (&net->label_out_bias, 1, shape->n_labels, 0, random);
}

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
  gfloat *dall, *dstates;
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

          if (g_array_index (trainer->numbers.counts, guint32, f) < MIN_COUNT
              || ent_random_uniform (&lane->random) < DROP_FEATURES)
            continue;
          taken[k++] = f;
          ent_add_scaled (words + (gsize) t * size, trainer->net.features.values + (gsize) f * size,
                          1 / (1 - DROP_FEATURES), size);
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
      memcpy (self->joined + (gsize) t * width + both, vectors + t * PARSE_TAG_SIZE,
              PARSE_TAG_SIZE * sizeof (gfloat));
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

static gpointer
work_on_lane (gpointer data)
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

static void
add_feature_gradients (ParseTrainer *self, const Lane *lane)
{
  for (guint i = 0; i < lane->n; i++)
    for (guint t = 0; t < lane->sentences[i]->n; t++)
      for (guint k = lane->offsets[i][t]; k < lane->offsets[i][t + 1]; k++)
        ent_rows_add_gradient (&self->net.features, lane->features[i][k],
                               lane->dwords[i] + (gsize) t * self->shape.word, 1 / (1 - DROP_FEATURES));
}

static void
step (ParseTrainer *self, const EntAdam *adam)
{
  ent_rows_step (&self->net.features, adam);
  ent_bilstm_step (&self->net.first, adam);
  ent_bilstm_step (&self->net.second, adam);
  EACH_WEIGHTS (&self->net, ent_weights_step, adam);
}

static void
learn_batch (ParseTrainer *self, Lane *lanes, guint jobs, const EntAdam *adam)
{
  GThread *threads[ENT_NET_LANES] = { NULL };

  for (guint l = 1; l < ENT_NET_LANES && jobs > 1; l++)
    threads[l] = g_thread_new ("train", work_on_lane, &lanes[l]);
  for (guint l = 0; l < ENT_NET_LANES; l++)
    if (threads[l])
      g_thread_join (threads[l]);
    else
      work_on_lane (&lanes[l]);
  for (guint l = 0; l < ENT_NET_LANES; l++)
    add_feature_gradients (self, &lanes[l]);
  step (self, adam);
}

static void
shuffle (Sentence **sentences, guint n, EntRandom *random)
{
  for (guint i = n; i-- > 1;)
    {
      guint j = ent_random_draw (random) % (i + 1);
      Sentence *kept = sentences[i];

      sentences[i] = sentences[j];
      sentences[j] = kept;
    }
}

static gfloat
rate_at (guint step, guint n_steps, gfloat rate)
{
  gfloat left = 1 - (gfloat) step / n_steps;

  return rate * MAX (left, LAST_RATE) * MIN (1, (gfloat) step / WARM_UP);
}

static void
fill_lanes (Lane *lanes, Sentence **sentences, guint n)
{
  for (guint l = 0; l < ENT_NET_LANES; l++)
    lanes[l].n = 0;
  for (guint i = 0; i < n; i++)
    {
      Lane *lane = &lanes[i % ENT_NET_LANES];

      lane->sentences[lane->n++] = sentences[i];
    }
}

static void
learn (ParseTrainer *self, const ParseOptions *options, ParseProgress progress, gpointer user_data)
{
  Lane lanes[ENT_NET_LANES];
  EntRandom random = { 20170425 };
  guint n = self->sentences->len, n_batches = (n + BATCH - 1) / BATCH, n_steps = options->epochs * n_batches;
  Sentence **sentences = (Sentence **) self->sentences->pdata;
  guint done = 0;

  init_network (self, &random);
  for (guint l = 0; l < ENT_NET_LANES; l++)
    lanes[l] = (Lane){ .trainer = self, .lane = l, .random = { 100 + l }, .scratch = ent_scratch_new (),
                       .kept = ent_scratch_new () };
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      gdouble loss = 0;

      shuffle (sentences, n, &random);
      for (guint b = 0; b < n_batches; b++)
        {
          EntAdam adam = { rate_at (++done, n_steps, options->rate), done };

          fill_lanes (lanes, sentences + b * BATCH, MIN (BATCH, n - b * BATCH));
          learn_batch (self, lanes, options->jobs, &adam);
          if (progress && (b + 1) % 100 == 0)
            progress (epoch + 1, b + 1, n_batches, 0, user_data);
        }
      for (guint l = 0; l < ENT_NET_LANES; l++)
        {
          loss += lanes[l].loss;
          lanes[l].loss = 0;
        }
      if (progress)
        progress (epoch + 1, n_batches, n_batches, loss, user_data);
    }
  for (guint l = 0; l < ENT_NET_LANES; l++)
    {
      ent_scratch_free (lanes[l].scratch);
      ent_scratch_free (lanes[l].kept);
    }
}

static void
store (const ParseTrainer *self, EntModelWriter *writer)
{
  const ParseShape *shape = &self->shape;
  const Network *net = &self->net;
  g_autofree gchar *labels = NULL;

  g_ptr_array_add (self->labels, NULL);
  labels = g_strjoinv (" ", (gchar **) self->labels->pdata);
  ent_model_writer_set_text (writer, "labels", labels);
  ent_model_writer_set_number (writer, "size.vector", shape->vector);
  ent_model_writer_set_number (writer, "size.word", shape->word);
  ent_model_writer_set_number (writer, "size.states", shape->states);
  ent_model_writer_set_number (writer, "size.arc", shape->arc);
  ent_model_writer_set_number (writer, "size.label", shape->label);
  ent_feature_numbers_store (&self->numbers, &net->features, MIN_COUNT, writer);
  ent_fixed_store (writer, "vector", &net->vector);
  ent_bilstm_store (&net->first, "first", writer);
  ent_fixed_store (writer, "tags", &net->tags);
  ent_fixed_store_bias (writer, "tags.bias", &net->tags_bias);
  ent_fixed_store (writer, "tag_vectors", &net->tag_vectors);
  ent_bilstm_store (&net->second, "second", writer);
  ent_fixed_store_bias (writer, "root", &net->root);
  ent_fixed_store (writer, "arc.head", &net->arc_head);
  ent_fixed_store_bias (writer, "arc.head.bias", &net->arc_head_bias);
  ent_fixed_store (writer, "arc.dependent", &net->arc_dependent);
  ent_fixed_store_bias (writer, "arc.dependent.bias", &net->arc_dependent_bias);
  ent_fixed_store (writer, "arc.pair", &net->arc_pair);
  ent_fixed_store_bias (writer, "arc.prior", &net->arc_prior);
  ent_fixed_store (writer, "label.head", &net->label_head);
  ent_fixed_store (writer, "label.dependent", &net->label_dependent);
  ent_fixed_store_bias (writer, "label.bias", &net->label_bias);
  ent_fixed_store (writer, "label.out", &net->label_out);
  ent_fixed_store_bias (writer, "label.out.bias", &net->label_out_bias);
}

gboolean
parse_trainer_run (ParseTrainer *self, const ParseOptions *options, ParseProgress progress, gpointer user_data,
                   EntModelWriter *writer, GError **error)
{
  self->shape = (ParseShape){ self->vectors->size, options->word, options->states, 96, 64, self->labels->len };
  if (self->labels->len > G_MAXUINT8)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%u relations in the data: expected at most %u",
                   self->labels->len, G_MAXUINT8);
      return FALSE;
    }
  learn (self, options, progress, user_data);
  store (self, writer);
  return TRUE;
}
