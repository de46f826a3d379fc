/* EntGraph, from what documents say to nodes and edges: only what hangs on documents that came, went or changed is made
 * anew, and what comes out is the same as if all were. */
#include "pipeline/graph/evidence.h"
#include "pipeline/graph/lists.h"
#include "pipeline/graph/resolve.h"
#include "pipeline/graph/store.h"

#include <string.h>

gboolean
ent_graph_stale (EntGraph *self, GError **error)
{
  return ent_sql_run (self->db, "UPDATE state SET stale = 1 WHERE NOT stale", error);
}

/* What decisions say of what the node of a key is, or of one that is itself a decision's, is found through it */
static const gchar find_affected[]
    = "INSERT OR IGNORE INTO temp.affected SELECT substr (s.key, 1, instr (s.key || '@', '@') - 1) FROM temp.same s"
      " WHERE s.node IN temp.affected;";

/* The node of an entity: what a user decided of the document's or of the key, what was found of the document's or of
 * the key, or the key itself; then, what was found of that, and what was decided of that */
static const gchar find_nodes[]
    = "CREATE TEMP TABLE found AS SELECT e.id AS entity, e.document AS document, e.node AS old,"
      " coalesce (sd.node, se.node, i.node, k.node, e.key) AS node FROM temp.affected a CROSS JOIN entities e"
      " ON e.key = a.key JOIN documents d ON d.id = e.document"
      " LEFT JOIN identities i ON i.key = e.key AND i.document = d.name"
      " LEFT JOIN identities k ON k.key = e.key AND k.document = ''"
      " LEFT JOIN temp.same sd ON sd.key = e.key || '@' || d.name"
      " LEFT JOIN temp.same se ON se.key = e.key;"
      "DROP TABLE temp.affected;";

/* Entities whose node is another than the one they have. Where one moves, both nodes are made anew, and so are the
 * edges of the evidence that speaks of it. */
static const gchar find_moved[]
    = "CREATE TEMP TABLE moved AS SELECT f.entity AS entity, f.document AS document, f.old AS old,"
      " coalesce (s.node, i.node, f.node) AS final FROM temp.found f"
      " LEFT JOIN identities i ON i.key = f.node AND i.document = ''"
      " LEFT JOIN temp.same s ON s.key = coalesce (i.node, f.node)"
      " LEFT JOIN nodes n ON n.id = f.old WHERE final IS NOT n.key;"
      "DROP TABLE temp.found; DROP TABLE temp.same;"
      "CREATE INDEX temp.moved_by_document ON moved (document, entity);";

static const gchar move[]
    = "INSERT OR IGNORE INTO nodes (key, stale) SELECT DISTINCT final, 1 FROM temp.moved;"
      "UPDATE nodes SET stale = 1 WHERE id IN (SELECT old FROM temp.moved) OR key IN (SELECT final FROM temp.moved);"
      "UPDATE entities SET node = (SELECT n.id FROM nodes n WHERE n.key = m.final) FROM temp.moved m"
      " WHERE m.entity = entities.id;"
      "CREATE TEMP TABLE touched AS SELECT DISTINCT v.id AS evidence, v.edge AS edge FROM temp.moved m"
      " JOIN evidence v ON v.document = m.document"
      " WHERE m.entity IN (v.head, v.tail, v.attribution, v.place) AND v.edge IS NOT NULL;"
      "UPDATE edges SET stale = 1 WHERE id IN (SELECT edge FROM temp.touched);"
      "UPDATE evidence SET edge = NULL WHERE id IN (SELECT evidence FROM temp.touched);"
      "DROP TABLE temp.touched; DROP TABLE temp.moved;";

static const gchar find_edges[]
    = "CREATE TEMP TABLE found AS SELECT v.id AS evidence, h.node AS source, t.node AS target, v.type AS type,"
      " v.label AS label, v.polarity AS polarity, v.modality AS modality FROM evidence v"
      " JOIN entities h ON h.id = v.head JOIN entities t ON t.id = v.tail WHERE v.edge IS NULL;"
      "INSERT OR IGNORE INTO edges (source, target, type, label, polarity, modality, stale)"
      " SELECT DISTINCT source, target, type, label, polarity, modality, 1 FROM temp.found WHERE source <> target;"
      "UPDATE evidence SET edge = ifnull ((SELECT e.id FROM edges e WHERE e.source = f.source AND e.target = f.target"
      " AND e.type = f.type AND e.label = f.label AND e.polarity = f.polarity AND e.modality = f.modality), 0)"
      " FROM temp.found f WHERE f.evidence = evidence.id;"
      "UPDATE edges SET stale = 1 WHERE id IN (SELECT v.edge FROM temp.found f JOIN evidence v ON v.id = f.evidence);"
      "DROP TABLE temp.found;";

