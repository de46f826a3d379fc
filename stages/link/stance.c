/* Walks from a predicate up its tree, and gathers what each step does to it. */
#include "stages/link/stance.h"

typedef struct
{
  const LinkClauses *clauses;
  const LinkTree *tree;
  LinkStance *stance;
  gboolean bound; /* what is above still decides whether it is so; not beyond "X, who did" */
} Walk;

/* The weaker claim wins: what may be planned is possible */
static guint
weakness (guint8 modality)
{
  static const guint8 order[] = {
    [ENT_MODALITY_ASSERTED] = 0,  [ENT_MODALITY_NECESSARY] = 2,   [ENT_MODALITY_INTENDED] = 1,
    [ENT_MODALITY_POSSIBLE] = 3, [ENT_MODALITY_CONDITIONAL] = 4, [ENT_MODALITY_ASKED] = 5,
  };

  return order[modality];
}

static void
apply (LinkStance *stance, guint8 effect)
{
  if (effect == EFFECT_NEGATED)
    stance->negated = !stance->negated;
  else if (effect != EFFECT_NONE && weakness (effect) > weakness (stance->modality))
    stance->modality = effect;
}

static void
add_speaker (LinkStance *stance, gint token)
{
  if (token < 0 || stance->n_speakers == LINK_MAX_SPEAKERS)
    return;
  for (guint i = 0; i < stance->n_speakers; i++)
    if (stance->speakers[i] == (guint) token)
      return;
  stance->speakers[stance->n_speakers++] = token;
}

/* --- What stands beside the predicate itself ------------------------------------------------------------------- */

/* "neither X nor Y came" */
static gboolean
is_neither (const LinkTree *tree, guint t)
{
  return link_dep (tree, t) == DEP_CC && link_has_form (tree, t, "neither");
}

/* "no soldiers came", "has no ties", "nobody came" */
static gboolean
is_nothing (const LinkClauses *clauses, guint t)
{
  const LinkTree *tree = clauses->tree;

  if (link_is_word (clauses, t, WORD_NOBODY) && link_pos (tree, t) != ENT_POS_CCONJ)
    return TRUE;
  for (gint c = link_child (tree, t); c >= 0 && (guint) c < t; c = tree->nodes[c].next)
    if ((link_dep (tree, c) == DEP_DET && link_is_word (clauses, c, WORD_NOT)) || is_neither (tree, c))
      return TRUE;
  return FALSE;
}

/* "did not", "no longer" */
static gboolean
denies (const LinkClauses *clauses, guint adverb)
{
  const LinkTree *tree = clauses->tree;

  if (link_is_word (clauses, adverb, WORD_NOT))
    return adverb + 1 >= tree->n_tokens || !link_has_form (tree, adverb + 1, "only");
  for (gint c = link_child (tree, adverb); c >= 0; c = tree->nodes[c].next)
    if (link_is_word (clauses, c, WORD_NOT) && link_has_form (tree, adverb, "longer"))
      return TRUE;
  return FALSE;
}

static void
apply_marks (Walk *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_MARK:
      case DEP_CASE:
        apply (self->stance, link_effect (self->clauses, c, WORD_MARK));
        break;
      case DEP_ADVCL: /* "if …": neither is said to be so */
        if (link_has_mark (tree, c, "if") || link_has_mark (tree, c, "unless"))
          apply (self->stance, ENT_MODALITY_CONDITIONAL);
        break;
      default:
        break;
      }
}

