/* Makes the view of a document, and answers what rules ask of a token. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/rules/match.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

/* --- Words -------------------------------------------------------------------------------------------------------- */

static guint32
find_literal (const RuleView *self, const gchar *word)
{
  return word ? GPOINTER_TO_UINT (g_hash_table_lookup (self->set->literals, word)) : 0;
}

static void
look_up_word (RuleView *self, guint t, GString *buffer)
{
  const EntToken *token = self->tokens + t;
  RuleWord *word = self->words + t;
  gboolean ascii = TRUE;

  g_string_truncate (buffer, 0);
  g_string_append_len (buffer, self->text + token->start, token->end - token->start);
  word->lemma = find_literal (self, ent_document_get_string (self->doc, token->lemma));
  word->exact = word->folded = find_literal (self, buffer->str);
  for (gsize i = 0; i < buffer->len; i++)
    ascii &= !(buffer->str[i] & 0x80);
  if (ascii && !(token->flags & (ENT_TOKEN_CAPITALISED | ENT_TOKEN_UPPER)) && !g_ascii_isupper (buffer->str[0])
      && strcspn (buffer->str, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == buffer->len)
    return;
  if (ascii)
    word->folded = find_literal (self, g_string_ascii_down (buffer)->str);
  else
    {
      g_autofree gchar *lower = g_utf8_strdown (buffer->str, buffer->len);

      word->folded = find_literal (self, lower);
    }
}

static void
look_up_words (RuleView *self)
{
  g_autoptr (GString) buffer = g_string_new (NULL);

  for (guint t = 0; t < self->n_tokens && g_hash_table_size (self->set->literals); t++)
    look_up_word (self, t, buffer);
}

/* --- Mentions and lists ------------------------------------------------------------------------------------------- */

static gint
compare_mentions (gconstpointer a, gconstpointer b, gpointer data)
{
  const EntMention *mentions = data;
  guint32 one = *(const guint32 *) a, other = *(const guint32 *) b;

  if (mentions[one].first != mentions[other].first)
    return mentions[one].first < mentions[other].first ? -1 : 1;
  if (mentions[one].n != mentions[other].n)
    return mentions[one].n > mentions[other].n ? -1 : 1;
  return (one > other) - (one < other);
}

static void
sort_mentions (RuleView *self)
{
  guint next = 0;

  self->by_first = g_new (guint32, self->n_mentions + 1);
  self->types = g_new0 (guint32, self->n_mentions + 1);
  for (guint m = 0; m < self->n_mentions; m++)
    {
      const gchar *type = ent_document_get_string (self->doc, self->mentions[m].type);

      self->by_first[m] = m;
      self->types[m] = GPOINTER_TO_UINT (g_hash_table_lookup (self->set->types, type));
    }
  g_qsort_with_data (self->by_first, self->n_mentions, sizeof (guint32), compare_mentions, self->mentions);
  for (guint t = 0; t <= self->n_tokens; t++)
    {
      while (next < self->n_mentions && self->mentions[self->by_first[next]].first < t)
        next++;
      self->words[t].mention = next;
    }
}

/* Of each token the mentions that it is part of, one token's after the other's */
static void
cover_tokens (RuleView *self)
{
  guint n = 0;

  for (guint m = 0; m < self->n_mentions; m++)
    for (guint t = self->mentions[m].first; t < self->mentions[m].first + self->mentions[m].n; t++)
      self->words[t].cover++;
  for (guint t = 0; t <= self->n_tokens; t++)
    self->words[t].cover = n += self->words[t].cover;
  self->covers = g_new (guint32, n + 1);
  for (guint m = self->n_mentions; m-- > 0;)
    for (guint t = self->mentions[m].first; t < self->mentions[m].first + self->mentions[m].n; t++)
      self->covers[--self->words[t].cover] = m;
}

static void
match_lists (RuleView *self)
{
  guint next = 0;

  self->matches = g_array_new (FALSE, FALSE, sizeof (RuleListMatch));
  for (guint s = 0; s < self->n_sentences; s++)
    rules_lists_match (self->set->lists, self->text, self->tokens, self->sentences[s].first,
                       self->sentences[s].first + self->sentences[s].n, self->matches);
  for (guint t = 0; t <= self->n_tokens; t++)
    {
      while (next < self->matches->len && g_array_index (self->matches, RuleListMatch, next).first < t)
        next++;
      self->words[t].match = next;
    }
}

static void
find_heads (RuleView *self)
{
  self->heads = g_new (guint32, self->n_mentions + 1);
  self->match_heads = g_new (guint32, self->matches->len + 1);
  for (guint m = 0; m < self->n_mentions; m++)
    self->heads[m] = link_head_of (self->tree, self->mentions[m].first, self->mentions[m].first + self->mentions[m].n);
  for (guint i = 0; i < self->matches->len; i++)
    {
      const RuleListMatch *match = &g_array_index (self->matches, RuleListMatch, i);

      self->match_heads[i] = link_head_of (self->tree, match->first, match->end);
    }
}

static EntMention *
copy_mentions (EntDocument *doc, guint *n)
{
  const EntMention *mentions = ent_document_get_mentions (doc, n);

  return g_memdup2 (mentions, *n * sizeof *mentions);
}

void
rules_view_init (RuleView *self, const RuleSet *set, EntDocument *doc, const LinkTree *tree)
{
  pcre2_match_context *limits = pcre2_match_context_create (NULL);

  *self = (RuleView){ .set = set, .doc = doc, .tree = tree };
  self->text = ent_document_get_text (doc, NULL);
  self->tokens = ent_document_get_tokens (doc, &self->n_tokens);
  self->sentences = ent_document_get_sentences (doc, &self->n_sentences);
  self->mentions = copy_mentions (doc, &self->n_mentions);
  self->words = g_new0 (RuleWord, self->n_tokens + 1);
  pcre2_set_match_limit (limits, RULES_MATCH_LIMIT);
  self->limits = limits;
  self->data = pcre2_match_data_create (RULES_MAX_GROUPS, NULL);
  look_up_words (self);
  sort_mentions (self);
  cover_tokens (self);
  match_lists (self);
  if (tree)
    find_heads (self);
}

void
rules_view_clear (RuleView *self)
{
  g_free (self->words);
  g_free (self->mentions);
  g_free (self->by_first);
  g_free (self->covers);
  g_free (self->types);
  g_free (self->heads);
  g_free (self->match_heads);
  g_array_unref (self->matches);
  pcre2_match_data_free (self->data);
  pcre2_match_context_free (self->limits);
}

/* --- Which rules may match -----------------------------------------------------------------------------------------
 */

static void
take (const RuleView *self, TriggerKind kind, guint number, guint8 *seen, GArray *ways)
{
  const GArray *index = self->set->index[kind];
  const GArray *found = number < index->len ? g_array_index (index, GArray *, number) : NULL;

  for (guint i = 0; found && i < found->len; i++)
    {
      guint way = g_array_index (found, guint, i);

      if (!seen[way])
        g_array_append_val (ways, way);
      seen[way] = TRUE;
    }
}

static gint
compare_ways (gconstpointer a, gconstpointer b)
{
  return (*(const guint *) a > *(const guint *) b) - (*(const guint *) a < *(const guint *) b);
}

void
rules_view_choose (const RuleView *self, guint s, guint8 *seen, GArray *ways)
{
  const EntSentence *sentence = self->sentences + s;

  g_array_set_size (ways, 0);
  g_array_append_vals (ways, self->set->always->data, self->set->always->len);
  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    {
      const RuleWord *word = self->words + t;

      if (word->exact)
        take (self, TRIGGER_TEXT, word->exact, seen, ways);
      if (word->folded && word->folded != word->exact)
        take (self, TRIGGER_TEXT, word->folded, seen, ways);
      if (word->lemma)
        take (self, TRIGGER_LEMMA, word->lemma, seen, ways);
      take (self, TRIGGER_POS, self->tokens[t].pos, seen, ways);
      for (guint i = word->mention; i < word[1].mention; i++)
        take (self, TRIGGER_TYPE, self->types[self->by_first[i]], seen, ways);
      for (guint i = word->match; i < word[1].match; i++)
        take (self, TRIGGER_LIST, g_array_index (self->matches, RuleListMatch, i).list, seen, ways);
    }
  for (guint i = 0; i < ways->len; i++)
    seen[g_array_index (ways, guint, i)] = FALSE;
  g_array_sort (ways, compare_ways);
}
