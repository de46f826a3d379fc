/* export: the bytes of the formats that show the graph. What they hold is tested in tests/cli/test_views.py. */
#include "tests/stages/exporting.h"

/* Ada met Bo, in a document of this date, at this time; "" is not known */
static EntDocument *
meeting (const char *id, const char *date, const char *time)
{
  EntDocument *doc = document_of (id, "Ada met Bo^.");
  EntRelation relation = { .tail = 1,
                           .attribution = ENT_NONE,
                           .place = ENT_NONE,
                           .trigger_first = 1,
                           .trigger_n = 1,
                           .type = ent_document_intern (doc, "open"),
                           .label = ent_document_intern (doc, "meet"),
                           .time = *time ? ent_document_intern (doc, time) : 0,
                           .confidence = 0.5f };

  if (*date)
    ent_document_set_date (doc, date);
  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  add_name (doc, 2, 3, "Person", "Bo", "person/bo");
  ent_document_append_relation (doc, &relation);
  return doc;
}

/* --- gexf -------------------------------------------------------------------------------------------------------- */

/* "start/end" of each spell, separated by spaces */
static gchar *
spells_in (const gchar *gexf)
{
  GString *spells = g_string_new (NULL);

  for (const gchar *at = gexf; (at = strstr (at, "<spell start=\"")); at++)
    {
      const gchar *start = at + strlen ("<spell start=\"");
      const gchar *end = strstr (start, "\" end=\"");

      g_string_append_printf (spells, "%s%.*s/%.10s", spells->len ? " " : "", (gint) (end - start), start,
                              end + strlen ("\" end=\""));
    }
  return g_string_free (spells, FALSE);
}

static void
check_spell (const char *date, const char *time, const char *expected)
{
  g_autoptr (EntDocument) doc = meeting ("d", date, time);
  g_autofree gchar *gexf = exported ("gexf", &doc, 1);
  g_autofree gchar *spells = spells_in (gexf);

  check_xml (gexf);
  if (!g_str_equal (spells, expected))
    fail_msg ("'%s' in a document of '%s': '%s', expected '%s'", time, date, spells, expected);
}

static void
an_edge_of_gexf_holds_for_the_time_that_the_text_gives (void **state)
{
  check_spell ("", "2022", "2022-01-01/2022-12-31");
  check_spell ("", "2024-02", "2024-02-01/2024-02-29");
  check_spell ("", "2024-03-05", "2024-03-05/2024-03-05");
  check_spell ("", "2024-03-05T14:30:05Z", "2024-03-05/2024-03-05");
  check_spell ("", "2024-W08", "2024-02-19/2024-02-25");
  check_spell ("", "2020-W01", "2019-12-30/2020-01-05");
  check_spell ("", "2020-W53", "2020-12-28/2021-01-03");
  check_spell ("", "2023-10/2024-02", "2023-10-01/2024-02-29");
  check_spell ("", "2023-10-30/2023-11-02", "2023-10-30/2023-11-02");
}

static void
a_length_of_time_is_counted_from_the_day_beside_it (void **state)
{
  check_spell ("", "P3Y/2024-02-29", "2021-02-28/2024-02-29");
  check_spell ("", "P2M/2024-04-30", "2024-02-29/2024-04-30");
  check_spell ("", "2024-03-06/P2W", "2024-03-06/2024-03-20");
  check_spell ("", "2024-12-30/P3D", "2024-12-30/2025-01-02");
}

static void
without_such_a_time_it_holds_on_the_day_of_the_document (void **state)
{
  check_spell ("2025-06-09", "", "2025-06-09/2025-06-09");
  check_spell ("2025-06-09T10:00:00Z", "", "2025-06-09/2025-06-09");
  check_spell ("2025-06", "", "2025-06-01/2025-06-30");
  check_spell ("2025-06-09", "2024-03-05", "2024-03-05/2024-03-05");
  check_spell ("2025-06-09", "P14D", "2025-06-09/2025-06-09");
  check_spell ("2025-06-09", "P3D/P4D", "2025-06-09/2025-06-09");
  check_spell ("2025-06-09", "last winter", "2025-06-09/2025-06-09");
}

static void
a_time_that_is_no_date_gives_no_spell (void **state)
{
  static const char *const times[]
      = { "",           "0000",       "2023-13",       "2023-02-29",      "2023-W53",
          "2023-W00",   "2023-1",     "2023-01-1",     "20231",           "2024/2023",
          "9999-W52",   "9999/P1Y",   "P9999Y/2024",   "P99999999D/2024", "PT5H/2024-01-01",
          "P1Y/P1Y/1Y", "P1.5Y/2024", "P/2024-01-01",  "2024-01-01/",     "/2024-01-01",
          "-0044",      "T14:30",     "2024-03-05X10", "P1Y2M/2024-01-01" };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    check_spell ("", times[i], "");
}

