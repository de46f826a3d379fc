/* Who is who across documents: the cases, and that the same documents and decisions give the same nodes, whatever the
 * order in which they came and went. */
#include "tests/pipeline/identities.h"

/* A case is run in each order of so many documents; of more, in its order and the one from the end */
#define MAX_ORDERED 4

typedef struct
{
  GPtrArray *documents;
  GString *decisions; /* with tabs */
  GString *nodes;
} Case;

static void
case_clear (Case *self)
{
  g_ptr_array_unref (self->documents);
  g_string_free (self->decisions, TRUE);
  g_string_free (self->nodes, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static void
read_case (Case *self, const char *const *lines)
{
  self->documents = g_ptr_array_new ();
  self->decisions = g_string_new (NULL);
  self->nodes = g_string_new (NULL);
  for (; *lines; lines++)
    if (**lines == '>')
      g_string_append_printf (self->nodes, "%s%s", self->nodes->len ? "\n" : "", *lines);
    else if (g_str_has_prefix (*lines, "same ") || g_str_has_prefix (*lines, "different "))
      g_string_append_printf (self->decisions, "%s\n", *lines);
    else
      g_ptr_array_add (self->documents, (gpointer) *lines);
  g_strdelimit (self->decisions->str, " ", '\t');
}

/* Adds a case's documents in an order that is a permutation's number, and takes a look after each where `stepwise` */
static void
check_order (const Case *self, guint number, gboolean stepwise)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autoptr (GPtrArray) left = g_ptr_array_copy (self->documents, NULL, NULL);
  g_autofree gchar *got = NULL;

  if (self->decisions->len)
    assert_null (decide (graph, self->decisions->str));
  for (; left->len; number /= left->len + 1)
    {
      add_line (graph, g_ptr_array_steal_index (left, number % left->len));
      if (stepwise)
        assert_true (ent_graph_refresh (graph, NULL));
    }
  got = show_nodes (graph);
  check_text (got, self->nodes->str);
}

static guint
n_orders (const Case *self)
{
  guint n = 1;

  for (guint i = 2; i <= self->documents->len && self->documents->len <= MAX_ORDERED; i++)
    n *= i;
  return n;
}

/* Decided when all is there, and with documents that come, change and go again */
static void
check_history (const Case *self)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autofree gchar *got = NULL;

  add_line (graph, "zz: person/john-marsh, role/singer, organisation/zentara; organisation/zentara; person/walden");
  for (guint i = self->documents->len; i > 0; i--)
    {
      g_autofree gchar *other = g_strdup (self->documents->pdata[i - 1]);

      other[strcspn (other, ":")] = '\0';
      g_free (show_nodes (graph));
      add_line (graph, other);
    }
  for (guint i = 0; i < self->documents->len; i++)
    {
      drop_line (graph, self->documents->pdata[i]);
      g_free (show_nodes (graph));
      add_line (graph, self->documents->pdata[i]);
    }
  g_free (show_nodes (graph));
  drop_line (graph, "zz");
  if (self->decisions->len)
    assert_null (decide (graph, self->decisions->str));
  got = show_nodes (graph);
  check_text (got, self->nodes->str);
}

static void
check_identities (const char *title, const char *const *lines)
{
  g_auto (Case) self = { 0 };

  read_case (&self, lines);
  assert_int_not_equal (self.documents->len, 0);
  for (guint number = 0; number < n_orders (&self); number++)
    check_order (&self, number, number % 2);
  check_history (&self);
}

static void
identities_are_as_the_cases_say_in_every_order_and_history (void **state)
{
  check_cases ("cases/identity.txt", check_identities);
}

/* A hundred documents of names that are alike, in contexts drawn at random */
static GPtrArray *
random_lines (GRand *rand)
{
  static const gchar *const keys[] = { "person/john-marsh",
                                       "person/jon-marsh",
                                       "person/j-marsh",
                                       "person/marsh",
                                       "person/ann-marsh",
                                       "person/tom-marsh",
                                       "person/john-w-marsh",
                                       "person/volodymyr-harrani",
                                       "person/volodymir-harrany",
                                       "person/harrani",
                                       "organisation/zentara",
                                       "organisation/zentara-inc",
                                       "organisation/zentara-ltd",
                                       "organisation/wro aka WRO",
                                       "organisation/world-river-office aka WRO" };
  static const gchar *const contexts[] = {
    "role/senator", "role/goalkeeper", "role/physicist", "born/1931",        "born/1975",     "location/osten",
    "location/us",  "location/gb",     "location/alten", "person/ada-quill", "person/bo-lin", "organisation/kunde"
  };
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 100; i++)
    {
      GString *line = g_string_new (NULL);

      g_string_append_printf (line, "doc-%u: ", i);
      for (guint e = 0; e < 2; e++)
        g_string_append_printf (line, "%s%s, %s, %s", e ? "; " : "",
                                keys[g_rand_int_range (rand, 0, G_N_ELEMENTS (keys))],
                                contexts[g_rand_int_range (rand, 0, G_N_ELEMENTS (contexts))],
                                contexts[g_rand_int_range (rand, 0, G_N_ELEMENTS (contexts))]);
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  return lines;
}

