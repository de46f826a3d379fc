/* The evidence of an edge, read row by row in the order in which it is written everywhere. */
#pragma once

#include "pipeline/graph/graph.h"
#include "pipeline/graph/sql.h"

G_BEGIN_DECLS

typedef struct _EntEvidenceReader EntEvidenceReader;

EntEvidenceReader *ent_evidence_reader_new (sqlite3 *db, GError **error);
void ent_evidence_reader_free (EntEvidenceReader *self);
/* Of EntGraphEvidence; holds until the next call. NULL where the graph cannot be read. */
const GArray *ent_evidence_read (EntEvidenceReader *self, gint64 edge, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntEvidenceReader, ent_evidence_reader_free)

G_END_DECLS
