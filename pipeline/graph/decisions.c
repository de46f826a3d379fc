#include "pipeline/graph/decisions.h"

#include "pipeline/graph/store.h"

#include <string.h>

static const gchar add[] = "INSERT OR IGNORE INTO decisions (same, key, other) VALUES (?, ?, ?)";

/* Of two decisions on one key, which only graphs that were merged can have, the greater in byte order counts */
static const gchar select_same[] = "SELECT other, max (key) FROM decisions WHERE same GROUP BY other";

/* The keys that decisions name, without the document, and those that are the nodes that they name */
static const gchar touch[] = "INSERT OR IGNORE INTO touched SELECT key FROM decisions"
                             " UNION SELECT substr (other, 1, instr (other || '@', '@') - 1) FROM decisions"
                             " UNION SELECT i.key FROM identities i WHERE i.node IN (SELECT key FROM decisions UNION "
                             "SELECT other FROM decisions)";

typedef struct
{
  const gchar *path;
  guint line;
  GHashTable *same; /* key → what it is */
  GHashTable *different;
} Reading;

static gchar *
pair_of (const gchar *a, const gchar *b)
{
  return strcmp (a, b) < 0 ? g_strconcat (a, "\t", b, NULL) : g_strconcat (b, "\t", a, NULL);
}

/* What a key is in the end. Decisions that go round in a circle, which only graphs that were merged can have, end at
 * the greatest key of it. */
static const gchar *
follow (GHashTable *same, const gchar *key)
{
  const gchar *greatest = key;

  for (guint n = g_hash_table_size (same) + 1; n; n--)
    {
      const gchar *next = g_hash_table_lookup (same, key);

      if (!next)
        return key;
      key = next;
      if (strcmp (key, greatest) > 0)
        greatest = key;
    }
  return greatest;
}

static gboolean
fail (Reading *self, GError **error, const gchar *format, ...)
{
  g_autofree gchar *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: %s", self->path, self->line, message);
  return FALSE;
}

static gboolean
is_key (const gchar *word)
{
  const gchar *slash = strchr (word, '/');

  return slash && slash > word && slash[1];
}

static gboolean
read_line (Reading *self, gchar *line, GError **error)
{
  g_auto (GStrv) words = NULL;

  if (!*g_strstrip (line) || *line == '#')
    return TRUE;
  words = g_strsplit (line, "\t", -1);
  if (g_strv_length (words) != 3 || !(g_str_equal (words[0], "same") || g_str_equal (words[0], "different")))
    return fail (self, error, "expected 'same' or 'different' and two keys, with tabs between them");
  for (guint i = 1; i < 3; i++)
    if (!is_key (g_strstrip (words[i])))
      return fail (self, error, "'%s' is no key: expected such as person/ada-lin", words[i]);
  if (g_str_equal (words[1], words[2]))
    return fail (self, error, "%s twice: expected two keys", words[1]);
  if (*words[0] == 'd')
    g_hash_table_add (self->different, pair_of (words[1], words[2]));
  else if (g_strcmp0 (follow (self->same, words[1]), words[2]) == 0)
    return fail (self, error, "%s is %s already: expected no circle", words[1], words[2]);
  else if (g_hash_table_contains (self->same, words[2]))
    return fail (self, error, "%s is %s already: expected one 'same' for each key", words[2],
                 (const gchar *) g_hash_table_lookup (self->same, words[2]));
  else
    g_hash_table_insert (self->same, g_strdup (words[2]), g_strdup (words[1]));
  return TRUE;
}

