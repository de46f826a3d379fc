/* Byte streams, the file that they belong to, and errors that say where. */
#include "stages/read/read.h"

#include <string.h>

typedef struct
{
  EntReadBytes parent;
  const gchar *data;
  gsize length;
} Memory;

static gssize
memory_read (EntReadBytes *bytes, gchar *buffer, gsize size, GError **error G_GNUC_UNUSED)
{
  Memory *self = (Memory *) bytes;
  gsize n = MIN (size, self->length);

  memcpy (buffer, self->data, n);
  self->data += n;
  self->length -= n;
  return n;
}

/* Borrows the data; it serves tests and fuzzing, where a file would be in the way */
EntReadBytes *
ent_read_bytes_new_memory (gconstpointer data, gsize length)
{
  Memory *self = g_new0 (Memory, 1);

  self->parent.read = memory_read;
  self->parent.free = (void (*) (EntReadBytes *)) g_free;
  self->data = data ? data : "";
  self->length = length;
  return &self->parent;
}

gssize
ent_read_bytes_read (EntReadBytes *self, gchar *buffer, gsize size, GError **error)
{
  guint n = MIN (self->n_head, size);

  if (!n)
    return self->read (self, buffer, size, error);
  memcpy (buffer, self->head, n);
  memmove (self->head, self->head + n, self->n_head - n);
  self->n_head -= n;
  return n;
}

/* Looks at the first bytes, up to four, without taking them */
gboolean
ent_read_bytes_peek (EntReadBytes *self, GError **error)
{
  while (self->n_head < sizeof self->head)
    {
      gssize n = self->read (self, self->head + self->n_head, sizeof self->head - self->n_head, error);

      if (n <= 0)
        return n == 0;
      self->n_head += n;
    }
  return TRUE;
}

void
ent_read_bytes_free (EntReadBytes *self)
{
  if (self)
    self->free (self);
}

/* Takes the bytes */
EntReadFile *
ent_read_file_new (const gchar *name, const gchar *id, EntReadBytes *bytes)
{
  EntReadFile *self = g_new0 (EntReadFile, 1);

  self->name = g_strdup (name);
  self->id = g_strdup (id);
  self->bytes = bytes;
  self->max_bytes = G_MAXUINT32 - 1;
  return self;
}

void
ent_read_file_free (EntReadFile *self)
{
  if (!self)
    return;
  ent_read_bytes_free (self->bytes);
  g_free (self->name);
  g_free (self->id);
  g_free (self->note);
  g_free (self);
}

gboolean
ent_read_fail (GError **error, const gchar *name, const gchar *format, ...)
{
  g_autofree gchar *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: %s", name, what);
  return FALSE;
}

gboolean
ent_read_fail_line (GError **error, const gchar *name, guint64 line, const gchar *format, ...)
{
  g_autofree gchar *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s:%" G_GUINT64_FORMAT ": %s", name, line, what);
  return FALSE;
}

/* Puts the place before an error that does not know it; line 0 is the whole file */
gboolean
ent_read_locate (GError **error, const gchar *name, guint64 line)
{
  if (line)
    g_prefix_error (error, "%s:%" G_GUINT64_FORMAT ": ", name, line);
  else
    g_prefix_error (error, "%s: ", name);
  return FALSE;
}
