/* EntGraph, the filling of it: a document's entities and relations are merged into nodes, edges and evidence. */
#include "pipeline/graph/graph-private.h"

#include <string.h>

/* A document while it is merged */
typedef struct
{
  EntGraph *graph;
  EntDocument *doc;
  Node **nodes;       /* of each entity, NULL where it has none */
  guint32 *sentences; /* number in the graph of each sentence that is evidence, + 1 */
  StringId id;
} Merge;

static guint
edge_hash (gconstpointer data)
{
  const Edge *edge = data;
  guint hash = g_direct_hash (edge->source) * 31 + g_direct_hash (edge->target);

  hash = (hash * 31 + edge->type) * 31 + edge->label;
  return (hash * 31 + edge->polarity) * 31 + edge->modality;
}

static gboolean
edge_equal (gconstpointer a, gconstpointer b)
{
  const Edge *one = a, *other = b;

  return one->source == other->source && one->target == other->target && one->type == other->type
         && one->label == other->label && one->polarity == other->polarity && one->modality == other->modality;
}

/**
 * ent_graph_new: (skip)
 *
 * Returns: (transfer full): a graph without nodes
 */
EntGraph *
ent_graph_new (void)
{
  EntGraph *self = g_new0 (EntGraph, 1);

  self->chunk = g_string_chunk_new (64 * 1024);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_ptr_array_new ();
  g_ptr_array_add (self->strings, (gpointer) "");
  self->known = g_hash_table_new (g_direct_hash, g_direct_equal);
  self->node_index = g_hash_table_new (g_str_hash, g_str_equal);
  self->edge_index = g_hash_table_new (edge_hash, edge_equal);
  self->nodes = g_ptr_array_new_with_free_func (g_free);
  self->edges = g_ptr_array_new_with_free_func (g_free);
  self->variants = g_array_new (FALSE, TRUE, sizeof (Variant));
  g_array_set_size (self->variants, 1);
  self->sentences = g_array_new (FALSE, FALSE, sizeof (Sentence));
  self->evidence = g_array_new (FALSE, FALSE, sizeof (Evidence));
  return self;
}

/**
 * ent_graph_free: (skip)
 * @self: (transfer full): a graph
 */
void
ent_graph_free (EntGraph *self)
{
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->node_index);
  g_hash_table_unref (self->edge_index);
  g_ptr_array_unref (self->strings);
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->edges);
  g_array_unref (self->variants);
  g_array_unref (self->sentences);
  g_array_unref (self->evidence);
  g_string_chunk_free (self->chunk);
  g_free (self);
}

/**
 * ent_graph_get_n_skipped: (skip)
 * @self: a graph
 *
 * Returns: how many relations made no edge, because their head or tail is no node
 */
guint
ent_graph_get_n_skipped (EntGraph *self)
{
  return self->n_skipped;
}

static StringId
intern (EntGraph *self, const gchar *string)
{
  gpointer id;
  gchar *copy;

  if (!string || !*string)
    return 0;
  id = g_hash_table_lookup (self->ids, string);
  if (id)
    return GPOINTER_TO_UINT (id);
  copy = g_string_chunk_insert (self->chunk, string);
  g_hash_table_insert (self->ids, copy, GUINT_TO_POINTER (self->strings->len));
  g_ptr_array_add (self->strings, copy);
  return self->strings->len - 1;
}

/* The string of the document, in the graph */
static StringId
keep (Merge *merge, EntId id)
{
  return intern (merge->graph, ent_document_get_string (merge->doc, id));
}

static StringId
keep_words (Merge *merge, guint first, guint end)
{
  g_autofree gchar *words = first < end ? ent_document_dup_words (merge->doc, first, end) : NULL;

  return intern (merge->graph, words);
}

static Node *
node_for (EntGraph *self, const gchar *key)
{
  Node *node = g_hash_table_lookup (self->node_index, key);

  if (node)
    return node;
  node = g_new0 (Node, 1);
  node->key = ent_graph_string (self, intern (self, key));
  g_hash_table_insert (self->node_index, (gpointer) node->key, node);
  g_ptr_array_add (self->nodes, node);
  return node;
}

static void
add_variant (EntGraph *self, Node *node, VariantKind kind, StringId value, guint mentions)
{
  Variant variant = { .value = value, .mentions = mentions, .next = node->variants, .kind = kind };

  if (!value)
    return;
  for (guint32 v = node->variants; v; v = g_array_index (self->variants, Variant, v).next)
    {
      Variant *old = &g_array_index (self->variants, Variant, v);

      if (old->value == value && old->kind == kind)
        {
          old->mentions += mentions;
          return;
        }
    }
  node->variants = self->variants->len;
  g_array_append_val (self->variants, variant);
}

