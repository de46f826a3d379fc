/* The reader: which files become documents, with which ids, in which charset, and what becomes of the bad ones. */
#include "tests/stages/read-transcript.h"

#include <fcntl.h>
#include <locale.h>
#include <sys/resource.h>
#include <unistd.h>

static void
a_file_is_a_document_with_its_name_as_id (void **state)
{
  CHECK_FILE ("news.txt", "One.\nTwo.\n", "news: One.\\nTwo.\\n\n");
  CHECK_FILE ("no-ending", "x", "no-ending: x\n");
  CHECK_FILE ("2024.05.12", "a date is no ending", "2024.05.12: a date is no ending\n");
  CHECK_FILE ("a.b.txt", "only the last ending goes", "a.b: only the last ending goes\n");
}

static void
source_is_the_path (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *path = path_in (folder, "a/b.txt");
  g_autoptr (EntStage) stage = NULL;
  g_autoptr (EntDocument) doc = NULL;

  put (folder, "a/b.txt", "x");
  stage = reader_of (folder, "path=a");
  assert_true (ent_stage_load (stage, NULL) && ent_stage_produce (stage, &doc, NULL));
  assert_string_equal (ent_document_get_source (doc), path);
  assert_string_equal (ent_document_get_id (doc), "b");
  assert_null (ent_document_get_title (doc));
  assert_int_equal (ent_document_get_layers (doc), ENT_LAYER_NONE);
  remove_folder (folder);
}

static void
a_folder_is_walked_in_byte_order_without_hidden_files (void **state)
{
  char *folder = make_folder ();

  put (folder, "n/b.txt", "3");
  put (folder, "n/a/z.txt", "2");
  put (folder, "n/a-b.txt", "1");
  put (folder, "n/B.jsonl", "{\"text\": \"0\"}\n");
  put (folder, "n/.hidden.txt", "hidden");
  put (folder, "n/.git/c.txt", "hidden");
  check_read (folder, "path=n", "B/1: 0\na-b: 1\na/z: 2\nb: 3\n");
  check_read (folder, "path=n/.hidden.txt path=n/b.txt", ".hidden: hidden\nb: 3\n");
  remove_folder (folder);
}

static void
links_to_folders_are_not_followed (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *loop = path_in (folder, "n/loop");
  g_autofree gchar *dangling = path_in (folder, "n/dangling.txt");

  put (folder, "n/a.txt", "x");
  assert_int_equal (symlink (".", loop), 0);
  assert_int_equal (symlink ("nothing", dangling), 0);
  check_read (folder, "path=n", "a: x\n");
  remove_folder (folder);
}

static void
what_cannot_be_read_is_an_error_and_the_rest_goes_on (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *empty = path_in (folder, "empty/inner");
  g_autofree gchar *locked = path_in (folder, "locked.txt");

  put (folder, "a.txt", "x");
  put (folder, "locked.txt", "x");
  g_mkdir_with_parents (empty, 0755);
  check_read (folder, "path=missing.txt path=empty path=a.txt",
              "! missing.txt: No such file or directory: expected a file, a folder, or - for standard input\n"
              "! empty: no file to read in this folder or below it\n"
              "a: x\n");
  g_chmod (locked, 0);
  if (g_access (locked, R_OK)) /* root may read all the same */
    check_read (folder, "path=locked.txt path=a.txt", "! locked.txt: cannot be opened: Permission denied\na: x\n");
  remove_folder (folder);
}

static void
text_stays_as_it_is (void **state)
{
  CHECK_FILE ("empty.txt", "", "empty: \n");
  CHECK_FILE ("crlf.txt", "a\r\nb\r\n", "crlf: a\\r\\nb\\r\\n\n");
  CHECK_FILE ("nul.txt", "a\0b\0", "nul: a\\000b\\000\n");
  CHECK_FILE ("utf8.txt", "caf\303\251 \360\237\222\241", "utf8: café 💡\n");
}

