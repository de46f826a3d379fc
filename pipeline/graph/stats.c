/* EntGraph in numbers, and who is who in it. */
#include "pipeline/graph/store.h"

static const gchar totals[]
    = "SELECT (SELECT count (*) FROM documents), (SELECT count (*) FROM nodes), (SELECT count (*) FROM edges),"
      " (SELECT count (*) FROM evidence WHERE edge > 0), (SELECT total (skipped) + (SELECT count (*) FROM evidence WHERE edge = 0) FROM documents),"
      " (SELECT count (*) FROM decisions), (SELECT min (date) FROM documents WHERE date <> ''),"
      " (SELECT max (date) FROM documents)";

static const gchar *const counts[] = {
  [ENT_GRAPH_NODES_BY_TYPE] = "SELECT type, count (*) FROM nodes GROUP BY 1 ORDER BY 2 DESC, 1",
  [ENT_GRAPH_EDGES_BY_TYPE] = "SELECT type, count (*) FROM edges GROUP BY 1 ORDER BY 2 DESC, 1",
  [ENT_GRAPH_MENTIONS] = "SELECT key, mentions FROM nodes ORDER BY 2 DESC, 1 LIMIT 10",
};

/**
 * ent_graph_get_stats: (skip)
 * @self: a graph
 * @stats: (out caller-allocates): its totals
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where it cannot be read
 */
gboolean
ent_graph_get_stats (EntGraph *self, EntGraphStats *stats, GError **error)
{
  g_autoptr (sqlite3_stmt) row = NULL;
  gboolean found;

  if (!ent_graph_refresh (self, error) || !(row = ent_sql_prepare (self->db, totals, error))
      || !ent_sql_step (row, &found, error))
    return FALSE;
  *stats = (EntGraphStats){
    .documents = sqlite3_column_int64 (row, 0),
    .nodes = sqlite3_column_int64 (row, 1),
    .edges = sqlite3_column_int64 (row, 2),
    .evidence = sqlite3_column_int64 (row, 3),
    .skipped = sqlite3_column_int64 (row, 4),
    .decisions = sqlite3_column_int64 (row, 5),
  };
  g_strlcpy (stats->first, ent_sql_text (row, 6), sizeof stats->first);
  g_strlcpy (stats->last, ent_sql_text (row, 7), sizeof stats->last);
  return TRUE;
}

/**
 * ent_graph_foreach_count: (skip)
 * @self: a graph
 * @what: what to count
 * @func: called for each, the greatest first
 * @user_data: the caller's own
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where the graph cannot be read
 */
gboolean
ent_graph_foreach_count (EntGraph *self, EntGraphCount what, EntGraphCountFunc func, gpointer user_data, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  if (!ent_graph_refresh (self, error) || !(rows = ent_sql_prepare (self->db, counts[what], error)))
    return FALSE;
  while (ent_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      func (ent_sql_text (rows, 0), sqlite3_column_int64 (rows, 1), user_data);
    }
  return FALSE;
}

static const gchar identities[]
    = "SELECT key, document, node, reason, score FROM identities i WHERE NOT EXISTS"
      " (SELECT 1 FROM decisions d WHERE d.same AND d.other = i.key)"
      " UNION ALL SELECT other, '', key, 'decision', 1.0 FROM decisions WHERE same ORDER BY 3, 1, 2";

/**
 * ent_graph_foreach_identity: (skip)
 * @self: a graph
 * @func: called for all entities that are another node than their key says, in the byte order of the node's
 * @user_data: the caller's own
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where the graph cannot be read
 */
gboolean
ent_graph_foreach_identity (EntGraph *self, EntGraphIdentityFunc func, gpointer user_data, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  if (!ent_graph_refresh (self, error) || !(rows = ent_sql_prepare (self->db, identities, error)))
    return FALSE;
  while (ent_sql_step (rows, &row, error))
    {
      EntGraphIdentity identity;

      if (!row)
        return TRUE;
      identity = (EntGraphIdentity){ ent_sql_text (rows, 0), ent_sql_text (rows, 1), ent_sql_text (rows, 2),
                                     ent_sql_text (rows, 3), sqlite3_column_double (rows, 4) };
      func (&identity, user_data);
    }
  return FALSE;
}
