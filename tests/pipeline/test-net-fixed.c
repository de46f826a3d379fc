/* Networks as they run: what was trained comes back from the model in whole numbers, and what does not fit is refused.
 */
#include "tests/pipeline/net-numbers.h"

#include <string.h>

#include "pipeline/learn/net/features.h"
#include "pipeline/learn/net/fixed.h"
#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/net/lstm.h"

#define INPUTS 18
#define OUTPUTS 5
#define STATES 6
#define N 9

static gchar *folder;
static gchar *path;

static int
set_up (void **state)
{
  folder = make_folder ();
  path = g_build_filename (folder, "net.bin", NULL);
  return 0;
}

static int
tear_down (void **state)
{
  g_clear_pointer (&path, g_free);
  remove_folder (folder);
  return 0;
}

static EntModel *
save_and_open (EntModelWriter *writer)
{
  EntModel *model;

  assert_true (ent_model_writer_save (writer, path, NULL));
  model = ent_model_open (path, "net", NULL);
  assert_non_null (model);
  return model;
}

static gfloat
largest (const gfloat *values, gsize n)
{
  gfloat max = 0;

  for (gsize i = 0; i < n; i++)
    max = MAX (max, fabsf (values[i]));
  return max;
}

/* --- Layers --- */

/* Numbers are off by half a step at most, those of the weights as those of the input */
static void
check_layer (gfloat spread)
{
  EntRandom random = { 9 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntScratch) scratch = ent_scratch_new ();
  g_autoptr (EntModel) model = NULL;
  g_autofree gfloat *x = draw_numbers (N * INPUTS);
  gfloat expected[N * OUTPUTS] = { 0 }, *got, bound;
  EntWeights weights, bias;
  const gfloat *loaded_bias;
  EntFixedInput input;
  EntFixed fixed;

  ent_weights_init (&weights, INPUTS, OUTPUTS, spread, &random);
  ent_weights_init (&bias, 1, OUTPUTS, spread, &random);
  ent_weights_apply (&weights, &bias, x, N, expected);
  bound = 1.1f * INPUTS * largest (x, N * INPUTS) * largest (weights.values, INPUTS * OUTPUTS) / ENT_FIXED_MAX;
  ent_fixed_store (writer, "layer", &weights);
  ent_fixed_store_bias (writer, "bias", &bias);
  model = save_and_open (writer);
  assert_true (ent_fixed_load (&fixed, model, "layer", INPUTS, OUTPUTS, NULL));
  loaded_bias = ent_fixed_load_bias (model, "bias", OUTPUTS, NULL);
  assert_memory_equal (loaded_bias, bias.values, OUTPUTS * sizeof *loaded_bias);
  input = ent_fixed_input (x, N * INPUTS, scratch);
  got = ent_fixed_apply (&fixed, loaded_bias, &input, N, scratch);
  for (guint i = 0; i < N * OUTPUTS; i++)
    check_near (got[i], expected[i], bound);
  got = ent_fixed_apply (&fixed, NULL, &input, N, scratch);
  for (guint i = 0; i < N * OUTPUTS; i++)
    check_near (got[i], expected[i] - bias.values[i % OUTPUTS], bound);
  ent_weights_clear (&weights);
  ent_weights_clear (&bias);
}

static void
layers_run_as_they_were_trained (void **state)
{
  check_layer (1);
  check_layer (1e-4f);
  check_layer (1e4f);
}

static void
weights_of_nothing_but_zeros_stay_so (void **state)
{
  EntRandom random = { 9 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntModel) model = NULL;
  EntWeights weights;
  EntFixed fixed;

  ent_weights_init (&weights, INPUTS, OUTPUTS, 0, &random);
  ent_fixed_store (writer, "layer", &weights);
  model = save_and_open (writer);
  assert_true (ent_fixed_load (&fixed, model, "layer", INPUTS, OUTPUTS, NULL));
  for (guint i = 0; i < INPUTS * OUTPUTS; i++)
    assert_int_equal (fixed.values[i], 0);
  ent_weights_clear (&weights);
}

