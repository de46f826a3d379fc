/* EntBatch: many documents on many threads come out in the order in which they went in, and one that fails stops no
 * other. What happens in a run is written as script.h has it, and in between what the batch says: "a" of a document
 * that is done, "(why)" of one that failed. */
#include "tests/pipeline/script.h"

/* --- A run ------------------------------------------------------------------------------------------------------- */

static void
tell (EntBatch *batch, EntDocument *doc, const GError *error, gpointer data)
{
  if (error)
    g_string_append_printf (happened, "(%s) ", error->message);
  else
    g_string_append_printf (happened, "%s ", ent_document_get_id (doc));
}

static EntBatch *
new_batch (const char *words, const char *stages, guint workers)
{
  g_autofree gchar *text = g_strdup_printf ("script words='%s' ! %s", words, stages);
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (text, NULL);
  EntBatch *batch;

  assert_non_null (pipeline);
  batch = ent_batch_new (pipeline, workers);
  ent_batch_set_func (batch, tell, NULL, NULL);
  g_string_truncate (happened, 0);
  most_alive = wanted = n_taken = 0;
  return batch;
}

static void
check_run (EntBatch *batch, const char *expected_error)
{
  g_autoptr (GError) error = NULL;

  if (ent_batch_run (batch, stop, &error))
    assert_string_equal ("", expected_error);
  else
    assert_string_equal (error->message, expected_error);
  assert_int_equal (n_alive, 0);
}

/* The same with any number of workers */
static void
check (const char *words, const char *stages, const char *expected, const char *expected_error)
{
  static const guint workers[] = { 1, 2, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      g_autoptr (EntBatch) batch = new_batch (words, stages, workers[i]);

      check_run (batch, expected_error);
      assert_string_equal (happened->str, expected);
    }
}

/* "w0 w1 w2 …" */
static void
append_words (GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%sw%u", out->len ? " " : "", i);
}

/* --- Order ------------------------------------------------------------------------------------------------------- */

static void
documents_come_out_in_order (void **state)
{
  g_autoptr (GString) words = g_string_new (NULL), expected = g_string_new (NULL);

  append_words (words, 300);
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (expected, "[w%u]w%u ", i, i);
  g_string_append (expected, "end");
  check (words->str, "work ! sink", expected->str, "");
}

static void
a_slow_document_holds_up_the_output_only (void **state)
{
  check ("a slow b c", "work ! sink", "[a]a [slow]slow [b]b [c]c end", "");
}

static void
the_same_stage_may_stand_twice (void **state)
{
  check ("a b", "work ! sink name=1 ! sink name=2", "[1a][2a]a [1b][2b]b endend", "");
}

static void
there_may_be_no_documents (void **state)
{
  g_autoptr (EntBatch) batch = new_batch ("", "work ! sink", 2);

  check_run (batch, "");
  assert_string_equal (happened->str, "end");
  assert_true (ent_batch_get_n_documents (batch) == 0);
}

static void
nobody_need_be_told (void **state)
{
  g_autoptr (EntBatch) batch = new_batch ("a unread b", "work ! sink", 2);

  ent_batch_set_func (batch, NULL, NULL, NULL);
  check_run (batch, "");
  assert_string_equal (happened->str, "[a][b]end");
  assert_true (ent_batch_get_n_failed (batch) == 1);
}

/* --- Documents that fail ----------------------------------------------------------------------------------------- */

static void
a_document_that_fails_is_told_in_its_turn (void **state)
{
  check ("a unread b", "work ! sink", "[a]a (stage 'script': unread) [b]b end", "");
  check ("a unprocessed b", "work ! sink", "[a]a (stage 'work': unprocessed) [b]b end", "");
  check ("a uncollected b", "work ! sink", "[a]a [uncollected](stage 'sink': uncollected) [b]b end", "");
  check ("slow unread a", "work ! sink", "[slow]slow (stage 'script': unread) [a]a end", "");
}

static void
all_documents_may_fail (void **state)
{
  check ("unread unread", "work ! sink", "(stage 'script': unread) (stage 'script': unread) end", "");
  check ("unprocessed unread", "work ! sink", "(stage 'work': unprocessed) (stage 'script': unread) end", "");
}

static void
stages_after_the_one_that_fails_collect_nothing (void **state)
{
  check ("a uncollected b", "work ! sink name=1 ! sink name=2",
         "[1a][2a]a [1uncollected](stage 'sink': uncollected) [1b][2b]b endend", "");
}

