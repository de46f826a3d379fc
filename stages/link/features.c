/* The features of candidates: what speaks for and against each, for pronouns and descriptions of each form apart. */
#include "stages/link/antecedents.h"

#include <string.h>

/* Words of a phrase that are compared */
#define MAX_WORDS 12

/* Steps from a pronoun up to the clause of a subject: no sentence that is one has more */
#define MAX_CLIMB 40

typedef enum
{
  FEATURE_SENTENCES,
  FEATURE_ROLES,
  FEATURE_FORM,
  FEATURE_TYPE,
  FEATURE_RANK,
  FEATURE_SIZE,
  FEATURE_AGREEMENT,
  FEATURE_TOPIC,
  FEATURE_ABOVE,
  FEATURE_PRONOUN,
  FEATURE_QUOTE,
  FEATURE_TOKENS,
  FEATURE_NOUN,
  FEATURE_NAMED,
  FEATURE_NEAR_ROLE,
  FEATURE_MATCH,
  FEATURE_EQUAL,
  FEATURE_KIND,
  FEATURE_POST,
  FEATURE_OWNER,
  FEATURE_MATCHED_NOUN,
  FEATURE_NUMBER,
  FEATURE_MATCH_FAR,
  FEATURE_MATCH_TYPE,
  FEATURE_PLACE,
  FEATURE_FORM_ROLE,
  FEATURE_LIST,
  FEATURE_VERB,
  FEATURE_BESIDE,
  FEATURE_REPEATED,
  FEATURE_MODIFIERS,
  FEATURE_ALL,
  FEATURE_NONE,
  FEATURE_NONE_ROLE,
  FEATURE_NONE_NOUN,
  FEATURE_NONE_VERB,
  FEATURE_NONE_COUNT,
  FEATURE_NONE_MATCH,
  FEATURE_NONE_DEP,
  FEATURE_NONE_WORDS,
  FEATURE_NONE_TYPE,
  FEATURE_NONE_REPEATED
} Feature;

/* How the words of two phrases compare, but for their heads and small words */
typedef enum
{
  WORDS_NONE,   /* the later one has none */
  WORDS_EQUAL,  /* both have the same */
  WORDS_WITHIN, /* all of the later one's are in the earlier */
  WORDS_PARTLY, /* some */
  WORDS_DIFFERENT
} WordsMatch;

typedef struct
{
  const Referents *referents;
  const Referent *referent;
  guint64 class;    /* of the pronoun or description: all features are of one */
  guint n_repeated; /* how often its noun was met before */
  EntFeatureList *out;
} Weighing;

static guint
bucket (guint n)
{
  return n < 4 ? n : n < 6 ? 4 : n < 9 ? 5 : n < 15 ? 6 : n < 30 ? 7 : 8;
}

static void
add (Weighing *self, Feature feature, guint64 a, guint64 b, guint64 c)
{
  ent_feature_list_add (self->out, feature, ent_hash_mix (ent_hash_mix (ent_hash_mix (self->class, a), b), c));
}

static guint64
hash_id (const Weighing *self, EntId id)
{
  const gchar *string = ent_document_get_string (self->referents->tree->doc, id);

  return string ? ent_hash_bytes (string, strlen (string)) : 0;
}

static guint
collect_words (const Referents *self, const Referent *referent, guint end, EntId words[MAX_WORDS])
{
  const LinkTree *tree = self->tree;
  guint n = 0;

  for (guint t = referent->first; t < end && n < MAX_WORDS; t++)
    {
      EntPos pos = link_pos (tree, t);

      if (t != referent->head
          && (pos == ENT_POS_NOUN || pos == ENT_POS_PROPN || pos == ENT_POS_ADJ || pos == ENT_POS_NUM
              || pos == ENT_POS_VERB))
        words[n++] = tree->tokens[t].lemma;
    }
  return n;
}

static gboolean
is_among (EntId word, const EntId *words, guint n)
{
  for (guint i = 0; i < n; i++)
    if (words[i] == word)
      return TRUE;
  return FALSE;
}

/* Of the whole phrases, or of what stands before their heads */
static WordsMatch
compare_words (const Weighing *self, const Referent *before, gboolean whole)
{
  EntId later[MAX_WORDS], earlier[MAX_WORDS];
  guint n_later
      = collect_words (self->referents, self->referent, whole ? self->referent->end : self->referent->head, later);
  guint n_earlier = collect_words (self->referents, before, whole ? before->end : before->head, earlier);
  guint n_common = 0;

  for (guint i = 0; i < n_later; i++)
    n_common += is_among (later[i], earlier, n_earlier);
  if (!n_later)
    return n_earlier ? WORDS_NONE : WORDS_EQUAL;
  if (n_common == n_later)
    return n_later == n_earlier ? WORDS_EQUAL : WORDS_WITHIN;
  return n_common ? WORDS_PARTLY : WORDS_DIFFERENT;
}

