/* export: the bytes of each format. */
#include "tests/stages/exporting.h"

static void
check_export (const char *to, EntDocument *doc, const char *expected)
{
  g_autofree gchar *got = exported (to, &doc, 1);

  assert_string_equal (got, expected);
}

/* Two people, a country without a mention, and what one of them did, with everything that can be known of it */
static EntDocument *
rich_document (void)
{
  EntDocument *doc = document_of ("briefs/7", "Ada Lin didn't pay 5 euros^.~ Bo said so^.");
  EntMention money = { .first = 4,
                       .n = 2,
                       .type = ent_document_intern (doc, "Money"),
                       .entity = ENT_NONE,
                       .value = ent_document_intern (doc, "{\"amount\":5,\"currency\":\"EUR\"}"),
                       .by = ent_document_intern (doc, "tag/money"),
                       .confidence = 1,
                       .kind = ENT_MENTION_VALUE };
  EntRelation relation = { .tail = 1,
                           .attribution = 2,
                           .place = ENT_NONE,
                           .trigger_first = 2,
                           .trigger_n = 2,
                           .type = ent_document_intern (doc, "open"),
                           .label = ent_document_intern (doc, "pay"),
                           .event = ent_document_intern (doc, "PLOVER:AID"),
                           .time = ent_document_intern (doc, "2022"),
                           .by = ent_document_intern (doc, "link/open"),
                           .confidence = 0.81234f,
                           .polarity = ENT_POLARITY_NEGATED,
                           .modality = ENT_MODALITY_INTENDED };

  add_name (doc, 0, 2, "Person", "Ada Lin", "person/ada-lin");
  ent_document_append_mention (doc, &money);
  add_name (doc, 7, 8, "Person", "Bo", "person/bo");
  ent_document_set_aliases (doc, 0, "Ada|A. Lin");
  ent_document_set_links (doc, 0, "iso3166=RU|wikidata=Q1|wikidata=Q2");
  ent_document_append_relation (doc, &relation);
  return doc;
}

/* --- jsonl ------------------------------------------------------------------------------------------------------- */

static void
jsonl_has_all_that_is_known_in_the_order_of_the_contract (void **state)
{
  g_autoptr (EntDocument) doc = rich_document ();

  ent_document_set_source (doc, "briefs/7.txt");
  ent_document_set_title (doc, "A \"title\"");
  ent_document_set_date (doc, "2025-06-09");
  ent_document_set_lang (doc, "en");
  ent_document_set_meta (doc, "feed \"x\"", "a\\b");
  ent_document_set_tag (doc, 3, ENT_POS_VERB, "pay");
  ent_document_set_head (doc, 3, 3, "root");
  ent_document_set_head (doc, 1, 3, "nsubj");
  check_export (
      "jsonl", doc,
      "{\"id\":\"briefs/7\",\"source\":\"briefs/7.txt\",\"title\":\"A \\\"title\\\"\",\"date\":\"2025-06-09\","
      "\"lang\":\"en\",\"meta\":{\"feed \\\"x\\\"\":\"a\\\\b\"},"
      "\"text\":\"Ada Lin didn't pay 5 euros. Bo said so.\","
      "\"sentences\":[{\"start\":0,\"end\":27},{\"start\":28,\"end\":39}],"
      "\"tokens\":[{\"start\":0,\"end\":3},{\"start\":4,\"end\":7,\"head\":3,\"dep\":\"nsubj\"},{\"start\":8,\"end\":"
      "14},"
      "{\"start\":15,\"end\":18,\"lemma\":\"pay\",\"pos\":\"VERB\",\"head\":-1,\"dep\":\"root\"},"
      "{\"start\":19,\"end\":20},{\"start\":21,\"end\":26},{\"start\":26,\"end\":27},{\"start\":28,\"end\":30},"
      "{\"start\":31,\"end\":35},{\"start\":36,\"end\":38},{\"start\":38,\"end\":39}],"
      "\"mentions\":[{\"id\":0,\"start\":0,\"end\":7,\"type\":\"Person\",\"kind\":\"name\",\"entity\":0,"
      "\"confidence\":0.9,\"by\":\"test\"},"
      "{\"id\":1,\"start\":19,\"end\":26,\"type\":\"Money\",\"kind\":\"value\","
      "\"value\":{\"amount\":5,\"currency\":\"EUR\"},\"confidence\":1,\"by\":\"tag/money\"},"
      "{\"id\":2,\"start\":28,\"end\":30,\"type\":\"Person\",\"kind\":\"name\",\"entity\":1,"
      "\"confidence\":0.9,\"by\":\"test\"}],"
      "\"entities\":[{\"id\":0,\"type\":\"Person\",\"name\":\"Ada Lin\",\"aliases\":[\"Ada\",\"A. Lin\"],"
      "\"key\":\"person/ada-lin\",\"links\":{\"iso3166\":\"RU\",\"wikidata\":\"Q1\"}},"
      "{\"id\":1,\"type\":\"Person\",\"name\":\"Bo\",\"key\":\"person/bo\"}],"
      "\"relations\":[{\"id\":0,\"type\":\"open\",\"label\":\"pay\",\"head\":0,\"tail\":1,"
      "\"trigger\":{\"start\":8,\"end\":18},\"sentence\":0,\"polarity\":\"negated\",\"modality\":\"intended\","
      "\"attribution\":2,\"event\":\"PLOVER:AID\",\"time\":\"2022\",\"confidence\":0.8123,\"by\":\"link/open\"}]}\n");
}

