/* The best tree, held against going through all trees one by one. */
#include "tests/harness.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "pipeline/learn/tree.h"

#define MAX_WORDS 6
#define WIDTH (MAX_WORDS + 3) /* wider than need be: rows may be padded */

/* The same numbers everywhere: Knuth's MMIX generator, its upper half */
static guint
draw (guint n)
{
  static guint64 state = 1977;

  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (state >> 33) % n;
}

static gboolean
reaches_root (const guint *heads, guint n, guint t)
{
  for (guint steps = 0; steps <= n; steps++)
    {
      if (!heads[t])
        return TRUE;
      t = heads[t] - 1;
    }
  return FALSE;
}

static gboolean
is_tree_with_one_root (const guint *heads, guint n)
{
  guint n_roots = 0;

  for (guint t = 0; t < n; t++)
    {
      if (heads[t] > n || !reaches_root (heads, n, t))
        return FALSE;
      n_roots += !heads[t];
    }
  return n_roots == 1;
}

/* Fewer arcs that cannot be are better; then, a higher sum. Scores are small whole numbers, so that sums are exact. */
typedef struct
{
  guint n_impossible;
  gint sum;
} Worth;

static Worth
worth_of (const gfloat *scores, const guint *heads, guint n)
{
  Worth worth = { 0, 0 };

  for (guint t = 0; t < n; t++)
    {
      gfloat score = scores[heads[t] * WIDTH + t + 1];

      if (isfinite (score))
        worth.sum += (gint) score;
      else
        worth.n_impossible++;
    }
  return worth;
}

static gboolean
is_better (Worth a, Worth b)
{
  return a.n_impossible != b.n_impossible ? a.n_impossible < b.n_impossible : a.sum > b.sum;
}

/* Counts up heads as the digits of a number; FALSE after the last */
static gboolean
next_heads (guint *heads, guint n)
{
  guint t = 0;

  for (; t < n && heads[t] == n; t++)
    heads[t] = 0;
  if (t < n)
    heads[t]++;
  return t < n;
}

static Worth
best_worth (const gfloat *scores, guint n)
{
  guint heads[MAX_WORDS] = { 0 };
  Worth best = { G_MAXUINT, 0 };

  do
    if (is_tree_with_one_root (heads, n) && is_better (worth_of (scores, heads, n), best))
      best = worth_of (scores, heads, n);
  while (next_heads (heads, n));
  return best;
}

/* `holes` of a hundred arcs cannot be; `lift` makes the root a tempting head for every word */
static void
draw_scores (gfloat *scores, guint range, guint holes, gint lift)
{
  static const gfloat none[] = { -INFINITY, NAN, INFINITY };

  for (guint h = 0; h < WIDTH; h++)
    for (guint d = 0; d < WIDTH; d++)
      {
        gfloat score = (gfloat) draw (2 * range + 1) - range + (h ? 0 : lift);

        scores[h * WIDTH + d] = draw (100) < holes ? none[draw (G_N_ELEMENTS (none))] : score;
      }
}

static void
check_against_all (guint n, guint n_cases, guint range, guint holes, gint lift)
{
  gfloat scores[WIDTH * WIDTH];
  guint heads[MAX_WORDS];

  for (guint i = 0; i < n_cases; i++)
    {
      Worth got, best;
      gboolean possible;

      draw_scores (scores, range, holes, lift);
      possible = ent_tree_find (scores, WIDTH, n, heads);
      assert_true (is_tree_with_one_root (heads, n));
      got = worth_of (scores, heads, n);
      best = best_worth (scores, n);
      assert_int_equal (got.n_impossible, best.n_impossible);
      assert_int_equal (got.sum, best.sum);
      assert_int_equal (possible, !best.n_impossible);
    }
}

static void
it_is_the_best_of_all_trees (void **state)
{
  for (guint n = 1; n <= 4; n++)
    {
      check_against_all (n, 500, 1000, 0, 0);
      check_against_all (n, 500, 2, 0, 0);
    }
  check_against_all (5, 200, 1000, 0, 0);
  check_against_all (6, 10, 1000, 0, 0);
}

static void
the_root_has_one_child_however_good_its_arcs_are (void **state)
{
  for (guint n = 1; n <= 4; n++)
    {
      check_against_all (n, 300, 100, 0, 1000);
      check_against_all (n, 300, 100, 0, -1000);
      check_against_all (n, 300, 5, 0, 3);
    }
  check_against_all (5, 100, 100, 0, 80);
}

