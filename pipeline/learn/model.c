/* Model files: written by `entente train`, mapped by the stages. See the header for the layout. */
#include "pipeline/learn/model.h"

#include <entente/error.h>

#include "pipeline/checksum.h"
#include <jansson.h>
#include <string.h>

#define MAGIC "ENTMODEL"
#define VERSION 1
#define ALIGN 64
#define NAME_SIZE 24

typedef struct
{
  gchar magic[8];
  guint32 version;
  guint32 n_sections;
  guint64 size;
  guint64 checksum;
  guint64 header_size;
} Head;

typedef struct
{
  gchar name[NAME_SIZE];
  guint64 offset;
  guint64 size;
} Section;

struct _EntModel
{
  GMappedFile *file;
  gchar *path;
  const gchar *bytes;
  const Section *sections;
  guint n_sections;
  json_t *header;
};

struct _EntModelWriter
{
  json_t *header;
  GArray *sections; /* Section, offsets into `bytes` */
  GByteArray *bytes;
};

static gsize
align (gsize size)
{
  return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static gboolean
refuse (const gchar *path, GError **error, const gchar *why)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: %s", path, why);
  return FALSE;
}

/* Of all but itself */
static guint64
compute_checksum (const gchar *bytes, gsize size)
{
  Head head;

  memcpy (&head, bytes, sizeof head);
  head.checksum = 0;
  return ent_checksum (&head, sizeof head) ^ ent_checksum (bytes + sizeof head, size - sizeof head);
}

static gboolean
check_head (EntModel *self, gsize size, GError **error)
{
  const Head *head = (const Head *) self->bytes;

  if (size < sizeof *head || memcmp (head->magic, MAGIC, sizeof head->magic))
    return refuse (self->path, error, "not a model of Entente: expected a file that `entente train` wrote");
  if (GUINT32_FROM_LE (head->version) != VERSION)
    return refuse (self->path, error, "a model of another format version: expected one that this version trained");
  if (GUINT64_FROM_LE (head->size) != size)
    return refuse (self->path, error, "damaged: it is cut off, or something was added to it");
  if (compute_checksum (self->bytes, size) != GUINT64_FROM_LE (head->checksum))
    return refuse (self->path, error, "damaged: its checksum is wrong");
  return TRUE;
}

/* What a right checksum vouches for is still checked for sense: a model may be made by hand */
static gboolean
check_sections (EntModel *self, gsize size, GError **error)
{
  const Head *head = (const Head *) self->bytes;
  guint64 header_size = GUINT64_FROM_LE (head->header_size);
  guint64 table = sizeof *head;
  json_error_t wrong;

  self->n_sections = GUINT32_FROM_LE (head->n_sections);
  if (header_size > size - table || (table + header_size) % ALIGN
      || (size - table - header_size) / sizeof (Section) < self->n_sections)
    return refuse (self->path, error, "damaged: its header does not fit");
  self->header = json_loadb (self->bytes + table, strnlen (self->bytes + table, header_size), 0, &wrong);
  if (!json_is_object (self->header))
    return refuse (self->path, error, "damaged: its header is not a JSON object");
  self->sections = (const Section *) (self->bytes + table + header_size);
  for (guint i = 0; i < self->n_sections; i++)
    if (GUINT64_FROM_LE (self->sections[i].offset) > size
        || GUINT64_FROM_LE (self->sections[i].size) > size - GUINT64_FROM_LE (self->sections[i].offset)
        || GUINT64_FROM_LE (self->sections[i].offset) % ALIGN)
      return refuse (self->path, error, "damaged: a section does not fit");
  return TRUE;
}

static gboolean
check_kind (EntModel *self, const gchar *kind, GError **error)
{
  const gchar *is = json_string_value (json_object_get (self->header, "kind"));

  if (!g_strcmp0 (is, kind))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: a model of kind '%s': expected '%s'", self->path,
               is ? is : "none", kind);
  return FALSE;
}

/**
 * ent_model_open: (skip)
 * @path: a model file
 * @kind: what it is to be: "crf", "words"
 * @error: where to put an error
 *
 * Maps a model. Checking it takes about a millisecond for ten megabytes.
 *
 * Errors: %ENT_ERROR_MODEL when it is no model, damaged, of another version or of another kind.
 *
 * Returns: (transfer full): the model, or %NULL
 */
