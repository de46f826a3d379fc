/* Reads WordNet's data, index and count files. */
#include "wordnet-db.h"

#include <stdlib.h>
#include <string.h>

#include <entente/error.h>

/* Each root is a lemma's n-th sense, counted from 0 as in index.noun */
static const struct
{
  const gchar *lemma;
  guint sense;
} roots[WN_N_ROOTS] = {
  [WN_ROOT_PERSON] = { "person", 0 },
  [WN_ROOT_INHABITANT] = { "inhabitant", 0 },
  [WN_ROOT_RELIGIOUS] = { "religious_person", 0 },
  [WN_ROOT_SPIRIT] = { "spiritual_being", 0 },
  [WN_ROOT_ORGANISATION] = { "organization", 0 },
  [WN_ROOT_UNIT] = { "unit", 2 },
  [WN_ROOT_ETHNIC] = { "ethnic_group", 0 },
  [WN_ROOT_COUNTRY] = { "country", 1 },
  [WN_ROOT_CAPITAL] = { "national_capital", 0 },
  [WN_ROOT_SCHOOL] = { "university", 1 },
  [WN_ROOT_WEAPON] = { "weapon", 0 },
  [WN_ROOT_MILITARY] = { "military_vehicle", 0 },
  [WN_ROOT_VEHICLE] = { "vehicle", 0 },
  [WN_ROOT_STRUCTURE] = { "structure", 0 },
  [WN_ROOT_FACILITY] = { "facility", 0 },
  [WN_ROOT_WAY] = { "way", 5 },
  [WN_ROOT_DOCUMENT] = { "document", 0 },
  [WN_ROOT_PUBLICATION] = { "publication", 0 },
};

static void
free_synset (gpointer data)
{
  WnSynset *synset = data;

  g_strfreev (synset->words);
  g_free (synset->counts);
  g_array_unref (synset->pointers);
  g_free (synset->gloss);
  g_free (synset);
}

/* "galore(ip)" says where an adjective may stand; no part of the word */
static gchar *
clean_word (const gchar *field)
{
  gchar *word = g_strndup (field, strcspn (field, "("));

  return g_strdelimit (word, "_", ' ');
}

static guint32
get_count (GHashTable *counts, const gchar *word, gchar type, guint lexfile, const gchar *lex_id)
{
  g_autofree gchar *lemma = g_ascii_strdown (word, strcspn (word, "("));
  gint number = type == 'n' ? 1 : type == 'v' ? 2 : type == 'a' ? 3 : type == 'r' ? 4 : 5;
  g_autofree gchar *key = g_strdup_printf ("%s%%%d:%02u:%02lu", lemma, number, lexfile, strtoul (lex_id, NULL, 16));

  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));
}

static void
read_pointers (WnSynset *synset, gchar **field, guint n)
{
  for (guint i = 0; i < n && field[0] && field[1] && field[2] && field[3]; i++, field += 4)
    {
      gboolean instance = g_str_equal (field[0], "@i"), part = g_str_equal (field[0], "#p");
      WnPointer pointer = { .kind = instance ? 'i'
                                    : part   ? 'p'
                                             : field[0][0],
                            .pos = field[2][0],
                            .target = strtoul (field[1], NULL, 10) };
      guint ends = strtoul (field[3], NULL, 16);

      pointer.from = ends >> 8;
      pointer.to = ends & 0xff;
      synset->instance |= instance;
      if (strchr ("@ip\\+", pointer.kind) && (instance || part || field[0][1] == '\0'))
        g_array_append_val (synset->pointers, pointer);
    }
}

