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
  gboolean light; /* its complements are taken together with its object */
} Predicate;

static gboolean
has_trait (const LinkClause *clause, VerbTraits trait)
{
  return clause->verb && clause->verb->traits & trait;
}

/* --- Labels and triggers ----------------------------------------------------------------------------------------- */

/* "attacks" of "Norland attacks again", taken for a noun */
static void
append_third_person (const LinkReader *reader, guint t, GString *label)
{
  gsize n;

  link_append_word (reader, t, label);
  n = label->len;
  if (n > 4 && (g_str_has_suffix (label->str, "ches") || g_str_has_suffix (label->str, "shes")
                || g_str_has_suffix (label->str, "sses")))
    g_string_truncate (label, n - 2);
  else if (n > 3 && label->str[n - 1] == 's' && label->str[n - 2] != 's')
    g_string_truncate (label, n - 1);
}

static void
append_lemma (const LinkReader *reader, guint t, GString *label)
{
  if (link_pos (reader->tree, t) == ENT_POS_NOUN && link_clause_at (reader->clauses, t)
      && link_clause_at (reader->clauses, t)->copula < 0)
    {
      append_third_person (reader, t, label);
      return;
    }
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

static gint
next_case (const LinkTree *tree, guint preposition)
{
  gint next = tree->nodes[preposition].next;

  return next >= 0 && link_dep (tree, next) == DEP_CASE ? next : -1;
}

static const gchar *
label_with (Predicate *self, gint preposition)
{
  g_autoptr (GString) label = g_string_new (self->verb->str);

  if (preposition >= 0 && preposition == self->clause->particle)
    preposition = next_case (self->tree, preposition); /* "pull out of" */
  if (preposition >= 0)
    link_append_preposition (self->reader, preposition, label);
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

static gboolean
is_mere_description (const LinkReader *reader, guint noun)
{
  gint phrase = link_denoted (reader, noun);

  return phrase < 0
         || (link_phrase (reader->phrases, phrase)->kind == ENT_MENTION_NOMINAL
             && link_phrase (reader->phrases, phrase)->entity == ENT_NONE);
}

/* Whether what stands after a preposition is a part of what the verb says, not only when, where or how it happened */
static gboolean
is_complement (const Predicate *self, guint noun, gint preposition)
{
  const LinkReader *reader = self->reader;
  const LinkClause *clause = self->clause;

  if (link_is_temporal (reader, noun))
    return FALSE;
  if (clause->verb && link_word_is_in (clause->verb->prepositions, link_lemma (self->tree, preposition)))
    return TRUE;
  if (!link_is_word (reader->clauses, preposition, WORD_PREPOSITION))
    return FALSE;
  if (is_mere_description (reader, noun) && link_is_word (reader->clauses, preposition, WORD_PLACE))
    return FALSE; /* "in protest", "at the end" */
  if (link_is_location (reader, noun))
    return is_motion (reader, preposition) || !link_is_word (reader->clauses, preposition, WORD_PLACE);
  return TRUE;
}

/* "served as director of X"; "named Y as director of X" is of Y, who is it */
static void
find_role_of (Predicate *self, guint noun, gint preposition, const LinkArguments *subjects)
{
  const LinkTree *tree = self->tree;
  gboolean of_object = self->clause->passive || self->clause->object >= 0;
  LinkArguments objects = link_arguments (self->reader, self->clause->passive ? self->clause->subject
                                                                              : self->clause->object);
  const LinkArguments *heads = of_object ? &objects : subjects;
  LinkArguments roles = link_arguments (self->reader, noun);
  g_autoptr (GString) label = g_string_new (of_object ? "be" : label_with (self, preposition));

  find (self, "link/oblique", 0.75f, link_keep (self->reader, label->str), heads, &roles);
  link_append_role (self->reader, noun, label);
  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_NMOD && link_case_of (tree, c) >= 0)
      {
        g_autoptr (GString) whole = g_string_new (label->str);
        LinkArguments tails = link_arguments (self->reader, c);

        link_append_preposition (self->reader, link_case_of (tree, c), whole);
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
          || (self->light && (guint) c > self->clause->head) || !is_complement (self, noun, preposition))
        continue;
      tails = link_arguments (self->reader, noun);
      if (link_has_lemma (tree, preposition, "as"))
        find_role_of (self, noun, preposition, heads);
      else
        find (self, "link/oblique", 0.75f, label_with (self, preposition), heads, &tails);
    }
}

/* Where nothing else is said of X, then at least where: "X died in Oslo" */
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
          || link_is_temporal (self->reader, noun)
          || link_is_word (self->reader->clauses, preposition, WORD_SOURCE))
        continue;
      tails = link_arguments (self->reader, noun);
      find (self, "link/setting", 0.87f, label_with (self, preposition), heads, &tails);
    }
}

/* --- Light verbs --------------------------------------------------------------------------------------------------- */

