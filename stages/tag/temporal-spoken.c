/* Times of day as they are said: "half past nine", "a quarter to six", "ten to eight p.m.", "nine o'clock". */
#include "stages/tag/temporal.h"

/* What values.txt gives the parts of a day that are after noon */
#define PART_AFTER_NOON -2

/* A quarter of a year is the only span of three months */
static gboolean
is_quarter (const Lexemes *lexemes, guint i)
{
  const ValueWord *span = tag_lexeme_is (lexemes, i, WORD_SPAN);

  return span && span->text[0] == 'M' && span->number == 3;
}

/* In words: "10 to 8" is a range */
static gboolean
read_minutes (const Lexemes *lexemes, guint *i, gdouble *minutes)
{
  *i += tag_lexeme_is (lexemes, *i, WORD_ARTICLE) != NULL;
  if (!is_quarter (lexemes, *i) && !tag_lexeme_is (lexemes, *i, WORD_HALF))
    return *i < lexemes->n && lexemes->lexemes[*i].kind == LEXEME_WORD && tag_read_number (lexemes, i, FALSE, minutes);
  *minutes = is_quarter (lexemes, *i) ? 15 : 30;
  ++*i;
  return TRUE;
}

static gboolean
read_hour (const Lexemes *lexemes, guint *i, gdouble *hour)
{
  const ValueWord *part = tag_lexeme_is (lexemes, *i, WORD_PART);

  if (!part)
    return *i < lexemes->n && tag_read_number (lexemes, i, FALSE, hour) && *hour >= 1 && *hour <= 12;
  *hour = part->number;
  ++*i;
  return *hour >= 0; /* noon and midnight have one */
}

static gboolean
skip_oclock (const Lexemes *lexemes, guint *i)
{
  const ValueWord *clock = tag_lexeme_is (lexemes, *i + 2, WORD_OCLOCK);

  *i += clock ? 3 : 0;
  return clock != NULL;
}

static void
add_meridiem (const Lexemes *lexemes, guint *i, gdouble *hour)
{
  const ValueWord *meridiem = tag_lexeme_is (lexemes, *i, WORD_MERIDIEM);

  if (!meridiem)
    return;
  *hour = (gint) *hour % 12 + meridiem->number;
  *i += 1 + tag_lexeme_is_sign (lexemes, *i + 1, '.');
}

/* "in the evening", "at night": after noon, but for the first hours of the night */
static void
add_part (const Lexemes *lexemes, guint *i, gdouble *hour)
{
  const ValueWord *part;
  guint j = *i;

  while (tag_lexeme_is (lexemes, j, WORD_FILLER))
    j++;
  part = tag_lexeme_is (lexemes, j, WORD_PART);
  if (j == *i || !part)
    return;
  if (part->number == PART_AFTER_NOON && *hour < 12 && *hour > 3)
    *hour += 12;
  *i = j + 1;
}

/* "12 noon", "nine o'clock" */
static gboolean
read_full_hour (const Lexemes *lexemes, guint *i, gdouble *hour)
{
  if (lexemes->n == 2 && lexemes->lexemes[0].number == 12 && tag_lexeme_is (lexemes, 1, WORD_PART))
    {
      *i = 1;
      return read_hour (lexemes, i, hour);
    }
  return read_hour (lexemes, i, hour) && skip_oclock (lexemes, i);
}

/* "half past nine", "ten to eight": as minutes past the hour */
static gboolean
read_minutes_and_hour (const Lexemes *lexemes, guint *i, gdouble *minutes, gdouble *hour)
{
  const ValueWord *toward = read_minutes (lexemes, i, minutes) ? tag_lexeme_is (lexemes, (*i)++, WORD_TOWARD) : NULL;

  if (!toward || !read_hour (lexemes, i, hour) || *minutes >= 60)
    return FALSE;
  if (toward->number > 0)
    return TRUE;
  *minutes = 60 - *minutes;
  *hour = *hour == 1 ? 12 : *hour == 0 ? 23 : *hour - 1;
  return TRUE;
}

gboolean
tag_spoken_clock_read (TimeFields *fields, const Lexemes *lexemes)
{
  static const TimeFields empty = { .edge = -1, .count = -1, .clock = NO_TIME };
  gdouble minutes = -1, hour;
  guint i = 0;

  if (!read_full_hour (lexemes, &i, &hour))
    {
      i = 0;
      if (!read_minutes_and_hour (lexemes, &i, &minutes, &hour))
        return FALSE;
    }
  add_meridiem (lexemes, &i, &hour);
  add_part (lexemes, &i, &hour);
  *fields = empty;
  fields->clock.hour = hour;
  fields->clock.minute = minutes;
  return i == lexemes->n;
}
