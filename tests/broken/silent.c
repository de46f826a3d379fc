/* A plug-in whose stage fails without an error. */
#include <entente.h>

typedef EntStage Silent;
typedef EntStageClass SilentClass;
G_DEFINE_TYPE (Silent, silent, ENT_TYPE_STAGE)

static gboolean
silent_process (EntStage *self, EntDocument *doc, GError **error)
{
  return FALSE;
}

static void
silent_class_init (SilentClass *klass)
{
  klass->process = silent_process;
  ent_stage_class_describe (klass, "silent", "fail without saying why", ENT_LAYER_NONE, ENT_LAYER_NONE);
}

static void
silent_init (Silent *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (silent_get_type ());
}
