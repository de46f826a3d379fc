/* EntFacts: from the layers of a document to rows. */
#include "pipeline/graph/facts.h"

#include "pipeline/graph/context.h"

#include <string.h>

/* A document while it is read */
typedef struct
{
  EntFacts *facts;
  EntDocument *doc;
  gint *entities;  /* row of each entity of the document, -1 where it has none */
  gint *sentences; /* row of each sentence, -1 where it is no evidence yet */
} Reading;

static const gchar *
keep (Reading *self, const gchar *string)
{
  return string && *string ? g_string_chunk_insert_const (self->facts->chunk, string) : "";
}

static const gchar *
keep_id (Reading *self, EntId id)
{
  return keep (self, ent_document_get_string (self->doc, id));
}

static const gchar *
keep_words (Reading *self, guint first, guint end)
{
  g_autofree gchar *words = first < end ? ent_document_dup_words (self->doc, first, end) : NULL;

  return keep (self, words);
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
add_entity (Reading *self, guint e, const EntEntity *entity, const EntFactsEntity *counts)
{
  EntFactsEntity row = *counts;

  row.key = keep_id (self, entity->key);
  if (!row.names || !*row.key)
    return;
  row.type = keep_id (self, entity->type);
  row.name = keep_id (self, entity->name);
  row.aliases = keep_id (self, entity->aliases);
  row.links = keep_id (self, entity->links);
  row.context = counts->context ? counts->context : "";
  self->entities[e] = self->facts->entities->len;
  g_array_append_val (self->facts->entities, row);
}

/* Whether a list or rule says who is named, as link takes it */
static gboolean
gives_key (const Reading *self, const EntMention *mention)
{
  const gchar *value = mention->value ? ent_document_get_string (self->doc, mention->value) : NULL;

  return mention->kind == ENT_MENTION_NAME && value && *value == '"';
}

/* Only entities that a name or value of the document stands for become nodes: what is described only ("the agency")
 * cannot be told from another of another document */
static void
add_entities (Reading *self)
{
  guint n, n_mentions;
  const EntEntity *entities = ent_document_get_entities (self->doc, &n);
  const EntMention *mentions = ent_document_get_mentions (self->doc, &n_mentions);
  g_autofree EntFactsEntity *counts = g_new0 (EntFactsEntity, n + 1);

  for (guint m = 0; m < n_mentions; m++)
    if (mentions[m].entity >= 0 && (guint) mentions[m].entity < n)
      {
        EntFactsEntity *count = &counts[mentions[m].entity];

        count->mentions++;
        count->names += mentions[m].kind == ENT_MENTION_NAME || mentions[m].kind == ENT_MENTION_VALUE;
        if (gives_key (self, &mentions[m]))
          count->context = ENT_FACTS_GIVEN;
      }
  for (guint e = 0; e < n; e++)
    {
      self->entities[e] = -1;
      add_entity (self, e, &entities[e], &counts[e]);
    }
}

static void
add_contexts (Reading *self)
{
  g_autofree gchar **contexts = ent_context_list (self->doc, self->entities, self->facts->entities->len);

  for (guint i = 0; i < self->facts->entities->len; i++)
    {
      EntFactsEntity *entity = &g_array_index (self->facts->entities, EntFactsEntity, i);
      g_autofree gchar *found = contexts[i];
      g_autofree gchar *context = g_strconcat (entity->context, *entity->context && *found ? "|" : "", found, NULL);

      entity->context = keep (self, context);
    }
}

static gint
entity_of (Reading *self, gint m)
{
  EntMention mention;
  guint n;

  ent_document_get_entities (self->doc, &n);
  if (m < 0 || !ent_document_get_mention (self->doc, m, &mention) || mention.entity < 0 || (guint) mention.entity >= n)
    return -1;
  return self->entities[mention.entity];
}

/* The key of the country whose government a mention stands for */
static const gchar *
acts_for (Reading *self, gint m)
{
  EntMention mention;

  return m >= 0 && ent_document_get_mention (self->doc, m, &mention) ? keep_id (self, mention.acts_for) : "";
}

static gchar *
dup_text (EntDocument *doc, guint32 start, guint32 end)
{
  const gchar *text = ent_document_get_text (doc, NULL);
  GString *clean = g_string_sized_new (end - start);

  for (gsize length; start < end; start += length + 1)
    {
      length = strnlen (text + start, end - start);
      g_string_append_len (clean, text + start, length);
      if (start + length < end)
        g_string_append (clean, "\uFFFD");
    }
  return g_string_free (clean, FALSE);
}

/* One copy of a sentence, however many relations it is evidence of */
static guint
add_sentence (Reading *self, guint s)
{
  GArray *rows = self->facts->sentences;
  EntSentence sentence;
  EntToken first, last;
  EntFactsSentence row;

  if (self->sentences[s] >= 0)
    return self->sentences[s];
  ent_document_get_sentence (self->doc, s, &sentence);
  ent_document_get_token (self->doc, sentence.first, &first);
  ent_document_get_token (self->doc, sentence.first + sentence.n - 1, &last);
  row = (EntFactsSentence){
    .text = dup_text (self->doc, first.start, last.end),
    .start = ent_document_byte_to_char (self->doc, first.start),
    .end = ent_document_byte_to_char (self->doc, last.end),
  };
  self->sentences[s] = rows->len;
  g_array_append_val (rows, row);
  return rows->len - 1;
}

static void
add_evidence (Reading *self, const EntRelation *relation)
{
  EntMention speaker = { 0 };
  EntFactsEvidence row = {
    .head = entity_of (self, relation->head),
    .tail = entity_of (self, relation->tail),
    .attribution = entity_of (self, relation->attribution),
    .place = entity_of (self, relation->place),
    .head_acts_for = acts_for (self, relation->head),
    .tail_acts_for = acts_for (self, relation->tail),
    .type = keep_id (self, relation->type),
    .label = keep_id (self, relation->label),
    .polarity = ent_polarity_to_string (relation->polarity),
    .modality = ent_modality_to_string (relation->modality),
    .event = keep_id (self, relation->event),
    .time = keep_id (self, relation->time),
    .by = keep_id (self, relation->by),
    .confidence = relation->confidence,
  };

  if (row.head < 0 || row.tail < 0 || row.head == row.tail)
    {
      self->facts->n_skipped++;
      return;
    }
  if (relation->attribution >= 0)
    ent_document_get_mention (self->doc, relation->attribution, &speaker);
  row.trigger = keep_words (self, relation->trigger_first, relation->trigger_first + relation->trigger_n);
  row.attribution_text = keep_words (self, speaker.first, speaker.first + speaker.n);
  row.sentence = add_sentence (self, relation->sentence);
  g_array_append_val (self->facts->evidence, row);
}

static void
clear_sentence (gpointer data)
{
  g_free (((EntFactsSentence *) data)->text);
}

static void
sum_strings (GChecksum *sum, const gchar *const *strings, guint n)
{
  for (guint i = 0; i < n; i++)
    g_checksum_update (sum, (const guchar *) (strings[i] ? strings[i] : ""), strings[i] ? strlen (strings[i]) + 1 : 1);
}

#define SUM(sum, ...)                                                                                                  \
  sum_strings (sum, (const gchar *const[]){ __VA_ARGS__ },                                                             \
               sizeof (const gchar *const[]){ __VA_ARGS__ } / sizeof (const gchar *))

static void
sum_numbers (GChecksum *sum, const gchar *format, ...)
{
  va_list arguments;
  g_autofree gchar *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  SUM (sum, text);
}

static gchar *
digest (const EntFacts *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  SUM (sum, self->id, self->title, self->date);
  for (guint i = 0; i < self->entities->len; i++)
    {
      const EntFactsEntity *row = &g_array_index (self->entities, EntFactsEntity, i);

      SUM (sum, row->key, row->type, row->name, row->aliases, row->links, row->context);
      sum_numbers (sum, "%u %u", row->mentions, row->names);
    }
  for (guint i = 0; i < self->sentences->len; i++)
    {
      const EntFactsSentence *row = &g_array_index (self->sentences, EntFactsSentence, i);

      SUM (sum, row->text);
      sum_numbers (sum, "%u %u", row->start, row->end);
    }
  for (guint i = 0; i < self->evidence->len; i++)
    {
      const EntFactsEvidence *row = &g_array_index (self->evidence, EntFactsEvidence, i);

      SUM (sum, row->type, row->label, row->polarity, row->modality, row->trigger, row->event, row->attribution_text,
           row->time, row->by, row->head_acts_for, row->tail_acts_for);
      sum_numbers (sum, "%u %d %d %d %d %.6f", row->sentence, row->head, row->tail, row->attribution, row->place,
                   row->confidence);
    }
  return g_strndup (g_checksum_get_string (sum), 32);
}

/**
 * ent_facts_input_digest: (skip)
 * @doc: a document, with or without layers
 *
 * Returns: (transfer full): 32 hexadecimal digits that are the same for the same id, text, title and date
 */
gchar *
ent_facts_input_digest (EntDocument *doc)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);

  SUM (sum, ent_document_get_id (doc), ent_document_get_title (doc), ent_document_get_date (doc));
  g_checksum_update (sum, (const guchar *) text, length);
  return g_strndup (g_checksum_get_string (sum), 32);
}

