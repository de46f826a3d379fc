/* The table of word classes: how words are looked up, and which tables are refused. */
#include "tests/harness.h"

#include <string.h>

#include "pipeline/learn/words.h"

static gchar *folder;
static gchar *path;
static guint32 *rows; /* of the table: as ent_words_store() returns them */

static int
set_up (void **state)
{
  folder = make_folder ();
  path = g_build_filename (folder, "words.bin", NULL);
  return 0;
}

static int
tear_down (void **state)
{
  g_free (path);
  g_clear_pointer (&rows, g_free);
  remove_folder (folder);
  return 0;
}

/* The classes of word i are i % 7 and i, and the more to the front it stands the more frequent it is */
#define N_COARSE 7

/* All components of its vector are i + 1, and 0 for unknown words */
#define SIZE 16

static EntWords *
table_of (const gchar *const *words, guint n)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autofree guint64 *hashes = g_new (guint64, n);
  g_autofree EntWord *known = g_new0 (EntWord, n);
  g_autofree gfloat *vectors = g_new0 (gfloat, (n + 1) * SIZE);
  const guint n_classes[] = { N_COARSE, MAX (n, 1) };
  g_autoptr (GError) error = NULL;
  EntWords *table;

  for (guint i = 0; i < n; i++)
    {
      hashes[i] = ent_words_hash (words[i], strlen (words[i]));
      known[i] = (EntWord){ .classes = { i % N_COARSE, i }, .frequency = (guint16) (n - i) };
      for (guint d = 0; d < SIZE; d++)
        vectors[(i + 1) * SIZE + d] = i + 1;
    }
  rows = ent_words_store (writer, hashes, known, n, n_classes, 2);
  ent_vectors_store (writer, vectors, rows, n + 1, rows[0] + 1, SIZE);
  assert_true (ent_model_writer_save (writer, path, &error));
  table = ent_words_open (path, &error);
  assert_non_null (table);
  return table;
}

#define UNKNOWN "(unknown)"

/* Looks `word` up and expects what is known of `expected`, a word of the table or UNKNOWN */
static void
check (const EntWords *table, const gchar *const *words, guint n, const gchar *word, const gchar *expected)
{
  EntWord found;
  gboolean known = ent_words_lookup (table, word, strlen (word), &found);

  assert_string_equal (known ? words[found.classes[1]] : UNKNOWN, expected);
  if (known)
    {
      assert_int_equal (found.classes[0], found.classes[1] % N_COARSE);
      assert_int_equal (found.frequency, n - found.classes[1]);
    }
  else
    {
      assert_int_equal (found.classes[0], ENT_WORDS_UNKNOWN);
      assert_int_equal (found.classes[1], ENT_WORDS_UNKNOWN);
      assert_int_equal (found.frequency, 0);
    }
  assert_int_equal (found.row, rows[known ? found.classes[1] + 1 : 0]);
}

#define check_lookup(word, expected) check (table, words, G_N_ELEMENTS (words), word, expected)

static void
words_are_found_as_they_are (void **state)
{
  static const gchar *const words[] = { "March", "march", "MARCH", "Émile", "," };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    check_lookup (words[i], words[i]);
  check_lookup ("April", UNKNOWN);
  check_lookup ("Marc", UNKNOWN);
  check_lookup ("", UNKNOWN);
  assert_int_equal (ent_words_get_n_grains (table), 2);
  assert_int_equal (ent_words_get_n_classes (table, 0), N_COARSE);
  assert_int_equal (ent_words_get_n_classes (table, 1), 5);
}

static void
digits_are_all_the_same (void **state)
{
  static const gchar *const words[] = { "1999", "B-52", "10,000" };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));

  check_lookup ("2026", "1999");
  check_lookup ("٢٠٢٦", "1999");
  check_lookup ("b-17", UNKNOWN);
  check_lookup ("B-17", "B-52");
  check_lookup ("99,999", "10,000");
  check_lookup ("999", UNKNOWN);
}

