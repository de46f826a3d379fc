/* Running the network, in whole numbers but for what lies between its layers. */
#include "stages/parse/network.h"

#include "pipeline/learn/net/features.h"
#include "pipeline/learn/net/fixed.h"
#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/tree.h"
#include <entente/error.h>
#include <string.h>

struct _ParseNet
{
  ParseShape shape;
  const EntVectors *vectors;
  guint n_grains;
  gchar **labels;
  guint root_label; /* the one that only the root has, or n_labels */
  EntFeatureTable *features;
  EntFixed vector;
  EntFixedBiLstm first;
  EntFixed tags;
  EntFixed tag_vectors;
  EntFixedBiLstm second;
  EntFixed arc_head, arc_dependent, arc_pair;
  EntFixed label_head, label_dependent, label_out;
  const gfloat *tags_bias, *root, *arc_head_bias, *arc_dependent_bias, *arc_prior, *label_bias, *label_out_bias;
};

static gboolean
refuse (EntModel *model, const gchar *why, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: %s", ent_model_get_path (model), why);
  return FALSE;
}

/* What is no size of a layer counts as 0 */
static guint
read_size (EntModel *model, const gchar *key)
{
  gdouble size = ent_model_get_number (model, key, 0);

  return size >= 1 && size <= ENT_FIXED_MAX_COLUMNS ? size : 0;
}

static gboolean
read_shape (ParseNet *self, EntModel *model, GError **error)
{
  ParseShape *shape = &self->shape;
  g_autofree gchar *labels = ent_model_dup_text (model, "labels");

  self->labels = g_strsplit (labels ? labels : "", " ", -1);
  shape->n_labels = g_strv_length (self->labels);
  while (self->root_label < shape->n_labels && !g_str_equal (self->labels[self->root_label], "root"))
    self->root_label++;
  shape->vector = read_size (model, "size.vector");
  shape->word = read_size (model, "size.word");
  shape->states = read_size (model, "size.states");
  shape->arc = read_size (model, "size.arc");
  shape->label = read_size (model, "size.label");
  if (shape->n_labels < 2 || shape->n_labels > G_MAXUINT8 || !shape->vector || !shape->word || !shape->states
      || !shape->arc || !shape->label)
    return refuse (model, "damaged: the sizes in its header make no sense", error);
  if (self->vectors->size != shape->vector)
    return refuse (model,
                   "was trained with a table of words that has vectors of another size: expected the one of its "
                   "own pack",
                   error);
  return TRUE;
}

static gboolean
load_reading (ParseNet *self, EntModel *model, GError **error)
{
  const ParseShape *shape = &self->shape;
  guint both = 2 * shape->states;

  return ent_feature_table_load (&self->features, model, shape->word, error)
         && ent_fixed_load (&self->vector, model, "vector", shape->vector, shape->word, error)
         && ent_fixed_bilstm_load (&self->first, model, "first", shape->word, shape->states, error)
         && ent_fixed_load (&self->tags, model, "tags", both, PARSE_TAGS, error)
         && (self->tags_bias = ent_fixed_load_bias (model, "tags.bias", PARSE_TAGS, error))
         && ent_fixed_load (&self->tag_vectors, model, "tag_vectors", PARSE_TAGS, PARSE_TAG_SIZE, error)
         && ent_fixed_bilstm_load (&self->second, model, "second", both + PARSE_TAG_SIZE, shape->states, error);
}

