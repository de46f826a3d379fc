/* The corpus graph: what all documents say of the same things, as one set of nodes and edges, in a SQLite file. */
#pragma once

#include "pipeline/graph/facts.h"

G_BEGIN_DECLS

/* How documents are merged, such that their order and their distribution over several graphs change nothing:
 *
 * - What each document says is kept as it is (facts.h): its entities, its relations and their sentences. Nodes and
 *   edges are made from these alone, when they are first asked for after something was added.
 * - A node is an entity of the corpus: the entities of documents that have one key, but that identities (identity.h)
 *   may keep apart what has one key, and bring together what has several. Where documents call one node by different
 *   types or names, the one with most names wins, then the one that is first in byte order; the other names become
 *   aliases. Aliases and links are the union of the documents'. Descriptions and pronouns that refer to a named entity
 *   count as its mentions, but tell nothing of what it is called.
 * - An edge is (source, target, type, label, polarity, modality). A relation whose head or tail is no node (a value, a
 *   description, a pronoun that was not resolved) has nothing to join, so it makes no edge and is counted as skipped.
 * - Events, attributions and places of the relations of one edge may differ: the edge has all of them, distinct and
 *   sorted; its evidence says which belongs to which sentence. Times make one span, from the first to the last.
 * - A document with the same id and the same facts changes nothing; with other facts, it replaces what was there.
 *   Among documents of one id in one run, or in graphs that are merged, the one with the greater digest stays.
 * - Identities rest on words of a language (language.h). The graph keeps those of the pack of the last run; with
 * others, all identities are decided anew. A new graph that others are merged into has those of the first.
 *
 * Columns with several values separate them by `|`; a `|` inside of a value becomes `¦` (U+00A6) there. "" is unknown.
 *
 * What was added is safe on the disk from ent_graph_commit() on, which is called about once a second while adding. A
 * program that is killed leaves a sound file without what came after the last one. */
typedef struct _EntGraph EntGraph;

typedef struct
{
  const gchar *id;
  const gchar *source;
  const gchar *title;
  const gchar *date; /* ISO */
} EntGraphDocument;

typedef struct
{
  const gchar *key;
  const gchar *type;
  const gchar *name;
  const gchar *aliases;    /* without the name, sorted, separated by | */
  const gchar *links;      /* "iso3166=RU", sorted, separated by | */
  const gchar *first_seen; /* ISO dates of the first and last of its documents that have one */
  const gchar *last_seen;
  guint mentions;
  guint documents;
} EntGraphNode;

/* One relation in one document */
typedef struct
{
  const gchar *document;
  const gchar *date;     /* of the document, ISO, "" where it is not known */
  const gchar *sentence; /* its text, as it stands; U+0000 becomes U+FFFD */
  guint32 start;         /* of the sentence, in code points */
  guint32 end;
  const gchar *trigger;
  const gchar *event;
  const gchar *attribution;      /* key of who says so, "" where nobody says so or no entity is known for it */
  const gchar *attribution_text; /* the words for who says so */
  const gchar *time;
  const gchar *place; /* key of where */
  const gchar *by;
  const gchar *source_acts_for; /* key of the country whose government the source stands for here: of "Moscow said" */
  const gchar *target_acts_for;
  gdouble confidence;
} EntGraphEvidence;

typedef struct
{
  const gchar *id; /* a hash of what identifies it: the same in every graph */
  const gchar *source;
  const gchar *target;
  const gchar *source_type; /* of the node */
  const gchar *target_type;
  const gchar *type;
  const gchar *label;
  const gchar *polarity;
  const gchar *modality;
  const gchar *event; /* this and the next: separated by | */
  const gchar *attribution;
  const gchar *time_start;
  const gchar *time_end;
  const gchar *place;
  const gchar *evidence;        /* "document:start-end" of each row, separated by | */
  const EntGraphEvidence *rows; /* as many as its weight, by document and offset */
  guint weight;
  guint documents;
  gdouble confidence; /* of the best evidence */
} EntGraphEdge;

typedef enum
{
  ENT_GRAPH_ADDED,
  ENT_GRAPH_UNCHANGED,
  ENT_GRAPH_REPLACED,
  ENT_GRAPH_DUPLICATE, /* another document of its id stays: see above */
  ENT_GRAPH_FAILED
} EntGraphAdded;

typedef enum
{
  ENT_GRAPH_READ,  /* the file must be there; nothing is added */
  ENT_GRAPH_EDIT,  /* the file must be there */
  ENT_GRAPH_WRITE, /* it is made where it is not there */
  ENT_GRAPH_RESUME /* the same; documents that are there count as those of this run */
} EntGraphAccess;

