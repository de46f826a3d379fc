/* What the learned tagger of names sees of a word: its form and shape, its neighbours, its classes from raw text, what
 * the lexicon and the rules make of it, and how the same word stands elsewhere in the document.
 *
 * After Ratinov and Roth, "Design challenges and misconceptions in named entity recognition", CoNLL 2009; clusters at
 * several grains after Agerri and Rigau, "Robust multilingual NER with shallow semi-supervised features", AIJ 2016. */
#include "stages/tag/names.h"

#include <string.h>

/* Other occurrences of a word that tell something, and how many are looked at to find them */
#define MAX_OTHERS 3
#define MAX_LOOKED_AT 24

typedef struct
{
  guint64 rule; /* what the rules make of it: type and part, 0 for nothing */
  guint32 sentence;
  gint32 next; /* the next token of the document with the same folded form, -1 for none */
} InText;

struct _NameFeatures
{
  const Tagging *tagging;
  const EntWords *classes;
  guint n_grains;
  ListMatches *lists; /* NULL where the pack has none */
  const EntWordForm *forms;
  InText *words;
  gint32 *heads; /* of the lists by folded form */
  guint32 mask;
  EntFeatureList list;
  gboolean thorough;
  guint first; /* the sentence in hand */
  guint end;
};

/* Begin, inside, last or unit of what the rules found here */
static guint64
rule_at (const Tagging *tagging, guint t)
{
  const Candidate *candidate = tag_kept_at (tagging, t);
  guint part;

  if (!candidate)
    return 0;
  part = (t == candidate->first) + 2 * (t + 1 == candidate->end);
  return ent_hash_mix (ent_hash_bytes (candidate->type, strlen (candidate->type)), part);
}

/* Lists of the tokens of the same folded form, in the order of the text */
static void
thread_words (NameFeatures *self)
{
  guint n = self->tagging->n_tokens;

  for (self->mask = 15; self->mask < 2 * n; self->mask = 2 * self->mask + 1)
    ;
  self->heads = g_new (gint32, self->mask + 1);
  memset (self->heads, -1, (self->mask + 1) * sizeof *self->heads);
  for (guint t = n; t-- > 0;)
    {
      gint32 *head = &self->heads[(guint32) (self->forms[t].folded >> 32) & self->mask];

      self->words[t].next = *head;
      *head = t;
    }
}

NameFeatures *
name_features_new (const Tagging *tagging, const EntWordForm *forms, const EntWords *classes, const Lists *lists)
{
  NameFeatures *self = g_new0 (NameFeatures, 1);

  self->tagging = tagging;
  self->classes = classes;
  self->n_grains = classes ? ent_words_get_n_grains (classes) : 0;
  self->lists = lists ? lists_match (lists, tagging) : NULL;
  self->forms = forms;
  self->words = g_new0 (InText, tagging->n_tokens + 1);
  for (guint s = 0; s < tagging->n_sentences; s++)
    for (guint t = tagging->sentences[s].first; t < tagging->sentences[s].first + tagging->sentences[s].n; t++)
      {
        self->words[t].rule = rule_at (tagging, t);
        self->words[t].sentence = s;
      }
  thread_words (self);
  return self;
}

void
name_features_set_thorough (NameFeatures *self, gboolean thorough)
{
  self->thorough = thorough;
}

guint64
name_features_get_folded (const NameFeatures *self, guint t)
{
  return self->forms[t].folded;
}

void
name_features_free (NameFeatures *self)
{
  g_clear_pointer (&self->lists, lists_free_matches);
  g_free (self->words);
  g_free (self->heads);
  ent_feature_list_free (&self->list);
  g_free (self);
}

/* Templates: a number each, which only has to differ from the others' */
enum
{
  FORM = 1,
  FOLDED = 10, /* + offset, as for all that stand with a distance of 10 */
  SHAPE = 20,
  OUTLINE = 30,
  STYLE = 40,
  PREFIX = 50,
  SUFFIX = 60,
  PAIR = 70,
  OTHER = 100,
  RULE = 110,
  LEXICON = 120,
  LEXICON_OTHERWISE = 130,
  PHRASE = 140,
  FREQUENCY = 150,
  HYPHEN = 160,
  CLASS = 200 /* + 20 × grain */
};

static inline void
add (NameFeatures *self, guint template, guint64 value)
{
  ent_feature_list_add (&self->list, template, value);
}

/* The word at a distance in the sentence; beyond its ends, an empty one */
static const EntWordForm *
word_at (const NameFeatures *self, guint t, gint distance)
{
  static const EntWordForm before = { .folded = 1, .shape = 1, .outline = 1 };
  static const EntWordForm after = { .folded = 2, .shape = 2, .outline = 2 };
  gint64 at = (gint64) t + distance;

  return at < self->first ? &before : at >= self->end ? &after : &self->forms[at];
}

