/* entente train names: a tagger of names from IOB2 or from JSON Lines with mentions. The types are those of the data.
 */
#include "pipeline/cli/gold.h"
#include "pipeline/cli/train.h"
#include "pipeline/cli/types.h"
#include "stages/tag/names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *from;
  gchar *licence;
  gchar **dev;
  gboolean all_kinds;
  gboolean own_types;
  gboolean closed;
  gint epochs;
  gdouble rate;
  gdouble dropout;
  gdouble prune;
  gint min_count;
  gint fold_epochs;
  gdouble boost;
  gchar **data;
} options = { .epochs = 12, .rate = 0.2, .dropout = 0.5, .prune = 0.02, .min_count = 1, .fold_epochs = 5 };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put tag/names.bin into", "PACK" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack,
    "Word classes and other language data, before the default ones", "PACK" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the data (default: by file name)", "FORMAT" },
  { "dev", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.dev,
    "Gold to measure the model on, for its header; may be given several times", "FILE" },
  { "all-kinds", 0, 0, G_OPTION_ARG_NONE, &options.all_kinds, "Learn nominals, pronouns and values, too", NULL },
  { "own-types", 0, 0, G_OPTION_ARG_NONE, &options.own_types,
    "Bring the types to the pack's own; what a file does not mark stays open", NULL },
  { "closed", 0, 0, G_OPTION_ARG_NONE, &options.closed,
    "The types of the data are all that there are: the tagger marks no values of other types, either", NULL },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &options.epochs, "Rounds over the data (default: 12)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options.rate, "Learning rate (default: 0.2)", "X" },
  { "dropout", 0, 0, G_OPTION_ARG_DOUBLE, &options.dropout, "Share of features left out in training (default: 0.5)",
    "X" },
  { "prune", 0, 0, G_OPTION_ARG_DOUBLE, &options.prune, "Weights below it are left out (default: 0.02)", "X" },
  { "min-count", 0, 0, G_OPTION_ARG_INT, &options.min_count, "Features met more seldom are left out (default: 1)",
    "N" },
  { "fold-epochs", 0, 0, G_OPTION_ARG_INT, &options.fold_epochs,
    "Rounds for each of the four models that label what they have not seen, for the second look; 0 for none (default: "
    "5)",
    "N" },
  { "boost", 0, 0, G_OPTION_ARG_DOUBLE, &options.boost,
    "Names may be less probable than none by so much, as a logarithm: more are found, fewer are right (default: 0)",
    "X" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  EntPipeline *pipeline; /* the words that the tagger will see */
  Types *map;            /* with --own-types */
  GHashTable *types;     /* set of all types that are learned */
  GHashTable *marked;    /* set of those that the file in hand marks */
  GPtrArray *documents;  /* EntDocument */
  GPtrArray *names;      /* GArray of GoldName, of each document */
  GPtrArray *sources;    /* `marked`, of each document */
  GArray *times;         /* guint, how often each document is taken */
  TrainShare share;      /* of the file in hand */
  guint64 n_words;
  guint n_lost; /* names that the words do not fit */
} Training;

static gint
find_word (const EntToken *tokens, guint n, guint32 byte, gboolean is_end)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      guint32 at = is_end ? tokens[middle].end : tokens[middle].start;

      if (at == byte)
        return middle;
      if (at < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return -1;
}

/* Longer names first, so that of nested ones the outer is learned */
static gint
compare_names (gconstpointer a, gconstpointer b)
{
  const GoldName *x = a, *y = b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return (x->end < y->end) - (x->end > y->end);
}

/* Several types separated by `|` are one of them, unknown which */
static void
note_types (Training *self, const gchar *types)
{
  g_auto (GStrv) each = g_strsplit (types, "|", -1);

  for (guint i = 0; each[i]; i++)
    {
      g_hash_table_add (self->types, (gpointer) g_intern_string (each[i]));
      g_hash_table_add (self->marked, (gpointer) g_intern_string (each[i]));
    }
}

