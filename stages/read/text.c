/* Plain text: a file a document, or a line a document. */
#include "stages/read/read.h"

#include <string.h>

#define BLOCK (64 * 1024)

typedef struct
{
  EntReadFile *file;
  gboolean done;
} Text;

static gpointer
text_open (EntReadFile *file)
{
  Text *self = g_new0 (Text, 1);

  self->file = file;
  return self;
}

static gchar *
read_all (EntReadFile *file, gsize *length, GError **error)
{
  gsize capacity = BLOCK;
  g_autofree gchar *bytes = g_malloc (capacity + 1);
  gssize n;

  *length = 0;
  while ((n = ent_read_bytes_read (file->bytes, bytes + *length, capacity - *length, error)) > 0)
    {
      *length += n;
      if (*length > file->max_bytes)
        {
          ent_read_fail (error, file->name,
                         "longer than %" G_GUINT64_FORMAT " bytes, the largest document allowed (max-bytes)",
                         file->max_bytes);
          return NULL;
        }
      if (*length == capacity)
        bytes = g_realloc (bytes, (capacity *= 2) + 1);
    }
  if (n < 0)
    return NULL;
  bytes[*length] = '\0';
  return g_realloc (g_steal_pointer (&bytes), *length + 1);
}

static gboolean
text_next (gpointer reader, EntDocument **doc, GError **error)
{
  Text *self = reader;
  gsize length;
  gchar *bytes;

  *doc = NULL;
  if (self->done)
    return TRUE;
  self->done = TRUE;
  bytes = read_all (self->file, &length, error);
  if (!bytes)
    return FALSE;
  *doc = ent_read_document_from_bytes (bytes, length, error);
  if (!*doc)
    return ent_read_locate (error, self->file->name, 0);
  ent_document_set_id (*doc, self->file->id);
  return TRUE;
}

const EntReadFormat ent_read_text = { "text", "", ENT_LAYER_NONE, text_open, text_next, g_free };

static gpointer
lines_open (EntReadFile *file)
{
  EntReadLines *self = g_new0 (EntReadLines, 1);

  ent_read_lines_init (self, file);
  return self;
}

static void
lines_close (gpointer reader)
{
  ent_read_lines_clear (reader);
  g_free (reader);
}

/* Blank lines are no documents, but they are counted */
static gboolean
lines_next (gpointer reader, EntDocument **doc, GError **error)
{
  EntReadLines *self = reader;
  gchar *line;
  gsize length;
  g_autofree gchar *id = NULL;

  *doc = NULL;
  do
    if (!ent_read_lines_next (self, &line, &length, error))
      return FALSE;
  while (line && ent_read_is_blank (line, length));
  if (!line)
    return TRUE;
  *doc = ent_read_document_from_bytes (g_memdup2 (line, length + 1), length, error);
  if (!*doc)
    return ent_read_locate (error, self->file->name, self->line);
  id = g_strdup_printf ("%s/%" G_GUINT64_FORMAT, self->file->id, self->line);
  ent_document_set_id (*doc, id);
  return TRUE;
}

const EntReadFormat ent_read_lines = { "lines", "", ENT_LAYER_NONE, lines_open, lines_next, lines_close };
