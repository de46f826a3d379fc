/* entente graph stats, identities and diff: what is in a graph, who is who in it, and what differs between two. */
#include "pipeline/cli/graph.h"

#include <stdio.h>
#include <string.h>

static char **words;

static const GOptionEntry entries[] = {
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

static void
print_count (const gchar *name, guint64 n, gpointer user_data)
{
  g_autofree gchar *clean = cli_printable (name, strlen (name));

  printf ("%10" G_GUINT64_FORMAT "  %s\n", n, clean);
}

static gboolean
print_counts (EntGraph *graph, const char *title, EntGraphCount what, GError **error)
{
  printf ("\n%s\n", title);
  return ent_graph_foreach_count (graph, what, print_count, NULL, error);
}

static void
print_totals (const EntGraphStats *stats)
{
  g_autofree gchar *dates = *stats->first ? g_strdup_printf (", %s to %s", stats->first, stats->last) : NULL;

  printf ("%10" G_GUINT64_FORMAT "  documents%s\n", stats->documents, dates ? dates : "");
  printf ("%10" G_GUINT64_FORMAT "  nodes\n", stats->nodes);
  printf ("%10" G_GUINT64_FORMAT "  edges\n", stats->edges);
  printf ("%10" G_GUINT64_FORMAT "  relations that are their evidence\n", stats->evidence);
  printf ("%10" G_GUINT64_FORMAT "  relations without an edge: an end is no named entity, or both are one\n", stats->skipped);
  if (stats->decisions)
    printf ("%10" G_GUINT64_FORMAT "  decisions on who is who\n", stats->decisions);
}

int
graph_stats (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  EntGraphStats stats;

  if (!graph_parse (argv, "FILE.db", "Tells how much is in a graph.", NULL, entries, &words, 0, 0))
    return CLI_USAGE;
  graph = ent_graph_open (words[0], ENT_GRAPH_READ, &error);
  if (!graph || !ent_graph_get_stats (graph, &stats, &error))
    return cli_fail (error);
  print_totals (&stats);
  if (!print_counts (graph, "Nodes by type", ENT_GRAPH_NODES_BY_TYPE, &error)
      || !print_counts (graph, "Edges by type", ENT_GRAPH_EDGES_BY_TYPE, &error)
      || !print_counts (graph, "Mentions of the nodes that have most", ENT_GRAPH_MENTIONS, &error))
    return cli_fail (error);
  return CLI_OK;
}

static void
print_identity (const EntGraphIdentity *identity, gpointer user_data)
{
  g_autofree gchar *clean = cli_printable (identity->document, strlen (identity->document));

  if (user_data && !g_str_equal (identity->key, user_data) && !g_str_equal (identity->node, user_data))
    return;
  printf ("%s%s%s → %s  %s, %.2f\n", identity->key, *clean ? " of " : "", clean, identity->node, identity->reason,
          identity->score);
}

int
graph_identities (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph_parse (
          argv, "FILE.db [KEY]", "Tells which entities are other nodes than their keys say, and why.",
          "Each line has a key, the document where it is of one alone, the key of the node, the reason and a\n"
          "score from 0 to 1. With KEY, those from and to it. entente graph decide corrects them.\n\n"
          "Example: entente graph identities news.db organisation/european-union",
          entries, &words, 0, 1))
    return CLI_USAGE;
  graph = ent_graph_open (words[0], ENT_GRAPH_READ, &error);
  if (!graph || !ent_graph_foreach_identity (graph, print_identity, words[1], &error))
    return cli_fail (error);
  return CLI_OK;
}

static void
print_difference (gboolean other, const gchar *what, const gchar *which, const gchar *more, gpointer user_data)
{
  g_autofree gchar *line = g_strdup_printf ("%s %s: %s", what, which, more);
  g_autofree gchar *clean = cli_printable (line, strlen (line));
  guint *n = user_data;

  printf ("%c %s\n", other ? '+' : '-', clean);
  ++*n;
}

int
graph_diff (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  if (!graph_parse (argv, "A.db B.db", "Tells what differs between two graphs.",
                    "- stands before what only A.db has, + before what only B.db has; what both have differently\n"
                    "comes twice. The exit status is 0 where nothing differs, 1 where something does.",
                    entries, &words, 1, 1))
    return CLI_USAGE;
  graph = ent_graph_open (words[0], ENT_GRAPH_READ, &error);
  if (!graph || !ent_graph_diff (graph, words[1], print_difference, &n, &error))
    return cli_fail (error);
  return n ? CLI_SOME_FAILED : CLI_OK;
}
