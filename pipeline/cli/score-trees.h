/* Dependency trees held against gold, as the CoNLL 2018 shared task does: words are the same where they stand on the
 * same characters, white space not counted, so that sentences and words need not be cut alike. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

/* One side: documents, one after the other, as words with their heads */
typedef struct _Trees Trees;

Trees *trees_new (void);
void trees_free (Trees *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trees, trees_free)

/* Copies what is needed of the document, which must have sentences */
void trees_add (Trees *self, EntDocument *doc);

/* How many words, sentences and so on there are on each side, and how many of the system's are right */
typedef struct
{
  guint64 gold, system, right;
} TreeCounts;

typedef struct
{
  gchar *name;
  TreeCounts heads;  /* of the words of the group */
  TreeCounts labels; /* heads and relations, with subtypes where the group is one of relations */
} TreeGroup;

typedef struct
{
  TreeCounts tokens, words, sentences;
  TreeCounts pos, lemmas;
  TreeCounts heads;        /* unlabelled: UAS */
  TreeCounts labels;       /* without subtypes: LAS */
  TreeCounts full_labels;  /* with subtypes */
  TreeCounts content;      /* LAS of content words: CLAS */
  GPtrArray *by_relation;  /* TreeGroup, the most frequent in the gold first */
  GPtrArray *by_length;    /* of the gold sentence */
  GPtrArray *by_documents; /* by what their ids begin with */
} TreeScores;

TreeScores *trees_score (const Trees *gold, const Trees *system, GError **error);
void tree_scores_free (TreeScores *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TreeScores, tree_scores_free)

G_END_DECLS