static gboolean
load_scoring (ParseNet *self, EntModel *model, GError **error)
{
  const ParseShape *shape = &self->shape;
  guint both = 2 * shape->states;

  return (self->root = ent_fixed_load_bias (model, "root", both, error))
         && ent_fixed_load (&self->arc_head, model, "arc.head", both, shape->arc, error)
         && (self->arc_head_bias = ent_fixed_load_bias (model, "arc.head.bias", shape->arc, error))
         && ent_fixed_load (&self->arc_dependent, model, "arc.dependent", both, shape->arc, error)
         && (self->arc_dependent_bias = ent_fixed_load_bias (model, "arc.dependent.bias", shape->arc, error))
         && ent_fixed_load (&self->arc_pair, model, "arc.pair", shape->arc, shape->arc, error)
         && (self->arc_prior = ent_fixed_load_bias (model, "arc.prior", shape->arc, error))
         && ent_fixed_load (&self->label_head, model, "label.head", both, shape->label, error)
         && ent_fixed_load (&self->label_dependent, model, "label.dependent", both, shape->label, error)
         && (self->label_bias = ent_fixed_load_bias (model, "label.bias", shape->label, error))
         && ent_fixed_load (&self->label_out, model, "label.out", shape->label, shape->n_labels, error)
         && (self->label_out_bias = ent_fixed_load_bias (model, "label.out.bias", shape->n_labels, error));
}

