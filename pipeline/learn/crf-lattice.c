/* Sums over all label sequences by the forward-backward algorithm, in scaled probabilities instead of logarithms:
 * several times as fast, because the inner loops have no exp and no log (Rabiner, "A tutorial on hidden Markov models",
 * Proc. IEEE 1989, section V.A). */
#include "pipeline/learn/crf-lattice.h"

#include <math.h>
#include <string.h>

/* A row's sum is kept above it, so that nothing is divided by zero where no allowed label can be reached */
#define TINY 1e-35f
/* Labels that are less likely by more than exp of it count for as much: what is allowed stays possible */
#define FLOOR (-40.0f)
/* What is larger counts for as much: it belongs to a label whose forward value is as good as 0, and 0 × infinity is no
 * number */
#define MOST 1e30f

/* The bit n_labels of follows[y] says whether y may start; follows[n_labels] is the set that may end */
EntTransitions *
ent_transitions_new (guint n_labels, const guint64 *follows)
{
  EntTransitions *self = g_new0 (EntTransitions, 1);
  guint k = 0;

  self->n_labels = n_labels;
  self->first = g_new0 (guint, n_labels + 1);
  self->from = g_new0 (guint8, n_labels * n_labels);
  self->may_start = g_new0 (guint8, n_labels);
  self->may_end = g_new0 (guint8, n_labels);
  for (guint y = 0; y < n_labels; y++)
    {
      self->first[y] = k;
      for (guint p = 0; p < n_labels; p++)
        if (follows[y] >> p & 1)
          self->from[k++] = p;
      self->may_start[y] = follows[y] >> n_labels & 1;
      self->may_end[y] = follows[n_labels] >> y & 1;
    }
  self->first[n_labels] = k;
  return self;
}

void
ent_transitions_free (EntTransitions *self)
{
  g_free (self->first);
  g_free (self->from);
  g_free (self->may_start);
  g_free (self->may_end);
  g_free (self);
}

static void
reserve (EntLattice *self, gsize size, guint n)
{
  if (size + n <= self->size)
    return;
  self->size = 2 * (size + n);
  self->forward = g_renew (gfloat, self->forward, self->size);
  self->backward = g_renew (gfloat, self->backward, self->size);
  self->factors = g_renew (gfloat, self->factors, self->size);
  self->scale = g_renew (gfloat, self->scale, self->size);
}

void
ent_lattice_clear (EntLattice *self)
{
  g_free (self->forward);
  g_free (self->backward);
  g_free (self->factors);
  g_free (self->scale);
}

/* exp (scores - max), 0 for labels that are not allowed → the maximum */
static gfloat
exponentiate (const gfloat *scores, guint64 allowed, guint n_labels, gfloat *factors)
{
  gfloat max = -INFINITY;

  for (guint y = 0; y < n_labels; y++)
    if (allowed >> y & 1 && scores[y] > max)
      max = scores[y];
  for (guint y = 0; y < n_labels; y++)
    factors[y] = allowed >> y & 1 ? expf (MAX (scores[y] - max, FLOOR)) : 0;
  return max;
}

static gfloat
normalise (gfloat *row, guint n)
{
  gfloat sum = TINY;

  for (guint y = 0; y < n; y++)
    sum += row[y];
  for (guint y = 0; y < n; y++)
    row[y] /= sum;
  return sum;
}

static void
step_forward (const EntTransitions *transitions, const gfloat *exp_transitions, const gfloat *before, gfloat *row)
{
  const guint n_labels = transitions->n_labels;

  for (guint y = 0; y < n_labels; y++)
    {
      gfloat sum = 0;

      for (guint k = transitions->first[y]; k < transitions->first[y + 1]; k++)
        sum += before[transitions->from[k]] * exp_transitions[transitions->from[k] * n_labels + y];
      row[y] *= sum;
    }
}

static void
step_backward (const EntTransitions *transitions, const gfloat *exp_transitions, const gfloat *factors,
               const gfloat *after, gfloat scale, gfloat *row)
{
  const guint n_labels = transitions->n_labels;

  memset (row, 0, n_labels * sizeof *row);
  for (guint y = 0; y < n_labels; y++)
    {
      gfloat value = MIN (factors[y] * after[y] / scale, MOST);

      for (guint k = transitions->first[y]; k < transitions->first[y + 1]; k++)
        row[transitions->from[k]] += exp_transitions[transitions->from[k] * n_labels + y] * value;
    }
  for (guint y = 0; y < n_labels; y++)
    row[y] = MIN (row[y], MOST);
}