static guint
token_distance (const Referent *before, const Referent *referent)
{
  return referent->first > before->head ? referent->first - before->head : 0;
}

/* Whose chains own the two: "his wife … his wife" */
static guint
compare_owners (const Weighing *self, const Referent *before)
{
  gint one = before->owner, other = self->referent->owner;

  if (one < 0 || other < 0)
    return (one >= 0) + 2 * (other >= 0);
  return link_chain_root (self->referents, one) == link_chain_root (self->referents, other) ? 4 : 5;
}

/* Whether the subject of a clause above the pronoun's is meant */
static gboolean
stands_above (const LinkTree *tree, const Referent *before, const Referent *referent)
{
  gint clause = tree->nodes[before->head].head, at = referent->head;

  if (before->sentence != referent->sentence || before->role != ROLE_SUBJECT || clause < 0)
    return FALSE;
  for (guint n = 0; at >= 0 && at != clause && n < MAX_CLIMB; n++)
    at = tree->nodes[at].head;
  return at == clause;
}

static guint64
governor (const Weighing *self, const Referent *referent)
{
  const LinkTree *tree = self->referents->tree;
  gint head = tree->nodes[referent->head].head;

  return head < 0 ? 0 : hash_id (self, tree->tokens[head].lemma);
}

/* "Quill and his wife": in a list with what the pronoun owns */
static gboolean
stands_beside (const LinkTree *tree, const Referent *before, const Referent *referent)
{
  gint owned = referent->role == ROLE_OWNER ? tree->nodes[referent->head].head : -1;

  return owned >= 0 && link_dep (tree, owned) == DEP_CONJ && tree->nodes[owned].head == (gint) before->head;
}

static gboolean
is_topic (const Referents *self, guint a)
{
  const Referent *before = link_referent (self, a);

  return !a || link_referent (self, a - 1)->sentence != before->sentence;
}

static void
add_common (Weighing *self, guint a, guint rank)
{
  const Referents *referents = self->referents;
  const Referent *before = link_referent (referents, a), *chain = link_chain_of (referents, a);
  const Referent *referent = self->referent;
  guint sentences = bucket (referent->sentence - before->sentence);

  add (self, FEATURE_SENTENCES, sentences, 0, 0);
  add (self, FEATURE_ROLES, before->role, referent->role, MIN (sentences, 1));
  add (self, FEATURE_FORM, before->form, MIN (sentences, 2), 0);
  add (self, FEATURE_TYPE, hash_id (self, chain->chain_type), 0, 0);
  add (self, FEATURE_RANK, bucket (rank), 0, 0);
  add (self, FEATURE_SIZE, bucket (chain->n), 0, 0);
  add (self, FEATURE_AGREEMENT, chain->chain_gender, chain->chain_number, 0);
  add (self, FEATURE_TOPIC, is_topic (referents, a), before->role, MIN (sentences, 2));
  add (self, FEATURE_ABOVE, stands_above (referents->tree, before, referent), 0, 0);
  add (self, FEATURE_QUOTE, before->quote == referent->quote, before->quote >= 0, referent->quote >= 0);
  add (self, FEATURE_PLACE, before->role, rank < 4 ? rank : 4, MIN (sentences, 2));
  add (self, FEATURE_FORM_ROLE, before->form, before->role, MIN (sentences, 1));
  add (self, FEATURE_NAMED, chain->chain_named, hash_id (self, chain->chain_type), before->role);
}

static void
add_for_pronoun (Weighing *self, guint a, guint rank)
{
  const Referent *before = link_referent (self->referents, a);

  add (self, FEATURE_TOKENS, bucket (token_distance (before, self->referent)), 0, 0);
  add (self, FEATURE_NEAR_ROLE, before->role, bucket (rank), before->sentence == self->referent->sentence);
  add (self, FEATURE_NOUN, before->form == FORM_NAME ? 0 : hash_id (self, before->noun), 0, 0);
  add (self, FEATURE_LIST, link_find_child (self->referents->tree, before->head, DEP_CONJ) >= 0,
       link_dep (self->referents->tree, before->head) == DEP_CONJ, before->number);
  add (self, FEATURE_VERB, governor (self, self->referent), self->referent->role,
       hash_id (self, link_chain_of (self->referents, a)->chain_type));
  add (self, FEATURE_BESIDE, stands_beside (self->referents->tree, before, self->referent), 0, 0);
  if (before->pronoun)
    add (self, FEATURE_PRONOUN, before->pronoun->use, before->noun == self->referent->noun, 0);
}

