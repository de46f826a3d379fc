/* The tagger by rules, by marked text; what stands in tests/cases/tag.txt is its specification. */
#include "tests/harness.h"

#include <string.h>

static void
check_tagged (const char *line, const char *const *more)
{
  check_stage ("tag model=off", line);
}

static void
marks_what_the_cases_say (void **state)
{
  check_cases ("cases/tag.txt", check_tagged);
}

static void
options_leave_out_names_or_values (void **state)
{
  check_stage ("tag model=off names=off", "on [Temporal Monday] Dr Ada Lovelace paid [Money $5] in Paris");
  check_stage ("tag model=off values=off", "on Monday Dr [Person Ada Lovelace] paid $5 in [Location Paris]");
  check_stage ("tag model=off names=off values=off", "on Monday Dr Ada Lovelace paid $5 in Paris");
}

static void
nothing_is_found_where_nothing_is (void **state)
{
  check_stage ("tag model=off", "");
  check_stage ("tag model=off", " \\n \\n");
  check_stage ("tag model=off", "...");
  check_stage ("tag model=off", "the of and to");
}

static void
check_sound (EntDocument *doc)
{
  guint n_mentions, n_tokens, last = 0;
  const EntMention *mentions = ent_document_get_mentions (doc, &n_mentions);

  ent_document_get_tokens (doc, &n_tokens);
  for (guint m = 0; m < n_mentions; m++)
    {
      assert_true (mentions[m].n > 0 && mentions[m].first >= last);
      last = mentions[m].first + mentions[m].n;
      assert_true (last <= n_tokens);
      assert_true (mentions[m].confidence > 0 && mentions[m].confidence <= 1);
      assert_true (g_str_has_prefix (ent_document_get_string (doc, mentions[m].by), "tag/"));
    }
}

/* Mentions of any text are in order, do not overlap and lie within the tokens */
static void
check_any (const gchar *word, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  EntDocument *doc;

  for (guint i = 0; i < n; i++)
    g_string_append (text, word);
  doc = ent_document_new (text->str, text->len, NULL);
  run_pipeline ("tokenise ! tag", doc);
  check_sound (doc);
  g_object_unref (doc);
}

static void
odd_texts_are_tagged_soundly (void **state)
{
  check_any ("Acme Corp of Oslo paid $5 million on 3 May 2024 to Dr Ada Lovelace, said Lovelace, ", 100);
  check_any ("Bjørn ", 2000);
  check_any ("ALL CAPITALS ON A LONG LINE (ACL) ", 400);
  check_any ("1,000 ", 2000);
  check_any ("( ", 2000);
  check_any ("University of the ", 700);
  check_any ("Mr ", 2000);
  check_any ("\"a film \"", 500);
  check_any ("\xc2\xa3"
             "5 \xe2\x82\xac",
             500);
}

static void
each_mention_says_its_rule (void **state)
{
  const char *text = "Dr Ada Lovelace paid $5.";
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  const EntMention *mentions;
  guint n;

  run_pipeline ("tokenise ! tag model=off", doc);
  mentions = ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 2);
  assert_string_equal (ent_document_get_string (doc, mentions[0].by), "tag/title");
  assert_int_equal (mentions[0].kind, ENT_MENTION_NAME);
  assert_string_equal (ent_document_get_string (doc, mentions[1].by), "tag/pattern/money");
  assert_int_equal (mentions[1].kind, ENT_MENTION_VALUE);
}

