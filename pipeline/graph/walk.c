/* EntGraph, the reading of it: everything sorted by what it is, so that the same graph is written as the same bytes. */
#include "pipeline/graph/evidence.h"
#include "pipeline/graph/lists.h"
#include "pipeline/graph/store.h"

#define NODE                                                                                                           \
  "SELECT n.key, n.type, n.name, n.aliases, n.links, n.first_seen, n.last_seen, n.mentions, n.documents FROM "

#define EDGE                                                                                                           \
  "SELECT e.id, s.key, t.key, e.type, e.label, e.polarity, e.modality, e.event, e.attribution, e.time_start,"          \
  " e.time_end, e.place, e.weight, e.documents, e.confidence, s.type, t.type FROM "

#define EDGE_ORDER " ORDER BY s.key, t.key, e.type, e.label, e.polarity, e.modality"

/* The whole graph, and the part of it that is selected. CROSS JOIN keeps the order of the tables: the edges of one
 * source are few, and sorted on their own. */
static const gchar *const nodes[] = {
  NODE "nodes n ORDER BY n.key",
  NODE "temp.selected_nodes x CROSS JOIN nodes n ON n.id = x.id ORDER BY n.key",
};

static const gchar *const edges[] = {
  EDGE "nodes s CROSS JOIN edges e ON e.source = s.id CROSS JOIN nodes t ON t.id = e.target" EDGE_ORDER,
  EDGE "temp.selected_edges x CROSS JOIN edges e ON e.id = x.id JOIN nodes s ON s.id = e.source"
       " JOIN nodes t ON t.id = e.target" EDGE_ORDER,
};

/**
 * ent_graph_foreach_node: (skip)
 * @self: a graph
 * @func: called for each node, in byte order of their keys
 * @user_data: the caller's own
 * @error: where to put @func's error
 *
 * Returns: %FALSE where @func returned it, or the graph cannot be read
 */
gboolean
ent_graph_foreach_node (EntGraph *self, EntGraphNodeFunc func, gpointer user_data, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  if (!ent_graph_refresh (self, error) || !(rows = ent_sql_prepare (self->db, nodes[self->selected], error)))
    return FALSE;
  while (ent_sql_step (rows, &row, error))
    {
      EntGraphNode node;

      if (!row)
        return TRUE;
      node = (EntGraphNode){
        .key = ent_sql_text (rows, 0),
        .type = ent_sql_text (rows, 1),
        .name = ent_sql_text (rows, 2),
        .aliases = ent_sql_text (rows, 3),
        .links = ent_sql_text (rows, 4),
        .first_seen = ent_sql_text (rows, 5),
        .last_seen = ent_sql_text (rows, 6),
        .mentions = sqlite3_column_int64 (rows, 7),
        .documents = sqlite3_column_int64 (rows, 8),
      };
      if (!func (&node, user_data, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
show_edge (sqlite3_stmt *row, const GArray *evidence, EntGraphEdgeFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  gchar id[18];
  EntGraphEdge edge = {
    .id = id,
    .source = ent_sql_text (row, 1),
    .target = ent_sql_text (row, 2),
    .type = ent_sql_text (row, 3),
    .label = ent_sql_text (row, 4),
    .polarity = ent_sql_text (row, 5),
    .modality = ent_sql_text (row, 6),
    .event = ent_sql_text (row, 7),
    .attribution = ent_sql_text (row, 8),
    .time_start = ent_sql_text (row, 9),
    .time_end = ent_sql_text (row, 10),
    .place = ent_sql_text (row, 11),
    .weight = evidence->len,
    .documents = sqlite3_column_int64 (row, 13),
    .confidence = sqlite3_column_double (row, 14),
    .source_type = ent_sql_text (row, 15),
    .target_type = ent_sql_text (row, 16),
    .rows = (const EntGraphEvidence *) evidence->data,
  };

  ent_list_edge_id (&edge, id, sizeof id);
  ent_list_evidence (list, evidence);
  edge.evidence = list->str;
  return func (&edge, user_data, error);
}

/**
 * ent_graph_foreach_edge: (skip)
 * @self: a graph
 * @func: called for each edge, in byte order of source, target, type, label, polarity and modality
 * @user_data: the caller's own
 * @error: where to put @func's error
 *
 * Returns: %FALSE where @func returned it, or the graph cannot be read
 */
gboolean
ent_graph_foreach_edge (EntGraph *self, EntGraphEdgeFunc func, gpointer user_data, GError **error)
{
  g_autoptr (EntEvidenceReader) reader = NULL;
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  if (!ent_graph_refresh (self, error) || !(reader = ent_evidence_reader_new (self->db, error))
      || !(rows = ent_sql_prepare (self->db, edges[self->selected], error)))
    return FALSE;
  while (ent_sql_step (rows, &row, error))
    {
      const GArray *evidence;

      if (!row)
        return TRUE;
      evidence = ent_evidence_read (reader, sqlite3_column_int64 (rows, 0), error);
      if (!evidence || !show_edge (rows, evidence, func, user_data, error))
        return FALSE;
    }
  return FALSE;
}
