/* Counts of 64-bit keys: words by their hash, pairs of words by their numbers. Keys get numbers 0, 1, … in the order
 * in which they are first met, so that whatever is made of a tally is the same on every run. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EntTally EntTally;

EntTally *ent_tally_new (void);
void ent_tally_free (EntTally *self);
guint32 ent_tally_add (EntTally *self, guint64 key, guint32 times);
guint32 ent_tally_get_n (const EntTally *self);
guint64 ent_tally_get_key (const EntTally *self, guint32 i);
guint32 ent_tally_get_count (const EntTally *self, guint32 i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntTally, ent_tally_free)

G_END_DECLS