static void
byte_order_marks_are_honoured_and_dropped (void **state)
{
  CHECK_FILE ("a.txt", "\xef\xbb\xbfHi", "a: Hi\n~ read as UTF-8, as its byte order mark says; the mark is left out\n");
  CHECK_FILE ("a.txt", "\xff\xfeH\0\351\0",
              "a: Hé\n~ read as UTF-16LE, as its byte order mark says; the mark is left out\n");
  CHECK_FILE ("a.txt", "\xfe\xff\0H\0\351",
              "a: Hé\n~ read as UTF-16BE, as its byte order mark says; the mark is left out\n");
  CHECK_FILE ("a.txt", "\xff\xfe\0\0H\0\0\0",
              "a: H\n~ read as UTF-32LE, as its byte order mark says; the mark is left out\n");
  CHECK_FILE ("a.txt", "\0\0\xfe\xff\0\0\0H",
              "a: H\n~ read as UTF-32BE, as its byte order mark says; the mark is left out\n");
  CHECK_FILE ("a.txt", "\xef\xbb\xbf", "a: \n~ read as UTF-8, as its byte order mark says; the mark is left out\n");
  CHECK_FILE ("a.jsonl", "\xff\xfe{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\351\0\"\0}\0\n\0{\0}\0",
              "a/1: é\n~ read as UTF-16LE, as its byte order mark says; the mark is left out\n"
              "! a.jsonl:2: no \"text\": expected one document as {\"text\": …} on each line\n");
}

/* "caf<e9>" and the like, between words that tell the language */
static void
other_charsets_are_guessed_and_told (void **state)
{
  CHECK_FILE ("de.txt",
              "Der Minister erkl\344rte gestern, dass die Br\374cke \374ber den Fluss wieder ge\366ffnet werde.",
              "de: Der Minister erklärte gestern, dass die Brücke über den Fluss wieder geöffnet werde.\n"
              "~ read as ISO-8859-1 (ICU's guess)\n");
  CHECK_FILE ("en.txt",
              "The minister said \223we won\222t leave\224 and that the caf\351 would stay open for all of us.",
              "en: The minister said “we won’t leave” and that the café would stay open for all of us.\n"
              "~ read as windows-1252 (ICU's guess)\n");
  CHECK_FILE ("wide.txt", "T\0h\0e\0 \0m\0i\0n\0i\0s\0t\0e\0r\0 \0s\0a\0i\0d\0 \0s\0o\0.\0",
              "wide: The minister said so.\n~ read as UTF-16LE (ICU's guess)\n");
}

static void
bad_bytes_in_utf8_are_replaced_one_by_one (void **state)
{
  CHECK_FILE ("a.txt", "\303\251t\303\251 \351 \303\240 \xe2\x82",
              "a: été \357\277\275 à \357\277\275\357\277\275\n"
              "~ not all UTF-8: U+FFFD stands for 3 of its bytes, the first at byte 6\n");
  CHECK_FILE ("surrogate.txt", "\303\251\303\251\303\251 \xed\xa0\x80",
              "surrogate: ééé \357\277\275\357\277\275\357\277\275\n"
              "~ not all UTF-8: U+FFFD stands for 3 of its bytes, the first at byte 7\n");
}

static void
noise_is_an_error_and_the_rest_goes_on (void **state)
{
  char *folder = make_folder ();
  gchar noise[4096];
  guint32 seed = 1;

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (seed = seed * 1664525 + 1013904223) >> 24;
  put_bytes (folder, "n/a.png", noise, sizeof noise);
  put (folder, "n/b.txt", "x");
  check_read (folder, "path=n",
              "! n/a.png: not text: 11 of 100 bytes are control characters; expected plain text\nb: x\n");
  remove_folder (folder);
}

static void
a_line_is_a_document_with_its_number_in_the_id (void **state)
{
  char *folder = make_folder ();

  put_bytes (folder, "a.txt", "One.\r\n\n  \nTwo\0.\nThree", 21);
  check_read (folder, "from=lines path=a.txt", "a/1: One.\na/4: Two\\000.\na/5: Three\n");
  remove_folder (folder);
}

static void
a_line_over_the_limit_is_an_error_and_the_next_goes_on (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *wide = g_strnfill (300000, 'x');
  g_autofree gchar *text = g_strconcat ("123456789\n", wide, "\n12345678\n", wide, NULL);

  put (folder, "a.txt", text);
  check_read (folder, "from=lines path=a.txt max-bytes=8",
              "! a.txt:1: longer than 8 bytes, the largest line allowed (max-bytes)\n"
              "! a.txt:2: longer than 8 bytes, the largest line allowed (max-bytes)\n"
              "a/3: 12345678\n"
              "! a.txt:4: longer than 8 bytes, the largest line allowed (max-bytes)\n");
  check_read (folder, "path=a.txt max-bytes=8",
              "! a.txt: longer than 8 bytes, the largest document allowed (max-bytes)\n");
  remove_folder (folder);
}

