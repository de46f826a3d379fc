/* A stage reads layers of a document and adds layers. Concrete stages have no header: they are found by name. */
#pragma once

#include <gmodule.h>
#include <entente/document.h>

G_BEGIN_DECLS

#define ENT_TYPE_STAGE (ent_stage_get_type ())
G_DECLARE_DERIVABLE_TYPE (EntStage, ent_stage, ENT, STAGE, GObject)

/**
 * EntStageClass:
 * @load: reads models and opens files, once, before the first document; after it the stage is read-only
 * @process: reads and adds layers; called from many threads at once, on one document each
 * @collect: sees the documents one at a time and in the order of the input, after all stages' @process; may change
 *   the stage
 * @finish: called once after the last document: completes what was written
 * @produce: of a source (the first stage of a run): makes the next document. %TRUE and no document at the end; %FALSE
 *   and an error where a document cannot be read: it is called again for the next one, unless the error is
 *   %ENT_ERROR_STAGE or missing, which ends the run
 * @get_progress: of a source: how much of its input is done, 0 to 1, or below 0 when unknown
 * @get_needs: the layers that it needs as its options stand, where that depends on them
 * @get_makes: likewise the layers that it makes; of a source: those that its documents may bring along
 *
 * What a stage may do. Each is optional.
 */
struct _EntStageClass
{
  GObjectClass parent_class;

  gboolean (*load) (EntStage *self, GError **error);
  gboolean (*process) (EntStage *self, EntDocument *doc, GError **error);
  gboolean (*collect) (EntStage *self, EntDocument *doc, GError **error);
  gboolean (*finish) (EntStage *self, GError **error);
  gboolean (*produce) (EntStage *self, EntDocument **doc, GError **error);
  gdouble (*get_progress) (EntStage *self);
  EntLayers (*get_needs) (EntStage *self);
  EntLayers (*get_makes) (EntStage *self);

  /*< private >*/
  const gchar *name;
  const gchar *summary;
  EntLayers needs;
  EntLayers makes;
  GPtrArray *options;
  gpointer reserved[4];
};

/**
 * ENT_OPTION: (skip)
 *
 * The flags of the param spec of an option.
 */
#define ENT_OPTION (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)

/* For those who write a stage */
void ent_stage_class_describe (EntStageClass *klass, const gchar *name, const gchar *summary, EntLayers needs,
                               EntLayers makes);
void ent_stage_class_option (EntStageClass *klass, gsize offset, GParamSpec *pspec);
void ent_stage_register (GType type);
gchar *ent_stage_find_data (EntStage *self, const gchar *name, GError **error);

/* For those who run one */
EntStage *ent_stage_new (const gchar *name, GError **error);
const gchar **ent_stage_list_names (void);
const gchar *ent_stage_get_name (EntStage *self);
const gchar *ent_stage_get_summary (EntStage *self);
EntLayers ent_stage_get_needs (EntStage *self);
EntLayers ent_stage_get_makes (EntStage *self);
GParamSpec **ent_stage_list_options (EntStage *self, guint *n);
gboolean ent_stage_set_option (EntStage *self, const gchar *option, const gchar *value, GError **error);
void ent_stage_set_pack (EntStage *self, const gchar *pack);
gboolean ent_stage_is_source (EntStage *self);
gboolean ent_stage_load (EntStage *self, GError **error);
gboolean ent_stage_process (EntStage *self, EntDocument *doc, GError **error);
gboolean ent_stage_collect (EntStage *self, EntDocument *doc, GError **error);
gboolean ent_stage_finish (EntStage *self, GError **error);
gboolean ent_stage_produce (EntStage *self, EntDocument **doc, GError **error);
gdouble ent_stage_get_progress (EntStage *self);

G_END_DECLS
