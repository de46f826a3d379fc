/* Which pieces make one token: abbreviations, "non-profit", emoticons, addresses with hyphens. Looks at most a few
 * pieces ahead, so the time stays linear whatever the text holds. */
#include "stages/tokenise/words.h"

#include <string.h>

/* Pieces of the longest literal, and of a name of the net; the local part of an address has at most 64 bytes (RFC 5321)
 */
#define MAX_LITERAL 5
#define MAX_NET 24
/* Bytes of a word broken off in speech: "th- that" */
#define MAX_STAMMER 2

gboolean
tok_is_space (const TokPiece *piece)
{
  return piece->kind <= TOK_PIECE_LINE;
}

/* Like strchr(), but U+0000 is in no set: it may stand in a text */
gboolean
tok_is_one_of (gchar c, const gchar *characters)
{
  return c && strchr (characters, c) != NULL;
}

static gboolean
is_word (const TokPiece *piece)
{
  return piece->kind >= TOK_PIECE_MIXED && piece->kind <= TOK_PIECE_NUMBER;
}

static gboolean
is_kind (const TokPiece *pieces, guint n, guint p, TokPieceKind kind)
{
  return p < n && pieces[p].kind == kind;
}

static const gchar *
find_span (const TokList *list, const gchar *text, const TokPiece *first, const TokPiece *last)
{
  return tok_list_find (list, text + first->start, last->end - first->start);
}

static gboolean
is_upper (const gchar *text, const TokPiece *piece)
{
  for (guint32 i = piece->start; i < piece->end; i++)
    if (g_ascii_islower (text[i]))
      return FALSE;
  return g_ascii_isupper (text[piece->start]);
}

/* The piece after the white space that follows p, or n where a line or the text ends */
static guint
next_on_line (const TokPiece *pieces, guint n, guint p)
{
  return is_kind (pieces, n, p + 1, TOK_PIECE_SPACE) ? p + 2 : is_kind (pieces, n, p + 1, TOK_PIECE_LINE) ? n : p + 1;
}

static guint
join_literal (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  guint end = p + 1;

  while (end < n && end < p + MAX_LITERAL && !tok_is_space (&pieces[end]))
    end++;
  for (; end > p + 1; end--)
    if (find_span (lists->literals, text, &pieces[p], &pieces[end - 1]))
      return end;
  return p;
}

/* Abbreviations are looked up as they stand, and "GEN." also as "Gen." */
static const gchar *
find_abbreviation (const TokLists *lists, const gchar *text, const TokPiece *word, const TokPiece *stop)
{
  const gchar *found = find_span (lists->abbreviations, text, word, stop);
  guint length = stop->end - word->start;
  gchar title[16];

  if (found || length < 3 || length > sizeof title || !is_upper (text, word))
    return found;
  for (guint i = 0; i < length; i++)
    title[i] = i ? g_ascii_tolower (text[word->start + i]) : text[word->start];
  return tok_list_find (lists->abbreviations, title, length);
}

static guint
join_abbreviation (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  const gchar *found;
  guint next;

  if (!is_word (&pieces[p]) || !is_kind (pieces, n, p + 1, TOK_PIECE_STOP))
    return p;
  found = find_abbreviation (lists, text, &pieces[p], &pieces[p + 1]);
  if (!found)
    return p;
  next = next_on_line (pieces, n, p + 1);
  if (!strstr (found, "number") || (p > 0 && text[pieces[p - 1].start] == '(')
      || is_kind (pieces, n, next, TOK_PIECE_NUMBER))
    return p + 2;
  /* "Sun. Sept. 23" */
  return is_kind (pieces, n, next + 1, TOK_PIECE_STOP)
                 && find_abbreviation (lists, text, &pieces[next], &pieces[next + 1])
             ? p + 2
             : p;
}

/* The "E" of 41°30′ E: a sign of an angle stands before it */
static gboolean
is_direction (const gchar *text, const TokPiece *pieces, guint p)
{
  static const gchar *const signs[] = { "°", "º", "′", "″", "'", "’", "\"", "”" };
  guint before = p > 0 && tok_is_space (&pieces[p - 1]) ? p - 1 : p;

  if (!strchr ("NSEW", text[pieces[p].start]) || before < 2)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text + pieces[before - 1].start, signs[i]))
      return is_kind (pieces, before, before - 2, TOK_PIECE_NUMBER);
  return FALSE;
}

