/* entente eval: a table, and last one line of NAME VALUE pairs. */
#include "pipeline/cli/eval.h"

#include "pipeline/cli/cli.h"
#include "pipeline/cli/eval-link.h"
#include "pipeline/cli/eval-parse.h"
#include "pipeline/cli/gold.h"
#include "pipeline/cli/types.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct
{
  EvalInput input;
  gchar **words; /* STEP GOLD… */
} options;

static const GOptionEntry entries[] = {
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.input.pack, "Language data that go before the default ones", "DIR" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.input.from, "Format of the gold (default: by file name)", "FORMAT" },
  { "native", 0, 0, G_OPTION_ARG_NONE, &options.input.native,
    "names: compare all mentions with the types as they are, also where the gold has those of another inventory",
    NULL },
  { "raw", 0, 0, G_OPTION_ARG_NONE, &options.input.raw, "parse: from the text alone, not from the gold's words", NULL },
  { "system", 0, 0, G_OPTION_ARG_FILENAME, &options.input.system,
    "parse: score the trees of another program, in CoNLL-U over the same text", "FILE" },
  { "given", 0, 0, G_OPTION_ARG_NONE, &options.input.given, "link: with the gold's mentions, not our own", NULL },
  { "names", 0, 0, G_OPTION_ARG_NONE, &options.input.names, "link: clusters of names alone", NULL },
  { "singletons", 0, 0, G_OPTION_ARG_NONE, &options.input.singletons, "link: clusters of one mention, too", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.words, NULL, "STEP GOLD…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  guint64 both, gold, system;
} Counts;

typedef struct
{
  const EvalInput *input;
  GArray *scores; /* EvalScore */
  EntPipeline *pipeline;
  Types *types;
  Counts tokens, words, sentences;
  Counts tags[ENT_POS_X + 1], lemmas[ENT_POS_X + 1]; /* by the gold's part of speech; first all together */
  GArray *gold_mentions; /* Span, `k` the number of the document; NULL when names are not what is measured */
  GArray *system_mentions;
  guint n_documents;
  EvalSpeed speed;
} Eval;

static gdouble
percent (guint64 part, guint64 whole)
{
  return whole ? 100.0 * part / whole : 0;
}

/* Where neither side has anything, nothing is wrong */
static gdouble
f1 (const Counts *counts)
{
  guint64 sum = counts->gold + counts->system;

  return sum ? 200.0 * counts->both / sum : 100;
}

static void
add_counts (Counts *counts, GArray *gold, GArray *system)
{
  counts->both += spans_in_both (gold, system);
  counts->gold += gold->len;
  counts->system += system->len;
}

void
eval_add_score (GArray *scores, const gchar *name, gdouble value)
{
  EvalScore score = { name, value };

  g_array_append_val (scores, score);
}

static void
print_counts (const Eval *eval, const gchar *name, const Counts *counts)
{
  if (eval->input->quiet)
    return;
  printf ("%-20s  P %6.2f  R %6.2f  F1 %6.2f  gold %" G_GUINT64_FORMAT "  found %" G_GUINT64_FORMAT "\n", name,
          percent (counts->both, counts->system), percent (counts->both, counts->gold), f1 (counts), counts->gold,
          counts->system);
}

/* Through the pipeline, on this thread's clock */
static gboolean
process_document (Eval *eval, EntDocument *doc, GError **error)
{
  struct timespec start, end;
  guint n_tokens;
  gsize n_bytes;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  if (!ent_pipeline_process (eval->pipeline, doc, error))
    return FALSE;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  ent_document_get_tokens (doc, &n_tokens);
  ent_document_get_text (doc, &n_bytes);
  eval->speed.seconds += (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
  eval->speed.n_bytes += n_bytes;
  eval->speed.n_tokens += n_tokens;
  eval->n_documents++;
  return TRUE;
}

/* The gold's text alone */
static EntDocument *
process (Eval *eval, const Gold *gold, GError **error)
{
  g_autoptr (EntDocument) doc = ent_document_new (gold->text, gold->length, error);

  return doc && process_document (eval, doc, error) ? g_steal_pointer (&doc) : NULL;
}

static gboolean
take_tokens (const Gold *gold, gpointer data, GError **error)
{
  Eval *eval = data;
  g_autoptr (EntDocument) doc = process (eval, gold, error);
  g_autoptr (GArray) tokens = NULL, words = NULL, sentences = NULL;

  if (!doc)
    return FALSE;
  if (!gold->tokens)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "the gold has no tokens: expected CoNLL-U or IOB2");
      return FALSE;
    }
  tokens = spans_of_tokens (doc);
  words = spans_of_words (doc);
  sentences = spans_of_sentences (doc);
  add_counts (&eval->tokens, gold->tokens, tokens);
  add_counts (&eval->words, gold->words, words);
  add_counts (&eval->sentences, gold->sentences, sentences);
  return TRUE;
}

