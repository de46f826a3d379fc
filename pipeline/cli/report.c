/* The report of a run: JSON Lines, written as it goes, so that it is there even where the run is not finished. */
#include "pipeline/cli/cli.h"
#include "pipeline/json.h"

#include <errno.h>
#include <stdio.h>

struct _CliReport
{
  FILE *file;
  gchar *path;
  gint64 start;
};

CliReport *
cli_report_new (const char *path, GError **error)
{
  CliReport *self;
  FILE *file = fopen (path, "w");

  if (!file)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "report %s: %s", path, g_strerror (errno));
      return NULL;
    }
  self = g_new0 (CliReport, 1);
  self->file = file;
  self->path = g_strdup (path);
  self->start = g_get_monotonic_time ();
  return self;
}

static void
put_string (GString *line, const gchar *key, const gchar *value)
{
  if (!value)
    return;
  ent_json_key (line, key);
  ent_json_string (line, value);
}

void
cli_report_add (CliReport *self, EntDocument *doc, const GError *error)
{
  const gchar *const *notes = doc ? ent_document_get_notes (doc) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  if (!self || (!error && !(notes && *notes)))
    return;
  ent_json_open (line, '{');
  put_string (line, "id", doc ? ent_document_get_id (doc) : NULL);
  put_string (line, "source", doc ? ent_document_get_source (doc) : NULL);
  put_string (line, "error", error ? error->message : NULL);
  if (notes && *notes)
    {
      ent_json_key (line, "notes");
      ent_json_open (line, '[');
      for (; *notes; notes++)
        ent_json_string (line, *notes);
      ent_json_close (line, ']');
    }
  ent_json_close (line, '}');
  fprintf (self->file, "%s\n", line->str);
}

static void
put_number (GString *line, const gchar *key, guint64 value)
{
  ent_json_key (line, key);
  ent_json_int (line, value);
}

gboolean
cli_report_end (CliReport *self, EntBatch *batch, gboolean interrupted, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gdouble seconds = (g_get_monotonic_time () - self->start) / (gdouble) G_USEC_PER_SEC;
  gboolean ok;

  ent_json_open (line, '{');
  put_string (line, "version", ENT_VERSION);
  put_number (line, "documents", ent_batch_get_n_documents (batch));
  put_number (line, "failed", ent_batch_get_n_failed (batch));
  put_number (line, "skipped", ent_batch_get_n_skipped (batch));
  put_number (line, "bytes", ent_batch_get_n_bytes (batch));
  put_number (line, "tokens", ent_batch_get_n_tokens (batch));
  ent_json_key (line, "interrupted");
  ent_json_raw (line, interrupted ? "true" : "false");
  ent_json_key (line, "seconds");
  ent_json_double (line, seconds);
  ent_json_close (line, '}');
  fprintf (self->file, "%s\n", line->str);
  ok = !ferror (self->file);
  ok = !fclose (self->file) && ok;
  if (!ok)
    g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "report %s: cannot be written: %s", self->path,
                 g_strerror (errno));
  g_free (self->path);
  g_free (self);
  return ok;
}
