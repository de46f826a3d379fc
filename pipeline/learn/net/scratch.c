#include "pipeline/learn/net/scratch.h"

#include <string.h>

#define BLOCK (1u << 20)
#define ALIGN 64

typedef struct
{
  gchar *bytes;
  gsize size;
  gsize used;
} Block;

struct _EntScratch
{
  GArray *blocks; /* Block */
  guint current;
};

EntScratch *
ent_scratch_new (void)
{
  EntScratch *self = g_new0 (EntScratch, 1);

  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  return self;
}

void
ent_scratch_free (EntScratch *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    g_aligned_free (g_array_index (self->blocks, Block, i).bytes);
  g_array_unref (self->blocks);
  g_free (self);
}

/* Bytes that hold anything, valid until ent_scratch_reset() */
gpointer
ent_scratch_take (EntScratch *self, gsize size)
{
  gsize needed = (size + ALIGN - 1) / ALIGN * ALIGN;
  Block *block;

  for (; self->current < self->blocks->len; self->current++)
    {
      block = &g_array_index (self->blocks, Block, self->current);
      if (block->size - block->used >= needed)
        break;
    }
  if (self->current == self->blocks->len)
    {
      gsize whole = MAX (needed, BLOCK);
      Block fresh = { g_aligned_alloc (1, whole, ALIGN), whole, 0 };

      g_array_append_val (self->blocks, fresh);
    }
  block = &g_array_index (self->blocks, Block, self->current);
  block->used += needed;
  return block->bytes + block->used - needed;
}

gfloat *
ent_scratch_floats (EntScratch *self, gsize n)
{
  return memset (ent_scratch_take (self, n * sizeof (gfloat)), 0, n * sizeof (gfloat));
}

/* Keeps the memory, forgets what is in it */
void
ent_scratch_reset (EntScratch *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    g_array_index (self->blocks, Block, i).used = 0;
  self->current = 0;
}
