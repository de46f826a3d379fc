/* Gathers the choices of antecedents that the gold makes, and fits the weights of a log-linear model to them: the
 * probability of all right candidates of a choice together is made as large as it can be. Source: Durrett and Klein,
 * "Easy Victories and Uphill Battles in Coreference Resolution", EMNLP 2013. */
#include "stages/link/coref-train.h"

#include "pipeline/learn/random.h"
#include "pipeline/learn/tally.h"
#include "stages/link/coref.h"
#include "stages/link/entities.h"
#include <math.h>
#include <string.h>

/* Costs of errors: a phrase is taken for new, is taken for something else, is taken for something though it is new */
#define COST_MISSED 2.5f
#define COST_WRONG 2.0f
#define COST_INVENTED 0.5f

/* Of the squares of gradients, so that the first step is not too long */
#define EPSILON 1e-3f

struct _CorefTrainer
{
  EntStage *stage; /* which finds the data */
  Names *names;
  LinkNouns *nouns;
  EntTally *features;
  GArray *ids;        /* guint32, numbers of the tally */
  GArray *candidates; /* guint32: where the features of each begin, and one more at the end */
  GArray *right;      /* gboolean, one a candidate */
  GArray *choices;    /* guint32: the first candidate of each, and one more at the end */
};

static guint32
value_at (const GArray *array, guint i)
{
  return g_array_index (array, guint32, i);
}

static void
append (GArray *array, guint32 value)
{
  g_array_append_val (array, value);
}

CorefTrainer *
coref_trainer_new (const gchar *pack, GError **error)
{
  CorefTrainer *self = g_new0 (CorefTrainer, 1);

  self->features = ent_tally_new ();
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->right = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->choices = g_array_new (FALSE, FALSE, sizeof (guint32));
  append (self->candidates, 0);
  append (self->choices, 0);
  self->stage = ent_stage_new ("link", error);
  if (self->stage)
    ent_stage_set_pack (self->stage, pack);
  self->names = self->stage ? link_names_load (self->stage, error) : NULL;
  self->nouns = self->names ? link_nouns_load (self->stage, self->names, error) : NULL;
  if (!self->nouns)
    g_clear_pointer (&self, coref_trainer_free);
  return self;
}

void
coref_trainer_free (CorefTrainer *self)
{
  g_clear_pointer (&self->nouns, link_nouns_free);
  g_clear_pointer (&self->names, link_names_free);
  g_clear_object (&self->stage);
  ent_tally_free (self->features);
  g_array_unref (self->ids);
  g_array_unref (self->candidates);
  g_array_unref (self->right);
  g_array_unref (self->choices);
  g_free (self);
}

/* What a document's choices are taken from */
typedef struct
{
  CorefTrainer *trainer;
  gint64 *chain_of; /* token → the gold's chain of the mention that has it as its head, 0 for none */
} Gathering;

static void
append_features (CorefTrainer *self, const EntFeatures *features, guint i)
{
  for (guint f = features->offsets[i]; f < features->offsets[i + 1]; f++)
    append (self->ids, ent_tally_add (self->features, features->ids[f], 1));
  append (self->candidates, self->ids->len);
}

static gint64
gold_of (const Gathering *self, const Antecedents *antecedents, gint r)
{
  return r < 0 ? 0 : self->chain_of[link_referent (antecedents->referents, r)->head];
}

/* Makes the choice that is right, so that the chains before each choice are, too */
static guint
choose_right (const Antecedents *antecedents, guint r, gpointer data)
{
  Gathering *self = data;
  EntFeatures features = ent_feature_list_get (&antecedents->features);
  gint64 chain = gold_of (self, antecedents, r);
  guint right = 0;

  for (guint i = antecedents->n; chain && i-- > 1;)
    right = gold_of (self, antecedents, antecedents->candidates[i]) == chain ? i : right;
  for (guint i = 0; i < antecedents->n; i++)
    {
      gboolean is_right = right ? i && gold_of (self, antecedents, antecedents->candidates[i]) == chain : !i;

      append_features (self->trainer, &features, i);
      append (self->trainer->right, is_right);
    }
  append (self->trainer->choices, self->trainer->right->len);
  return right;
}

/* Mentions that begin and end with tokens; of two with one head, the longer one counts */
static void
place_gold (const LinkTree *tree, const CorefMention *gold, guint n, gint64 *chain_of)
{
  g_autofree guint *lengths = g_new0 (guint, tree->n_tokens + 1);
  guint t = 0;

  for (guint g = 0; g < n; g++)
    {
      guint end, head;

      while (t > 0 && tree->tokens[t].start > gold[g].start)
        t--;
      while (t < tree->n_tokens && tree->tokens[t].start < gold[g].start)
        t++;
      for (end = t; end < tree->n_tokens && tree->tokens[end].end <= gold[g].end; end++)
        ;
      if (end == t)
        continue;
      head = link_head_of (tree, t, end);
      if (end - t <= lengths[head])
        continue;
      lengths[head] = end - t;
      chain_of[head] = gold[g].chain + 1;
    }
}

void
coref_trainer_add (CorefTrainer *self, EntDocument *doc, const CorefMention *gold, guint n)
{
  g_autoptr (LinkTree) tree = NULL;
  g_autoptr (LinkPhrases) phrases = NULL;
  g_autoptr (Referents) referents = NULL;
  Gathering gathering = { .trainer = self };

  link_entities (doc, self->names);
  tree = link_tree_new (doc);
  phrases = link_phrases_new (tree);
  referents = link_referents_new (phrases, self->nouns);
  gathering.chain_of = g_new0 (gint64, tree->n_tokens + 1);
  place_gold (tree, gold, n, gathering.chain_of);
  link_make_chains (referents, choose_right, &gathering);
  g_free (gathering.chain_of);
}

