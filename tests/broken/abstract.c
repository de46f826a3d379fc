/* A plug-in whose stage cannot be made, being abstract. */
#include <entente.h>

typedef EntStage Sketch;
typedef EntStageClass SketchClass;
G_DEFINE_ABSTRACT_TYPE (Sketch, sketch, ENT_TYPE_STAGE)

static void
sketch_class_init (SketchClass *klass)
{
  ent_stage_class_describe (klass, "sketch", "be derived from", ENT_LAYER_NONE, ENT_LAYER_NONE);
}

static void
sketch_init (Sketch *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (sketch_get_type ());
}