static void
inputs_are_as_fine_as_the_largest_of_them_allows (void **state)
{
  static const gfloat x[] = { 0.5f, -2, 0, 1 }, zeros[3], unclear[] = { NAN, 4, -4 }, endless[] = { 1, -INFINITY };
  g_autoptr (EntScratch) scratch = ent_scratch_new ();
  EntFixedInput input = ent_fixed_input (x, 4, scratch);
  static const gint16 expected[] = { 512, -2047, 0, 1024 };

  assert_memory_equal (input.values, expected, sizeof expected);
  check_near (input.scale, 2.0 / ENT_FIXED_MAX, 1e-9);
  input = ent_fixed_input (zeros, 3, scratch);
  assert_true (!input.values[0] && !input.values[1] && !input.values[2] && isfinite (input.scale));
  input = ent_fixed_input (unclear, 3, scratch);
  assert_true (!input.values[0] && !input.values[1] && !input.values[2] && isfinite (input.scale));
  input = ent_fixed_input (endless, 2, scratch);
  assert_true (!input.values[0] && !input.values[1] && isfinite (input.scale));
  ent_fixed_input (zeros, 0, scratch);
}

static void
inputs_may_be_weights (void **state)
{
  g_autoptr (EntScratch) scratch = ent_scratch_new ();
  g_autofree gfloat *rows = draw_numbers (OUTPUTS * INPUTS), *x = draw_numbers (N * INPUTS);
  EntFixedInput from = ent_fixed_input (rows, OUTPUTS * INPUTS, scratch), to = ent_fixed_input (x, N * INPUTS, scratch);
  EntFixed weights = ent_fixed_from_input (&from, OUTPUTS, INPUTS, scratch);
  gfloat *got = ent_fixed_apply (&weights, NULL, &to, N, scratch);

  for (guint t = 0; t < N; t++)
    for (guint r = 0; r < OUTPUTS; r++)
      {
        gdouble sum = 0;

        for (guint i = 0; i < INPUTS; i++)
          sum += (gdouble) rows[r * INPUTS + i] * x[t * INPUTS + i];
        check_near (got[t * OUTPUTS + r], sum, 1.1 * INPUTS / ENT_FIXED_MAX);
      }
}

/* --- The LSTM --- */

static void
store_lstm (EntModelWriter *writer, EntBiLstm *lstm)
{
  EntRandom random = { 13 };

  ent_bilstm_init (lstm, INPUTS, STATES, &random);
  ent_bilstm_store (lstm, "lstm", writer);
}

static void
an_lstm_runs_as_it_was_trained (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntScratch) scratch = ent_scratch_new ();
  g_autoptr (EntModel) model = NULL;
  EntFixedBiLstm fixed;
  EntBiLstm lstm;

  store_lstm (writer, &lstm);
  model = save_and_open (writer);
  assert_true (ent_fixed_bilstm_load (&fixed, model, "lstm", INPUTS, STATES, NULL));
  for (guint n = 1; n <= N; n++)
    {
      g_autofree gfloat *x = draw_numbers (n * INPUTS);
      EntFixedInput input = ent_fixed_input (x, n * INPUTS, scratch), got;
      EntBiLstmRun expected;

      ent_bilstm_run (&lstm, x, n, scratch, &expected);
      got = ent_fixed_bilstm_run (&fixed, &input, n, scratch);
      for (guint i = 0; i < n * 2 * STATES; i++)
        {
          assert_true (ABS (got.values[i]) <= ENT_FIXED_MAX);
          check_near (got.values[i] * got.scale, expected.states[i], 0.01);
        }
    }
  ent_bilstm_clear (&lstm);
}

/* --- What is refused --- */

static void
check_error (GError *error, const gchar *part)
{
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, path));
  if (!strstr (error->message, part))
    fail_msg ("'%s', expected '%s' in it", error->message, part);
}

