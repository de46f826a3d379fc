/* Model files: what is written comes back, and whatever is not exactly that is refused. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#include "pipeline/checksum.h"
#include "pipeline/learn/model.h"

/* Where the numbers of the head are: see model.h */
#define VERSION_AT 8
#define CHECKSUM_AT 24
#define HEADER_SIZE_AT 32
#define HEAD_SIZE 40
#define SECTION_SIZE 40
#define SECTION_OFFSET_AT 24
#define SECTION_SIZE_AT 32

static const guint32 numbers[] = { 1, 2, 3, 0xffffffff };

static gchar *folder;
static gchar *path;

static int
set_up (void **state)
{
  folder = make_folder ();
  path = g_build_filename (folder, "model.bin", NULL);
  return 0;
}

static int
tear_down (void **state)
{
  g_clear_pointer (&path, g_free);
  remove_folder (folder);
  return 0;
}

static void
write_model (void)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("test");
  g_autoptr (GError) error = NULL;

  ent_model_writer_set_text (writer, "licence", "CC0 – “free”");
  ent_model_writer_set_number (writer, "words", 12);
  ent_model_writer_set_number (writer, "F1", 92.5);
  ent_model_writer_add (writer, "numbers", numbers, sizeof numbers);
  ent_model_writer_add (writer, "nothing", "", 0);
  ent_model_writer_add (writer, "text", "abc", 3);
  assert_true (ent_model_writer_save (writer, path, &error));
}

static void
write_bytes (const guint8 *bytes, gsize n)
{
  assert_true (g_file_set_contents (path, (const gchar *) bytes, n, NULL));
}

static guint8 *
model_bytes (gsize *n)
{
  gchar *bytes;

  write_model ();
  assert_true (g_file_get_contents (path, &bytes, n, NULL));
  return (guint8 *) bytes;
}

static gchar *
error_of_opening (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntModel) model = ent_model_open (path, "test", &error);

  assert_null (model);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, path));
  return g_strdup (error->message + strlen (path));
}

static void
check_refused (const gchar *expected)
{
  g_autofree gchar *message = error_of_opening ();

  assert_string_equal (message, expected);
}

static guint64
read_number (const guint8 *bytes, gsize at)
{
  guint64 number;

  memcpy (&number, bytes + at, sizeof number);
  return GUINT64_FROM_LE (number);
}

static void
write_number (guint8 *bytes, gsize at, guint64 number)
{
  number = GUINT64_TO_LE (number);
  memcpy (bytes + at, &number, sizeof number);
}

/* As somebody would who means harm: the checksum is right again */
static void
seal (guint8 *bytes, gsize n)
{
  write_number (bytes, CHECKSUM_AT, 0);
  write_number (bytes, CHECKSUM_AT, ent_checksum (bytes, HEAD_SIZE) ^ ent_checksum (bytes + HEAD_SIZE, n - HEAD_SIZE));
  write_bytes (bytes, n);
}

static gsize
table_at (const guint8 *bytes)
{
  return HEAD_SIZE + read_number (bytes, HEADER_SIZE_AT);
}

static void
what_is_written_comes_back (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntModel) model = NULL;
  g_autofree gchar *licence = NULL, *none = NULL;
  const guint32 *got;
  gsize n;

  write_model ();
  model = ent_model_open (path, "test", &error);
  assert_non_null (model);
  licence = ent_model_dup_text (model, "licence");
  none = ent_model_dup_text (model, "words");
  assert_string_equal (licence, "CC0 – “free”");
  assert_null (none);
  assert_true (ent_model_get_number (model, "words", 0) == 12);
  assert_true (ent_model_get_number (model, "F1", 0) == 92.5);
  assert_true (ent_model_get_number (model, "licence", -1) == -1);
  got = ent_model_get_section (model, "numbers", sizeof *got, &n, &error);
  assert_int_equal (n, 4);
  assert_memory_equal (got, numbers, sizeof numbers);
  assert_int_equal ((guintptr) got % 64, 0);
  assert_non_null (ent_model_get_section (model, "nothing", 8, &n, &error));
  assert_int_equal (n, 0);
  assert_memory_equal (ent_model_get_section (model, "text", 1, &n, &error), "abc", 3);
}

static void
the_header_is_json_for_people (void **state)
{
  g_autoptr (EntModel) model = NULL;
  g_autofree gchar *header = NULL;

  write_model ();
  model = ent_model_open (path, "test", NULL);
  header = ent_model_dup_header (model);
  assert_non_null (strstr (header, "\"kind\": \"test\""));
  assert_non_null (strstr (header, "\"words\": 12"));
}

static void
writing_twice_gives_the_same_bytes (void **state)
{
  gsize n, m;
  g_autofree guint8 *once = model_bytes (&n), *again = model_bytes (&m);

  assert_int_equal (n, m);
  assert_memory_equal (once, again, n);
}

