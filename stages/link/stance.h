/* Whether what a predicate says is so: its polarity and modality, and who says it, all read off what stands above it in
 * the tree. Source: Gashteovski, Gemulla, Del Corro, "MinIE", EMNLP 2017, for what belongs to a fact's context. */
#pragma once

#include "stages/link/clause.h"

G_BEGIN_DECLS

/* "X said that Y claimed that Z alleged …": more are cut off */
#define LINK_MAX_SPEAKERS 4

typedef struct
{
  guint8 modality; /* EntModality */
  gboolean negated;
  guint n_speakers;
  guint32 speakers[LINK_MAX_SPEAKERS]; /* tokens, from the nearest to the outermost */
} LinkStance;

/* Quotations: who speaks at each token */
typedef struct
{
  gint32 *speaker; /* token → token, or -1 */
} LinkQuotes;

LinkQuotes *link_quotes_new (const LinkClauses *clauses);
void link_quotes_free (LinkQuotes *self);

/* Of the predicate with that head, a verb, a word after a copula, or a noun of action */
void link_stance_of (const LinkClauses *clauses, const LinkQuotes *quotes, guint t, LinkStance *stance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkQuotes, link_quotes_free)

G_END_DECLS
