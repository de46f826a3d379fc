/* Where a format goes to: a file or standard output, some files in a folder, or a folder with files of each
 * document. */
#pragma once

#include "stages/export/format.h"

G_BEGIN_DECLS

typedef struct _EntTarget EntTarget;

EntTarget *ent_target_open (const EntFormat *format, const gchar *path, GError **error);
GString *ent_target_format (EntTarget *self, EntDocument *doc);
gboolean ent_target_save (EntTarget *self, EntDocument *doc, const GString *bytes, GError **error);
gboolean ent_target_finish (EntTarget *self, EntGraph *graph, GError **error);
void ent_target_free (EntTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntTarget, ent_target_free)

G_END_DECLS