/* offset lexfile type n_words (word lex_id)… n_pointers (kind offset pos source/target)… | gloss */
static WnSynset *
read_synset (const gchar *line, GHashTable *counts)
{
  g_auto (GStrv) halves = g_strsplit (line, " | ", 2);
  g_auto (GStrv) fields = g_strsplit (halves[0], " ", -1);
  guint n_fields = g_strv_length (fields);
  guint n_words = n_fields > 4 ? strtoul (fields[3], NULL, 16) : 0;
  WnSynset *synset;

  if (n_words == 0 || n_fields < 5 + 2 * n_words)
    return NULL;
  synset = g_new0 (WnSynset, 1);
  synset->offset = strtoul (fields[0], NULL, 10);
  synset->lexfile = strtoul (fields[1], NULL, 10);
  synset->words = g_new0 (gchar *, n_words + 1);
  synset->counts = g_new0 (guint32, n_words);
  synset->pointers = g_array_new (FALSE, FALSE, sizeof (WnPointer));
  synset->gloss = g_strdup (halves[1] ? halves[1] : "");
  for (guint i = 0; i < n_words; i++)
    {
      synset->words[i] = clean_word (fields[4 + 2 * i]);
      synset->counts[i] = get_count (counts, fields[4 + 2 * i], fields[2][0], synset->lexfile, fields[5 + 2 * i]);
    }
  read_pointers (synset, fields + 5 + 2 * n_words, strtoul (fields[4 + 2 * n_words], NULL, 10));
  return synset;
}

/* One pass, where g_strsplit() searches the rest of the text for each line: slow when searches are checked */
static gchar **
split_lines (const gchar *content)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (const gchar *end; (end = strchr (content, '\n')); content = end + 1)
    g_ptr_array_add (lines, g_strndup (content, end - content));
  g_ptr_array_add (lines, g_strdup (content));
  g_ptr_array_add (lines, NULL);
  return (gchar **) g_ptr_array_free (lines, FALSE);
}

static gchar **
read_lines (const gchar *folder, const gchar *name, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *content = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_get_contents (path, &content, NULL, &local))
    return split_lines (content);
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: expected the files of Debian's package wordnet-base: %s", path,
               local->message);
  return NULL;
}

static GPtrArray *
read_synsets (const gchar *folder, const gchar *name, GHashTable *counts, GError **error)
{
  g_auto (GStrv) lines = read_lines (folder, name, error);
  GPtrArray *synsets;

  if (!lines)
    return NULL;
  synsets = g_ptr_array_new_with_free_func (free_synset);
  for (gchar **line = lines; *line; line++)
    {
      WnSynset *synset = g_ascii_isdigit (**line) ? read_synset (*line, counts) : NULL;

      if (synset)
        g_ptr_array_add (synsets, synset);
    }
  return synsets;
}

/* lemma%type:lexfile:lex_id:head:head_id sense count; heads are dropped, as few words need them */
static GHashTable *
read_counts (const gchar *folder, GError **error)
{
  g_auto (GStrv) lines = read_lines (folder, "cntlist.rev", error);
  GHashTable *counts;

  if (!lines)
    return NULL;
  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gchar **line = lines; *line; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, " ", 3);
      g_auto (GStrv) parts = g_strv_length (fields) == 3 ? g_strsplit (fields[0], ":", 4) : NULL;
      gchar *key;

      if (!parts || g_strv_length (parts) != 4)
        continue;
      key = g_strjoin (":", parts[0], parts[1], parts[2], NULL);
      g_hash_table_insert (counts, key, GUINT_TO_POINTER (strtoul (fields[2], NULL, 10)));
    }
  return counts;
}

static guint32
climb (WnDatabase *self, WnSynset *synset)
{
  if (synset->climbed)
    return synset->roots;
  synset->climbed = TRUE; /* before going up, so that a circle in the data ends */
  for (guint i = 0; i < synset->pointers->len; i++)
    {
      const WnPointer *pointer = &g_array_index (synset->pointers, WnPointer, i);
      WnSynset *above = strchr ("@i", pointer->kind) ? wn_database_find (self, pointer->target) : NULL;

      if (above)
        synset->roots |= climb (self, above);
    }
  return synset->roots;
}

static void
note_root (WnDatabase *self, gchar **fields, guint n)
{
  for (guint root = 0; root < WN_N_ROOTS; root++)
    {
      guint32 n_senses = strtoul (fields[2], NULL, 10);
      WnSynset *synset;

      if (!g_str_equal (fields[0], roots[root].lemma) || roots[root].sense >= n_senses)
        continue;
      synset = wn_database_find (self, strtoul (fields[n - n_senses + roots[root].sense], NULL, 10));
      if (synset)
        synset->roots |= 1u << root;
    }
}

