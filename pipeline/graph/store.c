/* EntGraph, the file: opening, what is in it, and transactions. */
#include "pipeline/graph/store.h"

/* "Ente" as a number: `file` and others tell by it what the database is */
#define APPLICATION_ID "1164866661"

/* Of the tables below: one that is changed makes older files unreadable */
#define VERSION 3

/* How long to wait for another program that writes to the same file */
#define WAIT_MS 10000

/* Documents, entities, sentences and evidence are what documents say, decisions what a user says, language what a pack
 * says, and all else is made from them. `stale` marks what is to be made anew, and `touched` has the keys of entities
 * that came or went. evidence.edge is NULL where it is still to be found, 0 where there is none, because both ends
 * turned out to be one node. */
static const gchar schema[]
    = "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL,"
      " title TEXT NOT NULL, date TEXT NOT NULL, skipped INTEGER NOT NULL, input TEXT NOT NULL, digest TEXT NOT NULL);"
      "CREATE TABLE entities (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, node INTEGER, key TEXT NOT NULL,"
      " type TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, links TEXT NOT NULL, context TEXT NOT NULL,"
      " mentions INTEGER NOT NULL, names INTEGER NOT NULL);"
      "CREATE TABLE sentences (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL,"
      " end INTEGER NOT NULL, text TEXT NOT NULL);"
      "CREATE TABLE evidence (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, edge INTEGER,"
      " sentence INTEGER NOT NULL, head INTEGER NOT NULL, tail INTEGER NOT NULL, attribution INTEGER, place INTEGER,"
      " type TEXT NOT NULL, label TEXT NOT NULL, polarity TEXT NOT NULL, modality TEXT NOT NULL,"
      " trigger TEXT NOT NULL, event TEXT NOT NULL, attribution_text TEXT NOT NULL, time TEXT NOT NULL,"
      " made_by TEXT NOT NULL, confidence REAL NOT NULL, head_acts_for TEXT NOT NULL, tail_acts_for TEXT NOT NULL);"
      "CREATE TABLE nodes (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, type TEXT, name TEXT, aliases TEXT,"
      " links TEXT, first_seen TEXT, last_seen TEXT, mentions INTEGER, documents INTEGER, stale INTEGER);"
      "CREATE TABLE aliases (node INTEGER NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (node, alias)) WITHOUT ROWID;"
      "CREATE TABLE edges (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL,"
      " type TEXT NOT NULL, label TEXT NOT NULL, polarity TEXT NOT NULL, modality TEXT NOT NULL, event TEXT,"
      " attribution TEXT, time_start TEXT, time_end TEXT, place TEXT, weight INTEGER, documents INTEGER,"
      " confidence REAL, stale INTEGER);"
      "CREATE TABLE keys (key TEXT PRIMARY KEY, block TEXT) WITHOUT ROWID;"
      "CREATE TABLE touched (key TEXT PRIMARY KEY) WITHOUT ROWID;"
      "CREATE TABLE identities (key TEXT NOT NULL, document TEXT NOT NULL, node TEXT NOT NULL, reason TEXT NOT NULL,"
      " score REAL NOT NULL, block TEXT NOT NULL, PRIMARY KEY (key, document)) WITHOUT ROWID;"
      "CREATE TABLE decisions (same INTEGER NOT NULL, key TEXT NOT NULL, other TEXT NOT NULL,"
      " PRIMARY KEY (same, key, other)) WITHOUT ROWID;"
      "CREATE TABLE language (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE state (stale INTEGER NOT NULL);"
      "INSERT INTO state VALUES (0);"
      "CREATE INDEX entities_by_key ON entities (key, document);"
      "CREATE INDEX entities_by_node ON entities (node);"
      "CREATE INDEX entities_by_document ON entities (document);"
      "CREATE INDEX sentences_by_document ON sentences (document);"
      "CREATE INDEX evidence_by_document ON evidence (document);"
      "CREATE INDEX evidence_by_edge ON evidence (edge);"
      "CREATE INDEX evidence_by_head_acts_for ON evidence (head_acts_for) WHERE head_acts_for <> '';"
      "CREATE INDEX evidence_by_tail_acts_for ON evidence (tail_acts_for) WHERE tail_acts_for <> '';"
      "CREATE INDEX keys_by_block ON keys (block);"
      "CREATE INDEX identities_by_block ON identities (block);"
      "CREATE INDEX aliases_by_alias ON aliases (alias);"
      "CREATE INDEX nodes_stale ON nodes (id) WHERE stale;"
      "CREATE UNIQUE INDEX edges_by_source ON edges (source, target, type, label, polarity, modality);"
      "CREATE INDEX edges_by_target ON edges (target);"
      "CREATE INDEX edges_stale ON edges (id) WHERE stale;"
      "PRAGMA application_id = " APPLICATION_ID ";"
      "PRAGMA user_version = " G_STRINGIFY (VERSION) ";";

