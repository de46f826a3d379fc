/* Documents built by hand, for tests of what comes after the tagger: text, tokens and sentences in one string.
 *
 * White space separates tokens; `^` separates two without it; `+` separates the words of one surface token; `~` ends a
 * sentence after the token before it. All three marks are taken out of the text. "Do+n't go^.~ Stay^." */
#pragma once

#include "tests/harness.h"

#include <string.h>

static inline gboolean
is_mark (gchar c)
{
  return c != '\0' && strchr ("^+~", c) != NULL;
}

static inline gchar *
without_marks (const gchar *marked, gsize *length)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < *length; i++)
    if (!is_mark (marked[i]))
      g_string_append_c (text, marked[i]);
  *length = text->len;
  return g_string_free (text, FALSE);
}

static inline void
end_sentence (EntDocument *doc)
{
  guint n_tokens, n_sentences;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  guint first = n_sentences ? sentences[n_sentences - 1].first + sentences[n_sentences - 1].n : 0;

  ent_document_get_tokens (doc, &n_tokens);
  if (n_tokens > first)
    ent_document_add_sentence (doc, first, n_tokens);
}

static inline void
add_tokens (EntDocument *doc, const gchar *marked, gsize length)
{
  guint32 start = 0, byte = 0;
  gboolean joined = FALSE;

  for (gsize i = 0; i <= length; i++)
    {
      gboolean is_space = i == length || marked[i] == ' ' || marked[i] == '\n' || marked[i] == '\r';

      if ((is_space || is_mark (marked[i])) && byte > start)
        ent_document_add_token (doc, start, byte, joined ? ENT_TOKEN_JOINED : 0);
      if (is_space || is_mark (marked[i]))
        joined = marked[i] == '+';
      if (marked[i] == '~' || i == length)
        end_sentence (doc);
      byte += !is_mark (marked[i]);
      if (is_space || (i < length && is_mark (marked[i])))
        start = byte;
    }
}

static inline EntDocument *
document_of_length (const char *id, const char *marked, gsize length)
{
  gsize bytes = length;
  g_autofree gchar *text = without_marks (marked, &bytes);
  EntDocument *doc = ent_document_new (text, bytes, NULL);

  assert_non_null (doc);
  ent_document_set_id (doc, id);
  add_tokens (doc, marked, length);
  ent_document_mark_layers (doc, ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
  return doc;
}

static inline EntDocument *
document_of (const char *id, const char *marked)
{
  return document_of_length (id, marked, strlen (marked));
}

/* A mention of tokens [first, end) that names the entity of this key and name */
static inline guint
add_name (EntDocument *doc, guint first, guint end, const char *type, const char *name, const char *key)
{
  const EntMention mention = { .first = first,
                               .n = end - first,
                               .type = ent_document_intern (doc, type),
                               .by = ent_document_intern (doc, "test"),
                               .entity = ENT_NONE,
                               .confidence = 0.9f };
  guint m = ent_document_append_mention (doc, &mention);
  guint n, e;
  const EntEntity *entities = ent_document_get_entities (doc, &n);

  for (e = 0; e < n; e++)
    if (g_str_equal (ent_document_get_string (doc, entities[e].key), key))
      break;
  if (e == n)
    e = ent_document_add_entity (doc, type, name, key);
  ent_document_set_mention_entity (doc, m, e);
  ent_document_mark_layers (doc, ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS);
  return m;
}
