/* sqlite — the graph as a SQLite file of plain tables, for SQL: documents, nodes, aliases, edges and evidence, joined
 * by keys and ids. What is not known is NULL, such that a comparison passes it over.
 *
 * It is made in a temporary file, which has no name any more when it is written, so that it goes with the program
 * however that ends; then it is copied to the output, which may be a pipe. Rows go in in the order of the walk and in
 * one transaction: the same graph is the same bytes. */
#include "stages/export/columns.h"
#include "stages/export/format.h"

#include "pipeline/graph/sql.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum
{
  DOCUMENTS,
  NODES,
  EDGES,
  EVIDENCE,
  ALIASES,
  N_TABLES
};

/* `before`: what goes before the columns; where there is nothing, the first one is the key */
static const struct
{
  const gchar *name;
  const gchar *before;
  const EntColumn *columns;
} tables[] = {
  [DOCUMENTS] = { "documents", NULL, ent_document_columns },
  [NODES] = { "nodes", NULL, ent_node_columns },
  [EDGES] = { "edges", NULL, ent_edge_columns },
  [EVIDENCE] = { "evidence", "edge TEXT", ent_evidence_columns },
};

static const gchar *const types[] = {
  [ENT_COLUMN_TEXT] = "TEXT",
  [ENT_COLUMN_LIST] = "TEXT",
  [ENT_COLUMN_COUNT] = "INTEGER",
  [ENT_COLUMN_NUMBER] = "REAL",
};

static const gchar start[] = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                             "PRAGMA locking_mode = EXCLUSIVE; BEGIN;"
                             "CREATE TABLE aliases (node TEXT, alias TEXT, PRIMARY KEY (node, alias)) WITHOUT ROWID;";

static const gchar end[] = "CREATE INDEX nodes_by_name ON nodes (name);"
                           "CREATE INDEX aliases_by_alias ON aliases (alias);"
                           "CREATE INDEX edges_by_source ON edges (source);"
                           "CREATE INDEX edges_by_target ON edges (target);"
                           "CREATE INDEX edges_by_label ON edges (label);"
                           "CREATE INDEX evidence_by_edge ON evidence (edge);"
                           "CREATE INDEX evidence_by_document ON evidence (document);"
                           "CREATE INDEX evidence_by_attribution ON evidence (attribution);"
                           "COMMIT;";

typedef struct
{
  sqlite3 *db;
  int fd; /* of the same file, to read it when it is complete */
  sqlite3_stmt *inserts[N_TABLES];
} Database;

