#include "pipeline/graph/fields.h"

#include <entente/error.h>

#include "pipeline/stage-private.h"

#include <string.h>

static gboolean
read_line (GHashTable *fields, gchar *line)
{
  g_auto (GStrv) columns = NULL, words = NULL;
  const gchar *field;

  if (!*g_strstrip (line) || *line == '#')
    return TRUE;
  columns = g_strsplit (line, "\t", -1);
  if (g_strv_length (columns) != 2)
    return FALSE;
  field = g_intern_string (columns[0]);
  words = g_strsplit (columns[1], " ", -1);
  for (guint i = 0; words[i]; i++)
    g_hash_table_insert (fields, g_strdup (words[i]), (gpointer) field);
  return TRUE;
}

/* The words of the pack's export/fields.txt; NULL and an error that names file and line where it cannot be read */
EntFields *
ent_fields_load (GError **error)
{
  g_autoptr (GHashTable) fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree gchar *path = ent_pack_find (NULL, "export/fields.txt", error);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  if (!path)
    return NULL;
  if (!g_file_get_contents (path, &text, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (!read_line (fields, lines[i]))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: expected a field, a tab and words", path, i + 1);
        return NULL;
      }
  return g_steal_pointer (&fields);
}

/* The field of "role/senator", NULL where it tells of none */
const gchar *
ent_fields_get (EntFields *self, const gchar *role)
{
  return g_str_has_prefix (role, "role/") ? g_hash_table_lookup (self, role + strlen ("role/")) : NULL;
}
