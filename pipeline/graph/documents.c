/* EntGraph, the documents that it was made of. */
#include "pipeline/graph/store.h"

/**
 * ent_graph_foreach_document: (skip)
 * @self: a graph
 * @func: called for each document, in byte order of their ids
 * @user_data: the caller's own
 * @error: where to put @func's error
 *
 * Returns: %FALSE where @func returned it, or the graph cannot be read
 */
gboolean
ent_graph_foreach_document (EntGraph *self, EntGraphDocumentFunc func, gpointer user_data, GError **error)
{
  g_autoptr (sqlite3_stmt) rows
      = ent_sql_prepare (self->db, "SELECT name, source, title, date FROM documents ORDER BY name", error);
  gboolean row;

  if (!rows)
    return FALSE;
  while (ent_sql_step (rows, &row, error))
    {
      EntGraphDocument document;

      if (!row)
        return TRUE;
      document = (EntGraphDocument){
        .id = ent_sql_text (rows, 0),
        .source = ent_sql_text (rows, 1),
        .title = ent_sql_text (rows, 2),
        .date = ent_sql_text (rows, 3),
      };
      if (!func (&document, user_data, error))
        return FALSE;
    }
  return FALSE;
}
