/* Where a hash lies in a table of a model: open addressing with linear probing over a power of two of slots. A slot
 * holds a check of the hash, 0 where it is empty; one at least is, so that each search ends. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

static inline guint32
ent_slot_check (guint64 hash)
{
  return (guint32) hash | 1;
}

static inline guint32
ent_slot_of (guint64 hash, guint32 mask)
{
  return (guint32) (hash >> 32) & mask;
}

/* How many slots n hashes get: at most two thirds are taken */
static inline guint32
ent_slots_for (guint32 n)
{
  guint32 n_slots = 16;

  while ((guint64) n_slots * 2 < (guint64) n * 3)
    n_slots *= 2;
  return n_slots;
}

G_END_DECLS
