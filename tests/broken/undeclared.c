/* A plug-in whose stage adds to a layer that it does not say it makes. */
#include <entente.h>

typedef EntStage Undeclared;
typedef EntStageClass UndeclaredClass;
G_DEFINE_TYPE (Undeclared, undeclared, ENT_TYPE_STAGE)

static gboolean
undeclared_process (EntStage *self, EntDocument *doc, GError **error)
{
  ent_document_add_entity (doc, "Person", "Ada", "person/ada");
  return TRUE;
}

static void
undeclared_class_init (UndeclaredClass *klass)
{
  klass->process = undeclared_process;
  ent_stage_class_describe (klass, "undeclared", "add entities, and say mentions", ENT_LAYER_TOKENS,
                            ENT_LAYER_MENTIONS);
}

static void
undeclared_init (Undeclared *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (undeclared_get_type ());
}
