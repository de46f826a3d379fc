/* Typed relations of the default pack's model, where something that it has not learned decides on them. */
#include "tests/harness.h"

static EntStage *stage;

static int
load_stage (void **state)
{
  stage = loaded_stage ("link");
  return 0;
}

static int
unload_stage (void **state)
{
  g_clear_object (&stage);
  return 0;
}

/* "Lima → Peru, Leeds → England": the ends of each relation of the type, in the order in which they were found */
static gchar *
relations_of (const gchar *marked, const gchar *type)
{
  g_autoptr (EntDocument) doc = document_from_marked (marked);
  g_autoptr (GString) lines = g_string_new (NULL);
  const EntRelation *relations;
  guint n;

  parse_document (doc);
  process_document (stage, doc);
  relations = ent_document_get_relations (doc, &n);
  for (guint r = 0; r < n; r++)
    if (g_str_equal (ent_document_get_string (doc, relations[r].type), type))
      {
        EntMention head, tail;
        g_autofree gchar *from = NULL, *to = NULL;

        assert_string_equal (ent_document_get_string (doc, relations[r].by), "link/typed");
        assert_true (ent_document_get_mention (doc, relations[r].head, &head));
        assert_true (ent_document_get_mention (doc, relations[r].tail, &tail));
        from = ent_document_dup_words (doc, head.first, head.first + head.n);
        to = ent_document_dup_words (doc, tail.first, tail.first + tail.n);
        g_string_append_printf (lines, "%s%s → %s", lines->len ? ", " : "", from, to);
      }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
check_located (const gchar *marked, const gchar *expected)
{
  g_autofree gchar *got = relations_of (marked, "located in");

  assert_string_equal (got, expected);
}

static void
a_city_is_located_in_its_country (void **state)
{
  check_located ("The factory in [Location Leipzig], [Location Germany] was sold to a bank in [Location Zurich], "
                 "[Location Switzerland].",
                 "Leipzig → Germany, Zurich → Switzerland");
}

/* A place that has two letters for its key is no country for that */
static void
a_district_is_located_in_its_country (void **state)
{
  check_located ("He lived in [Location DC], [Location United States].", "DC → United States");
}

static void
a_country_is_not_located_in_the_next_of_a_list (void **state)
{
  check_located ("Forests in [Location Bolivia], [Location Brazil] burned for weeks.", "");
  check_located ("It is sold in [Location Iraq], [Location United States].", "");
  check_located ("Troops from [Location Bolivia], [Location Brazil], [Location Colombia] and [Location Ecuador] "
                 "trained in the forest.",
                 "");
}

/* The same words, but of a place that is no country */
static void
a_place_that_is_no_country_is_located_in_one_there (void **state)
{
  check_located ("It is sold in [Location Qarvel], [Location United States].", "Qarvel → United States");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_city_is_located_in_its_country),
    cmocka_unit_test (a_district_is_located_in_its_country),
    cmocka_unit_test (a_country_is_not_located_in_the_next_of_a_list),
    cmocka_unit_test (a_place_that_is_no_country_is_located_in_one_there),
  };

  return cmocka_run_group_tests (tests, load_stage, unload_stage);
}
