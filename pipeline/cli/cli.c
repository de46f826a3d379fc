/* What the subcommands share: options, messages, where documents come from. */
#include "pipeline/cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void
cli_say (const char *format, ...)
{
  va_list arguments;
  g_autofree gchar *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "entente: %s\n", message);
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

gboolean
cli_parse (int *argc, char ***argv, const char *parameters, const char *summary, const char *description,
           const GOptionEntry *entries)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autofree gchar *name = g_strdup_printf ("entente %s", (*argv)[0]);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  ok = g_option_context_parse (context, argc, argv, &error);
  if (!ok)
    cli_say ("%s: %s; see %s --help", (*argv)[0], error->message, name);
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
