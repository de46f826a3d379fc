/* dot — the graph as Graphviz draws it. An edge is dashed where the text does not say that it is so, and red where it
 * says that it is not; its tooltip has the sentences. The fields of a record that Graphviz has no use for are
 * attributes, too, which it passes on.
 *
 * Within quotes Graphviz reads \" alone as an escape, so that a text with a backslash at its end could not be written:
 * backslashes are doubled, as labels and tooltips have them anyway. Characters that SVG cannot hold become U+FFFD. */
#include "stages/export/format.h"

#include <string.h>

static const gchar head[]
    = "// dot -Tsvg graph.dot >graph.svg; a large one: sfdp -Goverlap=prism -Tsvg graph.dot >graph.svg\n"
      "digraph entente {\n"
      "graph [rankdir=LR];\n"
      "node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
      "edge [fontname=\"sans-serif\", fontsize=10];\n";

#define MAX_SENTENCES 3 /* in a tooltip */

typedef struct
{
  EntOutput *output;
  GString *row;
} Writer;

static void
append_char (GString *row, gunichar c)
{
  if (c == '"' || c == '\\')
    g_string_append_c (row, '\\');
  g_string_append_unichar (row, (c < 0x20 && !strchr ("\t\n\r", c)) || c == 0xfffe || c == 0xffff ? 0xfffd : c);
}

static void
append_text (GString *row, const gchar *text)
{
  for (; *text; text = g_utf8_next_char (text))
    append_char (row, g_utf8_get_char (text));
}

/* As a label or tooltip, in which Graphviz looks for entities as HTML has them, and where a line of its own may follow
 */
static void
append_shown (GString *row, const gchar *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (*text == '&')
      g_string_append (row, "&amp;");
    else if (*text == '\n')
      g_string_append (row, "\\n");
    else
      append_char (row, g_utf8_get_char (text));
}

static void
append_quoted (GString *row, const gchar *text)
{
  g_string_append_c (row, '"');
  append_text (row, text);
  g_string_append_c (row, '"');
}

static void
append_field (GString *row, const gchar *name, const gchar *value)
{
  if (!*value)
    return;
  g_string_append_printf (row, ", %s=", name);
  append_quoted (row, value);
}

static gboolean
end_row (Writer *self, GError **error)
{
  gboolean ok;

  g_string_append (self->row, "];\n");
  ok = ent_output_write (self->output, self->row->str, self->row->len, error);
  g_string_truncate (self->row, 0);
  return ok;
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Writer *self = user_data;

  append_quoted (self->row, node->key);
  g_string_append (self->row, " [label=\"");
  append_shown (self->row, node->name);
  g_string_append (self->row, "\\n");
  append_shown (self->row, node->type);
  g_string_append (self->row, "\", tooltip=\"");
  append_shown (self->row, node->key);
  g_string_append_printf (self->row, "\\nmentions: %u, documents: %u\"", node->mentions, node->documents);
  append_field (self->row, "type", node->type);
  append_field (self->row, "aliases", node->aliases);
  g_string_append_printf (self->row, ", mentions=%u, documents=%u", node->mentions, node->documents);
  append_field (self->row, "first_seen", node->first_seen);
  append_field (self->row, "last_seen", node->last_seen);
  append_field (self->row, "links", node->links);
  return end_row (self, error);
}

/* How sure it is, then who says so in which words, a line each */
static void
append_tooltip (GString *row, const EntGraphEdge *edge)
{
  g_string_append (row, ", tooltip=\"");
  append_shown (row, edge->polarity);
  g_string_append (row, ", ");
  append_shown (row, edge->modality);
  for (guint i = 0; i < MIN (edge->weight, MAX_SENTENCES); i++)
    {
      const EntGraphEvidence *evidence = &edge->rows[i];

      g_string_append (row, *evidence->attribution_text ? "\\naccording to " : "\\n");
      append_shown (row, evidence->attribution_text);
      g_string_append (row, *evidence->attribution_text ? ": " : "");
      append_shown (row, evidence->sentence);
    }
  if (edge->weight > MAX_SENTENCES)
    g_string_append_printf (row, "\\n… and %u more", edge->weight - MAX_SENTENCES);
  g_string_append_c (row, '"');
}

static void
append_look (GString *row, const EntGraphEdge *edge)
{
  gboolean is_negated = !g_str_equal (edge->polarity, "affirmed");

  if (is_negated || !g_str_equal (edge->modality, "asserted"))
    g_string_append (row, ", style=dashed");
  if (is_negated)
    g_string_append (row, ", color=firebrick");
  if (!*edge->label)
    append_field (row, "xlabel", edge->type);
}

static void
append_fields (GString *row, const EntGraphEdge *edge)
{
  append_field (row, "type", edge->type);
  append_field (row, "event", edge->event);
  append_field (row, "polarity", edge->polarity);
  append_field (row, "modality", edge->modality);
  append_field (row, "attribution", edge->attribution);
  append_field (row, "time_start", edge->time_start);
  append_field (row, "time_end", edge->time_end);
  append_field (row, "place", edge->place);
  g_string_append_printf (row, ", weight=%u, documents=%u, confidence=", edge->weight, edge->documents);
  ent_format_append_number (row, edge->confidence);
  append_field (row, "evidence", edge->evidence);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Writer *self = user_data;

  append_quoted (self->row, edge->source);
  g_string_append (self->row, " -> ");
  append_quoted (self->row, edge->target);
  g_string_append_printf (self->row, " [id=\"%s\", label=\"", edge->id);
  append_shown (self->row, edge->label);
  g_string_append_c (self->row, '"');
  append_tooltip (self->row, edge);
  append_look (self->row, edge);
  append_fields (self->row, edge);
  return end_row (self, error);
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  Writer writer = { .output = outputs[0], .row = row };

  return ent_output_write (outputs[0], head, strlen (head), error)
         && ent_graph_foreach_node (graph, write_node, &writer, error)
         && ent_graph_foreach_edge (graph, write_edge, &writer, error)
         && ent_output_write (outputs[0], "}\n", 2, error);
}

const EntFormat ent_format_dot = {
  .name = "dot",
  .summary = "the graph for Graphviz to draw",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
