/* Propositions: each clause of a text as its predicate and its arguments, whole phrases and clauses as they stand there.
 * Where relations are between things, these are between words; they are what open information extraction is measured by.
 *
 * Source: Del Corro and Gemulla, "ClausIE", WWW 2013; Bhardwaj et al., "CaRB", EMNLP 2019, for what counts. */
#pragma once

#include "stages/link/clause.h"

G_BEGIN_DECLS

#define LINK_MAX_PARTS 8

/* Words that stand together: tokens [first, end) */
typedef struct
{
  guint32 first;
  guint32 end;
} LinkPart;

/* What is said where the text has no word for it: "Jane Roe, the director" is "Jane Roe", "is", "the director" */
typedef enum
{
  LINK_WORD_NONE,
  LINK_WORD_IS
} LinkUnsaid;

typedef struct
{
  guint32 head; /* token of the predicate */
  gfloat confidence;
  guint8 unsaid; /* a LinkUnsaid, before the predicate's words */
  guint n_predicate;
  LinkPart predicate[LINK_MAX_PARTS];
  guint n_arguments; /* the subject first */
  LinkPart arguments[LINK_MAX_PARTS];
} LinkProposition;

/* (transfer full): of LinkProposition, in the order of the text */
GArray *link_propositions_new (const LinkTree *tree);

G_END_DECLS