/* --- Runs that fail ---------------------------------------------------------------------------------------------- */

static void
output_that_cannot_be_written_ends_the_run (void **state)
{
  check ("a unwritten b c", "work ! sink", "[a]a [unwritten](stage 'sink': unwritten) end", "stage 'sink': unwritten");
}

static void
a_broken_source_ends_the_run (void **state)
{
  check ("a broken b c", "work ! sink", "[a]a (stage 'script': failed to read a document without saying why) end",
         "stage 'script': failed to read a document without saying why");
}

/* Though it takes a while until its turn comes */
static void
a_broken_source_is_not_asked_again (void **state)
{
  check ("slow broken b c", "work ! sink",
         "[slow]slow (stage 'script': failed to read a document without saying why) end",
         "stage 'script': failed to read a document without saying why");
  assert_int_equal (n_taken, 2);
}

static void
a_run_that_ends_reads_no_further (void **state)
{
  g_autoptr (GString) words = g_string_new ("unwritten");
  g_autoptr (EntBatch) batch = NULL;

  append_words (words, 500);
  batch = new_batch (words->str, "work ! sink", 2);
  check_run (batch, "stage 'sink': unwritten");
  assert_in_range (n_taken, 1, 2 * 8);
}

static void
what_cannot_be_finished_fails_the_run (void **state)
{
  check ("a", "work ! sink name=unfinished ! sink", "[unfinisheda][a]a endend", "stage 'sink': unfinished");
  check ("", "work ! sink name=unfinished ! sink name=unfinished", "endend", "stage 'sink': unfinished");
}

static void
the_first_error_is_the_one_told (void **state)
{
  check ("unwritten", "work ! sink name=unfinished", "[unfinishedunwritten](stage 'sink': unwritten) end",
         "stage 'sink': unwritten");
}

static void
nothing_runs_where_a_stage_cannot_be_loaded (void **state)
{
  check ("a", "work ! sink name=unloadable", "", "stage 'sink': unloadable");
}

static void
a_run_needs_a_source (void **state)
{
  static const char *const texts[] = { "work ! sink", "" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (texts[i], NULL);
      g_autoptr (EntBatch) batch = ent_batch_new (pipeline, 2);
      g_autoptr (GError) error = NULL;

      assert_false (ent_batch_run (batch, NULL, &error));
      assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
      assert_string_equal (error->message, "the pipeline has nothing to read from: expected a source such as 'read' as "
                                           "its first stage");
    }
}

/* --- Cancelling -------------------------------------------------------------------------------------------------- */

static int
make_stop (void **state)
{
  stop = g_cancellable_new ();
  return 0;
}

static int
drop_stop (void **state)
{
  g_clear_object (&stop);
  return 0;
}

static void
a_cancelled_run_finishes_what_it_has_in_hand (void **state)
{
  g_autoptr (GString) words = g_string_new ("a stop"), all = g_string_new ("[a]a [stop]stop ");
  g_autoptr (EntBatch) batch = NULL;

  append_words (words, 500);
  for (guint i = 0; i < 500; i++)
    g_string_append_printf (all, "[w%u]w%u ", i, i);
  batch = new_batch (words->str, "work ! sink", 2);
  check_run (batch, "");
  assert_true (ent_batch_get_n_documents (batch) >= 2 && ent_batch_get_n_documents (batch) <= 2 + 2 * 8);
  assert_true (g_str_has_suffix (happened->str, " end"));
  g_string_truncate (happened, happened->len - 3);
  assert_true (g_str_has_prefix (all->str, happened->str));
}

static void
a_run_may_be_cancelled_before_it_begins (void **state)
{
  g_cancellable_cancel (stop);
  check ("a b c", "work ! sink", "end", "");
}

/* --- Memory ------------------------------------------------------------------------------------------------------ */

static void
check_in_hand (const char *words, guint workers, gint expected)
{
  g_autoptr (EntBatch) batch = new_batch (words, "work ! sink", workers);

  wanted = expected;
  check_run (batch, "");
  assert_int_equal (most_alive, expected);
}

static void
eight_documents_a_worker_are_in_hand (void **state)
{
  g_autoptr (GString) words = g_string_new ("slow");

  append_words (words, 300);
  check_in_hand (words->str, 1, 1);
  check_in_hand (words->str, 2, 16);
  check_in_hand (words->str, 8, 64);
}

