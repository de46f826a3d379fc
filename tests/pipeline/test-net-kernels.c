/* The arithmetic of networks, held against plain loops and the C library; the memory that it works in. */
#include "tests/pipeline/net-numbers.h"

#include <string.h>

#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/net/scratch.h"

/* Around the four by four that the loops are unrolled for */
static const guint sizes[] = { 1, 2, 3, 4, 5, 7, 8, 9, 13 };

#define PAD 3 /* columns between the rows of a */

typedef struct
{
  guint n, k, m;
  gfloat *a; /* [n][k + PAD] */
  gfloat *b; /* [k][m] */
  gfloat *g; /* [n][m] */
} Matrices;

static void
for_all_sizes (void (*check) (const Matrices *))
{
  for (guint n = 0; n < G_N_ELEMENTS (sizes); n++)
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
      for (guint m = 0; m < G_N_ELEMENTS (sizes); m++)
        {
          Matrices matrices = { .n = sizes[n], .k = sizes[k], .m = sizes[m] };

          matrices.a = draw_numbers (matrices.n * (matrices.k + PAD));
          matrices.b = draw_numbers (matrices.k * matrices.m);
          matrices.g = draw_numbers (matrices.n * matrices.m);
          check (&matrices);
          g_free (matrices.a);
          g_free (matrices.b);
          g_free (matrices.g);
        }
}

static void
check_product (const Matrices *x)
{
  g_autofree gfloat *c = draw_numbers (x->n * x->m), *before = g_memdup2 (c, x->n * x->m * sizeof *c);

  ent_multiply (c, x->a, x->k + PAD, x->b, x->n, x->k, x->m);
  for (guint t = 0; t < x->n; t++)
    for (guint j = 0; j < x->m; j++)
      {
        gdouble sum = before[t * x->m + j];

        for (guint i = 0; i < x->k; i++)
          sum += (gdouble) x->a[t * (x->k + PAD) + i] * x->b[i * x->m + j];
        check_near (c[t * x->m + j], sum, 1e-5);
      }
}

static void
products_are_added_to_what_was_there (void **state)
{
  for_all_sizes (check_product);
}

static void
check_rows_alone (const Matrices *x)
{
  g_autofree gfloat *c = g_new0 (gfloat, x->n * x->m), *alone = g_new0 (gfloat, x->n * x->m);

  ent_multiply (c, x->a, x->k + PAD, x->b, x->n, x->k, x->m);
  for (guint t = 0; t < x->n; t++)
    ent_multiply (alone + t * x->m, x->a + t * (x->k + PAD), 0, x->b, 1, x->k, x->m);
  assert_memory_equal (c, alone, x->n * x->m * sizeof *c);
}

/* To the last bit: how many rows are multiplied at a time must not show */
static void
a_row_has_the_same_product_among_others_as_alone (void **state)
{
  for_all_sizes (check_rows_alone);
}

static void
check_transposed_product (const Matrices *x)
{
  g_autofree gfloat *c = draw_numbers (x->k * x->m), *before = g_memdup2 (c, x->k * x->m * sizeof *c);

  ent_multiply_transposed (c, x->a, x->k + PAD, x->g, x->n, x->k, x->m);
  for (guint i = 0; i < x->k; i++)
    for (guint j = 0; j < x->m; j++)
      {
        gdouble sum = before[i * x->m + j];

        for (guint t = 0; t < x->n; t++)
          sum += (gdouble) x->a[t * (x->k + PAD) + i] * x->g[t * x->m + j];
        check_near (c[i * x->m + j], sum, 1e-5);
      }
}

static void
transposed_products_are_added_to_what_was_there (void **state)
{
  for_all_sizes (check_transposed_product);
}

static void
products_without_rows_or_columns_change_nothing (void **state)
{
  gfloat c[] = { 1, 2 }, a[] = { 3, 4 }, b[] = { 5, 6 };

  ent_multiply (c, a, 2, b, 0, 2, 1);
  ent_multiply (c, a, 0, b, 2, 0, 1);
  ent_multiply_transposed (c, a, 1, b, 0, 2, 1);
  ent_add_scaled (c, a, 1, 0);
  assert_true (c[0] == 1 && c[1] == 2);
}

