/* tag — marks names and values by lexicon, patterns and rules; no model is needed. */
#include <string.h>

#include "stages/tag/tag.h"

#include <entente.h>

typedef struct
{
  EntStage parent;
  gboolean names;
  gboolean values;
  Lexicon lexicon;
  Patterns *patterns;
} EntTag;
typedef EntStageClass EntTagClass;
GType ent_tag_get_type (void);
G_DEFINE_TYPE (EntTag, ent_tag, ENT_TYPE_STAGE)

static void
begin (Tagging *self)
{
  self->text = ent_document_get_text (self->doc, NULL);
  self->tokens = ent_document_get_tokens (self->doc, &self->n_tokens);
  self->sentences = ent_document_get_sentences (self->doc, &self->n_sentences);
  self->words = g_new0 (Word, self->n_tokens + 1);
  self->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  self->kept = g_array_new (FALSE, FALSE, sizeof (Candidate));
}

static void
end (Tagging *self)
{
  g_free (self->words);
  g_array_unref (self->phrases);
  g_array_unref (self->runs);
  g_array_unref (self->candidates);
  g_array_unref (self->kept);
}

/* First what names tell of themselves, then what the document has told, then what stands around them */
static void
find_names (Tagging *self)
{
  tag_find_lexicon_names (self);
  tag_find_works (self);
  tag_find_acronyms (self);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      tag_find_organisations (self, run);
      tag_find_places (self, run);
      tag_find_events (self, run);
      tag_find_persons (self, run);
    }
}

static void
find_more_names (Tagging *self)
{
  tag_find_repeats (self);
  tag_find_ambiguous_names (self);
  tag_resolve (self);
  for (guint i = 0; i < self->runs->len; i++)
    tag_find_by_context (self, &g_array_index (self->runs, Run, i));
  tag_agree (self);
  tag_resolve (self);
  tag_find_repeats (self);
  tag_resolve (self);
}

static gboolean
ent_tag_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntTag *self = (EntTag *) stage;
  Tagging tagging = { .lexicon = &self->lexicon, .patterns = self->patterns, .doc = doc };

  begin (&tagging);
  tag_look_up_words (&tagging);
  tag_judge_capitals (&tagging);
  tag_find_runs (&tagging);
  if (self->values)
    tag_find_values (&tagging);
  if (self->names)
    find_names (&tagging);
  tag_resolve (&tagging);
  if (self->names)
    find_more_names (&tagging);
  tag_append_mentions (&tagging);
  end (&tagging);
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
  return self->patterns != NULL;
}

static void
ent_tag_finalize (GObject *object)
{
  EntTag *self = (EntTag *) object;

  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_unref);
  g_clear_pointer (&self->patterns, tag_patterns_free);
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
