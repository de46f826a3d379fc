/* Nodes and edges of a graph as text, for people. */
#include "pipeline/cli/graph.h"

#include <stdio.h>
#include <string.h>

static void
free_text (gpointer data)
{
  GraphText *text = data;

  g_free (text->text);
  g_strfreev (text->ends);
  g_free (text);
}

static void
append_clean (GString *out, const gchar *before, const gchar *text)
{
  g_autofree gchar *clean = cli_printable (text, strlen (text));

  if (*text)
    g_string_append_printf (out, "%s%s", before, clean);
}

static gchar *
one_line (const gchar *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; words[i]; i++)
    if (*words[i])
      g_ptr_array_add (kept, words[i]);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (" ", (gchar **) kept->pdata);
}

static void
append_evidence (GString *out, const EntGraphEvidence *row)
{
  g_autofree gchar *sentence = one_line (row->sentence);

  append_clean (out, "    ", sentence);
  append_clean (out, "\n      ", row->document);
  g_string_append_printf (out, ":%u-%u", row->start, row->end);
  append_clean (out, ", ", row->date);
  append_clean (out, ", according to ", row->attribution_text);
  append_clean (out, ", for ", row->source_acts_for);
  append_clean (out, ", to ", row->target_acts_for);
  g_string_append_c (out, '\n');
}

/* What is as usual ("affirmed", "asserted") goes without saying:
 * "location/ru → attack → location/ua  12× in 9 documents, PLOVER:ASSAULT, 2008-08-08 to 2008-08-12" */
static gchar *
edge_as_text (const EntGraphEdge *edge, guint sentences)
{
  GString *out = g_string_new (NULL);
  const gchar *label = *edge->label ? edge->label : edge->type;

  append_clean (out, "  ", edge->source);
  append_clean (out, " → ", label);
  if (!g_str_equal (edge->type, "open") && !g_str_equal (edge->type, label))
    append_clean (out, ":", edge->type);
  append_clean (out, " → ", edge->target);
  g_string_append_printf (out, "  %u× in %u document%s", edge->weight, edge->documents,
                          edge->documents == 1 ? "" : "s");
  if (!g_str_equal (edge->polarity, "affirmed"))
    append_clean (out, ", ", edge->polarity);
  if (!g_str_equal (edge->modality, "asserted"))
    append_clean (out, ", ", edge->modality);
  append_clean (out, ", ", edge->event);
  append_clean (out, ", ", edge->time_start);
  if (!g_str_equal (edge->time_start, edge->time_end))
    append_clean (out, " to ", edge->time_end);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < edge->weight && (!sentences || i < sentences); i++)
    append_evidence (out, &edge->rows[i]);
  return g_string_free (out, FALSE);
}

static gchar **
list_ends (const EntGraphEdge *edge)
{
  g_autoptr (GStrvBuilder) ends = g_strv_builder_new ();

  g_strv_builder_add_many (ends, edge->source, edge->target, NULL);
  for (guint i = 0; i < edge->weight; i++)
    {
      if (*edge->rows[i].source_acts_for)
        g_strv_builder_add (ends, edge->rows[i].source_acts_for);
      if (*edge->rows[i].target_acts_for)
        g_strv_builder_add (ends, edge->rows[i].target_acts_for);
    }
  return g_strv_builder_end (ends);
}

static gboolean
add_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  GraphTexts *self = user_data;
  GraphText *text = g_new (GraphText, 1);

  *text = (GraphText){
    .text = edge_as_text (edge, self->sentences),
    .ends = list_ends (edge),
    .weight = edge->weight,
  };
  g_ptr_array_add (self->edges, text);
  return TRUE;
}

GraphTexts *
graph_texts_new (EntGraph *graph, guint sentences, GError **error)
{
  g_autoptr (GraphTexts) self = g_new0 (GraphTexts, 1);

  self->edges = g_ptr_array_new_with_free_func (free_text);
  self->sentences = sentences;
  return ent_graph_foreach_edge (graph, add_edge, self, error) ? g_steal_pointer (&self) : NULL;
}

void
graph_texts_free (GraphTexts *self)
{
  g_ptr_array_unref (self->edges);
  g_free (self);
}

static gboolean
print_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) names = g_strsplit (node->aliases, "|", -1);
  g_autofree gchar *aliases = g_strjoinv (", ", names);

  if (!g_str_equal (node->key, user_data))
    return TRUE;
  append_clean (out, "", node->key);
  append_clean (out, "  ", node->name);
  append_clean (out, ", ", node->type);
  g_string_append_printf (out, ", %u mention%s in %u document%s", node->mentions, node->mentions == 1 ? "" : "s",
                          node->documents, node->documents == 1 ? "" : "s");
  append_clean (out, ", ", node->first_seen);
  if (!g_str_equal (node->first_seen, node->last_seen))
    append_clean (out, " to ", node->last_seen);
  append_clean (out, "\n  also ", aliases);
  puts (out->str);
  return TRUE;
}

void
graph_print_node (EntGraph *graph, const char *key)
{
  ent_graph_foreach_node (graph, print_node, (gpointer) key, NULL);
}