static GArray *
read_senses (gchar **fields, guint n)
{
  GArray *senses = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);

  for (guint i = 0; i < n; i++)
    {
      guint32 offset = strtoul (fields[i], NULL, 10);

      g_array_append_val (senses, offset);
    }
  return senses;
}

/* lemma pos n_senses n_pointers pointer… n_senses n_tagged offset… */
static gboolean
read_index (WnDatabase *self, const gchar *folder, GError **error)
{
  g_auto (GStrv) lines = read_lines (folder, "index.noun", error);

  for (gchar **line = lines; line && *line; line++)
    {
      g_auto (GStrv) fields = **line == ' ' ? NULL : g_strsplit (g_strchomp (*line), " ", -1);
      guint n = fields ? g_strv_length (fields) : 0;
      guint n_senses = n > 6 ? strtoul (fields[2], NULL, 10) : 0;

      if (n < 7 || n_senses == 0 || n_senses > n - 6)
        continue;
      note_root (self, fields, n);
      g_hash_table_insert (self->senses, g_strdup (fields[0]), read_senses (fields + n - n_senses, n_senses));
    }
  return lines != NULL;
}

static gboolean
read_all (WnDatabase *self, const gchar *folder, GError **error)
{
  g_autoptr (GHashTable) counts = read_counts (folder, error);

  if (!counts || !(self->nouns = read_synsets (folder, "data.noun", counts, error))
      || !(self->verbs = read_synsets (folder, "data.verb", counts, error))
      || !(self->adjectives = read_synsets (folder, "data.adj", counts, error))
      || !(self->adverbs = read_synsets (folder, "data.adv", counts, error)))
    return FALSE;
  for (guint i = 0; i < self->nouns->len; i++)
    {
      WnSynset *synset = g_ptr_array_index (self->nouns, i);

      g_hash_table_insert (self->by_offset, GUINT_TO_POINTER (synset->offset), synset);
    }
  for (guint i = 0; i < self->verbs->len; i++)
    {
      WnSynset *synset = g_ptr_array_index (self->verbs, i);

      g_hash_table_insert (self->verb_by_offset, GUINT_TO_POINTER (synset->offset), synset);
    }
  if (!read_index (self, folder, error))
    return FALSE;
  for (guint i = 0; i < self->nouns->len; i++)
    climb (self, g_ptr_array_index (self->nouns, i));
  return TRUE;
}

WnDatabase *
wn_database_open (const gchar *folder, GError **error)
{
  g_autoptr (WnDatabase) self = g_new0 (WnDatabase, 1);

  self->by_offset = g_hash_table_new (NULL, NULL);
  self->verb_by_offset = g_hash_table_new (NULL, NULL);
  self->senses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return read_all (self, folder, error) ? g_steal_pointer (&self) : NULL;
}

void
wn_database_free (WnDatabase *self)
{
  g_clear_pointer (&self->nouns, g_ptr_array_unref);
  g_clear_pointer (&self->verbs, g_ptr_array_unref);
  g_clear_pointer (&self->adjectives, g_ptr_array_unref);
  g_clear_pointer (&self->adverbs, g_ptr_array_unref);
  g_hash_table_unref (self->by_offset);
  g_hash_table_unref (self->verb_by_offset);
  g_hash_table_unref (self->senses);
  g_free (self);
}

WnSynset *
wn_database_find (WnDatabase *self, guint32 offset)
{
  return g_hash_table_lookup (self->by_offset, GUINT_TO_POINTER (offset));
}

WnSynset *
wn_database_find_verb (WnDatabase *self, guint32 offset)
{
  return g_hash_table_lookup (self->verb_by_offset, GUINT_TO_POINTER (offset));
}

WnSynset *
wn_database_get_sense (WnDatabase *self, const gchar *noun, guint n)
{
  g_autofree gchar *lower = g_ascii_strdown (noun, -1);
  const GArray *senses = g_hash_table_lookup (self->senses, g_strdelimit (lower, " ", '_'));

  return senses && n < senses->len ? wn_database_find (self, g_array_index (senses, guint32, n)) : NULL;
}

gboolean
wn_database_is_first_sense (WnDatabase *self, const gchar *word, const WnSynset *synset)
{
  return wn_database_get_sense (self, word, 0) == synset;
}
