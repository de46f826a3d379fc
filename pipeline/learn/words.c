/* The table of word classes. Sections: "classes", guint32 for each grain how many there are; "slots", open addressing
 * with linear probing, for each slot guint16 numbers, little-endian: two of the check (0 for an empty slot), the class
 * at each grain, the frequency; and those of vectors.h, if there are vectors: a row for each slot, and a last one for
 * unknown words. Words are kept by their hash alone: with 10^5 words one in 10^9 unknown words is taken for one of
 * them. */
#include "pipeline/learn/words.h"

#include "pipeline/checksum.h"
#include "pipeline/stage-private.h"
#include <entente/error.h>
#include <glib/gstdio.h>

#include <string.h>

/* Of each slot, besides the classes: the check's two halves and the frequency */
#define OTHERS 3

struct _EntWords
{
  EntModel *model;
  gchar *file; /* what it is known by while it is open, see ent_words_open(); or NULL */
  guint n_owners;
  guint64 checksum; /* of words and classes; vectors may be added to the same table */
  const guint16 *slots;
  guint32 n_slots;
  guint n_grains;
  guint stride;
  guint32 n_classes[ENT_WORDS_MAX_GRAINS];
  EntVectors vectors;
};

typedef enum
{
  CASE_KEPT,
  CASE_LOWER,
  CASE_TITLE /* upper case after whatever is no letter: O'Neill */
} Case;

/* FNV-1a (Fowler, Noll, Vo) over the bytes, the result mixed by what MurmurHash3 ends with */
#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)

static inline guint64
hash_byte (guint64 hash, guint8 byte)
{
  return (hash ^ byte) * G_GUINT64_CONSTANT (1099511628211);
}

static inline guint64
mix (guint64 hash)
{
  hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ (hash >> 33);
}

static gunichar
fold_case (gunichar character, Case how, gboolean after_letter)
{
  if (how == CASE_KEPT)
    return character;
  return how == CASE_TITLE && !after_letter ? g_unichar_totitle (character) : g_unichar_tolower (character);
}

/* Digits become 0, and apostrophes the one of the typewriter: what differs in them alone is one word */
static gunichar
fold (gunichar character, Case how, gboolean after_letter)
{
  if (g_unichar_isdigit (character))
    return '0';
  return character == 0x2019 ? '\'' : fold_case (character, how, after_letter);
}

/* The same without the tables of Unicode, as most words are ASCII */
static inline guint8
fold_ascii (guint8 byte, Case how, gboolean after_letter)
{
  if (g_ascii_isdigit (byte))
    return '0';
  if (how == CASE_KEPT)
    return byte;
  return how == CASE_TITLE && !after_letter ? g_ascii_toupper (byte) : g_ascii_tolower (byte);
}

/* The next character of a word in its normal form, as UTF-8; bytes that are no UTF-8 stand for themselves */
static inline guint
fold_next (const gchar **at, const gchar *end, Case how, gboolean *after_letter, gchar out[6])
{
  guint8 byte = **at;
  gunichar character;

  if (byte < 0x80)
    {
      out[0] = fold_ascii (byte, how, *after_letter);
      *after_letter = g_ascii_isalpha (byte);
      (*at)++;
      return 1;
    }
  character = g_utf8_get_char_validated (*at, end - *at);
  if (character >= (gunichar) -2)
    {
      out[0] = *(*at)++;
      return 1;
    }
  *at = g_utf8_next_char (*at);
  character = fold (character, how, *after_letter);
  *after_letter = g_unichar_isalpha (character);
  return g_unichar_to_utf8 (character, out);
}

static guint64
hash_word (const gchar *word, gsize length, Case how)
{
  const gchar *at = word, *end = word + length;
  gboolean after_letter = FALSE;
  guint64 hash = HASH_START;
  gchar bytes[6];

  while (at < end)
    for (guint i = 0, n = fold_next (&at, end, how, &after_letter, bytes); i < n; i++)
      hash = hash_byte (hash, bytes[i]);
  return mix (hash);
}

/**
 * ent_words_hash: (skip)
 * @word: (array length=length): a word
 * @length: its bytes
 *
 * Returns: the hash of the word's normal form: its case kept, digits as 0, typographic apostrophes as plain ones
 */
guint64
ent_words_hash (const gchar *word, gsize length)
{
  return hash_word (word, length, CASE_KEPT);
}

