/* The model behind the exchange algorithm: how often words of one class stand before those of another, and what it
 * would gain if a word were in another class.
 *
 * With N(a, b) the times that a word of class a is followed by one of class b, and sums over one side N(a, ·), N(·, b),
 * the log-likelihood of the text is
 *   sum of N(a, b) log N(a, b)  -  sum of N(a, ·) log N(a, ·)  -  sum of N(·, b) log N(·, b)  +  a constant.
 * What a word adds to it in class b depends on the rows and columns of b alone. */
#pragma once

#include "pipeline/learn/bigrams.h"

typedef struct
{
  guint32 class;
  guint32 count;
} ClassCount;

/* What stands on one side of a word, by class */
typedef struct
{
  guint32 *counts;  /* of each class */
  ClassCount *list; /* of those that occur; the word's own class, if among them, is behind the n others */
  guint n;
  gboolean has_own;
  guint64 total; /* with the word itself */
} Side;

typedef struct
{
  Side next;
  Side previous;
  guint32 self; /* times that the word follows itself */
} WordContext;

typedef struct
{
  const EntBigrams *bigrams;
  guint n_fixed;
  guint n_classes; /* with the fixed ones, which come first */
  guint32 *class_of;
  guint32 *next;     /* [n_classes][n_classes]: N(a, b) */
  guint32 *previous; /* the same transposed */
  guint64 *next_totals;
  guint64 *previous_totals;
  gint64 *table; /* n log n */
} ClassModel;

void class_model_init (ClassModel *self, const EntBigrams *bigrams, guint n_fixed, guint n_free);
void class_model_clear (ClassModel *self);

/* A thread's own; its counts are of one word at a time */
void word_context_init (WordContext *self, guint n_classes);
void word_context_clear (WordContext *self);
void word_context_collect (WordContext *self, const ClassModel *model, guint32 w);

/* What a word of class `own` adds to the log-likelihood there, and what it would add in class b; in parts of a nat */
gint64 class_model_gain_of_staying (const ClassModel *self, const WordContext *context, guint32 own);
gint64 class_model_gain_of_joining (const ClassModel *self, const WordContext *context, guint32 own, guint32 b);

/* The same for all classes but the fixed ones: [n_classes] */
void class_model_find_gains (const ClassModel *self, const WordContext *context, guint32 own, gint64 *gains);

/* Moves the word that the context is of */
void class_model_move (ClassModel *self, const WordContext *context, guint32 w, guint32 to);

gdouble class_model_perplexity (const ClassModel *self);
