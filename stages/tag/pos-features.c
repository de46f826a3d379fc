/* What the learned tagger of parts of speech sees of a word: its form and shape, its neighbours, their classes from raw
 * text, and what each was seen as elsewhere.
 *
 * After Toutanova et al., "Feature-rich part-of-speech tagging with a cyclic dependency network", NAACL 2003; words'
 * possible tags as features of their neighbours after Giménez and Màrquez, "SVMTool", LREC 2004. */
#include "stages/tag/pos.h"

/* Templates: a number each, which only has to differ from the others' */
enum
{
  FORM = 1,
  SURE = 2,
  FOLDED = 10, /* + offset, as for all that stand with a distance of 10 */
  SHAPE = 20,
  PREFIX = 30,
  SUFFIX = 40,
  PAIR = 50,
  SEEN = 70,
  STYLE = 100,
  LEXICON = 110,
  CASE = 120,
  PHRASE = 130,
  CLASS = 200 /* + 20 × grain */
};

typedef struct
{
  const EntWordForm *form;
  PosEntry entry;
} Seen;

typedef struct
{
  EntFeatureList *list;
  const Tagging *tagging;
  const EntWordForm *forms;
  const PosEntry *entries;
  guint n_grains;
  guint first;
  guint end;
} Sentence;

/* The word at a distance in the sentence; beyond its ends, an empty one */
static Seen
word_at (const Sentence *self, guint t, gint distance)
{
  static const EntWordForm before = { .folded = 1, .shape = 1, .outline = 1 };
  static const EntWordForm after = { .folded = 2, .shape = 2, .outline = 2 };
  gint64 at = (gint64) t + distance;

  if (at < self->first)
    return (Seen){ &before, { 1u << 31, 1u << 31 } };
  if (at >= self->end)
    return (Seen){ &after, { 3u << 30, 3u << 30 } };
  return (Seen){ &self->forms[at], self->entries[at] };
}

typedef struct
{
  Seen around[5]; /* the word in the middle */
} Window;

static void
add_forms (const Sentence *self, const Window *window)
{
  EntFeatureList *list = self->list;
  const EntWordForm *before = window->around[1].form, *word = window->around[2].form, *after = window->around[3].form;

  ent_feature_list_add (list, FORM, word->form);
  for (guint i = 0; i < 5; i++)
    ent_feature_list_add (list, FOLDED + i, window->around[i].form->folded);
  ent_feature_list_add (list, SHAPE, word->shape);
  ent_feature_list_add (list, SHAPE + 1, before->outline);
  ent_feature_list_add (list, SHAPE + 2, after->outline);
  ent_feature_list_add (list, SHAPE + 3, word->outline);
  for (guint k = 0; k < ENT_LONGEST_AFFIX; k++)
    {
      ent_feature_list_add (list, PREFIX + k, word->prefixes[k]);
      ent_feature_list_add (list, SUFFIX + k, word->suffixes[k]);
    }
  ent_feature_list_add (list, SHAPE + 4, ent_hash_mix (before->outline, word->outline));
  ent_feature_list_add (list, SHAPE + 5, ent_hash_mix (word->outline, after->outline));
  ent_feature_list_add (list, SHAPE + 6, ent_hash_mix (ent_hash_mix (before->outline, word->outline), after->outline));
  ent_feature_list_add (list, SUFFIX + 4, before->suffixes[2]);
  ent_feature_list_add (list, SUFFIX + 5, after->suffixes[2]);
  ent_feature_list_add (list, SUFFIX + 6, ent_hash_mix (word->suffixes[2], word->outline));
  ent_feature_list_add (list, PAIR, ent_hash_mix (before->folded, word->folded));
  ent_feature_list_add (list, PAIR + 1, ent_hash_mix (word->folded, after->folded));
  ent_feature_list_add (list, PAIR + 2, ent_hash_mix (before->folded, after->folded));
  ent_feature_list_add (list, PAIR + 3, ent_hash_mix (word->suffixes[2], before->folded));
  ent_feature_list_add (list, PAIR + 4, ent_hash_mix (word->suffixes[2], after->folded));
  ent_feature_list_add (list, PAIR + 5, ent_hash_mix (ent_hash_mix (window->around[0].form->folded, before->folded), word->folded));
  ent_feature_list_add (list, PAIR + 6, ent_hash_mix (ent_hash_mix (word->folded, after->folded), window->around[4].form->folded));
}

static void
add_seen (const Sentence *self, const Window *window)
{
  EntFeatureList *list = self->list;
  const Seen *word = &window->around[2];
  guint32 before = window->around[1].entry.folded, after = window->around[3].entry.folded;

  for (guint i = 0; i < 5; i++)
    ent_feature_list_add (list, SEEN + i, window->around[i].entry.folded);
  ent_feature_list_add (list, SEEN + 5, ent_hash_mix (word->entry.as_written, word->form->outline));
  ent_feature_list_add (list, SEEN + 6, ent_hash_mix (word->entry.as_written, word->entry.folded));
  ent_feature_list_add (list, SEEN + 7, ent_hash_mix (before, word->entry.folded));
  ent_feature_list_add (list, SEEN + 8, ent_hash_mix (word->entry.folded, after));
  ent_feature_list_add (list, SEEN + 9, ent_hash_mix (ent_hash_mix (before, word->entry.folded), after));
  ent_feature_list_add (list, SEEN + 10, ent_hash_mix (before, after));
  ent_feature_list_add (list, SEEN + 11, ent_hash_mix (word->form->folded, before));
  ent_feature_list_add (list, SEEN + 12, ent_hash_mix (word->form->folded, after));
  ent_feature_list_add (list, SEEN + 13, ent_hash_mix (ent_hash_mix (window->around[0].entry.folded, before), word->entry.folded));
  ent_feature_list_add (list, SEEN + 14, ent_hash_mix (ent_hash_mix (word->entry.folded, after), window->around[4].entry.folded));
  ent_feature_list_add (list, SEEN + 15, ent_hash_mix (ent_hash_mix (word->form->folded, before), after));
}

