/* entente train coref: the ranking of antecedents, from JSON Lines whose mentions have chains. */
#include "pipeline/cli/train.h"
#include "stages/link/coref-train.h"
#include "stages/link/ranker.h"

#include <jansson.h>
#include <string.h>

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *licence;
  gchar **only;
  gint epochs;
  gdouble rate;
  gdouble dropout;
  gint min_count;
  gchar **data;
} options = { .epochs = 10, .rate = 0.1, .dropout = 0.5, .min_count = 2 };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put " COREF_FILE " into", "PACK" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack,
    "The models and other language data that find names and trees, before the default ones", "PACK" },
  { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.only,
    "Learn only from documents whose id matches, as 'GUM_news_*'; may be given several times", "GLOB" },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &options.epochs, "Rounds over the data (default: 10)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options.rate, "Learning rate (default: 0.1)", "X" },
  { "dropout", 0, 0, G_OPTION_ARG_DOUBLE, &options.dropout, "Share of features left out in training (default: 0.5)",
    "X" },
  { "min-count", 0, 0, G_OPTION_ARG_INT, &options.min_count, "Features met more seldom are left out (default: 2)",
    "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  CorefTrainer *trainer;
  EntPipeline *pipeline;
  guint64 n_documents;
  guint64 n_wrong; /* lines that are no gold */
} Training;

static gboolean
add_mention (EntDocument *doc, json_t *item, GArray *gold)
{
  json_int_t start = -1, end = -1, chain = -1;
  CorefMention mention;

  json_unpack (item, "{s:I, s:I, s:I}", "start", &start, "end", &end, "cluster", &chain);
  if (start < 0 || end <= start || chain < 0 || end > G_MAXUINT32)
    return FALSE;
  mention.start = ent_document_char_to_byte (doc, start);
  mention.end = ent_document_char_to_byte (doc, end);
  mention.chain = chain;
  if (mention.start == G_MAXUINT32 || mention.end == G_MAXUINT32)
    return FALSE;
  g_array_append_val (gold, mention);
  return TRUE;
}

/* A line: {"text": …, "entities": [{"start", "end", "cluster"}]}; those without a cluster are left out */
static gboolean
learn (Training *self, json_t *object, GError **error)
{
  json_t *text = json_object_get (object, "text"), *items = json_object_get (object, "entities"), *item;
  g_autoptr (EntDocument) doc = NULL;
  g_autoptr (GArray) gold = g_array_new (FALSE, FALSE, sizeof (CorefMention));
  size_t i;

  if (!json_is_string (text) || !json_is_array (items))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "not gold: expected {\"text\": …, \"entities\": […]}");
      return FALSE;
    }
  doc = ent_document_new (json_string_value (text), json_string_length (text), error);
  if (!doc || !ent_pipeline_process (self->pipeline, doc, error))
    return FALSE;
  json_array_foreach (items, i, item)
  {
    if (!json_object_get (item, "cluster") || add_mention (doc, item, gold))
      continue;
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
                 "entity %zu: expected start, end (code points of the text) and cluster", i);
    return FALSE;
  }
  coref_trainer_add (self->trainer, doc, (const CorefMention *) gold->data, gold->len);
  self->n_documents++;
  return TRUE;
}

static gboolean
is_wanted (json_t *object)
{
  const char *id = json_string_value (json_object_get (object, "id"));

  for (char **glob = options.only; glob && *glob; glob++)
    if (id && g_pattern_match_simple (*glob, id))
      return TRUE;
  return !options.only;
}

static void
take_line (EntDocument *line, guint times, gpointer data)
{
  Training *self = data;
  gsize length;
  const gchar *text = ent_document_get_text (line, &length);
  json_error_t wrong;
  json_t *object = json_loadb (text, length, JSON_ALLOW_NUL, &wrong);
  g_autoptr (GError) error = NULL;

  if (!object)
    g_set_error (&error, ENT_ERROR, ENT_ERROR_INPUT, "byte %d: not JSON: %s", wrong.position, wrong.text);
  for (; object && is_wanted (object) && times && !error; times--)
    learn (self, object, &error);
  if (error)
    {
      cli_say ("%s: %s", ent_document_get_id (line), error->message);
      self->n_wrong++;
    }
  json_decref (object);
}

