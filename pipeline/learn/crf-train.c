/* Training a CRF: AdaGrad over the log-likelihood of what each token's label may be, with feature noise.
 *
 * A token's gold is a set of labels, so that sources that mark only some types can be learned from together: what they
 * do not mark stays open (Tsuboi et al., "Training conditional random fields using incomplete annotations", COLING
 * 2008). Half of a token's features are left out at random in training, which keeps the model from leaning on single
 * words (Wang et al., "Feature noising for log-linear structured prediction", EMNLP 2013); AdaGrad: Duchi, Hazan,
 * Singer, JMLR 2011. One thread, fixed random numbers: the same data give the same bytes. */
#include "pipeline/learn/crf-format.h"
#include "pipeline/learn/crf-lattice.h"
#include "pipeline/learn/crf.h"
#include "pipeline/learn/random.h"
#include "pipeline/learn/tally.h"

#include <math.h>
#include <string.h>

/* Keeps AdaGrad's first steps small */
#define DAMPING 0.1f
/* Differences of probability below it are not worth an update */
#define NEGLIGIBLE 1e-4f

typedef struct
{
  gsize first;        /* its first feature in `features` */
  gsize first_offset; /* its n + 1 offsets in `offsets`, its n sets in `allowed` from first_token */
  gsize first_token;
  guint n;
} Sequence;

struct _EntCrfTrainer
{
  gchar **labels;
  guint n_labels;
  guint64 *follows;
  EntTransitions *transitions;

  EntTally *tally;   /* of features, by their hash */
  GArray *features;  /* guint32 numbers */
  GArray *offsets;   /* guint32 */
  GArray *allowed;   /* guint64 */
  GArray *sequences; /* Sequence */

  gfloat *weights; /* [features][Y] */
  gfloat *squares; /* sums of squared gradients, likewise */
  gfloat *bonds;   /* weights of transitions, [Y + 1][Y] */
  gfloat *bond_squares;

  EntLattice all;
  EntLattice gold;
  EntRandom random;
};

EntCrfTrainer *
ent_crf_trainer_new (const gchar *const *labels, guint n_labels, const guint64 *follows)
{
  EntCrfTrainer *self = g_new0 (EntCrfTrainer, 1);

  g_return_val_if_fail (n_labels < ENT_CRF_MAX_LABELS, NULL);

  self->labels = g_new0 (gchar *, n_labels + 1);
  for (guint y = 0; y < n_labels; y++)
    self->labels[y] = g_strdup (labels[y]);
  self->n_labels = n_labels;
  self->follows = g_memdup2 (follows, (n_labels + 1) * sizeof *follows);
  self->transitions = ent_transitions_new (n_labels, follows);
  self->tally = ent_tally_new ();
  self->features = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->allowed = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->sequences = g_array_new (FALSE, FALSE, sizeof (Sequence));
  self->random.state = 20090604;
  return self;
}

void
ent_crf_trainer_free (EntCrfTrainer *self)
{
  g_strfreev (self->labels);
  g_free (self->follows);
  ent_transitions_free (self->transitions);
  ent_tally_free (self->tally);
  g_array_unref (self->features);
  g_array_unref (self->offsets);
  g_array_unref (self->allowed);
  g_array_unref (self->sequences);
  g_free (self->weights);
  g_free (self->squares);
  g_free (self->bonds);
  g_free (self->bond_squares);
  ent_lattice_clear (&self->all);
  ent_lattice_clear (&self->gold);
  g_free (self);
}

/* Adds a sequence of at least one token; allowed[t] is the set of labels that token t may have */
void
ent_crf_trainer_add (EntCrfTrainer *self, const EntFeatures *features, const guint64 *allowed)
{
  Sequence sequence = { self->features->len, self->offsets->len, self->allowed->len, features->n };

  for (guint i = 0; i < features->offsets[features->n]; i++)
    {
      guint32 number = ent_tally_add (self->tally, features->ids[i], 1);

      g_array_append_val (self->features, number);
    }
  g_array_append_vals (self->offsets, features->offsets, features->n + 1);
  g_array_append_vals (self->allowed, allowed, features->n);
  g_array_append_val (self->sequences, sequence);
}

/* A sequence as one step of training sees it: without the features that are left out this time */
typedef struct
{
  guint n;
  guint32 *features;
  guint32 *offsets;
  const guint64 *allowed;
  gfloat *scores; /* [n][Y] */
} Sample;

