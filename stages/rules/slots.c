/* Open addressing: what is taken already stands in one of the next slots. */
#include "stages/rules/slots.h"

#define FIRST_SHIFT 26

void
rules_slots_init (RuleSlots *self)
{
  *self = (RuleSlots){ .n = 1u << (32 - FIRST_SHIFT), .shift = FIRST_SHIFT };
  self->slots = g_new0 (RuleSlot, self->n);
}

void
rules_slots_clear (RuleSlots *self)
{
  g_clear_pointer (&self->slots, g_free);
}

/* The first bits say where to look, so that a table can be made larger without the hashes */
static guint32
tag_of (guint64 hash)
{
  return (hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32;
}

static RuleSlot *
find (const RuleSlots *self, guint32 tag)
{
  guint32 mask = self->n - 1;

  for (guint32 i = tag >> self->shift;; i++)
    if (!self->slots[i & mask].number || self->slots[i & mask].tag == tag)
      return self->slots + (i & mask);
}

static void
resize (RuleSlots *self, guint32 n_slots)
{
  g_autofree RuleSlot *old = self->slots;
  guint32 n = self->n;

  self->slots = g_new0 (RuleSlot, n_slots);
  for (; self->n < n_slots; self->shift--)
    self->n *= 2;
  for (guint32 i = 0; i < n; i++)
    if (old[i].number)
      *find (self, old[i].tag) = old[i];
}

void
rules_slots_reserve (RuleSlots *self, guint64 n_more)
{
  guint32 n = self->n;

  while (n / 4 * 3 < self->n_used + n_more && n < 1u << 30)
    n *= 2;
  if (n > self->n)
    resize (self, n);
}

guint32
rules_slots_get (const RuleSlots *self, guint64 hash)
{
  return find (self, tag_of (hash))->number;
}

guint32 *
rules_slots_take (RuleSlots *self, guint64 hash)
{
  RuleSlot *slot;

  if (self->n_used >= self->n / 4 * 3)
    resize (self, self->n * 2);
  slot = find (self, tag_of (hash));
  self->n_used += !slot->number;
  slot->tag = tag_of (hash);
  return &slot->number;
}