static void
jsonl_says_whose_government_a_mention_stands_for (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Oslo left");

  add_name (doc, 0, 1, "Location", "Oslo", "location/oslo");
  ent_document_set_mention_acts_for (doc, 0, "location/no");
  check_export ("jsonl", doc,
                "{\"id\":\"d\",\"text\":\"Oslo left\",\"sentences\":[{\"start\":0,\"end\":9}],"
                "\"tokens\":[{\"start\":0,\"end\":4},{\"start\":5,\"end\":9}],"
                "\"mentions\":[{\"id\":0,\"start\":0,\"end\":4,\"type\":\"Location\",\"kind\":\"name\",\"entity\":0,"
                "\"acts_for\":\"location/no\",\"confidence\":0.9,\"by\":\"test\"}],"
                "\"entities\":[{\"id\":0,\"type\":\"Location\",\"name\":\"Oslo\",\"key\":\"location/oslo\"}],"
                "\"relations\":[]}\n");
}

static void
jsonl_of_text_alone_has_no_layers_and_layers_that_ran_are_there_though_empty (void **state)
{
  g_autoptr (EntDocument) bare = ent_document_new ("a", -1, NULL);
  g_autoptr (EntDocument) ran = ent_document_new ("", -1, NULL);

  check_export ("jsonl", bare, "{\"text\":\"a\"}\n");
  ent_document_mark_layers (ran, ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS);
  check_export ("jsonl", ran, "{\"text\":\"\",\"sentences\":[],\"tokens\":[],\"mentions\":[]}\n");
}

static void
jsonl_counts_code_points_and_escapes_what_json_cannot_hold (void **state)
{
  static const gchar text[] = "\xf0\x9d\x92\x9c\xc3\xa9 \"x\\\x01\0y\x7f\n\xe2\x80\xa8 z";
  g_autoptr (EntDocument) doc = document_of_length ("\t", text, sizeof text - 1);

  check_export ("jsonl", doc,
                "{\"id\":\"\\t\",\"text\":\"\xf0\x9d\x92\x9c\xc3\xa9 \\\"x\\\\\\u0001\\u0000y\x7f\\n\xe2\x80\xa8 z\","
                "\"sentences\":[{\"start\":0,\"end\":14}],"
                "\"tokens\":[{\"start\":0,\"end\":2},{\"start\":3,\"end\":10},{\"start\":11,\"end\":12},"
                "{\"start\":13,\"end\":14}]}\n");
}

/* --- conllu ------------------------------------------------------------------------------------------------------ */

static void
conllu_has_sentences_paragraphs_and_the_words_of_surface_tokens (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada ca+n't go^.^~Stay^!\r\n\r\nBo did^.");

  ent_document_set_norm (doc, 2, "not");
  ent_document_set_tag (doc, 3, ENT_POS_VERB, "go");
  ent_document_set_head (doc, 3, 3, "root");
  ent_document_set_head (doc, 0, 3, "nsubj");
  ent_document_set_head (doc, 5, 0, "dep");
  end_sentence (doc);
  check_export ("conllu", doc,
                "# newdoc id = d\n"
                "# sent_id = d-1\n"
                "# text = Ada can't go.\n"
                "1\tAda\t_\t_\t_\t_\t4\tnsubj\t_\tTokenRange=0:3\n"
                "2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=4:9\n"
                "2\tca\t_\t_\t_\t_\t_\t_\t_\tTokenRange=4:6\n"
                "3\tnot\t_\t_\t_\t_\t_\t_\t_\tTokenRange=6:9\n"
                "4\tgo\tgo\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No|TokenRange=10:12\n"
                "5\t.\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=12:13\n"
                "\n"
                "# sent_id = d-2\n"
                "# text = Stay! Bo did.\n"
                "1\tStay\t_\t_\t_\t_\t_\tdep\t_\tSpaceAfter=No|TokenRange=13:17\n"
                "2\t!\t_\t_\t_\t_\t_\t_\t_\tTokenRange=17:18\n"
                "3\tBo\t_\t_\t_\t_\t_\t_\t_\tTokenRange=22:24\n"
                "4\tdid\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=25:28\n"
                "5\t.\t_\t_\t_\t_\t_\t_\t_\tTokenRange=28:29\n"
                "\n");
}

