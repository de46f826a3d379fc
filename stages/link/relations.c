/* Relations of a document: each sentence with two mentions or more is cut into chunks, its clauses are read, and what
 * the rules find is given its source. Parts of speech and parses are not needed. */
#include "stages/link/relations.h"

#include <string.h>

/* Limits that keep a degenerate sentence (300 names in a row) cheap: relations of a sentence, tokens of one read */
#define MAX_FINDINGS 200
#define MAX_TOKENS 1000

typedef struct
{
  Sentence sentence;
  GArray *findings;
  GArray *sayings;
  GStringChunk *labels;
  Quotation quotation;
  EntId open;
  guint s;
} Reader;

void
link_add_findings (GArray *findings, const Finding *pattern, const Arguments *heads, const Arguments *tails)
{
  for (guint h = 0; h < heads->n; h++)
    for (guint t = 0; t < tails->n && findings->len < MAX_FINDINGS; t++)
      {
        Finding finding = *pattern;

        finding.head = heads->mentions[h];
        finding.tail = tails->mentions[t];
        if (finding.head != finding.tail)
          g_array_append_val (findings, finding);
      }
}

static gint *
find_mention_starts (const EntMention *mentions, guint n_mentions, guint n_tokens)
{
  gint *starts = g_new (gint, n_tokens + 1);

  for (guint t = 0; t <= n_tokens; t++)
    starts[t] = ENT_NONE;
  for (guint m = 0; m < n_mentions; m++)
    {
      gint *start = &starts[mentions[m].first];

      if (*start == ENT_NONE || mentions[*start].n < mentions[m].n)
        *start = m;
    }
  return starts;
}

static void
open_reader (Reader *self, EntDocument *doc, const Vocabulary *vocabulary)
{
  static const gchar *const things[] = { "Product", "Weapon", "MilitaryPlatform", "Vehicle" };
  Sentence *sentence = &self->sentence;

  *self = (Reader){ .sentence = { .doc = doc, .vocabulary = vocabulary } };
  sentence->text = ent_document_get_text (doc, NULL);
  sentence->tokens = ent_document_get_tokens (doc, &sentence->n_tokens);
  sentence->mentions = ent_document_get_mentions (doc, &sentence->n_mentions);
  sentence->mention_at = find_mention_starts (sentence->mentions, sentence->n_mentions, sentence->n_tokens);
  sentence->words = g_ptr_array_new ();
  sentence->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  sentence->temporal = ent_document_intern (doc, "Temporal");
  sentence->person = ent_document_intern (doc, "Person");
  sentence->nationality = ent_document_intern (doc, "Nationality");
  sentence->money = ent_document_intern (doc, "Money");
  sentence->location = ent_document_intern (doc, "Location");
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    sentence->things[i] = ent_document_intern (doc, things[i]);
  self->findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  self->sayings = g_array_new (FALSE, FALSE, sizeof (Saying));
  self->labels = g_string_chunk_new (256);
  self->quotation.speaker = ENT_NONE;
  self->open = ent_document_intern (doc, "open");
}

static void
close_reader (Reader *self)
{
  g_free (self->sentence.mention_at);
  g_ptr_array_unref (self->sentence.words);
  g_array_unref (self->sentence.chunks);
  g_array_unref (self->findings);
  g_array_unref (self->sayings);
  g_string_chunk_free (self->labels);
}

/* Two mentions of one entity are not related, and the same thing is said once a sentence */
static gboolean
is_news (const Reader *self, guint i)
{
  const Finding *finding = &g_array_index (self->findings, Finding, i);
  const EntMention *mentions = self->sentence.mentions;
  const EntMention *head = &mentions[finding->head];
  const EntMention *tail = &mentions[finding->tail];

  if (head->entity != ENT_NONE && head->entity == tail->entity)
    return FALSE;
  for (guint j = 0; j < i; j++)
    {
      const Finding *other = &g_array_index (self->findings, Finding, j);

      if (other->head == finding->head && other->tail == finding->tail && other->negated == finding->negated
          && g_str_equal (other->label, finding->label))
        return FALSE;
    }
  return TRUE;
}

