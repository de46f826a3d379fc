/* entente train: models from data, into a pack. */
#include "pipeline/cli/train.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct
{
  const char *step;
  const char *name; /* what its messages begin with */
  const char *summary;
  int (*run) (int argc, char **argv);
} steps[] = {
  { "clusters", "train clusters", "classes of words, from raw text", train_clusters },
  { "lists", "train lists", "lists of names and of how words stand, from raw text", train_lists },
  { "tag", "train tag", "parts of speech and lemmas, from CoNLL-U", train_tag },
  { "names", "train names", "a tagger of names, from IOB2 or JSON Lines", train_names },
  { "parse", "train parse", "a parser, from CoNLL-U", train_parse },
  { "coref", "train coref", "what pronouns and descriptions stand for, from JSON Lines", train_coref },
  { "link", "train link", "typed relations, from JSON Lines", train_link },
};

static void
print_steps (FILE *out)
{
  fprintf (out, "Usage: entente train STEP -o PACK [OPTION…] DATA…\n\n"
                "Trains a model from data and puts it into a pack.\n\nSteps:\n");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    fprintf (out, "  %-8s  %s\n", steps[i].step, steps[i].summary);
  fprintf (out, "\nDATA is files; for clusters and lists folders, too, and FILE@0.3 takes 3 of 10 documents of\n"
                "a file, FILE@2 each of them twice. entente train STEP --help tells more.\n\n"
                "Example: entente train clusters -o mypack/ news.jsonl.xz\n");
}

int
cli_train (int argc, char **argv)
{
  if (argc < 2)
    {
      cli_say ("train: expected a step; see entente train --help");
      return CLI_USAGE;
    }
  if (!strcmp (argv[1], "--help") || !strcmp (argv[1], "-h"))
    {
      print_steps (stdout);
      return CLI_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!strcmp (argv[1], steps[i].step))
      {
        argv[1] = (char *) steps[i].name;
        return steps[i].run (argc - 1, argv + 1);
      }
  cli_say ("train: unknown step '%s': expected one of those that entente train --help lists", argv[1]);
  return CLI_USAGE;
}

gboolean
train_is_watched (void)
{
  return isatty (STDERR_FILENO);
}

void
train_say (const char *format, ...)
{
  gboolean is_terminal = train_is_watched ();
  va_list arguments;

  if (is_terminal)
    fputs ("\r\033[K", stderr);
  if (!format)
    return;
  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  if (!is_terminal)
    fputc ('\n', stderr);
  fflush (stderr);
}

/* One DATA, while it is read */
typedef struct
{
  gchar *path;
  TrainShare share;
  TrainFunc func;
  gpointer user_data;
  CliProgress *progress;
} Reading;

/* "news.jsonl@0.3": a share behind the last @, unless there is a file of this name */
gboolean
train_parse_share (const char *data, char **path, TrainShare *share, GError **error)
{
  const gchar *at = strrchr (data, '@');
  gchar *end = NULL;

  *share = (TrainShare){ 1, 0 };
  *path = g_strdup (data);
  if (!at || at == data || g_file_test (data, G_FILE_TEST_EXISTS))
    return TRUE;
  share->share = g_ascii_strtod (at + 1, &end);
  (*path)[at - data] = '\0';
  if (end > at + 1 && !*end && share->share > 0 && share->share <= 1000)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
               "%s: '%s' is no share of the documents: expected a number above 0 and at most 1000", data, at + 1);
  return FALSE;
}

guint
train_times_of_next (TrainShare *share)
{
  guint64 met = share->n_met++;

  return (guint) (floor ((met + 1) * share->share) - floor (met * share->share));
}

static void
take_document (EntBatch *batch, EntDocument *doc, const GError *error, gpointer data)
{
  Reading *reading = data;
  guint times;

  if (error)
    {
      cli_progress_clear (reading->progress);
      cli_say ("%s%s%s", doc && ent_document_get_id (doc) ? ent_document_get_id (doc) : "",
               doc && ent_document_get_id (doc) ? ": " : "", error->message);
      return;
    }
  times = train_times_of_next (&reading->share);
  if (times)
    reading->func (doc, times, reading->user_data);
  cli_progress_update (reading->progress, batch);
}

static EntPipeline *
make_pipeline (const TrainInput *input, gchar *path, GError **error)
{
  char *paths[] = { path, NULL };
  g_autoptr (EntStage) source = cli_source (paths, input->from, error);
  g_autoptr (EntPipeline) pipeline = NULL;

  if (!source)
    return NULL;
  pipeline = input->pipeline ? ent_pipeline_new_from_text (input->pipeline, error) : ent_pipeline_new ();
  if (!pipeline)
    return NULL;
  ent_pipeline_prepend (pipeline, source);
  ent_pipeline_set_pack (pipeline, input->pack);
  return g_steal_pointer (&pipeline);
}

static gboolean
read_one (const TrainInput *input, Reading *reading, guint64 *n_failed, GError **error)
{
  g_autoptr (EntPipeline) pipeline = make_pipeline (input, reading->path, error);
  g_autoptr (EntBatch) batch = NULL;
  gboolean ok;

  if (!pipeline)
    return FALSE;
  batch = ent_batch_new (pipeline, input->jobs);
  ent_batch_set_func (batch, take_document, reading, NULL);
  reading->progress = cli_progress_new (FALSE);
  ok = ent_batch_run (batch, NULL, error);
  cli_progress_end (reading->progress, batch);
  *n_failed += ent_batch_get_n_failed (batch);
  return ok;
}

gboolean
train_read (const TrainInput *input, TrainFunc func, gpointer user_data, guint64 *n_failed, GError **error)
{
  gboolean ok = TRUE;

  *n_failed = 0;
  for (char **data = input->data; *data && ok; data++)
    {
      Reading reading = { .func = func, .user_data = user_data };

      ok = train_parse_share (*data, &reading.path, &reading.share, error)
           && read_one (input, &reading, n_failed, error);
      g_free (reading.path);
    }
  return ok;
}

gboolean
train_is_wanted (EntDocument *doc, char **globs)
{
  const gchar *id = ent_document_get_id (doc);

  for (char **glob = globs; glob && *glob; glob++)
    if (id && g_pattern_match_simple (*glob, id))
      return TRUE;
  return !globs;
}

gchar *
train_name_data (char **data)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (; *data; data++)
    {
      g_autofree gchar *name = g_filename_display_basename (*data);

      g_string_append_printf (names, "%s%s", names->len ? ", " : "", name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

gchar *
train_prepare (const char *pack, const char *name, char **data, GError **error)
{
  g_autofree gchar *path = g_build_filename (pack, name, NULL);
  g_autofree gchar *folder = g_path_get_dirname (path);

  if (!cli_check_output (path, data, error))
    return NULL;
  if (!g_mkdir_with_parents (folder, 0777) && !access (folder, W_OK))
    return g_steal_pointer (&path);
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: cannot write to this folder: %s", folder, g_strerror (errno));
  return NULL;
}
