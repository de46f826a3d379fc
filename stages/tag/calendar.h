/* Points of time as precise as a text gives them, and calendar arithmetic. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From coarse to fine */
typedef enum
{
  PRECISION_NONE,
  PRECISION_YEAR,
  PRECISION_MONTH,
  PRECISION_WEEK, /* its Monday */
  PRECISION_DAY
} Precision;

typedef struct
{
  Precision precision; /* of the date; NONE for a clock time alone */
  gint year;
  gint month;
  gint day;
  gint hour; /* -1 without a clock time, as for the two that follow */
  gint minute;
  gint second;
  const gchar *zone; /* "Z", "+01:00"; "" unknown */
} TimePoint;

#define NO_TIME                                                                                                        \
  {                                                                                                                    \
    .hour = -1, .minute = -1, .second = -1, .zone = ""                                                                 \
  }

TimePoint tag_point_of_year (gint year);
TimePoint tag_point_of_month (gint year, gint month); /* counted on where it is beyond 1 to 12 */
TimePoint tag_point_of_day (gint year, gint month, gint day);
gboolean tag_day_exists (gint year, gint month, gint day);
gint tag_days_in_month (gint year, gint month);
gint tag_weekday_of (const TimePoint *point); /* 1 is Monday */

/* Moves by so many days, weeks, months or years (D, W, M, Y), and is then as precise as the span; a point that is less
 * precise cannot be moved */
gboolean tag_point_move (TimePoint *point, gchar span, gint n);

/* By its first day: less than 0, 0 or more */
gint tag_point_compare (const TimePoint *a, const TimePoint *b);

gboolean tag_point_parse (TimePoint *point, const gchar *iso); /* "2024", "2024-03", "2024-03-04…" */
void tag_point_print (const TimePoint *point, GString *out);

G_END_DECLS
