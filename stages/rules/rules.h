/* Rules of users: mentions and relations by files that they write. See language.md. */
#pragma once

#include <entente.h>

#include "stages/rules/ruleset.h"

G_BEGIN_DECLS

/* Those that a pack knows, NULL for the default one */
gboolean rules_add_types (RuleSyntax *syntax, const gchar *pack, GError **error);

/* The rules of the pack that the stage has, "rules/pack.rules", or NULL where it has none */
gchar *rules_find_in_pack (EntStage *stage);

/* Reads these and the files of users, with the types of the pack. NULL where one cannot be read at all; mistakes in
 * them are in the errors of the syntax */
RuleSyntax *rules_read_files (EntStage *stage, const gchar *const *paths, GError **error);

/* The first mistake, in one line */
void rules_set_error (GError **error, const RuleErrors *errors);

G_END_DECLS
