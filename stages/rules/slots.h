/* A table from hashes to numbers. Of a hash 32 bits are kept, so that another may have the same number: who looks it up
 * compares what the number stands for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 tag;
  guint32 number; /* 0: free */
} RuleSlot;

typedef struct
{
  RuleSlot *slots;
  guint32 n;   /* a power of two */
  guint shift; /* of a tag, for its slot */
  guint32 n_used;
} RuleSlots;

void rules_slots_init (RuleSlots *self);
void rules_slots_clear (RuleSlots *self);
/* Room for so many more, so that the table need not grow */
void rules_slots_reserve (RuleSlots *self, guint64 n_more);
/* The number of a hash; 0 where it has none */
guint32 rules_slots_get (const RuleSlots *self, guint64 hash);
/* Where it stands: 0 of a new one, which is to be set before the next is taken */
guint32 *rules_slots_take (RuleSlots *self, guint64 hash);

G_END_DECLS
