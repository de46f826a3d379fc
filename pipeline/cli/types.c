/* Entity types of several inventories, brought to four, as the pack's tag/types.txt has it. */
#include "pipeline/cli/types.h"
#include "pipeline/stage-private.h"

#include <string.h>

struct _Types
{
  GHashTable *own;    /* set of the pack's types */
  GHashTable *four;   /* type → one of four */
  GHashTable *own_of; /* type of another inventory → own types, separated by | */
};

/* "Person<TAB>PER", "= person<TAB>PER", where "-" stands for no counterpart */
static gboolean
take_line (Types *self, const gchar *line)
{
  gboolean is_own = !g_str_has_prefix (line, "= ");
  g_auto (GStrv) fields = g_strsplit (is_own ? line : line + 2, "\t", -1);
  const gchar *type;

  if (g_strv_length (fields) < 2 || g_strv_length (fields) > 3 || !*fields[0] || !*fields[1])
    return FALSE;
  type = g_intern_string (fields[0]);
  if (is_own)
    g_hash_table_add (self->own, (gpointer) type);
  if (strcmp (fields[1], "-"))
    g_hash_table_insert (self->four, (gpointer) type, (gpointer) g_intern_string (fields[1]));
  if (fields[2])
    g_hash_table_insert (self->own_of, (gpointer) type, (gpointer) g_intern_string (fields[2]));
  return TRUE;
}

Types *
types_load (const char *pack, GError **error)
{
  g_autoptr (Types) self = g_new0 (Types, 1);
  g_autofree gchar *path = ent_pack_find (pack, "tag/types.txt", error);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;

  self->own = g_hash_table_new (g_str_hash, g_str_equal);
  self->four = g_hash_table_new (g_str_hash, g_str_equal);
  self->own_of = g_hash_table_new (g_str_hash, g_str_equal);
  if (!path || !g_file_get_contents (path, &content, NULL, error))
    return NULL;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (*lines[i] && *lines[i] != '#' && !take_line (self, lines[i]))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                     "%s:%u: expected TYPE, a tab, a four-type name or '-', and perhaps own types", path, i + 1);
        return NULL;
      }
  return g_steal_pointer (&self);
}

void
types_free (Types *self)
{
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_clear_pointer (&self->four, g_hash_table_unref);
  g_clear_pointer (&self->own_of, g_hash_table_unref);
  g_free (self);
}

gboolean
types_is_own (Types *self, const gchar *type)
{
  return g_hash_table_contains (self->own, type);
}

const gchar *
types_to_four (Types *self, const gchar *type)
{
  return g_hash_table_lookup (self->four, type);
}

const gchar *
types_to_own (Types *self, const gchar *type)
{
  return types_is_own (self, type) ? type : g_hash_table_lookup (self->own_of, type);
}
