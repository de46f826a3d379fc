/* Loops that the compiler turns into vector instructions; it makes a version of each for newer processors, too. */
#include "pipeline/learn/net/kernels.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__
#define FAST __attribute__ ((target_clones ("arch=x86-64-v4", "avx2", "default")))
#else
#define FAST
#endif

static inline gfloat
from_bits (gint32 bits)
{
  gfloat value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline void
multiply_row (gfloat *restrict c, const gfloat *restrict a, const gfloat *restrict b, guint k, guint m)
{
  guint i = 0;

  for (; i + 4 <= k; i += 4)
    {
      const gfloat *b0 = b + (gsize) i * m, *b1 = b0 + m, *b2 = b1 + m, *b3 = b2 + m;
      gfloat a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3];

      for (guint j = 0; j < m; j++)
        c[j] += ((a0 * b0[j] + a1 * b1[j]) + a2 * b2[j]) + a3 * b3[j];
    }
  for (; i < k; i++)
    for (guint j = 0; j < m; j++)
      c[j] += a[i] * b[(gsize) i * m + j];
}

/* Two rows at a time: each row of b is fetched half as often. The sums are those of multiply_row. */
static inline void
multiply_two_rows (gfloat *restrict c, gfloat *restrict d, const gfloat *restrict a, const gfloat *restrict e,
                   const gfloat *restrict b, guint k, guint m)
{
  guint i = 0;

  for (; i + 4 <= k; i += 4)
    {
      const gfloat *b0 = b + (gsize) i * m, *b1 = b0 + m, *b2 = b1 + m, *b3 = b2 + m;
      gfloat a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3];
      gfloat e0 = e[i], e1 = e[i + 1], e2 = e[i + 2], e3 = e[i + 3];

      for (guint j = 0; j < m; j++)
        {
          c[j] += ((a0 * b0[j] + a1 * b1[j]) + a2 * b2[j]) + a3 * b3[j];
          d[j] += ((e0 * b0[j] + e1 * b1[j]) + e2 * b2[j]) + e3 * b3[j];
        }
    }
  for (; i < k; i++)
    for (guint j = 0; j < m; j++)
      {
        c[j] += a[i] * b[(gsize) i * m + j];
        d[j] += e[i] * b[(gsize) i * m + j];
      }
}

FAST void
ent_multiply (gfloat *c, const gfloat *a, gsize stride, const gfloat *b, guint n, guint k, guint m)
{
  guint t = 0;

  for (; t + 2 <= n; t += 2)
    multiply_two_rows (c + (gsize) t * m, c + (gsize) (t + 1) * m, a + t * stride, a + (t + 1) * stride, b, k, m);
  for (; t < n; t++)
    multiply_row (c + (gsize) t * m, a + t * stride, b, k, m);
}

FAST void
ent_multiply_transposed (gfloat *c, const gfloat *a, gsize stride, const gfloat *g, guint n, guint k, guint m)
{
  guint t = 0;

  for (; t + 4 <= n; t += 4)
    for (guint i = 0; i < k; i++)
      {
        const gfloat *g0 = g + (gsize) t * m, *g1 = g0 + m, *g2 = g1 + m, *g3 = g2 + m;
        const gfloat *column = a + t * stride + i;
        gfloat a0 = column[0], a1 = column[stride], a2 = column[2 * stride], a3 = column[3 * stride];
        gfloat *restrict row = c + (gsize) i * m;

        for (guint j = 0; j < m; j++)
          row[j] += ((a0 * g0[j] + a1 * g1[j]) + a2 * g2[j]) + a3 * g3[j];
      }
  for (; t < n; t++)
    for (guint i = 0; i < k; i++)
      {
        gfloat *restrict row = c + (gsize) i * m;

        for (guint j = 0; j < m; j++)
          row[j] += a[t * stride + i] * g[(gsize) t * m + j];
      }
}

FAST void
ent_add_scaled (gfloat *restrict a, const gfloat *restrict b, gfloat factor, guint n)
{
  for (guint i = 0; i < n; i++)
    a[i] += factor * b[i];
}

FAST void
ent_add_bytes (gfloat *restrict a, const gint8 *restrict b, gfloat factor, guint n)
{
  for (guint i = 0; i < n; i++)
    a[i] += factor * b[i];
}

FAST void
ent_add_whole (gfloat *restrict a, const gint32 *restrict b, gfloat factor, guint n)
{
  for (guint i = 0; i < n; i++)
    a[i] += factor * b[i];
}

FAST void
ent_add_shorts (gfloat *restrict a, const gint16 *restrict b, gfloat factor, gsize n)
{
  for (gsize i = 0; i < n; i++)
    a[i] += factor * b[i];
}

FAST gfloat
ent_largest (const gfloat *values, gsize n)
{
  gint32 max = 0; /* without their signs, numbers are in the order of their bits */

  for (gsize i = 0; i < n; i++)
    {
      gint32 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits &= G_MAXINT32;
      max = bits > max ? bits : max;
    }
  return from_bits (max);
}

FAST void
ent_leak (gfloat *values, gfloat slope, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = values[i] < 0 ? slope * values[i] : values[i];
}

FAST void
ent_round (gint16 *restrict a, const gfloat *restrict b, gfloat factor, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gfloat value = factor * b[i];

      a[i] = (gint32) (value < 0 ? value - 0.5f : value + 0.5f);
    }
}

/* 2 to the power of its whole part by the exponent's bits, of the rest (-½ to ½) by a polynomial: good to 2·10⁻⁷ */
static inline gfloat
exponential (gfloat x)
{
  const gfloat round = 12582912; /* 1.5 · 2²³: a number added to it loses its fraction */
  gfloat z = (x < -80 ? -80 : x > 80 ? 80 : x) * 1.44269504f;
  gfloat shifted = z + round;
  gfloat f = z - (shifted - round);
  gfloat power
      = 1
        + f
              * (0.69314718f
                 + f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * (0.00133336f + f * 0.00015403f)))));
  gint32 bits, exponent;

  memcpy (&bits, &power, sizeof bits);
  memcpy (&exponent, &shifted, sizeof exponent);
  bits += (gint32) ((guint32) exponent << 23);
  memcpy (&power, &bits, sizeof power);
  return power;
}

FAST void
ent_sigmoid (gfloat *values, guint n)
{
  for (guint i = 0; i < n; i++)
    values[i] = 1 / (1 + exponential (-values[i]));
}

FAST void
ent_tanh (gfloat *values, guint n)
{
  for (guint i = 0; i < n; i++)
    values[i] = 2 / (1 + exponential (-2 * values[i])) - 1;
}

void
ent_softmax (gfloat *values, guint n)
{
  gfloat max = values[0], sum = 0;

  for (guint i = 1; i < n; i++)
    max = MAX (max, values[i]);
  for (guint i = 0; i < n; i++)
    sum += values[i] = exponential (values[i] - max);
  for (guint i = 0; i < n; i++)
    values[i] /= sum;
}
