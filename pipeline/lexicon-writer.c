/* Writes the lexicon: collects phrases in any order, and gives the same bytes whatever the order was. */
#include "pipeline/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/checksum.h"
#include "pipeline/lexicon-layout.h"

/* One slot in three stays empty: short probes at little room */
#define SLOTS_PER_NODE_NUM 3
#define SLOTS_PER_NODE_DEN 2

typedef struct
{
  const gchar *folded;
  const gchar *form;
  const gchar *key;
  guint32 weight;
  guint8 type;
} Sense;

struct _EntLexiconWriter
{
  GStringChunk *chunk;
  GPtrArray *types;    /* const gchar *, sorted only when saved */
  GArray *senses;      /* Sense */
  GHashTable *present; /* "type\tform", to answer ent_lexicon_writer_has() */
};

/* A phrase or a prefix of one; hash first, so that g_int64_hash() serves */
typedef struct
{
  guint64 hash;
  const gchar *text;
  gsize length;
  guint32 node;
} Node;

/* What is laid out before it is written */
typedef struct
{
  GHashTable *offsets; /* string → where it stands in the pool */
  GString *strings;
  GArray *types;   /* guint32 */
  GArray *slots;   /* LexiconSlot */
  GArray *entries; /* guint32 */
  GArray *senses;  /* LexiconSense */
} Image;

/**
 * ent_lexicon_writer_new: (skip)
 *
 * Returns: (transfer full): an empty lexicon to be filled
 */
EntLexiconWriter *
ent_lexicon_writer_new (void)
{
  EntLexiconWriter *self = g_new0 (EntLexiconWriter, 1);

  self->chunk = g_string_chunk_new (1 << 16);
  self->types = g_ptr_array_new ();
  self->senses = g_array_new (FALSE, FALSE, sizeof (Sense));
  self->present = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * ent_lexicon_writer_free: (skip)
 * @self: (transfer full): a writer
 */
void
ent_lexicon_writer_free (EntLexiconWriter *self)
{
  g_hash_table_unref (self->present);
  g_array_unref (self->senses);
  g_ptr_array_unref (self->types);
  g_string_chunk_free (self->chunk);
  g_free (self);
}

static guint8
intern_type (EntLexiconWriter *self, const gchar *type)
{
  const gchar *kept = g_string_chunk_insert_const (self->chunk, type);
  guint i;

  if (!g_ptr_array_find (self->types, kept, &i))
    {
      i = self->types->len;
      g_ptr_array_add (self->types, (gpointer) kept);
    }
  g_assert (i < LEXICON_MAX_TYPES);
  return (guint8) i;
}

static gchar *
fold_phrase (const gchar *phrase)
{
  GString *folded = g_string_new (NULL);
  const gchar *end = phrase + strlen (phrase);

  while (phrase < end)
    g_string_append_unichar (folded, lexicon_fold (lexicon_next (&phrase, end)));
  return g_string_free (folded, FALSE);
}

/**
 * ent_lexicon_writer_add: (skip)
 * @self: a writer
 * @phrase: words joined by one space, as people write them
 * @type: its class, as "country"; at most 64 different ones
 * @key: what it is, or ""
 * @weight: how common or how large; the largest is kept of those given for the same phrase, class and key
 *
 * Adds a sense of a phrase.
 */
void
ent_lexicon_writer_add (EntLexiconWriter *self, const gchar *phrase, const gchar *type, const gchar *key,
                        guint32 weight)
{
  g_autofree gchar *folded = NULL;
  g_autofree gchar *present = NULL;
  Sense sense = { .weight = MIN (weight, LEXICON_MAX_WEIGHT) };

  if (*phrase == '\0' || !g_utf8_validate (phrase, -1, NULL))
    return;
  folded = fold_phrase (phrase);
  present = g_strconcat (type, "\t", phrase, NULL);
  sense.type = intern_type (self, type);
  sense.folded = g_string_chunk_insert_const (self->chunk, folded);
  sense.form = g_string_chunk_insert_const (self->chunk, phrase);
  sense.key = g_string_chunk_insert_const (self->chunk, key);
  g_array_append_val (self->senses, sense);
  g_hash_table_add (self->present, g_string_chunk_insert_const (self->chunk, present));
}

/**
 * ent_lexicon_writer_has: (skip)
 * @self: a writer
 * @phrase: a phrase, in exactly this case
 * @type: a class
 *
 * Returns: whether it was added under @type
 */
gboolean
ent_lexicon_writer_has (EntLexiconWriter *self, const gchar *phrase, const gchar *type)
{
  g_autofree gchar *present = g_strconcat (type, "\t", phrase, NULL);

  return g_hash_table_contains (self->present, present);
}

static gint
compare_senses (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Sense *x = a, *y = b;
  EntLexiconWriter *self = user_data;
  gint order = strcmp (x->folded, y->folded);

  if (order == 0)
    order = strcmp (g_ptr_array_index (self->types, x->type), g_ptr_array_index (self->types, y->type));
  if (order == 0)
    order = strcmp (x->form, y->form);
  if (order == 0)
    order = strcmp (x->key, y->key);
  return order != 0 ? order : (x->weight < y->weight) - (x->weight > y->weight);
}

static gboolean
same_sense (const Sense *a, const Sense *b)
{
  return a->type == b->type && strcmp (a->form, b->form) == 0 && strcmp (a->key, b->key) == 0;
}

static guint32
add_string (Image *image, const gchar *string)
{
  gpointer offset;

  if (g_hash_table_lookup_extended (image->offsets, string, NULL, &offset))
    return GPOINTER_TO_UINT (offset);
  offset = GUINT_TO_POINTER (image->strings->len);
  g_hash_table_insert (image->offsets, (gpointer) string, offset);
  g_string_append_len (image->strings, string, strlen (string) + 1);
  return GPOINTER_TO_UINT (offset);
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* Numbers the types by name. Returns: (array): old number → new number */
static void
add_types (EntLexiconWriter *self, Image *image, guint8 numbers[LEXICON_MAX_TYPES])
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->types, NULL, NULL);

  g_ptr_array_sort (sorted, compare_strings);
  for (guint i = 0; i < sorted->len; i++)
    {
      guint32 name = GUINT32_TO_LE (add_string (image, g_ptr_array_index (sorted, i)));
      guint old;

      g_array_append_val (image->types, name);
      if (g_ptr_array_find (self->types, g_ptr_array_index (sorted, i), &old))
        numbers[old] = (guint8) i;
    }
}

