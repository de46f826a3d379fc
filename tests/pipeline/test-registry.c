/* The registry: stages by name and from plug-ins. None that misbehaves crashes the program; each ends in an error that
 * names it. */
#include "tests/pipeline/words.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define PLUGINS BUILD_DIR "/tests/broken/"

/* What was warned of since the test began */
static GString *warnings;

static void
keep_warning (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
  g_string_append_printf (warnings, "%s\n", message);
}

/* What is wrong with the stage of this name, or "" */
static gchar *
fault_of (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStage) stage = ent_stage_new (name, &error);

  assert_true (!stage == !!error);
  if (!error)
    return g_strdup ("");
  assert_true (error->domain == ENT_ERROR);
  assert_int_equal (error->code, g_str_has_prefix (error->message, "plug-in ") && !strstr (error->message, "NAME")
                                     ? ENT_ERROR_PLUGIN
                                     : ENT_ERROR_USAGE);
  return g_strdup (error->message);
}

static void
check_fault (const char *name, const char *expected)
{
  g_autofree gchar *got = fault_of (name);

  assert_string_equal (got, expected);
}

static void
check_fault_begins (const char *name, const char *expected)
{
  g_autofree gchar *got = fault_of (name);

  if (!g_str_has_prefix (got, expected))
    fail_msg ("%s: expected %s…", got, expected);
}

static gboolean
is_listed (const char *name)
{
  g_autofree const gchar **names = ent_stage_list_names ();

  return g_strv_contains (names, name);
}

static GType
type_of (const char *name)
{
  g_autoptr (EntStage) stage = ent_stage_new (name, NULL);

  assert_non_null (stage);
  return G_OBJECT_TYPE (stage);
}

/* --- $ENTENTE_PLUGIN_PATH: a folder with a good plug-in, a bad one and another file; two that are not there ------ */

static gchar *
link_plugin (const char *folder, const char *name)
{
  g_autofree gchar *from = g_strconcat (PLUGINS, name, NULL);
  gchar *to = g_build_filename (folder, name, NULL);

  assert_int_equal (symlink (from, to), 0);
  return to;
}

static int
make_plugin_path (void **state)
{
  gchar *folder = make_folder ();
  g_autofree gchar *good = link_plugin (folder, "load-fails.so");
  g_autofree gchar *bad = g_build_filename (folder, "bad.so", NULL);
  g_autofree gchar *other = g_build_filename (folder, "README", NULL);
  g_autofree gchar *path = g_strconcat ("/nowhere::", folder, ":", folder, "/none", NULL);

  assert_true (g_file_set_contents (bad, "not a shared object", -1, NULL));
  assert_true (g_file_set_contents (other, "nor is this", -1, NULL));
  g_setenv ("ENTENTE_PLUGIN_PATH", path, TRUE);
  *state = folder;
  return 0;
}

static int
remove_plugin_path (void **state)
{
  remove_folder (*state);
  g_string_free (warnings, TRUE);
  return 0;
}

static void
stages_of_the_plugin_path_are_found_by_name (void **state)
{
  g_autoptr (EntStage) stage = ent_stage_new ("load-fails", NULL);
  g_autofree gchar *warning = g_strdup_printf ("plug-in %s/bad.so: cannot be loaded: ", (gchar *) *state);

  assert_non_null (stage);
  assert_true (is_listed ("load-fails"));
  if (!g_str_has_prefix (warnings->str, warning))
    fail_msg ("%s: expected %s…", warnings->str, warning);
}

/* --- Names ------------------------------------------------------------------------------------------------------- */

static void
an_unknown_name_is_answered_with_the_known_ones (void **state)
{
  g_autofree gchar *got = fault_of ("wordz");

  if (!g_str_has_prefix (got, "unknown stage 'wordz': expected one of ")
      || !g_str_has_suffix (got, ", or the path of a plug-in such as ./libmine.so:mystage") || !strstr (got, "words, "))
    fail_msg ("%s", got);
  check_fault_begins ("", "unknown stage '': expected one of ");
  check_fault_begins ("Words", "unknown stage 'Words': expected one of ");
}

