/* How the first look at a document labelled a word, its phrase and its neighbours where they stand elsewhere: names
 * seen clearly once help where they are unclear.
 *
 * After Krishnan and Manning, "An effective two-stage model for exploiting non-local dependencies in named entity
 * recognition", ACL 2006; Ratinov and Roth, "Design challenges and misconceptions in named entity recognition", CoNLL
 * 2009. */
#include "stages/tag/names.h"

#include <string.h>

/* At most so many things are counted for a word */
#define KEYS_OF_A_WORD 6
/* Words of a name that count for its initials */
#define MAX_INITIALS 8
/* More is as good as this */
#define MANY 4

/* What is counted, by a hash of it and of one of these */
typedef enum
{
  OF_WORD = 1, /* type of a word */
  OF_PART,     /* its place in a name */
  OF_LONGER,   /* type of a name of several words that it is part of */
  OF_PAIR,     /* type of a name that goes on from a word to the next */
  OF_PHRASE,   /* type of a whole name */
  OF_INITIALS  /* type of a name with these initials */
} HistoryKind;

struct _NameHistory
{
  const Tagging *tagging;
  const NameFeatures *words;
  const guint8 *labels;
  guint n_values;  /* types, and none; or the parts of a name */
  guint64 *keys;   /* open addressing, 0 for a free slot */
  guint16 *counts; /* [slots][n_values] */
  guint32 mask;
  GArray *ids;     /* guint64 */
  GArray *offsets; /* guint32 */
};

/* 0 for none, else 1 + the type */
static inline guint
type_of (guint8 label)
{
  return label ? 1 + (label - 1) / NAME_LABELS_A_TYPE : 0;
}

static inline guint
part_of (guint8 label)
{
  return (label - 1) % NAME_LABELS_A_TYPE;
}

static inline gboolean
goes_on (guint8 label)
{
  return label && (part_of (label) == NAME_BEGIN || part_of (label) == NAME_INSIDE);
}

static inline gboolean
counts_for (const NameHistory *self, guint t)
{
  return self->labels[t] || self->tagging->tokens[t].flags & ENT_TOKEN_CAPITALISED;
}

static guint32
find (const NameHistory *self, guint64 key)
{
  guint32 slot = (guint32) (key >> 32) & self->mask;

  while (self->keys[slot] && self->keys[slot] != key)
    slot = (slot + 1) & self->mask;
  return slot;
}

static guint64
key_of (HistoryKind kind, guint64 what)
{
  return ent_hash_mix (what, kind) | 1;
}

static void
count (NameHistory *self, HistoryKind kind, guint64 what, guint value)
{
  guint32 slot = find (self, key_of (kind, what));
  guint16 *n = &self->counts[(gsize) slot * self->n_values + value];

  self->keys[slot] = key_of (kind, what);
  *n += *n < G_MAXUINT16;
}

static guint64
folded (const NameHistory *self, guint t)
{
  return name_features_get_folded (self->words, t);
}

static guint64
pair_at (const NameHistory *self, guint t)
{
  return ent_hash_mix (folded (self, t), folded (self, t + 1));
}

static guint64
phrase_at (const NameHistory *self, guint first, guint end)
{
  guint64 hash = 0;

  for (guint t = first; t < end; t++)
    hash = ent_hash_mix (hash, folded (self, t));
  return hash;
}

/* "FSB" of "Federal Security Service", "FSS" too; 0 for too few or too many */
static guint64
initials_of (const NameHistory *self, guint first, guint end)
{
  guint64 hash = 0;
  guint n = 0;

  for (guint t = first; t < end; t++)
    if (self->tagging->tokens[t].flags & ENT_TOKEN_CAPITALISED && n++ < MAX_INITIALS)
      hash = ent_hash_mix (hash, (guchar) self->tagging->text[self->tagging->tokens[t].start]);
  return n > 1 && n <= MAX_INITIALS ? hash : 0;
}

/* A word of capitals as initials */
static guint64
letters_of (const NameHistory *self, guint t)
{
  const EntToken *token = &self->tagging->tokens[t];
  guint64 hash = 0;

  if (token->end - token->start < 2 || token->end - token->start > MAX_INITIALS)
    return 0;
  for (guint32 i = token->start; i < token->end; i++)
    {
      if (!g_ascii_isupper (self->tagging->text[i]))
        return 0;
      hash = ent_hash_mix (hash, (guchar) self->tagging->text[i]);
    }
  return hash;
}

static guint
end_of_name (const NameHistory *self, guint first)
{
  guint end = first + 1;

  while (goes_on (self->labels[end - 1]))
    end++;
  return end;
}

static void
count_name (NameHistory *self, guint first)
{
  guint end = end_of_name (self, first), type = type_of (self->labels[first]);
  guint64 initials = initials_of (self, first, end);

  count (self, OF_PHRASE, phrase_at (self, first, end), type);
  if (initials)
    count (self, OF_INITIALS, initials, type);
  for (guint t = first; end - first > 1 && t < end; t++)
    count (self, OF_LONGER, folded (self, t), type);
}

