/* The layers of a document in JSON Lines. Spans are code points there and tokens here, so they need the tokens, and
 * their borders must be borders of tokens; every index is checked. */
#include "stages/read/jsonl-item.h"

static gboolean
add_token (const EntItem *item, gpointer unused G_GNUC_UNUSED)
{
  guint32 start, end;
  const EntToken *tokens = ent_document_get_tokens (item->doc, &(guint){ 0 });

  if (!ent_item_get_span (item, &start, &end))
    return FALSE;
  if (item->i && start < tokens[item->i - 1].end)
    return ent_item_fail (item, "begins before the token before it ends");
  ent_document_add_token (item->doc, start, end, 0);
  return TRUE;
}

static gboolean
add_tag (const EntItem *item, gpointer unused G_GNUC_UNUSED)
{
  const gchar *name, *lemma;
  EntPos pos;

  if (!ent_item_get_string (item, "pos", &name) || !ent_item_get_string (item, "lemma", &lemma))
    return FALSE;
  pos = name ? ent_pos_from_string (name) : ENT_POS_NONE;
  if (name && pos == ENT_POS_NONE)
    return ent_item_fail (item, "\"pos\" is '%s': expected one of Universal Dependencies' parts of speech (UPOS)",
                          name);
  if (name || lemma)
    ent_document_set_tag (item->doc, item->i, pos, lemma);
  return TRUE;
}

/* -1 is the root, which here is its own head */
static gboolean
add_head (const EntItem *item, gpointer data)
{
  GArray *heads = data;
  guint n;
  gint head;
  const gchar *dep;

  ent_document_get_tokens (item->doc, &n);
  if (!ent_item_get_index (item, "head", "tokens", n, TRUE, &head) || !ent_item_get_string (item, "dep", &dep))
    return FALSE;
  if (!json_object_get (item->object, "head"))
    {
      g_array_append_val (heads, head);
      return TRUE;
    }
  if (head == ENT_NONE)
    head = item->i;
  ent_document_set_head (item->doc, item->i, head, dep);
  g_array_append_val (heads, head);
  return TRUE;
}

/* What lies between two sentences must be white space: each takes the tokens up to its end */
static gboolean
add_sentence (const EntItem *item, gpointer data)
{
  guint *first = data;
  guint n, end;
  const EntToken *tokens = ent_document_get_tokens (item->doc, &n);
  guint32 from, to;

  if (!ent_item_get_span (item, &from, &to))
    return FALSE;
  end = ent_item_token_after (item->doc, to - 1);
  end += end < n && tokens[end].start < to;
  if (end <= *first || tokens[*first].start < from || tokens[end - 1].end > to)
    return ent_item_fail (item, "holds no token, cuts one, or leaves out tokens before it");
  ent_document_add_sentence (item->doc, *first, end);
  *first = end;
  return TRUE;
}

static gint
add_separated (const char *string, GString *out)
{
  if (out->len)
    g_string_append_c (out, '|');
  g_string_append (out, string);
  return 0;
}

static gboolean
add_aliases (const EntItem *item, guint e)
{
  json_t *aliases = json_object_get (item->object, "aliases"), *alias;
  g_autoptr (GString) joined = g_string_new (NULL);
  gsize i;

  json_array_foreach (aliases, i, alias)
  {
    if (!json_is_string (alias))
      return ent_item_fail (item, "\"aliases\" holds something that is no string");
    add_separated (json_string_value (alias), joined);
  }
  if (joined->len)
    ent_document_set_aliases (item->doc, e, joined->str);
  return TRUE;
}

static gboolean
add_links (const EntItem *item, guint e)
{
  json_t *links = json_object_get (item->object, "links"), *value;
  g_autoptr (GString) joined = g_string_new (NULL);
  const char *key;

  json_object_foreach (links, key, value)
  {
    if (!json_is_string (value))
      return ent_item_fail (item, "\"links\" holds something that is no string");
    add_separated (key, joined);
    g_string_append_printf (joined, "=%s", json_string_value (value));
  }
  if (joined->len)
    ent_document_set_links (item->doc, e, joined->str);
  return TRUE;
}

/* As the linker makes it: `location/new-york` */
static gchar *
key_of (const gchar *type, const gchar *name)
{
  g_autofree gchar *both = g_strconcat (type, "/", name, NULL);

  return g_strdelimit (g_utf8_strdown (both, -1), " ", '-');
}

