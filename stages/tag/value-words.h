/* The words that values are made of, and a value's text cut into them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a word may be; values.txt names them as value-words.c does */
typedef enum
{
  WORD_MONTH,
  WORD_WEEKDAY,
  WORD_NUMBER,
  WORD_SCALE,
  WORD_MAGNITUDE,
  WORD_HALF,
  WORD_AND,
  WORD_ARTICLE,
  WORD_ORDINAL,
  WORD_ORDINAL_END,
  WORD_DECADE_END,
  WORD_SPAN,
  WORD_WEEKEND,
  WORD_EDGE,
  WORD_SEASON,
  WORD_PART,
  WORD_SHIFT,
  WORD_RUN,
  WORD_TURN,
  WORD_AGO,
  WORD_EARLIER,
  WORD_DAY,
  WORD_VAGUE,
  WORD_MERIDIEM,
  WORD_ZONE,
  WORD_OCLOCK,
  WORD_TOWARD,
  WORD_QUARTER_SIGN,
  WORD_JOINT,
  WORD_FILLER,
  WORD_FUTURE,
  WORD_PAST,
  WORD_DEADLINE,
  WORD_LABEL,
  WORD_COUNTED,
  WORD_APPROX,
  WORD_UNIT,
  WORD_POWER,
  WORD_MINUS,
  WORD_MILLIONS,
  WORD_BILLIONS,
  WORD_HERTZ,
  WORD_CURRENCY,
  WORD_CENTS,
  WORD_COUNTRY,
  N_WORD_CLASSES
} WordClass;

typedef struct _ValueWord ValueWord;
struct _ValueWord
{
  gdouble number;
  gchar *text;
  const ValueWord *next; /* the same word in another class */
  WordClass class;
};

typedef struct _ValueWords ValueWords;

ValueWords *tag_value_words_load (const gchar *path, GError **error);
void tag_value_words_free (ValueWords *self);
const ValueWord *tag_value_words_find (const ValueWords *self, const gchar *word, gsize length); /* in any case */

/* The same word in one class, or NULL */
const ValueWord *tag_value_words_find_class (const ValueWords *self, const gchar *word, gsize length, WordClass class);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValueWords, tag_value_words_free)

typedef enum
{
  LEXEME_NUMBER,
  LEXEME_WORD,
  LEXEME_SIGN
} LexemeKind;

typedef struct
{
  const gchar *start;
  guint length;
  guint digits; /* of the whole part of a number */
  gdouble number;
  const ValueWord *words; /* what the word or sign may be, or NULL */
  LexemeKind kind;
  gboolean spaced; /* white space stands before it */
} Lexeme;

/* Longer texts have no value */
#define MAX_LEXEMES 24

typedef struct
{
  const ValueWords *words;
  guint n;
  Lexeme lexemes[MAX_LEXEMES];
} Lexemes;

gboolean tag_lexemes_cut (Lexemes *self, const ValueWords *words, const gchar *text, gsize length);
const ValueWord *tag_lexeme_is (const Lexemes *self, guint i, WordClass class); /* or NULL, also beyond the end */
gboolean tag_lexeme_is_sign (const Lexemes *self, guint i, gchar sign);

/* Reads a number of digits and words from *i on and moves *i behind it */
gboolean tag_read_number (const Lexemes *self, guint *i, gboolean magnitudes, gdouble *number);

G_END_DECLS