static void
shuffle (GPtrArray *lines, GRand *rand)
{
  for (guint i = lines->len - 1; i > 0; i--)
    {
      guint k = g_rand_int_range (rand, 0, i + 1);
      gpointer swap = lines->pdata[i];

      lines->pdata[i] = lines->pdata[k];
      lines->pdata[k] = swap;
    }
}

/* In a random order, with looks in between and documents that go and come again */
static gchar *
nodes_by_chance (GPtrArray *lines, GRand *rand)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      add_line (graph, lines->pdata[i]);
      if (g_rand_int_range (rand, 0, 10) == 0)
        assert_true (ent_graph_refresh (graph, NULL));
      if (g_rand_int_range (rand, 0, 10) == 0)
        {
          guint k = g_rand_int_range (rand, 0, i + 1);

          drop_line (graph, lines->pdata[k]);
          if (g_rand_boolean (rand))
            assert_true (ent_graph_refresh (graph, NULL));
          add_line (graph, lines->pdata[k]);
        }
    }
  return show_nodes (graph);
}

static void
order_and_history_of_many_documents_do_not_show (void **state)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GPtrArray) lines = random_lines (rand);
  g_autofree gchar *expected = nodes_by_chance (lines, rand);

  assert_non_null (strstr (expected, "> person/"));
  for (guint trial = 0; trial < 20; trial++)
    {
      g_autofree gchar *got = NULL;

      shuffle (lines, rand);
      got = nodes_by_chance (lines, rand);
      assert_string_equal (got, expected);
    }
}

/* Every second document in a graph of its own, which are joined from the first or from the second on */
static gchar *
nodes_of_two (GPtrArray *lines, gboolean from_second)
{
  g_autofree gchar *folder = make_folder ();
  gchar *paths[2] = { g_build_filename (folder, "0.db", NULL), g_build_filename (folder, "1.db", NULL) };
  g_autoptr (EntGraph) graph = NULL;
  gchar *nodes;
  guint n;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntGraph) part = ent_graph_open (paths[i], ENT_GRAPH_WRITE, NULL);

      for (guint k = i; k < lines->len; k += 2)
        add_line (part, lines->pdata[k]);
      assert_true (ent_graph_commit (part, NULL));
      if (i)
        assert_true (ent_graph_refresh (part, NULL));
    }
  graph = ent_graph_open (paths[from_second], ENT_GRAPH_EDIT, NULL);
  assert_true (ent_graph_merge (graph, paths[!from_second], &n, NULL));
  nodes = show_nodes (graph);
  g_clear_pointer (&graph, ent_graph_free);
  for (guint i = 0; i < 2; i++)
    g_free (paths[i]);
  remove_folder (g_steal_pointer (&folder));
  return nodes;
}

static void
graphs_that_are_merged_have_the_nodes_of_one_run (void **state)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_autoptr (GPtrArray) lines = random_lines (rand);
  g_autofree gchar *expected = nodes_by_chance (lines, rand);
  g_autofree gchar *first = nodes_of_two (lines, FALSE), *second = nodes_of_two (lines, TRUE);

  assert_string_equal (first, expected);
  assert_string_equal (second, expected);
}

static const gchar alike[] = "a: person/viktor-yanukovich, location/osten";
static const gchar alike_too[] = "b: person/viktor-yanukovych, location/osten";

/* What is written to the table of another block would be lost if that block were made anew */
static void
only_the_names_that_are_alike_are_decided_anew (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  gint64 n;

  add_line (graph, alike);
  add_line (graph, alike_too);
  assert_true (ent_graph_refresh (graph, NULL));
  assert_true (ent_sql_run (graph->db, "UPDATE identities SET reason = 'untouched'", NULL));
  add_line (graph, "c: person/ada-quill, location/osten");
  assert_true (ent_graph_refresh (graph, NULL));
  assert_true (ent_sql_get_int (graph->db, "SELECT count(*) FROM identities WHERE reason = 'untouched'", &n, NULL));
  assert_int_equal (n, 1);
  add_line (graph, "d: person/v-yanukovych");
  assert_true (ent_graph_refresh (graph, NULL));
  assert_true (ent_sql_get_int (graph->db, "SELECT count(*) FROM identities WHERE reason = 'untouched'", &n, NULL));
  assert_int_equal (n, 0);
}

static void
show_identity (const EntGraphIdentity *identity, gpointer user_data)
{
  assert_true (identity->score > 0 && identity->score <= 1);
  g_string_append_printf (user_data, "%s[%s] %s: %s\n", identity->key, identity->document, identity->node,
                          identity->reason);
}

