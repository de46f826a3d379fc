/* What the learned tagger of names sees of a word: its form and shape, its neighbours, its classes from raw text, what
 * the lexicon and the rules make of it, and how the same word stands elsewhere in the document.
 *
 * After Ratinov and Roth, "Design challenges and misconceptions in named entity recognition", CoNLL 2009; clusters at
 * several grains after Agerri and Rigau, "Robust multilingual NER with shallow semi-supervised features", AIJ 2016. */
#include "stages/tag/names.h"

#include <string.h>

#define LONGEST_AFFIX 4
#define LONGEST_WORD 64
/* Other occurrences of a word that tell something, and how many are looked at to find them */
#define MAX_OTHERS 3
#define MAX_LOOKED_AT 24

typedef struct
{
  guint64 form;
  guint64 folded;  /* lower case, digits as 0 */
  guint64 shape;   /* "Xxxx00" */
  guint64 outline; /* the same with runs as one: "Xx0" */
  guint64 prefixes[LONGEST_AFFIX];
  guint64 suffixes[LONGEST_AFFIX];
  guint64 rule; /* what the rules make of it: type and part, 0 for nothing */
  EntWord known;
  guint32 sentence;
  gint32 next; /* the next token of the document with the same folded form, -1 for none */
} Features;

struct _NameFeatures
{
  const Tagging *tagging;
  EntWords *classes;
  guint n_grains;
  Features *words;
  gint32 *heads; /* of the lists by folded form */
  guint32 mask;
  GArray *ids;     /* guint64 */
  GArray *offsets; /* guint32 */
  guint first;     /* the sentence in hand */
  guint end;
};

