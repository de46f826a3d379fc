/* Coreference of a document: makes the chains, and entities of those that say something more than once. */
#include "stages/link/coref.h"

#include <string.h>

static guint
choose (const Antecedents *antecedents, guint r, gpointer data)
{
  return link_ranker_choose (data, antecedents);
}

static guint
choose_none (const Antecedents *antecedents, guint r, gpointer data)
{
  return 0;
}

/* What a chain without a name is called: by its first description, without its article; else by its first pronoun */
static gchar *
dup_name (const Referents *self, guint described)
{
  const LinkTree *tree = self->tree;
  const Referent *referent = link_referent (self, described);
  guint first = referent->first;

  while (first < referent->head && link_pos (tree, first) == ENT_POS_DET)
    first++;
  return ent_document_dup_words (tree->doc, first, referent->end);
}

/* For each first of a chain, its first description, or -1 */
static gint *
find_descriptions (const Referents *self)
{
  gint *descriptions = g_new (gint, self->all->len + 1);

  memset (descriptions, 0xff, (self->all->len + 1) * sizeof *descriptions);
  for (guint r = 0; r < self->all->len; r++)
    {
      guint root = link_chain_root (self, r);

      if (descriptions[root] < 0 && !link_referent (self, r)->pronoun)
        descriptions[root] = r;
    }
  return descriptions;
}

static void
add_entities (Referents *self)
{
  g_autofree gint *descriptions = find_descriptions (self);

  for (guint r = 0; r < self->all->len; r++)
    {
      Referent *referent = link_referent (self, r);
      g_autofree gchar *name = NULL;

      if (referent->chain != r || referent->n < 2 || referent->entity != ENT_NONE)
        continue;
      name = dup_name (self, descriptions[r] >= 0 ? (guint) descriptions[r] : r);
      if (!*name) /* no word that a font would show */
        {
          g_free (name);
          name = g_strdup (ent_document_get_string (self->tree->doc, referent->chain_type));
        }
      referent->entity = ent_document_add_entity (
          self->tree->doc, ent_document_get_string (self->tree->doc, referent->chain_type), name, "");
    }
}

/* In the order of the text */
static void
set_entities (Referents *self)
{
  for (guint r = 0; r < self->all->len; r++)
    {
      const Referent *referent = link_referent (self, r), *chain = link_chain_of (self, r);
      LinkPhrase *phrase = link_phrase (self->phrases, referent->phrase);

      if (phrase->mention == ENT_NONE)
        phrase->type = chain->chain_type == self->thing ? referent->type : chain->chain_type;
      if (phrase->entity != ENT_NONE || chain->entity == ENT_NONE)
        continue;
      phrase->entity = chain->entity;
      link_phrases_mention (self->phrases, referent->phrase);
    }
}

void
link_coref (LinkPhrases *phrases, const LinkNouns *nouns, const LinkRanker *ranker)
{
  g_autoptr (Referents) referents = link_referents_new (phrases, nouns);

  link_make_chains (referents, ranker ? choose : choose_none, (gpointer) ranker);
  add_entities (referents);
  set_entities (referents);
  link_join_values (phrases);
}
