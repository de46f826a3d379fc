/* What the subcommands share. Standard output carries results only; everything else goes to standard error. */
#pragma once

#include <entente.h>

#include "pipeline/graph/graph.h"

/* Exit statuses */
enum
{
  CLI_OK = 0,
  CLI_SOME_FAILED = 1,
  CLI_USAGE = 2,
  CLI_UNREADABLE = 3,
  CLI_INTERRUPTED = 130
};

/* The subcommands: argv[0] is the subcommand's name */
int cli_run (int argc, char **argv);
int cli_show (int argc, char **argv);
int cli_why (int argc, char **argv);
int cli_inspect (int argc, char **argv);
int cli_graph (int argc, char **argv);
int cli_train (int argc, char **argv);
int cli_eval (int argc, char **argv);
int cli_bench (int argc, char **argv);
int cli_rules (int argc, char **argv);

/* Parses options; prints what is wrong and gives FALSE, or prints help and ends the program with 0 */
gboolean cli_parse (char **argv, const char *parameters, const char *summary, const char *description,
                    const GOptionEntry *entries);

/* "entente: message" on standard error; cli_fail() also gives the exit status that goes with the error */
void cli_say (const char *format, ...) G_GNUC_PRINTF (1, 2);
int cli_fail (const GError *error);

/* Text for a terminal: control characters, which could do anything to it, as \xNN */
gchar *cli_printable (const gchar *text, gsize length);

/* Writes what standard output holds back; says once that it cannot be written to, and gives FALSE from then on */
gboolean cli_flush (void);

/* A source for the inputs of a command line: files, folders, `-`; standard input where there are none and it is not a
 * terminal */
EntStage *cli_source (char **inputs, const char *from, GError **error);

/* --rules: puts the rules of files, or NULL, and of the pack into a pipeline: those for mentions before `link`, those
 * for relations after it. With a trace they say how they matched */
#define CLI_RULES_ENTRY(strings)                                                                                       \
  {                                                                                                                    \
    "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, strings, "Rules of your own; may be repeated", "FILE"                  \
  }
gboolean cli_add_rules (EntPipeline *pipeline, char **files, const char *pack, gboolean trace, GError **error);
/* What the files have, as `inspect` shows it */
gboolean cli_list_rules (char **files, GError **error);

/* Whether a path, or `-`, may be written to: not where it is one of the inputs or in the folder of one */
gboolean cli_check_output (const char *path, char **inputs, GError **error);

/* An exporter for `to`, formats with commas between them or NULL, at the end of the pipeline. Those of graphs write the
 * one in the file `graph`, where that is not NULL. */
gboolean cli_add_outputs (EntPipeline *pipeline, const char *to, const char *output, const char *graph, GError **error);

/* The stage that keeps the graph of the documents in a file; and, for a run that was interrupted, leaving out those
 * that are in it already */
gboolean cli_add_graph (EntPipeline *pipeline, const char *path, gboolean resume, GError **error);
gboolean cli_resume (EntPipeline *pipeline, EntBatch *batch, const char *path, GError **error);
gboolean cli_make_folder (const char *output, GError **error);
gboolean cli_write_graph (EntGraph *graph, const char *to, const char *output, GError **error);

/* Whether two outputs, paths or `-`, are one file */
gboolean cli_is_same_output (const char *a, const char *b);

/* cli_check_output() for all that a pipeline with its source writes and for the report (or NULL); each needs a file of
 * its own */
gboolean cli_check_outputs (EntPipeline *pipeline, const char *report, GError **error);

/* Progress: a bar on standard error, where that is a terminal */
typedef struct _CliProgress CliProgress;
CliProgress *cli_progress_new (gboolean quiet);
void cli_progress_update (CliProgress *self, EntBatch *batch);
void cli_progress_clear (CliProgress *self);
void cli_progress_end (CliProgress *self, EntBatch *batch);

/* The report of a run: a JSON line for each document that failed or has notes, then one for the whole run */
typedef struct _CliReport CliReport;
CliReport *cli_report_new (const char *path, GError **error);
void cli_report_add (CliReport *self, EntDocument *doc, const GError *error);
gboolean cli_report_end (CliReport *self, EntBatch *batch, gboolean interrupted, GError **error);