static void
a_file_without_a_line_break_is_one_line (void **state)
{
  char *folder = make_folder ();
  gsize length = 5000000;
  g_autofree gchar *text = g_strnfill (length, 'x');
  g_autoptr (EntStage) stage = NULL;
  g_autoptr (EntDocument) doc = NULL;
  gsize got;

  put (folder, "a.txt", text);
  stage = reader_of (folder, "from=lines path=a.txt");
  assert_true (ent_stage_load (stage, NULL) && ent_stage_produce (stage, &doc, NULL));
  ent_document_get_text (doc, &got);
  assert_int_equal (got, length);
  remove_folder (folder);
}

static void
compressed_files_are_read_as_what_they_hold (void **state)
{
  static const char *const filters[][2] = { { "gz", "gzip" }, { "xz", "xz" }, { "zst", "zstd" }, { "bz2", "bzip2" } };
  const char *member[] = { "ignored", "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n", NULL };
  const char *nothing[] = { "ignored", "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      char *folder = make_folder ();
      g_autofree gchar *name = g_strconcat ("a.jsonl.", filters[i][0], NULL);
      g_autofree gchar *options = g_strconcat ("path=", name, " path=e.txt", NULL);

      put_archive (folder, name, "raw", filters[i][1], member);
      put_archive (folder, "e.txt", "raw", filters[i][1], nothing);
      check_read (folder, options, "a/1: One.\na/2: Two.\ne: \n");
      remove_folder (folder);
    }
}

static void
members_of_archives_are_files (void **state)
{
  static const char *const members[] = {
    "world/b.txt", "Two.", "a.jsonl", "{\"text\": \"One.\"}\nno\n", "world/.hidden", "no", "é.txt", "Three.", NULL
  };
  static const char *const kinds[][3]
      = { { "n.tar", "ustar", NULL },     { "n.tar.gz", "pax", "gzip" }, { "n.tgz", "ustar", "gzip" },
          { "n.tar.xz", "gnutar", "xz" }, { "n.zip", "zip", NULL },      { "n.7z", "7zip", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      char *folder = make_folder ();
      g_autofree gchar *options = g_strconcat ("path=", kinds[i][0], NULL);
      g_autofree gchar *expected = g_strdup_printf ("n/world/b: Two.\nn/a/1: One.\n! %s/a.jsonl:2: byte 2: not JSON "
                                                    "('[' or '{' expected near 'no'): expected one "
                                                    "document as {\"text\": …} on each line\nn/é: Three.\n",
                                                    kinds[i][0]);

      setlocale (LC_ALL, "C.UTF-8"); /* for libarchive, which writes names in the locale's charset; reading must not */
      put_archive (folder, kinds[i][0], kinds[i][1], kinds[i][2], members);
      setlocale (LC_ALL, "C");
      check_read (folder, options, expected);
      remove_folder (folder);
    }
}

static void
compressed_members_are_opened_too (void **state)
{
  char *folder = make_folder ();
  const char *lines[] = { "ignored", "{\"text\": \"One.\"}\n", NULL };
  const char *empty[] = { NULL };
  g_autofree gchar *packed = path_in (folder, "p");
  g_autofree gchar *bytes = NULL;
  gsize length;
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  g_autofree gchar *outer = path_in (folder, "n.tar");

  put_archive (folder, "p", "raw", "xz", lines);
  assert_true (g_file_get_contents (packed, &bytes, &length, NULL));
  archive_write_set_format_ustar (archive);
  archive_write_open_filename (archive, outer);
  archive_entry_set_pathname (entry, "in/a.jsonl.xz");
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_size (entry, length);
  archive_write_header (archive, entry);
  archive_write_data (archive, bytes, length);
  archive_entry_free (entry);
  archive_write_free (archive);
  put_archive (folder, "empty.tar", "ustar", NULL, empty);
  check_read (folder, "path=n.tar path=empty.tar", "n/in/a/1: One.\n! empty.tar: an archive with nothing in it\n");
  remove_folder (folder);
}

/* Random letters, so that the packed data are about as long as the text */
static gchar *
many_lines (guint n)
{
  GString *out = g_string_new (NULL);
  guint32 seed = 7;

  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, "{\"text\": \"");
      for (guint k = 0; k < 80; k++)
        g_string_append_c (out, 'a' + ((seed = seed * 1664525 + 1013904223) >> 24) % 26);
      g_string_append (out, "\"}\n");
    }
  return g_string_free (out, FALSE);
}

