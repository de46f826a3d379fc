/* neo4j — a folder of the tables that `neo4j-admin database import` reads, and the script with its command line.
 *
 * Entities are nodes and edges relationships; a relation's label, or its type where it is not open, becomes the type of
 * the relationship, in capitals. Each piece of evidence is a node of its own, with its sentence, in its document and
 * said by whoever says so; a relationship has the ids of its evidence in it, and the sentence of the best in `quote`.
 *
 * Neo4j splits arrays and labels by one character and knows no escape for it within a value. It is told to split by
 * `|`, which no value of a list has, and not by `;`, which is its default. Empty fields are no properties. Dates are
 * texts, because Neo4j gives up at one that it cannot read. */
#include "stages/export/format.h"
#include "stages/export/rows.h"

#include <string.h>

enum
{
  NODES,
  RELATIONSHIPS,
  DOCUMENTS,
  EVIDENCE,
  IN_DOCUMENT,
  SAID_BY,
  SCRIPT
};

static const gchar *const files[] = { "nodes.csv",
                                      "relationships.csv",
                                      "documents.csv",
                                      "evidence.csv",
                                      "evidence-in-document.csv",
                                      "evidence-said-by.csv",
                                      "import.sh",
                                      NULL };

static const gchar script[]
    = "#!/bin/sh\n"
      "# Loads the graph into a Neo4j database that is stopped: sh import.sh [DATABASE [OPTION...]]\n"
      "# With --overwrite-destination, what the database had is lost. Once it runs, these make it fast:\n"
      "#   CREATE INDEX FOR (n:Entity) ON (n.key);\n"
      "#   CREATE INDEX FOR (n:Evidence) ON (n.edge);\n"
      "set -e\n"
      "cd \"$(dirname \"$0\")\"\n"
      "database=${1:-neo4j}\n"
      "[ $# -eq 0 ] || shift\n"
      "exec neo4j-admin database import full \"$database\" \\\n"
      "  --id-type=string --array-delimiter='|' --multiline-fields=true \\\n"
      "  --nodes=nodes.csv --nodes=documents.csv --nodes=evidence.csv \\\n"
      "  --relationships=relationships.csv --relationships=evidence-in-document.csv \\\n"
      "  --relationships=evidence-said-by.csv \"$@\"\n";

static const gchar *const kinds[] = {
  [ENT_COLUMN_TEXT] = "",
  [ENT_COLUMN_LIST] = ":string[]",
  [ENT_COLUMN_COUNT] = ":long",
  [ENT_COLUMN_NUMBER] = ":double",
};

typedef struct
{
  EntOutput *const *outputs;
  GString *row;
} Tables;

/* --- Headers ----------------------------------------------------------------------------------------------------- */

static void
add_headings (GString *row, const EntColumn *columns)
{
  for (; columns->name; columns++)
    {
      g_autofree gchar *heading = g_strconcat (columns->name, kinds[columns->kind], NULL);

      ent_row_add (row, heading);
    }
}

/* Ids are told apart by what they are of: a document may be called like an entity */
static gboolean
write_headings (Tables *self, guint table, const gchar *before, const EntColumn *columns, const gchar *after,
                GError **error)
{
  g_auto (GStrv) first = g_strsplit (before, ",", -1);

  for (guint i = 0; first[i]; i++)
    ent_row_add (self->row, first[i]);
  add_headings (self->row, columns);
  ent_row_add (self->row, after);
  return ent_row_write (self->row, self->outputs[table], error);
}

/* Before the columns is what the first of them become */
static gboolean
write_all_headings (Tables *self, GError **error)
{
  static const EntColumn none[] = { { NULL } };

  return write_headings (self, NODES, "key:ID(Entity)", ent_node_columns + 1, ":LABEL", error)
         && write_headings (self, DOCUMENTS, "id:ID(Document)", ent_document_columns + 1, ":LABEL", error)
         && write_headings (self, EVIDENCE, "id:ID(Evidence),edge", ent_evidence_columns, ":LABEL", error)
         && write_headings (self, RELATIONSHIPS, "quote,id,:START_ID(Entity),:END_ID(Entity)", ent_edge_columns + 3,
                            ":TYPE", error)
         && write_headings (self, IN_DOCUMENT, ":START_ID(Evidence),:END_ID(Document)", none, ":TYPE", error)
         && write_headings (self, SAID_BY, ":START_ID(Evidence),:END_ID(Entity)", none, ":TYPE", error);
}

/* --- Names that need no quotes in Cypher ------------------------------------------------------------------------- */

