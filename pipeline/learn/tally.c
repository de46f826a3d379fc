/* A hash table that grows: keys and counts lie in the order of their numbers; slots hold the number and half of the
 * hash, so that hardly a key is looked at in vain. 23 to 33 bytes a key. */
#include "pipeline/learn/tally.h"

#define FIRST_BITS 10

typedef struct
{
  guint64 key;
  guint32 count;
} __attribute__ ((packed)) Item;

typedef struct
{
  guint32 number; /* of the key + 1, or 0 */
  guint32 check;
} Slot;

struct _EntTally
{
  GArray *items;
  Slot *slots;
  guint bits; /* there are 2^bits slots */
};

/**
 * ent_tally_new: (skip)
 *
 * Returns: (transfer full): a tally of nothing
 */
EntTally *
ent_tally_new (void)
{
  EntTally *self = g_new0 (EntTally, 1);

  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  self->bits = FIRST_BITS;
  self->slots = g_new0 (Slot, (gsize) 1 << FIRST_BITS);
  return self;
}

/**
 * ent_tally_free: (skip)
 * @self: (transfer full): a tally
 */
void
ent_tally_free (EntTally *self)
{
  g_array_unref (self->items);
  g_free (self->slots);
  g_free (self);
}

static const Item *
item_at (const EntTally *self, guint32 i)
{
  return &g_array_index (self->items, Item, i);
}

/* All bits of the key in all bits of the hash: what MurmurHash3 ends with */
static guint64
hash_key (guint64 key)
{
  key = (key ^ (key >> 33)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  key = (key ^ (key >> 33)) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return key ^ (key >> 33);
}

/* Where the key is, or the free slot where it belongs */
static Slot *
find_slot (const EntTally *self, guint64 key, guint64 hash)
{
  gsize mask = ((gsize) 1 << self->bits) - 1;
  gsize at = hash >> (64 - self->bits);

  while (self->slots[at].number
         && (self->slots[at].check != (guint32) hash || item_at (self, self->slots[at].number - 1)->key != key))
    at = (at + 1) & mask;
  return &self->slots[at];
}

static void
grow (EntTally *self)
{
  self->bits++;
  g_free (self->slots);
  self->slots = g_new0 (Slot, (gsize) 1 << self->bits);
  for (guint32 i = 0; i < self->items->len; i++)
    {
      guint64 key = item_at (self, i)->key, hash = hash_key (key);

      *find_slot (self, key, hash) = (Slot){ i + 1, (guint32) hash };
    }
}

static Slot
add_key (EntTally *self, guint64 key, guint64 hash)
{
  Item item = { .key = key };
  Slot slot = { self->items->len + 1, (guint32) hash };

  if (self->items->len >= ((gsize) 1 << self->bits) / 4 * 3)
    grow (self);
  g_array_append_val (self->items, item);
  return *find_slot (self, key, hash) = slot;
}

/**
 * ent_tally_add: (skip)
 * @self: a tally
 * @key: a key
 * @times: how many times it was met
 *
 * A count that would not fit into 32 bits stays at the largest that does.
 *
 * Returns: the number of the key
 */
guint32
ent_tally_add (EntTally *self, guint64 key, guint32 times)
{
  guint64 hash = hash_key (key);
  Slot slot = *find_slot (self, key, hash);
  Item *item;

  if (!slot.number)
    slot = add_key (self, key, hash);
  item = &g_array_index (self->items, Item, slot.number - 1);
  item->count += MIN (times, G_MAXUINT32 - item->count);
  return slot.number - 1;
}

/**
 * ent_tally_get_n: (skip)
 * @self: a tally
 *
 * Returns: how many different keys it has met
 */
guint32
ent_tally_get_n (const EntTally *self)
{
  return self->items->len;
}

/**
 * ent_tally_get_key: (skip)
 * @self: a tally
 * @i: the number of a key
 *
 * Returns: the key
 */
guint64
ent_tally_get_key (const EntTally *self, guint32 i)
{
  return item_at (self, i)->key;
}

/**
 * ent_tally_get_count: (skip)
 * @self: a tally
 * @i: the number of a key
 *
 * Returns: how many times it was met
 */
guint32
ent_tally_get_count (const EntTally *self, guint32 i)
{
  return item_at (self, i)->count;
}
