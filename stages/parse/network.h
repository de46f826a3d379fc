/* The parser's network: words are read twice in both directions; after the first time each gets a part of speech, after
 * the second each pair of words a score for an arc between them, and the arcs that are taken a relation.
 *
 * After Dozat and Manning, "Deep biaffine attention for neural dependency parsing", ICLR 2017, with the tags learned
 * beside the trees as in Zhang and Weiss, "Stack-propagation", ACL 2016, both much smaller: made for one core. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/net/scratch.h"
#include "pipeline/learn/words.h"
#include "pipeline/learn/forms.h"

G_BEGIN_DECLS

#define PARSE_FILE "parse/parse.bin"

/* Sizes; those that the model's header does not give are fixed */
typedef struct
{
  guint vector; /* of the table of words */
  guint word;   /* what a word is to the network */
  guint states; /* of each direction */
  guint arc;
  guint label;
  guint n_labels;
} ParseShape;

/* With that of no part of speech */
#define PARSE_TAGS (ENT_POS_X + 1)
#define PARSE_TAG_SIZE 32

/* Slope of what is below zero */
#define PARSE_LEAK 0.1f

/* Longer sentences are parsed in parts, so that time and memory grow with their length and not with its square */
#define PARSE_LONGEST 400

/* At most this many features has a word */
#define PARSE_MAX_FEATURES 24

guint parse_features (const EntWordForm *form, guint n_grains, guint64 *ids);

/* Runs a trained network: safe to call from many threads */
typedef struct _ParseNet ParseNet;

ParseNet *parse_net_new (EntModel *model, const EntWords *words, GError **error);
void parse_net_free (ParseNet *self);
const gchar *parse_net_get_label (const ParseNet *self, guint label);

/* heads[t] is from 1, 0 for the root; what is in @scratch is lost */
void parse_net_run (const ParseNet *self, const EntWordForm *forms, guint n, EntScratch *scratch, guint *heads,
                    guint8 *labels);

/* Training on documents with tokens, sentences and trees */
typedef struct _ParseTrainer ParseTrainer;

typedef struct
{
  guint epochs;
  gfloat rate;
  guint word;
  guint states;
  guint jobs;
} ParseOptions;

typedef void (*ParseProgress) (guint epoch, guint done, guint of, gdouble loss, gpointer user_data);

ParseTrainer *parse_trainer_new (const EntWords *words);
void parse_trainer_free (ParseTrainer *self);
guint parse_trainer_add (ParseTrainer *self, EntDocument *doc, guint times);
gboolean parse_trainer_run (ParseTrainer *self, const ParseOptions *options, ParseProgress progress, gpointer user_data,
                            EntModelWriter *writer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParseNet, parse_net_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParseTrainer, parse_trainer_free)

G_END_DECLS