static void
sums_may_be_scaled (void **state)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint n = sizes[s];
      g_autofree gfloat *a = draw_numbers (3 * n), *b = draw_numbers (n), *before = g_memdup2 (a, 3 * n * sizeof *a);
      g_autofree gint8 *bytes = g_new (gint8, n);
      g_autofree gint32 *whole = g_new (gint32, n);

      for (guint i = 0; i < n; i++)
        {
          bytes[i] = i % 2 ? -128 : 127;
          whole[i] = i % 2 ? G_MININT32 : 1000 * (gint32) i;
        }
      ent_add_scaled (a, b, -0.5f, n);
      ent_add_bytes (a + n, bytes, 0.01f, n);
      ent_add_whole (a + 2 * n, whole, 1e-9f, n);
      for (guint i = 0; i < n; i++)
        {
          check_near (a[i], before[i] - 0.5 * b[i], 1e-6);
          check_near (a[n + i], before[n + i] + 0.01 * bytes[i], 1e-6);
          check_near (a[2 * n + i], before[2 * n + i] + 1e-9 * whole[i], 1e-6);
        }
    }
}

static void
shorts_may_be_added (void **state)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint n = sizes[s];
      g_autofree gfloat *a = draw_numbers (n), *before = g_memdup2 (a, n * sizeof *a);
      g_autofree gint16 *shorts = g_new (gint16, n);

      for (guint i = 0; i < n; i++)
        shorts[i] = i % 2 ? G_MININT16 : G_MAXINT16;
      ent_add_shorts (a, shorts, 1e-5f, n);
      for (guint i = 0; i < n; i++)
        check_near (a[i], before[i] + 1e-5 * shorts[i], 1e-6);
    }
}

static void
the_largest_is_that_without_signs (void **state)
{
  static const gfloat values[] = { -0.0f, 1e-40f, 0.5f, -3, 2, -INFINITY, 1, NAN };

  assert_true (ent_largest (values, 0) == 0);
  assert_true (ent_largest (values, 1) == 0);
  assert_true (ent_largest (values, 2) == 1e-40f);
  assert_true (ent_largest (values, 3) == 0.5f);
  assert_true (ent_largest (values, 5) == 3);
  assert_true (isinf (ent_largest (values, 7)));
  assert_true (isnan (ent_largest (values, 8)));
}

static void
what_is_below_zero_leaks (void **state)
{
  gfloat values[] = { -2, 0, 3, -0.5f, 1e30f, -1e30f, 1, -1, -4 };
  static const gfloat expected[] = { -0.5f, 0, 3, -0.125f, 1e30f, -0.25e30f, 1, -0.25f, -1 };

  ent_leak (values, 0.25f, G_N_ELEMENTS (values));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    assert_true (values[i] == expected[i]);
}

static void
halves_are_rounded_away_from_zero (void **state)
{
  static const gfloat values[] = { 0, 0.4f, 0.5f, -0.4f, -0.5f, 1.49f, -2.5f, 2047, -2047, 0.999f, -1.5f };
  static const gint16 once[] = { 0, 0, 1, 0, -1, 1, -3, 2047, -2047, 1, -2 };
  gint16 rounded[G_N_ELEMENTS (values)];

  ent_round (rounded, values, 1, G_N_ELEMENTS (values));
  assert_memory_equal (rounded, once, sizeof once);
  ent_round (rounded, values, -2, 3);
  assert_int_equal (rounded[0], 0);
  assert_int_equal (rounded[1], -1);
  assert_int_equal (rounded[2], -1);
}

/* From far below where they are flat to far above */
#define N_CURVE 4001

