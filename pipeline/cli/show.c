/* entente show: the text with its mentions, and under each sentence its relations, for people. */
#include "pipeline/cli/cli.h"
#include "pipeline/cli/wording.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct
{
  gchar *pipeline;
  gchar *pack;
  gchar **rules;
  gchar *from;
  gchar **inputs;
  gboolean colour;
} options;

static const GOptionEntry entries[] = {
  { "pipeline", 'p', 0, G_OPTION_ARG_STRING, &options.pipeline, "Stages to run (default: '" ENT_PIPELINE_DEFAULT "')",
    "PIPELINE" },
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  CLI_RULES_ENTRY (&options.rules),
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the input (default: by file name)", "FORMAT" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs, NULL, "INPUT…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* Terminal colours by type: one for each family. A type that is not here has the last one. */
static const struct
{
  const gchar *type;
  guint colour;
} colours[] = {
  { "Person", 32 },          { "Organisation", 34 }, { "Location", 35 },
  { "Coordinate", 35 },      { "Nationality", 95 },  { "Temporal", 33 },
  { "Money", 36 },           { "Quantity", 36 },     { "Frequency", 36 },
  { "Product", 91 },         { "Weapon", 91 },       { "MilitaryPlatform", 91 },
  { "Vehicle", 91 },         { "Url", 94 },          { "DocumentReference", 94 },
  { "CommsIdentifier", 94 }, { NULL, 31 },
};

static guint
colour_of (const gchar *type)
{
  guint i = 0;

  while (colours[i].type && !g_str_equal (colours[i].type, type))
    i++;
  return colours[i].colour;
}

/* Names and values with their type */
static void
mark_loudly (EntDocument *doc, const EntMention *mention, GArray *marks)
{
  g_autofree gchar *type = wording_string (doc, mention->type);
  guint end = mention->first + mention->n;

  if (options.colour)
    wording_add_mark (marks, mention->first, end, g_strdup_printf ("\033[1;%um", colour_of (type)),
                      g_strdup_printf ("\033[22;39m\033[2m %s\033[22m", type));
  else
    wording_add_mark (marks, mention->first, end, g_strdup_printf ("[%s ", type), g_strdup ("]"));
}

/* Descriptions and pronouns, which most sentences are full of, without */
static void
mark_quietly (const EntMention *mention, GArray *marks)
{
  wording_add_mark (marks, mention->first, mention->first + mention->n, g_strdup (options.colour ? "\033[4m" : "["),
                    g_strdup (options.colour ? "\033[24m" : "]"));
}

static void
use (gboolean *used, gint m)
{
  if (m != ENT_NONE)
    used[m] = TRUE;
}

/* Which mentions take part in a relation */
static gboolean *
find_used (EntDocument *doc)
{
  guint n_mentions, n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);
  gboolean *used;

  ent_document_get_mentions (doc, &n_mentions);
  used = g_new0 (gboolean, n_mentions + 1);
  for (guint r = 0; r < n; r++)
    {
      g_autoptr (GArray) chain = wording_chain (doc, &relations[r]);

      use (used, relations[r].head);
      use (used, relations[r].tail);
      use (used, relations[r].attribution);
      use (used, relations[r].place);
      for (guint i = 0; i < chain->len; i++)
        use (used, g_array_index (chain, guint, i));
    }
  return used;
}

static gboolean
is_quiet (const EntMention *mention)
{
  return mention->kind == ENT_MENTION_NOMINAL || mention->kind == ENT_MENTION_PRONOUN;
}

/* Of mentions of the same words, the first that has a type to show */
static void
drop_repeated (GArray *marks)
{
  for (guint i = marks->len; i-- > 1;)
    {
      const WordingMark *mark = &g_array_index (marks, WordingMark, i), *before = mark - 1;

      if (mark->first == before->first && mark->end == before->end)
        g_array_remove_index (marks, i);
    }
}

