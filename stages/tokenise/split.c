/* What a surface token is made of: "do|n't", "can|not", "10|am", "dogs|'". Only clitics and multi-words are further
 * words of one token, as Universal Dependencies has it; a unit is a token of its own. */
#include "stages/tokenise/words.h"

#include <string.h>

/* Pieces that an opening quote is looked for */
#define MAX_QUOTED 80
#define MAX_CLITICS 3

static void
add_word (GArray *words, guint32 start, guint32 end, gboolean joined)
{
  TokWord word = { start, end, joined };

  if (end > start)
    g_array_append_val (words, word);
}

/* Whether a single quote was opened before p and not closed */
gboolean
tok_in_quotes (const gchar *text, const TokPiece *pieces, guint p)
{
  for (guint seen = 0; p > 0 && seen < MAX_QUOTED; p--, seen++)
    {
      const TokPiece *piece = &pieces[p - 1];
      gboolean before, after;

      if (piece->kind == TOK_PIECE_LINE)
        return FALSE;
      if (piece->kind != TOK_PIECE_APOSTROPHE)
        continue;
      before = p >= 2 && !tok_is_space (piece - 1) && !tok_is_one_of (text[(piece - 1)->start], "([{-/\"");
      after = !tok_is_space (piece + 1);
      if (!before && after)
        return TRUE;
      if (before && !after)
        return FALSE;
    }
  return FALSE;
}

/* Whether the word at p is one of the `words`, separated by white space, in either case */
static gboolean
is_listed (const gchar *text, const TokPiece *piece, const gchar *words)
{
  gsize length = piece->end - piece->start;

  while (*words)
    {
      gsize n = strcspn (words, " ");

      if (n == length && g_ascii_strncasecmp (words, text + piece->start, n) == 0)
        return TRUE;
      words += n + strspn (words + n, " ");
    }
  return FALSE;
}

/* "can|not": behind the word the list has its parts, and the words of which one must follow if it is to be split */
static const gchar *
find_multiword (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p)
{
  guint32 start = pieces[p].start, length = pieces[p].end - start;
  const gchar *parts, *next;

  if (pieces[p].kind == TOK_PIECE_LETTERS && !tok_list_may_hold (lists->multiwords, (guchar) text[start], length))
    return NULL;
  parts = tok_list_find (lists->multiwords, text + start, length);
  next = parts ? strchr (parts, ' ') : NULL;
  if (next && (p + 2 >= n || !is_listed (text, &pieces[p + 2], next + strspn (next, " "))))
    return NULL;
  return parts;
}

/* Characters of the list and of the text go together, though not their bytes: apostrophes differ */
static gboolean
split_multiword (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p, GArray *words)
{
  const TokPiece *piece = &pieces[p];
  const gchar *parts = find_multiword (lists, text, pieces, n, p);
  guint32 start = piece->start;

  if (!parts)
    return FALSE;
  for (const gchar *at = text + start; at < text + piece->end;
       at = g_utf8_next_char (at), parts = g_utf8_next_char (parts))
    if (*parts == '|')
      {
        add_word (words, start, (guint32) (at - text), start > piece->start);
        start = (guint32) (at - text);
        parts++;
      }
  add_word (words, start, piece->end, start > piece->start);
  return TRUE;
}

/* Where the last clitic of [start, end) begins, or end */
static guint32
find_clitic (const TokLists *lists, const gchar *text, guint32 start, guint32 end)
{
  for (guint32 at = end - 1; at > start && end - at <= 6; at--)
    if (tok_list_find (lists->clitics, text + at, end - at))
      return at;
  return end;
}

static gboolean
all_digits (const gchar *text, guint32 start, guint32 end)
{
  while (start < end && g_ascii_isdigit (text[start]))
    start++;
  return start == end;
}

static void
split_clitics (const TokLists *lists, const gchar *text, guint32 start, guint32 end, GArray *words)
{
  guint32 cuts[MAX_CLITICS + 1];
  guint n = 0;

  cuts[0] = end;
  while (n < MAX_CLITICS)
    {
      guint32 cut = find_clitic (lists, text, start, cuts[n]);

      if (cut == cuts[n] || all_digits (text, start, cut))
        break;
      cuts[++n] = cut;
    }
  add_word (words, start, cuts[n], FALSE);
  for (; n > 0; n--)
    add_word (words, cuts[n], cuts[n - 1], TRUE);
}

