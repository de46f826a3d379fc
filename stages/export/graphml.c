/* graphml — the graph as NetworkX, Gephi, igraph and yEd read it (http://graphml.graphdrawing.org). The id of a node
 * is its key. Attributes that have nothing to say are left out. Characters that XML 1.0 cannot hold become U+FFFD. */
#include "stages/export/format.h"

#include <libxml/xmlwriter.h>
#include <string.h>

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

typedef struct
{
  xmlTextWriter *xml;
  EntOutput *output;
  GString *text;
  GError **error;
} Writer;

/* What libxml2 calls with its bytes; -1 ends the writing */
static int
write_bytes (void *context, const char *bytes, int length)
{
  Writer *self = context;

  return ent_output_write (self->output, bytes, length, self->error) ? length : -1;
}

static gboolean
is_xml_char (gunichar c)
{
  return c >= 0x20 ? c != 0xfffe && c != 0xffff : c == '\t' || c == '\n' || c == '\r';
}

static gboolean
is_clean (const gchar *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (!is_xml_char (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static const xmlChar *
clean (Writer *self, const gchar *text)
{
  if (is_clean (text))
    return (const xmlChar *) text;
  g_string_truncate (self->text, 0);
  for (; *text; text = g_utf8_next_char (text))
    if (is_xml_char (g_utf8_get_char (text)))
      g_string_append_len (self->text, text, g_utf8_next_char (text) - text);
    else
      g_string_append (self->text, "\uFFFD");
  return (const xmlChar *) self->text->str;
}

static void
start (Writer *self, const gchar *element)
{
  xmlTextWriterStartElement (self->xml, (const xmlChar *) element);
}

static void
end (Writer *self)
{
  xmlTextWriterEndElement (self->xml);
}

static void
put_attribute (Writer *self, const gchar *name, const gchar *value)
{
  xmlTextWriterWriteAttribute (self->xml, (const xmlChar *) name, clean (self, value));
}

static void
put_key_attribute (Writer *self, const gchar *name, Attribute attribute)
{
  xmlTextWriterWriteFormatAttribute (self->xml, (const xmlChar *) name, "d%u", (guint) attribute);
}

static void
put_text (Writer *self, Attribute attribute, const gchar *value)
{
  if (!*value)
    return;
  start (self, "data");
  put_key_attribute (self, "key", attribute);
  xmlTextWriterWriteString (self->xml, clean (self, value));
  end (self);
}

static void
put_uint (Writer *self, Attribute attribute, guint value)
{
  gchar digits[12];

  g_snprintf (digits, sizeof digits, "%u", value);
  put_text (self, attribute, digits);
}

static void
put_sentences (Writer *self, const EntGraphEdge *edge)
{
  g_autoptr (GString) sentences = g_string_new (NULL);

  for (guint i = 0; i < edge->weight; i++)
    {
      g_auto (GStrv) parts = g_strsplit (edge->rows[i].sentence, "|", -1);
      g_autofree gchar *sentence = g_strjoinv ("¦", parts);

      g_string_append_printf (sentences, "%s%s", i ? "|" : "", sentence);
    }
  put_text (self, SENTENCES, sentences->str);
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Writer *self = user_data;

  start (self, "node");
  put_attribute (self, "id", node->key);
  put_text (self, KEY, node->key);
  put_text (self, TYPE, node->type);
  put_text (self, NAME, node->name);
  put_text (self, ALIASES, node->aliases);
  put_uint (self, MENTIONS, node->mentions);
  put_uint (self, DOCUMENTS, node->documents);
  put_text (self, FIRST_SEEN, node->first_seen);
  put_text (self, LAST_SEEN, node->last_seen);
  put_text (self, LINKS, node->links);
  end (self);
  return !*error;
}

static void
put_confidence (Writer *self, gdouble confidence)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  ent_format_append_number (digits, confidence);
  put_text (self, CONFIDENCE, digits->str);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Writer *self = user_data;

  start (self, "edge");
  put_attribute (self, "id", edge->id);
  put_attribute (self, "source", edge->source);
  put_attribute (self, "target", edge->target);
  put_text (self, EDGE_TYPE, edge->type);
  put_text (self, LABEL, edge->label);
  put_text (self, EVENT, edge->event);
  put_text (self, POLARITY, edge->polarity);
  put_text (self, MODALITY, edge->modality);
  put_text (self, ATTRIBUTION, edge->attribution);
  put_text (self, TIME_START, edge->time_start);
  put_text (self, TIME_END, edge->time_end);
  put_text (self, PLACE, edge->place);
  put_uint (self, WEIGHT, edge->weight);
  put_uint (self, EDGE_DOCUMENTS, edge->documents);
  put_confidence (self, edge->confidence);
  put_text (self, EVIDENCE, edge->evidence);
  put_sentences (self, edge);
  end (self);
  return !*error;
}

static void
put_keys (Writer *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      start (self, "key");
      put_key_attribute (self, "id", i);
      put_attribute (self, "for", attributes[i].of);
      put_attribute (self, "attr.name", attributes[i].name);
      put_attribute (self, "attr.type", attributes[i].type);
      end (self);
    }
}

static gboolean
put_graph (Writer *self, EntGraph *graph)
{
  xmlTextWriterSetIndent (self->xml, 1);
  xmlTextWriterSetIndentString (self->xml, (const xmlChar *) "");
  xmlTextWriterStartDocument (self->xml, NULL, "UTF-8", NULL);
  start (self, "graphml");
  put_attribute (self, "xmlns", "http://graphml.graphdrawing.org/xmlns");
  put_keys (self);
  start (self, "graph");
  put_attribute (self, "id", "entente");
  put_attribute (self, "edgedefault", "directed");
  if (!ent_graph_foreach_node (graph, write_node, self, self->error)
      || !ent_graph_foreach_edge (graph, write_edge, self, self->error))
    return FALSE;
  xmlTextWriterEndDocument (self->xml);
  return xmlTextWriterFlush (self->xml) >= 0 && !*self->error;
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  Writer writer = { .output = outputs[0], .text = text, .error = &local };
  xmlOutputBuffer *buffer = xmlOutputBufferCreateIO (write_bytes, NULL, &writer, NULL);
  gboolean ok;

  writer.xml = xmlNewTextWriter (buffer);
  ok = put_graph (&writer, graph);
  xmlFreeTextWriter (writer.xml);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

const EntFormat ent_format_graphml = {
  .name = "graphml",
  .summary = "the graph for NetworkX, Gephi and others",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