/**
 * ent_facts_new: (skip)
 * @doc: a document with mentions, entities and relations
 *
 * The context of an entity is the keys of the entities that are named in the same sentences, and the words for what
 * somebody is, as "role/minister"; before them, %ENT_FACTS_GIVEN where a list or rule gave the entity its key.
 *
 * Returns: (transfer full): what it says; nothing of @doc itself is kept
 */
EntFacts *
ent_facts_new (EntDocument *doc)
{
  EntFacts *self = g_new0 (EntFacts, 1);
  Reading reading = { .facts = self, .doc = doc };
  g_autofree gchar *date = dup_date (ent_document_get_date (doc));
  g_autofree gint *entities = NULL, *sentences = NULL;
  guint n_entities, n_sentences, n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);

  self->chunk = g_string_chunk_new (4096);
  self->entities = g_array_new (FALSE, FALSE, sizeof (EntFactsEntity));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (EntFactsSentence));
  self->evidence = g_array_new (FALSE, FALSE, sizeof (EntFactsEvidence));
  g_array_set_clear_func (self->sentences, clear_sentence);
  self->id = keep (&reading, ent_document_get_id (doc));
  self->source = keep (&reading, ent_document_get_source (doc));
  self->title = keep (&reading, ent_document_get_title (doc));
  self->date = keep (&reading, date);
  ent_document_get_entities (doc, &n_entities);
  ent_document_get_sentences (doc, &n_sentences);
  reading.entities = entities = g_new (gint, n_entities + 1);
  reading.sentences = sentences = g_new (gint, n_sentences + 1);
  memset (sentences, -1, (n_sentences + 1) * sizeof *sentences);
  add_entities (&reading);
  add_contexts (&reading);
  for (guint r = 0; r < n; r++)
    add_evidence (&reading, &relations[r]);
  self->digest = digest (self);
  self->input = ent_facts_input_digest (doc);
  return self;
}

void
ent_facts_free (EntFacts *self)
{
  g_array_unref (self->entities);
  g_array_unref (self->sentences);
  g_array_unref (self->evidence);
  g_string_chunk_free (self->chunk);
  g_free (self->digest);
  g_free (self->input);
  g_free (self);
}
