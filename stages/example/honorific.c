/* honorific — the capitalised words after "Dr", "Mrs", … are a Person. A whole stage of one's own, as a plug-in. */
#include <entente.h>

typedef struct { EntStage parent; gfloat score; } MyHonorific;
typedef EntStageClass MyHonorificClass;
G_DEFINE_TYPE (MyHonorific, my_honorific, ENT_TYPE_STAGE)

static const gchar *const titles[] = { "Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof", "Prof.", NULL };

static gboolean
my_honorific_process (EntStage *stage, EntDocument *doc, GError **error)
{
  gfloat score = ((MyHonorific *) stage)->score;
  guint n, end;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = 0; t < n; t = end)
    {
      for (end = t + 1; end < n && tokens[end].flags & ENT_TOKEN_CAPITALISED; end++)
        ;
      if (end > t + 1 && ent_document_token_is (doc, t, titles))
        ent_document_add_mention (doc, t + 1, end, "Person", score);
      else
        end = t + 1;
    }
  return TRUE;
}

static void
my_honorific_class_init (MyHonorificClass *klass)
{
  klass->process = my_honorific_process;
  ent_stage_class_describe (klass, "honorific", "mark the name after a title such as Dr or Mrs", ENT_LAYER_TOKENS,
                            ENT_LAYER_MENTIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (MyHonorific, score),
    g_param_spec_float ("score", NULL, "probability given to each mention", 0, 1, 0.9f, ENT_OPTION));
}

static void my_honorific_init (MyHonorific *self) { }

G_MODULE_EXPORT void ent_plugin (void) { ent_stage_register (my_honorific_get_type ()); }
