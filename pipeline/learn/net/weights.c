#include "pipeline/learn/net/weights.h"

#include "pipeline/learn/net/kernels.h"
#include <math.h>
#include <string.h>

/* Adam's memory of gradients and of their squares; the latter is shorter than usual, which suits few, long epochs */
#define MEMORY 0.9f
#define SQUARE_MEMORY 0.99f
#define TINY 1e-8f

/* By Box and Muller's transformation */
gfloat
ent_random_normal (EntRandom *self)
{
  gdouble radius = sqrt (-2 * log (ent_random_uniform (self) + 1e-9));

  return radius * cos (2 * G_PI * ent_random_uniform (self));
}

static void
transpose (EntWeights *self)
{
  for (guint r = 0; r < self->rows; r++)
    for (guint c = 0; c < self->columns; c++)
      self->transposed[(gsize) c * self->rows + r] = self->values[(gsize) r * self->columns + c];
}

void
ent_weights_init (EntWeights *self, guint rows, guint columns, gfloat spread, EntRandom *random)
{
  gsize n = (gsize) rows * columns;

  *self = (EntWeights){ .rows = rows, .columns = columns };
  self->values = g_new (gfloat, n);
  self->transposed = g_new (gfloat, n);
  self->means = g_new0 (gfloat, n);
  self->squares = g_new0 (gfloat, n);
  for (guint lane = 0; lane < ENT_NET_LANES; lane++)
    self->gradients[lane] = g_new0 (gfloat, n);
  for (gsize i = 0; i < n; i++)
    self->values[i] = spread > 0 ? spread * ent_random_normal (random) : 0;
  transpose (self);
}

void
ent_weights_clear (EntWeights *self)
{
  g_free (self->values);
  g_free (self->transposed);
  g_free (self->means);
  g_free (self->squares);
  for (guint lane = 0; lane < ENT_NET_LANES; lane++)
    g_free (self->gradients[lane]);
  *self = (EntWeights){ 0 };
}

static inline void
step_value (gfloat *value, gfloat gradient, gfloat *mean, gfloat *square, gfloat rate, gfloat square_correction)
{
  *mean = MEMORY * *mean + (1 - MEMORY) * gradient;
  *square = SQUARE_MEMORY * *square + (1 - SQUARE_MEMORY) * gradient * gradient;
  *value -= rate * *mean / (sqrtf (*square * square_correction) + TINY);
}

/* What makes up for the memories' beginning at zero */
static void
correct (const EntAdam *adam, gfloat *rate, gfloat *square_correction)
{
  *rate = adam->rate / (1 - pow (MEMORY, adam->step));
  *square_correction = 1 / (1 - pow (SQUARE_MEMORY, adam->step));
}

void
ent_weights_step (EntWeights *self, const EntAdam *adam)
{
  gsize n = (gsize) self->rows * self->columns;
  gfloat rate, correction;

  correct (adam, &rate, &correction);
  for (gsize i = 0; i < n; i++)
    {
      gfloat gradient = 0;

      for (guint lane = 0; lane < ENT_NET_LANES; lane++)
        gradient += self->gradients[lane][i];
      step_value (&self->values[i], gradient, &self->means[i], &self->squares[i], rate, correction);
    }
  for (guint lane = 0; lane < ENT_NET_LANES; lane++)
    memset (self->gradients[lane], 0, n * sizeof (gfloat));
  transpose (self);
}

void
ent_rows_init (EntRows *self, guint n, guint size, gfloat spread, EntRandom *random)
{
  gsize n_values = (gsize) n * size;

  *self = (EntRows){ .n = n, .size = size };
  self->values = g_new (gfloat, n_values + 1);
  self->gradients = g_new0 (gfloat, n_values + 1);
  self->means = g_new0 (gfloat, n_values + 1);
  self->squares = g_new0 (gfloat, n_values + 1);
  self->touched = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->is_touched = g_new0 (guint8, n + 1);
  for (gsize i = 0; i < n_values; i++)
    self->values[i] = spread * ent_random_normal (random);
}

void
ent_rows_clear (EntRows *self)
{
  g_free (self->values);
  g_free (self->gradients);
  g_free (self->means);
  g_free (self->squares);
  g_clear_pointer (&self->touched, g_array_unref);
  g_free (self->is_touched);
  *self = (EntRows){ 0 };
}

void
ent_rows_add_gradient (EntRows *self, guint row, const gfloat *gradient, gfloat factor)
{
  if (!self->is_touched[row])
    g_array_append_val (self->touched, row);
  self->is_touched[row] = TRUE;
  ent_add_scaled (self->gradients + (gsize) row * self->size, gradient, factor, self->size);
}

/* Rows without a gradient keep still: the moments of rare features are those of the batches that they were in */
void
ent_rows_step (EntRows *self, const EntAdam *adam)
{
  gfloat rate, correction;

  correct (adam, &rate, &correction);
  for (guint i = 0; i < self->touched->len; i++)
    {
      guint32 row = g_array_index (self->touched, guint32, i);
      gsize first = (gsize) row * self->size;

      for (gsize k = first; k < first + self->size; k++)
        {
          step_value (&self->values[k], self->gradients[k], &self->means[k], &self->squares[k], rate, correction);
          self->gradients[k] = 0;
        }
      self->is_touched[row] = FALSE;
    }
  g_array_set_size (self->touched, 0);
}

void
ent_weights_apply (const EntWeights *self, const EntWeights *bias, const gfloat *x, guint n, gfloat *y)
{
  for (guint t = 0; bias && t < n; t++)
    memcpy (y + (gsize) t * self->columns, bias->values, self->columns * sizeof *y);
  ent_multiply (y, x, self->rows, self->values, n, self->rows, self->columns);
}

void
ent_weights_learn (EntWeights *self, EntWeights *bias, guint lane, const gfloat *x, const gfloat *dy, guint n,
                   gfloat *dx)
{
  ent_multiply_transposed (self->gradients[lane], x, self->rows, dy, n, self->rows, self->columns);
  for (guint t = 0; bias && t < n; t++)
    ent_add_scaled (bias->gradients[lane], dy + (gsize) t * self->columns, 1, self->columns);
  if (dx)
    ent_multiply (dx, dy, self->columns, self->transposed, n, self->columns, self->rows);
}
