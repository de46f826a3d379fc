/* Skip-grams. A word's vector is learned at each place where the word stands, against the row that the word beside it
 * has for that place, and against the rows of drawn words, the noise. Places are learned in groups that share their
 * noise (Ji, Satish, Li, Dubey, "Parallelizing word2vec in shared and distributed memory", 2016): otherwise nearly all
 * time goes into fetching rows from memory. */
#include "pipeline/learn/skipgram.h"

#include "pipeline/learn/random.h"

#include <math.h>
#include <string.h>

/* As word2vec has them */
#define N_NOISE 5 /* drawn words for each group */
#define NOISE_POWER 0.75

/* Measured on 60 million words, by how many words have the part of speech that most of the words nearest to them have:
 * a rate of 0.05 at the start, which falls to nothing in a straight line, is better than 0.025. Frequent words are
 * learned at some of their places only, but are always there for the words beside them; a share of 3e-5 from which on a
 * word is frequent is better than 1e-4. */
#define RATE 0.05f
#define FREQUENT 3e-5

/* Places with the same noise: with 8, training takes a third of the time that it takes with 1 */
#define GROUP 8

/* Words around a place that are more seldom than so many others are taken for one word, which saves memory */
#define MAX_CONTEXTS 50000

/* For the alignment of rows with what the processor fetches at once */
#define ALIGN 64

/* The noise is drawn from a table with as many entries for a word as it is probable */
#define NOISE_BITS 20

/* The logistic function is looked up: in steps of 1/64 between -8 and 8 */
#define LOGISTIC_STEPS 64
#define LOGISTIC_RANGE 8

#define MAX_PLACES (2 * ENT_SKIPGRAM_MAX_WINDOW)

/* Between sentences */
#define BOUNDARY 0

/* Parts of a vector that are computed side by side. In each the same operations are done on every processor, and so the
 * vectors are the same: AVX2 alone does not fuse multiplications with additions. */
#define LANES 8
typedef gfloat Lanes __attribute__ ((vector_size (LANES * sizeof (gfloat)), aligned (sizeof (gfloat)), may_alias));

#if defined __x86_64__ && defined __GLIBC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__
#define ALSO_FOR_NEWER_PROCESSORS __attribute__ ((target_clones ("avx2", "default")))
#else
#define ALSO_FOR_NEWER_PROCESSORS
#endif

/* Where a word stands: the words beside it */
typedef struct
{
  guint32 word;
  guint n;
  guint places[MAX_PLACES]; /* below 2 * window, from left to right */
  gfloat *rows[MAX_PLACES]; /* of the word that stands there, for this place */
} Occurrence;

typedef struct
{
  const guint32 *text;
  gsize n;
  guint32 n_words;
  guint window;
  guint size;

  guint32 n_contexts;
  gfloat *vectors; /* [n_words][size] */
  gfloat *rows;    /* [n_contexts][2 * window][size] */

  guint32 *chances; /* of each word to be learned where it stands, of 2^32 - 1 */
  guint32 *noise;   /* [1 << NOISE_BITS] */
  gfloat logistic[2 * LOGISTIC_RANGE * LOGISTIC_STEPS];
  gfloat cost[2 * LOGISTIC_RANGE * LOGISTIC_STEPS]; /* minus the logarithm of it */
  EntRandom random;

  Occurrence group[GROUP];
  guint n_group;
  gfloat rate;
  gdouble loss; /* of n_learned places beside words */
  guint64 n_learned;
} Skipgram;

/* Mixed by half of what MurmurHash3 ends with: all bits are good then */
static inline guint32
draw (Skipgram *self)
{
  guint64 x = ent_random_step (&self->random);

  return (guint32) (((x ^ (x >> 33)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd)) >> 32);
}

static guint64 *
count_words (const Skipgram *self)
{
  guint64 *counts = g_new0 (guint64, self->n_words);

  for (gsize i = 0; i < self->n; i++)
    counts[self->text[i]]++;
  return counts;
}

/* sqrt (FREQUENT / f) + FREQUENT / f for a word that is the share f of the text, as word2vec has it */
static void
set_chances (Skipgram *self, const guint64 *counts)
{
  self->chances = g_new (guint32, self->n_words);
  for (guint32 w = 0; w < self->n_words; w++)
    {
      gdouble ratio = counts[w] ? FREQUENT * self->n / counts[w] : 1;

      self->chances[w] = (guint32) (MIN (sqrt (ratio) + ratio, 1) * G_MAXUINT32);
    }
}

