/* entente train parse: a parser from CoNLL-U. */
#include "pipeline/cli/train.h"
#include "pipeline/stage-private.h"
#include "stages/parse/network.h"

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *from;
  gchar *licence;
  gchar **dev;
  gchar **only;
  gint epochs;
  gdouble rate;
  gint word;
  gint states;
  gint jobs;
  gchar **data;
} options = { .epochs = 15, .rate = 0.002, .word = 96, .states = 96 };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put " PARSE_FILE " into", "PACK" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack,
    "Word classes and vectors and other language data, before the default ones", "PACK" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the data (default: by file name)", "FORMAT" },
  { "dev", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.dev,
    "Gold to measure the model on, for its header; may be given several times", "FILE" },
  { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.only,
    "Learn only from documents whose id matches, as 'GUM_news_*'; may be given several times", "GLOB" },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &options.epochs, "Rounds over the data (default: 15)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options.rate, "Learning rate (default: 0.002)", "X" },
  { "word", 0, 0, G_OPTION_ARG_INT, &options.word, "Numbers that a word is to the network (default: 96)", "N" },
  { "states", 0, 0, G_OPTION_ARG_INT, &options.states, "States of each direction of reading (default: 96)", "N" },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs, "Threads, of which two are put to use (default: all processors)",
    "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  ParseTrainer *trainer;
  guint64 n_documents;
  guint64 n_words;
} Training;

static void
take_document (EntDocument *doc, guint times, gpointer data)
{
  Training *self = data;

  if (!(ent_document_get_layers (doc) & ENT_LAYER_HEADS) || !train_is_wanted (doc, options.only))
    return;
  self->n_documents++;
  self->n_words += parse_trainer_add (self->trainer, doc, times);
}

static void
say_progress (guint epoch, guint done, guint of, gdouble loss, gpointer data)
{
  if (done == of)
    train_say ("train parse: epoch %u of %d, loss %.0f", epoch, options.epochs, loss);
  else if (train_is_watched ())
    train_say ("train parse: epoch %u of %d, %u of %u batches", epoch, options.epochs, done, of);
}

/* What the parser will run with: the pack itself, where no other is named */
static gchar *
language_pack (void)
{
  return options.from_pack ? options.from_pack : options.pack;
}

static EntModelWriter *
describe (const Training *self)
{
  EntModelWriter *writer = ent_model_writer_new ("parse");
  g_autofree gchar *data = train_name_data (options.data);
  g_autofree gchar *only = options.only ? g_strjoinv (" ", options.only) : NULL;

  ent_model_writer_set_text (writer, "trained_on", data);
  if (only)
    ent_model_writer_set_text (writer, "only", only);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "version", ENT_VERSION);
  ent_model_writer_set_number (writer, "documents", self->n_documents);
  ent_model_writer_set_number (writer, "words", self->n_words);
  ent_model_writer_set_number (writer, "epochs", options.epochs);
  ent_model_writer_set_number (writer, "rate", options.rate);
  return writer;
}

static gboolean
read_data (Training *self, guint64 *n_failed, GError **error)
{
  TrainInput input = { options.data, options.from, NULL, language_pack (), 1 };

  if (!train_read (&input, take_document, self, n_failed, error))
    return FALSE;
  if (self->n_words)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "no trees to learn from in all of the data: expected CoNLL-U%s",
               options.only ? " with documents that --only asks for" : "");
  return FALSE;
}

static gboolean
train (Training *self, const gchar *path, GError **error)
{
  ParseOptions how = { options.epochs, options.rate, options.word, options.states,
                       options.jobs ? (guint) options.jobs : g_get_num_processors () };
  g_autoptr (EntModelWriter) writer = describe (self);
  TrainDev dev = { "parse", PARSE_FILE, path, language_pack (), options.from, options.dev, writer };

  if (!parse_trainer_run (self->trainer, &how, say_progress, NULL, writer, error))
    return FALSE;
  train_say (NULL);
  return ent_model_writer_save (writer, path, error) && train_measure (&dev, error);
}

static const char *
find_wrong_usage (void)
{
  if (!options.pack)
    return "expected -o PACK";
  if (!options.data)
    return "expected DATA: CoNLL-U with trees";
  if (options.epochs < 1)
    return "--epochs: expected 1 or more";
  if (!(options.rate > 0 && options.rate <= 1))
    return "--rate: expected a number above 0 and at most 1";
  if (options.word < 16 || options.word > 512 || options.word % 16)
    return "--word: expected a multiple of 16 from 16 to 512";
  if (options.states < 16 || options.states > 240 || options.states % 16)
    return "--states: expected a multiple of 16 from 16 to 240";
  if (options.jobs < 0)
    return "--jobs: expected 0, for all processors, or more";
  return NULL;
}

/* The words' vectors are what the parser knows of words that its trees do not have */
static EntWords *
open_words (const gchar *pack, GError **error)
{
  g_autofree gchar *path = ent_pack_find (pack, "tag/" ENT_WORDS_FILE, error);
  g_autoptr (EntWords) words = path ? ent_words_open (path, error) : NULL;

  if (words && !ent_words_get_vectors (words)->size)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s: has no vectors: expected a table that train clusters --vectors made", path);
      return NULL;
    }
  return g_steal_pointer (&words);
}

int
train_parse (int argc, char **argv)
{
  Training self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EntWords) words = NULL;
  g_autofree gchar *path = NULL;
  guint64 n_failed = 0;
  const char *wrong;
  gboolean ok;

  if (!cli_parse (argv, NULL, "Trains a parser from CoNLL-U.",
                  "The words' classes and vectors come from tag/" ENT_WORDS_FILE
                  " of the pack, or of the one that --from-pack\nnames.\n\n"
                  "Example: entente train parse -o mypack/ --dev en_ewt-ud-dev.conllu en_ewt-ud-train.conllu",
                  entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train parse: %s; see entente train parse --help", wrong);
      return CLI_USAGE;
    }
  path = train_prepare (options.pack, PARSE_FILE, options.data, &error);
  words = path ? open_words (language_pack (), &error) : NULL;
  self.trainer = words ? parse_trainer_new (words) : NULL;
  ok = self.trainer && read_data (&self, &n_failed, &error) && train (&self, path, &error);
  g_clear_pointer (&self.trainer, parse_trainer_free);
  if (!ok)
    return cli_fail (error);
  return n_failed ? CLI_SOME_FAILED : CLI_OK;
}
