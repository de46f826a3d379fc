/* nodelink — the graph as JSON, for NetworkX's node_link_graph(); d3 — the same for D3 and NetworkX before 3.4, which
 * look for `links` where others have `edges`. What has nothing to say is left out; several values are arrays. */
#include "stages/export/nodelink.h"

#include "pipeline/json.h"
#include "stages/export/format.h"

#include <string.h>

typedef struct
{
  EntOutput *output;
  GString *row;
  gboolean escape;
  gboolean is_first; /* of its list */
} Writer;

static void
put_string (GString *row, const gchar *key, const gchar *value)
{
  if (!*value)
    return;
  ent_json_key (row, key);
  ent_json_string (row, value);
}

static void
put_uint (GString *row, const gchar *key, guint value)
{
  ent_json_key (row, key);
  ent_json_int (row, value);
}

/* An array of what `|` separates */
static void
put_list (GString *row, const gchar *key, const gchar *values)
{
  g_auto (GStrv) parts = g_strsplit (values, "|", -1);

  if (!*values)
    return;
  ent_json_key (row, key);
  ent_json_open (row, '[');
  for (guint i = 0; parts[i]; i++)
    ent_json_string (row, parts[i]);
  ent_json_close (row, ']');
}

/* In JSON, a `<` can only stand in a string */
static void
escape_markup (GString *row)
{
  if (memchr (row->str, '<', row->len))
    g_string_replace (row, "<", "\\u003c", 0);
}

static gboolean
write_row (Writer *self, GError **error)
{
  GString *row = self->row;
  gboolean ok;

  if (self->escape)
    escape_markup (row);
  ok = ent_output_write (self->output, self->is_first ? "\n" : ",\n", self->is_first ? 1 : 2, error)
       && ent_output_write (self->output, row->str, row->len, error);
  self->is_first = FALSE;
  g_string_truncate (row, 0);
  return ok;
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Writer *self = user_data;
  GString *row = self->row;

  ent_json_open (row, '{');
  put_string (row, "id", node->key);
  put_string (row, "type", node->type);
  put_string (row, "name", node->name);
  put_list (row, "aliases", node->aliases);
  put_uint (row, "mentions", node->mentions);
  put_uint (row, "documents", node->documents);
  put_string (row, "first_seen", node->first_seen);
  put_string (row, "last_seen", node->last_seen);
  put_list (row, "links", node->links);
  ent_json_close (row, '}');
  return write_row (self, error);
}

static void
put_evidence (GString *row, const EntGraphEvidence *evidence)
{
  ent_json_open (row, '{');
  put_string (row, "document", evidence->document);
  put_string (row, "date", evidence->date);
  put_uint (row, "start", evidence->start);
  put_uint (row, "end", evidence->end);
  put_string (row, "sentence", evidence->sentence);
  put_string (row, "trigger", evidence->trigger);
  put_string (row, "event", evidence->event);
  put_string (row, "attribution", evidence->attribution);
  put_string (row, "attribution_text", evidence->attribution_text);
  put_string (row, "time", evidence->time);
  put_string (row, "place", evidence->place);
  ent_json_key (row, "confidence");
  ent_json_double (row, evidence->confidence);
  put_string (row, "by", evidence->by);
  put_string (row, "source_acts_for", evidence->source_acts_for);
  put_string (row, "target_acts_for", evidence->target_acts_for);
  ent_json_close (row, '}');
}

static void
put_all_evidence (GString *row, const EntGraphEdge *edge)
{
  ent_json_key (row, "evidence");
  ent_json_open (row, '[');
  for (guint i = 0; i < edge->weight; i++)
    put_evidence (row, &edge->rows[i]);
  ent_json_close (row, ']');
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Writer *self = user_data;
  GString *row = self->row;

  ent_json_open (row, '{');
  put_string (row, "source", edge->source);
  put_string (row, "target", edge->target);
  put_string (row, "key", edge->id);
  put_string (row, "type", edge->type);
  put_string (row, "label", edge->label);
  put_list (row, "event", edge->event);
  put_string (row, "polarity", edge->polarity);
  put_string (row, "modality", edge->modality);
  put_list (row, "attribution", edge->attribution);
  put_string (row, "time_start", edge->time_start);
  put_string (row, "time_end", edge->time_end);
  put_list (row, "place", edge->place);
  put_uint (row, "weight", edge->weight);
  put_uint (row, "documents", edge->documents);
  ent_json_key (row, "confidence");
  ent_json_double (row, edge->confidence);
  put_all_evidence (row, edge);
  ent_json_close (row, '}');
  return write_row (self, error);
}

static gboolean
write_text (Writer *self, const gchar *text, GError **error)
{
  self->is_first = TRUE;
  return ent_output_write (self->output, text, strlen (text), error);
}

/* One node or edge a line */
gboolean
ent_nodelink_write (EntGraph *graph, EntOutput *output, EntNodelinkStyle style, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  Writer writer = { .output = output, .row = row, .escape = style == ENT_NODELINK_PAGE };
  const gchar *edges = style == ENT_NODELINK_LINKS ? "\n],\"links\":[" : "\n],\"edges\":[";

  return write_text (&writer, "{\"directed\":true,\"multigraph\":true,\"graph\":{},\n\"nodes\":[", error)
         && ent_graph_foreach_node (graph, write_node, &writer, error) && write_text (&writer, edges, error)
         && ent_graph_foreach_edge (graph, write_edge, &writer, error) && write_text (&writer, "\n]}\n", error);
}

static gboolean
write_edges (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  return ent_nodelink_write (graph, outputs[0], ENT_NODELINK_EDGES, error);
}

static gboolean
write_links (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  return ent_nodelink_write (graph, outputs[0], ENT_NODELINK_LINKS, error);
}

const EntFormat ent_format_nodelink = {
  .name = "nodelink",
  .summary = "the graph as JSON, with its evidence, for NetworkX",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_edges,
};

const EntFormat ent_format_d3 = {
  .name = "d3",
  .summary = "the same with links for edges, for D3",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_links,
};
