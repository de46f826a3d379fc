/* entente run: documents in, results out. */
#include "pipeline/cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Notes that are printed; all of them are in the report */
#define MAX_NOTES 10

static struct
{
  gchar *pipeline;
  gchar *config;
  gchar *pack;
  gchar **rules;
  gchar *from;
  gchar *to;
  gchar *output;
  gchar *graph;
  gchar *shard;
  gchar *report;
  gint jobs;
  gboolean resume;
  gboolean quiet;
  gchar **inputs;
} options;

static const GOptionEntry entries[] = {
  { "pipeline", 'p', 0, G_OPTION_ARG_STRING, &options.pipeline, "Stages to run (default: '" ENT_PIPELINE_DEFAULT "')",
    "PIPELINE" },
  { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options.config, "The same from a key file", "FILE" },
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  CLI_RULES_ENTRY (&options.rules),
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
    "Format of the input: text, lines, jsonl, conllu or iob2 (default: by file name)", "FORMAT" },
  { "to", 0, 0, G_OPTION_ARG_STRING, &options.to,
    "Formats to write: jsonl, conllu, openie, brat, csv, graphml, gexf, dot, nodelink, d3, html, neo4j, nquads, ftm, "
    "sqlite, or none (default: jsonl)",
    "FORMAT[,FORMAT…]" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
    "Where to: a file; a folder for csv, neo4j, brat or several formats (default: standard output)", "PATH" },
  { "graph", 0, 0, G_OPTION_ARG_FILENAME, &options.graph,
    "Keep the graph in a file, which grows with each run; see entente graph", "FILE.db" },
  { "resume", 0, 0, G_OPTION_ARG_NONE, &options.resume,
    "Go on with a run that was interrupted: leave out documents that are in the graph already", NULL },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs, "Documents at once (default: as many as processors)", "N" },
  { "shard", 0, 0, G_OPTION_ARG_STRING, &options.shard, "Take only the Kth of N parts of the documents", "K/N" },
  { "report", 0, 0, G_OPTION_ARG_FILENAME, &options.report, "Write failures, notes and totals as JSON lines", "FILE" },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "No progress bar and no notes", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs, NULL, "INPUT…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  CliProgress *progress;
  CliReport *report;
  guint n_notes;
} Watch;

static EntPipeline *
parse_pipeline (GError **error)
{
  if (options.pipeline && options.config)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "-p and -c both give a pipeline: expected one of them");
      return NULL;
    }
  if (options.config)
    return ent_pipeline_new_from_key_file (options.config, error);
  return ent_pipeline_new_from_text (options.pipeline ? options.pipeline : ENT_PIPELINE_DEFAULT, error);
}

static gboolean
has_source (EntPipeline *pipeline)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);

  return n && ent_stage_is_source (stages[0]);
}

static gboolean
add_source (EntPipeline *pipeline, GError **error)
{
  g_autoptr (EntStage) source = NULL;

  if (has_source (pipeline))
    {
      if (!options.inputs && !options.from && !options.shard)
        return TRUE;
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                   "the pipeline has its own source: expected no INPUT, --from or --shard beside it");
      return FALSE;
    }
  source = cli_source (options.inputs, options.from, error);
  if (!source || (options.shard && !ent_stage_set_option (source, "shard", options.shard, error)))
    return FALSE;
  ent_pipeline_prepend (pipeline, source);
  return TRUE;
}

/* Several formats go into one folder */
static gboolean
make_folder (GError **error)
{
  return !options.to || !strchr (options.to, ',') || !options.output || cli_make_folder (options.output, error);
}

static EntPipeline *
make_pipeline (GError **error)
{
  g_autoptr (EntPipeline) pipeline = parse_pipeline (error);

  if (options.resume && !options.graph)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "--resume: expected --graph FILE.db, which says what is done");
      return NULL;
    }
  if (!pipeline || !cli_add_rules (pipeline, options.rules, options.pack, FALSE, error) || !add_source (pipeline, error)
      || (options.graph && !cli_add_graph (pipeline, options.graph, options.resume, error))
      || !cli_add_outputs (pipeline, options.to, options.output, options.graph, error)
      || !cli_check_outputs (pipeline, options.report, error) || !make_folder (error))
    return NULL;
  ent_pipeline_set_pack (pipeline, options.pack);
  return g_steal_pointer (&pipeline);
}

