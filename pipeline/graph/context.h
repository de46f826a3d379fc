/* What stands beside an entity in its document, by which two of one name can be told apart. */
#pragma once

#include <entente/document.h>

G_BEGIN_DECLS

gchar **ent_context_list (EntDocument *doc, const gint *rows, guint n_rows);

G_END_DECLS