/* Two keys that are said to be different must not be the same by other lines */
static gboolean
check (Reading *self, GError **error)
{
  GHashTableIter iter;
  gpointer pair;

  g_hash_table_iter_init (&iter, self->different);
  while (g_hash_table_iter_next (&iter, &pair, NULL))
    {
      g_auto (GStrv) keys = g_strsplit (pair, "\t", 2);

      if (!g_str_equal (follow (self->same, keys[0]), follow (self->same, keys[1])))
        continue;
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: %s and %s are different by one line and the same by others",
                   self->path, keys[0], keys[1]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_file (Reading *self, GError **error)
{
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  if (!g_file_get_contents (self->path, &text, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: %s", self->path, local->message);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      self->line = i + 1;
      if (!g_utf8_validate (lines[i], -1, NULL))
        return fail (self, error, "expected UTF-8");
      if (!read_line (self, lines[i], error))
        return FALSE;
    }
  return check (self, error);
}

static gboolean
store (EntGraph *graph, const Reading *reading, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (graph->db, add, error);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, reading->same);
  while (statement && g_hash_table_iter_next (&iter, &key, &value))
    {
      ent_sql_bind (statement, "iss", (gint64) 1, value, key);
      if (!ent_sql_execute (statement, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, reading->different);
  while (statement && g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_auto (GStrv) keys = g_strsplit (key, "\t", 2);

      ent_sql_bind (statement, "iss", (gint64) 0, keys[0], keys[1]);
      if (!ent_sql_execute (statement, error))
        return FALSE;
    }
  return statement != NULL;
}

/**
 * ent_graph_decide: (skip)
 * @self: a graph
 * @path: a file of decisions, see decisions.h
 * @error: where to put an error
 *
 * Takes the file's decisions in the place of those that the graph has.
 *
 * Returns: %FALSE and %ENT_ERROR_MODEL where the file is wrong, with its line; %ENT_ERROR_OUTPUT where the graph cannot
 * be written
 */
gboolean
ent_graph_decide (EntGraph *self, const gchar *path, GError **error)
{
  g_autoptr (GHashTable) same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) different = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { .path = path, .same = same, .different = different };

  if (!read_file (&reading, error))
    return FALSE;
  if (ent_graph_begin (self, error) && ent_sql_run (self->db, touch, error)
      && ent_sql_run (self->db, "DELETE FROM decisions", error) && store (self, &reading, error)
      && ent_sql_run (self->db, touch, error) && ent_graph_stale (self, error))
    return ent_graph_commit (self, error);
  ent_graph_rollback (self);
  return FALSE;
}

static gboolean
read_same (sqlite3 *db, GHashTable *same, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = ent_sql_prepare (db, select_same, error);
  gboolean row;

  while (rows && ent_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      g_hash_table_insert (same, g_strdup (ent_sql_text (rows, 0)), g_strdup (ent_sql_text (rows, 1)));
    }
  return FALSE;
}

static gboolean
write_same (sqlite3 *db, GHashTable *same, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = NULL;
  GHashTableIter iter;
  gpointer key;

  if (!ent_sql_run (db, "CREATE TEMP TABLE same (key TEXT PRIMARY KEY, node TEXT NOT NULL)", error)
      || !(insert = ent_sql_prepare (db, "INSERT INTO temp.same VALUES (?, ?)", error)))
    return FALSE;
  g_hash_table_iter_init (&iter, same);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      ent_sql_bind (insert, "ss", (const gchar *) key, follow (same, key));
      if (!ent_sql_execute (insert, error))
        return FALSE;
    }
  return TRUE;
}

/* Puts what each key is by decision into the table temp.same, and gives the pairs that differ; NULL and an error where
 * the graph cannot be read */
EntDifferent *
ent_decisions_prepare (sqlite3 *db, GError **error)
{
  g_autoptr (GHashTable) same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) different = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) rows = NULL;
  gboolean row;

  if (!read_same (db, same, error) || !write_same (db, same, error)
      || !(rows = ent_sql_prepare (db, "SELECT key, other FROM decisions WHERE NOT same", error)))
    return NULL;
  while (ent_sql_step (rows, &row, error))
    {
      if (!row)
        return g_steal_pointer (&different);
      g_hash_table_add (different, pair_of (ent_sql_text (rows, 0), ent_sql_text (rows, 1)));
    }
  return NULL;
}

gboolean
ent_decisions_differ (EntDifferent *self, const gchar *a, const gchar *b)
{
  g_autofree gchar *pair = pair_of (a, b);

  return g_hash_table_contains (self, pair);
}
