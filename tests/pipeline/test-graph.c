/* The corpus graph: what is merged, what is not, and that neither order nor repetition of documents shows. */
#include "tests/documents.h"

#include "pipeline/graph/graph.h"

static gboolean
show_node (const EntGraphNode *node, gpointer user_data, GError **error)
{
  g_string_append_printf (user_data, "%s: %s '%s' [%s] %u in %u, %s to %s, %s\n", node->key, node->type, node->name,
                          node->aliases, node->mentions, node->documents, node->first_seen, node->last_seen,
                          node->links);
  return TRUE;
}

static gboolean
show_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  GString *out = user_data;

  g_string_append_printf (out, "%s -%s:%s-> %s %s %s x%u in %u, %.2f, by [%s], [%s] to [%s] at [%s], %s, %s\n",
                          edge->source, edge->type, edge->label, edge->target, edge->polarity, edge->modality,
                          edge->weight, edge->documents, edge->confidence, edge->attribution, edge->time_start,
                          edge->time_end, edge->place, edge->event, edge->evidence);
  for (guint i = 0; i < edge->weight; i++)
    g_string_append_printf (out, "  %s:%u-%u '%s' (%s) by [%s/%s]\n", edge->rows[i].document, edge->rows[i].start,
                            edge->rows[i].end, edge->rows[i].sentence, edge->rows[i].trigger, edge->rows[i].attribution,
                            edge->rows[i].attribution_text);
  return TRUE;
}

static void
check_nodes (EntGraph *graph, const char *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);

  assert_true (ent_graph_foreach_node (graph, show_node, got, NULL));
  assert_string_equal (got->str, expected);
}

static void
check_edges (EntGraph *graph, const char *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);

  assert_true (ent_graph_foreach_edge (graph, show_edge, got, NULL));
  assert_string_equal (got->str, expected);
}

static guint64
n_skipped (EntGraph *graph)
{
  EntGraphStats stats;

  assert_true (ent_graph_get_stats (graph, &stats, NULL));
  return stats.skipped;
}

/* "Ada met Bo ." with Ada and Bo as names; the relation between them is for the caller to add */
static EntDocument *
ada_met_bo (const char *id)
{
  EntDocument *doc = document_of (id, "Ada met Bo^.~");

  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  add_name (doc, 2, 3, "Person", "Bo", "person/bo");
  return doc;
}

static EntRelation
meeting (EntDocument *doc)
{
  return (EntRelation){ .head = 0,
                        .tail = 1,
                        .attribution = ENT_NONE,
                        .place = ENT_NONE,
                        .trigger_first = 1,
                        .trigger_n = 1,
                        .type = ent_document_intern (doc, "open"),
                        .label = ent_document_intern (doc, "meet"),
                        .confidence = 0.5f };
}

static EntGraphAdded
add_facts_of (EntGraph *graph, EntDocument *doc)
{
  g_autoptr (EntFacts) facts = ent_facts_new (doc);

  return ent_graph_add_document (graph, doc, facts, NULL);
}

static void
add (EntGraph *graph, EntDocument *doc)
{
  assert_int_equal (add_facts_of (graph, doc), ENT_GRAPH_ADDED);
  g_object_unref (doc);
}

static void
an_empty_graph_has_nothing (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);

  check_nodes (graph, "");
  check_edges (graph, "");
  add (graph, document_of ("empty", ""));
  check_nodes (graph, "");
}

static gboolean
show_document (const EntGraphDocument *document, gpointer user_data, GError **error)
{
  g_string_append_printf (user_data, "%s: '%s' from %s, %s\n", document->id, document->title, document->source,
                          document->date);
  return TRUE;
}

static void
documents_are_known_though_they_say_nothing (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autoptr (GString) got = g_string_new (NULL);
  EntDocument *doc = document_of ("one", "Nothing here^.");

  ent_document_set_title (doc, "A title");
  ent_document_set_source (doc, "one.txt");
  ent_document_set_date (doc, "2025-06-09T10:00:00Z");
  add (graph, doc);
  add (graph, document_of ("none", ""));
  assert_true (ent_graph_foreach_document (graph, show_document, got, NULL));
  assert_string_equal (got->str, "none: '' from , \none: 'A title' from one.txt, 2025-06-09\n");
}