static inline guint64
mix (guint64 a, guint64 b)
{
  guint64 hash = (a ^ (b + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);

  return (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
}

static guint64
hash_bytes (const gchar *bytes, gsize n)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (gsize i = 0; i < n; i++)
    hash = (hash ^ (guchar) bytes[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static gchar
kind_of (gunichar c)
{
  if (g_unichar_isdigit (c))
    return '0';
  if (g_unichar_isupper (c))
    return 'X';
  return g_unichar_isalpha (c) ? 'x' : c < 0x80 ? (gchar) c : '?';
}

/* Folded form, shape and outline of a word, of which so long ones are cut */
static void
look_at_form (Features *word, const gchar *text, gsize length)
{
  gunichar folded[LONGEST_WORD];
  gchar shape[LONGEST_WORD], outline[LONGEST_WORD];
  guint n = 0, n_outline = 0;

  for (const gchar *p = text; p < text + length && n < LONGEST_WORD; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      shape[n] = kind_of (c);
      folded[n] = shape[n] == '0' ? '0' : g_unichar_tolower (c);
      if (!n_outline || outline[n_outline - 1] != shape[n])
        outline[n_outline++] = shape[n];
      n++;
    }
  word->form = hash_bytes (text, length);
  word->folded = hash_bytes ((const gchar *) folded, n * sizeof *folded);
  word->shape = hash_bytes (shape, n);
  word->outline = hash_bytes (outline, n_outline);
  for (guint k = 1; k <= LONGEST_AFFIX; k++)
    {
      word->prefixes[k - 1] = k <= n ? hash_bytes ((const gchar *) folded, k * sizeof *folded) : 0;
      word->suffixes[k - 1] = k <= n ? hash_bytes ((const gchar *) (folded + n - k), k * sizeof *folded) : 0;
    }
}

/* Begin, inside, last or unit of what the rules found here */
static guint64
rule_at (const Tagging *tagging, guint t)
{
  guint kept = tagging->words[t].kept;
  const Candidate *candidate = kept ? &g_array_index (tagging->kept, Candidate, kept - 1) : NULL;
  guint part;

  if (!candidate)
    return 0;
  part = (t == candidate->first) + 2 * (t + 1 == candidate->end);
  return mix (hash_bytes (candidate->type, strlen (candidate->type)), part);
}

static void
look_at_word (NameFeatures *self, guint t)
{
  const EntToken *token = &self->tagging->tokens[t];
  const gchar *text = self->tagging->text + token->start;
  Features *word = &self->words[t];

  look_at_form (word, text, token->end - token->start);
  word->rule = rule_at (self->tagging, t);
  if (self->classes)
    ent_words_lookup (self->classes, text, token->end - token->start, &word->known);
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
      gint32 *head = &self->heads[(guint32) (self->words[t].folded >> 32) & self->mask];

      self->words[t].next = *head;
      *head = t;
    }
}

NameFeatures *
name_features_new (const Tagging *tagging, EntWords *classes)
{
  NameFeatures *self = g_new0 (NameFeatures, 1);

  self->tagging = tagging;
  self->classes = classes;
  self->n_grains = classes ? ent_words_get_n_grains (classes) : 0;
  self->words = g_new0 (Features, tagging->n_tokens + 1);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint s = 0; s < tagging->n_sentences; s++)
    for (guint t = tagging->sentences[s].first; t < tagging->sentences[s].first + tagging->sentences[s].n; t++)
      {
        look_at_word (self, t);
        self->words[t].sentence = s;
      }
  thread_words (self);
  return self;
}

void
name_features_free (NameFeatures *self)
{
  g_free (self->words);
  g_free (self->heads);
  g_array_unref (self->ids);
  g_array_unref (self->offsets);
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
  CLASS = 200 /* + 20 × grain */
};

static inline void
add (NameFeatures *self, guint template, guint64 value)
{
  guint64 id = mix (value, template);

  g_array_append_val (self->ids, id);
}

/* The word at a distance in the sentence; beyond its ends, an empty one */
static const Features *
word_at (const NameFeatures *self, guint t, gint distance)
{
  static const Features before = { .folded = 1, .shape = 1, .outline = 1 };
  static const Features after = { .folded = 2, .shape = 2, .outline = 2 };
  gint64 at = (gint64) t + distance;

  return at < self->first ? &before : at >= self->end ? &after : &self->words[at];
}

static void
add_forms (NameFeatures *self, guint t)
{
  const Features *word = &self->words[t];

  add (self, FORM, word->form);
  for (gint d = -2; d <= 2; d++)
    add (self, FOLDED + 2 + d, word_at (self, t, d)->folded);
  for (gint d = -1; d <= 1; d++)
    {
      add (self, SHAPE + 1 + d, word_at (self, t, d)->shape);
      add (self, OUTLINE + 1 + d, word_at (self, t, d)->outline);
    }
  for (guint k = 0; k < LONGEST_AFFIX; k++)
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
  const Features *word = &self->words[t];
  const Features *before = word_at (self, t, -1);
  const Features *after = word_at (self, t, 1);
  const Word *tag = &self->tagging->words[t];

  add (self, PAIR, mix (before->folded, word->folded));
  add (self, PAIR + 1, mix (word->folded, after->folded));
  add (self, PAIR + 2, mix (before->folded, after->folded));
  add (self, PAIR + 3, mix (before->outline, word->outline));
  add (self, PAIR + 4, mix (word->outline, after->outline));
  add (self, PAIR + 5, mix (mix (before->outline, word->outline), after->outline));
  add (self, PAIR + 6, mix (before->folded, word->outline));
  add (self, PAIR + 7, mix (word->outline, after->folded));
  add (self, PAIR + 8, mix (mix (word_at (self, t, -2)->folded, before->folded), word->outline));
  add (self, STYLE, mix (tag->style, word->outline));
  add (self, STYLE + 1, mix (t == self->first, word->outline));
  add (self, STYLE + 2, mix (mix (tag->style, tag->capital), t == self->first));
}

static void
add_classes (NameFeatures *self, guint t)
{
  const Features *word = &self->words[t];
  const Features *before = word_at (self, t, -1);
  const Features *after = word_at (self, t, 1);

  for (guint g = 0; g < self->n_grains; g++)
    {
      guint base = CLASS + 20 * g;

      for (gint d = -2; d <= 2; d++)
        add (self, base + 2 + d, word_at (self, t, d)->known.classes[g]);
      add (self, base + 5, mix (before->known.classes[g], word->known.classes[g]));
      add (self, base + 6, mix (word->known.classes[g], after->known.classes[g]));
      add (self, base + 7, mix (before->known.classes[g], after->known.classes[g]));
      add (self, base + 8, mix (word->known.classes[g], word->outline));
      add (self, base + 9, mix (before->known.classes[g], word->outline));
      add (self, base + 10, mix (after->known.classes[g], word->outline));
    }
}

/* One feature for each class of the lexicon */
static void
add_bits (NameFeatures *self, guint template, guint64 bits, guint64 with)
{
  for (; bits; bits &= bits - 1)
    add (self, template, mix (with, __builtin_ctzll (bits)));
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
  add (self, RULE + 1, word_at (self, t, -1)->rule);
  add (self, RULE + 2, word_at (self, t, 1)->rule);
  add (self, RULE + 3, mix (self->words[t].rule, self->words[t].outline));
}

/* How the same word stands elsewhere in the document: what is before and after it there */
static void
add_others (NameFeatures *self, guint t)
{
  const Features *word = &self->words[t];
  gint32 u = self->heads[(guint32) (word->folded >> 32) & self->mask];
  guint n = 0, n_looked_at = 0;
  gboolean small = FALSE;

  if (!(self->tagging->tokens[t].flags & ENT_TOKEN_CAPITALISED))
    return;
  for (; u >= 0 && n < MAX_OTHERS && n_looked_at++ < MAX_LOOKED_AT; u = self->words[u].next)
    {
      const EntSentence *sentence = &self->tagging->sentences[self->words[u].sentence];

      if ((guint) u == t || self->words[u].folded != word->folded || self->tagging->words[u].style != STYLE_NORMAL)
        continue;
      if (!(self->tagging->tokens[u].flags & ENT_TOKEN_CAPITALISED))
        {
          small = TRUE;
          continue;
        }
      if ((guint) u > sentence->first)
        add (self, OTHER + 1, self->words[u - 1].folded);
      if ((guint) u + 1 < sentence->first + sentence->n)
        add (self, OTHER + 2, self->words[u + 1].folded);
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

EntFeatures
name_features_of (NameFeatures *self, const EntSentence *sentence)
{
  guint32 offset = 0;

  self->first = sentence->first;
  self->end = sentence->first + sentence->n;
  g_array_set_size (self->ids, 0);
  g_array_set_size (self->offsets, 0);
  g_array_append_val (self->offsets, offset);
  for (guint t = self->first; t < self->end; t++)
    {
      add_forms (self, t);
      add_pairs (self, t);
      add_classes (self, t);
      add_lexicon (self, t);
      mark_phrases (self, t);
      add_others (self, t);
      offset = self->ids->len;
      g_array_append_val (self->offsets, offset);
    }
  return (EntFeatures){ (const guint64 *) self->ids->data, (const guint32 *) self->offsets->data, sentence->n };
}
