/* EntGraph, two of them: one taken into another, and what differs. */
#include "pipeline/graph/store.h"

/* Documents of the other graph that are to come in: those that are not here, and of those that are here with other
 * facts, the ones whose digest is the greater. Ids are moved by those that are taken here. */
static const gchar find_incoming[]
    = "CREATE TEMP TABLE conflicts AS SELECT m.id AS here, o.id AS there, o.digest > m.digest AS wins"
      " FROM other.documents o JOIN main.documents m ON m.name = o.name WHERE m.digest <> o.digest;"
      "CREATE TEMP TABLE incoming AS SELECT o.id AS id FROM other.documents o"
      " WHERE NOT EXISTS (SELECT 1 FROM main.documents m WHERE m.name = o.name)"
      " UNION SELECT there FROM temp.conflicts WHERE wins;"
      "CREATE UNIQUE INDEX temp.incoming_by_id ON incoming (id);"
      "CREATE TEMP TABLE taken AS SELECT (SELECT ifnull (max (id), 0) FROM main.documents) AS documents,"
      " (SELECT ifnull (max (id), 0) FROM main.entities) AS entities,"
      " (SELECT ifnull (max (id), 0) FROM main.sentences) AS sentences,"
      " (SELECT ifnull (max (id), 0) FROM main.evidence) AS evidence;";

static const gchar copy[]
    = "INSERT INTO main.documents (id, name, source, title, date, skipped, input, digest)"
      " SELECT d.id + t.documents, name, source, title, date, skipped, input, digest"
      " FROM temp.taken t, other.documents d WHERE d.id IN temp.incoming;"
      "INSERT INTO main.entities (id, document, key, type, name, aliases, links, context, mentions, names)"
      " SELECT e.id + t.entities, document + t.documents, key, type, name, aliases, links, context, mentions, names"
      " FROM temp.taken t, other.entities e WHERE e.document IN temp.incoming;"
      "INSERT INTO main.sentences (id, document, start, end, text)"
      " SELECT s.id + t.sentences, document + t.documents, start, end, text"
      " FROM temp.taken t, other.sentences s WHERE s.document IN temp.incoming;"
      "INSERT INTO main.evidence (id, document, sentence, head, tail, attribution, place, type, label, polarity,"
      " modality, trigger, event, attribution_text, time, made_by, confidence, head_acts_for, tail_acts_for)"
      " SELECT v.id + t.evidence, document + t.documents, sentence + t.sentences, head + t.entities,"
      " tail + t.entities, attribution + t.entities, place + t.entities, type, label, polarity, modality, trigger,"
      " event, attribution_text, time, made_by, confidence, head_acts_for, tail_acts_for"
      " FROM temp.taken t, other.evidence v WHERE v.document IN temp.incoming;"
      "INSERT OR IGNORE INTO main.touched SELECT key FROM other.entities WHERE document IN temp.incoming"
      " UNION SELECT key FROM other.decisions"
      " UNION SELECT substr (other, 1, instr (other || '@', '@') - 1) FROM other.decisions"
      " UNION SELECT i.key FROM main.identities i JOIN other.decisions d ON i.node IN (d.key, d.other);"
      "INSERT OR IGNORE INTO main.decisions SELECT same, key, other FROM other.decisions;"
      "DROP TABLE temp.conflicts; DROP TABLE temp.incoming; DROP TABLE temp.taken;";

/* A new graph is decided as the first one was that is put into it */
static gboolean
take_language (EntGraph *self, EntGraph *other, GError **error)
{
  if (!self->language && !ent_language_read (self->db, &self->language, error))
    return FALSE;
  if (self->language)
    return TRUE;
  self->language_is_new = TRUE;
  return ent_language_read (other->db, &self->language, error);
}

static gboolean
attach (EntGraph *self, const gchar *path, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!ent_graph_commit (self, error) || !(statement = ent_sql_prepare (self->db, "ATTACH ? AS other", error)))
    return FALSE;
  ent_sql_bind (statement, "s", path);
  return ent_sql_execute (statement, error);
}

static gboolean
detach (EntGraph *self, GError **error)
{
  return ent_sql_run (self->db, "DETACH other", error);
}

