/* Cuts the text of a value into numbers, words and signs, and reads numbers of digits and words. */
#include <string.h>

#include "stages/tag/value-words.h"

static gboolean
is_letter (guchar c)
{
  return g_ascii_isalpha (c) || c >= 0xc3; /* not the signs of U+0080 to U+00BF, nor those of U+2000 on */
}

static gsize
length_of_word (const gchar *p, const gchar *end)
{
  const gchar *start = p;

  while (p < end && is_letter (*p) && (guchar) *p != 0xe2)
    {
      p = g_utf8_next_char (p);
      if (p + 1 < end && *p == '.' && p == start + 1 + 2 * ((p - start) / 2) && g_ascii_isalpha (p[1]))
        p++; /* "p.m." */
    }
  return p - start;
}

/* "2½" */
static gdouble
read_fraction (const gchar **p, const gchar *end)
{
  static const gdouble fractions[] = { 0.25, 0.5, 0.75 }; /* of U+00BC and those behind it */
  const guchar *sign = (const guchar *) *p;

  if (end - *p < 2 || sign[0] != 0xc2 || sign[1] < 0xbc || sign[1] > 0xbe)
    return 0;
  *p += 2;
  return fractions[sign[1] - 0xbc];
}

/* "20,000", "1.5", "04"; a comma counts only before three digits */
static void
read_digits (Lexeme *lexeme, const gchar *p, const gchar *end)
{
  gdouble number = 0, place = 1;

  while (p < end)
    {
      if (g_ascii_isdigit (*p))
        {
          number = 10 * number + g_ascii_digit_value (*p);
          lexeme->digits++;
        }
      else if (*p != ',' || end - p < 4 || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]) || !g_ascii_isdigit (p[3])
               || (p + 4 < end && g_ascii_isdigit (p[4])) || p == lexeme->start)
        break;
      p++;
    }
  if (p + 1 < end && *p == '.' && g_ascii_isdigit (p[1]))
    for (p++; p < end && g_ascii_isdigit (*p); p++)
      {
        number = 10 * number + g_ascii_digit_value (*p);
        place *= 10;
      }
  lexeme->number = number / place + read_fraction (&p, end);
  lexeme->length = p - lexeme->start;
}

static void
read_lexeme (Lexeme *lexeme, const ValueWords *words, const gchar *p, const gchar *end)
{
  lexeme->start = p;
  lexeme->digits = 0;
  lexeme->words = NULL;
  if (g_ascii_isdigit (*p))
    {
      lexeme->kind = LEXEME_NUMBER;
      read_digits (lexeme, p, end);
      return;
    }
  lexeme->length = length_of_word (p, end);
  lexeme->kind = lexeme->length ? LEXEME_WORD : LEXEME_SIGN;
  if (!lexeme->length)
    lexeme->length = g_utf8_next_char (p) - p;
  lexeme->words = tag_value_words_find (words, p, lexeme->length);
}

/* FALSE for a text of too many */
gboolean
tag_lexemes_cut (Lexemes *self, const ValueWords *words, const gchar *text, gsize length)
{
  const gchar *p = text, *end = text + length;
  gboolean spaced = FALSE;

  self->words = words;
  self->n = 0;
  while (p < end)
    {
      Lexeme *lexeme = self->lexemes + self->n;

      if (g_ascii_isspace (*p) || ((guchar) p[0] == 0xc2 && (guchar) p[1] == 0xa0))
        {
          spaced = TRUE;
          p = g_utf8_next_char (p);
          continue;
        }
      if (self->n == MAX_LEXEMES)
        return FALSE;
      read_lexeme (lexeme, words, p, end);
      lexeme->spaced = spaced;
      spaced = FALSE;
      p += lexeme->length;
      self->n++;
    }
  return self->n > 0;
}

const ValueWord *
tag_lexeme_is (const Lexemes *self, guint i, WordClass class)
{
  if (i < self->n)
    for (const ValueWord *word = self->lexemes[i].words; word; word = word->next)
      if (word->class == class)
        return word;
  return NULL;
}

gboolean
tag_lexeme_is_sign (const Lexemes *self, guint i, gchar sign)
{
  return i < self->n && self->lexemes[i].kind == LEXEME_SIGN && self->lexemes[i].start[0] == sign;
}

