/* Training the model of typed relations: pairs of candidates to examples, folds of documents, and the model's file. */
#include "pipeline/learn/calibration.h"
#include "stages/link/typed-ontology.h"
#include "stages/link/typed-thresholds.h"
#include "stages/link/typed-text.h"

#include <string.h>

/* Parts of the data that are judged by a model trained on the others */
#define N_FOLDS 5

struct _TypedTrainer
{
  TypedLevel level;
  gchar **labels;
  guint n_labels;
  EntWords *words;
  TypedOntology *ontology;
  EntClassifierTrainer *trainer;
  GArray *targets; /* guint8, n_labels for each example */
  GArray *folds;   /* guint8, of each example */
  guint *n_gold;   /* of each label, how often it stands in the data */
  gboolean single; /* no pair has two labels */
  guint n_documents;
};

/* The labels, each once, in order; the words are given away */
TypedTrainer *
typed_trainer_new (TypedLevel level, const gchar *const *labels, guint n_labels, EntWords *words)
{
  TypedTrainer *self = g_new0 (TypedTrainer, 1);

  self->level = level;
  self->labels = g_strdupv ((gchar **) labels);
  self->n_labels = n_labels;
  self->words = words;
  self->ontology = typed_ontology_new ();
  self->trainer = ent_classifier_trainer_new (labels, n_labels);
  self->targets = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->folds = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->n_gold = g_new0 (guint, n_labels);
  self->single = TRUE;
  return self;
}

void
typed_trainer_free (TypedTrainer *self)
{
  g_strfreev (self->labels);
  ent_words_free (self->words);
  typed_ontology_free (self->ontology);
  ent_classifier_trainer_free (self->trainer);
  g_array_unref (self->targets);
  g_array_unref (self->folds);
  g_free (self->n_gold);
  g_free (self);
}

static guint
number_of (const TypedTrainer *self, const gchar *label)
{
  guint y = 0;

  while (strcmp (self->labels[y], label))
    y++;
  return y;
}

/* The type of a mention, or of the first one of an entity */
static const gchar *
type_of (const TypedTrainer *self, EntDocument *doc, const EntMention *mentions, guint n, guint which)
{
  guint m = 0;

  if (self->level == TYPED_SENTENCE)
    m = which;
  else
    while (m < n - 1 && mentions[m].entity != (gint) which)
      m++;
  return ent_document_get_string (doc, mentions[m].type);
}

void
typed_trainer_note (TypedTrainer *self, EntDocument *doc, const EntMention *mentions, guint n_mentions,
                    const TypedGold *relations, guint n_relations)
{
  for (guint r = 0; r < n_relations; r++)
    {
      guint y = number_of (self, relations[r].type);

      if (relations[r].open)
        continue;
      self->n_gold[y]++;
      typed_ontology_add (self->ontology, y, self->labels[y],
                          type_of (self, doc, mentions, n_mentions, relations[r].head),
                          type_of (self, doc, mentions, n_mentions, relations[r].tail));
    }
}

/* A document whose pairs become examples */
typedef struct
{
  TypedTrainer *trainer;
  TypedText *text;
  const TypedGold *relations; /* sorted by head and tail */
  guint n_relations;
  GHashTable *marked;
  guint8 *targets;
  guint fold;
  guint times;
} Lesson;

static gint
compare_gold (gconstpointer a, gconstpointer b)
{
  const TypedGold *x = a, *y = b;

  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  return (x->tail > y->tail) - (x->tail < y->tail);
}

