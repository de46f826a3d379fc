/* What the files of the parser's training share: its data, the network while it learns, and the lanes of a batch. */
#pragma once

#include "pipeline/learn/net/features.h"
#include "pipeline/learn/net/lstm.h"
#include "stages/parse/network.h"

G_BEGIN_DECLS

#define PARSE_BATCH 8
/* Features met more seldom are left out */
#define PARSE_MIN_COUNT 2

typedef struct
{
  guint n;
  guint32 *features; /* numbers */
  guint32 *offsets;  /* [n + 1] */
  guint32 *rows;     /* of the words' vectors */
  guint8 *tags;
  guint8 *labels;
  guint *heads; /* from 1, 0 for the root */
} Sentence;

typedef struct
{
  EntRows features;
  EntWeights vector;
  EntBiLstm first;
  EntWeights tags, tags_bias, tag_vectors;
  EntBiLstm second;
  EntWeights root;
  EntWeights arc_head, arc_head_bias, arc_dependent, arc_dependent_bias, arc_pair, arc_prior;
  EntWeights label_head, label_dependent, label_bias, label_out, label_out_bias;
} Network;

struct _ParseTrainer
{
  const EntWords *words;
  const EntVectors *vectors;
  guint n_grains;
  GPtrArray *sentences; /* Sentence */
  EntTally *features;
  GPtrArray *labels; /* interned by GLib */
  ParseShape shape;
  Network net;
};

/* Sentences of one batch that one thread works on; what it reports besides the gradients of the weights */
typedef struct
{
  ParseTrainer *trainer;
  guint lane;
  EntRandom random;
  EntScratch *scratch; /* of one sentence */
  EntScratch *kept;    /* of the whole batch */
  Sentence *sentences[PARSE_BATCH];
  guint n;
  gdouble loss;
  const guint32 *features[PARSE_BATCH]; /* those that were taken part */
  const guint32 *offsets[PARSE_BATCH];
  const gfloat *dwords[PARSE_BATCH];
} Lane;

/* The way of the lane's sentences through the network and back: leaves the gradients of what they touched */
gpointer parse_lane_learn (gpointer lane);

/* Shares of features that training goes without: those that are left count for more */
#define PARSE_DROP_FEATURES 0.3f

G_END_DECLS
