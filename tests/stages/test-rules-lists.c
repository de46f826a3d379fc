/* Lists of the rule language, in files, and what rules cost on texts that are made to keep them busy. */
#include "stages/rules/lists.h"
#include "tests/harness.h"

#include <string.h>

#define RULES "list arms: Weapon from \"arms.txt\"\n"

static gchar *
write_file (const gchar *folder, const gchar *name, const gchar *content, gssize length)
{
  gchar *path = g_build_filename (folder, name, NULL);

  assert_true (g_file_set_contents (path, content, length, NULL));
  return path;
}

/* The stage with these rules and, beside them, this list; NULL and a message where they are wrong */
static EntStage *
load (const gchar *rules, const gchar *list, gssize length, gchar **message)
{
  gchar *folder = make_folder ();
  g_autofree gchar *rules_path = write_file (folder, "my.rules", rules, -1);
  g_autofree gchar *list_path = list ? write_file (folder, "arms.txt", list, length) : NULL;
  g_autoptr (GError) error = NULL;
  EntStage *stage = ent_stage_new ("rules", NULL);

  assert_true (ent_stage_set_option (stage, "file", rules_path, NULL));
  if (!ent_stage_load (stage, &error))
    g_clear_object (&stage);
  if (message)
    *message = error ? g_strdup (error->message) : NULL;
  else if (error)
    fail_msg ("%s", error->message);
  remove_folder (folder);
  return stage;
}

static EntDocument *
run (EntStage *stage, const gchar *text)
{
  EntDocument *doc = ent_document_new (text, -1, NULL);

  run_pipeline ("tokenise", doc);
  process_document (stage, doc);
  return doc;
}

static void
check (const gchar *list, const gchar *marked)
{
  g_autoptr (EntStage) stage = load ("type Gun\n" RULES, list, -1, NULL);
  g_autoptr (EntDocument) given = document_from_marked (marked);
  g_autoptr (EntDocument) doc = run (stage, ent_document_get_text (given, NULL));
  g_autofree gchar *got = marked_from_document (doc);

  assert_string_equal (got, marked);
}

static void
each_line_is_a_phrase_with_its_type (void **state)
{
  check ("Blue Heron\tGun\nsea star\n", "A [Gun Blue Heron] and a [Weapon Sea Star]");
  check ("Blue Heron\t\tQ1\r\n\r\n  sea   star  \tGun\r\n", "A [Weapon Blue Heron] and a [Gun sea star]");
  check ("no line break at the end", "a [Weapon no line break at the end] of it");
  check ("", "nothing here");
  check ("\xef\xbb\xbf"
         "Blue Heron\tGun\n",
         "A [Gun Blue Heron], from an editor that marks its files");
}

static void
phrases_are_compared_however_they_are_parted (void **state)
{
  check ("T-14/A(b)\nO'Neil's gun\nU.S. gun\n", "the [Weapon T-14/A(b)], [Weapon O'Neil's gun] and [Weapon U.S. gun]");
  check ("gun\n", "a gunboat, a [Weapon gun]-boat, begun");
  check ("Äpfel\nгрань\n", "[Weapon Äpfel] äpfel [Weapon ГРАНЬ] [Weapon грань]");
}

static void
the_longest_phrase_stands (void **state)
{
  check ("blue\nblue heron\nblue heron two\n", "[Weapon blue heron two] [Weapon blue heron] [Weapon blue] two");
}

static void
the_key_is_the_value (void **state)
{
  g_autoptr (EntStage) stage = load (RULES, "Blue Heron\t\tQ\"1\nsea star\n", -1, NULL);
  g_autoptr (EntDocument) doc = run (stage, "Blue Heron, sea star");
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  assert_int_equal (n, 2);
  assert_string_equal (ent_document_get_string (doc, mentions[0].value), "\"Q\\\"1\"");
  assert_string_equal (ent_document_get_string (doc, mentions[0].by), "rules/arms");
  assert_int_equal (mentions[1].value, 0);
}

static void
check_wrong (const gchar *list, gssize length, const gchar *expected)
{
  g_autofree gchar *message = NULL;
  g_autoptr (EntStage) stage = load (RULES, list, length, &message);

  assert_null (stage);
  assert_non_null (strstr (message, "my.rules:1:24: "));
  assert_non_null (strstr (message, expected));
}