/* @model and @words must outlive the result */
ParseNet *
parse_net_new (EntModel *model, const EntWords *words, GError **error)
{
  g_autoptr (ParseNet) self = g_new0 (ParseNet, 1);

  self->vectors = ent_words_get_vectors (words);
  self->n_grains = ent_words_get_n_grains (words);
  if (!read_shape (self, model, error) || !load_reading (self, model, error) || !load_scoring (self, model, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
parse_net_free (ParseNet *self)
{
  g_strfreev (self->labels);
  g_clear_pointer (&self->features, ent_feature_table_free);
  g_free (self);
}

const gchar *
parse_net_get_label (const ParseNet *self, guint label)
{
  return self->labels[label];
}

/* [n][word] */
static gfloat *
embed (const ParseNet *self, const EntWordForm *forms, guint n, EntScratch *scratch)
{
  guint size = self->shape.vector;
  EntFixedInput vectors = { ent_scratch_take (scratch, (gsize) n * size * sizeof (gint16)), self->vectors->scale };
  guint64 ids[PARSE_MAX_FEATURES];
  gfloat *x;

  for (guint t = 0; t < n; t++)
    {
      const gint8 *vector = ent_vectors_get (self->vectors, forms[t].known.row);

      for (guint i = 0; i < size; i++)
        vectors.values[(gsize) t * size + i] = vector[i];
    }
  x = ent_fixed_apply (&self->vector, NULL, &vectors, n, scratch);
  for (guint t = 0; t < n; t++)
    ent_feature_table_add (self->features, ids, parse_features (&forms[t], self->n_grains, ids),
                           x + (gsize) t * self->shape.word);
  return x;
}

/* What the second reading sees of each word: the states of the first, and its tags, each as much as it is likely */
static EntFixedInput
join_tags (const ParseNet *self, const EntFixedInput *states, guint n, EntScratch *scratch)
{
  guint both = 2 * self->shape.states, width = both + PARSE_TAG_SIZE;
  gfloat *tags = ent_fixed_apply (&self->tags, self->tags_bias, states, n, scratch);
  gfloat *joined = ent_scratch_floats (scratch, (gsize) n * width), *vectors;
  EntFixedInput likely;

  for (guint t = 0; t < n; t++)
    ent_softmax (tags + t * PARSE_TAGS, PARSE_TAGS);
  likely = ent_fixed_input (tags, (gsize) n * PARSE_TAGS, scratch);
  vectors = ent_fixed_apply (&self->tag_vectors, NULL, &likely, n, scratch);
  for (guint t = 0; t < n; t++)
    {
      ent_add_shorts (joined + (gsize) t * width, states->values + (gsize) t * both, states->scale, both);
      memcpy (joined + (gsize) t * width + both, vectors + t * PARSE_TAG_SIZE, PARSE_TAG_SIZE * sizeof *vectors);
    }
  return ent_fixed_input (joined, (gsize) n * width, scratch);
}

/* The states of the root and of the words, [n + 1][2 · states] */
static EntFixedInput
read_sentence (const ParseNet *self, const EntWordForm *forms, guint n, EntScratch *scratch)
{
  guint both = 2 * self->shape.states;
  gfloat *words = embed (self, forms, n, scratch);
  EntFixedInput x = ent_fixed_input (words, (gsize) n * self->shape.word, scratch);
  EntFixedInput first = ent_fixed_bilstm_run (&self->first, &x, n, scratch);
  EntFixedInput joined = join_tags (self, &first, n, scratch);
  EntFixedInput second = ent_fixed_bilstm_run (&self->second, &joined, n, scratch);
  gfloat *all = ent_scratch_floats (scratch, (gsize) (n + 1) * both);

  memcpy (all, self->root, both * sizeof *all);
  ent_add_shorts (all + both, second.values, second.scale, (gsize) n * both);
  return ent_fixed_input (all, (gsize) (n + 1) * both, scratch);
}

/* [head][dependent] */
static gfloat *
score_arcs (const ParseNet *self, const EntFixedInput *states, guint n, EntScratch *scratch)
{
  guint size = self->shape.arc, all = n + 1;
  gfloat *heads = ent_fixed_apply (&self->arc_head, self->arc_head_bias, states, all, scratch);
  gfloat *dependents = ent_fixed_apply (&self->arc_dependent, self->arc_dependent_bias, states, all, scratch);
  EntFixedInput dependent, head, pair;
  EntFixed asked;

  ent_leak (heads, PARSE_LEAK, (gsize) all * size);
  ent_leak (dependents, PARSE_LEAK, (gsize) all * size);
  dependent = ent_fixed_input (dependents, (gsize) all * size, scratch);
  head = ent_fixed_input (heads, (gsize) all * size, scratch);
  pair = ent_fixed_input (ent_fixed_apply (&self->arc_pair, self->arc_prior, &dependent, all, scratch),
                          (gsize) all * size, scratch);
  asked = ent_fixed_from_input (&pair, all, size, scratch);
  return ent_fixed_apply (&asked, NULL, &head, all, scratch);
}

/* Of a word that is not the root */
static guint8
best_label (const ParseNet *self, const gfloat *scores)
{
  guint best = self->root_label == 0;

  for (guint y = best + 1; y < self->shape.n_labels; y++)
    if (y != self->root_label && scores[y] > scores[best])
      best = y;
  return best;
}

static void
choose_labels (const ParseNet *self, const EntFixedInput *states, const guint *heads, guint n, EntScratch *scratch,
               guint8 *labels)
{
  guint size = self->shape.label, n_labels = self->shape.n_labels;
  gfloat *head = ent_fixed_apply (&self->label_head, NULL, states, n + 1, scratch);
  gfloat *dependent = ent_fixed_apply (&self->label_dependent, self->label_bias, states, n + 1, scratch) + size;
  EntFixedInput both;
  const gfloat *scores;

  for (guint t = 0; t < n; t++)
    ent_add_scaled (dependent + (gsize) t * size, head + (gsize) heads[t] * size, 1, size);
  ent_leak (dependent, PARSE_LEAK, (gsize) n * size);
  both = ent_fixed_input (dependent, (gsize) n * size, scratch);
  scores = ent_fixed_apply (&self->label_out, self->label_out_bias, &both, n, scratch);
  for (guint t = 0; t < n; t++)
    labels[t] = best_label (self, scores + (gsize) t * n_labels);
}

void
parse_net_run (const ParseNet *self, const EntWordForm *forms, guint n, EntScratch *scratch, guint *heads, guint8 *labels)
{
  EntFixedInput states;

  ent_scratch_reset (scratch);
  states = read_sentence (self, forms, n, scratch);
  ent_tree_find (score_arcs (self, &states, n, scratch), n + 1, n, heads);
  choose_labels (self, &states, heads, n, scratch, labels);
}
