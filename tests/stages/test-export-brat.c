/* export to brat: what is written of a document, and the names of the files. */
#include "tests/stages/exporting.h"

#include "stages/export/brat.h"

static void
check_name (const char *id, const char *expected)
{
  g_autofree gchar *name = ent_brat_file_name (id);

  assert_string_equal (name, expected);
}

static void
an_id_is_a_path_that_stays_below (void **state)
{
  check_name ("briefs/7", "briefs/7");
  check_name ("a#2", "a#2");
  check_name ("v1.2/é", "v1.2/é");
  check_name ("..", "%2E%2E");
  check_name ("../x", "%2E%2E/x");
  check_name ("a/./../x", "a/%2E/%2E%2E/x");
  check_name ("...", "...");
  check_name (".hidden", ".hidden");
  check_name ("/etc/x", "%/etc/x");
  check_name ("a//b", "a/%/b");
  check_name ("a/", "a/%");
  check_name ("", "%");
  check_name ("C:\\x", "C%3A%5Cx");
  check_name ("50%", "50%25");
  check_name ("a\nb\x7f", "a%0Ab%7F");
}

static void
a_folder_does_not_take_the_name_of_a_file (void **state)
{
  check_name ("a.txt", "a.txt");
  check_name ("a.txt/b", "a%2Etxt/b");
  check_name ("a.ann/b", "a%2Eann/b");
  check_name ("annotation.conf/b", "annotation%2Econf/b");
  check_name ("annotation.conf", "annotation.conf");
}

static void
a_name_too_long_is_cut_between_characters_and_told_apart (void **state)
{
  g_autofree gchar *fits = g_strnfill (200, 'x');
  g_autoptr (GString) accents = g_string_new (NULL);
  g_autofree gchar *one = NULL, *other = NULL;

  check_name (fits, fits);
  for (guint i = 0; i < 101; i++)
    g_string_append (accents, "é");
  one = ent_brat_file_name (accents->str);
  g_string_append_c (accents, 'e');
  other = ent_brat_file_name (accents->str);
  assert_string_not_equal (one, other);
  assert_true (strlen (one) <= 200);
  assert_true (g_utf8_validate (one, -1, NULL));
}

