/* Word vectors: words of one use in an artificial language lie together, words of different uses do not. */
#include "tests/harness.h"

#include <math.h>

#include "pipeline/learn/skipgram.h"

/* A sentence is a word that opens it, one in the middle and one that ends it: what opens and what ends stand beside the
 * same words and differ only in the side. Word 0 is the boundary, and word w > 0 is of kind w % N_KINDS. */
enum
{
  MIDDLE,
  OPENING,
  ENDING,
  N_KINDS
};

#define N_WORDS 31
#define N_SENTENCES 3000
#define N_TEXT (N_SENTENCES * (N_KINDS + 1))

static guint32 text[N_TEXT];

/* The same numbers everywhere: Knuth's MMIX generator, its upper half */
static guint
draw (guint n)
{
  static guint64 state = 2013;

  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (state >> 33) % n;
}

static guint32
draw_word (guint kind)
{
  return (kind ? kind : N_KINDS) + N_KINDS * draw ((N_WORDS - 1) / N_KINDS);
}

static int
write_text (void **state)
{
  for (guint s = 0; s < N_SENTENCES; s++)
    {
      guint32 *sentence = text + s * (N_KINDS + 1);

      sentence[0] = draw_word (OPENING);
      sentence[1] = draw_word (MIDDLE);
      sentence[2] = draw_word (ENDING);
      sentence[3] = 0;
    }
  return 0;
}

static gdouble
cosine (const gfloat *a, const gfloat *b, guint size)
{
  gdouble product = 0, square_a = 0, square_b = 0;

  for (guint d = 0; d < size; d++)
    {
      product += a[d] * b[d];
      square_a += a[d] * a[d];
      square_b += b[d] * b[d];
    }
  return product / sqrt (square_a * square_b);
}

static void
note_loss (guint epoch, gdouble loss, gpointer user_data)
{
  GArray *losses = user_data;

  g_array_append_val (losses, loss);
  assert_int_equal (epoch, losses->len);
}

static gfloat *
train (guint size, guint epochs, GArray *losses)
{
  EntSkipgramOptions options = { .size = size, .window = 2, .epochs = epochs };

  return ent_skipgram_train (text, N_TEXT, N_WORDS, &options, losses ? note_loss : NULL, losses);
}

static guint
find_nearest (const gfloat *vectors, guint size, guint word)
{
  guint best = word == 1 ? 2 : 1;

  for (guint w = 1; w < N_WORDS; w++)
    if (w != word
        && cosine (vectors + w * size, vectors + word * size, size)
               > cosine (vectors + best * size, vectors + word * size, size))
      best = w;
  return best;
}

static void
check_size (guint size)
{
  g_autofree gfloat *vectors = train (size, 40, NULL);

  for (guint w = 1; w < N_WORDS; w++)
    assert_int_equal (find_nearest (vectors, size, w) % N_KINDS, w % N_KINDS);
}

static void
words_of_one_kind_are_nearest (void **state)
{
  check_size (16);
  check_size (64);
  check_size (80);
}

/* At first the word that is there and five drawn ones are all as likely as not */
static void
the_loss_falls (void **state)
{
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autofree gfloat *vectors = train (32, 40, losses);

  assert_int_equal (losses->len, 40);
  assert_true (g_array_index (losses, gdouble, 0) <= 6 * log (2));
  assert_true (g_array_index (losses, gdouble, 39) < 1.2);
}

static void
the_same_text_gives_the_same_vectors (void **state)
{
  g_autofree gfloat *one = train (64, 3, NULL), *two = train (64, 3, NULL);

  assert_memory_equal (one, two, N_WORDS * 64 * sizeof *one);
}

static void
check_degenerate (const guint32 *words, gsize n, guint32 n_words, guint window)
{
  EntSkipgramOptions options = { .size = 16, .window = window, .epochs = 3 };
  g_autofree gfloat *vectors = ent_skipgram_train (words, n, n_words, &options, NULL, NULL);

  assert_non_null (vectors);
  for (guint i = 0; i < n_words * 16; i++)
    assert_true (isfinite (vectors[i]));
}

static void
there_may_be_next_to_nothing (void **state)
{
  static const guint32 nothing[] = { 0, 0, 0 }, word[] = { 1 }, ends[] = { 0, 1, 1, 2, 0, 3 };

  check_degenerate (nothing, 0, 1, 1);
  check_degenerate (nothing, 3, 1, 2);
  check_degenerate (nothing, 3, 4, 2);
  check_degenerate (word, 1, 2, ENT_SKIPGRAM_MAX_WINDOW);
  check_degenerate (ends, G_N_ELEMENTS (ends), 4, ENT_SKIPGRAM_MAX_WINDOW);
}

/* More words than have rows as contexts */
static void
there_may_be_many_words (void **state)
{
  const guint32 n_words = 60000;
  g_autofree guint32 *words = g_new (guint32, n_words);

  for (guint32 w = 0; w < n_words; w++)
    words[w] = w % 10 ? w : 0;
  check_degenerate (words, n_words, n_words, 3);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (words_of_one_kind_are_nearest),
    cmocka_unit_test (the_loss_falls),
    cmocka_unit_test (the_same_text_gives_the_same_vectors),
    cmocka_unit_test (there_may_be_next_to_nothing),
    cmocka_unit_test (there_may_be_many_words),
  };

  return cmocka_run_group_tests (tests, write_text, NULL);
}
