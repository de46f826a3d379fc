/* Reads the clause of each predicate off the tree. */
#include "stages/link/clause.h"

#include <string.h>

gboolean
link_ends_in (const LinkTree *tree, guint t, const gchar *end)
{
  gsize n = strlen (end), length = tree->tokens[t].end - tree->tokens[t].start;

  return length > n && !g_ascii_strncasecmp (tree->text + tree->tokens[t].end - n, end, n);
}

gboolean
link_has_mark (const LinkTree *tree, guint t, const gchar *mark)
{
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if ((link_dep (tree, c) == DEP_MARK || link_dep (tree, c) == DEP_CASE) && link_has_form (tree, c, mark))
      return TRUE;
  return FALSE;
}

gint
link_case_of (const LinkTree *tree, guint t)
{
  gint found = -1;

  for (gint c = link_child (tree, t); c >= 0 && found < 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_CASE: /* not the possessive 's, which is a case, too */
        found = link_pos (tree, c) == ENT_POS_PART ? -1 : c;
        break;
      case DEP_COMPOUND:
      case DEP_NMOD_DESC: /* "with Foreign Minister X" */
        found = (guint) c < t ? link_find_child (tree, c, DEP_CASE) : -1;
        break;
      default:
        break;
      }
  return found;
}

const LinkClause *
link_clause_at (const LinkClauses *self, gint t)
{
  return t >= 0 && self->at[t] >= 0 ? link_clause (self, self->at[t]) : NULL;
}

static void
word_of (const LinkTree *tree, guint t, WordClass class, const gchar **word, gsize *length)
{
  /* participles that stand as adjectives do are listed by form: "planned" */
  if (class & (WORD_ADJECTIVE | WORD_NOUN | WORD_CLASS) && *link_lemma (tree, t)
      && link_pos (tree, t) != ENT_POS_VERB)
    {
      *word = link_lemma (tree, t);
      *length = strlen (*word);
    }
  else
    {
      *word = tree->text + tree->tokens[t].start;
      *length = tree->tokens[t].end - tree->tokens[t].start;
    }
}

gboolean
link_is_word (const LinkClauses *self, guint t, WordClass class)
{
  const gchar *word;
  gsize length;

  word_of (self->tree, t, class, &word, &length);
  return link_vocabulary_is (self->vocabulary, class, word, length);
}

guint8
link_effect (const LinkClauses *self, guint t, WordClass class)
{
  const gchar *word;
  gsize length;

  word_of (self->tree, t, class, &word, &length);
  return link_vocabulary_effect (self->vocabulary, class, word, length);
}

/* --- Which words are predicates ------------------------------------------------------------------------------- */