/* NULL for one that is not learned */
static const gchar *
type_of (Training *self, const gchar *type)
{
  if (!self->map || !strcmp (type, NAME_OPEN) || strchr (type, '|'))
    return type;
  return types_to_own (self->map, type);
}

static GArray *
names_of (Training *self, EntDocument *doc, GArray *spans)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (GoldName));
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint i = 0; i < spans->len; i++)
    {
      const Span *span = &g_array_index (spans, Span, i);
      gint first = find_word (tokens, n, span->start, FALSE), last = find_word (tokens, n, span->end, TRUE);
      GoldName name = { first, last + 1, type_of (self, span->type) };

      if (!name.type)
        continue;
      if (strcmp (name.type, NAME_OPEN))
        note_types (self, name.type);
      if (first < 0 || last < first)
        self->n_lost++;
      else
        g_array_append_val (names, name);
    }
  g_array_sort (names, compare_names);
  return names;
}

/* A word, or several parted by `|`: a model's labels are made of them and parted by spaces */
static gboolean
is_type (const gchar *type)
{
  for (const gchar *p = type; *p; p++)
    if (g_ascii_isspace (*p) || (*p == '|' && (p == type || !p[1] || p[1] == '|')))
      return FALSE;
  return *type != '\0';
}

static gboolean
check_types (GArray *spans, GError **error)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const gchar *type = g_array_index (spans, Span, i).type;

      if (is_type (type))
        continue;
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "the type '%s': expected a word, or several parted by |", type);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_gold (const Gold *gold, gpointer data, GError **error)
{
  Training *self = data;
  g_autoptr (EntDocument) doc = ent_document_new (gold->text, gold->length, error);
  guint n, times = train_times_of_next (&self->share);

  if (!times)
    return TRUE;
  if (!doc || !ent_pipeline_process (self->pipeline, doc, error))
    return FALSE;
  if (!gold->mentions)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "no mentions to learn from: expected IOB2 or JSON Lines");
      return FALSE;
    }
  if (!check_types (gold->mentions, error))
    return FALSE;
  ent_document_get_tokens (doc, &n);
  self->n_words += n;
  g_ptr_array_add (self->names, names_of (self, doc, gold->mentions));
  g_ptr_array_add (self->documents, g_steal_pointer (&doc));
  g_ptr_array_add (self->sources, g_hash_table_ref (self->marked));
  g_array_append_val (self->times, times);
  return TRUE;
}

static void
say_epoch (guint epoch, gdouble loss, gpointer data)
{
  train_say ("train names: epoch %u of %d, loss %.0f", epoch, options.epochs, loss);
}

/* What the tagger will run with: the pack itself, where no other is named */
static gchar *
language_pack (void)
{
  return options.from_pack ? options.from_pack : options.pack;
}

static NamesTrainer *
make_trainer (Training *self, GError **error)
{
  g_autoptr (GList) types = g_list_sort (g_hash_table_get_keys (self->types), (GCompareFunc) strcmp);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (GList *type = types; type; type = type->next)
    g_ptr_array_add (names, type->data);
  g_ptr_array_add (names, NULL);
  return names_trainer_new (language_pack (), (const gchar *const *) names->pdata, error);
}

static EntModelWriter *
describe (Training *self)
{
  EntModelWriter *writer = ent_model_writer_new ("names");
  g_autofree gchar *data = train_name_data (options.data);

  ent_model_writer_set_text (writer, "trained_on", data);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "version", ENT_VERSION);
  ent_model_writer_set_number (writer, "documents", self->documents->len);
  ent_model_writer_set_number (writer, "words", self->n_words);
  ent_model_writer_set_number (writer, "epochs", options.epochs);
  ent_model_writer_set_number (writer, "rate", options.rate);
  ent_model_writer_set_number (writer, "dropout", options.dropout);
  if (options.own_types)
    ent_model_writer_set_text (writer, "types", "own");
  if (options.closed)
    ent_model_writer_set_text (writer, "ontology", "closed");
  return writer;
}