static void
arcs_that_cannot_be_are_kept_out_where_they_can (void **state)
{
  for (guint n = 1; n <= 4; n++)
    for (guint holes = 10; holes <= 100; holes += 30)
      check_against_all (n, 200, 50, holes, 0);
  check_against_all (5, 50, 50, 60, 0);
}

#define X (-INFINITY)

static void
heads_that_are_a_tree_are_taken_as_they_are (void **state)
{
  /* 2 is the root, 1 and 3 hang on it; the diagonal and column 0 are of no account */
  static const gfloat scores[] = { 9, 1, 7, 1, 9, 9, 2, 3, 9, 8, 9, 8, 9, 2, 3, 9 };
  guint heads[3];

  assert_true (ent_tree_find (scores, 4, 3, heads));
  assert_int_equal (heads[0], 2);
  assert_int_equal (heads[1], 0);
  assert_int_equal (heads[2], 2);
}

static void
a_cycle_is_broken_where_it_costs_least (void **state)
{
  /* 1 and 2 want each other; to hang 2 on the root costs 10 - 4, 1 only 10 - 5 */
  static const gfloat scores[] = { X, 5, 4, X, X, 10, X, 10, X };
  guint heads[2];

  assert_true (ent_tree_find (scores, 3, 2, heads));
  assert_int_equal (heads[0], 0);
  assert_int_equal (heads[1], 1);
}

static void
one_word_hangs_on_the_root (void **state)
{
  gfloat scores[] = { 0, -7, 0, 9 };
  guint head = 9;

  assert_true (ent_tree_find (scores, 2, 1, &head));
  assert_int_equal (head, 0);
  scores[1] = NAN;
  head = 9;
  assert_false (ent_tree_find (scores, 2, 1, &head));
  assert_int_equal (head, 0);
}

static void
fill (gfloat *scores, gsize n, gfloat value)
{
  for (gsize i = 0; i < n; i++)
    scores[i] = value;
}

static void
equal_scores_give_one_and_the_same_tree (void **state)
{
  gfloat scores[49];
  guint heads[6], again[6];
  static const gfloat values[] = { 0, -3, FLT_MAX, -FLT_MAX, X, NAN };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      fill (scores, G_N_ELEMENTS (scores), values[i]);
      assert_int_equal (ent_tree_find (scores, 7, 6, heads), isfinite (values[i]));
      assert_true (is_tree_with_one_root (heads, 6));
      ent_tree_find (scores, 7, 6, again);
      assert_memory_equal (heads, again, sizeof heads);
    }
}

#define LONG 2000

static void
check_long (const gfloat *scores, guint *heads)
{
  assert_true (ent_tree_find (scores, LONG + 1, LONG, heads));
  assert_true (is_tree_with_one_root (heads, LONG));
}

/* Words that all want their neighbour, pair by pair or in one great circle, are as much contracting as there can be */
static void
long_sentences_have_trees (void **state)
{
  const gsize width = LONG + 1;
  g_autofree gfloat *scores = g_new (gfloat, width * width);
  g_autofree guint *heads = g_new (guint, LONG);

  fill (scores, width * width, 0);
  check_long (scores, heads);
  for (gsize d = 1; d < width; d++)
    scores[(d % LONG + 1) * width + d] = 5;
  check_long (scores, heads);
  for (gsize i = 0; i < width * width; i++)
    scores[i] = draw (1000);
  check_long (scores, heads);
  fill (scores, width * width, X);
  for (gsize d = 1; d < width; d++)
    for (gsize h = MAX (d, 5) - 5; h < MIN (d + 5, width); h++)
      scores[h * width + d] = draw (1000);
  check_long (scores, heads);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (it_is_the_best_of_all_trees),
    cmocka_unit_test (the_root_has_one_child_however_good_its_arcs_are),
    cmocka_unit_test (arcs_that_cannot_be_are_kept_out_where_they_can),
    cmocka_unit_test (heads_that_are_a_tree_are_taken_as_they_are),
    cmocka_unit_test (a_cycle_is_broken_where_it_costs_least),
    cmocka_unit_test (one_word_hangs_on_the_root),
    cmocka_unit_test (equal_scores_give_one_and_the_same_tree),
    cmocka_unit_test (long_sentences_have_trees),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
