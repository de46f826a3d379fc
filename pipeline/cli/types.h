/* Entity types of several inventories, brought to four: for comparison with corpora that have no more. */
#pragma once

#include <glib.h>

typedef struct _Types Types;

Types *types_load (const char *pack, GError **error);
void types_free (Types *self);

/* Whether it is one of the pack's own */
gboolean types_is_own (Types *self, const gchar *type);

/* "PER", "ORG", "LOC", "MISC", or NULL where it has no counterpart */
const gchar *types_to_four (Types *self, const gchar *type);

/* The pack's own types that a name of this type may have, separated by `|`, or NULL */
const gchar *types_to_own (Types *self, const gchar *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Types, types_free)
