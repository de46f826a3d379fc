/* Parts of `entente rules`. */
#pragma once

#include "stages/rules/examples.h"

G_BEGIN_DECLS

/* Runs the examples of all rules and prints those that are not as they should be; how many of how many are not. FALSE
 * where they cannot be run */
gboolean rules_test (const RuleSyntax *syntax, char **files, const gchar *pack, guint *n_failed, guint *n_examples,
                     GError **error);

G_END_DECLS