static void
conllu_begins_a_paragraph_after_a_blank_line_only (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "A~\nB~\n\nC~\r\n\r\nD");

  check_export ("conllu", doc,
                "# newdoc id = d\n# sent_id = d-1\n# text = A\n1\tA\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:1\n\n"
                "# sent_id = d-2\n# text = B\n1\tB\t_\t_\t_\t_\t_\t_\t_\tTokenRange=2:3\n\n"
                "# newpar\n# sent_id = d-3\n# text = C\n1\tC\t_\t_\t_\t_\t_\t_\t_\tTokenRange=5:6\n\n"
                "# newpar\n# sent_id = d-4\n# text = D\n1\tD\t_\t_\t_\t_\t_\t_\t_\tTokenRange=10:11\n\n");
}

/* The no-break space of a number stays; tabs and line breaks inside of a token would break the columns */
static void
conllu_keeps_its_lines_and_columns_whatever_the_text_holds (void **state)
{
  static const gchar text[] = "10\xc2\xa0"
                              "000 a\tb\x01\0c \xf0\x9d\x92\x9c";
  g_autoptr (EntDocument) doc = document_of_length ("my/50% id\n2", text, sizeof text - 1);

  check_export ("conllu", doc,
                "# newdoc id = my/50% id 2\n"
                "# sent_id = my%2F50%25%20id%0A2-1\n"
                "# text = 10\xc2\xa0"
                "000 a b\xef\xbf\xbd\xef\xbf\xbd"
                "c \xf0\x9d\x92\x9c\n"
                "1\t10\xc2\xa0"
                "000\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:6\n"
                "2\ta b\xef\xbf\xbd\xef\xbf\xbd"
                "c\t_\t_\t_\t_\t_\t_\t_\tTokenRange=7:13\n"
                "3\t\xf0\x9d\x92\x9c\t_\t_\t_\t_\t_\t_\t_\tTokenRange=14:15\n"
                "\n");
}

static void
conllu_of_a_document_without_sentences_is_nothing (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("empty", "");

  check_export ("conllu", doc, "");
}

static void
conllu_needs_sentences_and_says_so (void **state)
{
  g_autofree gchar *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "out", NULL);
  g_autoptr (EntStage) stage = exporter ("conllu", path);
  g_autoptr (EntDocument) doc = ent_document_new ("text alone", -1, NULL);
  g_autoptr (GError) error = NULL;

  assert_int_equal (ent_stage_get_needs (stage), ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
  assert_true (ent_stage_load (stage, NULL));
  assert_false (ent_stage_process (stage, doc, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_STAGE));
  remove_folder (g_steal_pointer (&folder));
}

/* The only document of a file */
static EntDocument *
read_again (const char *path)
{
  g_autoptr (EntStage) read = ent_stage_new ("read", NULL);
  g_autoptr (GError) error = NULL;
  EntDocument *doc = NULL;

  assert_non_null (read);
  assert_true (ent_stage_set_option (read, "path", path, NULL));
  if (!ent_stage_load (read, &error) || !ent_stage_produce (read, &doc, &error))
    fail_msg ("%s", error->message);
  assert_non_null (doc);
  return doc;
}

/* What is read from it is written as the same bytes, offsets and all, where the text has no white space to fold */
static void
check_round_trip (const char *to, EntDocument *doc)
{
  gchar *folder = make_folder ();
  g_autofree gchar *name = g_strconcat ("out.", to, NULL);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *first = exported (to, &doc, 1);
  g_autoptr (EntDocument) again = NULL;
  g_autofree gchar *second = NULL;

  assert_true (g_file_set_contents (path, first, -1, NULL));
  again = read_again (path);
  second = exported (to, &again, 1);
  assert_string_equal (second, first);
  remove_folder (folder);
}

