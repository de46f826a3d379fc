/* What the reader makes of files, as one text: a line a document, "! message" for an error, "~ note" for a note. */
#pragma once

#include "tests/harness.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

/* White space and what is no text, so that it can be seen: "a\nb", "a\000b"; other characters stay */
static inline gchar *
visible (const gchar *text, gsize length)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (text[i] == '\n' || text[i] == '\r')
      g_string_append (out, text[i] == '\n' ? "\\n" : "\\r");
    else if ((guchar) text[i] < 0x20)
      g_string_append_printf (out, "\\%03o", text[i]);
    else
      g_string_append_c (out, text[i]);
  return g_string_free (out, FALSE);
}

static inline gchar *
path_in (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Writes a file, with the folders that it needs */
static inline void
put_bytes (const char *folder, const char *name, const char *bytes, gsize length)
{
  g_autofree gchar *path = path_in (folder, name);
  g_autofree gchar *parent = g_path_get_dirname (path);

  assert_int_equal (g_mkdir_with_parents (parent, 0755), 0);
  assert_true (g_file_set_contents (path, bytes, length, NULL));
}

static inline void
put (const char *folder, const char *name, const char *text)
{
  put_bytes (folder, name, text, strlen (text));
}

/* Writes an archive of members (name, text, …, NULL); `filter` is one of libarchive's names ("xz") or NULL, `format`
 * ("zip", "ustar"), or "raw" for a single member and no archive around it */
static inline void
put_archive (const char *folder, const char *name, const char *format, const char *filter, const char *const *members)
{
  g_autofree gchar *path = path_in (folder, name);
  struct archive *archive = archive_write_new ();

  assert_int_equal (archive_write_set_format_by_name (archive, format), ARCHIVE_OK);
  if (filter)
    assert_int_equal (archive_write_add_filter_by_name (archive, filter), ARCHIVE_OK);
  assert_int_equal (archive_write_open_filename (archive, path), ARCHIVE_OK);
  for (; *members; members += 2)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname_utf8 (entry, members[0]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, strlen (members[1]));
      assert_int_equal (archive_write_header (archive, entry), ARCHIVE_OK);
      assert_int_equal (archive_write_data (archive, members[1], strlen (members[1])), strlen (members[1]));
      archive_entry_free (entry);
    }
  assert_int_equal (archive_write_close (archive), ARCHIVE_OK);
  archive_write_free (archive);
}

/* "path=a.txt path=- from=lines": paths are taken to be in `folder`, but for - */
static inline EntStage *
reader_of (const char *folder, const char *options)
{
  EntStage *stage = ent_stage_new ("read", NULL);
  g_auto (GStrv) each = g_strsplit (options, " ", -1);

  for (guint i = 0; each[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (each[i], "=", 2);
      g_autofree gchar *path = path_in (folder, pair[1]);
      gboolean is_path = g_str_equal (pair[0], "path") && strcmp (pair[1], "-");

      assert_true (ent_stage_set_option (stage, pair[0], is_path ? path : pair[1], NULL));
    }
  return stage;
}

static inline gchar *
without (const gchar *text, const gchar *part)
{
  g_auto (GStrv) parts = g_strsplit (text, part, -1);

  return g_strjoinv ("", parts);
}

typedef gchar *(*DescribeFunc) (EntDocument *doc);

static inline gchar *
describe_text (EntDocument *doc)
{
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);

  return visible (text, length);
}

/* How sure ICU is of a guess is its own affair */
static inline gchar *
without_confidence (const gchar *note)
{
  const gchar *start = strstr (note, ", confidence ");

  return start ? g_strdup_printf ("%.*s)", (int) (start - note), note) : g_strdup (note);
}

static inline void
append_document (GString *out, EntDocument *doc, DescribeFunc describe)
{
  g_autofree gchar *what = describe (doc);

  g_string_append_printf (out, "%s: %s\n", ent_document_get_id (doc), what);
  for (const gchar *const *note = ent_document_get_notes (doc); *note; note++)
    {
      g_autofree gchar *shown = without_confidence (*note);

      g_string_append_printf (out, "~ %s\n", shown);
    }
}

/* Each line of text is one of the transcript; the folder's own name is taken out of messages */
static inline gchar *
transcript_of (const char *folder, const char *options, DescribeFunc describe)
{
  g_autoptr (EntStage) stage = reader_of (folder, options);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree gchar *prefix = g_strconcat (folder, "/", NULL);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!ent_stage_load (stage, &error))
    return without (error->message, prefix);
  while (TRUE)
    {
      g_autoptr (EntDocument) doc = NULL;
      g_autoptr (GError) failure = NULL;

      if (!ent_stage_produce (stage, &doc, &failure))
        {
          assert_int_equal (failure->code, ENT_ERROR_INPUT);
          g_string_append_printf (out, "! %s\n", failure->message);
        }
      else if (doc)
        append_document (out, doc, describe);
      else
        break;
    }
  text = without (out->str, prefix);
  return without (text, "stage 'read': ");
}

static inline void
check_read (const char *folder, const char *options, const char *expected)
{
  g_autofree gchar *got = transcript_of (folder, options, describe_text);

  assert_string_equal (got, expected);
}

/* For a file of this content and name alone */
static inline void
check_file (const char *name, const char *bytes, gsize length, const char *expected)
{
  char *folder = make_folder ();
  g_autofree gchar *options = g_strconcat ("path=", name, NULL);

  put_bytes (folder, name, bytes, length);
  check_read (folder, options, expected);
  remove_folder (folder);
}

/* The same for a string constant, which may hold zero bytes */
#define CHECK_FILE(name, text, expected) check_file (name, text, sizeof text - 1, expected)