static GArray *
mark_mentions (EntDocument *doc)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  g_autofree gboolean *used = find_used (doc);
  GArray *marks = wording_marks_new ();

  for (guint m = 0; m < n; m++)
    if (!is_quiet (&mentions[m]))
      mark_loudly (doc, &mentions[m], marks);
  for (guint m = 0; m < n; m++)
    if (is_quiet (&mentions[m]) && used[m])
      mark_quietly (&mentions[m], marks);
  wording_sort_marks (marks);
  drop_repeated (marks);
  return marks;
}

/* The relations in the order of their sentences; of one sentence, in their own order */
static guint *
sort_relations (EntDocument *doc, guint *starts, guint n_sentences)
{
  guint n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);
  guint *order = g_new (guint, n + 1);

  for (guint r = 0; r < n; r++)
    starts[relations[r].sentence + 1]++;
  for (guint s = 0; s < n_sentences; s++)
    starts[s + 1] += starts[s];
  for (guint r = 0; r < n; r++)
    order[starts[relations[r].sentence]++] = r;
  return order;
}

/* In sort_relations() each start moved on to the end of its own sentence */
static void
print_sentences (EntDocument *doc)
{
  guint n, next = 0, i = 0;
  g_autoptr (GArray) marks = mark_mentions (doc);
  g_autofree guint *ends = NULL;
  g_autofree guint *order = NULL;

  ent_document_get_sentences (doc, &n);
  ends = g_new0 (guint, n + 2);
  order = sort_relations (doc, ends, n);
  for (guint s = 0; s < n; s++)
    {
      g_autofree gchar *sentence = wording_sentence (doc, s, marks, &next);

      puts (sentence);
      for (; i < ends[s]; i++)
        {
          g_autofree gchar *relation = wording_relation (doc, order[i]);

          printf ("    %s\n", relation);
        }
    }
}

static void
print_document (EntDocument *doc)
{
  const gchar *id = ent_document_get_id (doc);
  g_autofree gchar *title = cli_printable (id, strlen (id));

  printf (options.colour ? "\033[4m%s\033[0m\n" : "== %s\n", title);
  print_sentences (doc);
  putchar ('\n');
}

static void
show_document (EntBatch *batch, EntDocument *doc, const GError *error, gpointer data)
{
  if (error)
    cli_say ("%s%s%s", doc ? ent_document_get_id (doc) : "", doc ? ": " : "", error->message);
  else
    print_document (doc);
  if (!cli_flush ())
    g_cancellable_cancel (data);
}

int
cli_show (int argc, char **argv)
{
  g_autoptr (EntPipeline) pipeline = NULL;
  g_autoptr (EntStage) source = NULL;
  g_autoptr (EntBatch) batch = NULL;
  g_autoptr (GCancellable) unwritable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  if (!cli_parse (argv, NULL, "Shows text with its mentions, and under each sentence its relations.",
                  "Example: entente show article.txt", entries))
    return CLI_USAGE;
  options.colour = isatty (STDOUT_FILENO) && !g_getenv ("NO_COLOR");
  pipeline = ent_pipeline_new_from_text (options.pipeline ? options.pipeline : ENT_PIPELINE_DEFAULT, &error);
  if (pipeline && cli_add_rules (pipeline, options.rules, options.pack, FALSE, &error))
    source = cli_source (options.inputs, options.from, &error);
  if (!source || !cli_check_output ("-", options.inputs, &error))
    return cli_fail (error);
  ent_pipeline_prepend (pipeline, source);
  ent_pipeline_set_pack (pipeline, options.pack);
  batch = ent_batch_new (pipeline, 1);
  ent_batch_set_func (batch, show_document, unwritable, NULL);
  if (!ent_batch_run (batch, unwritable, &error))
    return cli_fail (error);
  return ent_batch_get_n_failed (batch) ? CLI_SOME_FAILED : CLI_OK;
}
