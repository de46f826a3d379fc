/* Learned parts of speech and lemmas: what is learned of tagged text, and which models are refused. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#include "stages/tag/lemmas-rules.h"
#include "stages/tag/pos.h"

#define N_THREADS 4

static gchar *pack;
static gchar *folder; /* "tag" in it */
static gchar *model;
static gchar *table;

/* Words that raw text has in lower case, and with a capital */
static void
write_classes (void)
{
  static const gchar *const known[] = { "dog", "dogs", "London", "Danish" };
  const guint n_classes[] = { 1 };
  guint64 hashes[G_N_ELEMENTS (known)];
  EntWord words[G_N_ELEMENTS (known)];
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      hashes[i] = ent_words_hash (known[i], strlen (known[i]));
      words[i] = (EntWord){ .frequency = 5 };
    }
  g_free (ent_words_store (writer, hashes, words, G_N_ELEMENTS (known), n_classes, 1));
  assert_true (ent_model_writer_save (writer, table, NULL));
}

static int
set_up (void **state)
{
  pack = make_folder ();
  folder = g_build_filename (pack, "tag", NULL);
  model = g_build_filename (pack, POS_FILE, NULL);
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

/* --- Lemmas alone --- */

/* "went/VERB/go": after it, in the same text, the next word */
typedef struct
{
  EntModel *model;
  EntWords *classes;
  Lemmas *lemmas;
} Learned;

static LemmaQuery
query_of (gchar **parts, gchar **next_parts)
{
  EntPos next = next_parts ? ent_pos_from_string (next_parts[1]) : ENT_POS_NONE;

  return (LemmaQuery){ parts[0], strlen (parts[0]), ent_pos_from_string (parts[1]), next };
}

static void
teach_lemmas (LemmasTrainer *trainer, const char *text, guint times)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "/", 3);
      g_auto (GStrv) next = words[i + 1] ? g_strsplit (words[i + 1], "/", 3) : NULL;
      LemmaQuery query = query_of (parts, next);

      lemmas_trainer_add (trainer, &query, parts[2], times);
    }
}

static Learned
learn_lemmas (const char *text)
{
  Learned learned = { .classes = ent_words_open (table, NULL) };
  g_autoptr (LemmasTrainer) trainer = lemmas_trainer_new (learned.classes);
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("pos");

  teach_lemmas (trainer, text, 10);
  lemmas_trainer_store (trainer, writer);
  assert_true (ent_model_writer_save (writer, model, NULL));
  learned.model = ent_model_open (model, "pos", NULL);
  learned.lemmas = lemmas_new (learned.model, NULL);
  assert_non_null (learned.lemmas);
  return learned;
}

static void
forget (Learned *learned)
{
  lemmas_free (learned->lemmas);
  ent_model_free (learned->model);
  ent_words_free (learned->classes);
}

static void
check_lemma_before (const Learned *learned, const char *word, EntPos pos, EntPos next, const char *expected)
{
  g_autoptr (GString) lemma = g_string_new ("left from before");
  LemmaQuery query = { word, strlen (word), pos, next };

  lemmas_find (learned->lemmas, learned->classes, &query, lemma);
  assert_string_equal (lemma->str, expected);
}

static void
check_lemma (const Learned *learned, const char *word, EntPos pos, const char *expected)
{
  check_lemma_before (learned, word, pos, ENT_POS_NONE, expected);
}

static void
words_that_were_not_seen_follow_those_of_their_suffix (void **state)
{
  Learned learned = learn_lemmas ("walked/VERB/walk talked/VERB/talk looked/VERB/look moved/VERB/move "
                                  "loved/VERB/love cities/NOUN/city duties/NOUN/duty cars/NOUN/car roads/NOUN/road");

  check_lemma (&learned, "barked", ENT_POS_VERB, "bark");
  check_lemma (&learned, "proved", ENT_POS_VERB, "prove");
  check_lemma (&learned, "parties", ENT_POS_NOUN, "party");
  check_lemma (&learned, "boats", ENT_POS_NOUN, "boat");
  check_lemma (&learned, "boats", ENT_POS_ADJ, "boats");
  forget (&learned);
}

