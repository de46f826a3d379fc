/* Sums over all label sequences, held against going through them one by one. */
#include "tests/harness.h"

#include <math.h>

#include "pipeline/learn/crf-lattice.h"

#define Y 3
#define MAX_TOKENS 5
#define N_MODELS 2000

/* A model and a sequence that are drawn anew each time */
typedef struct
{
  guint n;
  guint64 follows[Y + 1];
  gfloat exp_bonds[(Y + 1) * Y];
  gfloat scores[MAX_TOKENS * Y];
  guint64 allowed[MAX_TOKENS];
} Case;

/* What the lattice is to say, found by brute force */
typedef struct
{
  gdouble sum;
  gdouble marginals[MAX_TOKENS * Y];
  gdouble pairs[(Y + 1) * Y];
} Expected;

/* The same numbers everywhere: Knuth's MMIX generator, its upper half */
static guint
draw (guint n)
{
  static guint64 state = 1989;

  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (state >> 33) % n;
}

/* A set of labels, more often all than not */
static guint64
draw_set (guint n)
{
  return draw (2) ? draw (1u << n) : (1u << n) - 1;
}

static gfloat
draw_score (gfloat range)
{
  return range * ((gfloat) draw (2001) / 1000 - 1);
}

static void
draw_case (Case *self, gfloat range)
{
  self->n = 1 + draw (MAX_TOKENS);
  for (guint y = 0; y < Y; y++)
    self->follows[y] = draw_set (Y + 1);
  self->follows[Y] = draw_set (Y);
  for (guint i = 0; i < (Y + 1) * Y; i++)
    self->exp_bonds[i] = expf (draw_score (2));
  for (guint i = 0; i < MAX_TOKENS * Y; i++)
    self->scores[i] = draw_score (range);
  for (guint t = 0; t < MAX_TOKENS; t++)
    self->allowed[t] = draw_set (Y);
}

/* Everything may follow everything */
static void
free_labels (Case *self)
{
  for (guint y = 0; y <= Y; y++)
    self->follows[y] = (1u << (Y + 1)) - 1;
  for (guint t = 0; t < MAX_TOKENS; t++)
    self->allowed[t] = (1u << Y) - 1;
}

/* Sequence number i has label i / Y^t % Y at token t */
static void
spell (const Case *self, guint i, guint *labels)
{
  for (guint t = 0; t < self->n; t++, i /= Y)
    labels[t] = i % Y;
}

static guint
n_sequences (const Case *self)
{
  guint n = 1;

  for (guint t = 0; t < self->n; t++)
    n *= Y;
  return n;
}

/* 0 where the sequence is not allowed */
static gdouble
weight_of (const Case *self, const guint *labels, gboolean restricted)
{
  gdouble weight = 1;

  if (!(self->follows[Y] >> labels[self->n - 1] & 1))
    return 0;
  for (guint t = 0; t < self->n; t++)
    {
      guint before = t ? labels[t - 1] : Y;

      if (!(self->follows[labels[t]] >> before & 1) || (restricted && !(self->allowed[t] >> labels[t] & 1)))
        return 0;
      weight *= exp (self->scores[t * Y + labels[t]]) * self->exp_bonds[before * Y + labels[t]];
    }
  return weight;
}

static void
sum_all (const Case *self, gboolean restricted, Expected *expected)
{
  *expected = (Expected){ 0 };
  for (guint i = 0; i < n_sequences (self); i++)
    {
      guint labels[MAX_TOKENS];
      gdouble weight;

      spell (self, i, labels);
      weight = weight_of (self, labels, restricted);
      expected->sum += weight;
      for (guint t = 0; t < self->n; t++)
        {
          expected->marginals[t * Y + labels[t]] += weight;
          expected->pairs[(t ? labels[t - 1] : Y) * Y + labels[t]] += weight;
        }
    }
}

static void
check_marginals (const Case *self, const EntLattice *lattice, const Expected *expected)
{
  for (guint t = 0; t < self->n; t++)
    {
      gfloat marginals[Y];

      ent_lattice_marginals (lattice, Y, t, marginals);
      for (guint y = 0; y < Y; y++)
        assert_float_equal (marginals[y], expected->marginals[t * Y + y] / expected->sum, 1e-4);
    }
}

/* Twice the expected numbers, and once of them taken off again */
static void
check_pairs (const Case *self, const EntLattice *lattice, const EntTransitions *transitions, const Expected *expected)
{
  gfloat pairs[(Y + 1) * Y] = { 0 };

  ent_lattice_add_pairs (lattice, transitions, self->exp_bonds, self->n, 2, pairs);
  ent_lattice_add_pairs (lattice, transitions, self->exp_bonds, self->n, -1, pairs);
  for (guint i = 0; i < (Y + 1) * Y; i++)
    assert_float_equal (pairs[i], expected->pairs[i] / expected->sum, 1e-3);
}

/* → whether a sequence was allowed */
static gboolean
check_case (const Case *self, EntLattice *lattice, gboolean restricted)
{
  EntTransitions *transitions = ent_transitions_new (Y, self->follows);
  Expected expected;
  gdouble sum = ent_lattice_sum (lattice, transitions, self->scores, self->exp_bonds, restricted ? self->allowed : NULL,
                                 self->n);

  sum_all (self, restricted, &expected);
  if (expected.sum > 0)
    {
      assert_float_equal (sum, log (expected.sum), 1e-4);
      check_marginals (self, lattice, &expected);
      check_pairs (self, lattice, transitions, &expected);
    }
  else
    assert_true (isinf (sum) && sum < 0);
  ent_transitions_free (transitions);
  return expected.sum > 0;
}