/**
 * ent_words_normalise: (skip)
 * @word: (array length=length): a word
 * @length: its bytes
 *
 * Returns: (transfer full): the normal form that ent_words_hash() is the hash of
 */
gchar *
ent_words_normalise (const gchar *word, gsize length)
{
  const gchar *at = word, *end = word + length;
  g_autoptr (GString) form = g_string_sized_new (length + 1);
  gboolean after_letter = FALSE;
  gchar bytes[6];

  while (at < end)
    {
      guint n = fold_next (&at, end, CASE_KEPT, &after_letter, bytes);

      g_string_append_len (form, bytes, n);
    }
  return g_string_free (g_steal_pointer (&form), FALSE);
}

static guint32
check_of (guint64 hash)
{
  return (guint32) hash | 1;
}

/* The upper half of the hash, scaled to the number of slots */
static guint32
slot_of (guint64 hash, guint32 n_slots)
{
  return (guint32) (((hash >> 32) * n_slots) >> 32);
}

static guint32
get_check (const guint16 *slot)
{
  return (guint32) GUINT16_FROM_LE (slot[0]) << 16 | GUINT16_FROM_LE (slot[1]);
}

/* The slot of a hash, or the empty one where it belongs; NULL where there is neither */
static const guint16 *
find_slot (const guint16 *slots, guint32 n_slots, guint stride, guint64 hash)
{
  guint32 at = slot_of (hash, n_slots);

  for (guint32 i = 0; i < n_slots; i++)
    {
      const guint16 *slot = slots + (gsize) at * stride;
      guint32 check = get_check (slot);

      if (!check || check == check_of (hash))
        return slot;
      at = at + 1 == n_slots ? 0 : at + 1;
    }
  return NULL;
}

static const guint16 *
find_word (const EntWords *self, const gchar *word, gsize length, Case how)
{
  const guint16 *slot = find_slot (self->slots, self->n_slots, self->stride, hash_word (word, length, how));

  return slot && get_check (slot) ? slot : NULL;
}

static gboolean
is_upper (const gchar *word, gsize length)
{
  const gchar *end = word + length;
  gboolean has_upper = FALSE;

  for (const gchar *at = word; at < end; at = g_utf8_next_char (at))
    {
      gunichar character = (guint8) *at < 0x80 ? (guint8) *at : g_utf8_get_char_validated (at, end - at);

      if (character >= (gunichar) -2 || g_unichar_islower (character))
        return FALSE;
      has_upper |= g_unichar_isupper (character);
    }
  return has_upper;
}

static guint16
frequency_of (const EntWords *self, const guint16 *slot)
{
  return slot ? GUINT16_FROM_LE (slot[2 + self->n_grains]) : 0;
}

/* A word that is not known as it is: in lower case, or where it is in capitals in title case, if that is more frequent
 */
static const guint16 *
find_otherwise (const EntWords *self, const gchar *word, gsize length)
{
  const guint16 *lower = find_word (self, word, length, CASE_LOWER);
  const guint16 *title = is_upper (word, length) ? find_word (self, word, length, CASE_TITLE) : NULL;

  return frequency_of (self, title) > frequency_of (self, lower) ? title : lower ? lower : title;
}

/**
 * ent_words_lookup: (skip)
 * @self: a table
 * @word: (array length=length): a word as it stands in the text
 * @length: its bytes
 * @found: (out caller-allocates): what is known of it
 *
 * Finds the word as it is but for digits; else in lower case, or, where all of it is in capitals, in title case,
 * whichever is more frequent. Safe to call from many threads.
 *
 * Returns: whether the word is known; if not, its classes are %ENT_WORDS_UNKNOWN
 */
gboolean
ent_words_lookup (const EntWords *self, const gchar *word, gsize length, EntWord *found)
{
  const guint16 *slot = find_word (self, word, length, CASE_KEPT);

  if (!slot)
    slot = find_otherwise (self, word, length);
  for (guint grain = 0; grain < self->n_grains; grain++)
    found->classes[grain] = slot ? GUINT16_FROM_LE (slot[2 + grain]) : ENT_WORDS_UNKNOWN;
  found->frequency = frequency_of (self, slot);
  found->row = slot ? (guint32) ((slot - self->slots) / self->stride) : self->n_slots;
  return slot != NULL;
}

