/* EntCrf: decoding. Weights are bytes: for each feature a short run of (label, weight) pairs, found by hashing. */
#include "pipeline/learn/crf.h"

#include "pipeline/learn/crf-format.h"
#include "pipeline/learn/crf-lattice.h"
#include <entente/error.h>
#include <math.h>
#include <string.h>

struct _EntCrf
{
  EntModel *model; /* not owned: it outlives what is made of it */
  gchar **labels;
  guint n_labels;
  const CrfSlot *slots;
  guint32 slot_mask;
  const CrfPair *pairs;
  gfloat scale;
  EntTransitions *transitions;
  const gfloat *weights;   /* of transitions, [Y + 1][Y] */
  gfloat *exp_transitions; /* their exp */
  guint64 *before;         /* [Y]: the set of labels that may come before a label */
  gfloat *gains;           /* [Y][Y]: what transitions can win at most by y in the place of b, see find_gain() */
};

/* More than the rounding errors of a path's score */
#define MARGIN 1e-3f

static gboolean
refuse (EntModel *model, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: its arrays do not fit each other",
               ent_model_get_path (model));
  return FALSE;
}

static gboolean
read_labels (EntCrf *self, GError **error)
{
  g_autofree gchar *labels = ent_model_dup_text (self->model, "labels");
  const guint64 *follows;
  gsize n;

  self->labels = g_strsplit (labels ? labels : "", " ", -1);
  self->n_labels = g_strv_length (self->labels);
  follows = ent_model_get_section (self->model, "follows", sizeof *follows, &n, error);
  if (!follows)
    return FALSE;
  if (!self->n_labels || self->n_labels >= ENT_CRF_MAX_LABELS || n != self->n_labels + 1)
    return refuse (self->model, error);
  self->transitions = ent_transitions_new (self->n_labels, follows);
  return TRUE;
}

static gboolean
read_transitions (EntCrf *self, GError **error)
{
  gsize n;

  self->weights = ent_model_get_section (self->model, "transitions", sizeof *self->weights, &n, error);
  if (!self->weights)
    return FALSE;
  if (n != (gsize) (self->n_labels + 1) * self->n_labels)
    return refuse (self->model, error);
  self->exp_transitions = g_new (gfloat, n);
  for (gsize i = 0; i < n; i++)
    {
      self->exp_transitions[i] = expf (self->weights[i]);
      if (!isfinite (self->exp_transitions[i]))
        return refuse (self->model, error);
    }
  return TRUE;
}

static gboolean
may_follow (const EntCrf *self, guint p, guint y)
{
  return p == self->n_labels ? self->transitions->may_start[y] : self->before[y] >> p & 1;
}

/* Over all places, the most that a sequence can gain in transitions by label y where b might stand; infinite where y
 * may stand and b may not */
static gfloat
find_gain (const EntCrf *self, guint y, guint b)
{
  const guint n = self->n_labels;
  gfloat into = -INFINITY, out = self->transitions->may_end[y] ? 0 : -INFINITY;

  if (self->transitions->may_end[y] && !self->transitions->may_end[b])
    return INFINITY;
  for (guint p = 0; p <= n; p++)
    if (may_follow (self, p, y))
      {
        gfloat gain = self->weights[p * n + y] - self->weights[p * n + b];

        if (!may_follow (self, p, b) || isnan (gain))
          return INFINITY;
        into = MAX (into, gain);
      }
  for (guint q = 0; q < n; q++)
    if (may_follow (self, y, q))
      {
        gfloat gain = self->weights[y * n + q] - self->weights[b * n + q];

        if (!may_follow (self, b, q) || isnan (gain))
          return INFINITY;
        out = MAX (out, gain);
      }
  return into + out;
}

static void
find_gains (EntCrf *self)
{
  const guint n = self->n_labels;

  self->before = g_new0 (guint64, n);
  self->gains = g_new (gfloat, n * n);
  for (guint y = 0; y < n; y++)
    for (guint k = self->transitions->first[y]; k < self->transitions->first[y + 1]; k++)
      self->before[y] |= G_GUINT64_CONSTANT (1) << self->transitions->from[k];
  for (guint y = 0; y < n; y++)
    for (guint b = 0; b < n; b++)
      self->gains[y * n + b] = find_gain (self, y, b);
}

/* Loops over whole tables at each start: without branches, so that they become vector instructions */
#if defined __GNUC__ && !defined __clang__
#define FAST __attribute__ ((optimize ("O3")))
#else
#define FAST
#endif

/* Every run lies within the pairs, and one slot is free, so that each search ends */
static FAST gboolean
check_slots (const CrfSlot *slots, gsize n_slots, gsize n_pairs)
{
  guint32 last = 0, has_free = 0;

  if (!n_slots || n_slots & (n_slots - 1) || n_slots > G_MAXUINT32)
    return FALSE;
  for (gsize i = 0; i < n_slots; i++)
    {
      guint32 end = crf_slot_first (&slots[i]) + crf_slot_n (&slots[i]);
      guint32 is_free = slots[i].check == 0;

      end = is_free ? 0 : end;
      last = end > last ? end : last;
      has_free |= is_free;
    }
  return has_free && last <= n_pairs;
}

