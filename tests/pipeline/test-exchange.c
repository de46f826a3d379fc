/* Word classes: those of an artificial language are found, and no word would be better off in another class. */
#include "tests/harness.h"

#include <math.h>

#include "pipeline/learn/exchange.h"

/* A sentence of the language is an article, perhaps adjectives, a noun, a verb, and perhaps all of this but the verb
 * again. Word 0 is the boundary between sentences, and word w > 0 is of kind w % N_KINDS. */
enum
{
  NOUN,
  VERB,
  ARTICLE,
  ADJECTIVE,
  N_KINDS
};

#define N_WORDS 41
#define N_SENTENCES 3000

static guint32 seed;

/* The same numbers everywhere: Knuth's MMIX generator, its upper half */
static guint
draw (guint n)
{
  static guint64 state;

  if (seed)
    state = seed;
  seed = 0;
  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (state >> 33) % n;
}

static guint32
draw_word (guint kind)
{
  guint32 word = kind + N_KINDS * draw ((N_WORDS - 1) / N_KINDS);

  return word ? word : N_WORDS - 1;
}

static void
say (EntTally *pairs, guint32 *last, guint32 word)
{
  ent_tally_add (pairs, ent_bigram_key (*last, word), 1);
  *last = word;
}

static void
say_phrase (EntTally *pairs, guint32 *last)
{
  say (pairs, last, draw_word (ARTICLE));
  while (draw (3) == 0)
    say (pairs, last, draw_word (ADJECTIVE));
  say (pairs, last, draw_word (NOUN));
}

static EntBigrams *
speak (guint n_sentences)
{
  g_autoptr (EntTally) pairs = ent_tally_new ();
  guint32 map[N_WORDS], last = 0;

  seed = 1998;
  for (guint w = 0; w < N_WORDS; w++)
    map[w] = w;
  for (guint s = 0; s < n_sentences; s++)
    {
      say_phrase (pairs, &last);
      say (pairs, &last, draw_word (VERB));
      if (draw (2))
        say_phrase (pairs, &last);
      say (pairs, &last, 0);
    }
  return ent_bigrams_new (pairs, map, N_WORDS);
}

static guint16 *
cluster (const EntBigrams *bigrams, guint n_classes, guint n_threads)
{
  EntExchangeOptions options = { .n_classes = n_classes, .n_fixed = 1, .iterations = 50, .n_threads = n_threads };

  return ent_exchange_cluster (bigrams, &options, NULL, NULL);
}

static void
kinds_of_words_are_found (void **state)
{
  g_autoptr (EntBigrams) bigrams = speak (N_SENTENCES);
  g_autofree guint16 *classes = cluster (bigrams, N_KINDS, 1);

  for (guint v = 1; v < N_WORDS; v++)
    for (guint w = 1; w < N_WORDS; w++)
      assert_int_equal (classes[v] == classes[w], v % N_KINDS == w % N_KINDS);
}

static void
classes_are_numbered_by_their_first_words (void **state)
{
  g_autoptr (EntBigrams) bigrams = speak (N_SENTENCES);
  g_autofree guint16 *classes = cluster (bigrams, N_KINDS, 1);

  for (guint w = 1; w <= N_KINDS; w++)
    assert_int_equal (classes[w], w - 1);
  assert_int_equal (classes[0], N_KINDS);
}

static gdouble
n_log_n (gdouble n)
{
  return n > 0 ? n * log (n) : 0;
}

/* The log-likelihood as the paper has it, counted anew, but for what does not depend on the classes */
static gdouble
likelihood (const EntBigrams *bigrams, const guint16 *classes, guint n)
{
  g_autofree gdouble *pairs = g_new0 (gdouble, n * n), *left = g_new0 (gdouble, n), *right = g_new0 (gdouble, n);
  gdouble sum = 0;

  for (guint w = 0; w < bigrams->n_words; w++)
    for (guint i = bigrams->next.starts[w]; i < bigrams->next.starts[w + 1]; i++)
      {
        const EntNeighbour *neighbour = &bigrams->next.neighbours[i];

        pairs[classes[w] * n + classes[neighbour->word]] += neighbour->count;
        left[classes[w]] += neighbour->count;
        right[classes[neighbour->word]] += neighbour->count;
      }
  for (guint i = 0; i < n * n; i++)
    sum += n_log_n (pairs[i]);
  for (guint a = 0; a < n; a++)
    sum -= n_log_n (left[a]) + n_log_n (right[a]);
  return sum;
}

static void
check_no_move_is_better (guint n_sentences, guint n_classes)
{
  g_autoptr (EntBigrams) bigrams = speak (n_sentences);
  g_autofree guint16 *classes = cluster (bigrams, n_classes, 2);
  gdouble best = likelihood (bigrams, classes, n_classes + 1);

  for (guint w = 1; w < N_WORDS; w++)
    for (guint b = 0; b < n_classes; b++)
      {
        guint16 own = classes[w];

        classes[w] = b;
        assert_true (likelihood (bigrams, classes, n_classes + 1) <= best + 0.01);
        classes[w] = own;
      }
}

static void
no_single_move_would_be_better (void **state)
{
  check_no_move_is_better (N_SENTENCES, N_KINDS);
  check_no_move_is_better (N_SENTENCES, 9);
  check_no_move_is_better (60, 3);
  check_no_move_is_better (60, 12);
}