/* "J. Smith", but not "vitamin C. The" */
static guint
join_initial (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  guint next;

  if (pieces[p].kind != TOK_PIECE_LETTERS || pieces[p].end - pieces[p].start != 1
      || !g_ascii_isupper (text[pieces[p].start]) || !is_kind (pieces, n, p + 1, TOK_PIECE_STOP)
      || is_direction (text, pieces, p))
    return p;
  next = next_on_line (pieces, n, p + 1);
  if (next >= n)
    return p;
  if (pieces[next].kind == TOK_PIECE_INITIALS || text[pieces[next].start] == ',')
    return p + 2;
  if (!is_word (&pieces[next]) || !g_ascii_isupper (text[pieces[next].start]))
    return p;
  return find_span (lists->starters, text, &pieces[next], &pieces[next]) ? p : p + 2;
}

/* "non-profit", "career-wise", and the first half of "pre- and post-war" */
static guint
join_affix (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  const TokPiece *first = &pieces[p], *hyphen = first + 1, *last = first + 2;
  gboolean prefix;

  if (first->kind != TOK_PIECE_LETTERS || !is_kind (pieces, n, p + 1, TOK_PIECE_HYPHEN) || p + 2 >= n
      || text[hyphen->start] != '-' || hyphen->end - hyphen->start != 1)
    return p;
  prefix = find_span (lists->affixes, text, first, hyphen) != NULL;
  if (tok_is_space (last))
    return prefix || hyphen->start - first->start <= MAX_STAMMER ? p + 2 : p;
  if (!is_word (last))
    return p;
  if (prefix && first->end - first->start > 1 && is_upper (text, first) && !is_upper (text, last))
    prefix = FALSE;
  if (!prefix && !find_span (lists->affixes, text, hyphen, last))
    return p;
  return MAX (p + 3, join_abbreviation (lists, text, pieces, n, p + 2));
}

/* The last label of a name with dots */
static gboolean
is_domain (const TokLists *lists, const gchar *text, const TokPiece *piece)
{
  guint32 dot = piece->end - 1;

  if (piece->kind != TOK_PIECE_DOTTED)
    return FALSE;
  while (dot > piece->start && text[dot] != '.')
    dot--;
  return tok_list_find (lists->domains, text + dot, piece->end - dot) != NULL;
}

/* "mary-ann@example.org", "north-star.example.com", "report-2.pdf" */
static guint
join_net (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  for (guint end = p + 1; end < n && end < p + MAX_NET && !tok_is_space (&pieces[end]); end++)
    {
      const TokPiece *piece = &pieces[end];

      if (piece->kind == TOK_PIECE_EMAIL || piece->kind == TOK_PIECE_URL || is_domain (lists, text, piece))
        return pieces[end - 1].kind == TOK_PIECE_OTHER && piece->kind != TOK_PIECE_EMAIL ? p : end + 1;
      if (!is_word (piece) && piece->kind != TOK_PIECE_HYPHEN && !tok_is_one_of (text[piece->start], "+%#"))
        break;
    }
  return p;
}

/* "lovin'" */
static guint
join_apostrophe (const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  guint32 end = pieces[p].end;

  if (pieces[p].kind != TOK_PIECE_LETTERS || end - pieces[p].start < 4 || memcmp (text + end - 2, "in", 2) != 0
      || !is_kind (pieces, n, p + 1, TOK_PIECE_APOSTROPHE) || tok_in_quotes (text, pieces, p))
    return p;
  return p + 2;
}

guint
tok_join (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  guint end = p;

  if (p + 1 >= n || tok_is_space (&pieces[p + 1]))
    return p + 1;
  end = join_literal (lists, text, pieces, n, p);
  if (end == p && is_word (&pieces[p]))
    {
      switch (pieces[p + 1].kind)
        {
        case TOK_PIECE_STOP:
          end = join_abbreviation (lists, text, pieces, n, p);
          if (end == p)
            end = join_initial (lists, text, pieces, n, p);
          break;
        case TOK_PIECE_APOSTROPHE:
          end = join_apostrophe (text, pieces, n, p);
          break;
        case TOK_PIECE_HYPHEN:
        case TOK_PIECE_RUN:
        case TOK_PIECE_OTHER:
          end = join_net (lists, text, pieces, n, p);
          if (end == p)
            end = join_affix (lists, text, pieces, n, p);
          break;
        default:
          break;
        }
    }
  return MAX (end, p + 1);
}
