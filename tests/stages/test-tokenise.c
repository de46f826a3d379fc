/* tokenise: the cases of cases/tokenise.txt, and that no text, however odd, is cut wrongly. */
#include "tests/harness.h"

#include <string.h>
#include <unicode/uchar.h>

/* "don‿'t|.¶" → "don't." */
static GString *
text_from_marked (const char *marked)
{
  GString *text = g_string_new (marked);

  g_string_replace (text, "|", "", 0);
  g_string_replace (text, "‿", "", 0);
  g_string_replace (text, "¶", "", 0);
  g_string_replace (text, "\\n", "\n", 0);
  g_string_replace (text, "\\r", "\r", 0);
  g_string_replace (text, "\\t", "\t", 0);
  return text;
}

static void
append_gap (GString *marked, const gchar *text, guint32 start, guint32 end)
{
  static const gchar escapes[] = "\nn\rr\tt";

  for (guint32 i = start; i < end; i++)
    {
      const gchar *escape = strchr (escapes, text[i]);

      if (escape)
        g_string_append_printf (marked, "\\%c", escape[1]);
      else
        g_string_append_c (marked, text[i]);
    }
}

static char *
marked_from_tokens (EntDocument *doc)
{
  guint n, n_sentences, s = 1;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);
  GString *marked = g_string_new (NULL);

  for (guint t = 0; t < n; t++)
    {
      guint32 gap = t ? tokens[t - 1].end : 0;

      append_gap (marked, text, gap, tokens[t].start);
      if (t && gap == tokens[t].start)
        g_string_append (marked, tokens[t].flags & ENT_TOKEN_JOINED ? "‿" : "|");
      if (s < n_sentences && sentences[s].first == t)
        {
          g_string_append (marked, "¶");
          s++;
        }
      g_string_append_len (marked, text + tokens[t].start, tokens[t].end - tokens[t].start);
    }
  return g_string_free (marked, FALSE);
}

static EntDocument *
tokenise (const gchar *text, gssize length)
{
  g_autoptr (GError) error = NULL;
  EntDocument *doc = ent_document_new (text, length, &error);

  assert_null (error);
  run_pipeline ("tokenise", doc);
  return doc;
}

static void
check_case (const char *line, const char *const *more)
{
  g_autoptr (GString) text = text_from_marked (line);
  g_autoptr (EntDocument) doc = tokenise (text->str, text->len);
  g_autofree char *got = marked_from_tokens (doc);

  check_text (got, line);
}

static void
cases_come_out_as_marked (void **state)
{
  check_cases ("cases/tokenise.txt", check_case);
}

static gboolean
is_white (const gchar *at)
{
  return u_isUWhiteSpace ((UChar32) g_utf8_get_char (at));
}

/* Tokens hold all of the text but its white space, in order, and sentences hold all tokens */
static void
check_invariants (EntDocument *doc)
{
  guint n, n_sentences, next = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);
  const gchar *at = text;

  for (guint t = 0; t < n; t++)
    {
      for (; at < text + tokens[t].start; at = g_utf8_next_char (at))
        assert_true (is_white (at));
      assert_ptr_equal (at, text + tokens[t].start);
      assert_true (tokens[t].start < tokens[t].end);
      for (; at < text + tokens[t].end; at = g_utf8_next_char (at))
        assert_false (is_white (at));
      assert_ptr_equal (at, text + tokens[t].end);
      if (tokens[t].flags & ENT_TOKEN_JOINED)
        assert_int_equal (tokens[t].start, tokens[t - 1].end);
    }
  for (; at < text + length; at = g_utf8_next_char (at))
    assert_true (is_white (at));
  for (guint s = 0; s < n_sentences; next += sentences[s++].n)
    {
      assert_int_equal (sentences[s].first, next);
      assert_true (sentences[s].n > 0);
    }
  assert_int_equal (next, n);
}

/* The number of tokens, once the invariants hold */
static guint
count_tokens (const gchar *text, gssize length)
{
  g_autoptr (EntDocument) doc = tokenise (text, length);
  guint n;

  check_invariants (doc);
  ent_document_get_tokens (doc, &n);
  return n;
}

static guint
count_sentences (const gchar *text)
{
  g_autoptr (EntDocument) doc = tokenise (text, -1);
  guint n;

  check_invariants (doc);
  ent_document_get_sentences (doc, &n);
  return n;
}