static void
the_curves_are_those_of_the_c_library (void **state)
{
  g_autofree gfloat *sigmoids = g_new (gfloat, N_CURVE), *tanhs = g_new (gfloat, N_CURVE);

  for (gint i = 0; i < N_CURVE; i++)
    sigmoids[i] = tanhs[i] = (i - N_CURVE / 2) / 20.0f;
  ent_sigmoid (sigmoids, N_CURVE);
  ent_tanh (tanhs, N_CURVE);
  for (gint i = 0; i < N_CURVE; i++)
    {
      gdouble x = (i - N_CURVE / 2) / 20.0f;

      check_near (sigmoids[i], 1 / (1 + exp (-x)), 3e-7);
      check_near (tanhs[i], tanh (x), 4e-7);
      assert_true (sigmoids[i] >= 0 && sigmoids[i] <= 1 && tanhs[i] >= -1 && tanhs[i] <= 1);
    }
  assert_true (tanhs[N_CURVE / 2] == 0 && sigmoids[N_CURVE / 2] == 0.5f);
}

static void
the_curves_are_flat_at_infinity (void **state)
{
  gfloat sigmoids[] = { INFINITY, -INFINITY, 1e30f, -1e30f }, tanhs[] = { INFINITY, -INFINITY, 1e30f, -1e30f };

  ent_sigmoid (sigmoids, 4);
  ent_tanh (tanhs, 4);
  for (guint i = 0; i < 4; i++)
    {
      check_near (sigmoids[i], i % 2 ? 0 : 1, 1e-30);
      check_near (tanhs[i], i % 2 ? -1 : 1, 1e-7);
    }
}

static void
check_softmax (const gfloat *values, guint n)
{
  g_autofree gfloat *shares = g_memdup2 (values, n * sizeof *values);
  gdouble max = -INFINITY, sum = 0;

  ent_softmax (shares, n);
  for (guint i = 0; i < n; i++)
    max = MAX (max, values[i]);
  for (guint i = 0; i < n; i++)
    sum += exp (values[i] - max);
  for (guint i = 0; i < n; i++)
    check_near (shares[i], exp (values[i] - max) / sum, 1e-6);
}

static void
shares_add_up_to_1 (void **state)
{
  static const gfloat far[] = { 1000, -1000, 999 }, same[] = { -5, -5, -5, -5 }, masked[] = { -1e9f, 0.5f, 1 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autofree gfloat *values = draw_numbers (sizes[s]);

      check_softmax (values, sizes[s]);
    }
  check_softmax (far, G_N_ELEMENTS (far));
  check_softmax (same, G_N_ELEMENTS (same));
  check_softmax (masked, G_N_ELEMENTS (masked));
}

static gint16 *
draw_whole (gsize n)
{
  gint16 *numbers = g_new (gint16, n);

  for (gsize i = 0; i < n; i++)
    numbers[i] = (gint16) draw (2 * ENT_FIXED_MAX + 1) - ENT_FIXED_MAX;
  return numbers;
}

/* One number more than there is room for shows that the others keep to theirs */
static void
check_fixed (guint n, guint rows, guint columns, const gint16 *w, const gint16 *x)
{
  g_autofree gint32 *y = g_new (gint32, n * rows + 1);
  g_autofree gint16 *pairs = g_new (gint16, rows * columns);

  memset (y, 0x55, (n * rows + 1) * sizeof *y);
  ent_pair_up (pairs, w, rows, columns);
  ent_multiply_fixed (y, pairs, x, n, rows, columns);
  assert_int_equal (y[n * rows], 0x55555555);
  for (guint t = 0; t < n; t++)
    for (guint r = 0; r < rows; r++)
      {
        gint64 sum = 0;

        for (guint i = 0; i < columns; i++)
          sum += (gint64) w[r * columns + i] * x[t * columns + i];
        assert_int_equal (y[t * rows + r], sum);
      }
}

static void
products_of_whole_numbers_are_exact (void **state)
{
  static const guint columns[] = { 2, 4, 6, 8, 14, 16, 18, 30, 34, 96 };

  static const guint rows[] = { 1, 2, 5, 7, 8, 9, 15, 16, 17, 23, 24, 31, 32, 33, 47, 63, 96, 97, 121 };

  for (guint n = 0; n < G_N_ELEMENTS (sizes); n++)
    for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
      for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
        {
          g_autofree gint16 *w = draw_whole (rows[r] * columns[c]), *x = draw_whole (sizes[n] * columns[c]);

          check_fixed (sizes[n], rows[r], columns[c], w, x);
        }
}

