/* Collects what the words of a time say, without an order: a month, a year, a weekday, how many weeks, last or next. */
#include <string.h>

#include "stages/tag/temporal.h"

#define EARLIEST_YEAR 1000
#define LATEST_YEAR 2199

typedef struct
{
  const Lexemes *lexemes;
  guint at;
  guint end;
} Reader;

static const ValueWord *
next_is (const Reader *reader, guint ahead, WordClass class)
{
  return reader->at + ahead < reader->end ? tag_lexeme_is (reader->lexemes, reader->at + ahead, class) : NULL;
}

static const Lexeme *
number_at (const Reader *reader, guint ahead)
{
  const Lexeme *lexeme = reader->lexemes->lexemes + reader->at + ahead;

  return reader->at + ahead < reader->end && lexeme->kind == LEXEME_NUMBER ? lexeme : NULL;
}

static gboolean
sign_at (const Reader *reader, guint ahead, gchar sign)
{
  return reader->at + ahead < reader->end && tag_lexeme_is_sign (reader->lexemes, reader->at + ahead, sign);
}

static void
read_minutes (Reader *reader, TimePoint *clock)
{
  const Lexeme *minutes = sign_at (reader, 0, ':') ? number_at (reader, 1) : NULL;

  if (!minutes || minutes->digits != 2)
    return;
  clock->minute = minutes->number;
  reader->at += 2;
  if (sign_at (reader, 0, ':') && number_at (reader, 1))
    {
      clock->second = number_at (reader, 1)->number;
      reader->at += 2;
    }
}

static gboolean
read_meridiem (Reader *reader, TimePoint *clock)
{
  const ValueWord *meridiem = next_is (reader, 0, WORD_MERIDIEM);

  if (!meridiem)
    return TRUE;
  if (clock->hour < 1 || clock->hour > 12)
    return FALSE;
  clock->hour = clock->hour % 12 + (gint) meridiem->number;
  reader->at++;
  if (sign_at (reader, 0, '.'))
    reader->at++;
  return TRUE;
}

/* An offset behind the zone's name is not the name's own: then only the hours count, as the text gives them */
static void
read_zone (Reader *reader, TimePoint *clock)
{
  const ValueWord *zone = next_is (reader, 0, WORD_ZONE);

  if (!zone)
    return;
  clock->zone = zone->text;
  reader->at++;
  if ((sign_at (reader, 0, '+') || sign_at (reader, 0, '-')) && number_at (reader, 1))
    {
      reader->at += 2;
      clock->zone = "";
    }
}

static gboolean
is_clock (const TimePoint *clock)
{
  return clock->hour >= 0 && clock->hour <= 24 && clock->minute < 60 && clock->second < 60;
}

static gboolean
finish_clock (Reader *reader, TimePoint *clock)
{
  if (!read_meridiem (reader, clock))
    return FALSE;
  read_zone (reader, clock);
  return is_clock (clock);
}

/* "0530Z" */
static gboolean
is_four_digit_clock (const Reader *reader, const Lexeme *number)
{
  return number->digits == 4 && number->length == 4 && next_is (reader, 1, WORD_ZONE);
}

/* "14:30", "14:30:05", "5 p.m.", "10.30 a.m.": whether one was there is said by @found; FALSE for one that cannot be */
static gboolean
read_clock (Reader *reader, TimeFields *fields, gboolean *found)
{
  const Lexeme *number = number_at (reader, 0);
  gboolean has_point = number->length == number->digits + 3;

  *found = TRUE;
  if (is_four_digit_clock (reader, number))
    {
      fields->clock.hour = (gint) number->number / 100;
      fields->clock.minute = (gint) number->number % 100;
      reader->at++;
    }
  else if (sign_at (reader, 1, ':') || next_is (reader, 1, WORD_MERIDIEM)
           || (has_point && fields->clock.hour < 0 && number->digits <= 2 && !next_is (reader, 1, WORD_SPAN)))
    {
      fields->clock.hour = (gint) number->number;
      if (has_point)
        fields->clock.minute = (gint) (number->number * 100 + 0.5) % 100;
      reader->at++;
      read_minutes (reader, &fields->clock);
    }
  else
    {
      *found = FALSE;
      return TRUE;
    }
  return finish_clock (reader, &fields->clock);
}

/* "3rd", "1990s", "2024", "3" */
static gboolean
read_plain_number (Reader *reader, TimeFields *fields)
{
  const Lexeme *number = number_at (reader, 0);
  gint value = number->number;

  reader->at++;
  if (number->length != number->digits)
    return FALSE;
  if (next_is (reader, 0, WORD_ORDINAL_END) && !reader->lexemes->lexemes[reader->at].spaced)
    {
      reader->at++;
      fields->ordinal = value;
      return TRUE;
    }
  if (number->digits == 4 && value >= EARLIEST_YEAR && value <= LATEST_YEAR && !fields->year)
    {
      fields->year = value;
      fields->decade = next_is (reader, 0, WORD_DECADE_END) != NULL;
      reader->at += fields->decade;
      return TRUE;
    }
  if (value < 1 || (value > 31 && number->digits != 2) || fields->day)
    return FALSE; /* "88" may be a year: "1987-88" */
  fields->day = value;
  return TRUE;
}

