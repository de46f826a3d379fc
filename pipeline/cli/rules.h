/* Parts of `entente rules`. */
#pragma once

#include "stages/rules/examples.h"

G_BEGIN_DECLS

/* Rules, and what runs them */
typedef struct
{
  RuleSyntax *syntax;
  const gchar *maker; /* stage, or part of it, which stands before the rule's name in `by` */
  char **files;       /* of users, or NULL */
  const gchar *pack;  /* or NULL */
} RuleTest;

/* Runs the examples of all rules and prints those that are not as they should be; how many of how many are not. FALSE
 * where they cannot be run */
gboolean rules_test (const RuleTest *self, guint *n_failed, guint *n_examples, GError **error);

G_END_DECLS