static gboolean
add_entity (const EntItem *item, gpointer unused G_GNUC_UNUSED)
{
  const gchar *type, *name, *key;
  g_autofree gchar *made = NULL;
  guint e;

  if (!ent_item_get_string (item, "type", &type) || !ent_item_get_string (item, "name", &name)
      || !ent_item_get_string (item, "key", &key))
    return FALSE;
  if (!type || !name)
    return ent_item_fail (item, "no \"%s\"", type ? "name" : "type");
  e = ent_document_add_entity (item->doc, type, name, key ? key : (made = key_of (type, name)));
  return add_aliases (item, e) && add_links (item, e);
}

/* A value is kept as the JSON that it is */
static EntId
intern_json (EntDocument *doc, json_t *value)
{
  char *json;
  EntId id;

  if (!value || json_is_null (value))
    return 0;
  json = json_dumps (value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION (15));
  id = ent_document_intern (doc, json);
  free (json);
  return id;
}

static gboolean
add_mention (const EntItem *item, gpointer data)
{
  GHashTable *ids = data;
  EntMention mention = { .value = intern_json (item->doc, json_object_get (item->object, "value")) };
  guint n_entities;
  gint id = item->i;

  ent_document_get_entities (item->doc, &n_entities);
  if (!ent_item_get_tokens (item, &mention.first, &mention.n) || !ent_item_get_type (item, NULL, &mention.type)
      || !ent_item_get_word (item, "kind", ent_mention_kind_from_string, &mention.kind)
      || !ent_item_get_index (item, "entity", "entities", n_entities, TRUE, &mention.entity)
      || !ent_item_get_id (item, "acts_for", &mention.acts_for) || !ent_item_get_confidence (item, &mention.confidence)
      || !ent_item_get_id (item, "by", &mention.by) || !ent_item_get_int (item, "id", &id))
    return FALSE;
  if (!g_hash_table_insert (ids, GINT_TO_POINTER (id), GUINT_TO_POINTER (item->i)))
    return ent_item_fail (item, "\"id\" %d is that of another mention, too", id);
  if (!mention.by)
    mention.by = ent_document_intern (item->doc, "read/jsonl");
  ent_document_append_mention (item->doc, &mention);
  return TRUE;
}

static gboolean
get_mention (const EntItem *item, GHashTable *ids, const gchar *key, gboolean optional, gint *m)
{
  gint id = ENT_NONE;
  gpointer found;

  *m = ENT_NONE;
  if (!ent_item_get_int (item, key, &id))
    return FALSE;
  if (g_hash_table_lookup_extended (ids, GINT_TO_POINTER (id), NULL, &found))
    *m = GPOINTER_TO_INT (found);
  else if (!optional || id != ENT_NONE)
    return ent_item_fail (item, "\"%s\" is %d, which is no mention's id", key, id);
  return TRUE;
}

/* Who says that who says so: the numbers of mentions, by their ids here */
static gboolean
get_chain (const EntItem *item, GHashTable *ids, EntRelation *relation)
{
  json_t *chain = json_object_get (item->object, "attribution_chain"), *id;
  g_autoptr (GString) text = g_string_new ("[");
  gpointer found;
  gsize i;

  if (!chain || json_is_null (chain))
    return TRUE;
  if (!json_is_array (chain))
    return ent_item_fail (item, "\"attribution_chain\" is not an array of mentions' ids");
  json_array_foreach (chain, i, id)
  {
    if (!json_is_integer (id) || json_integer_value (id) < 0 || json_integer_value (id) > G_MAXINT
        || !g_hash_table_lookup_extended (ids, GINT_TO_POINTER ((gint) json_integer_value (id)), NULL, &found))
      return ent_item_fail (item, "\"attribution_chain\" has something that is no mention's id");
    g_string_append_printf (text, "%s%d", i ? "," : "", GPOINTER_TO_INT (found));
  }
  if (i)
    relation->chain = ent_document_intern (item->doc, g_string_append_c (text, ']')->str);
  return TRUE;
}

static gboolean
get_trigger (const EntItem *item, EntRelation *relation)
{
  json_t *trigger = json_object_get (item->object, "trigger");
  EntItem inner = *item;

  if (!trigger || json_is_null (trigger))
    return TRUE;
  inner.object = trigger;
  return ent_item_get_tokens (&inner, &relation->trigger_first, &relation->trigger_n);
}

/* Where a relation does not say, it stands in the sentence of its head */
static gboolean
get_sentence (const EntItem *item, EntRelation *relation)
{
  guint n, n_mentions;
  const EntSentence *sentences = ent_document_get_sentences (item->doc, &n);
  const EntMention *head = ent_document_get_mentions (item->doc, &n_mentions) + relation->head;
  gint s;

  if (!ent_item_get_index (item, "sentence", "sentences", n, TRUE, &s))
    return FALSE;
  if (!n)
    return ent_item_fail (item, "stands in no sentence: expected an array \"sentences\" in the document");
  for (guint i = 0; s == ENT_NONE && i < n; i++)
    if (head->first < sentences[i].first + sentences[i].n)
      s = i;
  relation->sentence = MAX (s, 0);
  return TRUE;
}

