/* The pieces of a text: what the break rules cut it into, white space included, before words are made of them. */
#pragma once

#include <glib.h>
#include <unicode/ubrk.h>

G_BEGIN_DECLS

/* The numbers in the braces of data/en/word.rules */
typedef enum
{
  TOK_PIECE_SPACE = 1,
  TOK_PIECE_LINE = 2,   /* white space with a line break in it */
  TOK_PIECE_OTHER = 5,  /* one character that nothing else is said of */
  TOK_PIECE_MIXED = 10, /* letters, digits and "_" */
  TOK_PIECE_LETTERS = 11,
  TOK_PIECE_MIXED_QUOTE = 12, /* AK47's, '90s, R&D */
  TOK_PIECE_QUOTE = 13,       /* letters with apostrophes between them */
  TOK_PIECE_DOTTED = 14,      /* example.org, 3.5km, end.Start */
  TOK_PIECE_INITIALS = 15,    /* U.S. */
  TOK_PIECE_NUMBER = 20,
  TOK_PIECE_TELEPHONE = 21,
  TOK_PIECE_URL = 30,
  TOK_PIECE_EMAIL = 31,
  TOK_PIECE_HANDLE = 32,
  TOK_PIECE_TAG = 33,
  TOK_PIECE_STOPS = 41, /* a run of . ! ? … */
  TOK_PIECE_STOP = 42,  /* a single full stop */
  TOK_PIECE_HYPHEN = 43,
  TOK_PIECE_DASH = 44,
  TOK_PIECE_CURRENCY = 45,
  TOK_PIECE_RUN = 46,        /* ***, ==== */
  TOK_PIECE_QUOTES = 47,     /* two single quotes that stand for a double one */
  TOK_PIECE_APOSTROPHE = 48, /* a single quote that is not between letters */
  TOK_PIECE_EMOJI = 49
} TokPieceKind;

typedef struct
{
  guint32 start;
  guint32 end;
  guint8 kind;
} TokPiece;

/* A part of the text that can be cut by itself: it ends after white space where there is any */
gsize tok_block_end (const gchar *text, gsize length, gsize start);

/* Appends the pieces of text [start, end) to `pieces`, an array of TokPiece; `rules` must belong to this thread */
gboolean tok_cut (UBreakIterator *rules, const gchar *text, gsize start, gsize end, GArray *pieces, GError **error);

G_END_DECLS
