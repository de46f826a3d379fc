/* EntGraph, a part of it: what is around a node, or on the way from one to another. What is selected is two tables of
 * ids, which all that walks over the graph reads instead of the whole. */
#include "pipeline/graph/store.h"

#include <string.h>

/* Two nodes are neighbours where an edge joins them. A node that acts for the government of a country ("Moscow said")
 * does so at its country, too: its edge is one of the country's. */
#define NEIGHBOURS_OF                                                                                                  \
  "SELECT e.id AS edge, e.source AS a, e.target AS b FROM edges e WHERE e.source = ?1"                                 \
  " UNION SELECT e.id, e.target, e.source FROM edges e WHERE e.target = ?1"                                            \
  " UNION SELECT e.id, e.source, e.target FROM evidence v JOIN edges e ON e.id = v.edge"                               \
  " WHERE v.head_acts_for <> '' AND v.head_acts_for = ?2"                                                              \
  " UNION SELECT e.id, e.target, e.source FROM evidence v JOIN edges e ON e.id = v.edge"                               \
  " WHERE v.tail_acts_for <> '' AND v.tail_acts_for = ?2"

/* Edges with what is at their other end, in the order of its key, so that which of two ways is found first does not
 * depend on how the graph came about */
static const gchar neighbours[]
    = "SELECT x.edge, n.id, n.key FROM (" NEIGHBOURS_OF ") x JOIN nodes n ON n.id = x.b ORDER BY n.key, x.edge";

static const gchar reset[] = "CREATE TEMP TABLE IF NOT EXISTS selected_nodes (id INTEGER PRIMARY KEY);"
                             "CREATE TEMP TABLE IF NOT EXISTS selected_edges (id INTEGER PRIMARY KEY);"
                             "DELETE FROM temp.selected_nodes; DELETE FROM temp.selected_edges;";

/* Nodes that edges lead to, and those that their evidence names: who says so, and where. CROSS JOIN begins with the few
 * edges that are selected. */
static const gchar select_ends[]
    = "INSERT OR IGNORE INTO temp.selected_nodes SELECT e.source FROM temp.selected_edges s"
      " CROSS JOIN edges e ON e.id = s.id UNION SELECT e.target FROM temp.selected_edges s"
      " CROSS JOIN edges e ON e.id = s.id UNION SELECT a.node FROM temp.selected_edges s"
      " CROSS JOIN evidence v ON v.edge = s.id CROSS JOIN entities a ON a.id IN (v.attribution, v.place)"
      " WHERE a.node IS NOT NULL";

static const gchar keep_heaviest[]
    = "DELETE FROM temp.selected_edges WHERE id NOT IN (SELECT e.id FROM temp.selected_edges x"
      " CROSS JOIN edges e ON e.id = x.id CROSS JOIN nodes s ON s.id = e.source CROSS JOIN nodes t ON t.id = e.target"
      " ORDER BY e.weight DESC, s.key, t.key, e.type, e.label, e.polarity, e.modality LIMIT ?)";

static const gchar *const ways_to_name[] = {
  "SELECT key FROM nodes WHERE key = ?",
  "SELECT n.key FROM aliases a JOIN nodes n ON n.id = a.node WHERE a.alias = ? ORDER BY n.mentions DESC, n.key",
  "SELECT DISTINCT n.key FROM aliases a JOIN nodes n ON n.id = a.node WHERE a.alias = ? COLLATE NOCASE"
  " ORDER BY n.mentions DESC, n.key",
};

static gboolean
collect_keys (EntGraph *self, const gchar *sql, const gchar *name, GPtrArray *keys, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = ent_sql_prepare (self->db, sql, error);
  gboolean row;

  if (!rows)
    return FALSE;
  ent_sql_bind (rows, "s", name);
  while (ent_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      g_ptr_array_add (keys, g_strdup (ent_sql_text (rows, 0)));
    }
  return FALSE;
}

/**
 * ent_graph_find_nodes: (skip)
 * @self: a graph
 * @name: a key; or, where none is so, a name or an alias; or, where none is so, one of them in other case
 * @error: where to put an error
 *
 * Returns: (transfer full) (element-type utf8): the keys of the nodes that are meant, the one with most mentions first;
 * %NULL and %ENT_ERROR_OUTPUT where the graph cannot be read
 */
