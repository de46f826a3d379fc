/* The well-behaved plug-in among them: two stages, one of them with an option. */
#include <entente.h>

typedef struct
{
  EntStage parent;
  guint limit;
} SeveralFirst;
typedef EntStageClass SeveralFirstClass;
G_DEFINE_TYPE (SeveralFirst, several_first, ENT_TYPE_STAGE)

static gboolean
several_first_process (EntStage *stage, EntDocument *doc, GError **error)
{
  guint limit = ((SeveralFirst *) stage)->limit;
  guint n;

  ent_document_get_tokens (doc, &n);
  for (guint t = 0; t < MIN (n, limit); t++)
    ent_document_add_mention (doc, t, t + 1, "Person", 1);
  return TRUE;
}

static void
several_first_class_init (SeveralFirstClass *klass)
{
  klass->process = several_first_process;
  ent_stage_class_describe (klass, "several-first", "make mentions of the first words", ENT_LAYER_TOKENS,
                            ENT_LAYER_MENTIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (SeveralFirst, limit),
                          g_param_spec_uint ("limit", NULL, "how many", 0, 10, 1, ENT_OPTION));
}

static void
several_first_init (SeveralFirst *self)
{
}

typedef EntStage SeveralSecond;
typedef EntStageClass SeveralSecondClass;
G_DEFINE_TYPE (SeveralSecond, several_second, ENT_TYPE_STAGE)

static void
several_second_class_init (SeveralSecondClass *klass)
{
  ent_stage_class_describe (klass, "several-second", "do nothing", ENT_LAYER_MENTIONS, ENT_LAYER_NONE);
}

static void
several_second_init (SeveralSecond *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (several_first_get_type ());
  ent_stage_register (several_second_get_type ());
}
