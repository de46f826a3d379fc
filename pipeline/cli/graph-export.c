/* entente graph export: the whole graph in one of the formats. */
#include "pipeline/cli/graph.h"

static struct
{
  gchar *to;
  gchar *output;
  gchar **words;
} options;

static const GOptionEntry entries[] = {
  { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, "Formats of graphs to write (default: by the ending of -o)",
    "FORMAT[,FORMAT…]" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
    "Where to: a file, or a folder for some formats and for several (default: standard output)", "PATH" },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME_ARRAY, &options.words, NULL, NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

int
graph_export (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph_parse (argv, "FILE.db", "Writes the graph. The same graph gives the same bytes, however it came about.",
                    "Example: entente graph export news.db --to csv -o tables/", entries, &options.words, 0, 0))
    return CLI_USAGE;
  graph = ent_graph_open (options.words[0], ENT_GRAPH_READ, &error);
  if (!graph || !cli_write_graph (graph, options.to, options.output, &error))
    return cli_fail (error);
  return CLI_OK;
}
