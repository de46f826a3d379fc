/* JSON Lines: an object a line, at least {"text": …}. A bad line is an error of its own; the next ones go on. */
#include "stages/read/read.h"

#include <jansson.h>
#include <string.h>

#define EXPECTED "expected one document as {\"text\": …} on each line"

static gpointer
jsonl_open (EntReadFile *file)
{
  EntReadLines *self = g_new0 (EntReadLines, 1);

  ent_read_lines_init (self, file);
  return self;
}

static void
jsonl_close (gpointer reader)
{
  ent_read_lines_clear (reader);
  g_free (reader);
}

static gboolean
fail (GError **error, const gchar *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_clear_error (error);
  if (error)
    *error = g_error_new_valist (ENT_ERROR, ENT_ERROR_INPUT, format, arguments);
  va_end (arguments);
  return FALSE;
}

typedef void (*SetString) (EntDocument *doc, const gchar *value);

/* null is as good as nothing; a number will do where it can be read as text */
static gboolean
set_field (EntDocument *doc, json_t *root, const gchar *key, SetString set, GError **error)
{
  json_t *value = json_object_get (root, key);
  g_autofree gchar *number = NULL;

  if (!value || json_is_null (value))
    return TRUE;
  if (json_is_integer (value))
    number = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
  else if (!json_is_string (value))
    return fail (error, "\"%s\" is neither a string nor a whole number", key);
  else if (strlen (json_string_value (value)) != json_string_length (value))
    return fail (error, "\"%s\" holds U+0000", key);
  set (doc, number ? number : json_string_value (value));
  return TRUE;
}

/* Values that are no strings are carried along as JSON */
static gboolean
set_meta (EntDocument *doc, json_t *meta, GError **error)
{
  const char *key;
  json_t *value;

  if (!meta || json_is_null (meta))
    return TRUE;
  if (!json_is_object (meta))
    return fail (error, "\"meta\" is not an object");
  json_object_foreach (meta, key, value)
  {
    char *json = json_is_string (value) ? NULL : json_dumps (value, JSON_ENCODE_ANY | JSON_COMPACT);

    ent_document_set_meta (doc, key, json ? json : json_string_value (value));
    free (json);
  }
  return TRUE;
}

static EntDocument *
document_of_object (json_t *root, GError **error)
{
  json_t *text = json_object_get (root, "text");
  g_autoptr (EntDocument) doc = NULL;

  if (!json_is_string (text))
    {
      fail (error, "%s: " EXPECTED, text ? "\"text\" is not a string" : "no \"text\"");
      return NULL;
    }
  doc = ent_document_new (json_string_value (text), json_string_length (text), error);
  if (!doc || !set_field (doc, root, "id", ent_document_set_id, error)
      || !set_field (doc, root, "source", ent_document_set_source, error)
      || !set_field (doc, root, "title", ent_document_set_title, error)
      || !set_field (doc, root, "date", ent_document_set_date, error)
      || !set_field (doc, root, "lang", ent_document_set_lang, error)
      || !set_meta (doc, json_object_get (root, "meta"), error) || !ent_read_jsonl_add_layers (doc, root, error))
    return NULL;
  return g_steal_pointer (&doc);
}

static EntDocument *
document_of_line (const gchar *line, gsize length, GError **error)
{
  json_error_t failure;
  json_t *root = json_loadb (line, length, JSON_ALLOW_NUL, &failure);
  EntDocument *doc = NULL;

  if (!root)
    fail (error, "byte %d: not JSON (%s): " EXPECTED, failure.position, failure.text);
  else if (!json_is_object (root))
    fail (error, "not a JSON object: " EXPECTED);
  else
    doc = document_of_object (root, error);
  json_decref (root);
  return doc;
}

static gboolean
jsonl_next (gpointer reader, EntDocument **doc, GError **error)
{
  EntReadLines *self = reader;
  gchar *line;
  gsize length;

  *doc = NULL;
  do
    if (!ent_read_lines_next (self, &line, &length, error))
      return FALSE;
  while (line && ent_read_is_blank (line, length));
  if (!line)
    return TRUE;
  *doc = document_of_line (line, length, error);
  if (!*doc)
    return ent_read_locate (error, self->file->name, self->line);
  if (!ent_document_get_id (*doc) || !*ent_document_get_id (*doc))
    {
      g_autofree gchar *id = g_strdup_printf ("%s/%" G_GUINT64_FORMAT, self->file->id, self->line);

      ent_document_set_id (*doc, id);
    }
  return TRUE;
}

const EntReadFormat ent_read_jsonl
    = { "jsonl", ".jsonl .ndjson .jl", (1 << ENT_N_LAYERS) - 1, jsonl_open, jsonl_next, jsonl_close };
