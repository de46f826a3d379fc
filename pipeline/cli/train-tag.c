/* entente train tag: parts of speech and lemmas from CoNLL-U. */
#include "pipeline/cli/train.h"
#include "stages/tag/pos.h"

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *from;
  gchar *licence;
  gchar *wordnet;
  gchar **dev;
  gchar **only;
  gint epochs;
  gdouble rate;
  gdouble dropout;
  gdouble prune;
  gint min_count;
  gchar **data;
} options = { .epochs = 10, .rate = 0.1, .dropout = 0.5, .prune = 0.06, .min_count = 2 };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put " POS_FILE " into", "PACK" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack,
    "Word classes and other language data, before the default ones", "PACK" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the data (default: by file name)", "FORMAT" },
  { "dev", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.dev,
    "Gold to measure the model on, for its header; may be given several times", "FILE" },
  { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.only,
    "Learn only from documents whose id matches, as 'GUM_news_*'; may be given several times", "GLOB" },
  { "wordnet", 0, 0, G_OPTION_ARG_FILENAME, &options.wordnet,
    "Learn the forms of WordNet's words, too, as from /usr/share/wordnet", "DIR" },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &options.epochs, "Rounds over the data (default: 10)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options.rate, "Learning rate (default: 0.1)", "X" },
  { "dropout", 0, 0, G_OPTION_ARG_DOUBLE, &options.dropout, "Share of features left out in training (default: 0.5)",
    "X" },
  { "prune", 0, 0, G_OPTION_ARG_DOUBLE, &options.prune, "Weights below it are left out (default: 0.06)", "X" },
  { "min-count", 0, 0, G_OPTION_ARG_INT, &options.min_count, "Features met more seldom are left out (default: 2)",
    "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* Treebanks differ in what they take for the lemma of "people": the one that is named first has more to say */
#define WEIGHT_OF_FIRST 3

typedef struct
{
  PosTrainer *trainer;
  gchar *first; /* the source of the first document */
  guint64 n_documents;
  guint64 n_words;
} Training;

static void
take_document (EntDocument *doc, guint times, gpointer data)
{
  Training *self = data;
  const gchar *source = ent_document_get_source (doc);
  guint n;

  if (!(ent_document_get_layers (doc) & ENT_LAYER_TAGS) || !train_is_wanted (doc, options.only))
    return;
  if (!self->n_documents)
    self->first = g_strdup (source);
  ent_document_get_tokens (doc, &n);
  self->n_documents++;
  self->n_words += n;
  pos_trainer_add (self->trainer, doc, times, g_strcmp0 (source, self->first) ? 1 : WEIGHT_OF_FIRST);
}

static void
say_epoch (guint epoch, gdouble loss, gpointer data)
{
  train_say ("train tag: epoch %u of %d, loss %.0f", epoch, options.epochs, loss);
}

/* What the tagger will run with: the pack itself, where no other is named */
static gchar *
language_pack (void)
{
  return options.from_pack ? options.from_pack : options.pack;
}

static EntModelWriter *
describe (const Training *self)
{
  EntModelWriter *writer = ent_model_writer_new ("pos");
  g_autofree gchar *data = train_name_data (options.data);
  g_autofree gchar *only = options.only ? g_strjoinv (" ", options.only) : NULL;

  ent_model_writer_set_text (writer, "trained_on", data);
  if (only)
    ent_model_writer_set_text (writer, "only", only);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "version", ENT_VERSION);
  ent_model_writer_set_text (writer, "wordnet", options.wordnet ? "yes" : "no");
  ent_model_writer_set_number (writer, "documents", self->n_documents);
  ent_model_writer_set_number (writer, "words", self->n_words);
  ent_model_writer_set_number (writer, "epochs", options.epochs);
  ent_model_writer_set_number (writer, "rate", options.rate);
  ent_model_writer_set_number (writer, "dropout", options.dropout);
  ent_model_writer_set_number (writer, "prune", options.prune);
  ent_model_writer_set_number (writer, "min_count", options.min_count);
  return writer;
}

static gboolean
read_data (Training *self, guint64 *n_failed, GError **error)
{
  TrainInput input = { options.data, options.from, NULL, language_pack (), 1 };

  if (options.wordnet && !pos_trainer_add_wordnet (self->trainer, options.wordnet, error))
    return FALSE;
  if (!train_read (&input, take_document, self, n_failed, error))
    return FALSE;
  if (self->n_words)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
               "no parts of speech to learn from in all of the data: expected CoNLL-U%s",
               options.only ? " with documents that --only asks for" : "");
  return FALSE;
}

static gboolean
train (Training *self, const gchar *path, GError **error)
{
  EntCrfOptions how = { options.epochs, options.rate, options.dropout, options.prune, options.min_count };
  g_autoptr (EntModelWriter) writer = describe (self);
  TrainDev dev = { "tag", POS_FILE, path, language_pack (), options.from, options.dev, writer };

  pos_trainer_run (self->trainer, &how, say_epoch, NULL, writer);
  train_say (NULL);
  return ent_model_writer_save (writer, path, error) && train_measure (&dev, error);
}

static const char *
find_wrong_usage (void)
{
  if (!options.pack)
    return "expected -o PACK";
  if (!options.data)
    return "expected DATA: CoNLL-U with parts of speech and lemmas";
  if (options.epochs < 1)
    return "--epochs: expected 1 or more";
  if (!(options.rate > 0 && options.rate <= 100))
    return "--rate: expected a number above 0 and at most 100";
  if (!(options.dropout >= 0 && options.dropout < 1))
    return "--dropout: expected a number from 0 to below 1";
  if (!(options.prune >= 0))
    return "--prune: expected a number from 0 on";
  if (options.min_count < 1)
    return "--min-count: expected 1 or more";
  return NULL;
}

int
train_tag (int argc, char **argv)
{
  Training self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = NULL;
  guint64 n_failed = 0;
  const char *wrong;
  gboolean ok;

  if (!cli_parse (argv, NULL, "Trains a tagger of parts of speech and lemmas from CoNLL-U.",
                  "The words' classes come from tag/clusters.bin of the pack, or of the one that --from-pack names.\n\n"
                  "Example: entente train tag -o mypack/ --dev en_ewt-ud-dev.conllu en_ewt-ud-train.conllu",
                  entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train tag: %s; see entente train tag --help", wrong);
      return CLI_USAGE;
    }
  path = train_prepare (options.pack, POS_FILE, options.data, &error);
  self.trainer = path ? pos_trainer_new (language_pack (), &error) : NULL;
  ok = self.trainer && read_data (&self, &n_failed, &error) && train (&self, path, &error);
  g_clear_pointer (&self.trainer, pos_trainer_free);
  g_free (self.first);
  if (!ok)
    return cli_fail (error);
  return n_failed ? CLI_SOME_FAILED : CLI_OK;
}