/* A layer of 2 inputs and 3 outputs, but of `n` values, the last of which is `last`; no scale if it is negative */
static void
check_layer_refused (guint n, gint16 last, gdouble scale, guint inputs, guint outputs)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autofree gint16 *values = g_new0 (gint16, n + 1);
  g_autoptr (EntModel) model = NULL;
  g_autoptr (GError) error = NULL;
  EntFixed fixed;

  values[n ? n - 1 : 0] = last;
  ent_model_writer_add (writer, "layer", values, n * sizeof *values);
  if (scale >= 0)
    ent_model_writer_set_number (writer, "layer.scale", scale);
  model = save_and_open (writer);
  assert_false (ent_fixed_load (&fixed, model, "layer", inputs, outputs, &error));
  check_error (error, "'layer' has not the size or the values expected");
}

static void
layers_that_do_not_fit_are_refused (void **state)
{
  const guint wide = ENT_FIXED_MAX_COLUMNS + 2;

  check_layer_refused (6, ENT_FIXED_MAX + 1, 1, 2, 3);
  check_layer_refused (6, -ENT_FIXED_MAX - 1, 1, 2, 3);
  check_layer_refused (6, G_MININT16, 1, 2, 3);
  check_layer_refused (5, 0, 1, 2, 3);
  check_layer_refused (7, 0, 1, 2, 3);
  check_layer_refused (0, 0, 1, 2, 3);
  check_layer_refused (6, 0, -1, 2, 3);
  check_layer_refused (6, 0, 1e300, 2, 3);
  check_layer_refused (6, 0, 1, 3, 2);
  check_layer_refused (wide, 0, 1, wide, 1);
}

static void
a_layer_that_is_not_there_is_refused (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntModel) model = save_and_open (writer);
  g_autoptr (GError) error = NULL, bias_error = NULL;
  EntFixed fixed;

  assert_false (ent_fixed_load (&fixed, model, "layer", 2, 3, &error));
  check_error (error, "has no section 'layer'");
  assert_null (ent_fixed_load_bias (model, "bias", 3, &bias_error));
  check_error (bias_error, "has no section 'bias'");
}

static void
check_bias_refused (const gfloat *bias, guint n, guint expected)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntModel) model = NULL;
  g_autoptr (GError) error = NULL;

  ent_model_writer_add (writer, "bias", bias, n * sizeof *bias);
  model = save_and_open (writer);
  assert_null (ent_fixed_load_bias (model, "bias", expected, &error));
  check_error (error, "'bias' has not the size or the values expected");
}

static void
biases_that_are_no_numbers_are_refused (void **state)
{
  check_bias_refused ((gfloat[]){ 0, NAN, 1 }, 3, 3);
  check_bias_refused ((gfloat[]){ 0, 1, INFINITY }, 3, 3);
  check_bias_refused ((gfloat[]){ -INFINITY, 0, 1 }, 3, 3);
  check_bias_refused ((gfloat[]){ 0, 1, 2 }, 3, 2);
  check_bias_refused ((gfloat[]){ 0, 1, 2 }, 3, 4);
  check_bias_refused ((gfloat[]){ 0 }, 0, 1);
}

static void
an_lstm_of_another_size_is_refused (void **state)
{
  static const guint shapes[][2]
      = { { INPUTS + 2, STATES }, { INPUTS, STATES + 2 }, { INPUTS, STATES - 2 }, { INPUTS - 1, STATES }, { 0, 0 } };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntModel) model = NULL;
  EntFixedBiLstm fixed;
  EntBiLstm lstm;

  store_lstm (writer, &lstm);
  model = save_and_open (writer);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;

      assert_false (ent_fixed_bilstm_load (&fixed, model, "lstm", shapes[i][0], shapes[i][1], &error));
      check_error (error, "'lstm.f.");
    }
  ent_bilstm_clear (&lstm);
}

