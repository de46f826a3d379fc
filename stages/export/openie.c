/* openie — open relations as benchmark scorers read them: a line each, with tabs between the sentence, the confidence,
 * the predicate, the subject, the object and further arguments, all as they stand in the text. Runs of white space and
 * control characters become a space.
 *
 * Which words are the predicate's is said by mark_predicate(), which the arguments are by append_arguments(). */
#include "stages/export/format.h"
#include "stages/link/tree.h"

#include <string.h>

typedef struct
{
  EntDocument *doc;
  const LinkTree *tree;
  const EntMention *mentions;
  guint n_mentions;
  GString *out;
  gboolean *chosen; /* one a token: the words of the predicate in hand */
  gint *values;     /* one a sentence: its first value, -1 for none */
  gint *next_value; /* one a mention */
} Writer;

/* One space for whatever separates words; none at either end */
static void
append_clean (GString *out, const gchar *text, gsize length)
{
  const gchar *end = text + length;
  gboolean has_word = FALSE, wants_space = FALSE;

  for (const gchar *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        {
          wants_space = has_word;
          continue;
        }
      if (wants_space)
        g_string_append_c (out, ' ');
      g_string_append_unichar (out, c);
      has_word = TRUE;
      wants_space = FALSE;
    }
}

static void
append_tokens (Writer *self, guint first, guint end)
{
  guint32 start = self->tree->tokens[first].start;

  append_clean (self->out, self->tree->text + start, self->tree->tokens[end - 1].end - start);
}

/* --- the predicate ----------------------------------------------------------------------------------------------- */

/* "not" and "n't", which are particles, always; "never" and the like where the relation is negated */
static gboolean
is_negation (const LinkTree *tree, const EntRelation *relation, guint t)
{
  return link_pos (tree, t) == ENT_POS_PART || relation->polarity == ENT_POLARITY_NEGATED;
}

static gboolean
belongs_to_predicate (const LinkTree *tree, const EntRelation *relation, guint t)
{
  switch (link_dep (tree, t))
    {
    case DEP_AUX:
    case DEP_AUX_PASS:
    case DEP_COP:
    case DEP_COMPOUND_PRT:
      return TRUE;
    case DEP_ADVMOD:
      return is_negation (tree, relation, t) && link_child (tree, t) < 0;
    default:
      return FALSE;
    }
}

static guint
head_of (Writer *self, guint m)
{
  return link_head_of (self->tree, self->mentions[m].first, self->mentions[m].first + self->mentions[m].n);
}

static gint
predicate_of (Writer *self, const EntRelation *relation)
{
  guint first = relation->trigger_first;

  return relation->trigger_n ? (gint) link_head_of (self->tree, first, first + relation->trigger_n) : -1;
}

/* "Ada was met by Bo": the text has the other end of the relation first */
static gboolean
is_passive (Writer *self, const EntRelation *relation)
{
  guint tail = head_of (self, relation->tail);

  return link_dep (self->tree, tail) == DEP_NSUBJ_PASS && self->tree->nodes[tail].head == predicate_of (self, relation);
}

/* Whether the last of several words of the label is this one */
static gboolean
ends_with_word (const gchar *label, const gchar *word)
{
  const gchar *last = label ? strrchr (label, ' ') : NULL;

  return last && *word && g_str_equal (last + 1, word);
}

/* What stands before the object and is said in the label ("for" of "work for"), or goes with a passive ("by"); -1 for
 * none. In "work for Ada and Bo", Bo has it from Ada. */
static gint
preposition_of (Writer *self, const EntRelation *relation)
{
  const gchar *label = ent_document_get_string (self->doc, relation->label);
  gboolean passive = is_passive (self, relation);
  gint at = head_of (self, passive ? relation->head : relation->tail);

  for (; at >= 0; at = link_dep (self->tree, at) == DEP_CONJ ? self->tree->nodes[at].head : -1)
    for (gint c = link_child (self->tree, at); c >= 0; c = self->tree->nodes[c].next)
      if (link_dep (self->tree, c) == DEP_CASE
          && (passive ? c < at : ends_with_word (label, link_lemma (self->tree, c))))
        return c;
  return -1;
}

/* The trigger, what belongs to it in the tree, and the preposition of the label */
static void
mark_predicate (Writer *self, const EntRelation *relation)
{
  guint head = predicate_of (self, relation);
  gint preposition = preposition_of (self, relation);

  for (guint t = relation->trigger_first; t < relation->trigger_first + relation->trigger_n; t++)
    self->chosen[t] = TRUE;
  for (gint c = link_child (self->tree, head); c >= 0; c = self->tree->nodes[c].next)
    if (belongs_to_predicate (self->tree, relation, c))
      self->chosen[c] = TRUE;
  if (preposition >= 0)
    self->chosen[preposition] = TRUE;
}

