/* What the files of the graph share: the open database. */
#pragma once

#include "pipeline/graph/graph.h"
#include "pipeline/graph/language.h"
#include "pipeline/graph/sql.h"

/* Statements that are run for each document */
typedef enum
{
  SQL_FIND_DOCUMENT,
  SQL_ADD_DOCUMENT,
  SQL_ADD_ENTITY,
  SQL_TOUCH,
  SQL_ADD_SENTENCE,
  SQL_ADD_EVIDENCE,
  SQL_N
} SqlStatement;

struct _EntGraph
{
  sqlite3 *db;
  sqlite3_stmt *statements[SQL_N];
  EntGraphAccess access;
  EntLanguage *language;    /* NULL until something is written */
  gboolean language_is_new; /* the file has another, or none */
  GHashTable *session;      /* ids of the documents of this run; NULL where all that are there are of it */
  gboolean selected;        /* what is read is the part that select.c chose */
  gboolean in_transaction;
  gint64 committed_at; /* monotonic time */
};

gboolean ent_graph_begin (EntGraph *self, GError **error);
void ent_graph_rollback (EntGraph *self);
/* Takes out a document and marks what hangs on it, so that it is made anew without */
gboolean ent_graph_delete_document (EntGraph *self, gint64 id, GError **error);
/* Says that there is something to be made anew */
gboolean ent_graph_stale (EntGraph *self, GError **error);
