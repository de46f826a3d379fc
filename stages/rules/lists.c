/* Phrases of lists: added to the table, and found in a text. */
#include "stages/rules/lists.h"

#include <stdlib.h>
#include <string.h>

#include "stages/rules/slots.h"

/* A line of a file, or an entry of its own with a line break at its end */
typedef struct
{
  const gchar *line;
  guint32 next; /* 1 + another of the same phrase, or 0 */
  guint16 list;
  guint16 length; /* bytes of the phrase */
} Entry;

/* What a hash stands for: phrases, the beginning of longer ones, or both: 1 + the first entry, and IS_START. What is
 * found is compared; a beginning that is none costs a step more */
#define IS_START (1u << 31)
#define ENTRY_OF(number) ((number) & ~IS_START)

struct _RuleLists
{
  GArray *entries; /* Entry */
  RuleSlots phrases;
  guint longest; /* bytes */
  gboolean has_exact;
  gboolean has_folded;
  GPtrArray *files; /* GMappedFile */
  GStringChunk *strings;
};

RuleLists *
rules_lists_new (void)
{
  RuleLists *self = g_new0 (RuleLists, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  rules_slots_init (&self->phrases);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_mapped_file_unref);
  self->strings = g_string_chunk_new (1024);
  return self;
}

void
rules_lists_free (RuleLists *self)
{
  g_array_unref (self->entries);
  rules_slots_clear (&self->phrases);
  g_ptr_array_unref (self->files);
  g_string_chunk_free (self->strings);
  g_free (self);
}

gboolean
rules_lists_is_empty (const RuleLists *self)
{
  return !self->entries->len;
}

/* --- Characters and hashes ---------------------------------------------------------------------------------------- */

/* Exact phrases and those in any case have hashes of their own (FNV-1a, Fowler, Noll, Vo) */
#define SEED_EXACT G_GUINT64_CONSTANT (14695981039346656037)
#define SEED_FOLDED G_GUINT64_CONSTANT (7809847782465536322)
#define PRIME G_GUINT64_CONSTANT (1099511628211)

static inline guint64
hash_byte (guint64 hash, guint8 byte)
{
  return (hash ^ byte) * PRIME;
}

static guint64
hash_exact (guint64 hash, const gchar *p, const gchar *end)
{
  for (; p < end; p++)
    hash = hash_byte (hash, *p);
  return hash;
}

static guint64
hash_folded (guint64 hash, const gchar *p, const gchar *end)
{
  while (p < end)
    if (!(*p & 0x80))
      hash = hash_byte (hash, g_ascii_tolower (*p++));
    else
      {
        gchar bytes[6];
        gint n = g_unichar_to_utf8 (g_unichar_tolower (g_utf8_get_char (p)), bytes);

        hash = hash_exact (hash, bytes, bytes + n);
        p = g_utf8_next_char (p);
      }
  return hash;
}

static guint64
hash_piece (gboolean folded, guint64 hash, const gchar *p, const gchar *end)
{
  return folded ? hash_folded (hash, p, end) : hash_exact (hash, p, end);
}

/* --- Adding ------------------------------------------------------------------------------------------------------- */

static const gchar *
skip_blanks (const gchar *p, const gchar *end)
{
  while (p < end && g_ascii_isspace (*p))
    p++;
  return p;
}

static const gchar *
skip_word (const gchar *p, const gchar *end)
{
  while (p < end && !g_ascii_isspace (*p))
    p++;
  return p;
}

static gboolean
is_folded (const gchar *p, const gchar *end)
{
  for (; p < end; p = g_utf8_next_char (p))
    if (*p & 0x80 ? g_unichar_isupper (g_utf8_get_char (p)) || g_unichar_istitle (g_utf8_get_char (p))
                  : g_ascii_isupper (*p))
      return FALSE;
  return TRUE;
}

gboolean
rules_lists_add_line (RuleLists *self, guint list, const gchar *line, const gchar *end)
{
  const gchar *p = skip_blanks (line, end);
  gboolean folded = is_folded (p, end);
  guint64 hash = folded ? SEED_FOLDED : SEED_EXACT;
  Entry entry = { .line = p, .list = list };
  guint32 *number = NULL;

  while (p < end)
    {
      const gchar *word_end = skip_word (p, end);

      if (number) /* there is more than the words so far */
        {
          *number |= IS_START;
          hash = hash_byte (hash, ' ');
        }
      hash = hash_exact (hash, p, word_end);
      entry.length = MIN (word_end - entry.line, G_MAXUINT16);
      p = skip_blanks (word_end, end);
      number = rules_slots_take (&self->phrases, hash);
      if (p < end && !*number)
        *number = IS_START; /* so that it is taken */
    }
  if (!number || entry.length > RULES_MAX_PHRASE)
    return !number;
  entry.next = ENTRY_OF (*number);
  g_array_append_val (self->entries, entry);
  *number = (*number & IS_START) | self->entries->len;
  self->longest = MAX (self->longest, entry.length);
  self->has_folded |= folded;
  self->has_exact |= !folded;
  return TRUE;
}

void
rules_lists_add (RuleLists *self, guint list, const gchar *phrase)
{
  g_autofree gchar *line = g_strconcat (phrase, "\n", NULL);
  const gchar *kept = g_string_chunk_insert (self->strings, g_strdelimit (line, "\t", ' '));

  rules_lists_add_line (self, list, kept, kept + strlen (kept) - 1);
}

void
rules_lists_reserve (RuleLists *self, const gchar *text, const gchar *end)
{
  guint64 n_words = 0;
  guint n_entries = self->entries->len;

  for (const gchar *p = text; p < end; p++)
    n_words += *p == ' ' || *p == '\n';
  rules_slots_reserve (&self->phrases, n_words);
  g_array_set_size (self->entries, n_entries + n_words / 4);
  g_array_set_size (self->entries, n_entries);
}

