/* nquads — the graph as RDF, in N-Quads: whatever is claimed stands in a named graph of its own, with PROV-O's words
 * for who says so, where, and in which sentence (https://www.w3.org/TR/prov-o/).
 *
 * A claim is one piece of evidence. Its graph has the relation as a triple where it is affirmed and asserted, and in
 * any case the statement in parts (rdf:subject, rdf:predicate, rdf:object): what is denied or only possible is no
 * triple anywhere, not even where a store takes all graphs for one. What is known of claims, nodes, edges and documents
 * is in the default graph, under the names of the graph's columns where no common vocabulary has one.
 *
 * IRIs are urn:entente:KIND:NAME, with all but letters, digits and -._~/ of ASCII as %XX. */
#include "stages/export/format.h"

#include "pipeline/json.h"

#include <string.h>

#define OWN(name) "urn:entente:" name
#define RDF(name) "http://www.w3.org/1999/02/22-rdf-syntax-ns#" name
#define RDFS(name) "http://www.w3.org/2000/01/rdf-schema#" name
#define OWL(name) "http://www.w3.org/2002/07/owl#" name
#define XSD(name) "http://www.w3.org/2001/XMLSchema#" name
#define SKOS(name) "http://www.w3.org/2004/02/skos/core#" name
#define DCTERMS(name) "http://purl.org/dc/terms/" name
#define PROV(name) "http://www.w3.org/ns/prov#" name

/* What is said of one subject, in one graph; `graph` is "" for the default one */
typedef struct
{
  EntOutput *output;
  GString *lines;
  gchar *subject;
  gchar *graph;
} Writer;

static gchar *
make_iri (const gchar *kind, const gchar *name)
{
  g_autofree gchar *escaped = g_uri_escape_string (name, "/", FALSE);

  return g_strdup_printf ("<urn:entente:%s:%s>", kind, escaped);
}

static void
set_subject (Writer *self, const gchar *kind, const gchar *name)
{
  g_free (self->subject);
  self->subject = make_iri (kind, name);
}

static void
set_graph (Writer *self, const gchar *graph)
{
  g_free (self->graph);
  self->graph = g_strdup (graph);
}

static void
put (Writer *self, const gchar *predicate, const gchar *object)
{
  g_string_append_printf (self->lines, "%s <%s> %s%s%s .\n", self->subject, predicate, object, *self->graph ? " " : "",
                          self->graph);
}

static void
put_iri (Writer *self, const gchar *predicate, const gchar *kind, const gchar *name)
{
  g_autofree gchar *iri = *name ? make_iri (kind, name) : NULL;

  if (iri)
    put (self, predicate, iri);
}

/* U+FFFE and U+FFFF are no characters of xsd:string, and cut a literal short in some readers: they become U+FFFD */
static gchar *
clean (const gchar *value)
{
  GString *text = g_string_new (value);

  g_string_replace (text, "\uFFFE", "\uFFFD", 0);
  g_string_replace (text, "\uFFFF", "\uFFFD", 0);
  return g_string_free (text, FALSE);
}

/* The escapes of JSON are among those of N-Quads */
static void
put_typed (Writer *self, const gchar *predicate, const gchar *value, const gchar *type)
{
  g_autoptr (GString) literal = g_string_new (NULL);
  g_autofree gchar *text = clean (value);

  if (!*value)
    return;
  ent_json_string (literal, text);
  if (type)
    g_string_append_printf (literal, "^^<%s>", type);
  put (self, predicate, literal->str);
}

static void
put_text (Writer *self, const gchar *predicate, const gchar *value)
{
  put_typed (self, predicate, value, NULL);
}

static void
put_count (Writer *self, const gchar *predicate, guint count)
{
  gchar digits[12];

  g_snprintf (digits, sizeof digits, "%u", count);
  put_typed (self, predicate, digits, XSD ("integer"));
}

static void
put_confidence (Writer *self, gdouble confidence)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  ent_format_append_number (digits, confidence);
  put_typed (self, OWN ("confidence"), digits->str, XSD ("double"));
}

/* Dates of documents, which have a year, and perhaps a month and a day */
static void
put_date (Writer *self, const gchar *predicate, const gchar *date)
{
  gsize length = strlen (date);

  put_typed (self, predicate, date, length == 10 ? XSD ("date") : length == 7 ? XSD ("gYearMonth") : XSD ("gYear"));
}

static gboolean
flush (Writer *self, GError **error)
{
  gboolean ok = ent_output_write (self->output, self->lines->str, self->lines->len, error);

  g_string_truncate (self->lines, 0);
  return ok;
}

static gboolean
write_document (const EntGraphDocument *document, gpointer user_data, GError **error)
{
  Writer *self = user_data;

  set_subject (self, "document", document->id);
  put (self, RDF ("type"), "<" PROV ("Entity") ">");
  put_text (self, DCTERMS ("identifier"), document->id);
  put_text (self, DCTERMS ("source"), document->source);
  put_text (self, DCTERMS ("title"), document->title);
  put_date (self, DCTERMS ("date"), document->date);
  return flush (self, error);
}