static void
spells_are_in_order_and_do_not_overlap (void **state)
{
  EntDocument *docs[] = { meeting ("a", "2024-05-03", ""), meeting ("b", "2024-05-03", ""),
                          meeting ("c", "2024-05-04", ""), meeting ("d", "", "2023-01/2023-03"),
                          meeting ("e", "", "2023-02"),    meeting ("f", "", "2023-03-31/2023-04-02"),
                          meeting ("g", "", ""),           meeting ("h", "", "2022-12-31") };
  g_autofree gchar *gexf = exported ("gexf", docs, G_N_ELEMENTS (docs));
  g_autofree gchar *spells = spells_in (gexf);

  assert_string_equal (spells, "2022-12-31/2022-12-31 2023-01-01/2023-04-02 2024-05-03/2024-05-03 "
                               "2024-05-04/2024-05-04");
  for (guint i = 0; i < G_N_ELEMENTS (docs); i++)
    g_object_unref (docs[i]);
}

static void
gexf_says_what_the_graph_says (void **state)
{
  g_autoptr (EntDocument) doc = meeting ("d", "", "2024-03-05");
  g_autofree gchar *got = exported ("gexf", &doc, 1);
  const gchar *nodes = strstr (got, "<nodes>");
  const gchar *edge = strstr (got, "<edge ");

  assert_true (g_str_has_prefix (got, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                      "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
                                      "<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" "
                                      "timerepresentation=\"interval\">\n"
                                      "<attributes class=\"node\" mode=\"static\">\n"
                                      "<attribute id=\"0\" title=\"type\" type=\"string\"/>\n"));
  assert_true (g_str_has_prefix (nodes, "<nodes>\n<node id=\"person/ada\" label=\"Ada\">\n<attvalues>\n"
                                        "<attvalue for=\"0\" value=\"Person\"/>\n<attvalue for=\"2\" value=\"1\"/>\n"
                                        "<attvalue for=\"3\" value=\"1\"/>\n</attvalues>\n</node>\n"));
  assert_non_null (strstr (edge, " source=\"person/ada\" target=\"person/bo\" kind=\"open|meet|affirmed|asserted\" "
                                 "label=\"meet\" weight=\"1\">\n<spells>\n"
                                 "<spell start=\"2024-03-05\" end=\"2024-03-05\"/>\n</spells>\n<attvalues>\n"
                                 "<attvalue for=\"7\" value=\"open\"/>\n"));
  assert_true (g_str_has_suffix (edge, "<attvalue for=\"17\" value=\"d:0-11\"/>\n"
                                       "<attvalue for=\"18\" value=\"Ada met Bo.\"/>\n</attvalues>\n</edge>\n"
                                       "</edges>\n</graph>\n</gexf>\n"));
}

/* --- dot --------------------------------------------------------------------------------------------------------- */

static void
dot_quotes_every_text (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada slept^.");
  g_autofree gchar *got = NULL;

  add_name (doc, 0, 1, "A \"b\" \\", "R&D\n\x01 \\N", "x/\"\n\\");
  got = exported ("dot", &doc, 1);
  assert_non_null (strstr (got, "\n\"x/\\\"\n\\\\\" [label=\"R&amp;D\\n\xef\xbf\xbd \\\\N\\nA \\\"b\\\" \\\\\", "
                                "tooltip=\"x/\\\"\\n\\\\\\nmentions: 1, documents: 1\", "
                                "type=\"A \\\"b\\\" \\\\\", mentions=1, documents=1];\n}\n"));
}

static void
the_tooltip_of_dot_has_three_sentences_at_most (void **state)
{
  EntDocument *docs[] = { meeting ("a", "", ""), meeting ("b", "", ""), meeting ("c", "", ""), meeting ("d", "", ""),
                          meeting ("e", "", "") };
  g_autofree gchar *three = exported ("dot", docs, 3);
  g_autofree gchar *five = exported ("dot", docs, 5);

  assert_non_null (strstr (three, "tooltip=\"affirmed, asserted\\nAda met Bo.\\nAda met Bo.\\nAda met Bo.\""));
  assert_non_null (strstr (five, "\\nAda met Bo.\\nAda met Bo.\\nAda met Bo.\\n… and 2 more\""));
  for (guint i = 0; i < G_N_ELEMENTS (docs); i++)
    g_object_unref (docs[i]);
}

