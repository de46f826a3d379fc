/* Points of time as precise as a text gives them, and calendar arithmetic, by GLib's GDate. */
#include "stages/tag/calendar.h"

#include <string.h>

TimePoint
tag_point_of_year (gint year)
{
  TimePoint point = NO_TIME;

  point.precision = PRECISION_YEAR;
  point.year = year;
  point.month = 1;
  point.day = 1;
  return point;
}

TimePoint
tag_point_of_month (gint year, gint month)
{
  gint months = 12 * year + month - 1;
  TimePoint point = tag_point_of_year (months / 12);

  point.precision = PRECISION_MONTH;
  point.month = months % 12 + 1;
  return point;
}

TimePoint
tag_point_of_day (gint year, gint month, gint day)
{
  TimePoint point = tag_point_of_year (year);

  point.precision = PRECISION_DAY;
  point.month = month;
  point.day = day;
  return point;
}

gint
tag_days_in_month (gint year, gint month)
{
  return g_date_get_days_in_month (month, year);
}

gboolean
tag_day_exists (gint year, gint month, gint day)
{
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= tag_days_in_month (year, month);
}

static void
get_date (const TimePoint *point, GDate *date)
{
  g_date_clear (date, 1);
  g_date_set_dmy (date, point->day, point->month, point->year);
}

static void
set_date (TimePoint *point, const GDate *date)
{
  point->year = g_date_get_year (date);
  point->month = g_date_get_month (date);
  point->day = g_date_get_day (date);
}

gint
tag_weekday_of (const TimePoint *point)
{
  GDate date;

  get_date (point, &date);
  return g_date_get_weekday (&date);
}

static void
add_days (TimePoint *point, gint n)
{
  GDate date;

  get_date (point, &date);
  if (n >= 0)
    g_date_add_days (&date, n);
  else
    g_date_subtract_days (&date, -n);
  set_date (point, &date);
}

static Precision
precision_of_span (gchar span)
{
  switch (span)
    {
    case 'Y':
      return PRECISION_YEAR;
    case 'M':
      return PRECISION_MONTH;
    case 'W':
      return PRECISION_WEEK;
    default:
      return PRECISION_DAY;
    }
}

gboolean
tag_point_move (TimePoint *point, gchar span, gint n)
{
  Precision precision = precision_of_span (span);
  gint years = point->year + (span == 'Y' ? n : n / (span == 'M' ? 12 : 52 * (span == 'W' ? 1 : 7)));

  if (point->precision < precision || (precision == PRECISION_WEEK && point->precision != PRECISION_DAY) || years < 2
      || years > 9998)
    return FALSE;
  if (span == 'Y')
    *point = tag_point_of_year (point->year + n);
  else if (span == 'M')
    *point = tag_point_of_month (point->year, point->month + n);
  else if (span == 'W')
    add_days (point, 7 * n + 1 - tag_weekday_of (point));
  else
    add_days (point, n);
  point->precision = precision;
  point->hour = point->minute = point->second = -1;
  return TRUE;
}

gint
tag_point_compare (const TimePoint *a, const TimePoint *b)
{
  return (a->year - b->year) * 10000 + (a->month - b->month) * 100 + a->day - b->day;
}

static gint
read_digits (const gchar *text, guint n)
{
  gint number = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      number = 10 * number + g_ascii_digit_value (text[i]);
    }
  return number;
}

/* What follows the date, a clock time of the document, does not matter */
gboolean
tag_point_parse (TimePoint *point, const gchar *iso)
{
  gint year = read_digits (iso, 4), month, day;

  if (year < 1)
    return FALSE;
  *point = tag_point_of_year (year);
  if (iso[4] == '\0')
    return TRUE;
  month = iso[4] == '-' ? read_digits (iso + 5, 2) : -1;
  if (month < 1 || month > 12)
    return FALSE;
  *point = tag_point_of_month (year, month);
  if (iso[7] == '\0')
    return TRUE;
  day = iso[7] == '-' ? read_digits (iso + 8, 2) : -1;
  if (!tag_day_exists (year, month, day) || g_ascii_isdigit (iso[10]))
    return FALSE;
  *point = tag_point_of_day (year, month, day);
  return TRUE;
}

static void
print_week (const TimePoint *point, GString *out)
{
  TimePoint thursday = *point;
  GDate date;

  add_days (&thursday, 3);
  get_date (point, &date);
  g_string_append_printf (out, "%04d-W%02u", thursday.year, g_date_get_iso8601_week_of_year (&date));
}

static void
print_clock (const TimePoint *point, GString *out)
{
  g_string_append_printf (out, "T%02d", point->hour);
  if (point->minute >= 0)
    g_string_append_printf (out, ":%02d", point->minute);
  if (point->second >= 0)
    g_string_append_printf (out, ":%02d", point->second);
  g_string_append (out, point->zone);
}

void
tag_point_print (const TimePoint *point, GString *out)
{
  if (point->precision == PRECISION_WEEK)
    print_week (point, out);
  else if (point->precision == PRECISION_YEAR)
    g_string_append_printf (out, "%04d", point->year);
  else if (point->precision == PRECISION_MONTH)
    g_string_append_printf (out, "%04d-%02d", point->year, point->month);
  else if (point->precision == PRECISION_DAY)
    g_string_append_printf (out, "%04d-%02d-%02d", point->year, point->month, point->day);
  if (point->hour >= 0)
    print_clock (point, out);
}