void
rules_lists_keep_file (RuleLists *self, GMappedFile *file)
{
  g_ptr_array_add (self->files, file);
}

/* --- Matching ----------------------------------------------------------------------------------------------------- */

/* Compares an entry with tokens [first, end): the hashes are the same, so mostly it is the same phrase */
static gboolean
is_same (const Entry *entry, gboolean folded, const gchar *text, const EntToken *tokens, guint first, guint end)
{
  const gchar *p = entry->line, *p_end = p + entry->length;

  for (guint t = first; t < end; t++)
    {
      const gchar *at = text + tokens[t].start, *at_end = text + tokens[t].end;

      if (t > first && tokens[t].flags & ENT_TOKEN_SPACE_BEFORE)
        {
          if (p == p_end || !g_ascii_isspace (*p))
            return FALSE;
          p = skip_blanks (p, p_end);
        }
      while (at < at_end && p < p_end)
        {
          gunichar theirs = g_utf8_get_char (at), ours = g_utf8_get_char (p);

          if ((folded ? g_unichar_tolower (theirs) : theirs) != ours)
            return FALSE;
          at = g_utf8_next_char (at);
          p = g_utf8_next_char (p);
        }
      if (at < at_end)
        return FALSE;
    }
  return p == p_end;
}

static void
take_entries (const RuleLists *self, guint32 number, gboolean folded, const gchar *text, const EntToken *tokens,
              guint first, guint end, GArray *matches)
{
  for (guint e = ENTRY_OF (number); e; e = g_array_index (self->entries, Entry, e - 1).next)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, e - 1);
      RuleListMatch match = { first, end, entry->list, e - 1 };

      if (is_same (entry, folded, text, tokens, first, end))
        g_array_append_val (matches, match);
    }
}

/* From one token on, as far as a phrase goes: where a word ends, some phrase must begin with what was read */
static void
match_at (const RuleLists *self, gboolean folded, const gchar *text, const EntToken *tokens, guint first, guint end,
          GArray *matches)
{
  guint64 hash = folded ? SEED_FOLDED : SEED_EXACT;

  for (guint t = first; t < end; t++)
    {
      guint32 number;

      if (t > first && tokens[t].flags & ENT_TOKEN_SPACE_BEFORE)
        hash = hash_byte (hash, ' ');
      hash = hash_piece (folded, hash, text + tokens[t].start, text + tokens[t].end);
      number = rules_slots_get (&self->phrases, hash);
      if (ENTRY_OF (number))
        take_entries (self, number, folded, text, tokens, first, t + 1, matches);
      if (tokens[t].end - tokens[first].start > 2 * self->longest
          || (t + 1 < end && tokens[t + 1].flags & ENT_TOKEN_SPACE_BEFORE && !(number & IS_START)))
        return;
    }
}

static gint
compare_matches (gconstpointer a, gconstpointer b)
{
  const RuleListMatch *one = a, *other = b;

  if (one->end != other->end)
    return one->end < other->end ? 1 : -1;
  if (one->list != other->list)
    return one->list < other->list ? -1 : 1;
  return (one->entry > other->entry) - (one->entry < other->entry);
}

void
rules_lists_match (const RuleLists *self, const gchar *text, const EntToken *tokens, guint first, guint end,
                   GArray *matches)
{
  if (!self->entries->len)
    return;
  for (guint t = first; t < end; t++)
    {
      guint n = matches->len;

      if (self->has_exact)
        match_at (self, FALSE, text, tokens, t, end, matches);
      if (self->has_folded)
        match_at (self, TRUE, text, tokens, t, end, matches);
      if (matches->len > n + 1)
        qsort (&g_array_index (matches, RuleListMatch, n), matches->len - n, sizeof (RuleListMatch), compare_matches);
    }
}

/* --- What an entry says ------------------------------------------------------------------------------------------- */

/* Files are mapped as they are: the last line may have no end of its own */
static const gchar *
end_of_line (const RuleLists *self, const gchar *line)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const gchar *text = g_mapped_file_get_contents (self->files->pdata[i]);
      const gchar *end = text + g_mapped_file_get_length (self->files->pdata[i]);
      const gchar *found = text && line >= text && line < end ? memchr (line, '\n', end - line) : NULL;

      if (found || (text && line >= text && line < end))
        return found ? found : end;
    }
  return strchr (line, '\n');
}

/* A column of its line, from 0; NULL where it is empty */
static gchar *
dup_column (const RuleLists *self, guint entry, guint column)
{
  const gchar *p = g_array_index (self->entries, Entry, entry).line, *end = end_of_line (self, p), *tab;

  for (; column; column--)
    {
      tab = memchr (p, '\t', end - p);
      if (!tab)
        return NULL;
      p = tab + 1;
    }
  tab = memchr (p, '\t', end - p);
  end = tab ? tab : end;
  end -= end > p && end[-1] == '\r';
  return end > p ? g_strndup (p, end - p) : NULL;
}

gchar *
rules_lists_dup_type (const RuleLists *self, guint entry)
{
  return dup_column (self, entry, 1);
}

gchar *
rules_lists_dup_key (const RuleLists *self, guint entry)
{
  gchar *key = dup_column (self, entry, 2);

  if (key && !*g_strstrip (key))
    g_clear_pointer (&key, g_free);
  return key;
}

gchar *
rules_lists_dup_phrase (const RuleLists *self, guint entry)
{
  return dup_column (self, entry, 0);
}
