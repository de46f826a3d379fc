/* Identifiers that carry their own check. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An international bank account number (ISO 13616), with spaces or without */
gboolean tag_iban_is_valid (const gchar *text, gsize length);

/* The number of a ship at the International Maritime Organization: text that ends in its seven digits */
gboolean tag_ship_number_is_valid (const gchar *text, gsize length);

G_END_DECLS
