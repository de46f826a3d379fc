/* Writing JSON into a GString. A comma is due where the last byte written is not an opening bracket, a comma or a
 * colon, so the writer needs no state of its own. */
#include "pipeline/json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static void
put_comma (GString *out)
{
  gchar last = out->len ? out->str[out->len - 1] : '\n';

  if (!strchr ("{[,:\n", last))
    g_string_append_c (out, ',');
}

static gboolean
needs_escape (guchar byte)
{
  return byte < 0x20 || byte == '"' || byte == '\\';
}

static void
append_escaped (GString *out, guchar byte)
{
  static const gchar letters[] = "\bb\tt\nn\ff\rr\"\"\\\\";
  const gchar *letter = byte ? strchr (letters, byte) : NULL;

  if (letter)
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, letter[1]);
    }
  else
    g_string_append_printf (out, "\\u%04x", byte);
}

void
ent_json_string_len (GString *out, const gchar *string, gsize length)
{
  gsize from = 0;

  put_comma (out);
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    if (needs_escape (string[i]))
      {
        g_string_append_len (out, string + from, i - from);
        append_escaped (out, string[i]);
        from = i + 1;
      }
  g_string_append_len (out, string + from, length - from);
  g_string_append_c (out, '"');
}

void
ent_json_string (GString *out, const gchar *string)
{
  ent_json_string_len (out, string, strlen (string));
}

/* A key is one of ours: nothing in it to escape */
void
ent_json_key (GString *out, const gchar *key)
{
  put_comma (out);
  g_string_append_c (out, '"');
  g_string_append (out, key);
  g_string_append_len (out, "\":", 2);
}

void
ent_json_int (GString *out, gint64 number)
{
  gchar digits[24];
  guint n = sizeof digits;
  guint64 rest = number < 0 ? 0 - (guint64) number : (guint64) number;

  put_comma (out);
  do
    digits[--n] = '0' + rest % 10;
  while (rest /= 10);
  if (number < 0)
    digits[--n] = '-';
  g_string_append_len (out, digits + n, sizeof digits - n);
}

/* At most four decimals, which is as much as any score of ours means, and no "-0"; numbers so large that doubles have
 * no four decimals as they are. JSON has no NaN and no infinity */
void
ent_json_double (GString *out, gdouble number)
{
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean is_large = fabs (number) >= 1e11;

  if (!isfinite (number))
    {
      ent_json_raw (out, "null");
      return;
    }
  number = is_large ? number : round (number * 1e4) / 1e4 + 0.0;
  ent_json_raw (out, g_ascii_formatd (digits, sizeof digits, is_large ? "%.17g" : "%.15g", number));
}

void
ent_json_raw (GString *out, const gchar *json)
{
  put_comma (out);
  g_string_append (out, json);
}

void
ent_json_open (GString *out, gchar bracket)
{
  put_comma (out);
  g_string_append_c (out, bracket);
}

void
ent_json_close (GString *out, gchar bracket)
{
  g_string_append_c (out, bracket);
}

gchar *
ent_json_dup_string (const gchar *json)
{
  json_t *value = json_loads (json, JSON_DECODE_ANY, NULL);
  gchar *string = g_strdup (json_string_value (value));

  json_decref (value);
  return string;
}
