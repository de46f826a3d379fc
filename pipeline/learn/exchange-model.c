/* Counts of class bigrams. All sums are of integers, so that they are the same in every order. */
#include "pipeline/learn/exchange-model.h"

#include <math.h>
#include <string.h>

/* n log n from a table up to here */
#define TABLE_SIZE (1 << 20)

/* Parts of a nat in the integers */
#define SCALE 65536.0

static gint64
compute_n_log_n (guint64 n)
{
  return n ? llrint ((gdouble) n * log ((gdouble) n) * SCALE) : 0;
}

static inline gint64
n_log_n (const ClassModel *self, guint64 n)
{
  return G_LIKELY (n < TABLE_SIZE) ? self->table[n] : compute_n_log_n (n);
}

/* By how much n log n grows when n grows by k */
static inline gint64
growth (const ClassModel *self, guint64 n, guint64 k)
{
  return n_log_n (self, n + k) - n_log_n (self, n);
}

static void
init_side (Side *side, guint n_classes)
{
  side->counts = g_new0 (guint32, n_classes);
  side->list = g_new (ClassCount, n_classes);
}

static void
clear_side (Side *side)
{
  g_free (side->counts);
  g_free (side->list);
}

static void
put_own_last (Side *side, guint32 own)
{
  guint i = 0;

  side->has_own = side->counts[own] > 0;
  if (!side->has_own)
    return;
  while (side->list[i].class != own)
    i++;
  side->n--;
  side->list[i] = side->list[side->n];
  side->list[side->n].class = own;
}

/* Gives the times that the word stands beside itself, which are in `total` alone */
static guint32
collect_side (const ClassModel *self, Side *side, const EntNeighbourRows *rows, guint32 w)
{
  guint32 times = 0;

  for (guint i = 0; i < side->n + side->has_own; i++)
    side->counts[side->list[i].class] = 0;
  side->n = 0;
  side->total = 0;
  for (guint32 i = rows->starts[w]; i < rows->starts[w + 1]; i++)
    {
      const EntNeighbour *neighbour = &rows->neighbours[i];
      guint32 class = self->class_of[neighbour->word];

      side->total += neighbour->count;
      if (neighbour->word == w)
        times += neighbour->count;
      else
        {
          if (!side->counts[class])
            side->list[side->n++].class = class;
          side->counts[class] += neighbour->count;
        }
    }
  put_own_last (side, self->class_of[w]);
  for (guint i = 0; i < side->n + side->has_own; i++)
    side->list[i].count = side->counts[side->list[i].class];
  return times;
}

void
word_context_init (WordContext *self, guint n_classes)
{
  init_side (&self->next, n_classes);
  init_side (&self->previous, n_classes);
}

void
word_context_clear (WordContext *self)
{
  clear_side (&self->next);
  clear_side (&self->previous);
}

void
word_context_collect (WordContext *self, const ClassModel *model, guint32 w)
{
  self->self = collect_side (model, &self->next, &model->bigrams->next, w);
  collect_side (model, &self->previous, &model->bigrams->previous, w);
}

/* All that a word adds to a row with which it has nothing to do so far */
static gint64
side_gain (const ClassModel *self, const Side *side, const guint32 *row)
{
  gint64 gain = 0;

  for (guint i = 0; i < side->n; i++)
    gain += growth (self, row[side->list[i].class], side->list[i].count);
  return gain;
}

/* The rest of what the word, gone from its own class, adds in class b. Pairs within b are counts of its row and of its
 * column, which are the same ones; N(own, b) and N(b, own) are less by the word itself */
static gint64
other_gain (const ClassModel *self, const WordContext *context, guint32 own, guint32 b)
{
  const guint32 *next = self->next + (gsize) b * self->n_classes;
  const guint32 *previous = self->previous + (gsize) b * self->n_classes;
  guint32 to_b = context->next.counts[b], from_b = context->previous.counts[b];
  gint64 gain = 0;

  gain += growth (self, next[own] - from_b, context->next.counts[own]);
  gain += growth (self, previous[own] - to_b, context->previous.counts[own]);
  gain += growth (self, next[b], (guint64) to_b + from_b + context->self);
  gain -= growth (self, next[b], to_b) + growth (self, next[b], from_b);
  gain -= growth (self, self->next_totals[b], context->next.total);
  gain -= growth (self, self->previous_totals[b], context->previous.total);
  return gain;
}

gint64
class_model_gain_of_joining (const ClassModel *self, const WordContext *context, guint32 own, guint32 b)
{
  gsize row = (gsize) b * self->n_classes;

  return side_gain (self, &context->next, self->next + row) + side_gain (self, &context->previous, self->previous + row)
         + other_gain (self, context, own, b);
}

/* side_gain() for all classes at once, along the columns of the table, which are the rows of its transpose */
static void
add_side_gains (const ClassModel *self, const Side *side, const guint32 *transpose, gint64 *gains)
{
  for (guint i = 0; i < side->n; i++)
    {
      const guint32 *column = transpose + (gsize) side->list[i].class * self->n_classes;
      guint32 count = side->list[i].count;

      for (guint b = self->n_fixed; b < self->n_classes; b++)
        gains[b] += growth (self, column[b], count);
    }
}

void
class_model_find_gains (const ClassModel *self, const WordContext *context, guint32 own, gint64 *gains)
{
  memset (gains, 0, self->n_classes * sizeof *gains);
  add_side_gains (self, &context->next, self->previous, gains);
  add_side_gains (self, &context->previous, self->next, gains);
  for (guint b = self->n_fixed; b < self->n_classes; b++)
    gains[b] += other_gain (self, context, own, b);
  gains[own] = class_model_gain_of_staying (self, context, own);
}

