/* A plug-in whose stage adds mentions and relations of what is not there. */
#include <entente.h>

typedef EntStage OutOfRange;
typedef EntStageClass OutOfRangeClass;
G_DEFINE_TYPE (OutOfRange, out_of_range, ENT_TYPE_STAGE)

static gboolean
out_of_range_process (EntStage *self, EntDocument *doc, GError **error)
{
  guint n;

  ent_document_get_tokens (doc, &n);
  ent_document_add_mention (doc, 0, n + 1, "Person", 1);
  ent_document_add_relation (doc, 7, 8, "meet", 9, 1);
  return TRUE;
}

static void
out_of_range_class_init (OutOfRangeClass *klass)
{
  klass->process = out_of_range_process;
  ent_stage_class_describe (klass, "out-of-range", "add what does not fit", ENT_LAYER_TOKENS,
                            ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS);
}

static void
out_of_range_init (OutOfRange *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (out_of_range_get_type ());
}
