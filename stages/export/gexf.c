/* gexf — the graph for Gephi and its timeline (http://gexf.net, version 1.3). An edge holds for the days of its
 * evidence. The format carries a node's key as `id` and its name as `label`, and so the label and weight of an edge;
 * the rest are attributes.
 *
 * Two edges of one source and target must differ in `kind`, so that this holds all that tells edges apart. */
#include "stages/export/format.h"
#include "stages/export/spells.h"
#include "stages/export/xml.h"

typedef enum
{
  TYPE,
  ALIASES,
  MENTIONS,
  DOCUMENTS,
  FIRST_SEEN,
  LAST_SEEN,
  LINKS,
  N_OF_NODES,
  EDGE_TYPE = N_OF_NODES,
  EVENT,
  POLARITY,
  MODALITY,
  ATTRIBUTION,
  TIME_START,
  TIME_END,
  PLACE,
  EDGE_DOCUMENTS,
  CONFIDENCE,
  EVIDENCE,
  SENTENCES,
  N_ATTRIBUTES
} Attribute;

static const struct
{
  const gchar *name;
  const gchar *type;
} attributes[] = {
  [TYPE] = { "type", "string" },
  [ALIASES] = { "aliases", "string" },
  [MENTIONS] = { "mentions", "integer" },
  [DOCUMENTS] = { "documents", "integer" },
  [FIRST_SEEN] = { "first_seen", "string" },
  [LAST_SEEN] = { "last_seen", "string" },
  [LINKS] = { "links", "string" },
  [EDGE_TYPE] = { "type", "string" },
  [EVENT] = { "event", "string" },
  [POLARITY] = { "polarity", "string" },
  [MODALITY] = { "modality", "string" },
  [ATTRIBUTION] = { "attribution", "string" },
  [TIME_START] = { "time_start", "string" },
  [TIME_END] = { "time_end", "string" },
  [PLACE] = { "place", "string" },
  [EDGE_DOCUMENTS] = { "documents", "integer" },
  [CONFIDENCE] = { "confidence", "double" },
  [EVIDENCE] = { "evidence", "string" },
  [SENTENCES] = { "sentences", "string" },
};

static void
put_value (EntXml *xml, Attribute attribute, const gchar *value)
{
  if (!*value)
    return;
  ent_xml_start (xml, "attvalue");
  ent_xml_put_number (xml, "for", attribute);
  ent_xml_put_attribute (xml, "value", value);
  ent_xml_end (xml);
}

static void
put_count (EntXml *xml, Attribute attribute, guint count)
{
  ent_xml_start (xml, "attvalue");
  ent_xml_put_number (xml, "for", attribute);
  ent_xml_put_number (xml, "value", count);
  ent_xml_end (xml);
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  EntXml *xml = user_data;

  ent_xml_start (xml, "node");
  ent_xml_put_attribute (xml, "id", node->key);
  ent_xml_put_attribute (xml, "label", node->name);
  ent_xml_start (xml, "attvalues");
  put_value (xml, TYPE, node->type);
  put_value (xml, ALIASES, node->aliases);
  put_count (xml, MENTIONS, node->mentions);
  put_count (xml, DOCUMENTS, node->documents);
  put_value (xml, FIRST_SEEN, node->first_seen);
  put_value (xml, LAST_SEEN, node->last_seen);
  put_value (xml, LINKS, node->links);
  ent_xml_end (xml);
  ent_xml_end (xml);
  return ent_xml_check (xml, error);
}

static void
append_part (GString *kind, const gchar *part)
{
  if (kind->len)
    g_string_append_c (kind, '|');
  for (; *part; part++)
    {
      if (*part == '|' || *part == '\\')
        g_string_append_c (kind, '\\');
      g_string_append_c (kind, *part);
    }
}

/* "open|launch|affirmed|asserted". Characters that XML replaces could make two labels one: the id tells them apart */
static void
put_kind (EntXml *xml, const EntGraphEdge *edge)
{
  const gchar *const parts[] = { edge->type, edge->label, edge->polarity, edge->modality };
  g_autoptr (GString) kind = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    append_part (kind, parts[i]);
  if (!ent_xml_is_clean (kind->str))
    append_part (kind, edge->id);
  ent_xml_put_attribute (xml, "kind", kind->str);
}

