/* The arguments of a predicate: lists taken apart, descriptions replaced by the names that they stand for. */
#include "stages/link/open.h"

#include <string.h>

gboolean
link_is_named (const LinkReader *self, guint phrase)
{
  return link_phrase (self->phrases, phrase)->kind == ENT_MENTION_NAME;
}

static gboolean
is_list (const LinkTree *tree, guint noun)
{
  return link_find_child (tree, noun, DEP_CONJ) >= 0;
}

/* "Leopard 2 tanks" are what the name says, "Norland tanks" are not */
static gboolean
is_thing (const LinkReader *self, guint phrase)
{
  EntId type = link_phrase (self->phrases, phrase)->type;

  for (guint i = 0; i < G_N_ELEMENTS (self->things); i++)
    if (type == self->things[i])
      return TRUE;
  return FALSE;
}

/* "the newspaper X", "Foreign Minister X", "the minister, X", "X tanks": the token of X, or -1 */
static gint
find_apposed_name (const LinkReader *self, guint noun)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    {
      LinkDep dep = link_dep (tree, c);
      gint phrase = self->phrases->at[c];

      if (phrase < 0 || !link_is_named (self, phrase))
        continue;
      if (dep == DEP_APPOS || dep == DEP_FLAT || dep == DEP_NMOD_DESC
          || (dep == DEP_NMOD && (guint) c > noun && link_find_child (tree, c, DEP_CASE) < 0)
          || ((dep == DEP_COMPOUND || dep == DEP_NMOD) && (guint) c < noun && is_thing (self, phrase)))
        return c;
    }
  return -1;
}

/* "the city of Kharkiv" */
static gint
find_classed_name (const LinkReader *self, guint noun)
{
  const LinkTree *tree = self->tree;

  if (!link_is_word (self->clauses, noun, WORD_CLASS))
    return -1;
  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_NMOD && link_has_mark (tree, c, "of"))
      {
        gint phrase = self->phrases->at[c];

        return phrase >= 0 && link_phrase (self->phrases, phrase)->type == self->location ? phrase : -1;
      }
  return -1;
}

/* "the director of Acme, Jane Roe", where the name is read as another one of Acme */
static gint
find_misplaced_name (const LinkReader *self, guint noun)
{
  const LinkTree *tree = self->tree;
  const Noun *known = link_vocabulary_noun (self->vocabulary, link_lemma (tree, noun));

  if (!known || known->kind != NOUN_ROLE)
    return -1;
  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    for (gint name = link_dep (tree, c) == DEP_NMOD ? link_child (tree, c) : -1; name >= 0; name = tree->nodes[name].next)
      {
        gint phrase = self->phrases->at[name], of = self->phrases->at[c];

        if (link_dep (tree, name) == DEP_APPOS && phrase >= 0 && link_phrase (self->phrases, phrase)->type == self->person
            && (of < 0 || link_phrase (self->phrases, of)->type != self->person))
          return phrase;
      }
  return -1;
}

/* "X, a charity that owns Y": what is said of the charity is said of X */
static gint
find_described_name (const LinkReader *self, guint noun)
{
  gint above = self->tree->nodes[noun].head;

  return link_dep (self->tree, noun) == DEP_APPOS && self->phrases->at[above] >= 0
                 && link_is_named (self, self->phrases->at[above])
             ? self->phrases->at[above]
             : -1;
}

gint
link_denoted (const LinkReader *self, guint token)
{
  gint phrase = self->phrases->at[token], name = -1;

  if (phrase >= 0 && link_phrase (self->phrases, phrase)->kind != ENT_MENTION_NOMINAL)
    return phrase;
  if (link_pos (self->tree, token) != ENT_POS_PRON)
    name = find_apposed_name (self, token);
  if (name >= 0)
    return is_list (self->tree, name) ? phrase : self->phrases->at[name];
  name = phrase >= 0 ? find_classed_name (self, token) : -1;
  if (name < 0 && phrase >= 0)
    name = find_described_name (self, token);
  if (name < 0 && phrase >= 0)
    name = find_misplaced_name (self, token);
  return name >= 0 ? name : phrase;
}

/* "who", "what" of which nothing tells who or what it is, and "herself" */
static gboolean
is_nobody (const LinkReader *self, guint token, guint phrase)
{
  static const gchar *const pronouns[] = { "who", "whom", "what", "which", "whatever", "whoever", "that", "there", NULL };
  const LinkPhrase *found = link_phrase (self->phrases, phrase);

  if (found->kind != ENT_MENTION_PRONOUN)
    return FALSE;
  return link_ends_in (self->tree, token, "self") || link_ends_in (self->tree, token, "selves")
         || (found->entity == ENT_NONE && link_is_one_of (self->tree, token, pronouns));
}

