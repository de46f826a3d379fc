/* entente bench: what each stage of a pipeline costs, and what of the tagging its patterns and rules cost. */
#include "pipeline/cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static struct
{
  gchar *pipeline;
  gchar *pack;
  gchar *from;
  gchar **inputs;
} options;

static const GOptionEntry entries[] = {
  { "pipeline", 'p', 0, G_OPTION_ARG_STRING, &options.pipeline, "Stages to time (default: '" ENT_PIPELINE_DEFAULT "')",
    "PIPELINE" },
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the input (default: by file name)", "FORMAT" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs, NULL, "INPUT…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* What can be had of the tagging alone: its time is compared with that of all of it */
typedef enum
{
  PART_RULES,
  PART_PATTERNS,
  N_PARTS
} Part;

static const struct
{
  const gchar *label;
  const gchar *const off[4]; /* options of tag */
} parts[N_PARTS] = {
  [PART_RULES] = { "patterns and rules", { "model", "pos", NULL } },
  [PART_PATTERNS] = { "patterns of values", { "names", "model", "pos", NULL } },
};

/* CPU seconds */
typedef struct
{
  EntPipeline *pipeline;
  EntStage *const *stages;
  guint n_stages;
  gdouble *spent;
  EntStage *parts[N_PARTS];
  gdouble spent_on_parts[N_PARTS];
  guint n_documents;
  guint n_failed;
  guint64 n_tokens;
  guint64 n_bytes;
} Bench;

static gdouble
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static gboolean
is_tagger (EntStage *stage)
{
  return g_str_equal (ent_stage_get_name (stage), "tag");
}

static gboolean
has_tagger (const Bench *self)
{
  for (guint i = 0; i < self->n_stages; i++)
    if (is_tagger (self->stages[i]))
      return TRUE;
  return FALSE;
}

static gboolean
load_part (Bench *self, Part part, GError **error)
{
  EntStage *stage = self->parts[part] = ent_stage_new ("tag", error);

  for (guint i = 0; stage && parts[part].off[i]; i++)
    if (!ent_stage_set_option (stage, parts[part].off[i], "off", error))
      return FALSE;
  if (!stage)
    return FALSE;
  ent_stage_set_pack (stage, options.pack);
  return ent_stage_load (stage, error);
}

static gboolean
load (Bench *self, GError **error)
{
  self->pipeline = ent_pipeline_new_from_text (options.pipeline ? options.pipeline : ENT_PIPELINE_DEFAULT, error);
  if (!self->pipeline)
    return FALSE;
  ent_pipeline_set_pack (self->pipeline, options.pack);
  self->stages = ent_pipeline_get_stages (self->pipeline, &self->n_stages);
  if (self->n_stages && ent_stage_is_source (self->stages[0]))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "the pipeline has its own source: expected stages that process");
      return FALSE;
    }
  self->spent = g_new0 (gdouble, self->n_stages + 1);
  if (!ent_pipeline_load (self->pipeline, error))
    return FALSE;
  for (Part part = 0; part < N_PARTS && has_tagger (self); part++)
    if (!load_part (self, part, error))
      return FALSE;
  return TRUE;
}

static gboolean
time_stage (EntStage *stage, EntDocument *doc, gdouble *spent, GError **error)
{
  gdouble start = now ();
  gboolean done = ent_stage_process (stage, doc, error);

  *spent += now () - start;
  return done;
}

/* What the parts find goes again before the tagger itself runs */
static gboolean
time_parts (Bench *self, EntDocument *doc, GError **error)
{
  for (Part part = 0; part < N_PARTS; part++)
    {
      if (!time_stage (self->parts[part], doc, &self->spent_on_parts[part], error))
        return FALSE;
      ent_document_clear_layers (doc, ENT_LAYER_MENTIONS);
    }
  return TRUE;
}

