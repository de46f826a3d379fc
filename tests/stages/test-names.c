/* Learned names: what of the gold is learned, what is left open, and which models are refused. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#include "stages/tag/names.h"

#define N_THREADS 4

static gchar *pack;
static gchar *folder; /* "tag" in it */
static gchar *model;
static gchar *table;

/* A table of one word that no text has: the forms of the words have to do */
static void
write_classes (void)
{
  const guint n_classes[] = { 1 };
  const guint64 hash = ent_words_hash ("word", 4);
  const EntWord word = { .frequency = 1 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");

  g_free (ent_words_store (writer, &hash, &word, 1, n_classes, 1));
  assert_true (ent_model_writer_save (writer, table, NULL));
}

static int
set_up (void **state)
{
  pack = make_folder ();
  folder = g_build_filename (pack, "tag", NULL);
  model = g_build_filename (folder, "names.bin", NULL);
  table = g_build_filename (folder, "clusters.bin", NULL);
  assert_int_equal (g_mkdir (folder, 0700), 0);
  write_classes ();
  return 0;
}

static int
tear_down (void **state)
{
  g_clear_pointer (&model, g_free);
  g_clear_pointer (&table, g_free);
  g_clear_pointer (&folder, g_free);
  remove_folder (pack);
  return 0;
}

/* The marks of a text as gold, sorted as they stand in it */
static void
learn (NamesTrainer *trainer, const char *marked, GHashTable *sources)
{
  g_autoptr (EntDocument) doc = document_from_marked (marked);
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (GoldName));
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  for (guint m = 0; m < n; m++)
    {
      GoldName name = { mentions[m].first, mentions[m].first + mentions[m].n,
                        g_intern_string (ent_document_get_string (doc, mentions[m].type)) };

      g_array_append_val (names, name);
    }
  names_trainer_add (trainer, doc, (const GoldName *) names->data, names->len, sources, 1);
}

static void
learn_names (NamesTrainer *trainer, const char *text, const GoldName *names, guint n_names, guint times)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);

  run_pipeline ("tokenise", doc);
  names_trainer_add (trainer, doc, names, n_names, NULL, times);
}

static NamesTrainer *
new_trainer (void)
{
  static const gchar *const types[] = { "Crew", "Ship", NULL };
  g_autoptr (GError) error = NULL;
  NamesTrainer *trainer = names_trainer_new (pack, types, &error);

  assert_null (error);
  return trainer;
}

/* Trains, and writes the model; `labels` takes the place of the model's own unless it is NULL */
static void
store_looks (NamesTrainer *trainer, const gchar *labels, guint looks)
{
  const NamesOptions options
      = { .crf = { .epochs = 15, .rate = 0.2f, .min_count = 1 }, .fold_epochs = looks > 1 ? 5 : 0 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("names");

  assert_true (names_trainer_run (trainer, &options, writer, NULL));
  if (labels)
    ent_model_writer_set_text (writer, "labels", labels);
  assert_true (ent_model_writer_save (writer, model, NULL));
}

static void
store (NamesTrainer *trainer, const gchar *labels)
{
  store_looks (trainer, labels, 1);
}

static EntPipeline *
new_pipeline (const char *stages)
{
  EntPipeline *pipeline = ent_pipeline_new_from_text (stages, NULL);

  assert_non_null (pipeline);
  ent_pipeline_set_pack (pipeline, pack);
  return pipeline;
}

static gchar *
tagged_by (EntPipeline *pipeline, const char *text)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);

  assert_true (ent_pipeline_process (pipeline, doc, NULL));
  return marked_from_document (doc);
}

/* The marks are what the trained model finds in the text without them */
static void
check_tagged (const char *text, const char *expected)
{
  g_autoptr (EntPipeline) pipeline = new_pipeline ("tokenise ! tag");
  g_autofree gchar *got = NULL;

  assert_true (ent_pipeline_load (pipeline, NULL));
  got = tagged_by (pipeline, text);
  assert_string_equal (got, expected);
}

static void
names_of_one_word_and_of_many_are_learned (void **state)
{
  g_autoptr (NamesTrainer) trainer = new_trainer ();

  for (guint i = 0; i < 5; i++)
    {
      learn (trainer, "we saw [Ship Qarvel] off the coast", NULL);
      learn (trainer, "on board [Ship Nurith of Tessok] was [Crew Omsa]", NULL);
      learn (trainer, "nothing was seen", NULL);
    }
  store (trainer, NULL);
  check_tagged ("we saw Qarvel off the coast", "we saw [Ship Qarvel] off the coast");
  check_tagged ("on board Nurith of Tessok was Omsa", "on board [Ship Nurith of Tessok] was [Crew Omsa]");
  check_tagged ("nothing was seen", "nothing was seen");
}

