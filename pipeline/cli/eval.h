/* Measuring a step against gold: for `entente eval`, and for training with --dev. */
#pragma once

#include <glib.h>

typedef struct
{
  const gchar *step; /* "tokenise", "tag", "names", "parse" or "link" */
  gchar *pack;       /* or NULL */
  gchar *from;       /* the format of the gold, or NULL: by file name */
  gchar **gold;      /* files */
  gboolean native;   /* names: all mentions, with the types as they are */
  gboolean raw;      /* parse: from the text alone */
  gchar *system;     /* parse: trees of another program, to be scored instead of our own; or NULL */
  gboolean given;    /* link: the gold's mentions, not our own */
  gboolean names;    /* link: clusters of names alone */
  gboolean singletons; /* link: clusters of one mention, too */
  gboolean quiet;    /* no table on standard output */
} EvalInput;

typedef struct
{
  const gchar *name;
  gdouble value;
} EvalScore;

/* How long the pipeline took, over what */
typedef struct
{
  guint64 n_bytes;
  guint64 n_tokens;
  gdouble seconds; /* of this thread's time */
} EvalSpeed;

/* Appends a score with a name that is never freed */
void eval_add_score (GArray *scores, const gchar *name, gdouble value);

/* Appends the scores to an array of EvalScore, speeds last */
gboolean eval_step (const EvalInput *input, GArray *scores, GError **error);

/* "UPOS 97.10 Lemmas 97.80 …" */
gchar *eval_scores_to_string (GArray *scores);
gboolean eval_is_speed (const EvalScore *score);
