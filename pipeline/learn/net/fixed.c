#include "pipeline/learn/net/fixed.h"

#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/net/lstm.h"
#include <entente/error.h>
#include <math.h>
#include <string.h>

static gboolean
refuse (EntModel *model, const gchar *name, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: '%s' has not the size or the values expected",
               ent_model_get_path (model), name);
  return FALSE;
}

/* Numbers beyond what sums can hold would overflow them */
static gboolean
are_small (const gint16 *values, gsize n)
{
  gint16 max = 0, min = 0;

  for (gsize i = 0; i < n; i++)
    {
      max = MAX (max, values[i]);
      min = MIN (min, values[i]);
    }
  return max <= ENT_FIXED_MAX && min >= -ENT_FIXED_MAX;
}

gboolean
ent_fixed_load (EntFixed *self, EntModel *model, const gchar *name, guint inputs, guint outputs, GError **error)
{
  g_autofree gchar *scale = g_strconcat (name, ".scale", NULL);
  gsize n;

  *self = (EntFixed){ .rows = outputs, .columns = inputs, .scale = ent_model_get_number (model, scale, NAN) };
  self->values = ent_model_get_section (model, name, sizeof *self->values, &n, error);
  if (!self->values)
    return FALSE;
  if (n != (gsize) inputs * outputs || inputs > ENT_FIXED_MAX_COLUMNS || inputs % 2 || !isfinite (self->scale)
      || !are_small (self->values, n))
    return refuse (model, name, error);
  return TRUE;
}

const gfloat *
ent_fixed_load_bias (EntModel *model, const gchar *name, guint n, GError **error)
{
  gsize found;
  const gfloat *bias = ent_model_get_section (model, name, sizeof *bias, &found, error);

  if (!bias)
    return NULL;
  for (gsize i = 0; i < found; i++)
    if (!isfinite (bias[i]))
      found = 0;
  if (found == n)
    return bias;
  refuse (model, name, error);
  return NULL;
}

static gboolean
load_direction (EntFixedBiLstm *self, EntModel *model, const gchar *name, guint direction, guint inputs, GError **error)
{
  gchar side = direction ? 'b' : 'f';
  g_autofree gchar *input = g_strdup_printf ("%s.%c.input", name, side);
  g_autofree gchar *recurrent = g_strdup_printf ("%s.%c.recurrent", name, side);
  g_autofree gchar *bias = g_strdup_printf ("%s.%c.bias", name, side);

  self->bias[direction] = ent_fixed_load_bias (model, bias, 4 * self->states, error);
  return self->bias[direction]
         && ent_fixed_load (&self->input[direction], model, input, inputs, 4 * self->states, error)
         && ent_fixed_load (&self->recurrent[direction], model, recurrent, self->states, 4 * self->states, error);
}

gboolean
ent_fixed_bilstm_load (EntFixedBiLstm *self, EntModel *model, const gchar *name, guint inputs, guint states,
                       GError **error)
{
  *self = (EntFixedBiLstm){ .states = states };
  return load_direction (self, model, name, 0, inputs, error) && load_direction (self, model, name, 1, inputs, error);
}

/* n numbers in the place of values, as fine as the largest of them allows; all 0 where one is none */
EntFixedInput
ent_fixed_input (const gfloat *x, gsize n, EntScratch *scratch)
{
  EntFixedInput input = { ent_scratch_take (scratch, n * sizeof (gint16)), 1 };
  gfloat max = ent_largest (x, n);

  if (!(max > 0 && isfinite (max)))
    {
      memset (input.values, 0, n * sizeof *input.values);
      return input;
    }
  input.scale = max / ENT_FIXED_MAX;
  ent_round (input.values, x, ENT_FIXED_MAX / max, n);
  return input;
}

/* Inputs as weights, a row each */
EntFixed
ent_fixed_from_input (const EntFixedInput *input, guint rows, guint columns, EntScratch *scratch)
{
  gint16 *pairs = ent_scratch_take (scratch, (gsize) rows * columns * sizeof *pairs);

  ent_pair_up (pairs, input->values, rows, columns);
  return (EntFixed){ rows, columns, pairs, input->scale };
}

