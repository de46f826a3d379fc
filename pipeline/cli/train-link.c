/* entente train link: typed relations from JSON Lines with entities and relations. The types are those of the data. */
#include "pipeline/cli/gold-links.h"
#include "pipeline/cli/train.h"
#include "pipeline/stage-private.h"
#include "stages/link/typed.h"

#include <string.h>

static struct
{
  gchar *pack;
  gchar *from_pack;
  gchar *licence;
  gchar *level;
  gchar **dev;
  gboolean open;
  gboolean macro;
  gint epochs;
  gint fold_epochs;
  gdouble rate;
  gdouble dropout;
  gdouble prune;
  gdouble positive;
  gdouble precision;
  gdouble boost;
  gint min_count;
  gchar **data;
} options
    = { .epochs = 12, .fold_epochs = 8, .rate = 0.1, .dropout = 0.5, .prune = 0.01, .positive = 1, .min_count = 2 };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.pack, "The pack to put " TYPED_FILE " into", "PACK" },
  { "from-pack", 0, 0, G_OPTION_ARG_FILENAME, &options.from_pack,
    "Models and other language data, before the default ones", "PACK" },
  { "dev", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.dev,
    "Gold to measure the model on, for its header; may be given several times", "FILE" },
  { "licence", 0, 0, G_OPTION_ARG_STRING, &options.licence, "What the model's header is to say of its licence",
    "TEXT" },
  { "open", 0, 0, G_OPTION_ARG_NONE, &options.open,
    "The types are not all that there are: other mentions and open relations stand beside them", NULL },
  { "level", 0, 0, G_OPTION_ARG_STRING, &options.level,
    "sentence: relations between mentions; document: between entities (default: as the relations of the data are)",
    "LEVEL" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &options.epochs, "Rounds over the data (default: 12)", "N" },
  { "fold-epochs", 0, 0, G_OPTION_ARG_INT, &options.fold_epochs,
    "Rounds for each of the five models that choose the thresholds (default: 8)", "N" },
  { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options.rate, "Learning rate (default: 0.1)", "X" },
  { "dropout", 0, 0, G_OPTION_ARG_DOUBLE, &options.dropout, "Share of features left out in training (default: 0.5)",
    "X" },
  { "prune", 0, 0, G_OPTION_ARG_DOUBLE, &options.prune, "Weights below it are left out (default: 0.01)", "X" },
  { "positive", 0, 0, G_OPTION_ARG_DOUBLE, &options.positive,
    "How much more pairs count that have a relation (default: 1)", "X" },
  { "precision", 0, 0, G_OPTION_ARG_DOUBLE, &options.precision,
    "Share of what is found that is to be right (default: what gives the best F1)", "X" },
  { "macro", 0, 0, G_OPTION_ARG_NONE, &options.macro,
    "Thresholds that give the best F1 of each relation, however rare (default: of all together)", NULL },
  { "boost", 0, 0, G_OPTION_ARG_DOUBLE, &options.boost,
    "Thresholds are raised by so much, as a logarithm: fewer are found, more are right (default: 0)", "X" },
  { "min-count", 0, 0, G_OPTION_ARG_INT, &options.min_count, "Features met more seldom are left out (default: 2)",
    "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, NULL, "DATA…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* A document, with what is to be learned from it */
typedef struct
{
  GoldLinks *gold;
  GArray *mentions; /* EntMention, those of the gold that fit; `entity` its cluster */
  gint *number_of;  /* of each mention of the gold, its number there, or -1 */
  GHashTable *marked;
  guint times;
} Item;

typedef struct
{
  EntPipeline *pipeline;
  GHashTable *labels; /* set of all */
  GHashTable *marked; /* set of those in the file in hand */
  GPtrArray *items;   /* Item */
  TrainShare share;   /* of the file in hand */
  guint n_lost_mentions;
  guint n_lost_relations;
  gboolean of_clusters;
} Training;

static void
item_free (gpointer data)
{
  Item *self = data;

  gold_links_free (self->gold);
  g_array_unref (self->mentions);
  g_free (self->number_of);
  g_hash_table_unref (self->marked);
  g_free (self);
}

/* Mentions without a cluster are entities by themselves */
static void
fit_mentions (Training *self, Item *item)
{
  EntDocument *doc = item->gold->doc;
  guint n_tokens, n_entities = item->gold->n_clusters;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);

  item->mentions = g_array_new (FALSE, TRUE, sizeof (EntMention));
  item->number_of = g_new (gint, item->gold->mentions->len + 1);
  for (guint i = 0; i < item->gold->mentions->len; i++)
    {
      const LinkMention *gold = &g_array_index (item->gold->mentions, LinkMention, i);
      EntMention mention = { .confidence = 1, .kind = ENT_MENTION_NAME };

      item->number_of[i] = -1;
      mention.entity = gold->cluster >= 0 ? gold->cluster : (gint) n_entities++;
      mention.type = ent_document_intern (doc, gold->type);
      if (gold_fit_tokens (tokens, n_tokens, gold->start, gold->end, &mention.first, &mention.n))
        {
          item->number_of[i] = item->mentions->len;
          g_array_append_val (item->mentions, mention);
        }
      else
        self->n_lost_mentions++;
    }
}

