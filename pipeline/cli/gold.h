/* Gold for `entente eval`: a text and what should be found in it, as spans of bytes. */
#pragma once

#include <entente.h>

typedef struct
{
  guint32 start;
  guint32 end;
  guint32 k;         /* of a word of a multi-word token: which, from 1; 0 for everything else */
  const gchar *type; /* interned by GLib; NULL where spans have none */
  gfloat confidence; /* of a mention that was found */
} Span;

typedef struct
{
  gchar *text;
  gsize length;
  GArray *tokens;    /* Span: surface tokens; NULL where the gold has none, as for the next two */
  GArray *words;     /* Span: syntactic words */
  GArray *sentences; /* Span */
  GArray *mentions;  /* Span; names alone, or all kinds: see gold_foreach() */
  EntDocument *doc;  /* as it was read, with its layers; NULL where the gold is JSON Lines */
  gpointer json;     /* json_t: the line as it was read; NULL where the gold is not JSON Lines */
} Gold;

typedef gboolean (*GoldFunc) (const Gold *gold, gpointer data, GError **error);

/* Calls back for each document of the gold files. With `all_kinds`, values and nominals count as mentions, too. A
 * document that cannot be read is an error: a score over half of the gold is no score */
gboolean gold_foreach (char **paths, const char *from, gboolean all_kinds, GoldFunc func, gpointer data,
                       GError **error);

/* The layers of a document as spans */
GArray *spans_of_tokens (EntDocument *doc);
GArray *spans_of_words (EntDocument *doc);
GArray *spans_of_sentences (EntDocument *doc);
GArray *spans_of_mentions (EntDocument *doc, gboolean all_kinds);

/* By place, then type */
gint compare_spans (gconstpointer a, gconstpointer b);

/* Whether one stands among the others, which are sorted */
gboolean span_is_in (const Span *span, GArray *sorted);

/* How many spans stand in both, which are sorted by it */
guint spans_in_both (GArray *a, GArray *b);
gint compare_spans (gconstpointer a, gconstpointer b);