static void
draw_sample (EntCrfTrainer *self, const Sequence *sequence, const EntCrfOptions *options, Sample *sample)
{
  const guint32 *features = &g_array_index (self->features, guint32, sequence->first);
  const guint32 *offsets = &g_array_index (self->offsets, guint32, sequence->first_offset);
  guint32 threshold = options->dropout * (gfloat) G_MAXUINT32;
  guint k = 0;

  sample->n = sequence->n;
  sample->allowed = &g_array_index (self->allowed, guint64, sequence->first_token);
  sample->features = g_renew (guint32, sample->features, offsets[sequence->n] + 1);
  sample->offsets = g_renew (guint32, sample->offsets, sequence->n + 1);
  sample->scores = g_renew (gfloat, sample->scores, (gsize) sequence->n * self->n_labels);
  for (guint t = 0; t < sequence->n; t++)
    {
      sample->offsets[t] = k;
      for (guint i = offsets[t]; i < offsets[t + 1]; i++)
        if (ent_tally_get_count (self->tally, features[i]) >= options->min_count
            && ent_random_draw (&self->random) >= threshold)
          sample->features[k++] = features[i];
    }
  sample->offsets[sequence->n] = k;
}

static void
score_sample (EntCrfTrainer *self, Sample *sample)
{
  const guint n_labels = self->n_labels;

  memset (sample->scores, 0, (gsize) sample->n * n_labels * sizeof (gfloat));
  for (guint t = 0; t < sample->n; t++)
    for (guint i = sample->offsets[t]; i < sample->offsets[t + 1]; i++)
      {
        const gfloat *weights = self->weights + (gsize) sample->features[i] * n_labels;

        for (guint y = 0; y < n_labels; y++)
          sample->scores[t * n_labels + y] += weights[y];
      }
}

static void
update_features (EntCrfTrainer *self, const Sample *sample, guint t, const gfloat *gradient, gfloat rate)
{
  const guint n_labels = self->n_labels;

  for (guint i = sample->offsets[t]; i < sample->offsets[t + 1]; i++)
    {
      gfloat *weights = self->weights + (gsize) sample->features[i] * n_labels;
      gfloat *squares = self->squares + (gsize) sample->features[i] * n_labels;

      for (guint y = 0; y < n_labels; y++)
        {
          squares[y] += gradient[y] * gradient[y];
          weights[y] -= rate * gradient[y] / sqrtf (squares[y] + DAMPING);
        }
    }
}

/* The gradient at token t: what the model expects less what the gold allows it to expect; FALSE where they agree */
static gboolean
token_gradient (EntCrfTrainer *self, guint t, gfloat *gradient)
{
  gfloat gold[ENT_CRF_MAX_LABELS];
  gboolean differs = FALSE;

  ent_lattice_marginals (&self->all, self->n_labels, t, gradient);
  ent_lattice_marginals (&self->gold, self->n_labels, t, gold);
  for (guint y = 0; y < self->n_labels; y++)
    {
      gradient[y] -= gold[y];
      if (fabsf (gradient[y]) < NEGLIGIBLE)
        gradient[y] = 0;
      differs |= gradient[y] != 0;
    }
  return differs;
}

static gdouble
learn_sample (EntCrfTrainer *self, Sample *sample, const EntCrfOptions *options)
{
  const guint n_bonds = (self->n_labels + 1) * self->n_labels;
  g_autofree gfloat *exp_bonds = g_new (gfloat, n_bonds);
  g_autofree gfloat *pairs = g_new0 (gfloat, n_bonds);
  gfloat gradient[ENT_CRF_MAX_LABELS];
  gdouble loss, gold;

  for (guint i = 0; i < n_bonds; i++)
    exp_bonds[i] = expf (self->bonds[i]);
  score_sample (self, sample);
  loss = ent_lattice_sum (&self->all, self->transitions, sample->scores, exp_bonds, NULL, sample->n);
  gold = ent_lattice_sum (&self->gold, self->transitions, sample->scores, exp_bonds, sample->allowed, sample->n);
  if (!isfinite (gold)) /* what is allowed contradicts itself: nothing to learn */
    return 0;
  for (guint t = 0; t < sample->n; t++)
    if (token_gradient (self, t, gradient))
      update_features (self, sample, t, gradient, options->rate);
  ent_lattice_add_pairs (&self->all, self->transitions, exp_bonds, sample->n, 1, pairs);
  ent_lattice_add_pairs (&self->gold, self->transitions, exp_bonds, sample->n, -1, pairs);
  for (guint i = 0; i < n_bonds; i++)
    if (pairs[i] != 0)
      {
        self->bond_squares[i] += pairs[i] * pairs[i];
        self->bonds[i] -= options->rate * pairs[i] / sqrtf (self->bond_squares[i] + DAMPING);
      }
  return loss - gold;
}

