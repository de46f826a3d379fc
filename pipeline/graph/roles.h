/* What somebody is, in one word, and the walk of life that the word belongs to. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint ent_role_walk (const gchar *word);

G_END_DECLS
