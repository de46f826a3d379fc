/* Finds what rules look for in a sentence: by sequences of tokens, expressions over the text, trees. */
#pragma once

#include "stages/rules/view.h"

G_BEGIN_DECLS

/* What a way of a rule found: tokens [first, end), and of each capture [captures[2 * c], captures[2 * c + 1]) or
 * RULES_UNSET */
#define RULES_UNSET G_MAXUINT32

/* In which a tree fits in a sentence: what is beyond is an enumeration, not language */
#define RULES_MAX_WAYS 200

typedef struct
{
  const RuleWay *way;
  guint32 sentence;
  guint32 first; /* of a tree: its first node */
  guint32 end;
  guint32 captures[2 * RULES_MAX_CAPTURES];
  guint32 bytes[2 * RULES_MAX_CAPTURES]; /* of groups of an expression, which may end within tokens; 0 for none */
} RuleFound;

typedef struct _RuleMatcher RuleMatcher;
struct _RuleMatcher
{
  const RuleView *view;
  RuleKinds kind;
  guint64 *visited; /* of a program: bits of (token, instruction) */
  gsize n_words;
  GArray *stack;
  GArray *found;       /* RuleFound */
  GArray *texts;       /* guint, ways of text that may match in this document */
  guint8 *given_up;    /* ways whose cost in this document was too high */
  guint8 *cut;         /* ways that found too much in a sentence of it */
  RuleMatcher *around; /* for what stands around */
};

/* For rules of one kind */
void rules_matcher_init (RuleMatcher *self, const RuleView *view, RuleKinds kind);
void rules_matcher_clear (RuleMatcher *self);
/* Appends all that is found in a sentence by any rule */
void rules_match_sentence (RuleMatcher *self, guint s, guint8 *seen, GArray *ways);
/* Say once a document that a rule was too costly, and that not all was taken that it finds in a sentence */
void rules_give_up (RuleMatcher *self, const RuleWay *way, guint s);
void rules_cut (RuleMatcher *self, const RuleWay *way, guint s);

/* sequence.c */
void rules_match_sequence (RuleMatcher *self, const RuleWay *way, guint s);
gboolean rules_fits_around (RuleMatcher *self, const RuleStatement *rule, guint s, guint first, guint end,
                            gboolean behind);
/* text.c */
void rules_match_text (RuleMatcher *self, const RuleWay *way, guint s);
/* arcs.c */
void rules_match_tree (RuleMatcher *self, const RuleWay *way, guint s);

G_END_DECLS
