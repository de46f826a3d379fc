/* entente graph: what can be done with the file of a graph. */
#include "pipeline/cli/graph.h"

#include <stdio.h>
#include <string.h>

static int graph_add (int argc, char **argv);

static const struct
{
  const char *command;
  const char *name; /* what its messages begin with */
  const char *summary;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "add", "graph add", "read documents and put what they say into the graph", graph_add },
  { "merge", "graph merge", "take other graphs in", graph_merge },
  { "drop", "graph drop", "take documents out", graph_drop },
  { "identities", "graph identities", "what was brought together or kept apart, and why", graph_identities },
  { "decide", "graph decide", "say who is who, or is not, in a file", graph_decide },
  { "export", "graph export", "write the graph in one of the formats", graph_export },
  { "stats", "graph stats", "how much is in it", graph_stats },
  { "around", "graph around", "the edges of a node, with their sentences", graph_around },
  { "path", "graph path", "how two nodes are connected", graph_path },
  { "diff", "graph diff", "what differs between two graphs", graph_diff },
};

static void
print_commands (FILE *out)
{
  fprintf (out, "Usage: entente graph COMMAND FILE.db [OPTION…] [WHAT…]\n\n"
                "Works with the file of a graph, which entente run --graph FILE.db makes.\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (out, "  %-10s  %s\n", commands[i].command, commands[i].summary);
  fprintf (out, "\nentente graph COMMAND --help tells more.\n\n"
                "Example: entente graph around news.db 'United Nations'\n");
}

int
cli_graph (int argc, char **argv)
{
  if (argc < 2)
    {
      cli_say ("graph: expected a command; see entente graph --help");
      return CLI_USAGE;
    }
  if (!strcmp (argv[1], "--help") || !strcmp (argv[1], "-h"))
    {
      print_commands (stdout);
      return CLI_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (!strcmp (argv[1], commands[i].command))
      {
        argv[1] = (char *) commands[i].name;
        return commands[i].run (argc - 1, argv + 1);
      }
  cli_say ("graph: unknown command '%s': expected one of those that entente graph --help lists", argv[1]);
  return CLI_USAGE;
}

/* What `run --graph FILE.db` does, with all its options */
static int
graph_add (int argc, char **argv)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (argc < 2 || g_str_has_prefix (argv[1], "-"))
    {
      if (argc == 2 && g_str_equal (argv[1], "--help"))
        printf ("Usage: entente graph add FILE.db [OPTION…] INPUT…\n\nReads documents and puts what they say into the "
                "graph: the same as\nentente run --graph FILE.db [OPTION…] INPUT…, see entente run --help.\n");
      else
        cli_say ("graph add: expected FILE.db, the file of a graph, first; see entente graph add --help");
      return argc == 2 && g_str_equal (argv[1], "--help") ? CLI_OK : CLI_USAGE;
    }
  g_ptr_array_add (words, (gpointer) "run");
  g_ptr_array_add (words, (gpointer) "--graph");
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (words, argv[i]);
  g_ptr_array_add (words, NULL);
  return cli_run (words->len - 1, (char **) words->pdata);
}

gboolean
graph_parse (char **argv, const char *expected, const char *summary, const char *description,
             const GOptionEntry *entries, char ***words, guint min, guint max)
{
  guint n;

  if (!cli_parse (argv, expected, summary, description, entries))
    return FALSE;
  n = *words ? g_strv_length (*words) : 0;
  if (n >= min + 1 && n <= max + 1)
    return TRUE;
  cli_say ("%s: expected %s; see entente %s --help", argv[0], expected, argv[0]);
  return FALSE;
}

gchar *
graph_find_node (EntGraph *graph, const char *name, GError **error)
{
  g_autoptr (GPtrArray) keys = ent_graph_find_nodes (graph, name, error);
  g_autofree gchar *list = NULL;

  if (!keys)
    return NULL;
  if (keys->len == 1)
    return g_strdup (keys->pdata[0]);
  g_ptr_array_set_size (keys, MIN (keys->len, 10));
  g_ptr_array_add (keys, NULL);
  list = g_strjoinv (", ", (gchar **) keys->pdata);
  if (!*list)
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                 "%s: no node of this key or name: expected such as location/ru or 'United Nations'", name);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "%s: several nodes of this name: expected one of their keys: %s",
                 name, list);
  return NULL;
}
