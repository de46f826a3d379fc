/* Gold for `entente eval`, by way of the `read` stage. Of JSON Lines it gives the lines, which are understood here:
 * mentions without tokens are of use to a measurement alone. */
#include "pipeline/cli/gold.h"
#include "pipeline/cli/cli.h"

#include <jansson.h>
#include <string.h>

static GArray *
new_spans (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Span));
}

static void
add_span (GArray *spans, guint32 start, guint32 end, guint32 k, const gchar *type)
{
  Span span = { start, end, k, type, 1 };

  g_array_append_val (spans, span);
}

/* The token after the last of the surface token that begins at t */
static guint
surface_end (const EntToken *tokens, guint n, guint t)
{
  for (t++; t < n && tokens[t].flags & ENT_TOKEN_JOINED; t++)
    ;
  return t;
}

GArray *
spans_of_tokens (EntDocument *doc)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  GArray *spans = new_spans ();

  for (guint t = 0, end; t < n; t = end)
    {
      end = surface_end (tokens, n, t);
      add_span (spans, tokens[t].start, tokens[end - 1].end, 0, NULL);
    }
  return spans;
}

/* A word of a multi-word token has the span of the whole and its place in it, from 1, as for the CoNLL 2018 scorer */
GArray *
spans_of_words (EntDocument *doc)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  GArray *spans = new_spans ();

  for (guint t = 0, end; t < n; t = end)
    {
      end = surface_end (tokens, n, t);
      for (guint k = 0; t + k < end; k++)
        add_span (spans, tokens[t].start, tokens[end - 1].end, end - t > 1 ? k + 1 : 0, NULL);
    }
  return spans;
}

GArray *
spans_of_sentences (EntDocument *doc)
{
  guint n, n_tokens;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  GArray *spans = new_spans ();

  for (guint s = 0; s < n; s++)
    add_span (spans, tokens[sentences[s].first].start, tokens[sentences[s].first + sentences[s].n - 1].end, 0, NULL);
  return spans;
}

GArray *
spans_of_mentions (EntDocument *doc, gboolean all_kinds)
{
  guint n, n_tokens;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  GArray *spans = new_spans ();

  for (guint m = 0; m < n; m++)
    if (all_kinds || mentions[m].kind == ENT_MENTION_NAME)
      {
        add_span (spans, tokens[mentions[m].first].start, tokens[mentions[m].first + mentions[m].n - 1].end, 0,
                  g_intern_string (ent_document_get_string (doc, mentions[m].type)));
        g_array_index (spans, Span, spans->len - 1).confidence = mentions[m].confidence;
      }
  return spans;
}

gint
compare_spans (gconstpointer a, gconstpointer b)
{
  const Span *x = a, *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  if (x->k != y->k)
    return x->k < y->k ? -1 : 1;
  return g_strcmp0 (x->type, y->type);
}

gboolean
span_is_in (const Span *span, GArray *sorted)
{
  return g_array_binary_search (sorted, span, compare_spans, NULL);
}

guint
spans_in_both (GArray *a, GArray *b)
{
  guint i = 0, j = 0, n = 0;

  g_array_sort (a, compare_spans);
  g_array_sort (b, compare_spans);
  while (i < a->len && j < b->len)
    {
      gint order = compare_spans (&g_array_index (a, Span, i), &g_array_index (b, Span, j));

      n += !order;
      i += order <= 0;
      j += order >= 0;
    }
  return n;
}

static void
clear_gold (Gold *gold)
{
  g_clear_pointer (&gold->text, g_free);
  g_clear_pointer (&gold->tokens, g_array_unref);
  g_clear_pointer (&gold->words, g_array_unref);
  g_clear_pointer (&gold->sentences, g_array_unref);
  g_clear_pointer (&gold->mentions, g_array_unref);
  json_decref (gold->json);
}

static gboolean
is_wanted (json_t *mention, gboolean all_kinds)
{
  const char *kind = json_string_value (json_object_get (mention, "kind"));
  json_t *name = json_object_get (mention, "name");

  return all_kinds || (!kind && !name) || (kind && !strcmp (kind, "name")) || (!kind && json_is_true (name));
}

static gboolean
add_gold_mention (EntDocument *doc, json_t *mention, GArray *spans, GError **error)
{
  json_int_t start = -1, end = -1;
  const char *type = NULL;
  guint32 first = G_MAXUINT32, last = G_MAXUINT32;

  json_unpack (mention, "{s:I, s:I, s:s}", "start", &start, "end", &end, "type", &type);
  /* A few corpora have mentions of nothing: nobody can find them */
  if (start >= 0 && start == end && ent_document_char_to_byte (doc, start) != G_MAXUINT32 && type)
    return TRUE;
  if (start >= 0 && start < end && end < G_MAXUINT32 && type)
    {
      first = ent_document_char_to_byte (doc, start);
      last = ent_document_char_to_byte (doc, end);
    }
  if (first == G_MAXUINT32 || last == G_MAXUINT32)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
                   "a mention from %" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT
                   ": expected start, end (code points of the text) and type",
                   start, end);
      return FALSE;
    }
  add_span (spans, first, last, 0, g_intern_string (type));
  return TRUE;
}

