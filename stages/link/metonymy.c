/* Which mentions stand for a government: capitals and houses where they do as governments do, bodies of a country.
 *
 * Source: Markert and Nissim, "Metonymy Resolution at SemEval I", 2007, for the place-for-people reading of the names
 * of places and its signs: subject and object of certain verbs, possessor of certain nouns. */
#include "stages/link/metonymy.h"

#include <string.h>

/* Tokens of the longest name of a country or people that begins a body's name: "United Arab Emirates" */
#define MAX_COUNTRY 4

typedef struct
{
  const LinkClauses *clauses;
  const LinkTree *tree;
  const LinkGovernments *governments;
  const EntMention *mentions;
  guint n_mentions;
  gint32 *named;  /* token → the name of a place, people or organisation with that head, or -1 */
  gboolean *acts; /* token → whether the noun does what governments do, or has done to it what is done to them */
} Metonymy;

/* "served in the Russian army", "a house near Beijing, arresting …" */
static gboolean
is_where (const Metonymy *self, gint t)
{
  gint preposition = t >= 0 ? link_case_of (self->tree, t) : -1;

  return preposition >= 0 && link_is_word (self->clauses, preposition, WORD_PLACE);
}

/* --- What governments do -------------------------------------------------------------------------------------- */

static gchar *
dup_lower (const Metonymy *self, guint t)
{
  const EntToken *token = &self->tree->tokens[t];

  return g_utf8_strdown (self->tree->text + token->start, token->end - token->start);
}

/* A noun by its lemma or, as "ties" may be brought to a wrong one, its form */
static gboolean
is_noun_of (const Metonymy *self, guint t, GovernmentWord class)
{
  g_autofree gchar *form = dup_lower (self, t);

  return link_governments_know (self->governments, class, link_lemma (self->tree, t))
         || link_governments_know (self->governments, class, form);
}

/* A noun and those that are listed with it: "Washington and Tehran" */
static void
mark (Metonymy *self, gint t)
{
  const LinkTree *tree = self->tree;

  if (t < 0)
    return;
  self->acts[t] = TRUE;
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_CONJ && (link_pos (tree, c) == ENT_POS_PROPN || link_pos (tree, c) == ENT_POS_NOUN))
      self->acts[c] = TRUE;
}

static gboolean
is_act (const Metonymy *self, const LinkClause *clause)
{
  const gchar *lemma = link_lemma (self->tree, clause->head);
  const Verb *verb = clause->verb;

  if (clause->copula >= 0 || link_pos (self->tree, clause->head) == ENT_POS_ADJ)
    return link_governments_know (self->governments, GOVERNMENT_STATE, lemma);
  if (link_governments_know (self->governments, GOVERNMENT_ACT, lemma))
    return TRUE;
  return verb && !link_governments_know (self->governments, GOVERNMENT_NO_ACT, lemma)
         && (verb->traits & (VERB_TAKES_CLAUSE | VERB_ACCUSES | VERB_WISHES) || verb->to == ENT_MODALITY_INTENDED
             || verb->to == EFFECT_NEGATED);
}

static void
mark_clause (Metonymy *self, const LinkClause *clause)
{
  const gchar *lemma = link_lemma (self->tree, clause->head);
  gint agent = clause->passive ? clause->agent : clause->subject;
  gint patient = clause->passive ? clause->subject : clause->object;

  if (is_act (self, clause) && agent >= 0 && !is_where (self, agent) && !link_has_mark (self->tree, agent, "of"))
    mark (self, agent);
  if (link_governments_know (self->governments, GOVERNMENT_TARGET, lemma))
    mark (self, patient);
}

/* "Beijing's decision", "pressure from Washington", "ties with Beijing", "talks between Washington and Tehran" */
static void
mark_complement (Metonymy *self, guint noun, guint t)
{
  const LinkTree *tree = self->tree;
  gboolean deed = is_noun_of (self, noun, GOVERNMENT_DEED), tie = is_noun_of (self, noun, GOVERNMENT_TIE);

  if (link_dep (tree, t) == DEP_NMOD_POSS && (deed || tie))
    mark (self, t);
  if (link_dep (tree, t) == DEP_NMOD
      && ((deed && (link_has_mark (tree, t, "from") || link_has_mark (tree, t, "by")))
          || (tie && (link_has_mark (tree, t, "with") || link_has_mark (tree, t, "between")))))
    mark (self, t);
}

