/* The table of lists learned from raw text. Sections: "names" and "words", each open addressing with linear probing; a
 * slot is three guint32, little-endian: the check (0 for an empty slot) and 64 bits of what is known. Of a name: four
 * bits for each kind's share, four for the votes, sixteen for the noun; of a word: four bits for each way. */
#include "stages/tag/lists.h"

#include <entente/error.h>

/* Numbers of a slot: the check, the lower and the upper half of what is known */
#define STRIDE 3
#define HALF_OF_BITS 32
#define NIBBLE 4
#define NOUN_AT 32

#define MOST_SHARE 7
#define MOST_VOTES 7
#define MOST_STEP 8

G_STATIC_ASSERT ((N_KINDS + 1) * NIBBLE <= NOUN_AT);
G_STATIC_ASSERT (N_WAYS *NIBBLE <= 64);

typedef struct
{
  const guint32 *slots;
  guint32 n;
} Table;

struct _Lists
{
  EntModel *model;
  Table names;
  Table words;
};

/* FNV-1a (Fowler, Noll, Vo) */
#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)

static inline guint64
hash_char (guint64 hash, gunichar character)
{
  return (hash ^ character) * G_GUINT64_CONSTANT (1099511628211);
}

/* The end of MurmurHash3 */
static inline guint64
mix (guint64 hash)
{
  hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ (hash >> 33);
}

static gunichar
fold (gunichar character)
{
  if (g_unichar_isdigit (character))
    return '0';
  return character == 0x2019 ? '\'' : g_unichar_tolower (character);
}

/* In lower case, digits as 0, typographic apostrophes as plain ones */
guint64
lists_hash_word (const gchar *word, gsize length)
{
  const gchar *end = word + length;
  guint64 hash = HASH_START;

  while (word < end)
    if ((guchar) *word < 0x80)
      {
        hash = hash_char (hash, g_ascii_isdigit (*word) ? '0' : g_ascii_tolower (*word));
        word++;
      }
    else
      {
        hash = hash_char (hash, fold (g_utf8_get_char (word)));
        word = g_utf8_next_char (word);
      }
  return mix (hash);
}

guint64
lists_hash_name (guint64 before, guint64 word)
{
  return mix (before * G_GUINT64_CONSTANT (1099511628211) + word);
}

static guint32
check_of (guint64 hash)
{
  return (guint32) hash | 1;
}

/* The slot of a hash, or the empty one where it belongs; NULL where there is neither */
static const guint32 *
find_slot (const Table *table, guint64 hash)
{
  guint32 at = (guint32) (((hash >> 32) * table->n) >> 32);

  for (guint32 i = 0; i < table->n; i++)
    {
      const guint32 *slot = table->slots + (gsize) at * STRIDE;
      guint32 check = GUINT32_FROM_LE (slot[0]);

      if (!check || check == check_of (hash))
        return slot;
      at = at + 1 == table->n ? 0 : at + 1;
    }
  return NULL;
}

static gboolean
find (const Table *table, guint64 hash, guint64 *known)
{
  const guint32 *slot = find_slot (table, hash);

  if (!slot || !slot[0])
    return FALSE;
  *known = GUINT32_FROM_LE (slot[1]) | (guint64) GUINT32_FROM_LE (slot[2]) << HALF_OF_BITS;
  return TRUE;
}

static inline guint
nibble (guint64 known, guint i, guint most)
{
  return MIN (known >> (NIBBLE * i) & 0xf, most);
}

gboolean
lists_find_name (const Lists *self, guint64 hash, ListedName *found)
{
  guint64 known;

  if (!find (&self->names, hash, &known))
    return FALSE;
  for (guint i = 0; i < N_KINDS; i++)
    found->shares[i] = nibble (known, i, MOST_SHARE);
  found->votes = nibble (known, N_KINDS, MOST_VOTES);
  found->noun = known >> NOUN_AT;
  return TRUE;
}

gboolean
lists_find_word (const Lists *self, guint64 hash, ListedWord *found)
{
  guint64 known;

  if (!find (&self->words, hash, &known))
    return FALSE;
  for (guint i = 0; i < N_WAYS; i++)
    found->shares[i] = nibble (known, i, MOST_STEP);
  return TRUE;
}

static gboolean
read_table (EntModel *model, const gchar *name, Table *table, GError **error)
{
  gsize n;

  table->slots = ent_model_get_section (model, name, STRIDE * sizeof *table->slots, &n, error);
  table->n = (guint32) MIN (n, G_MAXUINT32);
  return table->slots != NULL;
}

Lists *
lists_new (EntModel *model, GError **error)
{
  g_autoptr (Lists) self = g_new0 (Lists, 1);

  self->model = model;
  if (!read_table (model, "names", &self->names, error) || !read_table (model, "words", &self->words, error))
    return NULL;
  return g_steal_pointer (&self);
}

Lists *
lists_open (const gchar *path, GError **error)
{
  EntModel *model = ent_model_open (path, "lists", error);

  return model ? lists_new (model, error) : NULL;
}

void
lists_free (Lists *self)
{
  ent_model_free (self->model);
  g_free (self);
}

static guint64
pack_name (const ListedName *name)
{
  guint64 known = (guint64) name->noun << NOUN_AT | (guint64) name->votes << (NIBBLE * N_KINDS);

  for (guint i = 0; i < N_KINDS; i++)
    known |= (guint64) name->shares[i] << (NIBBLE * i);
  return known;
}

static guint64
pack_word (const ListedWord *word)
{
  guint64 known = 0;

  for (guint i = 0; i < N_WAYS; i++)
    known |= (guint64) word->shares[i] << (NIBBLE * i);
  return known;
}

/* Of two with the same check the first stays */
static void
put (const Table *table, guint64 hash, guint64 known)
{
  guint32 *slot = (guint32 *) find_slot (table, hash);

  if (slot[0])
    return;
  slot[0] = GUINT32_TO_LE (check_of (hash));
  slot[1] = GUINT32_TO_LE ((guint32) known);
  slot[2] = GUINT32_TO_LE ((guint32) (known >> HALF_OF_BITS));
}

static guint32
n_slots_for (guint32 n)
{
  return n + n / 3 + 1;
}

void
lists_store (EntModelWriter *writer, const guint64 *name_hashes, const ListedName *names, guint32 n_names,
             const guint64 *word_hashes, const ListedWord *words, guint32 n_words)
{
  guint32 n_of_names = n_slots_for (n_names), n_of_words = n_slots_for (n_words);
  g_autofree guint32 *name_slots = g_new0 (guint32, (gsize) n_of_names * STRIDE);
  g_autofree guint32 *word_slots = g_new0 (guint32, (gsize) n_of_words * STRIDE);
  const Table name_table = { name_slots, n_of_names }, word_table = { word_slots, n_of_words };

  for (guint32 i = 0; i < n_names; i++)
    put (&name_table, name_hashes[i], pack_name (&names[i]));
  for (guint32 i = 0; i < n_words; i++)
    put (&word_table, word_hashes[i], pack_word (&words[i]));
  ent_model_writer_add (writer, "names", name_slots, (gsize) n_of_names * STRIDE * sizeof *name_slots);
  ent_model_writer_add (writer, "words", word_slots, (gsize) n_of_words * STRIDE * sizeof *word_slots);
}