static void
add_variants (EntGraph *self, Node *node, VariantKind kind, const gchar *list, guint mentions)
{
  g_auto (GStrv) values = g_strsplit (list ? list : "", "|", -1);

  for (guint i = 0; values[i]; i++)
    add_variant (self, node, kind, intern (self, values[i]), mentions);
}

/* The date at the start of an ISO 8601 time ("2025", "2025-06" or "2025-06-09"), NULL where there is none */
static gchar *
dup_date (const gchar *date)
{
  static const gchar pattern[] = "0000-00-00";
  gsize n = 0;

  while (date && n < sizeof pattern - 1 && (pattern[n] == '-' ? date[n] == '-' : g_ascii_isdigit (date[n])))
    n++;
  return n >= 10 ? g_strndup (date, 10) : n >= 7 ? g_strndup (date, 7) : n >= 4 ? g_strndup (date, 4) : NULL;
}

static void
see_node (Merge *merge, Node *node)
{
  g_autofree gchar *date = dup_date (ent_document_get_date (merge->doc));
  const gchar *kept = date ? ent_graph_string (merge->graph, intern (merge->graph, date)) : NULL;

  if (node->last_document == merge->graph->n_documents)
    return;
  node->last_document = merge->graph->n_documents;
  node->documents++;
  if (kept && (!node->first_seen || strcmp (kept, node->first_seen) < 0))
    node->first_seen = kept;
  if (kept && (!node->last_seen || strcmp (kept, node->last_seen) > 0))
    node->last_seen = kept;
}

/* How often an entity is mentioned, and how often of these by name or as a value: what it is called is said there */
typedef struct
{
  guint mentions;
  guint names;
} Count;

static Node *
merge_entity (Merge *merge, const EntEntity *entity, const Count *count)
{
  EntGraph *self = merge->graph;
  const gchar *key = ent_document_get_string (merge->doc, entity->key);
  guint names = count->names;
  Node *node;

  if (!names || !key || !*key)
    return NULL;
  node = node_for (self, key);
  node->mentions += count->mentions;
  add_variant (self, node, VARIANT_TYPE, keep (merge, entity->type), names);
  add_variant (self, node, VARIANT_NAME, keep (merge, entity->name), names);
  add_variants (self, node, VARIANT_ALIAS, ent_document_get_string (merge->doc, entity->aliases), names);
  add_variants (self, node, VARIANT_LINK, ent_document_get_string (merge->doc, entity->links), names);
  see_node (merge, node);
  return node;
}

static void
merge_entities (Merge *merge)
{
  guint n, n_mentions;
  const EntEntity *entities = ent_document_get_entities (merge->doc, &n);
  const EntMention *mentions = ent_document_get_mentions (merge->doc, &n_mentions);
  g_autofree Count *counts = g_new0 (Count, n + 1);

  for (guint m = 0; m < n_mentions; m++)
    if (mentions[m].entity >= 0 && (guint) mentions[m].entity < n)
      {
        Count *count = &counts[mentions[m].entity];

        count->mentions++;
        count->names += mentions[m].kind == ENT_MENTION_NAME || mentions[m].kind == ENT_MENTION_VALUE;
      }
  for (guint e = 0; e < n; e++)
    merge->nodes[e] = merge_entity (merge, &entities[e], &counts[e]);
}

static Edge *
edge_for (EntGraph *self, const Edge *identity)
{
  Edge *edge = g_hash_table_lookup (self->edge_index, identity);

  if (edge)
    return edge;
  edge = g_memdup2 (identity, sizeof *identity);
  g_hash_table_add (self->edge_index, edge);
  g_ptr_array_add (self->edges, edge);
  return edge;
}

static Node *
node_of_mention (Merge *merge, gint m)
{
  guint n, n_entities;
  const EntMention *mentions = ent_document_get_mentions (merge->doc, &n);

  ent_document_get_entities (merge->doc, &n_entities);
  if (m < 0 || (guint) m >= n || mentions[m].entity < 0 || (guint) mentions[m].entity >= n_entities)
    return NULL;
  return merge->nodes[mentions[m].entity];
}

