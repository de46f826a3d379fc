/* The classifier: what was trained is found again, and damaged models are refused when they are loaded. */
#include "pipeline/learn/classifier-format.h"
#include "pipeline/learn/classifier.h"

#include <entente/error.h>
#include <glib/gstdio.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* More than fit into the bits of a word */
#define N_LABELS 70

static gchar *path;

static const EntClassifierOptions how = { .epochs = 60, .rate = 0.5f, .positive = 1, .min_count = 1 };

/* A feature is a hash: its halves differ */
static guint64
feature (guint i)
{
  return (i + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

static gchar **
label_names (void)
{
  gchar **names = g_new0 (gchar *, N_LABELS + 1);

  for (guint y = 0; y < N_LABELS; y++)
    names[y] = g_strdup_printf ("relation of kind %u", y);
  return names;
}

/* Example e has feature e % N_LABELS, which makes it have that label, and one that says nothing; in each fifth, label 3
 * is open */
static EntClassifierTrainer *
trainer_of_toy_set (void)
{
  g_auto (GStrv) names = label_names ();
  EntClassifierTrainer *trainer = ent_classifier_trainer_new ((const gchar *const *) names, N_LABELS);

  for (guint e = 0; e < 5 * N_LABELS; e++)
    {
      guint64 ids[] = { feature (e % N_LABELS), feature (1000) };
      guint8 targets[N_LABELS] = { ENT_TARGET_NO };

      targets[e % N_LABELS] = ENT_TARGET_YES;
      if (e % 5 == 0 && e % N_LABELS != 3)
        targets[3] = ENT_TARGET_OPEN;
      assert_int_equal (ent_classifier_trainer_add (trainer, ids, 2, targets, e % 5, 1), e);
    }
  return trainer;
}

/* The model that a trainer makes, through its file */
static EntModel *
model_of (EntClassifierTrainer *trainer, const EntClassifierOptions *options)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("toy");
  g_autoptr (GError) error = NULL;
  EntModel *model;

  ent_classifier_trainer_run (trainer, options, ENT_CLASSIFIER_NO_FOLD, NULL, NULL);
  ent_classifier_trainer_store (trainer, options, writer);
  assert_true (ent_model_writer_save (writer, path, &error));
  model = ent_model_open (path, "toy", &error);
  assert_null (error);
  return model;
}

static guint
best_of (const gfloat *scores)
{
  guint best = 0;

  for (guint y = 1; y < N_LABELS; y++)
    best = scores[y] > scores[best] ? y : best;
  return best;
}

static void
learns_a_toy_set (void **state)
{
  g_autoptr (EntClassifierTrainer) trainer = trainer_of_toy_set ();
  g_autoptr (EntModel) model = model_of (trainer, &how);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntClassifier) classifier = ent_classifier_new (model, &error);

  assert_non_null (classifier);
  assert_int_equal (ent_classifier_get_n_labels (classifier), N_LABELS);
  assert_string_equal (ent_classifier_get_label (classifier, 69), "relation of kind 69");
  for (guint y = 0; y < N_LABELS; y++)
    {
      guint64 ids[] = { feature (y), feature (1000) };
      gfloat scores[N_LABELS];

      ent_classifier_score (classifier, ids, 2, scores);
      assert_int_equal (best_of (scores), y);
      assert_true (ent_classifier_probability (scores[y]) > 0.5);
      assert_true (ent_classifier_probability (scores[(y + 1) % N_LABELS]) < 0.5);
    }
}

static void
unknown_features_count_nothing (void **state)
{
  g_autoptr (EntClassifierTrainer) trainer = trainer_of_toy_set ();
  g_autoptr (EntModel) model = model_of (trainer, &how);
  g_autoptr (EntClassifier) classifier = ent_classifier_new (model, NULL);
  const guint64 ids[] = { feature (5), feature (777), feature (888), feature (5) };
  gfloat known[N_LABELS], with_others[N_LABELS], turned[N_LABELS], nothing[N_LABELS];

  ent_classifier_score (classifier, ids, 1, known);
  ent_classifier_score (classifier, ids, 3, with_others);
  ent_classifier_score (classifier, ids + 1, 3, turned);
  ent_classifier_score (classifier, ids, 0, nothing);
  for (guint y = 0; y < N_LABELS; y++)
    {
      assert_true (known[y] == with_others[y]);
      assert_true (known[y] == turned[y]);
      assert_true (nothing[y] == 0);
    }
}

