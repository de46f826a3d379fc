#include "stages/export/rows.h"

#include "stages/export/format.h"

#include <string.h>

/* Readers may take white space at the ends away where it is not in quotes */
static gboolean
needs_quotes (const gchar *value)
{
  gsize length = strlen (value);

  return strpbrk (value, "\",\r\n") || (length && (g_ascii_isspace (*value) || g_ascii_isspace (value[length - 1])));
}

/* Each field is followed by a comma; the end of the row takes the place of the last one */
void
ent_row_add (GString *row, const gchar *value)
{
  if (!needs_quotes (value))
    {
      g_string_append (row, value);
      g_string_append_c (row, ',');
      return;
    }
  g_string_append_c (row, '"');
  for (; *value; value++)
    {
      if (*value == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *value);
    }
  g_string_append (row, "\",");
}

static void
add_number (GString *row, gdouble number)
{
  ent_format_append_number (row, number);
  g_string_append_c (row, ',');
}

void
ent_row_add_column (GString *row, const EntColumn *column, gconstpointer record)
{
  if (column->kind == ENT_COLUMN_COUNT)
    g_string_append_printf (row, "%u,", ent_column_count (column, record));
  else if (column->kind == ENT_COLUMN_NUMBER)
    add_number (row, ent_column_number (column, record));
  else
    ent_row_add (row, ent_column_text (column, record));
}

gboolean
ent_row_write (GString *row, EntOutput *output, GError **error)
{
  gboolean ok;

  row->str[row->len - 1] = '\n';
  ok = ent_output_write (output, row->str, row->len, error);
  g_string_truncate (row, 0);
  return ok;
}