static void
known_names_are_listed_in_the_order_of_their_coming (void **state)
{
  g_autofree const gchar **names = ent_stage_list_names ();
  guint words = 0, later = 0;

  for (guint i = 0; names[i]; i++)
    if (g_str_equal (names[i], "words"))
      words = i;
    else if (g_str_equal (names[i], "load-fails"))
      later = i;
  assert_true (later > words);
}

static void
registering_twice_changes_nothing (void **state)
{
  g_autofree const gchar **before = ent_stage_list_names ();
  g_autofree const gchar **after = NULL;

  g_string_truncate (warnings, 0);
  ent_stage_register (words_get_type ());
  after = ent_stage_list_names ();
  assert_true (g_strv_equal (before, after));
  assert_string_equal (warnings->str, "");
}

static void
a_program_that_registers_nonsense_is_warned (void **state)
{
  g_string_truncate (warnings, 0);
  ent_stage_register (ENT_TYPE_DOCUMENT);
  assert_string_equal (warnings->str, "type 'EntDocument' is not a stage: expected one derived from EntStage\n");
}

/* --- Plug-ins by path -------------------------------------------------------------------------------------------- */

static void
a_plugin_of_one_stage_needs_no_name (void **state)
{
  assert_true (type_of (PLUGINS "silent.so") == type_of (PLUGINS "silent.so:silent"));
  assert_true (is_listed ("silent"));
  assert_true (type_of ("silent") == type_of (PLUGINS "silent.so"));
}

static void
a_plugin_of_several_stages_needs_one (void **state)
{
  check_fault (PLUGINS "several.so", "plug-in " PLUGINS "several.so: has several stages: expected " PLUGINS
                                     "several.so:NAME, NAME one of several-first, several-second");
  check_fault (PLUGINS "several.so:third", "plug-in " PLUGINS "several.so: has no stage third: expected " PLUGINS
                                           "several.so:NAME, NAME one of several-first, several-second");
  assert_true (type_of (PLUGINS "several.so:several-first") != type_of (PLUGINS "several.so:several-second"));
}

static void
a_plugin_is_loaded_once_whatever_path_leads_to_it (void **state)
{
  g_autofree gchar *colon = g_build_filename (*state, "a:b", NULL);
  g_autofree gchar *linked = NULL, *named = NULL;
  GType type = type_of (PLUGINS "several.so:several-first");

  assert_int_equal (g_mkdir (colon, 0777), 0);
  linked = link_plugin (colon, "several.so");
  named = g_strconcat (linked, ":several-first", NULL);
  assert_true (type_of (named) == type);
  assert_true (type_of (PLUGINS "../broken/./several.so:several-first") == type);
  assert_int_equal (g_chdir (PLUGINS), 0);
  assert_true (type_of ("./several.so:several-first") == type);
  assert_true (type_of ("several.so:several-first") == type);
}

/* Its types have names that are taken already */
static void
a_copy_of_a_plugin_is_refused (void **state)
{
  g_autofree gchar *copy = g_build_filename (*state, "copy.so", NULL);
  g_autofree gchar *content = NULL;
  g_autofree gchar *expected = g_strdup_printf ("plug-in %s: registers a type that does not exist: expected one whose "
                                                "name no other plug-in's type has",
                                                copy);
  gsize length;

  type_of (PLUGINS "several.so:several-first");
  assert_true (g_file_get_contents (PLUGINS "several.so", &content, &length, NULL));
  assert_true (g_file_set_contents (copy, content, length, NULL));
  check_fault (copy, expected);
  check_fault (copy, expected);
  type_of (PLUGINS "several.so:several-first");
}

/* --- Plug-ins that cannot be used -------------------------------------------------------------------------------- */

static void
what_is_no_plugin_is_refused (void **state)
{
  g_autofree gchar *text = g_build_filename (*state, "bad.so", NULL);
  g_autofree gchar *of_text = g_strdup_printf ("plug-in %s: cannot be loaded: ", text);
  g_autofree gchar *folder = g_build_filename (*state, ".", NULL);
  g_autofree gchar *of_folder = g_strdup_printf ("plug-in %s: cannot be loaded: ", (gchar *) *state);

  check_fault_begins (text, of_text);
  check_fault_begins (folder, of_folder);
  check_fault_begins ("/nowhere/mine.so", "plug-in /nowhere/mine.so: cannot be loaded: ");
  check_fault_begins ("/nowhere/mine.so:mine", "plug-in /nowhere/mine.so: cannot be loaded: ");
}

