/* Features of an ordered pair of mentions in one sentence: the words between and around them, what stands between, and
 * the way through the tree.
 *
 * After GuoDong, Jian, Jie and Min, "Exploring various knowledge in relation extraction", ACL 2005. */
#include "stages/link/typed-text.h"

enum
{
  ORDER = 1,
  TYPES,
  TYPES_ORDER,
  HEAD_WORD,
  HEAD_FORM,
  HEAD_CLASS,
  TAIL_WORD,
  TAIL_FORM,
  TAIL_CLASS,
  BOTH_WORDS,
  BOTH_CLASSES,
  NAME_WORD,
  DISTANCE,
  BETWEEN,
  BETWEEN_TYPED,
  BETWEEN_PAIR,
  BETWEEN_CLASS,
  BETWEEN_ALL,
  BETWEEN_POS,
  BETWEEN_TYPES,
  BETWEEN_FIRST,
  BETWEEN_LAST,
  BETWEEN_NOTHING,
  N_MENTIONS_BETWEEN,
  AROUND,
  AROUND_PAIR,
  CHILD,
  GOVERNOR,
  SENTENCE_LEMMA,
  NEAREST,
  N_SAME_TYPE,
  NESTED,
  SAME_ENTITY,
  SENTENCE_TYPES,
};

typedef struct
{
  TypedText *text;
  const TypedMention *head;
  const TypedMention *tail;
  const TypedMention *left; /* the one that comes first */
  const TypedMention *right;
  guint64 order; /* 1 where the head is on the left */
  guint64 types; /* of both, and their order */
} Pair;

static void
add (const Pair *self, guint template, guint64 value)
{
  typed_add (self->text, template, ent_hash_mix (value, self->order));
}

static void
add_typed (const Pair *self, guint template, guint64 value)
{
  typed_add (self->text, template, ent_hash_mix (value, self->types));
  typed_add (self->text, template, ent_hash_mix (value, self->order));
}

/* What was counted, in few steps */
static guint64
bucket (guint n)
{
  if (n <= 5)
    return n;
  return n <= 7 ? 6 : n <= 10 ? 7 : n <= 15 ? 8 : n <= 25 ? 9 : 10;
}

/* Words on either side count even at the borders of the sentence, where there are none */
static guint64
word_at (const Pair *self, gint t)
{
  const EntSentence *sentence = &self->text->tree->sentences[self->head->sentence];

  return t < (gint) sentence->first || t >= (gint) (sentence->first + sentence->n) ? 0 : self->text->forms[t].lower;
}

static void
add_mention (const Pair *self, const TypedMention *mention, gboolean is_tail)
{
  const TypedText *text = self->text;
  const LinkTree *tree = text->tree;
  const guint64 role = 2 * self->order + is_tail;
  guint64 form = 0;
  guint n = 0;

  for (guint t = mention->first; t < mention->end; t++)
    {
      form = ent_hash_mix (form, text->forms[t].lower);
      add_typed (self, NAME_WORD, ent_hash_mix (text->forms[t].lower, is_tail));
    }
  add_typed (self, is_tail ? TAIL_WORD : HEAD_WORD, text->forms[mention->head].lower);
  add_typed (self, is_tail ? TAIL_FORM : HEAD_FORM, form);
  for (guint grain = 0; grain < ent_words_get_n_grains (text->words); grain++)
    add_typed (self, is_tail ? TAIL_CLASS : HEAD_CLASS,
               ent_hash_mix (text->forms[mention->head].known.classes[grain], grain));
  for (gint c = link_child (tree, mention->head); c >= 0 && n < TYPED_MOST_CHILDREN; c = tree->nodes[c].next, n++)
    if ((guint) c < mention->first || (guint) c >= mention->end)
      add_typed (self, CHILD, ent_hash_mix (ent_hash_mix (text->lemmas[c], text->edges[c]), role));
  if (tree->nodes[mention->head].head >= 0)
    add_typed (
        self, GOVERNOR,
        ent_hash_mix (ent_hash_mix (text->lemmas[tree->nodes[mention->head].head], text->edges[mention->head]), role));
}

static void
add_around (const Pair *self)
{
  const gint before = self->left->first, after = self->right->end;
  const gint left_end = self->left->end, right_start = self->right->first;
  const gint places[] = { before - 1, before - 2, after, after + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      add_typed (self, AROUND, ent_hash_mix (word_at (self, places[i]), i));
      add (self, AROUND, ent_hash_mix (word_at (self, places[i]), i));
    }
  add_typed (self, AROUND_PAIR,
             ent_hash_mix (ent_hash_mix (word_at (self, before - 2), word_at (self, before - 1)), 1));
  add_typed (self, AROUND_PAIR, ent_hash_mix (ent_hash_mix (word_at (self, after), word_at (self, after + 1)), 2));
  add_typed (self, AROUND_PAIR, ent_hash_mix (ent_hash_mix (word_at (self, before - 1), word_at (self, after)), 3));
  if (left_end < right_start)
    {
      add_typed (self, AROUND_PAIR,
                 ent_hash_mix (ent_hash_mix (word_at (self, before - 1), word_at (self, left_end)), 4));
      add_typed (self, AROUND_PAIR,
                 ent_hash_mix (ent_hash_mix (word_at (self, right_start - 1), word_at (self, after)), 5));
    }
}