static gboolean
is_verb_in_use (const LinkTree *tree, guint t)
{
  switch (link_dep (tree, t))
    {
    case DEP_AMOD:
    case DEP_COMPOUND:
    case DEP_AUX:
    case DEP_AUX_PASS:
    case DEP_COP:
    case DEP_CASE:
    case DEP_FIXED:
    case DEP_FLAT:
    case DEP_MARK:
    case DEP_DET:
    case DEP_CC:
    case DEP_DISCOURSE:
    case DEP_COMPOUND_PRT:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
is_predicate (const LinkTree *tree, guint t)
{
  EntPos pos = link_pos (tree, t);

  if ((pos == ENT_POS_VERB || pos == ENT_POS_AUX) && is_verb_in_use (tree, t))
    return TRUE;
  if (pos == ENT_POS_NOUN && link_find_child (tree, t, DEP_NSUBJ) >= 0)
    return TRUE; /* or "plans", "moves", taken for nouns */
  return link_find_child (tree, t, DEP_COP) >= 0
         || (pos == ENT_POS_ADJ && link_dep (tree, t) == DEP_XCOMP && link_find_child (tree, t, DEP_NSUBJ) < 0);
}

/* --- Passives -------------------------------------------------------------------------------------------------- */

static gboolean
has_agent (const LinkTree *tree, guint t)
{
  return link_find_child (tree, t, DEP_OBL_AGENT) >= 0;
}

/* A participle without an auxiliary: "the man arrested by …", "backed by Norland, …" */
static gboolean
is_bare_participle (const LinkTree *tree, guint t)
{
  LinkDep dep = link_dep (tree, t);

  if (link_pos (tree, t) != ENT_POS_VERB || link_ends_in (tree, t, "ing") || link_has_mark (tree, t, "to")
      || link_find_child (tree, t, DEP_NSUBJ) >= 0 || link_find_child (tree, t, DEP_AUX) >= 0)
    return FALSE;
  return dep == DEP_ACL || (dep == DEP_ADVCL && link_find_child (tree, t, DEP_OBJ) < 0)
         || (dep == DEP_XCOMP && has_agent (tree, t));
}

static gboolean
is_marked_passive (const LinkTree *tree, guint t)
{
  return link_find_child (tree, t, DEP_NSUBJ_PASS) >= 0 || link_find_child (tree, t, DEP_AUX_PASS) >= 0
         || has_agent (tree, t) || is_bare_participle (tree, t);
}

/* "was arrested and charged" */
static gboolean
may_share_passive (const LinkTree *tree, guint t)
{
  gint above = tree->nodes[t].head;

  return link_dep (tree, t) == DEP_CONJ && above >= 0 && link_find_child (tree, t, DEP_NSUBJ) < 0
         && link_find_child (tree, t, DEP_AUX) < 0 && link_find_child (tree, t, DEP_OBJ) < 0
         && link_find_child (tree, t, DEP_XCOMP) < 0 && link_pos (tree, above) == ENT_POS_VERB
         && !link_ends_in (tree, t, "ing");
}

static gboolean
is_passive (const LinkTree *tree, guint t)
{
  while (!is_marked_passive (tree, t) && may_share_passive (tree, t))
    t = tree->nodes[t].head;
  return is_marked_passive (tree, t);
}

/* --- Relative clauses ------------------------------------------------------------------------------------------- */

static gboolean
is_relative_pronoun (const LinkTree *tree, guint t)
{
  static const gchar *const pronouns[] = { "who", "which", "that", "whom", NULL };

  return (link_pos (tree, t) == ENT_POS_PRON || link_pos (tree, t) == ENT_POS_DET
          || link_pos (tree, t) == ENT_POS_SCONJ)
         && (link_is_one_of (tree, t, pronouns) || link_has_form (tree, t, "whom"));
}

/* The noun of which the clause around t tells, or -1 */
static gint
noun_of_relative (const LinkTree *tree, gint t)
{
  for (gint at = t; at >= 0; at = tree->nodes[at].head)
    if (link_dep (tree, at) == DEP_ACL_RELCL)
      return tree->nodes[at].head;
  return -1;
}

gint
link_antecedent (const LinkTree *tree, gint t)
{
  gint noun;

  if (t < 0 || !is_relative_pronoun (tree, t))
    return t;
  noun = noun_of_relative (tree, t);
  return noun >= 0 ? noun : t;
}

static gboolean
has_relative_pronoun (const LinkTree *tree, guint t)
{
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (is_relative_pronoun (tree, c) && link_dep (tree, c) != DEP_MARK)
      return TRUE;
  return FALSE;
}

/* "the war that Norland began": its verb has a subject, but neither an object nor anything in its place */
static gint
find_gap (const LinkTree *tree, const LinkClause *clause)
{
  static const gchar *const adverbial[] = { "day", "time", "year", "month", "week", "moment", "way", "reason", "place",
                                            "point", "case", "fact", NULL };
  guint t = clause->head;
  gint noun = tree->nodes[t].head;

  if (link_dep (tree, t) != DEP_ACL_RELCL || noun < 0 || clause->passive || clause->copula >= 0
      || clause->origin != SUBJECT_OWN || clause->subject == noun || has_relative_pronoun (tree, t)
      || link_is_one_of (tree, noun, adverbial))
    return -1;
  if (link_find_child (tree, t, DEP_XCOMP) >= 0 || link_find_child (tree, t, DEP_CCOMP) >= 0
      || link_find_child (tree, t, DEP_ADVCL) >= 0)
    return -1;
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_ADVMOD
        && (link_has_lemma (tree, c, "where") || link_has_lemma (tree, c, "when") || link_has_lemma (tree, c, "why")))
      return -1;
  return noun;
}

/* --- Subjects ---------------------------------------------------------------------------------------------------- */

static gint find_subject (LinkClauses *self, guint t, guint8 *origin);

/* The nearest one: of 'X "did not do it", Y said' parsers make both subjects of saying */
static gint
own_subject (const LinkTree *tree, guint t)
{
  gint subject = -1;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_NSUBJ || link_dep (tree, c) == DEP_NSUBJ_PASS)
      subject = subject < 0 || (guint) c < t ? c : subject;
  return subject;
}

