/* entente train clusters: classes of words from raw text, by the exchange algorithm at several grains, and their
 * vectors, by skip-grams. */
#include "pipeline/cli/train.h"
#include "pipeline/learn/exchange.h"
#include "pipeline/learn/skipgram.h"
#include "pipeline/learn/words.h"

#include <stdio.h>
#include <string.h>

#define CLASSES "300,2000"
#define MIN_COUNT 5
#define ITERATIONS 10
#define EPOCHS 6

/* Of 2 to 5, the words nearest to a word tell its part of speech best with 2 and 3, and the type of a name with 3 */
#define WINDOW 3

/* Words that are in the bigrams but not in the table */
enum
{
  BOUNDARY, /* between sentences */
  RARE,     /* all words that are too rare */
  N_FIXED
};

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *from;
  gchar *classes;
  gchar *licence;
  gchar *list;
  gint min_count;
  gint iterations;
  gint vector_size;
  gint epochs;
  gint jobs;
  gchar **data;
} options = { .min_count = MIN_COUNT, .iterations = ITERATIONS, .epochs = EPOCHS };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put tag/" ENT_WORDS_FILE " into", "PACK" },
  { "classes", 0, 0, G_OPTION_ARG_STRING, &options.classes,
    "How many classes, of one grain after the other (default: " CLASSES ")", "N[,N…]" },
  { "min-count", 0, 0, G_OPTION_ARG_INT, &options.min_count, "Words met more seldom get no class (default: 5)", "N" },
  { "iterations", 0, 0, G_OPTION_ARG_INT, &options.iterations, "At most so many rounds over all words (default: 10)",
    "N" },
  { "vectors", 0, 0, G_OPTION_ARG_INT, &options.vector_size,
    "Make vectors of so many numbers, too: a multiple of " G_STRINGIFY (ENT_SKIPGRAM_STEP) " (default: 0, none)", "N" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &options.epochs,
    "Read the text so often for the vectors (default: " G_STRINGIFY (EPOCHS) ")", "N" },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "list", 0, 0, G_OPTION_ARG_FILENAME, &options.list, "Write words, counts and classes as text, too", "FILE" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
    "Format of the data: text, lines, jsonl, conllu or iob2 (default: by file name)", "FORMAT" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack, "Language data for reading, before the default ones",
    "PACK" },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs, "Threads (default: as many as processors)", "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  guint n_grains;
  guint n_classes[ENT_WORDS_MAX_GRAINS];

  EntTally *forms; /* words by their hash; number 0 is the boundary */
  GPtrArray *strings;
  EntTally *pairs; /* of numbers in `forms` */
  GArray *text;    /* guint32: all words, numbered in `forms`, if vectors are to be made */
  guint64 n_documents;
  guint64 n_words;

  GArray *kept;        /* guint32: numbers in `forms` of the words that get classes, frequent ones first */
  EntBigrams *bigrams; /* of these, behind the fixed ones */
  EntWord *words;      /* of each kept word */
  gfloat *vectors;     /* of the fixed words, then of each kept one; or NULL */
} Training;

typedef struct
{
  guint n_classes;
  gint64 start;
} Round;

static void
clear_training (Training *self)
{
  g_clear_pointer (&self->forms, ent_tally_free);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->pairs, ent_tally_free);
  g_clear_pointer (&self->text, g_array_unref);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->bigrams, ent_bigrams_free);
  g_free (self->words);
  g_free (self->vectors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, clear_training)

/* The boundary's hash is 0, which no word has */
static void
init_training (Training *self)
{
  self->forms = ent_tally_new ();
  self->pairs = ent_tally_new ();
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->text = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->kept = g_array_new (FALSE, FALSE, sizeof (guint32));
  ent_tally_add (self->forms, 0, 0);
  g_ptr_array_add (self->strings, g_strdup (""));
}

