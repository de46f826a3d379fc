/* The graph as one JSON object: a list of nodes and a list of edges, which have their evidence. */
#pragma once

#include "pipeline/graph/graph.h"
#include "stages/export/output.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_NODELINK_EDGES,
  ENT_NODELINK_LINKS, /* what others call the list of edges */
  ENT_NODELINK_PAGE   /* edges, and no `<`, so that nothing in it ends the element of a page that it stands in */
} EntNodelinkStyle;

gboolean ent_nodelink_write (EntGraph *graph, EntOutput *output, EntNodelinkStyle style, GError **error);

G_END_DECLS