static gboolean
get_columns (const EntItem *item, EntRelation *relation)
{
  if (!ent_item_get_type (item, "open", &relation->type) || !ent_item_get_id (item, "label", &relation->label)
      || !ent_item_get_id (item, "event", &relation->event) || !ent_item_get_id (item, "time", &relation->time)
      || !ent_item_get_id (item, "by", &relation->by) || !ent_item_get_confidence (item, &relation->confidence)
      || !ent_item_get_word (item, "polarity", ent_polarity_from_string, &relation->polarity)
      || !ent_item_get_word (item, "modality", ent_modality_from_string, &relation->modality))
    return FALSE;
  if (!relation->by)
    relation->by = ent_document_intern (item->doc, "read/jsonl");
  return TRUE;
}

static gboolean
add_relation (const EntItem *item, gpointer data)
{
  EntRelation relation = { 0 };
  gint head, tail;

  if (!get_mention (item, data, "head", FALSE, &head) || !get_mention (item, data, "tail", FALSE, &tail)
      || !get_mention (item, data, "attribution", TRUE, &relation.attribution)
      || !get_mention (item, data, "place", TRUE, &relation.place))
    return FALSE;
  relation.head = head;
  relation.tail = tail;
  if (!get_chain (item, data, &relation) || !get_columns (item, &relation) || !get_trigger (item, &relation)
      || !get_sentence (item, &relation))
    return FALSE;
  ent_document_append_relation (item->doc, &relation);
  return TRUE;
}

/* Calls `add` for each object of an array that may be missing, and marks the layer where it is there */
static gboolean
each (EntDocument *doc, json_t *root, const gchar *key, EntLayers layer, gboolean (*add) (const EntItem *, gpointer),
      gpointer data, GError **error)
{
  json_t *array = json_object_get (root, key);
  EntItem item = { .doc = doc, .array = key, .error = error };
  gsize i;

  if (!array || json_is_null (array))
    return TRUE;
  if (!json_is_array (array))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "\"%s\" is not an array", key);
      return FALSE;
    }
  ent_document_mark_layers (doc, layer);
  json_array_foreach (array, i, item.object)
  {
    item.i = i;
    if (!json_is_object (item.object))
      return ent_item_fail (&item, "not an object");
    if (!add (&item, data))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_heads (EntDocument *doc, json_t *root, GError **error)
{
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (gint32));
  gint bad;

  if (!each (doc, root, "tokens", ENT_LAYER_NONE, add_head, heads, error))
    return FALSE;
  bad = ent_read_find_cycle ((const gint32 *) heads->data, heads->len);
  if (bad < 0)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "tokens[%d]: its heads lead back to it: expected a tree", bad);
  return FALSE;
}

static gboolean
add_sentences (EntDocument *doc, json_t *root, GError **error)
{
  guint n, end = 0;

  if (!each (doc, root, "sentences", ENT_LAYER_SENTENCES, add_sentence, &end, error))
    return FALSE;
  ent_document_get_tokens (doc, &n);
  if (end == n || !json_object_get (root, "sentences"))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "tokens[%u]: in none of the sentences", end);
  return FALSE;
}

/* Without tokens, spans have nothing to hold on to: the text is read, and the note says so */
static gboolean
has_layers_without_tokens (json_t *root)
{
  static const gchar *const keys[] = { "sentences", "mentions", "entities", "relations" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (json_array_size (json_object_get (root, keys[i])))
      return TRUE;
  return FALSE;
}

gboolean
ent_read_jsonl_add_layers (EntDocument *doc, struct json_t *root, GError **error)
{
  g_autoptr (GHashTable) ids = NULL;

  if (!json_is_array (json_object_get (root, "tokens")))
    {
      if (has_layers_without_tokens (root))
        ent_document_add_note (doc, "annotations without \"tokens\" are not kept");
      return TRUE;
    }
  ids = g_hash_table_new (NULL, NULL);
  return each (doc, root, "tokens", ENT_LAYER_TOKENS, add_token, NULL, error)
         && each (doc, root, "tokens", ENT_LAYER_NONE, add_tag, NULL, error) && add_heads (doc, root, error)
         && add_sentences (doc, root, error)
         && each (doc, root, "entities", ENT_LAYER_ENTITIES, add_entity, NULL, error)
         && each (doc, root, "mentions", ENT_LAYER_MENTIONS, add_mention, ids, error)
         && each (doc, root, "relations", ENT_LAYER_RELATIONS, add_relation, ids, error);
}