static gboolean
parse_classes (Training *self, GError **error)
{
  g_auto (GStrv) numbers = g_strsplit (options.classes ? options.classes : CLASSES, ",", -1);
  guint64 n;

  for (; numbers[self->n_grains] && self->n_grains < ENT_WORDS_MAX_GRAINS; self->n_grains++)
    {
      if (!g_ascii_string_to_unsigned (numbers[self->n_grains], 10, 1, ENT_EXCHANGE_MAX_CLASSES, &n, NULL))
        break;
      self->n_classes[self->n_grains] = n;
    }
  if (self->n_grains && !numbers[self->n_grains])
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "--classes '%s': expected 1 to %d numbers from 1 to %d, as in '%s'",
               options.classes, ENT_WORDS_MAX_GRAINS, ENT_EXCHANGE_MAX_CLASSES, CLASSES);
  return FALSE;
}

static guint32
number_of_token (Training *self, const gchar *word, gsize length, guint times)
{
  guint32 number = ent_tally_add (self->forms, ent_words_hash (word, length), times);

  if (number == self->strings->len)
    g_ptr_array_add (self->strings, ent_words_normalise (word, length));
  return number;
}

/* Again what was added to the text from `start` on, and the boundary behind it */
static void
finish_text (Training *self, guint start, guint times)
{
  const guint32 boundary = BOUNDARY;
  guint n;

  g_array_append_val (self->text, boundary);
  n = self->text->len - start;
  for (guint i = 1; i < times; i++)
    {
      g_array_set_size (self->text, self->text->len + n);
      memcpy (&g_array_index (self->text, guint32, self->text->len - n), &g_array_index (self->text, guint32, start),
              n * sizeof (guint32));
    }
}

static void
take_sentence (Training *self, const gchar *text, const EntToken *tokens, guint n, guint times)
{
  guint32 last = BOUNDARY;
  guint start = self->text->len;

  for (guint t = 0; t < n; t++)
    {
      guint32 number = number_of_token (self, text + tokens[t].start, tokens[t].end - tokens[t].start, times);

      ent_tally_add (self->pairs, ent_bigram_key (last, number), times);
      last = number;
      if (options.vector_size)
        g_array_append_val (self->text, number);
    }
  ent_tally_add (self->pairs, ent_bigram_key (last, BOUNDARY), times);
  if (options.vector_size)
    finish_text (self, start, times);
}

static void
take_document (EntDocument *doc, guint times, gpointer data)
{
  Training *self = data;
  guint n_tokens, n_sentences;
  const gchar *text = ent_document_get_text (doc, NULL);
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);

  for (guint s = 0; s < n_sentences; s++)
    take_sentence (self, text, tokens + sentences[s].first, sentences[s].n, times);
  self->n_documents++;
  self->n_words += (guint64) n_tokens * times;
}

/* Frequent words first, then those met first */
static gint
compare_frequency (gconstpointer a, gconstpointer b, gpointer data)
{
  const Training *self = data;
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  guint32 n_i = ent_tally_get_count (self->forms, i), n_j = ent_tally_get_count (self->forms, j);

  if (n_i != n_j)
    return n_i > n_j ? -1 : 1;
  return i < j ? -1 : i > j;
}

static gboolean
choose_words (Training *self, GError **error)
{
  for (guint32 i = 1; i < ent_tally_get_n (self->forms); i++)
    if (ent_tally_get_count (self->forms, i) >= (guint32) options.min_count)
      g_array_append_val (self->kept, i);
  g_array_sort_with_data (self->kept, compare_frequency, self);
  if (self->kept->len)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
               "no word occurs %d times among the %" G_GUINT64_FORMAT " words of the data: expected more text, or a "
               "lower --min-count",
               options.min_count, self->n_words);
  return FALSE;
}

