/* The type of an event: what the patterns say of its word, turned by the words that govern it. */
#include "stages/link/events.h"

#include "stages/link/event-patterns.h"

/* How far words are followed down and up; a sentence of one construction within another is no news */
#define MAX_DEPTH 6

struct _LinkEvents
{
  EventPatterns *patterns;
};

/* What is asked of one sentence */
typedef struct
{
  const EventPatterns *patterns;
  const LinkTree *tree;
} Reader;

/* The best pattern, and the best turn, of a word */
typedef struct
{
  const EventPattern *pattern;
  const EventPattern *via;
} Match;

static guint8 type_below (const Reader *self, guint t, guint depth);
static guint8 type_above (const Reader *self, guint t, guint8 type, guint depth);

static const EventWord *
word_at (const Reader *self, guint t)
{
  return event_patterns_find (self->patterns, link_lemma (self->tree, t));
}

static gboolean
is_nominal (const Reader *self, guint t)
{
  EntPos pos = link_pos (self->tree, t);

  return pos == ENT_POS_NOUN || pos == ENT_POS_PROPN;
}

/* --- What must be met */

/* "send two tons of food and clothes": what belongs to the phrase of t, itself too */
static gboolean
phrase_has (const Reader *self, guint t, GHashTable *set, guint depth)
{
  const LinkTree *tree = self->tree;

  if (g_hash_table_contains (set, link_lemma (tree, t)))
    return TRUE;
  for (gint c = depth < MAX_DEPTH ? link_child (tree, t) : -1; c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_AMOD:
      case DEP_APPOS:
      case DEP_COMPOUND:
      case DEP_CONJ:
      case DEP_FLAT:
      case DEP_NMOD:
      case DEP_NMOD_DESC:
      case DEP_NMOD_POSS:
        if (phrase_has (self, c, set, depth + 1))
          return TRUE;
        break;
      default:
        break;
      }
  return FALSE;
}

/* Anywhere below t but in other clauses */
static gboolean
clause_has (const Reader *self, guint t, GHashTable *set, guint depth)
{
  const LinkTree *tree = self->tree;

  for (gint c = depth < 2 * MAX_DEPTH ? link_child (tree, t) : -1; c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_ACL_RELCL:
      case DEP_CCOMP:
      case DEP_PARATAXIS:
        break;
      default:
        if (g_hash_table_contains (set, link_lemma (tree, c)) || clause_has (self, c, set, depth + 1))
          return TRUE;
      }
  return FALSE;
}

static gboolean
is_passive (const Reader *self, guint t)
{
  return link_find_child (self->tree, t, DEP_NSUBJ_PASS) >= 0 || link_find_child (self->tree, t, DEP_AUX_PASS) >= 0
         || link_find_child (self->tree, t, DEP_OBL_AGENT) >= 0;
}

static gboolean
has_preposition (const Reader *self, guint t, const gchar *preposition)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if ((link_dep (tree, c) == DEP_CASE || link_dep (tree, c) == DEP_MARK) && link_has_lemma (tree, c, preposition))
      return TRUE;
  return FALSE;
}

static gboolean
is_agent (const Reader *self, guint c)
{
  LinkDep dep = link_dep (self->tree, c);

  return dep == DEP_OBL_AGENT || (dep == DEP_OBL && has_preposition (self, c, "by"));
}

/* Whether child c of t is what is acted on, or who acts */
static gboolean
stands_in (const Reader *self, guint t, guint c, EventPlace place)
{
  LinkDep dep = link_dep (self->tree, c);
  gboolean passive = is_passive (self, t);

  if (place == EVENT_SUBJECT)
    return passive ? is_agent (self, c) : dep == DEP_NSUBJ;
  return dep == DEP_OBJ || dep == DEP_IOBJ || (passive && dep == DEP_NSUBJ_PASS);
}

/* "the troops that it sent", "troops sent to the border": what a clause is said of is its object, or acts in it */
static gint
described (const Reader *self, guint t, EventPlace place)
{
  const LinkTree *tree = self->tree;
  LinkDep dep = link_dep (tree, t);
  gboolean past = dep == DEP_ACL && !link_has_form (tree, t, "to") && tree->tokens[t].end - tree->tokens[t].start > 3
                  && tree->text[tree->tokens[t].end - 1] != 'g';

  if (dep != DEP_ACL && dep != DEP_ACL_RELCL)
    return -1;
  if (place == EVENT_OBJECT)
    return past && link_find_child (tree, t, DEP_MARK) < 0 ? tree->nodes[t].head : -1;
  return past ? -1 : tree->nodes[t].head;
}