static void
one_key_in_two_documents_is_one_node (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *one = document_of ("one", "Ada Lin saw Ada^.");
  EntDocument *other = document_of ("other", "Lin slept^.");

  add_name (one, 0, 2, "Person", "Ada Lin", "person/lin");
  add_name (one, 3, 4, "Person", "Ada Lin", "person/lin");
  ent_document_set_aliases (one, 0, "Ada|A. Lin");
  ent_document_set_links (one, 0, "wikidata=Q1");
  ent_document_set_date (one, "2025-06-09T10:00:00Z");
  add_name (other, 0, 1, "Organisation", "Lin", "person/lin");
  ent_document_set_links (other, 0, "iso3166=RU|wikidata=Q1");
  ent_document_set_date (other, "2025-05");
  add (graph, one);
  add (graph, other);

  check_nodes (graph, "person/lin: Person 'Ada Lin' [A. Lin|Ada|Lin] 3 in 2, 2025-05 to 2025-06-09, "
                      "iso3166=RU|wikidata=Q1\n");
}

static void
a_tie_of_names_goes_to_the_first_in_byte_order (void **state)
{
  const gchar *const names[] = { "Bee", "Aye" };

  for (guint order = 0; order < 2; order++)
    {
      g_autoptr (EntGraph) graph = ent_graph_new (NULL);

      for (guint i = 0; i < 2; i++)
        {
          const gchar *name = names[(i + order) % 2];
          EntDocument *doc = document_of (name, "X sat^.");

          add_name (doc, 0, 1, name, name, "x");
          add (graph, doc);
        }
      check_nodes (graph, "x: Aye 'Aye' [Bee] 2 in 2,  to , \n");
    }
}

static void
an_entity_that_no_mention_names_is_no_node (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Nothing here^.");

  ent_document_add_entity (doc, "Person", "Ada", "person/ada");
  add (graph, doc);
  check_nodes (graph, "");
}

static void
a_date_that_is_not_iso_is_not_known (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Ada slept^.");

  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  ent_document_set_date (doc, "9 June 2025");
  add (graph, doc);
  check_nodes (graph, "person/ada: Person 'Ada' [] 1 in 1,  to , \n");
}

static void
like_relations_are_one_edge_and_all_its_evidence_is_kept (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *one = ada_met_bo ("one"), *other = ada_met_bo ("other");
  EntRelation first = meeting (one), second = meeting (other);

  ent_document_append_relation (one, &first);
  ent_document_append_relation (one, &first);
  second.confidence = 0.75f;
  ent_document_append_relation (other, &second);
  add (graph, other);
  add (graph, one);

  check_edges (graph, "person/ada -open:meet-> person/bo affirmed asserted x3 in 2, 0.75, by [], [] to [] at [], , "
                      "one:0-11|one:0-11|other:0-11\n"
                      "  one:0-11 'Ada met Bo.' (met) by [/]\n"
                      "  one:0-11 'Ada met Bo.' (met) by [/]\n"
                      "  other:0-11 'Ada met Bo.' (met) by [/]\n");
}

static void
what_is_denied_or_only_possible_is_an_edge_of_its_own (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = ada_met_bo ("one");
  EntRelation relation = meeting (doc);

  ent_document_append_relation (doc, &relation);
  relation.polarity = ENT_POLARITY_NEGATED;
  ent_document_append_relation (doc, &relation);
  relation.modality = ENT_MODALITY_POSSIBLE;
  ent_document_append_relation (doc, &relation);
  add (graph, doc);

  check_edges (graph, "person/ada -open:meet-> person/bo affirmed asserted x1 in 1, 0.50, by [], [] to [] at [], , "
                      "one:0-11\n  one:0-11 'Ada met Bo.' (met) by [/]\n"
                      "person/ada -open:meet-> person/bo negated asserted x1 in 1, 0.50, by [], [] to [] at [], , "
                      "one:0-11\n  one:0-11 'Ada met Bo.' (met) by [/]\n"
                      "person/ada -open:meet-> person/bo negated possible x1 in 1, 0.50, by [], [] to [] at [], , "
                      "one:0-11\n  one:0-11 'Ada met Bo.' (met) by [/]\n");
}