/* One line: {"text": …, "mentions": [{"start", "end", "type"}]}; other corpora call them "entities" */
static gboolean
gold_from_json (json_t *object, gboolean all_kinds, Gold *gold, GError **error)
{
  json_t *text = json_object_get (object, "text"), *mention;
  json_t *mentions = json_object_get (object, "mentions");
  g_autoptr (EntDocument) doc = NULL;
  size_t i;

  if (!json_is_array (mentions))
    mentions = json_object_get (object, "entities");
  if (!json_is_string (text) || !json_is_array (mentions))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "not gold: expected {\"text\": …, \"mentions\": […]}");
      return FALSE;
    }
  doc = ent_document_new (json_string_value (text), json_string_length (text), error);
  if (!doc)
    return FALSE;
  gold->length = json_string_length (text);
  gold->text = g_memdup2 (json_string_value (text), gold->length + 1);
  gold->mentions = new_spans ();
  json_array_foreach (mentions, i,
                      mention) if (is_wanted (mention, all_kinds)
                                   && !add_gold_mention (doc, mention, gold->mentions, error)) return FALSE;
  return TRUE;
}

/* A line of JSON has come as the text of a document */
static gboolean
gold_from_line (EntDocument *line, gboolean all_kinds, Gold *gold, GError **error)
{
  gsize length;
  const gchar *text = ent_document_get_text (line, &length);
  json_error_t wrong;
  json_t *object = json_loadb (text, length, JSON_ALLOW_NUL, &wrong);
  gboolean ok = object && gold_from_json (object, all_kinds, gold, error);

  if (!object)
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "byte %d: not JSON: %s", wrong.position, wrong.text);
  gold->json = object;
  return ok;
}

static void
gold_from_document (EntDocument *doc, gboolean all_kinds, Gold *gold)
{
  EntLayers layers = ent_document_get_layers (doc);
  const gchar *text = ent_document_get_text (doc, &gold->length);

  gold->text = g_memdup2 (text, gold->length + 1);
  if (layers & ENT_LAYER_TOKENS)
    {
      gold->tokens = spans_of_tokens (doc);
      gold->words = spans_of_words (doc);
      gold->sentences = spans_of_sentences (doc);
    }
  if (layers & ENT_LAYER_MENTIONS)
    gold->mentions = spans_of_mentions (doc, all_kinds);
  gold->doc = doc;
}

/* "gold.jsonl:17", or "gold.conllu, document d00017" where the reader knows no line */
static gchar *
name_place (EntDocument *doc, gboolean is_json)
{
  const gchar *source = ent_document_get_source (doc), *id = ent_document_get_id (doc);
  const gchar *slash = is_json ? strrchr (id, '/') : NULL;

  return slash ? g_strdup_printf ("%s:%s", source, slash + 1) : g_strdup_printf ("%s, document %s", source, id);
}

static gboolean
take_document (EntDocument *doc, gboolean is_json, gboolean all_kinds, GoldFunc func, gpointer data, GError **error)
{
  Gold gold = { 0 };
  g_autofree gchar *place = name_place (doc, is_json);
  gboolean ok = TRUE;

  if (is_json)
    ok = gold_from_line (doc, all_kinds, &gold, error);
  else
    gold_from_document (doc, all_kinds, &gold);
  ok = ok && func (&gold, data, error);
  clear_gold (&gold);
  if (!ok)
    g_prefix_error (error, "%s: ", place);
  return ok;
}

static gboolean
foreach_document (char *path, const char *from, gboolean all_kinds, GoldFunc func, gpointer data, GError **error)
{
  gboolean is_json = from ? !strcmp (from, "jsonl") : g_str_has_suffix (path, ".jsonl") || strstr (path, ".jsonl.");
  char *inputs[] = { path, NULL };
  g_autoptr (EntStage) source = cli_source (inputs, is_json ? "lines" : from, error);

  if (!source || !ent_stage_load (source, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (EntDocument) doc = NULL;

      if (!ent_stage_produce (source, &doc, error))
        return FALSE;
      if (!doc)
        return TRUE;
      if (!take_document (doc, is_json, all_kinds, func, data, error))
        return FALSE;
    }
}

gboolean
gold_foreach (char **paths, const char *from, gboolean all_kinds, GoldFunc func, gpointer data, GError **error)
{
  for (; *paths; paths++)
    if (!foreach_document (*paths, from, all_kinds, func, data, error))
      return FALSE;
  return TRUE;
}