static inline guint32
context_of (const Skipgram *self, guint32 word)
{
  return MIN (word, self->n_contexts - 1);
}

static void
set_noise (Skipgram *self, const guint64 *counts)
{
  const guint32 n = 1 << NOISE_BITS;
  g_autofree gdouble *weights = g_new0 (gdouble, self->n_contexts);
  gdouble all = 0, sum = 0;
  guint32 i = 0;

  for (guint32 w = 0; w < self->n_words; w++)
    weights[context_of (self, w)] += counts[w];
  for (guint32 c = 0; c < self->n_contexts; c++)
    all += weights[c] = pow (weights[c], NOISE_POWER);
  self->noise = g_new (guint32, n);
  for (guint32 c = 0; c < self->n_contexts; c++)
    for (sum += weights[c]; i < n && (i < sum / all * n || c + 1 == self->n_contexts); i++)
      self->noise[i] = c;
}

static void
set_logistic (Skipgram *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->logistic); i++)
    {
      gdouble power = exp (LOGISTIC_RANGE - (i + 0.5) / LOGISTIC_STEPS);

      self->logistic[i] = (gfloat) (1 / (1 + power));
      self->cost[i] = (gfloat) log (1 + power);
    }
}

static void
init (Skipgram *self)
{
  g_autofree guint64 *counts = count_words (self);
  gsize row = 2 * self->window * self->size;

  self->n_contexts = MIN (self->n_words, MAX_CONTEXTS);
  set_chances (self, counts);
  set_noise (self, counts);
  set_logistic (self);
  self->rows = g_aligned_alloc0 (self->n_contexts, row * sizeof *self->rows, ALIGN);
  self->vectors = g_new (gfloat, (gsize) self->n_words * self->size);
  for (gsize i = 0; i < (gsize) self->n_words * self->size; i++)
    self->vectors[i] = (draw (self) / (gfloat) G_MAXUINT32 - 0.5f) / self->size;
}

static void
clear (Skipgram *self)
{
  g_aligned_free (self->rows);
  g_free (self->vectors);
  g_free (self->chances);
  g_free (self->noise);
}

