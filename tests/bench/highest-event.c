/* Reads sentences, one a line; prints for each the event of its highest predicate that tells of one, or "-". What the
 * patterns of events are worth by themselves, before mentions and relations. With --trace, all predicates. */
#include <entente.h>

#include <stdio.h>
#include <string.h>

#include "stages/link/events.h"

/* A line may be taken for several sentences; a token's depth in its own */
static guint
depth_of (const LinkTree *tree, guint t)
{
  guint depth = 0;

  for (gint at = tree->nodes[t].head; at >= 0; at = tree->nodes[at].head)
    depth++;
  return depth;
}

static gboolean
is_predicate (const LinkTree *tree, guint t, gboolean nouns)
{
  EntPos pos = link_pos (tree, t);
  LinkDep dep = link_dep (tree, t);

  if (nouns)
    return pos == ENT_POS_NOUN;
  return (pos == ENT_POS_VERB || pos == ENT_POS_ADJ || pos == ENT_POS_AUX) && dep != DEP_AMOD && dep != DEP_COMPOUND
         && dep != DEP_AUX && dep != DEP_COP;
}

/* Verbs before nouns, the highest of them, the first of equals */
static const gchar *
highest_event (const LinkEvents *events, const LinkTree *tree, gboolean trace)
{
  const gchar *found = NULL;
  guint best = G_MAXUINT;

  for (guint nouns = 0; nouns < 2 && !found; nouns++)
    for (guint t = 0; t < tree->n_tokens; t++)
      {
        const gchar *event = is_predicate (tree, t, nouns) ? link_event_of (events, tree, t) : NULL;
        guint depth = depth_of (tree, t);

        if (trace && event)
          g_printerr ("  %s:%u %s\n", link_lemma (tree, t), depth, event);
        if (!event || depth >= best)
          continue;
        found = event;
        best = depth;
      }
  return found ? found : "-";
}

static gboolean
read_line (EntPipeline *pipeline, const LinkEvents *events, const gchar *line, gboolean trace, GError **error)
{
  g_autoptr (EntDocument) doc = ent_document_new (line, strlen (line), error);
  g_autoptr (LinkTree) tree = NULL;

  if (!doc || !ent_pipeline_process (pipeline, doc, error))
    return FALSE;
  tree = link_tree_new (doc);
  if (trace)
    g_printerr ("%s\n", line);
  g_print ("%s\n", highest_event (events, tree, trace));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text ("tokenise ! tag names=off values=off ! parse", &error);
  g_autoptr (EntStage) stage = ent_stage_new ("link", &error);
  g_autoptr (LinkEvents) events = stage ? link_events_load (stage, &error) : NULL;
  gboolean trace = argc > 1 && g_str_equal (argv[1], "--trace");
  gchar line[16384];

  if (pipeline && events && ent_pipeline_load (pipeline, &error))
    while (!error && fgets (line, sizeof line, stdin))
      read_line (pipeline, events, g_strchomp (line), trace, &error);
  if (!error)
    return 0;
  g_printerr ("highest-event: %s\n", error->message);
  return 1;
}