static void
an_lstm_of_one_direction_is_refused (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net"), half = ent_model_writer_new ("net");
  g_autoptr (EntModel) model = NULL;
  g_autoptr (GError) error = NULL;
  EntFixedBiLstm fixed;
  EntBiLstm lstm;

  store_lstm (writer, &lstm);
  ent_fixed_store (half, "lstm.f.input", &lstm.forward.input);
  ent_fixed_store (half, "lstm.f.recurrent", &lstm.forward.recurrent);
  ent_fixed_store_bias (half, "lstm.f.bias", &lstm.forward.bias);
  model = save_and_open (half);
  assert_false (ent_fixed_bilstm_load (&fixed, model, "lstm", INPUTS, STATES, &error));
  check_error (error, "lstm.b.");
  ent_bilstm_clear (&lstm);
}

/* --- Features --- */

#define SIZE 6

/* Different in both halves, which the slot and the check are made of */
static guint64
id_of (guint number)
{
  return (number + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

/* `n` features, each met once and those of an even number twice, with vectors drawn at random */
static EntRows
draw_features (EntTally *features, guint n, guint64 (*id) (guint))
{
  EntRandom random = { 17 };
  EntRows rows;

  for (guint round = 0; round < 2; round++)
    for (guint f = 0; f < n; f++)
      if (!round || f % 2 == 0)
        assert_int_equal (ent_tally_add (features, id (f), 1), f);
  ent_rows_init (&rows, n, SIZE, 1, &random);
  return rows;
}

static void
check_vector (const EntFeatureTable *table, guint64 id, const gfloat *expected)
{
  gfloat sum[SIZE] = { 1, 2, 3, 4, 5, 6 }, bound = expected ? largest (expected, SIZE) / 127 * 0.51f : 0;

  ent_feature_table_add (table, &id, 1, sum);
  for (guint i = 0; i < SIZE; i++)
    check_near (sum[i], 1.0 + i + (expected ? expected[i] : 0), bound);
}

static void
check_features (guint n, guint min_count, guint64 (*id) (guint))
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntModel) model = NULL;
  EntFeatureTable *table;
  g_autoptr (EntTally) features = ent_tally_new ();
  EntRows rows = draw_features (features, n, id);

  ent_feature_table_store (writer, features, &rows, min_count);
  model = save_and_open (writer);
  assert_true (ent_feature_table_load (&table, model, SIZE, NULL));
  for (guint f = 0; f < n; f++)
    check_vector (table, id (f), (f % 2 ? 1u : 2u) < min_count ? NULL : rows.values + f * SIZE);
  check_vector (table, id (n), NULL);
  check_vector (table, 0, NULL);
  check_vector (table, G_MAXUINT64, NULL);
  ent_feature_table_free (table);
  ent_rows_clear (&rows);
}

static guint64
id_with_one_slot (guint number)
{
  return (G_GUINT64_CONSTANT (15) << 32) + 2 * number;
}

static void
features_met_often_enough_come_back (void **state)
{
  for (guint n = 0; n < 30; n++)
    check_features (n, 1, id_of);
  check_features (1000, 1, id_of);
  check_features (1000, 2, id_of);
  check_features (1000, 3, id_of);
}

static void
features_may_compete_for_a_slot (void **state)
{
  check_features (10, 1, id_with_one_slot);
  check_features (100, 2, id_with_one_slot);
}

static void
vectors_of_features_add_up (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntFeatureTable) table = NULL;
  g_autoptr (EntModel) model = NULL;
  const guint64 ids[] = { id_of (0), id_of (99), id_of (2), id_of (0) };
  gfloat sum[SIZE] = { 0 };
  g_autoptr (EntTally) features = ent_tally_new ();
  EntRows rows = draw_features (features, 3, id_of);

  memset (rows.values + SIZE, 0, SIZE * sizeof *rows.values);
  ent_feature_table_store (writer, features, &rows, 1);
  model = save_and_open (writer);
  assert_true (ent_feature_table_load (&table, model, SIZE, NULL));
  ent_feature_table_add (table, ids, G_N_ELEMENTS (ids), sum);
  for (guint i = 0; i < SIZE; i++)
    check_near (sum[i], 2 * rows.values[i] + rows.values[2 * SIZE + i], 0.05);
  check_vector (table, id_of (1), rows.values + SIZE);
  ent_rows_clear (&rows);
}