/* The other one, of the clause t that is said: 'X, Y says, did it', too */
static gint
subject_before_quotation (const LinkTree *tree, guint t, guint above)
{
  gint first = link_find_child (tree, above, DEP_NSUBJ);

  return first >= 0 && (guint) first < t && first != own_subject (tree, above) && !link_has_mark (tree, t, "to") ? first
                                                                                                                 : -1;
}

/* Chains of predicates are short; only trees that no language has are deeper */
#define DEEPEST 64

static gint
subject_above (LinkClauses *self, guint t)
{
  guint8 origin;
  gint subject = -1;

  if (self->depth++ < DEEPEST)
    subject = find_subject (self, t, &origin);
  self->depth--;
  return subject;
}

/* "accused Y of doing", "kept Y from doing": Y does */
static gboolean
object_acts (const LinkTree *tree, guint t)
{
  return link_has_mark (tree, t, "of") || link_has_mark (tree, t, "from") || link_has_mark (tree, t, "into")
         || (link_has_mark (tree, t, "for") && link_ends_in (tree, t, "ing"));
}

/* Of the verb that t, an infinitive or participle, completes */
static gint
controller (LinkClauses *self, guint t, guint above)
{
  static const gchar *const by_subject[] = { "promise", "threaten", "vow", "use", NULL };
  const LinkTree *tree = self->tree;
  gint object = link_find_child (tree, above, DEP_OBJ);

  if (object < 0 || (guint) object > t)
    object = link_find_child (tree, above, DEP_IOBJ);
  if (object >= 0 && !link_is_one_of (tree, above, by_subject))
    return link_antecedent (tree, object);
  return subject_above (self, above);
}

static gint
owner_of (const LinkTree *tree, guint noun)
{
  return link_find_child (tree, noun, DEP_NMOD_POSS);
}

/* "the first company to do" */
static gboolean
is_ordinal (const LinkTree *tree, guint noun)
{
  static const gchar *const words[] = { "first", "second", "third", "last", "only", "next", "latest", NULL };

  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    if (link_is_one_of (tree, c, words))
      return TRUE;
  return FALSE;
}

/* Of an infinitive or gerund that hangs on a noun: "X's plan to do", "X has a plan to do", "X's way of doing" */
static gint
subject_of_noun_clause (LinkClauses *self, guint t, guint noun, guint8 *origin)
{
  const LinkTree *tree = self->tree;
  gint owner = owner_of (tree, noun);
  gint above = tree->nodes[noun].head;

  *origin = SUBJECT_OWNER;
  if (owner >= 0)
    return owner;
  if (!link_is_word (self, noun, WORD_NOUN) && !link_has_mark (tree, t, "of"))
    {
      *origin = SUBJECT_RELATIVE; /* "the first to do", but not "a visa to enter" */
      return link_pos (tree, noun) == ENT_POS_NOUN && link_pos (tree, t) == ENT_POS_VERB
                     && !is_ordinal (tree, noun)
                 ? -1
                 : (gint) noun;
    }
  if (above >= 0 && is_predicate (tree, above) && link_dep (tree, noun) != DEP_NSUBJ)
    return subject_above (self, above);
  return -1;
}

