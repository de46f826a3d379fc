/* EntDocument: the text, what is known of it and its strings. Its layers are in document-layers.c. */
#include "pipeline/document-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (EntDocument, ent_document, G_TYPE_OBJECT)

static void
ent_document_finalize (GObject *object)
{
  EntDocument *self = ENT_DOCUMENT (object);

  g_free (self->text);
  g_free (self->chars);
  g_free (self->id);
  g_free (self->source);
  g_free (self->title);
  g_free (self->date);
  g_free (self->lang);
  g_free (self->breach);
  g_clear_pointer (&self->meta, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->strings);
  g_string_chunk_free (self->chunk);
  g_array_unref (self->tokens);
  g_array_unref (self->sentences);
  g_array_unref (self->mentions);
  g_array_unref (self->entities);
  g_array_unref (self->relations);
  G_OBJECT_CLASS (ent_document_parent_class)->finalize (object);
}

static void
ent_document_class_init (EntDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_document_finalize;
}

static void
ent_document_init (EntDocument *self)
{
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_ptr_array_new ();
  g_ptr_array_add (self->strings, NULL);
  self->chunk = g_string_chunk_new (1024);
  self->tokens = g_array_new (FALSE, FALSE, sizeof (EntToken));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (EntSentence));
  self->mentions = g_array_new (FALSE, FALSE, sizeof (EntMention));
  self->entities = g_array_new (FALSE, FALSE, sizeof (EntEntity));
  self->relations = g_array_new (FALSE, FALSE, sizeof (EntRelation));
  self->writable = ALL_LAYERS;
}

/* Like g_utf8_validate_len(), but U+0000 is a character like any other */
static gboolean
validate (const gchar *text, gsize length, gsize *valid)
{
  const gchar *end = text;

  while (!g_utf8_validate_len (end, length - (end - text), &end))
    {
      if (*end)
        {
          *valid = end - text;
          return FALSE;
        }
      end++;
    }
  return TRUE;
}

static gboolean
is_ascii (const gchar *text, gsize length)
{
  guchar all = 0;

  for (gsize i = 0; i < length; i++)
    all |= text[i];
  return all < 0x80;
}

/**
 * ent_document_new_take: (skip)
 * @text: (transfer full): UTF-8, from g_malloc(), which the document frees; may hold U+0000; a zero byte ends it
 * @length: its bytes, without the last
 * @error: where to put an error
 *
 * As ent_document_new(), without a copy. @text is freed on failure, too.
 *
 * Returns: (transfer full): a new document, or %NULL
 */
EntDocument *
ent_document_new_take (gchar *text, gsize length, GError **error)
{
  EntDocument *self;
  gsize valid;

  if (length >= G_MAXUINT32)
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "text of %" G_GSIZE_FORMAT " bytes: a document may have at most %u",
                 length, G_MAXUINT32 - 1);
  else if (!validate (text, length, &valid))
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "byte %" G_GSIZE_FORMAT ": 0x%02x is not UTF-8", valid,
                 (guchar) text[valid]);
  else
    {
      self = g_object_new (ENT_TYPE_DOCUMENT, NULL);
      self->text = text;
      self->length = length;
      self->ascii = is_ascii (text, length);
      return self;
    }
  g_free (text);
  return NULL;
}

/**
 * ent_document_new:
 * @text: UTF-8; may hold U+0000 where @length is given
 * @length: its bytes, or -1 where it ends in a zero byte
 * @error: where to put an error
 *
 * A document of this text, without any layer. It is not thread-safe: one thread at a time.
 *
 * Errors: %ENT_ERROR_INPUT when @text is not UTF-8 or has 4 GB or more.
 *
 * Returns: (transfer full): a new document, or %NULL
 */
EntDocument *
ent_document_new (const gchar *text, gssize length, GError **error)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  gchar *copy = g_malloc (n + 1);

  memcpy (copy, text, n);
  copy[n] = '\0';
  return ent_document_new_take (copy, n, error);
}

/**
 * ent_document_get_text:
 * @self: a document
 * @length: (out) (optional): its bytes
 *
 * Returns: (transfer none): the text, exactly as read
 */
const gchar *
ent_document_get_text (EntDocument *self, gsize *length)
{
  if (length)
    *length = self->length;
  return self->text;
}

