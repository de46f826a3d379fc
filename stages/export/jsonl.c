/* jsonl — annotated documents, one JSON object a line: the one format that keeps everything and can be read again. */
#include "stages/export/format.h"

#include "pipeline/json.h"

#include <string.h>

static void
append_known (GString *out, const gchar *key, const gchar *value)
{
  if (!value)
    return;
  ent_json_key (out, key);
  ent_json_string (out, value);
}

static void
append_int (GString *out, const gchar *key, gint64 number)
{
  ent_json_key (out, key);
  ent_json_int (out, number);
}

static void
append_id (GString *out, EntDocument *doc, const gchar *key, EntId id)
{
  append_known (out, key, ent_document_get_string (doc, id));
}

/* There are as many spans as tokens, so each is put together here and appended once */
static void
append_span (GString *out, const EntChars *chars, guint first, guint n)
{
  static const gchar start[] = ",\"start\":", end[] = ",\"end\":";
  gchar span[sizeof start + sizeof end + 20], *to = span;
  gsize comma = out->str[out->len - 1] == '{' ? 1 : 0;

  to = g_stpcpy (to, start + comma);
  to = ent_format_put_uint (to, chars[first].start);
  to = g_stpcpy (to, end);
  to = ent_format_put_uint (to, chars[first + n - 1].end);
  g_string_append_len (out, span, to - span);
}

static void
append_meta (GString *out, const gchar *const *meta)
{
  if (!meta[0])
    return;
  ent_json_key (out, "meta");
  ent_json_open (out, '{');
  for (guint i = 0; meta[i]; i += 2)
    {
      /* As a string, for unlike our own keys it may need escapes */
      ent_json_string (out, meta[i]);
      g_string_append_c (out, ':');
      ent_json_string (out, meta[i + 1]);
    }
  ent_json_close (out, '}');
}

static void
append_sentences (GString *out, EntDocument *doc, const EntChars *chars)
{
  guint n;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);

  ent_json_key (out, "sentences");
  ent_json_open (out, '[');
  for (guint s = 0; s < n; s++)
    {
      ent_json_open (out, '{');
      append_span (out, chars, sentences[s].first, sentences[s].n);
      ent_json_close (out, '}');
    }
  ent_json_close (out, ']');
}

static void
append_tokens (GString *out, EntDocument *doc, const EntChars *chars)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  ent_json_key (out, "tokens");
  ent_json_open (out, '[');
  for (guint t = 0; t < n; t++)
    {
      ent_json_open (out, '{');
      append_span (out, chars, t, 1);
      append_id (out, doc, "lemma", tokens[t].lemma);
      if (tokens[t].pos != ENT_POS_NONE)
        append_known (out, "pos", ent_pos_to_string (tokens[t].pos));
      if (tokens[t].head != ENT_NONE)
        append_int (out, "head", tokens[t].head == (gint64) t ? -1 : tokens[t].head);
      append_id (out, doc, "dep", tokens[t].dep);
      ent_json_close (out, '}');
    }
  ent_json_close (out, ']');
}

static void
append_mention (GString *out, EntDocument *doc, const EntChars *chars, const EntMention *mention, guint m)
{
  const gchar *value = ent_document_get_string (doc, mention->value);

  ent_json_open (out, '{');
  append_int (out, "id", m);
  append_span (out, chars, mention->first, mention->n);
  append_id (out, doc, "type", mention->type);
  append_known (out, "kind", ent_mention_kind_to_string (mention->kind));
  if (mention->entity != ENT_NONE)
    append_int (out, "entity", mention->entity);
  if (value)
    {
      ent_json_key (out, "value");
      ent_json_raw (out, value);
    }
  append_id (out, doc, "acts_for", mention->acts_for);
  ent_json_key (out, "confidence");
  ent_json_double (out, mention->confidence);
  append_id (out, doc, "by", mention->by);
  ent_json_close (out, '}');
}

static void
append_mentions (GString *out, EntDocument *doc, const EntChars *chars)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  ent_json_key (out, "mentions");
  ent_json_open (out, '[');
  for (guint m = 0; m < n; m++)
    append_mention (out, doc, chars, &mentions[m], m);
  ent_json_close (out, ']');
}

static void
append_aliases (GString *out, const gchar *aliases)
{
  g_auto (GStrv) list = g_strsplit (aliases, "|", -1);

  ent_json_key (out, "aliases");
  ent_json_open (out, '[');
  for (guint i = 0; list[i]; i++)
    ent_json_string (out, list[i]);
  ent_json_close (out, ']');
}

static gboolean
has_name_before (gchar **links, guint end, gsize length)
{
  for (guint i = 0; i < end; i++)
    if (strcspn (links[i], "=") == length && strncmp (links[i], links[end], length) == 0)
      return TRUE;
  return FALSE;
}

