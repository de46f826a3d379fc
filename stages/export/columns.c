#include "stages/export/columns.h"

/* Three members of a column */
#define TEXT(type, field) #field, ENT_COLUMN_TEXT, G_STRUCT_OFFSET(type, field)
#define LIST(type, field) #field, ENT_COLUMN_LIST, G_STRUCT_OFFSET(type, field)
#define COUNT(type, field) #field, ENT_COLUMN_COUNT, G_STRUCT_OFFSET(type, field)
#define NUMBER(type, field) #field, ENT_COLUMN_NUMBER, G_STRUCT_OFFSET(type, field)

G_STATIC_ASSERT (sizeof (guint) == sizeof (guint32));

const EntColumn ent_document_columns[] = {
  { TEXT (EntGraphDocument, id) },
  { TEXT (EntGraphDocument, source) },
  { TEXT (EntGraphDocument, title) },
  { TEXT (EntGraphDocument, date) },
  { NULL },
};

const EntColumn ent_node_columns[] = {
  { TEXT (EntGraphNode, key) },        { TEXT (EntGraphNode, type) },
  { TEXT (EntGraphNode, name) },       { LIST (EntGraphNode, aliases) },
  { COUNT (EntGraphNode, mentions) },  { COUNT (EntGraphNode, documents) },
  { TEXT (EntGraphNode, first_seen) }, { TEXT (EntGraphNode, last_seen) },
  { LIST (EntGraphNode, links) },      { NULL },
};

const EntColumn ent_edge_columns[] = {
  { TEXT (EntGraphEdge, id) },
  { TEXT (EntGraphEdge, source) },
  { TEXT (EntGraphEdge, target) },
  { TEXT (EntGraphEdge, type) },
  { TEXT (EntGraphEdge, label) },
  { LIST (EntGraphEdge, event) },
  { TEXT (EntGraphEdge, polarity) },
  { TEXT (EntGraphEdge, modality) },
  { LIST (EntGraphEdge, attribution) },
  { TEXT (EntGraphEdge, time_start) },
  { TEXT (EntGraphEdge, time_end) },
  { LIST (EntGraphEdge, place) },
  { COUNT (EntGraphEdge, weight) },
  { COUNT (EntGraphEdge, documents) },
  { NUMBER (EntGraphEdge, confidence) },
  { LIST (EntGraphEdge, evidence) },
  { NULL },
};

const EntColumn ent_evidence_columns[] = {
  { TEXT (EntGraphEvidence, document) },
  { TEXT (EntGraphEvidence, date) },
  { COUNT (EntGraphEvidence, start) },
  { COUNT (EntGraphEvidence, end) },
  { TEXT (EntGraphEvidence, sentence) },
  { TEXT (EntGraphEvidence, trigger) },
  { TEXT (EntGraphEvidence, event) },
  { TEXT (EntGraphEvidence, attribution) },
  { TEXT (EntGraphEvidence, attribution_text) },
  { TEXT (EntGraphEvidence, time) },
  { TEXT (EntGraphEvidence, place) },
  { NUMBER (EntGraphEvidence, confidence) },
  { TEXT (EntGraphEvidence, by) },
  { TEXT (EntGraphEvidence, source_acts_for) },
  { TEXT (EntGraphEvidence, target_acts_for) },
  { NULL },
};