/* Twice: it stays refused, for the same reason */
static void
check_plugin (const char *name, const char *wrong)
{
  g_autofree gchar *path = g_strconcat (PLUGINS, name, NULL);
  g_autofree gchar *expected = g_strdup_printf ("plug-in %s: %s", path, wrong);

  check_fault (path, expected);
  check_fault (path, expected);
}

static void
plugins_that_register_nonsense_are_refused (void **state)
{
  check_plugin ("no-entry.so", "has no function 'ent_plugin'");
  check_plugin ("registers-nothing.so", "registers no stage");
  check_plugin ("name-taken.so", "the name 'taken' is taken by another stage");
  check_plugin ("not-a-stage.so", "type 'Plain' is not a stage: expected one derived from EntStage");
  check_plugin ("undescribed.so", "type 'Undescribed' does not say what it is: expected a call of "
                                  "ent_stage_class_describe()");
  check_plugin ("abstract.so", "type 'Sketch' is abstract: expected one that can be made");
}

static void
a_refused_plugin_leaves_no_stage_behind (void **state)
{
  check_plugin ("name-taken.so", "the name 'taken' is taken by another stage");
  assert_false (is_listed ("taken"));
  check_fault_begins ("taken", "unknown stage 'taken': expected one of ");
}

/* --- Plug-ins that misbehave when they run ----------------------------------------------------------------------- */

static void
check_run (const char *pipeline, const char *expected)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  g_autofree gchar *got = run_failing_pipeline (pipeline, doc);

  assert_string_equal (got, expected);
}

static void
plugins_that_break_their_word_are_named (void **state)
{
  check_run ("words ! " PLUGINS "load-fails.so", "stage 'load-fails': model.bin: not there");
  check_run ("words ! " PLUGINS "silent.so", "stage 'silent': failed to process the document without saying why");
  check_run ("words ! " PLUGINS "undeclared.so",
             "stage 'undeclared': changed the layer entities, which it does not say it makes");
  check_run ("words ! " PLUGINS "out-of-range.so",
             "stage 'out-of-range': added a mention of 4 tokens from 0 (of 3) and of entity -1 (of 0) that names "
             "something that is not there, or has no type");
}

static void
options_of_plugins_are_checked (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  g_autofree gchar *marked = NULL;

  check_run (PLUGINS "several.so:several-first limits=2",
             "stage 'several-first' has no option 'limits': expected one of limit");
  check_run (PLUGINS "several.so:several-first limit=11",
             "stage 'several-first', option 'limit': '11' is not a whole number from 0 to 10");
  check_run (PLUGINS "silent.so limit=1", "stage 'silent' has no option 'limit': expected none, it has no options");
  run_pipeline ("words ! " PLUGINS "several.so:several-first limit=2 ! several-second", doc);
  marked = marked_from_document (doc);
  assert_string_equal (marked, "[Person Ada] [Person met] Bo");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (stages_of_the_plugin_path_are_found_by_name),
    cmocka_unit_test (an_unknown_name_is_answered_with_the_known_ones),
    cmocka_unit_test (known_names_are_listed_in_the_order_of_their_coming),
    cmocka_unit_test (registering_twice_changes_nothing),
    cmocka_unit_test (a_program_that_registers_nonsense_is_warned),
    cmocka_unit_test (a_plugin_of_one_stage_needs_no_name),
    cmocka_unit_test (a_plugin_of_several_stages_needs_one),
    cmocka_unit_test (a_plugin_is_loaded_once_whatever_path_leads_to_it),
    cmocka_unit_test (a_copy_of_a_plugin_is_refused),
    cmocka_unit_test (what_is_no_plugin_is_refused),
    cmocka_unit_test (plugins_that_register_nonsense_are_refused),
    cmocka_unit_test (a_refused_plugin_leaves_no_stage_behind),
    cmocka_unit_test (plugins_that_break_their_word_are_named),
    cmocka_unit_test (options_of_plugins_are_checked),
  };

  warnings = g_string_new (NULL);
  g_log_set_handler ("entente", G_LOG_LEVEL_WARNING, keep_warning, NULL);
  ent_stage_register (words_get_type ());
  return cmocka_run_group_tests (tests, make_plugin_path, remove_plugin_path);
}
