/* Damaged models of a CRF: what does not fit together is refused when it is loaded, so that decoding need not look. */
#include "tests/pipeline/crf-arrays.h"

#include <math.h>
#include <string.h>

static void
check_loads (const Arrays *arrays)
{
  g_autoptr (EntModel) model = model_of (arrays);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntCrf) crf = ent_crf_new (model, &error);

  assert_null (error);
  assert_non_null (crf);
}

static void
check_refused (const Arrays *arrays)
{
  g_autoptr (EntModel) model = model_of (arrays);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntCrf) crf = ent_crf_new (model, &error);

  assert_null (crf);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, path));
}

static void
sections_that_are_not_there (void **state)
{
  const gchar *const names[] = { "follows", "transitions", "slots", "pairs" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Arrays arrays = draw_arrays ();

      check_loads (&arrays);
      arrays.left_out = names[i];
      check_refused (&arrays);
    }
}

/* To every size from none on, whole elements or not */
static void
sections_that_are_too_short (void **state)
{
  Arrays whole = draw_arrays (), arrays = whole;

  check_loads (&whole);
  for (arrays.follows_size = 0; arrays.follows_size < whole.follows_size; arrays.follows_size++)
    check_refused (&arrays);
  for (arrays.transitions_size = 0; arrays.transitions_size < whole.transitions_size; arrays.transitions_size++)
    check_refused (&arrays);
  for (arrays.pairs_size = 0; arrays.pairs_size < whole.pairs_size; arrays.pairs_size++)
    check_refused (&arrays);
  for (arrays.slots_size = 0; arrays.slots_size < whole.slots_size; arrays.slots_size++)
    if (arrays.slots_size & (arrays.slots_size - 1) || arrays.slots_size < sizeof (CrfSlot))
      check_refused (&arrays);
}

static void
sections_that_are_too_long (void **state)
{
  Arrays arrays = draw_arrays ();

  arrays.follows_size += sizeof *arrays.follows;
  check_refused (&arrays);
  arrays = draw_arrays ();
  arrays.transitions_size += sizeof *arrays.transitions;
  check_refused (&arrays);
}

static void
labels_that_do_not_fit_the_arrays (void **state)
{
  const gchar *const labels[] = { NULL, "", "O", "O A", "O A B C", "O A B " };
  g_autoptr (GString) many = g_string_new ("O");
  Arrays arrays = draw_arrays ();

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      arrays.labels = labels[i];
      check_refused (&arrays);
    }
  for (guint i = 1; i < 300; i++)
    g_string_append (many, " L");
  arrays.labels = many->str;
  check_refused (&arrays);
}

/* Arrays that fit 64 labels, of which there can be no set with a bit for the start */
static void
more_labels_than_a_set_holds (void **state)
{
  const guint n = ENT_CRF_MAX_LABELS;
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("crf");
  g_autoptr (EntModel) model = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) labels = g_string_new ("O");
  g_autofree guint64 *follows = g_new0 (guint64, n + 1);
  g_autofree gfloat *transitions = g_new0 (gfloat, (n + 1) * n);
  Arrays arrays = draw_arrays ();

  for (guint i = 1; i < n; i++)
    g_string_append (labels, " L");
  ent_model_writer_set_text (writer, "labels", labels->str);
  ent_model_writer_add (writer, "follows", follows, (n + 1) * sizeof *follows);
  ent_model_writer_add (writer, "transitions", transitions, (n + 1) * n * sizeof *transitions);
  ent_model_writer_add (writer, "slots", arrays.slots, arrays.slots_size);
  ent_model_writer_add (writer, "pairs", arrays.pairs, arrays.pairs_size);
  model = save_and_open (writer);
  assert_null (ent_crf_new (model, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
}

static void
pairs_of_labels_that_do_not_exist (void **state)
{
  for (guint i = 0; i < N_KNOWN * Y; i++)
    {
      Arrays arrays = draw_arrays ();

      arrays.pairs[i].label = i % 2 ? Y : 255;
      check_refused (&arrays);
    }
}

static void
slots_that_point_outside_the_pairs (void **state)
{
  const guint32 runs[] = { N_KNOWN * Y, (N_KNOWN * Y - 1) | 1u << 26, 63u << 26, CRF_MAX_PAIRS - 1, G_MAXUINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      Arrays arrays = draw_arrays ();

      arrays.slots[ent_slot_of (feature (0), N_SLOTS - 1)].run = runs[i];
      check_refused (&arrays);
    }
}

/* A search for a feature that is not there ends at a free slot */
static void
a_table_without_a_free_slot (void **state)
{
  Arrays arrays = draw_arrays ();

  for (guint i = 0; i < N_SLOTS; i++)
    arrays.slots[i].check |= 1;
  check_refused (&arrays);
}

static void
weights_that_are_no_numbers (void **state)
{
  const gfloat wrong[] = { NAN, INFINITY, 1e30f };
  Arrays arrays;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      arrays = draw_arrays ();
      arrays.transitions[i] = wrong[i];
      check_refused (&arrays);
    }
  arrays = draw_arrays ();
  arrays.scale = 1e300; /* more than a float holds */
  check_refused (&arrays);
}

/* Sets of labels that may follow can be anything; where they leave no sequence, the labels are still some */
static void
a_model_that_allows_no_sequence_decodes (void **state)
{
  const guint32 offsets[] = { 0, 1, 2 };
  const guint64 ids[] = { feature (0), feature (1) };
  const EntFeatures features = { ids, offsets, 2 };
  Arrays arrays = draw_arrays ();
  g_autoptr (EntModel) model = NULL;
  g_autoptr (EntCrf) crf = NULL;
  guint8 labels[2];

  memset (arrays.follows, 0, sizeof arrays.follows);
  model = model_of (&arrays);
  crf = ent_crf_new (model, NULL);
  ent_crf_decode (crf, &features, labels);
  for (guint t = 0; t < 2; t++)
    assert_true (labels[t] < Y);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (sections_that_are_not_there),        cmocka_unit_test (sections_that_are_too_short),
    cmocka_unit_test (sections_that_are_too_long),         cmocka_unit_test (labels_that_do_not_fit_the_arrays),
    cmocka_unit_test (more_labels_than_a_set_holds),       cmocka_unit_test (pairs_of_labels_that_do_not_exist),
    cmocka_unit_test (slots_that_point_outside_the_pairs), cmocka_unit_test (a_table_without_a_free_slot),
    cmocka_unit_test (weights_that_are_no_numbers),        cmocka_unit_test (a_model_that_allows_no_sequence_decodes),
  };

  return cmocka_run_group_tests (tests, set_up, tear_down);
}
