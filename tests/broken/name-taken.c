/* A plug-in of two stages by one name. */
#include <entente.h>

typedef EntStage TakenOne;
typedef EntStageClass TakenOneClass;
G_DEFINE_TYPE (TakenOne, taken_one, ENT_TYPE_STAGE)

static void
taken_one_class_init (TakenOneClass *klass)
{
  ent_stage_class_describe (klass, "taken", "be the first", ENT_LAYER_NONE, ENT_LAYER_NONE);
}

static void
taken_one_init (TakenOne *self)
{
}

typedef EntStage TakenTwo;
typedef EntStageClass TakenTwoClass;
G_DEFINE_TYPE (TakenTwo, taken_two, ENT_TYPE_STAGE)

static void
taken_two_class_init (TakenTwoClass *klass)
{
  ent_stage_class_describe (klass, "taken", "be the second", ENT_LAYER_NONE, ENT_LAYER_NONE);
}

static void
taken_two_init (TakenTwo *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (taken_one_get_type ());
  ent_stage_register (taken_two_get_type ());
}
