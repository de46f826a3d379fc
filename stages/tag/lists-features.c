/* What the lists of a pack tell of the words of a document, as features of the learned tagger of names: of each word
 * the longest listed name that it is part of, after Ratinov and Roth, "Design challenges and misconceptions in named
 * entity recognition", CoNLL 2009, and how it stands in raw text. */
#include "stages/tag/lists.h"

typedef struct
{
  ListedName name; /* the longest that covers the token */
  ListedName own;  /* of the token alone */
  ListedWord word;
  guint8 place; /* 1 + begin, inside, last or unit of the name, and whether it is written small; 0 for none */
  guint8 has_own;
  guint8 has_word;
} Match;

struct _ListMatches
{
  Match *of; /* each token */
};

/* Templates: a number each, which only has to differ from the others' and from those of names-features.c */
enum
{
  SHARE = 1000,
  BEST = 1020, /* of the word itself, + 1 of the one before, + 2 of the one behind */
  NOUN = 1030, /* as BEST */
  OWN_SHARE = 1040,
  OWN_NOUN = 1060,
  WAY = 1100
};

static gboolean
is_small (const Tagging *tagging, guint t)
{
  return !(tagging->tokens[t].flags & ENT_TOKEN_CAPITALISED);
}

/* The end of the longest listed name that begins at t, or t; the last that is found is the longest */
static guint
longest_name (const Lists *lists, const guint64 *hashes, guint t, guint end, ListedName *name)
{
  guint64 hash = 0;
  guint longest = t;

  for (guint u = t; u < end && u < t + LISTS_LONGEST_NAME; u++)
    {
      hash = lists_hash_name (hash, hashes[u]);
      if (lists_find_name (lists, hash, name))
        longest = u + 1;
    }
  return longest;
}

static void
match_sentence (ListMatches *self, const Lists *lists, const Tagging *tagging, const guint64 *hashes,
                const EntSentence *sentence)
{
  guint end = sentence->first + sentence->n;

  for (guint t = sentence->first; t < end;)
    {
      ListedName name;
      guint stop = longest_name (lists, hashes, t, end, &name);

      for (guint u = t; u < stop; u++)
        {
          self->of[u].name = name;
          self->of[u].place = 1 + (u == t) + 2 * (u + 1 == stop) + 4 * is_small (tagging, t);
        }
      t = MAX (stop, t + 1);
    }
}

ListMatches *
lists_match (const Lists *self, const Tagging *tagging)
{
  ListMatches *matches = g_new (ListMatches, 1);
  g_autofree guint64 *hashes = g_new (guint64, tagging->n_tokens + 1);

  matches->of = g_new0 (Match, tagging->n_tokens + 1);
  for (guint t = 0; t < tagging->n_tokens; t++)
    {
      const EntToken *token = &tagging->tokens[t];
      Match *match = &matches->of[t];

      hashes[t] = lists_hash_word (tagging->text + token->start, token->end - token->start);
      match->has_word = lists_find_word (self, hashes[t], &match->word);
      match->has_own = lists_find_name (self, lists_hash_name (0, hashes[t]), &match->own);
    }
  for (guint s = 0; s < tagging->n_sentences; s++)
    match_sentence (matches, self, tagging, hashes, &tagging->sentences[s]);
  return matches;
}

void
lists_free_matches (ListMatches *self)
{
  g_free (self->of);
  g_free (self);
}

static guint
best_of (const ListedName *name)
{
  guint best = 0;

  for (guint kind = 1; kind < N_KINDS; kind++)
    if (name->shares[kind] > name->shares[best])
      best = kind;
  return best * 8 + name->shares[best];
}

static void
add_name (const Match *match, EntFeatureList *list)
{
  guint place = match->place;

  for (guint kind = 0; kind < N_KINDS; kind++)
    if (match->name.shares[kind])
      ent_feature_list_add (list, SHARE + kind, ent_hash_mix (match->name.shares[kind], place));
  ent_feature_list_add (list, BEST, ent_hash_mix (ent_hash_mix (best_of (&match->name), match->name.votes), place));
  if (match->name.noun)
    ent_feature_list_add (list, NOUN, ent_hash_mix (match->name.noun, place));
}

static void
add_own (const Match *match, EntFeatureList *list)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    if (match->own.shares[kind])
      ent_feature_list_add (list, OWN_SHARE + kind, match->own.shares[kind]);
  if (match->own.noun)
    ent_feature_list_add (list, OWN_NOUN, match->own.noun);
}

static void
add_word (const Match *match, gboolean small, EntFeatureList *list)
{
  ent_feature_list_add (list, WAY, ent_hash_mix (match->word.shares[WAY_CAPITALISED], small));
  for (guint way = 1; way < N_WAYS; way++)
    if (match->word.shares[way])
      ent_feature_list_add (list, WAY + way, ent_hash_mix (match->word.shares[way], small));
}

/* The name that the word beside is part of */
static void
add_beside (const ListMatches *self, guint t, guint offset, EntFeatureList *list)
{
  const Match *match = &self->of[t];

  if (!match->place)
    return;
  ent_feature_list_add (list, BEST + offset, ent_hash_mix (best_of (&match->name), match->place));
  if (match->name.noun)
    ent_feature_list_add (list, NOUN + offset, ent_hash_mix (match->name.noun, match->place));
}

void
lists_add_features (const ListMatches *self, const Tagging *tagging, guint t, guint first, guint end, EntFeatureList *list)
{
  const Match *match = &self->of[t];

  if (match->place)
    add_name (match, list);
  if (match->has_own)
    add_own (match, list);
  if (match->has_word)
    add_word (match, is_small (tagging, t), list);
  if (t > first)
    add_beside (self, t - 1, 1, list);
  if (t + 1 < end)
    add_beside (self, t + 1, 2, list);
}