static gboolean
make_bigrams (Training *self, GError **error)
{
  guint32 n = ent_tally_get_n (self->forms);
  g_autofree guint32 *map = g_new (guint32, n);

  for (guint32 i = 0; i < n; i++)
    map[i] = i ? RARE : BOUNDARY;
  for (guint32 i = 0; i < self->kept->len; i++)
    map[g_array_index (self->kept, guint32, i)] = N_FIXED + i;
  for (guint i = 0; i < self->text->len; i++)
    g_array_index (self->text, guint32, i) = map[g_array_index (self->text, guint32, i)];
  self->bigrams = ent_bigrams_new (self->pairs, map, N_FIXED + self->kept->len);
  g_clear_pointer (&self->pairs, ent_tally_free);
  if (self->bigrams->n_pairs <= G_MAXUINT32)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
               "%" G_GUINT64_FORMAT
               " words are too many: expected at most %u; FILE@0.5 takes half of a file's documents",
               self->n_words, G_MAXUINT32);
  return FALSE;
}

static void
say_iteration (guint iteration, guint32 n_moved, gdouble perplexity, gpointer data)
{
  const Round *round = data;

  train_say ("%u classes, iteration %u: %u words moved, perplexity %.1f, %.0f s", round->n_classes, iteration, n_moved,
             perplexity, (g_get_monotonic_time () - round->start) / (gdouble) G_USEC_PER_SEC);
}

static void
cluster (Training *self, guint grain)
{
  Round round = { self->n_classes[grain], g_get_monotonic_time () };
  EntExchangeOptions how = { .n_classes = self->n_classes[grain],
                             .n_fixed = N_FIXED,
                             .iterations = options.iterations,
                             .n_threads = options.jobs ? (guint) options.jobs : g_get_num_processors () };
  g_autofree guint16 *classes = ent_exchange_cluster (self->bigrams, &how, say_iteration, &round);

  train_say (NULL);
  for (guint32 i = 0; i < self->kept->len; i++)
    self->words[i].classes[grain] = classes[N_FIXED + i];
}

static void
cluster_all (Training *self)
{
  self->words = g_new0 (EntWord, self->kept->len);
  for (guint32 i = 0; i < self->kept->len; i++)
    {
      guint32 count = ent_tally_get_count (self->forms, g_array_index (self->kept, guint32, i));

      self->words[i].frequency = g_bit_storage (count) - 1;
    }
  for (guint grain = 0; grain < self->n_grains; grain++)
    cluster (self, grain);
}

static void
say_epoch (guint epoch, gdouble loss, gpointer data)
{
  const gint64 *start = data;

  train_say ("vectors of %d numbers, epoch %u of %d: loss %.3f, %.0f s", options.vector_size, epoch, options.epochs,
             loss, (g_get_monotonic_time () - *start) / (gdouble) G_USEC_PER_SEC);
}

static void
make_vectors (Training *self)
{
  EntSkipgramOptions how = { .size = options.vector_size, .window = WINDOW, .epochs = options.epochs };
  gint64 start = g_get_monotonic_time ();

  if (!options.vector_size)
    return;
  self->vectors = ent_skipgram_train ((const guint32 *) self->text->data, self->text->len, N_FIXED + self->kept->len,
                                      &how, say_epoch, &start);
  train_say (NULL);
}

static void
set_header (Training *self, EntModelWriter *writer)
{
  g_autofree gchar *data = train_name_data (options.data);

  ent_model_writer_set_text (writer, "data", data);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "trained_by", "entente " ENT_VERSION);
  ent_model_writer_set_text (writer, "classes", options.classes ? options.classes : CLASSES);
  ent_model_writer_set_number (writer, "min_count", options.min_count);
  ent_model_writer_set_number (writer, "iterations", options.iterations);
  if (self->vectors)
    {
      ent_model_writer_set_number (writer, "vectors", options.vector_size);
      ent_model_writer_set_number (writer, "epochs", options.epochs);
    }
  ent_model_writer_set_number (writer, "documents", self->n_documents);
  ent_model_writer_set_number (writer, "words", self->n_words);
  ent_model_writer_set_number (writer, "vocabulary", self->kept->len);
}