static void
add_classes (const Sentence *self, const Window *window)
{
  EntFeatureList *list = self->list;

  for (guint g = 0; g < self->n_grains; g++)
    {
      guint base = CLASS + 20 * g;
      guint16 before = window->around[1].form->known.classes[g], word = window->around[2].form->known.classes[g],
              after = window->around[3].form->known.classes[g];

      for (guint i = 0; i < 5; i++)
        ent_feature_list_add (list, base + i, window->around[i].form->known.classes[g]);
      ent_feature_list_add (list, base + 5, ent_hash_mix (before, word));
      ent_feature_list_add (list, base + 6, ent_hash_mix (word, after));
      ent_feature_list_add (list, base + 7, ent_hash_mix (ent_hash_mix (before, word), after));
      ent_feature_list_add (list, base + 8, ent_hash_mix (word, window->around[2].form->outline));
      ent_feature_list_add (list, base + 9, ent_hash_mix (ent_hash_mix (before, after), window->around[2].form->suffixes[1]));
    }
}

/* Whether raw text has the word more often in this case or in the other */
static void
add_case (const Sentence *self, const Window *window)
{
  const EntWordForm *word = window->around[2].form;
  guint64 both = ent_hash_mix (word->known.frequency, word->otherwise.frequency);

  ent_feature_list_add (self->list, CASE, ent_hash_mix (both, word->outline));
  ent_feature_list_add (self->list, CASE + 1, ent_hash_mix (word->otherwise.classes[0], word->otherwise.frequency > 0));
  ent_feature_list_add (self->list, CASE + 2, ent_hash_mix (word->known.frequency - word->otherwise.frequency, word->outline));
  ent_feature_list_add (self->list, CASE + 3, ent_hash_mix (word->otherwise.classes[0], window->around[1].form->outline));
}

static void
add_style (const Sentence *self, const Window *window, guint t)
{
  const Word *word = &self->tagging->words[t];
  guint64 outline = window->around[2].form->outline;

  ent_feature_list_add (self->list, STYLE, ent_hash_mix (word->style, outline));
  ent_feature_list_add (self->list, STYLE + 1, ent_hash_mix (t == self->first, outline));
  ent_feature_list_add (self->list, STYLE + 2, ent_hash_mix (word->capital, word->style));
  ent_feature_list_add (self->list, STYLE + 3, ent_hash_mix (word->capital, window->around[2].entry.folded));
  ent_feature_list_add (self->list, STYLE + 4, ent_hash_mix (word->capital, window->around[2].form->known.classes[0]));
  for (guint64 bits = word->as_written; bits; bits &= bits - 1)
    ent_feature_list_add (self->list, LEXICON, __builtin_ctzll (bits));
}

/* The words of a phrase that the lexicon knows, first and last ones apart */
static void
add_phrases (const Sentence *self, guint t)
{
  const Tagging *tagging = self->tagging;

  for (guint from = t > self->first + 3 ? t - 3 : self->first; from <= t; from++)
    for (guint i = tagging->words[from].phrase; i < tagging->words[from + 1].phrase; i++)
      {
        const Phrase *phrase = &g_array_index (tagging->phrases, Phrase, i);
        guint place = (t == from) + 2 * (t + 1 == phrase->end);

        for (guint64 bits = phrase->end > t ? phrase->as_written : 0; bits; bits &= bits - 1)
          ent_feature_list_add (self->list, PHRASE, ent_hash_mix (place, __builtin_ctzll (bits)));
      }
}

/* What tells the word itself is enough: several features, as some are left out in training */
static void
add_sure (const Sentence *self, const Window *window)
{
  const Seen *word = &window->around[2];

  ent_feature_list_add (self->list, SURE, POS_ENTRY_TOP (word->entry.as_written));
  ent_feature_list_add (self->list, SURE + 1, POS_ENTRY_TOP (word->entry.folded));
  ent_feature_list_add (self->list, FORM, word->form->form);
  ent_feature_list_add (self->list, FOLDED + 2, word->form->folded);
  ent_feature_list_add (self->list, SEEN + 2, word->entry.folded);
  ent_feature_list_add (self->list, SEEN + 6, ent_hash_mix (word->entry.as_written, word->entry.folded));
  ent_feature_list_add (self->list, SHAPE, word->form->shape);
  for (guint k = 0; k < ENT_LONGEST_AFFIX; k++)
    ent_feature_list_add (self->list, SUFFIX + k, word->form->suffixes[k]);
}

void
pos_add_features (EntFeatureList *list, const Tagging *tagging, const EntWordForm *forms, const PosEntry *entries,
                  guint n_grains, const EntSentence *sentence)
{
  Sentence self = { list, tagging, forms, entries, n_grains, sentence->first, sentence->first + sentence->n };
  Window window;

  for (guint t = self.first; t < self.end; t++)
    {
      for (gint i = 0; i < 5; i++)
        window.around[i] = word_at (&self, t, i - 2);
      if (POS_ENTRY_SHARE (entries[t].as_written) == POS_SURE)
        {
          add_sure (&self, &window);
          ent_feature_list_end_word (list);
          continue;
        }
      add_forms (&self, &window);
      add_seen (&self, &window);
      add_classes (&self, &window);
      add_case (&self, &window);
      add_style (&self, &window, t);
      add_phrases (&self, t);
      ent_feature_list_end_word (list);
    }
}
