/* ftm — the graph as entities of FollowTheMoney, in JSON lines, as Aleph and OpenSanctions' tools read them
 * (https://followthemoney.tech). Nodes are entities, and so are edges: of a kind of its own where FollowTheMoney has
 * one for the relation and for what it joins, else UnknownLink.
 *
 * FollowTheMoney does not know what is denied or only possible: such a relation is an UnknownLink whose status says so,
 * and its role, too, because that is what is shown. Counts, confidence and events have no place there. Its ids are
 * letters, digits, dots and dashes: location/ru is location.ru, and keys with other characters become a hash. */
#include "stages/export/format.h"

#include "pipeline/json.h"

#include <string.h>

#define MAX_ID 200

/* What the two ends of a link may have to be */
typedef enum
{
  THING = 0,
  LEGAL_ENTITY = 1 << 0,
  PERSON = 1 << 1,
  ORGANIZATION = 1 << 2,
  ASSET = 1 << 3
} Kind;

typedef struct
{
  const gchar *type;
  const gchar *schema;
  Kind kinds;
} Schema;

/* The last one is for types that are not there: any party to something */
static const Schema schemata[] = {
  { "Person", "Person", LEGAL_ENTITY | PERSON },
  { "Organisation", "Organization", LEGAL_ENTITY | ORGANIZATION },
  { "Location", "Address", THING },
  { "Event", "Event", THING },
  { "Work", "Document", THING },
  { "DocumentReference", "Document", THING },
  { "Product", "Asset", ASSET },
  { "Weapon", "Asset", ASSET },
  { "Vehicle", "Vehicle", ASSET },
  { "MilitaryPlatform", "Vehicle", ASSET },
  { NULL, "LegalEntity", LEGAL_ENTITY },
};

typedef struct
{
  const gchar *type;
  const gchar *schema;
  const gchar *source;
  Kind source_kind;
  const gchar *target;
  Kind target_kind;
  const gchar *role;
} Link;

static const Link links[] = {
  { "member of", "Membership", "member", LEGAL_ENTITY, "organization", ORGANIZATION, "role" },
  { "employed by", "Employment", "employee", PERSON, "employer", ORGANIZATION, "role" },
  { "leader of", "Directorship", "director", LEGAL_ENTITY, "organization", ORGANIZATION, "role" },
  { "InChargeOf", "Directorship", "director", LEGAL_ENTITY, "organization", ORGANIZATION, "role" },
  { "owner of", "Ownership", "owner", LEGAL_ENTITY, "asset", ASSET, "role" },
  { "family", "Family", "person", PERSON, "relative", PERSON, "relationship" },
  { NULL, "UnknownLink", "subject", THING, "object", THING, "role" },
};

static const Schema *
schema_of (const gchar *type)
{
  const Schema *schema = schemata;

  while (schema->type && !g_str_equal (schema->type, type))
    schema++;
  return schema;
}

static gboolean
is_fact (const EntGraphEdge *edge)
{
  return g_str_equal (edge->polarity, "affirmed") && g_str_equal (edge->modality, "asserted");
}

static const Link *
link_of (const EntGraphEdge *edge)
{
  Kind source = schema_of (edge->source_type)->kinds, target = schema_of (edge->target_type)->kinds;
  const Link *link = links;

  while (link->type
         && !(is_fact (edge) && g_str_equal (link->type, edge->type) && source & link->source_kind
              && target & link->target_kind))
    link++;
  return link;
}

/* --- Values ------------------------------------------------------------------------------------------------------ */

static gboolean
is_plain (const gchar *key)
{
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (key[i]) && (key[i] != '-' && key[i] != '/'))
      return FALSE;
  return strchr (key, '/') && length <= MAX_ID && g_ascii_isalnum (key[0]) && g_ascii_isalnum (key[length - 1]);
}

static gchar *
make_id (const gchar *key)
{
  g_autofree gchar *hash = NULL;

  if (is_plain (key))
    return g_strdelimit (g_strdup (key), "/", '.');
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  return g_strdup_printf ("n%.32s", hash);
}

/* The year of our time, month and day that a date begins with, "" where it does not */
static gchar *
cut_date (const gchar *date)
{
  static const gchar pattern[] = "9999-99-99";
  gsize n = 0;

  while (n < sizeof pattern - 1 && (pattern[n] == '-' ? date[n] == '-' : g_ascii_isdigit (date[n])))
    n++;
  if (n < 4 || (*date != '1' && *date != '2'))
    return g_strdup ("");
  return g_strndup (date, n >= 10 ? 10 : n >= 7 ? 7 : 4);
}

/* Each of them once, in their order */
static void
put_values (GString *out, const gchar *property, GPtrArray *values)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < values->len; i++)
    {
      if (!*(const gchar *) values->pdata[i] || !g_hash_table_add (seen, values->pdata[i]))
        continue;
      if (g_hash_table_size (seen) == 1)
        {
          ent_json_key (out, property);
          ent_json_open (out, '[');
        }
      ent_json_string (out, values->pdata[i]);
    }
  if (g_hash_table_size (seen))
    ent_json_close (out, ']');
}