static void
sections_are_asked_for_by_name_and_size (void **state)
{
  g_autoptr (EntModel) model = NULL;
  g_autoptr (GError) none = NULL, halves = NULL;
  gsize n;

  write_model ();
  model = ent_model_open (path, "test", NULL);
  assert_null (ent_model_get_section (model, "number", 4, &n, &none));
  assert_true (g_error_matches (none, ENT_ERROR, ENT_ERROR_MODEL));
  assert_non_null (strstr (none->message, "has no section 'number'"));
  assert_null (ent_model_get_section (model, "text", 2, &n, &halves));
  assert_true (g_error_matches (halves, ENT_ERROR, ENT_ERROR_MODEL));
}

static void
a_flipped_byte_is_found_anywhere (void **state)
{
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree gchar *message = NULL;

      bytes[i] ^= 1 << i % 8;
      write_bytes (bytes, n);
      message = error_of_opening ();
      bytes[i] ^= 1 << i % 8;
    }
}

static void
a_model_cut_off_anywhere_is_refused (void **state)
{
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);

  for (gsize i = 0; i < n; i++)
    {
      write_bytes (bytes, i);
      check_refused (i < HEAD_SIZE ? ": not a model of Entente: expected a file that `entente train` wrote"
                                   : ": damaged: it is cut off, or something was added to it");
    }
}

static void
bytes_behind_a_model_are_refused (void **state)
{
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);

  bytes = g_realloc (bytes, n + 1);
  bytes[n] = 0;
  write_bytes (bytes, n + 1);
  check_refused (": damaged: it is cut off, or something was added to it");
}

static void
foreign_files_are_refused (void **state)
{
  static const char text[] = "This is a text that somebody put where the model should be, by mistake.";

  write_bytes ((const guint8 *) text, sizeof text);
  check_refused (": not a model of Entente: expected a file that `entente train` wrote");
  assert_int_equal (g_remove (path), 0);
  g_free (error_of_opening ());
  g_free (path);
  path = g_strdup (folder);
  g_free (error_of_opening ());
}

static void
other_versions_are_refused (void **state)
{
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);

  bytes[VERSION_AT]++;
  seal (bytes, n);
  check_refused (": a model of another format version: expected one that this version trained");
}

static void
other_kinds_are_refused (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("crf");

  assert_true (ent_model_writer_save (writer, path, NULL));
  check_refused (": a model of kind 'crf': expected 'test'");
}

static void
sections_that_do_not_fit_are_refused (void **state)
{
  static const struct
  {
    gsize at;
    guint64 number;
  } changes[]
      = { { SECTION_OFFSET_AT, G_MAXUINT64 }, { SECTION_OFFSET_AT, 1 << 20 }, { SECTION_OFFSET_AT, 1 },
          { SECTION_SIZE_AT, G_MAXUINT64 },   { SECTION_SIZE_AT, 1 << 20 },   { SECTION_SIZE_AT, G_MAXUINT64 - 4096 } };
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);
  g_autoptr (EntModel) model = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      gsize at = table_at (bytes) + SECTION_SIZE + changes[i].at;
      guint64 right = read_number (bytes, at);

      write_number (bytes, at, changes[i].number);
      seal (bytes, n);
      check_refused (": damaged: a section does not fit");
      write_number (bytes, at, right);
    }
  seal (bytes, n);
  model = ent_model_open (path, "test", NULL);
  assert_non_null (model);
}

static void
headers_that_do_not_fit_are_refused (void **state)
{
  static const guint64 sizes[] = { G_MAXUINT64, 1 << 20, 1, 0 };
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      write_number (bytes, HEADER_SIZE_AT, sizes[i]);
      seal (bytes, n);
      g_free (error_of_opening ());
    }
}

static void
headers_that_are_no_object_are_refused (void **state)
{
  static const char *const headers[] = { "[1, 2]", "{\"kind\": ", "", "{\"kind\": \"\xff\"}" };
  gsize n;
  g_autofree guint8 *bytes = model_bytes (&n);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      memset (bytes + HEAD_SIZE, 0, read_number (bytes, HEADER_SIZE_AT));
      memcpy (bytes + HEAD_SIZE, headers[i], strlen (headers[i]));
      seal (bytes, n);
      check_refused (": damaged: its header is not a JSON object");
    }
  memcpy (bytes + HEAD_SIZE, "{}", 3);
  seal (bytes, n);
  check_refused (": a model of kind 'none': expected 'test'");
}

static void
a_model_that_cannot_be_written_is_an_error (void **state)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("test");
  g_autofree gchar *nowhere = g_build_filename (folder, "none", "model.bin", NULL);
  g_autoptr (GError) error = NULL;

  assert_false (ent_model_writer_save (writer, nowhere, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT));
  assert_true (g_str_has_prefix (error->message, nowhere));
}

#define test(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    test (what_is_written_comes_back),
    test (the_header_is_json_for_people),
    test (writing_twice_gives_the_same_bytes),
    test (sections_are_asked_for_by_name_and_size),
    test (a_flipped_byte_is_found_anywhere),
    test (a_model_cut_off_anywhere_is_refused),
    test (bytes_behind_a_model_are_refused),
    test (foreign_files_are_refused),
    test (other_versions_are_refused),
    test (other_kinds_are_refused),
    test (sections_that_do_not_fit_are_refused),
    test (headers_that_do_not_fit_are_refused),
    test (headers_that_are_no_object_are_refused),
    test (a_model_that_cannot_be_written_is_an_error),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
