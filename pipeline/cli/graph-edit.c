/* entente graph merge, drop and decide: what goes into the file of a graph or out of it. */
#include "pipeline/cli/graph.h"

static char **words;

static const GOptionEntry entries[] = {
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

static gboolean
merge (EntGraph *graph, const char *path, GError **error)
{
  guint n_conflicts;

  if (cli_is_same_output (words[0], path))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "%s: expected another graph than the one it goes into", path);
      return FALSE;
    }
  if (!ent_graph_merge (graph, path, &n_conflicts, error))
    return FALSE;
  if (n_conflicts)
    cli_say ("note: %s: %u documents are in both graphs with other content: one of each two is kept", path,
             n_conflicts);
  return TRUE;
}

int
graph_merge (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph_parse (argv, "FILE.db OTHER.db…", "Takes the documents of other graphs into one, and their decisions.",
                    "FILE.db is made where it is not there. The order of the graphs changes nothing: shards of one\n"
                    "corpus make the graph that one run makes.\n\n"
                    "Example: entente graph merge all.db shard1.db shard2.db",
                    entries, &words, 1, G_MAXUINT - 1))
    return CLI_USAGE;
  graph = ent_graph_open (words[0], ENT_GRAPH_WRITE, &error);
  for (char **path = words + 1; graph && *path; path++)
    if (!merge (graph, *path, &error))
      return cli_fail (error);
  if (!graph || !ent_graph_refresh (graph, &error))
    return cli_fail (error);
  return CLI_OK;
}

int
graph_drop (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  int status = CLI_OK;

  if (!graph_parse (argv, "FILE.db DOCUMENT…", "Takes out what documents say, and no more.",
                    "DOCUMENT is the id of one.\n\nExample: entente graph drop news.db 2025-03-04-summit", entries,
                    &words, 1, G_MAXUINT - 1))
    return CLI_USAGE;
  graph = ent_graph_open (words[0], ENT_GRAPH_EDIT, &error);
  for (char **id = words + 1; graph && *id; id++)
    {
      gboolean found;

      if (!ent_graph_drop_document (graph, *id, &found, &error))
        return cli_fail (error);
      if (found)
        continue;
      cli_say ("%s: no such document in %s", *id, words[0]);
      status = CLI_SOME_FAILED;
    }
  if (!graph || !ent_graph_commit (graph, &error) || !ent_graph_refresh (graph, &error))
    return cli_fail (error);
  return status;
}

int
graph_decide (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph_parse (
          argv, "FILE.db DECISIONS", "Says who is who, or is not.",
          "DECISIONS is a text file with lines of three words with tabs between them: 'same KEY OTHER' makes\n"
          "OTHER a part of KEY, 'different KEY OTHER' keeps them apart; # begins a comment. OTHER may be\n"
          "KEY@DOCUMENT: what one document calls so. They win over what\n"
          "is found, hold for all documents that are added later, and take the place of earlier ones: an\n"
          "empty file takes them back.\n\n"
          "Example: entente graph decide news.db who-is-who.txt",
          entries, &words, 1, 1))
    return CLI_USAGE;
  graph = ent_graph_open (words[0], ENT_GRAPH_EDIT, &error);
  if (!graph || !ent_graph_decide (graph, words[1], &error) || !ent_graph_refresh (graph, &error))
    return cli_fail (error);
  return CLI_OK;
}