static void
put_value (GString *out, const gchar *property, const gchar *value)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  g_ptr_array_add (values, (gpointer) value);
  put_values (out, property, values);
}

static void
put_list (GString *out, const gchar *property, const gchar *list)
{
  g_auto (GStrv) parts = g_strsplit (list, "|", -1);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (guint i = 0; parts[i]; i++)
    g_ptr_array_add (values, parts[i]);
  put_values (out, property, values);
}

/* --- Nodes ------------------------------------------------------------------------------------------------------- */

/* Countries of ISO 3166-1, in small letters; the codes of their parts ("GB-SCT") are longer */
static void
put_links (GString *out, const gchar *list)
{
  static const gsize country = sizeof "iso3166=" - 1, item = sizeof "wikidata=" - 1;
  g_auto (GStrv) parts = g_strsplit (list, "|", -1);
  g_autoptr (GPtrArray) countries = g_ptr_array_new_with_free_func (g_free), items = g_ptr_array_new ();

  for (guint i = 0; parts[i]; i++)
    if (g_str_has_prefix (parts[i], "iso3166=") && strlen (parts[i]) == country + 2)
      g_ptr_array_add (countries, g_ascii_strdown (parts[i] + country, 2));
    else if (g_str_has_prefix (parts[i], "wikidata="))
      g_ptr_array_add (items, parts[i] + item);
  put_values (out, "country", countries);
  put_values (out, "wikidataId", items);
}

static void
open_entity (GString *out, const gchar *id, const gchar *schema)
{
  ent_json_open (out, '{');
  ent_json_key (out, "id");
  ent_json_string (out, id);
  ent_json_key (out, "schema");
  ent_json_string (out, schema);
  ent_json_key (out, "properties");
  ent_json_open (out, '{');
}

static gboolean
write_entity (GString *out, EntOutput *output, GError **error)
{
  ent_json_close (out, '}');
  ent_json_close (out, '}');
  g_string_append_c (out, '\n');
  return ent_output_write (output, out->str, out->len, error);
}

static gboolean
write_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree gchar *id = make_id (node->key);
  const Schema *schema = schema_of (node->type);

  open_entity (out, id, schema->schema);
  put_value (out, "name", node->name);
  put_list (out, "alias", node->aliases);
  put_value (out, "keywords", node->type);
  put_links (out, node->links);
  if (g_str_equal (schema->schema, "Address"))
    put_value (out, "full", node->name);
  if (g_str_equal (schema->schema, "Document"))
    put_value (out, "fileName", node->name);
  return write_entity (out, user_data, error);
}

/* --- Edges ------------------------------------------------------------------------------------------------------- */

/* "recruit (negated, possible)" */
static void
put_role (GString *out, const gchar *property, const EntGraphEdge *edge)
{
  const gchar *polarity = g_str_equal (edge->polarity, "affirmed") ? "" : edge->polarity;
  const gchar *modality = g_str_equal (edge->modality, "asserted") ? "" : edge->modality;
  g_autofree gchar *status = g_strjoin (*polarity && *modality ? ", " : "", polarity, modality, NULL);
  g_autofree gchar *role = *status ? g_strdup_printf ("%s (%s)", edge->label, status) : g_strdup (edge->label);

  put_value (out, property, role);
  put_value (out, "status", status);
}

static void
put_evidence (GString *out, const EntGraphEdge *edge)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new (), speakers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < edge->weight; i++)
    {
      g_ptr_array_add (sentences, (gpointer) edge->rows[i].sentence);
      if (*edge->rows[i].attribution_text)
        g_ptr_array_add (speakers, g_strconcat ("according to ", edge->rows[i].attribution_text, NULL));
    }
  put_values (out, "summary", sentences);
  put_values (out, "description", speakers);
  put_list (out, "recordId", edge->evidence);
}

static gboolean
write_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree gchar *source = make_id (edge->source), *target = make_id (edge->target);
  g_autofree gchar *start = cut_date (edge->time_start), *end = cut_date (edge->time_end);
  const Link *link = link_of (edge);

  open_entity (out, edge->id, link->schema);
  put_value (out, link->source, source);
  put_value (out, link->target, target);
  put_role (out, link->role, edge);
  put_value (out, "startDate", start);
  put_value (out, "endDate", end);
  put_evidence (out, edge);
  return write_entity (out, user_data, error);
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  return ent_graph_foreach_node (graph, write_node, outputs[0], error)
         && ent_graph_foreach_edge (graph, write_edge, outputs[0], error);
}

const EntFormat ent_format_ftm = {
  .name = "ftm",
  .summary = "the graph as entities of FollowTheMoney, for Aleph",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
