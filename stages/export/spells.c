#include "stages/export/spells.h"

#include <string.h>

#define MAX_YEAR 9999 /* so that days are in the order of their digits */

/* First and last day */
typedef struct
{
  GDate first;
  GDate last;
} Days;

/* Takes exactly so many digits; -1 where they are not there */
static gint
take_digits (const gchar **text, guint n)
{
  gint number = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (**text))
        return -1;
      number = number * 10 + g_ascii_digit_value (*(*text)++);
    }
  return number;
}

/* Whether a date of that precision ends here; what the clock says of the day does not matter */
static gboolean
is_end (const gchar *text)
{
  return *text == '\0' || *text == 'T';
}

static gboolean
set_julian (GDate *day, gint64 julian)
{
  if (julian < 1 || julian > G_MAXINT)
    return FALSE;
  g_date_set_julian (day, julian);
  return g_date_get_year (day) <= MAX_YEAR;
}

static gboolean
read_week (const gchar *text, gint year, Days *days)
{
  gint week = take_digits (&text, 2);

  g_date_set_dmy (&days->last, 28, G_DATE_DECEMBER, year); /* which is always in the last week */
  if (week < 1 || week > (gint) g_date_get_iso8601_week_of_year (&days->last) || !is_end (text))
    return FALSE;
  g_date_set_dmy (&days->first, 4, G_DATE_JANUARY, year); /* which is always in week 1 */
  g_date_add_days (&days->first, 7 * (week - 1));
  g_date_subtract_days (&days->first, g_date_get_weekday (&days->first) - G_DATE_MONDAY);
  days->last = days->first;
  return set_julian (&days->last, g_date_get_julian (&days->last) + 6);
}

static gboolean
read_month (const gchar *text, gint year, Days *days)
{
  gint month = take_digits (&text, 2), day;

  if (month < 1 || month > 12)
    return FALSE;
  g_date_set_dmy (&days->first, 1, month, year);
  g_date_set_dmy (&days->last, g_date_get_days_in_month (month, year), month, year);
  if (is_end (text))
    return TRUE;
  day = *text++ == '-' ? take_digits (&text, 2) : -1;
  if (day < 1 || !is_end (text) || !g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_set_dmy (&days->first, day, month, year);
  days->last = days->first;
  return TRUE;
}

/* "2022", "2022-02", "2022-02-24", "2022-W08", each with a time of day or without */
static gboolean
read_date (const gchar *text, Days *days)
{
  gint year = take_digits (&text, 4);

  if (year < 1)
    return FALSE;
  g_date_set_dmy (&days->first, 1, G_DATE_JANUARY, year);
  g_date_set_dmy (&days->last, 31, G_DATE_DECEMBER, year);
  if (is_end (text))
    return TRUE;
  if (*text++ != '-')
    return FALSE;
  return *text == 'W' ? read_week (text + 1, year, days) : read_month (text, year, days);
}

static gboolean
set_month (GDate *day, gint64 months)
{
  gint64 year = months / 12, month = months % 12 + 1;

  if (year < 1 || year > MAX_YEAR)
    return FALSE;
  g_date_set_dmy (day, MIN (g_date_get_day (day), g_date_get_days_in_month (month, year)), month, year);
  return TRUE;
}

/* "P3Y", "P2W": the day that is so much later, or earlier where `sign` is -1 */
static gboolean
move_by (const gchar *duration, gint sign, GDate *day)
{
  gsize n_digits = *duration == 'P' ? strspn (duration + 1, "0123456789") : 0;
  const gchar *unit = duration + 1 + n_digits;
  gint64 months = g_date_get_year (day) * 12 + g_date_get_month (day) - 1, n;

  if (n_digits < 1 || n_digits > 6 || strlen (unit) != 1)
    return FALSE;
  n = sign * g_ascii_strtoll (duration + 1, NULL, 10);
  switch (*unit)
    {
    case 'Y':
      return set_month (day, months + n * 12);
    case 'M':
      return set_month (day, months + n);
    case 'W':
      return set_julian (day, g_date_get_julian (day) + n * 7);
    case 'D':
      return set_julian (day, g_date_get_julian (day) + n);
    default:
      return FALSE;
    }
}

/* A date, or two of them, one of which may be a length of time */
static gboolean
read_time (const gchar *time, Days *days)
{
  g_auto (GStrv) ends = g_strsplit (time, "/", 3);
  Days first, last;
  gboolean has_first, has_last;

  if (g_strv_length (ends) != 2)
    return read_date (time, days);
  has_first = read_date (ends[0], &first);
  has_last = read_date (ends[1], &last);
  if (!has_first && !has_last)
    return FALSE;
  days->first = has_first ? first.first : last.last;
  days->last = has_last ? last.last : first.first;
  return (has_first || move_by (ends[0], -1, &days->first)) && (has_last || move_by (ends[1], 1, &days->last))
         && g_date_compare (&days->first, &days->last) <= 0;
}

static void
write_day (gchar *to, gsize size, const GDate *day)
{
  g_snprintf (to, size, "%04u-%02u-%02u", g_date_get_year (day), (guint) g_date_get_month (day), g_date_get_day (day));
}

static gint
compare_spells (gconstpointer a, gconstpointer b)
{
  const EntSpell *x = a, *y = b;
  gint order = strcmp (x->start, y->start);

  return order ? order : strcmp (x->end, y->end);
}

/* Where two share a day they become one: Gephi's intervals may not overlap */
static void
join_overlapping (GArray *spells)
{
  guint n = 0;

  for (guint i = 0; i < spells->len; i++)
    {
      const EntSpell spell = g_array_index (spells, EntSpell, i);
      EntSpell *last = n ? &g_array_index (spells, EntSpell, n - 1) : NULL;

      if (!last || strcmp (spell.start, last->end) > 0)
        g_array_index (spells, EntSpell, n++) = spell;
      else if (strcmp (spell.end, last->end) > 0)
        g_strlcpy (last->end, spell.end, sizeof last->end);
    }
  g_array_set_size (spells, n);
}

/* In order and apart from each other; none where no date is known */
GArray *
ent_spells_new (const EntGraphEdge *edge)
{
  GArray *spells = g_array_new (FALSE, FALSE, sizeof (EntSpell));

  for (guint i = 0; i < edge->weight; i++)
    {
      EntSpell spell;
      Days days;

      if (!read_time (edge->rows[i].time, &days) && !read_date (edge->rows[i].date, &days))
        continue;
      write_day (spell.start, sizeof spell.start, &days.first);
      write_day (spell.end, sizeof spell.end, &days.last);
      g_array_append_val (spells, spell);
    }
  g_array_sort (spells, compare_spells);
  join_overlapping (spells);
  return spells;
}