static gboolean
read_grains (EntWords *self, GError **error)
{
  gsize n;
  const guint32 *n_classes = ent_model_get_section (self->model, "classes", sizeof *n_classes, &n, error);

  if (!n_classes)
    return FALSE;
  if (n > ENT_WORDS_MAX_GRAINS)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s: has %" G_GSIZE_FORMAT " sets of word classes: expected at most %d",
                   ent_model_get_path (self->model), n, ENT_WORDS_MAX_GRAINS);
      return FALSE;
    }
  self->n_grains = n;
  self->stride = n + OTHERS;
  for (guint grain = 0; grain < n; grain++)
    self->n_classes[grain] = GUINT32_FROM_LE (n_classes[grain]);
  return TRUE;
}

static gboolean
read_slots (EntWords *self, GError **error)
{
  gsize n;

  self->slots = ent_model_get_section (self->model, "slots", self->stride * sizeof *self->slots, &n, error);
  self->n_slots = (guint32) MIN (n, G_MAXUINT32 - 1);
  return self->slots != NULL;
}

/* The classes are checked once here, so that nobody has to who counts by them */
static gboolean
check_classes (EntWords *self, GError **error)
{
  for (gsize i = 0; i < self->n_slots; i++)
    for (guint grain = 0; grain < self->n_grains; grain++)
      if (GUINT16_FROM_LE (self->slots[i * self->stride + 2 + grain]) >= self->n_classes[grain])
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                       "%s: slot %" G_GSIZE_FORMAT " has a class that is not there: expected one below %u",
                       ent_model_get_path (self->model), i, self->n_classes[grain]);
          return FALSE;
        }
  return TRUE;
}

static void
destroy (EntWords *self)
{
  ent_model_free (self->model);
  g_free (self->file);
  g_free (self);
}

/**
 * ent_words_new: (skip)
 * @model: (transfer full): a model of kind "words"
 * @error: where to put an error
 *
 * Errors: %ENT_ERROR_MODEL when its arrays do not make a table.
 *
 * Returns: (transfer full): the table
 */
EntWords *
ent_words_new (EntModel *model, GError **error)
{
  EntWords *self = g_new0 (EntWords, 1);

  self->model = model;
  if (!read_grains (self, error) || !read_slots (self, error) || !check_classes (self, error)
      || !ent_vectors_load (&self->vectors, model, self->n_slots + 1, error))
    {
      destroy (self);
      return NULL;
    }
  self->n_owners = 1;
  self->checksum = ent_checksum (self->slots, (gsize) self->n_slots * self->stride * sizeof *self->slots);
  return self;
}

/* Several stages read the same table, which is by far the largest file of a pack: it is opened, checked and mapped once
 * for all of them. A file that is mapped keeps its number, so that a table that is written anew is another one. */
static GMutex open_lock;
static GHashTable *open_tables; /* device and number of the file → EntWords */

static gchar *
identify (const gchar *path)
{
  GStatBuf status;

  if (g_stat (path, &status))
    return NULL; /* ent_model_open() will say so */
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) status.st_dev, (guint64) status.st_ino);
}

static EntWords *
open_file (const gchar *path, gchar *file, GError **error)
{
  EntModel *model = ent_model_open (path, "words", error);
  EntWords *self = model ? ent_words_new (model, error) : NULL;

  if (!self || !file)
    return self;
  self->file = g_strdup (file);
  g_hash_table_insert (open_tables, self->file, self);
  return self;
}

/**
 * ent_words_open: (skip)
 * @path: a model file
 * @error: where to put an error
 *
 * Safe to call from many threads.
 *
 * Errors: those of ent_model_open() and ent_words_new().
 *
 * Returns: (transfer full): the table in the file, the same one for all who have it open
 */
EntWords *
ent_words_open (const gchar *path, GError **error)
{
  g_autofree gchar *file = identify (path);
  EntWords *self;

  g_mutex_lock (&open_lock);
  if (!open_tables)
    open_tables = g_hash_table_new (g_str_hash, g_str_equal);
  self = file ? g_hash_table_lookup (open_tables, file) : NULL;
  if (self)
    self->n_owners++;
  else
    self = open_file (path, file, error);
  g_mutex_unlock (&open_lock);
  return self;
}

/**
 * ent_words_free: (skip)
 * @self: (transfer full): a table
 */
void
ent_words_free (EntWords *self)
{
  gboolean is_last;

  g_mutex_lock (&open_lock);
  is_last = !--self->n_owners;
  if (is_last && self->file)
    g_hash_table_remove (open_tables, self->file);
  g_mutex_unlock (&open_lock);
  if (is_last)
    destroy (self);
}

