/* export — writes the documents, or the graph that they make together, in one of the formats of the table. Documents
 * are turned into bytes in process, on all cores, and written in collect, in order. With the option `graph` it is the
 * graph of that file that is written at the end, whatever documents came by. */
#include <entente.h>

#include "pipeline/stage-private.h"
#include "stages/export/target.h"

typedef struct
{
  EntStage parent;
  gchar *to;
  gchar *path;
  gchar *graph_path; /* "" for a graph of the documents of the run */
  const EntFormat *format;
  EntTarget *target;
  EntGraph *graph;
  GQuark formatted; /* under which a document keeps its bytes for this exporter between process and collect */
} EntExport;

typedef EntStageClass EntExportClass;

GType ent_export_get_type (void);

G_DEFINE_TYPE (EntExport, ent_export, ENT_TYPE_STAGE)

static EntLayers
ent_export_get_needs (EntStage *stage)
{
  const EntFormat *format = ent_format_find (((EntExport *) stage)->to);

  return format ? format->needs : ENT_LAYER_NONE;
}

static gboolean
check_format (EntExport *self, GError **error)
{
  g_autofree gchar *known = ent_format_list (FALSE);

  self->format = ent_format_find (self->to);
  if (!self->format)
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "unknown format '%s': expected one of %s", self->to, known);
  else if (*self->graph_path && !self->format->write)
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "%s is a format of documents: expected one of graphs with graph=%s",
                 self->to, self->graph_path);
  else
    return TRUE;
  return FALSE;
}

static gboolean
ent_export_load (EntStage *stage, GError **error)
{
  EntExport *self = (EntExport *) stage;
  g_autofree gchar *unique = g_strdup_printf ("ent-export-%p", stage);

  if (!check_format (self, error))
    return FALSE;
  self->formatted = g_quark_from_string (unique);
  if (self->format->write && !*self->graph_path
      && (!(self->graph = ent_graph_new (error))
          || !ent_graph_set_pack (self->graph, ent_stage_get_pack (stage), error)))
    return FALSE;
  self->target = ent_target_open (self->format, self->path, error);
  return self->target != NULL;
}

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

static gboolean
ent_export_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntExport *self = (EntExport *) stage;
  GString *bytes;

  if (!self->format->append)
    return TRUE;
  bytes = g_string_new (NULL);
  self->format->append (doc, bytes);
  g_object_set_qdata_full (G_OBJECT (doc), self->formatted, bytes, free_string);
  return TRUE;
}

static gboolean
ent_export_collect (EntStage *stage, EntDocument *doc, GError **error)
{
  EntExport *self = (EntExport *) stage;
  g_autoptr (GString) bytes = g_object_steal_qdata (G_OBJECT (doc), self->formatted);

  if (bytes)
    return ent_target_save (self->target, doc, bytes, error);
  return !self->graph || ent_graph_add_document (self->graph, doc, error) != ENT_GRAPH_FAILED;
}

static gboolean
tell_skipped (EntGraph *graph, GError **error)
{
  EntGraphStats stats;

  if (!ent_graph_get_stats (graph, &stats, error))
    return FALSE;
  if (stats.skipped)
    g_info ("%" G_GUINT64_FORMAT " relations have no edge: one of their mentions is no named entity", stats.skipped);
  return TRUE;
}

static gboolean
ent_export_finish (EntStage *stage, GError **error)
{
  EntExport *self = (EntExport *) stage;

  if (*self->graph_path && !(self->graph = ent_graph_open (self->graph_path, ENT_GRAPH_READ, error)))
    return FALSE;
  if (self->graph && !ent_target_write_graph (self->target, self->graph, error))
    return FALSE;
  if (!ent_target_close (self->target, error))
    return FALSE;
  return !self->graph || *self->graph_path || tell_skipped (self->graph, error);
}

static void
ent_export_finalize (GObject *object)
{
  EntExport *self = (EntExport *) object;

  g_clear_pointer (&self->target, ent_target_free);
  g_clear_pointer (&self->graph, ent_graph_free);
  G_OBJECT_CLASS (ent_export_parent_class)->finalize (object);
}

static void
ent_export_class_init (EntExportClass *klass)
{
  g_autofree gchar *formats = ent_format_list (TRUE);

  G_OBJECT_CLASS (klass)->finalize = ent_export_finalize;
  klass->load = ent_export_load;
  klass->process = ent_export_process;
  klass->collect = ent_export_collect;
  klass->finish = ent_export_finish;
  klass->get_needs = ent_export_get_needs;
  ent_stage_class_describe (klass, "export", "write documents or the graph that they make", ENT_LAYER_NONE,
                            ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntExport, to),
                          g_param_spec_string ("to", NULL, g_intern_string (formats), "jsonl", ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntExport, path),
                          g_param_spec_string ("path", NULL,
                                               "file to write, folder for csv and brat, - for standard output", "-",
                                               ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntExport, graph_path),
                          g_param_spec_string ("graph", NULL,
                                               "file of a corpus graph to write (see the stage graph), instead of the "
                                               "graph of the documents alone",
                                               "", ENT_OPTION));
}

static void
ent_export_init (EntExport *self)
{
}