/* "according to Moscow" */
static gboolean
is_source (const Metonymy *self, guint t)
{
  LinkDep dep = link_dep (self->tree, t);
  gint preposition = dep == DEP_OBL || dep == DEP_NMOD ? link_case_of (self->tree, t) : -1;

  return preposition >= 0 && link_is_word (self->clauses, preposition, WORD_SOURCE);
}

static void
mark_acts (Metonymy *self)
{
  for (guint c = 0; c < self->clauses->all->len; c++)
    mark_clause (self, link_clause (self->clauses, c));
  for (guint t = 0; t < self->tree->n_tokens; t++)
    {
      if (self->named[t] < 0)
        continue;
      if (is_source (self, t))
        mark (self, t);
      if (self->tree->nodes[t].head >= 0)
        mark_complement (self, self->tree->nodes[t].head, t);
    }
}

/* --- Bodies of a country -------------------------------------------------------------------------------------- */

/* By form, for "forces" and "intelligence" are bodies, but not "a force"; or with the word before it. An official is
 * one in speaking for it */
static gboolean
is_body (const Metonymy *self, guint t)
{
  g_autofree gchar *form = dup_lower (self, t);
  g_autofree gchar *before = NULL, *both = NULL;

  if (link_governments_know (self->governments, GOVERNMENT_BODY, form))
    return TRUE;
  if (link_governments_know (self->governments, GOVERNMENT_ONE, form))
    return self->acts[t];
  if (!t || self->tree->nodes[t - 1].head != (gint32) t)
    return FALSE;
  before = dup_lower (self, t - 1);
  both = g_strconcat (before, "_", form, NULL);
  return link_governments_know (self->governments, GOVERNMENT_BODY, both);
}

/* "former officials", "sports officials", "three officials" */
static gboolean
is_excepted (const Metonymy *self, guint t)
{
  if (link_find_child (self->tree, t, DEP_NUMMOD) >= 0)
    return TRUE;
  for (gint c = link_child (self->tree, t); c >= 0; c = self->tree->nodes[c].next)
    {
      g_autofree gchar *form = dup_lower (self, c);

      if (link_governments_know (self->governments, GOVERNMENT_EXCEPT, form))
        return TRUE;
    }
  return FALSE;
}

/* "pro-Russian", "Russian-backed" */
static gboolean
is_part_of_compound (const Metonymy *self, const EntMention *name)
{
  const LinkTree *tree = self->tree;
  guint end = name->first + name->n;

  return (name->first && tree->text[tree->tokens[name->first - 1].start] == '-')
         || (end < tree->n_tokens && tree->text[tree->tokens[end].start] == '-');
}

/* "US and Israeli", however the tree joins them */
static gboolean
is_one_of_several (const Metonymy *self, const EntMention *name, guint head)
{
  return link_find_child (self->tree, head, DEP_CONJ) >= 0
         || (name->first >= 2 && link_pos (self->tree, name->first - 1) == ENT_POS_CCONJ
             && self->named[name->first - 2] >= 0);
}

/* The key that a word before a body gives it: of a country, a people or a house; NULL where the word is no such name.
 * Of several peoples, none: "US and Israeli officials" */
static gchar *
key_of_qualifier (const Metonymy *self, guint t)
{
  const EntMention *name = self->named[t] >= 0 ? &self->mentions[self->named[t]] : NULL;
  g_autofree gchar *words = name ? ent_document_dup_words (self->tree->doc, name->first, name->first + name->n) : NULL;
  gchar *key;

  if (!name || is_part_of_compound (self, name) || is_one_of_several (self, name, t))
    return NULL;
  key = link_governments_country (self->governments, words);
  return key ? key : link_governments_house (self->governments, words);
}

static gboolean
qualifies (const LinkTree *tree, guint t)
{
  switch (link_dep (tree, t))
    {
    case DEP_AMOD:
    case DEP_COMPOUND:
    case DEP_NMOD_POSS:
    case DEP_NMOD_DESC:
      return TRUE;
    case DEP_NMOD:
      return link_has_mark (tree, t, "of");
    default:
      return FALSE;
    }
}

/* Of the words that hang on a body */
static gchar *
key_of_described (const Metonymy *self, guint head)
{
  g_autofree gchar *found = NULL;

  for (gint c = link_child (self->tree, head); c >= 0; c = self->tree->nodes[c].next)
    {
      g_autofree gchar *key = qualifies (self->tree, c) ? key_of_qualifier (self, c) : NULL;

      if (key && found && !g_str_equal (key, found))
        return NULL;
      if (key && !found)
        found = g_steal_pointer (&key);
    }
  return g_steal_pointer (&found);
}