/* --- Numbers: "20,000", "2.5 million", "two hundred and fifty", "twenty-one", "half a million", "a dozen" --- */

typedef struct
{
  gdouble total;   /* what a thousand or more has closed */
  gdouble current; /* what is still to be multiplied, or -1 */
} Sum;

static gboolean
add_small (Sum *sum, gdouble number)
{
  if (sum->current < 0)
    sum->current = number;
  else if ((number < 10 && sum->current >= 20 && (gint64) sum->current % 10 == 0)
           || (sum->current >= 100 && number < 100 && (gint64) sum->current % 100 == 0))
    sum->current += number;
  else
    return FALSE;
  return TRUE;
}

static void
multiply (Sum *sum, gdouble scale)
{
  if (sum->current < 0)
    sum->current = sum->total > 0 ? sum->total : 1;
  if (sum->total > 0 && sum->current == sum->total)
    sum->total = 0;
  sum->current *= scale;
  if (scale >= 1000)
    {
      sum->total += sum->current;
      sum->current = -1;
    }
}

/* One step; FALSE at what goes no further */
static gboolean
read_part (const Lexemes *self, guint *i, gboolean magnitudes, Sum *sum)
{
  const Lexeme *lexeme = self->lexemes + *i;
  const ValueWord *word;

  if (*i >= self->n)
    return FALSE;
  if (lexeme->kind == LEXEME_NUMBER)
    {
      if (sum->current >= 0 || sum->total > 0)
        return FALSE;
      sum->current = lexeme->number;
    }
  else if ((word = tag_lexeme_is (self, *i, WORD_NUMBER)))
    {
      if (!add_small (sum, word->number))
        return FALSE;
    }
  else if ((word = tag_lexeme_is (self, *i, WORD_SCALE))
           || (magnitudes && (sum->current >= 0) && (word = tag_lexeme_is (self, *i, WORD_MAGNITUDE))))
    multiply (sum, word->number);
  else
    return FALSE;
  ++*i;
  return TRUE;
}

/* "and" before a further part, a hyphen between tens and ones; "and a half" adds by itself */
static void
skip_link (const Lexemes *self, guint *i, Sum *sum)
{
  if (tag_lexeme_is (self, *i, WORD_AND) && tag_lexeme_is (self, *i + 1, WORD_ARTICLE)
      && tag_lexeme_is (self, *i + 2, WORD_HALF))
    {
      sum->current = MAX (sum->current, 0) + 0.5;
      *i += 3;
    }
  else if (tag_lexeme_is_sign (self, *i, '-') && tag_lexeme_is (self, *i - 1, WORD_NUMBER) == NULL && sum->current >= 0
           && tag_lexeme_is (self, *i + 1, WORD_SCALE))
    ++*i; /* "1.5-billion" */
  else if ((tag_lexeme_is (self, *i, WORD_AND) && (sum->current >= 100 || sum->total > 0)
            && tag_lexeme_is (self, *i + 1, WORD_NUMBER))
           || (tag_lexeme_is_sign (self, *i, '-') && sum->current >= 20 && sum->current < 100
               && tag_lexeme_is (self, *i - 1, WORD_NUMBER) && tag_lexeme_is (self, *i + 1, WORD_NUMBER)))
    ++*i;
}

/* "half a million", "a hundred", "a dozen", "a couple" */
static void
skip_start (const Lexemes *self, guint *i, Sum *sum)
{
  if (tag_lexeme_is (self, *i, WORD_HALF) && tag_lexeme_is (self, *i + 1, WORD_ARTICLE))
    {
      sum->current = 0.5;
      *i += 2;
    }
  else if (tag_lexeme_is (self, *i, WORD_ARTICLE)
           && (tag_lexeme_is (self, *i + 1, WORD_SCALE) || tag_lexeme_is (self, *i + 1, WORD_NUMBER)))
    ++*i;
}

gboolean
tag_read_number (const Lexemes *self, guint *i, gboolean magnitudes, gdouble *number)
{
  Sum sum = { 0, -1 };
  guint start = *i;

  skip_start (self, i, &sum);
  while (read_part (self, i, magnitudes, &sum))
    skip_link (self, i, &sum);
  *number = sum.total + MAX (sum.current, 0);
  if (sum.current < 0 && sum.total == 0)
    *i = start;
  return *i > start;
}
