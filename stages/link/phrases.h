/* What may be an argument of a relation: the mentions of a document, and all other noun phrases and pronouns of its
 * trees. These become mentions only when something is said of them, or when they stand for an entity. */
#pragma once

#include "stages/link/tree.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 head;  /* token */
  guint32 first; /* tokens [first, end) */
  guint32 end;
  EntId type;
  gint32 mention; /* its number in the document, or ENT_NONE while it is none */
  gint32 entity;  /* of the document, or ENT_NONE */
  guint8 kind;    /* EntMentionKind */
} LinkPhrase;

typedef struct
{
  const LinkTree *tree;
  GArray *all; /* LinkPhrase: first the mentions, with the numbers that they have, then the others by their heads */
  gint32 *at;  /* token → the phrase that has it as head, the longest, or -1 */
} LinkPhrases;

LinkPhrases *link_phrases_new (const LinkTree *tree);
void link_phrases_free (LinkPhrases *self);

static inline LinkPhrase *
link_phrase (const LinkPhrases *self, guint p)
{
  return &g_array_index (self->all, LinkPhrase, p);
}

/* values.c: a time or an identifier, not an amount or duration, which may be that of many things */
gboolean link_value_is_one (const LinkTree *tree, const LinkPhrase *phrase);

/* Its mention's number; what is none yet is added to the document */
guint link_phrases_mention (LinkPhrases *self, guint p);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkPhrases, link_phrases_free)

G_END_DECLS
