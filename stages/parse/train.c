/* Training the parser's network: cross-entropy of the right tags, heads and relations, by Adam, with dropout. */
#include "stages/parse/train.h"

#include "pipeline/learn/net/fixed.h"
#include <entente/error.h>
#include <math.h>
#include <string.h>

/* The first steps are smaller, the last ones too: the rate rises to its full, and falls until this part of it */
#define WARM_UP 200
#define LAST_RATE 0.02f
/* The relation that the network always has, for data with no other than the root */
#define UNKNOWN "dep"
/* Sizes that no option sets */
#define ARC_SIZE 96
#define LABEL_SIZE 64

static void
sentence_free (Sentence *self)
{
  g_free (self->features);
  g_free (self->offsets);
  g_free (self->rows);
  g_free (self->tags);
  g_free (self->labels);
  g_free (self->heads);
  g_free (self);
}

static guint
number_of_label (ParseTrainer *self, const gchar *label)
{
  gpointer interned = (gpointer) g_intern_string (label);
  guint number;

  if (!g_ptr_array_find (self->labels, interned, &number))
    {
      number = self->labels->len;
      g_ptr_array_add (self->labels, interned);
    }
  return number;
}

ParseTrainer *
parse_trainer_new (const EntWords *words)
{
  ParseTrainer *self = g_new0 (ParseTrainer, 1);

  self->words = words;
  self->vectors = ent_words_get_vectors (words);
  self->n_grains = ent_words_get_n_grains (words);
  self->sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
  self->labels = g_ptr_array_new ();
  self->features = ent_tally_new ();
  number_of_label (self, UNKNOWN);
  return self;
}

/* Calls `func` for each of the network's weights */
#define EACH_WEIGHTS(net, func, ...)                                                                                   \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    EntWeights *each[] = { &(net)->vector,          &(net)->tags,          &(net)->tags_bias,                          \
                           &(net)->tag_vectors,     &(net)->root,          &(net)->arc_head,                           \
                           &(net)->arc_head_bias,   &(net)->arc_dependent, &(net)->arc_dependent_bias,                 \
                           &(net)->arc_pair,        &(net)->arc_prior,     &(net)->label_head,                         \
                           &(net)->label_dependent, &(net)->label_bias,    &(net)->label_out,                          \
                           &(net)->label_out_bias };                                                                   \
                                                                                                                       \
    for (guint w = 0; w < G_N_ELEMENTS (each); w++)                                                                    \
      func (each[w], ##__VA_ARGS__);                                                                                   \
  }                                                                                                                    \
  G_STMT_END

void
parse_trainer_free (ParseTrainer *self)
{
  g_ptr_array_unref (self->sentences);
  g_ptr_array_unref (self->labels);
  ent_tally_free (self->features);
  ent_rows_clear (&self->net.features);
  ent_bilstm_clear (&self->net.first);
  ent_bilstm_clear (&self->net.second);
  EACH_WEIGHTS (&self->net, ent_weights_clear);
  g_free (self);
}

static Sentence *
sentence_new (ParseTrainer *self, EntDocument *doc, const EntToken *tokens, const EntWordForm *forms,
              const EntSentence *at)
{
  Sentence *sentence = g_new0 (Sentence, 1);
  guint64 ids[PARSE_MAX_FEATURES];
  guint k = 0;

  sentence->n = at->n;
  sentence->features = g_new (guint32, at->n * PARSE_MAX_FEATURES);
  sentence->offsets = g_new (guint32, at->n + 1);
  sentence->rows = g_new (guint32, at->n);
  sentence->tags = g_new (guint8, at->n);
  sentence->labels = g_new (guint8, at->n);
  sentence->heads = g_new (guint, at->n);
  for (guint t = 0; t < at->n; t++)
    {
      const EntToken *token = &tokens[at->first + t];
      guint n = parse_features (&forms[at->first + t], self->n_grains, ids);

      sentence->offsets[t] = k;
      for (guint i = 0; i < n; i++)
        sentence->features[k++] = ent_tally_add (self->features, ids[i], 1);
      sentence->rows[t] = forms[at->first + t].known.row;
      sentence->tags[t] = token->pos;
      sentence->labels[t] = number_of_label (self, ent_document_get_string (doc, token->dep));
      sentence->heads[t] = token->head == (gint) (at->first + t) ? 0 : token->head - at->first + 1;
    }
  sentence->offsets[at->n] = k;
  return sentence;
}

/* The model keeps relations with spaces between them */
static gboolean
has_relation (EntDocument *doc, const EntToken *token)
{
  const gchar *relation = ent_document_get_string (doc, token->dep);

  return relation && *relation && !strchr (relation, ' ');
}

/* Whether all of a sentence that the parser would read as a whole has heads in it */
static gboolean
is_whole (EntDocument *doc, const EntToken *tokens, const EntSentence *at)
{
  if (at->n > PARSE_LONGEST)
    return FALSE;
  for (guint t = at->first; t < at->first + at->n; t++)
    if (tokens[t].head < (gint) at->first || tokens[t].head >= (gint) (at->first + at->n)
        || !has_relation (doc, &tokens[t]))
      return FALSE;
  return TRUE;
}

