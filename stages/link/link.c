/* link — mentions to entities within a document, and relations between the mentions of a sentence. */
#include <entente.h>

#include "stages/link/coref.h"
#include "stages/link/entities.h"
#include "stages/link/events.h"
#include "stages/link/open.h"
#include "stages/link/typed.h"

typedef struct
{
  EntStage parent;

  gboolean relations;
  gboolean coref;
  gboolean typed;
  Typed *model; /* NULL where the pack has none, or typed relations are not asked for */
  Vocabulary *vocabulary;
  LinkEvents *events;
  LinkDerivations *derivations;
  LinkGovernments *governments;
  Names *names;
  LinkNouns *nouns;
  LinkRanker *ranker;
} EntLink;
typedef EntStageClass EntLinkClass;

GType ent_link_get_type (void);
G_DEFINE_TYPE (EntLink, ent_link, ENT_TYPE_STAGE)

static void
clear (EntLink *self)
{
  g_clear_pointer (&self->ranker, link_ranker_free);
  g_clear_pointer (&self->governments, link_governments_free);
  g_clear_pointer (&self->nouns, link_nouns_free);
  g_clear_pointer (&self->names, link_names_free);
  g_clear_pointer (&self->vocabulary, link_vocabulary_free);
  g_clear_pointer (&self->events, link_events_free);
  g_clear_pointer (&self->derivations, link_derivations_free);
  g_clear_pointer (&self->model, link_typed_free);
}

static gboolean
ent_link_load (EntStage *stage, GError **error)
{
  EntLink *self = (EntLink *) stage;
  g_autofree gchar *ranker = ent_stage_find_data (stage, COREF_FILE, NULL);

  clear (self);
  self->names = link_names_load (stage, error);
  self->nouns = self->names ? link_nouns_load (stage, self->names, error) : NULL;
  if (!self->nouns || (ranker && !(self->ranker = link_ranker_open (ranker, error))))
    return FALSE;
  if (self->relations
      && (!(self->vocabulary = link_vocabulary_load (stage, error)) || !(self->events = link_events_load (stage, error))
          || !(self->derivations = link_derivations_load (stage, error))
          || !(self->governments = link_governments_load (stage, self->names, error))))
    return FALSE;
  return !self->relations || !self->typed || link_typed_load (stage, &self->model, error);
}

/* Pronouns and descriptions are brought to their entities, and relations read, where there are trees; names become
 * entities without. Where the types of a pack are all that there are, only its own relations between its own mentions
 * are */
static void
read_trees (EntLink *self, EntDocument *doc, gboolean corefer, gboolean relate)
{
  g_autoptr (LinkTree) tree = link_tree_new (doc);

  if (!self->model || !link_typed_is_closed (self->model))
    {
      g_autoptr (LinkPhrases) phrases = link_phrases_new (tree);

      if (corefer)
        link_coref (phrases, self->nouns, self->ranker);
      if (relate)
        link_open_relations (tree, phrases, self->vocabulary, self->events, self->derivations, self->governments);
    }
  if (self->model && relate)
    link_typed (tree, self->model);
}

/* Entities and relations that the input brought along are kept */
static gboolean
ent_link_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntLink *self = (EntLink *) stage;
  EntLayers given = ent_document_get_layers (doc);
  gboolean has_trees = !((ENT_LAYER_TAGS | ENT_LAYER_HEADS) & ~given);
  gboolean corefer = self->coref && has_trees && !(given & ENT_LAYER_ENTITIES);
  gboolean relate = self->relations && !(given & ENT_LAYER_RELATIONS);

  if (!(given & ENT_LAYER_ENTITIES))
    link_entities (doc, self->names);
  if (relate)
    ent_document_mark_layers (doc, ENT_LAYER_RELATIONS);
  if (relate && !has_trees)
    ent_document_add_note (doc, "no relations, as there are no trees: put 'parse' before 'link'");
  if (has_trees && (corefer || relate))
    read_trees (self, doc, corefer, relate);
  return TRUE;
}

static EntLayers
ent_link_get_makes (EntStage *stage)
{
  EntLink *self = (EntLink *) stage;
  EntLayers makes = ENT_LAYER_ENTITIES;

  if (self->coref || self->relations)
    makes |= ENT_LAYER_MENTIONS;
  return self->relations ? makes | ENT_LAYER_RELATIONS : makes;
}

static void
ent_link_finalize (GObject *object)
{
  EntLink *self = (EntLink *) object;

  clear (self);
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
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntLink, coref),
                          g_param_spec_boolean ("coref", NULL,
                                                "bring pronouns and descriptions together with names, too", TRUE,
                                                ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntLink, typed),
      g_param_spec_boolean ("typed", NULL, "among them those of the pack's model, where it has one", TRUE, ENT_OPTION));
}

static void
ent_link_init (EntLink *self)
{
}