/* Between far mentions, only the words beside them */
#define MOST_BETWEEN 16
#define BESIDE 5
#define LONGEST_WHOLE 6

static void
add_between (const Pair *self)
{
  const TypedText *text = self->text;
  guint first = self->left->end, end = self->right->first, n = end > first ? end - first : 0;
  guint64 whole = 0, pos = 0;

  add_typed (self, DISTANCE, bucket (n));
  if (!n)
    add_typed (self, first > end ? NESTED : BETWEEN_NOTHING, self->left->end >= self->right->end);
  for (guint t = first; t < first + n; t++)
    {
      guint64 word = text->forms[t].lower;

      whole = ent_hash_mix (whole, text->lemmas[t]);
      pos = ent_hash_mix (pos, text->tree->tokens[t].pos);
      if (n > MOST_BETWEEN && t >= first + BESIDE && t + BESIDE < end)
        continue;
      add (self, BETWEEN, word);
      add_typed (self, BETWEEN_TYPED, word);
      add_typed (self, BETWEEN_CLASS, text->forms[t].known.classes[0]);
      if (t > first)
        add_typed (self, BETWEEN_PAIR, ent_hash_mix (text->forms[t - 1].lower, word));
    }
  if (n && n <= LONGEST_WHOLE)
    {
      add_typed (self, BETWEEN_ALL, whole);
      add (self, BETWEEN_ALL, whole);
      add_typed (self, BETWEEN_POS, pos);
    }
  if (n)
    {
      add_typed (self, BETWEEN_FIRST, text->forms[first].lower);
      add_typed (self, BETWEEN_LAST, text->forms[end - 1].lower);
    }
}

/* The other mentions of the sentence: which stand between, and which might rather be meant */
static void
add_others (const Pair *self)
{
  const TypedText *text = self->text;
  guint first = text->of_sentence[self->head->sentence], end = text->of_sentence[self->head->sentence + 1];
  guint n_between = 0, n_heads = 0, n_tails = 0, n_nearer_heads = 0, n_nearer_tails = 0;
  guint64 types = 0;

  for (guint m = first; m < end; m++)
    {
      const TypedMention *other = typed_mention (text, m);
      gboolean between = other->first >= self->left->end && other->end <= self->right->first;

      n_between += between;
      n_heads += other->type == self->head->type;
      n_tails += other->type == self->tail->type;
      n_nearer_heads += between && other->type == self->head->type;
      n_nearer_tails += between && other->type == self->tail->type;
      if (between)
        {
          types = ent_hash_mix (types, other->type);
          add_typed (self, BETWEEN_TYPES, other->type);
        }
    }
  add_typed (self, N_MENTIONS_BETWEEN, MIN (n_between, 5));
  add_typed (self, BETWEEN_TYPES, ent_hash_mix (types, MIN (n_between, 4)));
  add_typed (self, NEAREST, MIN (n_nearer_heads, 2) * 4 + MIN (n_nearer_tails, 2));
  add_typed (self, N_SAME_TYPE, MIN (n_heads, 4) * 8 + MIN (n_tails, 4));
}

/* What the whole sentence is about: its verbs and nouns */
static void
add_sentence (const Pair *self)
{
  const LinkTree *tree = self->text->tree;
  const EntSentence *sentence = &tree->sentences[self->head->sentence];

  for (guint t = sentence->first; t < sentence->first + MIN (sentence->n, 80); t++)
    if (tree->tokens[t].pos == ENT_POS_VERB || tree->tokens[t].pos == ENT_POS_NOUN)
      add_typed (self, SENTENCE_LEMMA, self->text->lemmas[t]);
}

static void
add_both (const Pair *self)
{
  const TypedText *text = self->text;
  const EntWordForm *head = &text->forms[self->head->head], *tail = &text->forms[self->tail->head];

  typed_add (self->text, TYPES, typed_signature (self->head->type, self->tail->type));
  add_typed (self, TYPES_ORDER, 0);
  add (self, ORDER, 0);
  add_typed (self, BOTH_WORDS, ent_hash_mix (head->lower, ~tail->lower));
  for (guint grain = 0; grain < ent_words_get_n_grains (text->words); grain++)
    add_typed (self, BOTH_CLASSES,
               ent_hash_mix (ent_hash_mix (head->known.classes[grain], ~(guint64) tail->known.classes[grain]), grain));
  if (self->head->entity >= 0 && self->head->entity == self->tail->entity)
    add_typed (self, SAME_ENTITY, 0);
}

void
typed_add_pair (TypedText *self, const TypedMention *head, const TypedMention *tail)
{
  gboolean in_order = head->first < tail->first || (head->first == tail->first && head->end > tail->end);
  Pair pair = { self, head, tail, in_order ? head : tail, in_order ? tail : head, in_order, 0 };

  pair.types = ent_hash_mix (typed_signature (head->type, tail->type), in_order);
  add_both (&pair);
  add_mention (&pair, head, FALSE);
  add_mention (&pair, tail, TRUE);
  add_around (&pair);
  add_between (&pair);
  add_others (&pair);
  add_sentence (&pair);
  typed_add_path (self, head, tail);
}

/* The features of two mentions of one sentence, by their numbers in the text, to `ids` */
void
typed_gather_pair (TypedText *self, guint head, guint tail)
{
  g_array_set_size (self->ids, 0);
  typed_add_pair (self, typed_mention (self, head), typed_mention (self, tail));
}