/* "Cy said they met in Oslo": Cy is attributed to by name in one document and as "officials" in the other */
static EntDocument *
attributed (const char *id, gboolean is_known, const char *time, const char *event)
{
  EntDocument *doc = document_of (id, "Ada met Bo in Oslo^, Cy said^.");
  EntRelation relation;

  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  add_name (doc, 2, 3, "Person", "Bo", "person/bo");
  add_name (doc, 4, 5, "Location", "Oslo", "location/oslo");
  if (is_known)
    add_name (doc, 6, 7, "Person", "Cy", "person/cy");
  else
    ent_document_add_mention (doc, 6, 7, "Person", 1);
  relation = meeting (doc);
  relation.attribution = 3;
  relation.place = 2;
  relation.time = ent_document_intern (doc, time);
  relation.event = ent_document_intern (doc, event);
  ent_document_append_relation (doc, &relation);
  return doc;
}

static void
times_make_a_span_and_who_where_what_are_joined (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);

  add (graph, attributed ("a", TRUE, "2022-02", "PLOVER:CONSULT"));
  add (graph, attributed ("b", FALSE, "2022", "PLOVER:AGREE"));
  add (graph, attributed ("c", TRUE, "2021-05/2021-06", NULL));
  add (graph, attributed ("d", TRUE, "P3D", NULL));

  check_edges (graph, "person/ada -open:meet-> person/bo affirmed asserted x4 in 4, 0.50, by [person/cy], "
                      "[2021-05] to [2022] at [location/oslo], PLOVER:AGREE|PLOVER:CONSULT, "
                      "a:0-28|b:0-28|c:0-28|d:0-28\n"
                      "  a:0-28 'Ada met Bo in Oslo, Cy said.' (met) by [person/cy/Cy]\n"
                      "  b:0-28 'Ada met Bo in Oslo, Cy said.' (met) by [/Cy]\n"
                      "  c:0-28 'Ada met Bo in Oslo, Cy said.' (met) by [person/cy/Cy]\n"
                      "  d:0-28 'Ada met Bo in Oslo, Cy said.' (met) by [person/cy/Cy]\n");
}

static void
a_relation_to_a_value_is_skipped_and_counted (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Ada paid 5 euros^.");

  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  ent_document_add_mention (doc, 2, 4, "Money", 1);
  ent_document_add_relation (doc, 0, 1, "pay", 0, 1);
  add (graph, doc);

  check_edges (graph, "");
  assert_int_equal (n_skipped (graph), 1);
}

/* A mention of one token, of any kind, of an entity or of none */
static guint
add_mention (EntDocument *doc, guint t, EntMentionKind kind, gint entity)
{
  const EntMention mention = { .first = t,
                               .n = 1,
                               .type = ent_document_intern (doc, "Organisation"),
                               .by = ent_document_intern (doc, "test"),
                               .entity = entity,
                               .confidence = 0.9f,
                               .kind = kind };

  return ent_document_append_mention (doc, &mention);
}

