/* What the parts of the reader share: files give bytes, bytes give lines, and a format makes documents of either. */
#pragma once

#include <entente/document.h>

struct json_t;

G_BEGIN_DECLS

/* A stream of bytes. `read` gives 0 at the end and -1 on an error, after which nothing more comes. */
typedef struct _EntReadBytes EntReadBytes;
struct _EntReadBytes
{
  gssize (*read) (EntReadBytes *self, gchar *buffer, gsize size, GError **error);
  void (*free) (EntReadBytes *self);
  gchar head[4]; /* read ahead, and still to be given */
  guint n_head;
};

EntReadBytes *ent_read_bytes_new_memory (gconstpointer data, gsize length);
gssize ent_read_bytes_read (EntReadBytes *self, gchar *buffer, gsize size, GError **error);
gboolean ent_read_bytes_peek (EntReadBytes *self, GError **error);
void ent_read_bytes_free (EntReadBytes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntReadBytes, ent_read_bytes_free)

/* A file, or a member of an archive, that is being read */
typedef struct
{
  gchar *name; /* as the user knows it: path, or path/member */
  gchar *id;   /* what the ids of its documents are made from */
  gchar *note; /* for its first document */
  EntReadBytes *bytes;
  guint64 max_bytes; /* of a document or line */
} EntReadFile;

EntReadFile *ent_read_file_new (const gchar *name, const gchar *id, EntReadBytes *bytes);
void ent_read_file_free (EntReadFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntReadFile, ent_read_file_free)

/* Each gives FALSE, so that it can be returned */
gboolean ent_read_fail (GError **error, const gchar *name, const gchar *format, ...) G_GNUC_PRINTF (3, 4);
gboolean ent_read_fail_line (GError **error, const gchar *name, guint64 line, const gchar *format, ...)
    G_GNUC_PRINTF (4, 5);
gboolean ent_read_locate (GError **error, const gchar *name, guint64 line);

/* A format: `next` is called until it gives TRUE and no document; after an error it goes on with the next one */
typedef struct
{
  const gchar *name;    /* as in from=NAME */
  const gchar *endings; /* of the files that are read in it, separated by spaces */
  EntLayers layers;     /* that its documents may bring along */
  gpointer (*open) (EntReadFile *file);
  gboolean (*next) (gpointer reader, EntDocument **doc, GError **error);
  void (*close) (gpointer reader);
} EntReadFormat;

extern const EntReadFormat ent_read_text;
extern const EntReadFormat ent_read_lines;
extern const EntReadFormat ent_read_jsonl;
extern const EntReadFormat ent_read_conllu;
extern const EntReadFormat ent_read_iob2;

/* File names: "a/b.jsonl.gz" is a JSON Lines file with the id "a/b" */
gboolean ent_read_has_ending (const gchar *name, const gchar *endings);
gboolean ent_read_is_packed (const gchar *name);
gchar *ent_read_unpacked_name (const gchar *name);
gchar *ent_read_id_of (const gchar *name);
gboolean ent_read_is_hidden (const gchar *name);

/* The files behind the arguments, folders walked in the byte order of the paths */
typedef struct _EntReadWalk EntReadWalk;

EntReadWalk *ent_read_walk_new (const gchar *const *paths);
gboolean ent_read_walk_next (EntReadWalk *self, gchar **path, gchar **id, GError **error);
void ent_read_walk_free (EntReadWalk *self);
gint64 ent_read_walk_measure (const gchar *const *paths);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntReadWalk, ent_read_walk_free)

/* What a path holds: a plain file, a compressed one, or the members of an archive */
typedef struct _EntReadArchive EntReadArchive;

EntReadArchive *ent_read_archive_open (const gchar *path, const gchar *id, GError **error);
gboolean ent_read_archive_next (EntReadArchive *self, EntReadFile **file, GError **error);
gint64 ent_read_archive_position (EntReadArchive *self);
void ent_read_archive_free (EntReadArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntReadArchive, ent_read_archive_free)

/* Lines, without their ends, in a buffer that grows to the longest; a zero byte stands after each */
typedef struct
{
  EntReadFile *file;
  gchar *buffer;
  gsize capacity;
  gsize start; /* of what is not yet given */
  gsize end;
  gsize searched;  /* bytes after start that hold no line feed */
  guint64 line;    /* number of the line last given, from 1 */
  gboolean done;   /* nothing more to be had from the file */
  gboolean broken; /* … because of an error */
  gboolean skipping;
} EntReadLines;

void ent_read_lines_init (EntReadLines *self, EntReadFile *file);
gboolean ent_read_lines_next (EntReadLines *self, gchar **line, gsize *length, GError **error);
void ent_read_lines_clear (EntReadLines *self);
gboolean ent_read_is_blank (const gchar *line, gsize length);

/* Charsets */
gboolean ent_read_file_decode_mark (EntReadFile *file, GError **error);
gboolean ent_read_is_utf8 (const gchar *text, gsize length, gsize *valid);
gchar *ent_read_to_utf8 (gchar *bytes, gsize *length, gchar **note, GError **error);
EntDocument *ent_read_document_from_bytes (gchar *bytes, gsize length, GError **error);

/* Annotated input */
gboolean ent_read_jsonl_add_layers (EntDocument *doc, struct json_t *root, GError **error);
gint ent_read_find_cycle (const gint32 *heads, guint n);

/* A document whose text is rebuilt word by word; strings are copied */
typedef struct
{
  guint32 start;
  guint32 end;
  const gchar *norm;
  const gchar *lemma;
  const gchar *dep;
  gint32 head; /* ENT_NONE where there is none */
  EntPos pos;
  EntTokenFlags flags;
} EntReadWord;

typedef struct
{
  GString *text;
  GArray *words;     /* EntReadWord */
  GArray *sentences; /* guint: the word after its last */
  GArray *mentions;  /* EntReadSpan */
  GStringChunk *strings;
  GPtrArray *meta;  /* key, value, … */
  GPtrArray *notes; /* strings */
  EntLayers layers;
  gchar *id;
  gchar *title;
} EntReadDraft;

EntReadDraft *ent_read_draft_new (EntLayers layers);
void ent_read_draft_free (EntReadDraft *self);
const gchar *ent_read_draft_keep (EntReadDraft *self, const gchar *string);
void ent_read_draft_add_word (EntReadDraft *self, const EntReadWord *word);
gboolean ent_read_draft_end_sentence (EntReadDraft *self);
guint ent_read_draft_sentence_start (const EntReadDraft *self);
void ent_read_draft_add_mention (EntReadDraft *self, guint first, const gchar *type);
void ent_read_draft_extend_mention (EntReadDraft *self);
EntDocument *ent_read_draft_finish (EntReadDraft *self, const gchar *by, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntReadDraft, ent_read_draft_free)

G_END_DECLS
