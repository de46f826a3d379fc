/* The lexicon: what is written is found again, however the text is cut; what is damaged is refused. */
#include "tests/harness.h"

#include <string.h>

#include "pipeline/lexicon.h"

static gchar *folder;

static int
set_up (void **state)
{
  folder = make_folder ();
  return 0;
}

static int
tear_down (void **state)
{
  remove_folder (folder);
  return 0;
}

static gchar *
path_of (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

/* "phrase type key weight" each */
static EntLexicon *
lexicon_of (const gchar *const (*rows)[3], guint n)
{
  g_autofree gchar *path = path_of ("lexicon.bin");
  g_autoptr (EntLexiconWriter) writer = ent_lexicon_writer_new ();
  g_autoptr (GError) error = NULL;
  EntLexicon *lexicon;

  for (guint i = 0; i < n; i++)
    ent_lexicon_writer_add (writer, rows[i][0], rows[i][1], rows[i][2], 10 * i);
  assert_true (ent_lexicon_writer_save (writer, path, &error));
  lexicon = ent_lexicon_open (path, &error);
  assert_non_null (lexicon);
  return lexicon;
}

static const gchar *const rows[][3] = {
  { "Turkey", "country", "TR" },        { "turkey", "word", "" },          { "New York", "city", "" },
  { "New York City", "city", "" },      { "New York", "region", "US-NY" }, { "Guinea-Bissau", "country", "GW" },
  { "Côte d’Ivoire", "country", "CI" }, { "ÅLAND", "region", "AX" },       { "U.S.", "country", "US" },
};

static gchar *
describe (const EntLexiconSense *senses, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s=%s%s", i ? " " : "", senses[i].type, senses[i].key, senses[i].exact ? "" : "~");
  return g_string_free (text, FALSE);
}

static void
check_lookup (EntLexicon *lexicon, const gchar *phrase, const gchar *expected)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n = ent_lexicon_lookup (lexicon, phrase, -1, senses, G_N_ELEMENTS (senses));
  g_autofree gchar *got = describe (senses, n);

  assert_string_equal (got, expected);
}

/* "~" marks a sense that is written otherwise */
static void
phrases_are_found_in_any_case (void **state)
{
  g_autoptr (EntLexicon) lexicon = lexicon_of (rows, G_N_ELEMENTS (rows));

  check_lookup (lexicon, "Turkey", "country=TR word=~");
  check_lookup (lexicon, "turkey", "country=TR~ word=");
  check_lookup (lexicon, "TURKEY", "country=TR~ word=~");
  check_lookup (lexicon, "New York", "city= region=US-NY");
  check_lookup (lexicon, "åland", "region=AX~");
  check_lookup (lexicon, "Côte d'Ivoire", "country=CI");
  check_lookup (lexicon, "Côte d’Ivoire", "country=CI");
  check_lookup (lexicon, "New", "");
  check_lookup (lexicon, "New  York", "");
  check_lookup (lexicon, "", "");
  check_lookup (lexicon, "Turkey\xff", "");
}

static void
senses_tell_all (void **state)
{
  g_autoptr (EntLexicon) lexicon = lexicon_of (rows, G_N_ELEMENTS (rows));
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];

  assert_int_equal (ent_lexicon_lookup (lexicon, "turkey", -1, senses, 16), 2);
  assert_string_equal (senses[0].form, "Turkey");
  assert_int_equal (senses[1].weight, 10);
  assert_int_equal (senses[0].type_id, ent_lexicon_find_type (lexicon, "country"));
  assert_int_equal (ent_lexicon_find_type (lexicon, "planet"), -1);
  assert_int_equal (ent_lexicon_lookup (lexicon, "turkey", -1, senses, 1), 1);
  assert_int_equal (ent_lexicon_get_n_phrases (lexicon), 7);
}

static void
note_match (guint first, guint end, const EntLexiconSense *senses, guint n, gpointer user_data)
{
  g_autofree gchar *described = describe (senses, n);

  g_string_append_printf (user_data, "%u-%u %s; ", first, end, described);
}

static void
check_match (EntLexicon *lexicon, const gchar *text, const gchar *expected)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  g_autoptr (GString) got = g_string_new (NULL);
  guint n;

  run_pipeline ("tokenise", doc);
  ent_document_get_tokens (doc, &n);
  for (guint t = 0; t < n; t++)
    ent_lexicon_match (lexicon, doc, t, n, note_match, got);
  assert_string_equal (got->str, expected);
}