static void
descriptions_and_pronouns_of_a_named_entity_count_and_join_edges (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Acme grew^.~ It bought Bolt^.~ Agencies watched^.");

  add_name (doc, 0, 1, "Organisation", "Acme", "organisation/acme");
  add_name (doc, 5, 6, "Organisation", "Bolt", "organisation/bolt");
  ent_document_add_relation (doc, add_mention (doc, 3, ENT_MENTION_PRONOUN, 0), 1, "buy", 1, 1);
  ent_document_add_relation (doc, add_mention (doc, 7, ENT_MENTION_NOMINAL, 1), 0, "watch", 2, 1);
  add (graph, doc);

  check_nodes (graph, "organisation/acme: Organisation 'Acme' [] 2 in 1,  to , \n"
                      "organisation/bolt: Organisation 'Bolt' [] 2 in 1,  to , \n");
  check_edges (graph,
               "organisation/acme -open:buy-> organisation/bolt affirmed asserted x1 in 1, 1.00, by [], [] to [] "
               "at [], , one:11-26\n  one:11-26 'It bought Bolt.' () by [/]\n"
               "organisation/bolt -open:watch-> organisation/acme affirmed asserted x1 in 1, 1.00, by [], [] to "
               "[] at [], , one:27-44\n  one:27-44 'Agencies watched.' () by [/]\n");
  assert_int_equal (n_skipped (graph), 0);
}

static void
a_description_that_is_no_entity_makes_no_node_and_no_edge (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Acme hired agents^.");

  add_name (doc, 0, 1, "Organisation", "Acme", "organisation/acme");
  ent_document_add_relation (doc, 0, add_mention (doc, 2, ENT_MENTION_NOMINAL, ENT_NONE), "hire", 0, 1);
  ent_document_add_relation (doc, 1, 0, "serve", 0, 1);
  add (graph, doc);

  check_nodes (graph, "organisation/acme: Organisation 'Acme' [] 1 in 1,  to , \n");
  check_edges (graph, "");
  assert_int_equal (n_skipped (graph), 2);
}

/* "the agency" of one document is not that of another */
static void
an_entity_that_is_described_only_is_no_node (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Agency said it watched Acme^.");

  add_name (doc, 4, 5, "Organisation", "Acme", "organisation/acme");
  ent_document_add_entity (doc, "Organisation", "Agency", "organisation/agency");
  add_mention (doc, 0, ENT_MENTION_NOMINAL, 1);
  ent_document_add_relation (doc, add_mention (doc, 2, ENT_MENTION_PRONOUN, 1), 0, "watch", 0, 1);
  add (graph, doc);

  check_nodes (graph, "organisation/acme: Organisation 'Acme' [] 1 in 1,  to , \n");
  check_edges (graph, "");
  assert_int_equal (n_skipped (graph), 1);
}

/* Ten pronouns do not make a name a common one */
static void
names_are_weighed_by_how_often_they_are_used (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *one = document_of ("one", "Lin slept as she and she and she did^.");
  EntDocument *other = document_of ("other", "Lin saw Lin^.");

  add_name (one, 0, 1, "Organisation", "LIN", "person/lin");
  for (guint t = 3; t < 8; t += 2)
    add_mention (one, t, ENT_MENTION_PRONOUN, 0);
  add_name (other, 0, 1, "Person", "Lin", "person/lin");
  add_name (other, 2, 3, "Person", "Lin", "person/lin");
  add (graph, one);
  add (graph, other);

  check_nodes (graph, "person/lin: Person 'Lin' [LIN] 6 in 2,  to , \n");
}

static void
who_says_so_may_be_a_pronoun_of_a_named_entity_or_a_description (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of ("one", "Ada met Bo^, she said^, and officials agreed^.");
  EntRelation relation;

  add_name (doc, 0, 1, "Person", "Ada", "person/ada");
  add_name (doc, 2, 3, "Person", "Bo", "person/bo");
  relation = meeting (doc);
  relation.attribution = add_mention (doc, 4, ENT_MENTION_PRONOUN, 0);
  ent_document_append_relation (doc, &relation);
  relation.attribution = add_mention (doc, 8, ENT_MENTION_NOMINAL, ENT_NONE);
  ent_document_append_relation (doc, &relation);
  add (graph, doc);

  check_edges (graph, "person/ada -open:meet-> person/bo affirmed asserted x2 in 1, 0.50, by [person/ada], [] to [] at "
                      "[], , one:0-43|one:0-43\n"
                      "  one:0-43 'Ada met Bo, she said, and officials agreed.' (met) by [/officials]\n"
                      "  one:0-43 'Ada met Bo, she said, and officials agreed.' (met) by [person/ada/she]\n");
}

