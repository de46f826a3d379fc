/* Coreference: pronouns and descriptions with what they stand for. */
#pragma once

#include "stages/link/ranker.h"

G_BEGIN_DECLS

/* Gives phrases their entities: those of names, and new ones, without a key, of what is said more than once and has no
 * name. Phrases of such entities become mentions of the document. `ranker` may be NULL: then only what the trees say */
void link_coref (LinkPhrases *phrases, const LinkNouns *nouns, const LinkRanker *ranker);

/* Gives times and identifiers that come more than once an entity, without a key; not amounts and durations */
void link_join_values (LinkPhrases *phrases);

/* Which of the candidates a referent stands for, by number, 0 for none */
typedef guint (*LinkChooser) (const Antecedents *antecedents, guint r, gpointer user_data);

/* Goes through the text and joins chains */
void link_make_chains (Referents *referents, LinkChooser chooser, gpointer user_data);

G_END_DECLS
