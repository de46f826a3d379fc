/* A plug-in whose stage does not say what it is. */
#include <entente.h>

typedef EntStage Undescribed;
typedef EntStageClass UndescribedClass;
G_DEFINE_TYPE (Undescribed, undescribed, ENT_TYPE_STAGE)

static void
undescribed_class_init (UndescribedClass *klass)
{
}

static void
undescribed_init (Undescribed *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (undescribed_get_type ());
}