static EntDocument *
parsed_document (void)
{
  EntDocument *doc = document_of ("briefs/7", "Ada ca+n't go^.~ \xf0\x9d\x92\x9c Stay^!~\n\nBo^'^s _^.");

  ent_document_set_norm (doc, 2, "not");
  for (guint t = 0; t < 5; t++)
    {
      ent_document_set_tag (doc, t, ENT_POS_VERB, t ? "go" : "_");
      ent_document_set_head (doc, t, 3, t == 3 ? "root" : "dep");
    }
  ent_document_mark_layers (doc, ENT_LAYER_TAGS | ENT_LAYER_HEADS);
  return doc;
}

static void
conllu_can_be_read_again (void **state)
{
  g_autoptr (EntDocument) doc = parsed_document ();

  check_round_trip ("conllu", doc);
}

static void
jsonl_can_be_read_again (void **state)
{
  g_autoptr (EntDocument) doc = rich_document ();

  ent_document_set_source (doc, "briefs/7.txt");
  ent_document_set_meta (doc, "feed", "a\\b \"c\"");
  check_round_trip ("jsonl", doc);
}

/* --- csv --------------------------------------------------------------------------------------------------------- */

#define NODES_HEADER "Id,Label,type,aliases,mentions,documents,first_seen,last_seen,links\n"
#define EDGES_HEADER                                                                                                   \
  "Source,Target,Type,Id,Label,Weight,Kind,event,polarity,modality,attribution,time_start,time_end,place,documents,"   \
  "confidence,evidence\n"
#define EVIDENCE_HEADER                                                                                                \
  "edge,document,date,start,end,sentence,trigger,event,attribution,attribution_text,time,place,confidence,by,"               \
  "source_acts_for,target_acts_for\n"

static void
export_folder (const char *folder, EntDocument *doc)
{
  g_autofree gchar *path = g_build_filename (folder, "new", "graph", NULL);
  g_autoptr (EntStage) stage = exporter ("csv", path);

  assert_true (ent_stage_load (stage, NULL));
  if (doc)
    add (stage, doc);
  finish (stage);
}

static void
csv_quotes_what_would_break_a_row (void **state)
{
  gchar *folder = make_folder ();
  g_autoptr (EntDocument) doc = awkward_document ();
  g_autofree gchar *nodes = NULL, *edges = NULL, *evidence = NULL, *id = NULL, *expected = NULL, *row = NULL;

  export_folder (folder, doc);
  nodes = content_of (folder, "new/graph/nodes.csv");
  edges = content_of (folder, "new/graph/edges.csv");
  evidence = content_of (folder, "new/graph/evidence.csv");
  assert_string_equal (nodes, NODES_HEADER "person/ada-the-bo,\"Ada, \"\"the\nBo\"\"\",Person,,1,1,,,\n"
                                           "person/cy,Cy,Person,,1,1,,,\n");

  id = g_strndup (evidence + strlen (EVIDENCE_HEADER), 17);
  expected = g_strdup_printf (EDGES_HEADER "person/ada-the-bo,person/cy,Directed,%s,meet,1,open,,affirmed,asserted,,,,"
                                           ",1,0.5,\"d,1:0-21\"\n",
                              id);
  assert_string_equal (edges, expected);
  row = g_strdup_printf (EVIDENCE_HEADER "%s,\"d,1\",,0,21,\"Ada, \"\"the\nBo\"\" met Cy.\",met,,,,,,0.5,test,,\n", id);
  assert_string_equal (evidence, row);
  remove_folder (folder);
}

static void
csv_of_no_documents_is_three_headers (void **state)
{
  gchar *folder = make_folder ();
  g_autofree gchar *nodes = NULL, *edges = NULL, *evidence = NULL;

  export_folder (folder, NULL);
  nodes = content_of (folder, "new/graph/nodes.csv");
  edges = content_of (folder, "new/graph/edges.csv");
  evidence = content_of (folder, "new/graph/evidence.csv");
  assert_string_equal (nodes, NODES_HEADER);
  assert_string_equal (edges, EDGES_HEADER);
  assert_string_equal (evidence, EVIDENCE_HEADER);
  remove_folder (folder);
}

/* --- graphml ----------------------------------------------------------------------------------------------------- */

