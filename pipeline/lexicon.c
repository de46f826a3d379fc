/* Reads the lexicon. The file is mapped as it is, so that many processes share its pages; a hash table over phrases
 * and their prefixes makes matching at a token cost no more than its longest phrase. */
#include "pipeline/lexicon.h"

#include <string.h>

#include "pipeline/checksum.h"
#include "pipeline/lexicon-layout.h"

struct _EntLexicon
{
  GMappedFile *file;
  const LexiconHead *head;
  const guint32 *types;
  const LexiconSlot *slots;
  const guint32 *entries;
  const LexiconSense *senses;
  const gchar *strings;
  guint32 n_types;
  guint32 n_slots;
  guint32 n_entries;
  guint32 n_senses;
  guint32 n_strings;
};

/* Moves @at past a section of n elements; NULL when the file is too short for it */
static const guint8 *
take_section (const guint8 **at, const guint8 *end, gsize n, gsize size)
{
  const guint8 *section = *at;
  gsize bytes = lexicon_align (n * size);

  if (section == NULL || bytes > (gsize) (end - section))
    section = NULL;
  *at = section == NULL ? NULL : section + bytes;
  return section;
}

static gboolean
find_sections (EntLexicon *self, const guint8 *bytes, gsize size)
{
  const guint8 *at = bytes + sizeof (LexiconHead);
  const guint8 *end = bytes + size;

  self->n_types = GUINT32_FROM_LE (self->head->n_types);
  self->n_slots = GUINT32_FROM_LE (self->head->n_slots);
  self->n_entries = GUINT32_FROM_LE (self->head->n_entries);
  self->n_senses = GUINT32_FROM_LE (self->head->n_senses);
  self->n_strings = GUINT32_FROM_LE (self->head->n_strings);
  self->types = (const guint32 *) take_section (&at, end, self->n_types, sizeof (guint32));
  self->slots = (const LexiconSlot *) take_section (&at, end, self->n_slots, sizeof (LexiconSlot));
  self->entries = (const guint32 *) take_section (&at, end, (gsize) self->n_entries + 1, sizeof (guint32));
  self->senses = (const LexiconSense *) take_section (&at, end, self->n_senses, sizeof (LexiconSense));
  self->strings = (const gchar *) take_section (&at, end, self->n_strings, 1);
  return at == end && self->n_types <= LEXICON_MAX_TYPES && self->n_slots > 0 && self->n_strings > 0
         && self->strings[self->n_strings - 1] == '\0';
}

static gboolean
read_head (EntLexicon *self, const gchar *path, GError **error)
{
  const guint8 *bytes = (const guint8 *) g_mapped_file_get_contents (self->file);
  gsize size = g_mapped_file_get_length (self->file);
  guint32 version;

  self->head = (const LexiconHead *) bytes;
  if (size < sizeof (LexiconHead) || memcmp (self->head->magic, LEXICON_MAGIC, sizeof self->head->magic) != 0)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s: not a lexicon: expected the bytes " LEXICON_MAGIC " at its start", path);
      return FALSE;
    }
  version = GUINT32_FROM_LE (self->head->version);
  if (version != LEXICON_VERSION)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: a lexicon of version %u: expected version %u", path, version,
                   LEXICON_VERSION);
      return FALSE;
    }
  if (GUINT64_FROM_LE (self->head->size) != size)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s: a lexicon cut short or added to: expected %" G_GUINT64_FORMAT " bytes, found %" G_GSIZE_FORMAT,
                   path, GUINT64_FROM_LE (self->head->size), size);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_body (EntLexicon *self, const gchar *path, GError **error)
{
  const guint8 *bytes = (const guint8 *) g_mapped_file_get_contents (self->file);
  gsize size = g_mapped_file_get_length (self->file);
  guint64 sum = ent_checksum (bytes + sizeof (LexiconHead), size - sizeof (LexiconHead));

  if (sum == GUINT64_FROM_LE (self->head->checksum) && find_sections (self, bytes, size))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
               "%s: a damaged lexicon: expected checksum %016" G_GINT64_MODIFIER "x, found %016" G_GINT64_MODIFIER "x",
               path, GUINT64_FROM_LE (self->head->checksum), sum);
  return FALSE;
}

/**
 * ent_lexicon_open: (skip)
 * @path: a file that ent_lexicon_writer_save() wrote
 * @error: where to put an error
 *
 * Maps a lexicon. Its checksum is checked each time, which takes about a millisecond. The lexicon never changes: many
 * threads may use one.
 *
 * Errors: %ENT_ERROR_MODEL when the file cannot be read, is no lexicon, is damaged or of another version.
 *
 * Returns: (transfer full): the lexicon
 */
