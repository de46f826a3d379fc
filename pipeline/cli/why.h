/* Parts of `entente why`. All of them print. */
#pragma once

#include "stages/link/tree.h"

G_BEGIN_DECLS

/* All mentions and relations of a document, with their numbers; all that is known of one of them */
void why_list (EntDocument *doc);
/* @pack: the one that goes before the default one, or NULL */
void why_explain_mention (EntDocument *doc, guint m, const gchar *pack);
void why_explain_relation (EntDocument *doc, guint r);

/* What the tree of a sentence has to say of a relation: paths to its arguments, the words that bear on it, the tokens
 */
gboolean why_tree_is_known (const LinkTree *tree, guint s);
void why_tree_print_paths (const LinkTree *tree, const EntRelation *relation);
void why_tree_print_words (const LinkTree *tree, const EntRelation *relation);
void why_tree_print_tokens (const LinkTree *tree, guint s);

G_END_DECLS
