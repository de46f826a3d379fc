/* Who is who across documents: which entities of one key are several, and which keys are one. A function of what the
 * documents of a block say (block.h), in whatever order they came. */
#pragma once

#include "pipeline/graph/block.h"
#include "pipeline/graph/decisions.h"
#include "pipeline/graph/language.h"

G_BEGIN_DECLS

/* What is another node than its key says: all entities of a key, or the one of a document (`row`) */
typedef struct
{
  const EntBlockKey *key;
  const EntBlockRow *row; /* NULL: all others of the key */
  const gchar *node;
  const gchar *reason;
  gdouble score; /* 0 to 1 */
} EntIdentity;

GArray *ent_identity_find (const EntBlock *block, EntDifferent *different, const EntLanguage *language,
                           GStringChunk *chunk);
void ent_identity_split (const EntBlock *block, EntFields *fields, const EntBlockKey *key, GStringChunk *chunk,
                         GArray *identities);

G_END_DECLS
