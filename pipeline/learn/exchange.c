/* The exchange algorithm. Words are looked at in batches: the best class of each is found on all threads while nothing
 * moves, then the words move in order, each only if that is still an improvement. A batch has the same words however
 * many threads there are, so the classes are the same. */
#include "pipeline/learn/exchange.h"

#include "pipeline/learn/exchange-model.h"

/* Words in a batch: one for each 100 words before it, as the moves of frequent words change much for the next. With
 * these the perplexity falls as fast as word by word; with 64 throughout it takes two more iterations (measured on 15
 * million words and 300 classes) */
#define MIN_BATCH 4
#define MAX_BATCH 64
#define WORDS_BEFORE 100

/* It has converged when fewer than one word in so many moves */
#define STILL 1000

typedef struct _Exchange Exchange;

typedef struct
{
  Exchange *exchange;
  WordContext context;
  gint64 *gains; /* of each class for the word of the context */
} Worker;

struct _Exchange
{
  ClassModel model;
  guint32 first; /* word of the batch, and how many it has */
  guint32 n_batch;
  guint32 best[MAX_BATCH]; /* class of each */

  Worker *workers;
  guint n_workers;
  GThreadPool *pool; /* of all workers but the first, which is the caller's thread */
  GMutex mutex;
  GCond done;
  guint n_busy;
  gint n_taken; /* words of the batch that workers have taken */
};

/* The class that gains most; the word's own, or else the first, where several do */
static guint32
find_best (Worker *worker, guint32 w)
{
  const ClassModel *model = &worker->exchange->model;
  guint32 own = model->class_of[w], best = own;

  word_context_collect (&worker->context, model, w);
  class_model_find_gains (model, &worker->context, own, worker->gains);
  for (guint32 b = model->n_fixed; b < model->n_classes; b++)
    if (worker->gains[b] > worker->gains[best])
      best = b;
  return best;
}

static void
work_on_batch (Worker *worker)
{
  Exchange *self = worker->exchange;

  for (guint i = g_atomic_int_add (&self->n_taken, 1); i < self->n_batch; i = g_atomic_int_add (&self->n_taken, 1))
    self->best[i] = find_best (worker, self->first + i);
}

static void
work_in_pool (gpointer data, gpointer user_data)
{
  Worker *worker = data;
  Exchange *self = worker->exchange;

  work_on_batch (worker);
  g_mutex_lock (&self->mutex);
  if (!--self->n_busy)
    g_cond_signal (&self->done);
  g_mutex_unlock (&self->mutex);
}

static void
find_best_of_batch (Exchange *self)
{
  self->n_taken = 0;
  self->n_busy = self->n_workers - 1;
  for (guint i = 1; i < self->n_workers; i++)
    g_thread_pool_push (self->pool, &self->workers[i], NULL);
  work_on_batch (&self->workers[0]);
  g_mutex_lock (&self->mutex);
  while (self->n_busy)
    g_cond_wait (&self->done, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static gboolean
move (Exchange *self, guint32 w, guint32 to)
{
  ClassModel *model = &self->model;
  WordContext *context = &self->workers[0].context;
  guint32 own = model->class_of[w];

  if (to == own)
    return FALSE;
  word_context_collect (context, model, w);
  if (class_model_gain_of_joining (model, context, own, to) <= class_model_gain_of_staying (model, context, own))
    return FALSE;
  class_model_move (model, context, w, to);
  return TRUE;
}

static guint32
iterate (Exchange *self)
{
  guint32 n_words = self->model.bigrams->n_words, n_moved = 0;

  for (self->first = self->model.n_fixed; self->first < n_words; self->first += self->n_batch)
    {
      self->n_batch = CLAMP (self->first / WORDS_BEFORE, MIN_BATCH, MAX_BATCH);
      self->n_batch = MIN (self->n_batch, n_words - self->first);
      find_best_of_batch (self);
      for (guint32 i = 0; i < self->n_batch; i++)
        n_moved += move (self, self->first + i, self->best[i]);
    }
  return n_moved;
}

static void
init_workers (Exchange *self, guint n_workers)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->done);
  self->n_workers = n_workers;
  self->workers = g_new0 (Worker, n_workers);
  for (guint i = 0; i < n_workers; i++)
    {
      self->workers[i].exchange = self;
      word_context_init (&self->workers[i].context, self->model.n_classes);
      self->workers[i].gains = g_new (gint64, self->model.n_classes);
    }
  if (n_workers > 1)
    self->pool = g_thread_pool_new (work_in_pool, NULL, n_workers - 1, FALSE, NULL);
}

static void
clear_workers (Exchange *self)
{
  if (self->pool)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  for (guint i = 0; i < self->n_workers; i++)
    {
      word_context_clear (&self->workers[i].context);
      g_free (self->workers[i].gains);
    }
  g_free (self->workers);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->done);
}

/* Classes by their most frequent word: 0 is the one of the first word that is not fixed */
static guint16 *
number_classes (const ClassModel *self)
{
  guint16 *numbers = g_new (guint16, MAX (self->bigrams->n_words, 1));
  g_autofree guint32 *number_of = g_new0 (guint32, self->n_classes);
  guint32 n = 0;

  for (guint32 w = self->n_fixed; w < self->bigrams->n_words; w++)
    {
      guint32 *number = &number_of[self->class_of[w]];

      if (!*number)
        *number = ++n;
      numbers[w] = *number - 1;
    }
  for (guint32 w = 0; w < MIN (self->n_fixed, self->bigrams->n_words); w++)
    numbers[w] = self->n_classes - self->n_fixed + w;
  return numbers;
}

/**
 * ent_exchange_cluster: (skip)
 * @bigrams: words, numbered by frequency, and their neighbours; fewer than 2^32 pairs
 * @options: what to do; at most %ENT_EXCHANGE_MAX_CLASSES classes
 * @progress: (nullable) (scope call) (closure user_data): told after each iteration
 * @user_data: for @progress
 *
 * The same bigrams and options give the same classes, whatever the number of threads. An iteration takes time in
 * proportion to the classes times the different classes that each word stands beside; memory is 8 bytes times the
 * square of the classes, and 8 MB.
 *
 * Returns: (transfer full) (array): the class of each word, below `n_classes`, by the frequency of their first words;
 *   fixed words come behind
 */
guint16 *
ent_exchange_cluster (const EntBigrams *bigrams, const EntExchangeOptions *options, EntExchangeProgress progress,
                      gpointer user_data)
{
  Exchange self = { 0 };
  guint16 *classes;
  guint32 n_moved = G_MAXUINT32;

  g_return_val_if_fail (options->n_classes > 0 && options->n_classes <= ENT_EXCHANGE_MAX_CLASSES, NULL);
  g_return_val_if_fail (bigrams->n_pairs <= G_MAXUINT32, NULL);

  class_model_init (&self.model, bigrams, options->n_fixed, options->n_classes);
  init_workers (&self, MAX (options->n_threads, 1));
  for (guint i = 0; i < options->iterations && n_moved > bigrams->n_words / STILL; i++)
    {
      n_moved = iterate (&self);
      if (progress)
        progress (i + 1, n_moved, class_model_perplexity (&self.model), user_data);
    }
  classes = number_classes (&self.model);
  clear_workers (&self);
  class_model_clear (&self.model);
  return classes;
}
