/* Lists learned from raw text: how names and words are looked up, what a document is told, and which tables are
 * refused. */
#include "tests/harness.h"

#include <string.h>

#include "stages/tag/lists.h"

static gchar *folder;
static gchar *path;

static int
set_up (void **state)
{
  folder = make_folder ();
  path = g_build_filename (folder, "lists.bin", NULL);
  return 0;
}

static int
tear_down (void **state)
{
  g_free (path);
  remove_folder (folder);
  return 0;
}

static guint64
hash_of_word (const gchar *word)
{
  return lists_hash_word (word, strlen (word));
}

static guint64
hash_of_name (const gchar *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  guint64 hash = 0;

  for (guint i = 0; words[i]; i++)
    hash = lists_hash_name (hash, hash_of_word (words[i]));
  return hash;
}

/* Name i is a person's by i % 8 parts of 8, with noun i; word i stands in way w by step (i + w) % 9 */
static Lists *
table_of (const gchar *const *names, guint n_names, const gchar *const *words, guint n_words)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("lists");
  g_autofree guint64 *name_hashes = g_new (guint64, n_names + 1);
  g_autofree guint64 *word_hashes = g_new (guint64, n_words + 1);
  g_autofree ListedName *listed_names = g_new0 (ListedName, n_names + 1);
  g_autofree ListedWord *listed_words = g_new0 (ListedWord, n_words + 1);
  g_autoptr (GError) error = NULL;
  Lists *lists;

  for (guint i = 0; i < n_names; i++)
    {
      name_hashes[i] = hash_of_name (names[i]);
      listed_names[i] = (ListedName){ .shares = { i % 8, 7 - i % 8 }, .votes = (i + 3) % 8, .noun = i };
    }
  for (guint i = 0; i < n_words; i++)
    {
      word_hashes[i] = hash_of_word (words[i]);
      for (guint way = 0; way < N_WAYS; way++)
        listed_words[i].shares[way] = (i + way) % 9;
    }
  lists_store (writer, name_hashes, listed_names, n_names, word_hashes, listed_words, n_words);
  assert_true (ent_model_writer_save (writer, path, &error));
  lists = lists_open (path, &error);
  assert_non_null (lists);
  return lists;
}

static void
what_is_stored_is_found (void **state)
{
  g_auto (GStrv) names = g_new0 (gchar *, 1001);
  g_autoptr (Lists) lists = NULL;
  ListedName name;
  ListedWord word;

  for (guint i = 0; i < 1000; i++)
    names[i] = g_strdup_printf ("name%c%c%c", 'a' + i / 100, 'a' + i / 10 % 10, 'a' + i % 10);
  lists = table_of ((const gchar *const *) names, 1000, (const gchar *const *) names, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      assert_true (lists_find_name (lists, hash_of_name (names[i]), &name));
      assert_int_equal (name.shares[KIND_PERSON], i % 8);
      assert_int_equal (name.shares[KIND_LOCATION], 7 - i % 8);
      assert_int_equal (name.shares[KIND_WORK], 0);
      assert_int_equal (name.votes, (i + 3) % 8);
      assert_int_equal (name.noun, i);
      assert_true (lists_find_word (lists, hash_of_word (names[i]), &word));
      for (guint way = 0; way < N_WAYS; way++)
        assert_int_equal (word.shares[way], (i + way) % 9);
    }
  assert_false (lists_find_name (lists, hash_of_name ("nobody"), &name));
  assert_false (lists_find_word (lists, hash_of_word ("nobody"), &word));
}

static void
an_empty_table_knows_nothing (void **state)
{
  g_autoptr (Lists) lists = table_of (NULL, 0, NULL, 0);
  ListedName name;
  ListedWord word;

  assert_false (lists_find_name (lists, hash_of_name ("Omsa"), &name));
  assert_false (lists_find_word (lists, hash_of_word ("Omsa"), &word));
}

static void
case_digits_and_apostrophes_are_folded (void **state)
{
  assert_true (hash_of_word ("Élan") == hash_of_word ("élan"));
  assert_true (hash_of_word ("O’NEILL") == hash_of_word ("o'neill"));
  assert_true (hash_of_word ("F-16") == hash_of_word ("f-22"));
  assert_false (hash_of_word ("Elan") == hash_of_word ("Élan"));
  assert_false (hash_of_name ("New York") == hash_of_name ("York New"));
  assert_false (hash_of_name ("New York") == hash_of_name ("NewYork"));
}

/* How many features each token has, as "2 0 5" */
static gchar *
count_features (const Lists *lists, const gchar *text)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  g_autoptr (GString) counts = g_string_new (NULL);
  Tagging tagging = { .doc = doc };
  ListMatches *matches;

  run_pipeline ("tokenise", doc);
  tag_begin (&tagging);
  matches = lists_match (lists, &tagging);
  for (guint s = 0; s < tagging.n_sentences; s++)
    for (guint t = tagging.sentences[s].first; t < tagging.sentences[s].first + tagging.sentences[s].n; t++)
      {
        EntFeatureList list = { 0 };

        lists_add_features (matches, &tagging, t, tagging.sentences[s].first,
                            tagging.sentences[s].first + tagging.sentences[s].n, &list);
        g_string_append_printf (counts, counts->len ? " %u" : "%u", list.n_ids);
        ent_feature_list_free (&list);
      }
  lists_free_matches (matches);
  tag_end (&tagging);
  return g_string_free (g_steal_pointer (&counts), FALSE);
}