/* y [n][outputs] += values · x */
static void
add_product (const EntFixed *self, const gint16 *x, gfloat x_scale, guint n, gint32 *sums, gfloat *y)
{
  ent_multiply_fixed (sums, self->values, x, n, self->rows, self->columns);
  ent_add_whole (y, sums, self->scale * x_scale, n * self->rows);
}

static void
set_bias (gfloat *y, const gfloat *bias, guint n, guint columns)
{
  for (guint t = 0; bias && t < n; t++)
    memcpy (y + (gsize) t * columns, bias, columns * sizeof *y);
}

/* [n][outputs] */
gfloat *
ent_fixed_apply (const EntFixed *self, const gfloat *bias, const EntFixedInput *x, guint n, EntScratch *scratch)
{
  gsize size = (gsize) n * self->rows;
  gfloat *y = bias ? ent_scratch_take (scratch, size * sizeof *y) : ent_scratch_floats (scratch, size);
  gint32 *sums = ent_scratch_take (scratch, size * sizeof *sums);

  set_bias (y, bias, n, self->rows);
  add_product (self, x->values, x->scale, n, sums, y);
  return y;
}

/* States are between -1 and 1, which ENT_FIXED_MAX stands for */
static void
run_direction (const EntFixedBiLstm *self, guint direction, const EntFixedInput *x, guint n, EntScratch *scratch,
               gint16 *states)
{
  guint size = self->states;
  gfloat *gates = ent_fixed_apply (&self->input[direction], self->bias[direction], x, n, scratch);
  gfloat *cells = ent_scratch_floats (scratch, 2 * size), *state = ent_scratch_floats (scratch, size);
  gint32 *sums = ent_scratch_take (scratch, 4 * size * sizeof *sums);
  const gint16 *before = NULL;

  for (guint s = 0; s < n; s++)
    {
      guint t = direction ? n - 1 - s : s;
      gint16 *to = states + (gsize) t * 2 * size + direction * size;

      if (before)
        add_product (&self->recurrent[direction], before, 1.0f / ENT_FIXED_MAX, 1, sums, gates + t * 4 * size);
      ent_lstm_cell (gates + t * 4 * size, before ? cells + ((s - 1) & 1) * size : NULL, size, cells + (s & 1) * size,
                     state);
      ent_round (to, state, ENT_FIXED_MAX, size);
      before = to;
    }
}

/* The states, [n][2 · states] */
EntFixedInput
ent_fixed_bilstm_run (const EntFixedBiLstm *self, const EntFixedInput *x, guint n, EntScratch *scratch)
{
  EntFixedInput states
      = { ent_scratch_take (scratch, (gsize) n * 2 * self->states * sizeof (gint16)), 1.0f / ENT_FIXED_MAX };

  run_direction (self, 0, x, n, scratch, states.values);
  run_direction (self, 1, x, n, scratch, states.values);
  return states;
}

void
ent_fixed_store (EntModelWriter *writer, const gchar *name, const EntWeights *weights)
{
  gsize n = (gsize) weights->rows * weights->columns;
  g_autofree gint16 *values = g_new (gint16, n);
  g_autofree gint16 *pairs = g_new (gint16, n);
  g_autofree gchar *scale = g_strconcat (name, ".scale", NULL);
  gfloat max = ent_largest (weights->values, n);

  g_return_if_fail (weights->rows % 2 == 0);

  max = max > 0 && isfinite (max) ? max : 1;
  ent_round (values, weights->transposed, ENT_FIXED_MAX / max, n);
  ent_pair_up (pairs, values, weights->columns, weights->rows);
  ent_model_writer_set_number (writer, scale, max / ENT_FIXED_MAX);
  ent_model_writer_add (writer, name, pairs, n * sizeof *pairs);
}

void
ent_fixed_store_bias (EntModelWriter *writer, const gchar *name, const EntWeights *bias)
{
  ent_model_writer_add (writer, name, bias->values, (gsize) bias->rows * bias->columns * sizeof *bias->values);
}