static void
irregular_words_are_known_by_themselves (void **state)
{
  Learned learned = learn_lemmas ("went/VERB/go sent/VERB/send bent/VERB/bend lent/VERB/lend mice/NOUN/mouse "
                                  "I/PRON/I me/PRON/I");

  check_lemma (&learned, "went", ENT_POS_VERB, "go");
  check_lemma (&learned, "rent", ENT_POS_VERB, "rend");
  check_lemma (&learned, "mice", ENT_POS_NOUN, "mouse");
  check_lemma (&learned, "I", ENT_POS_PRON, "I");
  check_lemma (&learned, "me", ENT_POS_PRON, "I");
  forget (&learned);
}

static void
capitals_stay_where_they_belong_to_the_word (void **state)
{
  Learned learned = learn_lemmas ("London/PROPN/London Paris/PROPN/Paris Dogs/NOUN/dog Danish/ADJ/Danish Old/ADJ/old "
                                  "dogs/NOUN/dog cats/NOUN/cat old/ADJ/old NATO/PROPN/NATO");

  check_lemma (&learned, "Berlin", ENT_POS_PROPN, "Berlin");
  check_lemma (&learned, "Cats", ENT_POS_NOUN, "cat");
  check_lemma (&learned, "Dogs", ENT_POS_NOUN, "dog");
  check_lemma (&learned, "Danish", ENT_POS_ADJ, "Danish");
  check_lemma (&learned, "NATO", ENT_POS_PROPN, "NATO");
  forget (&learned);
}

/* "her" is "she" but before what she has */
static void
what_comes_next_decides_where_the_word_alone_does_not (void **state)
{
  Learned learned = learn_lemmas ("saw/VERB/see her/PRON/she ./PUNCT/. of/ADP/of her/PRON/she ./PUNCT/. "
                                  "saw/VERB/see her/PRON/her dog/NOUN/dog");

  check_lemma_before (&learned, "her", ENT_POS_PRON, ENT_POS_NOUN, "her");
  check_lemma_before (&learned, "her", ENT_POS_PRON, ENT_POS_PUNCT, "she");
  check_lemma_before (&learned, "her", ENT_POS_PRON, ENT_POS_NONE, "she");
  forget (&learned);
}

/* Rules count bytes, but never cut a character in two */
static void
words_of_any_script_and_length_have_a_lemma (void **state)
{
  Learned learned = learn_lemmas ("cafés/NOUN/café naïves/NOUN/naïve walked/VERB/walk é/NOUN/e");
  g_autofree gchar *longest = g_strnfill (LEMMA_LONGEST_WORD + 1, 'S');
  g_autofree gchar *long_one = g_strnfill (LEMMA_LONGEST_WORD - 1, 'b');
  g_autofree gchar *long_plural = g_strconcat (long_one, "s", NULL);

  check_lemma (&learned, "cafés", ENT_POS_NOUN, "café");
  check_lemma (&learned, "ÉCLAIRS", ENT_POS_NOUN, "éclair");
  check_lemma (&learned, "дома", ENT_POS_VERB, "дома");
  check_lemma (&learned, "d", ENT_POS_VERB, "d");
  check_lemma (&learned, "", ENT_POS_VERB, "");
  check_lemma (&learned, longest, ENT_POS_NOUN, longest);
  check_lemma (&learned, long_plural, ENT_POS_NOUN, long_one);
  check_lemma (&learned, "unseen", ENT_POS_INTJ, "unseen");
  forget (&learned);
}