#define check_counts(lists, text, expected)                                                                            \
  do                                                                                                                   \
    {                                                                                                                  \
      g_autofree gchar *got = count_features (lists, text);                                                            \
      assert_string_equal (got, expected);                                                                             \
    }                                                                                                                  \
  while (0)

/* A word beside a listed name has that, with a noun (2); a word of a name has its two kinds, the best of them and the
 * noun (4), and alone the kinds and the noun once more (3) */
static void
words_are_told_of_the_longest_name (void **state)
{
  static const gchar *const names[] = { "unused", "Omsa Tivary", "Omsa Tivary Quern Lurel", "Hadrik" };
  g_autoptr (Lists) lists = table_of (names, G_N_ELEMENTS (names), NULL, 0);

  check_counts (lists, "we saw nobody again", "0 0 0 0");
  check_counts (lists, "we saw Hadrik again", "0 2 7 2");
  check_counts (lists, "saw Omsa Tivary again", "2 6 6 2");
  check_counts (lists, "saw Omsa Tivary Quern again", "2 6 6 2 0");
  check_counts (lists, "saw Omsa Tivary Quern Lurel", "2 6 8 8 6");
  check_counts (lists, "saw Omsa", "0 0");
}

static void
names_do_not_cross_sentences (void **state)
{
  static const gchar *const names[] = { "unused", "Omsa Tivary" };
  g_autoptr (Lists) lists = table_of (names, G_N_ELEMENTS (names), NULL, 0);

  check_counts (lists, "we saw Omsa\n\nTivary slept", "0 0 0 0 0");
  check_counts (lists, "", "");
}

/* The first word stands in way 0 never, and in the others */
static void
words_are_told_how_they_stand (void **state)
{
  static const gchar *const words[] = { "Omsa" };
  g_autoptr (Lists) lists = table_of (NULL, 0, words, 1);

  check_counts (lists, "we saw omsa", "0 0 15");
}

static void
refuse (EntModelWriter *writer)
{
  g_autoptr (GError) error = NULL;

  assert_true (ent_model_writer_save (writer, path, NULL));
  assert_null (lists_open (path, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_non_null (strstr (error->message, path));
}

static void
tables_that_are_none_are_refused (void **state)
{
  static const guint32 slots[6] = { 0 };
  g_autoptr (EntModelWriter) other = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) half = ent_model_writer_new ("lists");
  g_autoptr (EntModelWriter) odd = ent_model_writer_new ("lists");

  ent_model_writer_add (other, "names", slots, sizeof slots);
  ent_model_writer_add (other, "words", slots, sizeof slots);
  refuse (other);
  ent_model_writer_add (half, "names", slots, sizeof slots);
  refuse (half);
  ent_model_writer_add (odd, "names", slots, sizeof slots);
  ent_model_writer_add (odd, "words", slots, sizeof slots - 4);
  refuse (odd);
}

/* Bits that no training writes: every number stays in its range, and a table without an empty slot ends the search */
static void
strange_bits_are_harmless (void **state)
{
  guint32 slots[6];
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("lists");
  g_autoptr (Lists) lists = NULL;
  guint64 hash = hash_of_name ("Omsa");
  ListedName name;
  ListedWord word;

  memset (slots, 0xff, sizeof slots);
  slots[0] = GUINT32_TO_LE ((guint32) hash | 1);
  ent_model_writer_add (writer, "names", slots, sizeof slots);
  slots[0] = GUINT32_TO_LE ((guint32) hash_of_word ("Omsa") | 1);
  ent_model_writer_add (writer, "words", slots, sizeof slots);
  assert_true (ent_model_writer_save (writer, path, NULL));
  lists = lists_open (path, NULL);
  assert_non_null (lists);
  assert_true (lists_find_name (lists, hash, &name));
  assert_int_equal (name.shares[KIND_WORK], 7);
  assert_int_equal (name.votes, 7);
  assert_true (lists_find_word (lists, hash_of_word ("Omsa"), &word));
  assert_int_equal (word.shares[N_WAYS - 1], 8);
  assert_false (lists_find_name (lists, hash_of_name ("nobody"), &name));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (what_is_stored_is_found, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_empty_table_knows_nothing, set_up, tear_down),
    cmocka_unit_test (case_digits_and_apostrophes_are_folded),
    cmocka_unit_test_setup_teardown (words_are_told_of_the_longest_name, set_up, tear_down),
    cmocka_unit_test_setup_teardown (names_do_not_cross_sentences, set_up, tear_down),
    cmocka_unit_test_setup_teardown (words_are_told_how_they_stand, set_up, tear_down),
    cmocka_unit_test_setup_teardown (tables_that_are_none_are_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (strange_bits_are_harmless, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
