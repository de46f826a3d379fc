/* read: the source of every run. Files, folders, archives and standard input become documents, each with an id that no
 * other document of the run has. What cannot be read is an error of its own, and the rest goes on. */
#include <entente.h>

#include "stages/read/read.h"

#include <glib/gstdio.h>

GType ent_read_get_type (void);

/* Progress is kept in parts of a million, as an int can be read from another thread without a lock */
#define WHOLE 1000000

typedef struct
{
  EntStage parent;

  gchar **paths;
  gchar *from;
  gchar *shard;
  guint64 max_bytes;

  const EntReadFormat *format; /* NULL: each file's own */
  guint64 shard_k;             /* from 0 */
  guint64 shard_n;

  EntReadWalk *walk;
  EntReadArchive *archive;
  EntReadFile *file;
  const EntReadFormat *reader_format;
  gpointer reader;

  GHashTable *seen;     /* hashes of the ids given out: 64 bits a document is what a long run can afford */
  GHashTable *repeated; /* id → how often, of those that came more than once */

  gint64 n_bytes; /* of all files; -1 unknown */
  gint64 n_bytes_done;
  gint64 n_bytes_file;
  gint progress; /* parts of WHOLE, below 0 unknown; atomic */
} EntRead;

typedef EntStageClass EntReadClass;
G_DEFINE_TYPE (EntRead, ent_read, ENT_TYPE_STAGE)

static const EntReadFormat *const formats[]
    = { &ent_read_text, &ent_read_lines, &ent_read_jsonl, &ent_read_conllu, &ent_read_iob2 };

static const EntReadFormat *
find_format (const gchar *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i]->name, name))
      return formats[i];
  return NULL;
}

static const EntReadFormat *
format_of_file (const EntRead *self, const gchar *name)
{
  g_autofree gchar *inner = NULL;

  if (self->format)
    return self->format;
  inner = ent_read_unpacked_name (name);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (ent_read_has_ending (inner, formats[i]->endings))
      return formats[i];
  return &ent_read_text;
}

/* What the files may bring along by their names; an archive may hold anything */
static EntLayers
ent_read_get_makes (EntStage *stage)
{
  EntRead *self = (EntRead *) stage;
  const EntReadFormat *chosen = self->from ? find_format (self->from) : NULL;
  g_autoptr (EntReadWalk) walk = NULL;
  EntLayers layers = ENT_LAYER_NONE;

  if (chosen || !self->paths)
    return chosen ? chosen->layers : ENT_LAYER_NONE;
  walk = ent_read_walk_new ((const gchar *const *) self->paths);
  while (TRUE)
    {
      g_autofree gchar *path = NULL;
      g_autofree gchar *id = NULL;
      g_autofree gchar *inner = NULL;

      if (!ent_read_walk_next (walk, &path, &id, NULL))
        continue;
      if (!path || layers == ent_read_jsonl.layers)
        return layers;
      inner = ent_read_unpacked_name (path);
      layers |= ent_read_is_packed (inner) ? ent_read_jsonl.layers : format_of_file (self, path)->layers;
    }
}

static gboolean
parse_shard (EntRead *self, GError **error)
{
  gchar *end;

  self->shard_n = 1;
  if (!self->shard || !*self->shard)
    return TRUE;
  self->shard_k = g_ascii_strtoull (self->shard, &end, 10) - 1;
  if (g_ascii_isdigit (*self->shard) && *end == '/' && g_ascii_isdigit (end[1]))
    {
      self->shard_n = g_ascii_strtoull (end + 1, &end, 10);
      if (!*end && self->shard_k < self->shard_n)
        return TRUE;
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "shard=%s: expected K/N with K from 1 to N, such as 2/8",
               self->shard);
  return FALSE;
}

static gboolean
ent_read_load (EntStage *stage, GError **error)
{
  EntRead *self = (EntRead *) stage;
  static const gchar *const standard_input[] = { "-", NULL };
  const gchar *const *paths = (const gchar *const *) self->paths;

  if (!paths || !*paths)
    paths = standard_input;
  self->format = self->from ? find_format (self->from) : NULL;
  if (!self->format && g_strcmp0 (self->from, "auto"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "from=%s: expected auto, text, lines, jsonl, conllu or iob2",
                   self->from ? self->from : "");
      return FALSE;
    }
  if (!parse_shard (self, error))
    return FALSE;
  g_clear_pointer (&self->walk, ent_read_walk_free);
  self->walk = ent_read_walk_new (paths);
  self->n_bytes = ent_read_walk_measure (paths);
  self->progress = self->n_bytes < 0 ? -1 : 0;
  return TRUE;
}

static void
close_file (EntRead *self)
{
  if (self->reader)
    self->reader_format->close (g_steal_pointer (&self->reader));
  g_clear_pointer (&self->file, ent_read_file_free);
}

static void
close_archive (EntRead *self)
{
  close_file (self);
  g_clear_pointer (&self->archive, ent_read_archive_free);
  self->n_bytes_done += self->n_bytes_file;
  self->n_bytes_file = 0;
}

static void
update_progress (EntRead *self)
{
  gint64 done = self->n_bytes_done;

  if (self->n_bytes < 0)
    return;
  if (self->archive)
    done += MIN (ent_read_archive_position (self->archive), self->n_bytes_file);
  g_atomic_int_set (&self->progress, self->n_bytes ? (gint) (WHOLE * ((gdouble) done / self->n_bytes)) : WHOLE);
}