static void
a_wrong_list_is_told_with_its_line (void **state)
{
  g_autofree gchar *long_line = g_strnfill (RULES_MAX_PHRASE + 1, 'x');

  check_wrong (NULL, 0, "the list cannot be read: ");
  check_wrong ("a\nb\tGunn\n", -1, "arms.txt:2: unknown type 'Gunn'");
  check_wrong ("a\n\xff\n", -1, "arms.txt:2: not UTF-8");
  check_wrong ("a\nb\0c\n", 6, "arms.txt:2: not UTF-8");
  check_wrong (long_line, -1, "arms.txt:1: a phrase of 1001 bytes: expected at most 1000");
}

static void
many_phrases_are_found (void **state)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (EntStage) stage = NULL;
  g_autoptr (EntDocument) doc = NULL;
  guint n;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (list, "Name%u %u\n", i % 1000, i);
  for (guint i = 0; i < 50000; i += 250)
    g_string_append_printf (text, "Name%u %u, Name%u %u. ", i % 1000, i, i % 1000, i + 1);
  stage = load (RULES, list->str, -1, NULL);
  doc = run (stage, text->str);
  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 200);
}

/* --- Cost --------------------------------------------------------------------------------------------------------- */

static void
a_costly_expression_is_left_out_and_named (void **state)
{
  g_autoptr (EntStage) stage
      = load ("mention slow: Work\n    text /(a+)+[bd]/\nmention quick: Work\n    find \"end\"\n", NULL, 0, NULL);
  g_autofree gchar *as = g_strnfill (60, 'a');
  g_autofree gchar *text = g_strconcat ("x ", as, " c. The end.", NULL);
  g_autoptr (EntDocument) doc = run (stage, text);
  const gchar *const *notes = ent_document_get_notes (doc);
  guint n;

  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 1); /* the other rule goes on */
  assert_non_null (notes[0]);
  assert_non_null (strstr (notes[0], "rule 'slow' takes too long from character 0 on and was left out"));
  assert_null (notes[1]);
}

/* One sentence of n words */
static gchar *
long_sentence (guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, "a ");
  return g_strdup (text->str);
}

static void
sequences_cost_no_more_than_length_times_size (void **state)
{
  g_autoptr (EntStage) stage = load (
      "mention x: Work\n    find (\"a\"* \"a\"*)* \"b\"\nmention y: Work\n    find any* \"c\"\n", NULL, 0, NULL);
  g_autofree gchar *text = long_sentence (20000);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (EntDocument) doc = run (stage, text);
  guint n;

  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 0);
  assert_true (g_get_monotonic_time () - start < 20 * G_USEC_PER_SEC); /* in steps of length squared it is minutes */
}

static void
names_of_tags_without_tags_are_noted (void **state)
{
  g_autoptr (EntStage) stage = load ("mention x: Work\n    find [lemma=end]\n", NULL, 0, NULL);
  g_autoptr (EntDocument) doc = run (stage, "The end.");

  assert_non_null (strstr (ent_document_get_notes (doc)[0], "rules ask for lemmas or parts of speech"));
}

static void
a_document_without_tokens_is_fine (void **state)
{
  g_autoptr (EntStage) stage = load ("mention x: Work\n    find \"end\"\n" RULES, "end\n", -1, NULL);
  g_autoptr (EntDocument) doc = run (stage, "");
  guint n;

  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 0);
}

static void
options_that_mean_nothing_are_wrong_usage (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("x", -1, NULL);
  g_autofree gchar *none = run_failing_pipeline ("tokenise ! rules", doc);
  g_autofree gchar *make = run_failing_pipeline ("tokenise ! rules file=x make=most", doc);
  g_autofree gchar *file = run_failing_pipeline ("tokenise ! rules file=/nowhere/x.rules", doc);

  assert_non_null (strstr (none, "no rules: expected file=FILE, or a pack with rules"));
  assert_non_null (strstr (make, "make=most: expected all, mentions or relations"));
  assert_non_null (strstr (file, "/nowhere/x.rules: the rule file cannot be read: "));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (each_line_is_a_phrase_with_its_type),
    cmocka_unit_test (phrases_are_compared_however_they_are_parted),
    cmocka_unit_test (the_longest_phrase_stands),
    cmocka_unit_test (the_key_is_the_value),
    cmocka_unit_test (a_wrong_list_is_told_with_its_line),
    cmocka_unit_test (many_phrases_are_found),
    cmocka_unit_test (a_costly_expression_is_left_out_and_named),
    cmocka_unit_test (sequences_cost_no_more_than_length_times_size),
    cmocka_unit_test (names_of_tags_without_tags_are_noted),
    cmocka_unit_test (a_document_without_tokens_is_fine),
    cmocka_unit_test (options_that_mean_nothing_are_wrong_usage),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