/* Of a name that begins with a country or people: "Russian Foreign Ministry" */
static gchar *
key_of_beginning (const Metonymy *self, const EntMention *mention)
{
  guint n = MIN (mention->n - 1, MAX_COUNTRY);

  for (; n; n--)
    {
      g_autofree gchar *words = ent_document_dup_words (self->tree->doc, mention->first, mention->first + n);
      gchar *key = link_governments_country (self->governments, words);

      if (key)
        return key;
    }
  return NULL;
}

static gchar *
key_of_body (const Metonymy *self, const EntMention *mention, guint head)
{
  gchar *key;

  if (!is_body (self, head) || is_excepted (self, head) || is_where (self, head))
    return NULL;
  key = mention->kind == ENT_MENTION_NAME ? key_of_beginning (self, mention) : NULL;
  return key ? key : key_of_described (self, head);
}

/* --- Mentions ------------------------------------------------------------------------------------------------- */

static gboolean
is_type (const Metonymy *self, const EntMention *mention, const gchar *const *types)
{
  return g_strv_contains (types, ent_document_get_string (self->tree->doc, mention->type));
}

/* "Paris, Texas" is not the capital */
static gboolean
is_elsewhere (const Metonymy *self, guint head)
{
  static const gchar *const types[] = { "Location", NULL };

  for (gint c = link_child (self->tree, head); c >= 0; c = self->tree->nodes[c].next)
    if ((link_dep (self->tree, c) == DEP_APPOS || link_dep (self->tree, c) == DEP_NMOD_UNMARKED) && self->named[c] >= 0
        && is_type (self, &self->mentions[self->named[c]], types))
      return TRUE;
  return FALSE;
}

static gchar *
key_of_name (const Metonymy *self, const EntMention *mention, guint head)
{
  static const gchar *const types[] = { "Location", "Organisation", NULL };
  g_autofree gchar *words = NULL;

  if (mention->kind != ENT_MENTION_NAME || !self->acts[head] || !is_type (self, mention, types)
      || is_elsewhere (self, head))
    return NULL;
  words = ent_document_dup_words (self->tree->doc, mention->first, mention->first + mention->n);
  return link_governments_seat (self->governments, words);
}

static gboolean
is_own_key (const Metonymy *self, const EntMention *mention, const gchar *key)
{
  guint n;
  const EntEntity *entities = ent_document_get_entities (self->tree->doc, &n);

  return mention->entity != ENT_NONE
         && g_str_equal (ent_document_get_string (self->tree->doc, entities[mention->entity].key), key);
}

static void
read_mention (const Metonymy *self, guint m)
{
  const EntMention *mention = &self->mentions[m];
  guint head = link_head_of (self->tree, mention->first, mention->first + mention->n);
  g_autofree gchar *key = key_of_name (self, mention, head);

  if (!key && (mention->kind == ENT_MENTION_NOMINAL || mention->kind == ENT_MENTION_NAME))
    key = key_of_body (self, mention, head);
  if (key && !is_own_key (self, mention, key))
    ent_document_set_mention_acts_for (self->tree->doc, m, key);
}

static void
find_names (Metonymy *self)
{
  static const gchar *const types[] = { "Location", "Nationality", "Organisation", NULL };

  memset (self->named, 0xff, (self->tree->n_tokens + 1) * sizeof *self->named);
  for (guint m = 0; m < self->n_mentions; m++)
    {
      const EntMention *mention = &self->mentions[m];

      if (mention->kind == ENT_MENTION_NAME && is_type (self, mention, types))
        self->named[link_head_of (self->tree, mention->first, mention->first + mention->n)] = m;
    }
}

void
link_metonymy (const LinkClauses *clauses, const LinkGovernments *governments)
{
  Metonymy self = { .clauses = clauses, .tree = clauses->tree, .governments = governments };

  self.mentions = ent_document_get_mentions (self.tree->doc, &self.n_mentions);
  self.named = g_new (gint32, self.tree->n_tokens + 1);
  self.acts = g_new0 (gboolean, self.tree->n_tokens + 1);
  find_names (&self);
  mark_acts (&self);
  for (guint m = 0; m < self.n_mentions; m++)
    read_mention (&self, m);
  g_free (self.named);
  g_free (self.acts);
}
