/* Compiles break rules when the program is built: ICU takes a quarter of a second for it, and some microseconds to open
 * what comes out. The result belongs to the version of ICU that made it. */
#include <glib.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static UChar *
to_utf16 (const gchar *text, gsize length, int32_t *n)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar *wide = g_new (UChar, length + 1);

  u_strFromUTF8 (wide, (int32_t) length + 1, n, text, (int32_t) length, &status);
  if (U_FAILURE (status))
    g_clear_pointer (&wide, g_free);
  return wide;
}

static gboolean
write_binary (UBreakIterator *rules, const gchar *path, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = ubrk_getBinaryRules (rules, NULL, 0, &status);
  g_autofree guint8 *binary = g_malloc (length);

  status = U_ZERO_ERROR;
  ubrk_getBinaryRules (rules, binary, length, &status);
  if (U_SUCCESS (status))
    return g_file_set_contents (path, (const gchar *) binary, length, error);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, u_errorName (status));
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autofree gchar *text = NULL;
  g_autofree UChar *wide = NULL;
  g_autoptr (GError) error = NULL;
  UErrorCode status = U_ZERO_ERROR;
  UParseError at = { 0 };
  UBreakIterator *rules;
  gsize length;
  int32_t n;

  if (argc != 3)
    g_error ("usage: compile-rules RULES BINARY");
  if (!g_file_get_contents (argv[1], &text, &length, &error))
    g_error ("%s", error->message);
  wide = to_utf16 (text, length, &n);
  if (!wide)
    g_error ("%s: expected UTF-8", argv[1]);
  rules = ubrk_openRules (wide, n, NULL, 0, &at, &status);
  if (U_FAILURE (status))
    g_error ("%s:%d:%d: %s", argv[1], at.line, at.offset, u_errorName (status));
  if (!write_binary (rules, argv[2], &error))
    g_error ("%s", error->message);
  ubrk_close (rules);
  return 0;
}
