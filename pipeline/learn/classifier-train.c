/* Training a classifier: logistic regression for each label, all at once, by AdaGrad (Duchi, Hazan, Singer, JMLR 2011)
 * with feature noise (Wang et al., "Feature noising for log-linear structured prediction", EMNLP 2013). One thread,
 * fixed random numbers: the same examples give the same bytes. */
#include "pipeline/learn/classifier-format.h"
#include "pipeline/learn/classifier.h"
#include "pipeline/learn/random.h"
#include "pipeline/learn/tally.h"

#include <math.h>
#include <string.h>

/* Keeps AdaGrad's first steps small */
#define DAMPING 0.1f
/* Differences of probability below it are not worth an update */
#define NEGLIGIBLE 1e-3f
#define SEED 20110701

typedef struct
{
  gsize first; /* its features are the n from here in `features` */
  guint32 n;
  guint16 times;
  guint8 fold;
} Example;

struct _EntClassifierTrainer
{
  gchar **labels;
  guint n_labels;
  EntTally *tally;  /* of features, by their hash */
  GArray *features; /* guint32 numbers */
  GArray *targets;  /* guint8, n_labels for each example */
  GArray *examples; /* Example */

  guint32 *rows; /* of each feature, where its weights are; NO_ROW where it is too rare */
  guint32 n_rows;
  gfloat *weights; /* [rows][Y] */
  gfloat *squares; /* sums of squared gradients, likewise */
  gfloat share;    /* of a weight that counts where all features are there */
  guint32 *drawn;  /* rows of the example in hand */
  EntRandom random;
};

#define NO_ROW G_MAXUINT32

/**
 * ent_classifier_trainer_new: (skip)
 * @labels: their names, none with a tab in it
 * @n_labels: how many, from 1 to %ENT_CLASSIFIER_MAX_LABELS
 *
 * Returns: (transfer full): a trainer without examples
 */
EntClassifierTrainer *
ent_classifier_trainer_new (const gchar *const *labels, guint n_labels)
{
  EntClassifierTrainer *self = g_new0 (EntClassifierTrainer, 1);

  self->labels = g_new0 (gchar *, n_labels + 1);
  for (guint y = 0; y < n_labels; y++)
    self->labels[y] = g_strdup (labels[y]);
  self->n_labels = n_labels;
  self->tally = ent_tally_new ();
  self->features = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->targets = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->examples = g_array_new (FALSE, FALSE, sizeof (Example));
  return self;
}

/**
 * ent_classifier_trainer_free: (skip)
 * @self: (transfer full): a trainer
 */
void
ent_classifier_trainer_free (EntClassifierTrainer *self)
{
  g_strfreev (self->labels);
  ent_tally_free (self->tally);
  g_array_unref (self->features);
  g_array_unref (self->targets);
  g_array_unref (self->examples);
  g_free (self->rows);
  g_free (self->weights);
  g_free (self->squares);
  g_free (self->drawn);
  g_free (self);
}

/**
 * ent_classifier_trainer_add: (skip)
 * @self: a trainer with Y labels
 * @ids: features of an example, each once
 * @n: how many
 * @targets: Y of #EntTarget
 * @fold: the part of the data that it belongs to, or %ENT_CLASSIFIER_NO_FOLD
 * @times: how often it is learned from in each epoch
 *
 * Returns: the number of the example
 */
guint
ent_classifier_trainer_add (EntClassifierTrainer *self, const guint64 *ids, guint n, const guint8 *targets, guint fold,
                            guint times)
{
  Example example = { self->features->len, n, MIN (times, G_MAXUINT16), fold };

  for (guint i = 0; i < n; i++)
    {
      guint32 number = ent_tally_add (self->tally, ids[i], 1);

      g_array_append_val (self->features, number);
    }
  g_array_append_vals (self->targets, targets, self->n_labels);
  g_array_append_val (self->examples, example);
  return self->examples->len - 1;
}

