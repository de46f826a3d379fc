/* EntDocument: text, offsets, strings, and layers that take only what fits. */
#include "tests/harness.h"

#include <string.h>

/* --- The text ---------------------------------------------------------------------------------------------------- */

static void
check_invalid (const char *text, gsize length, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntDocument) doc = ent_document_new (text, length, &error);

  assert_null (doc);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_INPUT));
  assert_string_equal (error->message, expected);
}

static void
text_must_be_utf8_and_the_error_names_the_byte (void **state)
{
  check_invalid ("ab\xff", 3, "byte 2: 0xff is not UTF-8");
  check_invalid ("caf\xe9 noir", 9, "byte 3: 0xe9 is not UTF-8");
  check_invalid ("\xc3", 1, "byte 0: 0xc3 is not UTF-8");
  check_invalid ("a\xe2\x82", 3, "byte 1: 0xe2 is not UTF-8");
  check_invalid ("a\0b\x80", 4, "byte 3: 0x80 is not UTF-8");
  check_invalid ("overlong \xc0\x80", 11, "byte 9: 0xc0 is not UTF-8");
  check_invalid ("surrogate \xed\xa0\x80", 13, "byte 10: 0xed is not UTF-8");
  check_invalid ("beyond \xf4\x90\x80\x80", 11, "byte 7: 0xf4 is not UTF-8");
}

static void
text_may_not_have_4_gb (void **state)
{
  g_autoptr (GError) error = NULL;

  assert_null (ent_document_new_take (g_strdup (""), G_MAXUINT32, &error));
  assert_string_equal (error->message, "text of 4294967295 bytes: a document may have at most 4294967294");
}

static void
text_is_kept_byte_for_byte (void **state)
{
  static const char text[] = "\xef\xbb\xbf"
                             "caf\xc3\xa9\r\n\0e\xcc\x81 ";
  g_autoptr (EntDocument) doc = ent_document_new (text, sizeof text - 1, NULL);
  gsize length;

  assert_memory_equal (ent_document_get_text (doc, &length), text, sizeof text);
  assert_int_equal (length, sizeof text - 1);
}

static void
text_may_be_empty (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("", -1, NULL);
  gsize length = 1;

  assert_string_equal (ent_document_get_text (doc, &length), "");
  assert_int_equal (length, 0);
  assert_int_equal (ent_document_byte_to_char (doc, 0), 0);
  assert_int_equal (ent_document_char_to_byte (doc, 0), 0);
  assert_int_equal (ent_document_char_to_byte (doc, 1), G_MAXUINT32);
  assert_int_equal (ent_document_get_layers (doc), ENT_LAYER_NONE);
}

/* --- Offsets ----------------------------------------------------------------------------------------------------- */

static void
check_offsets (const char *text)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  guint32 n = 0;

  for (const char *p = text;; p = g_utf8_next_char (p), n++)
    {
      assert_int_equal (ent_document_byte_to_char (doc, p - text), n);
      assert_int_equal (ent_document_char_to_byte (doc, n), p - text);
      if (!*p)
        break;
    }
  assert_int_equal (ent_document_char_to_byte (doc, n + 1), G_MAXUINT32);
  assert_int_equal (ent_document_char_to_byte (doc, G_MAXUINT32 - 1), G_MAXUINT32);
}

static void
offsets_are_bytes_and_code_points_both_ways (void **state)
{
  check_offsets ("plain");
  check_offsets ("é");
  check_offsets ("aé€😀a");
}

/* Characters of all lengths across every border of a block of the index, in every position */
static void
offsets_are_right_in_long_texts (void **state)
{
  for (guint shift = 0; shift < 10; shift++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < shift; i++)
        g_string_append_c (text, 'x');
      for (guint i = 0; i < 200; i++)
        g_string_append (text, "aé€😀");
      check_offsets (text->str);
      g_string_truncate (text, 256); /* whole blocks and nothing after; cuts no character only for some shifts */
      if (g_utf8_validate (text->str, -1, NULL))
        check_offsets (text->str);
    }
}

