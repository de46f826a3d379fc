/* Quotations and their speakers; one goes on over several sentences, and after "…", X said. "…" */
#include "stages/link/stance.h"

#include <string.h>

/* Shorter ones are words that the writer keeps at a distance */
#define SHORTEST 3

typedef struct
{
  const LinkClauses *clauses;
  const LinkTree *tree;
  LinkQuotes *quotes;
  gint last_speaker; /* of the quotation before, or -1 */
  guint last_end;
} Quoting;

static gboolean
is_text (const LinkTree *tree, guint t, const gchar *text)
{
  gsize n = tree->tokens[t].end - tree->tokens[t].start;

  return strlen (text) == n && !memcmp (tree->text + tree->tokens[t].start, text, n);
}

static gboolean
opens (const LinkTree *tree, guint t)
{
  return is_text (tree, t, "\"") || is_text (tree, t, "\u201c") || is_text (tree, t, "``");
}

static gboolean
closes (const LinkTree *tree, guint t)
{
  return is_text (tree, t, "\"") || is_text (tree, t, "\u201d") || is_text (tree, t, "''");
}

static gboolean
is_inside (gint t, guint first, guint end)
{
  return t >= (gint) first && t < (gint) end;
}

/* Whether a verb of saying tells of words in [first, end): it stands outside, what is said inside */
static gboolean
tells_of (const LinkTree *tree, guint verb, guint first, guint end)
{
  if (is_inside (verb, first, end))
    return FALSE;
  if (link_dep (tree, verb) == DEP_PARATAXIS && is_inside (tree->nodes[verb].head, first, end))
    return TRUE;
  for (gint c = link_child (tree, verb); c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_CCOMP:
      case DEP_PARATAXIS:
      case DEP_OBJ:
      case DEP_DEP:
      case DEP_OTHER:
        if (is_inside (c, first, end))
          return TRUE;
        break;
      default:
        break;
      }
  return FALSE;
}

static gint
find_speaker (const Quoting *self, guint first, guint end)
{
  guint s_first = self->tree->nodes[first].sentence, s_last = self->tree->nodes[end - 1].sentence;
  guint from = self->tree->sentences[s_first].first;
  guint to = self->tree->sentences[s_last].first + self->tree->sentences[s_last].n;

  for (guint t = from; t < to; t++)
    {
      const LinkClause *clause = link_clause_at (self->clauses, t);

      if (clause && clause->verb && clause->verb->traits & VERB_TAKES_CLAUSE && clause->subject >= 0
          && !clause->passive && tells_of (self->tree, t, first, end))
        return clause->subject;
    }
  return -1;
}

/* No other paragraph and no other sentence between: the same person goes on */
static gboolean
goes_on (const Quoting *self, guint first)
{
  if (self->last_speaker < 0
      || self->tree->nodes[first].sentence > self->tree->nodes[self->last_end - 1].sentence + 1)
    return FALSE;
  for (guint t = self->last_end; t <= first; t++)
    if (self->tree->tokens[t].flags & ENT_TOKEN_LINE_START)
      return FALSE;
  return TRUE;
}

static void
add_quotation (Quoting *self, guint first, guint end)
{
  gint speaker = end - first >= SHORTEST ? find_speaker (self, first, end) : -1;

  if (speaker < 0 && goes_on (self, first - 1))
    speaker = self->last_speaker;
  if (speaker < 0)
    return;
  for (guint t = first; t < end; t++)
    self->quotes->speaker[t] = speaker;
  self->last_speaker = speaker;
  self->last_end = end;
}

/* A quotation ends at the latest where the next one opens, as paragraphs of one speech do */
LinkQuotes *
link_quotes_new (const LinkClauses *clauses)
{
  const LinkTree *tree = clauses->tree;
  LinkQuotes *self = g_new0 (LinkQuotes, 1);
  Quoting quoting = { .clauses = clauses, .tree = tree, .quotes = self, .last_speaker = -1 };
  gint open = -1;

  self->speaker = g_new (gint32, tree->n_tokens + 1);
  memset (self->speaker, 0xff, (tree->n_tokens + 1) * sizeof *self->speaker);
  for (guint t = 0; t < tree->n_tokens; t++)
    if (open >= 0 && closes (tree, t))
      {
        if (t > (guint) open + 1)
          add_quotation (&quoting, open + 1, t);
        open = -1;
      }
    else if (opens (tree, t))
      open = t;
  return self;
}

void
link_quotes_free (LinkQuotes *self)
{
  g_free (self->speaker);
  g_free (self);
}
