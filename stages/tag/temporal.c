/* A time as the text writes it to ISO 8601: one point, or the two ends of a range, which share what one of them leaves
 * out ("3 to 5 May", "2010–12"). */
#include <string.h>

#include "stages/tag/temporal.h"

/* A joint parts two times; a hyphen does so only between what could be two: not in "mid-March", "two-year" */
static gboolean
is_joint (const Lexemes *lexemes, guint i)
{
  if (i == 0 || i + 1 >= lexemes->n || !tag_lexeme_is (lexemes, i, WORD_JOINT))
    return FALSE;
  if (lexemes->lexemes[i].kind == LEXEME_WORD && tag_lexeme_is (lexemes, i, WORD_AND))
    return !tag_lexeme_is (lexemes, i + 1, WORD_ARTICLE) && !tag_lexeme_is (lexemes, i + 1, WORD_NUMBER);
  if (lexemes->lexemes[i].kind == LEXEME_WORD)
    return TRUE;
  return !tag_lexeme_is (lexemes, i - 1, WORD_EDGE) && !tag_lexeme_is (lexemes, i - 1, WORD_NUMBER)
         && !tag_lexeme_is (lexemes, i + 1, WORD_SPAN);
}

static guint
find_joint (const Lexemes *lexemes)
{
  for (guint i = 1; i + 1 < lexemes->n; i++)
    if (is_joint (lexemes, i))
      return i;
  return lexemes->n;
}

/* "3 to 5 May": the first end lacks the month; "May to July 2023", "March 4-6, 2024" the year */
static void
share (TimeFields *first, TimeFields *last)
{
  if (!first->month && first->day && last->month)
    first->month = last->month;
  if (!last->month && last->day && first->month)
    last->month = first->month;
  if (!first->year && last->year && (first->month || first->season || first->edge >= 0 || first->quarter))
    {
      first->year = last->year;
      if (first->month > last->month && last->month)
        first->year--; /* "December to February 2022" */
    }
}

/* "2010–12" */
static void
complete_year (const TimeFields *first, TimeFields *last)
{
  if (first->year && !first->month && last->day && !last->month && !last->year)
    {
      last->year = first->year / 100 * 100 + last->day;
      last->day = 0;
    }
}

static const TimePoint *
end_of (const TimeValue *value)
{
  return value->kind == TIME_INTERVAL ? &value->last : &value->first;
}

static gboolean
is_point (const TimeValue *value)
{
  return value->kind == TIME_POINT && value->first.precision != PRECISION_NONE;
}

/* "14 and 15 March" */
static gboolean
join_both (const TimeValue *first, const TimeValue *last, TimeValue *value)
{
  value->kind = TIME_ALL_OF;
  value->first = first->first;
  value->last = last->first;
  return is_point (first) && is_point (last);
}

/* "1 or 2 July", but not "late 2023 or early 2024" */
static gboolean
is_either (const Lexemes *lexemes, guint joint, const TimeValue *first, const TimeValue *last)
{
  return tag_lexeme_is (lexemes, joint, WORD_JOINT)->number > 0 && is_point (first) && is_point (last)
         && first->first.precision == PRECISION_DAY && last->first.precision == PRECISION_DAY;
}

static gboolean
join (const TimeValue *first, const TimeValue *last, TimeValue *value)
{
  if ((first->kind != TIME_POINT && first->kind != TIME_INTERVAL)
      || (last->kind != TIME_POINT && last->kind != TIME_INTERVAL))
    return FALSE;
  value->kind = TIME_INTERVAL;
  value->first = first->first;
  value->last = *end_of (last);
  if (value->first.precision == PRECISION_NONE || value->last.precision == PRECISION_NONE)
    return value->first.precision == value->last.precision;
  return tag_point_compare (&value->first, &value->last) <= 0;
}

static gboolean
has_meridiem (const Lexemes *lexemes, guint end)
{
  for (guint i = 0; i < end; i++)
    if (tag_lexeme_is (lexemes, i, WORD_MERIDIEM))
      return TRUE;
  return FALSE;
}

/* "5 to 6 p.m.": the first is an hour of the same half of the day, unless it would be the later one */
static void
share_meridiem (const Lexemes *lexemes, guint joint, TimeFields *first, const TimeFields *last)
{
  if (!has_meridiem (lexemes, lexemes->n) || has_meridiem (lexemes, joint))
    return;
  if (first->clock.hour < 0 && first->day && !first->month)
    {
      first->clock.hour = first->day;
      first->day = 0;
    }
  if (first->clock.hour >= 0 && first->clock.hour < 12 && first->clock.hour + 12 <= last->clock.hour)
    first->clock.hour += 12;
}

/* The last end is counted from the first: "Monday to Friday", "December to February" */
static gboolean
read_range (TimeValue *value, const Lexemes *lexemes, guint joint, const TimeContext *context)
{
  TimeFields fields[2];
  TimeValue first = { 0 }, last = { 0 };
  TimeContext after = *context;

  if (!tag_fields_collect (&fields[0], lexemes, 0, joint)
      || !tag_fields_collect (&fields[1], lexemes, joint + 1, lexemes->n))
    return FALSE;
  share (&fields[0], &fields[1]);
  complete_year (&fields[0], &fields[1]);
  share_meridiem (lexemes, joint, &fields[0], &fields[1]);
  if (fields[0].clock.hour >= 0 && fields[1].clock.hour < 0)
    return FALSE;
  if (!tag_fields_resolve (&fields[0], context, &first))
    return FALSE;
  if (!fields[1].year && first.first.precision != PRECISION_NONE && !fields[1].span)
    {
      after.now = first.first;
      after.tense = TENSE_FUTURE;
    }
  if (!tag_fields_resolve (&fields[1], &after, &last))
    return FALSE;
  if (tag_lexeme_is (lexemes, joint, WORD_AND) && !context->between)
    return join_both (&first, &last, value);
  if (!join (&first, &last, value))
    return FALSE;
  if (is_either (lexemes, joint, &first, &last))
    value->kind = TIME_ONE_OF;
  return TRUE;
}

