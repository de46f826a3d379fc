/* When and where: what modifies a predicate, or the first of those that it is joined with. */
#include "stages/link/open.h"

#include <string.h>

gboolean
link_is_temporal (const LinkReader *self, guint noun)
{
  gint phrase = self->phrases->at[noun];

  return phrase >= 0 && link_phrase (self->phrases, phrase)->type == self->temporal;
}

gboolean
link_is_location (const LinkReader *self, guint noun)
{
  gint phrase = link_denoted (self, noun);

  return phrase >= 0 && link_phrase (self->phrases, phrase)->type == self->location;
}

static gboolean
is_modifier (const LinkTree *tree, guint t)
{
  switch (link_dep (tree, t))
    {
    case DEP_OBL:
    case DEP_OBL_UNMARKED:
    case DEP_NMOD:
    case DEP_NMOD_UNMARKED:
    case DEP_ADVMOD:
    case DEP_COMPOUND:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The value as JSON text is a string; what is no string is no time */
static EntId
unquote (const LinkReader *self, EntId value)
{
  const gchar *text = ent_document_get_string (self->tree->doc, value);
  gsize n = text ? strlen (text) : 0;

  if (n < 3 || text[0] != '"' || text[n - 1] != '"' || text[1] == 'P' || strpbrk (text + 1, "\\"))
    return 0;
  return ent_document_intern_len (self->tree->doc, text + 1, n - 2);
}

static EntId
time_among (const LinkReader *self, guint t)
{
  const LinkTree *tree = self->tree;
  guint n;
  const EntMention *mentions = ent_document_get_mentions (tree->doc, &n);

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (is_modifier (tree, c) && link_is_temporal (self, c))
      {
        gint m = link_phrase (self->phrases, self->phrases->at[c])->mention;
        EntId time = m >= 0 ? unquote (self, mentions[m].value) : 0;

        if (time)
          return time;
      }
  return 0;
}

/* "In May X came, saw and won": the time that stands before all holds for all */
static gint
next_in_list (const LinkTree *tree, guint t)
{
  LinkDep dep = link_dep (tree, t);

  return dep == DEP_CONJ || dep == DEP_XCOMP ? tree->nodes[t].head : -1;
}

EntId
link_time_of (const LinkReader *self, guint predicate)
{
  for (gint at = predicate; at >= 0; at = next_in_list (self->tree, at))
    {
      EntId time = time_among (self, at);

      if (time)
        return time;
    }
  return 0;
}

gint
link_place_of (const LinkReader *self, guint predicate)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, predicate); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);

      if ((link_dep (tree, c) == DEP_OBL || link_dep (tree, c) == DEP_NMOD) && preposition >= 0
          && link_is_word (self->clauses, preposition, WORD_PLACE) && link_is_location (self, c))
        return link_denoted (self, c);
    }
  return ENT_NONE;
}
