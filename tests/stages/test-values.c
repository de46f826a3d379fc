/* What times, amounts, frequencies and coordinates come to; tests/cases/values.txt is the specification. */
#include "tests/harness.h"

#include <string.h>

/* The cases are many: each pipeline is loaded once */
static EntPipeline *
load (const char *options)
{
  g_autofree gchar *text = g_strdup_printf ("tokenise ! tag model=off pos=off names=off %s", options);
  g_autoptr (GError) error = NULL;
  EntPipeline *pipeline = ent_pipeline_new_from_text (text, &error);

  if (!pipeline || !ent_pipeline_load (pipeline, &error))
    fail_msg ("%s: %s", text, error->message);
  return pipeline;
}

static struct
{
  EntPipeline *pipeline;
  guint n_times;
  guint n_amounts;
  guint n_traps;
} checked;

static gboolean
is_marked_type (const char *type)
{
  static const gchar *const types[] = { "Temporal", "Money", "Quantity", "Coordinate", "Frequency", NULL };

  return g_strv_contains (types, type);
}

/* The bracket that closes a mark, from the " = " before its value on: a value in quotation marks may hold some, too */
static const char *
end_of_mark (const char *equals)
{
  const char *quoted = equals[3] == '"' ? strchr (equals + 4, '"') : NULL;

  return strchr (quoted ? quoted : equals, ']');
}

/* "[Temporal 3 May 2024 = "2024-05-03"]" → "3 May 2024" */
static gchar *
without_marks (const char *marked)
{
  GString *text = g_string_new (NULL);
  gboolean within = FALSE;

  for (const char *p = marked; *p; p++)
    if (*p == '[' && g_ascii_isupper (p[1]) && strstr (p, " = ") && !within)
      {
        within = TRUE;
        p = strchr (p, ' ');
      }
    else if (within && g_str_has_prefix (p, " = "))
      {
        within = FALSE;
        p = end_of_mark (p);
      }
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

static void
count_value (const gchar *type, const gchar *value)
{
  if (!value)
    checked.n_traps++;
  else if (g_str_equal (type, "Temporal"))
    checked.n_times++;
  else
    checked.n_amounts++;
}

/* The text with each value as a mark; "-" for one that has none */
static gchar *
with_marks (EntDocument *doc)
{
  guint n_mentions, n_tokens, last = 0;
  const EntMention *mentions = ent_document_get_mentions (doc, &n_mentions);
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const gchar *text = ent_document_get_text (doc, NULL);
  GString *marked = g_string_new (NULL);

  for (guint m = 0; m < n_mentions; m++)
    {
      const gchar *type = ent_document_get_string (doc, mentions[m].type);
      const gchar *value = ent_document_get_string (doc, mentions[m].value);
      guint start = tokens[mentions[m].first].start, end = tokens[mentions[m].first + mentions[m].n - 1].end;

      if (!is_marked_type (type))
        continue;
      g_string_append_len (marked, text + last, start - last);
      g_string_append_printf (marked, "[%s %.*s = %s]", type, (int) (end - start), text + start, value ? value : "-");
      count_value (type, value);
      last = end;
    }
  if (!strchr (marked->str, '['))
    checked.n_traps++;
  g_string_append (marked, text + last);
  return g_string_free (marked, FALSE);
}

/* "DATE LANG|marked text", both as far as they are known */
static void
check_case (const char *line, const char *const *more)
{
  const char *bar = strchr (line, '|');
  g_auto (GStrv) known = NULL;
  g_autofree gchar *head = NULL, *text = NULL, *got = NULL;
  g_autoptr (EntDocument) doc = NULL;
  g_autoptr (GError) error = NULL;

  assert_non_null (bar);
  head = g_strndup (line, bar - line);
  known = g_strsplit (head, " ", 2);
  text = without_marks (bar + 1);
  doc = ent_document_new (text, -1, NULL);
  if (known[0] && *known[0])
    ent_document_set_date (doc, known[0]);
  if (known[0] && known[1])
    ent_document_set_lang (doc, known[1]);
  if (!ent_pipeline_process (checked.pipeline, doc, &error))
    fail_msg ("%s: %s", line, error->message);
  got = with_marks (doc);
  check_text (got, bar + 1);
}

static void
values_are_what_the_cases_say (void **state)
{
  g_autoptr (EntPipeline) pipeline = load ("");

  checked.pipeline = pipeline;
  check_cases ("cases/values.txt", check_case);
  assert_true (checked.n_times >= 150);
  assert_true (checked.n_amounts >= 60);
  assert_true (checked.n_traps >= 40);
}

static void
check_with (const char *options, const char *line)
{
  g_autoptr (EntPipeline) pipeline = load (options);

  checked.pipeline = pipeline;
  check_case (line, NULL);
}

static void
option_tells_the_order_of_dates_in_figures (void **state)
{
  check_with ("dates=auto", "|Signed on [Temporal 03/04/2022 = \"[2022-03-04,2022-04-03]\"].");
  check_with ("dates=dmy", "|Signed on [Temporal 03/04/2022 = \"2022-04-03\"].");
  check_with ("dates=mdy", "|Signed on [Temporal 03/04/2022 = \"2022-03-04\"].");
  check_with ("dates=mdy", "|Signed on [Temporal 25/04/2022 = \"2022-04-25\"].");
}

static void
unknown_order_is_refused (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("text", -1, NULL);
  g_autofree gchar *message = run_failing_pipeline ("tokenise ! tag dates=ymd", doc);

  assert_non_null (strstr (message, "dates=ymd: expected auto, dmy or mdy"));
}

/* A pack may bring words of its own: what is wrong in them is said, with file and line */
static void
check_refused (const gchar *content, const gchar *expected)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "tag", NULL);
  g_autofree gchar *path = g_build_filename (folder, "values.txt", NULL);
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
damaged_words_are_refused (void **state)
{
  check_refused ("# months\njanuary month 1\n", ":2: expected WORD<TAB>CLASS<TAB>VALUE");
  check_refused ("january\tmoon\t1\n", ":1: expected a class of words");
  check_refused ("january\tmonth\tfirst\n", ":1: expected a number");
  check_refused ("week\tspan\t7\n", ":1: expected a number and one of S T H D W M Y");
}