EntModel *
ent_model_open (const gchar *path, const gchar *kind, GError **error)
{
  g_autoptr (EntModel) self = g_new0 (EntModel, 1);
  g_autoptr (GError) local = NULL;
  gsize size;

  self->path = g_strdup (path);
  self->file = g_mapped_file_new (path, FALSE, &local);
  if (!self->file)
    {
      refuse (path, error, local->message);
      return NULL;
    }
  self->bytes = g_mapped_file_get_contents (self->file);
  size = g_mapped_file_get_length (self->file);
  if (!check_head (self, size, error) || !check_sections (self, size, error) || !check_kind (self, kind, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ent_model_free: (skip)
 * @self: (transfer full): a model
 */
void
ent_model_free (EntModel *self)
{
  json_decref (self->header);
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self->path);
  g_free (self);
}

/**
 * ent_model_get_path: (skip)
 * @self: a model
 *
 * Returns: (transfer none): the file
 */
const gchar *
ent_model_get_path (EntModel *self)
{
  return self->path;
}

/**
 * ent_model_dup_header: (skip)
 * @self: a model
 *
 * Returns: (transfer full): what the model says of itself, as indented JSON
 */
gchar *
ent_model_dup_header (EntModel *self)
{
  char *text = json_dumps (self->header, JSON_INDENT (2));
  gchar *copy = g_strdup (text);

  free (text);
  return copy;
}

/**
 * ent_model_dup_text: (skip)
 * @self: a model
 * @key: a key of the header
 *
 * Returns: (transfer full) (nullable): its text
 */
gchar *
ent_model_dup_text (EntModel *self, const gchar *key)
{
  return g_strdup (json_string_value (json_object_get (self->header, key)));
}

/**
 * ent_model_get_number: (skip)
 * @self: a model
 * @key: a key of the header
 * @otherwise: what to give where there is no such number
 *
 * Returns: the number
 */
gdouble
ent_model_get_number (EntModel *self, const gchar *key, gdouble otherwise)
{
  json_t *value = json_object_get (self->header, key);

  return json_is_number (value) ? json_number_value (value) : otherwise;
}

/**
 * ent_model_get_section: (skip)
 * @self: a model
 * @name: an array of it
 * @element: bytes of one element
 * @n: (out): how many elements
 * @error: where to put an error
 *
 * Errors: %ENT_ERROR_MODEL when there is no such array, or it does not hold whole elements.
 *
 * Returns: (transfer none): the array, at a multiple of 64 bytes; valid as long as @self
 */
gconstpointer
ent_model_get_section (EntModel *self, const gchar *name, gsize element, gsize *n, GError **error)
{
  for (guint i = 0; i < self->n_sections; i++)
    if (!strncmp (self->sections[i].name, name, NAME_SIZE))
      {
        guint64 size = GUINT64_FROM_LE (self->sections[i].size);

        *n = size / element;
        if (size % element == 0)
          return self->bytes + GUINT64_FROM_LE (self->sections[i].offset);
      }
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: has no section '%s' of elements of %" G_GSIZE_FORMAT " bytes",
               self->path, name, element);
  return NULL;
}

/**
 * ent_model_writer_new: (skip)
 * @kind: what the model is
 *
 * Returns: (transfer full): a model without sections
 */
EntModelWriter *
ent_model_writer_new (const gchar *kind)
{
  EntModelWriter *self = g_new0 (EntModelWriter, 1);

  self->header = json_object ();
  self->sections = g_array_new (FALSE, TRUE, sizeof (Section));
  self->bytes = g_byte_array_new ();
  ent_model_writer_set_text (self, "kind", kind);
  return self;
}

/**
 * ent_model_writer_free: (skip)
 * @self: (transfer full): a writer
 */
void
ent_model_writer_free (EntModelWriter *self)
{
  json_decref (self->header);
  g_array_unref (self->sections);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/**
 * ent_model_writer_set_text: (skip)
 * @self: a writer
 * @key: a key of the header
 * @value: its text
 */
void
ent_model_writer_set_text (EntModelWriter *self, const gchar *key, const gchar *value)
{
  json_object_set_new (self->header, key, json_string (value));
}

/**
 * ent_model_writer_set_number: (skip)
 * @self: a writer
 * @key: a key of the header
 * @value: its number
 */
void
ent_model_writer_set_number (EntModelWriter *self, const gchar *key, gdouble value)
{
  json_object_set_new (self->header, key,
                       value == (json_int_t) value ? json_integer ((json_int_t) value) : json_real (value));
}

static void
pad (GByteArray *bytes)
{
  static const guint8 zeros[ALIGN];

  g_byte_array_append (bytes, zeros, align (bytes->len) - bytes->len);
}

/**
 * ent_model_writer_add: (skip)
 * @self: a writer
 * @name: a name of at most 23 bytes
 * @data: (array length=size): an array, in the byte order of the file: little-endian
 * @size: its bytes
 *
 * Adds a copy of an array. All of a model together may have 4 GB.
 */
void
ent_model_writer_add (EntModelWriter *self, const gchar *name, gconstpointer data, gsize size)
{
  Section section = { .size = size };

  g_return_if_fail (strlen (name) < NAME_SIZE);

  pad (self->bytes);
  memcpy (section.name, name, strlen (name));
  section.offset = self->bytes->len;
  g_array_append_val (self->sections, section);
  g_byte_array_append (self->bytes, data, size);
}

static void
append_table (EntModelWriter *self, GByteArray *out)
{
  gsize start = align (out->len + self->sections->len * sizeof (Section));

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section section = g_array_index (self->sections, Section, i);

      section.offset = GUINT64_TO_LE (section.offset + start);
      section.size = GUINT64_TO_LE (section.size);
      g_byte_array_append (out, (const guint8 *) &section, sizeof section);
    }
}

/**
 * ent_model_writer_save: (skip)
 * @self: a writer
 * @path: where to
 * @error: where to put an error
 *
 * Writes the model: all of it or nothing.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_model_writer_save (EntModelWriter *self, const gchar *path, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  char *header = json_dumps (self->header, JSON_COMPACT | JSON_SORT_KEYS);
  Head head = { .magic = MAGIC, .version = GUINT32_TO_LE (VERSION), .n_sections = GUINT32_TO_LE (self->sections->len) };
  g_autoptr (GError) local = NULL;

  g_byte_array_append (out, (const guint8 *) &head, sizeof head);
  g_byte_array_append (out, (const guint8 *) header, strlen (header));
  free (header);
  pad (out);
  head.header_size = GUINT64_TO_LE (out->len - sizeof head);
  append_table (self, out);
  pad (out);
  g_byte_array_append (out, self->bytes->data, self->bytes->len);
  head.size = GUINT64_TO_LE (out->len);
  memcpy (out->data, &head, sizeof head);
  head.checksum = GUINT64_TO_LE (compute_checksum ((const gchar *) out->data, out->len));
  memcpy (out->data, &head, sizeof head);
  if (g_file_set_contents (path, (const gchar *) out->data, out->len, &local))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: %s", path, local->message);
  return FALSE;
}
