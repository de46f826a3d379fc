/* What the files that make up EntDocument share, and what the pipeline does to a document between two stages. */
#pragma once

#include <entente/document.h>

#define ALL_LAYERS ((1 << ENT_N_LAYERS) - 1)

struct _EntDocument
{
  GObject parent_instance;

  gchar *text;
  gsize length;
  guint32 *chars; /* code points before each block of bytes; NULL until asked for, or where bytes are code points */
  gboolean ascii;

  gchar *id;
  gchar *source;
  gchar *title;
  gchar *date;
  gchar *lang;
  GPtrArray *meta;  /* key, value, key, value, …, NULL */
  GPtrArray *notes; /* strings, NULL at the end */

  GHashTable *ids;     /* string → EntId */
  GPtrArray *strings;  /* EntId → string; 0 is NULL */
  GStringChunk *chunk; /* owns the strings */

  EntLayers layers;   /* made so far */
  EntLayers writable; /* open to whoever runs now; all outside of a pipeline */
  EntId by;           /* the stage that runs now */
  gchar *breach;      /* the first thing that it did against its word, or NULL */

  GArray *tokens;
  GArray *sentences;
  GArray *mentions;
  GArray *entities;
  GArray *relations;
};

/* Opens the layers that `stage` makes, and no others; ent_document_leave() gives the document back to its owner, who
 * may do anything, and tells what the stage did wrong, or NULL */
void ent_document_enter (EntDocument *self, const gchar *stage, EntLayers makes);
gchar *ent_document_leave (EntDocument *self);

/* Whether the layers are open to whoever runs now; notes the breach where they are not */
gboolean ent_document_may_add (EntDocument *self, EntLayers layers);
void ent_document_breach (EntDocument *self, const gchar *format, ...) G_GNUC_PRINTF (2, 3);