/* A date that is none counts as unknown; text that nothing can be made of has no value */
static void
odd_input_has_no_value (void **state)
{
  check_with ("", "yesterday|He came on [Temporal Monday = -].");
  check_with ("", "2024-13|He came [Temporal yesterday = -].");
  check_with ("", "2024-02-30|He came [Temporal yesterday = -].");
  check_with ("", "20240306|He came [Temporal yesterday = -].");
  check_with ("", "0001-01-01|He came [Temporal 900 years ago = -].");
  check_with ("", "9999-12-31|He comes [Temporal next year = -].");
}

static void
check_no_account (const char *text)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  const EntMention *mentions;
  guint n;

  run_pipeline ("tokenise ! tag model=off", doc);
  mentions = ent_document_get_mentions (doc, &n);
  for (guint m = 0; m < n; m++)
    assert_string_not_equal (ent_document_get_string (doc, mentions[m].type), "CommsIdentifier");
}

/* By their check digits: not one digit off, nor one that is cut short */
static void
account_numbers_are_checked (void **state)
{
  check_stage ("tag model=off", "Pay into [CommsIdentifier DE89 3704 0044 0532 0130 00] now.");
  check_no_account ("Pay into DE89 3704 0044 0532 0130 01 now.");
  check_no_account ("Pay into GB29NWBK60161331926818 now.");
  check_no_account ("Pay into DE89 3704 0044 now.");
}

/* Addresses that are written so that nobody follows them */
static void
defanged_addresses_are_found (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("The page hxxps://bad[.]example[.]org/a is gone.", -1, NULL);
  g_autofree gchar *words = NULL;
  const EntMention *mentions;
  guint n;

  run_pipeline ("tokenise ! tag model=off", doc);
  mentions = ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 1);
  assert_string_equal (ent_document_get_string (doc, mentions[0].type), "Url");
  words = ent_document_dup_words (doc, mentions[0].first, mentions[0].first + mentions[0].n);
  assert_string_equal (words, "hxxps://bad[.]example[.]org/a");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (values_are_what_the_cases_say), cmocka_unit_test (option_tells_the_order_of_dates_in_figures),
    cmocka_unit_test (unknown_order_is_refused),      cmocka_unit_test (damaged_words_are_refused),
    cmocka_unit_test (odd_input_has_no_value),        cmocka_unit_test (account_numbers_are_checked),
    cmocka_unit_test (defanged_addresses_are_found),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
