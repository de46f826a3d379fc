/* Gathers what the rules find in a document, and makes relations of it: judged, dated, each said once. */
#include "stages/link/metonymy.h"
#include "stages/link/open.h"

#include <string.h>

/* Relations of one sentence: what is beyond is an enumeration, not language */
#define MAX_FINDINGS 400

void
link_find (LinkReader *self, const LinkFinding *pattern, const LinkArguments *heads, const LinkArguments *tails)
{
  for (guint i = 0; i < heads->n; i++)
    for (guint j = 0; j < tails->n; j++)
      {
        LinkFinding finding = *pattern;

        finding.head = heads->phrases[i];
        finding.tail = tails->phrases[j];
        if (self->found->len < MAX_FINDINGS)
          g_array_append_val (self->found, finding);
        else
          self->cut = TRUE;
      }
}

/* Of a description what is said may stand in it: "a memo seen by X" */
static gboolean
is_part_of_name (const LinkPhrase *part, const LinkPhrase *name)
{
  return name->kind == ENT_MENTION_NAME && part->first < name->end && name->first < part->end;
}

/* "Zentara is a bank": one thing, of which something is said all the same */
static gboolean
is_description (const LinkFinding *finding, const LinkPhrase *tail)
{
  return tail->kind == ENT_MENTION_NOMINAL
         && (g_str_equal (finding->rule, "link/copula") || g_str_equal (finding->rule, "link/apposition"));
}

/* A thing is not related to itself or to a part of its own name, and the same is said once a sentence */
static gboolean
is_news (const LinkReader *self, guint i)
{
  const LinkFinding *finding = &g_array_index (self->found, LinkFinding, i);
  const LinkPhrase *head = link_phrase (self->phrases, finding->head);
  const LinkPhrase *tail = link_phrase (self->phrases, finding->tail);

  if (finding->head == finding->tail
      || (head->entity != ENT_NONE && head->entity == tail->entity && !is_description (finding, tail))
      || (head->kind != ENT_MENTION_NOMINAL && is_part_of_name (head, tail))
      || (tail->kind != ENT_MENTION_NOMINAL && is_part_of_name (tail, head)))
    return FALSE;
  for (guint j = 0; j < i; j++)
    {
      const LinkFinding *other = &g_array_index (self->found, LinkFinding, j);

      if (other->head == finding->head && other->tail == finding->tail && g_str_equal (other->label, finding->label))
        return FALSE;
    }
  return TRUE;
}

/* The document's date where nothing else is said: it happened until then, or is expected then; written as an open
 * interval, "../2024-05-03" */
static EntId
latest_time (const LinkReader *self)
{
  const gchar *date = ent_document_get_date (self->tree->doc);
  g_autofree gchar *until = date && *date ? g_strconcat ("../", date, NULL) : NULL;

  return until ? ent_document_intern (self->tree->doc, until) : 0;
}

/* From the nearest to the outermost: "X said that Y claimed it" is claimed by Y, says X */
static void
set_speakers (LinkReader *self, const LinkStance *stance, EntRelation *relation)
{
  g_autoptr (GString) chain = g_string_new ("[");
  guint n = 0;

  relation->attribution = ENT_NONE;
  for (guint i = 0; i < stance->n_speakers; i++)
    {
      gint phrase = link_denoted (self, stance->speakers[i]);
      guint mention;

      if (phrase < 0)
        continue;
      mention = link_phrases_mention (self->phrases, phrase);
      if (!n)
        relation->attribution = mention;
      g_string_append_printf (chain, "%s%u", n++ ? "," : "", mention);
    }
  if (n > 1)
    relation->chain = ent_document_intern (self->tree->doc, g_string_append_c (chain, ']')->str);
}

/* The rules' own figures hold in main clauses. In others the tree is wrong more often; these are shares of what the
 * development part of CaRB has of them, against main clauses, leaving out what it does not mark at all. */
static gfloat
confidence_of (const LinkReader *self, const LinkFinding *finding)
{
  switch (link_dep (self->tree, finding->predicate))
    {
    case DEP_CONJ:
    case DEP_XCOMP:
    case DEP_CCOMP:
      return finding->confidence * 0.88f;
    case DEP_ADVCL:
    case DEP_ACL_RELCL:
      return finding->confidence * 0.82f;
    case DEP_ACL:
      return finding->confidence * 0.75f;
    case DEP_PARATAXIS:
    case DEP_LIST:
    case DEP_OTHER:
    case DEP_DEP:
      return finding->confidence * 0.65f;
    default:
      return finding->confidence;
    }
}

