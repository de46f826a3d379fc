/* Numbers for tests of networks: the same everywhere. */
#pragma once

#include "tests/harness.h"

#include <math.h>

/* Knuth's MMIX generator, its upper half */
static inline guint
draw (guint n)
{
  static guint64 state = 1997;

  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (state >> 33) % n;
}

/* n numbers from -1 to 1; g_free() them */
static inline gfloat *
draw_numbers (gsize n)
{
  gfloat *numbers = g_new (gfloat, n + 1);

  for (gsize i = 0; i < n; i++)
    numbers[i] = (gfloat) draw (2001) / 1000 - 1;
  return numbers;
}

static inline void
check_near (gdouble got, gdouble expected, gdouble bound)
{
  if (!(fabs (got - expected) <= bound))
    fail_msg ("%.9g, expected %.9g ± %.3g", got, expected, bound);
}
