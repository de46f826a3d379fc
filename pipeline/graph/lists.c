#include "pipeline/graph/lists.h"

#include <string.h>

/* `|` separates values, so that within one `¦` stands for it */
void
ent_list_append (GString *list, const gchar *value)
{
  if (list->len)
    g_string_append_c (list, '|');
  for (const gchar *p = value; *p; p++)
    if (*p == '|')
      g_string_append (list, "¦");
    else
      g_string_append_c (list, *p);
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* Sorts the strings and joins the distinct ones that are neither empty nor `except` */
void
ent_list_join (GString *list, GPtrArray *strings, const gchar *except)
{
  const gchar *last = NULL;

  g_string_truncate (list, 0);
  g_ptr_array_sort (strings, compare_strings);
  for (guint i = 0; i < strings->len; i++)
    {
      const gchar *string = strings->pdata[i];

      if (*string && g_strcmp0 (string, last) != 0 && g_strcmp0 (string, except) != 0)
        ent_list_append (list, string);
      last = string;
    }
}

/* Joins a column of the rows of evidence */
void
ent_list_column (GString *list, const GArray *rows, gsize column)
{
  g_autoptr (GPtrArray) values = g_ptr_array_sized_new (rows->len);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (values, G_STRUCT_MEMBER (gpointer, rows->data + i * sizeof (EntGraphEvidence), column));
  ent_list_join (list, values, NULL);
}

/* Bytes of a date that begins with its year, 0 for a duration and the like */
static gsize
date_length (const gchar *date, const gchar *end)
{
  for (guint i = 0; i < 4; i++)
    if (date + i >= end || !g_ascii_isdigit (date[i]))
      return 0;
  return end - date;
}

static void
take_earlier (GString *best, const gchar *date, gsize length)
{
  g_autofree gchar *copy = g_strndup (date, length);

  if (length && (!best->len || strcmp (copy, best->str) < 0))
    g_string_assign (best, copy);
}

/* "2022" ends after "2022-02" */
static void
take_later (GString *best, const gchar *date, gsize length)
{
  g_autofree gchar *copy = g_strndup (date, length);
  gboolean later
      = g_str_has_prefix (best->str, copy) || (strcmp (copy, best->str) > 0 && !g_str_has_prefix (copy, best->str));

  if (length && (!best->len || later))
    g_string_assign (best, copy);
}

/* From the first to the last of the times; both are empty where there is none */
void
ent_list_span (GString *start, GString *end, const GArray *rows)
{
  g_string_truncate (start, 0);
  g_string_truncate (end, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const gchar *time = g_array_index (rows, EntGraphEvidence, i).time;
      const gchar *stop = time + strlen (time);
      const gchar *slash = strchr (time, '/');
      const gchar *second = slash ? slash + 1 : time;

      take_earlier (start, time, date_length (time, slash ? slash : stop));
      take_later (end, second, date_length (second, stop));
    }
}

/* "document:start-end" of each row */
void
ent_list_evidence (GString *list, const GArray *rows)
{
  g_string_truncate (list, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const EntGraphEvidence *row = &g_array_index (rows, EntGraphEvidence, i);

      ent_list_append (list, row->document);
      g_string_append_printf (list, ":%u-%u", row->start, row->end);
    }
}

/* 64 bits of a hash, so that ten million edges share one with a chance of 3 in a million; the letter in front keeps
 * spreadsheets from reading "12e4…" as a number */
void
ent_list_edge_id (const EntGraphEdge *edge, gchar *id, gsize size)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const gchar *const parts[] = { edge->source, edge->target, edge->type, edge->label, edge->polarity, edge->modality };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (sum, (const guchar *) parts[i], strlen (parts[i]) + 1);
  id[0] = 'e';
  g_strlcpy (id + 1, g_checksum_get_string (sum), size - 1);
}
