/* Relations of verbs, and of what stands after a copula. */
#include "stages/link/open.h"

#include <string.h>

/* A predicate while its relations are found */
typedef struct
{
  LinkReader *reader;
  const LinkTree *tree;
  const LinkClause *clause;
  LinkArguments agents;   /* who does it; of a passive only if somebody is named */
  LinkArguments patients; /* the subject of a passive */
  GString *verb;          /* its label */
  LinkFinding pattern;
  gboolean found;
} Predicate;

static gboolean
has_trait (const LinkClause *clause, VerbTraits trait)
{
  return clause->verb && clause->verb->traits & trait;
}

/* --- Labels and triggers ----------------------------------------------------------------------------------------- */

static void
append_lemma (const LinkReader *reader, guint t, GString *label)
{
  if (!*link_lemma (reader->tree, t))
    {
      link_append_word (reader, t, label);
      return;
    }
  if (label->len)
    g_string_append_c (label, ' ');
  g_string_append (label, link_lemma (reader->tree, t));
}

/* "be extradited" of what nobody is said to have done; else "extradite", "carry out" */
static void
set_verb (Predicate *self)
{
  const LinkClause *clause = self->clause;

  g_string_truncate (self->verb, 0);
  if (clause->passive && clause->agent < 0)
    {
      g_string_append (self->verb, "be");
      link_append_word (self->reader, clause->head, self->verb);
    }
  else
    append_lemma (self->reader, clause->head, self->verb);
  if (clause->particle >= 0)
    append_lemma (self->reader, clause->particle, self->verb);
}

static void
set_trigger (Predicate *self)
{
  guint head = self->clause->head;

  self->pattern.trigger = head;
  self->pattern.trigger_end = head + 1;
  if (self->clause->particle == (gint) head + 1)
    self->pattern.trigger_end = head + 2;
}

static const gchar *
label_with (Predicate *self, gint preposition)
{
  g_autoptr (GString) label = g_string_new (self->verb->str);

  if (preposition >= 0)
    for (guint t = preposition; t < self->tree->nodes[preposition].right; t++)
      link_append_word (self->reader, t, label);
  return link_keep (self->reader, label->str);
}

static void
find (Predicate *self, const gchar *rule, gfloat confidence, const gchar *label, const LinkArguments *heads,
      const LinkArguments *tails)
{
  LinkFinding pattern = self->pattern;

  if (!heads->n || !tails->n)
    return;
  pattern.rule = rule;
  pattern.confidence = confidence;
  pattern.label = label;
  self->found = TRUE;
  link_find (self->reader, &pattern, heads, tails);
}

/* --- Complements with a preposition ------------------------------------------------------------------------------- */

static gboolean
is_motion (const LinkReader *reader, gint preposition)
{
  static const gchar *const motions[] = { "to", "into", "from", "onto", "toward", "towards", "through", "via", NULL };

  return link_is_one_of (reader->tree, preposition, motions);
}

/* Whether what stands after a preposition is a part of what the verb says, not only when, where or how it happened */
static gboolean
is_complement (const Predicate *self, guint noun, gint preposition)
{
  const LinkReader *reader = self->reader;
  const LinkClause *clause = self->clause;

  if (clause->verb && link_word_is_in (clause->verb->prepositions, link_lemma (self->tree, preposition)))
    return TRUE;
  if (!link_is_word (reader->clauses, preposition, WORD_PREPOSITION) || link_is_temporal (reader, noun))
    return FALSE;
  if (link_is_location (reader, noun))
    return is_motion (reader, preposition) || !link_is_word (reader->clauses, preposition, WORD_PLACE);
  return TRUE;
}

/* "served as director of X" */
static void
find_role_of (Predicate *self, guint noun, gint preposition, const LinkArguments *heads)
{
  const LinkTree *tree = self->tree;
  g_autoptr (GString) label = g_string_new (label_with (self, preposition));

  link_append_role (self->reader, noun, label);
  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_NMOD && link_case_of (tree, c) >= 0)
      {
        g_autoptr (GString) whole = g_string_new (label->str);
        LinkArguments tails = link_arguments (self->reader, c);

        link_append_word (self->reader, link_case_of (tree, c), whole);
        find (self, "link/oblique", 0.75f, link_keep (self->reader, whole->str), heads, &tails);
      }
}

static gboolean
is_oblique (const LinkTree *tree, guint c)
{
  return link_dep (tree, c) == DEP_OBL || link_dep (tree, c) == DEP_OBL_AGENT;
}