static const gchar drop_empty[]
    = "DELETE FROM edges WHERE stale AND NOT EXISTS (SELECT 1 FROM evidence WHERE edge = edges.id);"
      "DELETE FROM aliases WHERE node IN (SELECT id FROM nodes WHERE stale);"
      "DELETE FROM nodes WHERE stale AND NOT EXISTS (SELECT 1 FROM entities WHERE node = nodes.id);";

/* What documents call a node, and how often */
typedef struct
{
  GHashTable *types; /* each: value → mentions by name */
  GHashTable *names;
  GHashTable *aliases;
  GHashTable *links;
} Called;

static void
called_clear (Called *self)
{
  g_hash_table_unref (self->types);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->aliases);
  g_hash_table_unref (self->links);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Called, called_clear)

static void
count (GHashTable *counts, const gchar *value, guint n)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (counts, value));

  if (*value)
    g_hash_table_insert (counts, g_strdup (value), GUINT_TO_POINTER (known + n));
}

static void
count_list (GHashTable *counts, const gchar *list, guint n)
{
  g_auto (GStrv) values = g_strsplit (list, "|", -1);

  for (guint i = 0; values[i]; i++)
    count (counts, values[i], n);
}

static gboolean
read_called (sqlite3_stmt *entities, gint64 node, Called *called, GError **error)
{
  gboolean row;

  ent_sql_bind (entities, "i", node);
  while (ent_sql_step (entities, &row, error))
    {
      guint n = sqlite3_column_int (entities, 4);

      if (!row)
        return TRUE;
      count (called->types, ent_sql_text (entities, 0), n);
      count (called->names, ent_sql_text (entities, 1), n);
      count_list (called->aliases, ent_sql_text (entities, 2), n);
      count_list (called->links, ent_sql_text (entities, 3), n);
    }
  return FALSE;
}

/* The value with most mentions; of equal ones, the first in byte order */
static const gchar *
best (GHashTable *counts)
{
  const gchar *found = "";
  guint most = 0;
  GHashTableIter iter;
  gpointer value, n;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &value, &n))
    if (GPOINTER_TO_UINT (n) > most || (GPOINTER_TO_UINT (n) == most && strcmp (value, found) < 0))
      {
        found = value;
        most = GPOINTER_TO_UINT (n);
      }
  return found;
}

static void
add_keys (GPtrArray *strings, GHashTable *counts)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    g_ptr_array_add (strings, value);
}

typedef struct
{
  sqlite3_stmt *stale;
  sqlite3_stmt *entities;
  sqlite3_stmt *update;
  sqlite3_stmt *alias;
} NodeStatements;

