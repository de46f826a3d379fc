/* EntPipeline: its text and its key file, whether the stages fit together, and what becomes of annotated input. */
#include "tests/pipeline/stages.h"

/* --- The text of a pipeline -------------------------------------------------------------------------------------- */

/* "words ! mark(type=Person)": the stages with the options that differ from the default */
static gchar *
describe (EntPipeline *pipeline)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (out, "%s%s", i ? " ! " : "", ent_stage_get_name (stages[i]));
      if (G_OBJECT_TYPE (stages[i]) == mark_get_type ())
        {
          const Mark *mark = (const Mark *) stages[i];
          g_autofree gchar *skip = mark->skip ? g_strjoinv ("|", mark->skip) : NULL;

          g_string_append_printf (out, "(%s%s%s)", mark->type, skip ? " but " : "", skip ? skip : "");
        }
    }
  return g_strdup (out->str);
}

static void
check_text_form (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (text, &error);
  g_autofree gchar *got = NULL;

  if (!pipeline)
    fail_msg ("%s: %s", text, error->message);
  got = describe (pipeline);
  assert_string_equal (got, expected);
}

static void
check_refused (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (text, &error);

  if (pipeline)
    fail_msg ("'%s' was taken", text);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
  if (!g_str_has_prefix (error->message, expected))
    fail_msg ("'%s': expected '%s…', got '%s'", text, expected, error->message);
}

static void
text_is_stages_and_options (void **state)
{
  check_text_form ("words", "words");
  check_text_form ("words ! mark", "words ! mark(Person)");
  check_text_form ("  words\t!\n mark   type=Event ", "words ! mark(Event)");
  check_text_form ("words ! mark skip=Dr skip=Mr ! mark type=Event", "words ! mark(Person but Dr|Mr) ! mark(Event)");
  check_text_form ("mark type=", "mark()");
  check_text_form ("mark type=a=b", "mark(a=b)");
}

static void
text_is_quoted_as_in_a_shell (void **state)
{
  check_text_form ("mark type='a b' skip=\"!\"", "mark(a b but !)");
  check_text_form ("mark 'type=a b'", "mark(a b)");
  check_text_form ("mark type=a\\ b", "mark(a b)");
  check_text_form ("'words' ! \"mark\"", "words ! mark(Person)");
}

static void
text_may_be_empty (void **state)
{
  check_text_form ("", "");
  check_text_form ("  \n", "");
}

static void
misplaced_marks_are_refused (void **state)
{
  check_refused ("! words", "pipeline: '!' as word 1: expected it between two stages, as in 'tokenise ! tag'");
  check_refused ("words !", "pipeline: '!' as word 2: expected it between two stages");
  check_refused ("words ! ! mark", "pipeline: '!' as word 2: expected it between two stages");
  check_refused ("!", "pipeline: '!' as word 1: expected it between two stages");
}

static void
misplaced_options_are_refused (void **state)
{
  check_refused ("type=Person mark", "unknown stage 'type=Person': expected one of ");
  check_refused ("mark type", "pipeline: 'type' after stage 'mark': expected option=value or '!'");
  check_refused ("words mark", "pipeline: 'mark' after stage 'words': expected option=value or '!'");
  check_refused ("mark =Person", "pipeline: '=Person' after stage 'mark': expected option=value or '!'");
  check_refused ("mark kind=x", "stage 'mark' has no option 'kind': expected one of type, skip");
}

static void
unbalanced_quotes_are_refused (void **state)
{
  check_refused ("mark type='a", "pipeline 'mark type='a': ");
  check_refused ("mark type=\"a", "pipeline 'mark type=\"a': ");
}

/* --- The key file ------------------------------------------------------------------------------------------------ */

/* What the pipeline of this key file is, or what is wrong with it, without the path */
static gchar *
from_key_file (const char *content)
{
  char *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "pipeline.ini", NULL);
  g_autoptr (EntPipeline) pipeline = NULL;
  g_autoptr (GError) error = NULL;

  assert_true (g_file_set_contents (path, content, -1, NULL));
  pipeline = ent_pipeline_new_from_key_file (path, &error);
  remove_folder (folder);
  if (pipeline)
    return describe (pipeline);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
  assert_true (g_str_has_prefix (error->message, path));
  return g_strdup (error->message + strlen (path));
}

static void
check_key_file (const char *content, const char *expected)
{
  g_autofree gchar *got = from_key_file (content);

  if (!g_str_has_prefix (got, expected))
    fail_msg ("expected '%s…', got '%s'", expected, got);
}