/* "three weeks", "two and a half years", "14-day", "half an hour" */
static gboolean
read_count (Reader *reader, TimeFields *fields)
{
  guint i = reader->at;
  gdouble count;

  if (!tag_read_number (reader->lexemes, &i, FALSE, &count) || i > reader->end)
    return FALSE;
  while (i < reader->end
         && (tag_lexeme_is_sign (reader->lexemes, i, '-') || tag_lexeme_is (reader->lexemes, i, WORD_FILLER)))
    i++;
  if (i >= reader->end || !tag_lexeme_is (reader->lexemes, i, WORD_SPAN))
    return FALSE;
  fields->count = count;
  reader->at = i;
  return TRUE;
}

static gboolean
read_quarter (Reader *reader, TimeFields *fields)
{
  const ValueWord *sign = next_is (reader, 0, WORD_QUARTER_SIGN);
  const Lexeme *number = sign ? number_at (reader, 1) : NULL;

  if (!number)
    return FALSE;
  fields->quarter = number->number;
  fields->months_of_quarter = sign->number;
  reader->at += 2;
  return fields->quarter >= 1 && fields->quarter <= 12 / fields->months_of_quarter;
}

static gboolean
set_once (gint *field, const ValueWord *word)
{
  if (*field > 0)
    return FALSE;
  *field = word->number;
  return TRUE;
}

static gboolean
set_part (TimeFields *fields, const ValueWord *word)
{
  fields->part = word->number < 0;
  if (word->number >= 0)
    fields->clock.hour = word->number;
  return TRUE;
}

static gboolean
set_word (const ValueWord **field, const ValueWord *word)
{
  if (*field)
    return FALSE;
  *field = word;
  return TRUE;
}

static gboolean
take_sense (TimeFields *fields, const ValueWord *word)
{
  switch (word->class)
    {
    case WORD_MONTH:
      return set_once (&fields->month, word);
    case WORD_WEEKDAY:
      return set_once (&fields->weekday, word);
    case WORD_SEASON:
      return set_once (&fields->season, word);
    case WORD_ORDINAL:
      return set_once (&fields->ordinal, word);
    case WORD_EDGE:
      fields->edge = word->number;
      return TRUE;
    case WORD_PART:
      return set_part (fields, word);
    case WORD_SPAN:
      return set_word (&fields->span, word);
    case WORD_SHIFT:
    case WORD_RUN:
    case WORD_TURN:
      return set_word (&fields->shift, word);
    case WORD_AGO:
    case WORD_EARLIER:
      return set_word (&fields->ago, word);
    case WORD_DAY:
      return set_word (&fields->dayword, word);
    case WORD_WEEKEND:
      return fields->weekend = TRUE;
    case WORD_HALF:
      return fields->half = TRUE;
    case WORD_ZONE:
      fields->clock.zone = word->text;
      return TRUE;
    case WORD_ARTICLE:
      return fields->article = TRUE;
    case WORD_FILLER:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Of the senses of a word the first that fits; "second" is an ordinal before a span, "night" a part of a named day */
static gboolean
read_word (Reader *reader, TimeFields *fields)
{
  const ValueWord *word = reader->lexemes->lexemes[reader->at].words;
  const ValueWord *part = next_is (reader, 0, WORD_PART), *ordinal = next_is (reader, 0, WORD_ORDINAL);

  if (part && fields->count < 0)
    word = part;
  else if (ordinal && fields->count < 0)
    word = ordinal;
  reader->at++;
  for (; word; word = word->next)
    if (word->class != WORD_NUMBER && take_sense (fields, word))
      return TRUE;
  return FALSE;
}

/* "twenty-first" */
static gboolean
read_compound_ordinal (Reader *reader, TimeFields *fields)
{
  const ValueWord *tens = next_is (reader, 0, WORD_NUMBER), *ones = next_is (reader, 2, WORD_ORDINAL);

  if (!tens || !ones || !sign_at (reader, 1, '-') || tens->number < 20 || ones->number > 9)
    return FALSE;
  fields->ordinal = tens->number + ones->number;
  reader->at += 3;
  return TRUE;
}

static gboolean
read_next (Reader *reader, TimeFields *fields)
{
  gboolean found = FALSE;

  if (fields->count < 0 && !fields->span && (read_compound_ordinal (reader, fields) || read_count (reader, fields)))
    return TRUE;
  if (next_is (reader, 0, WORD_QUARTER_SIGN) && number_at (reader, 1))
    return read_quarter (reader, fields);
  if (!number_at (reader, 0))
    return sign_at (reader, 0, '-') ? reader->at++, TRUE : read_word (reader, fields);
  if (!read_clock (reader, fields, &found))
    return FALSE;
  return found || read_plain_number (reader, fields);
}

/* FALSE where there is something that no time is made of */
gboolean
tag_fields_collect (TimeFields *self, const Lexemes *lexemes, guint first, guint end)
{
  Reader reader = { lexemes, first, end };
  TimeFields empty = { .edge = -1, .count = -1, .clock = NO_TIME };

  *self = empty;
  while (reader.at < end)
    if (!read_next (&reader, self))
      return FALSE;
  if (self->ordinal && self->month && !self->day && !self->span)
    {
      self->day = self->ordinal;
      self->ordinal = 0;
    }
  return TRUE;
}