static inline gfloat
add_up (const Lanes *x)
{
  const gfloat *lane = (const gfloat *) x;

  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

static inline guint
find_step (gfloat x)
{
  const gint n = 2 * LOGISTIC_RANGE * LOGISTIC_STEPS;

  return (guint) MIN ((gint) ((CLAMP (x, -LOGISTIC_RANGE, LOGISTIC_RANGE) + LOGISTIC_RANGE) * LOGISTIC_STEPS), n - 1);
}

/* One step of gradient descent on -log logistic (vector · row), or on that of minus the product for noise. The row
 * moves at once, the vector when all rows have been seen. Returns the loss before. */
static inline __attribute__ ((always_inline)) gfloat
learn_row (const Skipgram *self, const Lanes *vector, Lanes *change, Lanes *row, guint n, gboolean is_noise)
{
  Lanes even = vector[0] * row[0], odd = vector[1] * row[1];
  guint step;
  gfloat gradient;

  for (guint i = 2; i < n; i += 2)
    {
      even += vector[i] * row[i];
      odd += vector[i + 1] * row[i + 1];
    }
  even += odd;
  step = find_step (add_up (&even));
  gradient = ((is_noise ? 0 : 1) - self->logistic[step]) * self->rate;
  for (guint i = 0; i < n; i++)
    {
      Lanes old = row[i];

      change[i] += gradient * old;
      row[i] = old + gradient * vector[i];
    }
  return self->cost[is_noise ? G_N_ELEMENTS (self->cost) - 1 - step : step];
}

static inline __attribute__ ((always_inline)) gfloat
learn_occurrence (Skipgram *self, const Occurrence *at, gfloat *const *noise, guint size)
{
  Lanes *own = (Lanes *) (self->vectors + (gsize) at->word * size);
  Lanes vector[ENT_SKIPGRAM_MAX_SIZE / LANES], change[ENT_SKIPGRAM_MAX_SIZE / LANES];
  const guint n = size / LANES;
  gfloat loss = 0;

  memcpy (vector, own, size * sizeof (gfloat));
  memset (change, 0, size * sizeof (gfloat));
  for (guint i = 0; i < at->n; i++)
    loss += learn_row (self, vector, change, (Lanes *) at->rows[i], n, FALSE);
  for (guint k = 0; k < N_NOISE; k++)
    for (guint i = 0; i < at->n; i++)
      {
        gfloat *row = noise[k] + at->places[i] * size;

        if (row != at->rows[i])
          loss += learn_row (self, vector, change, (Lanes *) row, n, TRUE);
      }
  for (guint i = 0; i < n; i++)
    own[i] = vector[i] + change[i];
  return loss;
}

/* The usual size is compiled by itself, so that its vectors stay in the processor's registers */
#define USUAL_SIZE 64

ALSO_FOR_NEWER_PROCESSORS static void
learn_group (Skipgram *self, gfloat *const *noise)
{
  for (guint i = 0; i < self->n_group; i++)
    {
      const Occurrence *at = &self->group[i];

      self->loss += self->size == USUAL_SIZE ? learn_occurrence (self, at, noise, USUAL_SIZE)
                                             : learn_occurrence (self, at, noise, self->size);
      self->n_learned += at->n;
    }
}

static void
finish_group (Skipgram *self)
{
  gfloat *noise[N_NOISE];

  for (guint k = 0; k < N_NOISE; k++)
    {
      guint32 context = self->noise[draw (self) >> (32 - NOISE_BITS)];

      noise[k] = self->rows + (gsize) context * 2 * self->window * self->size;
    }
  learn_group (self, noise);
  self->n_group = 0;
}

static inline void
prefetch (const gfloat *row, guint size)
{
  for (guint i = 0; i < size; i += ALIGN / sizeof *row)
    __builtin_prefetch (row + i, 1);
}

static guint32
look_at (const Skipgram *self, Occurrence *at, guint place, gsize i)
{
  guint32 word = i < self->n ? self->text[i] : BOUNDARY;
  gfloat *row = self->rows + ((gsize) context_of (self, word) * 2 * self->window + place) * self->size;

  prefetch (row, self->size);
  at->places[at->n] = place;
  at->rows[at->n++] = row;
  return word;
}

/* Up to the sentence's boundary, which is looked at, too */
static void
look_around (const Skipgram *self, Occurrence *at, gsize i)
{
  at->word = self->text[i];
  at->n = 0;
  prefetch (self->vectors + (gsize) at->word * self->size, self->size);
  for (guint k = 1; k <= self->window; k++)
    if (look_at (self, at, self->window - k, i - k) == BOUNDARY)
      break;
  for (guint k = 1; k <= self->window; k++)
    if (look_at (self, at, self->window + k - 1, i + k) == BOUNDARY)
      break;
}

static void
learn_text (Skipgram *self, guint epoch, guint n_epochs)
{
  for (gsize i = 0; i < self->n; i++)
    if (self->text[i] != BOUNDARY && draw (self) <= self->chances[self->text[i]])
      {
        if (!self->n_group)
          self->rate = RATE * (gfloat) (1 - (epoch + (gdouble) i / self->n) / n_epochs);
        look_around (self, &self->group[self->n_group++], i);
        if (self->n_group == GROUP)
          finish_group (self);
      }
  finish_group (self);
}

/**
 * ent_skipgram_train: (skip)
 * @text: (array length=n): words by their numbers, sentence after sentence, with 0 between them
 * @n: how many numbers
 * @n_words: all numbers are below it; frequent words have low ones
 * @options: what to do; the size is a multiple of %ENT_SKIPGRAM_STEP
 * @progress: (nullable) (scope call) (closure user_data): told after each epoch
 * @user_data: for @progress
 *
 * The same text and options give the same vectors. Takes place on one thread, in time in proportion to the size, the
 * window and the epochs; memory is that of the vectors, and as much again for each place of a window for the 50,000
 * most frequent words.
 *
 * Returns: (transfer full) (array): the vector of each word, one after the other
 */
gfloat *
ent_skipgram_train (const guint32 *text, gsize n, guint32 n_words, const EntSkipgramOptions *options,
                    EntSkipgramProgress progress, gpointer user_data)
{
  Skipgram self = { .text = text, .n = n, .n_words = n_words, .window = options->window, .size = options->size };
  gfloat *vectors;

  g_return_val_if_fail (options->size && options->size % ENT_SKIPGRAM_STEP == 0, NULL);
  g_return_val_if_fail (options->size <= ENT_SKIPGRAM_MAX_SIZE, NULL);
  g_return_val_if_fail (options->window && options->window <= ENT_SKIPGRAM_MAX_WINDOW, NULL);

  init (&self);
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      self.loss = self.n_learned = 0;
      learn_text (&self, epoch, options->epochs);
      if (progress)
        progress (epoch + 1, self.n_learned ? self.loss / self.n_learned : 0, user_data);
    }
  vectors = g_steal_pointer (&self.vectors);
  clear (&self);
  return vectors;
}