static void
apply_own_words (Walk *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_AUX:
      case DEP_AUX_PASS:
        apply (self->stance, link_effect (self->clauses, c, WORD_MODAL));
        break;
      case DEP_ADVMOD:
      case DEP_DET:
        if (denies (self->clauses, c))
          apply (self->stance, EFFECT_NEGATED);
        else
          apply (self->stance, link_effect (self->clauses, c, WORD_ADVERB));
        break;
      case DEP_CC:
        if (is_neither (tree, c))
          apply (self->stance, EFFECT_NEGATED);
        break;
      case DEP_AMOD:
        if (link_pos (tree, t) == ENT_POS_NOUN)
          apply (self->stance, link_effect (self->clauses, c, WORD_ADJECTIVE));
        break;
      case DEP_NSUBJ:
      case DEP_NSUBJ_PASS:
      case DEP_OBJ:
        if (is_nothing (self->clauses, c))
          apply (self->stance, EFFECT_NEGATED);
        break;
      default:
        break;
      }
  apply_marks (self, t);
}

static gboolean
has_auxiliary (const LinkTree *tree, guint t)
{
  return link_find_child (tree, t, DEP_AUX) >= 0 || link_find_child (tree, t, DEP_AUX_PASS) >= 0
         || link_find_child (tree, t, DEP_COP) >= 0;
}

static gboolean
has_own_subject (const LinkTree *tree, guint t)
{
  return link_find_child (tree, t, DEP_NSUBJ) >= 0 || link_find_child (tree, t, DEP_NSUBJ_PASS) >= 0;
}

/* --- Who says so ------------------------------------------------------------------------------------------------- */

static gboolean
takes_clause (const LinkClause *clause)
{
  return clause && clause->verb && clause->verb->traits & VERB_TAKES_CLAUSE;
}

/* Nobody is named: "it is alleged that"; then it may be so */
static void
say (Walk *self, const LinkClause *saying)
{
  gint speaker = saying->passive ? saying->agent : saying->subject;

  if (speaker >= 0)
    add_speaker (self->stance, speaker);
  else if (self->bound)
    apply (self->stance, ENT_MODALITY_POSSIBLE);
  if (!self->bound)
    return;
  if (saying->verb->traits & VERB_WISHES)
    apply (self->stance, saying->verb->obj == ENT_MODALITY_NECESSARY ? ENT_MODALITY_NECESSARY : ENT_MODALITY_ASKED);
  if (saying->verb->traits & VERB_DENIES)
    apply (self->stance, EFFECT_NEGATED);
  if (saying->verb->traits & VERB_BELIEVES)
    apply (self->stance, ENT_MODALITY_POSSIBLE);
}

/* "according to X": the noun that hangs there, or -1 */
static gboolean
names_source (const LinkClauses *clauses, guint t)
{
  gint preposition = link_case_of (clauses->tree, t);

  return preposition >= 0 && link_is_word (clauses, preposition, WORD_SOURCE);
}

/* "…, said X", which parsers take for a second verb of the sentence */
static gboolean
is_tag (const LinkTree *tree, const LinkClause *clause)
{
  return link_find_child (tree, clause->head, DEP_CCOMP) < 0
         && (link_dep (tree, clause->head) == DEP_PARATAXIS
             || (clause->origin == SUBJECT_OWN && clause->subject > (gint) clause->head
                 && link_find_child (tree, clause->head, DEP_CC) < 0
                 && link_find_child (tree, clause->head, DEP_OBJ) < 0));
}

/* "X did it and Y left, according to Z" */
static void
find_source_of_all (Walk *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_OBL && names_source (self->clauses, c))
      add_speaker (self->stance, c);
}

/* "…, X said", "as X said", "according to X", beside the way that was come from */
static void
find_sayings_beside (Walk *self, guint t, gint from)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    {
      const LinkClause *clause = link_clause_at (self->clauses, c);
      LinkDep dep = link_dep (tree, c);

      if (c == from)
        continue;
      if ((dep == DEP_PARATAXIS || dep == DEP_CONJ) && takes_clause (clause) && clause->subject >= 0
          && is_tag (tree, clause))
        {
          say (self, clause);
          find_source_of_all (self, c);
        }
      else if (dep == DEP_CONJ && clause)
        find_source_of_all (self, c);
      else if (dep == DEP_ADVCL && takes_clause (clause) && clause->subject >= 0 && link_has_mark (tree, c, "as")
               && link_find_child (tree, c, DEP_CCOMP) < 0)
        say (self, clause);
      else if ((dep == DEP_OBL || dep == DEP_NMOD || dep == DEP_ADVCL) && names_source (self->clauses, c))
        add_speaker (self->stance, c);
    }
}

