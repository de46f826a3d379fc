/* The corpus graph in memory: what all documents say of the same things, as one set of nodes and edges. */
#pragma once

#include <entente/document.h>

G_BEGIN_DECLS

/* How documents are merged, such that their order and their distribution over several graphs change nothing:
 *
 * - A node is an entity key. Only entities that a name or value of the document stands for become nodes: what is
 *   described only ("the agency") cannot be told from another of another document. Descriptions and pronouns that refer
 *   to a named entity count as its mentions, but tell nothing of what it is called. Where documents call one key by
 *   different types or names, the one with most names wins, then the one that is first in byte order; the other names
 *   become aliases. Aliases and links are the union of the documents'.
 * - An edge is (source, target, type, label, polarity, modality). A relation whose head or tail is no node (a value, a
 *   description, a pronoun that was not resolved) has nothing to join, so it makes no edge and is counted as skipped.
 * - Events, attributions and places of the relations of one edge may differ: the edge has all of them, distinct and
 *   sorted; its evidence says which belongs to which sentence. Times make one span, from the first to the last.
 * - A document whose id the graph knows already changes nothing.
 *
 * Columns with several values separate them by `|`; a `|` inside of a value becomes `¦` (U+00A6) there. "" is unknown.
 *
 * It takes about 50 bytes for each row of evidence, 30 and its text for each sentence that is evidence of something,
 * and 200 for each node and each edge. */
typedef struct _EntGraph EntGraph;

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
  gdouble confidence;
} EntGraphEvidence;

typedef struct
{
  const gchar *id; /* a hash of what identifies it: the same in every graph */
  const gchar *source;
  const gchar *target;
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

/* What they are given holds for the call. FALSE and an error end the walk. */
typedef gboolean (*EntGraphNodeFunc) (const EntGraphNode *node, gpointer user_data, GError **error);
typedef gboolean (*EntGraphEdgeFunc) (const EntGraphEdge *edge, gpointer user_data, GError **error);

EntGraph *ent_graph_new (void);
void ent_graph_free (EntGraph *self);
gboolean ent_graph_add_document (EntGraph *self, EntDocument *doc);
guint ent_graph_get_n_skipped (EntGraph *self);
gboolean ent_graph_foreach_node (EntGraph *self, EntGraphNodeFunc func, gpointer user_data, GError **error);
gboolean ent_graph_foreach_edge (EntGraph *self, EntGraphEdgeFunc func, gpointer user_data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntGraph, ent_graph_free)

G_END_DECLS