/* Round estimates, after reading some hundreds of relations of news text (82 to 93 of a hundred were right, the
 * tagger's errors included); not counted rule by rule */
static gfloat
confidence_of (const gchar *rule)
{
  static const struct
  {
    const gchar *rule;
    gfloat confidence;
  } measured[] = { { "link/title", 0.95f },     { "link/apposition", 0.95f },  { "link/svo", 0.85f },
                   { "link/passive", 0.8f },    { "link/preposition", 0.85f }, { "link/copula", 0.85f },
                   { "link/accused", 0.85f },   { "link/event", 0.8f },        { "link/pronoun", 0.85f },
                   { "link/participle", 0.7f }, { "link/infinitive", 0.65f } };

  for (guint i = 0; i < G_N_ELEMENTS (measured); i++)
    if (g_str_equal (measured[i].rule, rule))
      return measured[i].confidence;
  return 0.5f;
}

static void
apply_source (const Reader *self, const Finding *finding, EntRelation *relation)
{
  const Saying *saying = link_saying_of (self->sayings, finding->trigger);

  relation->attribution = finding->source;
  /* what X is, is not said by X: "according to Jane Roe, director of Acme" */
  if (!saying || (saying->speaker == finding->head && finding->nominal))
    return;
  if (finding->source == ENT_NONE)
    relation->attribution = saying->speaker;
  if (saying->denied)
    relation->polarity = !relation->polarity;
  if (saying->possible && relation->modality == ENT_MODALITY_ASSERTED)
    relation->modality = ENT_MODALITY_POSSIBLE;
}

static void
add_relation (Reader *self, const Finding *finding)
{
  EntDocument *doc = self->sentence.doc;
  EntRelation relation = { .head = finding->head,
                           .tail = finding->tail,
                           .place = finding->place,
                           .sentence = self->s,
                           .trigger_first = finding->trigger,
                           .trigger_n = finding->trigger_end - finding->trigger,
                           .type = self->open,
                           .label = ent_document_intern (doc, finding->label),
                           .by = ent_document_intern (doc, finding->rule),
                           .confidence = confidence_of (finding->rule),
                           .polarity = finding->negated ? ENT_POLARITY_NEGATED : ENT_POLARITY_AFFIRMED,
                           .modality = finding->modality };

  apply_source (self, finding, &relation);
  ent_document_append_relation (doc, &relation);
}

static void
read_sentence (Reader *self)
{
  Sentence *sentence = &self->sentence;

  link_chunk (sentence);
  link_find_arguments (sentence);
  link_find_sayings (sentence, self->sayings, &self->quotation);
  g_array_set_size (self->findings, 0);
  g_string_chunk_clear (self->labels);
  link_find_verbal (sentence, self->findings, self->labels);
  link_find_nominal (sentence, self->findings, self->labels);
  for (guint i = 0; i < self->findings->len; i++)
    if (is_news (self, i))
      add_relation (self, &g_array_index (self->findings, Finding, i));
}

static guint
count_mentions (const Sentence *sentence)
{
  guint n = 0;

  for (guint t = sentence->first; t < sentence->end; t++)
    n += sentence->mention_at[t] != ENT_NONE;
  return n;
}

void
link_relations (EntDocument *doc, const Vocabulary *vocabulary)
{
  guint n;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);
  Reader reader;

  open_reader (&reader, doc, vocabulary);
  for (reader.s = 0; reader.s < n; reader.s++)
    {
      Sentence *sentence = &reader.sentence;
      guint n_mentions;

      sentence->first = sentences[reader.s].first;
      sentence->end = sentence->first + MIN (sentences[reader.s].n, MAX_TOKENS);
      n_mentions = count_mentions (sentence);
      if (n_mentions > 1 || (n_mentions && link_has_quote (sentence)))
        read_sentence (&reader);
      else if (reader.quotation.open)
        link_go_on_quoting (sentence, NULL, &reader.quotation);
    }
  close_reader (&reader);
}
