/* What the steps of `entente train` share: where their data come from and where their models go. */
#pragma once

#include "pipeline/cli/cli.h"
#include "pipeline/learn/model.h"

/* The steps: argv[0] is "train STEP" */
int train_clusters (int argc, char **argv);
int train_names (int argc, char **argv);

/* What a step reads. DATA are paths as `run` takes them; FILE@0.3 takes 3 of 10 documents, FILE@2 each one twice */
typedef struct
{
  char **data;
  const char *from;     /* format, or NULL: by file name */
  const char *pipeline; /* stages that make what the step needs, or NULL */
  const char *pack;     /* their language data, or NULL */
  guint jobs;
} TrainInput;

/* Told of each document that is taken, in the order of the input, on one thread at a time; `times` is at least 1 */
typedef void (*TrainFunc) (EntDocument *doc, guint times, gpointer user_data);

/* Reads all data. Documents that cannot be read are said on standard error and counted */
gboolean train_read (const TrainInput *input, TrainFunc func, gpointer user_data, guint64 *n_failed, GError **error);

/* The data as a model's header names them: without the folders, which mean nothing elsewhere */
gchar *train_name_data (char **data);

/* Whether the model can be made in the pack, said before hours of training: makes the folders that it needs. `name` is
 * the model's place in the pack, as "tag/clusters.bin" */
gchar *train_prepare (const char *pack, const char *name, char **data, GError **error);

/* One line on standard error that the next one replaces where that is a terminal; NULL ends it */
void train_say (const char *format, ...) G_GNUC_PRINTF (1, 2);