/* 32 MB of text in 4 MB documents, and the slow one */
static void
fewer_are_in_hand_where_they_are_large (void **state)
{
  g_autoptr (GString) words = g_string_new ("large");

  for (guint i = 0; i < 40; i++)
    g_string_append (words, i == 20 ? " slow" : " large");
  check_in_hand (words->str, 2, 9);
  check_in_hand (words->str, 8, 9);
}

/* --- Counts ------------------------------------------------------------------------------------------------------ */

static void
check_counts (EntBatch *batch, EntDocument *doc, const GError *error, gpointer data)
{
  guint64 *n = data;
  gdouble progress = ent_batch_get_progress (batch);

  n[0]++;
  n[1] += error != NULL;
  assert_true (ent_batch_get_n_documents (batch) == n[0]);
  assert_true (ent_batch_get_n_failed (batch) == n[1]);
  assert_true (progress > 0 && progress <= 1);
}

static void
counts_are_exact_while_it_runs (void **state)
{
  guint64 n[2] = { 0 };
  g_autoptr (EntBatch) batch = new_batch ("one unread unprocessed seven uncollected", "work ! sink", 2);

  assert_true (ent_batch_get_progress (batch) < 0);
  ent_batch_set_func (batch, check_counts, n, NULL);
  check_run (batch, "");
  assert_true (ent_batch_get_n_documents (batch) == 5);
  assert_true (ent_batch_get_n_failed (batch) == 3);
  assert_true (ent_batch_get_n_bytes (batch)
               == strlen ("one"
                          "unprocessed"
                          "seven"
                          "uncollected"));
  assert_true (ent_batch_get_n_tokens (batch) == 3);
  assert_true (ent_batch_get_progress (batch) == 1);
}

static void
count_up (gpointer data)
{
  ++*(guint *) data;
}

static void
data_of_the_caller_are_freed_once (void **state)
{
  guint n_first = 0, n_second = 0;
  EntBatch *batch = new_batch ("a", "work ! sink", 0);

  ent_batch_set_func (batch, tell, &n_first, count_up);
  ent_batch_set_func (batch, tell, &n_second, count_up);
  assert_int_equal (n_first, 1);
  check_run (batch, "");
  assert_int_equal (n_second, 0);
  g_object_unref (batch);
  assert_int_equal (n_first, 1);
  assert_int_equal (n_second, 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (documents_come_out_in_order),
    cmocka_unit_test (a_slow_document_holds_up_the_output_only),
    cmocka_unit_test (the_same_stage_may_stand_twice),
    cmocka_unit_test (there_may_be_no_documents),
    cmocka_unit_test (nobody_need_be_told),
    cmocka_unit_test (a_document_that_fails_is_told_in_its_turn),
    cmocka_unit_test (all_documents_may_fail),
    cmocka_unit_test (stages_after_the_one_that_fails_collect_nothing),
    cmocka_unit_test (output_that_cannot_be_written_ends_the_run),
    cmocka_unit_test (a_broken_source_ends_the_run),
    cmocka_unit_test (a_broken_source_is_not_asked_again),
    cmocka_unit_test (a_run_that_ends_reads_no_further),
    cmocka_unit_test (what_cannot_be_finished_fails_the_run),
    cmocka_unit_test (the_first_error_is_the_one_told),
    cmocka_unit_test (nothing_runs_where_a_stage_cannot_be_loaded),
    cmocka_unit_test (a_run_needs_a_source),
    cmocka_unit_test_setup_teardown (a_cancelled_run_finishes_what_it_has_in_hand, make_stop, drop_stop),
    cmocka_unit_test_setup_teardown (a_run_may_be_cancelled_before_it_begins, make_stop, drop_stop),
    cmocka_unit_test (eight_documents_a_worker_are_in_hand),
    cmocka_unit_test (fewer_are_in_hand_where_they_are_large),
    cmocka_unit_test (counts_are_exact_while_it_runs),
    cmocka_unit_test (data_of_the_caller_are_freed_once),
  };

  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL); /* such as an error set over another */
  happened = g_string_new (NULL);
  ent_stage_register (script_get_type ());
  ent_stage_register (work_get_type ());
  ent_stage_register (sink_get_type ());
  return cmocka_run_group_tests (tests, NULL, NULL);
}