typedef struct
{
  guint32 slots[8][2]; /* check, row */
  gsize slots_size;    /* in bytes, as the others */
  gsize rows_size;
  gfloat scales[2];
  gsize scales_size;
} Table;

static const Table good = { .slots = { { 1, 0 }, { 3, 1 } },
                            .slots_size = 4 * 8,
                            .rows_size = 2 * SIZE,
                            .scales = { 1, 1 },
                            .scales_size = 2 * sizeof (gfloat) };

static gboolean
loads (const Table *table, GError **error)
{
  static const gint8 rows[3 * SIZE];
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
  g_autoptr (EntFeatureTable) loaded = NULL;
  g_autoptr (EntModel) model = NULL;

  ent_model_writer_add (writer, "feature.slots", table->slots, table->slots_size);
  ent_model_writer_add (writer, "feature.rows", rows, table->rows_size);
  ent_model_writer_add (writer, "feature.scales", table->scales, table->scales_size);
  model = save_and_open (writer);
  return ent_feature_table_load (&loaded, model, SIZE, error);
}

static void
check_table_refused (const Table *table, const gchar *part)
{
  g_autoptr (GError) error = NULL;

  assert_false (loads (table, &error));
  check_error (error, part);
}

static void
tables_that_do_not_fit_are_refused (void **state)
{
  Table bad = good;

  assert_true (loads (&good, NULL));
  for (bad.slots_size = 0; bad.slots_size < sizeof bad.slots; bad.slots_size += 8)
    if (bad.slots_size != 4 * 8) /* neither a power of two, nor one free */
      check_table_refused (&bad, "do not fit each other");
  bad = good;
  bad.slots_size = 33;
  check_table_refused (&bad, "has no section 'feature.slots'");
  bad = good;
  bad.slots[1][1] = 2;
  check_table_refused (&bad, "do not fit each other");
  bad.slots[1][1] = G_MAXUINT32;
  check_table_refused (&bad, "do not fit each other");
  for (gsize size = 0; size <= 3 * SIZE; size++)
    {
      bad = good;
      bad.rows_size = size;
      if (size != good.rows_size)
        check_table_refused (&bad, "do not fit each other");
    }
  bad = good;
  bad.scales_size = sizeof (gfloat);
  check_table_refused (&bad, "do not fit each other");
  bad = good;
  bad.scales[1] = NAN;
  check_table_refused (&bad, "do not fit each other");
  bad.scales[1] = INFINITY;
  check_table_refused (&bad, "do not fit each other");
}

static void
a_table_that_is_not_whole_is_refused (void **state)
{
  static const gchar *const sections[] = { "feature.slots", "feature.rows", "feature.scales" };

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_autoptr (EntModelWriter) writer = ent_model_writer_new ("net");
      g_autoptr (EntFeatureTable) table = NULL;
      g_autoptr (EntModel) model = NULL;
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < i; k++)
        ent_model_writer_add (writer, sections[k], good.slots, 32);
      model = save_and_open (writer);
      assert_false (ent_feature_table_load (&table, model, SIZE, &error));
      check_error (error, sections[i]);
    }
}

#define test(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    test (layers_run_as_they_were_trained),
    test (weights_of_nothing_but_zeros_stay_so),
    test (inputs_are_as_fine_as_the_largest_of_them_allows),
    test (inputs_may_be_weights),
    test (an_lstm_runs_as_it_was_trained),
    test (layers_that_do_not_fit_are_refused),
    test (a_layer_that_is_not_there_is_refused),
    test (biases_that_are_no_numbers_are_refused),
    test (an_lstm_of_another_size_is_refused),
    test (an_lstm_of_one_direction_is_refused),
    test (features_met_often_enough_come_back),
    test (features_may_compete_for_a_slot),
    test (vectors_of_features_add_up),
    test (tables_that_do_not_fit_are_refused),
    test (a_table_that_is_not_whole_is_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