static void
offsets_count_zero_bytes (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("é\0é", 5, NULL);

  assert_int_equal (ent_document_byte_to_char (doc, 3), 2);
  assert_int_equal (ent_document_byte_to_char (doc, 5), 3);
  assert_int_equal (ent_document_char_to_byte (doc, 2), 3);
}

/* --- What is known of it ----------------------------------------------------------------------------------------- */

static void
strings_are_kept_once (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("", 0, NULL);
  EntId met = ent_document_intern (doc, "met");

  assert_int_equal (ent_document_intern (doc, NULL), 0);
  assert_int_not_equal (met, 0);
  assert_int_not_equal (ent_document_intern (doc, "meet"), met);
  assert_int_equal (ent_document_intern (doc, "met"), met);
  assert_int_equal (ent_document_intern_len (doc, "method", 3), met);
  assert_string_equal (ent_document_get_string (doc, met), "met");
  assert_string_equal (ent_document_get_string (doc, ent_document_intern (doc, "")), "");
  assert_null (ent_document_get_string (doc, 0));
  assert_null (ent_document_get_string (doc, 1000));
}

static void
strings_of_any_length_are_interned (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("", 0, NULL);

  for (gsize length = 126; length < 131; length++) /* about the border of the buffer on the stack */
    {
      g_autofree gchar *text = g_strnfill (length, 'x');
      g_autofree gchar *longer = g_strconcat (text, "yz", NULL);

      assert_string_equal (ent_document_get_string (doc, ent_document_intern_len (doc, longer, length)), text);
    }
}

static void
meta_keeps_its_order (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("", 0, NULL);
  g_autofree gchar *joined = NULL;

  assert_null (ent_document_list_meta (doc)[0]);
  assert_null (ent_document_get_meta (doc, "url"));
  ent_document_set_meta (doc, "url", "u");
  ent_document_set_meta (doc, "author", "a");
  ent_document_set_meta (doc, "url", "changed");
  joined = g_strjoinv (" ", (gchar **) ent_document_list_meta (doc));
  assert_string_equal (joined, "url changed author a");
  assert_string_equal (ent_document_get_meta (doc, "author"), "a");
  assert_null (ent_document_get_meta (doc, "changed"));
}

static void
notes_are_kept_in_order (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("", 0, NULL);
  g_autofree gchar *joined = NULL;

  assert_null (ent_document_get_notes (doc)[0]);
  ent_document_add_note (doc, "read as windows-1252");
  ent_document_add_note (doc, "cut at 10 MB");
  joined = g_strjoinv ("; ", (gchar **) ent_document_get_notes (doc));
  assert_string_equal (joined, "read as windows-1252; cut at 10 MB");
}

static void
what_is_known_can_be_changed_and_forgotten (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("", 0, NULL);

  ent_document_set_id (doc, "briefs/0007");
  ent_document_set_source (doc, "briefs.zip");
  ent_document_set_title (doc, "Title");
  ent_document_set_date (doc, "2025-06-09");
  ent_document_set_lang (doc, "en");
  ent_document_set_title (doc, ent_document_get_title (doc));
  ent_document_set_lang (doc, NULL);
  assert_string_equal (ent_document_get_id (doc), "briefs/0007");
  assert_string_equal (ent_document_get_source (doc), "briefs.zip");
  assert_string_equal (ent_document_get_title (doc), "Title");
  assert_string_equal (ent_document_get_date (doc), "2025-06-09");
  assert_null (ent_document_get_lang (doc));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (text_must_be_utf8_and_the_error_names_the_byte),
    cmocka_unit_test (text_may_not_have_4_gb),
    cmocka_unit_test (text_is_kept_byte_for_byte),
    cmocka_unit_test (text_may_be_empty),
    cmocka_unit_test (offsets_are_bytes_and_code_points_both_ways),
    cmocka_unit_test (offsets_are_right_in_long_texts),
    cmocka_unit_test (offsets_count_zero_bytes),
    cmocka_unit_test (strings_are_kept_once),
    cmocka_unit_test (strings_of_any_length_are_interned),
    cmocka_unit_test (meta_keeps_its_order),
    cmocka_unit_test (notes_are_kept_in_order),
    cmocka_unit_test (what_is_known_can_be_changed_and_forgotten),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