static void
close_database (Database *self)
{
  for (guint i = 0; i < N_TABLES; i++)
    g_clear_pointer (&self->inserts[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
}

static void
database_clear (Database *self)
{
  close_database (self);
  if (self->fd >= 0)
    close (self->fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Database, database_clear)

static gboolean
fail (const gchar *what, const gchar *why, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "sqlite: cannot %s: %s", what, why);
  return FALSE;
}

/* A transaction that fails leaves the file as it is: nobody sees it */
static gboolean
open_file (Database *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree gchar *path = NULL;
  int code;

  self->fd = g_file_open_tmp ("entente-XXXXXX.sqlite", &path, &local);
  if (self->fd < 0)
    return fail ("make a temporary file", local->message, error);
  code = sqlite3_open (path, &self->db);
  g_unlink (path);
  return code == SQLITE_OK || fail ("make a temporary file", sqlite3_errmsg (self->db), error);
}

static gboolean
create_table (Database *self, guint table, GError **error)
{
  g_autoptr (GString) create = g_string_new ("CREATE TABLE "), insert = g_string_new ("INSERT INTO ");
  const gchar *before = tables[table].before;

  g_string_append_printf (create, "%s (%s", tables[table].name, before ? before : "");
  g_string_append_printf (insert, "%s VALUES (?", tables[table].name);
  for (const EntColumn *column = tables[table].columns; column->name; column++)
    {
      gboolean is_first = column == tables[table].columns;

      g_string_append_printf (create, "%s%s %s%s", is_first && !before ? "" : ", ", column->name, types[column->kind],
                              is_first && !before ? " PRIMARY KEY" : "");
      g_string_append (insert, is_first && !before ? "" : ", ?");
    }
  g_string_append (create, ")");
  g_string_append (insert, ")");
  return ent_sql_run (self->db, create->str, error)
         && (self->inserts[table] = ent_sql_prepare (self->db, insert->str, error));
}

static gboolean
open_database (Database *self, GError **error)
{
  if (!open_file (self, error) || !ent_sql_run (self->db, start, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!create_table (self, i, error))
      return FALSE;
  self->inserts[ALIASES] = ent_sql_prepare (self->db, "INSERT INTO aliases VALUES (?, ?)", error);
  return self->inserts[ALIASES] != NULL;
}

/* As it stands in the other formats, not as the nearest float */
static void
bind_number (sqlite3_stmt *insert, gint at, gdouble number)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  ent_format_append_number (digits, number);
  sqlite3_bind_double (insert, at, g_ascii_strtod (digits->str, NULL));
}

static void
bind_column (sqlite3_stmt *insert, gint at, const EntColumn *column, gconstpointer record)
{
  const gchar *text;

  if (column->kind == ENT_COLUMN_COUNT)
    sqlite3_bind_int64 (insert, at, ent_column_count (column, record));
  else if (column->kind == ENT_COLUMN_NUMBER)
    bind_number (insert, at, ent_column_number (column, record));
  else if (*(text = ent_column_text (column, record)))
    sqlite3_bind_text (insert, at, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null (insert, at);
}

static gboolean
insert (Database *self, guint table, const gchar *before, gconstpointer record, GError **error)
{
  const EntColumn *columns = tables[table].columns;
  gint first = before ? 2 : 1;

  if (before)
    sqlite3_bind_text (self->inserts[table], 1, before, -1, SQLITE_STATIC);
  for (gint i = 0; columns[i].name; i++)
    bind_column (self->inserts[table], first + i, &columns[i], record);
  return ent_sql_execute (self->inserts[table], error);
}

static gboolean
insert_document (const EntGraphDocument *document, gpointer user_data, GError **error)
{
  return insert (user_data, DOCUMENTS, NULL, document, error);
}

static gboolean
insert_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  Database *self = user_data;
  g_auto (GStrv) aliases = g_strsplit (node->aliases, "|", -1);

  for (guint i = 0; aliases[i]; i++)
    {
      ent_sql_bind (self->inserts[ALIASES], "ss", node->key, aliases[i]);
      if (!ent_sql_execute (self->inserts[ALIASES], error))
        return FALSE;
    }
  return insert (self, NODES, NULL, node, error);
}

static gboolean
insert_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  for (guint i = 0; i < edge->weight; i++)
    if (!insert (user_data, EVIDENCE, edge->id, &edge->rows[i], error))
      return FALSE;
  return insert (user_data, EDGES, NULL, edge, error);
}

static gboolean
copy (Database *self, EntOutput *output, GError **error)
{
  gchar bytes[16384];
  gssize n;

  if (lseek (self->fd, 0, SEEK_SET) < 0)
    return fail ("read a temporary file", g_strerror (errno), error);
  while ((n = read (self->fd, bytes, sizeof bytes)) != 0)
    if (n < 0 && errno != EINTR)
      return fail ("read a temporary file", g_strerror (errno), error);
    else if (n > 0 && !ent_output_write (output, bytes, n, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_auto (Database) database = { .fd = -1 };

  if (!open_database (&database, error) || !ent_graph_foreach_document (graph, insert_document, &database, error)
      || !ent_graph_foreach_node (graph, insert_node, &database, error)
      || !ent_graph_foreach_edge (graph, insert_edge, &database, error) || !ent_sql_run (database.db, end, error))
    return FALSE;
  close_database (&database);
  return copy (&database, outputs[0], error);
}

const EntFormat ent_format_sqlite = {
  .name = "sqlite",
  .summary = "the graph as a SQLite file of plain tables",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
