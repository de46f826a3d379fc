/* Stages in a row, written as `tokenise ! tag ! link ! export to=graphml`. */
#pragma once

#include <entente/stage.h>

G_BEGIN_DECLS

#define ENT_TYPE_PIPELINE (ent_pipeline_get_type ())
G_DECLARE_FINAL_TYPE (EntPipeline, ent_pipeline, ENT, PIPELINE, GObject)

/**
 * ENT_PIPELINE_DEFAULT:
 *
 * The pipeline that runs where none is given.
 */
#define ENT_PIPELINE_DEFAULT "tokenise ! tag ! parse ! link"

EntPipeline *ent_pipeline_new (void);
EntPipeline *ent_pipeline_new_from_text (const gchar *text, GError **error);
EntPipeline *ent_pipeline_new_from_key_file (const gchar *path, GError **error);
void ent_pipeline_prepend (EntPipeline *self, EntStage *stage);
void ent_pipeline_append (EntPipeline *self, EntStage *stage);
void ent_pipeline_insert (EntPipeline *self, guint position, EntStage *stage);
EntStage *const *ent_pipeline_get_stages (EntPipeline *self, guint *n);
void ent_pipeline_set_pack (EntPipeline *self, const gchar *pack);
gboolean ent_pipeline_load (EntPipeline *self, GError **error);
gboolean ent_pipeline_process (EntPipeline *self, EntDocument *doc, GError **error);
gboolean ent_pipeline_collect (EntPipeline *self, EntDocument *doc, GError **error);
gboolean ent_pipeline_finish (EntPipeline *self, GError **error);

G_END_DECLS
