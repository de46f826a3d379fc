/* Amounts as texts write them to JSON: {"amount":10,"to":15,"unit":"kilometer","approx":"about"}. */
#include "stages/tag/amounts.h"

#include <string.h>

#define LONGEST_NAME 64

/* One amount or two, and what stands around them */
typedef struct
{
  gdouble amount;
  gdouble to; /* or -1 */
  const gchar *before;
  gsize before_length;
  const gchar *after;
  gsize after_length;
} Amount;

void
tag_append_number (GString *out, gdouble number)
{
  gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (number < 1e15 && number > -1e15 && number == (gdouble) (gint64) number)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) number);
  else
    g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
}

static gboolean
begins_number (const Lexemes *lexemes, guint i)
{
  return lexemes->lexemes[i].kind == LEXEME_NUMBER || tag_lexeme_is (lexemes, i, WORD_NUMBER)
         || tag_lexeme_is (lexemes, i, WORD_SCALE) || tag_lexeme_is (lexemes, i, WORD_HALF)
         || (tag_lexeme_is (lexemes, i, WORD_ARTICLE) && lexemes->lexemes[MIN (i + 1, lexemes->n - 1)].spaced);
}

/* What stands before the number is a sign of money */
static guint
find_number (const Lexemes *lexemes)
{
  guint i = 0;

  while (i < lexemes->n && !begins_number (lexemes, i))
    i++;
  return i;
}

static gdouble
number_at (const Lexemes *lexemes, guint i)
{
  const ValueWord *word = tag_lexeme_is (lexemes, i, WORD_NUMBER);

  return word ? word->number : lexemes->lexemes[i].kind == LEXEME_NUMBER ? lexemes->lexemes[i].number : -1;
}

/* "5–7 million", "two to three million": the first is of millions, too */
static void
share_scale (const Lexemes *lexemes, guint first, guint first_end, guint last, Amount *amount)
{
  gdouble number = number_at (lexemes, first), of_last = number_at (lexemes, last);

  if (first_end == first + 1 && number >= 0 && number < of_last && amount->to > of_last)
    amount->amount *= amount->to / of_last;
}

static void
read_second (const Lexemes *lexemes, guint first, guint *i, gboolean magnitudes, Amount *amount)
{
  guint end = *i, j = *i + 1;

  amount->to = -1;
  if (!tag_lexeme_is (lexemes, *i, WORD_JOINT))
    return;
  while (j < lexemes->n && j < *i + 3 && tag_lexeme_is (lexemes, j, WORD_CURRENCY))
    j++;
  *i = j;
  if (tag_read_number (lexemes, i, magnitudes, &amount->to) && amount->to > 0)
    share_scale (lexemes, first, end, j, amount);
  else
    {
      *i = end;
      amount->to = -1;
    }
}

static gboolean
read_amount (const Lexemes *lexemes, gboolean magnitudes, Amount *amount)
{
  guint first = find_number (lexemes), i = first;
  const Lexeme *last = lexemes->lexemes + lexemes->n - 1, *lexeme = lexemes->lexemes;
  const gchar *end = last->start + last->length;

  if (!tag_read_number (lexemes, &i, magnitudes, &amount->amount))
    return FALSE;
  read_second (lexemes, first, &i, magnitudes, amount);
  while (i < lexemes->n && tag_lexeme_is_sign (lexemes, i, '-'))
    i++;
  amount->before = lexeme->start;
  amount->before_length
      = first ? lexemes->lexemes[first - 1].start + lexemes->lexemes[first - 1].length - lexeme->start : 0;
  amount->after = i < lexemes->n ? lexemes->lexemes[i].start : end;
  amount->after_length = end - amount->after;
  return amount->to < 0 || amount->to >= amount->amount;
}

/* In one space between words, whatever the text has, and without a stop at the end; FALSE for one that is too long */
static gboolean
copy_name (const gchar *text, gsize length, gchar *name)
{
  gsize n = 0;

  if (length >= LONGEST_NAME)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isspace (text[i]) || text[i] == '-')
      {
        if (n && name[n - 1] != ' ')
          name[n++] = ' ';
      }
    else
      name[n++] = text[i];
  while (n && (name[n - 1] == '.' || name[n - 1] == ' '))
    n--;
  name[n] = '\0';
  return n > 0;
}

static void
append_end (GString *out, const Amount *amount, const gchar *key, const gchar *what, const gchar *approx)
{
  g_string_append (out, "{\"amount\":");
  tag_append_number (out, amount->amount);
  if (amount->to >= 0)
    {
      g_string_append (out, ",\"to\":");
      tag_append_number (out, amount->to);
    }
  if (what)
    g_string_append_printf (out, ",\"%s\":\"%s\"", key, what);
  if (approx)
    g_string_append_printf (out, ",\"approx\":\"%s\"", approx);
  g_string_append_c (out, '}');
}

/* --- Money --- */

static gboolean
is_code (const gchar *name)
{
  return strlen (name) == 3 && g_ascii_isupper (name[0]) && g_ascii_isupper (name[1]) && g_ascii_isupper (name[2]);
}