static void
documents_before_the_break_of_a_truncated_file_are_read (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *text = many_lines (5000);
  const char *member[] = { "ignored", text, NULL };
  g_autofree gchar *path = path_in (folder, "a.jsonl.xz");
  g_autofree gchar *bytes = NULL;
  g_autofree gchar *got = NULL;
  g_autofree gchar *place = NULL;
  gsize length;
  const gchar *error;

  put_archive (folder, "a.jsonl.xz", "raw", "xz", member);
  assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  put_bytes (folder, "a.jsonl.xz", bytes, length / 2);
  put (folder, "b.txt", "x");
  got = transcript_of (folder, "path=a.jsonl.xz path=b.txt", describe_text);
  place = g_strdup_printf (
      "\n! a.jsonl.xz: broken at byte %" G_GSIZE_FORMAT " of the file, where it ends too early, after ", length / 2);
  assert_true (g_str_has_prefix (got, "a/1: "));
  assert_non_null (strstr (got, "\na/1500: "));
  error = strstr (got, place);
  assert_non_null (error);
  assert_true (g_str_has_suffix (error, "\nb: x\n"));
  assert_null (strstr (error + 3, "\n!"));
  remove_folder (folder);
}

static void
memory_does_not_grow_with_the_file (void **state)
{
#ifndef __SANITIZE_ADDRESS__
  char *folder = make_folder ();
  g_autofree gchar *line = g_strnfill (999, 'x');
  g_autoptr (GString) text = g_string_new (NULL);
  const char *member[] = { "ignored", NULL, NULL };
  struct rusage before, after;
  g_autoptr (EntStage) stage = NULL;
  EntDocument *doc;
  guint n = 0;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%s\n", line);
  member[1] = text->str;
  put_archive (folder, "a.txt.gz", "raw", "gzip", member);
  g_string_free (g_steal_pointer (&text), TRUE);
  stage = reader_of (folder, "from=lines path=a.txt.gz");
  assert_true (ent_stage_load (stage, NULL));
  getrusage (RUSAGE_SELF, &before);
  while (ent_stage_produce (stage, &doc, NULL) && doc)
    {
      g_object_unref (doc);
      n++;
    }
  getrusage (RUSAGE_SELF, &after);
  assert_int_equal (n, 100000);
  assert_true (after.ru_maxrss - before.ru_maxrss < 20000); /* kilobytes, for 100 MB of lines */
  remove_folder (folder);
#endif
}

static void
standard_input_is_read_where_no_path_is_given (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *path = path_in (folder, "in");
  gint saved = dup (STDIN_FILENO), fd;
  static const char *const options[] = { "from=auto", "path=-", "from=lines path=-" };
  static const char *const expected[] = { "stdin: a\\nb\n", "stdin: a\\nb\n", "stdin/1: a\nstdin/2: b\n" };

  put (folder, "in", "a\nb");
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (EntStage) stage = reader_of (folder, options[i]);

      fd = open (path, O_RDONLY);
      dup2 (fd, STDIN_FILENO);
      close (fd);
      assert_true (ent_stage_load (stage, NULL));
      assert_true (ent_stage_get_progress (stage) < 0);
      check_read (folder, options[i], expected[i]);
    }
  dup2 (saved, STDIN_FILENO);
  close (saved);
  remove_folder (folder);
}

static void
ids_are_made_unique (void **state)
{
  char *folder = make_folder ();

  put (folder, "a.jsonl",
       "{\"id\": \"x\", \"text\": \"1\"}\n{\"id\": \"x\", \"text\": \"2\"}\n{\"id\": \"x#3\", \"text\": \"3\"}\n"
       "{\"id\": \"x\", \"text\": \"4\"}\n");
  check_read (folder, "path=a.jsonl",
              "x: 1\nx#2: 2\n~ the id x is that of another document, too: this one is x#2\nx#3: 3\n"
              "x#4: 4\n~ the id x is that of another document, too: this one is x#4\n");
  remove_folder (folder);
}

