/* EntStage: a stage is kept to its word, whatever it does, and every error names it. */
#include "tests/pipeline/words.h"

/* --- "actor" does to the document what its option says ----------------------------------------------------------- */

typedef struct
{
  EntStage parent;
  gchar *act;
} Actor;
typedef EntStageClass ActorClass;
G_DEFINE_TYPE (Actor, actor, ENT_TYPE_STAGE)

static gboolean
does (EntStage *self, const char *act)
{
  return g_strcmp0 (((Actor *) self)->act, act) == 0;
}

/* Fails, or says so, in the ways that "fails", "silent" and "muddled" stand for */
static gboolean
maybe_fail (EntStage *self, const char *verb, GError **error)
{
  g_autofree gchar *fails = g_strconcat (verb, "-fails", NULL);
  g_autofree gchar *silent = g_strconcat (verb, "-silent", NULL);
  g_autofree gchar *muddled = g_strconcat (verb, "-muddled", NULL);

  if (does (self, fails) || does (self, muddled))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "model.bin: not there");
  return !does (self, fails) && !does (self, silent);
}

static void
break_the_word (EntStage *self, EntDocument *doc)
{
  if (does (self, "undeclared-entity"))
    ent_document_add_entity (doc, "Person", "Ada", "person/ada");
  if (does (self, "undeclared-token"))
    ent_document_add_token (doc, 0, 1, 0);
  if (does (self, "undeclared-tag"))
    ent_document_set_tag (doc, 0, ENT_POS_NOUN, NULL);
  if (does (self, "undeclared-link"))
    ent_document_set_mention_entity (doc, 0, ENT_NONE);
  if (does (self, "undeclared-mark"))
    ent_document_mark_layers (doc, ENT_LAYER_HEADS);
  if (does (self, "undeclared-clear"))
    ent_document_clear_layers (doc, ENT_LAYER_TOKENS);
  if (does (self, "outside"))
    ent_document_add_mention (doc, 2, 9, "Person", 1);
  if (does (self, "twice"))
    {
      ent_document_add_mention (doc, 2, 9, "Person", 1);
      ent_document_add_entity (doc, "Person", "Ada", "person/ada");
    }
}

static gboolean
actor_load (EntStage *self, GError **error)
{
  return maybe_fail (self, "load", error);
}

static gboolean
actor_process (EntStage *self, EntDocument *doc, GError **error)
{
  break_the_word (self, doc);
  if (does (self, "mention"))
    ent_document_add_mention (doc, 0, 1, "Person", 0.5f);
  return maybe_fail (self, "process", error);
}

static gboolean
actor_collect (EntStage *self, EntDocument *doc, GError **error)
{
  return maybe_fail (self, "collect", error);
}

static gboolean
actor_finish (EntStage *self, GError **error)
{
  return maybe_fail (self, "finish", error);
}

static gboolean
actor_produce (EntStage *self, EntDocument **doc, GError **error)
{
  *doc = ent_document_new ("Ada met Bo", -1, NULL);
  ent_document_set_id (*doc, "d");
  if (does (self, "produce-outside"))
    ent_document_add_token (*doc, 8, 99, 0);
  return maybe_fail (self, "produce", error);
}

static EntLayers
actor_get_needs (EntStage *self)
{
  return does (self, "heads-needed") ? ENT_LAYER_TOKENS | ENT_LAYER_HEADS : ENT_LAYER_TOKENS;
}

static void
actor_class_init (ActorClass *klass)
{
  klass->load = actor_load;
  klass->process = actor_process;
  klass->collect = actor_collect;
  klass->finish = actor_finish;
  klass->produce = actor_produce;
  klass->get_needs = actor_get_needs;
  ent_stage_class_describe (klass, "actor", "do as told", ENT_LAYER_NONE, ENT_LAYER_MENTIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (Actor, act),
                          g_param_spec_string ("act", NULL, "what to do", "nothing", ENT_OPTION));
}

static void
actor_init (Actor *self)
{
}

static EntStage *
new_actor (const char *act)
{
  EntStage *self = ent_stage_new ("actor", NULL);

  assert_non_null (self);
  assert_true (ent_stage_set_option (self, "act", act, NULL));
  return self;
}

static EntDocument *
three_words (void)
{
  EntDocument *doc = document_from_text ("Ada met Bo");

  run_pipeline ("words", doc);
  return doc;
}

/* --- A stage that does nothing but describe itself --------------------------------------------------------------- */

typedef EntStage Idle;
typedef EntStageClass IdleClass;
G_DEFINE_TYPE (Idle, idle, ENT_TYPE_STAGE)

static void
idle_class_init (IdleClass *klass)
{
  ent_stage_class_describe (klass, "idle", "do nothing", ENT_LAYER_NONE, ENT_LAYER_RELATIONS);
}

static void
idle_init (Idle *self)
{
}

/* --- "stage 'NAME': …" is said of each call that fails ----------------------------------------------------------- */

static void
check_error (gboolean ok, GError **error, gint code, const char *expected)
{
  assert_false (ok);
  assert_non_null (*error);
  assert_string_equal ((*error)->message, expected);
  assert_true (g_error_matches (*error, ENT_ERROR, code));
  g_clear_error (error);
}