static FAST gboolean
check_pairs (const CrfPair *pairs, gsize n_pairs, guint n_labels)
{
  guint8 last = 0;

  for (gsize i = 0; i < n_pairs; i++)
    last = pairs[i].label > last ? pairs[i].label : last;
  return last < n_labels;
}

static gboolean
read_features (EntCrf *self, GError **error)
{
  gsize n_slots, n_pairs;

  self->scale = ent_model_get_number (self->model, "scale", 1);
  self->slots = ent_model_get_section (self->model, "slots", sizeof *self->slots, &n_slots, error);
  if (!self->slots)
    return FALSE;
  self->pairs = ent_model_get_section (self->model, "pairs", sizeof *self->pairs, &n_pairs, error);
  if (!self->pairs)
    return FALSE;
  if (!isfinite (self->scale) || !check_slots (self->slots, n_slots, n_pairs)
      || !check_pairs (self->pairs, n_pairs, self->n_labels))
    return refuse (self->model, error);
  self->slot_mask = n_slots - 1;
  return TRUE;
}

/**
 * ent_crf_new: (skip)
 * @model: a model of kind "crf", which must outlive the result
 * @error: where to put an error
 *
 * Errors: %ENT_ERROR_MODEL when its arrays do not fit each other.
 *
 * Returns: (transfer full): a decoder, or %NULL
 */
EntCrf *
ent_crf_new (EntModel *model, GError **error)
{
  g_autoptr (EntCrf) self = g_new0 (EntCrf, 1);

  self->model = model;
  if (!read_labels (self, error) || !read_transitions (self, error) || !read_features (self, error))
    return NULL;
  find_gains (self);
  return g_steal_pointer (&self);
}

/**
 * ent_crf_free: (skip)
 * @self: (transfer full): a decoder
 */
void
ent_crf_free (EntCrf *self)
{
  g_strfreev (self->labels);
  g_clear_pointer (&self->transitions, ent_transitions_free);
  g_free (self->exp_transitions);
  g_free (self->before);
  g_free (self->gains);
  g_free (self);
}

/**
 * ent_crf_get_n_labels: (skip)
 * @self: a decoder
 *
 * Returns: how many labels there are
 */
guint
ent_crf_get_n_labels (EntCrf *self)
{
  return self->n_labels;
}

/**
 * ent_crf_get_label: (skip)
 * @self: a decoder
 * @y: a label's number
 *
 * Returns: (transfer none): its name
 */
const gchar *
ent_crf_get_label (EntCrf *self, guint y)
{
  return self->labels[y];
}

/* The slot of a feature, or NULL where the model does not know it */
static const CrfSlot *
find_slot (const EntCrf *self, guint64 id)
{
  guint32 check = ent_slot_check (id);

  for (guint32 slot = ent_slot_of (id, self->slot_mask); self->slots[slot].check; slot = (slot + 1) & self->slot_mask)
    if (self->slots[slot].check == check)
      return &self->slots[slot];
  return NULL;
}

/* Adds to the scores of the labels at a token, some features at a time. Slots and pairs lie all over tables that no
 * cache holds, so they are fetched while others are looked at. */
static void
score_token (EntCrf *self, const guint64 *ids, guint n, gfloat *scores)
{
  enum
  {
    AHEAD = 12,
    MOST = 64
  };
  gint32 sums[ENT_CRF_MAX_LABELS] = { 0 };
  const CrfSlot *found[MOST];

  for (guint i = 0; i < MIN (AHEAD, n); i++)
    __builtin_prefetch (&self->slots[ent_slot_of (ids[i], self->slot_mask)]);
  for (guint first = 0; first < n; first += MOST)
    {
      guint n_found = 0;

      for (guint i = first; i < MIN (first + MOST, n); i++)
        {
          if (i + AHEAD < n)
            __builtin_prefetch (&self->slots[ent_slot_of (ids[i + AHEAD], self->slot_mask)]);
          found[n_found] = find_slot (self, ids[i]);
          if (found[n_found])
            __builtin_prefetch (self->pairs + crf_slot_first (found[n_found++]));
        }
      for (guint i = 0; i < n_found; i++)
        {
          const CrfPair *pair = self->pairs + crf_slot_first (found[i]);

          for (const CrfPair *end = pair + crf_slot_n (found[i]); pair < end; pair++)
            sums[pair->label] += pair->weight;
        }
    }
  for (guint y = 0; y < self->n_labels; y++)
    scores[y] += sums[y] * self->scale;
}

/* The labels that the best sequence may have here: with any other, it would gain by the token's own best label */
static guint64
find_rivals (const EntCrf *self, const gfloat *scores)
{
  guint64 rivals = 0;
  guint best = 0;

  for (guint y = 1; y < self->n_labels; y++)
    best = scores[y] > scores[best] ? y : best;
  for (guint y = 0; y < self->n_labels; y++)
    if (y == best || !(scores[y] + self->gains[y * self->n_labels + best] + MARGIN < scores[best]))
      rivals |= G_GUINT64_CONSTANT (1) << y;
  return rivals;
}