/* The documents here that give way to those of the other graph */
static gboolean
drop_losers (EntGraph *self, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = ent_sql_prepare (self->db, "SELECT here FROM temp.conflicts WHERE wins", error);
  gboolean row;

  while (rows && ent_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      if (!ent_graph_delete_document (self, sqlite3_column_int64 (rows, 0), error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
take_in (EntGraph *self, guint *n_conflicts, GError **error)
{
  gint64 n;

  if (!ent_graph_begin (self, error) || !ent_sql_run (self->db, find_incoming, error)
      || !ent_sql_get_int (self->db, "SELECT count (*) FROM temp.conflicts", &n, error) || !drop_losers (self, error)
      || !ent_sql_run (self->db, copy, error) || !ent_graph_stale (self, error))
    {
      ent_graph_rollback (self);
      return FALSE;
    }
  *n_conflicts = n;
  return ent_graph_commit (self, error);
}

/**
 * ent_graph_merge: (skip)
 * @self: a graph
 * @path: file of another one
 * @n_conflicts: (out): how many documents both have, but with other facts: of these, one is kept, as graph.h says
 * @error: where to put an error
 *
 * Adds the documents and the decisions of another graph, all or none, and commits.
 *
 * Returns: %FALSE and %ENT_ERROR_MODEL where @path is no graph, %ENT_ERROR_OUTPUT where @self cannot be written
 */
gboolean
ent_graph_merge (EntGraph *self, const gchar *path, guint *n_conflicts, GError **error)
{
  g_autoptr (EntGraph) other = ent_graph_open (path, ENT_GRAPH_READ, error);
  gboolean ok;

  if (!other || !take_language (self, other, error) || !attach (self, path, error))
    return FALSE;
  ok = take_in (self, n_conflicts, error);
  return detach (self, ok ? error : NULL) && ok;
}

/* What is compared, as lines of text; "main" and "other" go in the place of %s */
static const struct
{
  const gchar *what;
  const gchar *rows;
} compared[] = {
  { "node", "SELECT key AS line, type || ' ''' || name || ''', aliases ' || aliases || ', links ' || links || ', '"
            " || mentions || ' mentions in ' || documents || ' documents, ' || first_seen || ' to ' || last_seen AS"
            " more FROM %s.nodes" },
  { "edge", "SELECT s.key || ' ' || e.type || ':' || e.label || ' ' || t.key AS line, polarity || ' ' || modality"
            " || ', event ' || event || ', by ' || attribution || ', ' || time_start || ' to ' || time_end || ' at '"
            " || place || ', ' || weight || ' in ' || e.documents || ' documents, confidence ' || confidence AS more"
            " FROM %s.edges e JOIN %s.nodes s ON s.id = e.source JOIN %s.nodes t ON t.id = e.target" },
  { "evidence",
    "SELECT d.name || ':' || s.start || '-' || s.end AS line, h.key || ' ' || v.type || ':' || v.label || ' ' || t.key"
    " || ', ' || polarity || ' ' || modality || ', ''' || trigger || ''', event ' || event || ', by '"
    " || attribution_text || ', ' || time || ', ' || made_by || ' ' || confidence || ': ' || s.text AS more"
    " FROM %s.evidence v JOIN %s.documents d ON d.id = v.document JOIN %s.sentences s ON s.id = v.sentence"
    " JOIN %s.entities he ON he.id = v.head JOIN %s.entities te ON te.id = v.tail"
    " JOIN %s.nodes h ON h.id = he.node JOIN %s.nodes t ON t.id = te.node" },
};

static gchar *
replace_schema (const gchar *rows, const gchar *schema)
{
  g_auto (GStrv) parts = g_strsplit (rows, "%s", -1);

  return g_strjoinv (schema, parts);
}

static gboolean
compare (EntGraph *self, guint i, EntGraphDiffFunc func, gpointer user_data, GError **error)
{
  g_autofree gchar *here = replace_schema (compared[i].rows, "main");
  g_autofree gchar *there = replace_schema (compared[i].rows, "other");
  g_autofree gchar *sql
      = g_strdup_printf ("SELECT line, more, 0 FROM (%s EXCEPT %s) UNION ALL SELECT line, more, 1 FROM (%s EXCEPT %s)"
                         " ORDER BY 1, 3, 2",
                         here, there, there, here);
  g_autoptr (sqlite3_stmt) rows = ent_sql_prepare (self->db, sql, error);
  gboolean row;

  while (rows && ent_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      func (sqlite3_column_int (rows, 2), compared[i].what, ent_sql_text (rows, 0), ent_sql_text (rows, 1), user_data);
    }
  return FALSE;
}

/**
 * ent_graph_diff: (skip)
 * @self: a graph
 * @path: file of another one
 * @func: told of each node, edge and piece of evidence that only one of them has, or that both have differently
 * @user_data: the caller's own
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_MODEL where @path is no graph, %ENT_ERROR_OUTPUT where one cannot be read
 */
gboolean
ent_graph_diff (EntGraph *self, const gchar *path, EntGraphDiffFunc func, gpointer user_data, GError **error)
{
  g_autoptr (EntGraph) other = NULL;
  gboolean ok = TRUE;

  if (!ent_graph_refresh (self, error) || !(other = ent_graph_open (path, ENT_GRAPH_READ, error))
      || !ent_graph_refresh (other, error) || !attach (self, path, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (compared) && ok; i++)
    ok = compare (self, i, func, user_data, error);
  return detach (self, ok ? error : NULL) && ok;
}
