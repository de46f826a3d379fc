/* The CRF: what is decoded is the best sequence, and what was trained is decoded. */
#include "tests/pipeline/crf-arrays.h"

#include <math.h>
#include <string.h>

#define MAX_TOKENS 5
#define MAX_FEATURES 3 /* of a token */
#define N_MODELS 500

typedef struct
{
  guint64 ids[MAX_TOKENS * MAX_FEATURES];
  guint32 offsets[MAX_TOKENS + 1];
  guint n;
} Text;

static EntFeatures
features_of (const Text *text)
{
  return (EntFeatures){ text->ids, text->offsets, text->n };
}

/* Two features in three are known to the model */
static Text
draw_text (void)
{
  Text text = { .n = 1 + draw (MAX_TOKENS) };
  guint k = 0;

  for (guint t = 0; t < text.n; t++)
    {
      for (guint i = draw (MAX_FEATURES + 1); i > 0; i--)
        text.ids[k++] = feature (draw (N_KNOWN * 3 / 2));
      text.offsets[t + 1] = k;
    }
  return text;
}

/* One feature for each token, by number */
static Text
text_of (const guint *numbers, guint n)
{
  Text text = { .n = n };

  for (guint t = 0; t < n; t++)
    {
      text.ids[t] = feature (numbers[t]);
      text.offsets[t + 1] = t + 1;
    }
  return text;
}

static gfloat
score_of (const Arrays *self, const Text *text, const guint8 *labels)
{
  gfloat score = 0;

  if (!(self->follows[Y] >> labels[text->n - 1] & 1))
    return -INFINITY;
  for (guint t = 0; t < text->n; t++)
    {
      guint before = t ? labels[t - 1] : Y;

      if (!(self->follows[labels[t]] >> before & 1))
        return -INFINITY;
      score += self->transitions[before * Y + labels[t]];
      for (guint i = text->offsets[t]; i < text->offsets[t + 1]; i++)
        for (guint f = 0; f < N_KNOWN; f++)
          if (text->ids[i] == feature (f))
            score += self->pairs[f * Y + labels[t]].weight * 0.125f;
    }
  return score;
}

/* Goes through all sequences, those with lower labels at the end first; → its score */
static gfloat
find_best (const Arrays *self, const Text *text, guint8 *best)
{
  gfloat max = -INFINITY;
  guint n = 1;

  for (guint t = 0; t < text->n; t++)
    n *= Y;
  for (guint i = 0; i < n; i++)
    {
      guint8 labels[MAX_TOKENS];
      gfloat score;

      for (guint t = 0, rest = i; t < text->n; t++, rest /= Y)
        labels[t] = rest % Y;
      score = score_of (self, text, labels);
      if (score > max)
        {
          max = score;
          memcpy (best, labels, text->n);
        }
    }
  return max;
}

/* The share of the probability of all sequences that those have which are like `labels` from first to before end */
static gdouble
share_of (const Arrays *self, const Text *text, const guint8 *labels, guint first, guint end)
{
  gdouble all = 0, alike = 0;
  guint n = 1;

  for (guint t = 0; t < text->n; t++)
    n *= Y;
  for (guint i = 0; i < n; i++)
    {
      guint8 other[MAX_TOKENS];
      gdouble weight;

      for (guint t = 0, rest = i; t < text->n; t++, rest /= Y)
        other[t] = rest % Y;
      weight = exp (score_of (self, text, other));
      all += weight;
      if (!memcmp (other + first, labels + first, end - first))
        alike += weight;
    }
  return alike / all;
}

/* In steps, with the features of each token parted in two */
static void
check_steps (const Arrays *arrays, EntCrf *crf, const Text *text, const guint8 *labels)
{
  gfloat scores[MAX_TOKENS * Y] = { 0 };
  guint8 again[MAX_TOKENS];
  EntCrfSpan spans[] = { { 0, 1, 0 }, { 0, text->n, 0 }, { text->n - 1, text->n, 0 } };

  for (guint part = 0; part < 2; part++)
    {
      Text some = { .n = text->n };
      guint k = 0;
      EntFeatures features = features_of (&some);

      for (guint t = 0; t < text->n; t++)
        {
          for (guint i = text->offsets[t]; i < text->offsets[t + 1]; i++)
            if (i % 2 == part)
              some.ids[k++] = text->ids[i];
          some.offsets[t + 1] = k;
        }
      ent_crf_score (crf, &features, scores);
    }
  ent_crf_find_best (crf, scores, text->n, again);
  assert_memory_equal (again, labels, text->n);
  ent_crf_find_probabilities (crf, scores, text->n, labels, spans, G_N_ELEMENTS (spans));
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    assert_float_equal (spans[i].probability, share_of (arrays, text, labels, spans[i].first, spans[i].end), 1e-4);
}

