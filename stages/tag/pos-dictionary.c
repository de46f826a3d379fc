/* What a word was seen as in training: which parts of speech, the commonest of them, and how sure that one is; and
 * which ones its form may be of by WordNet. Sections: "words", PosSlot, open addressing with linear probing. */
#include "stages/tag/pos.h"

#include "pipeline/learn/slots.h"
#include <entente/error.h>
#include <string.h>

/* Half an entry: 17 bits for the set of tags, 5 for the commonest, 3 for how much of the words it is, from 1 to 7, and
 * 4 for the kinds of words of WordNet that it may be a form of */
#define SHIFT_TOP 17
#define SHIFT_SHARE 22
#define SHIFT_FORMS 25

/* Tags rarer than one in so many of a word's are taken for errors */
#define RARE 200

typedef struct
{
  guint32 check; /* 0 where it is empty */
  guint32 half;
} PosSlot;

struct _PosDictionary
{
  const PosSlot *slots;
  guint32 mask;
};

PosDictionary *
pos_dictionary_new (EntModel *model, GError **error)
{
  gsize n, n_free = 0;
  const PosSlot *slots = ent_model_get_section (model, "words", sizeof *slots, &n, error);
  PosDictionary *self;

  if (!slots)
    return NULL;
  for (gsize i = 0; i < n; i++)
    n_free += !slots[i].check;
  if (!n_free || n & (n - 1) || n > G_MAXUINT32)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: its dictionary has no free place",
                   ent_model_get_path (model));
      return NULL;
    }
  self = g_new0 (PosDictionary, 1);
  self->slots = slots;
  self->mask = n - 1;
  return self;
}

void
pos_dictionary_free (PosDictionary *self)
{
  g_free (self);
}

static guint32
find (const PosDictionary *self, guint64 hash)
{
  guint64 key = ent_hash_mix (hash, 0);
  guint32 slot = ent_slot_of (key, self->mask);

  while (self->slots[slot].check && self->slots[slot].check != ent_slot_check (key))
    slot = (slot + 1) & self->mask;
  return self->slots[slot].check ? self->slots[slot].half : 0;
}

PosEntry
pos_dictionary_find (const PosDictionary *self, const EntWordForm *form)
{
  PosEntry entry;

  entry.as_written = find (self, form->form);
  entry.folded = form->lower == form->form ? entry.as_written : find (self, form->lower);
  return entry;
}

typedef struct
{
  guint64 hash;
  guint32 times[POS_N_TAGS];
  guint8 forms;
} Counts;

struct _PosCounts
{
  GHashTable *by_hash; /* guint64 → Counts */
  GPtrArray *all;      /* Counts, in the order in which they came */
};

PosCounts *
pos_counts_new (void)
{
  PosCounts *self = g_new0 (PosCounts, 1);

  self->by_hash = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->all = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
pos_counts_free (PosCounts *self)
{
  g_hash_table_unref (self->by_hash);
  g_ptr_array_unref (self->all);
  g_free (self);
}

static Counts *
counts_of (PosCounts *self, guint64 hash)
{
  Counts *counts = g_hash_table_lookup (self->by_hash, &hash);

  if (!counts)
    {
      counts = g_new0 (Counts, 1);
      counts->hash = hash;
      g_hash_table_insert (self->by_hash, &counts->hash, counts);
      g_ptr_array_add (self->all, counts);
    }
  return counts;
}

void
pos_counts_add (PosCounts *self, const EntWordForm *form, EntPos pos, gint times)
{
  if (pos == ENT_POS_NONE)
    return;
  counts_of (self, form->form)->times[pos - 1] += times;
  if (form->lower != form->form)
    counts_of (self, form->lower)->times[pos - 1] += times;
}

/* That it may be a form of such a word: a noun, verb, adjective or adverb */
void
pos_counts_add_form (PosCounts *self, const gchar *form, EntPos pos)
{
  guint bit = pos == ENT_POS_NOUN ? 0 : pos == ENT_POS_VERB ? 1 : pos == ENT_POS_ADJ ? 2 : 3;

  counts_of (self, ent_hash_bytes (form, strlen (form)))->forms |= 1 << bit;
}

/* From 1, much is open, to 7, it is as good as never anything else */
static guint
share_of (guint32 top, guint32 all)
{
  if (all >= 100 && 500 * top >= 499 * all)
    return POS_SURE;
  if (all == top)
    return all >= 3 ? 6 : 5;
  return 50 * top >= 49 * all ? 4 : 10 * top >= 9 * all ? 3 : 10 * top >= 7 * all ? 2 : 1;
}

static guint32
pack (const Counts *counts)
{
  guint32 all = 0, set = 0, forms = (guint32) counts->forms << SHIFT_FORMS;
  guint top = 0;

  for (guint y = 0; y < POS_N_TAGS; y++)
    {
      all += counts->times[y];
      top = counts->times[y] > counts->times[top] ? y : top;
    }
  for (guint y = 0; y < POS_N_TAGS; y++)
    if (counts->times[y] && counts->times[y] * RARE >= all)
      set |= 1u << y;
  return all ? set | top << SHIFT_TOP | share_of (counts->times[top], all) << SHIFT_SHARE | forms : forms;
}

static guint32
find_counts (const PosCounts *self, guint64 hash)
{
  const Counts *counts = g_hash_table_lookup (self->by_hash, &hash);

  return counts ? pack (counts) : 0;
}

PosEntry
pos_counts_find (const PosCounts *self, const EntWordForm *form)
{
  return (PosEntry){ find_counts (self, form->form), find_counts (self, form->lower) };
}

/* Adds the dictionary to @writer */
void
pos_counts_store (const PosCounts *self, EntModelWriter *writer)
{
  guint32 n_slots = ent_slots_for (self->all->len);
  g_autofree PosSlot *slots = g_new0 (PosSlot, n_slots);

  for (guint i = 0; i < self->all->len; i++)
    {
      const Counts *counts = self->all->pdata[i];
      guint64 key = ent_hash_mix (counts->hash, 0);
      guint32 slot = ent_slot_of (key, n_slots - 1);

      while (slots[slot].check)
        slot = (slot + 1) & (n_slots - 1);
      slots[slot] = (PosSlot){ GUINT32_TO_LE (ent_slot_check (key)), GUINT32_TO_LE (pack (counts)) };
    }
  ent_model_writer_add (writer, "words", slots, n_slots * sizeof *slots);
}