static void
count_word (NameHistory *self, guint t, gboolean is_last)
{
  guint8 label = self->labels[t];

  count (self, OF_WORD, folded (self, t), type_of (label));
  if (label)
    count (self, OF_PART, folded (self, t), part_of (label));
  if (label && (part_of (label) == NAME_BEGIN || part_of (label) == NAME_UNIT))
    count_name (self, t);
  if (!is_last && counts_for (self, t + 1))
    count (self, OF_PAIR, pair_at (self, t), goes_on (label) ? type_of (label) : 0);
}

static void
make_table (NameHistory *self)
{
  guint n = 0;

  for (guint t = 0; t < self->tagging->n_tokens; t++)
    n += counts_for (self, t);
  for (self->mask = 15; self->mask <= KEYS_OF_A_WORD * n; self->mask = 2 * self->mask + 1)
    ;
  self->keys = g_new0 (guint64, (gsize) self->mask + 1);
  self->counts = g_new0 (guint16, ((gsize) self->mask + 1) * self->n_values);
}

NameHistory *
name_history_new (const Tagging *tagging, const NameFeatures *words, const guint8 *labels, guint n_labels)
{
  NameHistory *self = g_new0 (NameHistory, 1);

  self->tagging = tagging;
  self->words = words;
  self->labels = labels;
  self->n_values = MAX (1 + n_labels / NAME_LABELS_A_TYPE, NAME_LABELS_A_TYPE);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  make_table (self);
  for (guint s = 0; s < tagging->n_sentences; s++)
    {
      guint end = tagging->sentences[s].first + tagging->sentences[s].n;

      for (guint t = tagging->sentences[s].first; t < end; t++)
        if (counts_for (self, t))
          count_word (self, t, t + 1 == end);
    }
  return self;
}

void
name_history_free (NameHistory *self)
{
  g_free (self->keys);
  g_free (self->counts);
  g_array_unref (self->ids);
  g_array_unref (self->offsets);
  g_free (self);
}

/* The most frequent value elsewhere, whether there are others, and how often it was met; nothing where it was not.
 * `own` is the value here, or -1 where this place was not counted */
static void
add (NameHistory *self, HistoryKind kind, guint role, guint64 what, gint own)
{
  const guint16 *counts = self->counts + (gsize) find (self, key_of (kind, what)) * self->n_values;
  guint n = 0, best = 0, most = 0;

  for (guint v = 0; v < self->n_values; v++)
    {
      guint c = counts[v] - (own == (gint) v);

      n += c;
      if (c > most)
        {
          most = c;
          best = v;
        }
    }
  if (n)
    {
      guint64 base = ent_hash_mix (kind * 8 + role, best);
      guint64 ids[] = { ent_hash_mix (base, 1), ent_hash_mix (base, 2 + (most == n) + 2 * MIN (most, MANY)) };

      g_array_append_vals (self->ids, ids, G_N_ELEMENTS (ids));
    }
}

/* A name, which is hashed once and not for each of its tokens */
typedef struct
{
  guint first;
  guint end;
  guint64 phrase;
} NameSpan;

/* The name that t is part of, or nothing */
static void
add_name (NameHistory *self, guint t, const NameSpan *name)
{
  guint type = type_of (self->labels[name->first]);
  guint role = (t == name->first) + 2 * (t + 1 == name->end);

  add (self, OF_PHRASE, role, name->phrase, type);
}

static void
add_word (NameHistory *self, const EntSentence *sentence, guint t, const NameSpan *name)
{
  guint8 label = self->labels[t];
  gboolean in_name = label != 0;
  guint64 letters = letters_of (self, t);

  add (self, OF_WORD, 0, folded (self, t), type_of (label));
  add (self, OF_PART, 0, folded (self, t), in_name ? (gint) part_of (label) : -1);
  add (self, OF_LONGER, 0, folded (self, t), in_name && name->end - name->first > 1 ? (gint) type_of (label) : -1);
  if (letters)
    add (self, OF_INITIALS, 0, letters, -1);
  if (t > sentence->first && counts_for (self, t - 1))
    {
      add (self, OF_PAIR, 0, pair_at (self, t - 1), goes_on (self->labels[t - 1]) ? (gint) type_of (label) : 0);
      add (self, OF_WORD, 1, folded (self, t - 1), type_of (self->labels[t - 1]));
    }
  if (t + 1 < sentence->first + sentence->n && counts_for (self, t + 1))
    {
      add (self, OF_PAIR, 1, pair_at (self, t), goes_on (label) ? (gint) type_of (label) : 0);
      add (self, OF_WORD, 2, folded (self, t + 1), type_of (self->labels[t + 1]));
    }
  if (in_name)
    add_name (self, t, name);
}

EntFeatures
name_history_of (NameHistory *self, const EntSentence *sentence)
{
  guint32 offset = 0;
  NameSpan name = { 0 };

  g_array_set_size (self->ids, 0);
  g_array_set_size (self->offsets, 0);
  g_array_append_val (self->offsets, offset);
  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    {
      if (self->labels[t] && t >= name.end)
        {
          name.first = t;
          name.end = end_of_name (self, t);
          name.phrase = phrase_at (self, t, name.end);
        }
      if (counts_for (self, t))
        add_word (self, sentence, t, &name);
      offset = self->ids->len;
      g_array_append_val (self->offsets, offset);
    }
  return (EntFeatures){ (const guint64 *) self->ids->data, (const guint32 *) self->offsets->data, sentence->n };
}