static void
put_spells (EntXml *xml, const EntGraphEdge *edge)
{
  g_autoptr (GArray) spells = ent_spells_new (edge);

  if (!spells->len)
    return;
  ent_xml_start (xml, "spells");
  for (guint i = 0; i < spells->len; i++)
    {
      const EntSpell *spell = &g_array_index (spells, EntSpell, i);

      ent_xml_start (xml, "spell");
      ent_xml_put_attribute (xml, "start", spell->start);
      ent_xml_put_attribute (xml, "end", spell->end);
      ent_xml_end (xml);
    }
  ent_xml_end (xml);
}

static void
put_values (EntXml *xml, const EntGraphEdge *edge)
{
  g_autoptr (GString) confidence = g_string_new (NULL);
  g_autoptr (GString) sentences = g_string_new (NULL);

  ent_format_append_number (confidence, edge->confidence);
  ent_format_append_sentences (sentences, edge);
  ent_xml_start (xml, "attvalues");
  put_value (xml, EDGE_TYPE, edge->type);
  put_value (xml, EVENT, edge->event);
  put_value (xml, POLARITY, edge->polarity);
  put_value (xml, MODALITY, edge->modality);
  put_value (xml, ATTRIBUTION, edge->attribution);
  put_value (xml, TIME_START, edge->time_start);
  put_value (xml, TIME_END, edge->time_end);
  put_value (xml, PLACE, edge->place);
  put_count (xml, EDGE_DOCUMENTS, edge->documents);
  put_value (xml, CONFIDENCE, confidence->str);
  put_value (xml, EVIDENCE, edge->evidence);
  put_value (xml, SENTENCES, sentences->str);
  ent_xml_end (xml);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  EntXml *xml = user_data;

  ent_xml_start (xml, "edge");
  ent_xml_put_attribute (xml, "id", edge->id);
  ent_xml_put_attribute (xml, "source", edge->source);
  ent_xml_put_attribute (xml, "target", edge->target);
  put_kind (xml, edge);
  ent_xml_put_attribute (xml, "label", edge->label);
  ent_xml_put_number (xml, "weight", edge->weight);
  put_spells (xml, edge);
  put_values (xml, edge);
  ent_xml_end (xml);
  return ent_xml_check (xml, error);
}

static void
put_attributes (EntXml *xml, const gchar *of, guint first, guint end)
{
  ent_xml_start (xml, "attributes");
  ent_xml_put_attribute (xml, "class", of);
  ent_xml_put_attribute (xml, "mode", "static");
  for (guint i = first; i < end; i++)
    {
      ent_xml_start (xml, "attribute");
      ent_xml_put_number (xml, "id", i);
      ent_xml_put_attribute (xml, "title", attributes[i].name);
      ent_xml_put_attribute (xml, "type", attributes[i].type);
      ent_xml_end (xml);
    }
  ent_xml_end (xml);
}

static void
put_head (EntXml *xml)
{
  ent_xml_start (xml, "gexf");
  ent_xml_put_attribute (xml, "xmlns", "http://gexf.net/1.3");
  ent_xml_put_attribute (xml, "version", "1.3");
  ent_xml_start (xml, "graph");
  ent_xml_put_attribute (xml, "defaultedgetype", "directed");
  ent_xml_put_attribute (xml, "mode", "dynamic");
  ent_xml_put_attribute (xml, "timeformat", "date");
  ent_xml_put_attribute (xml, "timerepresentation", "interval");
  put_attributes (xml, "node", 0, N_OF_NODES);
  put_attributes (xml, "edge", N_OF_NODES, N_ATTRIBUTES);
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (EntXml) xml = ent_xml_new (outputs[0]);

  put_head (xml);
  ent_xml_start (xml, "nodes");
  if (!ent_graph_foreach_node (graph, write_node, xml, error))
    return FALSE;
  ent_xml_end (xml);
  ent_xml_start (xml, "edges");
  return ent_graph_foreach_edge (graph, write_edge, xml, error) && ent_xml_finish (xml, error);
}

const EntFormat ent_format_gexf = {
  .name = "gexf",
  .summary = "the graph for Gephi, with its timeline",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
