/* link — mentions to entities within a document, and relations between the mentions of a sentence. */
#include <entente.h>

#include "stages/link/entities.h"
#include "stages/link/open.h"

typedef struct
{
  EntStage parent;

  gboolean relations;
  LinkKnowledge knowledge;
  Names *names;
} EntLink;
typedef EntStageClass EntLinkClass;

GType ent_link_get_type (void);
G_DEFINE_TYPE (EntLink, ent_link, ENT_TYPE_STAGE)

static void
forget (EntLink *self)
{
  g_clear_pointer (&self->knowledge.vocabulary, link_vocabulary_free);
  g_clear_pointer (&self->knowledge.events, link_events_free);
  g_clear_pointer (&self->knowledge.derivations, link_derivations_free);
}

static gboolean
ent_link_load (EntStage *stage, GError **error)
{
  EntLink *self = (EntLink *) stage;

  g_clear_pointer (&self->names, link_names_free);
  forget (self);
  self->names = link_names_load (stage, error);
  if (!self->names)
    return FALSE;
  return !self->relations
         || ((self->knowledge.vocabulary = link_vocabulary_load (stage, error))
             && (self->knowledge.events = link_events_load (stage, error))
             && (self->knowledge.derivations = link_derivations_load (stage, error)));
}

/* Names become entities without trees; relations are read off them */
static void
read_relations (EntLink *self, EntDocument *doc)
{
  EntLayers missing = (ENT_LAYER_TAGS | ENT_LAYER_HEADS) & ~ent_document_get_layers (doc);
  g_autoptr (LinkTree) tree = NULL;
  g_autoptr (LinkPhrases) phrases = NULL;

  ent_document_mark_layers (doc, ENT_LAYER_RELATIONS);
  if (missing)
    {
      ent_document_add_note (doc, "no relations, as there are no trees: put 'parse' before 'link'");
      return;
    }
  tree = link_tree_new (doc);
  phrases = link_phrases_new (tree);
  link_open_relations (tree, phrases, &self->knowledge);
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

  forget (self);
  g_clear_pointer (&self->names, link_names_free);
  G_OBJECT_CLASS (ent_link_parent_class)->finalize (object);
}

static void
ent_link_class_init (EntLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_link_finalize;
  klass->load = ent_link_load;
  klass->process = ent_link_process;
  klass->get_makes = ent_link_get_makes;
  ent_stage_class_describe (klass, "link", "make entities of names, and relations of what the sentences say of them",
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS,
                            ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntLink, relations),
                          g_param_spec_boolean ("relations", NULL, "find relations, too", TRUE, ENT_OPTION));
}

static void
ent_link_init (EntLink *self)
{
}