static gboolean
save (Training *self, const gchar *path, GError **error)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");
  g_autofree guint64 *hashes = g_new (guint64, self->kept->len);
  g_autofree guint32 *rows = NULL;

  for (guint32 i = 0; i < self->kept->len; i++)
    hashes[i] = ent_tally_get_key (self->forms, g_array_index (self->kept, guint32, i));
  set_header (self, writer);
  rows = ent_words_store (writer, hashes, self->words, self->kept->len, self->n_classes, self->n_grains);
  if (self->vectors) /* unknown words have that of the rare ones, which is in front of the others */
    ent_vectors_store (writer, self->vectors + RARE * options.vector_size, rows, 1 + self->kept->len, rows[0] + 1,
                       options.vector_size);
  return ent_model_writer_save (writer, path, error);
}

static gboolean
write_list (Training *self, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GError) local = NULL;

  if (!options.list)
    return TRUE;
  for (guint32 i = 0; i < self->kept->len; i++)
    {
      guint32 number = g_array_index (self->kept, guint32, i);

      g_string_append_printf (list, "%s\t%u", (const gchar *) self->strings->pdata[number],
                              ent_tally_get_count (self->forms, number));
      for (guint grain = 0; grain < self->n_grains; grain++)
        g_string_append_printf (list, "\t%u", self->words[i].classes[grain]);
      g_string_append_c (list, '\n');
    }
  if (g_file_set_contents (options.list, list->str, list->len, &local))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: %s", options.list, local->message);
  return FALSE;
}

static int
train (Training *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = NULL;
  TrainInput input = { options.data, options.from, "tokenise", options.from_pack, options.jobs };
  guint64 n_failed;

  if (!parse_classes (self, &error)
      || !(path = train_prepare (options.pack, "tag/" ENT_WORDS_FILE, options.data, &error))
      || !train_read (&input, take_document, self, &n_failed, &error) || !choose_words (self, &error)
      || !make_bigrams (self, &error))
    return cli_fail (error);
  train_say ("%" G_GUINT64_FORMAT " documents, %" G_GUINT64_FORMAT " words; %u of %u forms get classes",
             self->n_documents, self->n_words, self->kept->len, ent_tally_get_n (self->forms) - 1);
  cluster_all (self);
  make_vectors (self);
  if (!save (self, path, &error) || !write_list (self, &error))
    return cli_fail (error);
  return n_failed ? CLI_SOME_FAILED : CLI_OK;
}

static const char *
find_wrong_usage (void)
{
  if (!options.pack)
    return "expected -o PACK";
  if (!options.data)
    return "expected DATA: files or folders of text";
  if (options.min_count < 1)
    return "--min-count: expected 1 or more";
  if (options.iterations < 1)
    return "--iterations: expected 1 or more";
  if (options.vector_size < 0 || options.vector_size % ENT_SKIPGRAM_STEP || options.vector_size > ENT_SKIPGRAM_MAX_SIZE)
    return "--vectors: expected a multiple of " G_STRINGIFY (ENT_SKIPGRAM_STEP) ", at most " G_STRINGIFY (
        ENT_SKIPGRAM_MAX_SIZE);
  if (options.epochs < 1)
    return "--epochs: expected 1 or more";
  if (options.jobs < 0 || options.jobs > 1024)
    return "-j: expected a number from 1 to 1024, or 0 for as many as processors";
  return NULL;
}

int
train_clusters (int argc, char **argv)
{
  g_auto (Training) self = { 0 };
  const char *wrong;

  if (!cli_parse (argv, NULL, "Finds classes of words that stand in the same places, in raw text, and vectors of them.",
                  "Writes PACK/tag/" ENT_WORDS_FILE
                  ", which the learned stages look words up in. The same data, options\n"
                  "and version give the same bytes, whatever the number of threads.\n\n"
                  "Example: entente train clusters -o mypack/ --licence 'CC BY-SA 3.0' wikipedia.jsonl.xz news/",
                  entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train clusters: %s; see entente train clusters --help", wrong);
      return CLI_USAGE;
    }
  init_training (&self);
  return train (&self);
}