EntLexicon *
ent_lexicon_open (const gchar *path, GError **error)
{
  g_autoptr (EntLexicon) self = g_new0 (EntLexicon, 1);
  g_autoptr (GError) local = NULL;

  self->file = g_mapped_file_new (path, FALSE, &local);
  if (self->file == NULL)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: the lexicon cannot be read: %s", path, local->message);
      return NULL;
    }
  if (!read_head (self, path, error) || !check_body (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ent_lexicon_free: (skip)
 * @self: (transfer full): a lexicon
 *
 * Unmaps it. Strings of its senses end with it.
 */
void
ent_lexicon_free (EntLexicon *self)
{
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

/* The checksum guards against accidents, this against files made to harm */
static const gchar *
get_string (EntLexicon *self, guint32 at)
{
  at = GUINT32_FROM_LE (at);
  return self->strings + (at < self->n_strings ? at : self->n_strings - 1);
}

static const gchar *
get_type (EntLexicon *self, guint type)
{
  return type < self->n_types ? get_string (self, self->types[type]) : "";
}

/**
 * ent_lexicon_find_type: (skip)
 * @self: a lexicon
 * @type: a class of phrases, as "country"
 *
 * Returns: the number by which senses name it, below 64, or -1 where the lexicon has none such
 */
gint
ent_lexicon_find_type (EntLexicon *self, const gchar *type)
{
  for (guint i = 0; i < self->n_types; i++)
    if (g_str_equal (get_type (self, i), type))
      return (gint) i;
  return -1;
}

static guint32
find_node (EntLexicon *self, guint64 hash)
{
  guint32 slot = lexicon_slot_of (hash, self->n_slots);
  guint32 tag = GUINT32_TO_LE ((guint32) hash);

  for (guint32 i = 0; i < self->n_slots; i++)
    {
      const LexiconSlot *s = self->slots + slot;

      if (s->node == 0)
        return 0;
      if (s->tag == tag)
        return GUINT32_FROM_LE (s->node);
      slot = slot + 1 == self->n_slots ? 0 : slot + 1;
    }
  return 0;
}

static guint64
hash_text (guint64 hash, const gchar *p, const gchar *end)
{
  while (p < end)
    hash = lexicon_hash_char (hash, lexicon_fold (lexicon_next (&p, end)));
  return hash;
}

typedef enum
{
  MATCH_NONE,
  MATCH_FOLDED,
  MATCH_EXACT
} Match;

/* Apostrophes are levelled without counting as another case */
static gunichar
level (gunichar c)
{
  return c == 0x2019 ? '\'' : c;
}

static Match
match_piece (const gchar **form, const gchar *p, const gchar *end)
{
  Match match = MATCH_EXACT;

  if (strncmp (*form, p, end - p) == 0) /* mostly; stops at the end of the form */
    {
      *form += end - p;
      return MATCH_EXACT;
    }
  while (p < end)
    {
      gunichar theirs = level (lexicon_next (&p, end));
      gunichar ours = (guchar) * *form < 0x80 ? (gunichar) * *form : level (g_utf8_get_char (*form));

      if (lexicon_fold (theirs) != lexicon_fold (ours))
        return MATCH_NONE;
      if (theirs != ours)
        match = MATCH_FOLDED;
      *form = g_utf8_next_char (*form);
    }
  return match;
}

/* Compares a phrase with tokens [0, n) of a text */
static Match
match_form (const gchar *form, const gchar *text, const EntToken *tokens, guint n)
{
  Match match = MATCH_EXACT;

  for (guint t = 0; t < n; t++)
    {
      Match piece;

      if (t > 0 && tokens[t].flags & ENT_TOKEN_SPACE_BEFORE && *form++ != ' ')
        return MATCH_NONE;
      piece = match_piece (&form, text + tokens[t].start, text + tokens[t].end);
      if (piece == MATCH_NONE)
        return MATCH_NONE;
      match = MIN (match, piece);
    }
  return *form == '\0' ? match : MATCH_NONE;
}

static void
fill_sense (EntLexicon *self, const LexiconSense *from, EntLexiconSense *sense)
{
  guint32 type_weight = GUINT32_FROM_LE (from->type_weight);

  sense->type_id = type_weight & 0xff;
  sense->type = get_type (self, sense->type_id);
  sense->form = get_string (self, from->form);
  sense->key = get_string (self, from->key);
  sense->weight = type_weight >> 8;
  sense->exact = TRUE;
}

static guint
fill_senses (EntLexicon *self, guint32 entry, const gchar *text, const EntToken *tokens, guint n,
             EntLexiconSense *senses, guint max)
{
  guint32 first, end;
  guint found = 0;

  if (entry >= self->n_entries)
    return 0;
  first = GUINT32_FROM_LE (self->entries[entry]);
  end = MIN (GUINT32_FROM_LE (self->entries[entry + 1]), self->n_senses);
  for (guint32 i = first; i < end && found < max; i++)
    {
      Match match = match_form (get_string (self, self->senses[i].form), text, tokens, n);

      if (match == MATCH_NONE)
        continue;
      fill_sense (self, self->senses + i, senses + found);
      senses[found++].exact = match == MATCH_EXACT;
    }
  return found;
}

/**
 * ent_lexicon_get_n_phrases: (skip)
 * @self: a lexicon
 *
 * Returns: how many phrases it has, those that differ only in case counted once
 */
guint
ent_lexicon_get_n_phrases (EntLexicon *self)
{
  return self->n_entries;
}

/**
 * ent_lexicon_get_phrase: (skip)
 * @self: a lexicon
 * @entry: below ent_lexicon_get_n_phrases()
 * @senses: (out caller-allocates) (array length=max): its senses
 * @max: room in @senses
 *
 * Walks through the lexicon, in the order of the folded phrases' bytes.
 *
 * Returns: how many senses were filled in
 */
guint
ent_lexicon_get_phrase (EntLexicon *self, guint entry, EntLexiconSense *senses, guint max)
{
  guint32 first, end;

  g_return_val_if_fail (entry < self->n_entries, 0);
  first = GUINT32_FROM_LE (self->entries[entry]);
  end = MIN (GUINT32_FROM_LE (self->entries[entry + 1]), self->n_senses);
  if (end < first)
    return 0;
  max = MIN (max, end - first);
  for (guint i = 0; i < max; i++)
    fill_sense (self, self->senses + first + i, senses + i);
  return max;
}

/**
 * ent_lexicon_lookup: (skip)
 * @self: a lexicon
 * @phrase: words joined by one space
 * @length: bytes of @phrase, or -1 if it ends with NUL
 * @senses: (out caller-allocates) (array length=max): its senses
 * @max: room in @senses; %ENT_LEXICON_MAX_SENSES is always enough
 *
 * Looks up a whole phrase, in any case: @exact of a sense says whether the case is that of the lexicon.
 *
 * Returns: how many senses were filled in; 0 when the phrase is not there
 */
guint
ent_lexicon_lookup (EntLexicon *self, const gchar *phrase, gssize length, EntLexiconSense *senses, guint max)
{
  EntToken whole = { .end = length < 0 ? strlen (phrase) : (gsize) length };
  guint32 node = find_node (self, hash_text (LEXICON_HASH_START, phrase, phrase + whole.end)) & ~LEXICON_CONTINUES;

  return node == 0 ? 0 : fill_senses (self, node - 1, phrase, &whole, 1, senses, max);
}

/**
 * ent_lexicon_match: (skip)
 * @self: a lexicon
 * @doc: a document with tokens
 * @t: where phrases begin
 * @end: the token before which they end at the latest
 * @func: (scope call): called for each phrase
 * @user_data: for @func
 *
 * Finds the phrases that begin at a token, shortest first. White space between tokens, however much, is one space;
 * tokens without space between them make one word, however the tokeniser cut it.
 */
void
ent_lexicon_match (EntLexicon *self, EntDocument *doc, guint t, guint end, EntLexiconFunc func, gpointer user_data)
{
  const gchar *text = ent_document_get_text (doc, NULL);
  guint n_tokens;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  guint64 hash = LEXICON_HASH_START;
  guint32 node = LEXICON_CONTINUES;

  end = MIN (end, n_tokens);
  for (guint u = t; u < end && node & LEXICON_CONTINUES; u++)
    {
      EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
      guint n;

      if (u > t && tokens[u].flags & ENT_TOKEN_SPACE_BEFORE)
        hash = lexicon_hash_char (hash, ' ');
      hash = hash_text (hash, text + tokens[u].start, text + tokens[u].end);
      node = find_node (self, hash);
      if ((node & ~LEXICON_CONTINUES) == 0)
        continue;
      n = fill_senses (self, (node & ~LEXICON_CONTINUES) - 1, text, tokens + t, u + 1 - t, senses,
                       G_N_ELEMENTS (senses));
      if (n > 0)
        func (t, u + 1, senses, n, user_data);
    }
}
