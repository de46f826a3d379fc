/* entente show: the text with its mentions, and under each sentence its relations, for people. */
#include "pipeline/cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct
{
  gchar *pipeline;
  gchar *pack;
  gchar *from;
  gchar **inputs;
  gboolean colour;
} options;

static const GOptionEntry entries[] = {
  { "pipeline", 'p', 0, G_OPTION_ARG_STRING, &options.pipeline, "Stages to run (default: '" ENT_PIPELINE_DEFAULT "')",
    "PIPELINE" },
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the input (default: by file name)", "FORMAT" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs, NULL, "INPUT…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* Terminal colours by type; a type that is not here is shown in the last one */
static const struct
{
  const gchar *type;
  guint colour;
} colours[] = { { "Person", 32 },   { "Organisation", 34 }, { "Location", 35 }, { "Nationality", 95 },
                { "Temporal", 33 }, { "Money", 36 },        { "Quantity", 36 }, { NULL, 31 } };

static guint
colour_of (const gchar *type)
{
  guint i = 0;

  while (colours[i].type && !g_str_equal (colours[i].type, type))
    i++;
  return colours[i].colour;
}

static gchar *
words_of (EntDocument *doc, const EntMention *mention)
{
  g_autofree gchar *words = ent_document_dup_words (doc, mention->first, mention->first + mention->n);
  g_auto (GStrv) parts = g_strsplit_set (words, " \n\r\t", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      {
        g_autofree gchar *printable = cli_printable (parts[i], strlen (parts[i]));

        g_string_append_printf (line, "%s%s", line->len ? " " : "", printable);
      }
  return g_string_free (line, FALSE);
}

static void
print_text (const gchar *text, gsize length)
{
  g_autofree gchar *printable = cli_printable (text, length);

  fputs (printable, stdout);
}

static void
print_mention (EntDocument *doc, const EntMention *mention)
{
  const gchar *type = ent_document_get_string (doc, mention->type);
  g_autofree gchar *words = words_of (doc, mention);

  if (options.colour)
    printf ("\033[1;%um%s\033[0;2m %s\033[0m", colour_of (type), words, type);
  else
    printf ("[%s %s]", type, words);
}

/* The longest mention that begins at each token, -1 for none */
static gint *
mentions_by_token (EntDocument *doc, guint n_tokens)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  gint *at = g_new (gint, n_tokens + 1);

  for (guint t = 0; t <= n_tokens; t++)
    at[t] = -1;
  for (guint m = 0; m < n; m++)
    if (at[mentions[m].first] < 0 || mentions[at[mentions[m].first]].n < mentions[m].n)
      at[mentions[m].first] = m;
  return at;
}

static void
print_sentence (EntDocument *doc, const EntSentence *sentence, const gint *at)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  const gchar *text = ent_document_get_text (doc, NULL);

  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    {
      if (t > sentence->first && tokens[t].flags & ENT_TOKEN_SPACE_BEFORE)
        putchar (' ');
      if (at[t] < 0)
        print_text (text + tokens[t].start, tokens[t].end - tokens[t].start);
      else
        {
          print_mention (doc, &mentions[at[t]]);
          t += mentions[at[t]].n - 1;
        }
    }
  putchar ('\n');
}

static void
print_remarks (EntDocument *doc, const EntRelation *relation, const EntMention *mentions)
{
  g_autoptr (GString) remarks = g_string_new (NULL);

  if (relation->polarity == ENT_POLARITY_NEGATED)
    g_string_append (remarks, "negated; ");
  if (relation->modality != ENT_MODALITY_ASSERTED)
    g_string_append_printf (remarks, "%s; ", ent_modality_to_string (relation->modality));
  if (relation->attribution != ENT_NONE)
    {
      g_autofree gchar *holder = words_of (doc, &mentions[relation->attribution]);

      g_string_append_printf (remarks, "says: %s; ", holder);
    }
  if (remarks->len)
    printf ("  [%.*s]", (int) remarks->len - 2, remarks->str);
}

static void
print_relation (EntDocument *doc, const EntRelation *relation)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  g_autofree gchar *head = words_of (doc, &mentions[relation->head]);
  g_autofree gchar *tail = words_of (doc, &mentions[relation->tail]);
  const gchar *label = ent_document_get_string (doc, relation->label ? relation->label : relation->type);

  printf ("    %s —%s→ %s", head, label, tail);
  print_remarks (doc, relation, mentions);
  putchar ('\n');
}

static void
print_document (EntDocument *doc)
{
  guint n_tokens, n_sentences, n_relations, r = 0;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  const EntRelation *relations = ent_document_get_relations (doc, &n_relations);
  const gchar *id = ent_document_get_id (doc);
  g_autofree gchar *title = cli_printable (id, strlen (id));
  g_autofree gint *at = NULL;

  ent_document_get_tokens (doc, &n_tokens);
  at = mentions_by_token (doc, n_tokens);
  printf (options.colour ? "\033[4m%s\033[0m\n" : "== %s\n", title);
  for (guint s = 0; s < n_sentences; s++)
    {
      print_sentence (doc, &sentences[s], at);
      for (r = 0; r < n_relations; r++)
        if (relations[r].sentence == s)
          print_relation (doc, &relations[r]);
    }
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
  source = pipeline ? cli_source (options.inputs, options.from, &error) : NULL;
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