/* Adds the sentences that have whole trees, each so many times; gives how many words they have. Those that are longer
 * than what is parsed at once are left out */
guint
parse_trainer_add (ParseTrainer *self, EntDocument *doc, guint times)
{
  guint n_tokens, n_sentences, n_words = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  g_autofree EntWordForm *forms = ent_word_forms_new (ent_document_get_text (doc, NULL), tokens, n_tokens, self->words);

  for (guint s = 0; s < n_sentences; s++)
    for (guint i = 0; i < times && is_whole (doc, tokens, &sentences[s]); i++)
      {
        g_ptr_array_add (self->sentences, sentence_new (self, doc, tokens, forms, &sentences[s]));
        n_words += sentences[s].n;
      }
  return n_words;
}

static void
init_network (ParseTrainer *self, EntRandom *random)
{
  const ParseShape *shape = &self->shape;
  Network *net = &self->net;
  guint both = 2 * shape->states;
  gfloat even = 1 / sqrtf (both);

  ent_rows_init (&net->features, ent_tally_get_n (self->features), shape->word, 0.1f, random);
  ent_weights_init (&net->vector, shape->vector, shape->word, 1 / sqrtf (shape->vector), random);
  ent_bilstm_init (&net->first, shape->word, shape->states, random);
  ent_weights_init (&net->tags, both, PARSE_TAGS, even, random);
  ent_weights_init (&net->tags_bias, 1, PARSE_TAGS, 0, random);
  ent_weights_init (&net->tag_vectors, PARSE_TAGS, PARSE_TAG_SIZE, 0.5f, random);
  ent_bilstm_init (&net->second, both + PARSE_TAG_SIZE, shape->states, random);
  ent_weights_init (&net->root, 1, both, 0.1f, random);
  ent_weights_init (&net->arc_head, both, shape->arc, even, random);
  ent_weights_init (&net->arc_head_bias, 1, shape->arc, 0, random);
  ent_weights_init (&net->arc_dependent, both, shape->arc, even, random);
  ent_weights_init (&net->arc_dependent_bias, 1, shape->arc, 0, random);
  ent_weights_init (&net->arc_pair, shape->arc, shape->arc, 1 / sqrtf (shape->arc), random);
  ent_weights_init (&net->arc_prior, 1, shape->arc, 0, random);
  ent_weights_init (&net->label_head, both, shape->label, even, random);
  ent_weights_init (&net->label_dependent, both, shape->label, even, random);
  ent_weights_init (&net->label_bias, 1, shape->label, 0, random);
  ent_weights_init (&net->label_out, shape->label, shape->n_labels, 1 / sqrtf (shape->label), random);
  ent_weights_init (&net->label_out_bias, 1, shape->n_labels, 0, random);
}

static void
add_feature_gradients (ParseTrainer *self, const Lane *lane)
{
  for (guint i = 0; i < lane->n; i++)
    for (guint t = 0; t < lane->sentences[i]->n; t++)
      for (guint k = lane->offsets[i][t]; k < lane->offsets[i][t + 1]; k++)
        ent_rows_add_gradient (&self->net.features, lane->features[i][k],
                               lane->dwords[i] + (gsize) t * self->shape.word, 1 / (1 - PARSE_DROP_FEATURES));
}

static void
step (ParseTrainer *self, const EntAdam *adam)
{
  ent_rows_step (&self->net.features, adam);
  ent_bilstm_step (&self->net.first, adam);
  ent_bilstm_step (&self->net.second, adam);
  EACH_WEIGHTS (&self->net, ent_weights_step, adam);
}

static void
learn_batch (ParseTrainer *self, Lane *lanes, guint jobs, const EntAdam *adam)
{
  GThread *threads[ENT_NET_LANES] = { NULL };

  for (guint l = 1; l < ENT_NET_LANES && jobs > 1; l++)
    threads[l] = g_thread_new ("train", parse_lane_learn, &lanes[l]);
  for (guint l = 0; l < ENT_NET_LANES; l++)
    if (threads[l])
      g_thread_join (threads[l]);
    else
      parse_lane_learn (&lanes[l]);
  for (guint l = 0; l < ENT_NET_LANES; l++)
    add_feature_gradients (self, &lanes[l]);
  step (self, adam);
}

static gfloat
rate_at (guint step, guint n_steps, gfloat rate)
{
  gfloat left = 1 - (gfloat) step / n_steps;

  return rate * MAX (left, LAST_RATE) * MIN (1, (gfloat) step / WARM_UP);
}

static void
fill_lanes (Lane *lanes, Sentence **sentences, const guint *order, guint n)
{
  for (guint l = 0; l < ENT_NET_LANES; l++)
    lanes[l].n = 0;
  for (guint i = 0; i < n; i++)
    {
      Lane *lane = &lanes[i % ENT_NET_LANES];

      lane->sentences[lane->n++] = sentences[order[i]];
    }
}

