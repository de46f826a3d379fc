/* Runs ICU's break iterator over the text, a block at a time: its offsets have 31 bits, those of a document 32, and
 * what is kept in memory beside the document stays small. */
#include "stages/tokenise/pieces.h"

#include <entente/error.h>

/* Bytes of a block. Also the longest token there can be: a run of more bytes without white space is cut. */
#define BLOCK (256 * 1024)

static gsize
find_back (const gchar *text, gsize start, gsize end, const gchar *bytes)
{
  for (gsize i = end; i > start; i--)
    if (text[i - 1] == bytes[0] || text[i - 1] == bytes[1])
      return i;
  return start;
}

gsize
tok_block_end (const gchar *text, gsize length, gsize start)
{
  gsize end = start + BLOCK;
  gsize cut;

  if (length - start <= BLOCK)
    return length;
  cut = find_back (text, start, end, "\n\n");
  if (cut == start)
    cut = find_back (text, start, end, " \t");
  if (cut > start)
    return cut;
  while (end > start + 1 && ((guchar) text[end] & 0xC0) == 0x80)
    end--;
  return end;
}

gboolean
tok_cut (UBreakIterator *rules, const gchar *text, gsize start, gsize end, GArray *pieces, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  UText window = UTEXT_INITIALIZER;
  guint32 last = (guint32) start;

  utext_openUTF8 (&window, text + start, (int64_t) (end - start), &status);
  ubrk_setUText (rules, &window, &status);
  if (U_FAILURE (status))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_STAGE, "byte %" G_GSIZE_FORMAT ": cannot iterate over the text: %s",
                   start, u_errorName (status));
      utext_close (&window);
      return FALSE;
    }
  for (gint32 at = ubrk_next (rules); at != UBRK_DONE; at = ubrk_next (rules))
    {
      TokPiece piece = { last, (guint32) (start + at), (guint8) ubrk_getRuleStatus (rules) };

      g_array_append_val (pieces, piece);
      last = piece.end;
    }
  utext_close (&window);
  return TRUE;
}