static gboolean
time_document (Bench *self, EntDocument *doc, GError **error)
{
  gsize length;
  guint n_tokens;

  ent_document_clear_layers (doc, ~(ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES));
  for (guint i = 0; i < self->n_stages; i++)
    if ((is_tagger (self->stages[i]) && !time_parts (self, doc, error))
        || !time_stage (self->stages[i], doc, &self->spent[i], error))
      return FALSE;
  ent_document_get_text (doc, &length);
  ent_document_get_tokens (doc, &n_tokens);
  self->n_documents++;
  self->n_bytes += length;
  self->n_tokens += n_tokens;
  return TRUE;
}

static void
tell_failure (Bench *self, EntDocument *doc, const GError *error)
{
  const gchar *id = doc ? ent_document_get_id (doc) : NULL;

  self->n_failed++;
  if (id)
    cli_say ("%s: %s", id, error->message);
  else
    cli_say ("%s", error->message);
}

/* A document that cannot be read, or fails, is named, and the others go on */
static void
time_all (Bench *self, EntStage *source)
{
  for (;;)
    {
      g_autoptr (EntDocument) doc = NULL;
      g_autoptr (GError) error = NULL;

      if (!ent_stage_produce (source, &doc, &error))
        {
          tell_failure (self, NULL, error);
          continue;
        }
      if (!doc)
        return;
      if (!time_document (self, doc, &error))
        tell_failure (self, doc, error);
    }
}

static void
print_row (const Bench *self, const gchar *label, gdouble spent, gdouble all)
{
  printf ("%-20s %10.3f %8.1f %12.0f %8.2f\n", label, spent, all > 0 ? 100 * spent / all : 0,
          spent > 0 ? self->n_tokens / spent : 0, spent > 0 ? self->n_bytes / spent / 1e6 : 0);
}

static void
print_table (const Bench *self)
{
  gdouble all = 0, tagging = 0;

  for (guint i = 0; i < self->n_stages; i++)
    {
      all += self->spent[i];
      tagging += is_tagger (self->stages[i]) ? self->spent[i] : 0;
    }
  printf ("%u documents, %.2f MB of text, %" G_GUINT64_FORMAT " tokens\n\n", self->n_documents, self->n_bytes / 1e6,
          self->n_tokens);
  printf ("%-20s %10s %8s %12s %8s\n", "stage", "CPU s", "per cent", "tokens/s", "MB/s");
  for (guint i = 0; i < self->n_stages; i++)
    print_row (self, ent_stage_get_name (self->stages[i]), self->spent[i], all);
  print_row (self, "all", all, all);
  if (!has_tagger (self))
    return;
  printf ("\n%-20s %10s %8s %12s %8s\n", "of tag", "CPU s", "per cent", "tokens/s", "MB/s");
  for (Part part = 0; part < N_PARTS; part++)
    print_row (self, parts[part].label, self->spent_on_parts[part], tagging);
}

static void
clear (Bench *self)
{
  g_clear_object (&self->pipeline);
  for (Part part = 0; part < N_PARTS; part++)
    g_clear_object (&self->parts[part]);
  g_free (self->spent);
}

int
cli_bench (int argc, char **argv)
{
  g_autoptr (EntStage) source = NULL;
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };
  int status;

  if (!cli_parse (
          argv, "INPUT…", "Times each stage over documents, one at a time: CPU time, without reading and writing.",
          "Of the tagging, what its patterns of values cost, and these with the rules of names, is timed beside it.\n\n"
          "Example: entente bench articles/",
          entries))
    return CLI_USAGE;
  source = cli_source (options.inputs, options.from, &error);
  if (!source || !load (&bench, &error) || !ent_stage_load (source, &error))
    {
      clear (&bench);
      return cli_fail (error);
    }
  time_all (&bench, source);
  print_table (&bench);
  status = bench.n_failed ? CLI_SOME_FAILED : CLI_OK;
  clear (&bench);
  return status;
}