/* --- Steps up ------------------------------------------------------------------------------------------------------ */

static gboolean
object_acts (const LinkClause *above, const LinkClause *clause)
{
  return above->passive || (above->object >= 0 && clause && clause->subject == above->object)
         || (above->iobject >= 0 && clause && clause->subject == above->iobject);
}

/* "did not say that": it may be so, or not */
static gboolean
is_denied (const LinkClauses *clauses, guint t)
{
  for (gint c = link_child (clauses->tree, t); c >= 0; c = clauses->tree->nodes[c].next)
    if (link_dep (clauses->tree, c) == DEP_ADVMOD && denies (clauses, c))
      return TRUE;
  return FALSE;
}

/* What a verb or an adjective makes of the one that completes it */
static guint8
effect_of_governor (const LinkClauses *clauses, guint t, guint above)
{
  const LinkClause *governor = link_clause_at (clauses, above);

  if (!governor)
    return EFFECT_NONE;
  if (governor->copula >= 0 || link_pos (clauses->tree, above) == ENT_POS_ADJ)
    return link_effect (clauses, above, link_pos (clauses->tree, above) == ENT_POS_NOUN ? WORD_NOUN : WORD_ADJECTIVE);
  if (!governor->verb)
    return EFFECT_NONE;
  return object_acts (governor, link_clause_at (clauses, t)) ? governor->verb->obj : governor->verb->to;
}

static gboolean
is_infinitive (const LinkTree *tree, guint t)
{
  return link_has_mark (tree, t, "to");
}

static void
step_over_complement (Walk *self, guint t, guint above)
{
  const LinkClause *governor = link_clause_at (self->clauses, above);

  if (link_dep (self->tree, t) == DEP_CCOMP && self->bound && link_has_mark (self->tree, t, "if"))
    apply (self->stance, ENT_MODALITY_ASKED);
  if (link_dep (self->tree, t) == DEP_CCOMP && takes_clause (governor)
      && !(is_infinitive (self->tree, t) && governor->verb->to != EFFECT_NONE))
    {
      say (self, governor);
      if (self->bound && is_denied (self->clauses, above))
        {
          apply (self->stance, ENT_MODALITY_POSSIBLE);
          apply (self->stance, governor->verb->traits & VERB_DENIES ? EFFECT_NEGATED : EFFECT_NONE);
        }
    }
  else if (self->bound)
    {
      if (takes_clause (governor) && governor->passive && governor->agent < 0 && governor->verb->obj == EFFECT_NONE)
        apply (self->stance, ENT_MODALITY_POSSIBLE); /* "X is said to do it" */
      if (takes_clause (governor) && governor->verb->traits & VERB_DENIES && !governor->passive)
        add_speaker (self->stance, governor->subject); /* "X denied doing it" */
      apply (self->stance, effect_of_governor (self->clauses, t, above));
      apply_own_words (self, above);
    }
}

static void
step_over_adverbial (Walk *self, guint t, guint above)
{
  const LinkClause *governor = link_clause_at (self->clauses, above);

  if (governor && governor->verb && governor->verb->traits & VERB_ACCUSES
      && (link_has_mark (self->tree, t, "of") || link_has_mark (self->tree, t, "for")
          || link_has_mark (self->tree, t, "with")))
    {
      gint speaker = governor->passive ? governor->agent : governor->subject;

      if (speaker >= 0)
        add_speaker (self->stance, speaker);
      else
        apply (self->stance, ENT_MODALITY_POSSIBLE);
    }
  else if (self->bound && governor && governor->verb
           && (link_has_mark (self->tree, t, "from") || link_has_mark (self->tree, t, "into")
               || link_has_mark (self->tree, t, "of")))
    apply (self->stance, object_acts (governor, link_clause_at (self->clauses, t)) ? governor->verb->obj
                                                                                   : governor->verb->to);
  else if (self->bound && is_infinitive (self->tree, t))
    {
      guint8 effect = effect_of_governor (self->clauses, t, above);

      apply (self->stance, effect != EFFECT_NONE ? effect : ENT_MODALITY_INTENDED);
    }
  self->bound = FALSE;
}

