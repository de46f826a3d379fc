/* References to squares of grids, to degrees: the Military Grid Reference System (36T WU 48220 88113), Universal
 * Transverse Mercator (31U 448251 5411932) and the national grid of Great Britain (TG 51409 13177). A reference to a
 * square stands for its centre.
 *
 * Sources: NGA.STND.0037, "Universal Grids and the Transverse Mercator and Polar Stereographic Map Projections", 2014,
 * for the letters; Karney, "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85, 2011, for
 * the series; Ordnance Survey, "A guide to coordinate systems in Great Britain", for its grid and the change of datum
 * (good to five metres). */
#include <math.h>
#include <string.h>

#include "stages/tag/amounts.h"

#define LONGEST 40
#define SQUARE 100000.0
#define RADIANS(degrees) ((degrees) *G_PI / 180)
#define DEGREES(radians) ((radians) *180 / G_PI)

typedef struct
{
  gdouble a; /* metres */
  gdouble b;
} Ellipsoid;

/* A transverse Mercator projection */
typedef struct
{
  Ellipsoid ellipsoid;
  gdouble scale;
  gdouble lat; /* of the origin, degrees */
  gdouble lon;
  gdouble easting; /* of the origin, metres */
  gdouble northing;
} Projection;

static const Ellipsoid wgs84 = { 6378137, 6356752.314245179 }, airy = { 6377563.396, 6356256.909 };

/* --- From metres to degrees --- */

/* The distance on the meridian from the equator to the latitude whose conformal sphere is rectified by ξ, by the series
 * of Krüger in n to its third power: a tenth of a millimetre */
static gdouble
radius_of_rectified (const Ellipsoid *e, gdouble n)
{
  return (e->a / (1 + n)) * (1 + n * n / 4 + n * n * n * n / 64);
}

static gdouble
meridian_of (const Projection *p, gdouble n)
{
  gdouble lat = RADIANS (p->lat), e = sqrt (1 - p->ellipsoid.b * p->ellipsoid.b / (p->ellipsoid.a * p->ellipsoid.a));
  gdouble tau = tan (lat), sigma = sinh (e * atanh (e * sin (lat)));
  gdouble xi = atan (tau * sqrt (1 + sigma * sigma) - sigma * sqrt (1 + tau * tau));

  return xi + (n / 2 - 2 * n * n / 3 + 5 * n * n * n / 16) * sin (2 * xi)
         + (13 * n * n / 48 - 3 * n * n * n / 5) * sin (4 * xi) + 61 * n * n * n / 240 * sin (6 * xi);
}

/* From the conformal latitude to the geographic one, by Newton's method on its tangent */
static gdouble
latitude_of (const Ellipsoid *ellipsoid, gdouble conformal)
{
  gdouble e2 = 1 - ellipsoid->b * ellipsoid->b / (ellipsoid->a * ellipsoid->a), e = sqrt (e2);
  gdouble tau = conformal;

  for (guint i = 0; i < 5; i++)
    {
      gdouble root = sqrt (1 + tau * tau), sigma = sinh (e * atanh (e * tau / root));
      gdouble found = tau * sqrt (1 + sigma * sigma) - sigma * root;

      tau += (conformal - found) / sqrt (1 + found * found) * (1 + (1 - e2) * tau * tau) / ((1 - e2) * root);
    }
  return atan (tau);
}

static void
unproject (const Projection *p, gdouble easting, gdouble northing, gdouble *lat, gdouble *lon)
{
  gdouble n = (p->ellipsoid.a - p->ellipsoid.b) / (p->ellipsoid.a + p->ellipsoid.b);
  gdouble radius = p->scale * radius_of_rectified (&p->ellipsoid, n);
  gdouble xi = (northing - p->northing) / radius + meridian_of (p, n), eta = (easting - p->easting) / radius;
  gdouble beta[3] = { n / 2 - 2 * n * n / 3 + 37 * n * n * n / 96, n * n / 48 + n * n * n / 15, 17 * n * n * n / 480 };
  gdouble x = xi, y = eta;

  for (guint i = 0; i < G_N_ELEMENTS (beta); i++)
    {
      x -= beta[i] * sin (2 * (i + 1) * xi) * cosh (2 * (i + 1) * eta);
      y -= beta[i] * cos (2 * (i + 1) * xi) * sinh (2 * (i + 1) * eta);
    }
  *lat = latitude_of (&p->ellipsoid, sin (x) / hypot (sinh (y), cos (x)));
  *lon = RADIANS (p->lon) + atan2 (sinh (y), cos (x));
}