static void
add_forms (NameFeatures *self, guint t)
{
  const EntWordForm *word = &self->forms[t];

  add (self, FORM, word->form);
  for (gint d = -2; d <= 2; d++)
    add (self, FOLDED + 2 + d, word_at (self, t, d)->folded);
  for (gint d = -1; d <= 1; d++)
    {
      add (self, SHAPE + 1 + d, word_at (self, t, d)->shape);
      add (self, OUTLINE + 1 + d, word_at (self, t, d)->outline);
    }
  for (guint k = 0; k < ENT_LONGEST_AFFIX; k++)
    {
      add (self, PREFIX + k, word->prefixes[k]);
      add (self, SUFFIX + k, word->suffixes[k]);
    }
  add (self, SUFFIX + 5, word_at (self, t, -1)->suffixes[2]);
  add (self, SUFFIX + 6, word_at (self, t, 1)->suffixes[2]);
}

static void
add_pairs (NameFeatures *self, guint t)
{
  const EntWordForm *word = &self->forms[t];
  const EntWordForm *before = word_at (self, t, -1);
  const EntWordForm *after = word_at (self, t, 1);
  const Word *tag = &self->tagging->words[t];

  add (self, PAIR, ent_hash_mix (before->folded, word->folded));
  add (self, PAIR + 1, ent_hash_mix (word->folded, after->folded));
  add (self, PAIR + 2, ent_hash_mix (before->folded, after->folded));
  add (self, PAIR + 3, ent_hash_mix (before->outline, word->outline));
  add (self, PAIR + 4, ent_hash_mix (word->outline, after->outline));
  add (self, PAIR + 5, ent_hash_mix (ent_hash_mix (before->outline, word->outline), after->outline));
  add (self, PAIR + 6, ent_hash_mix (before->folded, word->outline));
  add (self, PAIR + 7, ent_hash_mix (word->outline, after->folded));
  add (self, PAIR + 8, ent_hash_mix (ent_hash_mix (word_at (self, t, -2)->folded, before->folded), word->outline));
  add (self, STYLE, ent_hash_mix (tag->style, word->outline));
  add (self, STYLE + 1, ent_hash_mix (t == self->first, word->outline));
  add (self, STYLE + 2, ent_hash_mix (ent_hash_mix (tag->style, tag->capital), t == self->first));
}

static void
add_classes (NameFeatures *self, guint t)
{
  const EntWordForm *word = &self->forms[t];
  const EntWordForm *before = word_at (self, t, -1);
  const EntWordForm *after = word_at (self, t, 1);

  for (guint g = 0; g < self->n_grains; g++)
    {
      guint base = CLASS + 20 * g;

      for (gint d = -2; d <= 2; d++)
        add (self, base + 2 + d, word_at (self, t, d)->known.classes[g]);
      add (self, base + 5, ent_hash_mix (before->known.classes[g], word->known.classes[g]));
      add (self, base + 6, ent_hash_mix (word->known.classes[g], after->known.classes[g]));
      add (self, base + 7, ent_hash_mix (before->known.classes[g], after->known.classes[g]));
      add (self, base + 8, ent_hash_mix (word->known.classes[g], word->outline));
      add (self, base + 9, ent_hash_mix (before->known.classes[g], word->outline));
      add (self, base + 10, ent_hash_mix (after->known.classes[g], word->outline));
    }
}

/* One feature for each class of the lexicon */
static void
add_bits (NameFeatures *self, guint template, guint64 bits, guint64 with)
{
  for (; bits; bits &= bits - 1)
    add (self, template, ent_hash_mix (with, __builtin_ctzll (bits)));
}

static guint64
rule_of (const NameFeatures *self, guint t, gint distance)
{
  gint64 at = (gint64) t + distance;

  return at < self->first || at >= self->end ? 0 : self->words[at].rule;
}

static void
add_lexicon (NameFeatures *self, guint t)
{
  for (gint d = -1; d <= 1; d++)
    {
      gint64 at = (gint64) t + d;

      if (at < self->first || at >= self->end)
        continue;
      add_bits (self, LEXICON + 1 + d, self->tagging->words[at].as_written, d);
      add_bits (self, LEXICON_OTHERWISE + 1 + d, self->tagging->words[at].otherwise, d);
    }
  add (self, RULE, self->words[t].rule);
  add (self, RULE + 1, rule_of (self, t, -1));
  add (self, RULE + 2, rule_of (self, t, 1));
  add (self, RULE + 3, ent_hash_mix (self->words[t].rule, self->forms[t].outline));
}

