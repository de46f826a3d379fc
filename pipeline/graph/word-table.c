#include "pipeline/graph/word-table.h"

#include <entente/error.h>

static gboolean
parse_line (gchar *line, EntWordTableFunc func, gpointer user_data, GError **error)
{
  g_auto (GStrv) columns = NULL, words = NULL;

  if (!*g_strstrip (line) || *line == '#')
    return TRUE;
  columns = g_strsplit (line, "\t", -1);
  if (g_strv_length (columns) != 2)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "expected a word for what the words are, a tab and the words");
      return FALSE;
    }
  words = g_strsplit (columns[1], " ", -1);
  return func (user_data, columns[0], words, error);
}

/**
 * ent_word_table_parse: (skip)
 * @text: a table
 * @path: where it is from
 * @func: told of each line
 * @user_data: the caller's own
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_MODEL, which names @path and the line, where a line is not as it should be
 */
gboolean
ent_word_table_parse (const gchar *text, const gchar *path, EntWordTableFunc func, gpointer user_data, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (!parse_line (lines[i], func, user_data, error))
      {
        g_prefix_error (error, "%s:%u: ", path, i + 1);
        return FALSE;
      }
  return TRUE;
}