/* --- Universal Transverse Mercator, and the letters of the military grid --- */

static const gchar bands[] = "CDEFGHJKLMNPQRSTUVWX"; /* of eight degrees, from 80° south on */

static gboolean
unproject_utm (gint zone, gboolean south, gdouble easting, gdouble northing, gdouble *lat, gdouble *lon)
{
  Projection projection = { wgs84, 0.9996, 0, 6 * zone - 183, 500000, south ? 10000000 : 0 };

  unproject (&projection, easting, northing, lat, lon);
  *lat = DEGREES (*lat);
  *lon = DEGREES (*lon);
  return easting >= 100000 && easting < 900000;
}

/* Squares at the border of a band are cut, so a degree is given beyond it */
static gboolean
is_in_band (gdouble lat, gint band)
{
  gdouble south = -80 + 8 * band, north = band == 19 ? 84 : south + 8;

  return lat > south - 1 && lat < north + 1;
}

/* Columns are A-H, J-R, S-Z by turns of three zones, rows A-V, which begin at F in every second zone */
static gboolean
read_square (gint zone, gint band, const gchar *letters, gdouble *easting, gdouble *northing)
{
  static const gchar columns[3][9] = { "ABCDEFGH", "JKLMNPQR", "STUVWXYZ" }, rows[] = "ABCDEFGHJKLMNPQRSTUV";
  const gchar *column = strchr (columns[(zone - 1) % 3], letters[0]), *row = strchr (rows, letters[1]);
  gdouble in_cycle, lowest = RADIANS (-80 + 8 * band) * wgs84.a * 0.9996 * 0.9966 - SQUARE;

  if (!column || !row)
    return FALSE;
  *easting = (column - columns[(zone - 1) % 3] + 1) * SQUARE;
  in_cycle = ((row - rows) + (zone % 2 ? 0 : 15)) % 20 * SQUARE;
  if (band < 10)
    lowest += 10000000;
  *northing = in_cycle;
  while (*northing < lowest)
    *northing += 20 * SQUARE;
  return TRUE;
}

/* Half of the digits each; the centre of the square that they name */
static gboolean
read_offsets (const gchar *digits, gdouble *easting, gdouble *northing)
{
  gsize n = strlen (digits);
  gdouble size = SQUARE, east = 0, north = 0;

  if (n == 0 || n % 2 || n > 10 || strspn (digits, "0123456789") != n)
    return FALSE;
  for (gsize i = 0; i < n / 2; i++)
    {
      size /= 10;
      east += size * g_ascii_digit_value (digits[i]);
      north += size * g_ascii_digit_value (digits[n / 2 + i]);
    }
  *easting += east + size / 2;
  *northing += north + size / 2;
  return TRUE;
}

static gboolean
read_military (const gchar *text, gdouble *lat, gdouble *lon)
{
  gchar *p;
  gint zone = g_ascii_strtoull (text, &p, 10), band;
  gdouble easting, northing;

  if (zone < 1 || zone > 60 || !*p || !strchr (bands, *p) || !p[1] || !p[2])
    return FALSE;
  band = strchr (bands, *p) - bands;
  return read_square (zone, band, p + 1, &easting, &northing) && read_offsets (p + 3, &easting, &northing)
         && unproject_utm (zone, band < 10, easting, northing, lat, lon) && is_in_band (*lat, band);
}