static void
values_of_the_rules_stand_beside (void **state)
{
  g_autoptr (NamesTrainer) trainer = new_trainer ();

  for (guint i = 0; i < 5; i++)
    learn (trainer, "[Ship Qarvel] was sold for $5", NULL);
  store (trainer, NULL);
  check_tagged ("Qarvel was sold for $5", "[Ship Qarvel] was sold for [Money $5]");
}

/* One source marks ships alone; where it marks nothing, there may be persons, if the rules find one */
static void
what_a_source_does_not_mark_stays_open_where_rules_find_it (void **state)
{
  static const gchar *const types[] = { "Person", "Ship", NULL };
  g_autoptr (GHashTable) ships = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (ships, (gpointer) "Ship");
  for (guint is_open = 0; is_open < 2; is_open++)
    {
      g_autoptr (NamesTrainer) trainer = names_trainer_new (pack, types, NULL);

      for (guint i = 0; i < 10; i++)
        learn (trainer, "[Ship Qarvel] took Dr Omsa and went home", is_open ? ships : NULL);
      for (guint i = 0; i < 2; i++)
        learn (trainer, "[Ship Qarvel] took Dr [Person Omsa] and went home", NULL);
      store (trainer, NULL);
      check_tagged ("Qarvel took Dr Omsa and went home", is_open ? "[Ship Qarvel] took Dr [Person Omsa] and went home"
                                                                 : "[Ship Qarvel] took Dr Omsa and went home");
    }
}

/* Of "?" nothing is known: the other texts say what it is */
static void
what_is_marked_as_unknown_is_left_open (void **state)
{
  for (guint is_open = 0; is_open < 2; is_open++)
    {
      g_autoptr (NamesTrainer) trainer = new_trainer ();

      for (guint i = 0; i < 40; i++)
        learn (trainer, is_open ? "we saw [? Qarvel]" : "we saw Qarvel", NULL);
      for (guint i = 0; i < 2; i++)
        learn (trainer, "we saw [Ship Qarvel]", NULL);
      store (trainer, NULL);
      check_tagged ("we saw Qarvel", is_open ? "we saw [Ship Qarvel]" : "we saw Qarvel");
    }
}

static void
a_document_may_count_for_several (void **state)
{
  for (guint times = 1; times < 20; times += 18)
    {
      g_autoptr (NamesTrainer) trainer = new_trainer ();
      static const GoldName ship = { 2, 3, "Ship" };

      for (guint i = 0; i < 5; i++)
        learn (trainer, "we saw Qarvel", NULL);
      learn_names (trainer, "we saw Qarvel", &ship, 1, times);
      store (trainer, NULL);
      check_tagged ("we saw Qarvel", times > 5 ? "we saw [Ship Qarvel]" : "we saw Qarvel");
    }
}

/* What tells is two words before the name, in another sentence: the first look cannot see it from here */
static void
a_second_look_learns_from_the_rest_of_the_document (void **state)
{
  static const char *const words[] = { "Qarvel", "Nurith", "Tessok", "Olmira", "Vantu", "Peloth", "Zermin", "Ikavo" };
  static const char *const expected[] = { "then [Ship Wendrel] left .\\n\\nthe trawler named [Ship Wendrel] came .",
                                          "then [Crew Wendrel] left .\\n\\nthe captain named [Crew Wendrel] came ." };

  for (guint looks = 1; looks <= 2; looks++)
    {
      g_autoptr (NamesTrainer) trainer = new_trainer ();
      g_autoptr (EntPipeline) pipeline = new_pipeline ("tokenise ! tag");
      g_autofree gchar *ship = NULL, *crew = NULL;

      for (guint i = 0; i < 160; i++)
        {
          const char *type = i / 8 % 2 ? "Ship" : "Crew", *word = words[i % 8];
          g_autofree gchar *text = g_strdup_printf ("the %s named [%s %s] came .\\n\\nthen [%s %s] left .",
                                                    i / 8 % 2 ? "trawler" : "captain", type, word, type, word);

          learn (trainer, text, NULL);
        }
      store_looks (trainer, NULL, looks);
      assert_true (ent_pipeline_load (pipeline, NULL));
      ship = tagged_by (pipeline, "then Wendrel left .\n\nthe trawler named Wendrel came .");
      crew = tagged_by (pipeline, "then Wendrel left .\n\nthe captain named Wendrel came .");
      assert_int_equal (!strcmp (ship, expected[0]) && !strcmp (crew, expected[1]), looks == 2);
    }
}

