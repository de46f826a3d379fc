/* Reading gold with relations. */
#include "pipeline/cli/gold-links.h"

#include <jansson.h>
#include <string.h>

static void
clear_relation (gpointer data)
{
  g_clear_pointer (&((LinkRelation *) data)->evidence, g_array_unref);
}

void
gold_links_free (GoldLinks *self)
{
  g_clear_object (&self->doc);
  g_array_unref (self->mentions);
  g_array_unref (self->relations);
  g_array_unref (self->sentences);
  g_free (self);
}

static gchar *
dup_id (json_t *id)
{
  char *text = id ? json_dumps (id, JSON_ENCODE_ANY) : NULL;
  gchar *copy = g_strdup (text);

  free (text);
  return copy;
}

/* The number of an id, the next free one where it is new */
static gint
number_of (GHashTable *numbers, json_t *id)
{
  gchar *text = dup_id (id);
  gpointer known = text ? g_hash_table_lookup (numbers, text) : NULL;
  guint n = g_hash_table_size (numbers) + 1;

  if (!text || known)
    {
      g_free (text);
      return GPOINTER_TO_INT (known) - 1;
    }
  g_hash_table_insert (numbers, text, GUINT_TO_POINTER (n));
  return n - 1;
}

/* A few corpora have mentions of nothing: nobody can find them */
static gboolean
read_span (GoldLinks *self, json_t *object, LinkMention *mention)
{
  json_int_t start = -1, end = -1;
  const char *type = NULL;

  if (json_unpack (object, "{s:I, s:I, s:s}", "start", &start, "end", &end, "type", &type) || start < 0 || start > end
      || end >= G_MAXUINT32)
    return FALSE;
  mention->start = ent_document_char_to_byte (self->doc, start);
  mention->end = ent_document_char_to_byte (self->doc, end);
  mention->type = g_intern_string (type);
  mention->is_name = json_is_true (json_object_get (object, "name"));
  return mention->start != G_MAXUINT32 && mention->end != G_MAXUINT32;
}

static gboolean
read_mentions (GoldLinks *self, json_t *mentions, GHashTable *ids, GError **error)
{
  g_autoptr (GHashTable) clusters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_t *object;
  size_t i;

  json_array_foreach (mentions, i, object)
  {
    LinkMention mention = { .cluster = -1 };
    json_t *cluster = json_object_get (object, "cluster"), *id = json_object_get (object, "id");
    gchar *key = dup_id (id);

    if (!read_span (self, object, &mention))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
                     "entity %" G_GSIZE_FORMAT ": expected start, end (code points of the text) and type", i + 1);
        g_free (key);
        return FALSE;
      }
    if (cluster && !json_is_null (cluster))
      mention.cluster = number_of (clusters, cluster);
    if (key)
      g_hash_table_insert (ids, key, GUINT_TO_POINTER (self->mentions->len + 1));
    g_array_append_val (self->mentions, mention);
  }
  self->n_clusters = g_hash_table_size (clusters);
  return TRUE;
}

static gint
find_end (GHashTable *ids, json_t *relation, const gchar *end)
{
  g_autofree gchar *key = dup_id (json_object_get (relation, end));

  return key ? GPOINTER_TO_INT (g_hash_table_lookup (ids, key)) - 1 : -1;
}

static GArray *
read_evidence (json_t *relation)
{
  json_t *evidence = json_object_get (relation, "evidence"), *number;
  GArray *sentences = json_array_size (evidence) ? g_array_new (FALSE, FALSE, sizeof (guint)) : NULL;
  size_t i;

  json_array_foreach (evidence, i, number)
  {
    guint s = json_integer_value (number);

    g_array_append_val (sentences, s);
  }
  return sentences;
}

/* A label goes into a list that tabs and line ends part */
static gboolean
is_label (const gchar *type)
{
  return type && *type && !strpbrk (type, "\t\n");
}

static gboolean
read_relations (GoldLinks *self, json_t *relations, GHashTable *ids, GError **error)
{
  json_t *object;
  size_t i;

  json_array_foreach (relations, i, object)
  {
    const char *type = json_string_value (json_object_get (object, "type"));
    gint head = find_end (ids, object, "head"), tail = find_end (ids, object, "tail");
    LinkRelation relation = { head, tail, NULL, FALSE, NULL };

    if (head < 0 || tail < 0 || !is_label (type))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "relation %" G_GSIZE_FORMAT ": expected %s", i + 1,
                     head < 0 || tail < 0 ? "head and tail, each the id of an entity" : "a type");
        return FALSE;
      }
    relation.type = g_intern_string (type);
    relation.of_clusters = json_object_get (object, "head_cluster") != NULL;
    relation.evidence = read_evidence (object);
    g_array_append_val (self->relations, relation);
  }
  return TRUE;
}

static void
read_sentences (GoldLinks *self, json_t *sentences)
{
  json_t *span;
  size_t i;

  json_array_foreach (sentences, i, span)
  {
    guint32 end = ent_document_char_to_byte (self->doc, json_integer_value (json_array_get (span, 1)));

    g_array_append_val (self->sentences, end);
  }
}

GoldLinks *
gold_links_new (const Gold *gold, GError **error)
{
  g_autoptr (GoldLinks) self = g_new0 (GoldLinks, 1);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_t *mentions = json_object_get (gold->json, "mentions");
  json_t *relations = json_object_get (gold->json, "relations");

  self->mentions = g_array_new (FALSE, FALSE, sizeof (LinkMention));
  self->relations = g_array_new (FALSE, FALSE, sizeof (LinkRelation));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_set_clear_func (self->relations, clear_relation);
  if (!json_is_array (mentions))
    mentions = json_object_get (gold->json, "entities");
  if (!json_is_array (mentions) || !json_is_array (relations))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
                   "no relations: expected JSON Lines with text, entities and relations");
      return NULL;
    }
  self->doc = ent_document_new (gold->text, gold->length, error);
  if (!self->doc)
    return NULL;
  ent_document_set_title (self->doc, json_string_value (json_object_get (gold->json, "title")));
  read_sentences (self, json_object_get (gold->json, "sentences"));
  if (!read_mentions (self, mentions, ids, error) || !read_relations (self, relations, ids, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* The first token that begins at or after the byte */
static guint
find_token (const EntToken *tokens, guint n, guint32 byte)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (tokens[middle].start < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
gold_fit_tokens (const EntToken *tokens, guint n_tokens, guint32 start, guint32 end, guint *first, guint *n)
{
  guint last;

  *first = last = find_token (tokens, n_tokens, start);
  if (*first == n_tokens || tokens[*first].start != start)
    return FALSE;
  while (last < n_tokens && tokens[last].end < end)
    last++;
  *n = last - *first + 1;
  return last < n_tokens && tokens[last].end == end;
}
