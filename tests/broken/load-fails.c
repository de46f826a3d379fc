/* A plug-in whose stage cannot load its model. */
#include <entente.h>

typedef EntStage LoadFails;
typedef EntStageClass LoadFailsClass;
G_DEFINE_TYPE (LoadFails, load_fails, ENT_TYPE_STAGE)

static gboolean
load_fails_load (EntStage *self, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "model.bin: not there");
  return FALSE;
}

static void
load_fails_class_init (LoadFailsClass *klass)
{
  klass->load = load_fails_load;
  ent_stage_class_describe (klass, "load-fails", "fail to load", ENT_LAYER_NONE, ENT_LAYER_NONE);
}

static void
load_fails_init (LoadFails *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (load_fails_get_type ());
}