static void
compare_tag (Eval *eval, EntDocument *doc, const EntToken *gold, const EntToken *found)
{
  const gchar *lemma = ent_document_get_string (doc, gold->lemma);
  gboolean same = lemma && !g_strcmp0 (lemma, ent_document_get_string (doc, found->lemma));
  const guint8 rows[] = { ENT_POS_NONE, gold->pos };

  for (guint i = 0; i < (gold->pos ? G_N_ELEMENTS (rows) : 1); i++)
    {
      eval->tags[rows[i]].both += gold->pos && gold->pos == found->pos;
      eval->tags[rows[i]].gold++;
      eval->lemmas[rows[i]].both += same;
      eval->lemmas[rows[i]].gold++;
    }
  eval->tags[ENT_POS_NONE].system++;
  if (found->pos)
    eval->tags[found->pos].system++;
}

/* The gold's own tokens and sentences, tagged afresh */
static gboolean
take_tags (const Gold *gold, gpointer data, GError **error)
{
  Eval *eval = data;
  const EntToken *tokens = NULL;
  g_autofree EntToken *before = NULL;
  guint n = 0;

  if (!gold->doc || !(ent_document_get_layers (gold->doc) & ENT_LAYER_TAGS))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "the gold has no parts of speech: expected CoNLL-U");
      return FALSE;
    }
  tokens = ent_document_get_tokens (gold->doc, &n);
  before = g_memdup2 (tokens, n * sizeof *tokens);
  if (!process_document (eval, gold->doc, error))
    return FALSE;
  for (guint t = 0; t < n; t++)
    compare_tag (eval, gold->doc, &before[t], &tokens[t]);
  return TRUE;
}

static void
append_spans (GArray *all, GArray *some, guint document)
{
  for (guint i = 0; i < some->len; i++)
    {
      Span span = g_array_index (some, Span, i);

      span.k = document;
      g_array_append_val (all, span);
    }
}

static gboolean
take_names (const Gold *gold, gpointer data, GError **error)
{
  Eval *eval = data;
  g_autoptr (EntDocument) doc = process (eval, gold, error);
  g_autoptr (GArray) mentions = NULL;

  if (!doc)
    return FALSE;
  if (!gold->mentions)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "the gold has no mentions: expected IOB2 or JSON Lines");
      return FALSE;
    }
  mentions = spans_of_mentions (doc, eval->input->native);
  append_spans (eval->gold_mentions, gold->mentions, eval->n_documents);
  append_spans (eval->system_mentions, mentions, eval->n_documents);
  return TRUE;
}

static gboolean
start (Eval *eval, const gchar *pipeline, GError **error)
{
  eval->pipeline = ent_pipeline_new_from_text (pipeline, error);
  if (!eval->pipeline)
    return FALSE;
  ent_pipeline_set_pack (eval->pipeline, eval->input->pack);
  return ent_pipeline_load (eval->pipeline, error);
}

/* Over no gold at all, any score would be a lie */
static gboolean
read_gold (Eval *eval, gboolean all_kinds, GoldFunc func, GError **error)
{
  if (!gold_foreach (eval->input->gold, eval->input->from, all_kinds, func, eval, error))
    return FALSE;
  if (eval->n_documents == 0)
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: no gold in it: expected at least one document",
                 eval->input->gold[0]);
  return eval->n_documents > 0;
}

static gboolean
eval_tokenise (Eval *eval, GError **error)
{
  if (!start (eval, "tokenise", error) || !read_gold (eval, FALSE, take_tokens, error))
    return FALSE;
  print_counts (eval, "tokens", &eval->tokens);
  print_counts (eval, "words", &eval->words);
  print_counts (eval, "sentences", &eval->sentences);
  eval_add_score (eval->scores, "Tokens", f1 (&eval->tokens));
  eval_add_score (eval->scores, "Words", f1 (&eval->words));
  eval_add_score (eval->scores, "Sentences", f1 (&eval->sentences));
  return TRUE;
}

static gboolean
check_makes_tags (Eval *eval, GError **error)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (eval->pipeline, &n);

  if (ent_stage_get_makes (stages[n - 1]) & ENT_LAYER_TAGS)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
               "tag/pos.bin: not in any pack: expected what entente train tag makes");
  return FALSE;
}

