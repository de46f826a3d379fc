/* Packs: a user's pack goes first, the default one fills its gaps, and of what is in neither the places are told. */
#include "tests/harness.h"

#include <string.h>

/* --- "reader" loads a file of the pack and keeps what is in it --------------------------------------------------- */

typedef struct
{
  EntStage parent;
  gchar *file;
  gchar *content;
} Reader;
typedef EntStageClass ReaderClass;
G_DEFINE_TYPE (Reader, reader, ENT_TYPE_STAGE)

static gboolean
reader_load (EntStage *stage, GError **error)
{
  Reader *self = (Reader *) stage;
  g_autofree gchar *path = ent_stage_find_data (stage, self->file, error);

  return path && g_file_get_contents (path, &self->content, NULL, error);
}

static void
reader_finalize (GObject *object)
{
  g_free (((Reader *) object)->content);
  G_OBJECT_CLASS (reader_parent_class)->finalize (object);
}

static void
reader_class_init (ReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reader_finalize;
  klass->load = reader_load;
  ent_stage_class_describe (klass, "reader", "read a file of the pack", ENT_LAYER_NONE, ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (Reader, file),
                          g_param_spec_string ("file", NULL, "which", NULL, ENT_OPTION));
}

static void
reader_init (Reader *self)
{
}

/* --- Two packs: of the user, and in the place of the default one ------------------------------------------------- */

static void
write_file (const char *folder, const char *name, const char *content)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *parent = g_path_get_dirname (path);

  assert_int_equal (g_mkdir_with_parents (parent, 0777), 0);
  assert_true (g_file_set_contents (path, content, -1, NULL));
}

static int
make_packs (void **state)
{
  gchar *folder = make_folder ();
  g_autofree gchar *standard = g_build_filename (folder, "standard", NULL);

  write_file (folder, "mine/tag/both.txt", "mine");
  write_file (folder, "mine/tag/only-mine.txt", "only mine");
  write_file (folder, "standard/tag/both.txt", "standard");
  write_file (folder, "standard/tag/only-standard.txt", "only standard");
  g_setenv ("ENTENTE_PACK", standard, TRUE);
  *state = folder;
  return 0;
}

static int
remove_packs (void **state)
{
  g_unsetenv ("ENTENTE_PACK");
  remove_folder (*state);
  return 0;
}

/* The content of the file, or what is wrong with it */
static gchar *
load (const char *pack, const char *file)
{
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text ("reader", NULL);
  g_autoptr (GError) error = NULL;
  guint n;
  EntStage *stage = ent_pipeline_get_stages (pipeline, &n)[0];

  assert_true (ent_stage_set_option (stage, "file", file, NULL));
  ent_pipeline_set_pack (pipeline, pack);
  if (ent_pipeline_load (pipeline, &error))
    return g_strdup (((Reader *) stage)->content);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  return g_strdup (error->message);
}

static void
check_content (const char *pack, const char *file, const char *expected)
{
  g_autofree gchar *got = load (pack, file);

  assert_string_equal (got, expected);
}

static void
the_pack_in_use_goes_first (void **state)
{
  g_autofree gchar *mine = g_build_filename (*state, "mine", NULL);

  check_content (mine, "tag/both.txt", "mine");
  check_content (mine, "tag/only-mine.txt", "only mine");
}

static void
the_default_pack_fills_the_gaps (void **state)
{
  g_autofree gchar *mine = g_build_filename (*state, "mine", NULL);

  check_content (mine, "tag/only-standard.txt", "only standard");
  check_content (NULL, "tag/both.txt", "standard");
}

static void
the_real_default_pack_is_found_without_any_setting (void **state)
{
  g_autofree gchar *path = g_build_filename (BUILD_DIR, "share/entente/en/tokenise/abbreviations.txt", NULL);
  g_autofree gchar *content = NULL;

  assert_true (g_file_get_contents (path, &content, NULL, NULL));
  check_content (NULL, "tokenise/abbreviations.txt", content);
}

static void
what_is_nowhere_is_told_with_the_places (void **state)
{
  g_autofree gchar *mine = g_build_filename (*state, "mine", NULL);
  g_autofree gchar *in_mine = g_build_filename (mine, "tag/none.txt", NULL);
  g_autofree gchar *in_standard = g_build_filename (*state, "standard/tag/none.txt", NULL);
  g_autofree gchar *installed = g_build_filename (BUILD_DIR, "share/entente/en/tag/none.txt", NULL);
  g_autofree gchar *begin
      = g_strdup_printf ("stage 'reader': tag/none.txt: not in any pack: looked for %s, %s, ", in_mine, in_standard);
  g_autofree gchar *got = load (mine, "tag/none.txt");

  if (!g_str_has_prefix (got, begin) || !strstr (got, installed))
    fail_msg ("%s", got);
}

static void
a_pack_must_be_a_folder (void **state)
{
  g_autofree gchar *missing = g_build_filename (*state, "nowhere", NULL);
  g_autofree gchar *file = g_build_filename (*state, "mine/tag/both.txt", NULL);
  g_autofree gchar *expected = g_strdup_printf ("pack %s: expected a folder of language data", missing);
  g_autofree gchar *of_file = g_strdup_printf ("pack %s: expected a folder of language data", file);

  check_content (missing, "tag/both.txt", expected);
  check_content (file, "tag/both.txt", of_file);
}

static void
a_pack_of_the_environment_must_be_a_folder_too (void **state)
{
  g_autofree gchar *standard = g_strdup (g_getenv ("ENTENTE_PACK"));

  g_setenv ("ENTENTE_PACK", "/nowhere", TRUE);
  check_content (NULL, "tag/both.txt", "stage 'reader': $ENTENTE_PACK: /nowhere: expected a folder of language data");
  g_setenv ("ENTENTE_PACK", standard, TRUE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_pack_in_use_goes_first),
    cmocka_unit_test (the_default_pack_fills_the_gaps),
    cmocka_unit_test (the_real_default_pack_is_found_without_any_setting),
    cmocka_unit_test (what_is_nowhere_is_told_with_the_places),
    cmocka_unit_test (a_pack_must_be_a_folder),
    cmocka_unit_test (a_pack_of_the_environment_must_be_a_folder_too),
  };

  ent_stage_register (reader_get_type ());
  return cmocka_run_group_tests (tests, make_packs, remove_packs);
}