/* Viterbi's algorithm, ties to the lower label: best [n][Y] holds the label before */
static void
find_best (EntCrf *self, const gfloat *scores, guint n, guint8 *before, guint8 *labels)
{
  const guint n_labels = self->n_labels;
  const EntTransitions *transitions = self->transitions;
  gfloat rows[2][ENT_CRF_MAX_LABELS];
  guint64 rivals = 0, rivals_before;
  guint best = 0;

  for (guint t = 0; t < n; t++)
    {
      rivals_before = rivals;
      rivals = find_rivals (self, scores + t * n_labels);
      for (guint64 here = rivals; here; here &= here - 1)
        {
          guint y = __builtin_ctzll (here);
          gfloat max = t == 0 && transitions->may_start[y] ? self->weights[n_labels * n_labels + y] : -INFINITY;

          for (guint64 from = rivals_before & self->before[y]; from; from &= from - 1)
            {
              guint p = __builtin_ctzll (from);
              gfloat score = rows[(t - 1) & 1][p] + self->weights[p * n_labels + y];

              if (score > max)
                {
                  max = score;
                  before[t * n_labels + y] = p;
                }
            }
          rows[t & 1][y] = max + scores[t * n_labels + y];
        }
    }
  best = __builtin_ctzll (rivals);
  for (guint64 here = rivals; here; here &= here - 1)
    {
      guint y = __builtin_ctzll (here);

      if (transitions->may_end[y] && (!transitions->may_end[best] || rows[(n - 1) & 1][y] > rows[(n - 1) & 1][best]))
        best = y;
    }
  for (guint t = n; t-- > 0; best = before[t * n_labels + best])
    labels[t] = best;
}

/**
 * ent_crf_score: (skip)
 * @self: a decoder with Y labels
 * @features: of a sequence of T tokens; 0 is allowed
 * @scores: (inout): T·Y numbers, to which the weights of the features are added
 *
 * Scores add up: those of more features can be added to those of a part of them. Safe to call from many threads.
 */
void
ent_crf_score (EntCrf *self, const EntFeatures *features, gfloat *scores)
{
  for (guint t = 0; t < features->n; t++)
    score_token (self, features->ids + features->offsets[t], features->offsets[t + 1] - features->offsets[t],
                 scores + (gsize) t * self->n_labels);
}

/**
 * ent_crf_find_best: (skip)
 * @self: a decoder with Y labels
 * @scores: T·Y, see ent_crf_score()
 * @n: T; 0 is allowed
 * @labels: (out caller-allocates): T label numbers, each < Y
 *
 * Finds the most probable label sequence. Ties go to the lower label, so results are the same on every machine. Takes
 * O(T·Y²) time at most, less where few labels may follow each other, and T·Y bytes. Safe to call from many threads.
 *
 * Source: Lafferty, McCallum, Pereira, "Conditional Random Fields", ICML 2001.
 */
void
ent_crf_find_best (EntCrf *self, const gfloat *scores, guint n, guint8 *labels)
{
  g_autofree guint8 *before = g_new0 (guint8, (gsize) n * self->n_labels);

  if (n)
    find_best (self, scores, n, before, labels);
}

/**
 * ent_crf_find_probabilities: (skip)
 * @self: a decoder with Y labels
 * @scores: T·Y, see ent_crf_score()
 * @n: T, at least 1
 * @labels: T label numbers
 * @spans: (inout): tokens in a row; sets `probability`, that all of them have their labels
 * @n_spans: how many
 *
 * Where no sequence is possible, or all are too improbable to be told apart, each label is as probable as the next.
 * Safe to call from many threads.
 *
 * Source: Culotta, McCallum, "Confidence estimation for information extraction", HLT-NAACL 2004.
 */
void
ent_crf_find_probabilities (EntCrf *self, const gfloat *scores, guint n, const guint8 *labels, EntCrfSpan *spans,
                            guint n_spans)
{
  EntLattice lattice = { 0 };
  gboolean known = isfinite (ent_lattice_sum (&lattice, self->transitions, scores, self->exp_transitions, NULL, n));

  for (guint i = 0; i < n_spans; i++)
    {
      gfloat probability = 1.0f / self->n_labels;

      if (known)
        probability
            = ent_lattice_row (&lattice, self->n_labels, self->exp_transitions, labels, spans[i].first, spans[i].end);
      spans[i].probability = CLAMP (probability, G_MINFLOAT, 1);
    }
  ent_lattice_clear (&lattice);
}

/**
 * ent_crf_decode: (skip)
 * @self: a decoder with Y labels
 * @features: of a sequence of T tokens; 0 is allowed
 * @labels: (out caller-allocates): T label numbers, each < Y
 *
 * Finds the most probable label sequence: ent_crf_score() and ent_crf_find_best() in one.
 */
void
ent_crf_decode (EntCrf *self, const EntFeatures *features, guint8 *labels)
{
  g_autofree gfloat *scores = g_new0 (gfloat, (gsize) features->n * self->n_labels);

  ent_crf_score (self, features, scores);
  ent_crf_find_best (self, scores, features->n, labels);
}
