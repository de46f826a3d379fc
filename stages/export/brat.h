/* brat in two parts: what is written of a document, and the files that it goes to. */
#pragma once

#include "stages/export/format.h"

G_BEGIN_DECLS

extern const EntFolderClass ent_brat_folder;

gchar *ent_brat_safe_name (const gchar *name);
gchar *ent_brat_relation_name (EntDocument *doc, const EntRelation *relation);
gchar *ent_brat_file_name (const gchar *id);

G_END_DECLS
