/* What the commands of `entente graph` share. */
#pragma once

#include "pipeline/cli/cli.h"
#include "pipeline/graph/graph.h"

G_BEGIN_DECLS

/* The commands: argv[0] is "graph COMMAND" */
int graph_merge (int argc, char **argv);
int graph_drop (int argc, char **argv);
int graph_decide (int argc, char **argv);
int graph_identities (int argc, char **argv);
int graph_export (int argc, char **argv);
int graph_stats (int argc, char **argv);
int graph_diff (int argc, char **argv);
int graph_around (int argc, char **argv);
int graph_path (int argc, char **argv);

/* Parses options; where the command line does not have the file of a graph and between `min` and `max` words after it
 * (`expected` says which), prints what is wrong and gives FALSE */
gboolean graph_parse (char **argv, const char *expected, const char *summary, const char *description,
                      const GOptionEntry *entries, char ***words, guint min, guint max);

/* The key of the node that a name stands for; NULL and an error where there is none, or several */
gchar *graph_find_node (EntGraph *graph, const char *name, GError **error);

/* Edges as text, for people */
typedef struct
{
  GPtrArray *edges; /* of GraphText */
  guint sentences;  /* of each edge that are shown */
} GraphTexts;

typedef struct
{
  gchar *text;
  gchar **ends; /* keys of the nodes that the edge is at: source, target and whom they act for */
  guint weight;
} GraphText;

GraphTexts *graph_texts_new (EntGraph *graph, guint sentences, GError **error);
void graph_texts_free (GraphTexts *self);
void graph_print_node (EntGraph *graph, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GraphTexts, graph_texts_free)

G_END_DECLS
