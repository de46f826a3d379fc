/* Rows of tables with commas between their fields: quoted as RFC 4180 says, lines end in LF. */
#pragma once

#include "stages/export/columns.h"
#include "stages/export/output.h"

G_BEGIN_DECLS

void ent_row_add (GString *row, const gchar *value);
void ent_row_add_column (GString *row, const EntColumn *column, gconstpointer record);
/* Ends the row, writes it and begins another */
gboolean ent_row_write (GString *row, EntOutput *output, GError **error);

G_END_DECLS
