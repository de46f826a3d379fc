/* Fills the values of mentions: by their own text, and where that is not enough by the document's date, by the date
 * that the text has given last, and by the words beside them. */
#include "stages/tag/normalise.h"

#include <string.h>

#include "stages/tag/amounts.h"

/* So many words to each side of a time may tell its tense; behind "until" or "by" only the nearest */
#define REACH 12
#define REACH_OF_DEADLINE 3
/* "no fewer than" */
#define LONGEST_APPROX 3

/* --- What the whole document tells --- */

/* Dates in figures that can be read in one way only tell how the others are to be read; after them, the language: in
 * the United States the month is first */
static DateOrder
tell_order (const Tagging *tagging)
{
  const gchar *lang = ent_document_get_lang (tagging->doc);
  DateOrder order = DATES_UNKNOWN;

  for (guint i = 0; i < tagging->kept->len && order == DATES_UNKNOWN; i++)
    {
      const Candidate *candidate = &g_array_index (tagging->kept, Candidate, i);
      guint32 start = tagging->tokens[candidate->first].start;

      if (candidate->rule == RULE_TIME && g_ascii_isdigit (tagging->text[start]))
        order = tag_numeric_date_tell_order (tagging->text + start, tagging->tokens[candidate->end - 1].end - start);
    }
  if (order != DATES_UNKNOWN || !lang || !strchr (lang, '-'))
    return order;
  return g_ascii_strcasecmp (lang, "en-US") == 0 ? DATES_MDY : DATES_DMY;
}

void
tag_normaliser_begin (Normaliser *self, const Tagging *tagging)
{
  const gchar *date = ent_document_get_date (tagging->doc);

  memset (self, 0, sizeof *self);
  self->tagging = tagging;
  self->json = g_string_new (NULL);
  self->time.order = tagging->dates == DATES_UNKNOWN ? tell_order (tagging) : tagging->dates;
  if (date && !tag_point_parse (&self->time.now, date))
    self->time.now.precision = PRECISION_NONE;
}

void
tag_normaliser_end (Normaliser *self)
{
  g_string_free (self->json, TRUE);
}

gboolean
tag_date_order_from_string (const gchar *name, DateOrder *order)
{
  static const gchar *const names[] = { "auto", "dmy", "mdy" }; /* as DateOrder */

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *order = i;
        return TRUE;
      }
  return FALSE;
}

/* --- What stands beside a value --- */

static const ValueWord *
word_is (const Normaliser *self, guint t, WordClass class)
{
  const EntToken *token = self->tagging->tokens + t;

  return tag_value_words_find_class (self->tagging->value_words, self->tagging->text + token->start,
                                     token->end - token->start, class);
}

/* "will be sentenced", "is to be held" */
static gboolean
follows_be (const Normaliser *self, guint t)
{
  static const gchar *const be[] = { "be", NULL };

  return t > 0 && ent_document_token_is (self->tagging->doc, t - 1, be);
}

static Tense
tense_of_word (const Normaliser *self, guint t)
{
  const EntToken *token = self->tagging->tokens + t;
  gsize length = token->end - token->start;

  if (token->flags & (ENT_TOKEN_PUNCT | ENT_TOKEN_CAPITALISED))
    return TENSE_UNKNOWN; /* names: "Will", "May" */
  if (word_is (self, t, WORD_FUTURE))
    return TENSE_FUTURE;
  if (word_is (self, t, WORD_PAST) || (length >= 4 && memcmp (self->tagging->text + token->end - 2, "ed", 2) == 0))
    return follows_be (self, t) ? TENSE_FUTURE : TENSE_PAST;
  return TENSE_UNKNOWN;
}

static void
find_sentence (const Tagging *tagging, guint t, guint *first, guint *end)
{
  guint low = 0, high = tagging->n_sentences;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (tagging->sentences[middle].first <= t)
        low = middle;
      else
        high = middle;
    }
  *first = tagging->n_sentences ? tagging->sentences[low].first : 0;
  *end = tagging->n_sentences ? *first + tagging->sentences[low].n : tagging->n_tokens;
}

/* "by", "until" or "before" stands before it, or before its article */
static gboolean
follows_deadline (const Normaliser *self, guint first, guint sentence)
{
  static const gchar *const article[] = { "the", NULL };

  if (first > sentence + 1 && ent_document_token_is (self->tagging->doc, first - 1, article))
    first--;
  return first > sentence && word_is (self, first - 1, WORD_DEADLINE);
}

/* The nearest word before it that tells, else the nearest behind it */
static Tense
tense_beside (const Normaliser *self, guint first, guint end)
{
  guint sentence, sentence_end;
  gboolean deadline;
  Tense tense = TENSE_UNKNOWN;

  find_sentence (self->tagging, first, &sentence, &sentence_end);
  deadline = follows_deadline (self, first, sentence);
  for (guint t = first; t > sentence && t + (deadline ? REACH_OF_DEADLINE : REACH) > first && !tense; t--)
    tense = tense_of_word (self, t - 1);
  for (guint t = end; t < sentence_end && t < end + (deadline ? REACH_OF_DEADLINE : REACH) && !tense; t++)
    tense = tense_of_word (self, t);
  return deadline && !tense ? TENSE_FUTURE : tense;
}

