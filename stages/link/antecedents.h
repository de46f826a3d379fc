/* What a pronoun or description may stand for: candidates among what was said before, with the features by which they
 * are weighed. */
#pragma once

#include "pipeline/learn/feature-list.h"
#include "stages/link/referents.h"

G_BEGIN_DECLS

#define MAX_CANDIDATES 24
#define MAX_APART 12

typedef struct
{
  Referents *referents;
  GHashTable *by_noun; /* EntId of a noun → GArray of guint: the referents that have it, in order */
  guint n;
  gint32 candidates[MAX_CANDIDATES + 1]; /* referents, and -1 for none of them, which is the first */
  guint n_apart;
  guint32 apart[MAX_APART]; /* referents whose chains it cannot go on */
  EntFeatureList features;               /* a "word" a candidate */
} Antecedents;

Antecedents *link_antecedents_new (Referents *referents);
void link_antecedents_free (Antecedents *self);

/* Whether it is one that stands for something before it, as far as its form tells */
gboolean link_may_refer (const Referents *self, const Referent *referent);
/* Candidates and their features, for a referent that may refer; all before it are in their chains */
void link_find_candidates (Antecedents *self, guint r);
/* After its chain is known: what comes later may stand for it */
void link_note_referent (Antecedents *self, guint r);

/* features.c */
void link_add_features (Antecedents *self, guint r);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Antecedents, link_antecedents_free)

G_END_DECLS
