/* Rows of capitalised words, the stuff of names: "Foreign Minister Ali bin Salem", "Johnson & Johnson". */
#include <string.h>

#include "stages/tag/tag.h"

static gboolean
is_closed_up (const Tagging *self, guint t)
{
  return !has_flag (self, t, ENT_TOKEN_SPACE_BEFORE) && t + 1 < self->n_tokens
         && !has_flag (self, t + 1, ENT_TOKEN_SPACE_BEFORE);
}

/* How many tokens from t join a capitalised word before to one behind: "-", "&", "bin", "al-"; 0 if none do */
static guint
length_of_joint (const Tagging *self, guint t, guint end)
{
  guint u = t;

  if (u + 1 < end && is_char (self, u, '-') && is_closed_up (self, u))
    return is_capital (self, u + 1) ? 1 : 0;
  if (u + 1 < end && is_char (self, u, '&') && is_capital (self, u + 1))
    return 1;
  if (u + 1 < end && is_char (self, u, '.') && is_capital (self, u + 1)
      && self->tokens[u - 1].end - self->tokens[u - 1].start == 1)
    return 1;
  while (u < end && u < t + 3
         && ((is_class (self, u, IS (PARTICLE)) && !has_flag (self, u, ENT_TOKEN_CAPITALISED))
             || (u > t && is_char (self, u, '-') && is_closed_up (self, u))))
    u++;
  return u > t && u < end && is_capital (self, u) ? u - t : 0;
}

static guint
end_of_run (const Tagging *self, guint t, guint end)
{
  while (t < end)
    {
      guint joint;

      t++;
      if (t < end && is_capital (self, t))
        continue;
      joint = t < end ? length_of_joint (self, t, end) : 0;
      if (joint == 0)
        return t;
      t += joint;
    }
  return t;
}

void
tag_find_runs (Tagging *self)
{
  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint end = self->sentences[s].first + self->sentences[s].n;

      for (guint t = self->sentences[s].first; t < end; t++)
        if (is_capital (self, t))
          {
            Run run = { .first = t, .end = end_of_run (self, t, end), .sentence = s };

            g_array_append_val (self->runs, run);
            t = run.end - 1;
          }
    }
}
