/* What a user has decided on who is who: a text file of lines "same⇥KEY⇥OTHER" (OTHER is KEY) and
 * "different⇥KEY⇥OTHER", with # before comments. OTHER may be KEY@DOCUMENT, which is what one document calls so. What
 * is decided wins over all that is found, and stays. */
#pragma once

#include "pipeline/graph/sql.h"

G_BEGIN_DECLS

/* Pairs of keys that are not to be brought together */
typedef GHashTable EntDifferent;

EntDifferent *ent_decisions_prepare (sqlite3 *db, GError **error);
gboolean ent_decisions_differ (EntDifferent *self, const gchar *a, const gchar *b);

G_END_DECLS