static void
text_is_matched_however_it_is_cut (void **state)
{
  g_autoptr (EntLexicon) lexicon = lexicon_of (rows, G_N_ELEMENTS (rows));

  check_match (lexicon, "in New York City now", "1-3 city= region=US-NY; 1-4 city=; ");
  check_match (lexicon, "in New  \n York", "1-3 city= region=US-NY; ");
  check_match (lexicon, "Guinea-Bissau", "0-3 country=GW; ");
  check_match (lexicon, "Guinea - Bissau", "");
  check_match (lexicon, "New Yorkers", "");
}

static void
matching_ends_where_it_is_told (void **state)
{
  g_autoptr (EntLexicon) lexicon = lexicon_of (rows, G_N_ELEMENTS (rows));
  g_autoptr (EntDocument) doc = ent_document_new ("New York City", -1, NULL);
  g_autoptr (GString) got = g_string_new (NULL);

  run_pipeline ("tokenise", doc);
  ent_lexicon_match (lexicon, doc, 0, 2, note_match, got);
  assert_string_equal (got->str, "0-2 city= region=US-NY; ");
  ent_lexicon_match (lexicon, doc, 3, 9, note_match, got);
  assert_string_equal (got->str, "0-2 city= region=US-NY; ");
}

/* Many phrases, so that the table is crowded: each is found, none that is not there */
static void
a_crowded_table_loses_nothing (void **state)
{
  g_autofree gchar *path = path_of ("crowded.bin");
  g_autoptr (EntLexiconWriter) writer = ent_lexicon_writer_new ();
  g_autoptr (EntLexicon) lexicon = NULL;
  gchar phrase[64];

  for (guint i = 0; i < 20000; i++)
    {
      g_snprintf (phrase, sizeof phrase, "word%u in %u parts", i, i % 7);
      ent_lexicon_writer_add (writer, phrase, "thing", "", i);
    }
  assert_true (ent_lexicon_writer_save (writer, path, NULL));
  lexicon = ent_lexicon_open (path, NULL);
  for (guint i = 0; i < 40000; i++)
    {
      EntLexiconSense sense;
      guint found;

      g_snprintf (phrase, sizeof phrase, "Word%u in %u parts", i, i % 7);
      found = ent_lexicon_lookup (lexicon, phrase, -1, &sense, 1);
      assert_int_equal (found, i < 20000);
      assert_true (!found || sense.weight == i);
    }
}

static gchar *
read_bytes (const gchar *path, gsize *length)
{
  gchar *bytes = NULL;

  assert_true (g_file_get_contents (path, &bytes, length, NULL));
  return bytes;
}

static void
the_order_of_adding_changes_no_byte (void **state)
{
  g_autofree gchar *paths[2] = { path_of ("forth.bin"), path_of ("back.bin") };
  g_autofree gchar *bytes[2] = { NULL, NULL };
  gsize length[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntLexiconWriter) writer = ent_lexicon_writer_new ();

      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        {
          const gchar *const *row = rows[i == 0 ? j : G_N_ELEMENTS (rows) - 1 - j];

          ent_lexicon_writer_add (writer, row[0], row[1], row[2], 1);
        }
      assert_true (ent_lexicon_writer_save (writer, paths[i], NULL));
      bytes[i] = read_bytes (paths[i], &length[i]);
    }
  assert_int_equal (length[0], length[1]);
  assert_memory_equal (bytes[0], bytes[1], length[0]);
  g_free (g_steal_pointer (&paths[0]));
  g_free (g_steal_pointer (&paths[1]));
  g_free (g_steal_pointer (&bytes[0]));
  g_free (g_steal_pointer (&bytes[1]));
}

static void
check_refused (const gchar *bytes, gsize length, const gchar *expected)
{
  g_autofree gchar *path = path_of ("bad.bin");
  g_autoptr (GError) error = NULL;
  EntLexicon *lexicon;

  assert_true (g_file_set_contents (path, bytes, length, NULL));
  lexicon = ent_lexicon_open (path, &error);
  assert_null (lexicon);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_non_null (strstr (error->message, path));
  if (expected && !strstr (error->message, expected))
    fail_msg ("expected '%s' in '%s'", expected, error->message);
}

static void
every_flipped_byte_is_noticed (void **state)
{
  g_autofree gchar *path = path_of ("lexicon.bin");
  g_autofree gchar *bytes = NULL;
  gsize length;

  ent_lexicon_free (lexicon_of (rows, G_N_ELEMENTS (rows)));
  bytes = read_bytes (path, &length);
  for (gsize i = 0; i < length; i++)
    {
      bytes[i] ^= 0x20;
      check_refused (bytes, length, NULL);
      bytes[i] ^= 0x20;
    }
}

