/* The files of brat: two for each document, named by its id, and annotation.conf. */
#include "stages/export/brat.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Bytes of a part of a name: file systems take 255, endings included */
#define MAX_PART 200
#define HASH_LENGTH 16

struct _EntFolder
{
  gchar *path;
  GHashTable *names; /* of the files, without their endings */
  GTree *types;      /* sorted sets of what occurred */
  GTree *relations;
  guint n_documents;
};

/* --- names of files ---------------------------------------------------------------------------------------------- */

/* Endings that files have here: a folder by such a name would be in their way */
static const gchar *
find_ending (const gchar *part)
{
  static const gchar *const endings[] = { ".txt", ".ann", ".conf", ".part" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (part, endings[i]))
      return part + strlen (part) - strlen (endings[i]);
  return NULL;
}

/* What would mean something else to a file system: dots alone, dots of our endings in folders, what is not printed */
static gboolean
must_be_written_otherwise (const gchar *at, const gchar *dots, const gchar *ending)
{
  gunichar c = g_utf8_get_char (at);

  return c == '%' || c == '\\' || c == ':' || !g_unichar_isprint (c) || at < dots || at == ending;
}

/* A name too long is cut, and told apart by a hash of the whole */
static void
shorten (GString *part)
{
  g_autofree gchar *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, part->str, part->len);
  gsize keep = MAX_PART - HASH_LENGTH - 1;

  if (part->len <= MAX_PART)
    return;
  while (((guchar) part->str[keep] & 0xc0) == 0x80)
    keep--;
  g_string_truncate (part, keep);
  g_string_append_printf (part, "%%%.*s", HASH_LENGTH, hash);
}

static gchar *
file_name_of_part (const gchar *part, gboolean is_folder)
{
  const gchar *dots = g_str_equal (part, ".") || g_str_equal (part, "..") ? part + strlen (part) : part;
  const gchar *ending = is_folder ? find_ending (part) : NULL;
  GString *name = g_string_new (*part ? NULL : "%");

  for (const gchar *at = part; *at; at = g_utf8_next_char (at))
    if (!must_be_written_otherwise (at, dots, ending))
      g_string_append_len (name, at, g_utf8_next_char (at) - at);
    else
      for (const gchar *byte = at; byte < g_utf8_next_char (at); byte++)
        g_string_append_printf (name, "%%%02X", (guchar) *byte);
  shorten (name);
  return g_string_free (name, FALSE);
}

/* The id as a path that stays in the folder it is put into. Parts of an id between `/` are folders; "%" is an empty
 * one; what a file system would take in another way is written %2E. Two ids never share a name. */
gchar *
ent_brat_file_name (const gchar *id)
{
  g_auto (GStrv) parts = g_strsplit (id, "/", -1);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; parts[i]; i++)
    {
      g_autofree gchar *name = file_name_of_part (parts[i], parts[i + 1] != NULL);

      g_strv_builder_add (names, name);
    }
  all = g_strv_builder_end (names);
  return *all ? g_strjoinv ("/", all) : g_strdup ("%");
}

/* --- files ------------------------------------------------------------------------------------------------------- */

static gint
compare_names (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

static EntFolder *
open_folder (const gchar *path)
{
  EntFolder *self = g_new0 (EntFolder, 1);

  self->path = g_strdup (path);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->types = g_tree_new_full (compare_names, NULL, g_free, NULL);
  self->relations = g_tree_new_full (compare_names, NULL, g_free, NULL);
  return self;
}

static void
free_folder (EntFolder *self)
{
  g_hash_table_unref (self->names);
  g_tree_unref (self->types);
  g_tree_unref (self->relations);
  g_free (self->path);
  g_free (self);
}

static gboolean
write_file (EntFolder *self, const gchar *name, const gchar *ending, const gchar *bytes, gsize length, GError **error)
{
  g_autofree gchar *full = g_strconcat (self->path, "/", name, ending, NULL);
  g_autoptr (EntOutput) output = ent_output_open (full, ENT_OUTPUT_WHOLE, error);

  return output && ent_output_write (output, bytes, length, error) && ent_output_close (output, error);
}

static gboolean
make_folder_of (EntFolder *self, const gchar *name, GError **error)
{
  g_autofree gchar *full = g_build_filename (self->path, name, NULL);
  g_autofree gchar *folder = g_path_get_dirname (full);

  if (!strchr (name, '/') || !g_mkdir_with_parents (folder, 0777))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: cannot make the folder: %s", folder, g_strerror (errno));
  return FALSE;
}

static void
take_names (EntFolder *self, EntDocument *doc)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  const EntRelation *relations;

  for (guint m = 0; m < n; m++)
    g_tree_insert (self->types, ent_brat_safe_name (ent_document_get_string (doc, mentions[m].type)), NULL);
  relations = ent_document_get_relations (doc, &n);
  for (guint r = 0; r < n; r++)
    g_tree_insert (self->relations, ent_brat_relation_name (doc, &relations[r]), NULL);
}

static gboolean
save_document (EntFolder *self, EntDocument *doc, const GString *bytes, GError **error)
{
  g_autofree gchar *number = g_strdup_printf ("document-%u", ++self->n_documents);
  const gchar *id = ent_document_get_id (doc);
  g_autofree gchar *name = ent_brat_file_name (id ? id : number);
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);

  if (g_hash_table_contains (self->names, name))
    {
      ent_document_add_note (doc, "not written: a document of the same id was written already");
      return TRUE;
    }
  if (!make_folder_of (self, name, error) || !write_file (self, name, ".txt", text, length, error)
      || !write_file (self, name, ".ann", bytes->str, bytes->len, error))
    return FALSE;
  take_names (self, doc);
  g_hash_table_add (self->names, g_steal_pointer (&name));
  return TRUE;
}

/* --- annotation.conf --------------------------------------------------------------------------------------------- */

static gboolean
append_type (gpointer name, gpointer value, gpointer out)
{
  g_string_append_printf (out, "%s\n", (const gchar *) name);
  return FALSE;
}

static gboolean
append_relation (gpointer name, gpointer value, gpointer out)
{
  g_string_append_printf (out, "%s\tArg1:<ENTITY>, Arg2:<ENTITY>\n", (const gchar *) name);
  return FALSE;
}

/* All sections must be there; mentions may overlap */
static gboolean
close_folder (EntFolder *self, GError **error)
{
  g_autoptr (GString) conf = g_string_new ("[entities]\n");

  g_tree_foreach (self->types, append_type, conf);
  g_string_append (conf, "\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
  g_tree_foreach (self->relations, append_relation, conf);
  g_string_append (conf, "\n[events]\n\n[attributes]\nNegation\tArg:<RELATION>\nModality\tArg:<RELATION>, Value:");
  for (EntModality modality = ENT_MODALITY_POSSIBLE; modality <= ENT_MODALITY_ASKED; modality++)
    g_string_append_printf (conf, "%s%s", modality > ENT_MODALITY_POSSIBLE ? "|" : "",
                            ent_modality_to_string (modality));
  g_string_append_c (conf, '\n');
  return write_file (self, "annotation", ".conf", conf->str, conf->len, error);
}

const EntFolderClass ent_brat_folder = {
  .open = open_folder,
  .save = save_document,
  .close = close_folder,
  .free = free_folder,
};
