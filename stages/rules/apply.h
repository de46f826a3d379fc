/* What rules found becomes mentions and relations. */
#pragma once

#include "stages/link/open.h"
#include "stages/rules/match.h"

G_BEGIN_DECLS

/* Of the text that a capture holds, or NULL where it holds none */
gchar *rules_dup_capture (const RuleView *view, const RuleFound *found, guint capture);
/* How a rule matched, as lines for `why` */
gchar *rules_describe (const RuleView *view, const RuleFound *found);
/* "rules/NAME" */
EntId rules_by (EntDocument *doc, const gchar *name);

/* mentions.c: what overlaps goes by priority; what the document had before gives way, where nothing names it yet */
void rules_make_mentions (const RuleView *view, const GArray *found, gboolean trace);
/* relations.c */
void rules_make_relations (const RuleView *view, const GArray *found, const Vocabulary *vocabulary,
                           const LinkEvents *events, gboolean trace);

G_END_DECLS
