/* The layers of EntDocument, written: a stage adds only to those that it says it makes, and only what fits. */
#include "pipeline/document-private.h"

/* Kept until the stage returns: a stage in the middle of its work has nobody to tell */
void
ent_document_breach (EntDocument *self, const gchar *format, ...)
{
  va_list arguments;

  if (self->breach)
    return;
  va_start (arguments, format);
  self->breach = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

void
ent_document_enter (EntDocument *self, const gchar *stage, EntLayers makes)
{
  self->writable = makes;
  self->by = ent_document_intern (self, stage);
  g_clear_pointer (&self->breach, g_free);
}

gchar *
ent_document_leave (EntDocument *self)
{
  self->writable = ALL_LAYERS;
  self->by = 0;
  return g_steal_pointer (&self->breach);
}

gboolean
ent_document_may_add (EntDocument *self, EntLayers layers)
{
  EntLayers sealed = layers & ~self->writable;
  g_autofree gchar *name = NULL;

  if (!sealed)
    return TRUE;
  name = ent_layers_to_string (sealed);
  ent_document_breach (self, "changed the layer %s, which it does not say it makes", name);
  return FALSE;
}

/* Its index; the layer is there as soon as something is in it */
static guint
append (EntDocument *self, EntLayers layer, GArray *array, gconstpointer element)
{
  self->layers |= layer;
  g_array_append_vals (array, element, 1);
  return array->len - 1;
}

static guint
look_at_char (gunichar c, guint flags)
{
  if (g_ascii_islower (c) && c < 0x80) /* most of most texts: spares the Unicode tables */
    return (flags | ENT_TOKEN_ALPHA) & ~ENT_TOKEN_UPPER;
  if (g_unichar_isupper (c))
    return flags | ENT_TOKEN_ALPHA;
  if (g_unichar_isalpha (c))
    return (flags | ENT_TOKEN_ALPHA) & ~ENT_TOKEN_UPPER;
  if (g_unichar_isalnum (c))
    return flags | ENT_TOKEN_DIGIT;
  return flags;
}

/* Upper until another letter is seen, and only if there is a letter at all; punctuation if nothing else is */
static guint
look_at_text (const gchar *text, guint32 start, guint32 end)
{
  gunichar first = g_utf8_get_char (text + start);
  guint flags = ENT_TOKEN_UPPER;

  for (const gchar *p = text + start; p < text + end; p = g_utf8_next_char (p))
    flags = look_at_char (g_utf8_get_char (p), flags);
  if (!(flags & ENT_TOKEN_ALPHA))
    flags &= ~ENT_TOKEN_UPPER;
  if (!(flags & (ENT_TOKEN_ALPHA | ENT_TOKEN_DIGIT)))
    flags |= ENT_TOKEN_PUNCT;
  if (g_unichar_isupper (first) || (first >= 0x80 && g_unichar_istitle (first)))
    flags |= ENT_TOKEN_CAPITALISED;
  return flags;
}

/* White space and line breaks between the token before and this one */
static guint
look_before (EntDocument *self, guint32 start)
{
  guint32 from = self->tokens->len ? g_array_index (self->tokens, EntToken, self->tokens->len - 1).end : 0;
  guint flags = self->tokens->len ? 0 : ENT_TOKEN_SPACE_BEFORE | ENT_TOKEN_LINE_START;

  if (start > from)
    flags |= ENT_TOKEN_SPACE_BEFORE;
  for (guint32 i = from; i < start; i++)
    if (self->text[i] == '\n' || self->text[i] == '\r')
      flags |= ENT_TOKEN_LINE_START;
  return flags;
}

/* Between two characters, not within one */
static gboolean
is_border (EntDocument *self, guint32 byte)
{
  return byte == self->length || (self->text[byte] & 0xc0) != 0x80;
}

static gboolean
token_fits (EntDocument *self, guint32 start, guint32 end)
{
  guint n = self->tokens->len;

  return start < end && end <= self->length && (!n || start >= g_array_index (self->tokens, EntToken, n - 1).end)
         && is_border (self, start) && is_border (self, end);
}

/**
 * ent_document_add_token:
 * @self: a document
 * @start: first byte
 * @end: byte after the last
 * @flags: %ENT_TOKEN_JOINED or 0; the other flags are seen from the text
 *
 * Adds a token after all others. What lies between two tokens is taken for white space.
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_add_token (EntDocument *self, guint32 start, guint32 end, EntTokenFlags flags)
{
  EntToken token = { .start = start, .end = end, .head = ENT_NONE };

  if (!ent_document_may_add (self, ENT_LAYER_TOKENS))
    return G_MAXUINT;
  if (!token_fits (self, start, end))
    {
      ent_document_breach (
          self,
          "added a token of bytes %u to %u, which is empty, out of order, outside of the text, or cuts "
          "a character",
          start, end);
      return G_MAXUINT;
    }
  token.flags = look_at_text (self->text, start, end) | look_before (self, start) | (flags & ENT_TOKEN_JOINED);
  return append (self, ENT_LAYER_TOKENS, self->tokens, &token);
}

/**
 * ent_document_add_sentence:
 * @self: a document
 * @first: its first token: the one after the last sentence's last, or 0
 * @end: the token after its last
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_add_sentence (EntDocument *self, guint first, guint end)
{
  guint n = self->sentences->len;
  const EntSentence *last = n ? &g_array_index (self->sentences, EntSentence, n - 1) : NULL;
  EntSentence sentence = { first, end - first };

  if (!ent_document_may_add (self, ENT_LAYER_SENTENCES))
    return G_MAXUINT;
  if (first != (last ? last->first + last->n : 0) || end <= first || end > self->tokens->len)
    {
      ent_document_breach (self, "added a sentence of tokens %u to %u, which is empty, out of order or not there",
                           first, end);
      return G_MAXUINT;
    }
  return append (self, ENT_LAYER_SENTENCES, self->sentences, &sentence);
}

static EntToken *
token_to_change (EntDocument *self, guint t, EntLayers layer)
{
  if (!ent_document_may_add (self, layer))
    return NULL;
  if (t < self->tokens->len)
    return &g_array_index (self->tokens, EntToken, t);
  ent_document_breach (self, "changed token %u of %u", t, self->tokens->len);
  return NULL;
}

/**
 * ent_document_set_norm:
 * @self: a document
 * @t: a token
 * @norm: (nullable): the word's form where it is not its text
 */
void
ent_document_set_norm (EntDocument *self, guint t, const gchar *norm)
{
  EntToken *token = token_to_change (self, t, ENT_LAYER_TOKENS);

  if (token)
    token->norm = ent_document_intern (self, norm);
}

/**
 * ent_document_set_tag:
 * @self: a document
 * @t: a token
 * @pos: its part of speech
 * @lemma: (nullable): its lemma
 */
void
ent_document_set_tag (EntDocument *self, guint t, EntPos pos, const gchar *lemma)
{
  EntToken *token = token_to_change (self, t, ENT_LAYER_TAGS);

  if (!token)
    return;
  self->layers |= ENT_LAYER_TAGS;
  token->pos = pos;
  token->lemma = ent_document_intern (self, lemma);
}

/**
 * ent_document_set_head:
 * @self: a document
 * @t: a token
 * @head: the token that is its head; @t itself for a root
 * @dep: (nullable): the relation, as Universal Dependencies name it
 */
void
ent_document_set_head (EntDocument *self, guint t, gint head, const gchar *dep)
{
  EntToken *token = token_to_change (self, t, ENT_LAYER_HEADS);

  if (!token)
    return;
  if (head < 0 || (guint) head >= self->tokens->len)
    {
      ent_document_breach (self, "gave token %u the head %d of %u", t, head, self->tokens->len);
      return;
    }
  self->layers |= ENT_LAYER_HEADS;
  token->head = head;
  token->dep = ent_document_intern (self, dep);
}

/* Not of another document, which is an easy slip: the strings of each have their own numbers */
static gboolean
is_known (EntDocument *self, EntId id)
{
  return id < self->strings->len;
}

static gboolean
mention_fits (EntDocument *self, const EntMention *mention)
{
  gint n_entities = self->entities->len;

  return mention->n && mention->first < self->tokens->len && mention->n <= self->tokens->len - mention->first
         && mention->entity >= ENT_NONE && mention->entity < n_entities && mention->type
         && is_known (self, mention->type) && is_known (self, mention->value) && is_known (self, mention->acts_for)
         && is_known (self, mention->by);
}

/**
 * ent_document_append_mention: (skip)
 * @self: a document
 * @mention: it; `by` 0 stands for the running stage
 *
 * Adds a mention with all that is known of it.
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_append_mention (EntDocument *self, const EntMention *mention)
{
  EntMention copy = *mention;

  if (!ent_document_may_add (self, ENT_LAYER_MENTIONS))
    return G_MAXUINT;
  if (!mention_fits (self, mention))
    {
      ent_document_breach (self,
                           "added a mention of %u tokens from %u (of %u) and of entity %d (of %u) that names "
                           "something that is not there, or has no type",
                           copy.n, copy.first, self->tokens->len, copy.entity, self->entities->len);
      return G_MAXUINT;
    }
  if (!copy.by)
    copy.by = self->by;
  return append (self, ENT_LAYER_MENTIONS, self->mentions, &copy);
}

/**
 * ent_document_add_mention:
 * @self: a document
 * @first: its first token
 * @end: the token after its last
 * @type: a type of the ontology
 * @confidence: probability that span and type are right, 0 to 1
 *
 * Adds a name.
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_add_mention (EntDocument *self, guint first, guint end, const gchar *type, gfloat confidence)
{
  EntMention mention = {
    .first = first,
    .n = end > first ? end - first : 0,
    .type = ent_document_intern (self, type),
    .entity = ENT_NONE,
    .confidence = confidence,
  };

  return ent_document_append_mention (self, &mention);
}

/**
 * ent_document_add_entity:
 * @self: a document
 * @type: a type of the ontology
 * @name: the fullest form in the document
 * @key: what stands for it in every document: lower-case type, `/`, a code or the name in lower case with `-`; "" for
 *   one of this document alone, as what has no name, which no graph of a corpus takes up
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_add_entity (EntDocument *self, const gchar *type, const gchar *name, const gchar *key)
{
  EntEntity entity = {
    .type = ent_document_intern (self, type),
    .name = ent_document_intern (self, name),
    .key = ent_document_intern (self, key),
  };

  if (!ent_document_may_add (self, ENT_LAYER_ENTITIES))
    return G_MAXUINT;
  if (!entity.type || !entity.name || !entity.key)
    {
      ent_document_breach (self, "added an entity without a type, a name or a key");
      return G_MAXUINT;
    }
  return append (self, ENT_LAYER_ENTITIES, self->entities, &entity);
}

static EntEntity *
entity_to_change (EntDocument *self, guint e)
{
  if (!ent_document_may_add (self, ENT_LAYER_ENTITIES))
    return NULL;
  if (e < self->entities->len)
    return &g_array_index (self->entities, EntEntity, e);
  ent_document_breach (self, "changed entity %u of %u", e, self->entities->len);
  return NULL;
}

/**
 * ent_document_set_aliases:
 * @self: a document
 * @e: an entity
 * @aliases: (nullable): its other forms, separated by `|`
 */
void
ent_document_set_aliases (EntDocument *self, guint e, const gchar *aliases)
{
  EntEntity *entity = entity_to_change (self, e);

  if (entity)
    entity->aliases = ent_document_intern (self, aliases);
}

/**
 * ent_document_set_links:
 * @self: a document
 * @e: an entity
 * @links: (nullable): its identifiers, as `iso3166=RU`, separated by `|`
 */
void
ent_document_set_links (EntDocument *self, guint e, const gchar *links)
{
  EntEntity *entity = entity_to_change (self, e);

  if (entity)
    entity->links = ent_document_intern (self, links);
}

/**
 * ent_document_set_mention_entity:
 * @self: a document
 * @m: a mention
 * @e: the entity that it names, or %ENT_NONE
 */
void
ent_document_set_mention_entity (EntDocument *self, guint m, gint e)
{
  if (!ent_document_may_add (self, ENT_LAYER_ENTITIES))
    return;
  if (m >= self->mentions->len || e < ENT_NONE || e >= (gint) self->entities->len)
    ent_document_breach (self, "linked mention %u of %u to entity %d of %u", m, self->mentions->len, e,
                         self->entities->len);
  else
    g_array_index (self->mentions, EntMention, m).entity = e;
}

/**
 * ent_document_set_mention_acts_for:
 * @self: a document
 * @m: a mention
 * @key: (nullable): the key of a country, or of another that has a government, as of an entity ("location/ru")
 *
 * Says that the mention stands for a government here: "Moscow" of "Moscow denied it" is a city and acts for Russia. Its
 * entity stays the one that it names; the key is that of another entity, which the document need not have.
 */
void
ent_document_set_mention_acts_for (EntDocument *self, guint m, const gchar *key)
{
  if (!ent_document_may_add (self, ENT_LAYER_ENTITIES))
    return;
  if (m >= self->mentions->len || (key && !*key))
    ent_document_breach (self, "made mention %u of %u act for '%s'", m, self->mentions->len, key ? key : "");
  else
    g_array_index (self->mentions, EntMention, m).acts_for = ent_document_intern (self, key);
}

static gboolean
has_known_strings (EntDocument *self, const EntRelation *relation)
{
  return relation->type && is_known (self, relation->type) && is_known (self, relation->label)
         && is_known (self, relation->event) && is_known (self, relation->time) && is_known (self, relation->by)
         && is_known (self, relation->chain);
}

static gboolean
relation_fits (EntDocument *self, const EntRelation *relation)
{
  gint n_mentions = self->mentions->len;

  return relation->head < self->mentions->len && relation->tail < self->mentions->len
         && relation->attribution < n_mentions && relation->attribution >= ENT_NONE && relation->place < n_mentions
         && relation->place >= ENT_NONE && relation->sentence < self->sentences->len
         && relation->trigger_n <= self->tokens->len
         && relation->trigger_first <= self->tokens->len - relation->trigger_n && has_known_strings (self, relation);
}

/**
 * ent_document_append_relation: (skip)
 * @self: a document
 * @relation: it; `by` 0 stands for the running stage
 *
 * Adds a relation with all that is known of it.
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_append_relation (EntDocument *self, const EntRelation *relation)
{
  EntRelation copy = *relation;

  if (!ent_document_may_add (self, ENT_LAYER_RELATIONS))
    return G_MAXUINT;
  if (!relation_fits (self, relation))
    {
      ent_document_breach (self,
                           "added a relation between mentions %u and %u (of %u) in sentence %u (of %u) that names "
                           "something that is not there, or has no type",
                           copy.head, copy.tail, self->mentions->len, copy.sentence, self->sentences->len);
      return G_MAXUINT;
    }
  if (!copy.by)
    copy.by = self->by;
  return append (self, ENT_LAYER_RELATIONS, self->relations, &copy);
}

/**
 * ent_document_add_relation:
 * @self: a document
 * @head: the mention that acts
 * @tail: the mention that is acted upon
 * @label: the predicate's lemma with its particle or preposition
 * @sentence: the sentence that says it
 * @confidence: probability that it is right, 0 to 1
 *
 * Adds an open relation that the document itself asserts.
 *
 * Returns: its index, or %G_MAXUINT where it may not be added, which the pipeline reports
 */
guint
ent_document_add_relation (EntDocument *self, guint head, guint tail, const gchar *label, guint sentence,
                           gfloat confidence)
{
  EntRelation relation = {
    .head = head,
    .tail = tail,
    .attribution = ENT_NONE,
    .place = ENT_NONE,
    .sentence = sentence,
    .type = ent_document_intern (self, "open"),
    .label = ent_document_intern (self, label),
    .confidence = confidence,
  };

  return ent_document_append_relation (self, &relation);
}