/* Probabilities that are too high by half come out as what they are worth */
static void
confidences_are_brought_to_what_was_right (void **state)
{
  g_autoptr (GArray) confidences = g_array_new (FALSE, FALSE, sizeof (EntConfidence));
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("names");
  g_autoptr (EntModel) fitted = NULL;
  EntCalibration line;

  for (guint i = 0; i < 1000; i++)
    {
      EntConfidence one = { i % 2 ? 0.99f : 0.6f, i % 2 ? i % 20 != 1 : i % 20 < 8 };

      g_array_append_val (confidences, one);
    }
  ent_calibrate (confidences, writer);
  assert_true (ent_model_writer_save (writer, model, NULL));
  fitted = ent_model_open (model, "names", NULL);
  line = ent_calibration_of (fitted);
  assert_float_equal (ent_calibration_apply (&line, 0.99f), 0.9, 0.01);
  assert_float_equal (ent_calibration_apply (&line, 0.6f), 0.4, 0.01);
  assert_true (ent_calibration_apply (&line, 1) <= 1 && ent_calibration_apply (&line, 0) > 0);
}

/* Too few to tell, or all right, or none: no line, or one that still runs upwards */
static void
confidences_that_say_nothing_change_nothing (void **state)
{
  for (guint n = 0; n <= 1000; n += 500)
    for (guint right = 0; right < 2; right++)
      {
        g_autoptr (GArray) confidences = g_array_new (FALSE, FALSE, sizeof (EntConfidence));
        g_autoptr (EntModelWriter) writer = ent_model_writer_new ("names");
        g_autoptr (EntModel) fitted = NULL;
        EntCalibration line;

        for (guint i = 0; i < n; i++)
          {
            EntConfidence one = { 0.5f, right };

            g_array_append_val (confidences, one);
          }
        ent_calibrate (confidences, writer);
        assert_true (ent_model_writer_save (writer, model, NULL));
        fitted = ent_model_open (model, "names", NULL);
        line = ent_calibration_of (fitted);
        assert_true (ent_calibration_apply (&line, 0.2f) < ent_calibration_apply (&line, 0.9f));
      }
}

/* "Ship|Crew": the words say which, as they stand with one of them elsewhere */
static void
one_of_several_types_is_learned_from_others (void **state)
{
  g_autoptr (NamesTrainer) trainer = new_trainer ();

  for (guint i = 0; i < 10; i++)
    {
      learn (trainer, "[Ship|Crew Qarvel] took [Crew Omsa]", NULL);
      learn (trainer, "they left [Ship Qarvel]", NULL);
    }
  store (trainer, NULL);
  check_tagged ("Qarvel took Omsa", "[Ship Qarvel] took [Crew Omsa]");
}

static void
of_nested_names_the_first_is_learned (void **state)
{
  static const GoldName names[] = { { 1, 4, "Ship" }, { 1, 2, "Crew" }, { 3, 4, "Crew" } };
  g_autoptr (NamesTrainer) trainer = new_trainer ();

  for (guint i = 0; i < 5; i++)
    learn_names (trainer, "saw Omsa of Tessok there", names, G_N_ELEMENTS (names), 1);
  store (trainer, NULL);
  check_tagged ("saw Omsa of Tessok there", "saw [Ship Omsa of Tessok] there");
}

/* Types that the trainer was not told of count as no names; a name over a sentence's end takes both sentences out */
static void
gold_that_cannot_be_learned_is_left_out (void **state)
{
  static const GoldName across[] = { { 1, 6, "Crew" } };
  g_autoptr (NamesTrainer) trainer = new_trainer ();

  for (guint i = 0; i < 5; i++)
    {
      learn (trainer, "we saw [Ship Qarvel] near [Island Tessok]", NULL);
      learn_names (trainer, "Then Omsa slept. Then Omsa woke.", across, 1, 1);
    }
  store (trainer, NULL);
  check_tagged ("we saw Qarvel near Tessok", "we saw [Ship Qarvel] near Tessok");
}

