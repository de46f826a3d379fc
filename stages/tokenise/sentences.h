/* Where sentences end: at full stops that are no part of a word, at blank lines, and at line breaks that mean it. */
#pragma once

#include "stages/tokenise/words.h"

#include <entente/layers.h>

G_BEGIN_DECLS

/* The token after the sentence that begins with token `first`; n at the end of the text */
guint tok_sentence_end (const TokLists *lists, const gchar *text, const EntToken *tokens, guint n, guint first);

G_END_DECLS
