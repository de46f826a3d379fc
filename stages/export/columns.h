/* The columns of the corpus graph, for formats that are tables: what a record of each kind is made of, under the same
 * names and in the same order in all of them. */
#pragma once

#include "pipeline/graph/graph.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_COLUMN_TEXT,
  ENT_COLUMN_LIST, /* values with | between them */
  ENT_COLUMN_COUNT,
  ENT_COLUMN_NUMBER
} EntColumnKind;

/* Where in the record it is: of a list or text a const gchar *, of a count a guint32, of a number a gdouble */
typedef struct
{
  const gchar *name;
  EntColumnKind kind;
  gsize offset;
} EntColumn;

/* Each ends with a column without a name. The first column of documents, nodes and edges is what tells them apart;
 * evidence lacks the edge that it is of. */
extern const EntColumn ent_document_columns[];
extern const EntColumn ent_node_columns[];
extern const EntColumn ent_edge_columns[];
extern const EntColumn ent_evidence_columns[];

static inline const gchar *
ent_column_text (const EntColumn *column, gconstpointer record)
{
  return G_STRUCT_MEMBER (const gchar *, record, column->offset);
}

static inline guint32
ent_column_count (const EntColumn *column, gconstpointer record)
{
  return G_STRUCT_MEMBER (guint32, record, column->offset);
}

static inline gdouble
ent_column_number (const EntColumn *column, gconstpointer record)
{
  return G_STRUCT_MEMBER (gdouble, record, column->offset);
}

G_END_DECLS
