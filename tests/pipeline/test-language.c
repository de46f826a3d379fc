/* Words of the language in the graph: those of a pack go before the default ones, the graph keeps them, and with others
 * all is decided anew. */
#include "tests/pipeline/identities.h"

#define FORMS "form\tsarl\n"

static const gchar *const lines[] = {
  "a: organisation/vik-lines",
  "b: organisation/the-vik-lines-sarl",
  "c: organisation/vik-lines-ltd",
  "d: organisation/sea-star",
};

#define BY_DEFAULT "> organisation/sea-star: d\n> organisation/the-vik-lines-sarl: b\n> organisation/vik-lines: a c"
#define BY_FORMS                                                                                                       \
  "> organisation/sea-star: d\n> organisation/the-vik-lines-sarl: b\n> organisation/vik-lines: a\n"                    \
  "> organisation/vik-lines-ltd: c"
#define BY_ARTICLE_AND_FORMS                                                                                           \
  "> organisation/sea-star: d\n> organisation/the-vik-lines-sarl: a b\n> organisation/vik-lines-ltd: c"

/* A folder with a file of a pack, gone at the end of the test */
typedef struct
{
  gchar *folder;
  gchar *step;
  gchar *file;
} Pack;

static void
pack_clear (Pack *self)
{
  g_remove (self->file);
  g_rmdir (self->step);
  g_rmdir (self->folder);
  g_free (self->file);
  g_free (self->step);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pack, pack_clear)

static Pack
make_pack (const gchar *name, const gchar *content, gssize length)
{
  Pack self = { .folder = g_dir_make_tmp ("entente-XXXXXX", NULL) };

  self.step = g_build_filename (self.folder, "export", NULL);
  self.file = g_build_filename (self.step, name, NULL);
  assert_int_equal (g_mkdir (self.step, 0700), 0);
  assert_true (g_file_set_contents (self.file, content, length, NULL));
  return self;
}

static void
add_lines (EntGraph *graph, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    add_line (graph, lines[i]);
}

static void
check_nodes (EntGraph *graph, const gchar *expected)
{
  g_autofree gchar *nodes = show_nodes (graph);

  assert_string_equal (nodes, expected);
}

static void
the_words_of_a_pack_decide (void **state)
{
  static const struct
  {
    const gchar *words;
    const gchar *nodes;
  } cases[] = {
    { "# nothing\n\n", BY_FORMS },
    { FORMS, BY_FORMS },
    { FORMS "article\tthe\n", BY_ARTICLE_AND_FORMS },
    { "article\tthe a\nform\tltd sarl\n", "> organisation/sea-star: d\n> organisation/the-vik-lines-sarl: a b c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Pack) pack = make_pack ("spelling.txt", cases[i].words, -1);
      g_autoptr (EntGraph) graph = ent_graph_new (NULL);

      assert_true (ent_graph_set_pack (graph, pack.folder, NULL));
      add_lines (graph, 0, G_N_ELEMENTS (lines));
      check_nodes (graph, cases[i].nodes);
    }
}

static void
without_a_pack_the_default_words_decide (void **state)
{
  g_autoptr (EntGraph) graph = ent_graph_new (NULL), chosen = ent_graph_new (NULL);

  add_lines (graph, 0, G_N_ELEMENTS (lines));
  check_nodes (graph, BY_DEFAULT);
  assert_true (ent_graph_set_pack (chosen, NULL, NULL));
  add_lines (chosen, 0, G_N_ELEMENTS (lines));
  check_nodes (chosen, BY_DEFAULT);
}

static void
generations_and_endings_are_words_of_the_pack (void **state)
{
  g_auto (Pack) pack = make_pack ("spelling.txt", "generation\tle\nending\tique ic\n", -1);
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);

  assert_true (ent_graph_set_pack (graph, pack.folder, NULL));
  add_line (graph, "a: person/ada-quill, x/y");
  add_line (graph, "b: person/ada-quill-le, x/y");
  add_line (graph, "c: organisation/olympique-vik-club");
  add_line (graph, "d: organisation/olympic-vik-club");
  check_nodes (graph, "> organisation/olympic-vik-club: c d\n> person/ada-quill: a\n> person/ada-quill-le: b");
}

