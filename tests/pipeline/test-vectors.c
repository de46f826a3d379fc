/* Vectors in a model: what comes back is what was stored, rounded off, and what makes no sense is refused. */
#include "tests/harness.h"

#include <math.h>
#include <string.h>

#include "pipeline/learn/vectors.h"

#define SIZE 16
#define N 3
#define N_ROWS 5

static gchar *folder;
static gchar *path;

static int
set_up (void **state)
{
  folder = make_folder ();
  path = g_build_filename (folder, "vectors.bin", NULL);
  return 0;
}

static int
tear_down (void **state)
{
  g_free (path);
  remove_folder (folder);
  return 0;
}

/* The vectors of a model, which is to be freed after them */
static EntModel *
save_and_load (EntModelWriter *writer, guint32 n_rows, EntVectors *vectors)
{
  g_autoptr (GError) error = NULL;
  EntModel *model;

  assert_true (ent_model_writer_save (writer, path, &error));
  model = ent_model_open (path, "words", &error);
  assert_non_null (model);
  assert_true (ent_vectors_load (vectors, model, n_rows, &error));
  return model;
}

static void
make_up (gfloat vectors[N][SIZE], gfloat factor)
{
  for (guint i = 0; i < N; i++)
    for (guint d = 0; d < SIZE; d++)
      vectors[i][d] = factor * sinf ((gfloat) (i * SIZE + d + 1));
}

static gfloat
root_mean_square (const gfloat *numbers, guint n)
{
  gdouble sum = 0;

  for (guint i = 0; i < n; i++)
    sum += numbers[i] * numbers[i];
  return (gfloat) sqrt (sum / n);
}

static void
check_stored (gfloat factor)
{
  static const guint32 rows[N] = { 4, 0, 2 };
  static const gint8 zeros[SIZE];
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntModel) model = NULL;
  gfloat made[N][SIZE], unit;
  EntVectors vectors;

  make_up (made, factor);
  unit = root_mean_square (made[0], N * SIZE);
  ent_vectors_store (writer, made[0], rows, N, N_ROWS, SIZE);
  model = save_and_load (writer, N_ROWS, &vectors);
  assert_int_equal (vectors.size, SIZE);
  assert_int_equal (vectors.n_rows, N_ROWS);
  for (guint i = 0; i < N; i++)
    for (guint d = 0; d < SIZE; d++)
      assert_true (fabsf (ent_vectors_get (&vectors, rows[i])[d] * vectors.scale - made[i][d] / unit)
                   <= vectors.scale * 0.501f);
  assert_memory_equal (ent_vectors_get (&vectors, 1), zeros, SIZE);
  assert_memory_equal (ent_vectors_get (&vectors, 3), zeros, SIZE);
}

static void
vectors_come_back_with_a_mean_square_of_1 (void **state)
{
  check_stored (1);
  check_stored (0.001f);
  check_stored (1000);
}

static void
of_vectors_in_one_row_the_first_stays (void **state)
{
  static const guint32 rows[N] = { 0, 1, 0 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntModel) model = NULL;
  gfloat made[N][SIZE];
  EntVectors vectors;

  make_up (made, 1);
  for (guint d = 0; d < SIZE; d++)
    {
      made[0][d] = 1;
      made[2][d] = -1;
    }
  ent_vectors_store (writer, made[0], rows, N, 2, SIZE);
  model = save_and_load (writer, 2, &vectors);
  for (guint d = 0; d < SIZE; d++)
    assert_true (ent_vectors_get (&vectors, 0)[d] > 0);
}

static void
far_components_are_cut_off (void **state)
{
  static const guint32 rows[] = { 0 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntModel) model = NULL;
  gfloat made[256] = { [0] = 1000, [1] = -1000 };
  EntVectors vectors;

  ent_vectors_store (writer, made, rows, 1, 1, G_N_ELEMENTS (made));
  model = save_and_load (writer, 1, &vectors);
  assert_int_equal (vectors.size, 256);
  assert_int_equal (ent_vectors_get (&vectors, 0)[0], 127);
  assert_int_equal (ent_vectors_get (&vectors, 0)[1], -127);
  assert_int_equal (ent_vectors_get (&vectors, 0)[2], 0);
}

static void
vectors_of_nothing_but_zeros_stay_so (void **state)
{
  static const guint32 rows[] = { 0 };
  static const gfloat made[SIZE];
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntModel) model = NULL;
  EntVectors vectors;

  ent_vectors_store (writer, made, rows, 1, 1, SIZE);
  model = save_and_load (writer, 1, &vectors);
  for (guint d = 0; d < SIZE; d++)
    assert_int_equal (ent_vectors_get (&vectors, 0)[d], 0);
}

static void
a_model_may_have_none (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntModel) model = NULL;
  EntVectors vectors;

  model = save_and_load (writer, N_ROWS, &vectors);
  assert_int_equal (vectors.size, 0);
}

/* `n` components and these numbers as scale */
static void
check_refused (gsize n, guint32 n_rows, const gfloat *scale, gsize n_scale, const gchar *expected)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autofree gint8 *components = g_new0 (gint8, n + 1);
  g_autoptr (EntModel) model = NULL;
  g_autoptr (GError) error = NULL;
  EntVectors vectors;

  ent_model_writer_add (writer, "vectors", components, n);
  if (scale)
    ent_model_writer_add (writer, "scale", scale, n_scale * sizeof *scale);
  assert_true (ent_model_writer_save (writer, path, NULL));
  model = ent_model_open (path, "words", NULL);
  assert_non_null (model);
  assert_false (ent_vectors_load (&vectors, model, n_rows, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, path));
  assert_non_null (strstr (error->message, expected));
}

static void
vectors_that_make_no_sense_are_refused (void **state)
{
  const gfloat good[] = { 1, 1 }, zero = 0, negative = -1, infinite = INFINITY, none = NAN;

  check_refused (0, 2, good, 1, "has 0 components of vectors: expected a multiple of 16, at most 512, for each of 2");
  check_refused (16, 2, good, 1, "has 16 components");
  check_refused (33, 2, good, 1, "has 33 components");
  check_refused (32, 0, good, 1, "has 32 components");
  check_refused (2 * 528, 2, good, 1, "has 1056 components");
  check_refused (32, 2, NULL, 0, "has no section 'scale'");
  check_refused (32, 2, good, 0, "the scale of its vectors is none");
  check_refused (32, 2, good, 2, "the scale of its vectors is none");
  check_refused (32, 2, &zero, 1, "the scale of its vectors is none");
  check_refused (32, 2, &negative, 1, "the scale of its vectors is none");
  check_refused (32, 2, &infinite, 1, "the scale of its vectors is none");
  check_refused (32, 2, &none, 1, "the scale of its vectors is none");
}

#define test(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    test (vectors_come_back_with_a_mean_square_of_1),
    test (of_vectors_in_one_row_the_first_stays),
    test (far_components_are_cut_off),
    test (vectors_of_nothing_but_zeros_stay_so),
    test (a_model_may_have_none),
    test (vectors_that_make_no_sense_are_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