typedef struct
{
  const CorefTrainer *data;
  const CorefOptions *options;
  gfloat *weights;
  gfloat *sums;    /* of the weights after each epoch of the second half, which are averaged */
  gfloat *squares; /* sums of squared gradients: Duchi, Hazan, Singer, "Adaptive Subgradient Methods", JMLR 2011 */
  EntRandom random;
  GArray *scores; /* gfloat */
} Fitting;

static gboolean
is_left_out (Fitting *self, guint32 feature)
{
  return ent_tally_get_count (self->data->features, feature) < self->options->min_count;
}

static gfloat
score_of (Fitting *self, guint candidate)
{
  gfloat score = 0;

  for (guint f = value_at (self->data->candidates, candidate); f < value_at (self->data->candidates, candidate + 1);
       f++)
    score += self->weights[value_at (self->data->ids, f)];
  return score;
}

static void
step (Fitting *self, guint candidate, gfloat gradient)
{
  for (guint f = value_at (self->data->candidates, candidate); f < value_at (self->data->candidates, candidate + 1);
       f++)
    {
      guint32 id = value_at (self->data->ids, f);

      if (is_left_out (self, id) || ent_random_uniform (&self->random) < self->options->dropout)
        continue;
      self->squares[id] += gradient * gradient;
      self->weights[id] += self->options->rate * gradient / sqrtf (self->squares[id] + EPSILON);
    }
}

/* Scores to probabilities; what all right ones have together */
static gfloat
normalise (Fitting *self, guint first, guint end)
{
  gfloat *scores = (gfloat *) self->scores->data;
  gfloat max = scores[0], sum = 0, right = 0;

  for (guint i = 1; i < end - first; i++)
    max = MAX (max, scores[i]);
  for (guint i = 0; i < end - first; i++)
    sum += scores[i] = expf (scores[i] - max);
  for (guint i = 0; i < end - first; i++)
    {
      scores[i] /= sum;
      right += value_at (self->data->right, first + i) ? scores[i] : 0;
    }
  return MAX (right, 1e-9f);
}

/* What a wrong candidate is given on top in training, so that the right one learns to stand clear of it */
static gfloat
cost_of (const Fitting *self, guint choice, guint i)
{
  guint first = value_at (self->data->choices, choice);

  if (value_at (self->data->right, first + i))
    return 0;
  if (i == 0)
    return COST_MISSED;
  return value_at (self->data->right, first) ? COST_INVENTED : COST_WRONG;
}

static gdouble
learn_choice (Fitting *self, guint choice)
{
  guint first = value_at (self->data->choices, choice), end = value_at (self->data->choices, choice + 1);
  gfloat *scores, right;

  g_array_set_size (self->scores, end - first);
  scores = (gfloat *) self->scores->data;
  for (guint i = 0; i < end - first; i++)
    scores[i] = score_of (self, first + i) + cost_of (self, choice, i);
  right = normalise (self, first, end);
  for (guint i = 0; i < end - first; i++)
    {
      gfloat wanted = value_at (self->data->right, first + i) ? scores[i] / right : 0;

      if (fabsf (wanted - scores[i]) > 1e-4f)
        step (self, first + i, wanted - scores[i]);
    }
  return -log (right);
}

static void
store (const Fitting *self, EntModelWriter *writer)
{
  guint32 n = ent_tally_get_n (self->data->features);
  g_autoptr (GArray) features = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (gint16));

  for (guint32 i = 0; i < n; i++)
    {
      guint64 feature = ent_tally_get_key (self->data->features, i);
      gint16 weight = (gint16) CLAMP (lrintf (self->sums[i] * RANKER_UNIT), G_MININT16, G_MAXINT16);

      if (ABS (weight) < RANKER_UNIT / 64)
        continue;
      g_array_append_val (features, feature);
      g_array_append_val (weights, weight);
    }
  ent_model_writer_set_number (writer, "features", features->len);
  link_ranker_store (writer, (const guint64 *) features->data, (const gint16 *) weights->data, features->len);
}

void
coref_trainer_run (CorefTrainer *self, const CorefOptions *options, CorefEpochFunc func, gpointer user_data,
                   EntModelWriter *writer)
{
  guint32 n = ent_tally_get_n (self->features);
  guint n_choices = self->choices->len - 1;
  g_autofree guint *order = g_new (guint, n_choices + 1);
  Fitting fitting = { .data = self,
                      .options = options,
                      .weights = g_new0 (gfloat, n + 1),
                      .sums = g_new0 (gfloat, n + 1),
                      .squares = g_new0 (gfloat, n + 1),
                      .random = { 1 },
                      .scores = g_array_new (FALSE, FALSE, sizeof (gfloat)) };

  for (guint i = 0; i < n_choices; i++)
    order[i] = i;
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      gdouble loss = 0;

      ent_random_shuffle (&fitting.random, order, n_choices);
      for (guint i = 0; i < n_choices; i++)
        loss += learn_choice (&fitting, order[i]);
      for (guint32 i = 0; epoch >= options->epochs / 2 && i < n; i++)
        fitting.sums[i] += fitting.weights[i] / (options->epochs - options->epochs / 2);
      if (func)
        func (epoch + 1, loss, user_data);
    }
  store (&fitting, writer);
  g_free (fitting.weights);
  g_free (fitting.sums);
  g_free (fitting.squares);
  g_array_unref (fitting.scores);
}
