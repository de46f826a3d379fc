/* Features of an ordered pair of entities: those of their mentions that stand nearest to each other, and how the two
 * stand in the document. */
#include "stages/link/typed-text.h"

#include <string.h>

enum
{
  ENTITY_TYPES = 300,
  NO_SENTENCE,
  N_SENTENCES,
  SENTENCES_BETWEEN,
  N_MENTIONS,
  FIRST_SENTENCES,
  FIRST_ENTITY,
  NAME_WORDS,
  NAME_LAST,
  SHARED_WORD,
  IS_A,
  MODIFIER,
  FAR_GOVERNOR,
  FAR_BEFORE,
  FAR_AFTER,
};

/* Of the pairs of mentions in one sentence, the nearest count */
#define NEAREST_PAIRS 3

typedef struct
{
  guint head;
  guint tail; /* numbers of mentions */
  guint distance;
} Near;

static gint
compare_nearness (gconstpointer a, gconstpointer b)
{
  const Near *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  return (x->tail > y->tail) - (x->tail < y->tail);
}

static guint
distance_of (const TypedMention *a, const TypedMention *b)
{
  return a->first < b->first ? b->first - a->first : a->first - b->first;
}

/* → how many stand in one sentence; they come first */
static guint
find_nearest (const TypedText *self, const TypedEntity *head, const TypedEntity *tail, Near *nearest, guint *n)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Near));
  guint n_together = 0;

  for (guint i = 0; i < head->n; i++)
    for (guint j = 0; j < tail->n; j++)
      {
        const TypedMention *a = typed_mention_of (self, head, i), *b = typed_mention_of (self, tail, j);
        Near near = { g_array_index (self->of_entities, guint, head->first + i),
                      g_array_index (self->of_entities, guint, tail->first + j), distance_of (a, b) };

        if (a->sentence != b->sentence)
          near.distance += 1 << 20;
        else
          n_together++;
        g_array_append_val (all, near);
      }
  g_array_sort (all, compare_nearness);
  *n = MIN (all->len, NEAREST_PAIRS);
  memcpy (nearest, all->data, *n * sizeof *nearest);
  return n_together;
}

/* What an entity is said to be, and what stands at its name: "the singer X", "X is a river" */
static void
add_entity (TypedText *self, const TypedEntity *entity, guint64 role, guint64 types)
{
  const LinkTree *tree = self->tree;

  for (guint i = 0; i < MIN (entity->n, 6); i++)
    {
      const TypedMention *mention = typed_mention_of (self, entity, i);
      gint governor = tree->nodes[mention->head].head;

      if (i < 2)
        for (guint t = mention->first; t < mention->end; t++)
          typed_add (self, NAME_WORDS, ent_hash_mix (self->forms[t].lower, types ^ role));
      if (i == 0)
        typed_add (self, NAME_LAST, ent_hash_mix (self->forms[mention->end - 1].lower, types ^ role));
      if (governor >= 0 && link_dep (tree, mention->head) == DEP_NSUBJ
          && link_find_child (tree, governor, DEP_COP) >= 0)
        typed_add (self, IS_A, ent_hash_mix (self->lemmas[governor], types ^ role));
      for (gint c = link_child (tree, mention->head); c >= 0; c = tree->nodes[c].next)
        if (((guint) c < mention->first || (guint) c >= mention->end) && link_pos (tree, c) == ENT_POS_NOUN)
          typed_add (self, MODIFIER, ent_hash_mix (self->lemmas[c], types ^ role));
    }
  typed_add (self, N_MENTIONS, ent_hash_mix (MIN (entity->n, 4), types ^ role));
  typed_add (self, FIRST_ENTITY, ent_hash_mix (entity == typed_entity (self, 0), types ^ role));
}

static void
add_far_mention (TypedText *self, const TypedMention *mention, guint64 role, guint64 types)
{
  const LinkTree *tree = self->tree;
  const EntSentence *sentence = &tree->sentences[mention->sentence];
  gint governor = tree->nodes[mention->head].head;

  if (governor >= 0)
    typed_add (self, FAR_GOVERNOR,
               ent_hash_mix (ent_hash_mix (self->lemmas[governor], self->edges[mention->head]), types ^ role));
  if (mention->first > sentence->first)
    typed_add (self, FAR_BEFORE, ent_hash_mix (self->forms[mention->first - 1].lower, types ^ role));
  if (mention->end < sentence->first + sentence->n)
    typed_add (self, FAR_AFTER, ent_hash_mix (self->forms[mention->end].lower, types ^ role));
}

static gboolean
share_word (const TypedText *self, const TypedMention *a, const TypedMention *b)
{
  for (guint t = a->first; t < a->end; t++)
    for (guint u = b->first; u < b->end; u++)
      if (self->forms[t].lower == self->forms[u].lower && self->tree->tokens[t].flags & ENT_TOKEN_CAPITALISED)
        return TRUE;
  return FALSE;
}

static void
add_places (TypedText *self, const TypedEntity *head, const TypedEntity *tail, guint64 types)
{
  const TypedMention *a = typed_mention_of (self, head, 0), *b = typed_mention_of (self, tail, 0);
  guint between = a->sentence < b->sentence ? b->sentence - a->sentence : a->sentence - b->sentence;
  gboolean in_order = a->first < b->first;

  typed_add (self, FIRST_SENTENCES, ent_hash_mix (MIN (a->sentence, 3) * 4 + MIN (b->sentence, 3), types));
  typed_add (self, SENTENCES_BETWEEN, ent_hash_mix (MIN (between, 5) * 2 + in_order, types));
  if (share_word (self, a, b))
    typed_add (self, SHARED_WORD, types);
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  const guint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Each feature once, however many pairs of mentions have it */
static void
make_unique (GArray *ids)
{
  guint64 *all = (guint64 *) ids->data;
  guint n = 0;

  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    if (!n || all[n - 1] != all[i])
      all[n++] = all[i];
  g_array_set_size (ids, n);
}

/* The features of two entities, by their numbers in the text, to `ids`; → the sentence where they stand nearest */
guint
typed_gather_entities (TypedText *self, guint e, guint f)
{
  const TypedEntity *head = typed_entity (self, e), *tail = typed_entity (self, f);
  guint64 types = typed_signature (typed_mention_of (self, head, 0)->type, typed_mention_of (self, tail, 0)->type);
  Near nearest[NEAREST_PAIRS];
  guint n, n_together = find_nearest (self, head, tail, nearest, &n);
  const TypedMention *a = typed_mention (self, nearest[0].head), *b = typed_mention (self, nearest[0].tail);

  g_array_set_size (self->ids, 0);
  for (guint i = 0; i < MIN (n, n_together); i++)
    typed_add_pair (self, typed_mention (self, nearest[i].head), typed_mention (self, nearest[i].tail));
  if (!n_together)
    {
      guint between = a->sentence < b->sentence ? b->sentence - a->sentence : a->sentence - b->sentence;

      typed_add (self, NO_SENTENCE, ent_hash_mix (MIN (between, 5), types));
      add_far_mention (self, a, 1, types);
      add_far_mention (self, b, 2, types);
    }
  typed_add (self, ENTITY_TYPES, types);
  typed_add (self, N_SENTENCES, ent_hash_mix (MIN (n_together, 3), types));
  add_places (self, head, tail, types);
  add_entity (self, head, 1, types);
  add_entity (self, tail, 2, types);
  make_unique (self->ids);
  return MAX (a->sentence, b->sentence);
}
