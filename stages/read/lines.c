/* Lines of a byte stream. The buffer holds one line and what was read with it, never the file. */
#include "stages/read/read.h"

#include <string.h>

#define BLOCK (64 * 1024)

void
ent_read_lines_init (EntReadLines *self, EntReadFile *file)
{
  *self = (EntReadLines){ .file = file, .capacity = 2 * BLOCK };
  self->buffer = g_malloc (self->capacity + 1);
}

void
ent_read_lines_clear (EntReadLines *self)
{
  g_clear_pointer (&self->buffer, g_free);
}

static void
make_room (EntReadLines *self)
{
  if (self->capacity - self->end >= BLOCK)
    return;
  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  if (self->capacity - self->end >= BLOCK)
    return;
  self->capacity *= 2;
  self->buffer = g_realloc (self->buffer, self->capacity + 1);
}

static gboolean
fill (EntReadLines *self, GError **error)
{
  gssize n;

  make_room (self);
  n = ent_read_bytes_read (self->file->bytes, self->buffer + self->end, BLOCK, error);
  if (n > 0)
    self->end += n;
  else
    self->done = TRUE;
  return n >= 0;
}

/* Gives what stands before `feed`, or everything where there is none */
static void
take_line (EntReadLines *self, gchar *feed, gchar **line, gsize *length)
{
  gsize n = feed ? (gsize) (feed - self->buffer) - self->start : self->end - self->start;

  *line = self->buffer + self->start;
  *length = n - (n > 0 && (*line)[n - 1] == '\r');
  (*line)[*length] = '\0';
  self->start += n + (feed != NULL);
  self->searched = 0;
  self->line++;
}

static gboolean
fail_too_long (EntReadLines *self, guint64 line, GError **error)
{
  return ent_read_fail_line (error, self->file->name, line,
                             "longer than %" G_GUINT64_FORMAT " bytes, the largest line allowed (max-bytes)",
                             self->file->max_bytes);
}

static gchar *
find_feed (EntReadLines *self)
{
  gchar *from = self->buffer + self->start + self->searched;
  gchar *feed = memchr (from, '\n', self->buffer + self->end - from);

  self->searched = (feed ? feed : self->buffer + self->end) - self->buffer - self->start;
  return feed;
}

/* No line at the end, and after an error from which the file does not recover (`broken`). The line may be written to,
 * and holds until the next call. A line that is too long is an error as soon as that is known, and then passed over. */
gboolean
ent_read_lines_next (EntReadLines *self, gchar **line, gsize *length, GError **error)
{
  *line = NULL;
  while (TRUE)
    {
      gchar *feed = find_feed (self);
      gboolean skipped = self->skipping;
      gboolean too_long = !skipped && self->searched > self->file->max_bytes;

      if (feed || (self->done && self->start < self->end))
        {
          take_line (self, feed, line, length);
          self->skipping = FALSE;
          if (!skipped && !too_long)
            return TRUE;
          *line = NULL;
          if (too_long)
            return fail_too_long (self, self->line, error);
        }
      else if (self->done)
        return TRUE;
      else if (skipped || too_long)
        {
          self->start = self->end;
          self->searched = 0;
          self->skipping = TRUE;
          if (too_long)
            return fail_too_long (self, self->line + 1, error);
        }
      if (!feed && !self->done && !fill (self, error))
        {
          self->start = self->end;
          self->searched = 0;
          self->broken = TRUE;
          return FALSE;
        }
    }
}

gboolean
ent_read_is_blank (const gchar *line, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}