/* Features that are too rare get no weights: most are */
static void
begin (EntClassifierTrainer *self, const EntClassifierOptions *options)
{
  guint32 n = ent_tally_get_n (self->tally), longest = 0;

  self->rows = g_renew (guint32, self->rows, n + 1);
  self->n_rows = 0;
  for (guint32 f = 0; f < n; f++)
    self->rows[f] = ent_tally_get_count (self->tally, f) >= options->min_count ? self->n_rows++ : NO_ROW;
  for (guint i = 0; i < self->examples->len; i++)
    longest = MAX (longest, g_array_index (self->examples, Example, i).n);
  g_free (self->weights);
  g_free (self->squares);
  self->weights = g_new0 (gfloat, (gsize) self->n_rows * self->n_labels + 1);
  self->squares = g_new0 (gfloat, (gsize) self->n_rows * self->n_labels + 1);
  self->drawn = g_renew (guint32, self->drawn, longest + 1);
  self->share = 1 - options->dropout;
  self->random.state = SEED;
}

/* The rows of an example's features but for those that are left out this time */
static guint
draw_rows (EntClassifierTrainer *self, const Example *example, gfloat dropout)
{
  const guint32 *features = &g_array_index (self->features, guint32, example->first);
  guint32 threshold = dropout * (gfloat) G_MAXUINT32;
  guint n = 0;

  for (guint i = 0; i < example->n; i++)
    if (self->rows[features[i]] != NO_ROW && ent_random_draw (&self->random) >= threshold)
      self->drawn[n++] = self->rows[features[i]];
  return n;
}

static void
add_up (const EntClassifierTrainer *self, const guint32 *rows, guint n, gfloat *scores)
{
  const guint n_labels = self->n_labels;

  memset (scores, 0, n_labels * sizeof *scores);
  for (guint i = 0; i < n; i++)
    {
      const gfloat *weights = self->weights + (gsize) rows[i] * n_labels;

      for (guint y = 0; y < n_labels; y++)
        scores[y] += weights[y];
    }
}

static void
update_label (EntClassifierTrainer *self, guint n, guint y, gfloat gradient, gfloat rate)
{
  for (guint i = 0; i < n; i++)
    {
      gsize at = (gsize) self->drawn[i] * self->n_labels + y;

      self->squares[at] += gradient * gradient;
      self->weights[at] -= rate * gradient / sqrtf (self->squares[at] + DAMPING);
    }
}

/* → the loss: the negative log-likelihood of what the example says */
static gdouble
learn_example (EntClassifierTrainer *self, guint e, const EntClassifierOptions *options)
{
  const guint8 *targets = &g_array_index (self->targets, guint8, (gsize) e * self->n_labels);
  guint n = draw_rows (self, &g_array_index (self->examples, Example, e), options->dropout);
  gfloat scores[ENT_CLASSIFIER_MAX_LABELS];
  gdouble loss = 0;

  add_up (self, self->drawn, n, scores);
  for (guint y = 0; y < self->n_labels; y++)
    if (targets[y] != ENT_TARGET_OPEN)
      {
        gboolean yes = targets[y] == ENT_TARGET_YES;
        gfloat gradient = (gfloat) ent_classifier_probability (scores[y]) - yes;

        loss += log1p (exp (yes ? -scores[y] : scores[y]));
        if (fabsf (gradient) > NEGLIGIBLE)
          update_label (self, n, y, yes ? gradient * options->positive : gradient, options->rate);
      }
  return loss;
}

/* The numbers of the examples that are learned from, as often as each is */
static guint *
list_examples (const EntClassifierTrainer *self, guint held_out, guint *n)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint e = 0; e < self->examples->len; e++)
    {
      const Example *example = &g_array_index (self->examples, Example, e);

      for (guint k = 0; k < example->times && (example->fold != held_out || held_out == ENT_CLASSIFIER_NO_FOLD); k++)
        g_array_append_val (order, e);
    }
  *n = order->len;
  return (guint *) g_array_free (order, FALSE);
}

/**
 * ent_classifier_trainer_run: (skip)
 * @self: a trainer
 * @options: how to learn
 * @held_out: a fold that is not learned from, or %ENT_CLASSIFIER_NO_FOLD
 * @progress: (nullable): told of each epoch
 * @user_data: for @progress
 *
 * Trains anew on all examples but those of the fold.
 */
void
ent_classifier_trainer_run (EntClassifierTrainer *self, const EntClassifierOptions *options, guint held_out,
                            EntClassifierProgress progress, gpointer user_data)
{
  guint n;
  g_autofree guint *order = list_examples (self, held_out, &n);

  begin (self, options);
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      gdouble loss = 0;

      ent_random_shuffle (&self->random, order, n);
      for (guint i = 0; i < n; i++)
        loss += learn_example (self, order[i], options);
      if (progress)
        progress (epoch + 1, loss, user_data);
    }
}

