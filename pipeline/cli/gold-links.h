/* Gold with relations: JSON Lines with `entities` (or `mentions`) and `relations` between them, by their ids. */
#pragma once

#include "pipeline/cli/gold.h"

typedef struct
{
  guint32 start; /* bytes */
  guint32 end;
  const gchar *type; /* interned by GLib */
  gint cluster;      /* a number for those that name one thing, or -1 */
  gboolean is_name;  /* "name": true */
} LinkMention;

typedef struct
{
  guint head; /* mentions */
  guint tail;
  const gchar *type;   /* interned by GLib */
  gboolean of_clusters; /* it holds between the clusters of the two */
  GArray *evidence;    /* guint: the sentences that say so, or NULL */
} LinkRelation;

typedef struct
{
  EntDocument *doc;  /* the text, with its title; no layers */
  GArray *mentions;  /* LinkMention */
  GArray *relations; /* LinkRelation */
  GArray *sentences; /* guint32: the byte after the end of each; empty where the gold does not say */
  guint n_clusters;
} GoldLinks;

/* NULL with an error that names the relation or mention that is wrong */
GoldLinks *gold_links_new (const Gold *gold, GError **error);
void gold_links_free (GoldLinks *self);

/* The tokens of a span of bytes; FALSE where it does not begin and end where tokens do */
gboolean gold_fit_tokens (const EntToken *tokens, guint n_tokens, guint32 start, guint32 end, guint *first, guint *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoldLinks, gold_links_free)