static gchar *
fingerprint (const EntWords *self)
{
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", self->checksum);
}

void
ent_words_sign (const EntWords *self, EntModelWriter *writer)
{
  g_autofree gchar *table = fingerprint (self);

  ent_model_writer_set_text (writer, "table", table);
}

static gboolean
check_model (const EntWords *self, EntModel *model, GError **error)
{
  g_autofree gchar *trained_with = ent_model_dup_text (model, "table");
  g_autofree gchar *table = trained_with ? fingerprint (self) : NULL;

  if (!g_strcmp0 (trained_with, table))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
               "%s: was trained with another table of words than %s: expected both in one pack",
               ent_model_get_path (model), ent_model_get_path (self->model));
  return FALSE;
}

EntWords *
ent_words_open_for (EntStage *stage, EntModel *model, GError **error)
{
  g_autofree gchar *path
      = ent_stage_find_beside (stage, ent_model_get_path (model), "tag/" ENT_WORDS_FILE, error);
  g_autoptr (EntWords) self = path ? ent_words_open (path, error) : NULL;

  return self && check_model (self, model, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * ent_words_get_n_grains: (skip)
 * @self: a table
 *
 * Returns: how many classes each word has, one of each set
 */
guint
ent_words_get_n_grains (const EntWords *self)
{
  return self->n_grains;
}

/**
 * ent_words_get_n_classes: (skip)
 * @self: a table
 * @grain: below ent_words_get_n_grains()
 *
 * Returns: how many classes there are of this grain; all are below it
 */
guint
ent_words_get_n_classes (const EntWords *self, guint grain)
{
  return self->n_classes[grain];
}

/**
 * ent_words_get_vectors: (skip)
 * @self: a table
 *
 * Returns: (transfer none): the vectors, in the rows that ent_words_lookup() tells; of size 0 if the table has none
 */
const EntVectors *
ent_words_get_vectors (const EntWords *self)
{
  return &self->vectors;
}

static void
fill_slot (guint16 *slot, guint64 hash, const EntWord *word, guint n_grains)
{
  slot[0] = GUINT16_TO_LE (check_of (hash) >> 16);
  slot[1] = GUINT16_TO_LE (check_of (hash) & 0xffff);
  for (guint grain = 0; grain < n_grains; grain++)
    slot[2 + grain] = GUINT16_TO_LE (word->classes[grain]);
  slot[2 + n_grains] = GUINT16_TO_LE (word->frequency);
}

/**
 * ent_words_store: (skip)
 * @writer: a model of kind "words"
 * @hashes: (array length=n): the words, by ent_words_hash()
 * @words: (array length=n): what is known of each
 * @n: how many words; frequent ones first are found fastest
 * @n_classes: (array length=n_grains): how many classes there are of each grain
 * @n_grains: at most %ENT_WORDS_MAX_GRAINS
 *
 * Adds the arrays of a table to a model.
 *
 * Returns: (transfer full) (array): n + 1 rows for vectors: that of unknown words, which is the last of the table, then
 *   those of @words; where two have the same row, only the first one is found
 */
guint32 *
ent_words_store (EntModelWriter *writer, const guint64 *hashes, const EntWord *words, guint32 n, const guint *n_classes,
                 guint n_grains)
{
  guint stride = n_grains + OTHERS;
  guint32 n_slots = n + n / 2 + 1;
  g_autofree guint16 *slots = g_new0 (guint16, (gsize) n_slots * stride);
  guint32 classes[ENT_WORDS_MAX_GRAINS];
  guint32 *rows;

  g_return_val_if_fail (n_grains <= ENT_WORDS_MAX_GRAINS, NULL);

  rows = g_new (guint32, (gsize) n + 1);
  rows[0] = n_slots;
  for (guint32 i = 0; i < n; i++)
    {
      guint16 *slot = (guint16 *) find_slot (slots, n_slots, stride, hashes[i]);

      if (!get_check (slot)) /* else the check is that of a more frequent word, which stays */
        fill_slot (slot, hashes[i], &words[i], n_grains);
      rows[i + 1] = (guint32) ((slot - slots) / stride);
    }
  for (guint grain = 0; grain < n_grains; grain++)
    classes[grain] = GUINT32_TO_LE (n_classes[grain]);
  ent_model_writer_add (writer, "classes", classes, n_grains * sizeof *classes);
  ent_model_writer_add (writer, "slots", slots, (gsize) n_slots * stride * sizeof *slots);
  return rows;
}
