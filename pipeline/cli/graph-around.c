/* entente graph around and path: a part of a graph, as text for people or in one of the formats. */
#include "pipeline/cli/graph.h"

#include <stdio.h>
#include <stdlib.h>

#define LIMIT 20

static struct
{
  gint depth;
  gint limit;
  gint sentences;
  gchar *to;
  gchar *output;
  gchar **words;
} options = { .depth = 1, .limit = LIMIT, .sentences = 1 };

#define ENTRIES                                                                                                           \
  { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, "Edges to show, those with most evidence (default: 20; 0: all)",     \
    "N" },                                                                                                                \
      { "sentences", 0, 0, G_OPTION_ARG_INT, &options.sentences, "Sentences to show of each (default: 1; 0: all)", "N" }, \
      { "to",                                                                                                             \
        0,                                                                                                                \
        0,                                                                                                                \
        G_OPTION_ARG_STRING,                                                                                              \
        &options.to,                                                                                                      \
        "Formats of graphs to write it in, instead of text",                                                              \
        "FORMAT[,FORMAT…]" },                                                                                             \
      { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "Where to (default: standard output)", "PATH" },        \
      { G_OPTION_REMAINING, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING_ARRAY, &options.words, NULL, NULL },             \
  {                                                                                                                       \
    NULL, 0, 0, 0, NULL, NULL, NULL                                                                                       \
  }

static const GOptionEntry around_entries[] = {
  { "depth", 0, 0, G_OPTION_ARG_INT, &options.depth, "How many edges away (default: 1)", "N" },
  ENTRIES,
};

static const GOptionEntry path_entries[] = { ENTRIES };

static gboolean
check_numbers (const char *command)
{
  if (options.depth >= 0 && options.limit >= 0 && options.sentences >= 0)
    return TRUE;
  cli_say ("%s: --depth, --limit and --sentences: expected 0 or more", command);
  return FALSE;
}

static gint
compare_weights (gconstpointer a, gconstpointer b)
{
  const GraphText *one = *(const GraphText *const *) a, *other = *(const GraphText *const *) b;

  return (one->weight < other->weight) - (one->weight > other->weight);
}

static void
print_rest (guint n)
{
  if (n)
    printf ("… and %u more: --limit 0 shows all\n", n);
}

/* Those of the edges that are at both nodes, the ones with most evidence first */
static void
print_edges_between (GPtrArray *edges, const char *a, const char *b)
{
  guint n = 0;

  for (guint i = 0; i < edges->len; i++)
    {
      const GraphText *edge = edges->pdata[i];
      const gchar *const *ends = (const gchar *const *) edge->ends;

      if (!g_strv_contains (ends, a) || !g_strv_contains (ends, b))
        continue;
      if (!options.limit || n < (guint) options.limit)
        fputs (edge->text, stdout);
      n++;
    }
  print_rest (options.limit && n > (guint) options.limit ? n - options.limit : 0);
}

static GraphTexts *
list_edges (EntGraph *graph, GError **error)
{
  GraphTexts *texts = graph_texts_new (graph, options.sentences, error);

  if (texts)
    g_ptr_array_sort (texts->edges, compare_weights);
  return texts;
}

static gboolean
show_around (EntGraph *graph, const char *key, GError **error)
{
  g_autoptr (GraphTexts) texts = NULL;
  guint n_left_out = 0;

  if (options.to || options.output)
    return cli_write_graph (graph, options.to, options.output, error);
  if ((options.limit && !ent_graph_keep_heaviest (graph, options.limit, &n_left_out, error))
      || !(texts = list_edges (graph, error)))
    return FALSE;
  graph_print_node (graph, key);
  for (guint i = 0; i < texts->edges->len; i++)
    fputs (((GraphText *) texts->edges->pdata[i])->text, stdout);
  print_rest (n_left_out);
  return TRUE;
}

static gboolean
show_path (EntGraph *graph, GPtrArray *keys, GError **error)
{
  g_autoptr (GraphTexts) texts = NULL;

  if (options.to || options.output)
    return cli_write_graph (graph, options.to, options.output, error);
  if (!(texts = list_edges (graph, error)))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      graph_print_node (graph, keys->pdata[i]);
      if (i + 1 < keys->len)
        print_edges_between (texts->edges, keys->pdata[i], keys->pdata[i + 1]);
    }
  return TRUE;
}

int
graph_around (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autofree gchar *key = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph_parse (argv, "FILE.db NODE", "Shows the edges of a node, with their sentences.",
                    "NODE is the key of a node, or a name or an alias that only one has. What a capital or others do\n"
                    "for the government of a country (\"Moscow said\") is at the country, too.\n\n"
                    "Example: entente graph around news.db location/ru --depth 2 --to graphml -o russia.graphml",
                    around_entries, &options.words, 1, 1)
      || !check_numbers (argv[0]))
    return CLI_USAGE;
  graph = ent_graph_open (options.words[0], ENT_GRAPH_READ, &error);
  key = graph ? graph_find_node (graph, options.words[1], &error) : NULL;
  if (!key || !ent_graph_select_around (graph, key, options.depth, &error) || !show_around (graph, key, &error))
    return cli_fail (error);
  return CLI_OK;
}

int
graph_path (int argc, char **argv)
{
  g_autoptr (EntGraph) graph = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree gchar *from = NULL, *to = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph_parse (argv, "FILE.db A B", "Shows how two nodes are connected, on a shortest way, with the sentences.",
                    "A and B are keys of nodes, or names or aliases that only one has. The exit status is 1 where\n"
                    "there is no way.\n\n"
                    "Example: entente graph path news.db 'Ada Lin' organisation/un",
                    path_entries, &options.words, 2, 2)
      || !check_numbers (argv[0]))
    return CLI_USAGE;
  graph = ent_graph_open (options.words[0], ENT_GRAPH_READ, &error);
  from = graph ? graph_find_node (graph, options.words[1], &error) : NULL;
  to = from ? graph_find_node (graph, options.words[2], &error) : NULL;
  keys = to ? ent_graph_select_path (graph, from, to, &error) : NULL;
  if (!keys || (keys->len && !show_path (graph, keys, &error)))
    return cli_fail (error);
  if (keys->len)
    return CLI_OK;
  cli_say ("%s and %s are not connected", from, to);
  return CLI_SOME_FAILED;
}
