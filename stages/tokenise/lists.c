/* Word lists in a hash table, with a filter by first byte and length in front of it: most words of a text are in no
 * list, and are turned away without being hashed. */
#include "stages/tokenise/lists.h"

#include <entente/error.h>
#include <string.h>

/* Bytes of the longest entry; also the bits of a row of the filter */
#define MAX_ENTRY 63

struct _TokList
{
  TokListMatch match;
  guint64 lengths[256]; /* bit n: an entry of n bytes begins with this byte */
  GHashTable *entries;  /* entry → what stands behind it */
};

static guchar
fold (const TokList *list, gchar c)
{
  return (guchar) (list->match != TOK_LIST_EXACT ? g_ascii_tolower (c) : c);
}

/* Bytes of a typographic apostrophe at `text`, else 0: U+2018, U+2019, U+02BC */
static guint
apostrophe (const gchar *text, guint length)
{
  if (length >= 3 && (memcmp (text, "\xe2\x80\x99", 3) == 0 || memcmp (text, "\xe2\x80\x98", 3) == 0))
    return 3;
  return length >= 2 && memcmp (text, "\xca\xbc", 2) == 0 ? 2 : 0;
}

/* Writes what is looked up for `text` to `key`; FALSE where no entry can match it */
static gboolean
make_key (const TokList *list, const gchar *text, guint length, gchar key[MAX_ENTRY + 1])
{
  guint n = 0;

  for (guint i = 0; i < length; n++)
    {
      guint quote = list->match != TOK_LIST_EXACT && (guchar) text[i] >= 0x80 ? apostrophe (text + i, length - i) : 0;

      if (n == MAX_ENTRY || text[i] == '\0')
        return FALSE;
      key[n] = quote ? '\'' : (gchar) fold (list, text[i]);
      i += quote ? quote : 1;
    }
  key[n] = '\0';
  return n > 0 && list->lengths[(guchar) key[0]] >> n & 1;
}

/* Whether `parts`, up to a space, is `key` but for the bars in it */
static gboolean
is_cut_of (const gchar *key, const gchar *parts)
{
  for (; *parts && *parts != ' '; parts++)
    if (*parts != '|' && *parts != *key++)
      return FALSE;
  return *key == '\0';
}

static gboolean
add_entry (TokList *list, const gchar *path, guint line, gchar *entry, GError **error)
{
  gsize length = strcspn (entry, " \t");
  g_autofree gchar *key = g_strndup (entry, length);

  if (length > MAX_ENTRY || !g_utf8_validate (entry, -1, NULL))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: expected an entry in UTF-8 of at most %d bytes", path,
                   line, MAX_ENTRY);
      return FALSE;
    }
  for (gsize i = 0; i < length; i++)
    key[i] = (gchar) fold (list, key[i]);
  if (list->match == TOK_LIST_PARTS && !is_cut_of (key, g_strstrip (entry + length)))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: expected the parts of '%s' behind it, with '|' between",
                   path, line, key);
      return FALSE;
    }
  list->lengths[(guchar) key[0]] |= G_GUINT64_CONSTANT (1) << length;
  g_hash_table_replace (list->entries, g_steal_pointer (&key), g_strdup (g_strstrip (entry + length)));
  return TRUE;
}

/* `path`: UTF-8, an entry a line, after white space what is to be done with it; lines of `#` and a space are comments
 */
TokList *
tok_list_load (const gchar *path, TokListMatch match, GError **error)
{
  g_autoptr (TokList) list = g_new0 (TokList, 1);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  list->match = match;
  list->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!g_file_get_contents (path, &text, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: %s", path, local->message);
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      gchar *entry = g_strstrip (lines[i]);

      if (*entry == '\0' || g_str_has_prefix (entry, "# "))
        continue;
      if (!add_entry (list, path, i + 1, entry, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

void
tok_list_free (TokList *list)
{
  g_hash_table_unref (list->entries);
  g_free (list);
}

/* Whether an entry of `length` bytes begins with `first`: what may be asked before the trouble of a search */
gboolean
tok_list_may_hold (const TokList *list, guchar first, guint length)
{
  return length <= MAX_ENTRY && list->lengths[fold (list, (gchar) first)] >> length & 1;
}

/* What stands behind the entry, "" where nothing does, NULL where there is no such entry */
const gchar *
tok_list_find (const TokList *list, const gchar *text, guint length)
{
  gchar key[MAX_ENTRY + 1];

  return make_key (list, text, length, key) ? g_hash_table_lookup (list->entries, key) : NULL;
}
