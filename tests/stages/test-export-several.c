/* export: several formats by one exporter, from one graph. */
#include "pipeline/graph/graph.h"
#include "tests/stages/exporting.h"

static void
add_format (EntStage *stage, const char *to, const char *folder, const char *name)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  assert_true (ent_stage_set_option (stage, "to", to, NULL));
  assert_true (ent_stage_set_option (stage, "path", path, NULL));
}

static EntStage *
new_exporter (void)
{
  EntStage *stage = ent_stage_new ("export", NULL);

  assert_non_null (stage);
  return stage;
}

static void
formats_together_have_the_bytes_of_each_alone (void **state)
{
  static const char *const formats[] = { "graphml", "jsonl", "html", "gexf", "conllu", "sqlite", "d3" };
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = new_exporter ();
  g_autoptr (EntDocument) one = awkward_document (), other = document_of ("e", "Ada met Bo^.");
  EntDocument *const docs[] = { one, other };

  add_name (other, 0, 1, "Person", "Ada", "person/ada");
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    add_format (stage, formats[i], folder, formats[i]);
  assert_true (ent_stage_load (stage, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (docs); i++)
    add (stage, docs[i]);
  finish (stage);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree gchar *alone = exported (formats[i], docs, G_N_ELEMENTS (docs));
      g_autofree gchar *got = content_of (folder, formats[i]);

      assert_string_equal (got, alone);
    }
  remove_folder (folder);
}

/* Each graph would say so */
static void
a_document_whose_id_comes_again_has_one_note (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = new_exporter ();
  g_autoptr (EntDocument) one = awkward_document (), other = document_of ("d,1", "Ada met Bo^.");
  const gchar *const *notes;

  add_name (other, 0, 1, "Person", "Ada", "person/ada");
  add_format (stage, "graphml", folder, "a");
  add_format (stage, "gexf", folder, "b");
  add_format (stage, "dot", folder, "c");
  assert_true (ent_stage_load (stage, NULL));
  add (stage, one);
  add (stage, other);
  finish (stage);
  notes = ent_document_get_notes (other);
  assert_non_null (notes);
  assert_string_equal (notes[0], ENT_GRAPH_NOTE_AGAIN);
  assert_null (notes[1]);
  remove_folder (folder);
}

static void
what_is_found_after_an_exporter_is_not_in_its_graph (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = new_exporter ();
  g_autoptr (EntDocument) doc = document_of ("d", "Ada met Bo^.");
  g_autofree gchar *dot = NULL;

  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  add_format (stage, "dot", folder, "dot");
  assert_true (ent_stage_load (stage, NULL));
  assert_true (ent_stage_process (stage, doc, NULL));
  add_name (doc, 2, 3, "Person", "Bo", "person/bo");
  assert_true (ent_stage_collect (stage, doc, NULL));
  finish (stage);
  dot = content_of (folder, "dot");
  assert_non_null (strstr (dot, "Ada"));
  assert_null (strstr (dot, "Bo"));
  remove_folder (folder);
}

static void
an_exporter_needs_what_any_of_its_formats_needs (void **state)
{
  g_autoptr (EntStage) stage = new_exporter ();

  add_format (stage, "jsonl", "", "a");
  assert_int_equal (ent_stage_get_needs (stage), ENT_LAYER_NONE);
  add_format (stage, "conllu", "", "b");
  assert_int_equal (ent_stage_get_needs (stage), ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
  add_format (stage, "dot", "", "c");
  assert_int_equal (ent_stage_get_needs (stage), ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS
                                                     | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS);
}

/* --- What can go wrong ------------------------------------------------------------------------------------------- */

static void
check_load_fails (EntStage *stage, const char *expected)
{
  g_autoptr (GError) error = NULL;

  assert_false (ent_stage_load (stage, &error));
  assert_string_equal (error->message, expected);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
}

static void
each_format_wants_a_path (void **state)
{
  g_autoptr (EntStage) two = exporter ("jsonl", "a"), one = exporter ("jsonl", "a");

  assert_true (ent_stage_set_option (two, "to", "dot", NULL));
  check_load_fails (
      two,
      "stage 'export': formats (to): 2, places for them (path): 1: expected a path for each format, in the same order");
  assert_true (ent_stage_set_option (one, "path", "b", NULL));
  check_load_fails (
      one,
      "stage 'export': formats (to): 1, places for them (path): 2: expected a path for each format, in the same order");
}

static void
a_format_that_is_unknown_leaves_all_files_as_they_were (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = new_exporter ();
  g_autoptr (GError) error = NULL;

  add_format (stage, "jsonl", folder, "a");
  add_format (stage, "xml", folder, "b");
  assert_false (ent_stage_load (stage, &error));
  assert_non_null (strstr (error->message, "unknown format 'xml'"));
  assert_false (exists (folder, "a"));
  remove_folder (folder);
}

static void
a_format_that_cannot_be_written_leaves_the_others_whole (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = new_exporter ();
  g_autoptr (EntDocument) doc = awkward_document ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *graphml = NULL, *expected = exported ("graphml", &doc, 1);

  add_format (stage, "html", "/dev", "full");
  add_format (stage, "graphml", folder, "a");
  assert_true (ent_stage_load (stage, NULL));
  add (stage, doc);
  assert_false (ent_stage_finish (stage, &error));
  assert_string_equal (error->message, "stage 'export': /dev/full: cannot write to it: No space left on device");
  graphml = content_of (folder, "a");
  assert_string_equal (graphml, expected);
  remove_folder (folder);
}

static void
a_graph_that_is_not_there_leaves_the_documents (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntStage) stage = new_exporter ();
  g_autoptr (EntDocument) doc = awkward_document ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *jsonl = NULL, *expected = exported ("jsonl", &doc, 1);

  add_format (stage, "graphml", folder, "a");
  add_format (stage, "jsonl", folder, "b");
  assert_true (ent_stage_set_option (stage, "graph", "/nonexistent.db", NULL));
  assert_true (ent_stage_load (stage, NULL));
  add (stage, doc);
  assert_false (ent_stage_finish (stage, &error));
  assert_string_equal (error->message, "stage 'export': /nonexistent.db: unable to open database file");
  g_clear_object (&stage);
  jsonl = content_of (folder, "b");
  assert_string_equal (jsonl, expected);
  assert_false (exists (folder, "a") || exists (folder, "a.part"));
  remove_folder (folder);
}

static void
a_graph_is_no_use_to_formats_of_documents (void **state)
{
  g_autoptr (EntStage) stage = exporter ("conllu", "a");

  assert_true (ent_stage_set_option (stage, "graph", "g.db", NULL));
  check_load_fails (stage, "stage 'export': conllu is a format of documents: expected one of graphs with graph=g.db");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (formats_together_have_the_bytes_of_each_alone),
    cmocka_unit_test (a_document_whose_id_comes_again_has_one_note),
    cmocka_unit_test (what_is_found_after_an_exporter_is_not_in_its_graph),
    cmocka_unit_test (an_exporter_needs_what_any_of_its_formats_needs),
    cmocka_unit_test (each_format_wants_a_path),
    cmocka_unit_test (a_format_that_is_unknown_leaves_all_files_as_they_were),
    cmocka_unit_test (a_format_that_cannot_be_written_leaves_the_others_whole),
    cmocka_unit_test (a_graph_that_is_not_there_leaves_the_documents),
    cmocka_unit_test (a_graph_is_no_use_to_formats_of_documents),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
