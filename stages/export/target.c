#include "stages/export/target.h"

#include <gio/gio.h>

struct _EntTarget
{
  const EntFormat *format;
  gchar *path;
  GPtrArray *outputs;
  EntFolder *folder;
};

static gboolean
open_output (EntTarget *self, const gchar *path, GError **error)
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
check_folder (EntTarget *self, GError **error)
{
  g_autofree gchar *names = self->format->files ? g_strjoinv (", ", (gchar **) self->format->files) : NULL;

  if (g_str_equal (self->path, "-"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                   "%s is several files (%s), which standard output cannot take: expected path=FOLDER",
                   self->format->name, names ? names : "some for each document");
      return FALSE;
    }
  return make_folder (self->path, error);
}

static gboolean
open_folder (EntTarget *self, GError **error)
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

/**
 * ent_target_open: (skip)
 * @format: a format
 * @path: a file, a folder for a format of several files, or "-" for standard output
 * @error: where to put an error
 *
 * Returns: (transfer full): the target; %NULL and %ENT_ERROR_USAGE where the format cannot go there, %ENT_ERROR_OUTPUT
 * where it cannot be made
 */
EntTarget *
ent_target_open (const EntFormat *format, const gchar *path, GError **error)
{
  g_autoptr (EntTarget) self = g_new0 (EntTarget, 1);
  gboolean ok;

  self->format = format;
  self->path = g_strdup (path);
  self->outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_output_free);
  ok = format->files || format->folder ? open_folder (self, error) : open_output (self, path, error);
  return ok ? g_steal_pointer (&self) : NULL;
}

/**
 * ent_target_format: (skip)
 * @self: a target
 * @doc: a document
 *
 * Safe to call from many threads.
 *
 * Returns: (transfer full) (nullable): what is to be written of @doc; %NULL for a format of graphs
 */
GString *
ent_target_format (EntTarget *self, EntDocument *doc)
{
  GString *bytes = self->format->append ? g_string_new (NULL) : NULL;

  if (bytes)
    self->format->append (doc, bytes);
  return bytes;
}

/**
 * ent_target_save: (skip)
 * @self: a target of a format of documents
 * @doc: the next document
 * @bytes: what ent_target_format() made of it
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where it cannot be written
 */
gboolean
ent_target_save (EntTarget *self, EntDocument *doc, const GString *bytes, GError **error)
{
  if (self->folder)
    return self->format->folder->save (self->folder, doc, bytes, error);
  return ent_output_write (self->outputs->pdata[0], bytes->str, bytes->len, error);
}

/**
 * ent_target_finish: (skip)
 * @self: a target
 * @graph: (nullable): a graph, which a format of graphs writes; %NULL where an error took it away, which leaves nothing
 *   of the files of such a format
 * @error: where to put an error
 *
 * Writes what is to come after the last document, and makes sure that all was written: without it, files of graphs are
 * not there. Files that belong together get their names when all of them are written: new tables of nodes beside old
 * ones of edges would be no graph.
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where it was not; %FALSE alone where a graph is wanted and there is none
 */
gboolean
ent_target_finish (EntTarget *self, EntGraph *graph, GError **error)
{
  if (self->format->write && (!graph || !self->format->write (graph, (EntOutput *const *) self->outputs->pdata, error)))
    return FALSE;
  if (self->folder && !self->format->folder->close (self->folder, error))
    return FALSE;
  for (guint i = 0; i < self->outputs->len; i++)
    if (!ent_output_flush (self->outputs->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < self->outputs->len; i++)
    if (!ent_output_close (self->outputs->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * ent_target_free: (skip)
 * @self: (transfer full): a target
 */
void
ent_target_free (EntTarget *self)
{
  g_ptr_array_unref (self->outputs);
  if (self->folder)
    self->format->folder->free (self->folder);
  g_free (self->path);
  g_free (self);
}
