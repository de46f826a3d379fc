/* tag — marks names and values by lexicon, patterns and rules, and names by a model where the pack has one. */
#include <string.h>

#include "stages/tag/names.h"

#include <entente.h>

typedef struct
{
  EntStage parent;
  gboolean names;
  gboolean values;
  Lexicon lexicon;
  Patterns *patterns;
  Names *learned; /* NULL where the pack has no model */
} EntTag;
typedef EntStageClass EntTagClass;
GType ent_tag_get_type (void);
G_DEFINE_TYPE (EntTag, ent_tag, ENT_TYPE_STAGE)

static gboolean
ent_tag_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntTag *self = (EntTag *) stage;
  Tagging tagging = { .lexicon = &self->lexicon, .patterns = self->patterns, .doc = doc };

  tag_begin (&tagging);
  tag_find (&tagging, self->names, self->values);
  if (self->names && self->learned)
    tag_find_learned_names (&tagging, self->learned);
  tag_append_mentions (&tagging);
  tag_end (&tagging);
  return TRUE;
}

static gboolean
ent_tag_load (EntStage *stage, GError **error)
{
  EntTag *self = (EntTag *) stage;
  g_autofree gchar *lexicon = ent_stage_find_data (stage, "tag/lexicon.bin", error);
  g_autofree gchar *patterns = lexicon ? ent_stage_find_data (stage, "tag/patterns.txt", error) : NULL;

  if (!patterns || !tag_lexicon_open (&self->lexicon, lexicon, error))
    return FALSE;
  self->patterns = tag_patterns_load (patterns, error);
  return self->patterns && names_load (stage, &self->learned, error);
}

static void
ent_tag_finalize (GObject *object)
{
  EntTag *self = (EntTag *) object;

  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_free);
  g_clear_pointer (&self->patterns, tag_patterns_free);
  g_clear_pointer (&self->learned, names_free);
  G_OBJECT_CLASS (ent_tag_parent_class)->finalize (object);
}

static void
ent_tag_class_init (EntTagClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_tag_finalize;
  klass->load = ent_tag_load;
  klass->process = ent_tag_process;
  ent_stage_class_describe (klass, "tag", "mark names and values by lexicon, patterns and rules",
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES, ENT_LAYER_MENTIONS);
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, names),
      g_param_spec_boolean ("names", NULL, "mark names: people, places, organisations, …", TRUE, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, values),
      g_param_spec_boolean ("values", NULL, "mark values: times, amounts, identifiers", TRUE, ENT_OPTION));
}

static void
ent_tag_init (EntTag *self)
{
  self->names = TRUE;
  self->values = TRUE;
}