static gboolean
check_decoding (const Arrays *arrays, const Text *text)
{
  g_autoptr (EntModel) model = model_of (arrays);
  g_autoptr (EntCrf) crf = ent_crf_new (model, NULL);
  EntFeatures features = features_of (text);
  guint8 labels[MAX_TOKENS], best[MAX_TOKENS];
  gboolean possible = find_best (arrays, text, best) > -INFINITY;

  ent_crf_decode (crf, &features, labels);
  for (guint t = 0; t < text->n; t++)
    {
      assert_true (labels[t] < Y);
      if (possible)
        assert_int_equal (labels[t], best[t]);
    }
  if (possible)
    check_steps (arrays, crf, text, labels);
  return possible;
}

static void
the_best_sequence_is_decoded_and_ties_go_to_lower_labels (void **state)
{
  guint n_possible = 0;

  for (guint i = 0; i < N_MODELS; i++)
    {
      Arrays arrays = draw_arrays ();
      Text text = draw_text ();

      n_possible += check_decoding (&arrays, &text);
    }
  assert_in_range (n_possible, N_MODELS / 2, N_MODELS);
}

static void
without_any_weight_all_labels_are_the_lowest (void **state)
{
  Arrays arrays = draw_arrays ();
  Text text = { .n = MAX_TOKENS };
  guint8 labels[MAX_TOKENS] = { 9, 9, 9, 9, 9 };
  EntFeatures features = features_of (&text);
  g_autoptr (EntModel) model = NULL;
  g_autoptr (EntCrf) crf = NULL;

  memset (arrays.transitions, 0, sizeof arrays.transitions);
  for (guint y = 0; y <= Y; y++)
    arrays.follows[y] = 0xf;
  model = model_of (&arrays);
  crf = ent_crf_new (model, NULL);
  ent_crf_decode (crf, &features, labels);
  for (guint t = 0; t < MAX_TOKENS; t++)
    assert_int_equal (labels[t], 0);
}

static void
a_sequence_without_tokens_is_decoded (void **state)
{
  Arrays arrays = draw_arrays ();
  g_autoptr (EntModel) model = model_of (&arrays);
  g_autoptr (EntCrf) crf = ent_crf_new (model, NULL);
  Text text = { .n = 0 };
  EntFeatures features = features_of (&text);
  guint8 label = 7;
  gfloat probability = 7;

  ent_crf_decode (crf, &features, &label);
  ent_crf_score (crf, &features, &probability);
  ent_crf_find_best (crf, &probability, 0, &label);
  assert_int_equal (label, 7);
  assert_float_equal (probability, 7, 0);
}

static void
labels_are_known_by_name (void **state)
{
  Arrays arrays = draw_arrays ();
  g_autoptr (EntModel) model = model_of (&arrays);
  g_autoptr (EntCrf) crf = ent_crf_new (model, NULL);

  assert_int_equal (ent_crf_get_n_labels (crf), Y);
  assert_string_equal (ent_crf_get_label (crf, 0), "O");
  assert_string_equal (ent_crf_get_label (crf, 2), "B");
}

/* The words of the texts that training is tested with; O, A, B are the labels */
enum
{
  THE,
  SAW,
  ANNA,
  OSLO,
  UNSEEN
};

#define O_SET 1u
#define A_SET 2u
#define B_SET 4u

static const EntCrfOptions usual = { .epochs = 20, .rate = 0.2, .prune = 0, .min_count = 1 };

static EntCrfTrainer *
new_trainer (void)
{
  static const gchar *const labels[] = { "O", "A", "B" };
  static const guint64 follows[] = { 0xf, 0xf, 0xf, 7 };

  return ent_crf_trainer_new (labels, Y, follows);
}

static void
teach (EntCrfTrainer *trainer, const guint *words, const guint64 *allowed, guint n)
{
  Text text = text_of (words, n);
  EntFeatures features = features_of (&text);

  ent_crf_trainer_add (trainer, &features, allowed);
}

static const guint anna_saw_oslo[] = { ANNA, SAW, THE, OSLO };
static const guint64 with_both[] = { A_SET, O_SET, O_SET, B_SET };

