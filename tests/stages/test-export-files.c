/* export: the files that it writes, and what happens when they cannot be written. */
#include "tests/stages/exporting.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* --- Files ------------------------------------------------------------------------------------------------------- */

static void
a_graph_is_there_whole_or_as_it_was (void **state)
{
  gchar *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "g.graphml", NULL);
  g_autofree gchar *before = NULL, *after = NULL;
  EntStage *stage = exporter ("graphml", path);

  assert_true (g_file_set_contents (path, "before", -1, NULL));
  assert_true (ent_stage_load (stage, NULL));
  assert_true (exists (folder, "g.graphml.part"));
  g_object_unref (stage);
  before = content_of (folder, "g.graphml");
  assert_string_equal (before, "before");
  assert_false (exists (folder, "g.graphml.part"));

  stage = exporter ("graphml", path);
  assert_true (ent_stage_load (stage, NULL));
  finish (stage);
  g_object_unref (stage);
  after = content_of (folder, "g.graphml");
  check_xml (after);
  assert_false (exists (folder, "g.graphml.part"));
  remove_folder (folder);
}

static void
two_exporters_see_the_same_documents (void **state)
{
  gchar *folder = make_folder ();
  g_autofree gchar *text = g_strdup_printf ("export to=jsonl path=%s/a ! export to=conllu path=%s/b", folder, folder);
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (text, NULL);
  g_autoptr (EntDocument) doc = document_of ("d", "A");
  g_autofree gchar *jsonl = NULL, *conllu = NULL;
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);

  assert_int_equal (n, 2);
  for (guint i = 0; i < n; i++)
    assert_true (ent_stage_load (stages[i], NULL));
  for (guint i = 0; i < n; i++)
    assert_true (ent_stage_process (stages[i], doc, NULL));
  assert_true (ent_pipeline_collect (pipeline, doc, NULL));
  assert_true (ent_pipeline_finish (pipeline, NULL));
  jsonl = content_of (folder, "a");
  conllu = content_of (folder, "b");
  assert_true (g_str_has_prefix (jsonl, "{\"id\":\"d\""));
  assert_true (g_str_has_prefix (conllu, "# newdoc id = d\n"));
  remove_folder (folder);
}

typedef struct
{
  EntStage *stage;
  GPtrArray *docs;
  gint next;
} Crowd;

static gpointer
process_some (gpointer data)
{
  Crowd *crowd = data;

  for (gint i; (i = g_atomic_int_add (&crowd->next, 1)) < (gint) crowd->docs->len;)
    if (!ent_stage_process (crowd->stage, crowd->docs->pdata[i], NULL))
      return NULL;
  return data;
}

static void
documents_formatted_on_many_threads_come_out_in_order (void **state)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new_with_free_func (g_object_unref);
  gchar *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "out", NULL);
  g_autoptr (EntStage) stage = exporter ("jsonl", path);
  g_autofree gchar *expected = NULL, *got = NULL;
  Crowd crowd = { .stage = stage, .docs = docs };
  GThread *threads[4];

  for (guint i = 0; i < 200; i++)
    {
      g_autofree gchar *id = g_strdup_printf ("%u", i);

      g_ptr_array_add (docs, document_of (id, "Ada met Bo^."));
    }
  expected = exported ("jsonl", (EntDocument *const *) docs->pdata, docs->len);
  assert_true (ent_stage_load (stage, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("test", process_some, &crowd);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    assert_non_null (g_thread_join (threads[i]));
  for (guint i = 0; i < docs->len; i++)
    assert_true (ent_stage_collect (stage, docs->pdata[i], NULL));
  finish (stage);
  got = content_of (folder, "out");
  assert_string_equal (got, expected);
  remove_folder (folder);
}

/* --- What can go wrong ------------------------------------------------------------------------------------------- */

static void
check_load_fails (const char *to, const char *path, EntError code, const char *expected)
{
  g_autoptr (EntStage) stage = exporter (to, path);
  g_autoptr (GError) error = NULL;

  assert_false (ent_stage_load (stage, &error));
  assert_string_equal (error->message, expected);
  assert_true (g_error_matches (error, ENT_ERROR, code));
}

#define FORMATS "jsonl, conllu, openie, brat, csv, graphml, gexf, dot, nodelink, d3, html, neo4j, nquads, ftm, sqlite"

static void
an_unknown_format_is_told_which_there_are (void **state)
{
  check_load_fails ("xml", "-", ENT_ERROR_USAGE, "stage 'export': unknown format 'xml': expected one of " FORMATS);
  check_load_fails ("", "-", ENT_ERROR_USAGE, "stage 'export': unknown format '': expected one of " FORMATS);
}

static void
csv_does_not_fit_into_standard_output (void **state)
{
  check_load_fails ("csv", "-", ENT_ERROR_USAGE,
                    "stage 'export': csv is several files (nodes.csv, edges.csv, evidence.csv), which standard output "
                    "cannot take: expected path=FOLDER");
}

static void
a_file_that_cannot_be_opened_is_named (void **state)
{
  check_load_fails ("jsonl", "/nonexistent/out.jsonl", ENT_ERROR_OUTPUT,
                    "stage 'export': /nonexistent/out.jsonl: cannot open it for writing: No such file or directory");
  check_load_fails ("csv", "/dev/null/graph", ENT_ERROR_OUTPUT,
                    "stage 'export': /dev/null/graph: cannot make the folder: Error creating directory "
                    "/dev/null/graph: Not a directory");
}

static void
standard_output_takes_one_exporter (void **state)
{
  g_autoptr (EntStage) first = exporter ("jsonl", "-");

  assert_true (ent_stage_load (first, NULL));
  check_load_fails ("conllu", "-", ENT_ERROR_USAGE,
                    "stage 'export': standard output is taken by another exporter: expected path=FILE for all but one");
  finish (first);
}

static void
check_full_disk (const char *to)
{
  g_autoptr (EntStage) stage = exporter (to, "/dev/full");
  g_autoptr (EntDocument) doc = awkward_document ();
  g_autoptr (GError) error = NULL;

  assert_true (ent_stage_load (stage, NULL));
  add (stage, doc);
  assert_false (ent_stage_finish (stage, &error));
  assert_string_equal (error->message, "stage 'export': /dev/full: cannot write to it: No space left on device");
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT));
}