static const gchar *const statements[] = {
  [SQL_FIND_DOCUMENT] = "SELECT id, input, digest FROM documents WHERE name = ?",
  [SQL_ADD_DOCUMENT] = "INSERT INTO documents (name, source, title, date, skipped, input, digest)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?)",
  [SQL_ADD_ENTITY] = "INSERT INTO entities (document, key, type, name, aliases, links, context, mentions, names)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [SQL_TOUCH] = "INSERT OR IGNORE INTO touched VALUES (?)",
  [SQL_ADD_SENTENCE] = "INSERT INTO sentences (document, start, end, text) VALUES (?, ?, ?, ?)",
  [SQL_ADD_EVIDENCE]
  = "INSERT INTO evidence (document, sentence, head, tail, attribution, place, type, label, polarity, modality,"
    " trigger, event, attribution_text, time, made_by, confidence, head_acts_for, tail_acts_for)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
};

static gboolean
must_be_there (EntGraph *self)
{
  return self->access == ENT_GRAPH_READ || self->access == ENT_GRAPH_EDIT;
}

/* A new file gets its tables; one of something else is left as it is */
static gboolean
check_tables (EntGraph *self, const gchar *path, GError **error)
{
  gint64 id, version, n_tables;

  if (!ent_sql_get_int (self->db, "PRAGMA application_id", &id, error)
      || !ent_sql_get_int (self->db, "PRAGMA user_version", &version, error)
      || !ent_sql_get_int (self->db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (!n_tables && !id && !must_be_there (self))
    return ent_sql_run (self->db, "BEGIN IMMEDIATE", error) && ent_sql_run (self->db, schema, error)
           && ent_sql_run (self->db, "COMMIT", error);
  if (id != g_ascii_strtoll (APPLICATION_ID, NULL, 10))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: is no graph of this program: expected a file made by --graph",
                 path);
  else if (version != VERSION)
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: is of version %d: expected version %d; make it anew", path,
                 (gint) version, VERSION);
  else
    return TRUE;
  return FALSE;
}

static gboolean
prepare (EntGraph *self, GError **error)
{
  for (guint i = 0; i < SQL_N; i++)
    if (!(self->statements[i] = ent_sql_prepare (self->db, statements[i], error)))
      return FALSE;
  return TRUE;
}

static gboolean
open_database (EntGraph *self, const gchar *path, GError **error)
{
  gint flags = SQLITE_OPEN_READWRITE | (must_be_there (self) ? 0 : SQLITE_OPEN_CREATE);

  if (sqlite3_open_v2 (path, &self->db, flags, NULL) != SQLITE_OK)
    {
      g_set_error (error, ENT_ERROR, must_be_there (self) ? ENT_ERROR_MODEL : ENT_ERROR_OUTPUT, "%s: %s", path,
                   sqlite3_errmsg (self->db));
      return FALSE;
    }
  sqlite3_busy_timeout (self->db, WAIT_MS);
  return TRUE;
}