/* A name can stand once in a JSON object: the first of several links by one name is kept */
static void
append_links (GString *out, const gchar *links)
{
  g_auto (GStrv) list = g_strsplit (links, "|", -1);

  ent_json_key (out, "links");
  ent_json_open (out, '{');
  for (guint i = 0; list[i]; i++)
    {
      gsize length = strcspn (list[i], "=");

      if (has_name_before (list, i, length))
        continue;
      ent_json_string_len (out, list[i], length);
      g_string_append_c (out, ':');
      ent_json_string (out, list[i] + length + (list[i][length] == '='));
    }
  ent_json_close (out, '}');
}

static void
append_entities (GString *out, EntDocument *doc)
{
  guint n;
  const EntEntity *entities = ent_document_get_entities (doc, &n);

  ent_json_key (out, "entities");
  ent_json_open (out, '[');
  for (guint e = 0; e < n; e++)
    {
      ent_json_open (out, '{');
      append_int (out, "id", e);
      append_id (out, doc, "type", entities[e].type);
      append_id (out, doc, "name", entities[e].name);
      if (entities[e].aliases)
        append_aliases (out, ent_document_get_string (doc, entities[e].aliases));
      append_id (out, doc, "key", entities[e].key);
      if (entities[e].links)
        append_links (out, ent_document_get_string (doc, entities[e].links));
      ent_json_close (out, '}');
    }
  ent_json_close (out, ']');
}

static void
append_relation (GString *out, EntDocument *doc, const EntChars *chars, const EntRelation *relation, guint r)
{
  ent_json_open (out, '{');
  append_int (out, "id", r);
  append_id (out, doc, "type", relation->type);
  append_id (out, doc, "label", relation->label);
  append_int (out, "head", relation->head);
  append_int (out, "tail", relation->tail);
  if (relation->trigger_n)
    {
      ent_json_key (out, "trigger");
      ent_json_open (out, '{');
      append_span (out, chars, relation->trigger_first, relation->trigger_n);
      ent_json_close (out, '}');
    }
  append_int (out, "sentence", relation->sentence);
  append_known (out, "polarity", ent_polarity_to_string (relation->polarity));
  append_known (out, "modality", ent_modality_to_string (relation->modality));
  if (relation->attribution != ENT_NONE)
    append_int (out, "attribution", relation->attribution);
  if (relation->chain)
    {
      ent_json_key (out, "attribution_chain");
      ent_json_raw (out, ent_document_get_string (doc, relation->chain));
    }
  append_id (out, doc, "event", relation->event);
  append_id (out, doc, "time", relation->time);
  if (relation->place != ENT_NONE)
    append_int (out, "place", relation->place);
  ent_json_key (out, "confidence");
  ent_json_double (out, relation->confidence);
  append_id (out, doc, "by", relation->by);
  ent_json_close (out, '}');
}

static void
append_relations (GString *out, EntDocument *doc, const EntChars *chars)
{
  guint n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);

  ent_json_key (out, "relations");
  ent_json_open (out, '[');
  for (guint r = 0; r < n; r++)
    append_relation (out, doc, chars, &relations[r], r);
  ent_json_close (out, ']');
}

static void
append_header (GString *out, EntDocument *doc)
{
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);

  append_known (out, "id", ent_document_get_id (doc));
  append_known (out, "source", ent_document_get_source (doc));
  append_known (out, "title", ent_document_get_title (doc));
  append_known (out, "date", ent_document_get_date (doc));
  append_known (out, "lang", ent_document_get_lang (doc));
  append_meta (out, ent_document_list_meta (doc));
  ent_json_key (out, "text");
  ent_json_string_len (out, text, length);
}

static void
append_document (EntDocument *doc, GString *out)
{
  EntLayers layers = ent_document_get_layers (doc);
  g_autofree EntChars *chars = ent_format_token_chars (doc);

  ent_json_open (out, '{');
  append_header (out, doc);
  if (layers & ENT_LAYER_SENTENCES)
    append_sentences (out, doc, chars);
  if (layers & ENT_LAYER_TOKENS)
    append_tokens (out, doc, chars);
  if (layers & ENT_LAYER_MENTIONS)
    append_mentions (out, doc, chars);
  if (layers & ENT_LAYER_ENTITIES)
    append_entities (out, doc);
  if (layers & ENT_LAYER_RELATIONS)
    append_relations (out, doc, chars);
  ent_json_close (out, '}');
  g_string_append_c (out, '\n');
}

const EntFormat ent_format_jsonl = {
  .name = "jsonl",
  .summary = "annotated documents, one a line",
  .append = append_document,
};
