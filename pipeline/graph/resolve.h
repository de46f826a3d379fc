/* From identities to the entities of the graph. */
#pragma once

#include <sqlite3.h>
#include <glib.h>

G_BEGIN_DECLS

gboolean ent_resolve (sqlite3 *db, GError **error);

G_END_DECLS