/* Of "X accused Y of doing", where the clause hangs on Y */
gint
link_accuser (const LinkClauses *self, guint t)
{
  const LinkTree *tree = self->tree;
  gint noun = tree->nodes[t].head;
  LinkDep dep = noun >= 0 ? link_dep (tree, noun) : DEP_OTHER;
  gint verb = dep == DEP_OBJ || dep == DEP_OBL_AGENT ? tree->nodes[noun].head : -1;
  const Verb *known = verb >= 0 ? link_vocabulary_verb (self->vocabulary, link_lemma (tree, verb)) : NULL;

  if (link_dep (tree, t) != DEP_ACL || !known || !object_acts (tree, t))
    return -1;
  return known->traits & VERB_ACCUSES || known->obj != EFFECT_NONE ? verb : -1;
}

/* "ordered Y to do", where the infinitive is read as a purpose */
static gboolean
orders (const LinkClauses *self, guint t, guint above)
{
  const Verb *known = link_vocabulary_verb (self->vocabulary, link_lemma (self->tree, above));

  return known && known->obj != EFFECT_NONE && link_has_mark (self->tree, t, "to")
         && link_find_child (self->tree, above, DEP_OBJ) >= 0;
}

static gint
find_implied_subject (LinkClauses *self, guint t, guint8 *origin)
{
  const LinkTree *tree = self->tree;
  gint above = tree->nodes[t].head;

  switch (link_dep (tree, t))
    {
    case DEP_CONJ:
      *origin = SUBJECT_SHARED;
      return is_predicate (tree, above) ? subject_above (self, above) : -1;
    case DEP_XCOMP:
      *origin = SUBJECT_CONTROLLED;
      return is_predicate (tree, above) ? controller (self, t, above) : -1;
    case DEP_CCOMP:
      if (subject_before_quotation (tree, t, above) >= 0)
        {
          *origin = SUBJECT_OWN;
          return subject_before_quotation (tree, t, above);
        }
      *origin = SUBJECT_CONTROLLED;
      return link_ends_in (tree, t, "ing") || link_has_mark (tree, t, "to") ? subject_above (self, above) : -1;
    case DEP_ADVCL:
    case DEP_OBL:
      *origin = SUBJECT_ADVERBIAL;
      if (orders (self, t, above))
        return link_antecedent (tree, link_find_child (tree, above, DEP_OBJ));
      if (object_acts (tree, t) && link_find_child (tree, above, DEP_OBJ) >= 0)
        return link_antecedent (tree, link_find_child (tree, above, DEP_OBJ));
      return is_predicate (tree, above) ? subject_above (self, above) : -1;
    case DEP_ACL:
      if (link_accuser (self, t) >= 0)
        {
          *origin = SUBJECT_CONTROLLED;
          return link_dep (tree, above) == DEP_OBJ ? above : subject_above (self, tree->nodes[above].head);
        }
      if (link_has_mark (tree, t, "to") || link_has_mark (tree, t, "of"))
        return subject_of_noun_clause (self, t, above, origin);
      *origin = SUBJECT_RELATIVE;
      return above;
    case DEP_ACL_RELCL:
      *origin = SUBJECT_RELATIVE;
      return above;
    default:
      *origin = SUBJECT_NONE;
      return -1;
    }
}

static gint
find_subject (LinkClauses *self, guint t, guint8 *origin)
{
  const LinkTree *tree = self->tree;
  gint subject = own_subject (tree, t);

  if (subject >= 0)
    {
      gint antecedent = link_antecedent (tree, subject);

      *origin = antecedent == subject ? SUBJECT_OWN : SUBJECT_RELATIVE;
      return antecedent;
    }
  if (tree->nodes[t].head < 0 || link_find_child (tree, t, DEP_EXPL) >= 0
      || link_find_child (tree, t, DEP_CSUBJ) >= 0)
    {
      *origin = SUBJECT_NONE;
      return -1;
    }
  return find_implied_subject (self, t, origin);
}

/* "handed to X by Y" */
static gint
find_by (const LinkTree *tree, guint t)
{
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_OBL && link_case_of (tree, c) >= 0
        && link_has_form (tree, link_case_of (tree, c), "by"))
      return c;
  return -1;
}

/* --- Clauses ------------------------------------------------------------------------------------------------------ */

