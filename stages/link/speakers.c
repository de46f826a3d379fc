/* Quotations, and who speaks them: the subject of a verb of saying beside their marks. */
#include "stages/link/referents.h"

#include <string.h>

/* Sentences that a quotation without an end is taken to have */
#define MAX_SENTENCES 8

/* Tokens that are looked at: of a quotation for its end, and beside it for who speaks */
#define MAX_QUOTE 2000
#define MAX_BESIDE 80

typedef enum
{
  MARK_NONE,
  MARK_OPEN,
  MARK_CLOSE,
  MARK_EITHER
} Mark;

static Mark
mark_at (const LinkTree *tree, guint t)
{
  static const struct
  {
    const gchar *text;
    Mark mark;
  } marks[] = { { "\"", MARK_EITHER }, { "“", MARK_OPEN }, { "”", MARK_CLOSE }, { "``", MARK_OPEN },
                { "''", MARK_CLOSE },  { "«", MARK_OPEN }, { "»", MARK_CLOSE } };
  gsize length = tree->tokens[t].end - tree->tokens[t].start;

  if (!(tree->tokens[t].flags & ENT_TOKEN_PUNCT))
    return MARK_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strlen (marks[i].text) == length && !memcmp (tree->text + tree->tokens[t].start, marks[i].text, length))
      return marks[i].mark;
  return MARK_NONE;
}

/* The subject of a verb of saying at t, as a phrase, or -1 */
static gint
speaker_at (const LinkTree *tree, const LinkNouns *nouns, const LinkPhrases *phrases, guint t)
{
  gint subject;

  if (link_pos (tree, t) != ENT_POS_VERB || !link_word_is (nouns, link_lemma (tree, t), NOUN_SPEECH))
    return -1;
  subject = link_find_child (tree, t, DEP_NSUBJ);
  return subject >= 0 ? phrases->at[subject] : -1;
}

/* Who says so within [first, end): the nearest to t, which is before it or after it */
static gint
nearest_speaker (const LinkTree *tree, const LinkNouns *nouns, const LinkPhrases *phrases, guint first, guint end,
                 gboolean backwards)
{
  for (guint i = first; i < end; i++)
    {
      gint speaker = speaker_at (tree, nouns, phrases, backwards ? end - 1 - (i - first) : i);

      if (speaker >= 0)
        return speaker;
    }
  return -1;
}

static void
find_speaker (const LinkTree *tree, const LinkNouns *nouns, const LinkPhrases *phrases, LinkQuote *quote)
{
  const EntSentence *before = &tree->sentences[tree->nodes[quote->first].sentence];
  const EntSentence *after = &tree->sentences[tree->nodes[quote->end - 1].sentence];
  guint after_end = after->first + after->n;
  guint first = quote->first > MAX_BESIDE ? quote->first - MAX_BESIDE : 0;

  quote->speaker = nearest_speaker (tree, nouns, phrases, quote->end,
                                    CLAMP (after_end, quote->end, quote->end + MAX_BESIDE), FALSE);
  if (quote->speaker < 0)
    quote->speaker = nearest_speaker (tree, nouns, phrases, MAX (before->first, first), quote->first, TRUE);
}

/* The token after the closing mark, 0 where there is none near: the opening one is taken for a slip then */
static guint
find_close (const LinkTree *tree, guint open, Mark opening)
{
  guint last = MIN (tree->nodes[open].sentence + MAX_SENTENCES, tree->n_sentences - 1);
  guint end = MIN (tree->sentences[last].first + tree->sentences[last].n, open + MAX_QUOTE);

  for (guint t = open + 1; t < end; t++)
    {
      Mark mark = mark_at (tree, t);

      if (mark == MARK_CLOSE || (mark == MARK_EITHER && opening == MARK_EITHER))
        return t + 1;
    }
  return 0;
}

GArray *
link_find_quotes (const LinkTree *tree, const LinkNouns *nouns, const LinkPhrases *phrases)
{
  GArray *quotes = g_array_new (FALSE, FALSE, sizeof (LinkQuote));

  for (guint t = 0; t < tree->n_tokens; t++)
    {
      Mark mark = mark_at (tree, t);
      guint end = mark == MARK_OPEN || mark == MARK_EITHER ? find_close (tree, t, mark) : 0;
      LinkQuote quote = { .first = t, .end = end, .speaker = -1 };

      if (!end)
        continue;
      find_speaker (tree, nouns, phrases, &quote);
      g_array_append_val (quotes, quote);
      t = end - 1;
    }
  return quotes;
}
