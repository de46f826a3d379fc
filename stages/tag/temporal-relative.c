/* Times that are counted from another: the document's date, or the date that the text has given last. */
#include <string.h>

#include "stages/tag/temporal.h"

/* So many days ahead of the document's date a day of this year is rather that than one of the year before */
#define SOON 31

static gboolean
set_point (TimeValue *value, const TimePoint *point)
{
  value->kind = TIME_POINT;
  value->first = *point;
  return point->precision != PRECISION_NONE;
}

/* A word's span in steps of D, W, M or Y; hours only by whole days */
static gboolean
move_by (TimePoint *point, const ValueWord *span, gdouble count)
{
  gint n = count * span->number;

  if (span->text[0] == 'H' && n % 24 == 0)
    return tag_point_move (point, 'D', n / 24);
  return strchr ("DWMY", span->text[0]) && n == count * span->number && ABS (n) < 40000
         && tag_point_move (point, span->text[0], n);
}

/* "the previous", "the same", "three days later" are counted from what the text spoke of last */
static const TimePoint *
reference (const TimeContext *context)
{
  return context->focus.precision != PRECISION_NONE ? &context->focus : &context->now;
}

/* "early" of a decade or of a century that was named by counting is left as it is */
static gboolean
narrow_point (const TimeFields *self, TimeValue *value)
{
  if (self->edge >= 0 && value->first.precision == PRECISION_YEAR)
    tag_fields_narrow (&value->first, 12, self->edge, value);
  else if (self->edge >= 0 && value->first.precision == PRECISION_MONTH)
    tag_fields_narrow (&value->first, 1, self->edge, value);
  return TRUE;
}

/* "last quarter", "next decade": the one of the calendar */
static gboolean
resolve_long_span (const TimePoint *from, const ValueWord *span, gint shift, TimeValue *value)
{
  gint n = span->number;

  if (from->precision == PRECISION_NONE || (span->text[0] == 'M' && from->precision == PRECISION_YEAR))
    return FALSE;
  value->kind = TIME_INTERVAL;
  if (span->text[0] == 'M')
    {
      gint first = (from->month - 1) / n * n + 1 + shift * n;

      value->first = tag_point_of_month (from->year, first);
      value->last = tag_point_of_month (from->year, first + n - 1);
      return TRUE;
    }
  value->first = tag_point_of_year (from->year / n * n + shift * n + (n == 100));
  value->last = tag_point_of_year (value->first.year + n - 1);
  return value->first.year > 0 && value->last.year < 10000;
}

/* "last year", "this week", "the following month", "early next year", "earlier this week" */
static gboolean
resolve_shifted_span (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  const ValueWord *shift = self->shift ? self->shift : self->ago;
  const TimePoint *from = self->shift && self->shift->class == WORD_TURN ? reference (context) : &context->now;
  TimePoint point = *from;
  gint n = self->shift && shift->class != WORD_RUN ? shift->number : 0;

  if (self->span->number != 1 && strchr ("MY", self->span->text[0]))
    return resolve_long_span (from, self->span, n, value);
  return move_by (&point, self->span, n) && set_point (value, &point) && narrow_point (self, value);
}

/* "the last three years", "the next two weeks", "the past month" */
static gboolean
resolve_run (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  value->count = MAX (self->count, 1) * self->span->number;
  value->span = self->span->text[0];
  value->kind = TIME_DURATION;
  if (context->now.precision != PRECISION_DAY || self->shift->number == 0)
    return self->count > 0;
  value->kind = self->shift->number < 0 ? TIME_DURATION_BEFORE : TIME_DURATION_AFTER;
  value->first = value->last = context->now;
  return TRUE;
}

/* "three days ago", "a year ago", "two weeks later" */
static gboolean
resolve_ago (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  TimePoint point = self->ago->class == WORD_AGO ? context->now : context->focus;
  gdouble count = self->count < 0 ? 1 : self->count;

  return move_by (&point, self->span, count * self->ago->number) && set_point (value, &point);
}

/* "14 days", "a century"; "in two weeks" of what is to come */
static gboolean
resolve_count (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  TimePoint point = context->now;
  gdouble count = self->count < 0 ? 1 : self->count;

  if (context->ahead && context->tense == TENSE_FUTURE)
    return move_by (&point, self->span, count) && set_point (value, &point);
  value->kind = TIME_DURATION;
  value->count = count * self->span->number;
  value->span = self->span->text[0];
  return count > 0;
}