/* A hash stands for one phrase or prefix only: two that share one could not be told apart */
static gboolean
put_node (GHashTable *nodes, const Node *wanted, GError **error)
{
  Node *node = g_hash_table_lookup (nodes, wanted);

  if (node == NULL)
    g_hash_table_add (nodes, g_memdup2 (wanted, sizeof *wanted));
  else if (node->length == wanted->length && memcmp (node->text, wanted->text, wanted->length) == 0)
    node->node |= wanted->node;
  else
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "two phrases of the lexicon share a hash: %.*s and %.*s",
                   (int) node->length, node->text, (int) wanted->length, wanted->text);
      return FALSE;
    }
  return TRUE;
}

/* Tokens end after a run of letters and digits and after each other character, so prefixes end there too */
static gboolean
put_phrase (GHashTable *nodes, const gchar *folded, guint32 entry, GError **error)
{
  const gchar *p = folded, *end = folded + strlen (folded);
  guint64 hash = LEXICON_HASH_START;

  while (p < end)
    {
      gunichar c = lexicon_next (&p, end);
      gunichar next = p < end ? g_utf8_get_char (p) : 0;

      hash = lexicon_hash_char (hash, c);
      if (next != 0 && (c == ' ' || (g_unichar_isalnum (c) && g_unichar_isalnum (next))))
        continue;
      if (!put_node (nodes,
                     &(Node){ .hash = hash,
                              .text = folded,
                              .length = p - folded,
                              .node = next == 0 ? entry + 1 : LEXICON_CONTINUES },
                     error))
        return FALSE;
    }
  return TRUE;
}

static gint
compare_hashes (gconstpointer a, gconstpointer b)
{
  const Node *x = *(const Node *const *) a, *y = *(const Node *const *) b;

  return (x->hash > y->hash) - (x->hash < y->hash);
}

/* In the order of the hashes, so that the same phrases give the same table */
static gboolean
fill_slots (Image *image, GHashTable *nodes, GError **error)
{
  guint n_slots = MAX (1, g_hash_table_size (nodes) * SLOTS_PER_NODE_NUM / SLOTS_PER_NODE_DEN + 1);
  g_autofree Node **sorted = (Node **) g_hash_table_get_keys_as_array (nodes, NULL);
  guint n_nodes = g_hash_table_size (nodes);

  qsort (sorted, n_nodes, sizeof *sorted, compare_hashes);
  g_array_set_size (image->slots, n_slots);
  for (guint i = 0; i < n_nodes; i++)
    {
      const Node *node = sorted[i];
      guint32 slot = lexicon_slot_of (node->hash, n_slots);
      LexiconSlot *slots = (LexiconSlot *) (void *) image->slots->data;

      for (; slots[slot].node != 0; slot = (slot + 1) % n_slots)
        if (slots[slot].tag == GUINT32_TO_LE ((guint32) node->hash))
          {
            g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "two phrases of the lexicon share a slot and a tag: %.*s",
                         (int) node->length, node->text);
            return FALSE;
          }
      slots[slot].tag = GUINT32_TO_LE ((guint32) node->hash);
      slots[slot].node = GUINT32_TO_LE (node->node);
    }
  return TRUE;
}