/* A word that follows itself is in its own row and column */
static void
words_that_follow_themselves_are_counted_once (void **state)
{
  static const guint32 text[]
      = { 1, 1, 2, 1, 1, 1, 3, 2, 2, 0, 3, 3, 1, 2, 3, 3, 0, 1, 1, 3, 4, 4, 4, 0, 4, 2, 4, 1, 0 };
  static const guint32 map[] = { 0, 1, 2, 3, 4 };
  g_autoptr (EntTally) pairs = ent_tally_new ();
  g_autoptr (EntBigrams) bigrams = NULL;
  g_autofree guint16 *classes = NULL;
  gdouble best;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (text); i++)
    ent_tally_add (pairs, ent_bigram_key (text[i], text[i + 1]), 1);
  bigrams = ent_bigrams_new (pairs, map, G_N_ELEMENTS (map));
  classes = cluster (bigrams, 2, 1);
  best = likelihood (bigrams, classes, 3);
  for (guint w = 1; w < G_N_ELEMENTS (map); w++)
    {
      classes[w] ^= 1;
      assert_true (likelihood (bigrams, classes, 3) <= best + 0.01);
      classes[w] ^= 1;
    }
}

static void
note_perplexity (guint iteration, guint32 n_moved, gdouble perplexity, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, perplexity);
}

static void
perplexity_only_falls (void **state)
{
  g_autoptr (EntBigrams) bigrams = speak (200);
  g_autoptr (GArray) perplexities = g_array_new (FALSE, FALSE, sizeof (gdouble));
  EntExchangeOptions options = { .n_classes = 7, .n_fixed = 1, .iterations = 20, .n_threads = 1 };
  g_autofree guint16 *classes = ent_exchange_cluster (bigrams, &options, note_perplexity, perplexities);

  assert_in_range (perplexities->len, 2, 20);
  for (guint i = 1; i < perplexities->len; i++)
    assert_true (g_array_index (perplexities, gdouble, i) <= g_array_index (perplexities, gdouble, i - 1) + 1e-9);
}

/* With one class to each word and 8 words that follow each other in a ring, nothing is left to guess */
static void
perplexity_is_that_of_the_text (void **state)
{
  g_autoptr (EntTally) pairs = ent_tally_new ();
  g_autoptr (GArray) perplexities = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autoptr (EntBigrams) bigrams = NULL;
  static const guint32 map[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  EntExchangeOptions options = { .n_classes = 8, .n_fixed = 0, .iterations = 1, .n_threads = 1 };
  g_autofree guint16 *apart = NULL, *together = NULL;

  for (guint w = 0; w < 8; w++)
    ent_tally_add (pairs, ent_bigram_key (w, (w + 1) % 8), 10);
  bigrams = ent_bigrams_new (pairs, map, 8);
  apart = ent_exchange_cluster (bigrams, &options, note_perplexity, perplexities);
  options.n_classes = 1;
  together = ent_exchange_cluster (bigrams, &options, note_perplexity, perplexities);
  assert_true (fabs (g_array_index (perplexities, gdouble, 0) - 1) < 1e-4);
  assert_true (fabs (g_array_index (perplexities, gdouble, 1) - 8) < 1e-4);
}

static void
threads_do_not_change_the_classes (void **state)
{
  g_autoptr (EntBigrams) bigrams = speak (500);
  g_autofree guint16 *one = cluster (bigrams, 10, 1);
  g_autofree guint16 *again = cluster (bigrams, 10, 1);
  g_autofree guint16 *five = cluster (bigrams, 10, 5);

  assert_memory_equal (one, again, N_WORDS * sizeof *one);
  assert_memory_equal (one, five, N_WORDS * sizeof *one);
}

static void
check_degenerate (guint n_words, guint n_fixed, guint n_classes)
{
  static const guint32 map[] = { 0, 1, 2 };
  g_autoptr (EntTally) pairs = ent_tally_new ();
  g_autoptr (EntBigrams) bigrams = NULL;
  EntExchangeOptions options = { .n_classes = n_classes, .n_fixed = n_fixed, .iterations = 5, .n_threads = 2 };
  g_autofree guint16 *classes = NULL;

  for (guint32 w = 0; w < n_words; w++)
    ent_tally_add (pairs, ent_bigram_key (w, (w + 1) % n_words), 1);
  bigrams = ent_bigrams_new (pairs, map, n_words);
  classes = ent_exchange_cluster (bigrams, &options, NULL, NULL);
  assert_non_null (classes);
  for (guint w = 0; w < n_words; w++)
    if (w < n_fixed)
      assert_int_equal (classes[w], n_classes + w);
    else
      assert_in_range (classes[w], 0, n_classes - 1);
}

static void
there_may_be_next_to_nothing (void **state)
{
  check_degenerate (0, 0, 1);
  check_degenerate (0, 2, 3);
  check_degenerate (1, 0, 1);
  check_degenerate (1, 2, 3);
  check_degenerate (2, 2, 3);
  check_degenerate (3, 2, 1);
  check_degenerate (3, 1, 50);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (kinds_of_words_are_found),
    cmocka_unit_test (classes_are_numbered_by_their_first_words),
    cmocka_unit_test (no_single_move_would_be_better),
    cmocka_unit_test (words_that_follow_themselves_are_counted_once),
    cmocka_unit_test (perplexity_only_falls),
    cmocka_unit_test (perplexity_is_that_of_the_text),
    cmocka_unit_test (threads_do_not_change_the_classes),
    cmocka_unit_test (there_may_be_next_to_nothing),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
