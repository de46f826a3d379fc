/* The arithmetic of neural networks: products of matrices and the curves of LSTMs, for training in floating point and
 * for running in whole numbers.
 *
 * Each result is summed up in one order and without fused operations, so that it is the same on every machine,
 * whatever its vector instructions. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* c[n][m] += a[n][k] · b[k][m]; rows of a are `stride` apart */
void ent_multiply (gfloat *c, const gfloat *a, gsize stride, const gfloat *b, guint n, guint k, guint m);

/* c[k][m] += a[n][k]ᵀ · g[n][m]: the gradient of the weights b above, where g is that of its result */
void ent_multiply_transposed (gfloat *c, const gfloat *a, gsize stride, const gfloat *g, guint n, guint k, guint m);

/* a[i] += factor · b[i] */
void ent_add_scaled (gfloat *a, const gfloat *b, gfloat factor, guint n);

/* The same with numbers that `factor` makes values of */
void ent_add_bytes (gfloat *a, const gint8 *b, gfloat factor, guint n);
void ent_add_whole (gfloat *a, const gint32 *b, gfloat factor, guint n);

/* a[i] = factor · b[i], rounded */
void ent_round (gint16 *a, const gfloat *b, gfloat factor, gsize n);

/* To each of n values */
void ent_sigmoid (gfloat *values, guint n);
void ent_tanh (gfloat *values, guint n);
void ent_softmax (gfloat *values, guint n);

/* y[n][rows] = w[rows][columns] · x[n][columns]; whole numbers of at most 11 bits and a sign, and columns of which
 * there are at most ENT_FIXED_MAX_COLUMNS, so that no sum overflows */
#define ENT_FIXED_MAX 2047
#define ENT_FIXED_MAX_COLUMNS 512

void ent_multiply_fixed (gint32 *y, const gint16 *w, const gint16 *x, guint n, guint rows, guint columns);

G_END_DECLS