/* --- nodelink, d3 and html --------------------------------------------------------------------------------------- */

static void
nodelink_has_a_line_for_each_node_and_edge (void **state)
{
  g_autoptr (EntDocument) doc = meeting ("d|1", "2024-05-03", "2024-03-05");
  g_autofree gchar *nodelink = exported ("nodelink", &doc, 1);
  g_autofree gchar *d3 = exported ("d3", &doc, 1);
  g_autofree gchar *id = g_strndup (strstr (nodelink, "\"key\":\"") + strlen ("\"key\":\""), 17);
  g_autofree gchar *expected = g_strdup_printf (
      "{\"directed\":true,\"multigraph\":true,\"graph\":{},\n\"nodes\":[\n"
      "{\"id\":\"person/ada\",\"type\":\"Person\",\"name\":\"Ada\",\"mentions\":1,\"documents\":1,"
      "\"first_seen\":\"2024-05-03\",\"last_seen\":\"2024-05-03\"},\n"
      "{\"id\":\"person/bo\",\"type\":\"Person\",\"name\":\"Bo\",\"mentions\":1,\"documents\":1,"
      "\"first_seen\":\"2024-05-03\",\"last_seen\":\"2024-05-03\"}\n],\"edges\":[\n"
      "{\"source\":\"person/ada\",\"target\":\"person/bo\",\"key\":\"%s\",\"type\":\"open\",\"label\":\"meet\","
      "\"polarity\":\"affirmed\",\"modality\":\"asserted\",\"time_start\":\"2024-03-05\",\"time_end\":\"2024-03-05\","
      "\"weight\":1,\"documents\":1,\"confidence\":0.5,\"evidence\":[{\"document\":\"d|1\",\"date\":\"2024-05-03\","
      "\"start\":0,\"end\":11,\"sentence\":\"Ada met Bo.\",\"trigger\":\"met\",\"time\":\"2024-03-05\","
      "\"confidence\":0.5}]}\n]}\n",
      id);

  assert_string_equal (nodelink, expected);
  memcpy (strstr (expected, "edges"), "links", strlen ("links"));
  assert_string_equal (d3, expected);
}

static void
html_has_no_markup_in_its_data (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada slept^.");
  g_autofree gchar *got = NULL;

  add_name (doc, 0, 1, "Person", "</script>{{script}}<!--", "person/ada");
  got = exported ("html", &doc, 1);
  assert_true (g_str_has_prefix (got, "<!DOCTYPE html>\n"));
  assert_true (g_str_has_suffix (got, "</script>\n</body>\n</html>\n"));
  assert_non_null (strstr (got, "\"name\":\"\\u003c/script>{{script}}\\u003c!--\""));
}

/* --- All of them ------------------------------------------------------------------------------------------------- */

static void
no_documents_are_an_empty_graph (void **state)
{
  g_autofree gchar *gexf = exported ("gexf", NULL, 0);
  g_autofree gchar *dot = exported ("dot", NULL, 0);
  g_autofree gchar *nodelink = exported ("nodelink", NULL, 0);
  g_autofree gchar *html = exported ("html", NULL, 0);
  const gchar *empty = "{\"directed\":true,\"multigraph\":true,\"graph\":{},\n\"nodes\":[\n],\"edges\":[\n]}\n";

  check_xml (gexf);
  assert_non_null (strstr (gexf, "<nodes/>\n<edges/>\n"));
  assert_true (g_str_has_suffix (dot, "fontsize=10];\n}\n"));
  assert_string_equal (nodelink, empty);
  assert_non_null (strstr (html, empty));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_edge_of_gexf_holds_for_the_time_that_the_text_gives),
    cmocka_unit_test (a_length_of_time_is_counted_from_the_day_beside_it),
    cmocka_unit_test (without_such_a_time_it_holds_on_the_day_of_the_document),
    cmocka_unit_test (a_time_that_is_no_date_gives_no_spell),
    cmocka_unit_test (spells_are_in_order_and_do_not_overlap),
    cmocka_unit_test (gexf_says_what_the_graph_says),
    cmocka_unit_test (dot_quotes_every_text),
    cmocka_unit_test (the_tooltip_of_dot_has_three_sentences_at_most),
    cmocka_unit_test (nodelink_has_a_line_for_each_node_and_edge),
    cmocka_unit_test (html_has_no_markup_in_its_data),
    cmocka_unit_test (no_documents_are_an_empty_graph),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