static void
each_identity_has_a_reason_and_a_score (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autoptr (GString) got = g_string_new (NULL);

  add_line (graph, alike);
  add_line (graph, alike_too);
  add_line (graph, "c: person/ada-quill, born/1931");
  add_line (graph, "d: person/ada-quill, born/1975");
  assert_true (ent_graph_foreach_identity (graph, show_identity, got, NULL));
  assert_string_equal (got->str, "person/ada-quill[c] person/ada-quill.1931: other year of birth\n"
                                 "person/ada-quill[d] person/ada-quill.1975: other year of birth\n"
                                 "person/viktor-yanukovych[] person/viktor-yanukovich: spelling and context\n");
}

static void
decisions_stay_when_documents_go_and_come (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autofree gchar *without = NULL, *with = NULL;

  add_line (graph, alike);
  add_line (graph, alike_too);
  assert_null (decide (graph, "# not the same\ndifferent\tperson/viktor-yanukovich\tperson/viktor-yanukovych\n\n"));
  drop_line (graph, alike);
  without = show_nodes (graph);
  assert_string_equal (without, "> person/viktor-yanukovych: b");
  add_line (graph, alike);
  with = show_nodes (graph);
  assert_string_equal (with, "> person/viktor-yanukovich: a\n> person/viktor-yanukovych: b");
}

static void
a_file_of_decisions_takes_the_place_of_the_one_before (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autofree gchar *before = NULL, *after = NULL;

  add_line (graph, "a: person/ada-quill");
  add_line (graph, "b: person/madame-q");
  assert_null (decide (graph, "same\tperson/ada-quill\tperson/madame-q\n"));
  before = show_nodes (graph);
  assert_string_equal (before, "> person/ada-quill: a b");
  assert_null (decide (graph, ""));
  after = show_nodes (graph);
  assert_string_equal (after, "> person/ada-quill: a\n> person/madame-q: b");
}

static void
wrong_decisions_are_refused_with_file_and_line (void **state)
{
  static const struct
  {
    const gchar *lines;
    const gchar *message;
  } wrong[] = {
    { "same person/a person/b\n",
      "decisions.txt:1: expected 'same' or 'different' and two keys, with tabs between them" },
    { "# first\nequal\tperson/a\tperson/b\n",
      "decisions.txt:2: expected 'same' or 'different' and two keys, with tabs between them" },
    { "same\tperson/a\n", "decisions.txt:1: expected 'same' or 'different' and two keys, with tabs between them" },
    { "same\tperson/a\tperson/b\tperson/c\n",
      "decisions.txt:1: expected 'same' or 'different' and two keys, with tabs between them" },
    { "same\tperson/a\tAda\n", "decisions.txt:1: 'Ada' is no key: expected such as person/ada-lin" },
    { "different\tperson/a\tperson/a\n", "decisions.txt:1: person/a twice: expected two keys" },
    { "same\tperson/a\tperson/b\nsame\tperson/b\tperson/a\n",
      "decisions.txt:2: person/b is person/a already: expected no circle" },
    { "same\tperson/a\tperson/b\nsame\tperson/c\tperson/b\n",
      "decisions.txt:2: person/b is person/a already: expected one 'same' for each key" },
    { "same\tperson/a\tperson/\xff\n", "decisions.txt:1: expected UTF-8" },
    { "same\tperson/a\tperson/b\nsame\tperson/b\tperson/c\ndifferent\tperson/a\tperson/c\n",
      "decisions.txt: person/a and person/c are different by one line and the same by others" },
  };
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree gchar *got = decide (graph, wrong[i].lines);

      assert_string_equal (got ? got : "nothing is wrong", wrong[i].message);
    }
}

static void
a_wrong_file_leaves_what_was_decided (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);
  g_autofree gchar *wrong = NULL, *nodes = NULL;

  add_line (graph, "a: person/ada-quill");
  add_line (graph, "b: person/madame-q");
  assert_null (decide (graph, "same\tperson/ada-quill\tperson/madame-q\n"));
  wrong = decide (graph, "different\tperson/ada-quill\tperson/madame-q\nnonsense\n");
  assert_non_null (wrong);
  nodes = show_nodes (graph);
  assert_string_equal (nodes, "> person/ada-quill: a b");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (identities_are_as_the_cases_say_in_every_order_and_history),
    cmocka_unit_test (order_and_history_of_many_documents_do_not_show),
    cmocka_unit_test (graphs_that_are_merged_have_the_nodes_of_one_run),
    cmocka_unit_test (only_the_names_that_are_alike_are_decided_anew),
    cmocka_unit_test (each_identity_has_a_reason_and_a_score),
    cmocka_unit_test (decisions_stay_when_documents_go_and_come),
    cmocka_unit_test (a_file_of_decisions_takes_the_place_of_the_one_before),
    cmocka_unit_test (wrong_decisions_are_refused_with_file_and_line),
    cmocka_unit_test (a_wrong_file_leaves_what_was_decided),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