/* "X denied the invasion of Y": of a noun of action, its verb decides */
static void
step_over_object (Walk *self, guint t, guint above)
{
  const LinkClause *governor = link_clause_at (self->clauses, above);

  if (!self->bound || link_dep (self->tree, t) != DEP_OBJ || !governor || !governor->verb)
    return;
  if (governor->verb->traits & VERB_DENIES)
    say (self, governor);
  else if (governor->verb->to != EFFECT_NONE && !(governor->verb->traits & VERB_SAYS))
    apply (self->stance, governor->verb->to);
}

/* "Acme to buy X", a headline, is of what is to come */
static guint8
effect_of_noun (const LinkClauses *clauses, guint t, guint noun)
{
  if (link_pos (clauses->tree, noun) == ENT_POS_PROPN && is_infinitive (clauses->tree, t))
    return ENT_MODALITY_INTENDED;
  return link_effect (clauses, noun, WORD_NOUN);
}

static void
step (Walk *self, guint t, guint above)
{
  const LinkTree *tree = self->tree;

  switch (link_dep (tree, t))
    {
    case DEP_CONJ:
      if (self->bound && link_clause_at (self->clauses, t) && !has_own_subject (tree, t) && !has_auxiliary (tree, t))
        apply_own_words (self, above);
      break;
    case DEP_XCOMP:
    case DEP_CCOMP:
    case DEP_CSUBJ:
      step_over_complement (self, t, above);
      break;
    case DEP_PARATAXIS:
      if (takes_clause (link_clause_at (self->clauses, above)) && has_own_subject (tree, above))
        say (self, link_clause_at (self->clauses, above));
      break;
    case DEP_ADVCL:
      step_over_adverbial (self, t, above);
      break;
    case DEP_ACL:
      if (link_accuser (self->clauses, t) >= 0)
        {
          step_over_adverbial (self, t, link_accuser (self->clauses, t));
          break;
        }
      if (self->bound && (is_infinitive (tree, t) || link_has_mark (tree, t, "of")))
        apply (self->stance, effect_of_noun (self->clauses, t, above));
      self->bound = FALSE;
      break;
    default:
      step_over_object (self, t, above);
      self->bound = FALSE;
      break;
    }
}

static gboolean
is_question (const LinkTree *tree, guint root)
{
  const EntSentence *sentence = &tree->sentences[tree->nodes[root].sentence];

  for (guint t = sentence->first + sentence->n; t-- > sentence->first;)
    if (tree->tokens[t].flags & ENT_TOKEN_ALPHA)
      break;
    else if (link_has_form (tree, t, "?"))
      return TRUE;
  return FALSE;
}

void
link_stance_of (const LinkClauses *clauses, const LinkQuotes *quotes, guint t, LinkStance *stance)
{
  const LinkTree *tree = clauses->tree;
  Walk walk = { .clauses = clauses, .tree = tree, .stance = stance, .bound = TRUE };
  gint from = -1;
  guint at = t;

  *stance = (LinkStance){ .modality = ENT_MODALITY_ASSERTED };
  apply_own_words (&walk, t);
  for (;; at = tree->nodes[at].head)
    {
      find_sayings_beside (&walk, at, from);
      if (tree->nodes[at].head < 0)
        break;
      step (&walk, at, tree->nodes[at].head);
      from = at;
    }
  if (walk.bound && is_question (tree, at))
    apply (stance, ENT_MODALITY_ASKED);
  if (quotes->speaker[t] >= 0)
    add_speaker (stance, quotes->speaker[t]);
}