static void
every_cut_is_noticed (void **state)
{
  g_autofree gchar *path = path_of ("lexicon.bin");
  g_autofree gchar *bytes = NULL;
  gsize length;

  ent_lexicon_free (lexicon_of (rows, G_N_ELEMENTS (rows)));
  bytes = read_bytes (path, &length);
  for (gsize i = 0; i < length; i++)
    check_refused (bytes, i, i < 48 ? "not a lexicon" : "cut short");
}

static void
foreign_files_are_named (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = path_of ("nowhere.bin");
  gchar head[48] = "ENTLEXIC\x63";

  check_refused ("", 0, "not a lexicon");
  check_refused ("%PDF-1.4 and what follows, long enough to hold a head", 52, "not a lexicon");
  check_refused (head, sizeof head, "version 99: expected version 1");
  assert_null (ent_lexicon_open (path, &error));
  assert_non_null (strstr (error->message, "cannot be read"));
}

static void
an_empty_lexicon_has_nothing (void **state)
{
  g_autoptr (EntLexicon) lexicon = lexicon_of (rows, 0);

  check_lookup (lexicon, "Turkey", "");
  assert_int_equal (ent_lexicon_get_n_phrases (lexicon), 0);
}

/* --- The lexicon that was compiled from the Debian packages --- */

static gboolean
has (EntLexicon *lexicon, const gchar *phrase, const gchar *type, const gchar *key)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n = ent_lexicon_lookup (lexicon, phrase, -1, senses, G_N_ELEMENTS (senses));

  for (guint i = 0; i < n; i++)
    if (g_str_equal (senses[i].type, type) && senses[i].exact && (!key || g_str_equal (senses[i].key, key)))
      return TRUE;
  return FALSE;
}

static void
the_compiled_lexicon_knows_the_world (void **state)
{
  static const gchar *const known[][3] = {
    { "Russia", "country", "RU" },       { "Russian Federation", "country", "RU" },
    { "US", "country", "US" },           { "UK", "country", "GB" },
    { "South Korea", "country", "KR" },  { "Republic of Korea", "country", "KR" },
    { "Burma", "country", "MM" },        { "Ivory Coast", "country", "CI" },
    { "Russian", "nationality", "RU" },  { "Chinese", "nationality", "CN" },
    { "Dutch", "nationality", "NL" },    { "Iraqis", "nationality", "IQ" },
    { "California", "region", "US-CA" }, { "Kharkiv", "city", "" },
    { "Danube", "place", "" },           { "Federal Bureau of Investigation", "organisation", NULL },
    { "Kurdish", "language", NULL },     { "Swiss francs", "currency", "CHF" },
    { "October", "month", "10" },        { "spokesman", "occupation", NULL },
    { "officer", "word", NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (EntLexicon) lexicon = ent_lexicon_open (BUILD_DIR "/share/entente/en/tag/lexicon.bin", &error);

  if (!lexicon)
    fail_msg ("%s", error->message);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (!has (lexicon, known[i][0], known[i][1], known[i][2]))
      fail_msg ("%s is no %s %s", known[i][0], known[i][1], known[i][2] ? known[i][2] : "");
  assert_false (has (lexicon, "russia", "country", NULL));
}

/* Whatever stands in it is found under the name that it has there */
static void
the_compiled_lexicon_finds_all_that_it_has (void **state)
{
  g_autoptr (EntLexicon) lexicon = ent_lexicon_open (BUILD_DIR "/share/entente/en/tag/lexicon.bin", NULL);

  assert_non_null (lexicon);
  for (guint i = 0; i < ent_lexicon_get_n_phrases (lexicon); i++)
    {
      EntLexiconSense senses[64];
      guint n = ent_lexicon_get_phrase (lexicon, i, senses, G_N_ELEMENTS (senses));

      assert_in_range (n, 1, ENT_LEXICON_MAX_SENSES);
      for (guint j = 0; j < n; j++)
        if (!has (lexicon, senses[j].form, senses[j].type, senses[j].key))
          fail_msg ("%s is not found", senses[j].form);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (phrases_are_found_in_any_case),
    cmocka_unit_test (senses_tell_all),
    cmocka_unit_test (text_is_matched_however_it_is_cut),
    cmocka_unit_test (matching_ends_where_it_is_told),
    cmocka_unit_test (a_crowded_table_loses_nothing),
    cmocka_unit_test (the_order_of_adding_changes_no_byte),
    cmocka_unit_test (every_flipped_byte_is_noticed),
    cmocka_unit_test (every_cut_is_noticed),
    cmocka_unit_test (foreign_files_are_named),
    cmocka_unit_test (an_empty_lexicon_has_nothing),
    cmocka_unit_test (the_compiled_lexicon_knows_the_world),
    cmocka_unit_test (the_compiled_lexicon_finds_all_that_it_has),
  };

  return cmocka_run_group_tests (tests, set_up, tear_down);
}
