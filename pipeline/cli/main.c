/* entente: one program, a file a subcommand. */
#include "pipeline/cli/cli.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "run", "read documents, run a pipeline over them, write what comes out", cli_run },
  { "show", "annotated text and its relations, for people, in the terminal", cli_show },
  { "inspect", "stages, the layers they need and make, their options", cli_inspect },
  { "eval", "measure a step against gold", cli_eval },
};

static void
print_usage (FILE *out)
{
  fprintf (out, "Usage: entente COMMAND [OPTION…] [INPUT…]\n\n"
                "From text to a graph of who did what to whom, with the sentence behind every edge.\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (out, "  %-8s  %s\n", commands[i].name, commands[i].summary);
  fprintf (out, "\nentente COMMAND --help tells more; entente --version tells the version.\n\n"
                "Example: entente run --to graphml -o graph.graphml articles/\n");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN); /* a closed pipe is an error like a full disk: reported, with an exit status */
  if (argc < 2)
    {
      print_usage (stderr);
      return CLI_USAGE;
    }
  if (!strcmp (argv[1], "--help") || !strcmp (argv[1], "-h") || !strcmp (argv[1], "help"))
    {
      print_usage (stdout);
      return CLI_OK;
    }
  if (!strcmp (argv[1], "--version"))
    {
      puts ("entente " ENT_VERSION);
      return CLI_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (!strcmp (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);
  cli_say ("unknown command '%s': expected run, show, inspect or eval; see entente --help", argv[1]);
  return CLI_USAGE;
}
