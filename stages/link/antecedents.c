/* Candidates: for a pronoun, what agrees with it in the sentences just before; for a description, what has its noun
 * anywhere, and what is of its kind close by. Both are capped, so that all of it is linear in the text. */
#include "stages/link/antecedents.h"

#include <string.h>

/* How far back pronouns and descriptions without a noun in common reach */
#define PRONOUN_SENTENCES 4
#define NOMINAL_SENTENCES 3
#define LOOK_BACK 60

/* Of those with the noun, how many are looked at, and how many at most are kept for it */
#define SAME_NOUN 6

/* Words of a name that a later description may take up */
#define MAX_NAME 8

static void
free_array (gpointer data)
{
  g_array_unref (data);
}

Antecedents *
link_antecedents_new (Referents *referents)
{
  Antecedents *self = g_new0 (Antecedents, 1);

  self->referents = referents;
  self->by_noun = g_hash_table_new_full (NULL, NULL, NULL, free_array);
  return self;
}

void
link_antecedents_free (Antecedents *self)
{
  g_hash_table_unref (self->by_noun);
  ent_feature_list_free (&self->features);
  g_free (self);
}

/* "It rains", "it is clear that …": stands for nothing that was said */
static gboolean
is_empty_it (const Referents *self, const Referent *referent)
{
  const LinkTree *tree = self->tree;
  gint head = tree->nodes[referent->head].head;

  if (link_dep (tree, referent->head) == DEP_EXPL)
    return TRUE;
  if (!(referent->gender & GENDER_NEUTER) || referent->number != NUMBER_SINGULAR || head < 0)
    return FALSE;
  return link_word_is (self->nouns, link_lemma (tree, head), NOUN_WEATHER)
         || link_find_child (tree, head, DEP_CSUBJ) >= 0;
}

/* "another bomb" */
static gboolean
is_new (const Referents *self, const Referent *referent)
{
  for (gint c = link_child (self->tree, referent->head); c >= 0 && (guint) c < referent->head;
       c = self->tree->nodes[c].next)
    if (link_word_is (self->nouns, link_lemma (self->tree, c), NOUN_NEW))
      return TRUE;
  return FALSE;
}

gboolean
link_may_refer (const Referents *self, const Referent *referent)
{
  if (referent->form == FORM_NAME)
    return FALSE;
  if (referent->pronoun)
    return referent->pronoun->person == 3 && referent->pronoun->use != PRONOUN_RELATIVE
           && !is_empty_it (self, referent);
  return !is_new (self, referent);
}

static gboolean
overlaps (const Referent *one, const Referent *other)
{
  return one->first < other->end && other->first < one->end;
}

/* Those that do not stand for an argument of their own verb */
static gboolean
is_free (const LinkPronoun *pronoun)
{
  return pronoun->use == PRONOUN_PERSONAL || pronoun->use == PRONOUN_DEMONSTRATIVE;
}

/* "He saw him": two arguments of one verb are two, but for "himself" */
static gboolean
shares_verb (const LinkTree *tree, const Referent *one, const Referent *other)
{
  gint head = tree->nodes[one->head].head;
  gboolean arguments = one->role <= ROLE_OBLIQUE && other->role <= ROLE_OBLIQUE;

  return arguments && head >= 0 && head == tree->nodes[other->head].head;
}

static gboolean
agrees (const Referents *self, const Referent *referent, guint a)
{
  const Referent *chain = link_chain_of (self, a);

  return (referent->gender & chain->chain_gender) && (referent->number & chain->chain_number)
         && (referent->gender & link_referent (self, a)->gender || link_referent (self, a)->pronoun);
}

static gboolean
may_be_antecedent (const Referents *self, const Referent *referent, guint a)
{
  const Referent *before = link_referent (self, a);

  if (before->pronoun && (before->pronoun->person != 3 || before->pronoun->use == PRONOUN_RELATIVE))
    return FALSE;
  if (overlaps (before, referent))
    return FALSE;
  if (!referent->pronoun)
    return !before->pronoun;
  if (is_free (referent->pronoun) && shares_verb (self->tree, before, referent))
    return FALSE;
  return agrees (self, referent, a);
}

static void
set_apart (Antecedents *self, const Referent *referent, gint t, gboolean around)
{
  const Referents *referents = self->referents;
  gint p = t >= 0 ? referents->phrases->at[t] : -1;
  gint r = p >= 0 ? referents->of_phrase[p] : -1;

  if (r >= 0 && self->n_apart < MAX_APART && (!around || overlaps (link_referent (referents, r), referent)))
    self->apart[self->n_apart++] = r;
}