static gint64
side_loss (const ClassModel *self, const Side *side, const guint32 *row)
{
  gint64 loss = 0;

  for (guint i = 0; i < side->n; i++)
    loss += growth (self, row[side->list[i].class] - side->list[i].count, side->list[i].count);
  return loss;
}

/* What it adds in its own class, where the counts have it already */
gint64
class_model_gain_of_staying (const ClassModel *self, const WordContext *context, guint32 own)
{
  const guint32 *next = self->next + (gsize) own * self->n_classes;
  const guint32 *previous = self->previous + (gsize) own * self->n_classes;
  guint32 within = context->next.counts[own] + context->previous.counts[own] + context->self;
  guint64 next_total = context->next.total, previous_total = context->previous.total;
  gint64 gain = side_loss (self, &context->next, next) + side_loss (self, &context->previous, previous);

  gain += growth (self, next[own] - within, within);
  gain -= growth (self, self->next_totals[own] - next_total, next_total);
  gain -= growth (self, self->previous_totals[own] - previous_total, previous_total);
  return gain;
}

/* Counts the word in its class, or with a sign of -1 no more; unsigned numbers wrap as they should */
static void
count_word (ClassModel *self, const WordContext *context, guint32 class, gint sign)
{
  const Side *next = &context->next, *previous = &context->previous;
  gsize n = self->n_classes;

  for (guint i = 0; i < next->n + next->has_own; i++)
    {
      self->next[class * n + next->list[i].class] += sign * next->list[i].count;
      self->previous[next->list[i].class * n + class] += sign * next->list[i].count;
    }
  for (guint i = 0; i < previous->n + previous->has_own; i++)
    {
      self->next[previous->list[i].class * n + class] += sign * previous->list[i].count;
      self->previous[class * n + previous->list[i].class] += sign * previous->list[i].count;
    }
  self->next[class * n + class] += sign * context->self;
  self->previous[class * n + class] += sign * context->self;
  self->next_totals[class] += sign * (gint64) next->total;
  self->previous_totals[class] += sign * (gint64) previous->total;
}

void
class_model_move (ClassModel *self, const WordContext *context, guint32 w, guint32 to)
{
  count_word (self, context, self->class_of[w], -1);
  count_word (self, context, to, 1);
  self->class_of[w] = to;
}

/* Words come by frequency, so each class begins with a frequent one and all are about the same size */
static void
start_classes (ClassModel *self)
{
  guint n_free = self->n_classes - self->n_fixed;

  for (guint32 w = 0; w < self->bigrams->n_words; w++)
    self->class_of[w] = w < self->n_fixed ? w : self->n_fixed + (w - self->n_fixed) % n_free;
}

static void
count_classes (ClassModel *self)
{
  const EntNeighbourRows *rows = &self->bigrams->next;

  for (guint32 w = 0; w < self->bigrams->n_words; w++)
    for (guint32 i = rows->starts[w]; i < rows->starts[w + 1]; i++)
      {
        gsize a = self->class_of[w], b = self->class_of[rows->neighbours[i].word];
        guint32 count = rows->neighbours[i].count;

        self->next[a * self->n_classes + b] += count;
        self->previous[b * self->n_classes + a] += count;
        self->next_totals[a] += count;
        self->previous_totals[b] += count;
      }
}

/* The constant: how probable a word is in its class, but for the size of the class */
static gdouble
sum_of_words (const ClassModel *self)
{
  const EntNeighbourRows *rows = &self->bigrams->previous;
  gdouble sum = 0;

  for (guint32 w = 0; w < self->bigrams->n_words; w++)
    {
      guint64 count = 0;

      for (guint32 i = rows->starts[w]; i < rows->starts[w + 1]; i++)
        count += rows->neighbours[i].count;
      sum += n_log_n (self, count) / SCALE;
    }
  return sum;
}

gdouble
class_model_perplexity (const ClassModel *self)
{
  gdouble likelihood = sum_of_words (self);

  for (gsize i = 0; i < (gsize) self->n_classes * self->n_classes; i++)
    likelihood += n_log_n (self, self->next[i]) / SCALE;
  for (guint a = 0; a < self->n_classes; a++)
    likelihood -= (n_log_n (self, self->next_totals[a]) + n_log_n (self, self->previous_totals[a])) / SCALE;
  return exp (-likelihood / MAX (self->bigrams->n_pairs, 1));
}

void
class_model_init (ClassModel *self, const EntBigrams *bigrams, guint n_fixed, guint n_free)
{
  gsize n = n_fixed + n_free;

  self->bigrams = bigrams;
  self->n_fixed = n_fixed;
  self->n_classes = n;
  self->class_of = g_new (guint32, bigrams->n_words);
  self->next = g_new0 (guint32, n * n);
  self->previous = g_new0 (guint32, n * n);
  self->next_totals = g_new0 (guint64, n);
  self->previous_totals = g_new0 (guint64, n);
  self->table = g_new (gint64, TABLE_SIZE);
  for (guint i = 0; i < TABLE_SIZE; i++)
    self->table[i] = compute_n_log_n (i);
  start_classes (self);
  count_classes (self);
}

void
class_model_clear (ClassModel *self)
{
  g_free (self->class_of);
  g_free (self->next);
  g_free (self->previous);
  g_free (self->next_totals);
  g_free (self->previous_totals);
  g_free (self->table);
}
