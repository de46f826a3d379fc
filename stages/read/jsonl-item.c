/* Getting at the members of a JSON object: what is missing gets its default, what is of the wrong kind is an error. */
#include "stages/read/jsonl-item.h"

#include <string.h>

gboolean
ent_item_fail (const EntItem *item, const gchar *format, ...)
{
  g_autofree gchar *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (item->error, ENT_ERROR, ENT_ERROR_INPUT, "%s[%u]: %s", item->array, item->i, what);
  return FALSE;
}

/* FALSE where it is there but no whole number of 32 bits; `value` stays as it is where it is not there */
gboolean
ent_item_get_int (const EntItem *item, const gchar *key, gint *value)
{
  json_t *number = json_object_get (item->object, key);

  if (!number || json_is_null (number))
    return TRUE;
  if (!json_is_integer (number) || json_integer_value (number) < G_MININT || json_integer_value (number) > G_MAXINT)
    return ent_item_fail (item, "\"%s\" is not a whole number", key);
  *value = json_integer_value (number);
  return TRUE;
}

/* An index of `n` things; ENT_NONE, or nothing, where `optional` */
gboolean
ent_item_get_index (const EntItem *item, const gchar *key, const gchar *of, guint n, gboolean optional, gint *value)
{
  *value = ENT_NONE;
  if (!ent_item_get_int (item, key, value))
    return FALSE;
  if ((*value == ENT_NONE && optional) || (*value >= 0 && (guint) *value < n))
    return TRUE;
  return ent_item_fail (item, "\"%s\" is %d: expected one of the %u %s, from 0", key, *value, n, of);
}

gboolean
ent_item_get_string (const EntItem *item, const gchar *key, const gchar **value)
{
  json_t *string = json_object_get (item->object, key);

  *value = NULL;
  if (!string || json_is_null (string))
    return TRUE;
  if (!json_is_string (string) || strlen (json_string_value (string)) != json_string_length (string))
    return ent_item_fail (item, "\"%s\" is not a string, or holds U+0000", key);
  *value = json_string_value (string);
  return TRUE;
}

gboolean
ent_item_get_id (const EntItem *item, const gchar *key, EntId *id)
{
  const gchar *value;

  if (!ent_item_get_string (item, key, &value))
    return FALSE;
  *id = ent_document_intern (item->doc, value);
  return TRUE;
}

gboolean
ent_item_get_type (const EntItem *item, const gchar *otherwise, EntId *id)
{
  if (!ent_item_get_id (item, "type", id))
    return FALSE;
  if (!*id)
    *id = ent_document_intern (item->doc, otherwise);
  return *id || ent_item_fail (item, "no \"type\"");
}

gboolean
ent_item_get_confidence (const EntItem *item, gfloat *value)
{
  json_t *number = json_object_get (item->object, "confidence");

  *value = 1;
  if (!number || json_is_null (number))
    return TRUE;
  *value = json_number_value (number);
  if (json_is_number (number) && *value >= 0 && *value <= 1)
    return TRUE;
  return ent_item_fail (item, "\"confidence\" is not a number from 0 to 1");
}

/* A word of a fixed list; `from_string` gives -1 for one that is not in it */
gboolean
ent_item_get_word (const EntItem *item, const gchar *key, gint (*from_string) (const gchar *), guint8 *value)
{
  const gchar *word;
  gint number;

  if (!ent_item_get_string (item, key, &word))
    return FALSE;
  number = word ? from_string (word) : 0;
  *value = MAX (number, 0);
  return number >= 0 || ent_item_fail (item, "\"%s\" is '%s', which is none of its values", key, word);
}

gboolean
ent_item_get_span (const EntItem *item, guint32 *start, guint32 *end)
{
  gint first = -1, last = -1;

  if (!ent_item_get_int (item, "start", &first) || !ent_item_get_int (item, "end", &last))
    return FALSE;
  *start = first < 0 ? G_MAXUINT32 : ent_document_char_to_byte (item->doc, first);
  *end = last < 0 ? G_MAXUINT32 : ent_document_char_to_byte (item->doc, last);
  if (first < last && *start != G_MAXUINT32 && *end != G_MAXUINT32)
    return TRUE;
  return ent_item_fail (
      item, "\"start\" %d and \"end\" %d are not there or not a part of the text: expected code points", first, last);
}

/* The first token that ends after `byte` */
guint
ent_item_token_after (EntDocument *doc, guint32 byte)
{
  guint high, low = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &high);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (tokens[middle].end > byte)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

gboolean
ent_item_get_tokens (const EntItem *item, guint *first, guint *count)
{
  guint n, last;
  const EntToken *tokens = ent_document_get_tokens (item->doc, &n);
  guint32 start, end;

  if (!ent_item_get_span (item, &start, &end))
    return FALSE;
  *first = ent_item_token_after (item->doc, start);
  last = ent_item_token_after (item->doc, end - 1);
  if (*first >= n || last >= n || tokens[*first].start != start || tokens[last].end != end)
    return ent_item_fail (item, "\"start\" %u and \"end\" %u are not where tokens begin and end",
                          ent_document_byte_to_char (item->doc, start), ent_document_byte_to_char (item->doc, end));
  *count = last + 1 - *first;
  return TRUE;
}
