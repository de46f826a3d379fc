/* Products of whole numbers, which are most of what a trained network does. Newer processors multiply and add pairs of
 * them in one instruction; sums of whole numbers are the same in any order, so each way gives the same result. */
#include "pipeline/learn/net/kernels.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#endif

/* Outputs from `first` on, one at a time */
static void
multiply_plain (gint32 *y, const gint16 *w, const gint16 *x, guint first, guint rows, guint columns)
{
  for (guint r = first; r < rows; r++)
    y[r] = 0;
  for (guint i = 0; i < columns; i += 2)
    for (guint r = first; r < rows; r++)
      {
        const gint16 *pair = w + (gsize) i * rows + 2 * r;

        y[r] += (gint32) pair[0] * x[i] + (gint32) pair[1] * x[i + 1];
      }
}

static void
multiply_any (gint32 *y, const gint16 *w, const gint16 *x, guint n, guint rows, guint columns)
{
  for (guint t = 0; t < n; t++)
    multiply_plain (y + (gsize) t * rows, w, x + (gsize) t * columns, 0, rows, columns);
}

#if defined __x86_64__ && defined __GNUC__

/* OUTPUTS vectors of eight outputs for INPUTS inputs, with all sums in registers */
#define DEFINE_BLOCK(NAME, TARGET, OUTPUTS, INPUTS, ADD_PRODUCT)                                                       \
  static inline __attribute__ ((always_inline, target (TARGET))) void NAME (                                           \
      gint32 *y, const gint16 *w, const gint16 *x, guint row, guint rows, guint columns)                               \
  {                                                                                                                    \
    __m256i sums[INPUTS][OUTPUTS];                                                                                     \
                                                                                                                       \
    for (guint k = 0; k < INPUTS; k++)                                                                                 \
      for (guint v = 0; v < OUTPUTS; v++)                                                                              \
        sums[k][v] = _mm256_setzero_si256 ();                                                                          \
    for (guint i = 0; i < columns; i += 2)                                                                             \
      {                                                                                                                \
        const gint16 *pairs = w + (gsize) i * rows + 2 * row;                                                          \
        __m256i both[INPUTS];                                                                                          \
                                                                                                                       \
        for (guint k = 0; k < INPUTS; k++)                                                                             \
          {                                                                                                            \
            gint32 pair;                                                                                               \
                                                                                                                       \
            memcpy (&pair, x + (gsize) k * columns + i, sizeof pair);                                                  \
            both[k] = _mm256_set1_epi32 (pair);                                                                        \
          }                                                                                                            \
        for (guint v = 0; v < OUTPUTS; v++)                                                                            \
          {                                                                                                            \
            __m256i weights = _mm256_loadu_si256 ((const __m256i *) (pairs + 16 * v));                                 \
                                                                                                                       \
            for (guint k = 0; k < INPUTS; k++)                                                                         \
              sums[k][v] = ADD_PRODUCT (sums[k][v], weights, both[k]);                                                 \
          }                                                                                                            \
      }                                                                                                                \
    for (guint k = 0; k < INPUTS; k++)                                                                                 \
      for (guint v = 0; v < OUTPUTS; v++)                                                                              \
        _mm256_storeu_si256 ((__m256i *) (y + (gsize) k * rows + row + 8 * v), sums[k][v]);                            \
  }

/* Four inputs at a time share what is fetched of the weights; of a single one, many outputs share the input */
#define DEFINE_MULTIPLY(NAME, TARGET, ADD_PRODUCT)                                                                     \
  DEFINE_BLOCK (NAME##_24_by_4, TARGET, 3, 4, ADD_PRODUCT)                                                             \
  DEFINE_BLOCK (NAME##_8_by_4, TARGET, 1, 4, ADD_PRODUCT)                                                              \
  DEFINE_BLOCK (NAME##_96, TARGET, 12, 1, ADD_PRODUCT)                                                                 \
  DEFINE_BLOCK (NAME##_8, TARGET, 1, 1, ADD_PRODUCT)                                                                   \
                                                                                                                       \
  static __attribute__ ((target (TARGET))) void NAME (gint32 *y, const gint16 *w, const gint16 *x, guint n,            \
                                                      guint rows, guint columns)                                       \
  {                                                                                                                    \
    guint t = 0;                                                                                                       \
                                                                                                                       \
    for (; t + 4 <= n; t += 4, y += 4 * (gsize) rows, x += 4 * (gsize) columns)                                        \
      {                                                                                                                \
        guint row = 0;                                                                                                 \
                                                                                                                       \
        for (; row + 24 <= rows; row += 24)                                                                            \
          NAME##_24_by_4 (y, w, x, row, rows, columns);                                                                \
        for (; row + 8 <= rows; row += 8)                                                                              \
          NAME##_8_by_4 (y, w, x, row, rows, columns);                                                                 \
        for (guint k = 0; k < 4 && row < rows; k++)                                                                    \
          multiply_plain (y + (gsize) k * rows, w, x + (gsize) k * columns, row, rows, columns);                       \
      }                                                                                                                \
    for (; t < n; t++, y += rows, x += columns)                                                                        \
      {                                                                                                                \
        guint row = 0;                                                                                                 \
                                                                                                                       \
        for (; row + 96 <= rows; row += 96)                                                                            \
          NAME##_96 (y, w, x, row, rows, columns);                                                                     \
        for (; row + 8 <= rows; row += 8)                                                                              \
          NAME##_8 (y, w, x, row, rows, columns);                                                                      \
        multiply_plain (y, w, x, row, rows, columns);                                                                  \
      }                                                                                                                \
  }

#define ADD_PRODUCT_AVX2(sum, a, b) _mm256_add_epi32 (sum, _mm256_madd_epi16 (a, b))
#define ADD_PRODUCT_VNNI(sum, a, b) _mm256_dpwssd_epi32 (sum, a, b)

DEFINE_MULTIPLY (multiply_avx2, "avx2", ADD_PRODUCT_AVX2)
DEFINE_MULTIPLY (multiply_vnni, "avx2,avx512vl,avx512vnni", ADD_PRODUCT_VNNI)

#endif

typedef void (*MultiplyFunc) (gint32 *y, const gint16 *w, const gint16 *x, guint n, guint rows, guint columns);

static MultiplyFunc
choose (void)
{
#if defined __x86_64__ && defined __GNUC__
  if (__builtin_cpu_supports ("avx512vnni") && __builtin_cpu_supports ("avx512vl"))
    return multiply_vnni;
  if (__builtin_cpu_supports ("avx2"))
    return multiply_avx2;
#endif
  return multiply_any;
}

void
ent_multiply_fixed (gint32 *y, const gint16 *w, const gint16 *x, guint n, guint rows, guint columns)
{
  static gsize chosen;

  if (g_once_init_enter (&chosen))
    g_once_init_leave (&chosen, (gsize) choose ());
  ((MultiplyFunc) chosen) (y, w, x, n, rows, columns);
}

void
ent_pair_up (gint16 *pairs, const gint16 *values, guint rows, guint columns)
{
  for (guint r = 0; r < rows; r++)
    for (guint i = 0; i < columns; i++)
      pairs[((gsize) (i & ~1u) * rows) + 2 * r + (i & 1)] = values[(gsize) r * columns + i];
}