static void
weights_lie_in_pairs (void **state)
{
  static const gint16 values[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  static const gint16 expected[] = { 1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12 };
  gint16 pairs[G_N_ELEMENTS (values)];

  ent_pair_up (pairs, values, 3, 4);
  assert_memory_equal (pairs, expected, sizeof expected);
}

/* The first eleven of the outputs get the largest sum, the others the least */
#define LARGE_ROWS 21

static void
the_largest_products_do_not_overflow (void **state)
{
  const guint columns = ENT_FIXED_MAX_COLUMNS;
  g_autofree gint16 *w = g_new (gint16, LARGE_ROWS * columns), *x = g_new (gint16, 5 * columns);

  for (guint i = 0; i < LARGE_ROWS * columns; i++)
    w[i] = i < 11 * columns ? ENT_FIXED_MAX : -ENT_FIXED_MAX;
  for (guint i = 0; i < 5 * columns; i++)
    x[i] = i < 2 * columns ? ENT_FIXED_MAX : -ENT_FIXED_MAX;
  check_fixed (5, LARGE_ROWS, columns, w, x);
}

/* Pieces of all sizes, some larger than what is taken from the system at a time */
static void
take_pieces (EntScratch *scratch)
{
  static const gsize lengths[] = { 1, 63, 64, 65, 1000, 0, 1 << 20, (1 << 20) - 64, 3 << 20, 7, 1 << 19, 1 << 19, 1 };
  guint8 *pieces[G_N_ELEMENTS (lengths)];

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      pieces[i] = ent_scratch_take (scratch, lengths[i]);
      assert_int_equal ((guintptr) pieces[i] % 64, 0);
      memset (pieces[i], (int) i + 1, lengths[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (gsize k = 0; k < lengths[i]; k++)
      if (pieces[i][k] != i + 1)
        fail_msg ("piece %u is written over at byte %" G_GSIZE_FORMAT, i, k);
}

static void
scratch_memory_is_aligned_and_nobody_else_s (void **state)
{
  g_autoptr (EntScratch) scratch = ent_scratch_new ();

  for (guint i = 0; i < 3; i++)
    {
      take_pieces (scratch);
      ent_scratch_reset (scratch);
    }
}

static void
scratch_memory_is_used_again_with_zeros_for_numbers (void **state)
{
  g_autoptr (EntScratch) scratch = ent_scratch_new ();
  gfloat *first;

  ent_scratch_reset (scratch);
  first = ent_scratch_floats (scratch, 100);
  first[99] = 1;
  assert_ptr_not_equal (ent_scratch_floats (scratch, 100), first);
  ent_scratch_reset (scratch);
  assert_ptr_equal (ent_scratch_floats (scratch, 100), first);
  assert_true (first[99] == 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (products_are_added_to_what_was_there),
    cmocka_unit_test (a_row_has_the_same_product_among_others_as_alone),
    cmocka_unit_test (transposed_products_are_added_to_what_was_there),
    cmocka_unit_test (products_without_rows_or_columns_change_nothing),
    cmocka_unit_test (sums_may_be_scaled),
    cmocka_unit_test (shorts_may_be_added),
    cmocka_unit_test (the_largest_is_that_without_signs),
    cmocka_unit_test (what_is_below_zero_leaks),
    cmocka_unit_test (halves_are_rounded_away_from_zero),
    cmocka_unit_test (the_curves_are_those_of_the_c_library),
    cmocka_unit_test (the_curves_are_flat_at_infinity),
    cmocka_unit_test (shares_add_up_to_1),
    cmocka_unit_test (products_of_whole_numbers_are_exact),
    cmocka_unit_test (weights_lie_in_pairs),
    cmocka_unit_test (the_largest_products_do_not_overflow),
    cmocka_unit_test (scratch_memory_is_aligned_and_nobody_else_s),
    cmocka_unit_test (scratch_memory_is_used_again_with_zeros_for_numbers),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
