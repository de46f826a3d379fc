/* Getting at the members of a JSON object, with errors that say where it stands in its document. */
#pragma once

#include "stages/read/read.h"

#include <jansson.h>

G_BEGIN_DECLS

/* One element of an array of the document; errors are told of it */
typedef struct
{
  EntDocument *doc;
  const gchar *array;
  guint i;
  json_t *object;
  GError **error;
} EntItem;

gboolean ent_item_fail (const EntItem *item, const gchar *format, ...) G_GNUC_PRINTF (2, 3);
gboolean ent_item_get_int (const EntItem *item, const gchar *key, gint *value);
gboolean ent_item_get_index (const EntItem *item, const gchar *key, const gchar *of, guint n, gboolean optional,
                             gint *value);
gboolean ent_item_get_string (const EntItem *item, const gchar *key, const gchar **value);
gboolean ent_item_get_id (const EntItem *item, const gchar *key, EntId *id);
gboolean ent_item_get_type (const EntItem *item, const gchar *otherwise, EntId *id);
gboolean ent_item_get_confidence (const EntItem *item, gfloat *value);
gboolean ent_item_get_word (const EntItem *item, const gchar *key, gint (*from_string) (const gchar *), guint8 *value);
gboolean ent_item_get_span (const EntItem *item, guint32 *start, guint32 *end);
guint ent_item_token_after (EntDocument *doc, guint32 byte);
gboolean ent_item_get_tokens (const EntItem *item, guint *first, guint *count);

G_END_DECLS