static void
note_labels (Training *self, const Item *item)
{
  for (guint r = 0; r < item->gold->relations->len; r++)
    {
      const LinkRelation *relation = &g_array_index (item->gold->relations, LinkRelation, r);

      g_hash_table_add (self->labels, (gpointer) relation->type);
      g_hash_table_add (self->marked, (gpointer) relation->type);
      self->of_clusters |= relation->of_clusters;
      self->n_lost_relations += item->number_of[relation->head] < 0 || item->number_of[relation->tail] < 0;
    }
}

static gboolean
take_gold (const Gold *gold, gpointer data, GError **error)
{
  Training *self = data;
  g_autoptr (GoldLinks) links = gold_links_new (gold, error);
  guint times = train_times_of_next (&self->share);
  Item *item;

  if (!links)
    return FALSE;
  if (!times)
    return TRUE;
  if (!ent_pipeline_process (self->pipeline, links->doc, error))
    return FALSE;
  item = g_new0 (Item, 1);
  item->gold = g_steal_pointer (&links);
  item->marked = g_hash_table_ref (self->marked);
  item->times = times;
  fit_mentions (self, item);
  note_labels (self, item);
  g_ptr_array_add (self->items, item);
  return TRUE;
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
      ok = ok && gold_foreach (one, "jsonl", TRUE, take_gold, self, error);
      g_free (one[0]);
      g_hash_table_unref (self->marked);
      if (!ok)
        return FALSE;
    }
  if (g_hash_table_size (self->labels))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: no relations to learn from in all of the data: expected some",
               options.data[0]);
  return FALSE;
}

/* The gold's number of the sentence in which a byte is, or -1 where it does not say */
static gint
gold_sentence (const GoldLinks *gold, guint32 byte)
{
  guint s = 0;

  while (s < gold->sentences->len && g_array_index (gold->sentences, guint32, s) <= byte)
    s++;
  return s < gold->sentences->len ? (gint) s : -1;
}

static gboolean
is_evidence (const GoldLinks *gold, const LinkRelation *relation, guint32 byte)
{
  gint sentence = gold_sentence (gold, byte);

  for (guint i = 0; relation->evidence && i < relation->evidence->len; i++)
    if ((gint) g_array_index (relation->evidence, guint, i) == sentence)
      return TRUE;
  return !relation->evidence || sentence < 0;
}

/* Of tokens; those of a sentence have the same */
static guint
sentence_of (EntDocument *doc, guint token)
{
  guint n, s = 0;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);

  while (s + 1 < n && sentences[s + 1].first <= token)
    s++;
  return s;
}

/* A relation of clusters holds between those of their mentions that stand in one sentence, but whether one says so that
 * is no evidence for it is open */