/* "10am", "3.5km" */
static gboolean
split_unit (const TokLists *lists, const gchar *text, const TokPiece *piece, GArray *words)
{
  guint32 unit = piece->start;

  while (unit < piece->end && (g_ascii_isdigit (text[unit]) || text[unit] == '.'))
    unit++;
  if (unit == piece->start || unit == piece->end || text[unit - 1] == '.'
      || !tok_list_find (lists->units, text + unit, piece->end - unit))
    return FALSE;
  add_word (words, piece->start, unit, FALSE);
  add_word (words, unit, piece->end, FALSE);
  return TRUE;
}

/* "p.m", "alt.animals.cats": labels of one letter, or more than two in small letters */
static gboolean
has_name_labels (const gchar *text, guint32 start, guint32 end)
{
  gboolean single = TRUE, small = TRUE;
  guint labels = 1;

  for (guint32 i = start, label = start; i < end; i++)
    {
      small &= i > label || !g_ascii_isupper (text[i]);
      single &= i == label || text[i] == '.';
      if (text[i] == '.')
        {
          labels++;
          label = i + 1;
        }
    }
  return single || (small && labels > 2);
}

/* Whether a name with dots stays whole: "example.org", "alt.animals", "p.m", "v1.2", but not "end.Start" */
static gboolean
is_whole (const TokLists *lists, const gchar *text, const TokPiece *piece)
{
  const gchar *start = text + piece->start, *end = text + piece->end, *first, *last;

  for (const gchar *at = start; at < end; at++)
    if (g_ascii_isdigit (*at) || tok_is_one_of (*at, "[(_"))
      return TRUE;
  first = memchr (start, '.', end - start);
  last = g_strrstr_len (start, end - start, ".");
  return tok_list_find (lists->domains, last, (guint) (end - last))
         || tok_list_find (lists->domains, start, (guint) (first + 1 - start))
         || has_name_labels (text, piece->start, piece->end);
}

/* A full stop with no space after it: "end.Start", "Dr.No" */
static void
split_dotted (const TokLists *lists, const gchar *text, const TokPiece *piece, GArray *words)
{
  guint32 start = piece->start;

  if (split_unit (lists, text, piece, words))
    return;
  if (is_whole (lists, text, piece) || tok_list_find (lists->literals, text + start, piece->end - start))
    {
      add_word (words, start, piece->end, FALSE);
      return;
    }
  for (guint32 i = start; i < piece->end; i++)
    if (text[i] == '.')
      {
        gboolean abbreviation = tok_list_find (lists->abbreviations, text + start, i + 1 - start) != NULL;

        add_word (words, start, abbreviation ? i + 1 : i, FALSE);
        add_word (words, i, abbreviation ? i : i + 1, FALSE);
        start = i + 1;
      }
  add_word (words, start, piece->end, FALSE);
}

/* The apostrophe of "dogs'", not that of 'the dogs' */
static gboolean
is_possessive (const gchar *text, const TokPiece *pieces, guint p)
{
  return p > 0 && pieces[p - 1].kind >= TOK_PIECE_MIXED && pieces[p - 1].kind <= TOK_PIECE_INITIALS
         && tok_is_one_of (text[pieces[p].start - 1], "sSxzXZ") && !tok_in_quotes (text, pieces, p);
}

void
tok_split (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p, guint end, GArray *words)
{
  const TokPiece *last = &pieces[end - 1];
  guint32 start = pieces[p].start;
  gboolean single = end - p == 1;

  if (single && (last->kind == TOK_PIECE_LETTERS || last->kind == TOK_PIECE_QUOTE)
      && split_multiword (lists, text, pieces, n, p, words))
    return;
  if (single && last->kind == TOK_PIECE_MIXED && split_unit (lists, text, last, words))
    return;
  if (single && last->kind == TOK_PIECE_DOTTED)
    split_dotted (lists, text, last, words);
  else if (last->kind == TOK_PIECE_QUOTE || last->kind == TOK_PIECE_MIXED_QUOTE)
    split_clitics (lists, text, start, last->end, words);
  else
    add_word (words, start, last->end, single && last->kind == TOK_PIECE_APOSTROPHE && is_possessive (text, pieces, p));
}