static void
find_obliques (Predicate *self, const LinkArguments *heads)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, self->clause->head); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);
      gint noun = link_antecedent (tree, c);
      LinkArguments tails;

      if (!is_oblique (tree, c) || preposition < 0 || noun == self->clause->agent
          || link_is_word (self->reader->clauses, preposition, WORD_SOURCE)
          || !is_complement (self, noun, preposition))
        continue;
      tails = link_arguments (self->reader, noun);
      find (self, "link/oblique", 0.75f, label_with (self, preposition), heads, &tails);
      if (link_has_lemma (tree, preposition, "as"))
        find_role_of (self, noun, preposition, heads);
    }
}

/* Where nothing else is said of X, then at least when or where: "X died in Oslo" */
static void
find_settings (Predicate *self, const LinkArguments *heads)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, self->clause->head); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);
      gint noun = link_antecedent (tree, c);
      LinkArguments tails;

      if (!is_oblique (tree, c) || preposition < 0 || noun == self->clause->agent
          || link_is_word (self->reader->clauses, preposition, WORD_SOURCE))
        continue;
      tails = link_arguments (self->reader, noun);
      find (self, "link/setting", 0.6f, label_with (self, preposition), heads, &tails);
    }
}

/* --- Light verbs --------------------------------------------------------------------------------------------------- */

/* "imposed sanctions on X": the object joins the verb, and what hangs on either is acted upon */
static gboolean
find_light (Predicate *self, const LinkArguments *heads)
{
  const LinkTree *tree = self->tree;
  gint object = self->clause->object;
  const gchar *plain = link_keep (self->reader, self->verb->str);
  gboolean found = FALSE;

  if (!has_trait (self->clause, VERB_LIGHT) || object < 0 || self->clause->object_is_gap
      || link_pos (tree, object) != ENT_POS_NOUN || link_find_child (tree, object, DEP_CONJ) >= 0)
    return FALSE;
  link_append_word (self->reader, object, self->verb);
  if ((guint) object > self->clause->head)
    self->pattern.trigger_end = object + 1;
  for (guint i = 0; i < 2; i++)
    for (gint c = link_child (tree, i ? (guint) object : self->clause->head); c >= 0; c = tree->nodes[c].next)
      {
        gint preposition = link_case_of (tree, c);
        LinkArguments tails;

        if (link_dep (tree, c) != (i ? DEP_NMOD : DEP_OBL) || preposition < 0 || (guint) c < self->clause->head
            || !is_complement (self, c, preposition))
          continue;
        tails = link_arguments (self->reader, link_antecedent (tree, c));
        find (self, "link/light", 0.7f, label_with (self, preposition), heads, &tails);
        found = TRUE;
      }
  g_string_assign (self->verb, plain);
  set_trigger (self);
  return found;
}

/* --- Verbs ---------------------------------------------------------------------------------------------------------- */

/* "named X director", "considers X a threat", "became director of Y": the second noun is said of the first */
static gboolean
is_predicative (const LinkTree *tree, guint t)
{
  EntPos pos = link_pos (tree, t);

  return link_dep (tree, t) == DEP_XCOMP && (pos == ENT_POS_NOUN || pos == ENT_POS_PROPN);
}

static void
find_predicative (Predicate *self)
{
  const LinkTree *tree = self->tree;
  const LinkClause *clause = self->clause;

  for (gint c = link_child (tree, clause->head); c >= 0; c = tree->nodes[c].next)
    {
      gboolean of_object = clause->object >= 0 && !clause->object_is_gap;
      LinkArguments heads = clause->passive ? self->patients
                            : of_object     ? link_arguments (self->reader, clause->object)
                                            : self->agents;
      LinkArguments tails = link_arguments (self->reader, c);

      if (!is_predicative (tree, c))
        continue;
      if (!of_object && !clause->passive)
        find (self, "link/predicative", 0.75f, link_keep (self->reader, self->verb->str), &heads, &tails);
      for (gint d = link_child (tree, c); d >= 0; d = tree->nodes[d].next)
        if (link_dep (tree, d) == DEP_NMOD && link_case_of (tree, d) >= 0)
          {
            g_autoptr (GString) label = g_string_new (of_object || clause->passive ? "be" : self->verb->str);

            tails = link_arguments (self->reader, d);
            link_append_role (self->reader, c, label);
            link_append_word (self->reader, link_case_of (tree, d), label);
            find (self, "link/predicative", 0.75f, link_keep (self->reader, label->str), &heads, &tails);
          }
    }
}

static gboolean
wants_clause_of_object (const Predicate *self)
{
  return has_trait (self->clause, VERB_CLAUSAL) && link_find_child (self->tree, self->clause->head, DEP_XCOMP) >= 0;
}

