/* From what the words of a time say to points and intervals of the calendar. What only a reference gives is asked of
 * temporal-relative.c. Parts of a period: early, mid and late 2023 are its months 1-3, 5-8 and 10-12; of a month the
 * days 1-10, 11-20 and from 21 on; of a decade or century likewise its years. */
#include <string.h>

#include "stages/tag/temporal.h"

/* Early, mid and late in a period of so many years: how many years at its edges */
#define YEARS_OF_EDGE(n) ((n) == 10 ? 3 : 3 * (n) / 10)

static gboolean
set_months (TimeValue *value, gint year, gint first, gint last)
{
  value->kind = TIME_INTERVAL;
  value->first = tag_point_of_month (year, first);
  value->last = tag_point_of_month (year, last);
  return TRUE;
}

static gboolean
set_years (TimeValue *value, gint first, gint last)
{
  value->kind = TIME_INTERVAL;
  value->first = tag_point_of_year (first);
  value->last = tag_point_of_year (last);
  return first > 0 && last < 10000;
}

static void
set_days (TimeValue *value, const TimePoint *month, gint first, gint last)
{
  value->kind = TIME_INTERVAL;
  value->first = tag_point_of_day (month->year, month->month, first);
  value->last = tag_point_of_day (month->year, month->month, last);
}

/* The part of a month, or of a year */
void
tag_fields_narrow (const TimePoint *first, gint months, gint edge, TimeValue *value)
{
  static const gint parts_of_year[3][2] = { { 1, 3 }, { 5, 8 }, { 10, 12 } };
  TimePoint month = *first;

  if (months == 12)
    set_months (value, first->year, parts_of_year[edge][0], parts_of_year[edge][1]);
  else if (edge < 2)
    set_days (value, &month, 1 + 10 * edge, 10 + 10 * edge);
  else
    set_days (value, &month, 21, tag_days_in_month (month.year, month.month));
}

/* The part of a decade or a century */
static gboolean
set_part_of_years (TimeValue *value, gint first, gint n, gint edge)
{
  gint at_edge = YEARS_OF_EDGE (n), last = first + n - 1;

  if (edge == 0)
    return set_years (value, first, first + at_edge - 1);
  if (edge == 2)
    return set_years (value, last - at_edge + 1, last);
  return edge < 0 ? set_years (value, first, last) : set_years (value, first + at_edge, last - at_edge);
}

/* "1990s"; "the 1900s" are a century, "the 2000s" its first ten years */
static gboolean
resolve_decade (const TimeFields *self, TimeValue *value)
{
  return set_part_of_years (value, self->year, self->year % 100 == 0 && self->year < 2000 ? 100 : 10, self->edge);
}

/* The year that is given, or by "this year", "last year"; 0 for none */
static gint
year_of (const TimeFields *self, const TimeContext *context)
{
  gboolean by_word = self->span && self->span->text[0] == 'Y' && self->span->number == 1 && self->shift
                     && self->shift->class != WORD_RUN;

  if (self->year || !by_word || context->now.precision == PRECISION_NONE)
    return self->year;
  return context->now.year + (gint) self->shift->number;
}

/* "20th century", "third quarter of 2022", "first half of 2023", "Q3 2024" */
static gboolean
resolve_ordinal (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  gint months = self->half ? 6 : self->months_of_quarter ? self->months_of_quarter : 3;
  gint nth = self->quarter ? self->quarter : self->ordinal;
  gint year = year_of (self, context);

  if (self->span && self->span->text[0] == 'Y' && self->span->number == 100)
    return !self->year && nth <= 21 && set_part_of_years (value, 100 * (nth - 1) + 1, 100, self->edge);
  if (!self->half && !self->quarter && !(self->span && self->span->text[0] == 'M' && self->span->number == 3))
    return FALSE;
  if (!year && context->now.precision >= PRECISION_MONTH)
    year = context->now.year - (nth * months - months + 1 > context->now.month && context->tense != TENSE_FUTURE);
  return year && nth * months <= 12 && set_months (value, year, (nth - 1) * months + 1, nth * months);
}

static gboolean
set_season (TimeValue *value, gint year, gint month)
{
  return set_months (value, year, month, month + 2);
}

/* A winter is of the year in which it begins. "Last summer" is the last one that is over, "next summer" the first that
 * has not begun */
static gboolean
resolve_season (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  gint year = year_of (self, context), now = context->now.month;

  if (year)
    return set_season (value, year, self->season);
  if (context->now.precision < PRECISION_MONTH)
    return FALSE;
  year = context->now.year;
  if (self->season == 12 && now <= 2)
    year--, now += 12; /* this winter began last year */
  if (self->shift && self->shift->number < 0)
    year -= now <= self->season + 2;
  else if (self->shift && self->shift->number > 0)
    year += now >= self->season;
  else if (!self->shift && context->tense == TENSE_FUTURE)
    year += now > self->season + 2;
  else if (!self->shift)
    year -= now < self->season;
  return set_season (value, year, self->season);
}

/* "last March" is strictly before this month, "next March" after it */
static gint
year_of_shifted_month (const TimeFields *self, const TimeContext *context)
{
  const TimePoint *now = &context->now;

  if (now->precision < PRECISION_MONTH)
    return 0;
  if (self->shift->number < 0)
    return now->year - (self->month >= now->month);
  return now->year + (self->shift->number > 0 && self->month <= now->month);
}

static void
add_clock (const TimeFields *self, TimePoint *point)
{
  point->hour = self->clock.hour;
  point->minute = self->clock.minute;
  point->second = self->clock.second;
  point->zone = self->clock.zone;
}

static gboolean
resolve_month (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  gint year = year_of (self, context);

  if (!year && !self->span)
    year = self->shift ? year_of_shifted_month (self, context) : tag_year_of_month (self->month, self->day, context);
  if (!year)
    return FALSE;
  value->kind = TIME_POINT;
  if (!self->day)
    {
      value->first = tag_point_of_month (year, self->month);
      if (self->edge >= 0)
        tag_fields_narrow (&value->first, 1, self->edge, value);
      return TRUE;
    }
  value->first = tag_point_of_day (year, self->month, self->day);
  add_clock (self, &value->first);
  return tag_day_exists (year, self->month, self->day);
}

static gboolean
resolve_year (const TimeFields *self, TimeValue *value)
{
  value->kind = TIME_POINT;
  value->first = tag_point_of_year (self->year);
  if (self->edge >= 0)
    tag_fields_narrow (&value->first, 12, self->edge, value);
  return !self->weekday && !self->shift && !self->span && !self->day;
}

static gboolean
resolve_clock (const TimeFields *self, TimeValue *value)
{
  value->kind = TIME_POINT;
  value->first = self->clock;
  return self->edge < 0;
}

gboolean
tag_fields_resolve (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  if (self->decade)
    return resolve_decade (self, value);
  if (self->quarter || (self->ordinal && (self->span || self->half)))
    return resolve_ordinal (self, context, value);
  if (self->season)
    return resolve_season (self, context, value);
  if (self->month)
    return resolve_month (self, context, value);
  if (self->year)
    return resolve_year (self, value);
  if (self->clock.hour >= 0 && !self->weekday && !self->dayword)
    return resolve_clock (self, value);
  if (!tag_fields_resolve_relative (self, context, value))
    return FALSE;
  if (self->clock.hour >= 0 && value->kind == TIME_POINT && value->first.precision == PRECISION_DAY)
    add_clock (self, &value->first);
  return TRUE;
}
