/* Cuts each clause into the words of its predicate and those of its arguments. */
#include "stages/link/propositions.h"

#include <string.h>

typedef struct
{
  const LinkTree *tree;
  LinkClauses *clauses;
  GArray *all;
  gboolean *is_predicate; /* one a token: the words of the predicate in hand */
} Cutter;

static gboolean
is_punct (const LinkTree *tree, guint t)
{
  return tree->tokens[t].flags & ENT_TOKEN_PUNCT;
}

static LinkPart
trim (const LinkTree *tree, LinkPart part)
{
  while (part.first < part.end && is_punct (tree, part.first))
    part.first++;
  while (part.end > part.first && is_punct (tree, part.end - 1))
    part.end--;
  return part;
}

/* Of what stands in a noun phrase: whether it is left to a proposition of its own */
static gboolean
is_aside (const LinkTree *tree, guint c)
{
  switch (link_dep (tree, c))
    {
    case DEP_ACL_RELCL:
    case DEP_APPOS:
    case DEP_PARATAXIS:
    case DEP_DISCOURSE:
    case DEP_LIST:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
holds (const LinkTree *tree, guint c, guint t)
{
  return t >= tree->nodes[c].left && t < tree->nodes[c].right && link_is_above (tree, c, t);
}

/* A noun with all that hangs on it, up to the first aside or up to the clause that is cut; with its preposition or
 * without */
static LinkPart
noun_part (const LinkTree *tree, guint noun, gboolean with_case, guint clause)
{
  LinkPart part = { noun, noun + 1 };

  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    {
      gboolean is_case = link_dep (tree, c) == DEP_CASE && (guint) c < noun;

      if ((guint) c > noun && (is_aside (tree, c) || holds (tree, c, clause)))
        break;
      if (link_dep (tree, c) == DEP_MARK || link_dep (tree, c) == DEP_CC || (is_case && !with_case)
          || (link_dep (tree, c) == DEP_CASE && (guint) c > noun))
        continue;
      part.first = MIN (part.first, tree->nodes[c].left);
      part.end = MAX (part.end, tree->nodes[c].right);
    }
  /* what stands before the preposition belongs to it: "only in May" */
  if (!with_case && link_case_of (tree, noun) >= 0 && (guint) link_case_of (tree, noun) < noun)
    part.first = MAX (part.first, tree->nodes[link_case_of (tree, noun)].right);
  part.first = MIN (part.first, noun);
  return trim (tree, part);
}

static LinkPart
whole_part (const LinkTree *tree, guint t)
{
  return trim (tree, (LinkPart){ tree->nodes[t].left, tree->nodes[t].right });
}

/* --- The predicate ------------------------------------------------------------------------------------------------- */

static gboolean
asks (const LinkTree *tree, guint t)
{
  static const gchar *const words[] = { "how", "when", "where", "why", "whenever", "wherever", NULL };

  return link_is_one_of (tree, t, words);
}

static gboolean
is_auxiliary (const LinkTree *tree, guint c)
{
  switch (link_dep (tree, c))
    {
    case DEP_AUX:
    case DEP_AUX_PASS:
    case DEP_COP:
    case DEP_COMPOUND_PRT:
      return TRUE;
    case DEP_ADVMOD:
      return link_child (tree, c) < 0
             && (link_pos (tree, c) == ENT_POS_PART || ((guint) c < (guint) tree->nodes[c].head && !asks (tree, c)));
    default:
      return FALSE;
    }
}

static void
mark (Cutter *self, guint t)
{
  for (gint c = link_child (self->tree, t); c >= 0; c = self->tree->nodes[c].next)
    if (is_auxiliary (self->tree, c) && self->tree->nodes[c].right <= MAX (t, (guint) c) + 1)
      self->is_predicate[c] = TRUE;
  self->is_predicate[t] = TRUE;
}

/* The words marked become parts; the marks are taken off again */
static void
take_predicate (Cutter *self, guint t, LinkProposition *found)
{
  const EntSentence *sentence = &self->tree->sentences[self->tree->nodes[t].sentence];
  guint end = sentence->first + sentence->n;

  found->n_predicate = 0;
  for (guint at = sentence->first; at < end; at++)
    if (self->is_predicate[at])
      {
        LinkPart *last = found->n_predicate ? &found->predicate[found->n_predicate - 1] : NULL;

        if (last && last->end == at)
          last->end++;
        else if (found->n_predicate < LINK_MAX_PARTS)
          found->predicate[found->n_predicate++] = (LinkPart){ at, at + 1 };
        self->is_predicate[at] = FALSE;
      }
}

/* How often what is said of such a clause is worth saying: shares of the development part of CaRB */
static gfloat
confidence_of (const LinkTree *tree, guint t)
{
  switch (link_dep (tree, t))
    {
    case DEP_ROOT:
      return 0.64f;
    case DEP_CONJ:
      return 0.69f;
    case DEP_XCOMP:
      return 0.59f;
    case DEP_PARATAXIS:
      return 0.57f;
    case DEP_ADVCL:
      return link_has_mark (tree, t, "to") ? 0.36f : 0.51f;
    case DEP_ACL_RELCL:
      return 0.49f;
    case DEP_CCOMP:
      return 0.47f;
    case DEP_ACL:
      return link_has_mark (tree, t, "to") ? 0.38f : 0.42f;
    default:
      return 0.5f;
    }
}

/* --- Arguments ------------------------------------------------------------------------------------------------------ */

static void
add_part (LinkProposition *found, LinkPart part)
{
  if (part.first < part.end && found->n_arguments < LINK_MAX_PARTS)
    found->arguments[found->n_arguments++] = part;
}

static gboolean
is_argument (const LinkTree *tree, guint c)
{
  switch (link_dep (tree, c))
    {
    case DEP_OBJ:
    case DEP_IOBJ:
    case DEP_OBL:
    case DEP_OBL_AGENT:
    case DEP_OBL_UNMARKED:
    case DEP_CCOMP:
    case DEP_XCOMP:
    case DEP_NMOD:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_clausal (const LinkTree *tree, guint c)
{
  return link_dep (tree, c) == DEP_CCOMP || link_dep (tree, c) == DEP_XCOMP;
}

/* The arguments of a verb after the subject, those that follow it first */
static void
add_arguments (Cutter *self, guint t, gint but, LinkProposition *found)
{
  const LinkTree *tree = self->tree;

  for (guint round = 0; round < 2; round++)
    for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
      {
        if (!is_argument (tree, c) || c == but || ((guint) c > t) != !round)
          continue;
        add_part (found, is_clausal (tree, c) ? whole_part (tree, c) : noun_part (tree, c, TRUE, t));
      }
}

/* "lives in X": the preposition right after the verb belongs to it */
static void
move_preposition (Cutter *self, guint t, LinkProposition *found)
{
  const LinkTree *tree = self->tree;
  LinkPart *first = found->n_arguments > 1 ? &found->arguments[1] : NULL;

  if (!first || first->first <= t || first->end - first->first < 2)
    return;
  if (link_dep (tree, first->first) == DEP_CASE || (link_dep (tree, first->first) == DEP_MARK))
    self->is_predicate[first->first++] = TRUE;
}

static void
add_subject (Cutter *self, const LinkClause *clause, LinkProposition *found)
{
  if (clause->subject >= 0)
    add_part (found, noun_part (self->tree, clause->subject, FALSE, clause->head));
}

static void
cut_verb (Cutter *self, const LinkClause *clause)
{
  const LinkTree *tree = self->tree;
  LinkProposition found = { .head = clause->head, .confidence = confidence_of (self->tree, clause->head) };

  add_subject (self, clause, &found);
  if (!found.n_arguments)
    return;
  mark (self, clause->head);
  if (clause->passive && clause->origin == SUBJECT_RELATIVE && link_dep (tree, clause->head) == DEP_ACL)
    found.unsaid = LINK_WORD_IS;
  if (clause->object_is_gap)
    add_part (&found, noun_part (tree, clause->object, FALSE, clause->head));
  add_arguments (self, clause->head, clause->subject, &found);
  move_preposition (self, clause->head, &found);
  take_predicate (self, clause->head, &found);
  if (found.n_arguments > 1)
    g_array_append_val (self->all, found);
}

/* What stands after a copula, up to an aside; other predicates that are joined with it are cut by themselves */
static LinkPart
copular_part (Cutter *self, const LinkClause *clause)
{
  const LinkTree *tree = self->tree;
  guint head = clause->head;
  LinkPart part = { head, head + 1 };

  for (gint c = link_child (tree, head); c >= 0; c = tree->nodes[c].next)
    {
      gboolean ends = is_aside (tree, c) || link_dep (tree, c) == DEP_ADVCL;

      if (ends && (guint) c > head)
        break;
      if (ends || c <= clause->copula || self->is_predicate[c] || link_dep (tree, c) == DEP_CC
          || (link_dep (tree, c) == DEP_CONJ && link_clause_at (self->clauses, c)))
        continue;
      part.first = MIN (part.first, tree->nodes[c].left);
      part.end = MAX (part.end, tree->nodes[c].right);
    }
  return trim (tree, part);
}

static void
cut_copula (Cutter *self, const LinkClause *clause)
{
  const LinkTree *tree = self->tree;
  LinkProposition found = { .head = clause->head, .confidence = confidence_of (tree, clause->head) };

  add_subject (self, clause, &found);
  if (!found.n_arguments)
    return;
  for (gint c = link_child (tree, clause->head); c >= 0 && (guint) c < clause->head; c = tree->nodes[c].next)
    self->is_predicate[c]
        = is_auxiliary (tree, c) && (link_dep (tree, c) != DEP_ADVMOD || link_pos (tree, c) == ENT_POS_PART);
  self->is_predicate[clause->copula] = TRUE;
  add_part (&found, copular_part (self, clause));
  move_preposition (self, clause->copula, &found);
  take_predicate (self, clause->head, &found);
  if (found.n_arguments > 1)
    g_array_append_val (self->all, found);
}

/* "Jane Roe, the director of Acme" */
static void
cut_apposition (Cutter *self, guint noun, guint apposed)
{
  LinkProposition found = { .head = apposed, .confidence = 0.55f, .unsaid = LINK_WORD_IS };

  add_part (&found, noun_part (self->tree, noun, FALSE, apposed));
  add_part (&found, noun_part (self->tree, apposed, FALSE, apposed));
  if (found.n_arguments == 2)
    g_array_append_val (self->all, found);
}

GArray *
link_propositions_new (const LinkTree *tree)
{
  g_autoptr (LinkClauses) clauses = link_clauses_new (tree, NULL);
  g_autofree gboolean *marks = g_new0 (gboolean, tree->n_tokens + 1);
  Cutter self = { .tree = tree, .clauses = clauses, .is_predicate = marks };

  self.all = g_array_new (FALSE, FALSE, sizeof (LinkProposition));
  for (guint t = 0; t < tree->n_tokens; t++)
    {
      const LinkClause *clause = link_clause_at (clauses, t);

      if (clause && clause->copula >= 0)
        cut_copula (&self, clause);
      else if (clause && link_pos (tree, t) != ENT_POS_ADJ && link_pos (tree, t) != ENT_POS_NOUN)
        cut_verb (&self, clause);
      if (link_dep (tree, t) == DEP_APPOS && tree->nodes[t].head >= 0)
        cut_apposition (&self, tree->nodes[t].head, t);
    }
  return self.all;
}