/* The numbers are apart in the text; metres are points, not squares */
static gboolean
read_utm (const gchar *text, gdouble *lat, gdouble *lon)
{
  gchar *p;
  gint zone = g_ascii_strtoull (text, &p, 10), band;
  gdouble easting, northing;

  while (*p == ' ')
    p++;
  if (zone < 1 || zone > 60 || !*p || !strchr (bands, *p) || p[1] != ' ')
    return FALSE;
  band = strchr (bands, *p) - bands;
  easting = g_ascii_strtod (p + 1, &p);
  p += strspn (p, "mE, ");
  northing = g_ascii_strtod (p, &p);
  return strspn (p, "mN ") == strlen (p) && unproject_utm (zone, band < 10, easting, northing, lat, lon)
         && is_in_band (*lat, band);
}

/* --- Great Britain --- */

/* From the datum of the Ordnance Survey to WGS 84: three shifts, three turns and a scale between cartesian places */
static void
change_datum (gdouble *lat, gdouble *lon)
{
  static const gdouble shift[3] = { 446.448, -125.157, 542.060 }, scale = 1 - 20.4894e-6;
  const gdouble second = G_PI / 180 / 3600, turn[3] = { 0.1502 * second, 0.2470 * second, 0.8421 * second };
  gdouble e2 = 1 - airy.b * airy.b / (airy.a * airy.a), nu = airy.a / sqrt (1 - e2 * sin (*lat) * sin (*lat));
  gdouble x = nu * cos (*lat) * cos (*lon), y = nu * cos (*lat) * sin (*lon), z = nu * (1 - e2) * sin (*lat);
  gdouble to[3] = { shift[0] + scale * x - turn[2] * y + turn[1] * z, shift[1] + turn[2] * x + scale * y - turn[0] * z,
                    shift[2] - turn[1] * x + turn[0] * y + scale * z };
  gdouble p = hypot (to[0], to[1]), e2_to = 1 - wgs84.b * wgs84.b / (wgs84.a * wgs84.a);

  *lat = atan2 (to[2], p * (1 - e2_to));
  for (guint i = 0; i < 5; i++)
    {
      nu = wgs84.a / sqrt (1 - e2_to * sin (*lat) * sin (*lat));
      *lat = atan2 (to[2] + e2_to * nu * sin (*lat), p);
    }
  *lon = DEGREES (atan2 (to[1], to[0]));
  *lat = DEGREES (*lat);
}

/* Two letters of 25 each, without I, name squares of 500 and of 100 kilometres, from the north west */
static gboolean
read_national (const gchar *text, gdouble *lat, gdouble *lon)
{
  static const Projection projection = { { 6377563.396, 6356256.909 }, 0.9996012717, 49, -2, 400000, -100000 };
  gint first = text[0] - 'A' - (text[0] > 'I'), second;
  gdouble easting, northing;

  if (!g_ascii_isupper (text[0]) || !g_ascii_isupper (text[1]) || text[0] == 'I' || text[1] == 'I')
    return FALSE;
  second = text[1] - 'A' - (text[1] > 'I');
  easting = ((first + 23) % 5 * 5 + second % 5) * SQUARE;
  northing = (19 - first / 5 * 5 - second / 5) * SQUARE;
  if (easting >= 7 * SQUARE || northing < 0 || northing >= 13 * SQUARE || !read_offsets (text + 2, &easting, &northing))
    return FALSE;
  unproject (&projection, easting, northing, lat, lon);
  change_datum (lat, lon);
  return TRUE;
}

gboolean
tag_grid_read (const gchar *text, gsize length, gdouble *lat, gdouble *lon)
{
  gchar spaced[LONGEST + 1], joined[LONGEST + 1];
  gsize n = 0;

  if (length > LONGEST)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      spaced[i] = text[i] == '\t' ? ' ' : text[i];
      if (spaced[i] != ' ')
        joined[n++] = spaced[i];
    }
  spaced[length] = joined[n] = '\0';
  if (g_ascii_isupper (joined[0]))
    return read_national (joined, lat, lon);
  return read_utm (spaced, lat, lon) || read_military (joined, lat, lon);
}