void
link_judge (LinkReader *self, guint predicate, EntRelation *relation)
{
  LinkStance stance;

  link_stance_of (self->clauses, self->quotes, predicate, &stance);
  relation->polarity = stance.negated ? ENT_POLARITY_NEGATED : ENT_POLARITY_AFFIRMED;
  relation->modality = stance.modality;
  set_speakers (self, &stance, relation);
  relation->time = link_time_of (self, predicate);
  if (!relation->time && relation->modality == ENT_MODALITY_ASSERTED)
    relation->time = latest_time (self);
}

static void
add_relation (LinkReader *self, const LinkFinding *finding)
{
  EntDocument *doc = self->tree->doc;
  gint place = link_place_of (self, finding->predicate);
  const gchar *event = link_event_of (self->events, self->tree, finding->predicate);
  EntRelation relation = { .trigger_first = finding->trigger,
                           .trigger_n = finding->trigger_end - finding->trigger,
                           .sentence = self->tree->nodes[finding->predicate].sentence,
                           .place = ENT_NONE,
                           .confidence = confidence_of (self, finding) };

  relation.head = link_phrases_mention (self->phrases, finding->head);
  relation.tail = link_phrases_mention (self->phrases, finding->tail);
  link_judge (self, finding->predicate, &relation);
  if (place >= 0 && place != (gint) finding->tail && place != (gint) finding->head)
    relation.place = link_phrases_mention (self->phrases, place);
  relation.type = ent_document_intern (doc, "open");
  relation.event = event ? ent_document_intern (doc, event) : 0;
  relation.label = ent_document_intern (doc, finding->label);
  relation.by = ent_document_intern (doc, finding->rule);
  ent_document_append_relation (doc, &relation);
}

static void
read_sentence (LinkReader *self, const EntSentence *sentence)
{
  g_array_set_size (self->found, 0);
  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    {
      const LinkClause *clause = link_clause_at (self->clauses, t);

      if (clause && (clause->copula >= 0 || link_pos (self->tree, t) == ENT_POS_ADJ))
        link_find_copular (self, clause);
      else if (clause)
        link_find_verbal (self, clause);
      link_find_nominal (self, t);
    }
  for (guint i = 0; i < self->found->len; i++)
    if (is_news (self, i))
      add_relation (self, &g_array_index (self->found, LinkFinding, i));
}

static void
find_types (LinkReader *self)
{
  static const gchar *const things[] = { "Weapon", "MilitaryPlatform", "Vehicle", "Product" };
  EntDocument *doc = self->tree->doc;

  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    self->things[i] = ent_document_intern (doc, things[i]);
  self->location = ent_document_intern (doc, "Location");
  self->temporal = ent_document_intern (doc, "Temporal");
  self->person = ent_document_intern (doc, "Person");
  self->money = ent_document_intern (doc, "Money");
}

void
link_reader_init (LinkReader *self, const LinkTree *tree, LinkPhrases *phrases, const Vocabulary *vocabulary)
{
  *self = (LinkReader){ .tree = tree, .vocabulary = vocabulary, .phrases = phrases };
  self->clauses = link_clauses_new (tree, vocabulary);
  self->quotes = link_quotes_new (self->clauses);
  self->found = g_array_new (FALSE, FALSE, sizeof (LinkFinding));
  self->strings = g_string_chunk_new (1024);
  find_types (self);
}

void
link_reader_clear (LinkReader *self)
{
  g_string_chunk_free (self->strings);
  g_array_unref (self->found);
  link_quotes_free (self->quotes);
  link_clauses_free (self->clauses);
}

void
link_open_relations (const LinkTree *tree, LinkPhrases *phrases, const Vocabulary *vocabulary, const LinkEvents *events,
                     LinkDerivations *derivations, const LinkGovernments *governments)
{
  LinkReader self;

  link_reader_init (&self, tree, phrases, vocabulary);
  self.events = events;
  self.derivations = derivations;
  for (guint s = 0; s < tree->n_sentences; s++)
    read_sentence (&self, &tree->sentences[s]);
  if (self.cut)
    ent_document_add_note (tree->doc, "relations of a very long list were left out");
  link_metonymy (self.clauses, governments);
  link_reader_clear (&self);
}