static gchar *
keep_text (Merge *merge, guint32 start, guint32 end)
{
  const gchar *text = ent_document_get_text (merge->doc, NULL);
  g_autoptr (GString) clean = g_string_sized_new (end - start);

  for (gsize length; start < end; start += length + 1)
    {
      length = strnlen (text + start, end - start);
      g_string_append_len (clean, text + start, length);
      if (start + length < end)
        g_string_append (clean, "\uFFFD");
    }
  return g_string_chunk_insert_len (merge->graph->chunk, clean->str, clean->len);
}

/* One copy of a sentence, however many relations it is evidence of */
static guint32
merge_sentence (Merge *merge, guint s)
{
  EntGraph *self = merge->graph;
  EntSentence sentence;
  EntToken first, last;
  Sentence row;

  if (merge->sentences[s])
    return merge->sentences[s] - 1;
  ent_document_get_sentence (merge->doc, s, &sentence);
  ent_document_get_token (merge->doc, sentence.first, &first);
  ent_document_get_token (merge->doc, sentence.first + sentence.n - 1, &last);
  row = (Sentence){
    .text = keep_text (merge, first.start, last.end),
    .document = merge->id,
    .start = ent_document_byte_to_char (merge->doc, first.start),
    .end = ent_document_byte_to_char (merge->doc, last.end),
  };
  g_array_append_val (self->sentences, row);
  merge->sentences[s] = self->sentences->len;
  return self->sentences->len - 1;
}

static void
add_evidence (Merge *merge, Edge *edge, const EntRelation *relation)
{
  EntGraph *self = merge->graph;
  const Node *holder = node_of_mention (merge, relation->attribution);
  const Node *place = node_of_mention (merge, relation->place);
  EntMention words = { 0 };
  Evidence row;

  if (relation->attribution >= 0)
    ent_document_get_mention (merge->doc, relation->attribution, &words);
  row = (Evidence){
    .edge = edge,
    .sentence = merge_sentence (merge, relation->sentence),
    .trigger = keep_words (merge, relation->trigger_first, relation->trigger_first + relation->trigger_n),
    .event = keep (merge, relation->event),
    .attribution = holder ? intern (self, holder->key) : 0,
    .attribution_text = keep_words (merge, words.first, words.first + words.n),
    .time = keep (merge, relation->time),
    .place = place ? intern (self, place->key) : 0,
    .by = keep (merge, relation->by),
    .confidence = relation->confidence,
  };
  g_array_append_val (self->evidence, row);
}

static void
merge_relation (Merge *merge, const EntRelation *relation)
{
  EntGraph *self = merge->graph;
  Edge identity = {
    .source = node_of_mention (merge, relation->head),
    .target = node_of_mention (merge, relation->tail),
    .type = keep (merge, relation->type),
    .label = keep (merge, relation->label),
    .polarity = relation->polarity,
    .modality = relation->modality,
  };
  Edge *edge;

  if (!identity.source || !identity.target || identity.source == identity.target)
    {
      self->n_skipped++;
      return;
    }
  edge = edge_for (self, &identity);
  edge->weight++;
  edge->confidence = MAX (edge->confidence, relation->confidence);
  if (edge->last_document != self->n_documents)
    edge->documents++;
  edge->last_document = self->n_documents;
  add_evidence (merge, edge, relation);
}

/**
 * ent_graph_add_document: (skip)
 * @self: a graph
 * @doc: a document with mentions, entities and relations
 *
 * Merges what @doc says into the graph, as the header describes. The graph keeps nothing of @doc itself.
 *
 * Returns: %FALSE where the graph has a document of the same id already, so that nothing was done
 */
gboolean
ent_graph_add_document (EntGraph *self, EntDocument *doc)
{
  Merge merge = { .graph = self, .doc = doc, .id = intern (self, ent_document_get_id (doc)) };
  guint n_entities, n_sentences, n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);
  g_autofree Node **nodes = NULL;
  g_autofree guint32 *sentences = NULL;

  if (merge.id && !g_hash_table_add (self->known, GUINT_TO_POINTER (merge.id)))
    return FALSE;
  ent_document_get_entities (doc, &n_entities);
  ent_document_get_sentences (doc, &n_sentences);
  merge.nodes = nodes = g_new0 (Node *, n_entities + 1);
  merge.sentences = sentences = g_new0 (guint32, n_sentences + 1);
  self->n_documents++;
  self->sorted = FALSE;
  merge_entities (&merge);
  for (guint r = 0; r < n; r++)
    merge_relation (&merge, &relations[r]);
  return TRUE;
}
