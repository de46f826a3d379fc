/* The lists that people edit: a phrase, its class and, if it has one, its key a line, separated by tabs. */
#include "compile.h"

#include <string.h>

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static gboolean
add_line (Compile *self, const gchar *path, guint number, const gchar *line, GError **error)
{
  g_auto (GStrv) fields = NULL;
  guint n;

  if (*line == '\0' || *line == '#')
    return TRUE;
  fields = g_strsplit (line, "\t", -1);
  n = g_strv_length (fields);
  if (n < 2 || n > 3 || *fields[0] == '\0' || *fields[1] == '\0')
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s:%u: expected a phrase, a class and perhaps a key, separated by tabs", path, number);
      return FALSE;
    }
  if (g_str_equal (fields[1], "country") && n == 3)
    compile_add_country (self, fields[0], fields[2]);
  else
    compile_add (self, fields[0], fields[1], n == 3 ? fields[2] : "", 0);
  return TRUE;
}

static gboolean
add_list (Compile *self, const gchar *path, GError **error)
{
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  if (!g_utf8_validate (content, -1, NULL))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: not UTF-8: expected a list in UTF-8", path);
      return FALSE;
    }
  lines = g_strsplit_set (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (!add_line (self, path, i + 1, g_strchomp (lines[i]), error))
      return FALSE;
  return TRUE;
}

gboolean
compile_lists (Compile *self, const gchar *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  if (!dir)
    return FALSE;
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".txt"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    if (!add_list (self, g_ptr_array_index (names, i), error))
      return FALSE;
  return TRUE;
}