static void
shards_part_the_documents_whatever_their_order (void **state)
{
  char *folder = make_folder ();
  g_autoptr (GString) there = g_string_new (NULL);
  g_autoptr (GString) back = g_string_new (NULL);
  guint n_lines = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_string_append_printf (there, "{\"id\": \"%u\", \"text\": \"\"}\n", i);
      g_string_append_printf (back, "{\"id\": \"%u\", \"text\": \"\"}\n", 99 - i);
    }
  put (folder, "a.jsonl", there->str);
  put (folder, "b.jsonl", back->str);
  for (guint k = 1; k <= 3; k++)
    {
      g_autofree gchar *options = g_strdup_printf ("shard=%u/3 path=", k);
      g_autofree gchar *a = g_strconcat (options, "a.jsonl", NULL);
      g_autofree gchar *b = g_strconcat (options, "b.jsonl", NULL);
      g_autofree gchar *from_a = transcript_of (folder, a, describe_text);
      g_autofree gchar *from_b = transcript_of (folder, b, describe_text);
      g_auto (GStrv) lines_a = g_strsplit (from_a, "\n", -1);
      g_auto (GStrv) lines_b = g_strsplit (from_b, "\n", -1);
      guint n = g_strv_length (lines_a) - 1;

      assert_int_equal (n, g_strv_length (lines_b) - 1);
      for (guint i = 0; i < n; i++)
        assert_string_equal (lines_a[i], lines_b[n - 1 - i]);
      assert_in_range (n, 20, 50);
      n_lines += n;
    }
  assert_int_equal (n_lines, 100);
  remove_folder (folder);
}

static void
progress_goes_from_0_to_1 (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *text = many_lines (5000);
  g_autoptr (EntStage) stage = NULL;
  EntDocument *doc;
  gdouble last = 0;
  guint n_steps = 0;

  put (folder, "n/a.jsonl", text);
  put (folder, "n/b.jsonl", text);
  stage = reader_of (folder, "path=n");
  assert_true (ent_stage_load (stage, NULL));
  assert_true (ent_stage_get_progress (stage) == 0);
  while (ent_stage_produce (stage, &doc, NULL) && doc)
    {
      gdouble now = ent_stage_get_progress (stage);

      assert_true (now >= last && now <= 1);
      n_steps += now > last;
      last = now;
      g_object_unref (doc);
    }
  assert_true (ent_stage_get_progress (stage) == 1);
  assert_true (n_steps > 10);
  remove_folder (folder);
}

static void
options_that_make_no_sense_are_told (void **state)
{
  char *folder = make_folder ();

  check_read (folder, "from=docx path=a", "stage 'read': from=docx: expected auto, text, lines, jsonl, conllu or iob2");
  check_read (folder, "shard=4/3 path=a", "stage 'read': shard=4/3: expected K/N with K from 1 to N, such as 2/8");
  check_read (folder, "shard=0/3 path=a", "stage 'read': shard=0/3: expected K/N with K from 1 to N, such as 2/8");
  check_read (folder, "shard=-1/3 path=a", "stage 'read': shard=-1/3: expected K/N with K from 1 to N, such as 2/8");
  check_read (folder, "shard=1/3x path=a", "stage 'read': shard=1/3x: expected K/N with K from 1 to N, such as 2/8");
  remove_folder (folder);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_file_is_a_document_with_its_name_as_id),
    cmocka_unit_test (source_is_the_path),
    cmocka_unit_test (a_folder_is_walked_in_byte_order_without_hidden_files),
    cmocka_unit_test (links_to_folders_are_not_followed),
    cmocka_unit_test (what_cannot_be_read_is_an_error_and_the_rest_goes_on),
    cmocka_unit_test (text_stays_as_it_is),
    cmocka_unit_test (byte_order_marks_are_honoured_and_dropped),
    cmocka_unit_test (other_charsets_are_guessed_and_told),
    cmocka_unit_test (bad_bytes_in_utf8_are_replaced_one_by_one),
    cmocka_unit_test (noise_is_an_error_and_the_rest_goes_on),
    cmocka_unit_test (a_line_is_a_document_with_its_number_in_the_id),
    cmocka_unit_test (a_line_over_the_limit_is_an_error_and_the_next_goes_on),
    cmocka_unit_test (a_file_without_a_line_break_is_one_line),
    cmocka_unit_test (compressed_files_are_read_as_what_they_hold),
    cmocka_unit_test (members_of_archives_are_files),
    cmocka_unit_test (compressed_members_are_opened_too),
    cmocka_unit_test (documents_before_the_break_of_a_truncated_file_are_read),
    cmocka_unit_test (memory_does_not_grow_with_the_file),
    cmocka_unit_test (standard_input_is_read_where_no_path_is_given),
    cmocka_unit_test (ids_are_made_unique),
    cmocka_unit_test (shards_part_the_documents_whatever_their_order),
    cmocka_unit_test (progress_goes_from_0_to_1),
    cmocka_unit_test (options_that_make_no_sense_are_told),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