static const gchar *
name_of (EntDocument *doc)
{
  const gchar *id = doc ? ent_document_get_id (doc) : NULL;

  return id ? id : "document";
}

static void
print_notes (Watch *watch, EntDocument *doc)
{
  const gchar *const *notes = doc ? ent_document_get_notes (doc) : NULL;

  for (; notes && *notes && !options.quiet && watch->n_notes <= MAX_NOTES; notes++)
    {
      cli_progress_clear (watch->progress);
      if (watch->n_notes++ < MAX_NOTES)
        cli_say ("note: %s: %s", name_of (doc), *notes);
      else
        cli_say ("note: there are more notes; --report FILE writes all");
    }
}

/* What ends the run is said at its end */
static gboolean
ends_run (EntDocument *doc, const GError *error)
{
  return g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT)
         || (!doc && g_error_matches (error, ENT_ERROR, ENT_ERROR_STAGE));
}

static void
watch_document (EntBatch *batch, EntDocument *doc, const GError *error, gpointer data)
{
  Watch *watch = data;

  if (error && !ends_run (doc, error))
    {
      cli_progress_clear (watch->progress);
      if (doc)
        cli_say ("%s: %s", name_of (doc), error->message);
      else
        cli_say ("%s", error->message);
    }
  print_notes (watch, doc);
  cli_report_add (watch->report, doc, error);
  cli_progress_update (watch->progress, batch);
}

static sigset_t
signals_of_interest (void)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  return signals;
}

/* The first SIGINT or SIGTERM ends the run in order, a second one at once. The signals are blocked in all threads, and
 * this one waits for them. */
static gpointer
wait_for_signals (gpointer cancellable)
{
  sigset_t signals = signals_of_interest ();
  int number;

  sigwait (&signals, &number);
  g_cancellable_cancel (cancellable);
  cli_say ("interrupted: finishing the documents in hand; a second signal ends it at once");
  sigwait (&signals, &number);
  pthread_sigmask (SIG_UNBLOCK, &signals, NULL);
  raise (number);
  return NULL;
}

static void
catch_signals (GCancellable *cancellable)
{
  sigset_t signals = signals_of_interest ();

  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, cancellable));
}

static int
conclude (EntBatch *batch, Watch *watch, gboolean ok, gboolean interrupted, GError *error)
{
  g_autoptr (GError) report_error = NULL;
  int status = interrupted ? CLI_INTERRUPTED : ent_batch_get_n_failed (batch) ? CLI_SOME_FAILED : CLI_OK;

  cli_progress_end (watch->progress, batch);
  if (!options.quiet && ent_batch_get_n_skipped (batch))
    cli_say ("%" G_GUINT64_FORMAT " documents were in the graph already", ent_batch_get_n_skipped (batch));
  if (!ok)
    status = cli_fail (error);
  if (watch->report && !cli_report_end (watch->report, batch, interrupted, &report_error))
    return cli_fail (report_error);
  return status;
}

static int
run_batch (EntPipeline *pipeline)
{
  g_autoptr (EntBatch) batch = ent_batch_new (pipeline, options.jobs);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Watch watch = { 0 };
  gboolean ok;

  if (options.resume && !cli_resume (pipeline, batch, options.graph, &error))
    return cli_fail (error);
  if (options.report && !(watch.report = cli_report_new (options.report, &error)))
    return cli_fail (error);
  watch.progress = cli_progress_new (options.quiet);
  catch_signals (g_object_ref (cancellable));
  ent_batch_set_func (batch, watch_document, &watch, NULL);
  ok = ent_batch_run (batch, cancellable, &error);
  return conclude (batch, &watch, ok, g_cancellable_is_cancelled (cancellable), error);
}

int
cli_run (int argc, char **argv)
{
  g_autoptr (EntPipeline) pipeline = NULL;
  g_autoptr (GError) error = NULL;

  if (!cli_parse (argv, NULL, "Reads documents, runs a pipeline over them and writes what comes out.",
                  "INPUT is files, folders, archives and compressed files of these, or - for standard input.\n\n"
                  "Example: entente run --to csv,graphml -o results/ articles/",
                  entries))
    return CLI_USAGE;
  if (options.jobs < 0 || options.jobs > 1024)
    {
      cli_say ("run: -j %d: expected a number from 1 to 1024, or 0 for as many as processors", options.jobs);
      return CLI_USAGE;
    }
  pipeline = make_pipeline (&error);
  return pipeline ? run_batch (pipeline) : cli_fail (error);
}
