/* Long short-term memory (Hochreiter and Schmidhuber, Neural Computation 1997; with forget gates: Gers et al., 2000),
 * read in both directions. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/net/scratch.h"
#include "pipeline/learn/net/weights.h"

G_BEGIN_DECLS

/* One direction; of each state, four values: how much to let in, how much to keep, what to let in, how much to say */
typedef struct
{
  EntWeights input;     /* [inputs][4 · states] */
  EntWeights recurrent; /* [states][4 · states] */
  EntWeights bias;      /* [1][4 · states] */
} EntLstm;

typedef struct
{
  EntLstm forward;
  EntLstm backward;
} EntBiLstm;

/* What training remembers of a run */
typedef struct
{
  const gfloat *x;
  guint n;
  gfloat *gates[2];
  gfloat *cells[2];
  gfloat *states; /* [n][2 · states]: forward, then backward */
} EntBiLstmRun;

void ent_bilstm_init (EntBiLstm *self, guint inputs, guint states, EntRandom *random);
void ent_bilstm_clear (EntBiLstm *self);
void ent_bilstm_step (EntBiLstm *self, const EntAdam *adam);
void ent_bilstm_store (const EntBiLstm *self, const gchar *name, EntModelWriter *writer);
void ent_bilstm_run (const EntBiLstm *self, const gfloat *x, guint n, EntScratch *scratch, EntBiLstmRun *run);
void ent_bilstm_learn (EntBiLstm *self, guint lane, EntBiLstmRun *run, const gfloat *dstates, EntScratch *scratch,
                       gfloat *dx);

/* One step of the cells, shared by training and running: gates are made of their sums, cell and state follow. `before`
 * is NULL at the start */
void ent_lstm_cell (gfloat *gates, const gfloat *before, guint states, gfloat *cell, gfloat *state);

G_END_DECLS