/* Fills the lattice; @allowed restricts the labels of each token where it is not NULL. Returns the logarithm of the
 * sum; minus infinity where no sequence is allowed, and the lattice is not to be used. exp_transitions is [Y + 1][Y],
 * its last row the start. */
gdouble
ent_lattice_sum (EntLattice *self, const EntTransitions *transitions, const gfloat *scores,
                 const gfloat *exp_transitions, const guint64 *allowed, guint n)
{
  const guint n_labels = transitions->n_labels;
  gdouble log_sum = 0;
  gfloat *last;

  reserve (self, (gsize) n * n_labels, n);
  for (guint t = 0; t < n; t++)
    {
      gfloat *row = self->forward + t * n_labels;
      gfloat *factors = self->factors + t * n_labels;

      log_sum
          += exponentiate (scores + t * n_labels, allowed ? allowed[t] : ~G_GUINT64_CONSTANT (0), n_labels, factors);
      memcpy (row, factors, n_labels * sizeof *row);
      if (t)
        step_forward (transitions, exp_transitions, row - n_labels, row);
      for (guint y = 0; y < n_labels; y++)
        row[y] *= t ? 1 : transitions->may_start[y] * exp_transitions[n_labels * n_labels + y];
      for (guint y = 0; t == n - 1 && y < n_labels; y++)
        row[y] *= transitions->may_end[y];
      self->scale[t] = normalise (row, n_labels);
      if (self->scale[t] < 2 * TINY)
        return -INFINITY;
      log_sum += logf (self->scale[t]);
    }
  last = self->backward + (n - 1) * n_labels;
  for (guint y = 0; y < n_labels; y++)
    last[y] = transitions->may_end[y];
  for (guint t = n - 1; t-- > 0;)
    step_backward (transitions, exp_transitions, self->factors + (t + 1) * n_labels,
                   self->backward + (t + 1) * n_labels, self->scale[t + 1], self->backward + t * n_labels);
  return log_sum;
}

/* The probability of each label at token t */
void
ent_lattice_marginals (const EntLattice *self, guint n_labels, guint t, gfloat *marginals)
{
  const gfloat *forward = self->forward + t * n_labels;
  const gfloat *backward = self->backward + t * n_labels;

  for (guint y = 0; y < n_labels; y++)
    marginals[y] = forward[y] * backward[y];
}

/* The probability that the tokens from @first to before @end all have their labels */
gfloat
ent_lattice_row (const EntLattice *self, guint n_labels, const gfloat *exp_transitions, const guint8 *labels,
                 guint first, guint end)
{
  gfloat product = self->forward[first * n_labels + labels[first]];

  for (guint t = first + 1; t < end; t++)
    product *= exp_transitions[labels[t - 1] * n_labels + labels[t]] * self->factors[t * n_labels + labels[t]]
               / self->scale[t];
  return product * self->backward[(end - 1) * n_labels + labels[end - 1]];
}

/* Adds sign × the expected number of each transition to pairs, [Y + 1][Y] */
void
ent_lattice_add_pairs (const EntLattice *self, const EntTransitions *transitions, const gfloat *exp_transitions,
                       guint n, gfloat sign, gfloat *pairs)
{
  const guint n_labels = transitions->n_labels;

  for (guint y = 0; y < n_labels; y++)
    pairs[n_labels * n_labels + y] += sign * self->forward[y] * self->backward[y];
  for (guint t = 1; t < n; t++)
    {
      const gfloat *before = self->forward + (t - 1) * n_labels;

      for (guint y = 0; y < n_labels; y++)
        {
          gfloat value = self->factors[t * n_labels + y] * self->backward[t * n_labels + y] / self->scale[t];

          value = sign * MIN (value, MOST);

          for (guint k = transitions->first[y]; value != 0 && k < transitions->first[y + 1]; k++)
            {
              guint p = transitions->from[k];

              pairs[p * n_labels + y] += before[p] * exp_transitions[p * n_labels + y] * value;
            }
        }
    }
}
