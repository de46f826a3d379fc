/* Fills the values of mentions. */
#pragma once

#include "stages/tag/tag.h"

G_BEGIN_DECLS

/* One document's: what its times are counted from moves on with the text */
typedef struct
{
  const Tagging *tagging;
  TimeContext time;
  GString *json;
} Normaliser;

void tag_normaliser_begin (Normaliser *self, const Tagging *tagging);
void tag_normaliser_end (Normaliser *self);

/* What tokens [first, end) come to as a value of the type: JSON text interned in the document, or 0. To be called in
 * the order of the text */
EntId tag_normalise (Normaliser *self, guint first, guint end, const gchar *type);

/* Whether dates=ORDER names an order, or "auto" */
gboolean tag_date_order_from_string (const gchar *name, DateOrder *order);

G_END_DECLS
