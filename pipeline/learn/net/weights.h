/* The weights of a network while it is trained: matrices and tables of vectors, their gradients, and steps by Adam
 * (Kingma and Ba, "Adam: A method for stochastic optimization", ICLR 2015).
 *
 * Sentences of a batch are spread over a fixed number of lanes, each with gradients of its own, which are added up in
 * the order of the lanes: the result does not depend on how many processors there are. */
#pragma once

#include "pipeline/learn/random.h"

G_BEGIN_DECLS

#define ENT_NET_LANES 2

/* y = x · values */
typedef struct
{
  guint rows;    /* inputs */
  guint columns; /* outputs */
  gfloat *values;
  gfloat *transposed; /* the same by columns, kept up to date by the steps */
  gfloat *gradients[ENT_NET_LANES];
  gfloat *means;
  gfloat *squares;
} EntWeights;

/* A vector for each of many features, of which a sentence touches few */
typedef struct
{
  guint n;
  guint size;
  gfloat *values; /* [n][size] */
  gfloat *gradients;
  gfloat *means;
  gfloat *squares;
  GArray *touched; /* guint32: rows with a gradient */
  guint8 *is_touched;
} EntRows;

typedef struct
{
  gfloat rate;
  guint step; /* from 1 */
} EntAdam;

/* Around 0, with a variance of 1 */
gfloat ent_random_normal (EntRandom *random);

void ent_weights_init (EntWeights *self, guint rows, guint columns, gfloat spread, EntRandom *random);
void ent_weights_clear (EntWeights *self);
void ent_weights_step (EntWeights *self, const EntAdam *adam);

void ent_rows_init (EntRows *self, guint n, guint size, gfloat spread, EntRandom *random);
void ent_rows_clear (EntRows *self);
void ent_rows_add_gradient (EntRows *self, guint row, const gfloat *gradient, gfloat factor);
void ent_rows_step (EntRows *self, const EntAdam *adam);

/* y [n][columns] = x [n][rows] · weights + bias, which may be NULL; y holds zeros before */
void ent_weights_apply (const EntWeights *self, const EntWeights *bias, const gfloat *x, guint n, gfloat *y);

/* From the gradient of y those of the weights and, where dx is not NULL, of x, which it is added to */
void ent_weights_learn (EntWeights *self, EntWeights *bias, guint lane, const gfloat *x, const gfloat *dy, guint n,
                        gfloat *dx);

G_END_DECLS