/* No archive at the end */
static gboolean
open_next_path (EntRead *self, GError **error)
{
  g_autofree gchar *path = NULL;
  g_autofree gchar *id = NULL;
  GStatBuf status;

  if (!ent_read_walk_next (self->walk, &path, &id, error))
    return FALSE;
  if (!path)
    return TRUE;
  self->n_bytes_file = g_str_equal (path, "-") || g_stat (path, &status) ? 0 : status.st_size;
  self->archive = ent_read_archive_open (path, id, error);
  if (!self->archive)
    close_archive (self);
  return self->archive != NULL;
}

/* No file where the archive has no more */
static gboolean
open_next_file (EntRead *self, GError **error)
{
  if (!ent_read_archive_next (self->archive, &self->file, error))
    return FALSE;
  if (!self->file)
    {
      close_archive (self);
      return TRUE;
    }
  self->file->max_bytes = self->max_bytes;
  if (!ent_read_file_decode_mark (self->file, error))
    {
      close_file (self);
      return FALSE;
    }
  self->reader_format = format_of_file (self, self->file->name);
  self->reader = self->reader_format->open (self->file);
  return TRUE;
}

/* No document where the file has no more */
static gboolean
next_document (EntRead *self, EntDocument **doc, GError **error)
{
  if (!self->reader_format->next (self->reader, doc, error))
    return FALSE;
  if (!*doc)
    close_file (self);
  return TRUE;
}

/* FNV-1a with 64 bits (Fowler, Noll, Vo): the same on every machine, as shards on different ones must agree */
static guint64
hash_id (const gchar *id)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (; *id; id++)
    hash = (hash ^ (guchar) *id) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static gboolean
is_new (EntRead *self, const gchar *id)
{
  return g_hash_table_add (self->seen, (gpointer) (guintptr) hash_id (id));
}

/* The second "a" becomes "a#2", the third "a#3" */
static void
make_unique (EntRead *self, EntDocument *doc)
{
  const gchar *id = ent_document_get_id (doc);
  g_autofree gchar *note = NULL;
  guint n;

  if (is_new (self, id))
    return;
  n = MAX (GPOINTER_TO_UINT (g_hash_table_lookup (self->repeated, id)), 1);
  while (TRUE)
    {
      g_autofree gchar *unique = g_strdup_printf ("%s#%u", id, ++n);

      if (!is_new (self, unique))
        continue;
      g_hash_table_replace (self->repeated, g_strdup (id), GUINT_TO_POINTER (n));
      note = g_strdup_printf ("the id %s is that of another document, too: this one is %s", id, unique);
      ent_document_set_id (doc, unique);
      ent_document_add_note (doc, note);
      return;
    }
}

static void
describe (EntRead *self, EntDocument *doc)
{
  if (!ent_document_get_source (doc))
    ent_document_set_source (doc, self->file->name);
  if (self->file->note)
    ent_document_add_note (doc, self->file->note);
  g_clear_pointer (&self->file->note, g_free);
  make_unique (self, doc);
}

/* Goes by the id that the input gives, so a document is in the same shard whatever is read with it */
static gboolean
is_in_shard (const EntRead *self, EntDocument *doc)
{
  return hash_id (ent_document_get_id (doc)) % self->shard_n == self->shard_k;
}

static gboolean
ent_read_produce (EntStage *stage, EntDocument **doc, GError **error)
{
  EntRead *self = (EntRead *) stage;
  gboolean ok = TRUE, end = FALSE;

  while (ok && !*doc && !end)
    {
      if (!self->archive)
        {
          ok = open_next_path (self, error);
          end = ok && !self->archive;
        }
      else if (!self->file)
        ok = open_next_file (self, error);
      else
        ok = next_document (self, doc, error);
      if (*doc && !is_in_shard (self, *doc))
        g_clear_object (doc);
    }
  if (*doc)
    describe (self, *doc);
  update_progress (self);
  return ok;
}

static gdouble
ent_read_get_progress (EntStage *stage)
{
  gint progress = g_atomic_int_get (&((EntRead *) stage)->progress);

  return progress < 0 ? -1 : (gdouble) progress / WHOLE;
}

static void
ent_read_finalize (GObject *object)
{
  EntRead *self = (EntRead *) object;

  close_archive (self);
  g_clear_pointer (&self->walk, ent_read_walk_free);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->repeated);
  G_OBJECT_CLASS (ent_read_parent_class)->finalize (object);
}

static void
ent_read_class_init (EntReadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_read_finalize;
  klass->load = ent_read_load;
  klass->produce = ent_read_produce;
  klass->get_progress = ent_read_get_progress;
  klass->get_makes = ent_read_get_makes;
  ent_stage_class_describe (klass, "read", "read documents from files, folders, archives and standard input",
                            ENT_LAYER_NONE, ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntRead, paths),
                          g_param_spec_boxed ("path", NULL,
                                              "a file, a folder, or - for standard input; may be repeated", G_TYPE_STRV,
                                              ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntRead, from),
                          g_param_spec_string ("from", NULL,
                                               "text, lines, jsonl, conllu, iob2; auto goes by the name of each file",
                                               "auto", ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntRead, shard),
      g_param_spec_string ("shard", NULL, "K/N: only the K-th of N parts of the documents", NULL, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntRead, max_bytes),
      g_param_spec_uint64 ("max-bytes", NULL, "the largest document or line", 1, G_MAXUINT32 - 1, 1 << 30, ENT_OPTION));
}

static void
ent_read_init (EntRead *self)
{
  self->seen = g_hash_table_new (NULL, NULL);
  self->repeated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}
