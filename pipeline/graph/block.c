#include "pipeline/graph/block.h"

#include "pipeline/graph/spelling.h"

#include <string.h>

/* What a shared country, nationality, role or year of birth counts, of which many have the same, beside 1 for all else
 */
#define WEIGHT_OF_COMMON 0.5

static const gchar select_keys[] = "SELECT key FROM keys WHERE block = ? ORDER BY key";

static const gchar select_rows[]
    = "SELECT e.id, e.document, e.context, e.aliases, e.names FROM entities e JOIN documents d ON d.id = e.document"
      " WHERE e.key = ? ORDER BY d.name, e.id";

static void
clear_row (gpointer data)
{
  g_strfreev (((EntBlockRow *) data)->context);
}

static void
free_key (gpointer data)
{
  EntBlockKey *self = data;

  g_free (self->key);
  g_strfreev (self->parts);
  g_free (self->plain);
  g_array_unref (self->rows);
  g_hash_table_unref (self->context);
  g_hash_table_unref (self->aliases);
  g_hash_table_unref (self->documents);
  g_free (self);
}

static EntBlockKey *
new_key (const EntSpellingWords *words, const gchar *key)
{
  EntBlockKey *self = g_new0 (EntBlockKey, 1);

  self->key = g_strdup (key);
  self->parts = ent_spelling_parts (key);
  if (g_str_has_prefix (key, "organisation/"))
    self->plain = ent_spelling_plain (words, self->parts);
  self->initial = strchr ("aeiouy", self->parts[0][0]) ? 'a' : self->parts[0][0];
  self->rows = g_array_new (FALSE, FALSE, sizeof (EntBlockRow));
  g_array_set_clear_func (self->rows, clear_row);
  self->context = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->documents = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

static void
count_aliases (EntBlockKey *self, const gchar *list)
{
  g_auto (GStrv) aliases = g_strsplit (list, "|", -1);

  for (guint i = 0; aliases[i]; i++)
    {
      gchar *folded = g_utf8_strdown (aliases[i], -1);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->aliases, folded));

      g_hash_table_insert (self->aliases, folded, GUINT_TO_POINTER (n + 1));
    }
}

static void
add_row (EntBlockKey *self, sqlite3_stmt *rows)
{
  const gchar *context = ent_sql_text (rows, 2);
  EntBlockRow row = {
    .id = sqlite3_column_int64 (rows, 0),
    .document = sqlite3_column_int64 (rows, 1),
    .context = g_strsplit (context, "|", -1),
    .names = sqlite3_column_int (rows, 4),
  };

  for (guint i = 0; row.context[i]; i++)
    g_hash_table_add (self->context, g_strdup (row.context[i]));
  count_aliases (self, ent_sql_text (rows, 3));
  g_hash_table_add (self->documents, g_memdup2 (&row.document, sizeof row.document));
  self->names += row.names;
  g_array_append_val (self->rows, row);
}

static gboolean
read_rows (EntBlock *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = ent_sql_prepare (db, select_rows, error);
  gboolean row = TRUE;

  for (guint i = 0; rows && i < self->keys->len; i++)
    {
      EntBlockKey *key = self->keys->pdata[i];

      ent_sql_bind (rows, "s", key->key);
      while (ent_sql_step (rows, &row, error) && row)
        add_row (key, rows);
      if (row)
        return FALSE;
    }
  return rows != NULL;
}

static gboolean
is_acronym (const EntBlockKey *key, const gchar *block)
{
  return !key->parts[1] && g_str_equal (key->parts[0], strchr (block, '/') + 1);
}

/* Leaves out the organisations that no other may be one with: whose name no other has, where there is no acronym */
static void
leave_out_single (EntBlock *self, const gchar *block)
{
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal),
                         twice = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->keys->len; i++)
    {
      EntBlockKey *key = self->keys->pdata[i];

      if (!key->plain || is_acronym (key, block))
        return;
      if (!g_hash_table_add (met, key->plain))
        g_hash_table_add (twice, key->plain);
    }
  for (guint i = self->keys->len; i > 0; i--)
    if (!g_hash_table_contains (twice, ((EntBlockKey *) self->keys->pdata[i - 1])->plain))
      g_ptr_array_remove_index (self->keys, i - 1);
}

/* The block of this name; NULL and an error where the graph cannot be read */
EntBlock *
ent_block_read (sqlite3 *db, const EntSpellingWords *words, const gchar *name, GError **error)
{
  g_autoptr (EntBlock) self = g_new0 (EntBlock, 1);
  g_autoptr (sqlite3_stmt) keys = ent_sql_prepare (db, select_keys, error);
  gboolean row = TRUE;

  self->keys = g_ptr_array_new_with_free_func (free_key);
  if (!keys)
    return NULL;
  ent_sql_bind (keys, "s", name);
  while (ent_sql_step (keys, &row, error) && row)
    g_ptr_array_add (self->keys, new_key (words, ent_sql_text (keys, 0)));
  if (row)
    return NULL;
  leave_out_single (self, name);
  return read_rows (self, db, error) ? g_steal_pointer (&self) : NULL;
}

void
ent_block_free (EntBlock *self)
{
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/* Whether many have it in their context: "location/ru", "nationality/ru", "role/minister", "born/1961" */
gboolean
ent_block_is_common (const gchar *item)
{
  const gchar *slash = strchr (item, '/');

  return g_str_has_prefix (item, "role/") || g_str_has_prefix (item, "born/") || (slash && strlen (slash + 1) == 2);
}

/* How much two contexts have in common, but for the key itself */
gdouble
ent_block_shared_context (const EntBlockKey *key, GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer item;
  gdouble shared = 0;

  if (g_hash_table_size (one) > g_hash_table_size (other))
    return ent_block_shared_context (key, other, one);
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (*(const gchar *) item && g_hash_table_contains (other, item) && !g_str_equal (item, key->key))
      shared += ent_block_is_common (item) ? WEIGHT_OF_COMMON : 1;
  return shared;
}

/* Whether a document has both, as two */
gboolean
ent_block_meet (const EntBlockKey *a, const EntBlockKey *b)
{
  GHashTableIter iter;
  gpointer document;

  if (g_hash_table_size (a->documents) > g_hash_table_size (b->documents))
    return ent_block_meet (b, a);
  g_hash_table_iter_init (&iter, a->documents);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    if (g_hash_table_contains (b->documents, document))
      return TRUE;
  return FALSE;
}