/* A and B stand in the same places, so that the words tell them apart and nothing else */
static EntCrfTrainer *
trainer_with_text (void)
{
  static const guint oslo_saw_anna[] = { OSLO, SAW, THE, ANNA };
  static const guint64 reversed[] = { B_SET, O_SET, O_SET, A_SET };
  EntCrfTrainer *trainer = new_trainer ();

  for (guint i = 0; i < 10; i++)
    {
      teach (trainer, anna_saw_oslo, with_both, 4);
      teach (trainer, oslo_saw_anna, reversed, 4);
    }
  return trainer;
}

static EntModel *
model_of_trainer (EntCrfTrainer *trainer, const EntCrfOptions *options)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("crf");

  ent_crf_trainer_store (trainer, options, writer);
  return save_and_open (writer);
}

/* Labels as "OAB", what the trained model says of the words */
static gchar *
labels_after (EntCrfTrainer *trainer, const EntCrfOptions *options, const guint *words, guint n)
{
  g_autoptr (EntModel) model = model_of_trainer (trainer, options);
  g_autoptr (EntCrf) crf = ent_crf_new (model, NULL);
  Text text = text_of (words, n);
  EntFeatures features = features_of (&text);
  guint8 labels[MAX_TOKENS];
  GString *names = g_string_new (NULL);

  ent_crf_decode (crf, &features, labels);
  for (guint t = 0; t < n; t++)
    g_string_append (names, ent_crf_get_label (crf, labels[t]));
  return g_string_free (names, FALSE);
}

static void
what_was_learned_is_decoded (void **state)
{
  static const guint other_order[] = { OSLO, SAW, ANNA, THE };
  EntCrfOptions with_dropout = usual;

  with_dropout.dropout = 0.5;
  for (guint i = 0; i < 2; i++)
    {
      const EntCrfOptions *options = i ? &with_dropout : &usual;
      g_autoptr (EntCrfTrainer) trainer = trainer_with_text ();
      g_autofree gchar *same = NULL, *other = NULL;

      ent_crf_trainer_run (trainer, options, NULL, NULL);
      same = labels_after (trainer, options, anna_saw_oslo, 4);
      other = labels_after (trainer, options, other_order, 4);
      assert_string_equal (same, "AOOB");
      assert_string_equal (other, "BOAO");
    }
}

/* What a word never met gets is what its neighbours' labels leave */
static void
transitions_are_learned (void **state)
{
  static const guint words[] = { ANNA, UNSEEN };
  static const guint64 labels[] = { A_SET, B_SET };
  static const guint others[] = { OSLO, THE };
  static const guint64 none[] = { O_SET, O_SET };
  g_autoptr (EntCrfTrainer) trainer = new_trainer ();
  g_autofree gchar *after_anna = NULL;

  for (guint i = 0; i < 20; i++)
    {
      static const guint first[] = { ANNA, SAW };

      teach (trainer, first, labels, 2);
      teach (trainer, others, none, 2);
    }
  ent_crf_trainer_run (trainer, &usual, NULL, NULL);
  after_anna = labels_after (trainer, &usual, words, 2);
  assert_string_equal (after_anna, "AB");
}

static void
rare_features_and_small_weights_are_left_out (void **state)
{
  EntCrfOptions options = usual;
  g_autoptr (EntCrfTrainer) trainer = trainer_with_text ();
  g_autoptr (EntModel) all = NULL, few = NULL;
  gsize n_all, n_few;

  ent_crf_trainer_run (trainer, &usual, NULL, NULL);
  all = model_of_trainer (trainer, &usual);
  assert_non_null (ent_model_get_section (all, "pairs", sizeof (CrfPair), &n_all, NULL));
  options.prune = 126 * ent_model_get_number (all, "scale", 0); /* the largest is 127 times it */
  few = model_of_trainer (trainer, &options);
  assert_non_null (ent_model_get_section (few, "pairs", sizeof (CrfPair), &n_few, NULL));
  assert_true (n_few > 0 && n_few < n_all);
  g_clear_pointer (&trainer, ent_crf_trainer_free);

  trainer = trainer_with_text ();
  options = usual;
  options.min_count = 21; /* each word was met 20 times */
  ent_crf_trainer_run (trainer, &options, NULL, NULL);
  g_clear_pointer (&few, ent_model_free);
  few = model_of_trainer (trainer, &options);
  assert_int_equal ((int) ent_model_get_number (few, "features", -1), 0);
}

