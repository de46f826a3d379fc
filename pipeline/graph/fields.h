/* What people are known for: words for what somebody is, each with its field. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef GHashTable EntFields;

EntFields *ent_fields_load (GError **error);
const gchar *ent_fields_get (EntFields *self, const gchar *role);

G_END_DECLS