/**
 * ent_classifier_trainer_score: (skip)
 * @self: a trainer that ran
 * @example: the number of an example
 * @scores: (out caller-allocates): one logit for each label
 *
 * What the model says of an example, which it need not have learned from.
 */
void
ent_classifier_trainer_score (const EntClassifierTrainer *self, guint example, gfloat *scores)
{
  const Example *e = &g_array_index (self->examples, Example, example);
  const guint32 *features = &g_array_index (self->features, guint32, e->first);
  guint n = 0;

  for (guint i = 0; i < e->n; i++)
    if (self->rows[features[i]] != NO_ROW)
      self->drawn[n++] = self->rows[features[i]];
  add_up (self, self->drawn, n, scores);
  for (guint y = 0; y < self->n_labels; y++)
    scores[y] *= self->share;
}

static gfloat
final_weight (const EntClassifierTrainer *self, guint32 feature, guint y)
{
  return self->weights[(gsize) self->rows[feature] * self->n_labels + y] * self->share;
}

static gfloat
find_scale (const EntClassifierTrainer *self)
{
  gfloat max = 0;

  for (gsize i = 0; i < (gsize) self->n_rows * self->n_labels; i++)
    max = MAX (max, fabsf (self->weights[i]));
  return max > 0 ? max * self->share / CLASSIFIER_MAX_WEIGHT : 1;
}

/* The pairs of a feature that say enough */
static void
append_pairs (const EntClassifierTrainer *self, gfloat prune, guint32 feature, gfloat scale, GArray *pairs)
{
  for (guint y = 0; self->rows[feature] != NO_ROW && y < self->n_labels; y++)
    {
      gfloat weight = final_weight (self, feature, y);
      ClassifierPair pair = { GUINT16_TO_LE (y), (gint16) GUINT16_TO_LE ((gint16) lrintf (weight / scale)) };

      if (fabsf (weight) >= prune && pair.weight)
        g_array_append_val (pairs, pair);
    }
}

static void
put_slot (GArray *slots, guint64 hash, guint32 first, guint32 n)
{
  guint32 mask = slots->len - 1;
  guint32 at = ent_slot_of (hash, mask);

  while (g_array_index (slots, ClassifierSlot, at).check)
    at = (at + 1) & mask;
  g_array_index (slots, ClassifierSlot, at)
      = (ClassifierSlot){ GUINT32_TO_LE (ent_slot_check (hash)), GUINT32_TO_LE (first), GUINT32_TO_LE (n) };
}

/**
 * ent_classifier_trainer_store: (skip)
 * @self: a trainer that ran
 * @options: those that it ran with
 * @writer: what the arrays of the model are added to
 */
void
ent_classifier_trainer_store (EntClassifierTrainer *self, const EntClassifierOptions *options, EntModelWriter *writer)
{
  guint32 n = ent_tally_get_n (self->tally), n_kept = 0;
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (ClassifierSlot));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (ClassifierPair));
  g_autofree guint32 *firsts = g_new (guint32, n + 1);
  g_autofree gchar *labels = g_strjoinv ("\t", self->labels);
  gfloat scale = find_scale (self);

  for (guint32 f = 0; f < n; f++)
    {
      firsts[f] = pairs->len;
      append_pairs (self, options->prune, f, scale, pairs);
      n_kept += pairs->len > firsts[f];
    }
  firsts[n] = pairs->len;
  g_array_set_size (slots, ent_slots_for (n_kept));
  for (guint32 f = 0; f < n; f++)
    if (firsts[f + 1] > firsts[f])
      put_slot (slots, ent_tally_get_key (self->tally, f), firsts[f], firsts[f + 1] - firsts[f]);
  ent_model_writer_set_text (writer, "labels", labels);
  ent_model_writer_set_number (writer, "scale", scale);
  ent_model_writer_set_number (writer, "features", n_kept);
  ent_model_writer_add (writer, "slots", slots->data, slots->len * sizeof (ClassifierSlot));
  ent_model_writer_add (writer, "pairs", pairs->data, pairs->len * sizeof (ClassifierPair));
}