static void
add_for_nominal (Weighing *self, guint a)
{
  const Referent *before = link_referent (self->referents, a), *chain = link_chain_of (self->referents, a);
  gboolean same_noun = before->form != FORM_NAME && before->noun == self->referent->noun;
  gboolean in_name = before->form == FORM_NAME;
  WordsMatch words = compare_words (self, before, TRUE), modifiers = compare_words (self, before, FALSE);
  guint sentences = bucket (self->referent->sentence - before->sentence);
  guint match = same_noun ? 1 : in_name ? 2 : 0;

  add (self, FEATURE_MATCH, match, words, before->form);
  add (self, FEATURE_MATCH, match, words, 100);
  add (self, FEATURE_EQUAL, match, before->end - before->first == self->referent->end - self->referent->first, words);
  add (self, FEATURE_KIND, match, chain->chain_type == self->referent->type, hash_id (self, self->referent->type));
  add (self, FEATURE_POST, match, before->end > before->head + 1, self->referent->end > self->referent->head + 1);
  add (self, FEATURE_OWNER, match, compare_owners (self, before), words);
  add (self, FEATURE_NUMBER, match, before->number, self->referent->number);
  add (self, FEATURE_MATCH_FAR, match, sentences, words);
  add (self, FEATURE_MODIFIERS, match, modifiers, before->form);
  add (self, FEATURE_ALL, match, words * 8 + modifiers, before->number == self->referent->number);
  add (self, FEATURE_REPEATED, match, bucket (self->n_repeated), words);
  if (same_noun)
    add (self, FEATURE_MATCHED_NOUN, hash_id (self, self->referent->noun), 0, 0);
  if (in_name)
    add (self, FEATURE_MATCH_TYPE, hash_id (self, self->referent->noun), hash_id (self, chain->chain_type), 0);
}

static void
add_for_none (Weighing *self, guint n_candidates, gboolean has_match)
{
  const LinkTree *tree = self->referents->tree;
  const Referent *referent = self->referent;
  EntId words[MAX_WORDS];

  add (self, FEATURE_NONE, 0, 0, 0);
  add (self, FEATURE_NONE_ROLE, referent->role, 0, 0);
  add (self, FEATURE_NONE_NOUN, hash_id (self, referent->noun), 0, 0);
  add (self, FEATURE_NONE_VERB, governor (self, referent), referent->role, 0);
  add (self, FEATURE_NONE_COUNT, bucket (n_candidates), 0, 0);
  add (self, FEATURE_NONE_MATCH, has_match, referent->end > referent->head + 1, referent->number);
  add (self, FEATURE_NONE_DEP, link_dep (tree, referent->head), 0, 0);
  add (self, FEATURE_NONE_WORDS, collect_words (self->referents, referent, referent->end, words), has_match, 0);
  add (self, FEATURE_NONE_REPEATED, bucket (self->n_repeated), referent->form, 0);
  add (self, FEATURE_NONE_TYPE, hash_id (self, referent->type), has_match, 0);
}

static guint64
class_of (const Referent *referent)
{
  const LinkPronoun *pronoun = referent->pronoun;

  return pronoun ? 1000 + pronoun->gender * 100 + pronoun->number * 10 + pronoun->use : referent->form;
}

void
link_add_features (Antecedents *self, guint r)
{
  Weighing weighing = { .referents = self->referents,
                        .referent = link_referent (self->referents, r),
                        .class = class_of (link_referent (self->referents, r)),
                        .out = &self->features };
  GArray *repeated = g_hash_table_lookup (self->by_noun, GUINT_TO_POINTER (weighing.referent->noun));
  gboolean has_match = FALSE;

  weighing.n_repeated = repeated ? repeated->len : 0;
  for (guint i = 1; i < self->n; i++)
    has_match |= link_referent (self->referents, self->candidates[i])->noun == weighing.referent->noun;
  add_for_none (&weighing, self->n - 1, has_match);
  ent_feature_list_end_word (&self->features);
  for (guint i = 1; i < self->n; i++)
    {
      add_common (&weighing, self->candidates[i], i);
      if (weighing.referent->pronoun)
        add_for_pronoun (&weighing, self->candidates[i], i);
      else
        add_for_nominal (&weighing, self->candidates[i]);
      ent_feature_list_end_word (&self->features);
    }
}
