/* graphml — the graph as NetworkX, Gephi, igraph and yEd read it (http://graphml.graphdrawing.org). The id of a node
 * is its key. Attributes that have nothing to say are left out. */
#include "stages/export/format.h"
#include "stages/export/xml.h"

typedef enum
{
  KEY,
  TYPE,
  NAME,
  ALIASES,
  MENTIONS,
  DOCUMENTS,
  FIRST_SEEN,
  LAST_SEEN,
  LINKS,
  EDGE_TYPE,
  LABEL,
  EVENT,
  POLARITY,
  MODALITY,
  ATTRIBUTION,
  TIME_START,
  TIME_END,
  PLACE,
  WEIGHT,
  EDGE_DOCUMENTS,
  CONFIDENCE,
  EVIDENCE,
  SENTENCES
} Attribute;

/* SENTENCES: the text of each piece of evidence, separated as the evidence is */
static const struct
{
  const gchar *of;
  const gchar *name;
  const gchar *type;
} attributes[] = {
  [KEY] = { "node", "key", "string" },
  [TYPE] = { "node", "type", "string" },
  [NAME] = { "node", "name", "string" },
  [ALIASES] = { "node", "aliases", "string" },
  [MENTIONS] = { "node", "mentions", "int" },
  [DOCUMENTS] = { "node", "documents", "int" },
  [FIRST_SEEN] = { "node", "first_seen", "string" },
  [LAST_SEEN] = { "node", "last_seen", "string" },
  [LINKS] = { "node", "links", "string" },
  [EDGE_TYPE] = { "edge", "type", "string" },
  [LABEL] = { "edge", "label", "string" },
  [EVENT] = { "edge", "event", "string" },
  [POLARITY] = { "edge", "polarity", "string" },
  [MODALITY] = { "edge", "modality", "string" },
  [ATTRIBUTION] = { "edge", "attribution", "string" },
  [TIME_START] = { "edge", "time_start", "string" },
  [TIME_END] = { "edge", "time_end", "string" },
  [PLACE] = { "edge", "place", "string" },
  [WEIGHT] = { "edge", "weight", "int" },
  [EDGE_DOCUMENTS] = { "edge", "documents", "int" },
  [CONFIDENCE] = { "edge", "confidence", "double" },
  [EVIDENCE] = { "edge", "evidence", "string" },
  [SENTENCES] = { "edge", "sentences", "string" },
};

static void
put_key_attribute (EntXml *xml, const gchar *name, Attribute attribute)
{
  gchar id[8];

  g_snprintf (id, sizeof id, "d%u", (guint) attribute);
  ent_xml_put_attribute (xml, name, id);
}

static void
put_text (EntXml *xml, Attribute attribute, const gchar *value)
{
  if (!*value)
    return;
  ent_xml_start (xml, "data");
  put_key_attribute (xml, "key", attribute);
  ent_xml_put_text (xml, value);
  ent_xml_end (xml);
}

static void
put_uint (EntXml *xml, Attribute attribute, guint value)
{
  gchar digits[12];

  g_snprintf (digits, sizeof digits, "%u", value);
  put_text (xml, attribute, digits);
}

static void
put_sentences (EntXml *xml, const EntGraphEdge *edge)
{
  g_autoptr (GString) sentences = g_string_new (NULL);

  ent_format_append_sentences (sentences, edge);
  put_text (xml, SENTENCES, sentences->str);
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  EntXml *xml = user_data;

  ent_xml_start (xml, "node");
  ent_xml_put_attribute (xml, "id", node->key);
  put_text (xml, KEY, node->key);
  put_text (xml, TYPE, node->type);
  put_text (xml, NAME, node->name);
  put_text (xml, ALIASES, node->aliases);
  put_uint (xml, MENTIONS, node->mentions);
  put_uint (xml, DOCUMENTS, node->documents);
  put_text (xml, FIRST_SEEN, node->first_seen);
  put_text (xml, LAST_SEEN, node->last_seen);
  put_text (xml, LINKS, node->links);
  ent_xml_end (xml);
  return ent_xml_check (xml, error);
}

static void
put_confidence (EntXml *xml, gdouble confidence)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  ent_format_append_number (digits, confidence);
  put_text (xml, CONFIDENCE, digits->str);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  EntXml *xml = user_data;

  ent_xml_start (xml, "edge");
  ent_xml_put_attribute (xml, "id", edge->id);
  ent_xml_put_attribute (xml, "source", edge->source);
  ent_xml_put_attribute (xml, "target", edge->target);
  put_text (xml, EDGE_TYPE, edge->type);
  put_text (xml, LABEL, edge->label);
  put_text (xml, EVENT, edge->event);
  put_text (xml, POLARITY, edge->polarity);
  put_text (xml, MODALITY, edge->modality);
  put_text (xml, ATTRIBUTION, edge->attribution);
  put_text (xml, TIME_START, edge->time_start);
  put_text (xml, TIME_END, edge->time_end);
  put_text (xml, PLACE, edge->place);
  put_uint (xml, WEIGHT, edge->weight);
  put_uint (xml, EDGE_DOCUMENTS, edge->documents);
  put_confidence (xml, edge->confidence);
  put_text (xml, EVIDENCE, edge->evidence);
  put_sentences (xml, edge);
  ent_xml_end (xml);
  return ent_xml_check (xml, error);
}

static void
put_keys (EntXml *xml)
{
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      ent_xml_start (xml, "key");
      put_key_attribute (xml, "id", i);
      ent_xml_put_attribute (xml, "for", attributes[i].of);
      ent_xml_put_attribute (xml, "attr.name", attributes[i].name);
      ent_xml_put_attribute (xml, "attr.type", attributes[i].type);
      ent_xml_end (xml);
    }
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (EntXml) xml = ent_xml_new (outputs[0]);

  ent_xml_start (xml, "graphml");
  ent_xml_put_attribute (xml, "xmlns", "http://graphml.graphdrawing.org/xmlns");
  put_keys (xml);
  ent_xml_start (xml, "graph");
  ent_xml_put_attribute (xml, "id", "entente");
  ent_xml_put_attribute (xml, "edgedefault", "directed");
  return ent_graph_foreach_node (graph, write_node, xml, error)
         && ent_graph_foreach_edge (graph, write_edge, xml, error) && ent_xml_finish (xml, error);
}

const EntFormat ent_format_graphml = {
  .name = "graphml",
  .summary = "the graph for NetworkX, Gephi and others",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
