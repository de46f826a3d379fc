/* entente eval: a table, and last one line of NAME VALUE pairs. */
#include "pipeline/cli/cli.h"
#include "pipeline/cli/eval-parse.h"
#include "pipeline/cli/gold.h"
#include "pipeline/cli/types.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static struct
{
  gchar *pack;
  gchar *from;
  gboolean native;
  gboolean raw;
  gchar *system;
  gchar **words; /* STEP GOLD… */
} options;

static const GOptionEntry entries[] = {
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the gold (default: by file name)", "FORMAT" },
  { "native", 0, 0, G_OPTION_ARG_NONE, &options.native,
    "names: compare all mentions with the types as they are, also where the gold has those of another inventory",
    NULL },
  { "raw", 0, 0, G_OPTION_ARG_NONE, &options.raw, "parse: from the text alone, not from the gold's words", NULL },
  { "system", 0, 0, G_OPTION_ARG_FILENAME, &options.system,
    "parse: score the trees of another program, in CoNLL-U over the same text", "FILE" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.words, NULL, "STEP GOLD…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  guint64 both, gold, system;
} Counts;

typedef struct
{
  EntPipeline *pipeline;
  Types *types;
  Counts tokens, words, sentences;
  GArray *gold_mentions; /* Span, `k` the number of the document; NULL when names are not what is measured */
  GArray *system_mentions;
  guint n_documents;
  guint64 n_bytes, n_tokens;
  gdouble seconds;
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

static void
print_counts (const gchar *name, const Counts *counts)
{
  printf ("%-20s  P %6.2f  R %6.2f  F1 %6.2f  gold %" G_GUINT64_FORMAT "  found %" G_GUINT64_FORMAT "\n", name,
          percent (counts->both, counts->system), percent (counts->both, counts->gold), f1 (counts), counts->gold,
          counts->system);
}

/* The gold's text through the pipeline, on this thread's clock */
static EntDocument *
process (Eval *eval, const Gold *gold, GError **error)
{
  g_autoptr (EntDocument) doc = ent_document_new (gold->text, gold->length, error);
  struct timespec start, end;
  guint n_tokens;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  if (!doc || !ent_pipeline_process (eval->pipeline, doc, error))
    return NULL;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  ent_document_get_tokens (doc, &n_tokens);
  eval->seconds += (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
  eval->n_bytes += gold->length;
  eval->n_tokens += n_tokens;
  eval->n_documents++;
  return g_steal_pointer (&doc);
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
  mentions = spans_of_mentions (doc, options.native);
  append_spans (eval->gold_mentions, gold->mentions, eval->n_documents);
  append_spans (eval->system_mentions, mentions, eval->n_documents);
  return TRUE;
}

static void
print_speed (const Eval *eval)
{
  printf ("tokens_per_second %.0f bytes_per_second %.0f\n", eval->n_tokens / MAX (eval->seconds, 1e-9),
          eval->n_bytes / MAX (eval->seconds, 1e-9));
}

static gboolean
start (Eval *eval, const gchar *pipeline, GError **error)
{
  eval->pipeline = ent_pipeline_new_from_text (pipeline, error);
  if (!eval->pipeline)
    return FALSE;
  ent_pipeline_set_pack (eval->pipeline, options.pack);
  return ent_pipeline_load (eval->pipeline, error);
}

/* Over no gold at all, any score would be a lie */
static gboolean
read_gold (Eval *eval, gboolean all_kinds, GoldFunc func, GError **error)
{
  if (!gold_foreach (options.words + 1, options.from, all_kinds, func, eval, error))
    return FALSE;
  if (eval->n_documents == 0)
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: no gold in it: expected at least one document",
                 options.words[1]);
  return eval->n_documents > 0;
}

static gboolean
eval_tokenise (Eval *eval, GError **error)
{
  if (!start (eval, "tokenise", error) || !read_gold (eval, FALSE, take_tokens, error))
    return FALSE;
  print_counts ("tokens", &eval->tokens);
  print_counts ("words", &eval->words);
  print_counts ("sentences", &eval->sentences);
  printf ("Tokens %.2f Words %.2f Sentences %.2f ", f1 (&eval->tokens), f1 (&eval->words), f1 (&eval->sentences));
  print_speed (eval);
  return TRUE;
}

/* Types of another inventory are brought to four on both sides */
static gboolean
gold_is_native (Eval *eval)
{
  for (guint i = 0; i < eval->gold_mentions->len; i++)
    if (!types_is_own (eval->types, g_array_index (eval->gold_mentions, Span, i).type))
      return options.native;
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
      print_counts (type->data, &counts);
    }
  add_counts (&all, gold, system);
  printf ("F1 %.2f P %.2f R %.2f ", f1 (&all), percent (all.both, all.system), percent (all.both, all.gold));
  print_speed (eval);
}

static gboolean
eval_names (Eval *eval, GError **error)
{
  g_autoptr (GArray) gold = NULL, system = NULL;
  g_autoptr (GHashTable) known = NULL;
  gboolean native;

  eval->types = types_load (options.pack, error);
  eval->gold_mentions = g_array_new (FALSE, FALSE, sizeof (Span));
  eval->system_mentions = g_array_new (FALSE, FALSE, sizeof (Span));
  if (!eval->types || !start (eval, "tokenise ! tag", error) || !read_gold (eval, options.native, take_names, error))
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
  EvalParse parse = { options.words + 1, options.from, options.pack, options.system, options.raw };

  return eval_parse_run (&parse, error);
}

static const struct
{
  const char *step;
  gboolean (*eval) (Eval *eval, GError **error);
} steps[] = { { "tokenise", eval_tokenise }, { "names", eval_names }, { "parse", eval_parse } };

static int
run_step (const char *step)
{
  Eval eval = { 0 };
  g_autoptr (GError) error = NULL;
  int status = CLI_USAGE;
  guint i = 0;

  while (i < G_N_ELEMENTS (steps) && strcmp (steps[i].step, step))
    i++;
  if (i == G_N_ELEMENTS (steps))
    cli_say ("eval: unknown step '%s': expected tokenise, names or parse", step);
  else
    status = steps[i].eval (&eval, &error) ? CLI_OK : cli_fail (error);
  g_clear_object (&eval.pipeline);
  g_clear_pointer (&eval.types, types_free);
  g_clear_pointer (&eval.gold_mentions, g_array_unref);
  g_clear_pointer (&eval.system_mentions, g_array_unref);
  return status;
}

int
cli_eval (int argc, char **argv)
{
  if (!cli_parse (argv, NULL, "Measures a step against gold: tokenise, names or parse.",
                  "tokenise: CoNLL-U; tokens, syntactic words and sentences found in the raw text.\n"
                  "names: IOB2 or JSON Lines with mentions; exact span and type. Where the gold has types of another\n"
                  "inventory, both sides are brought to PER, ORG, LOC and MISC, and values are left aside.\n"
                  "parse: CoNLL-U with trees; attachment scores as the CoNLL 2018 shared task defines them.\n\n"
                  "Example: entente eval tokenise en_ewt-ud-dev.conllu",
                  entries))
    return CLI_USAGE;
  if (!options.words || !options.words[0] || !options.words[1])
    {
      cli_say ("eval: expected a step (tokenise, names or parse) and gold files");
      return CLI_USAGE;
    }
  return run_step (options.words[0]);
}