GPtrArray *
ent_graph_find_nodes (EntGraph *self, const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  if (!ent_graph_refresh (self, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (ways_to_name) && !keys->len; i++)
    if (!collect_keys (self, ways_to_name[i], name, keys, error))
      return NULL;
  return g_steal_pointer (&keys);
}

/* A search in breadth: one round of nodes after another */
typedef struct
{
  EntGraph *graph;
  sqlite3_stmt *neighbours;
  GHashTable *from; /* node → the node it was reached from, 0 for the first */
  GArray *keys;     /* gchar*, of the nodes of `ids` */
  GArray *ids;      /* gint64, in the order in which they were reached */
} Search;

static void
search_clear (Search *self)
{
  sqlite3_finalize (self->neighbours);
  g_clear_pointer (&self->from, g_hash_table_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
clear_string (gpointer string)
{
  g_free (*(gchar **) string);
}

/* FALSE where the node was reached before */
static gboolean
reach (Search *self, gint64 id, const gchar *key, gint64 from)
{
  gchar *copy;

  if (g_hash_table_contains (self->from, &id))
    return FALSE;
  copy = g_strdup (key);
  g_hash_table_insert (self->from, g_memdup2 (&id, sizeof id), GSIZE_TO_POINTER (from));
  g_array_append_val (self->ids, id);
  g_array_append_val (self->keys, copy);
  return TRUE;
}

static gboolean
id_of (EntGraph *self, const gchar *key, gint64 *id, GError **error)
{
  g_autoptr (sqlite3_stmt) node = ent_sql_prepare (self->db, "SELECT id FROM nodes WHERE key = ?", error);
  gboolean row;

  *id = 0;
  if (!node)
    return FALSE;
  ent_sql_bind (node, "s", key);
  if (!ent_sql_step (node, &row, error))
    return FALSE;
  if (row)
    *id = sqlite3_column_int64 (node, 0);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "%s: no such node in the graph", key);
  return row;
}

static gboolean
search_start (Search *self, EntGraph *graph, const gchar *key, GError **error)
{
  gint64 id;

  self->graph = graph;
  if (!ent_graph_refresh (graph, error) || !ent_sql_run (graph->db, reset, error) || !id_of (graph, key, &id, error)
      || !(self->neighbours = ent_sql_prepare (graph->db, neighbours, error)))
    return FALSE;
  self->from = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->keys = g_array_new (FALSE, FALSE, sizeof (gchar *));
  g_array_set_clear_func (self->keys, clear_string);
  reach (self, id, key, 0);
  graph->selected = TRUE;
  return TRUE;
}

/* Reaches the neighbours of a node, and selects the edges to them where `select` does */
static gboolean
expand (Search *self, guint at, sqlite3_stmt *select, GError **error)
{
  gint64 id = g_array_index (self->ids, gint64, at);
  gboolean row;

  ent_sql_bind (self->neighbours, "is", id, g_array_index (self->keys, gchar *, at));
  while (ent_sql_step (self->neighbours, &row, error))
    {
      if (!row)
        return TRUE;
      reach (self, sqlite3_column_int64 (self->neighbours, 1), ent_sql_text (self->neighbours, 2), id);
      if (!select)
        continue;
      ent_sql_bind (select, "i", (gint64) sqlite3_column_int64 (self->neighbours, 0));
      if (!ent_sql_execute (select, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
select_node (EntGraph *self, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) insert
      = ent_sql_prepare (self->db, "INSERT OR IGNORE INTO temp.selected_nodes VALUES (?)", error);

  if (!insert)
    return FALSE;
  ent_sql_bind (insert, "i", id);
  return ent_sql_execute (insert, error);
}

/**
 * ent_graph_select_around: (skip)
 * @self: a graph
 * @key: of a node
 * @depth: how many edges away, 0 for the node alone
 * @error: where to put an error
 *
 * Selects the node, the edges on ways of at most @depth edges from it, and the nodes on these: from now on it is as if
 * the graph were these alone.
 *
 * Returns: %FALSE and %ENT_ERROR_USAGE where there is no such node, %ENT_ERROR_OUTPUT where the graph cannot be read
 */
gboolean
ent_graph_select_around (EntGraph *self, const gchar *key, guint depth, GError **error)
{
  g_auto (Search) search = { 0 };
  g_autoptr (sqlite3_stmt) select = NULL;

  if (!search_start (&search, self, key, error)
      || !(select = ent_sql_prepare (self->db, "INSERT OR IGNORE INTO temp.selected_edges VALUES (?)", error))
      || !select_node (self, g_array_index (search.ids, gint64, 0), error))
    return FALSE;
  for (guint round = 0, begin = 0; round < depth && begin < search.ids->len; round++)
    {
      guint end = search.ids->len;

      for (; begin < end; begin++)
        if (!expand (&search, begin, select, error))
          return FALSE;
    }
  return ent_sql_run (self->db, select_ends, error);
}

/**
 * ent_graph_keep_heaviest: (skip)
 * @self: a graph of which a part is selected
 * @n: how many
 * @n_left_out: (out): how many of the selected edges were more
 * @error: where to put an error
 *
 * Keeps the @n edges that have most evidence, and all nodes.
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where the graph cannot be read
 */
gboolean
ent_graph_keep_heaviest (EntGraph *self, guint n, guint *n_left_out, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (self->db, keep_heaviest, error);

  if (!statement)
    return FALSE;
  ent_sql_bind (statement, "i", (gint64) n);
  if (!ent_sql_execute (statement, error))
    return FALSE;
  *n_left_out = sqlite3_changes (self->db);
  return TRUE;
}

/* Selects the edges between two nodes that were found to be neighbours */
static gboolean
select_between (Search *self, gint64 a, const gchar *a_key, gint64 b, GError **error)
{
  g_autoptr (sqlite3_stmt) select = ent_sql_prepare (
      self->graph->db, "INSERT OR IGNORE INTO temp.selected_edges SELECT edge FROM (" NEIGHBOURS_OF ") WHERE b = ?3",
      error);

  if (!select)
    return FALSE;
  ent_sql_bind (select, "isi", a, a_key, b);
  return ent_sql_execute (select, error);
}

static const gchar *
key_of (Search *self, gint64 id)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      return g_array_index (self->keys, gchar *, i);
  g_assert_not_reached ();
}

/* The way back from a node to the first one, turned around, with its edges selected */
static GPtrArray *
select_way (Search *self, gint64 to, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (gint64 id = to, before; id; id = before)
    {
      before = GPOINTER_TO_SIZE (g_hash_table_lookup (self->from, &id));
      g_ptr_array_insert (keys, 0, g_strdup (key_of (self, id)));
      if (!select_node (self->graph, id, error)
          || (before && !select_between (self, before, key_of (self, before), id, error)))
        return NULL;
    }
  return ent_sql_run (self->graph->db, select_ends, error) ? g_steal_pointer (&keys) : NULL;
}

/**
 * ent_graph_select_path: (skip)
 * @self: a graph
 * @from: key of a node
 * @to: key of another
 * @error: where to put an error
 *
 * Selects a shortest way between two nodes, whichever direction its edges have: the nodes on it and all edges between
 * one of them and the next. Of several ways it is the one whose keys come first, counted from @from.
 *
 * Returns: (transfer full) (element-type utf8): the keys from @from to @to, empty where there is no way; %NULL and
 * %ENT_ERROR_USAGE where there is no such node, %ENT_ERROR_OUTPUT where the graph cannot be read
 */
GPtrArray *
ent_graph_select_path (EntGraph *self, const gchar *from, const gchar *to, GError **error)
{
  g_auto (Search) search = { 0 };
  gint64 goal;

  if (!search_start (&search, self, from, error) || !id_of (self, to, &goal, error))
    return NULL;
  for (guint at = 0; at < search.ids->len && !g_hash_table_contains (search.from, &goal); at++)
    if (!expand (&search, at, NULL, error))
      return NULL;
  if (!g_hash_table_contains (search.from, &goal))
    return g_ptr_array_new_with_free_func (g_free);
  return select_way (&search, goal, error);
}
