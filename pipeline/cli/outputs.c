/* Where the results of a run go: what --to and -o say becomes exporters at the end of the pipeline. */
#include "pipeline/cli/cli.h"
#include "stages/export/target.h"

#include <errno.h>
#include <string.h>

/* A stage that takes the documents in order is where results go */
static gboolean
has_sink (EntPipeline *pipeline)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);

  for (guint i = 0; i < n; i++)
    if (ENT_STAGE_GET_CLASS (stages[i])->collect)
      return TRUE;
  return FALSE;
}

static gboolean
fail (GError **error, const gchar *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (ENT_ERROR, ENT_ERROR_USAGE, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* Without --to, the ending of -o says what is meant, and may promise what is not made */
static const gchar *
format_of_ending (const gchar *output, GError **error)
{
  static const gchar *const formats[]
      = { "jsonl", "conllu", "openie", "graphml", "gexf", "dot", "html", "nquads", "ftm", "sqlite" };
  static const gchar *const packed[] = { "gz", "xz", "zst", "bz2", "zip" };
  const gchar *dot = output ? strrchr (output, '.') : NULL;

  for (guint i = 0; dot && i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (dot + 1, formats[i]))
      return formats[i];
  for (guint i = 0; dot && i < G_N_ELEMENTS (packed); i++)
    if (g_str_equal (dot + 1, packed[i]))
      {
        fail (error, "-o %s: output is not compressed: expected another ending, or no -o and a pipe to a compressor",
              output);
        return NULL;
      }
  if (g_strcmp0 (dot, ".csv"))
    return "jsonl";
  fail (error, "-o %s: csv is a folder of tables: expected --to csv -o FOLDER", output);
  return NULL;
}

static gboolean
check_formats (gchar **formats, const gchar *to, const gchar *output, GError **error)
{
  for (guint i = 0; formats[i]; i++)
    {
      g_strstrip (formats[i]);
      for (guint k = 0; k < i; k++)
        if (g_str_equal (formats[k], formats[i]))
          return fail (error, "--to %s: '%s' twice: expected each format once", to, formats[i]);
    }
  if (!formats[0])
    return fail (error, "--to: no format: expected such as jsonl, or none for no output");
  if (formats[1] && !output)
    return fail (error, "--to %s: several formats: expected a folder, -o DIR", to);
  return TRUE;
}

/* "documents.jsonl", "graph.graphml" or "graph.d3.json" in the output folder, where there are several formats; csv is
 * files in it, brat and neo4j are folders in it */
static gchar *
path_for (const gchar *format, const gchar *output, gboolean several)
{
  static const gchar *const folders[] = { "brat", "neo4j", NULL };
  static const gchar *const in_json[] = { "nodelink", "d3", NULL };
  g_autofree gchar *name = NULL;

  if (!output)
    return g_strdup ("-");
  if (!several || g_str_equal (format, "csv"))
    return g_strdup (output);
  if (g_strv_contains (folders, format))
    return g_build_filename (output, format, NULL);
  name = g_strconcat (ent_format_is_of_graphs (format) ? "graph." : "documents.", format,
                      g_strv_contains (in_json, format) ? ".json" : "", NULL);
  return g_build_filename (output, name, NULL);
}

/* Formats from --to, or from what is known without it */
static gchar **
parse_formats (const gchar *to, const gchar *output, GError **error)
{
  const gchar *chosen = to ? to : format_of_ending (output, error);
  g_auto (GStrv) formats = chosen ? g_strsplit (chosen, ",", -1) : NULL;

  return formats && check_formats (formats, chosen, output, error) ? g_steal_pointer (&formats) : NULL;
}

static EntStage *
make_exporter (gchar **formats, const gchar *output, const gchar *graph, GError **error)
{
  g_autoptr (EntStage) exporter = ent_stage_new ("export", error);
  gboolean ok = exporter != NULL;

  for (guint i = 0; ok && formats[i]; i++)
    {
      g_autofree gchar *path = path_for (formats[i], output, formats[1] != NULL);

      ok = ent_stage_set_option (exporter, "to", formats[i], error)
           && ent_stage_set_option (exporter, "path", path, error);
      if (ok && graph && ent_format_is_of_graphs (formats[i]))
        ok = ent_stage_set_option (exporter, "graph", graph, error);
    }
  return ok ? g_steal_pointer (&exporter) : NULL;
}

gboolean
cli_add_outputs (EntPipeline *pipeline, const char *to, const char *output, const char *graph, GError **error)
{
  g_auto (GStrv) formats = NULL;
  g_autoptr (EntStage) exporter = NULL;

  if (g_strcmp0 (to, "none") == 0)
    return !output || fail (error, "-o %s with --to none: expected one of them", output);
  if (!to && !output && (graph || has_sink (pipeline)))
    return TRUE;
  formats = parse_formats (to, output, error);
  if (!formats || !(exporter = make_exporter (formats, output, graph, error)))
    return FALSE;
  ent_pipeline_append (pipeline, exporter);
  return TRUE;
}

/* Before anything is written */
static gboolean
check_graph_formats (gchar **formats, GError **error)
{
  g_autofree gchar *known = ent_format_list_graphs ();

  for (guint i = 0; formats[i]; i++)
    if (!ent_format_is_of_graphs (formats[i]))
      return fail (error, "'%s' is no format of graphs: expected one of %s", formats[i], known);
  return TRUE;
}

static gboolean
write_graph (EntGraph *graph, const gchar *name, const gchar *path, GError **error)
{
  g_autoptr (EntTarget) target = ent_target_open (ent_format_find (name), path, error);

  return target && ent_target_finish (target, graph, error);
}

gboolean
cli_write_graph (EntGraph *graph, const char *to, const char *output, GError **error)
{
  g_autofree gchar *known = ent_format_list_graphs ();
  g_auto (GStrv) formats = NULL;

  if (!to && !output)
    return fail (error, "expected --to FORMAT, one of %s, or -o FILE with such an ending", known);
  formats = parse_formats (to, output, error);
  if (!formats || !check_graph_formats (formats, error) || (formats[1] && !cli_make_folder (output, error)))
    return FALSE;
  for (guint i = 0; formats[i]; i++)
    {
      g_autofree gchar *path = path_for (formats[i], output, formats[1] != NULL);

      if (!write_graph (graph, formats[i], path, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cli_make_folder (const char *output, GError **error)
{
  if (!g_mkdir_with_parents (output, 0777))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "-o %s: cannot make this folder for several formats: %s", output,
               g_strerror (errno));
  return FALSE;
}

/* The option `path` of a stage, one or several; NULL where it has none or none is set */
static gchar **
list_paths (EntStage *stage)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (stage), "path");
  g_auto (GStrv) paths = NULL;

  if (pspec && pspec->value_type == G_TYPE_STRV)
    g_object_get (stage, "path", &paths, NULL);
  else if (pspec && pspec->value_type == G_TYPE_STRING)
    {
      paths = g_new0 (gchar *, 2);
      g_object_get (stage, "path", &paths[0], NULL);
    }
  return g_steal_pointer (&paths);
}

/* All that is written, whether it is named by options or in the text of the pipeline */
static GPtrArray *
list_outputs (EntStage *const *stages, guint n, const gchar *report)
{
  GPtrArray *outputs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; i < n; i++)
    if (ENT_STAGE_GET_CLASS (stages[i])->collect)
      {
        g_auto (GStrv) paths = list_paths (stages[i]);

        if (!paths && g_str_equal (ent_stage_get_name (stages[i]), "export")) /* standard output, then */
          g_ptr_array_add (outputs, g_strdup ("-"));
        for (guint k = 0; paths && paths[k]; k++)
          g_ptr_array_add (outputs, g_strdup (paths[k]));
      }
  if (report)
    g_ptr_array_add (outputs, g_strdup (report));
  return outputs;
}

gboolean
cli_check_outputs (EntPipeline *pipeline, const char *report, GError **error)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);
  g_auto (GStrv) inputs = list_paths (stages[0]);
  g_autoptr (GPtrArray) outputs = list_outputs (stages, n, report);

  if (report && g_str_equal (report, "-"))
    return fail (error, "--report -: expected a file, as standard output is for results");
  for (guint i = 0; i < outputs->len; i++)
    {
      if (!cli_check_output (outputs->pdata[i], inputs, error))
        return FALSE;
      for (guint k = 0; k < i; k++)
        if (cli_is_same_output (outputs->pdata[i], outputs->pdata[k]))
          return fail (error, "%s: two outputs would write to it: expected a file for each",
                       (const gchar *) outputs->pdata[i]);
    }
  return TRUE;
}
