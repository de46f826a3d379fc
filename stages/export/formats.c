/* The table of formats, and what several of them need. */
#include "stages/export/format.h"

#include "pipeline/json.h"

#include <string.h>

static const EntFormat *const formats[] = {
  &ent_format_jsonl,   &ent_format_conllu, &ent_format_openie, &ent_format_brat,     &ent_format_csv,
  &ent_format_graphml, &ent_format_gexf,   &ent_format_dot,    &ent_format_nodelink, &ent_format_d3,
  &ent_format_html,    &ent_format_neo4j,  &ent_format_nquads, &ent_format_ftm,      &ent_format_sqlite,
};

/* The format of this name, or NULL */
const EntFormat *
ent_format_find (const gchar *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i]->name, name) == 0)
      return formats[i];
  return NULL;
}

gboolean
ent_format_is_of_graphs (const gchar *name)
{
  const EntFormat *format = ent_format_find (name);

  return format && format->write;
}

/* "jsonl, conllu, …", for messages and help */
gchar *
ent_format_list (gboolean with_summaries)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_string_append_printf (list, "%s%s", i ? ", " : "", formats[i]->name);
      if (with_summaries)
        g_string_append_printf (list, " (%s)", formats[i]->summary);
    }
  return g_string_free (list, FALSE);
}

/* Those of graphs: "csv, graphml, …" */
gchar *
ent_format_list_graphs (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->write)
      g_string_append_printf (list, "%s%s", list->len ? ", " : "", formats[i]->name);
  return g_string_free (list, FALSE);
}

/* Where each token stands in code points, in one walk over the text: a look-up for each would count most bytes
 * again and again */
EntChars *
ent_format_token_chars (EntDocument *doc)
{
  const gchar *text = ent_document_get_text (doc, NULL);
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  EntChars *chars = g_new (EntChars, n + 1);
  guint32 byte = 0, character = 0;

  for (guint t = 0; t < n; t++)
    {
      for (; byte < tokens[t].start; byte++)
        character += (text[byte] & 0xc0) != 0x80;
      chars[t].start = character;
      for (; byte < tokens[t].end; byte++)
        character += (text[byte] & 0xc0) != 0x80;
      chars[t].end = character;
    }
  return chars;
}

/* Writes the digits, at most ten, and gives the place after them */
gchar *
ent_format_put_uint (gchar *to, guint32 number)
{
  gchar digits[10];
  guint n = sizeof digits;

  do
    digits[--n] = '0' + number % 10;
  while (number /= 10);
  memcpy (to, digits + n, sizeof digits - n);
  return to + sizeof digits - n;
}

/* As the JSON form writes it, so that one confidence looks the same in every format */
void
ent_format_append_number (GString *out, gdouble number)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  ent_json_double (digits, number);
  g_string_append_len (out, digits->str, digits->len);
}

/* The text of each piece of evidence, separated by `|` as the evidence is */
void
ent_format_append_sentences (GString *out, const EntGraphEdge *edge)
{
  for (guint i = 0; i < edge->weight; i++)
    {
      g_auto (GStrv) parts = g_strsplit (edge->rows[i].sentence, "|", -1);
      g_autofree gchar *sentence = g_strjoinv ("¦", parts);

      g_string_append_printf (out, "%s%s", i ? "|" : "", sentence);
    }
}