static void
errors_name_the_stage (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) load = new_actor ("load-fails"), process = new_actor ("process-fails");
  g_autoptr (EntStage) collect = new_actor ("collect-fails"), finish = new_actor ("finish-fails");
  g_autoptr (EntStage) produce = new_actor ("produce-fails");
  const char *expected = "stage 'actor': model.bin: not there";
  EntDocument *none = doc;
  GError *error = NULL;

  check_error (ent_stage_load (load, &error), &error, ENT_ERROR_MODEL, expected);
  check_error (ent_stage_process (process, doc, &error), &error, ENT_ERROR_MODEL, expected);
  check_error (ent_stage_collect (collect, doc, &error), &error, ENT_ERROR_MODEL, expected);
  check_error (ent_stage_finish (finish, &error), &error, ENT_ERROR_MODEL, expected);
  check_error (ent_stage_produce (produce, &none, &error), &error, ENT_ERROR_MODEL, expected);
  assert_null (none);
}

static void
failing_without_an_error_is_an_error (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) load = new_actor ("load-silent"), process = new_actor ("process-silent");
  g_autoptr (EntStage) collect = new_actor ("collect-silent"), finish = new_actor ("finish-silent");
  g_autoptr (EntStage) produce = new_actor ("produce-silent");
  EntDocument *none = doc;
  GError *error = NULL;

  check_error (ent_stage_load (load, &error), &error, ENT_ERROR_STAGE,
               "stage 'actor': failed to load without saying why");
  check_error (ent_stage_process (process, doc, &error), &error, ENT_ERROR_STAGE,
               "stage 'actor': failed to process the document without saying why");
  check_error (ent_stage_collect (collect, doc, &error), &error, ENT_ERROR_STAGE,
               "stage 'actor': failed to collect the document without saying why");
  check_error (ent_stage_finish (finish, &error), &error, ENT_ERROR_STAGE,
               "stage 'actor': failed to finish without saying why");
  check_error (ent_stage_produce (produce, &none, &error), &error, ENT_ERROR_STAGE,
               "stage 'actor': failed to read a document without saying why");
  assert_null (none);
}

static void
success_with_an_error_is_an_error (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) process = new_actor ("process-muddled"), produce = new_actor ("produce-muddled");
  EntDocument *none = doc;
  GError *error = NULL;

  check_error (ent_stage_process (process, doc, &error), &error, ENT_ERROR_MODEL,
               "stage 'actor': model.bin: not there");
  check_error (ent_stage_produce (produce, &none, &error), &error, ENT_ERROR_MODEL,
               "stage 'actor': model.bin: not there");
  assert_null (none);
}

static void
errors_need_not_be_asked_for (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) process = new_actor ("process-fails"), outside = new_actor ("outside");

  assert_false (ent_stage_process (process, doc, NULL));
  assert_false (ent_stage_process (outside, doc, NULL));
}

/* --- Its word ---------------------------------------------------------------------------------------------------- */

static void
check_breach (const char *act, const char *expected)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) self = new_actor (act);
  g_autofree gchar *message = g_strconcat ("stage 'actor': ", expected, NULL);
  GError *error = NULL;
  guint n_tokens, n_mentions, n_entities;
  EntToken first;

  check_error (ent_stage_process (self, doc, &error), &error, ENT_ERROR_STAGE, message);
  ent_document_get_tokens (doc, &n_tokens);
  ent_document_get_mentions (doc, &n_mentions);
  ent_document_get_entities (doc, &n_entities);
  assert_int_equal (n_tokens, 3);
  assert_int_equal (n_mentions, 0);
  assert_int_equal (n_entities, 0);
  assert_true (ent_document_get_token (doc, 0, &first));
  assert_int_equal (first.pos, ENT_POS_NONE);
  assert_int_equal (ent_document_get_layers (doc), ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
}

static void
layers_that_are_not_declared_are_closed (void **state)
{
  check_breach ("undeclared-entity", "changed the layer entities, which it does not say it makes");
  check_breach ("undeclared-token", "changed the layer tokens, which it does not say it makes");
  check_breach ("undeclared-tag", "changed the layer tags, which it does not say it makes");
  check_breach ("undeclared-link", "changed the layer entities, which it does not say it makes");
  check_breach ("undeclared-mark", "changed the layer heads, which it does not say it makes");
  check_breach ("undeclared-clear", "changed the layer tokens, sentences, which it does not say it makes");
}

/* Its own would have to go with the tokens, but those are not its to empty */
static void
a_stage_empties_no_layer_of_others (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) mention = new_actor ("mention"), clear = new_actor ("undeclared-clear");
  guint n_tokens, n_mentions;

  assert_true (ent_stage_process (mention, doc, NULL));
  assert_false (ent_stage_process (clear, doc, NULL));
  ent_document_get_tokens (doc, &n_tokens);
  ent_document_get_mentions (doc, &n_mentions);
  assert_int_equal (n_tokens, 3);
  assert_int_equal (n_mentions, 1);
}

