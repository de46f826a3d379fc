/* entente eval parse: trees of our own or of another program against gold ones, in tables. */
#include "pipeline/cli/eval-parse.h"
#include "pipeline/cli/cli.h"
#include "pipeline/cli/score-trees.h"

#include <stdio.h>
#include <time.h>

#define PIPELINE "tokenise ! tag ! parse"

typedef struct
{
  const EvalInput *input;
  EntPipeline *pipeline; /* NULL where another program's trees are scored */
  Trees *gold, *system;
  EvalSpeed *speed;
} Run;

typedef gboolean (*DocumentFunc) (Run *run, EntDocument *doc, GError **error);

static gboolean
check_trees (EntDocument *doc, GError **error)
{
  if (ent_document_get_layers (doc) & ENT_LAYER_HEADS)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s, document %s: no trees in it: expected CoNLL-U with heads",
               ent_document_get_source (doc), ent_document_get_id (doc));
  return FALSE;
}

/* Where one document cannot be read, a score over the others is no score */
static gboolean
foreach_document (Run *run, char **paths, DocumentFunc func, GError **error)
{
  g_autoptr (EntStage) source = cli_source (paths, run->input->from, error);

  if (!source || !ent_stage_load (source, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (EntDocument) doc = NULL;

      if (!ent_stage_produce (source, &doc, error))
        return FALSE;
      if (!doc)
        return TRUE;
      if (!func (run, doc, error))
        return FALSE;
    }
}

/* What is left of the gold for the system to begin with: the text, or its words, too, and nothing of what is measured
 */
static EntDocument *
strip (const Run *run, EntDocument *gold, GError **error)
{
  gsize length;
  const gchar *text = ent_document_get_text (gold, &length);

  if (run->input->raw)
    return ent_document_new (text, length, error);
  ent_document_clear_layers (gold, ENT_LAYER_TAGS | ENT_LAYER_HEADS);
  return g_object_ref (gold);
}

static gboolean
parse (Run *run, EntDocument *doc, GError **error)
{
  struct timespec start, end;
  gsize length;
  guint n_tokens;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  if (!ent_pipeline_process (run->pipeline, doc, error))
    return FALSE;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  run->speed->seconds += (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
  ent_document_get_text (doc, &length);
  ent_document_get_tokens (doc, &n_tokens);
  run->speed->n_bytes += length;
  run->speed->n_tokens += n_tokens;
  trees_add (run->system, doc);
  return TRUE;
}

static gboolean
take_gold (Run *run, EntDocument *gold, GError **error)
{
  g_autoptr (EntDocument) doc = NULL;

  if (!check_trees (gold, error))
    return FALSE;
  trees_add (run->gold, gold);
  if (!run->pipeline)
    return TRUE;
  doc = strip (run, gold, error);
  return doc && parse (run, doc, error);
}

static gboolean
take_system (Run *run, EntDocument *doc, GError **error)
{
  if (!check_trees (doc, error))
    return FALSE;
  trees_add (run->system, doc);
  return TRUE;
}

static gdouble
percent (guint64 part, guint64 whole)
{
  return whole ? 100.0 * part / whole : 0;
}

/* Where neither side has anything, nothing is wrong */
static gdouble
f1 (const TreeCounts *counts)
{
  guint64 sum = counts->gold + counts->system;

  return sum ? 200.0 * counts->right / sum : 100;
}

static void
print_relations (const TreeScores *scores)
{
  printf ("%-24s  %6s  %6s  %6s  %6s  %7s  %7s\n", "relation", "P", "R", "F1", "head R", "gold", "found");
  for (guint i = 0; i < scores->by_relation->len; i++)
    {
      const TreeGroup *group = scores->by_relation->pdata[i];
      const TreeCounts *labels = &group->labels;

      printf ("%-24s  %6.2f  %6.2f  %6.2f  %6.2f  %7" G_GUINT64_FORMAT "  %7" G_GUINT64_FORMAT "\n", group->name,
              percent (labels->right, labels->system), percent (labels->right, labels->gold), f1 (labels),
              percent (group->heads.right, group->heads.gold), labels->gold, labels->system);
    }
}

static void
print_groups (const gchar *title, const GPtrArray *groups)
{
  printf ("\n%-24s  %6s  %6s  %7s\n", title, "UAS", "LAS", "gold");
  for (guint i = 0; i < groups->len; i++)
    {
      const TreeGroup *group = groups->pdata[i];

      if (group->heads.gold)
        printf ("%-24s  %6.2f  %6.2f  %7" G_GUINT64_FORMAT "\n", group->name, f1 (&group->heads), f1 (&group->labels),
                group->heads.gold);
    }
}

static void
print_tables (const TreeScores *scores)
{
  print_relations (scores);
  print_groups ("length of sentence", scores->by_length);
  print_groups ("documents", scores->by_documents);
  printf ("\n");
}

static void
add_scores (const EvalInput *input, const TreeScores *tree, GArray *scores)
{
  if (input->raw || input->system)
    {
      eval_add_score (scores, "Tokens", f1 (&tree->tokens));
      eval_add_score (scores, "Words", f1 (&tree->words));
      eval_add_score (scores, "Sentences", f1 (&tree->sentences));
    }
  eval_add_score (scores, "UPOS", f1 (&tree->pos));
  eval_add_score (scores, "Lemmas", f1 (&tree->lemmas));
  eval_add_score (scores, "UAS", f1 (&tree->heads));
  eval_add_score (scores, "LAS", f1 (&tree->labels));
  eval_add_score (scores, "LAS_subtypes", f1 (&tree->full_labels));
  eval_add_score (scores, "CLAS", f1 (&tree->content));
}

static gboolean
read_trees (Run *run, GError **error)
{
  char *system[] = { run->input->system, NULL };

  if (run->input->system)
    return foreach_document (run, run->input->gold, take_gold, error)
           && foreach_document (run, system, take_system, error);
  run->pipeline = ent_pipeline_new_from_text (PIPELINE, error);
  if (!run->pipeline)
    return FALSE;
  ent_pipeline_set_pack (run->pipeline, run->input->pack);
  return ent_pipeline_load (run->pipeline, error) && foreach_document (run, run->input->gold, take_gold, error);
}

/* Over no gold at all, any score would be a lie */
static TreeScores *
score (const Run *run, GError **error)
{
  TreeScores *scores = trees_score (run->gold, run->system, error);

  if (!scores || scores->words.gold)
    return scores;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: no gold in it: expected at least one sentence",
               run->input->gold[0]);
  tree_scores_free (scores);
  return NULL;
}

gboolean
eval_parse_run (const EvalInput *input, GArray *scores, EvalSpeed *speed, GError **error)
{
  g_autoptr (Trees) gold = trees_new ();
  g_autoptr (Trees) system = trees_new ();
  g_autoptr (TreeScores) tree = NULL;
  Run run = { .input = input, .gold = gold, .system = system, .speed = speed };

  if (input->raw && input->system)
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "--raw, --system: expected one of them: the system has its words");
  else if (read_trees (&run, error))
    tree = score (&run, error);
  if (tree && !input->quiet)
    print_tables (tree);
  if (tree)
    add_scores (input, tree, scores);
  g_clear_object (&run.pipeline);
  return tree != NULL;
}