/* "an attack on the town" is on it, "a meeting in the town" is only in it */
static gboolean
joins_noun (const Predicate *self, guint noun, guint c, gint preposition)
{
  const Noun *known = link_vocabulary_noun (self->reader->vocabulary, link_lemma (self->tree, noun));

  if (known && known->kind == NOUN_EVENT && link_word_is_in (known->prepositions, link_lemma (self->tree, preposition)))
    return TRUE;
  return !link_has_lemma (self->tree, preposition, "of") && !link_is_location (self->reader, c)
             ? TRUE
             : !link_is_word (self->reader->clauses, preposition, WORD_PLACE);
}

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
            || link_is_temporal (self->reader, c) || !(i ? joins_noun (self, object, c, preposition)
                                                         : is_complement (self, c, preposition)))
          continue;
        tails = link_arguments (self->reader, link_antecedent (tree, c));
        find (self, "link/light", 0.8f, label_with (self, preposition), heads, &tails);
        found = TRUE;
      }
  g_string_assign (self->verb, plain);
  set_trigger (self);
  self->light = found;
  return found;
}

/* --- Verbs ---------------------------------------------------------------------------------------------------------- */

/* "named X director", "considers X a threat", "X became director of Y", "X was appointed director": the noun is said of
 * the object, or of the subject where there is no other */
static gboolean
is_predicative (const Predicate *self, guint t)
{
  EntPos pos = link_pos (self->tree, t);
  gboolean is_object = link_dep (self->tree, t) == DEP_OBJ
                       && (self->clause->passive || has_trait (self->clause, VERB_BECOMES));

  return (is_object || link_dep (self->tree, t) == DEP_XCOMP) && (pos == ENT_POS_NOUN || pos == ENT_POS_PROPN);
}

static void
find_predicative_of (Predicate *self, guint noun, const LinkArguments *heads, const gchar *verb)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_NMOD && link_case_of (tree, c) >= 0)
      {
        g_autoptr (GString) label = g_string_new (verb);
        LinkArguments tails = link_arguments (self->reader, c);

        link_append_role (self->reader, noun, label);
        link_append_preposition (self->reader, link_case_of (tree, c), label);
        find (self, "link/predicative", 0.82f, link_keep (self->reader, label->str), heads, &tails);
      }
}

static void
find_predicative (Predicate *self)
{
  const LinkTree *tree = self->tree;
  const LinkClause *clause = self->clause;

  for (gint c = link_child (tree, clause->head); c >= 0; c = tree->nodes[c].next)
    {
      gboolean of_object = clause->object >= 0 && clause->object != c && !clause->object_is_gap && !clause->passive;
      LinkArguments heads = clause->passive ? self->patients
                            : of_object     ? link_arguments (self->reader, clause->object)
                                            : self->agents;
      LinkArguments tails = link_arguments (self->reader, c);

      if (!is_predicative (self, c))
        continue;
      if (!of_object && !clause->passive)
        find (self, "link/predicative", 0.82f, link_keep (self->reader, self->verb->str), &heads, &tails);
      find_predicative_of (self, c, &heads, of_object || clause->passive ? "be" : self->verb->str);
    }
}

static gboolean
wants_clause_of_object (const Predicate *self)
{
  return has_trait (self->clause, VERB_CLAUSAL) && link_find_child (self->tree, self->clause->head, DEP_XCOMP) >= 0;
}

/* "fined X $5 million": who is fined is read as a part of the sum */
static gint
payee_of (const Predicate *self)
{
  const LinkTree *tree = self->tree;
  gint object = self->clause->object;

  if (object < 0 || self->reader->phrases->at[object] < 0
      || link_phrase (self->reader->phrases, self->reader->phrases->at[object])->type != self->reader->money)
    return -1;
  for (gint c = link_child (tree, object); c >= 0 && c < object; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_COMPOUND && (guint) c > self->clause->head && self->reader->phrases->at[c] >= 0
        && link_is_named (self->reader, self->reader->phrases->at[c]))
      return c;
  return -1;
}

/* "sent a ship to X", "signed a contract with X": what may hang on the object as well as on the verb */
static void
find_beyond_object (Predicate *self)
{
  const LinkTree *tree = self->tree;
  gint object = self->clause->object;

  if (object < 0 || self->clause->object_is_gap || (guint) object < self->clause->head)
    return;
  for (gint c = link_child (tree, object); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);
      LinkArguments tails;

      if (link_dep (tree, c) != DEP_NMOD || preposition < 0 || link_is_temporal (self->reader, c) || !self->clause->verb
          || !link_word_is_in (self->clause->verb->prepositions, link_lemma (tree, preposition)))
        continue;
      tails = link_arguments (self->reader, c);
      find (self, "link/beyond", 0.6f, label_with (self, preposition), &self->agents, &tails);
    }
}

