/* entente: one program, a file a subcommand. */
#include "pipeline/cli/cli.h"

#include <fcntl.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "run", "read documents, run a pipeline over them, write what comes out", cli_run },
  { "show", "annotated text and its relations, for people, in the terminal", cli_show },
  { "why", "which rule or model made a mention or relation, and what it rests on", cli_why },
  { "rules", "check and test rules of your own", cli_rules },
  { "inspect", "stages, the layers they need and make, their options", cli_inspect },
  { "graph", "the graph that runs keep in a file: look into it, merge, export", cli_graph },
  { "train", "make a model from data, for a pack", cli_train },
  { "eval", "measure a step against gold", cli_eval },
  { "bench", "time each stage over documents", cli_bench },
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

/* Whatever was printed, help included, counts only once it is out: a full disk or a closed pipe is an error */
static void
close_output (void)
{
  if (!cli_flush ())
    _exit (CLI_SOME_FAILED);
}

/* What the library warns of, such as a plug-in that cannot be loaded, in the form of the other messages */
static void
print_warning (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
  cli_say ("warning: %s", message);
}

/* All that comes out is UTF-8 with decimal points, whatever the user's locale */
static void
set_locale (void)
{
  if (!setlocale (LC_ALL, "") || !g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  setlocale (LC_NUMERIC, "C");
}

/* What a document took is taken again for the next one: giving it back to the system between them costs a tenth of the
 * time. glibc takes no more than half a heap of a thread, 32 MB, for the second. */
static void
keep_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, 64 << 20);
  mallopt (M_MMAP_THRESHOLD, 32 << 20);
#endif
}

/* Where a shell closed one of the standard streams (`>&-`), the next file would be opened in its place. What is opened
 * here instead cannot be read from or written to; only messages may go unseen. */
static void
guard_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY) < 0)
      _exit (CLI_SOME_FAILED);
}

int
main (int argc, char **argv)
{
  guard_standard_streams ();
  keep_memory ();
  set_locale ();
  atexit (close_output);
  g_log_set_handler ("entente", G_LOG_LEVEL_WARNING, print_warning, NULL);
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
  cli_say ("unknown command '%s': expected run, show, why, rules, inspect, graph, train, eval or bench; see entente "
           "--help",
           argv[1]);
  return CLI_USAGE;
}