/* "Entity|MilitaryPlatform": a type with other characters than letters and digits gets _ for them */
static void
add_labels (GString *row, const gchar *type)
{
  g_autoptr (GString) labels = g_string_new ("Entity|");

  for (; *type; type = g_utf8_next_char (type))
    {
      gunichar c = g_utf8_get_char (type);

      g_string_append_unichar (labels, g_unichar_isalnum (c) ? c : '_');
    }
  ent_row_add (row, labels->str);
}

static void
append_capitals (GString *type, const gchar *name)
{
  gboolean was_lower = FALSE;

  for (; *name; name = g_utf8_next_char (name))
    {
      gunichar c = g_utf8_get_char (name);

      if (was_lower && g_unichar_isupper (c))
        g_string_append_c (type, '_');
      g_string_append_unichar (type, g_unichar_isalnum (c) ? g_unichar_toupper (c) : '_');
      was_lower = g_unichar_islower (c);
    }
}

/* "carry out" is CARRY_OUT, "CommWith" COMM_WITH. What is denied must not look like what is said, whatever is asked
 * for: it is NOT_CARRY_OUT. */
static void
add_type (GString *row, const EntGraphEdge *edge)
{
  const gchar *name = g_str_equal (edge->type, "open") ? edge->label : edge->type;
  g_autoptr (GString) type = g_string_new (g_str_equal (edge->polarity, "negated") ? "NOT_" : "");

  if (!type->len && g_ascii_isdigit (*name))
    g_string_append_c (type, '_');
  append_capitals (type, *name ? name : "related to");
  ent_row_add (row, type->str);
}

/* --- Rows -------------------------------------------------------------------------------------------------------- */

static void
add_fields (GString *row, const EntColumn *columns, gconstpointer record)
{
  for (; columns->name; columns++)
    ent_row_add_column (row, columns, record);
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Tables *self = user_data;

  add_fields (self->row, ent_node_columns, node);
  add_labels (self->row, node->type);
  return ent_row_write (self->row, self->outputs[NODES], error);
}

static gboolean
write_document (const EntGraphDocument *document, gpointer user_data, GError **error)
{
  Tables *self = user_data;

  add_fields (self->row, ent_document_columns, document);
  ent_row_add (self->row, "Document");
  return ent_row_write (self->row, self->outputs[DOCUMENTS], error);
}

static gboolean
write_link (Tables *self, guint table, const gchar *start, const gchar *end, GError **error)
{
  ent_row_add (self->row, start);
  ent_row_add (self->row, end);
  ent_row_add (self->row, table == SAID_BY ? "SAID_BY" : "IN_DOCUMENT");
  return ent_row_write (self->row, self->outputs[table], error);
}

static gboolean
write_evidence (Tables *self, const EntGraphEdge *edge, guint i, GError **error)
{
  const EntGraphEvidence *evidence = &edge->rows[i];
  g_autofree gchar *id = g_strdup_printf ("%s-%u", edge->id, i + 1);

  ent_row_add (self->row, id);
  ent_row_add (self->row, edge->id);
  add_fields (self->row, ent_evidence_columns, evidence);
  ent_row_add (self->row, "Evidence");
  return ent_row_write (self->row, self->outputs[EVIDENCE], error)
         && write_link (self, IN_DOCUMENT, id, evidence->document, error)
         && (!*evidence->attribution || write_link (self, SAID_BY, id, evidence->attribution, error));
}

static const gchar *
best_sentence (const EntGraphEdge *edge)
{
  guint best = 0;

  for (guint i = 1; i < edge->weight; i++)
    if (edge->rows[i].confidence > edge->rows[best].confidence)
      best = i;
  return edge->rows[best].sentence;
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Tables *self = user_data;

  ent_row_add (self->row, best_sentence (edge));
  add_fields (self->row, ent_edge_columns, edge);
  add_type (self->row, edge);
  if (!ent_row_write (self->row, self->outputs[RELATIONSHIPS], error))
    return FALSE;
  for (guint i = 0; i < edge->weight; i++)
    if (!write_evidence (self, edge, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  Tables tables = { .outputs = outputs, .row = row };

  return write_all_headings (&tables, error) && ent_graph_foreach_document (graph, write_document, &tables, error)
         && ent_graph_foreach_node (graph, write_node, &tables, error)
         && ent_graph_foreach_edge (graph, write_edge, &tables, error)
         && ent_output_write (outputs[SCRIPT], script, strlen (script), error);
}

const EntFormat ent_format_neo4j = {
  .name = "neo4j",
  .summary = "the graph as a folder of tables for neo4j-admin, with its command line",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .files = files,
  .write = write_graph,
};
