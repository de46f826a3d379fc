/* The layers of EntDocument as wholes: which there are, emptying them, and reading them: arrays for C, copies of single
 * elements for bindings. */
#include "pipeline/document-private.h"

#include <string.h>

/**
 * ent_document_get_layers:
 * @self: a document
 *
 * Returns: the layers made so far, empty ones included
 */
EntLayers
ent_document_get_layers (EntDocument *self)
{
  return self->layers;
}

/**
 * ent_document_mark_layers:
 * @self: a document
 * @layers: layers that are made, though they may be empty
 *
 * For readers of annotated input; the pipeline does it for stages.
 */
void
ent_document_mark_layers (EntDocument *self, EntLayers layers)
{
  if (ent_document_may_add (self, layers))
    self->layers |= layers;
}

/* Whatever names an element of these by its index, or is a column of it. An entity that no mention names says nothing,
 * so entities go with the mentions, and relations, which lie between entities, with both */
static EntLayers
with_dependants (EntLayers layers)
{
  if (layers & ENT_LAYER_TOKENS)
    return ALL_LAYERS;
  if (layers & ENT_LAYER_MENTIONS)
    layers |= ENT_LAYER_ENTITIES;
  if (layers & (ENT_LAYER_SENTENCES | ENT_LAYER_ENTITIES))
    layers |= ENT_LAYER_RELATIONS;
  return layers;
}

/**
 * ent_document_clear_layers:
 * @self: a document
 * @layers: layers to empty; those that name them by index go, too
 *
 * Makes room for a layer that is to be made afresh.
 */
void
ent_document_clear_layers (EntDocument *self, EntLayers layers)
{
  EntToken *tokens = (EntToken *) self->tokens->data;

  layers = with_dependants (layers) & self->layers;
  if (!ent_document_may_add (self, layers))
    return;
  self->layers &= ~layers;
  for (guint t = 0; layers & ENT_LAYER_TAGS && t < self->tokens->len; t++)
    tokens[t].pos = tokens[t].lemma = 0;
  for (guint t = 0; layers & ENT_LAYER_HEADS && t < self->tokens->len; t++)
    {
      tokens[t].head = ENT_NONE;
      tokens[t].dep = 0;
    }
  for (guint m = 0; layers & ENT_LAYER_ENTITIES && m < self->mentions->len; m++)
    g_array_index (self->mentions, EntMention, m).entity = ENT_NONE;
  if (layers & ENT_LAYER_TOKENS)
    g_array_set_size (self->tokens, 0);
  if (layers & ENT_LAYER_SENTENCES)
    g_array_set_size (self->sentences, 0);
  if (layers & ENT_LAYER_MENTIONS)
    g_array_set_size (self->mentions, 0);
  if (layers & ENT_LAYER_ENTITIES)
    g_array_set_size (self->entities, 0);
  if (layers & ENT_LAYER_RELATIONS)
    g_array_set_size (self->relations, 0);
}

/**
 * ent_document_get_tokens: (skip)
 * @self: a document
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the tokens; valid until one is added
 */
const EntToken *
ent_document_get_tokens (EntDocument *self, guint *n)
{
  *n = self->tokens->len;
  return (const EntToken *) self->tokens->data;
}

/**
 * ent_document_get_sentences: (skip)
 * @self: a document
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the sentences; valid until one is added
 */
const EntSentence *
ent_document_get_sentences (EntDocument *self, guint *n)
{
  *n = self->sentences->len;
  return (const EntSentence *) self->sentences->data;
}

/**
 * ent_document_get_mentions: (skip)
 * @self: a document
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the mentions; valid until one is added
 */
const EntMention *
ent_document_get_mentions (EntDocument *self, guint *n)
{
  *n = self->mentions->len;
  return (const EntMention *) self->mentions->data;
}

/**
 * ent_document_get_entities: (skip)
 * @self: a document
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the entities; valid until one is added
 */
const EntEntity *
ent_document_get_entities (EntDocument *self, guint *n)
{
  *n = self->entities->len;
  return (const EntEntity *) self->entities->data;
}

/**
 * ent_document_get_relations: (skip)
 * @self: a document
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the relations; valid until one is added
 */
const EntRelation *
ent_document_get_relations (EntDocument *self, guint *n)
{
  *n = self->relations->len;
  return (const EntRelation *) self->relations->data;
}

static gboolean
copy_element (GArray *array, guint i, gpointer element)
{
  guint size = g_array_get_element_size (array);

  if (i >= array->len)
    return FALSE;
  memcpy (element, array->data + (gsize) i * size, size);
  return TRUE;
}

/**
 * ent_document_get_token:
 * @self: a document
 * @t: which
 * @token: (out caller-allocates): a copy of it
 *
 * Returns: %FALSE where there is no such token
 */
gboolean
ent_document_get_token (EntDocument *self, guint t, EntToken *token)
{
  return copy_element (self->tokens, t, token);
}

/**
 * ent_document_get_sentence:
 * @self: a document
 * @s: which
 * @sentence: (out caller-allocates): a copy of it
 *
 * Returns: %FALSE where there is no such sentence
 */
gboolean
ent_document_get_sentence (EntDocument *self, guint s, EntSentence *sentence)
{
  return copy_element (self->sentences, s, sentence);
}

/**
 * ent_document_get_mention:
 * @self: a document
 * @m: which
 * @mention: (out caller-allocates): a copy of it
 *
 * Returns: %FALSE where there is no such mention
 */
gboolean
ent_document_get_mention (EntDocument *self, guint m, EntMention *mention)
{
  return copy_element (self->mentions, m, mention);
}

/**
 * ent_document_get_entity:
 * @self: a document
 * @e: which
 * @entity: (out caller-allocates): a copy of it
 *
 * Returns: %FALSE where there is no such entity
 */
gboolean
ent_document_get_entity (EntDocument *self, guint e, EntEntity *entity)
{
  return copy_element (self->entities, e, entity);
}

/**
 * ent_document_get_relation:
 * @self: a document
 * @r: which
 * @relation: (out caller-allocates): a copy of it
 *
 * Returns: %FALSE where there is no such relation
 */
gboolean
ent_document_get_relation (EntDocument *self, guint r, EntRelation *relation)
{
  return copy_element (self->relations, r, relation);
}

/**
 * ent_document_dup_words:
 * @self: a document
 * @first: the first token
 * @end: the token after the last
 *
 * Returns: (transfer full): the text from @first to @end, as it stands; empty where there are no such tokens
 */
gchar *
ent_document_dup_words (EntDocument *self, guint first, guint end)
{
  const EntToken *tokens = (const EntToken *) self->tokens->data;

  if (first >= end || end > self->tokens->len)
    return g_strdup ("");
  return g_strndup (self->text + tokens[first].start, tokens[end - 1].end - tokens[first].start);
}

/**
 * ent_document_token_is:
 * @self: a document
 * @t: a token
 * @words: (array zero-terminated=1): some words
 *
 * Returns: whether the text of @t is one of @words, to the letter
 */
gboolean
ent_document_token_is (EntDocument *self, guint t, const gchar *const *words)
{
  const EntToken *token;
  gsize length;

  if (t >= self->tokens->len)
    return FALSE;
  token = &g_array_index (self->tokens, EntToken, t);
  length = token->end - token->start;
  for (; *words; words++)
    if (strlen (*words) == length && !memcmp (*words, self->text + token->start, length))
      return TRUE;
  return FALSE;
}