static void
find_objects (Predicate *self)
{
  const LinkClause *clause = self->clause;
  const gchar *label = link_keep (self->reader, self->verb->str);
  LinkArguments objects = link_arguments (self->reader, clause->object);
  LinkArguments iobjects = link_arguments (self->reader, clause->iobject);

  if (clause->passive)
    {
      find (self, "link/passive", 0.85f, label, &self->agents, &self->patients);
      find (self, "link/passive", 0.7f, label, clause->agent < 0 ? &self->patients : &self->agents, &objects);
      return;
    }
  if (!wants_clause_of_object (self) && !find_light (self, &self->agents))
    find (self, clause->object_is_gap ? "link/gap" : "link/svo", clause->object_is_gap ? 0.65f : 0.85f, label,
          &self->agents, &objects);
  find (self, "link/svo", 0.8f, label, &self->agents, &iobjects);
}

/* A quiet verb with a clause of its own says nothing that its clause does not */
static gboolean
is_quiet (const LinkTree *tree, const LinkClause *clause)
{
  guint t = clause->head;

  if (has_trait (clause, VERB_QUIET))
    return TRUE;
  return clause->verb && clause->verb->to != EFFECT_NONE && clause->object < 0
         && link_find_child (tree, t, DEP_XCOMP) >= 0;
}

void
link_find_verbal (LinkReader *reader, const LinkClause *clause)
{
  Predicate self = { .reader = reader, .tree = reader->tree, .clause = clause };
  LinkArguments subjects;

  if (is_quiet (reader->tree, clause) || (clause->subject < 0 && clause->agent < 0))
    return;
  self.verb = g_string_new (NULL);
  self.pattern.predicate = clause->head;
  set_verb (&self);
  set_trigger (&self);
  subjects = link_arguments (reader, clause->subject);
  if (clause->passive)
    {
      self.patients = subjects;
      self.agents = link_arguments (reader, clause->agent);
    }
  else
    self.agents = subjects;
  find_objects (&self);
  find_predicative (&self);
  find_obliques (&self, clause->passive && clause->agent < 0 ? &self.patients : &self.agents);
  if (!self.found)
    find_settings (&self, &subjects);
  g_string_free (self.verb, TRUE);
}

/* --- Copulas -------------------------------------------------------------------------------------------------------- */

static void
set_copular_trigger (Predicate *self)
{
  self->pattern.trigger = self->clause->head;
  self->pattern.trigger_end = self->clause->head + 1;
}

/* "X is director of Y", "X is Y's director", "X is responsible for Y" */
static void
find_complements_of_noun (Predicate *self)
{
  const LinkTree *tree = self->tree;
  guint t = self->clause->head;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);
      LinkArguments tails;

      if ((link_dep (tree, c) != DEP_NMOD && link_dep (tree, c) != DEP_OBL) || preposition < 0
          || link_is_word (self->reader->clauses, preposition, WORD_SOURCE) || link_is_temporal (self->reader, c)
          || !link_is_word (self->reader->clauses, preposition, WORD_PREPOSITION))
        continue;
      tails = link_arguments (self->reader, link_antecedent (tree, c));
      find (self, "link/copula", 0.8f, label_with (self, preposition), &self->agents, &tails);
    }
}

static void
find_owner_of_noun (Predicate *self)
{
  gint owner = link_qualifier (self->reader, self->clause->head);
  LinkArguments tails = link_arguments (self->reader, owner);
  g_autofree gchar *label = g_strconcat (self->verb->str, " of", NULL);

  if (owner >= 0)
    find (self, "link/copula", 0.75f, link_keep (self->reader, label), &self->agents, &tails);
}

void
link_find_copular (LinkReader *reader, const LinkClause *clause)
{
  Predicate self = { .reader = reader, .tree = reader->tree, .clause = clause };
  guint t = clause->head;
  gint preposition = link_case_of (reader->tree, t);
  EntPos pos = link_pos (reader->tree, t);
  gboolean is_noun = pos == ENT_POS_NOUN || pos == ENT_POS_PROPN;
  LinkArguments tails;

  if (clause->subject < 0)
    return;
  self.verb = g_string_new ("be");
  self.pattern.predicate = t;
  self.agents = link_arguments (reader, clause->subject);
  tails = link_arguments (reader, t);
  set_copular_trigger (&self);
  if (preposition >= 0)
    find (&self, "link/copula", 0.75f, label_with (&self, preposition), &self.agents, &tails);
  else if (is_noun)
    find (&self, "link/copula", 0.8f, "be", &self.agents, &tails);
  if (preposition < 0 && (reader->phrases->at[t] < 0 || !link_is_named (reader, reader->phrases->at[t])))
    {
      if (is_noun)
        link_append_role (reader, t, self.verb);
      else
        append_lemma (reader, t, self.verb);
      find_complements_of_noun (&self);
      if (is_noun)
        find_owner_of_noun (&self);
    }
  g_string_free (self.verb, TRUE);
}
