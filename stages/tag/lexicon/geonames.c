/* Cities, from the gettext catalogues of Debian's libgeonames-common. These hold neither country nor population, but
 * the number of languages that have a name of their own for a city tells well how known it is. */
#include "compile.h"

#include <string.h>

#define MO_MAGIC 0x950412deu

/* The head of a .mo file, see the GNU gettext manual, "The Format of GNU MO Files" */
typedef struct
{
  guint32 magic, revision, n, originals, translations;
} MoHead;

typedef void (*MessageFunc) (const gchar *id, const gchar *name, gpointer user_data);

/* A string of one of the two tables, or NULL if it stands outside the file */
static const gchar *
get_string (const guint8 *bytes, gsize size, guint32 table, guint32 i)
{
  gsize at = (gsize) table + 8 * (gsize) i;
  guint32 entry[2];

  if (at + sizeof entry > size)
    return NULL;
  memcpy (entry, bytes + at, sizeof entry);
  if ((gsize) entry[0] + entry[1] >= size || bytes[(gsize) entry[0] + entry[1]] != '\0')
    return NULL;
  return (const gchar *) bytes + entry[1];
}

static gboolean
read_catalogue (const gchar *path, MessageFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  const guint8 *bytes;
  gsize size;
  MoHead head = { 0 };

  if (!file)
    return FALSE;
  bytes = (const guint8 *) g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);
  if (size >= sizeof head)
    memcpy (&head, bytes, sizeof head);
  if (head.magic != MO_MAGIC)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: expected a gettext catalogue of this machine's byte order",
                   path);
      return FALSE;
    }
  for (guint32 i = 0; i < head.n; i++)
    {
      const gchar *id = get_string (bytes, size, head.originals, i);
      const gchar *name = get_string (bytes, size, head.translations, i);

      if (id && name && *id)
        func (id, name, user_data);
    }
  return TRUE;
}

static void
count_city (const gchar *id, const gchar *name, gpointer user_data)
{
  GHashTable *counts = user_data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id)) + 1;

  g_hash_table_insert (counts, g_strdup (id), GUINT_TO_POINTER (n));
}

typedef struct
{
  Compile *compile;
  GHashTable *counts;
} Cities;

static void
add_city (const gchar *id, const gchar *name, gpointer user_data)
{
  Cities *cities = user_data;

  if (!strpbrk (name, "([,/0123456789") && strlen (name) > 2)
    compile_add (cities->compile, name, "city", "", GPOINTER_TO_UINT (g_hash_table_lookup (cities->counts, id)));
}

gboolean
compile_geonames (Compile *self, const gchar *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree gchar *english = g_build_filename (folder, "en", "LC_MESSAGES", "geonames.mo", NULL);
  Cities cities = { self, counts };
  const gchar *locale;

  if (!dir)
    return FALSE;
  while ((locale = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, locale, "LC_MESSAGES", "geonames.mo", NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS) && !read_catalogue (path, count_city, counts, error))
        return FALSE;
    }
  return read_catalogue (english, add_city, &cities, error);
}
