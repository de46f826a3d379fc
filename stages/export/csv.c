/* csv — a folder of three tables: nodes and edges under the column names that Gephi reads, and the evidence, a row
 * for each relation.
 *
 * Gephi, like SQL, takes no two columns whose names differ by case only. So a node's key is Id and its name Label; of
 * an edge, Type is Gephi's own ("Directed") and Kind the relation's type. */
#include "stages/export/format.h"
#include "stages/export/rows.h"

enum
{
  NODES,
  EDGES,
  EVIDENCE
};

static const gchar *const files[] = { "nodes.csv", "edges.csv", "evidence.csv", NULL };

/* The columns that come first, and Gephi's names of them; the others follow under their own */
typedef struct
{
  const gchar *heading;
  const gchar *column; /* NULL where the heading is Gephi's alone */
} GephiColumn;

static const GephiColumn gephi_nodes[] = { { "Id", "key" }, { "Label", "name" }, { NULL } };

static const GephiColumn gephi_edges[]
    = { { "Source", "source" }, { "Target", "target" }, { "Type", NULL },   { "Id", "id" },
        { "Label", "label" },   { "Weight", "weight" }, { "Kind", "type" }, { NULL } };

typedef struct
{
  EntOutput *const *outputs;
  GString *row;
} Tables;

static const EntColumn *
find_column (const EntColumn *columns, const gchar *name)
{
  while (!g_str_equal (columns->name, name))
    columns++;
  return columns;
}

static gboolean
is_gephi (const GephiColumn *gephi, const gchar *name)
{
  for (; gephi->heading; gephi++)
    if (g_strcmp0 (gephi->column, name) == 0)
      return TRUE;
  return FALSE;
}

static void
add_headings (GString *row, const GephiColumn *gephi, const EntColumn *columns)
{
  for (const GephiColumn *first = gephi; first->heading; first++)
    ent_row_add (row, first->heading);
  for (; columns->name; columns++)
    if (!is_gephi (gephi, columns->name))
      ent_row_add (row, columns->name);
}

static void
add_fields (GString *row, const GephiColumn *gephi, const EntColumn *columns, gconstpointer record)
{
  for (const GephiColumn *first = gephi; first->heading; first++)
    if (first->column)
      ent_row_add_column (row, find_column (columns, first->column), record);
    else
      ent_row_add (row, "Directed");
  for (; columns->name; columns++)
    if (!is_gephi (gephi, columns->name))
      ent_row_add_column (row, columns, record);
}

static gboolean
write_headings (Tables *self, GError **error)
{
  static const GephiColumn none[] = { { NULL } };

  add_headings (self->row, gephi_nodes, ent_node_columns);
  if (!ent_row_write (self->row, self->outputs[NODES], error))
    return FALSE;
  add_headings (self->row, gephi_edges, ent_edge_columns);
  if (!ent_row_write (self->row, self->outputs[EDGES], error))
    return FALSE;
  ent_row_add (self->row, "edge");
  add_headings (self->row, none, ent_evidence_columns);
  return ent_row_write (self->row, self->outputs[EVIDENCE], error);
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Tables *self = user_data;

  add_fields (self->row, gephi_nodes, ent_node_columns, node);
  return ent_row_write (self->row, self->outputs[NODES], error);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Tables *self = user_data;

  add_fields (self->row, gephi_edges, ent_edge_columns, edge);
  if (!ent_row_write (self->row, self->outputs[EDGES], error))
    return FALSE;
  for (guint i = 0; i < edge->weight; i++)
    {
      ent_row_add (self->row, edge->id);
      for (const EntColumn *column = ent_evidence_columns; column->name; column++)
        ent_row_add_column (self->row, column, &edge->rows[i]);
      if (!ent_row_write (self->row, self->outputs[EVIDENCE], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  Tables tables = { .outputs = outputs, .row = row };

  return write_headings (&tables, error) && ent_graph_foreach_node (graph, write_node, &tables, error)
         && ent_graph_foreach_edge (graph, write_edge, &tables, error);
}

const EntFormat ent_format_csv = {
  .name = "csv",
  .summary = "the graph as a folder of tables, with Gephi's column names",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .files = files,
  .write = write_graph,
};