/* Trains on all sequences added so far */
void
ent_crf_trainer_run (EntCrfTrainer *self, const EntCrfOptions *options, EntCrfProgress progress, gpointer user_data)
{
  gsize n_weights = (gsize) ent_tally_get_n (self->tally) * self->n_labels;
  guint n = self->sequences->len;
  g_autofree guint *order = g_new (guint, n);
  Sample sample = { 0 };

  self->weights = g_new0 (gfloat, n_weights);
  self->squares = g_new0 (gfloat, n_weights);
  self->bonds = g_new0 (gfloat, (self->n_labels + 1) * self->n_labels);
  self->bond_squares = g_new0 (gfloat, (self->n_labels + 1) * self->n_labels);
  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      gdouble loss = 0;

      ent_random_shuffle (&self->random, order, n);
      for (guint i = 0; i < n; i++)
        {
          draw_sample (self, &g_array_index (self->sequences, Sequence, order[i]), options, &sample);
          loss += learn_sample (self, &sample, options);
        }
      if (progress)
        progress (epoch + 1, loss, user_data);
    }
  g_free (sample.features);
  g_free (sample.offsets);
  g_free (sample.scores);
}

/* With all features there, each counts for the share of them that training saw */
static gfloat
final_weight (EntCrfTrainer *self, guint feature, guint y, const EntCrfOptions *options)
{
  return self->weights[(gsize) feature * self->n_labels + y] * (1 - options->dropout);
}

static gfloat
find_scale (EntCrfTrainer *self, const EntCrfOptions *options)
{
  gfloat max = 0;

  for (guint f = 0; f < ent_tally_get_n (self->tally); f++)
    for (guint y = 0; y < self->n_labels; y++)
      max = MAX (max, fabsf (final_weight (self, f, y, options)));
  return max > 0 ? max / 127 : 1;
}

static void
put_slot (GArray *slots, guint64 hash, guint32 first, guint32 n)
{
  guint32 mask = slots->len - 1;
  guint32 slot = ent_slot_of (hash, mask);

  while (g_array_index (slots, CrfSlot, slot).check)
    slot = (slot + 1) & mask;
  g_array_index (slots, CrfSlot, slot)
      = (CrfSlot){ GUINT32_TO_LE (ent_slot_check (hash)), GUINT32_TO_LE (first | (n - 1) << 26) };
}

/* The pairs of a feature that say enough */
static guint
append_pairs (EntCrfTrainer *self, const EntCrfOptions *options, guint f, gfloat scale, GArray *pairs)
{
  guint before = pairs->len;

  for (guint y = 0; y < self->n_labels; y++)
    {
      gfloat weight = final_weight (self, f, y, options);
      CrfPair pair = { y, (gint8) lrintf (weight / scale) };

      if (fabsf (weight) >= options->prune && pair.weight)
        g_array_append_val (pairs, pair);
    }
  return pairs->len - before;
}

/* A quarter of them stay free at least: a smaller table is worth more than a shorter search in it */
/* Adds the arrays of the trained model to @writer */
void
ent_crf_trainer_store (EntCrfTrainer *self, const EntCrfOptions *options, EntModelWriter *writer)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (CrfSlot));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (CrfPair));
  g_autofree guint32 *firsts = g_new (guint32, ent_tally_get_n (self->tally) + 1);
  g_autofree gchar *labels = g_strjoinv (" ", self->labels);
  gfloat scale = find_scale (self, options);
  guint n_kept = 0;

  for (guint f = 0; f < ent_tally_get_n (self->tally); f++)
    {
      firsts[f] = pairs->len;
      n_kept += append_pairs (self, options, f, scale, pairs) > 0;
    }
  firsts[ent_tally_get_n (self->tally)] = pairs->len;
  g_array_set_size (slots, ent_slots_for (n_kept));
  for (guint f = 0; f < ent_tally_get_n (self->tally); f++)
    if (firsts[f + 1] > firsts[f])
      put_slot (slots, ent_tally_get_key (self->tally, f), firsts[f], firsts[f + 1] - firsts[f]);
  ent_model_writer_set_text (writer, "labels", labels);
  ent_model_writer_set_number (writer, "scale", scale);
  ent_model_writer_set_number (writer, "features", n_kept);
  ent_model_writer_add (writer, "follows", self->follows, (self->n_labels + 1) * sizeof (guint64));
  ent_model_writer_add (writer, "transitions", self->bonds, (self->n_labels + 1) * self->n_labels * sizeof (gfloat));
  ent_model_writer_add (writer, "slots", slots->data, slots->len * sizeof (CrfSlot));
  ent_model_writer_add (writer, "pairs", pairs->data, pairs->len * sizeof (CrfPair));
}