/* Identifiers of Wikidata are IRIs there */
static void
put_link (Writer *self, const gchar *link)
{
  const gchar *number = link + strlen ("wikidata=Q");

  put_text (self, OWN ("links"), link);
  if (g_str_has_prefix (link, "wikidata=Q") && *number && !number[strspn (number, "0123456789")])
    {
      g_autofree gchar *iri = g_strdup_printf ("<http://www.wikidata.org/entity/Q%s>", number);

      put (self, OWL ("sameAs"), iri);
    }
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Writer *self = user_data;
  g_auto (GStrv) aliases = g_strsplit (node->aliases, "|", -1), links = g_strsplit (node->links, "|", -1);

  set_subject (self, "node", node->key);
  put_iri (self, RDF ("type"), "type", node->type);
  put_text (self, RDFS ("label"), node->name);
  for (guint i = 0; aliases[i]; i++)
    put_text (self, SKOS ("altLabel"), aliases[i]);
  put_count (self, OWN ("mentions"), node->mentions);
  put_count (self, OWN ("documents"), node->documents);
  put_date (self, OWN ("first_seen"), node->first_seen);
  put_date (self, OWN ("last_seen"), node->last_seen);
  for (guint i = 0; links[i]; i++)
    put_link (self, links[i]);
  return flush (self, error);
}

/* What is claimed, in the graph of the claim */
static void
put_statement (Writer *self, const EntGraphEdge *edge)
{
  const gchar *relation = g_str_equal (edge->type, "open") ? edge->label : edge->type;
  g_autofree gchar *name = g_uri_escape_string (relation, "/", FALSE);
  g_autofree gchar *predicate = g_strconcat (OWN ("relation:"), name, NULL);
  g_autofree gchar *claim = g_strdup (self->subject);

  set_graph (self, claim);
  put (self, RDF ("type"), "<" RDF ("Statement") ">");
  put_iri (self, RDF ("subject"), "node", edge->source);
  put_iri (self, RDF ("predicate"), "relation", relation);
  put_iri (self, RDF ("object"), "node", edge->target);
  if (g_str_equal (edge->polarity, "affirmed") && g_str_equal (edge->modality, "asserted"))
    {
      set_subject (self, "node", edge->source);
      put_iri (self, predicate, "node", edge->target);
    }
  set_graph (self, "");
}

/* Where it comes from, and all else that is known of it */
static void
put_provenance (Writer *self, const EntGraphEdge *edge, const EntGraphEvidence *evidence)
{
  put_iri (self, OWN ("edge"), "edge", edge->id);
  put_text (self, OWN ("polarity"), edge->polarity);
  put_text (self, OWN ("modality"), edge->modality);
  put_iri (self, PROV ("wasQuotedFrom"), "document", evidence->document);
  put_text (self, PROV ("value"), evidence->sentence);
  put_count (self, OWN ("start"), evidence->start);
  put_count (self, OWN ("end"), evidence->end);
  put_text (self, OWN ("trigger"), evidence->trigger);
  put_text (self, OWN ("event"), evidence->event);
  put_iri (self, PROV ("wasAttributedTo"), "node", evidence->attribution);
  put_text (self, OWN ("attribution_text"), evidence->attribution_text);
  put_text (self, OWN ("time"), evidence->time);
  put_iri (self, PROV ("atLocation"), "node", evidence->place);
  put_confidence (self, evidence->confidence);
  put_text (self, OWN ("by"), evidence->by);
  put_iri (self, OWN ("source_acts_for"), "node", evidence->source_acts_for);
  put_iri (self, OWN ("target_acts_for"), "node", evidence->target_acts_for);
}

static gboolean
write_claim (Writer *self, const EntGraphEdge *edge, guint i, GError **error)
{
  g_autofree gchar *id = g_strdup_printf ("%s-%u", edge->id, i + 1);

  set_subject (self, "claim", id);
  put_provenance (self, edge, &edge->rows[i]);
  put_statement (self, edge);
  return flush (self, error);
}

/* Events, attributions and places are those of its claims */
static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  Writer *self = user_data;

  set_subject (self, "edge", edge->id);
  put_iri (self, OWN ("source"), "node", edge->source);
  put_iri (self, OWN ("target"), "node", edge->target);
  put_text (self, OWN ("type"), edge->type);
  put_text (self, OWN ("label"), edge->label);
  put_text (self, OWN ("polarity"), edge->polarity);
  put_text (self, OWN ("modality"), edge->modality);
  put_text (self, OWN ("time_start"), edge->time_start);
  put_text (self, OWN ("time_end"), edge->time_end);
  put_count (self, OWN ("weight"), edge->weight);
  put_count (self, OWN ("documents"), edge->documents);
  put_confidence (self, edge->confidence);
  for (guint i = 0; i < edge->weight; i++)
    if (!write_claim (self, edge, i, error))
      return FALSE;
  return flush (self, error);
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  Writer writer = { .output = outputs[0], .lines = lines, .graph = g_strdup ("") };
  gboolean ok = ent_graph_foreach_document (graph, write_document, &writer, error)
                && ent_graph_foreach_node (graph, write_node, &writer, error)
                && ent_graph_foreach_edge (graph, write_edge, &writer, error);

  g_free (writer.subject);
  g_free (writer.graph);
  return ok;
}

const EntFormat ent_format_nquads = {
  .name = "nquads",
  .summary = "the graph as RDF, each claim a named graph with its provenance",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
