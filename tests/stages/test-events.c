/* PLOVER types of events: as the case file says, on odd trees, and which data are refused. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#include "stages/link/events.h"

static EntPipeline *pipeline;
static LinkEvents *events;
static guint n_cases;

static LinkEvents *
load_from (const gchar *pack, GError **error)
{
  g_autoptr (EntStage) stage = ent_stage_new ("link", NULL);

  if (pack)
    ent_stage_set_pack (stage, pack);
  return link_events_load (stage, error);
}

static int
set_up (void **state)
{
  g_autoptr (GError) error = NULL;

  pipeline = ent_pipeline_new_from_text ("tokenise ! tag names=off values=off ! parse", &error);
  assert_non_null (pipeline);
  assert_true (ent_pipeline_load (pipeline, &error));
  events = load_from (NULL, &error);
  assert_non_null (events);
  return 0;
}

static int
tear_down (void **state)
{
  g_clear_object (&pipeline);
  g_clear_pointer (&events, link_events_free);
  return 0;
}

static LinkTree *
tree_of (EntDocument *doc)
{
  g_autoptr (GError) error = NULL;

  if (!ent_pipeline_process (pipeline, doc, &error))
    fail_msg ("%s", error->message);
  return link_tree_new (doc);
}

/* The token that begins at a byte */
static guint
token_at (const LinkTree *tree, gsize byte)
{
  for (guint t = 0; t < tree->n_tokens; t++)
    if (tree->tokens[t].start == byte)
      return t;
  fail_msg ("no token begins at byte %" G_GSIZE_FORMAT " of '%s'", byte, tree->text);
  return 0;
}

static gchar *
event_at_mark (const gchar *marked)
{
  const gchar *open = strchr (marked, '['), *close = strchr (marked, ']');
  g_autofree gchar *text = NULL;
  g_autoptr (EntDocument) doc = NULL;
  g_autoptr (LinkTree) tree = NULL;
  const gchar *event;

  assert_true (open && close);
  text = g_strdup_printf ("%.*s%.*s%s", (int) (open - marked), marked, (int) (close - open - 1), open + 1, close + 1);
  doc = ent_document_new (text, strlen (text), NULL);
  tree = tree_of (doc);
  event = link_event_of (events, tree, token_at (tree, open - marked));
  return g_strdup (event ? event + strlen ("PLOVER:") : "-");
}

static void
check_case (const char *line, const char *const *more)
{
  const gchar *colon = strstr (line, ": ");
  g_autofree gchar *event = NULL;
  g_autofree gchar *got = NULL;

  assert_non_null (colon);
  event = event_at_mark (colon + 2);
  got = g_strconcat (event, colon, NULL);
  check_text (got, line);
  n_cases++;
}

static void
predicates_tell_of_the_events_that_the_cases_say (void **state)
{
  check_cases ("cases/events.txt", check_case);
  assert_in_range (n_cases, 100, 1000);
}

static void
types_are_those_of_plover (void **state)
{
  static const gchar text[] = "Norland invaded Sudmark.";
  g_autoptr (EntDocument) doc = ent_document_new (text, strlen (text), NULL);
  g_autoptr (LinkTree) tree = tree_of (doc);

  assert_string_equal (link_event_of (events, tree, 1), "PLOVER:FIGHT");
  assert_null (link_event_of (events, tree, 0));
  assert_null (link_event_of (events, tree, 3));
}

/* Each token gets an answer, whatever the tree: one construction within another, lists, nothing but verbs */
static void
long_and_odd_sentences_end (void **state)
{
  static const gchar *const units[]
      = { "agreed to send ", "and attacked ", "said that Norland will not ", "plan of the ", "troops and ", "halt " };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("Norland ");
      g_autoptr (EntDocument) doc = NULL;
      g_autoptr (LinkTree) tree = NULL;

      for (guint k = 0; k < 400; k++)
        g_string_append (text, units[i]);
      g_string_append_c (text, '.');
      doc = ent_document_new (text->str, text->len, NULL);
      tree = tree_of (doc);
      assert_true (tree->n_tokens > 400);
      for (guint t = 0; t < tree->n_tokens; t++)
        link_event_of (events, tree, t);
    }
}

/* --- Data that are wrong */

static void
check_error (const gchar *content, const gchar *expected)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "link", NULL);
  g_autofree gchar *path = g_build_filename (folder, "events.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *message = NULL;

  g_mkdir (folder, 0700);
  assert_true (g_file_set_contents (path, content, -1, NULL));
  assert_null (load_from (pack, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, folder));
  message = g_strdup (error->message + strlen (folder));
  remove_folder (g_steal_pointer (&pack));
  assert_string_equal (message, expected);
}

static void
wrong_data_are_named_with_file_and_line (void **state)
{
  check_error ("# a comment\n\nAGREES verb accept\n",
               "/events.txt:3: 'AGREES': expected a type or a keyword that the head of the file lists");
  check_error ("AGREE accept\n", "/events.txt:1: 'AGREE': expected verb, noun or adj, and words, after the type");
  check_error ("AGREE verb\n", "/events.txt:1: 'AGREE': expected verb, noun or adj, and words, after the type");
  check_error ("AGREE verb > treaty\n",
               "/events.txt:1: 'AGREE': expected verb, noun or adj, and words, after the type");
  check_error ("AGREE verb sign >\n", "/events.txt:1: '>': expected words after it");
  check_error ("AGREE verb sign > < king\n",
               "/events.txt:1: '<': expected words after each of '>', '<' and '~', and each of them once");
  check_error ("AGREE verb sign > pact > deal\n",
               "/events.txt:1: '>': expected words after each of '>', '<' and '~', and each of them once");
  check_error ("AGREE verb sign > @pacts\n", "/events.txt:1: '@pacts': expected the name of a list that is above");
  check_error ("list pacts\n", "/events.txt:1: 'list pacts': expected what the head of the file says of such lines");
  check_error ("turn meant AID>AGREE\n",
               "/events.txt:1: 'AID>AGREE': expected FROM=TO: a type, '*' or 'none' before the '=', a type, '-' or, "
               "after '*', '*' behind it");
  check_error ("turn meant AID=*\n",
               "/events.txt:1: 'AID=*': expected FROM=TO: a type, '*' or 'none' before the '=', a type, '-' or, after "
               "'*', '*' behind it");
  check_error ("via meant plan\n", "/events.txt:1: 'meant': expected the name of a turn that is above");
  check_error ("modal meant will\n", "/events.txt:1: 'meant': expected the name of a turn that is above");
  check_error ("unless WARN unless\n", "/events.txt:1: 'WARN': expected a type");
  check_error ("unreal AGREE SAY\n", "/events.txt:1: 'SAY': expected a type");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (predicates_tell_of_the_events_that_the_cases_say),
    cmocka_unit_test (types_are_those_of_plover),
    cmocka_unit_test (long_and_odd_sentences_end),
    cmocka_unit_test (wrong_data_are_named_with_file_and_line),
  };

  return cmocka_run_group_tests (tests, set_up, tear_down);
}
