/* The best dependency tree of a sentence, given a score for each arc. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ent_tree_find (const gfloat *scores, gsize stride, guint n, guint *heads);

G_END_DECLS
