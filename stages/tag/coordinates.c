/* Places on the map to decimal degrees: 54.6872, 25.2797; 54°41′14″N 25°16′47″E; N54.6872 E025.2797. */
#include <string.h>

#include "stages/tag/amounts.h"

/* A hundred-thousandth of a degree is a metre */
#define DECIMALS 1e5

typedef struct
{
  const gchar *p;
  const gchar *end;
} Cursor;

static void
skip_space (Cursor *cursor)
{
  while (cursor->p < cursor->end && (g_ascii_isspace (*cursor->p) || strchr (",;/", *cursor->p)))
    cursor->p++;
}

static gboolean
skip_sign (Cursor *cursor, const gchar *const *signs)
{
  for (guint i = 0; signs[i]; i++)
    {
      gsize length = strlen (signs[i]);

      if ((gsize) (cursor->end - cursor->p) >= length && memcmp (cursor->p, signs[i], length) == 0)
        {
          cursor->p += length;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_number (Cursor *cursor, gdouble *number)
{
  gdouble place = 1;
  const gchar *start = cursor->p;

  *number = 0;
  for (; cursor->p < cursor->end && g_ascii_isdigit (*cursor->p); cursor->p++)
    *number = 10 * *number + g_ascii_digit_value (*cursor->p);
  if (cursor->p > start && cursor->p < cursor->end && *cursor->p == '.')
    for (cursor->p++; cursor->p < cursor->end && g_ascii_isdigit (*cursor->p); cursor->p++)
      *number += g_ascii_digit_value (*cursor->p) * (place /= 10);
  return cursor->p > start;
}

/* N, S, E or W, or 0 */
static gchar
read_side (Cursor *cursor)
{
  skip_space (cursor);
  return cursor->p < cursor->end && strchr ("NSEW", *cursor->p) ? *cursor->p++ : 0;
}

/* One angle with its side before or behind; without a side, a sign says it */
static gboolean
read_angle (Cursor *cursor, gdouble *angle, gchar *side)
{
  static const gchar *const minus[] = { "-", "−", NULL }, *const degree[] = { "°", "º", "degrees", "deg", NULL },
                            *const minute[] = { "′", "'", "’", NULL }, *const second[] = { "″",  "\"", "”",
                                                                                           "''", "’’", NULL };
  gdouble minutes = 0, seconds = 0;
  gboolean negative;

  *side = read_side (cursor);
  skip_space (cursor);
  negative = skip_sign (cursor, minus);
  if (!read_number (cursor, angle))
    return FALSE;
  if (skip_sign (cursor, degree))
    {
      skip_space (cursor);
      if (read_number (cursor, &minutes) && skip_sign (cursor, minute))
        {
          skip_space (cursor);
          if (read_number (cursor, &seconds) && !skip_sign (cursor, second))
            return FALSE;
        }
    }
  if (!*side)
    *side = read_side (cursor);
  *angle += minutes / 60 + seconds / 3600;
  if (negative || *side == 'S' || *side == 'W')
    *angle = -*angle;
  return minutes < 60 && seconds < 60 && !(negative && *side);
}

static gdouble
round_angle (gdouble angle)
{
  gdouble scaled = angle * DECIMALS;

  return (gdouble) (gint64) (scaled + (scaled < 0 ? -0.5 : 0.5)) / DECIMALS;
}

static void
append_place (GString *out, gdouble lat, gdouble lon)
{
  g_string_append (out, "{\"lat\":");
  tag_append_number (out, round_angle (lat));
  g_string_append (out, ",\"lon\":");
  tag_append_number (out, round_angle (lon));
  g_string_append_c (out, '}');
}

/* Latitude first, unless the sides say otherwise */
gboolean
tag_coordinate_read (const gchar *text, gsize length, GString *out)
{
  Cursor cursor = { text, text + length };
  gdouble lat, lon;
  gchar first, second;

  if (tag_grid_read (text, length, &lat, &lon))
    {
      append_place (out, lat, lon);
      return TRUE;
    }
  if (!read_angle (&cursor, &lat, &first) || !read_angle (&cursor, &lon, &second))
    return FALSE;
  skip_space (&cursor);
  if (cursor.p != cursor.end || !first != !second)
    return FALSE;
  if (first == 'E' || first == 'W')
    {
      gdouble swap = lat;

      lat = lon;
      lon = swap;
    }
  if (first && (strchr ("NS", first) != NULL) == (strchr ("NS", second) != NULL))
    return FALSE;
  if (lat < -90 || lat > 90 || lon < -180 || lon > 180)
    return FALSE;
  append_place (out, lat, lon);
  return TRUE;
}