static gboolean
place_has (const Reader *self, guint t, EventPlace place, GHashTable *set)
{
  const LinkTree *tree = self->tree;
  gint head;

  if (place == EVENT_NEAR)
    return clause_has (self, t, set, 0);
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (stands_in (self, t, c, place) && phrase_has (self, c, set, 0))
      return TRUE;
  head = described (self, t, place);
  return head >= 0 && g_hash_table_contains (set, link_lemma (tree, head));
}

/* A particle, a preposition of what hangs on t, or the object: "crack down on", "have to", "join forces" */
static gboolean
has_part (const Reader *self, guint t, const gchar *part)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_COMPOUND_PRT:
      case DEP_ADVMOD:
      case DEP_CASE:
      case DEP_OBJ:
        if (link_has_lemma (tree, c, part) || (link_dep (tree, c) == DEP_OBJ && has_preposition (self, c, part)))
          return TRUE;
        break;
      case DEP_OBL:
      case DEP_NMOD:
      case DEP_XCOMP:
      case DEP_CCOMP:
      case DEP_ADVCL:
        if (has_preposition (self, c, part))
          return TRUE;
        break;
      default:
        break;
      }
  return FALSE;
}

static gboolean
matches (const Reader *self, guint t, const EventPattern *pattern)
{
  for (gchar **part = pattern->parts; part && *part; part++)
    if (!has_part (self, t, *part))
      return FALSE;
  for (guint place = 0; place < EVENT_N_PLACES; place++)
    if (pattern->places[place] && !place_has (self, t, place, pattern->places[place]))
      return FALSE;
  return TRUE;
}

static const EventPattern *
first_match (const Reader *self, guint t, const GPtrArray *patterns)
{
  for (guint i = 0; patterns && i < patterns->len; i++)
    if (matches (self, t, patterns->pdata[i]))
      return patterns->pdata[i];
  return NULL;
}

/* Nouns and adjectives are taken for verbs in no case; a participle may be tagged an adjective */
static Match
match (const Reader *self, guint t)
{
  const EventWord *word = word_at (self, t);
  Match found = { NULL, NULL };
  EventKind kind;

  if (!word)
    return found;
  switch (link_pos (self->tree, t))
    {
    case ENT_POS_VERB:
    case ENT_POS_AUX:
      kind = EVENT_VERB;
      break;
    case ENT_POS_NOUN:
      kind = EVENT_NOUN;
      break;
    case ENT_POS_ADJ:
      kind = EVENT_ADJ;
      break;
    default:
      return found;
    }
  found.pattern = first_match (self, t, word->patterns[kind]);
  found.via = first_match (self, t, word->patterns[EVENT_VIA]);
  return found;
}

/* --- From a word down to what it governs */

/* "a suspension of air links", "a plan to attack", "sanctions and a blockade" */
static guint8
type_of_noun_below (const Reader *self, guint t, guint depth)
{
  const LinkTree *tree = self->tree;
  guint8 type = type_below (self, t, depth);

  for (gint c = link_child (tree, t); !type && depth < MAX_DEPTH && c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_CONJ:
      case DEP_NMOD:
      case DEP_COMPOUND:
        type = type_of_noun_below (self, c, depth + 1);
        break;
      default:
        break;
      }
  return type;
}

static gboolean
is_one_of_parts (const Reader *self, guint c, const EventPattern *via)
{
  for (gchar **part = via->parts; part && *part; part++)
    if (has_preposition (self, c, *part))
      return TRUE;
  return FALSE;
}

/* "threatened on Monday to leave", "ready to leave": parsers take some complements for adverbial */
static gboolean
is_complement (const Reader *self, guint t)
{
  gint head = self->tree->nodes[t].head;

  return head >= 0 && has_preposition (self, t, "to") && link_find_child (self->tree, head, DEP_OBJ) < 0;
}

/* Complements are looked at before objects; `clause` tells whether there was one */
static guint8
type_of_complement (const Reader *self, guint t, guint depth, gboolean *clause)
{
  const LinkTree *tree = self->tree;
  guint8 type = EVENT_NONE;

  for (gint c = link_child (tree, t); !type && c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_ACL:
        if (!is_nominal (self, t))
          break;
        /* fall through */
      case DEP_XCOMP:
      case DEP_CCOMP:
        *clause = TRUE;
        type = type_below (self, c, depth + 1);
        break;
      case DEP_ADVCL:
        if (!is_complement (self, c))
          break;
        *clause = TRUE;
        type = type_below (self, c, depth + 1);
        break;
      default:
        break;
      }
  return type;
}

