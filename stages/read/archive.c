/* Files, compressed files and archives as streams of bytes, by libarchive. Only kinds that begin with a mark of their
 * own are looked for, so that no text is ever taken for an archive (mtree, uuencode) or makes a program run (lrzip). */
#include "stages/read/read.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK (64 * 1024)

/* An archive in an archive in an archive … is somebody's joke */
#define MAX_DEPTH 4

struct _EntReadArchive
{
  gchar *name;
  gchar *id;
  struct archive *handle;
  gint fd;               /* of the outermost, else -1 */
  gint64 size;           /* of that file, 0 where it has none */
  EntReadArchive *outer; /* borrowed; whose member this is */
  EntReadArchive *inner; /* a member that is packed itself */
  EntReadBytes *below;   /* of an inner one: its packed bytes */
  gchar *buffer;         /* of an inner one: what libarchive sees of them */
  guint depth;
  guint n_entries;
  gboolean done;
};

typedef struct
{
  EntReadBytes parent;
  EntReadArchive *archive;
  gchar *name;
  gint64 n_read;
  const void *block; /* what is left of libarchive's last one, and where in the member it belongs */
  size_t n_left;
  la_int64_t offset;
} Member;

static void
enable_kinds (struct archive *handle)
{
  archive_read_support_filter_gzip (handle);
  archive_read_support_filter_bzip2 (handle);
  archive_read_support_filter_xz (handle);
  archive_read_support_filter_lzma (handle);
  archive_read_support_filter_lzip (handle);
  archive_read_support_filter_zstd (handle);
  archive_read_support_filter_lz4 (handle);
  archive_read_support_filter_compress (handle);
  archive_read_support_format_tar (handle);
  archive_read_support_format_zip (handle);
  archive_read_support_format_7zip (handle);
  archive_read_support_format_raw (handle);
  archive_read_support_format_empty (handle);
}

static const EntReadArchive *
outermost (const EntReadArchive *self)
{
  while (self->outer)
    self = self->outer;
  return self;
}

/* How much of the file on disk is read; libarchive no longer knows where it could not even begin */
gint64
ent_read_archive_position (EntReadArchive *self)
{
  gint64 position = archive_filter_bytes (outermost (self)->handle, -1);

  return position < 0 ? MAX (lseek (outermost (self)->fd, 0, SEEK_CUR), 0) : position;
}

static const gchar *
why_broken (EntReadArchive *self)
{
  const gchar *why = archive_error_string (self->handle);

  return why ? why : "no reason given";
}

/* The packed byte says most about what is wrong: at the end of the file, it is cut off */
static gboolean
fail_broken (EntReadArchive *self, const gchar *name, gint64 n_unpacked, GError **error)
{
  gint64 at = ent_read_archive_position (self), size = outermost (self)->size;

  return ent_read_fail (error, name,
                        "broken at byte %" G_GINT64_FORMAT " of the file%s, after %" G_GINT64_FORMAT
                        " bytes of unpacked data: %s",
                        at, at == size ? ", where it ends too early" : "", n_unpacked, why_broken (self));
}

static gboolean
is_packed (EntReadArchive *self)
{
  return self->outer || archive_filter_count (self->handle) > 1 || archive_format (self->handle) != ARCHIVE_FORMAT_RAW;
}

static gboolean
member_fail (Member *self, gboolean fatal, GError **error)
{
  EntReadArchive *archive = self->archive;

  archive->done |= fatal;
  self->n_left = 0;
  if (is_packed (archive))
    return fail_broken (archive, self->name, self->n_read, error);
  return ent_read_fail (error, self->name, "cannot be read after byte %" G_GINT64_FORMAT ": %s", self->n_read,
                        why_broken (archive));
}

/* Block by block, as archive_read_data() forgets what it has when the next block is broken. FALSE on an error; no block
 * at the end. */
