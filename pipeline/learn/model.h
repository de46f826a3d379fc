/* Model files: a head, a JSON header that says what the model is, and named arrays that are mapped, not parsed.
 *
 * Byte for byte, all numbers little-endian:
 *   magic "ENTMODEL", u32 format version, u32 number of sections, u64 size of the file, u64 checksum of all but
 *   itself, u64 size of the header; the header as JSON text, padded with zero bytes to a multiple of 64;
 *   then for each section a name of 24 bytes, u64 offset, u64 size; then the sections, each at a multiple of 64. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _EntModel EntModel;

EntModel *ent_model_open (const gchar *path, const gchar *kind, GError **error);
void ent_model_free (EntModel *self);
const gchar *ent_model_get_path (EntModel *self);
gchar *ent_model_dup_header (EntModel *self);
gchar *ent_model_dup_text (EntModel *self, const gchar *key);
gdouble ent_model_get_number (EntModel *self, const gchar *key, gdouble otherwise);
gconstpointer ent_model_get_section (EntModel *self, const gchar *name, gsize element, gsize *n, GError **error);

typedef struct _EntModelWriter EntModelWriter;

EntModelWriter *ent_model_writer_new (const gchar *kind);
void ent_model_writer_free (EntModelWriter *self);
void ent_model_writer_set_text (EntModelWriter *self, const gchar *key, const gchar *value);
void ent_model_writer_set_number (EntModelWriter *self, const gchar *key, gdouble value);
void ent_model_writer_add (EntModelWriter *self, const gchar *name, gconstpointer data, gsize size);
gboolean ent_model_writer_save (EntModelWriter *self, const gchar *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntModel, ent_model_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntModelWriter, ent_model_writer_free)

G_END_DECLS
