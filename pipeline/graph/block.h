/* The entities whose keys are alike, with what documents say of them: what identities are decided on. */
#pragma once

#include "pipeline/graph/spelling-words.h"
#include "pipeline/graph/sql.h"

G_BEGIN_DECLS

/* An entity of a document */
typedef struct
{
  gint64 id;
  gint64 document;
  gchar **context; /* sorted, see ent_facts_new() */
  guint names;
} EntBlockRow;

/* The entities of one key */
typedef struct
{
  gchar *key;
  gchar **parts;
  gchar *plain;          /* of an organisation: ent_spelling_plain() */
  gchar initial;         /* of a person: what the given name begins with, but that all vowels are one */
  GArray *rows;          /* by the ids of their documents in byte order */
  GHashTable *context;   /* the union of the rows' */
  GHashTable *aliases;   /* what documents also call it, in small letters → how many documents */
  GHashTable *documents; /* where it is */
  guint names;
} EntBlockKey;

/* Of organisations it has only those that some other may be one with: with the same initials there are thousands */
typedef struct
{
  GPtrArray *keys; /* in byte order */
} EntBlock;

EntBlock *ent_block_read (sqlite3 *db, const EntSpellingWords *words, const gchar *name, GError **error);
void ent_block_free (EntBlock *self);
gboolean ent_block_is_common (const gchar *item);
gdouble ent_block_shared_context (const EntBlockKey *key, GHashTable *one, GHashTable *other);
gboolean ent_block_meet (const EntBlockKey *a, const EntBlockKey *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntBlock, ent_block_free)

G_END_DECLS
