/* Dates in figures: 2024-03-04, 04/03/2022, 4.3.2022, and military date-time groups: 091630Z JUL 22. */
#include <string.h>

#include "stages/tag/temporal.h"

/* Years of two digits from here on are of the last century */
#define FIRST_OF_LAST_CENTURY 70

typedef struct
{
  const gchar *p;
  const gchar *end;
} Cursor;

/* A number of at most so many digits, or -1 */
static gint
read_number (Cursor *cursor, guint most, guint *digits)
{
  gint number = 0;

  for (*digits = 0; cursor->p < cursor->end && g_ascii_isdigit (*cursor->p) && *digits < most; ++*digits)
    number = 10 * number + g_ascii_digit_value (*cursor->p++);
  return *digits ? number : -1;
}

static gboolean
skip (Cursor *cursor, gchar c)
{
  if (cursor->p == cursor->end || *cursor->p != c)
    return FALSE;
  cursor->p++;
  return TRUE;
}

static gint
full_year (gint year, guint digits)
{
  if (digits == 4)
    return year;
  return digits == 2 ? year + (year < FIRST_OF_LAST_CENTURY ? 2000 : 1900) : -1;
}

/* The three numbers of a date in figures, and what separates them, or '\0' */
static gchar
read_three (Cursor *cursor, gint *numbers, guint *digits)
{
  gchar separator;

  numbers[0] = read_number (cursor, 4, &digits[0]);
  separator = cursor->p < cursor->end ? *cursor->p : '\0';
  if (numbers[0] < 0 || !strchr ("-/.", separator) || !skip (cursor, separator))
    return '\0';
  numbers[1] = read_number (cursor, 2, &digits[1]);
  if (numbers[1] < 0 || !skip (cursor, separator))
    return '\0';
  numbers[2] = read_number (cursor, 4, &digits[2]);
  return numbers[2] < 0 ? '\0' : separator;
}

static gboolean
set_day (TimeValue *value, gint year, gint month, gint day)
{
  if (!tag_day_exists (year, month, day))
    return FALSE;
  value->kind = TIME_POINT;
  value->first = tag_point_of_day (year, month, day);
  return TRUE;
}

/* A date that can be read in two ways: one of two days, in the order of time */
static gboolean
set_careful (TimeValue *value, gint a, gint b, gint year)
{
  if (a == b)
    return set_day (value, year, a, b);
  if (!tag_day_exists (year, a, b) || !tag_day_exists (year, b, a))
    return FALSE;
  value->kind = TIME_ONE_OF;
  value->first = tag_point_of_day (year, MIN (a, b), MAX (a, b));
  value->last = tag_point_of_day (year, MAX (a, b), MIN (a, b));
  return TRUE;
}

/* "14:30:05Z" behind "2024-03-04T" */
static gboolean
read_clock (Cursor *cursor, TimePoint *point)
{
  guint digits;

  if (!skip (cursor, 'T') && !skip (cursor, ' '))
    return cursor->p == cursor->end;
  point->hour = read_number (cursor, 2, &digits);
  if (!skip (cursor, ':'))
    return FALSE;
  point->minute = read_number (cursor, 2, &digits);
  if (skip (cursor, ':'))
    point->second = read_number (cursor, 2, &digits);
  if (skip (cursor, 'Z'))
    point->zone = "Z";
  return cursor->p == cursor->end && point->hour >= 0 && point->hour <= 24 && point->minute >= 0 && point->minute < 60
         && point->second < 60;
}

static gboolean
read_date (TimeValue *value, Cursor cursor, DateOrder order)
{
  gint n[3], year;
  guint digits[3];
  gchar separator = read_three (&cursor, n, digits);

  if (separator == '-')
    return digits[0] == 4 && digits[2] == 2 && set_day (value, n[0], n[1], n[2]) && read_clock (&cursor, &value->first);
  year = separator ? full_year (n[2], digits[2]) : -1;
  if (year < 1 || cursor.p != cursor.end)
    return FALSE;
  if (separator == '.' || n[0] > 12) /* with points the day is first everywhere */
    return set_day (value, year, n[1], n[0]);
  if (n[1] > 12)
    return set_day (value, year, n[0], n[1]);
  if (order == DATES_UNKNOWN)
    return n[0] > 0 && n[1] > 0 && set_careful (value, n[0], n[1], year);
  return order == DATES_DMY ? set_day (value, year, n[1], n[0]) : set_day (value, year, n[0], n[1]);
}

static gint
month_of (const gchar *abbreviation)
{
  static const gchar months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

  for (gint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (months + 3 * i, abbreviation, 3) == 0)
      return i + 1;
  return 0;
}

/* A to M without J are the hours east of Greenwich, N to Y those west of it, Z is Greenwich; J is local */
static const gchar *
zone_of (gchar letter)
{
  static const gchar *const zones[] = {
    "+01:00", "+02:00", "+03:00", "+04:00", "+05:00", "+06:00", "+07:00", "+08:00", "+09:00",
    "",       "+10:00", "+11:00", "+12:00", "-01:00", "-02:00", "-03:00", "-04:00", "-05:00",
    "-06:00", "-07:00", "-08:00", "-09:00", "-10:00", "-11:00", "-12:00", "Z",
  };

  return zones[g_ascii_toupper (letter) - 'A'];
}

/* "091630Z JUL 22": day, hour, minute, zone, month, year */
static gboolean
read_group (TimeValue *value, Cursor cursor)
{
  guint digits, year_digits;
  gint group = read_number (&cursor, 6, &digits), month, year;
  const gchar *zone;

  if (digits != 6 || cursor.p == cursor.end || !g_ascii_isalpha (*cursor.p))
    return FALSE;
  zone = zone_of (*cursor.p++);
  skip (&cursor, ' ');
  if (cursor.end - cursor.p < 5)
    return FALSE;
  month = month_of (cursor.p);
  cursor.p += 3;
  skip (&cursor, ' ');
  year = read_number (&cursor, 4, &year_digits);
  year = full_year (year, year_digits);
  if (cursor.p != cursor.end || group / 100 % 100 > 23 || group % 100 > 59
      || !set_day (value, year, month, group / 10000))
    return FALSE;
  value->first.hour = group / 100 % 100;
  value->first.minute = group % 100;
  value->first.zone = zone;
  return TRUE;
}

gboolean
tag_numeric_date_read (TimeValue *value, const gchar *text, gsize length, DateOrder order)
{
  Cursor cursor = { text, text + length };

  return length >= 6 && g_ascii_isdigit (*text) && (read_date (value, cursor, order) || read_group (value, cursor));
}

/* What a date in figures tells of the order of others: 25/03/2022 has the day first */
DateOrder
tag_numeric_date_tell_order (const gchar *text, gsize length)
{
  Cursor cursor = { text, text + length };
  gint n[3];
  guint digits[3];

  if (read_three (&cursor, n, digits) != '/' || n[0] > 31 || n[1] > 31 || (n[0] > 12) == (n[1] > 12))
    return DATES_UNKNOWN;
  return n[0] > 12 ? DATES_DMY : DATES_MDY;
}
