/* The examples that stand beside rules: what is marked in them, and whether a rule finds just that. */
#pragma once

#include "stages/rules/rules.h"

G_BEGIN_DECLS

/* Bytes [start, end) of the text that are to be found */
typedef struct
{
  gsize start;
  gsize end;
  gchar *capture; /* of relations, else NULL */
  gchar *value;   /* or NULL, where nothing is said of it */
} RuleExpected;

typedef struct
{
  gchar *text;
  GArray *expected; /* RuleExpected */
} RuleCase;

/* NULL where its marks are wrong, which goes to the errors */
RuleCase *rules_case_new (const RuleStatement *rule, const RuleExample *example, RuleErrors *errors);
void rules_case_free (RuleCase *self);

/* Holds all examples against the marks that they may have */
void rules_check_examples (const RuleSyntax *syntax);

/* What differs in a document of the text, as lines for people; NULL where the rule found just what it should: what was
 * made by "MAKER/RULE" */
gchar *rules_case_compare (const RuleCase *self, const gchar *maker, const RuleStatement *rule,
                           const RuleExample *example, EntDocument *doc);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleCase, rules_case_free)

G_END_DECLS