static gboolean
next_block (Member *self, GError **error)
{
  gint status;

  do
    status = archive_read_data_block (self->archive->handle, &self->block, &self->n_left, &self->offset);
  while (status == ARCHIVE_RETRY || (status == ARCHIVE_OK && !self->n_left));
  if (status == ARCHIVE_EOF)
    self->n_left = 0;
  return status == ARCHIVE_OK || status == ARCHIVE_EOF || member_fail (self, status == ARCHIVE_FATAL, error);
}

/* A hole in a sparse file is zero bytes */
static gssize
member_read (EntReadBytes *bytes, gchar *buffer, gsize size, GError **error)
{
  Member *self = (Member *) bytes;
  gsize n, hole;

  if (!self->n_left && !next_block (self, error))
    return -1;
  hole = self->n_left && self->offset > self->n_read ? self->offset - self->n_read : 0;
  n = MIN (size, hole ? hole : self->n_left);
  if (hole)
    memset (buffer, 0, n);
  else if (n)
    {
      memcpy (buffer, self->block, n);
      self->block = (const gchar *) self->block + n;
      self->n_left -= n;
    }
  self->n_read += n;
  if (!hole)
    self->offset += n;
  return n;
}

static void
member_free (EntReadBytes *bytes)
{
  Member *self = (Member *) bytes;

  g_free (self->name);
  g_free (self);
}

static EntReadBytes *
member_new (EntReadArchive *archive, const gchar *name)
{
  Member *self = g_new0 (Member, 1);

  self->parent.read = member_read;
  self->parent.free = member_free;
  self->archive = archive;
  self->name = g_strdup (name);
  return &self->parent;
}

static EntReadArchive *
archive_new (const gchar *name, const gchar *id)
{
  EntReadArchive *self = g_new0 (EntReadArchive, 1);

  self->name = g_strdup (name);
  self->id = g_strdup (id);
  self->fd = -1;
  self->handle = archive_read_new ();
  enable_kinds (self->handle);
  return self;
}

void
ent_read_archive_free (EntReadArchive *self)
{
  if (!self)
    return;
  ent_read_archive_free (self->inner);
  archive_read_free (self->handle);
  ent_read_bytes_free (self->below);
  if (self->fd > STDIN_FILENO)
    close (self->fd);
  g_free (self->buffer);
  g_free (self->name);
  g_free (self->id);
  g_free (self);
}

/* `-` is standard input */
EntReadArchive *
ent_read_archive_open (const gchar *path, const gchar *id, GError **error)
{
  gboolean is_stdin = g_str_equal (path, "-");
  g_autofree gchar *name = is_stdin ? g_strdup ("stdin") : g_utf8_make_valid (path, -1);
  gint fd = is_stdin ? STDIN_FILENO : g_open (path, O_RDONLY | O_CLOEXEC, 0);
  g_autoptr (EntReadArchive) self = NULL;
  struct stat status;

  if (fd < 0)
    {
      ent_read_fail (error, name, "cannot be opened: %s", g_strerror (errno));
      return NULL;
    }
  self = archive_new (name, id);
  self->fd = fd;
  self->size = fstat (fd, &status) ? 0 : status.st_size;
  if (archive_read_open_fd (self->handle, fd, BLOCK) == ARCHIVE_OK)
    return g_steal_pointer (&self);
  fail_broken (self, name, 0, error);
  return NULL;
}

static la_ssize_t
read_below (struct archive *handle, void *data, const void **buffer)
{
  EntReadArchive *self = data;
  g_autoptr (GError) error = NULL;
  gssize n = ent_read_bytes_read (self->below, self->buffer, BLOCK, &error);

  if (n < 0)
    archive_set_error (handle, EIO, "%s", error->message);
  *buffer = self->buffer;
  return n;
}

/* Takes the bytes */
static gboolean
open_inner (EntReadArchive *self, const gchar *name, const gchar *id, EntReadBytes *below, GError **error)
{
  g_autoptr (EntReadArchive) inner = archive_new (name, id);

  inner->outer = self;
  inner->depth = self->depth + 1;
  inner->below = below;
  inner->buffer = g_malloc (BLOCK);
  if (archive_read_open (inner->handle, inner, NULL, read_below, NULL) != ARCHIVE_OK)
    return fail_broken (inner, name, 0, error);
  self->inner = g_steal_pointer (&inner);
  return TRUE;
}

