/* How rules matched, kept with a document for `why`, where it is asked for. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

/* Lines of "name<TAB>text" on what made a mention or a relation, or NULL */
const gchar *rules_trace_of_mention (EntDocument *doc, guint m);
const gchar *rules_trace_of_relation (EntDocument *doc, guint r);

/* @lines is taken */
void rules_trace_add_mention (EntDocument *doc, const EntMention *mention, gchar *lines);
void rules_trace_add_relation (EntDocument *doc, const EntRelation *relation, gchar *lines);

G_END_DECLS
