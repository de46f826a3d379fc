/* Titles of works in quotation marks, where a word before them says that it is one: the novel "North of Here". */
#include <string.h>

#include "stages/tag/tag.h"

#define LONGEST_TITLE 10

static gboolean
is_quote (const Tagging *self, guint t)
{
  static const gchar *const quotes[] = { "\"", "“", "”", "‘", "’", "'", "``", "''", NULL };

  if (!has_flag (self, t, ENT_TOKEN_PUNCT))
    return FALSE;
  for (guint i = 0; quotes[i]; i++)
    if (is_word (self, t, quotes[i]))
      return TRUE;
  return FALSE;
}

static guint
closing_quote (const Tagging *self, guint t, guint end)
{
  guint limit = MIN (end, t + LONGEST_TITLE + 1);

  while (t < limit && !is_quote (self, t))
    t++;
  return t < limit ? t : 0;
}

void
tag_find_works (Tagging *self)
{
  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint end = self->sentences[s].first + self->sentences[s].n;

      for (guint t = self->sentences[s].first; t + 3 < end; t++)
        {
          guint open = is_char (self, t + 1, ',') ? t + 2 : t + 1;
          guint close;

          if (!is_class (self, t, IS (WORK_CUE)) || !is_quote (self, open)
              || !has_flag (self, open + 1, ENT_TOKEN_CAPITALISED))
            continue;
          close = closing_quote (self, open + 1, end);
          while (close > open + 1 && has_flag (self, close - 1, ENT_TOKEN_PUNCT))
            close--;
          if (close > open + 1)
            tag_propose (self, open + 1, close, "Work", RULE_QUOTED_WORK);
        }
    }
}
