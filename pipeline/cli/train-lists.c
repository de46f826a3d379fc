/* entente train lists: names, and how words stand among others, from raw text. */
#include "pipeline/cli/train.h"
#include "stages/tag/lists.h"

#include <stdio.h>

#define MIN_VOTES 3
#define MIN_COUNT 20

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *from;
  gchar *licence;
  gchar *list;
  gint min_votes;
  gint min_count;
  gint jobs;
  gchar **data;
} options = { .min_votes = MIN_VOTES, .min_count = MIN_COUNT };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put tag/" LISTS_FILE " into", "PACK" },
  { "min-votes", 0, 0, G_OPTION_ARG_INT, &options.min_votes,
    "Names of which the text tells more seldom are left out (default: 3)", "N" },
  { "min-count", 0, 0, G_OPTION_ARG_INT, &options.min_count, "Words met more seldom are left out (default: 20)", "N" },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "list", 0, 0, G_OPTION_ARG_FILENAME, &options.list,
    "Write the names as text, too: votes for person, location, organisation, event, work; noun", "FILE" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
    "Format of the data: text, lines, jsonl, conllu or iob2 (default: by file name)", "FORMAT" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack, "Language data for reading, before the default ones",
    "PACK" },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs, "Threads for reading (default: as many as processors)", "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

typedef struct
{
  ListsTrainer *lists;
  guint64 n_documents;
  guint64 n_words;
} Training;

static void
take_document (EntDocument *doc, guint times, gpointer data)
{
  Training *self = data;
  guint n_tokens;

  ent_document_get_tokens (doc, &n_tokens);
  lists_trainer_add (self->lists, doc, times);
  self->n_documents++;
  self->n_words += (guint64) n_tokens * times;
}

static void
set_header (const Training *self, EntModelWriter *writer)
{
  g_autofree gchar *data = train_name_data (options.data);

  ent_model_writer_set_text (writer, "data", data);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "trained_by", "entente " ENT_VERSION);
  ent_model_writer_set_number (writer, "min_votes", options.min_votes);
  ent_model_writer_set_number (writer, "min_count", options.min_count);
  ent_model_writer_set_number (writer, "documents", self->n_documents);
  ent_model_writer_set_number (writer, "words", self->n_words);
  ent_model_writer_set_number (writer, "names_listed", lists_trainer_get_n_names (self->lists));
  ent_model_writer_set_number (writer, "words_listed", lists_trainer_get_n_words (self->lists));
}

static gboolean
write_list (const Training *self, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GError) local = NULL;

  if (!options.list)
    return TRUE;
  lists_trainer_print (self->lists, list);
  if (g_file_set_contents (options.list, list->str, list->len, &local))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: %s", options.list, local->message);
  return FALSE;
}

static gboolean
choose (const Training *self, GError **error)
{
  lists_trainer_choose (self->lists, (ListLimits){ options.min_votes, options.min_count });
  if (lists_trainer_get_n_names (self->lists) || lists_trainer_get_n_words (self->lists))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
               "nothing to list in the %" G_GUINT64_FORMAT " words of the data: expected more text, or a lower "
               "--min-votes or --min-count",
               self->n_words);
  return FALSE;
}

static int
train (Training *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ListsTrainer) lists = NULL;
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("lists");
  g_autofree gchar *path = NULL;
  TrainInput input = { options.data, options.from, "tokenise", options.from_pack, options.jobs };
  guint64 n_failed;

  path = train_prepare (options.pack, "tag/" LISTS_FILE, options.data, &error);
  self->lists = lists = path ? lists_trainer_new (options.from_pack, options.list != NULL, &error) : NULL;
  if (!lists || !train_read (&input, take_document, self, &n_failed, &error) || !choose (self, &error))
    return cli_fail (error);
  train_say ("%" G_GUINT64_FORMAT " documents, %" G_GUINT64_FORMAT " words; %u names and %u words are listed",
             self->n_documents, self->n_words, lists_trainer_get_n_names (lists), lists_trainer_get_n_words (lists));
  train_say (NULL);
  set_header (self, writer);
  lists_trainer_store (lists, writer);
  if (!ent_model_writer_save (writer, path, &error) || !write_list (self, &error))
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
  if (options.min_votes < 1)
    return "--min-votes: expected 1 or more";
  if (options.min_count < 1)
    return "--min-count: expected 1 or more";
  if (options.jobs < 0 || options.jobs > 1024)
    return "-j: expected a number from 1 to 1024, or 0 for as many as processors";
  return NULL;
}

int
train_lists (int argc, char **argv)
{
  Training self = { 0 };
  const char *wrong;

  if (!cli_parse (argv, NULL, "Lists names by what raw text tells of them, and words by how they stand in it.",
                  "Writes PACK/tag/" LISTS_FILE
                  ", which the tagger of names looks names and words up in. The same data,\n"
                  "options and version give the same bytes.\n\n"
                  "Example: entente train lists -o mypack/ --licence 'CC BY-SA 3.0' wikipedia.jsonl.xz news/",
                  entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train lists: %s; see entente train lists --help", wrong);
      return CLI_USAGE;
    }
  return train (&self);
}
