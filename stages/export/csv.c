/* csv — a folder of three tables: nodes and edges under the column names that Gephi reads, and the evidence, a row
 * for each relation. Quoted as RFC 4180 says, lines end in LF.
 *
 * Gephi, like SQL, takes no two columns whose names differ by case only. So a node's key is Id and its name Label; of
 * an edge, Type is Gephi's own ("Directed") and Kind the relation's type. */
#include "stages/export/format.h"

#include <string.h>

enum
{
  NODES,
  EDGES,
  EVIDENCE
};

static const gchar *const files[] = { "nodes.csv", "edges.csv", "evidence.csv", NULL };

static const gchar *const headers[] = {
  "Id,Label,type,aliases,mentions,documents,first_seen,last_seen,links\n",
  ("Source,Target,Type,Id,Label,Weight,Kind,event,polarity,modality,attribution,time_start,time_end,place,documents,"
   "confidence,evidence\n"),
  "edge,document,start,end,sentence,trigger,event,attribution,attribution_text,time,place,confidence,by,"
  "source_acts_for,target_acts_for\n",
};

typedef struct
{
  EntOutput *const *outputs;
  GString *row;
} Tables;

static void
append_field (GString *row, const gchar *value)
{
  if (row->len)
    g_string_append_c (row, ',');
  if (!strpbrk (value, "\",\r\n"))
    {
      g_string_append (row, value);
      return;
    }
  g_string_append_c (row, '"');
  for (; *value; value++)
    {
      if (*value == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *value);
    }
  g_string_append_c (row, '"');
}

static void
append_fields (GString *row, const gchar *const *values, guint n)
{
  for (guint i = 0; i < n; i++)
    append_field (row, values[i]);
}

static void
append_confidence (GString *row, gdouble confidence)
{
  g_string_append_c (row, ',');
  ent_format_append_number (row, confidence);
}

static gboolean
end_row (Tables *tables, guint table, GError **error)
{
  gboolean ok;

  g_string_append_c (tables->row, '\n');
  ok = ent_output_write (tables->outputs[table], tables->row->str, tables->row->len, error);
  g_string_truncate (tables->row, 0);
  return ok;
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Tables *tables = user_data;
  const gchar *const before[] = { node->key, node->name, node->type, node->aliases };
  const gchar *const after[] = { node->first_seen, node->last_seen, node->links };

  append_fields (tables->row, before, G_N_ELEMENTS (before));
  g_string_append_printf (tables->row, ",%u,%u", node->mentions, node->documents);
  append_fields (tables->row, after, G_N_ELEMENTS (after));
  return end_row (tables, NODES, error);
}

static gboolean
write_evidence (Tables *tables, const gchar *edge, const EntGraphEvidence *evidence, GError **error)
{
  const gchar *const texts[] = { evidence->sentence,         evidence->trigger, evidence->event, evidence->attribution,
                                 evidence->attribution_text, evidence->time,    evidence->place };

  append_field (tables->row, edge);
  append_field (tables->row, evidence->document);
  g_string_append_printf (tables->row, ",%u,%u", evidence->start, evidence->end);
  append_fields (tables->row, texts, G_N_ELEMENTS (texts));
  append_confidence (tables->row, evidence->confidence);
  append_field (tables->row, evidence->by);
  append_field (tables->row, evidence->source_acts_for);
  append_field (tables->row, evidence->target_acts_for);
  return end_row (tables, EVIDENCE, error);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Tables *tables = user_data;
  const gchar *const before[] = { edge->source, edge->target, "Directed", edge->id, edge->label };
  const gchar *const after[] = { edge->type,        edge->event,      edge->polarity, edge->modality,
                                 edge->attribution, edge->time_start, edge->time_end, edge->place };

  append_fields (tables->row, before, G_N_ELEMENTS (before));
  g_string_append_printf (tables->row, ",%u", edge->weight);
  append_fields (tables->row, after, G_N_ELEMENTS (after));
  g_string_append_printf (tables->row, ",%u", edge->documents);
  append_confidence (tables->row, edge->confidence);
  append_field (tables->row, edge->evidence);
  if (!end_row (tables, EDGES, error))
    return FALSE;
  for (guint i = 0; i < edge->weight; i++)
    if (!write_evidence (tables, edge->id, &edge->rows[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  Tables tables = { .outputs = outputs, .row = row };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    if (!ent_output_write (outputs[i], headers[i], strlen (headers[i]), error))
      return FALSE;
  return ent_graph_foreach_node (graph, write_node, &tables, error)
         && ent_graph_foreach_edge (graph, write_edge, &tables, error);
}

const EntFormat ent_format_csv = {
  .name = "csv",
  .summary = "the graph as a folder of tables, with Gephi's column names",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .files = files,
  .write = write_graph,
};
