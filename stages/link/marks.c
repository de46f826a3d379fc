/* Punctuation: which marks set phrases apart, which end a clause, and which belong to a word. */
#include "stages/link/chunks.h"

#include <string.h>

/* Tokens in brackets that are passed over; a longer bracket is read as if it had no marks */
#define MAX_BRACKET 16

/* "Russia's", also "the ministry's": what follows belongs to it */
gboolean
link_read_possessive (Sentence *self, guint t)
{
  Chunk *np = link_last_chunk (self);
  const Word *next = t + 1 < self->end ? link_word_at (self, t + 1) : NULL;

  if (!np || np->kind != CHUNK_NOUN || np->end != t || !np->complete || t + 1 >= self->end)
    return FALSE;
  if (np->closed || self->tokens[t + 1].flags & ENT_TOKEN_PUNCT || link_is_article (self, t + 1)
      || (next && next->classes & WORD_NOT))
    return FALSE;
  np->owner = np->mention;
  np->mention = np->modifier = ENT_NONE;
  np->head = np->head_end = np->end = t + 1;
  np->word = NULL;
  np->complete = np->bare = FALSE;
  return TRUE;
}

/* Two commas with nothing but adverbs or a date between them set nothing apart: "Putin, however, said" */
static void
read_comma (Sentence *self, guint t)
{
  Chunk *last = link_last_chunk (self);

  if (!last)
    return;
  if (last->kind == CHUNK_COMMA)
    g_array_set_size (self->chunks, self->chunks->len - 1);
  else
    link_add_chunk (self, CHUNK_COMMA, t, t + 1, NULL);
}

static guint
read_bracket (Sentence *self, guint t)
{
  guint end = MIN (t + MAX_BRACKET, self->end);

  for (guint u = t + 1; u < end; u++)
    if (self->text[self->tokens[u].start] == ')')
      return u + 1;
  link_add_chunk (self, CHUNK_STOP, t, t + 1, NULL);
  return t + 1;
}

static gboolean
is_quote (const gchar *text, gsize n)
{
  static const gchar *const quotes[] = { "\"", "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb", "``", "''" };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (strlen (quotes[i]) == n && memcmp (quotes[i], text, n) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_apostrophe (const gchar *text, gsize n)
{
  return (n == 1 && (*text == '\'' || *text == '`'))
         || (n == 3 && (memcmp (text, "\u2019", 3) == 0 || memcmp (text, "\u2018", 3) == 0));
}

static gboolean
is_dash (const gchar *text, gsize n)
{
  return (n == 3 && (memcmp (text, "\u2014", 3) == 0 || memcmp (text, "\u2013", 3) == 0))
         || (n == 2 && memcmp (text, "--", 2) == 0);
}

/* What it joins is neither a name nor a noun that tells anything: "Muslim-majority" */
static void
read_hyphen (Sentence *self, guint t)
{
  Chunk *np;

  link_read_noun (self, t, NULL);
  np = link_last_chunk (self);
  np->modifier = ENT_NONE;
  np->head = np->head_end;
}

guint
link_read_punctuation (Sentence *self, guint t)
{
  const gchar *text = self->text + self->tokens[t].start;
  gsize n = self->tokens[t].end - self->tokens[t].start;
  gboolean apart = self->tokens[t].flags & ENT_TOKEN_SPACE_BEFORE;

  if (*text == '(' && n == 1)
    return read_bracket (self, t);
  if (*text == ',' || is_dash (text, n) || (*text == '-' && apart))
    read_comma (self, t);
  else if (is_apostrophe (text, n) && !apart && text[-1] == 's' && link_read_possessive (self, t))
    return t + 1;
  else if ((*text == '-' || *text == '/') && n == 1)
    read_hyphen (self, t);
  else if (!is_quote (text, n) && !is_apostrophe (text, n) && *text != '$' && *text != '%')
    link_add_chunk (self, CHUNK_STOP, t, t + 1, NULL);
  return t + 1;
}
