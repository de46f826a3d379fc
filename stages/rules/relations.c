/* Relations of rules. */
#include "stages/rules/apply.h"

#include <string.h>

#include "stages/rules/trace.h"

typedef struct
{
  const RuleView *view;
  LinkReader reader;
  GHashTable *made; /* "rule head tail predicate" of those that are made */
  gboolean trace;
} Maker;

/* The mention of a capture: the one of just these words, one with the same head, or the noun phrase around it, which
 * becomes a mention; ENT_NONE for none */
static gint
mention_of (Maker *self, const RuleFound *found, gint capture)
{
  const RuleView *view = self->view;
  guint first = capture < 0 ? RULES_UNSET : found->captures[2 * capture], end, head;
  gint phrase, best = ENT_NONE;

  if (first == RULES_UNSET || found->captures[2 * capture + 1] == RULES_UNSET)
    return ENT_NONE;
  end = found->captures[2 * capture + 1];
  head = link_head_of (view->tree, first, end);
  for (guint i = view->words[head].cover; i < view->words[head + 1].cover; i++)
    {
      gint m = view->covers[i];

      if (view->mentions[m].first == first && view->mentions[m].n == end - first && end > first + 1)
        return m;
      if (view->heads[m] == head
          && (best == ENT_NONE || view->mentions[m].kind < view->mentions[best].kind
              || (view->mentions[m].kind == view->mentions[best].kind && view->mentions[m].n > view->mentions[best].n)))
        best = m;
    }
  phrase = best == ENT_NONE ? self->reader.phrases->at[head] : -1;
  return phrase < 0 ? best : (gint) link_phrases_mention (self->reader.phrases, phrase);
}

/* The word that stands for the relation: what is captured as "trigger", the first node, or the head of all */
static guint
predicate_of (const Maker *self, const RuleFound *found, EntRelation *relation)
{
  const RuleStatement *rule = found->way->rule;
  const LinkTree *tree = self->view->tree;

  for (guint c = 0; c < rule->captures->len; c++)
    if (g_str_equal (rule->captures->pdata[c], "trigger") && found->captures[2 * c] != RULES_UNSET
        && found->captures[2 * c + 1] != RULES_UNSET)
      {
        relation->trigger_first = found->captures[2 * c];
        relation->trigger_n = found->captures[2 * c + 1] - found->captures[2 * c];
        return link_head_of (tree, found->captures[2 * c], found->captures[2 * c + 1]);
      }
  relation->trigger_first = found->first;
  relation->trigger_n = found->way->body->kind == BODY_TREE;
  return link_head_of (tree, found->first, found->end);
}

/* "carry out" */
static gchar *
dup_label (const Maker *self, const RuleStatement *rule, guint predicate)
{
  const LinkTree *tree = self->view->tree;
  gint particle = link_find_child (tree, predicate, DEP_COMPOUND_PRT);

  if (rule->label)
    return g_strdup (rule->label);
  if (!*link_lemma (tree, predicate))
    return g_strdup (rule->type);
  if (particle >= 0)
    return g_strconcat (link_lemma (tree, predicate), " ", link_lemma (tree, particle), NULL);
  return g_strdup (link_lemma (tree, predicate));
}

/* The value as JSON text is a string */
static EntId
time_of (const Maker *self, gint m)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (self->view->doc, &n);
  const gchar *value = ent_document_get_string (self->view->doc, mentions[m].value);
  gsize length = value ? strlen (value) : 0;

  if (length < 3 || value[0] != '"' || value[1] == 'P' || strchr (value, '\\'))
    return 0;
  return ent_document_intern_len (self->view->doc, value + 1, length - 2);
}

static gboolean
is_part_of (const Maker *self, guint t, guint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (self->view->doc, &n) + m;

  return t >= mention->first && t < mention->first + mention->n;
}

/* As of open relations. A rule may have no other word than what it relates, which tells of nothing */
static EntId
event_of (const Maker *self, guint predicate, const EntRelation *relation)
{
  const gchar *event = NULL;

  if (!is_part_of (self, predicate, relation->head) && !is_part_of (self, predicate, relation->tail))
    event = link_event_of (self->reader.events, self->view->tree, predicate);
  return event ? ent_document_intern (self->view->doc, event) : 0;
}

/* What the rule says goes before what the sentence says */
static void
judge (Maker *self, const RuleFound *found, guint predicate, EntRelation *relation)
{
  const RuleStatement *rule = found->way->rule;
  gint when = mention_of (self, found, rule->when);
  gint where = mention_of (self, found, rule->where);
  gint says = mention_of (self, found, rule->says);
  gint place = where == ENT_NONE ? link_place_of (&self->reader, predicate) : -1;

  link_judge (&self->reader, predicate, relation);
  relation->event = event_of (self, predicate, relation);
  if (when != ENT_NONE && time_of (self, when))
    relation->time = time_of (self, when);
  if (place >= 0)
    where = link_phrases_mention (self->reader.phrases, place);
  if (where != ENT_NONE && (guint) where != relation->head && (guint) where != relation->tail)
    relation->place = where;
  if (says != ENT_NONE)
    {
      relation->attribution = says;
      relation->chain = 0;
    }
  if (rule->polarity >= 0)
    relation->polarity = rule->polarity;
  if (rule->modality >= 0)
    relation->modality = rule->modality;
}

static gboolean
is_new (Maker *self, const RuleStatement *rule, const EntRelation *relation, guint predicate)
{
  return g_hash_table_add (self->made,
                           g_strdup_printf ("%u %u %u %u", rule->number, relation->head, relation->tail, predicate));
}

static void
make (Maker *self, const RuleFound *found)
{
  const RuleStatement *rule = found->way->rule;
  EntDocument *doc = self->view->doc;
  EntRelation relation = { .place = ENT_NONE, .attribution = ENT_NONE, .sentence = found->sentence };
  gint head = mention_of (self, found, rule->head), tail = mention_of (self, found, rule->tail);
  guint predicate = predicate_of (self, found, &relation);
  g_autofree gchar *label = dup_label (self, rule, predicate);

  if (head == ENT_NONE || tail == ENT_NONE || head == tail)
    return;
  relation.head = head;
  relation.tail = tail;
  if (!is_new (self, rule, &relation, predicate))
    return;
  judge (self, found, predicate, &relation);
  relation.type = ent_document_intern (doc, rule->type);
  relation.label = ent_document_intern (doc, label);
  relation.confidence = rule->confidence;
  relation.by = rules_by (doc, rule->name);
  ent_document_append_relation (doc, &relation);
  if (self->trace)
    rules_trace_add_relation (doc, &relation, rules_describe (self->view, found));
}

/* Most documents have none, and what it takes to make one is costly */
void
rules_make_relations (const RuleView *view, const GArray *found, const Vocabulary *vocabulary, const LinkEvents *events,
                      gboolean trace)
{
  g_autoptr (LinkPhrases) phrases = found->len ? link_phrases_new (view->tree) : NULL;
  Maker self = { .view = view, .trace = trace };

  if (!found->len)
    return;
  self.made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  link_reader_init (&self.reader, view->tree, phrases, vocabulary);
  self.reader.events = events;
  for (guint i = 0; i < found->len; i++)
    make (&self, &g_array_index (found, RuleFound, i));
  link_reader_clear (&self.reader);
  g_hash_table_unref (self.made);
}
