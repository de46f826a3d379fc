/* link — mentions to entities within a document, and relations between the mentions of a sentence. */
#include <entente.h>

#include "stages/link/entities.h"
#include "stages/link/open.h"
#include "stages/link/typed.h"

typedef struct
{
  EntStage parent;

  gboolean relations;
  gboolean typed;
  Typed *model; /* NULL where the pack has none, or typed relations are not asked for */
  Vocabulary *vocabulary;
  Names *names;
} EntLink;
typedef EntStageClass EntLinkClass;

GType ent_link_get_type (void);
G_DEFINE_TYPE (EntLink, ent_link, ENT_TYPE_STAGE)

static gboolean
ent_link_load (EntStage *stage, GError **error)
{
  EntLink *self = (EntLink *) stage;

  g_clear_pointer (&self->names, link_names_free);
  g_clear_pointer (&self->vocabulary, link_vocabulary_free);
  g_clear_pointer (&self->model, link_typed_free);
  self->names = link_names_load (stage, error);
  if (!self->names)
    return FALSE;
  if (self->relations)
    self->vocabulary = link_vocabulary_load (stage, error);
  if (self->relations && !self->vocabulary)
    return FALSE;
  return !self->relations || !self->typed || link_typed_load (stage, &self->model, error);
}

/* Where the types of a pack are all that there are, only its own relations between its own mentions are */
static void
read_relations (EntLink *self, EntDocument *doc)
{
  g_autoptr (LinkTree) tree = link_tree_new (doc);

  if (!self->model || !link_typed_is_closed (self->model))
    {
      g_autoptr (LinkPhrases) phrases = link_phrases_new (tree);

      link_open_relations (tree, phrases, self->vocabulary);
    }
  if (self->model)
    link_typed (tree, self->model);
}

/* Entities and relations that the input brought along are kept */
static gboolean
ent_link_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntLink *self = (EntLink *) stage;
  EntLayers given = ent_document_get_layers (doc);

  if (!(given & ENT_LAYER_ENTITIES))
    link_entities (doc, self->names);
  if (self->relations && !(given & ENT_LAYER_RELATIONS))
    read_relations (self, doc);
  return TRUE;
}

/* Without relations, neither parts of speech nor trees are looked at */
static EntLayers
ent_link_get_needs (EntStage *stage)
{
  EntLayers needs = ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS;

  return ((EntLink *) stage)->relations ? needs | ENT_LAYER_TAGS | ENT_LAYER_HEADS : needs;
}

static EntLayers
ent_link_get_makes (EntStage *stage)
{
  return ((EntLink *) stage)->relations ? ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS
                                        : ENT_LAYER_ENTITIES;
}

static void
ent_link_finalize (GObject *object)
{
  EntLink *self = (EntLink *) object;

  g_clear_pointer (&self->vocabulary, link_vocabulary_free);
  g_clear_pointer (&self->model, link_typed_free);
  g_clear_pointer (&self->names, link_names_free);
  G_OBJECT_CLASS (ent_link_parent_class)->finalize (object);
}

static void
ent_link_class_init (EntLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_link_finalize;
  klass->load = ent_link_load;
  klass->process = ent_link_process;
  klass->get_needs = ent_link_get_needs;
  klass->get_makes = ent_link_get_makes;
  ent_stage_class_describe (klass, "link", "make entities of names, and relations of what the sentences say of them",
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_TAGS | ENT_LAYER_HEADS
                                | ENT_LAYER_MENTIONS,
                            ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntLink, relations),
                          g_param_spec_boolean ("relations", NULL, "find relations, too", TRUE, ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntLink, typed),
      g_param_spec_boolean ("typed", NULL, "among them those of the pack's model, where it has one", TRUE, ENT_OPTION));
}

static void
ent_link_init (EntLink *self)
{
}