/* What a file of a graph has after runs with one pack or another, the last of which may add nothing */
static void
all_is_decided_anew_with_other_words (void **state)
{
  g_auto (Pack) pack = make_pack ("spelling.txt", FORMS "article\tthe\n", -1);
  g_auto (Pack) place = make_pack ("g.db", "", 0);
  static const struct
  {
    guint split;
    gboolean first;
    gboolean second;
  } cases[] = { { 4, TRUE, FALSE }, { 2, TRUE, FALSE }, { 4, FALSE, TRUE }, { 1, FALSE, TRUE }, { 3, TRUE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      EntGraph *graph = ent_graph_open (place.file, ENT_GRAPH_WRITE, NULL);

      assert_true (ent_graph_set_pack (graph, cases[i].first ? pack.folder : NULL, NULL));
      add_lines (graph, 0, cases[i].split);
      assert_true (ent_graph_refresh (graph, NULL));
      ent_graph_free (graph);
      graph = ent_graph_open (place.file, ENT_GRAPH_WRITE, NULL);
      assert_true (ent_graph_set_pack (graph, cases[i].second ? pack.folder : NULL, NULL));
      add_lines (graph, cases[i].split, G_N_ELEMENTS (lines));
      check_nodes (graph, cases[i].second ? BY_ARTICLE_AND_FORMS : BY_DEFAULT);
      ent_graph_free (graph);
      g_remove (place.file);
    }
}

static void
a_graph_keeps_its_words (void **state)
{
  g_auto (Pack) pack = make_pack ("spelling.txt", FORMS "article\tthe\n", -1);
  g_auto (Pack) place = make_pack ("g.db", "", 0);
  g_autoptr (EntGraph) merged = ent_graph_new (NULL);
  EntGraph *graph = ent_graph_open (place.file, ENT_GRAPH_WRITE, NULL);
  guint n_conflicts;

  assert_true (ent_graph_set_pack (graph, pack.folder, NULL));
  add_lines (graph, 0, 1);
  assert_true (ent_graph_refresh (graph, NULL));
  ent_graph_free (graph);
  graph = ent_graph_open (place.file, ENT_GRAPH_EDIT, NULL);
  add_lines (graph, 1, G_N_ELEMENTS (lines));
  check_nodes (graph, BY_ARTICLE_AND_FORMS);
  ent_graph_free (graph);
  assert_true (ent_graph_merge (merged, place.file, &n_conflicts, NULL));
  check_nodes (merged, BY_ARTICLE_AND_FORMS);
}

static void
a_graph_that_others_are_put_into_keeps_its_own (void **state)
{
  g_auto (Pack) pack = make_pack ("spelling.txt", FORMS "article\tthe\n", -1);
  g_auto (Pack) place = make_pack ("g.db", "", 0);
  g_autoptr (EntGraph) merged = ent_graph_new (NULL);
  EntGraph *graph = ent_graph_open (place.file, ENT_GRAPH_WRITE, NULL);
  guint n_conflicts;

  assert_true (ent_graph_set_pack (graph, pack.folder, NULL));
  add_lines (graph, 1, G_N_ELEMENTS (lines));
  assert_true (ent_graph_refresh (graph, NULL));
  ent_graph_free (graph);
  add_lines (merged, 0, 1);
  assert_true (ent_graph_merge (merged, place.file, &n_conflicts, NULL));
  check_nodes (merged, BY_DEFAULT);
}

static void
wrong_files_are_refused_with_their_line (void **state)
{
  static const struct
  {
    const gchar *name;
    const gchar *content;
    gssize length;
    const gchar *message;
  } wrong[] = {
    { "spelling.txt", "article the\n", -1, ":1: expected a word for what the words are, a tab and the words" },
    { "spelling.txt", "# forms\nform\tltd\tlimited\n", -1,
      ":2: expected a word for what the words are, a tab and the words" },
    { "spelling.txt", "forms\tltd\n", -1, ":1: 'forms': expected article, generation, form or ending" },
    { "spelling.txt", "form\tGmbH\n", -1,
      ":1: 'GmbH': expected words of a to z and 0 to 9 with one blank between them" },
    { "spelling.txt", "form\tltd  limited\n", -1,
      ":1: '': expected words of a to z and 0 to 9 with one blank between them" },
    { "spelling.txt", "\n\nending\tour\n", -1, ":3: expected two endings" },
    { "spelling.txt", "ending\tour or er\n", -1, ":1: expected two endings" },
    { "spelling.txt", "form\t\xff\n", -1, ": expected UTF-8" },
    { "spelling.txt", "form\tltd\0\n", 10, ": expected UTF-8" },
    { "fields.txt", "politics mayor\n", -1, ":1: expected a word for what the words are, a tab and the words" },
    { "fields.txt", "politics\tmayor\nsport\n", -1, ":2: expected a word for what the words are, a tab and the words" },
  };
  g_autoptr (EntGraph) graph = ent_graph_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (Pack) pack = make_pack (wrong[i].name, wrong[i].content, wrong[i].length);
      g_autofree gchar *expected = g_strconcat (pack.file, wrong[i].message, NULL);
      g_autoptr (GError) error = NULL;

      assert_false (ent_graph_set_pack (graph, pack.folder, &error));
      assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
      assert_string_equal (error->message, expected);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_words_of_a_pack_decide),
    cmocka_unit_test (without_a_pack_the_default_words_decide),
    cmocka_unit_test (generations_and_endings_are_words_of_the_pack),
    cmocka_unit_test (all_is_decided_anew_with_other_words),
    cmocka_unit_test (a_graph_keeps_its_words),
    cmocka_unit_test (a_graph_that_others_are_put_into_keeps_its_own),
    cmocka_unit_test (wrong_files_are_refused_with_their_line),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