static void
offsets_of_evidence_count_code_points_and_nul_is_replaced (void **state)
{
  static const gchar text[] = "\xf0\x9d\x92\x9c \xc3\xa9^.~ Ada\nmet Bo \0^.~";
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = document_of_length ("one", text, sizeof text - 1);

  add_name (doc, 3, 4, "Person", "Ada", "person/ada");
  add_name (doc, 5, 6, "Person", "Bo", "person/bo");
  ent_document_add_relation (doc, 0, 1, "meet", 1, 1);
  add (graph, doc);

  check_edges (graph, "person/ada -open:meet-> person/bo affirmed asserted x1 in 1, 1.00, by [], [] to [] at [], , "
                      "one:5-18\n  one:5-18 'Ada\nmet Bo \xef\xbf\xbd.' () by [/]\n");
}

static void
a_bar_inside_of_a_value_does_not_split_it (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  EntDocument *doc = ada_met_bo ("a|b");

  ent_document_add_relation (doc, 0, 1, "meet", 0, 1);
  add (graph, doc);
  check_edges (graph, "person/ada -open:meet-> person/bo affirmed asserted x1 in 1, 1.00, by [], [] to [] at [], , "
                      "a\xc2\xa6"
                      "b:0-11\n  a|b:0-11 'Ada met Bo.' () by [/]\n");
}

static void
a_document_added_twice_changes_nothing (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autoptr (EntDocument) doc = ada_met_bo ("one");

  ent_document_add_relation (doc, 0, 1, "meet", 0, 1);
  assert_int_equal (add_facts_of (graph, doc), ENT_GRAPH_ADDED);
  assert_int_equal (add_facts_of (graph, doc), ENT_GRAPH_UNCHANGED);
  check_nodes (graph, "person/ada: Person 'Ada' [] 1 in 1,  to , \nperson/bo: Person 'Bo' [] 1 in 1,  to , \n");
}

/* Fifty documents about few people, whose names, dates, relations and confidences are drawn at random */
static GPtrArray *
random_documents (GRand *rand)
{
  GPtrArray *docs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 50; i++)
    {
      g_autofree gchar *id = g_strdup_printf ("doc-%u", i);
      g_autofree gchar *date = g_strdup_printf ("2025-%02u-01", g_rand_int_range (rand, 1, 13));
      EntDocument *doc = document_of (id, "A saw B and C^.~ D met E^.");

      ent_document_set_date (doc, date);
      for (guint m = 0; m < 5; m++)
        {
          static const guint at[] = { 0, 2, 4, 6, 8 };
          g_autofree gchar *key = g_strdup_printf ("k%d", g_rand_int_range (rand, 0, 6));
          g_autofree gchar *name = g_strdup_printf ("%s-%d", key, g_rand_int_range (rand, 0, 3));

          add_name (doc, at[m], at[m] + 1, g_rand_boolean (rand) ? "Person" : "Organisation", name, key);
        }
      for (guint r = 0; r < 8; r++)
        {
          EntRelation relation = meeting (doc);

          relation.head = g_rand_int_range (rand, 0, 5);
          relation.tail = g_rand_int_range (rand, 0, 5);
          relation.sentence = g_rand_int_range (rand, 0, 2);
          relation.attribution = g_rand_int_range (rand, -1, 5);
          relation.polarity = g_rand_int_range (rand, 0, 2);
          relation.confidence = g_rand_int_range (rand, 0, 5) / 4.0f;
          ent_document_append_relation (doc, &relation);
        }
      g_ptr_array_add (docs, doc);
    }
  return docs;
}

