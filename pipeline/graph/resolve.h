/* From identities to the entities of the graph. */
#pragma once

#include "pipeline/graph/language.h"

G_BEGIN_DECLS

gboolean ent_resolve (sqlite3 *db, const EntLanguage *language, GError **error);

G_END_DECLS