/* The new value may be the old one */
static void
set_string (gchar **field, const gchar *value)
{
  gchar *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

/**
 * ent_document_get_id:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): its name in this run
 */
const gchar *
ent_document_get_id (EntDocument *self)
{
  return self->id;
}

/**
 * ent_document_set_id:
 * @self: a document
 * @id: (nullable): its name in this run
 */
void
ent_document_set_id (EntDocument *self, const gchar *id)
{
  set_string (&self->id, id);
}

/**
 * ent_document_get_source:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): the file that it came from
 */
const gchar *
ent_document_get_source (EntDocument *self)
{
  return self->source;
}

/**
 * ent_document_set_source:
 * @self: a document
 * @source: (nullable): the file that it came from
 */
void
ent_document_set_source (EntDocument *self, const gchar *source)
{
  set_string (&self->source, source);
}

/**
 * ent_document_get_title:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): its title
 */
const gchar *
ent_document_get_title (EntDocument *self)
{
  return self->title;
}

/**
 * ent_document_set_title:
 * @self: a document
 * @title: (nullable): its title
 */
void
ent_document_set_title (EntDocument *self, const gchar *title)
{
  set_string (&self->title, title);
}

/**
 * ent_document_get_date:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): when it was published, ISO 8601
 */
const gchar *
ent_document_get_date (EntDocument *self)
{
  return self->date;
}

/**
 * ent_document_set_date:
 * @self: a document
 * @date: (nullable): when it was published, ISO 8601
 */
void
ent_document_set_date (EntDocument *self, const gchar *date)
{
  set_string (&self->date, date);
}

/**
 * ent_document_get_lang:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): its language, BCP 47
 */
const gchar *
ent_document_get_lang (EntDocument *self)
{
  return self->lang;
}

/**
 * ent_document_set_lang:
 * @self: a document
 * @lang: (nullable): its language, BCP 47
 */
void
ent_document_set_lang (EntDocument *self, const gchar *lang)
{
  set_string (&self->lang, lang);
}

/**
 * ent_document_get_meta:
 * @self: a document
 * @key: a key
 *
 * Returns: (transfer none) (nullable): what the input carried along under @key
 */
const gchar *
ent_document_get_meta (EntDocument *self, const gchar *key)
{
  for (guint i = 0; self->meta && i + 1 < self->meta->len; i += 2)
    if (g_str_equal (self->meta->pdata[i], key))
      return self->meta->pdata[i + 1];
  return NULL;
}

/**
 * ent_document_set_meta:
 * @self: a document
 * @key: a key, kept in the order in which keys are first set
 * @value: whatever is to be carried along
 */
void
ent_document_set_meta (EntDocument *self, const gchar *key, const gchar *value)
{
  if (!self->meta)
    {
      self->meta = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->meta, NULL);
    }
  for (guint i = 0; i + 1 < self->meta->len; i += 2)
    if (g_str_equal (self->meta->pdata[i], key))
      {
        set_string ((gchar **) &self->meta->pdata[i + 1], value);
        return;
      }
  g_ptr_array_insert (self->meta, self->meta->len - 1, g_strdup (key));
  g_ptr_array_insert (self->meta, self->meta->len - 1, g_strdup (value));
}

/**
 * ent_document_list_meta:
 * @self: a document
 *
 * Returns: (transfer none) (array zero-terminated=1): key, value, key, value, …
 */
const gchar *const *
ent_document_list_meta (EntDocument *self)
{
  static const gchar *const none[] = { NULL };

  return self->meta ? (const gchar *const *) self->meta->pdata : none;
}

/**
 * ent_document_add_note:
 * @self: a document
 * @note: what the user should know: a charset that was guessed, a limit that was met
 *
 * Adds to what the report of a run says of this document.
 */
void
ent_document_add_note (EntDocument *self, const gchar *note)
{
  if (!self->notes)
    {
      self->notes = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->notes, NULL);
    }
  g_ptr_array_insert (self->notes, self->notes->len - 1, g_strdup (note));
}

/**
 * ent_document_get_notes:
 * @self: a document
 *
 * Returns: (transfer none) (array zero-terminated=1): what was noted
 */
const gchar *const *
ent_document_get_notes (EntDocument *self)
{
  static const gchar *const none[] = { NULL };

  return self->notes ? (const gchar *const *) self->notes->pdata : none;
}

/**
 * ent_document_intern:
 * @self: a document
 * @string: (nullable): a string
 *
 * Keeps one copy of @string for as long as the document lives.
 *
 * Returns: its number, the same for equal strings of one document; 0 for %NULL
 */
EntId
ent_document_intern (EntDocument *self, const gchar *string)
{
  gpointer id;
  gchar *copy;

  if (!string)
    return 0;
  id = g_hash_table_lookup (self->ids, string);
  if (id)
    return GPOINTER_TO_UINT (id);
  copy = g_string_chunk_insert (self->chunk, string);
  g_hash_table_insert (self->ids, copy, GUINT_TO_POINTER (self->strings->len));
  g_ptr_array_add (self->strings, copy);
  return self->strings->len - 1;
}

/**
 * ent_document_intern_len:
 * @self: a document
 * @string: a string without zero bytes
 * @length: its bytes
 *
 * As ent_document_intern(), for a part of a string.
 *
 * Returns: its number
 */
EntId
ent_document_intern_len (EntDocument *self, const gchar *string, gsize length)
{
  gchar buffer[128];
  g_autofree gchar *heap = NULL;
  gchar *copy = length < sizeof buffer ? buffer : (heap = g_malloc (length + 1));

  memcpy (copy, string, length);
  copy[length] = '\0';
  return ent_document_intern (self, copy);
}

/**
 * ent_document_get_string:
 * @self: a document
 * @id: a number from ent_document_intern()
 *
 * Returns: (transfer none) (nullable): the string; %NULL for 0 and for a number of another document
 */
const gchar *
ent_document_get_string (EntDocument *self, EntId id)
{
  return id < self->strings->len ? self->strings->pdata[id] : NULL;
}
