/* tag — marks names and values by lexicon, patterns and rules; names by a model where the pack has one, and likewise
 * parts of speech and lemmas. */
#include <string.h>

#include "stages/tag/names.h"
#include "stages/tag/normalise.h"
#include "stages/tag/pos.h"

#include "pipeline/stage-private.h"

typedef struct
{
  EntStage parent;
  gboolean names;
  gboolean values;
  gboolean model;
  gboolean pos;
  gchar *dates;
  Lexicon lexicon;
  Patterns *patterns;
  DateOrder date_order;
  Names *learned; /* NULL where the pack has none, as for the others */
  Pos *tagger;
  EntWords *names_words; /* each model's own table: the same one, unless they are of two packs */
  EntWords *pos_words;
  gboolean loaded;
} EntTag;
typedef EntStageClass EntTagClass;
GType ent_tag_get_type (void);
G_DEFINE_TYPE (EntTag, ent_tag, ENT_TYPE_STAGE)

/* Both taggers see the same words, unless they come from packs with different tables of words */
static void
ask_models (EntTag *self, Tagging *tagging)
{
  g_autofree EntWordForm *forms = NULL;

  if (self->tagger)
    {
      forms = ent_word_forms_new (tagging->text, tagging->tokens, tagging->n_tokens, self->pos_words);
      pos_tag (self->tagger, tagging, forms, self->pos_words);
    }
  if (!self->learned)
    return;
  if (!forms || self->names_words != self->pos_words)
    {
      g_free (forms);
      forms = ent_word_forms_new (tagging->text, tagging->tokens, tagging->n_tokens, self->names_words);
    }
  tag_find_learned_names (tagging, self->learned, forms, self->names_words);
}

static gboolean
ent_tag_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntTag *self = (EntTag *) stage;
  Tagging tagging = { .lexicon = &self->lexicon, .patterns = self->patterns, .dates = self->date_order, .doc = doc };

  tag_begin (&tagging);
  tag_find (&tagging, self->names, self->values);
  ask_models (self, &tagging);
  if (self->tagger)
    tag_drop_labels (&tagging);
  tag_append_mentions (&tagging);
  tag_end (&tagging);
  return TRUE;
}

static gboolean
load_models (EntTag *self, GError **error)
{
  EntStage *stage = (EntStage *) self;

  return (!self->names || !self->model || names_load (stage, &self->learned, &self->names_words, error))
         && (!self->pos || pos_load (stage, &self->tagger, &self->pos_words, error));
}

static gboolean
read_date_order (EntTag *self, GError **error)
{
  if (tag_date_order_from_string (self->dates, &self->date_order))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "dates=%s: expected auto, dmy or mdy", self->dates);
  return FALSE;
}

static gboolean
ent_tag_load (EntStage *stage, GError **error)
{
  EntTag *self = (EntTag *) stage;
  g_autofree gchar *lexicon = ent_stage_find_data (stage, "tag/lexicon.bin", error);

  if (!lexicon || !read_date_order (self, error) || !tag_lexicon_open (&self->lexicon, lexicon, error))
    return FALSE;
  self->patterns = tag_patterns_load (ent_stage_get_pack (stage), error);
  self->loaded = self->patterns && load_models (self, error);
  return self->loaded;
}

/* Tags, where the pack has a model that gives them */
static EntLayers
ent_tag_get_makes (EntStage *stage)
{
  EntTag *self = (EntTag *) stage;
  g_autofree gchar *model = self->loaded ? NULL : ent_stage_find_data (stage, POS_FILE, NULL);
  gboolean tags = self->loaded ? self->tagger != NULL : self->pos && model;

  return tags ? ENT_LAYER_MENTIONS | ENT_LAYER_TAGS : ENT_LAYER_MENTIONS;
}

static void
ent_tag_finalize (GObject *object)
{
  EntTag *self = (EntTag *) object;

  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_free);
  g_clear_pointer (&self->patterns, tag_patterns_free);
  g_clear_pointer (&self->dates, g_free);
  g_clear_pointer (&self->learned, names_free);
  g_clear_pointer (&self->tagger, pos_free);
  g_clear_pointer (&self->names_words, ent_words_free);
  g_clear_pointer (&self->pos_words, ent_words_free);
  G_OBJECT_CLASS (ent_tag_parent_class)->finalize (object);
}

static void
ent_tag_class_init (EntTagClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_tag_finalize;
  klass->load = ent_tag_load;
  klass->process = ent_tag_process;
  klass->get_makes = ent_tag_get_makes;
  ent_stage_class_describe (klass, "tag", "mark names and values by lexicon, patterns and rules",
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES, ENT_LAYER_MENTIONS);
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, names),
      g_param_spec_boolean ("names", NULL, "mark names: people, places, organisations, …", TRUE, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, values),
      g_param_spec_boolean ("values", NULL, "mark values: times, amounts, identifiers", TRUE, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, model),
      g_param_spec_boolean ("model", NULL, "names by the pack's model, where it has one", TRUE, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, pos),
      g_param_spec_boolean ("pos", NULL, "give parts of speech and lemmas, where the pack can", TRUE, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntTag, dates),
      g_param_spec_string ("dates", NULL, "how 03/04/2022 is read: auto, dmy or mdy", "auto", ENT_OPTION));
}

static void
ent_tag_init (EntTag *self)
{
  self->names = TRUE;
  self->values = TRUE;
  self->model = TRUE;
  self->pos = TRUE;
  self->dates = g_strdup ("auto");
}