static void
apostrophes_are_all_the_same (void **state)
{
  static const gchar *const words[] = { "'s", "n’t" };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));

  check_lookup ("’s", "'s");
  check_lookup ("n't", "n’t");
}

static void
unknown_words_are_tried_in_lower_case (void **state)
{
  static const gchar *const words[] = { "minister", "état", "b-52" };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));

  check_lookup ("Minister", "minister");
  check_lookup ("MiNiSter", "minister");
  check_lookup ("MINISTER", "minister");
  check_lookup ("État", "état");
  check_lookup ("B-17", "b-52");
}

static void
capitals_are_also_tried_in_title_case (void **state)
{
  static const gchar *const words[] = { "Germany", "Iran", "march", "March", "iran", "O'Neill", "Österreich" };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));

  check_lookup ("GERMANY", "Germany");
  check_lookup ("O'NEILL", "O'Neill");
  check_lookup ("ÖSTERREICH", "Österreich");
  check_lookup ("germany", UNKNOWN);
  check_lookup ("GErmany", UNKNOWN);
  check_lookup ("IRAN", "Iran");   /* more frequent than iran */
  check_lookup ("MARCH", "march"); /* more frequent than March */
}

static void
bytes_that_are_no_text_are_no_words (void **state)
{
  static const gchar *const words[] = { "caf\xc3\xa9", "\xff" };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));

  check_lookup ("café", "café");
  check_lookup ("caf\xc3", UNKNOWN);
  check_lookup ("\xc3\xa9\xff", UNKNOWN);
  check_lookup ("\xff", "\xff");
  check_lookup ("\xfe", UNKNOWN);
}

static void
check_normal_form (const gchar *word, const gchar *expected)
{
  g_autofree gchar *form = ent_words_normalise (word, strlen (word));

  assert_string_equal (form, expected);
  assert_true (ent_words_hash (word, strlen (word)) == ent_words_hash (form, strlen (form)));
}

static void
the_normal_form_keeps_the_case (void **state)
{
  check_normal_form ("Covid-19", "Covid-00");
  check_normal_form ("O’Neill", "O'Neill");
  check_normal_form ("Ω٣", "Ω0");
  check_normal_form ("", "");
}

static void
many_words_are_told_apart (void **state)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (EntWords) table = NULL;
  EntWord found;
  guint n_wrong = 0;

  for (guint i = 0; i < 20000; i++)
    {
      gchar *word = g_strdup_printf ("%c%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i / 17576);

      g_ptr_array_add (words, word);
    }
  table = table_of ((const gchar *const *) words->pdata, words->len);
  for (guint i = 0; i < words->len; i++)
    {
      const gchar *word = words->pdata[i];

      n_wrong += !ent_words_lookup (table, word, 4, &found) || found.classes[1] != i;
      n_wrong += ent_words_lookup (table, word, 3, &found);
    }
  assert_int_equal (n_wrong, 0);
}

static void
vectors_are_found_by_their_rows (void **state)
{
  static const gchar *const words[] = { "tank", "Tuesday", "quickly" };
  g_autoptr (EntWords) table = table_of (words, G_N_ELEMENTS (words));
  const EntVectors *vectors = ent_words_get_vectors (table);
  gint8 last = 0;
  EntWord found;

  assert_int_equal (vectors->size, SIZE);
  assert_false (ent_words_lookup (table, "April", 5, &found));
  assert_int_equal (ent_vectors_get (vectors, found.row)[SIZE - 1], 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      assert_true (ent_words_lookup (table, words[i], strlen (words[i]), &found));
      assert_true (ent_vectors_get (vectors, found.row)[0] > last);
      last = ent_vectors_get (vectors, found.row)[SIZE - 1];
    }
}

static void
a_table_may_have_no_vectors (void **state)
{
  const guint32 classes[] = { GUINT32_TO_LE (5) };
  const guint16 slots[] = { 0, 0, 0, 0 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntWords) table = NULL;
  g_autoptr (GError) error = NULL;

  ent_model_writer_add (writer, "classes", classes, sizeof classes);
  ent_model_writer_add (writer, "slots", slots, sizeof slots);
  assert_true (ent_model_writer_save (writer, path, NULL));
  table = ent_words_open (path, &error);
  assert_non_null (table);
  assert_int_equal (ent_words_get_vectors (table)->size, 0);
}