static void
a_key_file_says_the_same_as_the_text (void **state)
{
  check_key_file ("[pipeline]\nstages=words;mark;roots\n", "words ! mark(Person) ! roots");
  check_key_file ("# ours\n[pipeline]\nstages = words ; mark ;\n\n[mark]\ntype=Event, or so\n",
                  "words ! mark(Event, or so)");
  check_key_file ("[pipeline]\nstages=words;mark\n[mark]\nskip=Dr;Mr;\n", "words ! mark(Person but Dr|Mr)");
  check_key_file ("[pipeline]\nstages=" BUILD_DIR "/tests/broken/several.so:several-first\n"
                  "[" BUILD_DIR "/tests/broken/several.so:several-first]\nlimit=3\n",
                  "several-first");
}

static void
mistakes_in_a_key_file_are_told (void **state)
{
  check_key_file ("[pipeline]\nstages=words\n[mark]\ntype=x\n",
                  ": group [mark]: expected [pipeline] or one of its stages");
  check_key_file ("[pipeline]\nstages=words\nworkers=2\n",
                  ": group [pipeline], key 'workers': expected no other than 'stages'");
  check_key_file ("[pipeline]\nstages=mark\n[mark]\nkind=x\n",
                  ": stage 'mark' has no option 'kind': expected one of type, skip");
  check_key_file ("[pipeline]\nstages=words;wordz\n", ": unknown stage 'wordz': expected one of ");
  check_key_file ("[pipeline]\nstages=words;;mark\n", ": unknown stage '': expected one of ");
  check_key_file ("[pipeline]\nstages=mark\n[mark]\ntype=\\d+\n", ": Key file contains key");
  check_key_file ("[pipeline]\nstages=mark\n[mark]\nskip=a;\\d+\n", ": Key file contains key");
  check_key_file ("[pipeline]\n", ": Key file does not have key");
  check_key_file ("", ": Key file does not have group");
  check_key_file ("words ! mark\n", ": Key file");
}

