/* Tallies, and the rows of neighbours made of them. */
#include "tests/harness.h"

#include "pipeline/learn/bigrams.h"

static void
keys_are_numbered_in_the_order_they_come (void **state)
{
  g_autoptr (EntTally) tally = ent_tally_new ();

  assert_int_equal (ent_tally_get_n (tally), 0);
  assert_int_equal (ent_tally_add (tally, 77, 1), 0);
  assert_int_equal (ent_tally_add (tally, 0, 0), 1);
  assert_int_equal (ent_tally_add (tally, 77, 2), 0);
  assert_int_equal (ent_tally_get_n (tally), 2);
  assert_int_equal (ent_tally_get_key (tally, 0), 77);
  assert_int_equal (ent_tally_get_count (tally, 0), 3);
  assert_int_equal (ent_tally_get_count (tally, 1), 0);
}

static void
a_tally_grows (void **state)
{
  g_autoptr (EntTally) tally = ent_tally_new ();
  guint n_wrong = 0;

  for (guint round = 1; round <= 3; round++)
    for (guint64 i = 0; i < 50000; i++)
      n_wrong += ent_tally_add (tally, i << 32 | i % 3, round) != i;
  for (guint i = 0; i < 50000; i++)
    n_wrong += ent_tally_get_count (tally, i) != 6;
  assert_int_equal (ent_tally_get_n (tally), 50000);
  assert_int_equal (n_wrong, 0);
}

static void
a_count_stays_at_its_largest (void **state)
{
  g_autoptr (EntTally) tally = ent_tally_new ();

  ent_tally_add (tally, 1, G_MAXUINT32 - 1);
  ent_tally_add (tally, 1, 5);
  assert_int_equal (ent_tally_get_count (tally, 0), G_MAXUINT32);
}

static void
check_rows (const EntNeighbourRows *rows, guint n_words, const gchar *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint w = 0; w < n_words; w++)
    {
      g_string_append_printf (text, "%u:", w);
      for (guint i = rows->starts[w]; i < rows->starts[w + 1]; i++)
        g_string_append_printf (text, " %ux%u", rows->neighbours[i].word, rows->neighbours[i].count);
      g_string_append (text, w + 1 < n_words ? "; " : "");
    }
  assert_string_equal (text->str, expected);
}

/* The words 2 and 3 become one */
static void
rows_have_each_neighbour_once (void **state)
{
  static const guint32 map[] = { 0, 1, 2, 2 };
  g_autoptr (EntTally) pairs = ent_tally_new ();
  g_autoptr (EntBigrams) bigrams = NULL;

  ent_tally_add (pairs, ent_bigram_key (0, 1), 4);
  ent_tally_add (pairs, ent_bigram_key (1, 2), 3);
  ent_tally_add (pairs, ent_bigram_key (2, 3), 1);
  ent_tally_add (pairs, ent_bigram_key (1, 3), 2);
  bigrams = ent_bigrams_new (pairs, map, 3);
  assert_int_equal (bigrams->n_words, 3);
  assert_int_equal (bigrams->n_pairs, 10);
  check_rows (&bigrams->next, 3, "0: 1x4; 1: 2x5; 2: 2x1");
  check_rows (&bigrams->previous, 3, "0:; 1: 0x4; 2: 1x5 2x1");
}

static void
words_may_have_no_neighbours (void **state)
{
  g_autoptr (EntTally) pairs = ent_tally_new ();
  g_autoptr (EntBigrams) bigrams = ent_bigrams_new (pairs, NULL, 2);

  assert_int_equal (bigrams->n_pairs, 0);
  check_rows (&bigrams->next, 2, "0:; 1:");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (keys_are_numbered_in_the_order_they_come),
    cmocka_unit_test (a_tally_grows),
    cmocka_unit_test (a_count_stays_at_its_largest),
    cmocka_unit_test (rows_have_each_neighbour_once),
    cmocka_unit_test (words_may_have_no_neighbours),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