/* "more than", "over", "no fewer than": the longest that stands before it */
static const gchar *
approx_before (const Normaliser *self, guint first)
{
  const EntToken *tokens = self->tagging->tokens;

  for (guint n = MIN (LONGEST_APPROX, first); n > 0; n--)
    {
      guint32 start = tokens[first - n].start;
      const ValueWord *word = tag_value_words_find_class (self->tagging->value_words, self->tagging->text + start,
                                                          tokens[first - 1].end - start, WORD_APPROX);

      if (word)
        return word->text;
    }
  return NULL;
}

/* "under six metres of clay": it is beneath them, not less than they are */
static gboolean
is_beneath (const Normaliser *self, guint end, const gchar *approx)
{
  static const gchar *const of[] = { "of", NULL };
  const ValueWord *unit = approx && g_str_equal (approx, "under") ? word_is (self, end - 1, WORD_UNIT) : NULL;

  return unit && end < self->tagging->n_tokens && ent_document_token_is (self->tagging->doc, end, of)
         && (g_str_has_suffix (unit->text, "meter") || g_str_equal (unit->text, "foot")
             || g_str_equal (unit->text, "mile"));
}

static gboolean
append_quantity (Normaliser *self, const Lexemes *lexemes, guint first, guint end)
{
  const gchar *approx = approx_before (self, first);

  return tag_quantity_read (lexemes, is_beneath (self, end, approx) ? NULL : approx, self->json);
}

/* --- Values by their types --- */

/* Whether one of the words stands before it */
static gboolean
follows (const Tagging *tagging, guint first, const gchar *const *words)
{
  return first > 0 && ent_document_token_is (tagging->doc, first - 1, words);
}

static gboolean
has_year (const Lexemes *lexemes)
{
  for (guint i = 0; i < lexemes->n; i++)
    if (lexemes->lexemes[i].kind == LEXEME_NUMBER && lexemes->lexemes[i].digits == 4)
      return TRUE;
  return FALSE;
}

/* Times of the clock and durations do not move what the text speaks of */
static void
move_focus (Normaliser *self, const TimeValue *value)
{
  if ((value->kind == TIME_POINT || value->kind == TIME_INTERVAL) && value->first.precision != PRECISION_NONE)
    self->time.focus = value->first;
}

static gboolean
append_time (Normaliser *self, const Lexemes *lexemes, const gchar *text, gsize length, guint first, guint end)
{
  static const gchar *const each[] = { "every", "Every", "each", "Each", NULL }, *const clock[] = { "at",    "At",
                                                                                                    "by",    "By",
                                                                                                    "until", "Until",
                                                                                                    "from",  "From",
                                                                                                    NULL },
                            *const in[] = { "in", "In", NULL }, *const between[] = { "between", "Between", NULL };
  TimeValue value;

  self->time.tense = self->time.now.precision == PRECISION_NONE || has_year (lexemes) ? TENSE_UNKNOWN
                                                                                      : tense_beside (self, first, end);
  self->time.ahead = follows (self->tagging, first, in);
  self->time.at = follows (self->tagging, first, clock);
  self->time.between = follows (self->tagging, first, between);
  self->time.each = follows (self->tagging, first, each);
  if (!tag_temporal_read (&value, lexemes, text, length, &self->time))
    return FALSE;
  move_focus (self, &value);
  g_string_append_c (self->json, '"');
  tag_temporal_print (&value, self->json);
  g_string_append_c (self->json, '"');
  return TRUE;
}

static gboolean
append_value (Normaliser *self, guint first, guint end, const gchar *type)
{
  const EntToken *tokens = self->tagging->tokens;
  const gchar *text = self->tagging->text + tokens[first].start;
  gsize length = tokens[end - 1].end - tokens[first].start;
  Lexemes lexemes;

  if (g_str_equal (type, "Coordinate"))
    return tag_coordinate_read (text, length, self->json);
  if (!tag_lexemes_cut (&lexemes, self->tagging->value_words, text, length))
    return FALSE;
  if (g_str_equal (type, "Temporal"))
    return append_time (self, &lexemes, text, length, first, end);
  if (g_str_equal (type, "Money"))
    return tag_money_read (&lexemes, self->tagging->lexicon->lexicon, approx_before (self, first), self->json);
  if (g_str_equal (type, "Quantity"))
    return append_quantity (self, &lexemes, first, end);
  return tag_frequency_read (&lexemes, self->json);
}

EntId
tag_normalise (Normaliser *self, guint first, guint end, const gchar *type)
{
  static const gchar *const types[] = { "Temporal", "Money", "Quantity", "Coordinate", "Frequency", NULL };

  if (!g_strv_contains (types, type))
    return 0;
  g_string_truncate (self->json, 0);
  if (!append_value (self, first, end, type))
    return 0;
  return ent_document_intern_len (self->tagging->doc, self->json->str, self->json->len);
}