static guint
find_gold (const Lesson *self, guint head, guint tail)
{
  TypedGold wanted = { head, tail, NULL, FALSE };
  guint low = 0, high = self->n_relations;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (compare_gold (&self->relations[middle], &wanted) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Labels that the types forbid, or the source does not mark, are open; → whether it says anything at all */
static gboolean
set_targets (Lesson *self, const GArray *labels, guint head, guint tail)
{
  TypedTrainer *trainer = self->trainer;
  gboolean says_something = FALSE;
  guint n_yes = 0;

  memset (self->targets, ENT_TARGET_OPEN, trainer->n_labels);
  for (guint i = 0; i < labels->len; i++)
    {
      guint y = g_array_index (labels, guint16, i);

      if (!self->marked || g_hash_table_contains (self->marked, trainer->labels[y]))
        self->targets[y] = ENT_TARGET_NO;
    }
  for (guint r = find_gold (self, head, tail);
       r < self->n_relations && self->relations[r].head == head && self->relations[r].tail == tail; r++)
    self->targets[number_of (trainer, self->relations[r].type)]
        = self->relations[r].open ? ENT_TARGET_OPEN : ENT_TARGET_YES;
  for (guint y = 0; y < trainer->n_labels; y++)
    {
      n_yes += self->targets[y] == ENT_TARGET_YES;
      says_something |= self->targets[y] != ENT_TARGET_OPEN;
    }
  trainer->single &= n_yes < 2;
  return says_something;
}

static void
add_example (Lesson *self)
{
  TypedTrainer *trainer = self->trainer;
  const guint8 fold = self->fold;

  ent_classifier_trainer_add (trainer->trainer, (const guint64 *) self->text->ids->data, self->text->ids->len,
                              self->targets, fold, self->times);
  g_array_append_vals (trainer->targets, self->targets, trainer->n_labels);
  g_array_append_val (trainer->folds, fold);
}

static void
take_pair (gpointer data, guint head, guint tail)
{
  Lesson *self = data;
  const TypedMention *a = typed_mention (self->text, head), *b = typed_mention (self->text, tail);
  const GArray *labels = typed_ontology_find (self->trainer->ontology, typed_signature (a->type, b->type));

  if (!labels || !set_targets (self, labels, a->mention, b->mention))
    return;
  typed_gather_pair (self->text, head, tail);
  add_example (self);
}

static void
take_entities (gpointer data, guint head, guint tail)
{
  Lesson *self = data;
  const TypedMention *a = typed_mention_of (self->text, typed_entity (self->text, head), 0);
  const TypedMention *b = typed_mention_of (self->text, typed_entity (self->text, tail), 0);
  const GArray *labels = typed_ontology_find (self->trainer->ontology, typed_signature (a->type, b->type));

  if (!labels || !set_targets (self, labels, a->entity, b->entity))
    return;
  typed_gather_entities (self->text, head, tail);
  add_example (self);
}

void
typed_trainer_add (TypedTrainer *self, EntDocument *doc, const EntMention *mentions, guint n_mentions,
                   const TypedGold *relations, guint n_relations, GHashTable *marked, guint times)
{
  g_autofree TypedGold *sorted = g_memdup2 (relations, n_relations * sizeof *relations);
  g_autofree guint8 *targets = g_new (guint8, self->n_labels);
  g_autoptr (LinkTree) tree = link_tree_new (doc);
  Lesson lesson = { .trainer = self, .relations = sorted, .n_relations = n_relations, .marked = marked };

  if (n_relations)
    qsort (sorted, n_relations, sizeof *sorted, compare_gold);
  lesson.targets = targets;
  lesson.fold = self->n_documents++ % N_FOLDS;
  lesson.times = times;
  lesson.text = typed_text_new (tree, mentions, n_mentions, self->words);
  if (self->level == TYPED_SENTENCE)
    typed_foreach_pair (lesson.text, take_pair, &lesson);
  else
    typed_foreach_entities (lesson.text, take_entities, &lesson);
  typed_text_free (lesson.text);
}

static void
judge_fold (const TypedTrainer *self, guint fold, TypedJudgements *judgements)
{
  g_autofree gfloat *scores = g_new (gfloat, self->n_labels);

  for (guint e = 0; e < self->folds->len; e++)
    if (g_array_index (self->folds, guint8, e) == fold)
      {
        ent_classifier_trainer_score (self->trainer, e, scores);
        typed_judge (judgements, scores, &g_array_index (self->targets, guint8, (gsize) e * self->n_labels));
      }
}

/* Each fold by a model of the others: thresholds, and what confidences are worth */
static void
find_thresholds (TypedTrainer *self, const TypedOptions *options, EntModelWriter *writer)
{
  EntClassifierOptions how = options->classifier;
  TypedJudgements *judgements = typed_judgements_new (self->n_labels, self->n_gold, self->single);
  g_autofree gfloat *thresholds = g_new (gfloat, self->n_labels);

  how.epochs = options->fold_epochs;
  for (guint fold = 0; fold < N_FOLDS; fold++)
    {
      ent_classifier_trainer_run (self->trainer, &how, fold, options->progress, options->user_data);
      judge_fold (self, fold, judgements);
    }
  typed_choose_thresholds (judgements, options->precision, options->macro, thresholds, writer);
  for (guint y = 0; y < self->n_labels; y++)
    thresholds[y] += options->boost;
  ent_model_writer_add (writer, "thresholds", thresholds, self->n_labels * sizeof *thresholds);
  typed_judgements_free (judgements);
}

void
typed_trainer_run (TypedTrainer *self, const TypedOptions *options, EntModelWriter *writer)
{
  find_thresholds (self, options, writer);
  ent_classifier_trainer_run (self->trainer, &options->classifier, ENT_CLASSIFIER_NO_FOLD, options->progress,
                              options->user_data);
  ent_classifier_trainer_store (self->trainer, &options->classifier, writer);
  ent_model_writer_set_text (writer, "level", self->level == TYPED_SENTENCE ? "sentence" : "document");
  ent_model_writer_set_number (writer, "single", self->single);
  ent_model_writer_set_number (writer, "pairs", self->folds->len);
  ent_model_writer_set_text (writer, "signatures", self->ontology->text->str);
  ent_words_sign (self->words, writer);
}
