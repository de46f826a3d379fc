/* A document as rules see it: words as numbers of the rules' own, mentions and phrases of lists by where they begin. */
#pragma once

#include "stages/link/tree.h"
#include "stages/rules/ruleset.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 exact; /* numbers of literals, 0 where no rule has the word */
  guint32 folded;
  guint32 lemma;
  guint32 mention; /* first of view->by_first at or after this token */
  guint32 match;   /* first of view->matches at or after this token */
  guint32 cover;   /* first of view->covers of this token; they go on to those of the next one */
} RuleWord;

typedef struct
{
  const RuleSet *set;
  EntDocument *doc;
  const gchar *text;
  const EntToken *tokens;
  const EntSentence *sentences;
  EntMention *mentions; /* a copy: others are added while these are looked at */
  guint n_tokens;
  guint n_sentences;
  guint n_mentions;
  RuleWord *words;      /* and one after the last token */
  guint32 *by_first;    /* mentions, in the order of their first tokens, the longest first */
  guint32 *covers;      /* mentions that each token is part of */
  guint32 *types;       /* of the mentions, as numbers of the rules; 0 where no rule has it */
  GArray *matches;      /* RuleListMatch */
  const LinkTree *tree; /* NULL where trees are not asked for */
  guint32 *heads;       /* of the mentions, where there are trees */
  guint32 *match_heads;
  gpointer data;   /* pcre2_match_data */
  gpointer limits; /* pcre2_match_context */
} RuleView;

/* What one match may cost: more than a sensible expression needs in a sentence */
#define RULES_MATCH_LIMIT 200000

void rules_view_init (RuleView *self, const RuleSet *set, EntDocument *doc, const LinkTree *tree);
void rules_view_clear (RuleView *self);

/* Whether a token meets all conditions */
gboolean rules_holds (const RuleView *self, const GArray *conditions, guint t);
/* Whether it is what a node of a tree asks for */
gboolean rules_is_node (const RuleView *self, const RulePattern *pattern, guint t);
/* "obl:*" is obl with all its subtypes */
gboolean rules_is_dep (const gchar *dep, const gchar *asked);
/* Of a sentence: ways that may match there, in their order; those of text are not among them. @seen has a byte a way,
 * all 0 before and after */
void rules_view_choose (const RuleView *self, guint s, guint8 *seen, GArray *ways);

G_END_DECLS