/* The number before "hours", or NULL */
static const Lexeme *
find_hours (const Lexemes *lexemes)
{
  for (guint i = 1; i < lexemes->n; i++)
    if (tag_lexeme_is (lexemes, i, WORD_SPAN) && lexemes->lexemes[i - 1].kind == LEXEME_NUMBER)
      return &lexemes->lexemes[i - 1];
  return NULL;
}

/* "0530 hours" and "at 1430 hours" are clock times, "1430 hours" is a duration */
static void
take_hours (TimeFields *fields, const Lexemes *lexemes, const TimeContext *context)
{
  const Lexeme *number = find_hours (lexemes);
  gint count = fields->count;

  if (!number || !fields->span || fields->span->text[0] != 'H' || number->digits != 4 || number->length != 4
      || (number->start[0] != '0' && !context->at && !fields->day) || count >= 2400 || count % 100 >= 60)
    return;
  fields->clock.hour = count / 100;
  fields->clock.minute = count % 100;
  fields->count = -1;
  fields->span = NULL;
}

/* "every Monday", "every six months", "each October" */
static gboolean
make_set (TimeValue *value, const TimeFields *fields)
{
  if (fields->span && value->kind == TIME_DURATION)
    value->first.precision = PRECISION_NONE;
  else if (value->kind == TIME_POINT && value->first.precision != PRECISION_NONE && !fields->year && !fields->shift
           && (fields->weekday || fields->month))
    {
      value->count = 1;
      value->span = fields->weekday ? 'W' : 'Y';
    }
  else
    return FALSE;
  value->kind = TIME_SET;
  return TRUE;
}

gboolean
tag_temporal_read (TimeValue *value, const Lexemes *lexemes, const gchar *text, gsize length,
                   const TimeContext *context)
{
  TimeFields fields;
  guint joint;

  memset (value, 0, sizeof *value);
  if (tag_numeric_date_read (value, text, length, context->order))
    return TRUE;
  memset (value, 0, sizeof *value);
  if (tag_duration_read (value, lexemes))
    return TRUE;
  if (tag_spoken_clock_read (&fields, lexemes))
    return tag_fields_resolve (&fields, context, value);
  joint = find_joint (lexemes);
  if (joint < lexemes->n)
    return read_range (value, lexemes, joint, context);
  if (!tag_fields_collect (&fields, lexemes, 0, lexemes->n))
    return FALSE;
  take_hours (&fields, lexemes, context);
  return tag_fields_resolve (&fields, context, value) && (!context->each || make_set (value, &fields));
}

/* "T" stands once, before the first of hours, minutes and seconds */
static void
print_parts (const TimePart *parts, guint n, GString *out)
{
  gboolean in_clock = FALSE;

  g_string_append_c (out, 'P');
  for (guint i = 0; i < n; i++)
    {
      gchar count[G_ASCII_DTOSTR_BUF_SIZE];

      if (!in_clock && strchr ("STH", parts[i].span))
        {
          in_clock = TRUE;
          g_string_append_c (out, 'T');
        }
      g_ascii_formatd (count, sizeof count, "%.15g", parts[i].count);
      g_string_append_printf (out, "%s%c", count, parts[i].span == 'T' ? 'M' : parts[i].span);
    }
}

static void
print_duration (const TimeValue *value, GString *out)
{
  const TimePart one = { value->count, value->span };

  print_parts (value->n_parts ? value->parts : &one, MAX (value->n_parts, 1), out);
}

static void
print_durations (const TimeValue *value, GString *out)
{
  g_string_append_c (out, '[');
  print_parts (&value->parts[0], 1, out);
  g_string_append (out, value->kind == TIME_DURATION_RANGE ? ".." : ",");
  print_parts (&value->parts[1], 1, out);
  g_string_append_c (out, ']');
}

static void
print_two (const TimeValue *value, const gchar *marks, GString *out)
{
  if (marks[0] != '/')
    g_string_append_c (out, marks[0]);
  tag_point_print (&value->first, out);
  g_string_append_c (out, marks[0] == '/' ? '/' : ',');
  tag_point_print (&value->last, out);
  if (marks[0] != '/')
    g_string_append_c (out, marks[1]);
}

static void
print_set (const TimeValue *value, GString *out)
{
  g_string_append (out, "R/");
  if (value->first.precision != PRECISION_NONE)
    {
      tag_point_print (&value->first, out);
      g_string_append_c (out, '/');
    }
  print_duration (value, out);
}

void
tag_temporal_print (const TimeValue *value, GString *out)
{
  switch (value->kind)
    {
    case TIME_INTERVAL:
      print_two (value, "/", out);
      return;
    case TIME_ONE_OF:
      print_two (value, "[]", out);
      return;
    case TIME_ALL_OF:
      print_two (value, "{}", out);
      return;
    case TIME_SET:
      print_set (value, out);
      return;
    case TIME_DURATION:
      print_duration (value, out);
      return;
    case TIME_DURATION_RANGE:
    case TIME_DURATION_EITHER:
      print_durations (value, out);
      return;
    case TIME_DURATION_BEFORE:
      print_duration (value, out);
      g_string_append_c (out, '/');
      tag_point_print (&value->last, out);
      return;
    case TIME_DURATION_AFTER:
      tag_point_print (&value->first, out);
      g_string_append_c (out, '/');
      print_duration (value, out);
      return;
    default:
      tag_point_print (&value->first, out);
    }
}