static void
say_epoch (guint epoch, gdouble loss, gpointer data)
{
  train_say ("train coref: epoch %u of %d, loss %.0f", epoch, options.epochs, loss);
}

/* What the stage will run with: the pack itself, where no other is named */
static gchar *
language_pack (void)
{
  return options.from_pack ? options.from_pack : options.pack;
}

static EntModelWriter *
describe (const Training *self)
{
  EntModelWriter *writer = ent_model_writer_new ("coref");
  g_autofree gchar *data = train_name_data (options.data);
  g_autofree gchar *only = options.only ? g_strjoinv (" ", options.only) : NULL;

  ent_model_writer_set_text (writer, "trained_on", data);
  if (only)
    ent_model_writer_set_text (writer, "only", only);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "version", ENT_VERSION);
  ent_model_writer_set_number (writer, "documents", self->n_documents);
  ent_model_writer_set_number (writer, "epochs", options.epochs);
  ent_model_writer_set_number (writer, "rate", options.rate);
  ent_model_writer_set_number (writer, "dropout", options.dropout);
  ent_model_writer_set_number (writer, "min_count", options.min_count);
  return writer;
}

static gboolean
prepare (Training *self, GError **error)
{
  self->trainer = coref_trainer_new (language_pack (), error);
  self->pipeline = self->trainer ? ent_pipeline_new_from_text ("tokenise ! tag ! parse", error) : NULL;
  if (!self->pipeline)
    return FALSE;
  ent_pipeline_set_pack (self->pipeline, language_pack ());
  return ent_pipeline_load (self->pipeline, error);
}

static gboolean
train (Training *self, const gchar *path, guint64 *n_failed, GError **error)
{
  TrainInput input = { options.data, "lines", NULL, language_pack (), 1 };
  CorefOptions how = { options.epochs, options.rate, options.dropout, options.min_count };
  g_autoptr (EntModelWriter) writer = NULL;

  if (!train_read (&input, take_line, self, n_failed, error))
    return FALSE;
  *n_failed += self->n_wrong;
  if (!self->n_documents)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
                   "no chains to learn from in all of the data: expected JSON Lines whose entities have a cluster%s",
                   options.only ? ", with documents that --only asks for" : "");
      return FALSE;
    }
  writer = describe (self);
  coref_trainer_run (self->trainer, &how, say_epoch, NULL, writer);
  train_say (NULL);
  return ent_model_writer_save (writer, path, error);
}

static const char *
find_wrong_usage (void)
{
  if (!options.pack)
    return "expected -o PACK";
  if (!options.data)
    return "expected DATA: JSON Lines with chains";
  if (options.epochs < 1)
    return "--epochs: expected 1 or more";
  if (!(options.rate > 0 && options.rate <= 100))
    return "--rate: expected a number above 0 and at most 100";
  if (!(options.dropout >= 0 && options.dropout < 1))
    return "--dropout: expected a number from 0 to below 1";
  if (options.min_count < 1)
    return "--min-count: expected 1 or more";
  return NULL;
}

int
train_coref (int argc, char **argv)
{
  Training self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = NULL;
  guint64 n_failed = 0;
  const char *wrong;
  gboolean ok;

  if (!cli_parse (argv, NULL, "Trains the choice of what pronouns and descriptions stand for, from JSON Lines.",
                  "Each line is {\"id\", \"text\", \"entities\": [{\"start\", \"end\", \"cluster\"}]}; offsets count\n"
                  "code points. Names and trees come from the pack, or from the one that --from-pack names.\n\n"
                  "Example: entente train coref -o mypack/ --only 'GUM_news_*' gum-train.jsonl",
                  entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train coref: %s; see entente train coref --help", wrong);
      return CLI_USAGE;
    }
  path = train_prepare (options.pack, COREF_FILE, options.data, &error);
  ok = path && prepare (&self, &error) && train (&self, path, &n_failed, &error);
  g_clear_pointer (&self.trainer, coref_trainer_free);
  g_clear_object (&self.pipeline);
  if (!ok)
    return cli_fail (error);
  return n_failed ? CLI_SOME_FAILED : CLI_OK;
}
