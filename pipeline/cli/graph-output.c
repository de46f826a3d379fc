/* What --graph and --resume add to a run: the file that the graph is kept in, and which documents it has already. */
#include "pipeline/cli/cli.h"
#include "stages/export/format.h"

gboolean
cli_add_graph (EntPipeline *pipeline, const char *path, gboolean resume, GError **error)
{
  g_autoptr (EntStage) stage = ent_stage_new ("graph", error);

  if (!stage || !ent_stage_set_option (stage, "path", path, error)
      || (resume && !ent_stage_set_option (stage, "resume", "on", error)))
    return FALSE;
  ent_pipeline_append (pipeline, stage);
  return TRUE;
}

/* Whether an exporter writes the graph of a file, which has what came before this run, and nothing else */
static gboolean
writes_kept_graph (EntStage *exporter)
{
  g_autofree gchar *graph = NULL;
  g_auto (GStrv) formats = NULL;

  g_object_get (exporter, "graph", &graph, "to", &formats, NULL);
  for (guint i = 0; formats && formats[i]; i++)
    if (!ent_format_is_of_graphs (formats[i]))
      return FALSE;
  return *graph != '\0';
}

/* Whether a stage takes the documents of this run for an output that starts anew each time */
static gboolean
starts_anew (EntStage *stage)
{
  if (!ENT_STAGE_GET_CLASS (stage)->collect || g_str_equal (ent_stage_get_name (stage), "graph"))
    return FALSE;
  return !g_str_equal (ent_stage_get_name (stage), "export") || !writes_kept_graph (stage);
}

static gboolean
is_new (EntBatch *batch, EntDocument *doc, gpointer graph)
{
  gboolean has;

  /* one that cannot be looked up is processed again, and where the graph is unreadable, adding it says so */
  return !ent_graph_has_document (graph, doc, &has, NULL) || !has;
}

gboolean
cli_resume (EntPipeline *pipeline, EntBatch *batch, const char *path, GError **error)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);
  EntGraph *graph;

  for (guint i = 1; i < n; i++)
    if (starts_anew (stages[i]))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                     "--resume: documents that are in the graph already are not processed again, and would be missing "
                     "from other output: expected formats of graphs alone in --to");
        return FALSE;
      }
  graph = ent_graph_open (path, ENT_GRAPH_RESUME, error);
  if (!graph)
    return FALSE;
  ent_batch_set_filter (batch, is_new, graph, (GDestroyNotify) ent_graph_free);
  return TRUE;
}
