/* export to openie: the columns, and what stands in them. */
#include "tests/stages/exporting.h"

static void
check_openie (EntDocument *doc, const char *expected)
{
  g_autofree gchar *got = exported ("openie", &doc, 1);

  assert_string_equal (got, expected);
}

static EntDocument *
meeting_in_oslo (void)
{
  EntDocument *doc = document_of ("d", "Ada \n  Lin  met\r\nBo\tJr in Oslo^.~ Cy slept^.");

  add_name (doc, 0, 2, "Person", "Ada Lin", "person/ada-lin");
  add_name (doc, 3, 4, "Person", "Bo", "person/bo");
  add_name (doc, 5, 6, "Location", "Oslo", "location/oslo");
  return doc;
}

static void
white_space_is_one_space_and_breaks_no_column (void **state)
{
  g_autoptr (EntDocument) doc = meeting_in_oslo ();

  ent_document_add_relation (doc, 0, 1, "meet\twith", 0, 0.5f);
  check_openie (doc, "Ada Lin met Bo Jr in Oslo.\t0.5\tmeet with\tAda Lin\tBo Jr\n");
}

static void
a_trigger_goes_before_the_label_and_a_place_is_an_argument (void **state)
{
  g_autoptr (EntDocument) doc = meeting_in_oslo ();
  EntRelation relation = { .tail = 1,
                           .attribution = ENT_NONE,
                           .place = 2,
                           .trigger_first = 2,
                           .trigger_n = 1,
                           .type = ent_document_intern (doc, "open"),
                           .label = ent_document_intern (doc, "meet"),
                           .confidence = 0.81f };

  ent_document_append_relation (doc, &relation);
  check_openie (doc, "Ada Lin met Bo Jr in Oslo.\t0.81\tmet\tAda Lin\tBo Jr\tOslo\n");
}

static void
relations_of_a_type_are_not_open (void **state)
{
  g_autoptr (EntDocument) doc = meeting_in_oslo ();
  EntRelation relation = { .tail = 1,
                           .attribution = ENT_NONE,
                           .place = ENT_NONE,
                           .type = ent_document_intern (doc, "acquaintance"),
                           .label = ent_document_intern (doc, "meet") };

  ent_document_append_relation (doc, &relation);
  check_openie (doc, "");
}

static void
set (EntDocument *doc, guint t, EntPos pos, const char *lemma, guint head, const char *dep)
{
  ent_document_set_tag (doc, t, pos, lemma);
  ent_document_set_head (doc, t, head, dep);
}

static void
where_there_are_trees_clauses_are_told_by_whole_phrases (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Tall Ada did\nnot meet  old Bo^.");

  set (doc, 0, ENT_POS_ADJ, "tall", 1, "amod");
  set (doc, 1, ENT_POS_PROPN, "Ada", 4, "nsubj");
  set (doc, 2, ENT_POS_AUX, "do", 4, "aux");
  set (doc, 3, ENT_POS_PART, "not", 4, "advmod");
  set (doc, 4, ENT_POS_VERB, "meet", 4, "root");
  set (doc, 5, ENT_POS_ADJ, "old", 6, "amod");
  set (doc, 6, ENT_POS_PROPN, "Bo", 4, "obj");
  set (doc, 7, ENT_POS_PUNCT, ".", 4, "punct");
  ent_document_mark_layers (doc, ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS);
  {
    g_autofree gchar *got = exported ("openie", &doc, 1);
    g_auto (GStrv) columns = g_strsplit (got, "\t", -1);

    assert_int_equal (g_strv_length (columns), 5);
    assert_string_equal (columns[0], "Tall Ada did not meet old Bo.");
    assert_true (g_ascii_strtod (columns[1], NULL) > 0);
    assert_string_equal (columns[2], "did not meet");
    assert_string_equal (columns[3], "Tall Ada");
    assert_string_equal (columns[4], "old Bo\n");
  }
}

static void
what_is_not_said_in_a_word_is_said_by_is (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada^, a spy^, slept^.");

  set (doc, 0, ENT_POS_PROPN, "Ada", 5, "nsubj");
  set (doc, 1, ENT_POS_PUNCT, ",", 3, "punct");
  set (doc, 2, ENT_POS_DET, "a", 3, "det");
  set (doc, 3, ENT_POS_NOUN, "spy", 0, "appos");
  set (doc, 4, ENT_POS_PUNCT, ",", 3, "punct");
  set (doc, 5, ENT_POS_VERB, "sleep", 5, "root");
  set (doc, 6, ENT_POS_PUNCT, ".", 5, "punct");
  ent_document_mark_layers (doc, ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS);
  {
    g_autofree gchar *got = exported ("openie", &doc, 1);

    assert_non_null (strstr (got, "\tis\tAda\ta spy\n"));
  }
}

static void
nothing_found_is_nothing_written (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "");

  ent_document_mark_layers (doc, ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS);
  check_openie (doc, "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (white_space_is_one_space_and_breaks_no_column),
    cmocka_unit_test (a_trigger_goes_before_the_label_and_a_place_is_an_argument),
    cmocka_unit_test (relations_of_a_type_are_not_open),
    cmocka_unit_test (where_there_are_trees_clauses_are_told_by_whole_phrases),
    cmocka_unit_test (what_is_not_said_in_a_word_is_said_by_is),
    cmocka_unit_test (nothing_found_is_nothing_written),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