static void
a_missing_key_file_is_named (void **state)
{
  g_autoptr (GError) error = NULL;

  assert_null (ent_pipeline_new_from_key_file ("/nowhere/mine.ini", &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
  assert_string_equal (error->message, "/nowhere/mine.ini: No such file or directory");
}

/* --- Whether the stages fit together ----------------------------------------------------------------------------- */

static void
check_load (const char *text, const char *expected)
{
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (text, NULL);
  g_autoptr (GError) error = NULL;

  assert_non_null (pipeline);
  if (ent_pipeline_load (pipeline, &error))
    assert_string_equal ("", expected);
  else
    {
      assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
      assert_string_equal (error->message, expected);
    }
}

static void
needed_layers_must_be_made_before (void **state)
{
  check_load ("words ! roots ! mark ! join", "");
  check_load ("mark", "stage 1, 'mark', lacks the layer tokens: put 'tokenise' before it");
  check_load ("mark ! words", "stage 1, 'mark', lacks the layer tokens: put 'tokenise' before it");
  check_load ("words ! mark ! join", "stage 3, 'join', lacks the layer heads: put 'parse' before it");
  check_load ("", "");
}

static void
a_source_must_be_first (void **state)
{
  check_load ("origin ! words", "");
  check_load ("words ! origin", "stage 2, 'origin', makes documents: expected it first");
  check_load ("origin ! origin", "stage 2, 'origin', makes documents: expected it first");
}

static void
stages_can_be_put_before_and_after (void **state)
{
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new ();
  g_autoptr (EntStage) words = ent_stage_new ("words", NULL), mark = ent_stage_new ("mark", NULL);
  g_autofree gchar *got = NULL;

  ent_pipeline_append (pipeline, mark);
  ent_pipeline_prepend (pipeline, words);
  got = describe (pipeline);
  assert_string_equal (got, "words ! mark(Person)");
  assert_true (ent_pipeline_load (pipeline, NULL));
  assert_true (ent_pipeline_load (pipeline, NULL)); /* a second time does nothing */
}

/* --- Running ----------------------------------------------------------------------------------------------------- */

static void
the_same_stage_may_stand_twice (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  EntMention first, last;
  guint n;

  run_pipeline ("words ! mark ! mark type=Event", doc);
  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 4);
  assert_true (ent_document_get_mention (doc, 0, &first) && ent_document_get_mention (doc, 3, &last));
  assert_string_equal (ent_document_get_string (doc, first.type), "Person");
  assert_string_equal (ent_document_get_string (doc, last.type), "Event");
}

static void
a_layer_is_sealed_for_stages_that_do_not_make_it (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  g_autofree gchar *got = run_failing_pipeline ("words ! alter ! mark", doc);
  EntToken token;

  assert_string_equal (got, "stage 'alter': changed the layer tokens, which it does not say it makes");
  assert_true (ent_document_get_token (doc, 0, &token));
  assert_int_equal (token.norm, 0);
}

static void
stages_after_one_that_fails_do_not_run (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  g_autofree gchar *got = run_failing_pipeline ("words ! alter ! roots", doc);

  assert_false (ent_document_get_layers (doc) & ENT_LAYER_HEADS);
}

/* --- Annotated input --------------------------------------------------------------------------------------------- */

/* "Ada" and "met Bo" as tokens, with tags, mentions, an entity and a relation, as a reader may bring them along */
static EntDocument *
annotated (void)
{
  EntDocument *doc = document_from_text ("Ada met Bo");

  ent_document_add_token (doc, 0, 3, 0);
  ent_document_add_token (doc, 4, 10, 0);
  ent_document_add_sentence (doc, 0, 2);
  ent_document_set_tag (doc, 0, ENT_POS_PROPN, "Ada");
  ent_document_add_mention (doc, 1, 2, "Event", 1);
  ent_document_add_mention (doc, 0, 1, "Event", 1);
  ent_document_add_entity (doc, "Event", "met Bo", "event/met-bo");
  ent_document_set_mention_entity (doc, 0, 0);
  ent_document_add_relation (doc, 0, 1, "be", 0, 1);
  return doc;
}

static void
tokens_of_the_input_stay (void **state)
{
  g_autoptr (EntDocument) doc = annotated ();
  g_autofree gchar *word = NULL;
  EntToken token;
  guint n;

  run_pipeline ("words", doc);
  ent_document_get_tokens (doc, &n);
  word = ent_document_dup_words (doc, 1, 2);
  assert_int_equal (n, 2);
  assert_string_equal (word, "met Bo");
  assert_true (ent_document_get_token (doc, 0, &token));
  assert_int_equal (token.pos, ENT_POS_PROPN);
  ent_document_get_relations (doc, &n);
  assert_int_equal (n, 1);
}

static void
tokens_without_sentences_stay_too (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  guint n;

  ent_document_add_token (doc, 0, 10, 0);
  run_pipeline ("words", doc);
  ent_document_get_tokens (doc, &n);
  assert_int_equal (n, 1);
  ent_document_get_sentences (doc, &n);
  assert_int_equal (n, 1);
}

static void
what_stages_make_is_made_afresh (void **state)
{
  g_autoptr (EntDocument) doc = annotated ();
  g_autofree gchar *marked = NULL;
  guint n;

  run_pipeline ("words ! mark", doc);
  marked = marked_from_document (doc);
  assert_string_equal (marked, "[Person Ada] met Bo");
  assert_int_equal (ent_document_get_layers (doc),
                    ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_TAGS | ENT_LAYER_MENTIONS);
  ent_document_get_entities (doc, &n);
  assert_int_equal (n, 0);
  ent_document_get_relations (doc, &n);
  assert_int_equal (n, 0);
}

static void
running_twice_gives_the_same (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  guint n;

  for (guint i = 0; i < 2; i++)
    {
      run_pipeline ("words ! mark ! roots ! join", doc);
      ent_document_get_mentions (doc, &n);
      assert_int_equal (n, 2);
      ent_document_get_relations (doc, &n);
      assert_int_equal (n, 1);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (text_is_stages_and_options),
    cmocka_unit_test (text_is_quoted_as_in_a_shell),
    cmocka_unit_test (text_may_be_empty),
    cmocka_unit_test (misplaced_marks_are_refused),
    cmocka_unit_test (misplaced_options_are_refused),
    cmocka_unit_test (unbalanced_quotes_are_refused),
    cmocka_unit_test (a_key_file_says_the_same_as_the_text),
    cmocka_unit_test (mistakes_in_a_key_file_are_told),
    cmocka_unit_test (a_missing_key_file_is_named),
    cmocka_unit_test (needed_layers_must_be_made_before),
    cmocka_unit_test (a_source_must_be_first),
    cmocka_unit_test (stages_can_be_put_before_and_after),
    cmocka_unit_test (the_same_stage_may_stand_twice),
    cmocka_unit_test (a_layer_is_sealed_for_stages_that_do_not_make_it),
    cmocka_unit_test (stages_after_one_that_fails_do_not_run),
    cmocka_unit_test (tokens_of_the_input_stay),
    cmocka_unit_test (tokens_without_sentences_stay_too),
    cmocka_unit_test (what_stages_make_is_made_afresh),
    cmocka_unit_test (running_twice_gives_the_same),
  };

  ent_stage_register (words_get_type ());
  ent_stage_register (mark_get_type ());
  ent_stage_register (roots_get_type ());
  ent_stage_register (join_get_type ());
  ent_stage_register (alter_get_type ());
  ent_stage_register (origin_get_type ());
  return cmocka_run_group_tests (tests, NULL, NULL);
}
