/* Feeds bytes to a format of the reader. With libFuzzer (FUZZING) it makes up the bytes; else the program takes files
 * and folders of them, so that the seeds are run as an ordinary test. */
#pragma once

#include "pipeline/document-private.h"
#include "stages/export/format.h"
#include "stages/read/read.h"

#include <entente.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Whatever a reader lets through can be written */
static inline void
fuzz_write (EntDocument *doc)
{
  const EntFormat *const formats[] = { &ent_format_jsonl, &ent_format_conllu, &ent_format_openie, &ent_format_brat };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      formats[i]->append (doc, out);
      g_assert_true (!out->len || out->str[out->len - 1] == '\n');
    }
}

/* A document with a breach got layers that do not fit its text; one without is well-formed as far as layers go */
static inline void
fuzz_check (EntDocument *doc)
{
  gsize length, valid;
  const gchar *text = ent_document_get_text (doc, &length);
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  g_assert_cmpstr (doc->breach, ==, NULL);
  g_assert_true (ent_read_is_utf8 (text, length, &valid));
  g_assert_nonnull (ent_document_get_id (doc));
  for (guint t = 0; t < n; t++)
    {
      g_assert_true (ent_read_is_utf8 (text + tokens[t].start, tokens[t].end - tokens[t].start, &valid));
      g_assert_cmpint (tokens[t].head, <, (gint) n);
    }
  fuzz_write (doc);
}

static inline int
fuzz_read (const EntReadFormat *format, const uint8_t *data, size_t size)
{
  EntReadFile *file = ent_read_file_new ("fuzz", "fuzz", ent_read_bytes_new_memory (data, size));
  EntDocument *doc;
  gpointer reader;

  file->max_bytes = 1 << 16;
  if (ent_read_file_decode_mark (file, NULL))
    {
      reader = format->open (file);
      do
        {
          g_autoptr (GError) error = NULL;
          gboolean ok;

          doc = NULL;
          ok = format->next (reader, &doc, &error);
          g_assert_true (ok == (error == NULL));
          g_assert_true (ok || !doc);
          if (doc)
            fuzz_check (doc);
          else if (ok)
            break;
          g_clear_object (&doc);
        }
      while (TRUE);
      format->close (reader);
    }
  ent_read_file_free (file);
  return 0;
}

#ifndef FUZZING
int
main (int n_paths, char **paths)
{
  g_autoptr (EntReadWalk) walk = ent_read_walk_new ((const gchar *const *) paths + 1);
  guint n_files = 0;
  g_autofree gchar *path = NULL;
  g_autofree gchar *id = NULL;

  while (ent_read_walk_next (walk, &path, &id, NULL) && path)
    {
      g_autofree gchar *bytes = NULL;
      gsize length;

      if (!g_file_get_contents (path, &bytes, &length, NULL))
        g_error ("%s: cannot be read", path);
      LLVMFuzzerTestOneInput ((const uint8_t *) bytes, length);
      g_clear_pointer (&path, g_free);
      g_clear_pointer (&id, g_free);
      n_files++;
    }
  g_print ("%u files\n", n_files);
  return n_files == 0;
}
#endif