static void
a_table_may_be_empty (void **state)
{
  static const gchar *const words[] = { "" };
  g_autoptr (EntWords) table = table_of (words, 0);

  check_lookup ("word", UNKNOWN);
}

static void
check_refused (EntModelWriter *writer, const gchar *expected)
{
  g_autoptr (GError) error = NULL;

  assert_true (ent_model_writer_save (writer, path, NULL));
  assert_null (ent_words_open (path, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, path));
  assert_non_null (strstr (error->message, expected));
}

static void
tables_that_make_no_sense_are_refused (void **state)
{
  static const guint32 classes[ENT_WORDS_MAX_GRAINS + 1] = { 3 };
  static const guint16 slots[] = { 1, 2, 3, 4 }, empty_slot[] = { 0, 0, 0, 0 };
  static const gint8 vectors[3 * SIZE];
  g_autoptr (EntModelWriter) empty = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) no_slots = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) too_many = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) parts = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) too_high = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) three_rows = ent_model_writer_new ("words");
  g_autoptr (EntModelWriter) other = ent_model_writer_new ("crf");

  check_refused (empty, "has no section 'classes'");
  ent_model_writer_add (no_slots, "classes", classes, sizeof *classes);
  check_refused (no_slots, "has no section 'slots'");
  ent_model_writer_add (too_many, "classes", classes, sizeof classes);
  check_refused (too_many, "has 9 sets of word classes: expected at most 8");
  ent_model_writer_add (parts, "classes", classes, sizeof *classes);
  ent_model_writer_add (parts, "slots", slots, sizeof slots - 1);
  check_refused (parts, "'slots' of elements of 8 bytes");
  ent_model_writer_add (too_high, "classes", classes, sizeof *classes);
  ent_model_writer_add (too_high, "slots", slots, sizeof slots);
  check_refused (too_high, "slot 0 has a class that is not there: expected one below 3");
  ent_model_writer_add (three_rows, "classes", classes, sizeof *classes);
  ent_model_writer_add (three_rows, "slots", empty_slot, sizeof empty_slot);
  ent_model_writer_add (three_rows, "vectors", vectors, sizeof vectors);
  check_refused (three_rows,
                 "has 48 components of vectors: expected a multiple of 16, at most 512, for each of 2 rows");
  check_refused (other, "a model of kind 'crf': expected 'words'");
}

/* No slot is empty, so an unknown word is only known for one when all have been seen */
static void
a_full_table_is_searched_to_its_end (void **state)
{
  const guint32 classes[] = { GUINT32_TO_LE (5) };
  const guint16 slots[] = { GUINT16_TO_LE (1), GUINT16_TO_LE (1), 0, 0, GUINT16_TO_LE (2), GUINT16_TO_LE (3), 0, 0 };
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autoptr (EntWords) table = NULL;
  EntWord found;

  ent_model_writer_add (writer, "classes", classes, sizeof classes);
  ent_model_writer_add (writer, "slots", slots, sizeof slots);
  assert_true (ent_model_writer_save (writer, path, NULL));
  table = ent_words_open (path, NULL);
  assert_non_null (table);
  assert_false (ent_words_lookup (table, "WORD", 4, &found));
}

#define test(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    test (words_are_found_as_they_are),
    test (digits_are_all_the_same),
    test (apostrophes_are_all_the_same),
    test (unknown_words_are_tried_in_lower_case),
    test (capitals_are_also_tried_in_title_case),
    test (bytes_that_are_no_text_are_no_words),
    test (the_normal_form_keeps_the_case),
    test (many_words_are_told_apart),
    test (vectors_are_found_by_their_rows),
    test (a_table_may_have_no_vectors),
    test (a_table_may_be_empty),
    test (tables_that_make_no_sense_are_refused),
    test (a_full_table_is_searched_to_its_end),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
