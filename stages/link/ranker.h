/* The weights by which antecedents are chosen: a log-linear model over hashed features, in link/coref.bin. */
#pragma once

#include "pipeline/learn/model.h"
#include "stages/link/antecedents.h"

G_BEGIN_DECLS

#define COREF_FILE "link/coref.bin"

/* Weights are whole numbers, so that their sums are the same on every machine: this is 1 */
#define RANKER_UNIT 512

typedef struct _LinkRanker LinkRanker;

LinkRanker *link_ranker_open (const gchar *path, GError **error);
void link_ranker_free (LinkRanker *self);

/* The best candidate by number, 0 for none */
guint link_ranker_choose (const LinkRanker *self, const Antecedents *antecedents);

/* Adds the sections of a model; features with their weights in RANKER_UNIT, in any order */
void link_ranker_store (EntModelWriter *writer, const guint64 *features, const gint16 *weights, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkRanker, link_ranker_free)

G_END_DECLS
