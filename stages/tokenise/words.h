/* From pieces to words: joins what belongs together and splits off clitics, by the lists of the pack. */
#pragma once

#include "stages/tokenise/lists.h"
#include "stages/tokenise/pieces.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 start;
  guint32 end;
  gboolean joined; /* a further word of the surface token that the word before it began */
} TokWord;

/* The lists of a pack, by what they do */
typedef struct
{
  TokList *abbreviations; /* a full stop belongs to it; what stands behind says whether it can end a sentence */
  TokList *affixes;       /* "non-", "-wise": not cut at the hyphen */
  TokList *clitics;       /* "n't", "'s": further words of a surface token */
  TokList *domains;       /* ".org", "alt.": names with dots, not cut at the dots */
  TokList *literals;      /* ":-)", "w/o": one token though the rules cut them */
  TokList *multiwords;    /* "can|not", "gon|na" */
  TokList *starters;      /* "The": words that begin a sentence far more often than they are a name */
  TokList *units;         /* "km": cut from the number that it is glued to */
} TokLists;

gboolean tok_is_space (const TokPiece *piece);
gboolean tok_is_one_of (gchar c, const gchar *characters);

/* Whether a single quote was opened before p, on the same line, and not closed */
gboolean tok_in_quotes (const gchar *text, const TokPiece *pieces, guint p);

/* The pieces [p, result) are one surface token */
guint tok_join (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p);

/* Appends to `words`, an array of TokWord, what the surface token [p, end) is made of */
void tok_split (const TokLists *lists, const gchar *text, const TokPiece *pieces, guint n, guint p, guint end,
                GArray *words);

G_END_DECLS
