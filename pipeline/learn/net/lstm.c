#include "pipeline/learn/net/lstm.h"

#include "pipeline/learn/net/fixed.h"
#include "pipeline/learn/net/kernels.h"
#include <math.h>
#include <string.h>

static void
init_direction (EntLstm *self, guint inputs, guint states, EntRandom *random)
{
  ent_weights_init (&self->input, inputs, 4 * states, 1 / sqrtf (inputs), random);
  ent_weights_init (&self->recurrent, states, 4 * states, 1 / sqrtf (states), random);
  ent_weights_init (&self->bias, 1, 4 * states, 0, random);
  for (guint i = states; i < 2 * states; i++) /* cells keep what they hold until they learn to forget */
    self->bias.values[i] = 1;
}

void
ent_bilstm_init (EntBiLstm *self, guint inputs, guint states, EntRandom *random)
{
  init_direction (&self->forward, inputs, states, random);
  init_direction (&self->backward, inputs, states, random);
}

static void
clear_direction (EntLstm *self)
{
  ent_weights_clear (&self->input);
  ent_weights_clear (&self->recurrent);
  ent_weights_clear (&self->bias);
}

void
ent_bilstm_clear (EntBiLstm *self)
{
  clear_direction (&self->forward);
  clear_direction (&self->backward);
}

static void
step_direction (EntLstm *self, const EntAdam *adam)
{
  ent_weights_step (&self->input, adam);
  ent_weights_step (&self->recurrent, adam);
  ent_weights_step (&self->bias, adam);
}

void
ent_bilstm_step (EntBiLstm *self, const EntAdam *adam)
{
  step_direction (&self->forward, adam);
  step_direction (&self->backward, adam);
}

void
ent_lstm_cell (gfloat *gates, const gfloat *before, guint states, gfloat *cell, gfloat *state)
{
  const gfloat *let_in = gates, *keep = gates + states, *content = keep + states, *say = content + states;

  ent_sigmoid (gates, 2 * states);
  ent_tanh (gates + 2 * states, states);
  ent_sigmoid (gates + 3 * states, states);
  for (guint i = 0; i < states; i++)
    cell[i] = let_in[i] * content[i] + (before ? keep[i] * before[i] : 0);
  memcpy (state, cell, states * sizeof *state);
  ent_tanh (state, states);
  for (guint i = 0; i < states; i++)
    state[i] *= say[i];
}

/* The token that a direction reads at step s, and the one that it read before */
static inline guint
token_at (guint s, guint n, guint direction)
{
  return direction ? n - 1 - s : s;
}

static void
run_direction (const EntLstm *self, EntBiLstmRun *run, guint direction, EntScratch *scratch)
{
  guint states = self->recurrent.rows, width = 4 * states;
  gfloat *gates = ent_scratch_floats (scratch, run->n * width), *cells = ent_scratch_floats (scratch, run->n * states);

  ent_weights_apply (&self->input, &self->bias, run->x, run->n, gates);
  for (guint s = 0; s < run->n; s++)
    {
      guint t = token_at (s, run->n, direction), p = s ? token_at (s - 1, run->n, direction) : 0;
      gfloat *state = run->states + (gsize) t * 2 * states + direction * states;

      if (s)
        ent_multiply (gates + t * width, run->states + (gsize) p * 2 * states + direction * states, 0,
                      self->recurrent.values, 1, states, width);
      ent_lstm_cell (gates + t * width, s ? cells + p * states : NULL, states, cells + t * states, state);
    }
  run->gates[direction] = gates;
  run->cells[direction] = cells;
}

/* Fills `run`, which is valid as long as @scratch and @x are */
void
ent_bilstm_run (const EntBiLstm *self, const gfloat *x, guint n, EntScratch *scratch, EntBiLstmRun *run)
{
  *run = (EntBiLstmRun){ .x = x, .n = n };
  run->states = ent_scratch_floats (scratch, n * 2 * self->forward.recurrent.rows);
  run_direction (&self->forward, run, 0, scratch);
  run_direction (&self->backward, run, 1, scratch);
}

/* The gates of a step become the gradients of their sums; `dcell` that of the cell before */
static void
learn_cell (gfloat *gates, const gfloat *cell, const gfloat *before, const gfloat *dstate, guint states, gfloat *dcell)
{
  gfloat *let_in = gates, *keep = gates + states, *content = keep + states, *say = content + states;

  for (guint i = 0; i < states; i++)
    {
      gfloat said = tanhf (cell[i]), in = let_in[i], kept = keep[i], what = content[i], out = say[i];
      gfloat d = dcell[i] + dstate[i] * out * (1 - said * said);

      say[i] = dstate[i] * said * out * (1 - out);
      let_in[i] = d * what * in * (1 - in);
      content[i] = d * in * (1 - what * what);
      keep[i] = before ? d * before[i] * kept * (1 - kept) : 0;
      dcell[i] = d * kept;
    }
}

static void
learn_direction (EntLstm *self, guint lane, EntBiLstmRun *run, guint direction, const gfloat *dstates,
                 EntScratch *scratch, gfloat *dx)
{
  guint n = run->n, states = self->recurrent.rows, width = 4 * states;
  gfloat *gates = run->gates[direction], *cells = run->cells[direction];
  gfloat *before = ent_scratch_floats (scratch, n * states), *dcell = ent_scratch_floats (scratch, states);
  gfloat *dstate = ent_scratch_floats (scratch, states);

  for (guint s = n; s-- > 0;)
    {
      guint t = token_at (s, n, direction), p = s ? token_at (s - 1, n, direction) : 0;

      memcpy (dstate, dstates + (gsize) t * 2 * states + direction * states, states * sizeof *dstate);
      if (s + 1 < n)
        ent_multiply (dstate, gates + token_at (s + 1, n, direction) * width, 0, self->recurrent.transposed, 1, width,
                      states);
      learn_cell (gates + t * width, cells + t * states, s ? cells + p * states : NULL, dstate, states, dcell);
      if (s)
        memcpy (before + t * states, run->states + (gsize) p * 2 * states + direction * states,
                states * sizeof *before);
    }
  ent_weights_learn (&self->recurrent, NULL, lane, before, gates, n, NULL);
  ent_weights_learn (&self->input, &self->bias, lane, run->x, gates, n, dx);
}

/* Adds to the gradients of the weights and to @dx, from that of the states; @run is used up */
void
ent_bilstm_learn (EntBiLstm *self, guint lane, EntBiLstmRun *run, const gfloat *dstates, EntScratch *scratch,
                  gfloat *dx)
{
  learn_direction (&self->forward, lane, run, 0, dstates, scratch, dx);
  learn_direction (&self->backward, lane, run, 1, dstates, scratch, dx);
}

static void
store_direction (const EntLstm *self, const gchar *name, gchar side, EntModelWriter *writer)
{
  g_autofree gchar *input = g_strdup_printf ("%s.%c.input", name, side);
  g_autofree gchar *recurrent = g_strdup_printf ("%s.%c.recurrent", name, side);
  g_autofree gchar *bias = g_strdup_printf ("%s.%c.bias", name, side);

  ent_fixed_store (writer, input, &self->input);
  ent_fixed_store (writer, recurrent, &self->recurrent);
  ent_fixed_store_bias (writer, bias, &self->bias);
}

void
ent_bilstm_store (const EntBiLstm *self, const gchar *name, EntModelWriter *writer)
{
  store_direction (&self->forward, name, 'f', writer);
  store_direction (&self->backward, name, 'b', writer);
}
