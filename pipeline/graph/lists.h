/* Columns with several values, and what sums up the evidence of an edge. */
#pragma once

#include "pipeline/graph/graph.h"

G_BEGIN_DECLS

void ent_list_append (GString *list, const gchar *value);
void ent_list_join (GString *list, GPtrArray *strings, const gchar *except);
void ent_list_column (GString *list, const GArray *rows, gsize column);
void ent_list_evidence (GString *list, const GArray *rows);
void ent_list_span (GString *start, GString *end, const GArray *rows);
void ent_list_edge_id (const EntGraphEdge *edge, gchar *id, gsize size);

G_END_DECLS