/* A pack of one's own may bring its own lexicon and patterns: what is wrong in them is said, with the file */
static void
check_refused (const gchar *name, const gchar *content, const gchar *expected)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "tag", NULL);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autoptr (EntStage) stage = ent_stage_new ("tag", NULL);
  g_autoptr (GError) error = NULL;

  assert_int_equal (g_mkdir_with_parents (folder, 0777), 0);
  assert_true (g_file_set_contents (path, content, -1, NULL));
  ent_stage_set_pack (stage, pack);
  assert_false (ent_stage_load (stage, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_non_null (strstr (error->message, path));
  assert_non_null (strstr (error->message, expected));
  remove_folder (g_steal_pointer (&pack));
}

static void
damaged_data_is_refused (void **state)
{
  check_refused ("lexicon.bin", "these are no phrases", "not a lexicon");
  check_refused ("patterns.rules", "", "no pattern: expected lines such as mention year: Temporal");
  check_refused ("patterns.rules", "[number] Quantity\n", ":1:1: '[': expected type, let, list, mention or relation");
  check_refused ("patterns.rules", "mention number: Sum\n    text /\\d+/\n", ":1:17: unknown type 'Sum'");
  check_refused ("patterns.rules", "mention number: Quantity\n    text /(\\d+/\n",
                 ":2:15: in the regular expression: missing closing parenthesis");
  check_refused ("patterns.rules", "let a = /(?&b)/\nlet b = /(?&a)/\nmention number: Quantity\n    text /(?&a)/\n",
                 "is made of itself");
  check_refused ("patterns.rules", "mention number: Quantity\n    find /\\d+/\n",
                 ":1:9: 'number' is no pattern of tag");
}

/* Loads a pipeline with these patterns in place of the pack's, and runs it over a text */
static EntDocument *
tag_with_patterns (const gchar *patterns, const gchar *text)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "tag", NULL);
  g_autofree gchar *path = g_build_filename (folder, "patterns.rules", NULL);
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text ("tokenise ! tag model=off pos=off names=off", NULL);
  EntDocument *doc = ent_document_new (text, -1, NULL);

  assert_int_equal (g_mkdir_with_parents (folder, 0777), 0);
  assert_true (g_file_set_contents (path, patterns, -1, NULL));
  ent_pipeline_set_pack (pipeline, pack);
  assert_true (ent_pipeline_load (pipeline, NULL));
  assert_true (ent_pipeline_process (pipeline, doc, NULL));
  remove_folder (g_steal_pointer (&pack));
  return doc;
}

/* A pattern that takes too long on a text is named in a note, once, and the others go on */
static void
pattern_without_end_is_noted (void **state)
{
  g_autoptr (EntDocument) doc
      = tag_with_patterns ("mention fast: Quantity\n    text /7/\nmention slow: Quantity\n"
                           "    text /(?:\\d+\\d*)+!/\nmention last: Money\n    text /9/\n",
                           "No. 7: 1111111111111111111111111111111111111111, 22222222222222222222222222222222.");
  const gchar *const *notes = ent_document_get_notes (doc);
  guint n;

  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 1);
  assert_string_equal (notes[0], "tag: pattern 'slow' takes too many steps on this text, first at byte 7: what stands "
                                 "there is not marked");
  assert_null (notes[1]);
}

/* "1000|1001|…", which is more than half of what fits into one expression */
static void
append_many (GString *patterns, const gchar *name, guint first)
{
  g_string_append_printf (patterns, "mention %s: Quantity\n    text /%u", name, first);
  for (guint i = 1; i < 4000; i++)
    g_string_append_printf (patterns, "|%u", first + i);
  g_string_append (patterns, "/\n");
}

static void
patterns_may_be_more_than_one_expression_holds (void **state)
{
  g_autoptr (GString) patterns = g_string_new (NULL);
  g_autoptr (EntDocument) doc = NULL;
  const EntMention *mentions;
  guint n;

  append_many (patterns, "low", 10000);
  append_many (patterns, "high", 50000);
  doc = tag_with_patterns (patterns->str, "See 10000, 53999 and 99999.");
  mentions = ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 2);
  assert_string_equal (ent_document_get_string (doc, mentions[0].by), "tag/pattern/low");
  assert_string_equal (ent_document_get_string (doc, mentions[1].by), "tag/pattern/high");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (marks_what_the_cases_say),
    cmocka_unit_test (options_leave_out_names_or_values),
    cmocka_unit_test (nothing_is_found_where_nothing_is),
    cmocka_unit_test (odd_texts_are_tagged_soundly),
    cmocka_unit_test (each_mention_says_its_rule),
    cmocka_unit_test (damaged_data_is_refused),
    cmocka_unit_test (pattern_without_end_is_noted),
    cmocka_unit_test (patterns_may_be_more_than_one_expression_holds),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
