/* export — writes the documents, and the graph that they make together, in formats of the table: the graph is made
 * once, however many of its formats are named. Documents are turned into bytes, and into the facts that a graph takes,
 * in process, on all cores, as they stand there in the pipeline; they are written and added in collect, in order. With
 * the option `graph` it is the graph of that file that is written at the end, whatever documents came by. */
#include <entente.h>

#include "pipeline/stage-private.h"
#include "stages/export/target.h"

typedef struct
{
  EntStage parent;
  gchar **to;
  gchar **paths;     /* of each format */
  gchar *graph_path; /* "" for a graph of the documents of the run */
  GPtrArray *targets;
  EntGraph *graph;
  gboolean cut_short; /* a document could not be written or added: the graph is one of a part of them */
  GQuark made;        /* under which a document keeps what was made of it between process and collect */
} EntExport;

typedef EntStageClass EntExportClass;

/* What process makes of a document for collect */
typedef struct
{
  GPtrArray *bytes; /* for each target a GString, or NULL where it is one of graphs */
  EntFacts *facts;  /* NULL where no graph takes them */
} Made;

GType ent_export_get_type (void);

G_DEFINE_TYPE (EntExport, ent_export, ENT_TYPE_STAGE)

static void
made_free (Made *self)
{
  g_ptr_array_unref (self->bytes);
  g_clear_pointer (&self->facts, ent_facts_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, made_free)

static const gchar *const *
get_list (gchar **list, const gchar *const *standard)
{
  return list && *list ? (const gchar *const *) list : standard;
}

static const gchar *const *
get_formats (EntExport *self)
{
  static const gchar *const standard[] = { "jsonl", NULL };

  return get_list (self->to, standard);
}

static const gchar *const *
get_paths (EntExport *self)
{
  static const gchar *const standard[] = { "-", NULL };

  return get_list (self->paths, standard);
}

static gboolean
has_graph_format (EntExport *self)
{
  for (const gchar *const *name = get_formats (self); *name; name++)
    if (ent_format_is_of_graphs (*name))
      return TRUE;
  return FALSE;
}

static EntLayers
ent_export_get_needs (EntStage *stage)
{
  EntLayers needs = ENT_LAYER_NONE;

  for (const gchar *const *name = get_formats ((EntExport *) stage); *name; name++)
    {
      const EntFormat *format = ent_format_find (*name);

      needs |= format ? format->needs : ENT_LAYER_NONE;
    }
  return needs;
}

/* Before anything is opened */
static gboolean
check_options (EntExport *self, GError **error)
{
  const gchar *const *to = get_formats (self);
  guint n = g_strv_length ((gchar **) to), n_paths = g_strv_length ((gchar **) get_paths (self));

  for (const gchar *const *name = to; *name; name++)
    if (!ent_format_find (*name))
      {
        g_autofree gchar *known = ent_format_list (FALSE);

        g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "unknown format '%s': expected one of %s", *name, known);
        return FALSE;
      }
  if (*self->graph_path && !has_graph_format (self))
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "%s is a format of documents: expected one of graphs with graph=%s",
                 to[0], self->graph_path);
  else if (n != n_paths)
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                 "formats (to): %u, places for them (path): %u: expected a path for each format, in the same order", n,
                 n_paths);
  else
    return TRUE;
  return FALSE;
}

static gboolean
open_targets (EntExport *self, GError **error)
{
  const gchar *const *to = get_formats (self);
  const gchar *const *paths = get_paths (self);

  for (guint i = 0; to[i]; i++)
    {
      EntTarget *target = ent_target_open (ent_format_find (to[i]), paths[i], error);

      if (!target)
        return FALSE;
      g_ptr_array_add (self->targets, target);
    }
  return TRUE;
}

static gboolean
ent_export_load (EntStage *stage, GError **error)
{
  EntExport *self = (EntExport *) stage;
  g_autofree gchar *unique = g_strdup_printf ("ent-export-%p", stage);

  if (!check_options (self, error))
    return FALSE;
  self->made = g_quark_from_string (unique);
  if (has_graph_format (self) && !*self->graph_path
      && (!(self->graph = ent_graph_new (error))
          || !ent_graph_set_pack (self->graph, ent_stage_get_pack (stage), error)))
    return FALSE;
  return open_targets (self, error);
}

