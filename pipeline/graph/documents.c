/* EntGraph, the documents that it was made of. */
#include "pipeline/graph/store.h"

/* All of them, and those that name a node of the part that is selected */
static const gchar *const documents[] = {
  "SELECT name, source, title, date FROM documents ORDER BY name",
  "SELECT name, source, title, date FROM documents WHERE id IN (SELECT e.document FROM temp.selected_nodes x"
  " JOIN entities e ON e.node = x.id) ORDER BY name",
};

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
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  if (!ent_graph_refresh (self, error) || !(rows = ent_sql_prepare (self->db, documents[self->selected], error)))
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
