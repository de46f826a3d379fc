/* What a document has named once it may name shorter: surnames alone, acronyms that it has explained. */
#include <string.h>

#include "stages/tag/tag.h"

#define LONGEST_REPEAT 6

typedef struct
{
  const gchar *type;
  guint8 rule;
} Known;

static guint64
hash_words (const Tagging *self, guint first, guint end)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint t = first; t < end; t++)
    {
      for (guint32 i = self->tokens[t].start; i < self->tokens[t].end; i++)
        hash = (hash ^ (guchar) self->text[i]) * G_GUINT64_CONSTANT (1099511628211);
      hash = (hash ^ ' ') * G_GUINT64_CONSTANT (1099511628211);
    }
  return hash;
}

/* The first to name something keeps it, unless a rule of more trust names it otherwise */
static void
remember (GHashTable *known, guint64 hash, const gchar *type, guint8 rule)
{
  Known *old = g_hash_table_lookup (known, &hash);

  if (old && old->rule <= rule)
    return;
  if (!old)
    {
      guint64 *key = g_memdup2 (&hash, sizeof hash);

      old = g_new (Known, 1);
      g_hash_table_insert (known, key, old);
    }
  old->type = type;
  old->rule = rule;
}

static void
remember_candidate (const Tagging *self, GHashTable *known, const Candidate *candidate)
{
  gboolean several = candidate->end > candidate->first + 1;

  if (candidate->rule >= RULE_PLACE_CONTEXT && !several)
    return;
  remember (known, hash_words (self, candidate->first, candidate->end), candidate->type, candidate->rule);
  if (several && g_str_equal (candidate->type, "Person"))
    for (guint t = candidate->first; t < candidate->end; t++)
      if (self->tokens[t].end - self->tokens[t].start > 2 && is_capital (self, t)
          && (t + 1 == candidate->end || !is_class (self, t, ANY_PLACE)))
        remember (known, hash_words (self, t, t + 1), "Person", candidate->rule);
}

/* A surname that is a common word too is a name even where its capital could be the sentence's */
static gboolean
may_repeat (const Tagging *self, guint t)
{
  return has_flag (self, t, ENT_TOKEN_CAPITALISED)
         && !((self->words[t].as_written | self->words[t].otherwise) & IS (FUNCTION));
}

static guint
find_repeat (Tagging *self, GHashTable *known, guint t, guint end)
{
  for (guint length = MIN (LONGEST_REPEAT, end - t); length > 0; length--)
    {
      guint64 hash;
      const Known *found;

      if (!has_flag (self, t + length - 1, ENT_TOKEN_CAPITALISED) || !tag_is_free (self, t, t + length))
        continue;
      hash = hash_words (self, t, t + length);
      found = g_hash_table_lookup (known, &hash);
      if (!found)
        continue;
      if (tag_stands_alone (self, t, t + length))
        tag_propose (self, t, t + length, found->type, RULE_REPEAT);
      return t + length;
    }
  return t + 1;
}

void
tag_find_repeats (Tagging *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < self->kept->len; i++)
    remember_candidate (self, known, &g_array_index (self->kept, Candidate, i));
  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint end = self->sentences[s].first + self->sentences[s].n;

      for (guint t = self->sentences[s].first; t < end;)
        t = may_repeat (self, t) && !self->words[t].kept ? find_repeat (self, known, t, end) : t + 1;
    }
}

/* What the context tells of one mention of a name goes for the others */
void
tag_agree (Tagging *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      remember (known, hash_words (self, candidate->first, candidate->end), candidate->type, candidate->rule);
    }
  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);
      guint64 hash = hash_words (self, candidate->first, candidate->end);
      const Known *best = g_hash_table_lookup (known, &hash);

      candidate->type = best->type;
      candidate->rule = best->rule;
    }
}

/* --- "Federal Security Service (FSB)" --- */

/* The first token of the name whose initials an acronym spells, read backwards from end; end if it spells none.
 * Small words may be left out. */
static guint
expansion_of (const Tagging *self, guint acronym, guint end)
{
  guint32 first = self->tokens[acronym].start, letter = self->tokens[acronym].end;
  guint t = end;

  while (letter > first)
    {
      gchar c = self->text[letter - 1];

      if (!g_ascii_isupper (c))
        {
          if (c != '.')
            return end;
          letter--;
          continue;
        }
      if (t == 0 || end - t > 12)
        return end;
      t--;
      if (self->text[self->tokens[t].start] == c)
        letter--;
      else if (has_flag (self, t, ENT_TOKEN_CAPITALISED) || !has_flag (self, t, ENT_TOKEN_ALPHA))
        return end;
    }
  return end - t >= 2 && has_flag (self, t, ENT_TOKEN_CAPITALISED) ? t : end;
}

static void
find_acronym_pair (Tagging *self, GHashTable *known, guint open)
{
  guint acronym = open + 1;
  guint first;

  if (!has_flag (self, acronym, ENT_TOKEN_UPPER) || !is_char (self, open + 2, ')')
      || self->tokens[acronym].end - self->tokens[acronym].start < 2)
    return;
  first = expansion_of (self, acronym, open);
  if (first == open)
    return;
  tag_propose (self, first, open, "Organisation", RULE_ACRONYM_PAIR);
  remember (known, hash_words (self, acronym, acronym + 1), "Organisation", RULE_ACRONYM_PAIR);
}

void
tag_find_acronyms (Tagging *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint t = 1; t + 2 < self->n_tokens; t++)
    if (is_char (self, t, '('))
      find_acronym_pair (self, known, t);
  if (g_hash_table_size (known) == 0)
    return;
  for (guint t = 0; t < self->n_tokens; t++)
    if (has_flag (self, t, ENT_TOKEN_UPPER))
      {
        guint64 hash = hash_words (self, t, t + 1);

        if (g_hash_table_contains (known, &hash))
          tag_propose (self, t, t + 1, "Organisation", RULE_ACRONYM_PAIR);
      }
}