static void
sums_are_those_of_all_sequences (void **state)
{
  EntLattice lattice = { 0 };

  for (guint i = 0; i < N_MODELS; i++)
    {
      Case one;

      draw_case (&one, 4);
      check_case (&one, &lattice, FALSE);
    }
  ent_lattice_clear (&lattice);
}

/* Some of the drawn sets leave a sequence, others none: the sum is minus infinity then, and the lattice good for more
 */
static void
sets_of_allowed_labels_restrict_the_sums (void **state)
{
  EntLattice lattice = { 0 };
  guint n_possible = 0;

  for (guint i = 0; i < N_MODELS; i++)
    {
      Case one;

      draw_case (&one, 4);
      n_possible += check_case (&one, &lattice, TRUE);
    }
  assert_in_range (n_possible, N_MODELS / 10, N_MODELS * 9 / 10);
  ent_lattice_clear (&lattice);
}

static void
a_token_that_may_have_no_label_makes_the_sum_minus_infinity (void **state)
{
  EntLattice lattice = { 0 };
  Case one;

  draw_case (&one, 1);
  free_labels (&one);
  one.n = MAX_TOKENS;
  assert_true (check_case (&one, &lattice, TRUE));
  for (guint t = 0; t < MAX_TOKENS; t++)
    {
      free_labels (&one);
      one.allowed[t] = 0;
      assert_false (check_case (&one, &lattice, TRUE));
    }
  ent_lattice_clear (&lattice);
}

static void
check_numbers (const Case *self, EntLattice *lattice, gboolean restricted)
{
  EntTransitions *transitions = ent_transitions_new (Y, self->follows);
  gdouble sum = ent_lattice_sum (lattice, transitions, self->scores, self->exp_bonds, restricted ? self->allowed : NULL,
                                 self->n);
  gfloat pairs[(Y + 1) * Y] = { 0 }, marginals[Y];

  assert_false (isnan (sum) || (isinf (sum) && sum > 0));
  if (isfinite (sum))
    ent_lattice_add_pairs (lattice, transitions, self->exp_bonds, self->n, 1, pairs);
  for (guint i = 0; i < (Y + 1) * Y; i++)
    assert_true (pairs[i] >= 0 && pairs[i] <= MAX_TOKENS * 1.001);
  for (guint t = 0; isfinite (sum) && t < self->n; t++)
    {
      ent_lattice_marginals (lattice, Y, t, marginals);
      for (guint y = 0; y < Y; y++)
        assert_true (marginals[y] >= 0 && marginals[y] <= 1.001);
      assert_in_range ((guint) (1000 * (marginals[0] + marginals[1] + marginals[2])), 0, 1001);
    }
  ent_transitions_free (transitions);
}

/* Scores of which the exponential is no number: all that comes out is one, and within the bounds of a probability. It
 * is not exact: where the restrictions leave only sequences that are this improbable, precision ends */
static void
extreme_scores_give_numbers (void **state)
{
  EntLattice lattice = { 0 };

  for (guint i = 0; i < N_MODELS; i++)
    {
      Case one;

      draw_case (&one, 1000);
      for (guint k = 0; k < MAX_TOKENS * Y && i % 2; k++)
        one.scores[k] = draw (2) ? 1000 : -1000;
      check_numbers (&one, &lattice, FALSE);
      check_numbers (&one, &lattice, TRUE);
    }
  ent_lattice_clear (&lattice);
}

/* Where all may follow all, the best label of each token is as good as certain */
static void
with_extreme_scores_the_best_sequence_is_the_sum (void **state)
{
  EntLattice lattice = { 0 };
  EntTransitions *transitions;
  gfloat marginals[Y];
  gdouble sum;
  Case one;

  draw_case (&one, 1);
  free_labels (&one);
  transitions = ent_transitions_new (Y, one.follows);
  one.n = 3;
  for (guint i = 0; i < (Y + 1) * Y; i++)
    one.exp_bonds[i] = 1;
  for (guint i = 0; i < 3 * Y; i++)
    one.scores[i] = i % Y == i / Y ? 1000 : -1000;
  sum = ent_lattice_sum (&lattice, transitions, one.scores, one.exp_bonds, NULL, 3);
  assert_float_equal (sum, 3000, 1e-3);
  for (guint t = 0; t < 3; t++)
    {
      ent_lattice_marginals (&lattice, Y, t, marginals);
      assert_float_equal (marginals[t], 1, 1e-5);
    }
  ent_transitions_free (transitions);
  ent_lattice_clear (&lattice);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (sums_are_those_of_all_sequences),
    cmocka_unit_test (sets_of_allowed_labels_restrict_the_sums),
    cmocka_unit_test (a_token_that_may_have_no_label_makes_the_sum_minus_infinity),
    cmocka_unit_test (extreme_scores_give_numbers),
    cmocka_unit_test (with_extreme_scores_the_best_sequence_is_the_sum),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