static guint8
type_of_object (const Reader *self, guint t, const EventPattern *via, guint depth)
{
  const LinkTree *tree = self->tree;
  guint8 type = EVENT_NONE;
  gint head;

  for (gint c = link_child (tree, t); !type && c >= 0; c = tree->nodes[c].next)
    {
      LinkDep dep = link_dep (tree, c);

      if (dep == DEP_OBJ || dep == DEP_NSUBJ_PASS || (dep == DEP_OBL && is_one_of_parts (self, c, via))
          || (dep == DEP_NMOD && is_nominal (self, t) && has_preposition (self, c, "of"))
          || (dep == DEP_COMPOUND && is_nominal (self, t)))
        type = type_of_noun_below (self, c, depth + 1);
    }
  head = type ? -1 : described (self, t, EVENT_OBJECT);
  return head >= 0 && link_pos (tree, head) == ENT_POS_NOUN && depth < MAX_DEPTH
             ? type_below (self, head, MAX_DEPTH) /* it alone: what hangs on it leads back here */
             : type;
}

static guint8
type_through (const Reader *self, guint t, const EventPattern *via, guint depth)
{
  gboolean clause = FALSE;
  guint8 type = type_of_complement (self, t, depth, &clause);

  if (!type)
    type = type_of_object (self, t, via, depth);
  return type || clause ? via->turn->to[type] : EVENT_NONE;
}

/* Whether the turn goes before the pattern: "declared a ceasefire" is more than "declare" */
static gboolean
is_turned (const Match *found)
{
  return found->via
         && !(found->pattern
              && (event_pattern_has_places (found->pattern) || found->pattern->n_asked > found->via->n_asked));
}

/* --- Auxiliaries and negation */

static const EventTurn *
negating_child (const Reader *self, guint t, LinkDep dep)
{
  gint c = link_find_child (self->tree, t, dep);
  const EventWord *word;

  for (; c >= 0; c = self->tree->nodes[c].next)
    if (link_dep (self->tree, c) == dep && (word = word_at (self, c)) && word->negated)
      return word->negated;
  return NULL;
}

/* "did not send", "sent no aid". Of a noun, its verb is negated: "those not at the meeting" are something else */
static const EventTurn *
negation_of (const Reader *self, guint t)
{
  static const LinkDep own[] = { DEP_ADVMOD, DEP_CC, DEP_MARK }, objects[] = { DEP_OBJ, DEP_NSUBJ_PASS };
  const EventTurn *turn = NULL;

  if (is_nominal (self, t))
    return NULL;
  for (guint i = 0; !turn && i < G_N_ELEMENTS (own); i++)
    turn = negating_child (self, t, own[i]);
  for (guint i = 0; !turn && i < G_N_ELEMENTS (objects); i++)
    {
      gint object = link_find_child (self->tree, t, objects[i]);

      turn = object >= 0 ? negating_child (self, object, DEP_DET) : NULL;
    }
  return turn;
}

static const EventTurn *
modal_of (const Reader *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    {
      const EventWord *word = link_dep (tree, c) == DEP_AUX ? word_at (self, c) : NULL;

      if (word && word->modal)
        return word->modal;
    }
  return NULL;
}

static guint8
condition_of (const Reader *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    {
      gint mark = link_dep (tree, c) == DEP_ADVCL ? link_find_child (tree, c, DEP_MARK) : -1;
      const EventWord *word = mark >= 0 ? word_at (self, mark) : NULL;

      if (word && word->unless)
        return word->unless;
    }
  return EVENT_NONE;
}

/* "said that they must …" asks for it, whatever it is; where nobody says so, it is but an opinion */
static gboolean
is_reported (const Reader *self, guint t)
{
  const LinkTree *tree = self->tree;
  gint head = tree->nodes[t].head;
  const EventWord *word = head >= 0 && link_dep (tree, t) == DEP_CCOMP ? word_at (self, head) : NULL;

  for (gint c = link_child (tree, t); !(word && word->says) && c >= 0; c = tree->nodes[c].next)
    word = link_dep (tree, c) == DEP_PARATAXIS ? word_at (self, c) : NULL;
  return word && word->says;
}

