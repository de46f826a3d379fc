/* What the steps of `entente train` share: where their data come from and where their models go. */
#pragma once

#include "pipeline/cli/cli.h"
#include "pipeline/learn/model.h"

/* The steps: argv[0] is "train STEP" */
int train_clusters (int argc, char **argv);
int train_coref (int argc, char **argv);
int train_link (int argc, char **argv);
int train_lists (int argc, char **argv);
int train_names (int argc, char **argv);
int train_parse (int argc, char **argv);
int train_tag (int argc, char **argv);

/* What a step reads. DATA are paths as `run` takes them; FILE@0.3 takes 3 of 10 documents, FILE@2 each one twice */
typedef struct
{
  char **data;
  const char *from;     /* format, or NULL: by file name */
  const char *pipeline; /* stages that make what the step needs, or NULL */
  const char *pack;     /* their language data, or NULL */
  guint jobs;
} TrainInput;

/* A share of a file's documents, spread evenly: the first n are taken n times the share in all, rounded down */
typedef struct
{
  gdouble share;
  guint64 n_met;
} TrainShare;

/* Parts a DATA into a path, for g_free(), and a share */
gboolean train_parse_share (const char *data, char **path, TrainShare *share, GError **error);

/* How often the next document of the file is taken, perhaps not at all */
guint train_times_of_next (TrainShare *share);

/* Told of each document that is taken, in the order of the input, on one thread at a time; `times` is at least 1 */
typedef void (*TrainFunc) (EntDocument *doc, guint times, gpointer user_data);

/* Reads all data. Documents that cannot be read are said on standard error and counted */
gboolean train_read (const TrainInput *input, TrainFunc func, gpointer user_data, guint64 *n_failed, GError **error);

/* Whether the document's id matches one of the patterns, as "GUM_news_*"; without patterns, each does */
gboolean train_is_wanted (EntDocument *doc, char **globs);

/* The data as a model's header names them: without the folders, which mean nothing elsewhere */
gchar *train_name_data (char **data);

/* Whether the model can be made in the pack, said before hours of training: makes the folders that it needs. `name` is
 * the model's place in the pack, as "tag/clusters.bin" */
gchar *train_prepare (const char *pack, const char *name, char **data, GError **error);

/* Measures a model on --dev, NULL for none: says the scores on standard error, and writes the model again with them in
 * its header. The model runs with the language data of a pack that need not be the one that it was put into */
typedef struct
{
  const char *step; /* of entente eval */
  const char *name; /* the model's place in a pack */
  const char *path; /* where it was saved */
  const char *pack; /* the other language data, or NULL */
  const char *from; /* the format of the gold, or NULL */
  char **dev;
  EntModelWriter *writer;
} TrainDev;

gboolean train_measure (const TrainDev *dev, GError **error);

/* Whether somebody sees it when a line replaces another */
gboolean train_is_watched (void);

/* One line on standard error that the next one replaces where that is a terminal; NULL ends it */
void train_say (const char *format, ...) G_GNUC_PRINTF (1, 2);
