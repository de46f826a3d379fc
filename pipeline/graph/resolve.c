/* Identities, in the graph: for the keys that were touched, and those that are alike, it is decided anew who is who. */
#include "pipeline/graph/resolve.h"

#include "pipeline/graph/facts.h"
#include "pipeline/graph/identity.h"
#include "pipeline/graph/spelling.h"

/* Touched keys that have a block, or had one */
static const gchar create[] = "CREATE TEMP TABLE blocks (block TEXT PRIMARY KEY);"
                              "CREATE TEMP TABLE affected (key TEXT PRIMARY KEY);"
                              "INSERT INTO temp.affected SELECT key FROM touched;";

/* Touched keys, and whether each is a name of some document, and in none a list or rule gave it */
static const gchar select_touched[]
    = "SELECT t.key, EXISTS (SELECT 1 FROM entities e WHERE e.key = t.key) AND NOT EXISTS (SELECT 1 FROM entities e"
      " WHERE e.key = t.key AND e.context LIKE '" ENT_FACTS_GIVEN "%') FROM touched t";

static const gchar find_affected[]
    = "INSERT OR IGNORE INTO temp.affected SELECT key FROM identities WHERE block IN temp.blocks;";

/* Most names are alone in their block, and cannot be split without years of birth */
static const gchar select_blocks[]
    = "SELECT block FROM (SELECT b.block AS block, count (*) AS n, min (k.key) AS first FROM temp.blocks b"
      " CROSS JOIN keys k ON k.block = b.block GROUP BY 1) WHERE n > 1"
      " OR EXISTS (SELECT 1 FROM entities e WHERE e.key = first AND e.context LIKE '%born/%')";

/* Of two entities of one key in one document, the first decides */
static const gchar insert_identity[]
    = "INSERT OR IGNORE INTO identities (key, document, node, reason, score, block) VALUES (?1,"
      " ifnull ((SELECT name FROM documents WHERE id = ?2), ''), ?3, ?4, ?5, ?6)";

typedef struct
{
  sqlite3 *db;
  EntDifferent *different;
  const EntLanguage *language;
  sqlite3_stmt *insert;
} Resolving;

static gboolean
run_with (sqlite3 *db, const gchar *sql, const gchar *key, const gchar *block, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (db, sql, error);

  if (!statement)
    return FALSE;
  ent_sql_bind (statement, block ? "ss" : "s", key, block);
  return ent_sql_execute (statement, error);
}

/* Keeps the table of keys that are names, each with its block */
static gboolean
file_key (sqlite3 *db, const EntLanguage *language, const gchar *key, gboolean is_name, GError **error)
{
  g_autofree gchar *block = ent_spelling_block (language->spelling, key);

  if (!block)
    return TRUE;
  return run_with (db, "INSERT OR IGNORE INTO temp.blocks VALUES (?)", block, NULL, error)
         && (is_name ? run_with (db, "INSERT OR IGNORE INTO keys VALUES (?, ?)", key, block, error)
                     : run_with (db, "DELETE FROM keys WHERE key = ?", key, NULL, error));
}

static gboolean
file_keys (sqlite3 *db, const EntLanguage *language, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = ent_sql_prepare (db, select_touched, error);
  gboolean row;

  while (rows && ent_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      if (!file_key (db, language, ent_sql_text (rows, 0), sqlite3_column_int (rows, 1), error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
store (Resolving *self, const EntIdentity *identity, const gchar *block, GError **error)
{
  ent_sql_bind (self->insert, "sissds", identity->key->key, identity->row ? identity->row->document : (gint64) 0,
                identity->node, identity->reason, identity->score, block);
  return ent_sql_execute (self->insert, error);
}

static gboolean
resolve_block (Resolving *self, const gchar *name, GError **error)
{
  g_autoptr (EntBlock) block = ent_block_read (self->db, self->language->spelling, name, error);
  g_autoptr (GStringChunk) chunk = g_string_chunk_new (256);
  g_autoptr (GArray) identities = block ? ent_identity_find (block, self->different, self->language, chunk) : NULL;

  for (guint i = 0; identities && i < identities->len; i++)
    if (!store (self, &g_array_index (identities, EntIdentity, i), name, error))
      return FALSE;
  return identities != NULL;
}

static gboolean
resolve_blocks (Resolving *self, GError **error)
{
  g_autoptr (sqlite3_stmt) blocks = ent_sql_prepare (self->db, select_blocks, error);
  gboolean row;

  while (blocks && ent_sql_step (blocks, &row, error))
    {
      if (!row)
        return TRUE;
      if (!resolve_block (self, ent_sql_text (blocks, 0), error))
        return FALSE;
    }
  return FALSE;
}

/* Decides who is who, into the table of identities, for all that touched keys bear on, which are put into
 * temp.affected: that are another node than their key, or were; and temp.same has what is decided by the user */
gboolean
ent_resolve (sqlite3 *db, const EntLanguage *language, GError **error)
{
  g_autoptr (GHashTable) different = ent_decisions_prepare (db, error);
  g_autoptr (sqlite3_stmt) insert = different ? ent_sql_prepare (db, insert_identity, error) : NULL;
  Resolving self = { db, different, language, insert };

  return insert && ent_sql_run (db, create, error) && file_keys (db, language, error)
         && ent_sql_run (db, find_affected, error)
         && ent_sql_run (db, "DELETE FROM identities WHERE block IN temp.blocks", error)
         && resolve_blocks (&self, error) && ent_sql_run (db, find_affected, error)
         && ent_sql_run (db, "DROP TABLE temp.blocks; DELETE FROM touched", error);
}