static void
check_refused (const LemmaSlot *slots, guint n_slots, const LemmaRule *rules, guint n_rules)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("pos");
  g_autoptr (EntModel) opened = NULL;
  g_autoptr (GError) error = NULL;

  ent_model_writer_add (writer, "lemma_slots", slots, n_slots * sizeof *slots);
  ent_model_writer_add (writer, "lemma_rules", rules, n_rules * sizeof *rules);
  ent_model_writer_add (writer, "lemma_text", "ed", 2);
  assert_true (ent_model_writer_save (writer, model, NULL));
  opened = ent_model_open (model, "pos", NULL);
  assert_null (lemmas_new (opened, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
}

static void
rules_that_do_not_fit_are_refused (void **state)
{
  const LemmaRule good[] = {
    { 0, 0, 0, LEMMA_LOWER, 0 }, { 0, 0, 0, LEMMA_KEEP, 0 }, { 0, 0, 0, LEMMA_TITLE, 0 }, { 0, 2, 0, LEMMA_UPPER, 0 }
  };
  const LemmaRule beyond_text[] = { good[0], good[1], good[2], { 1, 2, 0, LEMMA_LOWER, 0 } };
  const LemmaRule no_case[] = { good[0], good[1], good[2], { 0, 0, 0, LEMMA_UPPER + 1, 0 } };
  const LemmaSlot free_slots[4] = { { 0, 0 } };
  const LemmaSlot full[2] = { { 1, 0 }, { 3, 0 } };
  const LemmaSlot beyond_rules[4] = { { 1, 4 } };

  check_refused (free_slots, 4, beyond_text, 4);
  check_refused (free_slots, 4, no_case, 4);
  check_refused (free_slots, 3, good, 4);
  check_refused (free_slots, 0, good, 4);
  check_refused (free_slots, 4, good, 3);
  check_refused (full, 2, good, 4);
  check_refused (beyond_rules, 4, good, 4);
}

/* --- The tagger --- */

/* A document of one sentence, "the/DET/the dogs/NOUN/dog"; words without tags have none */
static EntDocument *
document_of (const char *tagged)
{
  g_auto (GStrv) words = g_strsplit (tagged, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  EntDocument *doc;

  for (guint i = 0; words[i]; i++)
    {
      g_string_append_printf (text, "%s%.*s", i ? " " : "", (int) strcspn (words[i], "/"), words[i]);
      g_array_append_val (ends, text->len);
    }
  doc = ent_document_new (text->str, text->len, NULL);
  for (guint i = 0; words[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "/", 3);
      guint end = g_array_index (ends, guint, i);

      ent_document_add_token (doc, end - strlen (parts[0]), end, 0);
      if (parts[1])
        ent_document_set_tag (doc, i, ent_pos_from_string (parts[1]), parts[2]);
    }
  ent_document_add_sentence (doc, 0, ends->len);
  return doc;
}

static void
learn (PosTrainer *trainer, const char *tagged)
{
  g_autoptr (EntDocument) doc = document_of (tagged);

  pos_trainer_add (trainer, doc, 1, 1);
}

static PosTrainer *
new_trainer (void)
{
  g_autoptr (GError) error = NULL;
  PosTrainer *trainer = pos_trainer_new (pack, &error);

  assert_null (error);
  for (guint i = 0; i < 5; i++)
    {
      learn (trainer, "the/DET/the dogs/NOUN/dog barked/VERB/bark ./PUNCT/.");
      learn (trainer, "a/DET/a dog/NOUN/dog walks/VERB/walk in/ADP/in London/PROPN/London ./PUNCT/.");
      learn (trainer, "the/DET/the walks/NOUN/walk in/ADP/in London/PROPN/London");
    }
  return trainer;
}

/* Trains, and writes the model; `labels` takes the place of the model's own unless it is NULL */
static void
store (PosTrainer *trainer, const gchar *labels)
{
  const EntCrfOptions options = { .epochs = 15, .rate = 0.2f, .min_count = 1 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("pos");

  pos_trainer_run (trainer, &options, NULL, NULL, writer);
  if (labels)
    ent_model_writer_set_text (writer, "labels", labels);
  assert_true (ent_model_writer_save (writer, model, NULL));
}

static EntPipeline *
load_pipeline (const char *stages)
{
  EntPipeline *pipeline = ent_pipeline_new_from_text (stages, NULL);

  ent_pipeline_set_pack (pipeline, pack);
  assert_true (ent_pipeline_load (pipeline, NULL));
  return pipeline;
}

static gchar *
tagged_by (EntPipeline *pipeline, const char *text)
{
  g_autoptr (EntDocument) doc = document_of (text);
  g_autoptr (GString) tagged = g_string_new (NULL);
  const EntToken *tokens;
  guint n;

  assert_true (ent_pipeline_process (pipeline, doc, NULL));
  tokens = ent_document_get_tokens (doc, &n);
  for (guint t = 0; t < n; t++)
    {
      g_autofree gchar *word = ent_document_dup_words (doc, t, t + 1);

      g_string_append_printf (tagged, "%s%s/%s/%s", t ? " " : "", word, ent_pos_to_string (tokens[t].pos),
                              ent_document_get_string (doc, tokens[t].lemma));
    }
  return g_string_free (g_steal_pointer (&tagged), FALSE);
}

static void
check_tagged (const char *text, const char *expected)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ("tokenise ! tag");
  g_autofree gchar *got = tagged_by (pipeline, text);

  assert_string_equal (got, expected);
}

static void
words_are_tagged_as_the_words_around_them_say (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();

  store (trainer, NULL);
  check_tagged ("the dogs barked .", "the/DET/the dogs/NOUN/dog barked/VERB/bark ./PUNCT/.");
  check_tagged ("a dog walks in London .",
                "a/DET/a dog/NOUN/dog walks/VERB/walk in/ADP/in London/PROPN/London ./PUNCT/.");
  check_tagged ("the walks in London", "the/DET/the walks/NOUN/walk in/ADP/in London/PROPN/London");
}

/* Tags that the input brought along are made afresh */
static void
tags_of_the_input_are_replaced (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();

  store (trainer, NULL);
  check_tagged ("the/X/x dogs/X/x barked/X/x ./X/x", "the/DET/the dogs/NOUN/dog barked/VERB/bark ./PUNCT/.");
}

/* What has no tag in the gold may have any: the other words teach what it is */
static void
words_without_tags_are_left_open (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();

  for (guint i = 0; i < 20; i++)
    learn (trainer, "the dogs barked ./PUNCT/.");
  store (trainer, NULL);
  check_tagged ("the dogs barked .", "the/DET/the dogs/NOUN/dog barked/VERB/bark ./PUNCT/.");
}

static EntLayers
layers_made (const char *stage)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline (stage);
  g_autoptr (EntDocument) doc = document_of ("the dogs");

  assert_true (ent_pipeline_process (pipeline, doc, NULL));
  return ent_document_get_layers (doc);
}

static void
tags_are_made_where_there_is_a_model_and_they_are_wanted (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();

  store (trainer, NULL);
  assert_true (layers_made ("tokenise ! tag") & ENT_LAYER_TAGS);
  assert_false (layers_made ("tokenise ! tag pos=off") & ENT_LAYER_TAGS);
}

static void
check_load_fails (const char *part)
{
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text ("tokenise ! tag", NULL);
  g_autoptr (GError) error = NULL;

  ent_pipeline_set_pack (pipeline, pack);
  assert_false (ent_pipeline_load (pipeline, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_non_null (strstr (error->message, part));
}

static void
models_of_other_labels_are_refused (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();

  store (trainer, "ADP ADJ ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X");
  check_load_fails (model);
}

static void
a_model_without_its_classes_is_refused (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();

  store (trainer, NULL);
  g_remove (table); /* that of the default pack is another one */
  check_load_fails ("was trained with another table of words");
}

static void
a_dictionary_without_a_free_place_is_refused (void **state)
{
  static const guint32 sizes[] = { 0, 1, 3, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      static const guint32 slots[8] = { 1, 1, 3, 1, 5, 1, 7, 1 };
      g_autoptr (EntModelWriter) writer = ent_model_writer_new ("pos");
      g_autoptr (EntModel) opened = NULL;
      g_autoptr (GError) error = NULL;

      ent_model_writer_add (writer, "words", slots, sizes[i] * 8);
      assert_true (ent_model_writer_save (writer, model, NULL));
      opened = ent_model_open (model, "pos", NULL);
      assert_null (pos_dictionary_new (opened, &error));
      assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
    }
}

static gpointer
tag_often (gpointer pipeline)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autofree gchar *got = tagged_by (pipeline, "the walks in London");

      if (strcmp (got, "the/DET/the walks/NOUN/walk in/ADP/in London/PROPN/London"))
        return "different";
    }
  return NULL;
}

static void
threads_share_a_model (void **state)
{
  g_autoptr (PosTrainer) trainer = new_trainer ();
  g_autoptr (EntPipeline) pipeline = NULL;
  GThread *threads[N_THREADS];

  store (trainer, NULL);
  pipeline = load_pipeline ("tokenise ! tag");
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("tag", tag_often, pipeline);
  for (guint i = 0; i < N_THREADS; i++)
    assert_null (g_thread_join (threads[i]));
}

/* --- WordNet's forms --- */

static void
note_form (const gchar *form, const gchar *lemma, EntPos pos, gpointer data)
{
  g_string_append_printf (data, "%s/%s/%s ", form, ent_pos_to_string (pos), lemma);
}

static void
write_file (const char *name, const char *text)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
forms_that_raw_text_has_are_made_of_words (void **state)
{
  g_autoptr (EntWords) classes = ent_words_open (table, NULL);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  assert_false (pos_wordnet_foreach (folder, classes, note_form, told, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_INPUT));
  write_file ("noun.exc", "dogs dogge\nbad\n\n");
  write_file ("data.noun", "  1 licence\n00000001 03 n 03 dog 0 Dog 0 hot_dog 0 001 @ 0 n 0000 | gloss\n00 03 n zz\n");
  write_file ("verb.exc", "");
  write_file ("data.verb", "00000001 03 v 01 dog 0 000 | gloss\n00000002 03 v 01 dog 1 000 | again\n");
  for (guint i = 0; i < 2; i++)
    {
      write_file (i ? "adv.exc" : "adj.exc", "");
      write_file (i ? "data.adv" : "data.adj", "");
    }
  assert_true (pos_wordnet_foreach (folder, classes, note_form, told, NULL));
  assert_string_equal (told->str, "dogs/NOUN/dogge dog/NOUN/dog dog/VERB/dog dogs/VERB/dog ");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (words_that_were_not_seen_follow_those_of_their_suffix, set_up, tear_down),
    cmocka_unit_test_setup_teardown (irregular_words_are_known_by_themselves, set_up, tear_down),
    cmocka_unit_test_setup_teardown (capitals_stay_where_they_belong_to_the_word, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_comes_next_decides_where_the_word_alone_does_not, set_up, tear_down),
    cmocka_unit_test_setup_teardown (words_of_any_script_and_length_have_a_lemma, set_up, tear_down),
    cmocka_unit_test_setup_teardown (rules_that_do_not_fit_are_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (words_are_tagged_as_the_words_around_them_say, set_up, tear_down),
    cmocka_unit_test_setup_teardown (tags_of_the_input_are_replaced, set_up, tear_down),
    cmocka_unit_test_setup_teardown (words_without_tags_are_left_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (tags_are_made_where_there_is_a_model_and_they_are_wanted, set_up, tear_down),
    cmocka_unit_test_setup_teardown (models_of_other_labels_are_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_model_without_its_classes_is_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_dictionary_without_a_free_place_is_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (threads_share_a_model, set_up, tear_down),
    cmocka_unit_test_setup_teardown (forms_that_raw_text_has_are_made_of_words, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
