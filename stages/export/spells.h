/* The days for which an edge holds, from its evidence: of the time that a sentence gives for it, else of the date of
 * its document. */
#pragma once

#include "pipeline/graph/graph.h"

G_BEGIN_DECLS

typedef struct
{
  gchar start[16]; /* "2024-02-28"; the end belongs to it */
  gchar end[16];
} EntSpell;

GArray *ent_spells_new (const EntGraphEdge *edge);

G_END_DECLS