static void
add_argument (LinkReader *self, LinkArguments *arguments, gint token)
{
  gint phrase = link_denoted (self, token);

  if (phrase < 0 || is_nobody (self, token, phrase))
    return;
  for (guint i = 0; i < arguments->n; i++)
    if (arguments->phrases[i] == (guint) phrase)
      return;
  if (arguments->n < LINK_MAX_ARGUMENTS)
    arguments->phrases[arguments->n++] = phrase;
  else
    self->cut = TRUE;
}

static gboolean
is_noun_like (const LinkReader *self, guint t)
{
  EntPos pos = link_pos (self->tree, t);

  return self->phrases->at[t] >= 0 || pos == ENT_POS_NOUN || pos == ENT_POS_PROPN || pos == ENT_POS_PRON;
}

LinkArguments
link_arguments (LinkReader *self, gint token)
{
  const LinkTree *tree = self->tree;
  LinkArguments arguments = { 0 };
  gint apposed;

  if (token < 0)
    return arguments;
  apposed = find_apposed_name (self, token);
  if (apposed >= 0 && is_list (tree, apposed) && link_dep (tree, apposed) == DEP_APPOS
      && (self->phrases->at[token] < 0 || !link_is_named (self, self->phrases->at[token])))
    return link_arguments (self, apposed); /* "the tankers X and Y" */
  add_argument (self, &arguments, token);
  for (gint c = link_child (tree, token); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_CONJ && is_noun_like (self, c) && link_find_child (tree, c, DEP_NSUBJ) < 0)
      add_argument (self, &arguments, c);
  return arguments;
}

static gboolean
may_qualify (const LinkReader *self, gint phrase)
{
  const LinkPhrase *found = phrase >= 0 ? link_phrase (self->phrases, phrase) : NULL;

  return found && (found->kind == ENT_MENTION_NAME || found->kind == ENT_MENTION_PRONOUN);
}

/* The owner first; the modifier that stands nearest to the front otherwise */
gint
link_qualifier (const LinkReader *self, guint noun)
{
  const LinkTree *tree = self->tree;
  gint owner = link_find_child (tree, noun, DEP_NMOD_POSS);

  if (owner >= 0)
    return owner;
  for (gint c = link_child (tree, noun); c >= 0 && (guint) c < noun; c = tree->nodes[c].next)
    {
      LinkDep dep = link_dep (tree, c);

      if ((dep == DEP_COMPOUND || dep == DEP_AMOD || dep == DEP_NMOD || dep == DEP_NMOD_DESC)
          && may_qualify (self, self->phrases->at[c]) && link_find_child (tree, c, DEP_CASE) < 0)
        return c;
    }
  return -1;
}

/* Lower case, unless it is a name or an acronym */
void
link_append_word (const LinkReader *self, guint t, GString *label)
{
  const EntToken *token = &self->tree->tokens[t];
  g_autofree gchar *word = g_strndup (self->tree->text + token->start, token->end - token->start);
  g_autofree gchar *lower = token->flags & ENT_TOKEN_UPPER && token->end - token->start > 1 ? NULL
                                                                                           : g_utf8_strdown (word, -1);

  if (label->len)
    g_string_append_c (label, ' ');
  g_string_append (label, lower ? lower : word);
}

/* "of", "according to", "out of": with what is fixed to it, and others right behind it */
void
link_append_preposition (const LinkReader *self, guint preposition, GString *label)
{
  const LinkTree *tree = self->tree;
  guint end = tree->nodes[preposition].right;

  while (end < tree->n_tokens && link_dep (tree, end) == DEP_CASE
         && tree->nodes[end].head == tree->nodes[preposition].head && link_pos (tree, end) == ENT_POS_ADP)
    end++;
  for (guint t = preposition; t < end; t++)
    link_append_word (self, t, label);
}

static gboolean
is_in_name (const LinkReader *self, guint t)
{
  for (gint at = t; at >= 0; at = self->tree->nodes[at].head)
    {
      gint phrase = self->phrases->at[at];

      if (phrase >= 0 && link_is_named (self, phrase))
        return t >= link_phrase (self->phrases, phrase)->first && t < link_phrase (self->phrases, phrase)->end;
    }
  return FALSE;
}

void
link_append_role (const LinkReader *self, guint noun, GString *label)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, noun); c >= 0 && (guint) c < noun; c = tree->nodes[c].next)
    if ((link_dep (tree, c) == DEP_COMPOUND || link_dep (tree, c) == DEP_AMOD) && !is_in_name (self, c)
        && link_pos (tree, c) != ENT_POS_PUNCT)
      for (guint t = tree->nodes[c].left; t < tree->nodes[c].right; t++)
        if (!is_in_name (self, t))
          link_append_word (self, t, label);
  if (*link_lemma (tree, noun) && link_pos (tree, noun) != ENT_POS_PROPN)
    {
      if (label->len)
        g_string_append_c (label, ' ');
      g_string_append (label, link_lemma (tree, noun));
    }
  else
    link_append_word (self, noun, label);
}


const gchar *
link_keep (LinkReader *self, const gchar *label)
{
  return g_string_chunk_insert_const (self->strings, label);
}
