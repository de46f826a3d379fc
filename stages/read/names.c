/* What file names say: whether something is packed, what is inside, and the id that its documents get. */
#include "stages/read/read.h"

#include <string.h>

#define COMPRESSED ".gz .bz2 .xz .lzma .lz .zst .lz4 .Z"
#define PACKED COMPRESSED " .tar .tgz .tbz2 .txz .tzst .zip .7z"

static gsize
length_of_ending (const gchar *name, const gchar *endings)
{
  g_auto (GStrv) each = g_strsplit (endings, " ", -1);

  for (guint i = 0; each[i]; i++)
    {
      gsize n = strlen (each[i]), length = strlen (name);

      if (n && length > n && !g_ascii_strcasecmp (name + length - n, each[i]))
        return n;
    }
  return 0;
}

gboolean
ent_read_has_ending (const gchar *name, const gchar *endings)
{
  return length_of_ending (name, endings) > 0;
}

gboolean
ent_read_is_packed (const gchar *name)
{
  return ent_read_has_ending (name, PACKED);
}

/* "news.jsonl.gz" is "news.jsonl" inside */
gchar *
ent_read_unpacked_name (const gchar *name)
{
  return g_strndup (name, strlen (name) - length_of_ending (name, COMPRESSED));
}

/* The "jsonl" of "news.jsonl", but not the "12" of "2024.05.12" nor the " Smith" of "Mr. Smith" */
static gboolean
is_extension (const gchar *text)
{
  gboolean has_letter = FALSE;
  gsize n;

  for (n = 0; text[n]; n++)
    {
      if (!g_ascii_isalnum (text[n]))
        return FALSE;
      has_letter |= g_ascii_isalpha (text[n]);
    }
  return n > 0 && n <= 8 && has_letter;
}

/* The name without what tells how it is packed and without the last extension, as UTF-8 */
gchar *
ent_read_id_of (const gchar *name)
{
  g_autofree gchar *inner = ent_read_unpacked_name (name);
  gchar *base = strrchr (inner, '/');
  gchar *dot;

  base = base ? base + 1 : inner;
  dot = strrchr (base, '.');
  if (dot && dot > base && is_extension (dot + 1))
    *dot = '\0';
  return g_utf8_make_valid (inner, -1);
}

/* Whether any part of a path begins with a dot, but for "." and ".." themselves */
gboolean
ent_read_is_hidden (const gchar *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  for (guint i = 0; parts[i]; i++)
    if (parts[i][0] == '.' && !g_str_equal (parts[i], ".") && !g_str_equal (parts[i], ".."))
      return TRUE;
  return FALSE;
}