static gboolean
add_phrases (EntLexiconWriter *self, Image *image, GError **error)
{
  g_autoptr (GHashTable) nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint8 numbers[LEXICON_MAX_TYPES] = { 0 };
  const Sense *last = NULL;
  guint32 end;

  add_types (self, image, numbers);
  for (guint i = 0; i < self->senses->len; i++)
    {
      const Sense *sense = &g_array_index (self->senses, Sense, i);
      LexiconSense out = { .form = GUINT32_TO_LE (add_string (image, sense->form)),
                           .key = GUINT32_TO_LE (add_string (image, sense->key)),
                           .type_weight = GUINT32_TO_LE (numbers[sense->type] | sense->weight << 8) };

      if (last != NULL && same_sense (last, sense))
        continue;
      if (last == NULL || strcmp (last->folded, sense->folded) != 0)
        {
          guint32 first = GUINT32_TO_LE (image->senses->len);

          if (!put_phrase (nodes, sense->folded, image->entries->len, error))
            return FALSE;
          g_array_append_val (image->entries, first);
        }
      g_array_append_val (image->senses, out);
      last = sense;
    }
  end = GUINT32_TO_LE (image->senses->len);
  g_array_append_val (image->entries, end);
  return fill_slots (image, nodes, error);
}

static void
append_section (GByteArray *out, gconstpointer data, gsize size)
{
  static const guint8 zeros[LEXICON_ALIGN] = { 0 };

  g_byte_array_append (out, data, size);
  g_byte_array_append (out, zeros, lexicon_align (size) - size);
}

static GByteArray *
join_image (const Image *image)
{
  GByteArray *out = g_byte_array_new ();
  LexiconHead head = { .magic = LEXICON_MAGIC,
                       .version = GUINT32_TO_LE (LEXICON_VERSION),
                       .n_types = GUINT32_TO_LE (image->types->len),
                       .n_slots = GUINT32_TO_LE (image->slots->len),
                       .n_entries = GUINT32_TO_LE (image->entries->len - 1),
                       .n_senses = GUINT32_TO_LE (image->senses->len),
                       .n_strings = GUINT32_TO_LE (image->strings->len) };

  g_byte_array_append (out, (const guint8 *) &head, sizeof head);
  append_section (out, image->types->data, image->types->len * sizeof (guint32));
  append_section (out, image->slots->data, image->slots->len * sizeof (LexiconSlot));
  append_section (out, image->entries->data, image->entries->len * sizeof (guint32));
  append_section (out, image->senses->data, image->senses->len * sizeof (LexiconSense));
  append_section (out, image->strings->str, image->strings->len);
  head.size = GUINT64_TO_LE (out->len);
  head.checksum = GUINT64_TO_LE (ent_checksum (out->data + sizeof head, out->len - sizeof head));
  memcpy (out->data, &head, sizeof head);
  return out;
}

static void
init_image (Image *image)
{
  image->offsets = g_hash_table_new (g_str_hash, g_str_equal);
  image->strings = g_string_new (NULL);
  image->types = g_array_new (FALSE, FALSE, sizeof (guint32));
  image->slots = g_array_new (FALSE, TRUE, sizeof (LexiconSlot));
  image->entries = g_array_new (FALSE, FALSE, sizeof (guint32));
  image->senses = g_array_new (FALSE, FALSE, sizeof (LexiconSense));
  add_string (image, "");
}

static void
clear_image (Image *image)
{
  g_hash_table_unref (image->offsets);
  g_string_free (image->strings, TRUE);
  g_array_unref (image->types);
  g_array_unref (image->slots);
  g_array_unref (image->entries);
  g_array_unref (image->senses);
}

/**
 * ent_lexicon_writer_save: (skip)
 * @self: a writer
 * @path: where to write; replaced whole or left as it was
 * @error: where to put an error
 *
 * Writes what was added, in the same bytes whatever the order in which it was added.
 *
 * Errors: %ENT_ERROR_OUTPUT when the file cannot be written.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_lexicon_writer_save (EntLexiconWriter *self, const gchar *path, GError **error)
{
  Image image;
  gboolean done;

  init_image (&image);
  g_array_sort_with_data (self->senses, compare_senses, self);
  done = add_phrases (self, &image, error);
  if (done)
    {
      g_autoptr (GByteArray) bytes = join_image (&image);
      g_autoptr (GError) local = NULL;

      done = g_file_set_contents (path, (const gchar *) bytes->data, bytes->len, &local);
      if (!done)
        g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: the lexicon cannot be written: %s", path, local->message);
    }
  clear_image (&image);
  return done;
}
