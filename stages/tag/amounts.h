/* Amounts of money, quantities, frequencies and places on the map, to JSON. */
#pragma once

#include "pipeline/lexicon.h"
#include "stages/tag/value-words.h"

G_BEGIN_DECLS

/* Each appends the value to @out, or nothing and returns FALSE. @approx is how near the amount is ("over"), or NULL */
gboolean tag_money_read (const Lexemes *lexemes, EntLexicon *lexicon, const gchar *approx, GString *out);
gboolean tag_quantity_read (const Lexemes *lexemes, const gchar *approx, GString *out);
gboolean tag_frequency_read (const Lexemes *lexemes, GString *out);
gboolean tag_coordinate_read (const gchar *text, gsize length, GString *out);

/* References to squares of grids (MGRS, UTM, the national grid of Great Britain) to degrees of WGS 84: the centre of a
 * square. FALSE where there is no such square */
gboolean tag_grid_read (const gchar *text, gsize length, gdouble *lat, gdouble *lon);

/* Appends a number as short as 15 digits allow */
void tag_append_number (GString *out, gdouble number);

G_END_DECLS