static gboolean
has_subject (const Reader *self, guint t)
{
  return link_find_child (self->tree, t, DEP_NSUBJ) >= 0 || link_find_child (self->tree, t, DEP_NSUBJ_PASS) >= 0;
}

/* "will meet and discuss": the second verb shares what stands before the first */
static guint
first_of_list (const Reader *self, guint t)
{
  const LinkTree *tree = self->tree;

  while (link_dep (tree, t) == DEP_CONJ && tree->nodes[t].head >= 0 && !has_subject (self, t)
         && link_find_child (tree, t, DEP_AUX) < 0)
    t = tree->nodes[t].head;
  return t;
}

static guint8
modified (const Reader *self, guint t, guint8 type)
{
  guint first = first_of_list (self, t);
  const EventTurn *negation = negation_of (self, t);
  const EventTurn *modal = modal_of (self, first);

  if (modal && !type && !is_reported (self, first))
    return EVENT_NONE;
  if (negation && (type || modal))
    type = negation->to[type];
  if (!modal)
    return type;
  type = modal->to[type];
  return type && condition_of (self, t) ? condition_of (self, t) : type;
}

/* The type of the word at t with all that hangs on it */
static guint8
type_below (const Reader *self, guint t, guint depth)
{
  Match found = match (self, t);
  guint8 type = EVENT_NONE;

  if (is_turned (&found) && depth < MAX_DEPTH)
    type = type_through (self, t, found.via, depth);
  if (!type && found.pattern)
    type = found.pattern->type;
  return modified (self, t, type);
}

/* --- From a word up to what governs it */

static gboolean
is_governed (const Reader *self, guint t)
{
  switch (link_dep (self->tree, t))
    {
    case DEP_XCOMP:
    case DEP_CCOMP:
      return TRUE;
    case DEP_ADVCL:
      return is_complement (self, t);
    case DEP_ACL:
      return is_nominal (self, self->tree->nodes[t].head);
    case DEP_OBJ:
    case DEP_NSUBJ_PASS:
    case DEP_OBL:
    case DEP_NMOD:
      return link_pos (self->tree, t) == ENT_POS_NOUN;
    default:
      return FALSE;
    }
}

/* What a governor that has a type of its own makes of what it governs */
static guint8
under_pattern (const Reader *self, guint t, guint head, guint8 type, guint depth)
{
  guint8 above = type_above (self, head, type_below (self, head, 0), depth + 1);

  if (!event_patterns_is_unreal (self->patterns, above))
    return type;
  if (link_pos (self->tree, t) == ENT_POS_NOUN)
    return type && !event_patterns_is_unreal (self->patterns, type) && link_dep (self->tree, t) != DEP_OBL
                   && link_dep (self->tree, t) != DEP_NMOD
               ? above
               : type;
  return above;
}

static guint8
type_above (const Reader *self, guint t, guint8 type, guint depth)
{
  const LinkTree *tree = self->tree;

  for (; depth < MAX_DEPTH; depth++)
    {
      guint first = first_of_list (self, t);
      gint head = tree->nodes[first].head;
      Match found;

      if (head < 0 || !is_governed (self, first))
        break;
      found = match (self, head);
      if (is_turned (&found))
        type = modified (self, head, found.via->turn->to[type]);
      else if (found.pattern)
        return under_pattern (self, first, head, type, depth);
      else
        break;
      t = head;
    }
  return type;
}

LinkEvents *
link_events_load (EntStage *stage, GError **error)
{
  g_autoptr (LinkEvents) self = g_new0 (LinkEvents, 1);

  self->patterns = event_patterns_load (stage, error);
  return self->patterns ? g_steal_pointer (&self) : NULL;
}

void
link_events_free (LinkEvents *self)
{
  g_clear_pointer (&self->patterns, event_patterns_free);
  g_free (self);
}

/**
 * link_event_of:
 * @self: the patterns
 * @tree: the trees of a document
 * @t: the head of a predicate: a verb, a noun of an event, an adjective
 *
 * Finds the type of the event that a predicate tells of, as a whole: "will attack" is a threat, "agreed to send" an
 * agreement at either verb, "carried out an attack" a fight at either word.
 *
 * Returns: (transfer none) (nullable): "PLOVER:" and the type, or %NULL
 */
const gchar *
link_event_of (const LinkEvents *self, const LinkTree *tree, guint t)
{
  const Reader reader = { .patterns = self->patterns, .tree = tree };

  return event_type_name (type_above (&reader, t, type_below (&reader, t, 0), 0));
}