static gboolean
train (Training *self, const gchar *path, GError **error)
{
  NamesOptions how = { .crf = { options.epochs, options.rate, options.dropout, options.prune, options.min_count },
                       .fold_epochs = options.fold_epochs,
                       .thorough = options.all_kinds,
                       .boost = options.boost,
                       .progress = say_epoch };
  g_autoptr (NamesTrainer) trainer = make_trainer (self, error);
  g_autoptr (EntModelWriter) writer = NULL;
  TrainDev dev = { "names", "tag/names.bin", path, language_pack (), options.from, options.dev, NULL };

  if (!trainer)
    return FALSE;
  for (guint i = 0; i < self->documents->len; i++)
    {
      GArray *names = self->names->pdata[i];

      names_trainer_add (trainer, self->documents->pdata[i], (const GoldName *) names->data, names->len,
                         self->map ? self->sources->pdata[i] : NULL, g_array_index (self->times, guint, i));
    }
  dev.writer = writer = describe (self);
  if (!names_trainer_run (trainer, &how, writer, error))
    return FALSE;
  train_say (NULL);
  return ent_model_writer_save (writer, path, error) && train_measure (&dev, error);
}

/* File by file: each marks what it marks */
static gboolean
read_gold (Training *self, GError **error)
{
  for (char **path = options.data; *path; path++)
    {
      char *one[] = { NULL, NULL };
      gboolean ok = train_parse_share (*path, &one[0], &self->share, error);

      self->marked = g_hash_table_new (g_str_hash, g_str_equal);
      ok = ok && gold_foreach (one, options.from, options.all_kinds, take_gold, self, error);
      g_free (one[0]);
      g_hash_table_unref (self->marked);
      if (!ok)
        return FALSE;
    }
  if (g_hash_table_size (self->types))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
               "no names to learn from in all of the data: expected some that are marked");
  return FALSE;
}

static gboolean
read_and_train (Training *self, GError **error)
{
  g_autofree gchar *path = train_prepare (options.pack, "tag/names.bin", options.data, error);

  self->pipeline = path ? ent_pipeline_new_from_text ("tokenise", error) : NULL;
  if (!self->pipeline)
    return FALSE;
  ent_pipeline_set_pack (self->pipeline, language_pack ());
  if (options.own_types && !(self->map = types_load (language_pack (), error)))
    return FALSE;
  if (!ent_pipeline_load (self->pipeline, error) || !read_gold (self, error))
    return FALSE;
  if (self->n_lost)
    cli_say ("train names: left out because they do not begin and end where words do: %u names", self->n_lost);
  return train (self, path, error);
}

static const char *
find_wrong_usage (void)
{
  if (!options.pack)
    return "expected -o PACK";
  if (!options.data)
    return "expected DATA: IOB2, or JSON Lines with mentions";
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
  if (options.fold_epochs < 0)
    return "--fold-epochs: expected 0 or more";
  if (!(fabs (options.boost) <= 100))
    return "--boost: expected a number from -100 to 100";
  return NULL;
}

int
train_names (int argc, char **argv)
{
  Training self = { 0 };
  g_autoptr (GError) error = NULL;
  const char *wrong;
  gboolean ok;

  if (!cli_parse (argv, NULL, "Trains a tagger of names: IOB2, or JSON Lines with mentions.",
                  "The types are those of the data. The words' classes come from tag/clusters.bin of the pack, or of\n"
                  "the one that --from-pack names.\n\n"
                  "Example: entente train names -o mypack/ train.iob2",
                  entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train names: %s; see entente train names --help", wrong);
      return CLI_USAGE;
    }
  self.types = g_hash_table_new (g_str_hash, g_str_equal);
  self.times = g_array_new (FALSE, FALSE, sizeof (guint));
  self.sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self.documents = g_ptr_array_new_with_free_func (g_object_unref);
  self.names = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  ok = read_and_train (&self, &error);
  g_clear_object (&self.pipeline);
  g_hash_table_unref (self.types);
  g_ptr_array_unref (self.documents);
  g_ptr_array_unref (self.sources);
  g_array_unref (self.times);
  g_clear_pointer (&self.map, types_free);
  g_ptr_array_unref (self.names);
  return ok ? CLI_OK : cli_fail (error);
}