static gboolean
resolve_span (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  if (self->shift && (self->count >= 0 || (self->shift->class == WORD_RUN && self->shift->number < 0)))
    return self->shift->class != WORD_TURN && resolve_run (self, context, value);
  if (self->ago && !self->shift)
    return resolve_ago (self, context, value);
  if (self->count >= 0 || (self->article && !self->shift && !self->ago))
    return resolve_count (self, context, value);
  if (self->shift || (self->ago && self->shift))
    return resolve_shifted_span (self, context, value);
  return FALSE;
}

/* The weekday on or before the day, on or after it, or strictly so */
static gboolean
resolve_weekday (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  TimePoint point = context->now;
  gboolean future = context->tense == TENSE_FUTURE;
  gint days, strict = 0;

  if (point.precision != PRECISION_DAY)
    return FALSE;
  if (self->shift)
    {
      future = self->shift->number > 0 || (self->shift->number == 0 && context->tense != TENSE_PAST);
      strict = self->shift->number != 0;
    }
  days = future ? (self->weekday - tag_weekday_of (&point) - strict + 7) % 7 + strict
                : -((tag_weekday_of (&point) - self->weekday - strict + 7) % 7 + strict);
  return tag_point_move (&point, 'D', days) && set_point (value, &point);
}

static gint
days_between (const TimePoint *a, const TimePoint *b)
{
  return 365 * (b->year - a->year) + 30 * (b->month - a->month) + b->day - a->day;
}

/* The year of a month, or of a day of it (0 for none), that the text does not give: that of what was last, or of what
 * comes next where the text speaks of the future; 0 where the document's date is not known */
gint
tag_year_of_month (gint month, gint day, const TimeContext *context)
{
  const TimePoint *now = &context->now;
  TimePoint point = tag_point_of_day (now->year, month, day ? day : MIN (now->day, 28));

  if (now->precision < PRECISION_MONTH)
    return 0;
  if (context->tense == TENSE_FUTURE)
    return now->year + (tag_point_compare (&point, now) < 0 && (day || month != now->month));
  if (month == now->month && (!day || now->precision == PRECISION_MONTH))
    return now->year;
  if (context->tense == TENSE_UNKNOWN && day)
    {
      gint ahead = days_between (now, &point);

      if (ahead <= SOON - 365)
        return now->year + 1;
      if (ahead > 0 && ahead <= SOON)
        return now->year;
    }
  return now->year - (tag_point_compare (&point, now) > 0);
}

/* "yesterday", "last night", "this morning", "the same weekend" */
static gboolean
resolve_day (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  const ValueWord *word = self->dayword ? self->dayword : self->shift;
  TimePoint point = word->class == WORD_TURN ? *reference (context) : context->now;

  if (point.precision != PRECISION_DAY || !tag_point_move (&point, 'D', word->number))
    return FALSE;
  if (self->clock.hour >= 0)
    {
      point.hour = self->clock.hour;
      point.minute = self->clock.minute;
      point.second = self->clock.second;
      point.zone = self->clock.zone;
    }
  return set_point (value, &point);
}

/* "the day after tomorrow", "the day before yesterday" */
static gboolean
resolve_day_beside (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  TimePoint point = context->now;

  return point.precision == PRECISION_DAY && tag_point_move (&point, 'D', self->dayword->number + self->shift->number)
         && set_point (value, &point);
}

static gboolean
resolve_weekend (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  TimePoint point = self->shift->class == WORD_TURN ? *reference (context) : context->now;

  if (point.precision != PRECISION_DAY || !tag_point_move (&point, 'W', self->shift->number))
    return FALSE;
  point.precision = PRECISION_DAY;
  value->kind = TIME_INTERVAL;
  value->first = value->last = point;
  return tag_point_move (&value->first, 'D', 5) && tag_point_move (&value->last, 'D', 6);
}

gboolean
tag_fields_resolve_relative (const TimeFields *self, const TimeContext *context, TimeValue *value)
{
  if (self->dayword && self->shift && self->span)
    return self->shift->class == WORD_TURN && resolve_day_beside (self, context, value);
  if (self->span)
    return resolve_span (self, context, value);
  if (self->weekend)
    return self->shift && resolve_weekend (self, context, value);
  if (self->weekday)
    return resolve_weekday (self, context, value);
  if (self->dayword || (self->shift && self->part))
    return resolve_day (self, context, value);
  return FALSE;
}