static void
documents_without_words_teach_nothing (void **state)
{
  g_autoptr (NamesTrainer) trainer = new_trainer ();

  learn_names (trainer, "", NULL, 0, 1);
  learn_names (trainer, " \n", NULL, 0, 1);
  store (trainer, NULL);
  check_tagged ("", "");
  check_tagged ("we saw Qarvel", "we saw Qarvel");
}

static void
from_1_to_15_types_are_learned (void **state)
{
  static const gchar *const names[]
      = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p" };

  for (guint n = 0; n <= G_N_ELEMENTS (names); n++)
    {
      const gchar *types[G_N_ELEMENTS (names) + 1] = { NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (NamesTrainer) trainer = NULL;

      memcpy (types, names, n * sizeof *types);
      trainer = names_trainer_new (pack, types, &error);
      assert_int_equal (trainer != NULL, n >= 1 && n <= 15);
      assert_true (trainer || g_error_matches (error, ENT_ERROR, ENT_ERROR_INPUT));
    }
}

static gchar *
error_of_loading (void)
{
  g_autoptr (EntPipeline) pipeline = new_pipeline ("tokenise ! tag");
  g_autoptr (GError) error = NULL;

  assert_false (ent_pipeline_load (pipeline, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  return g_strdup (error->message);
}

static void
models_of_other_labels_are_refused (void **state)
{
  const gchar *const labels[]
      = { "O B-Crew I-Crew L-Crew U-Crew X-Ship I-Ship L-Ship U-Ship", "O B-Crew", "a b c d e f g h i" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (NamesTrainer) trainer = new_trainer ();
      g_autofree gchar *message = NULL;

      learn (trainer, "we saw [Ship Qarvel]", NULL);
      store (trainer, labels[i]);
      message = error_of_loading ();
      assert_non_null (strstr (message, model));
    }
}

static void
a_model_without_its_classes_is_refused (void **state)
{
  g_autoptr (NamesTrainer) trainer = new_trainer ();
  g_autofree gchar *message = NULL;

  learn (trainer, "we saw [Ship Qarvel]", NULL);
  store (trainer, NULL);
  g_remove (table); /* leaves those of the default pack */
  message = error_of_loading ();
  assert_non_null (strstr (message, "was trained with another table of words"));
}

static gpointer
tag_often (gpointer pipeline)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autofree gchar *got = tagged_by (pipeline, "on board Nurith of Tessok was Omsa");

      if (strcmp (got, "on board [Ship Nurith of Tessok] was [Crew Omsa]"))
        return "different";
    }
  return NULL;
}

static void
threads_share_a_model (void **state)
{
  g_autoptr (NamesTrainer) trainer = new_trainer ();
  g_autoptr (EntPipeline) pipeline = new_pipeline ("tokenise ! tag");
  GThread *threads[N_THREADS];

  for (guint i = 0; i < 5; i++)
    learn (trainer, "on board [Ship Nurith of Tessok] was [Crew Omsa]", NULL);
  store (trainer, NULL);
  assert_true (ent_pipeline_load (pipeline, NULL));
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("tag", tag_often, pipeline);
  for (guint i = 0; i < N_THREADS; i++)
    assert_null (g_thread_join (threads[i]));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (names_of_one_word_and_of_many_are_learned, set_up, tear_down),
    cmocka_unit_test_setup_teardown (values_of_the_rules_stand_beside, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_a_source_does_not_mark_stays_open_where_rules_find_it, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_marked_as_unknown_is_left_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_document_may_count_for_several, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_second_look_learns_from_the_rest_of_the_document, set_up, tear_down),
    cmocka_unit_test_setup_teardown (confidences_are_brought_to_what_was_right, set_up, tear_down),
    cmocka_unit_test_setup_teardown (confidences_that_say_nothing_change_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (one_of_several_types_is_learned_from_others, set_up, tear_down),
    cmocka_unit_test_setup_teardown (of_nested_names_the_first_is_learned, set_up, tear_down),
    cmocka_unit_test_setup_teardown (gold_that_cannot_be_learned_is_left_out, set_up, tear_down),
    cmocka_unit_test_setup_teardown (documents_without_words_teach_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (from_1_to_15_types_are_learned, set_up, tear_down),
    cmocka_unit_test_setup_teardown (models_of_other_labels_are_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_model_without_its_classes_is_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (threads_share_a_model, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
