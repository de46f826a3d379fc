/* The JSON writer: what it writes, jansson reads back. */
#include "tests/harness.h"

#include "pipeline/json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *
parse (const GString *out)
{
  json_error_t wrong;
  json_t *root = json_loadb (out->str, out->len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &wrong);

  if (!root)
    fail_msg ("%s in %s", wrong.text, out->str);
  return root;
}

static void
check_string (const char *string, gsize length, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  json_t *root;

  ent_json_string_len (out, string, length);
  assert_string_equal (out->str, expected);
  root = parse (out);
  assert_int_equal (json_string_length (root), length);
  assert_memory_equal (json_string_value (root), string, length);
  json_decref (root);
}

static void
strings_are_escaped (void **state)
{
  check_string ("", 0, "\"\"");
  check_string ("a \"b\" \\ /", 9, "\"a \\\"b\\\" \\\\ /\"");
  check_string ("\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\"");
  check_string ("\"", 1, "\"\\\"\"");
  check_string ("\0\x01\x1f\x7f", 4, "\"\\u0000\\u0001\\u001f\x7f\"");
  check_string ("é€😀\u2028", 12, "\"é€😀\u2028\"");
  check_string ("part of", 4, "\"part\"");
}

static void
every_control_character_is_escaped (void **state)
{
  for (gchar c = 0; c < 0x20; c++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      json_t *root;

      ent_json_string_len (out, &c, 1);
      root = parse (out);
      assert_int_equal (json_string_value (root)[0], c);
      json_decref (root);
    }
}

static void
check_int (gint64 number, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  json_t *root;

  ent_json_int (out, number);
  assert_string_equal (out->str, expected);
  root = parse (out);
  assert_true (json_integer_value (root) == number);
  json_decref (root);
}

static void
whole_numbers_of_64_bits_are_written (void **state)
{
  check_int (0, "0");
  check_int (-1, "-1");
  check_int (1000, "1000");
  check_int (G_MAXINT64, "9223372036854775807");
  check_int (G_MININT64, "-9223372036854775808");
}

static void
check_double (gdouble number, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  ent_json_double (out, number);
  assert_string_equal (out->str, expected);
  json_decref (parse (out));
}

static void
numbers_have_at_most_four_decimals (void **state)
{
  check_double (0, "0");
  check_double (1, "1");
  check_double (0.5, "0.5");
  check_double (0.1f, "0.1");
  check_double (0.97f, "0.97");
  check_double (0.81235, "0.8124");
  check_double (0.99996, "1");
  check_double (-1.25, "-1.25");
  check_double (-0.00001, "0");
  check_double (1234567.8901, "1234567.8901");
  check_double (12345678901.5, "12345678901.5");
}

static void
large_numbers_are_written_whole (void **state)
{
  check_double (5e6, "5000000");
  check_double (1e10, "10000000000");
  check_double (123456789012., "123456789012");
  check_double (1234567890123456., "1234567890123456");
  check_double (1e300, "1.0000000000000001e+300");
  check_double (-G_MAXDOUBLE, "-1.7976931348623157e+308");
}

static void
numbers_that_json_has_not_are_null (void **state)
{
  check_double (NAN, "null");
  check_double (INFINITY, "null");
  check_double (-INFINITY, "null");
}

static void
commas_stand_where_they_are_due (void **state)
{
  g_autoptr (GString) out = g_string_new (NULL);

  ent_json_open (out, '{');
  ent_json_key (out, "empty");
  ent_json_open (out, '[');
  ent_json_close (out, ']');
  ent_json_key (out, "list");
  ent_json_open (out, '[');
  ent_json_int (out, 1);
  ent_json_double (out, 0.5);
  ent_json_string (out, "ends in a comma,");
  ent_json_open (out, '{');
  ent_json_close (out, '}');
  ent_json_open (out, '[');
  ent_json_string (out, "{[:");
  ent_json_raw (out, "true");
  ent_json_close (out, ']');
  ent_json_close (out, ']');
  ent_json_key (out, "last");
  ent_json_raw (out, "{\"a\":null}");
  ent_json_close (out, '}');
  assert_string_equal (out->str, "{\"empty\":[],\"list\":[1,0.5,\"ends in a comma,\",{},[\"{[:\",true]],"
                                 "\"last\":{\"a\":null}}");
  json_decref (parse (out));
}

static void
no_comma_stands_between_lines (void **state)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < 2; i++)
    {
      ent_json_open (out, '{');
      ent_json_close (out, '}');
      g_string_append_c (out, '\n');
    }
  assert_string_equal (out->str, "{}\n{}\n");
}

static void
check_said (const char *json, const char *expected)
{
  g_autofree gchar *said = ent_json_dup_string (json);

  if (expected)
    assert_string_equal (said, expected);
  else
    assert_null (said);
}

static void
strings_are_read_others_are_none (void **state)
{
  check_said ("\"a \\\"b\\\" \\u00e9\"", "a \"b\" \u00e9");
  check_said ("\"\"", "");
  check_said ("{\"a\":1}", NULL);
  check_said ("12", NULL);
  check_said ("\"open", NULL);
  check_said ("", NULL);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (strings_are_escaped),
    cmocka_unit_test (every_control_character_is_escaped),
    cmocka_unit_test (whole_numbers_of_64_bits_are_written),
    cmocka_unit_test (numbers_have_at_most_four_decimals),
    cmocka_unit_test (large_numbers_are_written_whole),
    cmocka_unit_test (numbers_that_json_has_not_are_null),
    cmocka_unit_test (commas_stand_where_they_are_due),
    cmocka_unit_test (no_comma_stands_between_lines),
    cmocka_unit_test (strings_are_read_others_are_none),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