static void
nothing_but_white_space_makes_no_token (void **state)
{
  assert_int_equal (count_tokens ("", 0), 0);
  assert_int_equal (count_tokens (" ", 1), 0);
  assert_int_equal (count_tokens ("\n\n\t \r\n", -1), 0);
  assert_int_equal (count_tokens ("\xc2\xa0\xe2\x80\xa8\xe3\x80\x80\xe2\x80\xa9\x0b\x0c\xc2\x85", -1), 0);
}

static void
control_characters_are_tokens (void **state)
{
  assert_int_equal (count_tokens ("\0", 1), 1);
  assert_int_equal (count_tokens ("a \0 b", 5), 3);
  assert_int_equal (count_tokens ("U.\0S.\0", 6), 6);
  assert_int_equal (count_tokens ("\x01 \x1c\x1f \x7f", -1), 4);
  assert_int_equal (count_tokens ("Dr\0.\n\0\n\0Ada's\0", 15), 9);
}

static void
marks_that_join_nothing_are_tokens (void **state)
{
  assert_int_equal (count_tokens ("\xcc\x81", -1), 1);
  assert_int_equal (count_tokens (" \xcc\x81 \xe2\x80\x8d ", -1), 2);
  assert_int_equal (count_tokens ("\xe2\x80\x8b", -1), 1);
  assert_int_equal (count_tokens ("\xef\xbb\xbf", -1), 1);
  assert_int_equal (count_tokens ("cafe\xcc\x81 e\xcc\x81te\xcc\x81", -1), 2);
  assert_int_equal (count_tokens ("co\xc2\xadoperate", -1), 1);
}

static void
emoji_stay_whole (void **state)
{
  assert_int_equal (count_tokens ("👨‍👩‍👧 👍🏽 🇩🇪", -1), 3);
  assert_int_equal (count_tokens ("👍👍", -1), 2);
  assert_int_equal (count_tokens ("🇩🇪🇫🇷🇮", -1), 3);
}

static void
other_scripts_are_words (void **state)
{
  assert_int_equal (count_tokens ("قال الوزير إن الاتفاق وشيك.", -1), 6);
  assert_int_equal (count_tokens ("שלום עולם", -1), 2);
  assert_int_equal (count_tokens ("Министр заявил, что всё готово.", -1), 7);
  assert_int_equal (count_tokens ("\xe2\x80\xaeright-to-left\xe2\x80\xac", -1), 6);
  assert_true (count_tokens ("安理会通过了决议。", -1) >= 2);
}

static gchar *
repeat (const gchar *string, gsize length)
{
  gsize n = strlen (string);
  gchar *text = g_malloc (length + n + 1);

  for (gsize i = 0; i < length; i += n)
    memcpy (text + i, string, n);
  text[length / n * n] = '\0';
  return text;
}

/* What rules could run over again and again; 5 MB of it would take hours if they did */
static void
megabytes_without_a_space_take_linear_time (void **state)
{
  static const gchar *const parts[]
      = { "a",   "a-", "a.",        ".",    "a@",   "@",         "1,",           "don't", "'",    "(",
          "é",   "a'", "s's'",      "a...", "U.S.", "://",       "www.",         "a@b-",  "non-", "-",
          "[1]", "`",  "http://a(", "A&",   "+1",   "e\xcc\x81", "\xe2\x80\x8d", "a%",    "w/" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree gchar *text = repeat (parts[i], 300 * 1000);

      assert_true (count_tokens (text, -1) > 0);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree gchar *text = repeat (parts[i], 5 * 1000 * 1000);

      assert_true (count_tokens (text, -1) > 0);
    }
}

static void
many_line_breaks_are_no_trouble (void **state)
{
  g_autofree gchar *empty = repeat ("\n", 100 * 1000);
  g_autofree gchar *lines = repeat ("Item\n", 500 * 1000);
  g_autofree gchar *paragraphs = repeat ("word\r\n\r\n", 800 * 1000);
  g_autofree gchar *around = g_strconcat ("before", empty, "after", NULL);

  assert_int_equal (count_tokens (empty, -1), 0);
  assert_int_equal (count_sentences (around), 2);
  assert_int_equal (count_sentences (lines), 100 * 1000);
  assert_int_equal (count_sentences (paragraphs), 100 * 1000);
}

/* A long text is cut in blocks, which must not be seen in the result */
static void
blocks_leave_no_trace (void **state)
{
  g_autofree gchar *text = repeat ("Dr. Ada Lovelace didn't answer. ", 3200 * 1000);

  assert_int_equal (count_sentences (text), 100 * 1000);
  assert_int_equal (count_tokens (text, -1), 700 * 1000);
}