/* How the same word stands elsewhere in the document: what is before and after it there */
static void
add_others (NameFeatures *self, guint t)
{
  const EntWordForm *word = &self->forms[t];
  gint32 u = self->heads[(guint32) (word->folded >> 32) & self->mask];
  guint n = 0, n_looked_at = 0;
  gboolean small = FALSE;

  if (!(self->tagging->tokens[t].flags & ENT_TOKEN_CAPITALISED))
    return;
  for (; u >= 0 && n < MAX_OTHERS && n_looked_at++ < MAX_LOOKED_AT; u = self->words[u].next)
    {
      const EntSentence *sentence = &self->tagging->sentences[self->words[u].sentence];

      if ((guint) u == t || self->forms[u].folded != word->folded || self->tagging->words[u].style != STYLE_NORMAL)
        continue;
      if (!(self->tagging->tokens[u].flags & ENT_TOKEN_CAPITALISED))
        {
          small = TRUE;
          continue;
        }
      if ((guint) u > sentence->first)
        add (self, OTHER + 1, self->forms[u - 1].folded);
      if ((guint) u + 1 < sentence->first + sentence->n)
        add (self, OTHER + 2, self->forms[u + 1].folded);
      n++;
    }
  if (small)
    add (self, OTHER, 0);
}

/* The words of a phrase of the lexicon, each by its place in it */
static void
mark_phrases (NameFeatures *self, guint t)
{
  const Tagging *tagging = self->tagging;

  for (guint from = t > self->first + 4 ? t - 4 : self->first; from <= t; from++)
    for (guint i = tagging->words[from].phrase; i < tagging->phrases->len; i++)
      {
        const Phrase *phrase = &g_array_index (tagging->phrases, Phrase, i);

        if (phrase->first != from)
          break;
        if (phrase->end > t)
          add_bits (self, PHRASE, phrase->as_written | phrase->otherwise, (t == from) + 2 * (t + 1 == phrase->end));
      }
}

/* "Amman-bound", "ex-England": what stands before and after the hyphen, as written */
static void
add_parts (NameFeatures *self, guint t)
{
  const EntToken *token = &self->tagging->tokens[t];
  const gchar *text = self->tagging->text + token->start;
  gsize length = token->end - token->start;
  const gchar *hyphen = memchr (text, '-', length);
  EntWord known;

  if (!hyphen || hyphen == text || hyphen + 1 == text + length)
    return;
  add (self, HYPHEN, ent_hash_bytes (text, hyphen - text));
  add (self, HYPHEN + 1, ent_hash_bytes (hyphen + 1, text + length - hyphen - 1));
  if (!self->classes || !ent_words_lookup (self->classes, text, hyphen - text, &known))
    return;
  for (guint g = 0; g < self->n_grains; g++)
    add (self, HYPHEN + 2 + g, ent_hash_mix (known.classes[g], self->forms[t].outline));
}

static void
add_all (NameFeatures *self, guint t)
{
  add_forms (self, t);
  add_pairs (self, t);
  add_classes (self, t);
  add_lexicon (self, t);
  mark_phrases (self, t);
  add_others (self, t);
  add (self, FREQUENCY, ent_hash_mix (self->forms[t].known.frequency, self->forms[t].outline));
  add_parts (self, t);
  if (self->lists)
    lists_add_features (self->lists, self->tagging, t, self->first, self->end, &self->list);
}

/* Neither it nor a word beside it has a capital or a digit, or is a name to the lexicon or the rules */
static gboolean
is_plain (const NameFeatures *self, guint t)
{
  const EntTokenFlags telling = ENT_TOKEN_CAPITALISED | ENT_TOKEN_UPPER | ENT_TOKEN_DIGIT;

  for (guint u = MAX (t, self->first + 1) - 1; u < MIN (t + 2, self->end); u++)
    if (self->tagging->tokens[u].flags & telling || self->words[u].rule
        || self->tagging->words[u].as_written & ANY_NAME)
      return FALSE;
  return self->tagging->words[t].style == STYLE_NORMAL
         && !memchr (self->tagging->text + self->tagging->tokens[t].start, '-',
                     self->tagging->tokens[t].end - self->tagging->tokens[t].start);
}

/* Of plain words, which are most of a text and hardly ever names, a few features do: this halves the time */
static void
add_plain (NameFeatures *self, guint t)
{
  const EntWordForm *word = &self->forms[t];

  add (self, FORM, word->form);
  add (self, SHAPE + 1, word->shape);
  add (self, SUFFIX + 2, word->suffixes[2]);
  for (gint d = -1; d <= 1; d++)
    {
      add (self, FOLDED + 2 + d, word_at (self, t, d)->folded);
      for (guint g = 0; g < self->n_grains; g++)
        add (self, CLASS + 20 * g + 2 + d, word_at (self, t, d)->known.classes[g]);
    }
}

EntFeatures
name_features_of (NameFeatures *self, const EntSentence *sentence)
{
  self->first = sentence->first;
  self->end = sentence->first + sentence->n;
  ent_feature_list_clear (&self->list);
  for (guint t = self->first; t < self->end; t++)
    {
      if (!self->thorough && is_plain (self, t))
        add_plain (self, t);
      else
        add_all (self, t);
      ent_feature_list_end_word (&self->list);
    }
  return ent_feature_list_get (&self->list);
}