/* In the order of the text; the marks are taken off again */
static void
append_marked (Writer *self, const EntRelation *relation)
{
  const EntSentence *sentence = &self->tree->sentences[self->tree->nodes[relation->trigger_first].sentence];
  guint end = sentence->first + sentence->n, next;
  gsize start = self->out->len;

  for (guint t = sentence->first; t < end; t = next)
    {
      next = t + 1;
      if (!self->chosen[t])
        continue;
      while (next < end && self->chosen[next])
        next++;
      if (self->out->len > start)
        g_string_append_c (self->out, ' ');
      append_tokens (self, t, next);
    }
  memset (self->chosen + sentence->first, 0, sentence->n * sizeof *self->chosen);
}

/* A relation without a trigger has no words of its own: its label stands for them */
static void
append_predicate (Writer *self, const EntRelation *relation)
{
  const gchar *label = ent_document_get_string (self->doc, relation->label);

  if (relation->trigger_n)
    {
      mark_predicate (self, relation);
      append_marked (self, relation);
    }
  else if (label)
    append_clean (self->out, label, strlen (label));
}

/* --- the arguments ----------------------------------------------------------------------------------------------- */

static void
append_argument (Writer *self, guint m)
{
  const EntMention *mention = &self->mentions[m];

  g_string_append_c (self->out, '\t');
  append_tokens (self, mention->first, mention->first + mention->n);
}

static gboolean
stands_in (Writer *self, guint m, guint sentence)
{
  return self->tree->nodes[self->mentions[m].first].sentence == sentence;
}

static void
list_values (Writer *self)
{
  self->values = g_new (gint, self->tree->n_sentences + 1);
  self->next_value = g_new (gint, self->n_mentions + 1);
  for (guint s = 0; s < self->tree->n_sentences; s++)
    self->values[s] = -1;
  for (guint m = self->n_mentions; m-- > 0;)
    if (self->mentions[m].kind == ENT_MENTION_VALUE)
      {
        gint *first = &self->values[self->tree->nodes[self->mentions[m].first].sentence];

        self->next_value[m] = *first;
        *first = m;
      }
}

/* The words that tell the time of the relation, or -1: its time is their value */
static gint
find_time (Writer *self, const EntRelation *relation)
{
  const gchar *time = ent_document_get_string (self->doc, relation->time);
  g_autofree gchar *value = time ? g_strdup_printf ("\"%s\"", time) : NULL;

  for (gint m = value ? self->values[relation->sentence] : -1; m >= 0; m = self->next_value[m])
    if (m != (gint) relation->head && m != (gint) relation->tail
        && g_strcmp0 (ent_document_get_string (self->doc, self->mentions[m].value), value) == 0)
      return m;
  return -1;
}

/* Subject, object, then where and when it is so, where the sentence says so */
static void
append_arguments (Writer *self, const EntRelation *relation)
{
  gint place = relation->place, time = find_time (self, relation);
  gboolean passive = is_passive (self, relation);

  append_argument (self, passive ? relation->tail : relation->head);
  append_argument (self, passive ? relation->head : relation->tail);
  if (place != ENT_NONE && place != (gint) relation->tail && place != (gint) relation->head
      && stands_in (self, place, relation->sentence))
    append_argument (self, place);
  if (time >= 0)
    append_argument (self, time);
}

/* --- the lines --------------------------------------------------------------------------------------------------- */

static void
append_relation (Writer *self, const EntRelation *relation)
{
  const EntSentence *sentence = &self->tree->sentences[relation->sentence];

  append_tokens (self, sentence->first, sentence->first + sentence->n);
  g_string_append_c (self->out, '\t');
  ent_format_append_number (self->out, relation->confidence);
  g_string_append_c (self->out, '\t');
  append_predicate (self, relation);
  append_arguments (self, relation);
  g_string_append_c (self->out, '\n');
}

static void
append_document (EntDocument *doc, GString *out)
{
  guint n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);
  EntId open = ent_document_intern (doc, "open");
  g_autoptr (LinkTree) tree = link_tree_new (doc);
  g_autofree gboolean *chosen = g_new0 (gboolean, tree->n_tokens + 1);
  Writer writer = { .doc = doc, .tree = tree, .out = out, .chosen = chosen };

  writer.mentions = ent_document_get_mentions (doc, &writer.n_mentions);
  list_values (&writer);
  for (guint r = 0; r < n; r++)
    if (relations[r].type == open)
      append_relation (&writer, &relations[r]);
  g_free (writer.values);
  g_free (writer.next_value);
}

const EntFormat ent_format_openie = {
  .name = "openie",
  .summary = "open relations as tab-separated words, for benchmark scorers",
  .needs = ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS,
  .append = append_document,
};