static void
what_does_not_fit_is_an_error (void **state)
{
  check_breach ("outside", "added a mention of 7 tokens from 2 (of 3) and of entity -1 (of 0) that names something "
                           "that is not there, or has no type");
}

static void
the_first_breach_is_told (void **state)
{
  check_breach ("twice", "added a mention of 7 tokens from 2 (of 3) and of entity -1 (of 0) that names something "
                         "that is not there, or has no type");
}

static void
a_source_is_held_to_what_fits_as_well (void **state)
{
  g_autoptr (EntStage) self = new_actor ("produce-outside");
  EntDocument *doc;
  GError *error = NULL;

  check_error (ent_stage_produce (self, &doc, &error), &error, ENT_ERROR_INPUT,
               "stage 'actor': document 'd': added a token of bytes 8 to 99, which is empty, out of order, outside of "
               "the text, or cuts a character");
  assert_null (doc);
}

static void
a_breach_is_forgotten_by_the_next_stage (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) outside = new_actor ("outside"), mention = new_actor ("mention");

  assert_false (ent_stage_process (outside, doc, NULL));
  assert_true (ent_stage_process (mention, doc, NULL));
}

static void
a_mention_says_which_stage_made_it (void **state)
{
  g_autoptr (EntDocument) doc = three_words ();
  g_autoptr (EntStage) self = new_actor ("mention");
  EntMention by_stage, by_hand;

  assert_true (ent_stage_process (self, doc, NULL));
  ent_document_add_mention (doc, 2, 3, "Person", 1);
  assert_true (ent_document_get_mention (doc, 0, &by_stage) && ent_document_get_mention (doc, 1, &by_hand));
  assert_string_equal (ent_document_get_string (doc, by_stage.by), "actor");
  assert_null (ent_document_get_string (doc, by_hand.by));
}

static void
a_layer_is_made_though_it_is_empty (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("");

  run_pipeline ("words ! idle", doc);
  assert_int_equal (ent_document_get_layers (doc), ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_RELATIONS);
}

/* --- Needs ------------------------------------------------------------------------------------------------------- */

static void
needs_may_depend_on_options (void **state)
{
  g_autoptr (EntStage) plain = new_actor ("nothing"), more = new_actor ("heads-needed");

  assert_int_equal (ent_stage_get_needs (plain), ENT_LAYER_TOKENS);
  assert_int_equal (ent_stage_get_needs (more), ENT_LAYER_TOKENS | ENT_LAYER_HEADS);
  assert_int_equal (ent_stage_get_makes (more), ENT_LAYER_MENTIONS);
}

static void
a_document_without_the_needed_layers_is_refused (void **state)
{
  g_autoptr (EntDocument) doc = document_from_text ("Ada met Bo");
  g_autoptr (EntStage) self = new_actor ("mention");
  GError *error = NULL;

  check_error (ent_stage_process (self, doc, &error), &error, ENT_ERROR_STAGE,
               "stage 'actor': this document lacks the layer tokens: put 'tokenise' before it");
}

static void
a_stage_may_do_nothing (void **state)
{
  g_autoptr (EntStage) idle = ent_stage_new ("idle", NULL);
  g_autoptr (EntDocument) doc = document_from_text ("");
  g_autofree GParamSpec **options = NULL;
  EntDocument *made;
  guint n;

  assert_string_equal (ent_stage_get_name (idle), "idle");
  assert_string_equal (ent_stage_get_summary (idle), "do nothing");
  options = ent_stage_list_options (idle, &n);
  assert_int_equal (n, 0);
  assert_false (ent_stage_is_source (idle));
  assert_true (ent_stage_get_progress (idle) < 0);
  assert_true (ent_stage_load (idle, NULL) && ent_stage_process (idle, doc, NULL));
  assert_true (ent_stage_collect (idle, doc, NULL) && ent_stage_finish (idle, NULL));
  assert_true (ent_stage_produce (idle, &made, NULL));
  assert_null (made);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (errors_name_the_stage),
    cmocka_unit_test (failing_without_an_error_is_an_error),
    cmocka_unit_test (success_with_an_error_is_an_error),
    cmocka_unit_test (errors_need_not_be_asked_for),
    cmocka_unit_test (layers_that_are_not_declared_are_closed),
    cmocka_unit_test (a_stage_empties_no_layer_of_others),
    cmocka_unit_test (what_does_not_fit_is_an_error),
    cmocka_unit_test (the_first_breach_is_told),
    cmocka_unit_test (a_source_is_held_to_what_fits_as_well),
    cmocka_unit_test (a_breach_is_forgotten_by_the_next_stage),
    cmocka_unit_test (a_mention_says_which_stage_made_it),
    cmocka_unit_test (a_layer_is_made_though_it_is_empty),
    cmocka_unit_test (needs_may_depend_on_options),
    cmocka_unit_test (a_document_without_the_needed_layers_is_refused),
    cmocka_unit_test (a_stage_may_do_nothing),
  };

  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL);
  ent_stage_register (words_get_type ());
  ent_stage_register (actor_get_type ());
  ent_stage_register (idle_get_type ());
  return cmocka_run_group_tests (tests, NULL, NULL);
}