static void
graphml_says_what_the_graph_says (void **state)
{
  g_autoptr (EntDocument) doc = awkward_document ();
  g_autofree gchar *got = exported ("graphml", &doc, 1);
  const gchar *graph = strstr (got, "<graph ");
  g_autofree gchar *expected = NULL, *id = NULL;

  assert_true (g_str_has_prefix (got, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
                                      "<key id=\"d0\" for=\"node\" attr.name=\"key\" attr.type=\"string\"/>\n"));
  id = g_strndup (strstr (graph, "<edge id=\"") + strlen ("<edge id=\""), 17);
  expected = g_strdup_printf (
      "<graph id=\"entente\" edgedefault=\"directed\">\n"
      "<node id=\"person/ada-the-bo\">\n<data key=\"d0\">person/ada-the-bo</data>\n<data key=\"d1\">Person</data>\n"
      "<data key=\"d2\">Ada, &quot;the\nBo&quot;</data>\n<data key=\"d4\">1</data>\n<data "
      "key=\"d5\">1</data>\n</node>\n"
      "<node id=\"person/cy\">\n<data key=\"d0\">person/cy</data>\n<data key=\"d1\">Person</data>\n"
      "<data key=\"d2\">Cy</data>\n<data key=\"d4\">1</data>\n<data key=\"d5\">1</data>\n</node>\n"
      "<edge id=\"%s\" source=\"person/ada-the-bo\" target=\"person/cy\">\n<data key=\"d9\">open</data>\n"
      "<data key=\"d10\">meet</data>\n<data key=\"d12\">affirmed</data>\n<data key=\"d13\">asserted</data>\n"
      "<data key=\"d18\">1</data>\n<data key=\"d19\">1</data>\n<data key=\"d20\">0.5</data>\n"
      "<data key=\"d21\">d,1:0-21</data>\n<data key=\"d22\">Ada, &quot;the\nBo&quot; met Cy.</data>\n</edge>\n"
      "</graph>\n</graphml>\n",
      id);
  assert_string_equal (graph, expected);
}

static void
graphml_replaces_characters_that_xml_cannot_hold (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada slept^.");
  g_autofree gchar *got = NULL;

  add_name (doc, 0, 1, "Person", "<A\x01&\xef\xbf\xbe\r\xf0\x9d\x92\x9c>", "person/\x1f");
  got = exported ("graphml", &doc, 1);
  check_xml (got);
  assert_non_null (strstr (got, "<node id=\"person/\xef\xbf\xbd\">"));
  assert_non_null (strstr (got, "&lt;A\xef\xbf\xbd&amp;\xef\xbf\xbd&#13;\xf0\x9d\x92\x9c&gt;"));
}

static void
graphml_of_no_documents_is_an_empty_graph (void **state)
{
  g_autofree gchar *got = exported ("graphml", NULL, 0);

  check_xml (got);
  assert_non_null (strstr (got, "<graph id=\"entente\" edgedefault=\"directed\"/>"));
}

static void
a_document_that_the_graph_has_already_is_noted (void **state)
{
  g_autoptr (EntDocument) doc = awkward_document ();
  EntDocument *const twice[] = { doc, doc };
  g_autofree gchar *once = exported ("graphml", &doc, 1);
  g_autofree gchar *again = exported ("graphml", twice, 2);

  assert_string_equal (once, again);
  assert_string_equal (ent_document_get_notes (doc)[0],
                       "not the only document of its id in this run: one of them is in the graph");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (jsonl_has_all_that_is_known_in_the_order_of_the_contract),
    cmocka_unit_test (jsonl_says_whose_government_a_mention_stands_for),
    cmocka_unit_test (jsonl_of_text_alone_has_no_layers_and_layers_that_ran_are_there_though_empty),
    cmocka_unit_test (jsonl_counts_code_points_and_escapes_what_json_cannot_hold),
    cmocka_unit_test (conllu_has_sentences_paragraphs_and_the_words_of_surface_tokens),
    cmocka_unit_test (conllu_begins_a_paragraph_after_a_blank_line_only),
    cmocka_unit_test (conllu_keeps_its_lines_and_columns_whatever_the_text_holds),
    cmocka_unit_test (conllu_of_a_document_without_sentences_is_nothing),
    cmocka_unit_test (conllu_needs_sentences_and_says_so),
    cmocka_unit_test (conllu_can_be_read_again),
    cmocka_unit_test (jsonl_can_be_read_again),
    cmocka_unit_test (csv_quotes_what_would_break_a_row),
    cmocka_unit_test (csv_of_no_documents_is_three_headers),
    cmocka_unit_test (graphml_says_what_the_graph_says),
    cmocka_unit_test (graphml_replaces_characters_that_xml_cannot_hold),
    cmocka_unit_test (graphml_of_no_documents_is_an_empty_graph),
    cmocka_unit_test (a_document_that_the_graph_has_already_is_noted),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
