/* Random numbers for training: the same sequence from the same start, on every machine. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state;
} EntRandom;

/* Knuth's MMIX generator */
static inline guint64
ent_random_step (EntRandom *self)
{
  self->state = self->state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return self->state;
}

/* 32 bits: the upper ones of the state are the good ones */
static inline guint32
ent_random_draw (EntRandom *self)
{
  return ent_random_step (self) >> 32;
}

/* From 0 to below 1 */
static inline gfloat
ent_random_uniform (EntRandom *self)
{
  return (ent_random_draw (self) >> 8) / 16777216.0f;
}

/* Fisher and Yates */
static inline void
ent_random_shuffle (EntRandom *self, guint *order, guint n)
{
  for (guint i = n; i-- > 1;)
    {
      guint j = ent_random_draw (self) % (i + 1);
      guint kept = order[i];

      order[i] = order[j];
      order[j] = kept;
    }
}

G_END_DECLS