static void
spread_relation (const Item *item, const LinkRelation *relation, GArray *relations)
{
  const EntMention *mentions = (const EntMention *) item->mentions->data;
  guint n_tokens;
  const EntToken *tokens = ent_document_get_tokens (item->gold->doc, &n_tokens);
  gint head = mentions[item->number_of[relation->head]].entity, tail = mentions[item->number_of[relation->tail]].entity;

  for (guint a = 0; a < item->mentions->len; a++)
    for (guint b = 0; b < item->mentions->len && mentions[a].entity == head; b++)
      if (mentions[b].entity == tail
          && sentence_of (item->gold->doc, mentions[a].first) == sentence_of (item->gold->doc, mentions[b].first))
        {
          gboolean sure = is_evidence (item->gold, relation, tokens[mentions[a].first].start);
          TypedGold one = { a, b, relation->type, !sure };

          g_array_append_val (relations, one);
        }
}

/* The relations whose mentions fit, as the level of the model has them */
static GArray *
relations_of (const Item *item, TypedLevel level)
{
  GArray *relations = g_array_new (FALSE, FALSE, sizeof (TypedGold));
  const EntMention *mentions = (const EntMention *) item->mentions->data;

  for (guint r = 0; r < item->gold->relations->len; r++)
    {
      const LinkRelation *relation = &g_array_index (item->gold->relations, LinkRelation, r);
      gint head = item->number_of[relation->head], tail = item->number_of[relation->tail];
      TypedGold one = { head, tail, relation->type, FALSE };

      if (head < 0 || tail < 0)
        continue;
      if (level == TYPED_SENTENCE && relation->of_clusters)
        {
          spread_relation (item, relation, relations);
          continue;
        }
      if (level == TYPED_DOCUMENT)
        {
          one.head = mentions[head].entity;
          one.tail = mentions[tail].entity;
        }
      g_array_append_val (relations, one);
    }
  return relations;
}

static void
teach (const Training *self, TypedTrainer *trainer, TypedLevel level)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->items->len; i++)
      {
        Item *item = self->items->pdata[i];
        g_autoptr (GArray) relations = relations_of (item, level);
        const EntMention *mentions = (const EntMention *) item->mentions->data;

        if (pass == 0)
          typed_trainer_note (trainer, item->gold->doc, mentions, item->mentions->len,
                              (const TypedGold *) relations->data, relations->len);
        else
          typed_trainer_add (trainer, item->gold->doc, mentions, item->mentions->len,
                             (const TypedGold *) relations->data, relations->len, item->marked, item->times);
      }
}

static void
say_epoch (guint epoch, gdouble loss, gpointer data)
{
  train_say ("train link: epoch %u, loss %.0f", epoch, loss);
}

/* What the models before ours come from, and what it will run with */
static gchar *
language_pack (void)
{
  return options.from_pack ? options.from_pack : options.pack;
}

static EntModelWriter *
describe (const Training *self)
{
  EntModelWriter *writer = ent_model_writer_new ("typed");
  g_autofree gchar *data = train_name_data (options.data);

  ent_model_writer_set_text (writer, "trained_on", data);
  ent_model_writer_set_text (writer, "licence", options.licence ? options.licence : "not stated");
  ent_model_writer_set_text (writer, "version", ENT_VERSION);
  ent_model_writer_set_text (writer, "ontology", options.open ? "open" : "closed");
  ent_model_writer_set_number (writer, "documents", self->items->len);
  ent_model_writer_set_number (writer, "epochs", options.epochs);
  ent_model_writer_set_number (writer, "rate", options.rate);
  ent_model_writer_set_number (writer, "dropout", options.dropout);
  return writer;
}

static TypedTrainer *
make_trainer (const Training *self, TypedLevel level, GError **error)
{
  g_autoptr (GList) labels = g_list_sort (g_hash_table_get_keys (self->labels), (GCompareFunc) strcmp);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree gchar *path = ent_pack_find (language_pack (), "tag/" ENT_WORDS_FILE, error);
  EntWords *words = path ? ent_words_open (path, error) : NULL;

  for (GList *label = labels; label; label = label->next)
    g_ptr_array_add (names, label->data);
  g_ptr_array_add (names, NULL);
  return words ? typed_trainer_new (level, (const gchar *const *) names->pdata, names->len - 1, words) : NULL;
}