/* Characters that rules ask about, and some of each kind, in an order that is the same each time */
static void
no_sequence_of_characters_breaks_it (void **state)
{
  static const gunichar alphabet[] = { 'a',   'I',    's',    't',     'n',     'D',     'r',    '.',    '.',    ' ',
                                       '\n',  '\r',   '\'',   0x2019,  '-',     '/',     '@',    ':',    '(',    ')',
                                       '[',   ']',    '"',    '1',     '2',     ',',     '?',    '!',    '_',    '&',
                                       '%',   '#',    '$',    '*',     '<',     '>',     '|',    0,      1,      0x7f,
                                       0x85,  0xa0,   0xad,   0x301,   0x200d,  0x2026,  0x20ac, 0x2028, 0x2029, 0x4e00,
                                       0x5d0, 0xfeff, 0xfffd, 0x1f469, 0x1f1e9, 0x10ffff };
  g_autoptr (GRand) random = g_rand_new_with_seed (17);

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = g_rand_int_range (random, 1, 400);

      for (guint i = 0; i < n; i++)
        {
          gchar bytes[6];
          gint length = g_unichar_to_utf8 (alphabet[g_rand_int_range (random, 0, G_N_ELEMENTS (alphabet))], bytes);

          g_string_append_len (text, bytes, length);
        }
      count_tokens (text->str, text->len);
    }
}

static void
given_tokens_are_left_alone (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("a b", -1, NULL);
  guint n;

  ent_document_add_token (doc, 0, 3, 0);
  ent_document_add_sentence (doc, 0, 1);
  run_pipeline ("tokenise", doc);
  ent_document_get_tokens (doc, &n);
  assert_int_equal (n, 1);
}

static void
given_tokens_get_sentences (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("He left . She stayed", -1, NULL);
  static const guint32 spans[][2] = { { 0, 2 }, { 3, 7 }, { 8, 9 }, { 10, 13 }, { 14, 20 } };
  guint n;

  for (guint t = 0; t < G_N_ELEMENTS (spans); t++)
    ent_document_add_token (doc, spans[t][0], spans[t][1], 0);
  run_pipeline ("tokenise", doc);
  ent_document_get_sentences (doc, &n);
  assert_int_equal (n, 2);
}

static char *
load_with (const char *file, const char *content)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *sub = g_build_filename (folder, "tokenise", NULL);
  g_autofree char *path = g_build_filename (sub, file, NULL);
  g_autoptr (EntStage) stage = ent_stage_new ("tokenise", NULL);
  g_autoptr (GError) error = NULL;

  assert_int_equal (g_mkdir_with_parents (sub, 0700), 0);
  assert_true (g_file_set_contents (path, content, -1, NULL));
  ent_stage_set_pack (stage, folder);
  assert_false (ent_stage_load (stage, &error));
  assert_int_equal (error->code, ENT_ERROR_MODEL);
  remove_folder (g_steal_pointer (&folder));
  return g_strdup (error->message);
}

static void
bad_rules_and_lists_are_named (void **state)
{
  g_autofree char *rules = load_with ("word.brk", "these are no compiled rules");
  g_autofree char *empty = load_with ("word.brk", "");
  g_autofree char *latin = load_with ("units.txt", "km\nm\xb2\n");
  g_autofree char *parts = load_with ("multiwords.txt", "# cut wrongly\ncannot can|nott\n");

  assert_non_null (strstr (rules, "word.brk: expected break rules"));
  assert_non_null (strstr (empty, "word.brk: expected break rules"));
  assert_non_null (strstr (latin, "units.txt:2: expected an entry in UTF-8"));
  assert_non_null (strstr (parts, "multiwords.txt:2: expected the parts of 'cannot'"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (cases_come_out_as_marked),
    cmocka_unit_test (nothing_but_white_space_makes_no_token),
    cmocka_unit_test (control_characters_are_tokens),
    cmocka_unit_test (marks_that_join_nothing_are_tokens),
    cmocka_unit_test (emoji_stay_whole),
    cmocka_unit_test (other_scripts_are_words),
    cmocka_unit_test (megabytes_without_a_space_take_linear_time),
    cmocka_unit_test (many_line_breaks_are_no_trouble),
    cmocka_unit_test (blocks_leave_no_trace),
    cmocka_unit_test (no_sequence_of_characters_breaks_it),
    cmocka_unit_test (given_tokens_are_left_alone),
    cmocka_unit_test (given_tokens_get_sentences),
    cmocka_unit_test (bad_rules_and_lists_are_named),
  };

  return cmocka_run_group_tests_name ("tokenise", tests, NULL, NULL);
}