static gboolean
eval_tag (Eval *eval, GError **error)
{
  if (!start (eval, "tokenise ! tag names=off values=off", error) || !check_makes_tags (eval, error)
      || !read_gold (eval, FALSE, take_tags, error))
    return FALSE;
  for (guint pos = ENT_POS_NONE + 1; pos <= ENT_POS_X; pos++)
    if (eval->tags[pos].gold && !eval->input->quiet)
      printf ("%-6s  P %6.2f  R %6.2f  F1 %6.2f  lemmas %6.2f  gold %" G_GUINT64_FORMAT "  found %" G_GUINT64_FORMAT
              "\n",
              ent_pos_to_string (pos), percent (eval->tags[pos].both, eval->tags[pos].system),
              percent (eval->tags[pos].both, eval->tags[pos].gold), f1 (&eval->tags[pos]),
              percent (eval->lemmas[pos].both, eval->lemmas[pos].gold), eval->tags[pos].gold, eval->tags[pos].system);
  eval_add_score (eval->scores, "UPOS", percent (eval->tags[0].both, eval->tags[0].gold));
  eval_add_score (eval->scores, "Lemmas", percent (eval->lemmas[0].both, eval->lemmas[0].gold));
  return TRUE;
}

/* Types of another inventory are brought to four on both sides */
static gboolean
gold_is_native (Eval *eval)
{
  for (guint i = 0; i < eval->gold_mentions->len; i++)
    if (!types_is_own (eval->types, g_array_index (eval->gold_mentions, Span, i).type))
      return eval->input->native;
  return TRUE;
}

static GHashTable *
inventory (GArray *spans)
{
  GHashTable *types = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < spans->len; i++)
    g_hash_table_add (types, (gpointer) g_array_index (spans, Span, i).type);
  return types;
}

/* Maps types, drops what has no counterpart or, with `known`, what the gold never marks: that is no error */
static GArray *
map_spans (Eval *eval, GArray *spans, gboolean native, GHashTable *known)
{
  GArray *mapped = g_array_new (FALSE, FALSE, sizeof (Span));

  for (guint i = 0; i < spans->len; i++)
    {
      Span span = g_array_index (spans, Span, i);

      if (!native)
        span.type = types_to_four (eval->types, span.type);
      if (span.type && (!known || g_hash_table_contains (known, span.type)))
        g_array_append_val (mapped, span);
    }
  return mapped;
}

static GArray *
spans_of_type (GArray *spans, const gchar *type)
{
  GArray *some = g_array_new (FALSE, FALSE, sizeof (Span));

  for (guint i = 0; i < spans->len; i++)
    if (g_str_equal (g_array_index (spans, Span, i).type, type))
      g_array_append_val (some, g_array_index (spans, Span, i));
  return some;
}

/* How far confidences are from the share of mentions that are right, in ten bins, weighted by their size: the expected
 * calibration error (Naeini, Cooper, Hauskrecht, AAAI 2015). Sorts the gold */
static gdouble
calibration_error (GArray *gold, GArray *system)
{
  gdouble right[10] = { 0 }, sure[10] = { 0 }, error = 0;

  g_array_sort (gold, compare_spans);
  for (guint i = 0; i < system->len; i++)
    {
      const Span *span = &g_array_index (system, Span, i);
      guint bin = CLAMP (span->confidence, 0, 0.999) * 10;

      right[bin] += span_is_in (span, gold);
      sure[bin] += span->confidence;
    }
  for (guint bin = 0; bin < 10; bin++)
    error += fabs (sure[bin] - right[bin]);
  return system->len ? 100 * error / system->len : 0;
}

static void
print_names (Eval *eval, GArray *gold, GArray *system, GHashTable *known)
{
  g_autoptr (GList) types = g_list_sort (g_hash_table_get_keys (known), (GCompareFunc) strcmp);
  Counts all = { 0 };

  for (GList *type = types; type; type = type->next)
    {
      g_autoptr (GArray) of_gold = spans_of_type (gold, type->data);
      g_autoptr (GArray) of_system = spans_of_type (system, type->data);
      Counts counts = { 0 };

      add_counts (&counts, of_gold, of_system);
      print_counts (eval, type->data, &counts);
    }
  add_counts (&all, gold, system);
  eval_add_score (eval->scores, "F1", f1 (&all));
  eval_add_score (eval->scores, "P", percent (all.both, all.system));
  eval_add_score (eval->scores, "R", percent (all.both, all.gold));
  eval_add_score (eval->scores, "ECE", calibration_error (gold, system));
}