static void
a_name_is_made_safe (void **state)
{
  const char *const names[][2] = {
    { "carry out", "carry_out" }, { "co-operate_2", "co-operate_2" }, { "é(x)\t", "__x__" }, { "", "_" }, { NULL, "_" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar *safe = ent_brat_safe_name (names[i][0]);

      assert_string_equal (safe, names[i][1]);
    }
}

static EntDocument *
denial (const char *id)
{
  EntDocument *doc = document_of (id, "é Ada\nLin did not meet Bo^, Cy said^.");
  EntRelation relation = { .head = 0,
                           .tail = 1,
                           .attribution = 2,
                           .place = ENT_NONE,
                           .trigger_first = 5,
                           .trigger_n = 1,
                           .type = ent_document_intern (doc, "open"),
                           .label = ent_document_intern (doc, "meet"),
                           .time = ent_document_intern (doc, "2022"),
                           .by = ent_document_intern (doc, "test"),
                           .confidence = 0.5f,
                           .polarity = ENT_POLARITY_NEGATED,
                           .modality = ENT_MODALITY_POSSIBLE };

  add_name (doc, 1, 3, "Person", "Ada Lin", "person/ada-lin");
  add_name (doc, 6, 7, "Person", "Bo", "person/bo");
  add_name (doc, 8, 9, "Person", "Cy", "person/cy");
  ent_document_append_relation (doc, &relation);
  return doc;
}

static void
offsets_are_code_points_and_lines_cut_spans (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = exporter ("brat", folder);
  g_autoptr (EntDocument) doc = denial ("briefs/7");
  g_autofree gchar *text = NULL, *ann = NULL, *conf = NULL;

  assert_true (ent_stage_load (stage, NULL));
  add (stage, doc);
  finish (stage);
  text = content_of (folder, "briefs/7.txt");
  ann = content_of (folder, "briefs/7.ann");
  conf = content_of (folder, "annotation.conf");
  assert_string_equal (text, "é Ada\nLin did not meet Bo, Cy said.");
  assert_string_equal (ann, "T1\tPerson 2 5;6 9\tAda Lin\n"
                            "#1\tAnnotatorNotes T1\tentity=person/ada-lin; by=test; confidence=0.9\n"
                            "T2\tPerson 23 25\tBo\n"
                            "#2\tAnnotatorNotes T2\tentity=person/bo; by=test; confidence=0.9\n"
                            "T3\tPerson 27 29\tCy\n"
                            "#3\tAnnotatorNotes T3\tentity=person/cy; by=test; confidence=0.9\n"
                            "R1\tmeet Arg1:T1 Arg2:T2\n"
                            "A1\tNegation R1\n"
                            "A2\tModality R1 possible\n"
                            "#4\tAnnotatorNotes R1\tsays=T3 Cy; time=2022; by=test; confidence=0.5\n");
  assert_string_equal (conf, "[entities]\nPerson\n\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, "
                             "<OVL-TYPE>:<ANY>\nmeet\tArg1:<ENTITY>, Arg2:<ENTITY>\n\n[events]\n\n[attributes]\n"
                             "Negation\tArg:<RELATION>\nModality\tArg:<RELATION>, "
                             "Value:possible|necessary|intended|conditional|asked\n");
  remove_folder (folder);
}

static void
a_document_of_the_same_id_is_noted_and_not_written (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = exporter ("brat", folder);
  g_autoptr (EntDocument) one = denial ("d"), other = document_of ("d", "Other^.");
  g_autofree gchar *text = NULL;

  ent_document_mark_layers (other, ENT_LAYER_MENTIONS);
  assert_true (ent_stage_load (stage, NULL));
  add (stage, one);
  add (stage, other);
  finish (stage);
  text = content_of (folder, "d.txt");
  assert_true (g_str_has_prefix (text, "é Ada"));
  assert_null (ent_document_get_notes (one)[0]);
  assert_string_equal (ent_document_get_notes (other)[0], "not written: a document of the same id was written already");
  remove_folder (folder);
}

static void
documents_without_an_id_are_numbered (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = exporter ("brat", folder);

  assert_true (ent_stage_load (stage, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntDocument) doc = ent_document_new ("text", -1, NULL);

      ent_document_mark_layers (doc, ENT_LAYER_TOKENS | ENT_LAYER_MENTIONS);
      add (stage, doc);
    }
  finish (stage);
  assert_true (exists (folder, "document-1.ann"));
  assert_true (exists (folder, "document-2.txt"));
  remove_folder (folder);
}

static void
nothing_is_left_half_written (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = exporter ("brat", folder);
  g_autoptr (EntDocument) doc = denial ("d");
  g_autofree gchar *taken = g_build_filename (folder, "d.ann", NULL);
  g_autoptr (GError) error = NULL;

  assert_int_equal (g_mkdir_with_parents (taken, 0777), 0);
  assert_true (ent_stage_load (stage, NULL));
  assert_true (ent_stage_process (stage, doc, NULL));
  assert_false (ent_stage_collect (stage, doc, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT));
  assert_non_null (strstr (error->message, "d.ann"));
  assert_false (exists (folder, "d.ann.part"));
  remove_folder (folder);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_id_is_a_path_that_stays_below),
    cmocka_unit_test (a_folder_does_not_take_the_name_of_a_file),
    cmocka_unit_test (a_name_too_long_is_cut_between_characters_and_told_apart),
    cmocka_unit_test (a_name_is_made_safe),
    cmocka_unit_test (offsets_are_code_points_and_lines_cut_spans),
    cmocka_unit_test (a_document_of_the_same_id_is_noted_and_not_written),
    cmocka_unit_test (documents_without_an_id_are_numbered),
    cmocka_unit_test (nothing_is_left_half_written),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