static void
a_full_disk_is_an_error_of_every_format (void **state)
{
  check_full_disk ("jsonl");
  check_full_disk ("conllu");
  check_full_disk ("graphml");
  check_full_disk ("gexf");
  check_full_disk ("dot");
  check_full_disk ("nodelink");
  check_full_disk ("html");
  check_full_disk ("nquads");
  check_full_disk ("ftm");
  check_full_disk ("sqlite");
}

static void
fill (EntStage *stage, EntDocument *doc, guint max, GError **error)
{
  for (guint i = 0; i < max && !*error; i++)
    if (ent_stage_process (stage, doc, error))
      ent_stage_collect (stage, doc, error);
}

/* 100 kB a document into a file that may have 1.25 MB */
static void
a_disk_that_fills_up_leaves_whole_documents (void **state)
{
  const struct rlimit small = { .rlim_cur = 1250000, .rlim_max = RLIM_INFINITY };
  gchar *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "out", NULL);
  g_autofree gchar *text = g_strnfill (99988, 'x'), *got = NULL;
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  g_autoptr (EntStage) stage = exporter ("jsonl", path);
  g_autoptr (GError) error = NULL;
  struct rlimit normal;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &normal);
  assert_true (ent_stage_load (stage, NULL));
  assert_int_equal (setrlimit (RLIMIT_FSIZE, &small), 0);
  fill (stage, doc, 100, &error);
  setrlimit (RLIMIT_FSIZE, &normal);

  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT));
  assert_non_null (strstr (error->message, "File too large"));
  g_clear_error (&error);
  assert_false (ent_stage_finish (stage, &error));
  assert_non_null (strstr (error->message, "incomplete"));
  got = content_of (folder, "out");
  assert_int_equal (strlen (got), 12 * 100000);
  assert_true (g_str_has_suffix (got, "x\"}\n"));
  remove_folder (folder);
}

static void
a_closed_pipe_is_an_error (void **state)
{
  g_autoptr (EntStage) stage = exporter ("jsonl", "-");
  g_autoptr (EntDocument) doc = document_of ("d", "A");
  g_autoptr (GError) error = NULL;
  int ends[2], standard;
  gboolean ok;

  signal (SIGPIPE, SIG_IGN);
  fflush (stdout);
  standard = dup (STDOUT_FILENO);
  assert_int_equal (pipe (ends), 0);
  dup2 (ends[1], STDOUT_FILENO);
  close (ends[0]);
  close (ends[1]);
  assert_true (ent_stage_load (stage, NULL));
  add (stage, doc);
  ok = ent_stage_finish (stage, &error);
  dup2 (standard, STDOUT_FILENO);
  close (standard);

  assert_false (ok);
  assert_string_equal (error->message, "stage 'export': standard output: cannot write to it: Broken pipe");
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_graph_is_there_whole_or_as_it_was),
    cmocka_unit_test (two_exporters_see_the_same_documents),
    cmocka_unit_test (documents_formatted_on_many_threads_come_out_in_order),
    cmocka_unit_test (an_unknown_format_is_told_which_there_are),
    cmocka_unit_test (csv_does_not_fit_into_standard_output),
    cmocka_unit_test (a_file_that_cannot_be_opened_is_named),
    cmocka_unit_test (standard_output_takes_one_exporter),
    cmocka_unit_test (a_full_disk_is_an_error_of_every_format),
    cmocka_unit_test (a_disk_that_fills_up_leaves_whole_documents),
    cmocka_unit_test (a_closed_pipe_is_an_error),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
