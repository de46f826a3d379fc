/* What the subcommands share: options, messages, where documents come from. */
#include "pipeline/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

gchar *
cli_printable (const gchar *text, gsize length)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, length);
  GString *line = g_string_new (NULL);

  for (const gchar *at = valid; *at; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_iscntrl (character))
        g_string_append_printf (line, "\\x%02x", character);
      else
        g_string_append_unichar (line, character);
    }
  return g_string_free (line, FALSE);
}

void
cli_say (const char *format, ...)
{
  va_list arguments;
  g_autofree gchar *message = NULL;
  g_autofree gchar *line = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = cli_printable (message, strlen (message));
  fprintf (stderr, "entente: %s\n", line);
}

gboolean
cli_flush (void)
{
  static gboolean failed;

  if (!failed && (fflush (stdout) || ferror (stdout)))
    {
      cli_say ("standard output: cannot write to it: %s", g_strerror (errno));
      failed = TRUE;
    }
  return !failed;
}

int
cli_fail (const GError *error)
{
  cli_say ("%s", error->message);
  if (error->domain != ENT_ERROR)
    return CLI_SOME_FAILED;
  switch ((EntError) error->code)
    {
    case ENT_ERROR_USAGE:
    case ENT_ERROR_PLUGIN:
      return CLI_USAGE;
    case ENT_ERROR_MODEL:
      return CLI_UNREADABLE;
    default:
      return CLI_SOME_FAILED;
    }
}

static gboolean
takes_value (const GOptionEntry *entries, gchar letter)
{
  for (; letter && entries->long_name; entries++)
    if (entries->short_name == letter)
      return entries->arg != G_OPTION_ARG_NONE;
  return FALSE;
}

/* GOption knows "-j 4" alone, and everybody types "-j4" */
static gchar **
part_values (char **argv, const GOptionEntry *entries)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  gboolean is_value = FALSE, options_end = FALSE;

  for (; *argv; argv++)
    {
      gboolean is_short = !options_end && !is_value && **argv == '-' && takes_value (entries, (*argv)[1]);
      char letter[] = { '-', is_short ? (*argv)[1] : '\0', '\0' };

      options_end |= !is_value && !strcmp (*argv, "--");
      is_value = is_short && !(*argv)[2];
      if (is_short && !is_value)
        g_strv_builder_add (words, letter);
      g_strv_builder_add (words, is_short && !is_value ? *argv + 2 : *argv);
    }
  return g_strv_builder_end (words);
}

gboolean
cli_parse (char **argv, const char *parameters, const char *summary, const char *description,
           const GOptionEntry *entries)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autofree gchar *name = g_strdup_printf ("entente %s", argv[0]);
  g_auto (GStrv) words = part_values (argv, entries);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  ok = g_option_context_parse_strv (context, &words, &error);
  if (!ok)
    cli_say ("%s: %s; see %s --help", argv[0], error->message, name);
  g_set_prgname ("entente");
  return ok;
}

EntStage *
cli_source (char **inputs, const char *from, GError **error)
{
  static char *standard_input[] = { (char *) "-", NULL };
  g_autoptr (EntStage) source = ent_stage_new ("read", error);

  if (!source || (from && !ent_stage_set_option (source, "from", from, error)))
    return NULL;
  if (!inputs || !*inputs)
    {
      if (isatty (STDIN_FILENO))
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                       "nothing to read: expected files, folders or '-' for standard input");
          return NULL;
        }
      inputs = standard_input;
    }
  for (; *inputs; inputs++)
    if (!ent_stage_set_option (source, "path", *inputs, error))
      return NULL;
  return g_steal_pointer (&source);
}

/* Where a file is, links resolved, though it or the last folders on the way to it may not be there yet */
static gchar *
real_path (const gchar *path)
{
  g_autofree gchar *full = g_canonicalize_filename (path, NULL);
  g_autofree gchar *folder = g_path_get_dirname (full);
  g_autofree gchar *name = g_path_get_basename (full);
  g_autofree gchar *above = NULL;
  char *real = realpath (full, NULL);
  gchar *copy = g_strdup (real);

  free (real);
  if (copy || g_str_equal (folder, full))
    return copy ? copy : g_strdup (full);
  above = real_path (folder);
  return g_build_filename (above, name, NULL);
}

/* "/a/b" is in "/a", and in itself */
static gboolean
is_in (const gchar *path, const gchar *folder)
{
  gsize length = strlen (folder);

  return g_str_has_prefix (path, folder) && (!path[length] || path[length] == '/' || g_str_equal (folder, "/"));
}

static gboolean
is_regular_standard_output (void)
{
  struct stat status;

  return !fstat (STDOUT_FILENO, &status) && S_ISREG (status.st_mode);
}

static gchar *
real_output (const char *path)
{
  return real_path (g_str_equal (path, "-") ? "/dev/stdout" : path);
}

/* Devices may be shared; who says `-` twice is told by the second exporter */
gboolean
cli_is_same_output (const char *a, const char *b)
{
  g_autofree gchar *one = real_output (a);
  g_autofree gchar *other = real_output (b);
  gboolean both_standard = g_str_equal (a, "-") && g_str_equal (b, "-");

  return g_str_equal (one, other) && !g_str_has_prefix (one, "/dev/") && !both_standard;
}

gboolean
cli_check_output (const char *path, char **inputs, GError **error)
{
  gboolean is_standard = g_str_equal (path, "-");
  g_autofree gchar *output = real_output (path);
  const char *name = is_standard ? "standard output" : path;

  for (; inputs && *inputs && (!is_standard || is_regular_standard_output ()); inputs++)
    {
      g_autofree gchar *input = g_str_equal (*inputs, "-") ? NULL : real_path (*inputs);

      if (!input || g_str_has_prefix (output, "/dev/") || !is_in (output, input))
        continue;
      if (!g_file_test (input, G_FILE_TEST_IS_DIR))
        g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                     "%s: is the input %s, too, which would be overwritten: expected another file", name, *inputs);
      else
        g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                     "%s: is in the input folder %s, and would be read, too: expected a place outside of it", name,
                     *inputs);
      return FALSE;
    }
  return TRUE;
}