static void
find_objects (Predicate *self)
{
  const LinkClause *clause = self->clause;
  const gchar *label = link_keep (self->reader, self->verb->str);
  LinkArguments objects = link_arguments (self->reader, clause->object);
  LinkArguments iobjects
      = link_arguments (self->reader, clause->iobject >= 0 ? clause->iobject : payee_of (self));

  if (clause->passive)
    {
      find (self, "link/passive", 0.83f, label, &self->agents, &self->patients);
      find (self, "link/passive", 0.75f, label, clause->agent < 0 ? &self->patients : &self->agents, &objects);
      return;
    }
  if (!wants_clause_of_object (self) && !find_light (self, &self->agents))
    {
      find (self, clause->object_is_gap ? "link/gap" : "link/svo", clause->object_is_gap ? 0.6f : 0.93f, label,
            &self->agents, &objects);
      find_beyond_object (self);
    }
  find (self, "link/svo", 0.85f, label, &self->agents, &iobjects);
}

/* A quiet verb with a clause of its own says nothing that its clause does not */
static gboolean
is_quiet (const LinkTree *tree, const LinkClause *clause)
{
  guint t = clause->head;

  if (has_trait (clause, VERB_QUIET))
    return TRUE;
  return clause->verb && clause->verb->to != EFFECT_NONE && clause->object < 0 && clause->iobject < 0
         && link_find_child (tree, t, DEP_XCOMP) >= 0;
}

/* Not "cut by 40 per cent", "released by Friday" */
static gboolean
may_act (const LinkReader *reader, guint noun)
{
  gint phrase = reader->phrases->at[noun];

  return phrase < 0 || link_phrase (reader->phrases, phrase)->kind != ENT_MENTION_VALUE;
}

void
link_find_verbal (LinkReader *reader, const LinkClause *clause)
{
  LinkClause judged = *clause;
  Predicate self = { .reader = reader, .tree = reader->tree, .clause = &judged };
  LinkArguments subjects;

  if (clause->subject < 0 && clause->agent < 0)
    return;
  if (is_quiet (reader->tree, clause) && !has_trait (clause, VERB_LIGHT))
    return;
  if (clause->agent >= 0 && !may_act (reader, clause->agent))
    judged.agent = -1;
  self.verb = g_string_new (NULL);
  self.pattern.predicate = clause->head;
  set_verb (&self);
  set_trigger (&self);
  subjects = link_arguments (reader, clause->subject);
  if (clause->passive)
    {
      self.patients = subjects;
      self.agents = link_arguments (reader, judged.agent);
    }
  else
    self.agents = subjects;
  if (is_quiet (reader->tree, clause))
    {
      find_light (&self, &self.agents);
      g_string_free (self.verb, TRUE);
      return;
    }
  find_objects (&self);
  find_predicative (&self);
  find_obliques (&self, clause->passive && judged.agent < 0 ? &self.patients : &self.agents);
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
find_complements_of_noun (Predicate *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);
      LinkArguments tails;

      if ((link_dep (tree, c) != DEP_NMOD && link_dep (tree, c) != DEP_OBL) || preposition < 0
          || link_is_word (self->reader->clauses, preposition, WORD_SOURCE) || link_is_temporal (self->reader, c)
          || !link_is_word (self->reader->clauses, preposition, WORD_PREPOSITION))
        continue;
      tails = link_arguments (self->reader, link_antecedent (tree, c));
      find (self, "link/copula", 0.88f, label_with (self, preposition), &self->agents, &tails);
    }
}

/* "X is director and founder of Y": what hangs on the last holds for all */
static void
find_joined_roles (Predicate *self, guint t)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_CONJ && link_pos (tree, c) == ENT_POS_NOUN && !link_clause_at (self->reader->clauses, c))
      {
        guint of = link_find_child (tree, c, DEP_NMOD) >= 0 ? (guint) c : t;

        g_string_assign (self->verb, "be");
        link_append_role (self->reader, c, self->verb);
        find_complements_of_noun (self, of);
        if (of == t)
          continue;
        g_string_assign (self->verb, "be");
        link_append_role (self->reader, t, self->verb);
        if (link_find_child (tree, t, DEP_NMOD) < 0)
          find_complements_of_noun (self, of);
      }
}

static void
find_owner_of_noun (Predicate *self)
{
  gint owner = link_qualifier (self->reader, self->clause->head);
  LinkArguments tails = link_arguments (self->reader, owner);
  g_autofree gchar *label = g_strconcat (self->verb->str, " of", NULL);

  if (owner >= 0)
    find (self, "link/copula", 0.85f, link_keep (self->reader, label), &self->agents, &tails);
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
    find (&self, "link/copula", 0.85f, label_with (&self, preposition), &self.agents, &tails);
  else if (is_noun)
    find (&self, "link/copula", 0.88f, "be", &self.agents, &tails);
  if (preposition < 0 && (reader->phrases->at[t] < 0 || !link_is_named (reader, reader->phrases->at[t])))
    {
      if (is_noun)
        link_append_role (reader, t, self.verb);
      else
        append_lemma (reader, t, self.verb);
      find_complements_of_noun (&self, t);
      if (is_noun)
        find_joined_roles (&self, t);
      if (is_noun)
        find_owner_of_noun (&self);
    }
  g_string_free (self.verb, TRUE);
}
