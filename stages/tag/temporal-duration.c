/* Durations of several parts: "six years and four months", "1 hour, 20 minutes". */
#include <string.h>

#include "stages/tag/temporal.h"

/* The longer ones first; T are minutes */
static const gchar order[] = "YMWDHTS";

/* ISO 8601 has weeks by themselves only */
static void
turn_into_days (TimePart *part)
{
  if (part->span != 'W')
    return;
  part->count *= 7;
  part->span = 'D';
}

/* What parts them: a comma, "and", or nothing */
static guint
skip_between (const Lexemes *lexemes, guint i)
{
  i += i < lexemes->n && tag_lexeme_is_sign (lexemes, i, ',');
  return i + (i < lexemes->n && tag_lexeme_is (lexemes, i, WORD_AND) != NULL);
}

/* "four months" at *i, of a span that is shorter than the one before */
static gboolean
read_part (const Lexemes *lexemes, guint *i, gchar longer, TimePart *part)
{
  const ValueWord *span;

  if (*i >= lexemes->n || !tag_read_number (lexemes, i, FALSE, &part->count) || *i >= lexemes->n)
    return FALSE;
  span = tag_lexeme_is (lexemes, *i, WORD_SPAN);
  if (!span || (longer && strchr (order, span->text[0]) <= strchr (order, longer)))
    return FALSE;
  part->count *= span->number;
  part->span = span->text[0];
  ++*i;
  return TRUE;
}

/* "three to five weeks", "two or three days": the span is that of both */
static gboolean
read_range (TimeValue *value, const Lexemes *lexemes)
{
  guint i = 0, joint;

  if (!lexemes->n || !tag_read_number (lexemes, &i, FALSE, &value->parts[0].count) || i >= lexemes->n)
    return FALSE;
  joint = i++;
  if (!tag_lexeme_is (lexemes, joint, WORD_JOINT) || !read_part (lexemes, &i, 0, &value->parts[1]) || i < lexemes->n)
    return FALSE;
  value->parts[0].count *= tag_lexeme_is (lexemes, i - 1, WORD_SPAN)->number;
  value->parts[0].span = value->parts[1].span;
  value->kind = tag_lexeme_is (lexemes, joint, WORD_JOINT)->number > 0 ? TIME_DURATION_EITHER : TIME_DURATION_RANGE;
  return value->parts[0].count < value->parts[1].count;
}

/* "an hour and a half" */
static gboolean
read_and_half (TimeValue *value, const Lexemes *lexemes)
{
  const ValueWord *span = tag_lexeme_is (lexemes, 1, WORD_SPAN);

  if (lexemes->n != 5 || !span || !tag_lexeme_is (lexemes, 0, WORD_ARTICLE) || !tag_lexeme_is (lexemes, 2, WORD_AND)
      || !tag_lexeme_is (lexemes, 3, WORD_ARTICLE) || !tag_lexeme_is (lexemes, 4, WORD_HALF))
    return FALSE;
  value->kind = TIME_DURATION;
  value->count = 1.5 * span->number;
  value->span = span->text[0];
  return TRUE;
}

gboolean
tag_duration_read (TimeValue *value, const Lexemes *lexemes)
{
  TimePart parts[TIME_MAX_PARTS];
  guint n = 0, i = 0;

  while (n < TIME_MAX_PARTS && i < lexemes->n && read_part (lexemes, &i, n ? parts[n - 1].span : 0, &parts[n]))
    {
      n++;
      i = skip_between (lexemes, i);
    }
  if (n < 2 || i < lexemes->n)
    return read_and_half (value, lexemes) || read_range (value, lexemes);
  value->kind = TIME_DURATION;
  value->n_parts = n;
  memcpy (value->parts, parts, sizeof parts);
  for (guint p = 0; p < n; p++)
    turn_into_days (&value->parts[p]);
  return TRUE;
}
