#include "pipeline/graph/fields.h"

#include "pipeline/graph/word-table.h"

#include <string.h>

static gboolean
add_field (gpointer fields, const gchar *field, gchar **words, GError **error)
{
  for (; *words; words++)
    g_hash_table_insert (fields, g_strdup (*words), (gpointer) g_intern_string (field));
  return TRUE;
}

/* NULL and an error that names file and line where the text is not as it should be */
EntFields *
ent_fields_parse (const gchar *text, const gchar *path, GError **error)
{
  g_autoptr (GHashTable) fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return ent_word_table_parse (text, path, add_field, fields, error) ? g_steal_pointer (&fields) : NULL;
}

/* The field of "role/senator", NULL where it tells of none */
const gchar *
ent_fields_get (EntFields *self, const gchar *role)
{
  return g_str_has_prefix (role, "role/") ? g_hash_table_lookup (self, role + strlen ("role/")) : NULL;
}