/* As many as there are at once and more, with known ones at all places */
static void
features_of_any_number_are_added_up (void **state)
{
  enum
  {
    MOST = 100
  };
  g_autoptr (EntClassifierTrainer) trainer = trainer_of_toy_set ();
  g_autoptr (EntModel) model = model_of (trainer, &how);
  g_autoptr (EntClassifier) classifier = ent_classifier_new (model, NULL);
  guint64 ids[MOST];
  gfloat known[N_LABELS], scores[N_LABELS];

  ent_classifier_score (classifier, (guint64[]){ feature (5) }, 1, known);
  for (guint n = 1; n <= MOST; n++)
    for (guint at = 0; at < n; at++)
      {
        for (guint i = 0; i < n; i++)
          ids[i] = feature (i == at ? 5 : 2000 + i);
        ent_classifier_score (classifier, ids, n, scores);
        assert_memory_equal (scores, known, sizeof known);
      }
}

static void
the_same_examples_give_the_same_bytes (void **state)
{
  gchar *contents[2] = { NULL, NULL };
  gsize sizes[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntClassifierTrainer) trainer = trainer_of_toy_set ();
      g_autoptr (EntModel) model = model_of (trainer, &how);

      assert_true (g_file_get_contents (path, &contents[i], &sizes[i], NULL));
    }
  assert_int_equal (sizes[0], sizes[1]);
  assert_memory_equal (contents[0], contents[1], sizes[0]);
  g_free (contents[0]);
  g_free (contents[1]);
}

/* What only the fold has cannot be known to a model that did not learn from it */
static void
a_fold_that_is_held_out_is_not_learned_from (void **state)
{
  const gchar *const names[] = { "a", "b", NULL };
  g_autoptr (EntClassifierTrainer) trainer = ent_classifier_trainer_new (names, 2);
  const guint8 first[] = { ENT_TARGET_YES, ENT_TARGET_NO }, second[] = { ENT_TARGET_NO, ENT_TARGET_YES };
  const guint64 ids[] = { feature (0), feature (1) };
  gfloat scores[2];

  ent_classifier_trainer_add (trainer, &ids[0], 1, first, 0, 1);
  ent_classifier_trainer_add (trainer, &ids[1], 1, second, 1, 1);
  ent_classifier_trainer_run (trainer, &how, 0, NULL, NULL);
  ent_classifier_trainer_score (trainer, 0, scores);
  assert_true (scores[0] == 0 && scores[1] == 0);
  ent_classifier_trainer_score (trainer, 1, scores);
  assert_true (scores[0] < 0 && scores[1] > 0);
  ent_classifier_trainer_run (trainer, &how, ENT_CLASSIFIER_NO_FOLD, NULL, NULL);
  ent_classifier_trainer_score (trainer, 0, scores);
  assert_true (scores[0] > 0 && scores[1] < 0);
}

static void
open_labels_are_not_learned (void **state)
{
  const gchar *const names[] = { "a", "b", NULL };
  g_autoptr (EntClassifierTrainer) trainer = ent_classifier_trainer_new (names, 2);
  const guint8 targets[] = { ENT_TARGET_OPEN, ENT_TARGET_YES };
  const guint64 id = feature (0);
  gfloat scores[2];

  ent_classifier_trainer_add (trainer, &id, 1, targets, 0, 1);
  ent_classifier_trainer_run (trainer, &how, ENT_CLASSIFIER_NO_FOLD, NULL, NULL);
  ent_classifier_trainer_score (trainer, 0, scores);
  assert_true (scores[0] == 0 && scores[1] > 0);
}

