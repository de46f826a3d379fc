/* Verbs of nouns: "acquire" of "acquisition". From WordNet, compiled at build time. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

typedef struct _LinkDerivations LinkDerivations;

LinkDerivations *link_derivations_load (EntStage *stage, GError **error);
void link_derivations_free (LinkDerivations *self);

/* The verb of what the noun, a lemma, is the act of; NULL for none */
const gchar *link_verb_of_noun (LinkDerivations *self, const gchar *noun);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkDerivations, link_derivations_free)

G_END_DECLS
