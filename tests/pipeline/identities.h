/* Graphs from what documents say of who is who, in lines of text: see cases/identity.txt. */
#pragma once

#include "tests/harness.h"

#include "pipeline/graph/store.h"

#include <glib/gstdio.h>
#include <string.h>

static inline const gchar *
keep (EntFacts *facts, const gchar *string)
{
  return g_string_chunk_insert_const (facts->chunk, string);
}

/* "key aka Name, context, context" */
static inline void
add_entity (EntFacts *facts, const gchar *entity)
{
  g_auto (GStrv) items = g_strsplit (entity, ", ", -1);
  g_auto (GStrv) called = g_strsplit (items[0], " aka ", 2);
  g_autofree gchar *context = g_strjoinv ("|", items + 1);
  g_autofree gchar *type = g_strndup (items[0], strcspn (items[0], "/"));
  EntFactsEntity row = {
    .key = keep (facts, called[0]),
    .type = keep (facts, type),
    .name = keep (facts, called[0]),
    .aliases = keep (facts, called[1] ? called[1] : ""),
    .links = "",
    .context = keep (facts, context),
    .mentions = 1,
    .names = 1,
  };

  g_array_append_val (facts->entities, row);
}

/* "document: entity; entity" */
static inline EntFacts *
facts_of (const gchar *line)
{
  EntFacts *facts = g_new0 (EntFacts, 1);
  g_auto (GStrv) parts = g_strsplit (line, ": ", 2);
  g_auto (GStrv) entities = g_strsplit (parts[1] ? parts[1] : "", "; ", -1);

  facts->chunk = g_string_chunk_new (256);
  facts->entities = g_array_new (FALSE, FALSE, sizeof (EntFactsEntity));
  facts->sentences = g_array_new (FALSE, FALSE, sizeof (EntFactsSentence));
  facts->evidence = g_array_new (FALSE, FALSE, sizeof (EntFactsEvidence));
  facts->id = keep (facts, parts[0]);
  facts->source = facts->title = facts->date = "";
  facts->digest = g_compute_checksum_for_string (G_CHECKSUM_MD5, line, -1);
  facts->input = g_strdup (facts->digest);
  for (guint i = 0; entities[i]; i++)
    add_entity (facts, entities[i]);
  return facts;
}

static inline void
add_line (EntGraph *graph, const gchar *line)
{
  g_autoptr (EntFacts) facts = facts_of (line);
  gboolean again;

  assert_int_not_equal (ent_graph_add_facts (graph, facts, &again, NULL), ENT_GRAPH_FAILED);
}

static inline void
drop_line (EntGraph *graph, const gchar *line)
{
  g_autofree gchar *id = g_strndup (line, strcspn (line, ":"));
  gboolean found;

  assert_true (ent_graph_drop_document (graph, id, &found, NULL));
  assert_true (found);
}

/* Lines with tabs; what is wrong with them, NULL for nothing. The file is called "decisions.txt". */
static inline gchar *
decide (EntGraph *graph, const gchar *lines)
{
  g_autofree gchar *directory = g_dir_make_tmp ("entente-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (directory, "decisions.txt", NULL);
  g_autoptr (GError) error = NULL;
  gchar *message = NULL;

  assert_true (g_file_set_contents (path, lines, -1, NULL));
  if (!ent_graph_decide (graph, path, &error))
    {
      assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
      assert_true (g_str_has_prefix (error->message, directory));
      message = g_strdup (error->message + strlen (directory) + 1);
    }
  g_remove (path);
  g_rmdir (directory);
  return message;
}

/* "> key: documents" of each node */
static inline gchar *
show_nodes (EntGraph *graph)
{
  g_autoptr (sqlite3_stmt) rows = NULL;
  g_autofree gchar *last = g_strdup ("");
  GString *out = g_string_new (NULL);
  gboolean row;

  assert_true (ent_graph_refresh (graph, NULL));
  rows = ent_sql_prepare (graph->db,
                          "SELECT DISTINCT n.key, d.name FROM nodes n LEFT JOIN entities e ON e.node = n.id"
                          " LEFT JOIN documents d ON d.id = e.document ORDER BY 1, 2",
                          NULL);
  while (ent_sql_step (rows, &row, NULL) && row)
    {
      const gchar *key = ent_sql_text (rows, 0);

      if (strcmp (key, last) != 0)
        g_string_append_printf (out, "%s> %s:", out->len ? "\n" : "", key);
      g_free (last);
      last = g_strdup (key);
      g_string_append_printf (out, " %s", ent_sql_text (rows, 1));
    }
  return g_string_free (out, FALSE);
}
