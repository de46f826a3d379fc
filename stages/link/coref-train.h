/* Trains the ranking of antecedents from documents whose chains are known. */
#pragma once

#include "pipeline/learn/model.h"
#include <entente.h>

G_BEGIN_DECLS

/* A mention of the gold: bytes [start, end) of the text; mentions of one number are one chain */
typedef struct
{
  guint32 start;
  guint32 end;
  gint64 chain;
} CorefMention;

typedef struct
{
  guint epochs;
  gdouble rate;
  gdouble dropout; /* share of features left out in training */
  guint min_count; /* features met more seldom are left out */
} CorefOptions;

typedef struct _CorefTrainer CorefTrainer;

CorefTrainer *coref_trainer_new (const gchar *pack, GError **error);
void coref_trainer_free (CorefTrainer *self);

/* @doc has trees and names, but no entities */
void coref_trainer_add (CorefTrainer *self, EntDocument *doc, const CorefMention *gold, guint n);

typedef void (*CorefEpochFunc) (guint epoch, gdouble loss, gpointer user_data);

/* Learns, and adds the sections of the model to the writer */
void coref_trainer_run (CorefTrainer *self, const CorefOptions *options, CorefEpochFunc func, gpointer user_data,
                        EntModelWriter *writer);

G_END_DECLS