/* What a referent is not, as the trees tell: the phrases that it is a part of, and what else its verb is said of */
static void
find_apart (Antecedents *self, const Referent *referent)
{
  const LinkTree *tree = self->referents->tree;
  gint verb = tree->nodes[referent->head].head;
  gint at = verb;

  self->n_apart = 0;
  if (referent->pronoun && !is_free (referent->pronoun))
    return;
  for (guint n = 0; n < MAX_APART / 2 && at >= 0; n++, at = tree->nodes[at].head)
    set_apart (self, referent, at, TRUE);
  if (verb < 0 || referent->role > ROLE_OBLIQUE)
    return;
  for (gint c = link_child (tree, verb), n = 0; c >= 0 && n < MAX_APART; c = tree->nodes[c].next, n++)
    if (c != (gint) referent->head)
      set_apart (self, referent, c, FALSE);
}

static gboolean
is_apart (const Antecedents *self, guint root)
{
  for (guint i = 0; i < self->n_apart; i++)
    if (link_chain_root (self->referents, self->apart[i]) == root)
      return TRUE;
  return FALSE;
}

/* One candidate a chain, the first that is met, which is the nearest */
static void
add_candidate (Antecedents *self, guint a)
{
  guint root = link_chain_root (self->referents, a);

  if (self->n > MAX_CANDIDATES || is_apart (self, root))
    return;
  for (guint i = 1; i < self->n; i++)
    if (link_chain_root (self->referents, self->candidates[i]) == root)
      return;
  self->candidates[self->n++] = a;
}

static void
add_near (Antecedents *self, guint r, guint sentences, guint max)
{
  const Referent *referent = link_referent (self->referents, r);

  for (guint i = 1; i <= MIN (r, LOOK_BACK) && self->n <= max; i++)
    {
      const Referent *before = link_referent (self->referents, r - i);

      if (before->sentence + sentences < referent->sentence)
        break;
      if (!may_be_antecedent (self->referents, referent, r - i))
        continue;
      if (referent->pronoun || link_chain_of (self->referents, r - i)->chain_type == referent->type)
        add_candidate (self, r - i);
    }
}

static void
add_with_noun (Antecedents *self, guint r)
{
  const Referent *referent = link_referent (self->referents, r);
  GArray *list = g_hash_table_lookup (self->by_noun, GUINT_TO_POINTER (referent->noun));

  for (guint i = 0; list && i < MIN (list->len, SAME_NOUN); i++)
    {
      guint a = g_array_index (list, guint, list->len - 1 - i);

      if (!overlaps (link_referent (self->referents, a), referent))
        add_candidate (self, a);
    }
}

void
link_find_candidates (Antecedents *self, guint r)
{
  const Referent *referent = link_referent (self->referents, r);

  self->n = 1;
  self->candidates[0] = -1;
  find_apart (self, referent);
  if (referent->pronoun)
    add_near (self, r, PRONOUN_SENTENCES, MAX_CANDIDATES);
  else
    {
      add_with_noun (self, r);
      if ((referent->form == FORM_DEFINITE || referent->form == FORM_THIS) && referent->type != self->referents->thing)
        add_near (self, r, NOMINAL_SENTENCES, self->n + 6);
    }
  ent_feature_list_clear (&self->features);
  link_add_features (self, r);
}

static void
note (Antecedents *self, EntId noun, guint r)
{
  GArray *list = g_hash_table_lookup (self->by_noun, GUINT_TO_POINTER (noun));

  if (!list)
    {
      list = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->by_noun, GUINT_TO_POINTER (noun), list);
    }
  if (!list->len || g_array_index (list, guint, list->len - 1) != r)
    g_array_append_val (list, r);
}

static void
note_word (Antecedents *self, guint t, guint r)
{
  const LinkTree *tree = self->referents->tree;
  g_autofree gchar *word = ent_document_dup_words (tree->doc, t, t + 1);
  g_autofree gchar *lower = g_utf8_strdown (word, -1);

  if (tree->tokens[t].flags & ENT_TOKEN_ALPHA)
    note (self, ent_document_intern (tree->doc, lower), r);
}

/* A name by each of its words, in lower case, and by the titles before it: "the ministry" may be the Ministry of
 * Defence, "the president" President Quill */
static void
note_name (Antecedents *self, const Referent *referent, guint r)
{
  const LinkTree *tree = self->referents->tree;

  for (guint t = referent->first; t < MIN (referent->end, referent->first + MAX_NAME); t++)
    note_word (self, t, r);
  for (gint c = link_child (tree, referent->head); c >= 0 && (guint) c < referent->first; c = tree->nodes[c].next)
    if (link_pos (tree, c) == ENT_POS_NOUN || link_pos (tree, c) == ENT_POS_PROPN)
      note_word (self, c, r);
}

void
link_note_referent (Antecedents *self, guint r)
{
  const Referent *referent = link_referent (self->referents, r);

  if (referent->form == FORM_NAME)
    note_name (self, referent, r);
  else if (!referent->pronoun)
    note (self, referent->noun, r);
}