static gchar *
train_bytes (gsize *n)
{
  EntCrfOptions options = usual;
  g_autoptr (EntCrfTrainer) trainer = trainer_with_text ();
  g_autoptr (EntModel) model = NULL;
  gchar *bytes;

  options.dropout = 0.5;
  ent_crf_trainer_run (trainer, &options, NULL, NULL);
  model = model_of_trainer (trainer, &options);
  assert_true (g_file_get_contents (path, &bytes, n, NULL));
  return bytes;
}

static void
the_same_data_give_the_same_bytes (void **state)
{
  gsize n, m;
  g_autofree gchar *first = train_bytes (&n), *second = train_bytes (&m);

  assert_int_equal (n, m);
  assert_memory_equal (first, second, n);
}

/* One source marks A alone and leaves open what is B, another marks both */
static void
what_one_source_leaves_open_is_learned_from_another (void **state)
{
  static const guint64 open[] = { A_SET, O_SET | B_SET, O_SET | B_SET, O_SET | B_SET };
  static const guint64 closed[] = { A_SET, O_SET, O_SET, O_SET };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntCrfTrainer) trainer = new_trainer ();
      g_autofree gchar *labels = NULL;

      for (guint k = 0; k < 10; k++)
        teach (trainer, anna_saw_oslo, i ? closed : open, 4);
      for (guint k = 0; k < 2; k++)
        teach (trainer, anna_saw_oslo, with_both, 4);
      ent_crf_trainer_run (trainer, &usual, NULL, NULL);
      labels = labels_after (trainer, &usual, anna_saw_oslo, 4);
      assert_string_equal (labels, i ? "AOOO" : "AOOB");
    }
}

typedef struct
{
  gdouble first;
  gdouble last;
  guint n;
} Losses;

static void
note_loss (guint epoch, gdouble loss, gpointer data)
{
  Losses *losses = data;

  assert_true (isfinite (loss));
  assert_int_equal (epoch, ++losses->n);
  if (losses->n == 1)
    losses->first = loss;
  losses->last = loss;
}

static void
the_loss_is_a_number_and_falls_at_a_fair_rate (void **state)
{
  const gfloat rates[] = { 0.01f, 0.2f, 10, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      EntCrfOptions options = usual;
      Losses losses = { 0 };
      g_autoptr (EntCrfTrainer) trainer = trainer_with_text ();

      options.rate = rates[i];
      ent_crf_trainer_run (trainer, &options, note_loss, &losses);
      assert_int_equal (losses.n, usual.epochs);
      assert_true (losses.last > -1e-3);
      assert_true (rates[i] > 1 || losses.last < losses.first);
    }
}

/* No label may stand there: the sequence is passed over, and the others are learned */
static void
a_sequence_that_contradicts_itself_teaches_nothing (void **state)
{
  static const guint64 none[] = { A_SET, 0, O_SET, O_SET };
  Losses losses = { 0 };
  g_autoptr (EntCrfTrainer) trainer = trainer_with_text ();
  g_autofree gchar *labels = NULL;

  for (guint i = 0; i < 30; i++)
    teach (trainer, anna_saw_oslo, none, 4);
  ent_crf_trainer_run (trainer, &usual, note_loss, &losses);
  labels = labels_after (trainer, &usual, anna_saw_oslo, 4);
  assert_string_equal (labels, "AOOB");
}

/* A model that has learned nothing is still one */
static void
training_on_nothing_gives_a_model (void **state)
{
  g_autoptr (EntCrfTrainer) trainer = new_trainer ();
  g_autofree gchar *labels = NULL;

  ent_crf_trainer_run (trainer, &usual, NULL, NULL);
  labels = labels_after (trainer, &usual, anna_saw_oslo, 4);
  assert_string_equal (labels, "OOOO");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_best_sequence_is_decoded_and_ties_go_to_lower_labels),
    cmocka_unit_test (without_any_weight_all_labels_are_the_lowest),
    cmocka_unit_test (a_sequence_without_tokens_is_decoded),
    cmocka_unit_test (labels_are_known_by_name),
    cmocka_unit_test (what_was_learned_is_decoded),
    cmocka_unit_test (transitions_are_learned),
    cmocka_unit_test (rare_features_and_small_weights_are_left_out),
    cmocka_unit_test (the_same_data_give_the_same_bytes),
    cmocka_unit_test (what_one_source_leaves_open_is_learned_from_another),
    cmocka_unit_test (the_loss_is_a_number_and_falls_at_a_fair_rate),
    cmocka_unit_test (a_sequence_that_contradicts_itself_teaches_nothing),
    cmocka_unit_test (training_on_nothing_gives_a_model),
  };

  return cmocka_run_group_tests (tests, set_up, tear_down);
}