static gchar *
dump_graph_of (GPtrArray *docs)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < docs->len; i++)
    assert_int_equal (add_facts_of (graph, docs->pdata[i]), ENT_GRAPH_ADDED);
  assert_true (ent_graph_foreach_node (graph, show_node, out, NULL));
  assert_true (ent_graph_foreach_edge (graph, show_edge, out, NULL));
  return g_string_free (out, FALSE);
}

static void
the_order_of_documents_does_not_show (void **state)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) docs = random_documents (rand);
  g_autofree gchar *expected = dump_graph_of (docs);

  assert_non_null (strstr (expected, "x"));
  for (guint trial = 0; trial < 20; trial++)
    {
      g_autofree gchar *got = NULL;

      for (guint i = docs->len - 1; i > 0; i--)
        {
          guint j = g_rand_int_range (rand, 0, i + 1);
          gpointer swap = docs->pdata[i];

          docs->pdata[i] = docs->pdata[j];
          docs->pdata[j] = swap;
        }
      got = dump_graph_of (docs);
      assert_string_equal (got, expected);
    }
}

static gboolean
count_id (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  assert_true (g_hash_table_add (user_data, g_strdup (edge->id)));
  return TRUE;
}

static void
edge_ids_are_the_same_in_every_graph_and_differ_within_one (void **state)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) some = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) docs = random_documents (rand);
  g_autoptr (EntGraph) large = ent_graph_new (NULL), small = ent_graph_new (NULL);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < docs->len; i++)
    add_facts_of (large, docs->pdata[i]);
  add_facts_of (small, docs->pdata[9]);
  assert_true (ent_graph_foreach_edge (large, count_id, all, NULL));
  assert_true (ent_graph_foreach_edge (small, count_id, some, NULL));
  assert_int_not_equal (g_hash_table_size (some), 0);
  g_hash_table_iter_init (&iter, some);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    assert_true (g_hash_table_contains (all, id));
}

static gboolean
stop (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  ++*(guint *) user_data;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "enough");
  return FALSE;
}

static void
an_error_ends_the_walk (void **state)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) docs = random_documents (rand);
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  add_facts_of (graph, docs->pdata[0]);
  assert_false (ent_graph_foreach_edge (graph, stop, &n, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_OUTPUT));
  assert_int_equal (n, 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_empty_graph_has_nothing),
    cmocka_unit_test (documents_are_known_though_they_say_nothing),
    cmocka_unit_test (one_key_in_two_documents_is_one_node),
    cmocka_unit_test (a_tie_of_names_goes_to_the_first_in_byte_order),
    cmocka_unit_test (an_entity_that_no_mention_names_is_no_node),
    cmocka_unit_test (a_date_that_is_not_iso_is_not_known),
    cmocka_unit_test (like_relations_are_one_edge_and_all_its_evidence_is_kept),
    cmocka_unit_test (what_is_denied_or_only_possible_is_an_edge_of_its_own),
    cmocka_unit_test (times_make_a_span_and_who_where_what_are_joined),
    cmocka_unit_test (a_relation_to_a_value_is_skipped_and_counted),
    cmocka_unit_test (descriptions_and_pronouns_of_a_named_entity_count_and_join_edges),
    cmocka_unit_test (a_description_that_is_no_entity_makes_no_node_and_no_edge),
    cmocka_unit_test (an_entity_that_is_described_only_is_no_node),
    cmocka_unit_test (names_are_weighed_by_how_often_they_are_used),
    cmocka_unit_test (who_says_so_may_be_a_pronoun_of_a_named_entity_or_a_description),
    cmocka_unit_test (offsets_of_evidence_count_code_points_and_nul_is_replaced),
    cmocka_unit_test (a_bar_inside_of_a_value_does_not_split_it),
    cmocka_unit_test (a_document_added_twice_changes_nothing),
    cmocka_unit_test (the_order_of_documents_does_not_show),
    cmocka_unit_test (edge_ids_are_the_same_in_every_graph_and_differ_within_one),
    cmocka_unit_test (an_error_ends_the_walk),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