/* `journal`: how changes are kept that are under way */
static EntGraph *
graph_open (const gchar *path, EntGraphAccess access, const gchar *journal, GError **error)
{
  g_autoptr (EntGraph) self = g_new0 (EntGraph, 1);

  self->access = access;
  if (access != ENT_GRAPH_RESUME)
    self->session = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!open_database (self, path, error) || !ent_sql_run (self->db, "PRAGMA cache_size = -16384", error)
      || !check_tables (self, path, error) || (journal && !ent_sql_run (self->db, journal, error))
      || !prepare (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ent_graph_new: (skip)
 * @error: where to put an error
 *
 * Returns: (transfer full): a graph without nodes, in a temporary file that goes with it; %NULL and %ENT_ERROR_OUTPUT
 * where there is no room for it
 */
EntGraph *
ent_graph_new (GError **error)
{
  return graph_open ("", ENT_GRAPH_WRITE, "PRAGMA journal_mode = OFF", error);
}

/**
 * ent_graph_open: (skip)
 * @path: a file
 * @access: what for
 * @error: where to put an error
 *
 * Opens a graph. Several programs may read it while one writes.
 *
 * Returns: (transfer full): the graph; %NULL and %ENT_ERROR_MODEL where the file is none, %ENT_ERROR_OUTPUT where it
 * cannot be made
 */
EntGraph *
ent_graph_open (const gchar *path, EntGraphAccess access, GError **error)
{
  return graph_open (path, access, access == ENT_GRAPH_READ ? NULL : "PRAGMA journal_mode = WAL", error);
}

/**
 * ent_graph_free: (skip)
 * @self: (transfer full): a graph; what was not committed is lost
 */
void
ent_graph_free (EntGraph *self)
{
  for (guint i = 0; i < SQL_N; i++)
    sqlite3_finalize (self->statements[i]);
  /* the last one leaves a single file, which can be read where nothing can be written */
  if (self->db && self->access != ENT_GRAPH_READ && sqlite3_busy_timeout (self->db, 0) == SQLITE_OK)
    sqlite3_exec (self->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  sqlite3_close (self->db);
  g_clear_pointer (&self->session, g_hash_table_unref);
  g_clear_pointer (&self->language, ent_language_free);
  g_free (self);
}

/* The one that the graph keeps, or the default pack's */
static gboolean
find_language (EntGraph *self, GError **error)
{
  if (!self->language && !ent_language_read (self->db, &self->language, error))
    return FALSE;
  if (!self->language)
    {
      self->language = ent_language_load (NULL, error);
      self->language_is_new = TRUE;
    }
  return self->language != NULL;
}

/**
 * ent_graph_set_pack: (skip)
 * @self: a graph
 * @pack: (nullable): a folder of language data that goes before the default pack
 * @error: where to put an error
 *
 * Has it decided with this pack who is who; before anything is added. Without, it is decided with what the graph keeps
 * of the pack that was last set, and in a new graph with the default pack.
 *
 * Returns: %FALSE and %ENT_ERROR_MODEL where a file of the pack is not as it should be
 */
gboolean
ent_graph_set_pack (EntGraph *self, const gchar *pack, GError **error)
{
  g_autoptr (EntLanguage) kept = NULL;

  g_clear_pointer (&self->language, ent_language_free);
  self->language = ent_language_load (pack, error);
  if (!self->language || !ent_language_read (self->db, &kept, error))
    return FALSE;
  self->language_is_new = !kept || !ent_language_equal (kept, self->language);
  return TRUE;
}

/* Forgets what was added since the last commit */
void
ent_graph_rollback (EntGraph *self)
{
  if (self->in_transaction)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  self->in_transaction = FALSE;
}

/* Starts a transaction where none is open */
gboolean
ent_graph_begin (EntGraph *self, GError **error)
{
  if (self->in_transaction)
    return TRUE;
  if (!find_language (self, error))
    return FALSE;
  self->in_transaction = ent_sql_run (self->db, "BEGIN IMMEDIATE", error);
  self->committed_at = g_get_monotonic_time ();
  if (self->in_transaction && self->language_is_new && !ent_language_write (self->language, self->db, error))
    ent_graph_rollback (self);
  return self->in_transaction;
}

/**
 * ent_graph_commit: (skip)
 * @self: a graph
 * @error: where to put an error
 *
 * Makes sure that what was added is on the disk.
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where it cannot be written
 */
gboolean
ent_graph_commit (EntGraph *self, GError **error)
{
  if (self->in_transaction && !ent_sql_run (self->db, "COMMIT", error))
    return FALSE;
  if (self->in_transaction)
    self->language_is_new = FALSE;
  self->in_transaction = FALSE;
  return TRUE;
}
