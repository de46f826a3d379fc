/* What people are known for: words for what somebody is, each with its field, from a pack's export/fields.txt. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef GHashTable EntFields;

EntFields *ent_fields_parse (const gchar *text, const gchar *path, GError **error);
const gchar *ent_fields_get (EntFields *self, const gchar *role);

G_END_DECLS