/* "took over X", "called off X", where the particle is read as a preposition of X */
static gint
find_hidden_particle (const LinkTree *tree, const LinkClause *clause, gint *object)
{
  for (gint c = link_child (tree, clause->head); clause->verb && c >= 0; c = tree->nodes[c].next)
    {
      LinkDep dep = link_dep (tree, c);
      gint preposition = dep == DEP_OBJ || dep == DEP_OBL ? link_case_of (tree, c)
                         : dep == DEP_ADVMOD              ? c
                                                          : -1;

      if (preposition != (gint) clause->head + 1
          || !link_word_is_in (clause->verb->particles, link_lemma (tree, preposition)))
        continue;
      if (dep == DEP_OBL && preposition + 1 < (gint) tree->n_tokens && link_dep (tree, preposition + 1) == DEP_CASE)
        continue; /* "pull out of" */
      if (dep == DEP_OBL && *object < 0)
        *object = c;
      return preposition;
    }
  return -1;
}

/* "recruits and trains agents": what hangs on the first verb and follows the second belongs to both */
static gint
shared_object (const LinkTree *tree, guint t)
{
  gint above = tree->nodes[t].head;
  gint object = link_dep (tree, t) == DEP_CONJ && above >= 0 ? link_find_child (tree, above, DEP_OBJ) : -1;

  return object > (gint) t && link_find_child (tree, t, DEP_OBL) < 0 ? object : -1;
}

/* "gave X a medal", where both are read as objects */
static void
split_objects (const LinkTree *tree, LinkClause *clause)
{
  gint first = link_find_child (tree, clause->head, DEP_OBJ), second = first >= 0 ? tree->nodes[first].next : -1;

  while (second >= 0 && link_dep (tree, second) != DEP_OBJ)
    second = tree->nodes[second].next;
  if (second < 0 || (guint) first < clause->head)
    return;
  clause->iobject = first;
  clause->object = second;
}

static void
read_clause (LinkClauses *self, guint t)
{
  const LinkTree *tree = self->tree;
  LinkClause clause = { .head = t };

  clause.copula = link_find_child (tree, t, DEP_COP);
  clause.passive = clause.copula < 0 && is_passive (tree, t);
  clause.verb = link_vocabulary_verb (self->vocabulary, link_lemma (tree, t));
  clause.subject = find_subject (self, t, &clause.origin);
  clause.object = link_antecedent (tree, link_find_child (tree, t, DEP_OBJ));
  clause.iobject = link_antecedent (tree, link_find_child (tree, t, DEP_IOBJ));
  clause.agent = link_antecedent (tree, link_find_child (tree, t, DEP_OBL_AGENT));
  clause.particle = link_find_child (tree, t, DEP_COMPOUND_PRT);
  if (clause.agent < 0 && clause.passive)
    clause.agent = link_antecedent (tree, find_by (tree, t));
  if (clause.particle < 0)
    clause.particle = find_hidden_particle (tree, &clause, &clause.object);
  if (clause.particle >= 0 && clause.object >= 0 && link_find_child (tree, t, DEP_AUX_PASS) < 0)
    clause.passive = FALSE; /* "called off the talks" */
  if (clause.iobject < 0)
    split_objects (tree, &clause);
  if (clause.object < 0 && !clause.passive)
    clause.object = shared_object (tree, t);
  if (clause.object < 0)
    {
      clause.object = find_gap (tree, &clause);
      clause.object_is_gap = clause.object >= 0;
    }
  self->at[t] = self->all->len;
  g_array_append_val (self->all, clause);
}

LinkClauses *
link_clauses_new (const LinkTree *tree, const Vocabulary *vocabulary)
{
  LinkClauses *self = g_new0 (LinkClauses, 1);

  self->tree = tree;
  self->vocabulary = vocabulary;
  self->all = g_array_new (FALSE, FALSE, sizeof (LinkClause));
  self->at = g_new (gint32, tree->n_tokens + 1);
  memset (self->at, 0xff, (tree->n_tokens + 1) * sizeof *self->at);
  for (guint t = 0; t < tree->n_tokens; t++)
    if (is_predicate (tree, t))
      read_clause (self, t);
  return self;
}

void
link_clauses_free (LinkClauses *self)
{
  g_array_unref (self->all);
  g_free (self->at);
  g_free (self);
}
