/* What graph.c fills and graph-walk.c reads: arrays of small structs that name strings by number. */
#pragma once

#include "pipeline/graph/graph.h"

/* Index into EntGraph.strings; 0 is "" */
typedef guint32 StringId;

typedef enum
{
  VARIANT_TYPE,
  VARIANT_NAME,
  VARIANT_ALIAS,
  VARIANT_LINK
} VariantKind;

/* Something that a document said of a node, in a list that starts at Node.variants */
typedef struct
{
  StringId value;
  guint32 mentions; /* by name, of the entities of which it was said */
  guint32 next;     /* 0 ends the list: entry 0 is not used */
  guint8 kind;
} Variant;

typedef struct
{
  const gchar *key;
  const gchar *first_seen;
  const gchar *last_seen;
  guint32 variants;
  guint32 mentions;
  guint32 documents;
  guint32 last_document; /* number of the last document that counted it */
} Node;

typedef struct
{
  const Node *source;
  const Node *target;
  StringId type;
  StringId label;
  guint8 polarity;
  guint8 modality;
  gfloat confidence;
  guint32 weight;
  guint32 documents;
  guint32 last_document;
  guint32 rank; /* among the edges, once sorted */
} Edge;

typedef struct
{
  const gchar *text;
  StringId document;
  guint32 start;
  guint32 end;
} Sentence;

typedef struct
{
  Edge *edge;
  guint32 sentence;
  StringId trigger;
  StringId event;
  StringId attribution;
  StringId attribution_text;
  StringId time;
  StringId place;
  StringId by;
  gfloat confidence;
} Evidence;

struct _EntGraph
{
  GStringChunk *chunk;
  GHashTable *ids;        /* string → StringId */
  GPtrArray *strings;     /* StringId → string */
  GHashTable *known;      /* ids of the documents */
  GHashTable *node_index; /* key → Node */
  GHashTable *edge_index; /* Edge → itself, by what identifies it */
  GPtrArray *nodes;
  GPtrArray *edges;
  GArray *variants;
  GArray *sentences;
  GArray *evidence;
  guint32 n_documents;
  guint n_skipped;
  gboolean sorted;
};

static inline const gchar *
ent_graph_string (EntGraph *self, StringId id)
{
  return self->strings->pdata[id];
}