/* Of a document that came with the id of another one */
#define ENT_GRAPH_NOTE_AGAIN "not the only document of its id in this run: one of them is in the graph"

/* What they are given holds for the call. FALSE and an error end the walk. */
typedef gboolean (*EntGraphDocumentFunc) (const EntGraphDocument *document, gpointer user_data, GError **error);
typedef gboolean (*EntGraphNodeFunc) (const EntGraphNode *node, gpointer user_data, GError **error);
typedef gboolean (*EntGraphEdgeFunc) (const EntGraphEdge *edge, gpointer user_data, GError **error);

/* What differs from another graph: `other` where it is that one's. A node or edge that both have differently comes
 * twice. */
typedef void (*EntGraphDiffFunc) (gboolean other, const gchar *what, const gchar *which, const gchar *more,
                                  gpointer user_data);

typedef struct
{
  guint64 documents;
  guint64 nodes;
  guint64 edges;
  guint64 evidence;
  guint64 skipped; /* relations that made no edge: an end is no node, or both are one */
  guint64 decisions;
  gchar first[16]; /* dates of documents, "" where none has one */
  gchar last[16];
} EntGraphStats;

typedef enum
{
  ENT_GRAPH_NODES_BY_TYPE,
  ENT_GRAPH_EDGES_BY_TYPE,
  ENT_GRAPH_MENTIONS /* of the ten nodes that have most */
} EntGraphCount;

typedef void (*EntGraphCountFunc) (const gchar *name, guint64 n, gpointer user_data);

/* Entities that are another node than their key says */
typedef struct
{
  const gchar *key;
  const gchar *document; /* where, "" for all others of the key */
  const gchar *node;
  const gchar *reason;
  gdouble score; /* 0 to 1 */
} EntGraphIdentity;

typedef void (*EntGraphIdentityFunc) (const EntGraphIdentity *identity, gpointer user_data);

EntGraph *ent_graph_new (GError **error);
EntGraph *ent_graph_open (const gchar *path, EntGraphAccess access, GError **error);
void ent_graph_free (EntGraph *self);
gboolean ent_graph_set_pack (EntGraph *self, const gchar *pack, GError **error);

/* Filling it */
EntGraphAdded ent_graph_add_facts (EntGraph *self, const EntFacts *facts, gboolean *again, GError **error);
EntGraphAdded ent_graph_add_document (EntGraph *self, EntDocument *doc, const EntFacts *facts, GError **error);
gboolean ent_graph_has_document (EntGraph *self, EntDocument *doc, gboolean *has, GError **error);
gboolean ent_graph_drop_document (EntGraph *self, const gchar *id, gboolean *found, GError **error);
gboolean ent_graph_merge (EntGraph *self, const gchar *path, guint *n_conflicts, GError **error);
gboolean ent_graph_decide (EntGraph *self, const gchar *path, GError **error);
gboolean ent_graph_commit (EntGraph *self, GError **error);

/* Reading it */
gboolean ent_graph_refresh (EntGraph *self, GError **error);
gboolean ent_graph_foreach_document (EntGraph *self, EntGraphDocumentFunc func, gpointer user_data, GError **error);
gboolean ent_graph_foreach_node (EntGraph *self, EntGraphNodeFunc func, gpointer user_data, GError **error);
gboolean ent_graph_foreach_edge (EntGraph *self, EntGraphEdgeFunc func, gpointer user_data, GError **error);
gboolean ent_graph_get_stats (EntGraph *self, EntGraphStats *stats, GError **error);
gboolean ent_graph_foreach_count (EntGraph *self, EntGraphCount what, EntGraphCountFunc func, gpointer user_data,
                                  GError **error);
gboolean ent_graph_foreach_identity (EntGraph *self, EntGraphIdentityFunc func, gpointer user_data, GError **error);
gboolean ent_graph_diff (EntGraph *self, const gchar *path, EntGraphDiffFunc func, gpointer user_data, GError **error);

/* A part of it */
GPtrArray *ent_graph_find_nodes (EntGraph *self, const gchar *name, GError **error);
gboolean ent_graph_select_around (EntGraph *self, const gchar *key, guint depth, GError **error);
gboolean ent_graph_keep_heaviest (EntGraph *self, guint n, guint *n_left_out, GError **error);
GPtrArray *ent_graph_select_path (EntGraph *self, const gchar *from, const gchar *to, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntGraph, ent_graph_free)

G_END_DECLS