static gboolean
eval_names (Eval *eval, GError **error)
{
  g_autoptr (GArray) gold = NULL, system = NULL;
  g_autoptr (GHashTable) known = NULL;
  gboolean native;

  eval->types = types_load (eval->input->pack, error);
  eval->gold_mentions = g_array_new (FALSE, FALSE, sizeof (Span));
  eval->system_mentions = g_array_new (FALSE, FALSE, sizeof (Span));
  if (!eval->types || !start (eval, "tokenise ! tag", error)
      || !read_gold (eval, eval->input->native, take_names, error))
    return FALSE;
  native = gold_is_native (eval);
  gold = map_spans (eval, eval->gold_mentions, native, NULL);
  known = inventory (gold);
  system = map_spans (eval, eval->system_mentions, native, known);
  print_names (eval, gold, system, known);
  return TRUE;
}

static gboolean
eval_parse (Eval *eval, GError **error)
{
  return eval_parse_run (eval->input, eval->scores, &eval->speed, error);
}

static gboolean
eval_link (Eval *eval, GError **error)
{
  return eval_link_run (eval->input, eval->scores, &eval->speed, error);
}

static const struct
{
  const char *step;
  gboolean (*eval) (Eval *eval, GError **error);
} steps[] = { { "tokenise", eval_tokenise },
              { "tag", eval_tag },
              { "names", eval_names },
              { "parse", eval_parse },
              { "link", eval_link } };

gboolean
eval_step (const EvalInput *input, GArray *scores, GError **error)
{
  Eval eval = { .input = input, .scores = scores };
  gboolean ok = FALSE;
  guint i = 0;

  while (i < G_N_ELEMENTS (steps) && strcmp (steps[i].step, input->step))
    i++;
  if (i == G_N_ELEMENTS (steps))
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                 "eval: unknown step '%s': expected tokenise, tag, names, parse or link", input->step);
  else
    ok = steps[i].eval (&eval, error);
  if (ok && !input->system)
    {
      eval_add_score (scores, "tokens_per_second", eval.speed.n_tokens / MAX (eval.speed.seconds, 1e-9));
      eval_add_score (scores, "bytes_per_second", eval.speed.n_bytes / MAX (eval.speed.seconds, 1e-9));
    }
  g_clear_object (&eval.pipeline);
  g_clear_pointer (&eval.types, types_free);
  g_clear_pointer (&eval.gold_mentions, g_array_unref);
  g_clear_pointer (&eval.system_mentions, g_array_unref);
  return ok;
}

gboolean
eval_is_speed (const EvalScore *score)
{
  return g_str_has_suffix (score->name, "_per_second");
}

gchar *
eval_scores_to_string (GArray *scores)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < scores->len; i++)
    {
      const EvalScore *score = &g_array_index (scores, EvalScore, i);

      g_string_append_printf (line, "%s%s %.*f", i ? " " : "", score->name, eval_is_speed (score) ? 0 : 2,
                              score->value);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

int
cli_eval (int argc, char **argv)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (EvalScore));
  g_autoptr (GError) error = NULL;
  g_autofree gchar *line = NULL;

  if (!cli_parse (
          argv, NULL, "Measures a step against gold: tokenise, tag, names, parse or link.",
          "tokenise: CoNLL-U; tokens, syntactic words and sentences found in the raw text.\n"
          "tag: CoNLL-U; parts of speech and lemmas of its own words and sentences.\n"
          "names: IOB2 or JSON Lines with mentions; exact span and type. Where the gold has types of another\n"
          "inventory, both sides are brought to PER, ORG, LOC and MISC, and values are left aside.\n"
          "parse: CoNLL-U with trees; attachment scores as the CoNLL 2018 shared task defines them.\n"
          "link: JSON Lines with entities and relations; exact spans and types, all mentions and relations that\n"
          "are found. Where the gold has clusters, relations hold between them: one of our entities stands for\n"
          "the cluster with which it has most mentions in common; relations_spans_F1 is that of the spans alone.\n\n"
          "Example: entente eval tokenise en_ewt-ud-dev.conllu",
          entries))
    return CLI_USAGE;
  if (!options.words || !options.words[0] || !options.words[1])
    {
      cli_say ("eval: expected a step (tokenise, tag, names, parse or link) and gold files");
      return CLI_USAGE;
    }
  options.input.step = options.words[0];
  options.input.gold = options.words + 1;
  if (!eval_step (&options.input, scores, &error))
    return cli_fail (error);
  line = eval_scores_to_string (scores);
  printf ("%s\n", line);
  return CLI_OK;
}
