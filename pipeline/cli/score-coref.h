/* Scores of coreference: how well clusters of mentions agree with those of the gold. */
#pragma once

#include <glib.h>

/* Sums over documents, of recall and precision */
typedef struct
{
  gdouble muc[4]; /* recall: part, whole; precision: part, whole; likewise the next */
  gdouble b3[4];
  gdouble ceafe[4];
} CorefScores;

typedef struct
{
  gdouble muc;
  gdouble b3;
  gdouble ceafe;
  gdouble conll; /* their mean */
} CorefResult;

/* The clusters of a document: `keys` are the mentions, a number the same on both sides for the same span */
void coref_add (CorefScores *self, GPtrArray *gold, GPtrArray *system);
CorefResult coref_result (const CorefScores *self);

/* The largest sum of a one-to-one assignment of rows to columns */
gdouble coref_best_assignment (const gdouble *values, guint n_rows, guint n_columns);
