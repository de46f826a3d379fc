/* Output files: written a megabyte at a time, and whatever happens, never left with half a record. */
#include "stages/export/output.h"

#include <entente/error.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (1024 * 1024)

struct _EntOutput
{
  gchar *path;
  gchar *part;     /* written in its place until it is complete, or NULL */
  GString *buffer; /* what is not written yet: whole records */
  GArray *ends;    /* where in the buffer each record ends, guint64 */
  int fd;
  gboolean is_standard;
  gboolean failed;
};

/* Two exporters would cut each other's records in pieces there */
static gint standard_output_taken;

static void
set_output_error (EntOutput *self, const gchar *what, int code, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: cannot %s: %s", self->path, what, g_strerror (code));
}

static gboolean
open_standard (EntOutput *self, GError **error)
{
  if (!g_atomic_int_compare_and_exchange (&standard_output_taken, 0, 1))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                   "standard output is taken by another exporter: expected path=FILE for all but one");
      return FALSE;
    }
  self->is_standard = TRUE;
  self->fd = STDOUT_FILENO;
  return TRUE;
}

/* Devices, pipes and links (/dev/stdout) cannot be put in place by renaming: they are written as they are */
static gboolean
can_be_replaced (const gchar *path)
{
  GStatBuf info;

  return g_lstat (path, &info) != 0 || S_ISREG (info.st_mode);
}

static gboolean
open_file (EntOutput *self, EntOutputMode mode, GError **error)
{
  if (mode == ENT_OUTPUT_WHOLE && can_be_replaced (self->path))
    self->part = g_strconcat (self->path, ".part", NULL);
  self->fd = g_open (self->part ? self->part : self->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (self->fd < 0)
    set_output_error (self, "open it for writing", errno, error);
  return self->fd >= 0;
}

/**
 * ent_output_open: (skip)
 * @path: a file, or "-" for standard output
 * @mode: when it is to be seen under its name
 * @error: where to put an error
 *
 * Opens an output. Where @mode is %ENT_OUTPUT_WHOLE, it is written to @path.part and renamed when it is closed.
 *
 * Errors: %ENT_ERROR_OUTPUT when it cannot be opened; %ENT_ERROR_USAGE when standard output is in use already.
 *
 * Returns: (transfer full): the output, or %NULL
 */
EntOutput *
ent_output_open (const gchar *path, EntOutputMode mode, GError **error)
{
  g_autoptr (EntOutput) self = g_new0 (EntOutput, 1);
  gboolean is_standard = g_str_equal (path, "-");

  self->path = g_strdup (is_standard ? "standard output" : path);
  self->fd = -1;
  self->buffer = g_string_sized_new (BUFFER_SIZE);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  if (!(is_standard ? open_standard (self, error) : open_file (self, mode, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
close_fd (EntOutput *self)
{
  int fd = self->fd;

  self->fd = -1;
  if (!self->is_standard)
    return fd < 0 || close (fd) == 0;
  g_atomic_int_set (&standard_output_taken, 0);
  self->is_standard = FALSE;
  return TRUE;
}

/**
 * ent_output_free: (skip)
 * @self: (transfer full): an output
 *
 * Without ent_output_close() before it, what was not written is lost, and of a whole file nothing is left.
 */
void
ent_output_free (EntOutput *self)
{
  close_fd (self);
  if (self->part)
    g_unlink (self->part);
  g_string_free (self->buffer, TRUE);
  g_array_unref (self->ends);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}

/* Cuts off the record that did not fit, where the output is a file */
static void
keep_whole_records (EntOutput *self, gsize written)
{
  off_t here = lseek (self->fd, 0, SEEK_CUR);
  gsize whole = 0;

  for (guint i = 0; i < self->ends->len && g_array_index (self->ends, guint64, i) <= written; i++)
    whole = g_array_index (self->ends, guint64, i);
  if (here < 0 || written == whole || ftruncate (self->fd, here - (written - whole)) != 0)
    g_debug ("%s: its last record may be incomplete", self->path);
}

static gboolean
flush (EntOutput *self, GError **error)
{
  gsize written = 0;

  while (written < self->buffer->len)
    {
      gssize n = write (self->fd, self->buffer->str + written, self->buffer->len - written);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_output_error (self, "write to it", errno, error);
          keep_whole_records (self, written);
          self->failed = TRUE;
          return FALSE;
        }
      written += n;
    }
  g_string_truncate (self->buffer, 0);
  g_array_set_size (self->ends, 0);
  return TRUE;
}

static gboolean
check_not_failed (EntOutput *self, GError **error)
{
  if (self->failed)
    g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: incomplete: writing to it failed before", self->path);
  return !self->failed;
}

/**
 * ent_output_write: (skip)
 * @self: an output
 * @record: bytes that belong together: a document, a line
 * @length: how many
 * @error: where to put an error
 *
 * Adds a record. Where it cannot be written, the file is cut off after the last one that could.
 *
 * Errors: %ENT_ERROR_OUTPUT
 *
 * Returns: %TRUE on success
 */
gboolean
ent_output_write (EntOutput *self, const gchar *record, gsize length, GError **error)
{
  guint64 end;

  if (!check_not_failed (self, error))
    return FALSE;
  g_string_append_len (self->buffer, record, length);
  end = self->buffer->len;
  g_array_append_val (self->ends, end);
  return self->buffer->len < BUFFER_SIZE || flush (self, error);
}

/**
 * ent_output_flush: (skip)
 * @self: an output
 * @error: where to put an error
 *
 * Writes what is left, which may be the last thing that can go wrong but for the name.
 *
 * Errors: %ENT_ERROR_OUTPUT, also when an earlier write had failed
 *
 * Returns: %TRUE on success
 */
gboolean
ent_output_flush (EntOutput *self, GError **error)
{
  return check_not_failed (self, error) && flush (self, error);
}

/**
 * ent_output_close: (skip)
 * @self: an output
 * @error: where to put an error
 *
 * Writes what is left, closes the output and gives it its name.
 *
 * Errors: %ENT_ERROR_OUTPUT, also when an earlier write had failed
 *
 * Returns: %TRUE on success
 */
gboolean
ent_output_close (EntOutput *self, GError **error)
{
  if (!ent_output_flush (self, error))
    return FALSE;
  if (!close_fd (self))
    {
      set_output_error (self, "close it", errno, error);
      return FALSE;
    }
  if (self->part && g_rename (self->part, self->path) != 0)
    {
      set_output_error (self, "give it its name", errno, error);
      return FALSE;
    }
  g_clear_pointer (&self->part, g_free);
  return TRUE;
}
