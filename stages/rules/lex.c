/* Cuts a rule file into lexemes. */
#include "stages/rules/syntax.h"

#include <string.h>

typedef struct
{
  RuleErrors *errors;
  RuleSource *source;
  GStringChunk *strings;
  GArray *found; /* RuleLexeme */
  const gchar *at;
  const gchar *end;
  const gchar *unclosed; /* as far as no slash ends an expression of several lines */
  gboolean starts;       /* nothing but blanks since the line began */
} Lexer;

static RulePlace
place_of (const Lexer *self, const gchar *from, const gchar *to)
{
  return (RulePlace){ self->source, from - self->source->text, to - from };
}

static const gchar *
keep (const Lexer *self, const gchar *text, gsize length)
{
  return g_string_chunk_insert_len (self->strings, text, length);
}

static void
add (Lexer *self, LexKind kind, const gchar *from, const gchar *text, gchar sign)
{
  RuleLexeme lexeme = { .kind = kind, .sign = sign, .text = text, .first = self->starts };
  const RuleLexeme *last = self->found->len ? &g_array_index (self->found, RuleLexeme, self->found->len - 1) : NULL;

  lexeme.place = place_of (self, from, self->at);
  lexeme.starts = from == self->source->text || from[-1] == '\n';
  lexeme.adjacent = last && last->place.offset + last->place.length == lexeme.place.offset;
  self->starts = FALSE;
  g_array_append_val (self->found, lexeme);
}

static void
skip_line (Lexer *self)
{
  while (self->at < self->end && *self->at != '\n')
    self->at++;
}

/* The quote that ends what begins at p, or NULL where the line ends first */
static const gchar *
find_close (const gchar *p, const gchar *end, gchar quote)
{
  for (; p < end && *p != '\n'; p++)
    if (*p == quote)
      return p;
    else if (*p == '\\' && p + 1 < end && p[1] != '\n')
      p++;
  return NULL;
}

static const gchar *
unescape (const Lexer *self, const gchar *from, const gchar *to)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; from < to; from++)
    {
      if (*from == '\\' && from + 1 < to)
        from++;
      g_string_append_c (text, *from);
    }
  return keep (self, text->str, text->len);
}

static void
lex_unclosed (Lexer *self)
{
  const gchar *from = self->at;
  gboolean is_string = *from == '"';

  skip_line (self);
  rules_errors_add (self->errors, place_of (self, from, from + 1), "%s is not closed: expected %c on this line%s",
                    is_string ? "a string" : "a regular expression", *from,
                    is_string ? "" : ", or /x on an indented line below");
  add (self, is_string ? LEX_STRING : LEX_REGEX, from, keep (self, "x", 1), 0); /* so that all else is read */
}

static void
lex_string (Lexer *self)
{
  const gchar *from = self->at, *close = find_close (from + 1, self->end, '"');

  if (!close)
    {
      lex_unclosed (self);
      return;
    }
  self->at = close + 1;
  add (self, LEX_STRING, from, unescape (self, from + 1, close), 0);
}

/* The slash that ends an expression of several lines: they are indented, and after the slash stands x. Lines in which
 * there is none are looked at once */
static const gchar *
find_close_below (Lexer *self)
{
  const gchar *p = self->at + 1, *close = NULL;

  if (p < self->unclosed)
    return NULL;
  while (!close && (p = memchr (p, '\n', self->end - p)) && ++p < self->end && (*p == ' ' || *p == '\t'))
    close = find_close (p, self->end, '/');
  if (close && memchr (close + 1, 'x', strspn (close + 1, "ix")))
    return close;
  self->unclosed = p ? p : self->end;
  return NULL;
}

static void
lex_regex (Lexer *self)
{
  const gchar *from = self->at, *close = find_close (from + 1, self->end, '/');
  RuleLexeme *lexeme;
  gsize n_options;

  if (!close)
    close = find_close_below (self);
  if (!close)
    {
      lex_unclosed (self);
      return;
    }
  n_options = strspn (close + 1, "ix");
  self->at = close + 1 + n_options;
  add (self, LEX_REGEX, from, keep (self, from + 1, close - from - 1), 0);
  lexeme = &g_array_index (self->found, RuleLexeme, self->found->len - 1);
  lexeme->caseless = memchr (close + 1, 'i', n_options) != NULL;
  lexeme->extended = memchr (close + 1, 'x', n_options) != NULL;
}

static gboolean
is_name_char (gchar c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

/* "-5", "0.95" */
static void
lex_number (Lexer *self)
{
  const gchar *from = self->at++;

  while (self->at < self->end && (g_ascii_isalnum (*self->at) || *self->at == '.'))
    self->at++;
  add (self, LEX_NUMBER, from, keep (self, from, self->at - from), 0);
}

static void
lex_name (Lexer *self)
{
  const gchar *from = self->at;

  while (self->at < self->end && is_name_char (*self->at) && !(self->at[0] == '-' && self->at[1] == '>'))
    self->at++;
  add (self, LEX_NAME, from, keep (self, from, self->at - from), 0);
}

static void
lex_sign (Lexer *self)
{
  const gchar *from = self->at;
  gboolean is_arrow = from[0] == '-' && from[1] == '>';

  if (is_arrow || (*from && strchr ("()[]{},|:=?*+<>", *from)))
    {
      self->at += is_arrow ? 2 : 1;
      add (self, LEX_SIGN, from, NULL, *from);
      return;
    }
  self->at = g_utf8_next_char (from);
  rules_errors_add (self->errors, place_of (self, from, self->at),
                    "'%.*s' means nothing here: expected words of the text in \"quotes\"", (int) (self->at - from),
                    from);
}

static void
lex_one (Lexer *self)
{
  gchar c = *self->at;

  if (c == '\n')
    {
      self->at++;
      self->starts = TRUE;
    }
  else if (g_ascii_isspace (c))
    self->at++;
  else if (c == '#')
    skip_line (self);
  else if (c == '"')
    lex_string (self);
  else if (c == '/')
    lex_regex (self);
  else if (g_ascii_isdigit (c) || (c == '-' && g_ascii_isdigit (self->at[1])))
    lex_number (self);
  else if (g_ascii_isalpha (c) || c == '_')
    lex_name (self);
  else
    lex_sign (self);
}

GArray *
rules_lex (RuleErrors *errors, RuleSource *source, GStringChunk *strings)
{
  Lexer self = { .errors = errors, .source = source, .strings = strings, .at = source->text, .starts = TRUE };

  self.found = g_array_new (FALSE, TRUE, sizeof (RuleLexeme));
  self.end = source->text + source->length;
  while (self.at < self.end)
    lex_one (&self);
  self.starts = TRUE;
  add (&self, LEX_END, self.end, NULL, 0);
  g_array_index (self.found, RuleLexeme, self.found->len - 1).starts = TRUE;
  return self.found;
}