static gboolean
train (const Training *self, const gchar *path, GError **error)
{
  gboolean of_clusters = options.level ? !strcmp (options.level, "document") : self->of_clusters;
  TypedLevel level = of_clusters ? TYPED_DOCUMENT : TYPED_SENTENCE;
  TypedOptions how = { .classifier = { options.epochs, options.rate, options.dropout, options.prune, options.positive,
                                       options.min_count },
                       .fold_epochs = options.fold_epochs,
                       .precision = options.precision,
                       .macro = options.macro,
                       .boost = options.boost,
                       .progress = say_epoch };
  g_autoptr (TypedTrainer) trainer = make_trainer (self, level, error);
  g_autoptr (EntModelWriter) writer = describe (self);
  TrainDev dev = { "link", TYPED_FILE, path, language_pack (), "jsonl", options.dev, writer };

  if (!trainer)
    return FALSE;
  teach (self, trainer, level);
  typed_trainer_run (trainer, &how, writer);
  train_say (NULL);
  return ent_model_writer_save (writer, path, error) && train_measure (&dev, error);
}

static gboolean
read_and_train (Training *self, GError **error)
{
  g_autofree gchar *path = train_prepare (options.pack, TYPED_FILE, options.data, error);

  self->pipeline = path ? ent_pipeline_new_from_text ("tokenise ! tag names=off values=off ! parse", error) : NULL;
  if (!self->pipeline)
    return FALSE;
  ent_pipeline_set_pack (self->pipeline, language_pack ());
  if (!ent_pipeline_load (self->pipeline, error) || !read_gold (self, error))
    return FALSE;
  if (self->n_lost_mentions)
    cli_say ("train link: left out because they do not begin and end where words do: %u mentions, with %u relations",
             self->n_lost_mentions, self->n_lost_relations);
  return train (self, path, error);
}

static const char *
find_wrong_usage (void)
{
  if (!options.pack)
    return "expected -o PACK";
  if (!options.data)
    return "expected DATA: JSON Lines with entities and relations";
  if (options.level && strcmp (options.level, "sentence") && strcmp (options.level, "document"))
    return "--level: expected sentence or document";
  if (options.epochs < 1 || options.fold_epochs < 1)
    return "--epochs, --fold-epochs: expected 1 or more";
  if (!(options.rate > 0 && options.rate <= 100))
    return "--rate: expected a number above 0 and at most 100";
  if (!(options.dropout >= 0 && options.dropout < 1))
    return "--dropout: expected a number from 0 to below 1";
  if (!(options.prune >= 0))
    return "--prune: expected a number from 0 on";
  if (!(options.positive > 0 && options.positive <= 1000))
    return "--positive: expected a number above 0 and at most 1000";
  if (!(options.precision >= 0 && options.precision < 1))
    return "--precision: expected a number from 0 to below 1";
  if (!(options.boost >= -100 && options.boost <= 100))
    return "--boost: expected a number from -100 to 100";
  if (options.min_count < 1)
    return "--min-count: expected 1 or more";
  return NULL;
}

int
train_link (int argc, char **argv)
{
  Training self = { 0 };
  g_autoptr (GError) error = NULL;
  const char *wrong;
  gboolean ok;

  if (!cli_parse (
          argv, NULL, "Trains typed relations from JSON Lines with entities and relations.",
          "A line: {\"text\": …, \"entities\": [{\"id\", \"start\", \"end\", \"type\"}], \"relations\": [{\"head\",\n"
          "\"tail\", \"type\"}]}. The types are those of the data; what one of several files does not mark stays\n"
          "open there. Where entities have a \"cluster\" and relations hold between clusters, the model asks\n"
          "about the entities of the whole document, else about the mentions of a sentence.\n\n"
          "Example: entente train link -o mypack/ --dev dev.jsonl train.jsonl",
          entries))
    return CLI_USAGE;
  wrong = find_wrong_usage ();
  if (wrong)
    {
      cli_say ("train link: %s; see entente train link --help", wrong);
      return CLI_USAGE;
    }
  self.labels = g_hash_table_new (g_str_hash, g_str_equal);
  self.items = g_ptr_array_new_with_free_func (item_free);
  ok = read_and_train (&self, &error);
  g_clear_object (&self.pipeline);
  g_hash_table_unref (self.labels);
  g_ptr_array_unref (self.items);
  return ok ? CLI_OK : cli_fail (error);
}