static gboolean
write_aliases (NodeStatements *self, gint64 node, GPtrArray *names, GError **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      ent_sql_bind (self->alias, "is", node, (const gchar *) names->pdata[i]);
      if (!ent_sql_execute (self->alias, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_node (NodeStatements *self, gint64 node, GError **error)
{
  g_auto (Called) called = {
    .types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  g_autoptr (GPtrArray) names = g_ptr_array_new (), links = g_ptr_array_new ();
  g_autoptr (GString) aliases = g_string_new (NULL), link_list = g_string_new (NULL);

  if (!read_called (self->entities, node, &called, error))
    return FALSE;
  add_keys (names, called.names);
  add_keys (names, called.aliases);
  add_keys (links, called.links);
  ent_list_join (aliases, names, best (called.names));
  ent_list_join (link_list, links, NULL);
  ent_sql_bind (self->update, "ssssi", best (called.types), best (called.names), aliases->str, link_list->str, node);
  return ent_sql_execute (self->update, error) && write_aliases (self, node, names, error);
}

/* Each row of a query of ids */
typedef gboolean (*IdFunc) (gpointer self, gint64 id, GError **error);

static gboolean
foreach_id (sqlite3_stmt *ids, IdFunc func, gpointer self, GError **error)
{
  gboolean row;

  while (ent_sql_step (ids, &row, error))
    {
      if (!row)
        return TRUE;
      if (!func (self, sqlite3_column_int64 (ids, 0), error))
        return FALSE;
    }
  return FALSE;
}

/* The ids are collected before: what is changed is what they are found by */
static const gchar sum_up_nodes[]
    = "CREATE TEMP TABLE stale AS SELECT id FROM nodes WHERE stale;"
      "UPDATE nodes SET mentions = s.mentions, documents = s.documents, first_seen = s.first_seen,"
      " last_seen = s.last_seen FROM (SELECT e.node AS node, sum (e.mentions) AS mentions,"
      " count (DISTINCT e.document) AS documents, ifnull (min (nullif (d.date, '')), '') AS first_seen,"
      " max (d.date) AS last_seen FROM temp.stale s JOIN entities e ON e.node = s.id"
      " JOIN documents d ON d.id = e.document GROUP BY e.node) s WHERE nodes.id = s.node;";

static gboolean
make_nodes (EntGraph *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stale = NULL, entities = NULL, update = NULL, alias = NULL;
  NodeStatements statements;

  if (!ent_sql_run (self->db, sum_up_nodes, error)
      || !(stale = ent_sql_prepare (self->db, "SELECT id FROM temp.stale", error))
      || !(entities
           = ent_sql_prepare (self->db, "SELECT type, name, aliases, links, names FROM entities WHERE node = ?", error))
      || !(update = ent_sql_prepare (
               self->db, "UPDATE nodes SET type = ?, name = ?, aliases = ?, links = ?, stale = 0 WHERE id = ?", error))
      || !(alias = ent_sql_prepare (self->db, "INSERT OR IGNORE INTO aliases VALUES (?, ?)", error)))
    return FALSE;
  statements = (NodeStatements){ .entities = entities, .update = update, .alias = alias };
  if (!foreach_id (stale, (IdFunc) make_node, &statements, error))
    return FALSE;
  g_clear_pointer (&stale, sqlite3_finalize);
  return ent_sql_run (self->db, "DROP TABLE temp.stale", error);
}

typedef struct
{
  EntEvidenceReader *reader;
  sqlite3_stmt *update;
} EdgeStatements;

static guint
count_documents (const GArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += !i
         || !g_str_equal (g_array_index (rows, EntGraphEvidence, i).document,
                          g_array_index (rows, EntGraphEvidence, i - 1).document);
  return n;
}

static gdouble
best_confidence (const GArray *rows)
{
  gdouble confidence = 0;

  for (guint i = 0; i < rows->len; i++)
    confidence = MAX (confidence, g_array_index (rows, EntGraphEvidence, i).confidence);
  return confidence;
}

static gboolean
make_edge (EdgeStatements *self, gint64 edge, GError **error)
{
  g_autoptr (GString) event = g_string_new (NULL), attribution = g_string_new (NULL), place = g_string_new (NULL);
  g_autoptr (GString) start = g_string_new (NULL), end = g_string_new (NULL);
  const GArray *rows = ent_evidence_read (self->reader, edge, error);

  if (!rows)
    return FALSE;
  ent_list_column (event, rows, G_STRUCT_OFFSET (EntGraphEvidence, event));
  ent_list_column (attribution, rows, G_STRUCT_OFFSET (EntGraphEvidence, attribution));
  ent_list_column (place, rows, G_STRUCT_OFFSET (EntGraphEvidence, place));
  ent_list_span (start, end, rows);
  ent_sql_bind (self->update, "sssssiidi", event->str, attribution->str, start->str, end->str, place->str,
                (gint64) rows->len, (gint64) count_documents (rows), best_confidence (rows), edge);
  return ent_sql_execute (self->update, error);
}

static gboolean
make_edges (EntGraph *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stale = NULL, update = NULL;
  g_autoptr (EntEvidenceReader) reader = NULL;
  EdgeStatements statements;

  if (!ent_sql_run (self->db, "CREATE TEMP TABLE stale AS SELECT id FROM edges WHERE stale", error)
      || !(reader = ent_evidence_reader_new (self->db, error))
      || !(stale = ent_sql_prepare (self->db, "SELECT id FROM temp.stale", error))
      || !(update = ent_sql_prepare (self->db,
                                     "UPDATE edges SET event = ?, attribution = ?, time_start = ?, time_end = ?,"
                                     " place = ?, weight = ?, documents = ?, confidence = ?, stale = 0 WHERE id = ?",
                                     error)))
    return FALSE;
  statements = (EdgeStatements){ .reader = reader, .update = update };
  if (!foreach_id (stale, (IdFunc) make_edge, &statements, error))
    return FALSE;
  g_clear_pointer (&stale, sqlite3_finalize);
  return ent_sql_run (self->db, "DROP TABLE temp.stale", error);
}

/**
 * ent_graph_refresh: (skip)
 * @self: a graph
 * @error: where to put an error
 *
 * Makes nodes and edges from what was added, in one transaction, and commits. Where they are made already it does
 * nothing. All that reads the graph calls it.
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where it cannot be written
 */
gboolean
ent_graph_refresh (EntGraph *self, GError **error)
{
  gint64 stale;

  if (self->language_is_new && !ent_graph_begin (self, error))
    return FALSE;
  if (!ent_sql_get_int (self->db, "SELECT stale FROM state", &stale, error))
    return FALSE;
  if (!stale)
    return TRUE;
  if (ent_graph_begin (self, error) && ent_resolve (self->db, self->language, error)
      && ent_sql_run (self->db, find_affected, error) && ent_sql_run (self->db, find_nodes, error)
      && ent_sql_run (self->db, find_moved, error) && ent_sql_run (self->db, move, error)
      && ent_sql_run (self->db, find_edges, error) && ent_sql_run (self->db, drop_empty, error)
      && make_nodes (self, error) && make_edges (self, error)
      && ent_sql_run (self->db, "UPDATE state SET stale = 0", error))
    return ent_graph_commit (self, error);
  ent_graph_rollback (self);
  return FALSE;
}
