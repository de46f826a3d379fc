/* export — writes the documents, or the graph that they make together, in one of the formats of the table. Documents
 * are turned into bytes in process, on all cores, and written in collect, in order. */
#include <entente.h>

#include "stages/export/format.h"

typedef struct
{
  EntStage parent;
  gchar *to;
  gchar *path;
  const EntFormat *format;
  GPtrArray *outputs;
  EntFolder *folder;
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
open_output (EntExport *self, const gchar *path, GError **error)
{
  EntOutput *output = ent_output_open (path, self->format->write ? ENT_OUTPUT_WHOLE : ENT_OUTPUT_STREAM, error);

  if (output)
    g_ptr_array_add (self->outputs, output);
  return output != NULL;
}

static gboolean
make_folder (const gchar *path, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) || g_file_make_directory_with_parents (folder, NULL, &local))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: cannot make the folder: %s", path, local->message);
  return FALSE;
}

/* Several files, or as many as there are documents: nothing for standard output */
static gboolean
check_folder (EntExport *self, GError **error)
{
  g_autofree gchar *names = self->format->files ? g_strjoinv (", ", (gchar **) self->format->files) : NULL;

  if (g_str_equal (self->path, "-"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                   "%s is several files (%s), which standard output cannot take: expected path=FOLDER", self->to,
                   names ? names : "some for each document");
      return FALSE;
    }
  return make_folder (self->path, error);
}

static gboolean
open_folder (EntExport *self, GError **error)
{
  if (!check_folder (self, error))
    return FALSE;
  if (self->format->folder)
    self->folder = self->format->folder->open (self->path);
  for (guint i = 0; self->format->files && self->format->files[i]; i++)
    {
      g_autofree gchar *path = g_build_filename (self->path, self->format->files[i], NULL);

      if (!open_output (self, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
ent_export_load (EntStage *stage, GError **error)
{
  EntExport *self = (EntExport *) stage;
  g_autofree gchar *known = ent_format_list (FALSE);
  g_autofree gchar *unique = g_strdup_printf ("ent-export-%p", stage);

  self->format = ent_format_find (self->to);
  if (!self->format)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "unknown format '%s': expected one of %s", self->to, known);
      return FALSE;
    }
  self->formatted = g_quark_from_string (unique);
  self->outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_output_free);
  if (self->format->write && !(self->graph = ent_graph_new (error)))
    return FALSE;
  if (self->format->files || self->format->folder)
    return open_folder (self, error);
  return open_output (self, self->path, error);
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

  if (bytes && self->folder)
    return self->format->folder->save (self->folder, doc, bytes, error);
  if (bytes)
    return ent_output_write (self->outputs->pdata[0], bytes->str, bytes->len, error);
  return !self->graph || ent_graph_add_document (self->graph, doc, error) != ENT_GRAPH_FAILED;
}

static gboolean
ent_export_finish (EntStage *stage, GError **error)
{
  EntExport *self = (EntExport *) stage;

  if (self->graph && !self->format->write (self->graph, (EntOutput *const *) self->outputs->pdata, error))
    return FALSE;
  if (self->folder && !self->format->folder->close (self->folder, error))
    return FALSE;
  for (guint i = 0; i < self->outputs->len; i++)
    if (!ent_output_close (self->outputs->pdata[i], error))
      return FALSE;
  if (self->graph && ent_graph_get_n_skipped (self->graph))
    g_info ("%u relations have no edge: one of their mentions is no named entity",
            ent_graph_get_n_skipped (self->graph));
  return TRUE;
}

static void
ent_export_finalize (GObject *object)
{
  EntExport *self = (EntExport *) object;

  g_clear_pointer (&self->outputs, g_ptr_array_unref);
  g_clear_pointer (&self->graph, ent_graph_free);
  if (self->folder)
    self->format->folder->free (self->folder);
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
}

static void
ent_export_init (EntExport *self)
{
}