static void
free_bytes (gpointer bytes)
{
  if (bytes)
    g_string_free (bytes, TRUE);
}

static gboolean
ent_export_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntExport *self = (EntExport *) stage;
  Made *made = g_new0 (Made, 1);

  made->bytes = g_ptr_array_new_full (self->targets->len, free_bytes);
  for (guint i = 0; i < self->targets->len; i++)
    g_ptr_array_add (made->bytes, ent_target_format (self->targets->pdata[i], doc));
  if (self->graph)
    made->facts = ent_facts_new (doc);
  g_object_set_qdata_full (G_OBJECT (doc), self->made, made, (GDestroyNotify) made_free);
  return TRUE;
}

static gboolean
take (EntExport *self, EntDocument *doc, const Made *made, GError **error)
{
  for (guint i = 0; i < self->targets->len; i++)
    if (made->bytes->pdata[i] && !ent_target_save (self->targets->pdata[i], doc, made->bytes->pdata[i], error))
      return FALSE;
  return !made->facts || ent_graph_add_document (self->graph, doc, made->facts, error) != ENT_GRAPH_FAILED;
}

static gboolean
ent_export_collect (EntStage *stage, EntDocument *doc, GError **error)
{
  EntExport *self = (EntExport *) stage;
  g_autoptr (Made) made = g_object_steal_qdata (G_OBJECT (doc), self->made);
  gboolean ok = take (self, doc, made, error);

  self->cut_short |= !ok;
  return ok;
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

/* What formats of graphs write: NULL for none, or for one that may not take the place of a whole one that is there */
static gboolean
find_graph (EntExport *self, EntGraph **graph, GError **error)
{
  *graph = NULL;
  if (*self->graph_path)
    self->graph = ent_graph_open (self->graph_path, ENT_GRAPH_READ, error);
  else if (self->graph && self->cut_short)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "no graph is written: it is one of a part of the documents");
      return FALSE;
    }
  *graph = self->graph;
  return *graph || !*self->graph_path;
}

/* Each target, though one before it may fail */
static gboolean
ent_export_finish (EntStage *stage, GError **error)
{
  EntExport *self = (EntExport *) stage;
  EntGraph *graph;
  gboolean ok = find_graph (self, &graph, error);

  for (guint i = 0; i < self->targets->len; i++)
    ok &= ent_target_finish (self->targets->pdata[i], graph, ok ? error : NULL);
  return ok && (!graph || *self->graph_path || tell_skipped (graph, error));
}

static void
ent_export_finalize (GObject *object)
{
  EntExport *self = (EntExport *) object;

  g_ptr_array_unref (self->targets);
  g_clear_pointer (&self->graph, ent_graph_free);
  G_OBJECT_CLASS (ent_export_parent_class)->finalize (object);
}

static void
ent_export_class_init (EntExportClass *klass)
{
  g_autofree gchar *formats = ent_format_list (TRUE);
  g_autofree gchar *to = g_strconcat ("formats, each with a path (jsonl where none is named): ", formats, NULL);

  G_OBJECT_CLASS (klass)->finalize = ent_export_finalize;
  klass->load = ent_export_load;
  klass->process = ent_export_process;
  klass->collect = ent_export_collect;
  klass->finish = ent_export_finish;
  klass->get_needs = ent_export_get_needs;
  ent_stage_class_describe (klass, "export", "write documents or the graph that they make", ENT_LAYER_NONE,
                            ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntExport, to),
                          g_param_spec_boxed ("to", NULL, g_intern_string (to), G_TYPE_STRV, ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntExport, paths),
                          g_param_spec_boxed ("path", NULL,
                                              "where each format goes: a file, a folder for csv, neo4j and brat, - for "
                                              "standard output (as one format without a path does)",
                                              G_TYPE_STRV, ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntExport, graph_path),
                          g_param_spec_string ("graph", NULL,
                                               "file of a corpus graph to write (see the stage graph), instead of the "
                                               "graph of the documents alone",
                                               "", ENT_OPTION));
}

static void
ent_export_init (EntExport *self)
{
  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_target_free);
}