/* Gives the loss of the last epoch */
static gdouble
learn (ParseTrainer *self, const ParseOptions *options, ParseProgress progress, gpointer user_data)
{
  Lane lanes[ENT_NET_LANES];
  EntRandom random = { 20170425 };
  guint n = self->sentences->len, n_batches = (n + PARSE_BATCH - 1) / PARSE_BATCH,
        n_steps = options->epochs * n_batches;
  Sentence **sentences = (Sentence **) self->sentences->pdata;
  g_autofree guint *order = g_new (guint, n);
  guint done = 0;
  gdouble loss = 0;

  init_network (self, &random);
  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint l = 0; l < ENT_NET_LANES; l++)
    lanes[l] = (Lane){
      .trainer = self, .lane = l, .random = { 100 + l }, .scratch = ent_scratch_new (), .kept = ent_scratch_new ()
    };
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      loss = 0;
      ent_random_shuffle (&random, order, n);
      for (guint b = 0; b < n_batches; b++)
        {
          EntAdam adam = { .step = ++done };

          adam.rate = rate_at (done, n_steps, options->rate);
          fill_lanes (lanes, sentences, order + b * PARSE_BATCH, MIN (PARSE_BATCH, n - b * PARSE_BATCH));
          learn_batch (self, lanes, options->jobs, &adam);
          if (progress && (b + 1) % 100 == 0 && b + 1 < n_batches)
            progress (epoch + 1, b + 1, n_batches, 0, user_data);
        }
      for (guint l = 0; l < ENT_NET_LANES; l++)
        {
          loss += lanes[l].loss;
          lanes[l].loss = 0;
        }
      if (progress)
        progress (epoch + 1, n_batches, n_batches, loss, user_data);
    }
  for (guint l = 0; l < ENT_NET_LANES; l++)
    {
      ent_scratch_free (lanes[l].scratch);
      ent_scratch_free (lanes[l].kept);
    }
  return loss;
}

static gchar *
join_labels (const ParseTrainer *self)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint y = 0; y < self->labels->len; y++)
    g_string_append_printf (labels, "%s%s", y ? " " : "", (const gchar *) self->labels->pdata[y]);
  return g_string_free (g_steal_pointer (&labels), FALSE);
}

static void
store (const ParseTrainer *self, EntModelWriter *writer)
{
  const ParseShape *shape = &self->shape;
  const Network *net = &self->net;
  g_autofree gchar *labels = join_labels (self);

  ent_model_writer_set_text (writer, "labels", labels);
  ent_model_writer_set_number (writer, "size.vector", shape->vector);
  ent_model_writer_set_number (writer, "size.word", shape->word);
  ent_model_writer_set_number (writer, "size.states", shape->states);
  ent_model_writer_set_number (writer, "size.arc", shape->arc);
  ent_model_writer_set_number (writer, "size.label", shape->label);
  ent_feature_table_store (writer, self->features, &net->features, PARSE_MIN_COUNT);
  ent_fixed_store (writer, "vector", &net->vector);
  ent_bilstm_store (&net->first, "first", writer);
  ent_fixed_store (writer, "tags", &net->tags);
  ent_fixed_store_bias (writer, "tags.bias", &net->tags_bias);
  ent_fixed_store (writer, "tag_vectors", &net->tag_vectors);
  ent_bilstm_store (&net->second, "second", writer);
  ent_fixed_store_bias (writer, "root", &net->root);
  ent_fixed_store (writer, "arc.head", &net->arc_head);
  ent_fixed_store_bias (writer, "arc.head.bias", &net->arc_head_bias);
  ent_fixed_store (writer, "arc.dependent", &net->arc_dependent);
  ent_fixed_store_bias (writer, "arc.dependent.bias", &net->arc_dependent_bias);
  ent_fixed_store (writer, "arc.pair", &net->arc_pair);
  ent_fixed_store_bias (writer, "arc.prior", &net->arc_prior);
  ent_fixed_store (writer, "label.head", &net->label_head);
  ent_fixed_store (writer, "label.dependent", &net->label_dependent);
  ent_fixed_store_bias (writer, "label.bias", &net->label_bias);
  ent_fixed_store (writer, "label.out", &net->label_out);
  ent_fixed_store_bias (writer, "label.out.bias", &net->label_out_bias);
}

gboolean
parse_trainer_run (ParseTrainer *self, const ParseOptions *options, ParseProgress progress, gpointer user_data,
                   EntModelWriter *writer, GError **error)
{
  self->shape
      = (ParseShape){ self->vectors->size, options->word, options->states, ARC_SIZE, LABEL_SIZE, self->labels->len };
  if (self->labels->len > G_MAXUINT8)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%u relations in the data: expected at most %u",
                   self->labels->len, G_MAXUINT8);
      return FALSE;
    }
  if (!isfinite (learn (self, options, progress, user_data)))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "training went astray: expected a smaller rate than %g",
                   options->rate);
      return FALSE;
    }
  store (self, writer);
  ent_words_sign (self->words, writer);
  return TRUE;
}