/* Members are named in UTF-8, or in whatever the archive's maker used */
static gchar *
name_of_member (struct archive_entry *entry)
{
  const gchar *name = archive_entry_pathname_utf8 (entry);

  if (!name)
    name = archive_entry_pathname (entry);
  return g_utf8_make_valid (name ? name : "unnamed", -1);
}

static locale_t
utf8_locale (void)
{
  static gsize locale = 0;

  if (g_once_init_enter (&locale))
    {
      locale_t made = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);

      g_once_init_leave (&locale, (gsize) (made ? made : LC_GLOBAL_LOCALE));
    }
  return (locale_t) locale;
}

/* libarchive passes names through the locale's charset, and loses those that do not fit it: with UTF-8 all of them
 * do, whatever the locale of the program */
static gint
read_header (EntReadArchive *self, struct archive_entry **entry, gchar **member)
{
  locale_t before = uselocale (utf8_locale ());
  gint status = archive_read_next_header (self->handle, entry);

  *member = status == ARCHIVE_OK || status == ARCHIVE_WARN ? name_of_member (*entry) : NULL;
  uselocale (before);
  return status;
}

static gboolean
open_member (EntReadArchive *self, struct archive_entry *entry, const gchar *member, EntReadFile **file, GError **error)
{
  g_autofree gchar *name = g_strconcat (self->name, "/", member, NULL);
  g_autofree gchar *below = NULL;
  g_autofree gchar *id = NULL;

  if (archive_entry_filetype (entry) != AE_IFREG || ent_read_is_hidden (member))
    return TRUE;
  below = ent_read_id_of (member);
  id = g_strconcat (self->id, "/", below, NULL);
  if (ent_read_is_packed (member) && self->depth < MAX_DEPTH)
    return open_inner (self, name, id, member_new (self, name), error);
  *file = ent_read_file_new (name, id, member_new (self, name));
  return TRUE;
}

/* The one file of a path that is no archive */
static EntReadFile *
open_single (EntReadArchive *self)
{
  return ent_read_file_new (self->name, self->id, member_new (self, self->name));
}

static gboolean
next_entry (EntReadArchive *self, EntReadFile **file, GError **error)
{
  struct archive_entry *entry;
  g_autofree gchar *member = NULL;
  gint status = read_header (self, &entry, &member);

  if (status == ARCHIVE_RETRY)
    return TRUE;
  if (status == ARCHIVE_EOF)
    {
      self->done = TRUE;
      if (self->n_entries == 0 && archive_format (self->handle) == ARCHIVE_FORMAT_EMPTY)
        *file = ent_read_file_new (self->name, self->id, ent_read_bytes_new_memory (NULL, 0));
      else if (self->n_entries == 0)
        return ent_read_fail (error, self->name, "an archive with nothing in it");
      return TRUE;
    }
  if (status < ARCHIVE_WARN)
    {
      self->done = status == ARCHIVE_FATAL;
      return fail_broken (self, self->name, 0, error);
    }
  self->n_entries++;
  if (archive_format (self->handle) != ARCHIVE_FORMAT_RAW)
    return open_member (self, entry, member, file, error);
  *file = open_single (self);
  return TRUE;
}

/* No file at the end. The file must be freed before the next one is asked for. */
gboolean
ent_read_archive_next (EntReadArchive *self, EntReadFile **file, GError **error)
{
  *file = NULL;
  while (!*file && (self->inner || !self->done))
    if (self->inner)
      {
        if (!ent_read_archive_next (self->inner, file, error))
          return FALSE;
        if (!*file)
          g_clear_pointer (&self->inner, ent_read_archive_free);
      }
    else if (!next_entry (self, file, error))
      return FALSE;
  return TRUE;
}
