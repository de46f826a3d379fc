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

void ent_add_shorts (gfloat *a, const gint16 *b, gfloat factor, gsize n);

/* The largest of the values without their signs; infinite or NaN if one of them is */
gfloat ent_largest (const gfloat *values, gsize n);

/* Values below zero become `slope` times themselves */
void ent_leak (gfloat *values, gfloat slope, gsize n);

/* a[i] = factor · b[i], rounded */
void ent_round (gint16 *a, const gfloat *b, gfloat factor, gsize n);

/* To each of n values */
void ent_sigmoid (gfloat *values, guint n);
void ent_tanh (gfloat *values, guint n);
void ent_softmax (gfloat *values, guint n);

/* y[n][rows] = w · x[n][columns], in whole numbers of at most 11 bits and a sign; so that no sum overflows, there are
 * at most ENT_FIXED_MAX_COLUMNS columns, an even number. The weights lie in pairs: [columns / 2][rows][2] */
#define ENT_FIXED_MAX 2047
#define ENT_FIXED_MAX_COLUMNS 512

void ent_multiply_fixed (gint32 *y, const gint16 *w, const gint16 *x, guint n, guint rows, guint columns);

/* From [rows][columns] to these pairs */
void ent_pair_up (gint16 *pairs, const gint16 *values, guint rows, guint columns);

G_END_DECLS