static void
rare_features_and_small_weights_are_left_out (void **state)
{
  EntClassifierOptions strict = how;

  strict.min_count = 6; /* each has five, but for the one that all have */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntClassifierTrainer) trainer = trainer_of_toy_set ();
      g_autoptr (EntModel) model = model_of (trainer, &strict);

      assert_true (ent_model_get_number (model, "features", -1) == (i ? 0 : 1));
      strict.prune = 1000;
    }
}

/* A model as it may come: arrays and labels of our own */
typedef struct
{
  ClassifierSlot slots[16];
  ClassifierPair pairs[4];
  gsize n_slots;
  gsize n_pairs;
  const gchar *labels;
  gdouble scale;
} Arrays;

static Arrays
good_arrays (void)
{
  Arrays arrays = { .n_slots = 16, .n_pairs = 4, .labels = "a\tb", .scale = 0.1 };

  arrays.slots[3] = (ClassifierSlot){ 1, 0, 2 };
  arrays.slots[4] = (ClassifierSlot){ 3, 2, 2 };
  for (guint i = 0; i < 4; i++)
    arrays.pairs[i] = (ClassifierPair){ i % 2, 100 };
  return arrays;
}

static gboolean
loads (const Arrays *arrays)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("toy");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntModel) model = NULL;
  g_autoptr (EntClassifier) classifier = NULL;

  ent_model_writer_set_text (writer, "labels", arrays->labels);
  ent_model_writer_set_number (writer, "scale", arrays->scale);
  ent_model_writer_add (writer, "slots", arrays->slots, arrays->n_slots * sizeof *arrays->slots);
  if (arrays->n_pairs)
    ent_model_writer_add (writer, "pairs", arrays->pairs, arrays->n_pairs * sizeof *arrays->pairs);
  assert_true (ent_model_writer_save (writer, path, NULL));
  model = ent_model_open (path, "toy", &error);
  assert_non_null (model);
  classifier = ent_classifier_new (model, &error);
  if (!classifier)
    {
      assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
      assert_true (g_str_has_prefix (error->message, path));
    }
  return classifier != NULL;
}

static void
damaged_models_are_refused (void **state)
{
  Arrays arrays = good_arrays ();

  assert_true (loads (&arrays));
  arrays.n_slots = 15;
  assert_false (loads (&arrays));
  arrays = good_arrays ();
  arrays.n_pairs = 3; /* the last run goes past their end */
  assert_false (loads (&arrays));
  arrays = good_arrays ();
  arrays.n_pairs = 0;
  assert_false (loads (&arrays));
  arrays = good_arrays ();
  arrays.slots[4].first = G_MAXUINT32; /* with its length, it would wrap around */
  assert_false (loads (&arrays));
  arrays = good_arrays ();
  arrays.pairs[1].label = 2;
  assert_false (loads (&arrays));
  arrays = good_arrays ();
  arrays.labels = "";
  assert_false (loads (&arrays));
}

/* A search for what is not there would never end */
static void
a_table_without_a_free_slot_is_refused (void **state)
{
  Arrays arrays = good_arrays ();

  for (guint i = 0; i < 16; i++)
    arrays.slots[i] = (ClassifierSlot){ 1, 0, 1 };
  assert_false (loads (&arrays));
  arrays.slots[7].check = 0;
  assert_true (loads (&arrays));
}

static int
make_path (void **state)
{
  path = g_build_filename (g_get_tmp_dir (), "entente-classifier-XXXXXX", NULL);
  g_close (g_mkstemp (path), NULL);
  return 0;
}

static int
remove_path (void **state)
{
  g_unlink (path);
  g_free (path);
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (learns_a_toy_set),
    cmocka_unit_test (unknown_features_count_nothing),
    cmocka_unit_test (features_of_any_number_are_added_up),
    cmocka_unit_test (the_same_examples_give_the_same_bytes),
    cmocka_unit_test (a_fold_that_is_held_out_is_not_learned_from),
    cmocka_unit_test (open_labels_are_not_learned),
    cmocka_unit_test (rare_features_and_small_weights_are_left_out),
    cmocka_unit_test (damaged_models_are_refused),
    cmocka_unit_test (a_table_without_a_free_slot_is_refused),
  };

  return cmocka_run_group_tests (tests, make_path, remove_path);
}