/* "Swiss francs" → CHF; the code is kept by the lexicon, which outlives this */
static const gchar *
find_in_lexicon (EntLexicon *lexicon, const gchar *name)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n = lexicon ? ent_lexicon_lookup (lexicon, name, -1, senses, G_N_ELEMENTS (senses)) : 0;

  for (guint i = 0; i < n; i++)
    if (g_str_equal (senses[i].type, "currency"))
      return senses[i].key;
  return NULL;
}

/* "dollars" alone are those of one country, "Canadian dollars" of another */
static const gchar *
currency_of_words (const ValueWords *words, EntLexicon *lexicon, const gchar *name)
{
  const gchar *space = strchr (name, ' ');
  const ValueWord *word = tag_value_words_find_class (words, name, strlen (name), WORD_CURRENCY);

  if (word)
    return word->text;
  if (space && (word = tag_value_words_find_class (words, name, space - name, WORD_COUNTRY)))
    return word->text;
  return find_in_lexicon (lexicon, name);
}

static const gchar *
find_currency (const ValueWords *words, EntLexicon *lexicon, const gchar *text, gsize length, gchar *name)
{
  const ValueWord *word;

  if (!copy_name (text, length, name))
    return NULL;
  if (is_code (name) && !tag_value_words_find_class (words, name, 3, WORD_CURRENCY))
    return name;
  word = tag_value_words_find_class (words, name, strlen (name), WORD_CENTS);
  return word ? word->text : currency_of_words (words, lexicon, name);
}

static void
count_cents (const ValueWords *words, Amount *amount)
{
  if (!tag_value_words_find_class (words, amount->after, amount->after_length, WORD_CENTS))
    return;
  amount->amount /= 100;
  amount->to /= amount->to > 0 ? 100 : 1;
}

gboolean
tag_money_read (const Lexemes *lexemes, EntLexicon *lexicon, const gchar *approx, GString *out)
{
  gchar before[LONGEST_NAME], after[LONGEST_NAME];
  const gchar *currency = NULL;
  Amount amount;

  if (!read_amount (lexemes, TRUE, &amount))
    return FALSE;
  if (amount.after_length)
    currency = find_currency (lexemes->words, lexicon, amount.after, amount.after_length, after);
  if (!currency && amount.before_length)
    currency = find_currency (lexemes->words, lexicon, amount.before, amount.before_length, before);
  if (!currency)
    return FALSE;
  count_cents (lexemes->words, &amount);
  append_end (out, &amount, "currency", currency, approx);
  return TRUE;
}

/* --- Quantities --- */

/* "square kilometres": the power and the unit; "bcm" multiplies */
static gboolean
append_unit (const ValueWords *words, const gchar *name, Amount *amount, GString *unit)
{
  const gchar *space = strchr (name, ' ');
  const ValueWord *word = tag_value_words_find_class (words, name, strlen (name), WORD_UNIT), *power;
  gdouble scale = 1;

  if (!word && space && (power = tag_value_words_find_class (words, name, space - name, WORD_POWER)))
    {
      word = tag_value_words_find_class (words, space + 1, strlen (space + 1), WORD_UNIT);
      g_string_append_printf (unit, "%s-", power->text);
    }
  if (!word && (word = tag_value_words_find_class (words, name, strlen (name), WORD_MILLIONS)))
    scale = 1e6;
  if (!word && (word = tag_value_words_find_class (words, name, strlen (name), WORD_BILLIONS)))
    scale = 1e9;
  if (!word)
    return FALSE;
  g_string_append (unit, word->text);
  amount->amount *= scale;
  amount->to *= amount->to > 0 ? scale : 1;
  return TRUE;
}

/* Nothing stands before the number of a quantity, or a minus */
static gboolean
take_minus (const ValueWords *words, Amount *amount)
{
  gboolean negative = tag_value_words_find_class (words, amount->before, amount->before_length, WORD_MINUS) != NULL;

  if (amount->before_length == 0)
    return TRUE;
  if (!negative || amount->to >= 0)
    return FALSE;
  amount->amount = -amount->amount;
  return TRUE;
}

gboolean
tag_quantity_read (const Lexemes *lexemes, const gchar *approx, GString *out)
{
  g_autoptr (GString) unit = NULL;
  gchar name[LONGEST_NAME];
  Amount amount;

  if (!read_amount (lexemes, FALSE, &amount) || !take_minus (lexemes->words, &amount))
    return FALSE;
  if (amount.after_length == 0)
    {
      append_end (out, &amount, NULL, NULL, approx);
      return TRUE;
    }
  unit = g_string_new (NULL);
  if (!copy_name (amount.after, amount.after_length, name) || !append_unit (lexemes->words, name, &amount, unit))
    return FALSE;
  append_end (out, &amount, "unit", unit->str, approx);
  return TRUE;
}

gboolean
tag_frequency_read (const Lexemes *lexemes, GString *out)
{
  guint i = 0;
  gdouble number;
  const ValueWord *hertz;

  if (!tag_read_number (lexemes, &i, FALSE, &number))
    return FALSE;
  while (tag_lexeme_is_sign (lexemes, i, '-'))
    i++;
  hertz = tag_lexeme_is (lexemes, i, WORD_HERTZ);
  if (!hertz || i + 1 != lexemes->n)
    return FALSE;
  tag_append_number (out, number * hertz->number);
  return TRUE;
}
