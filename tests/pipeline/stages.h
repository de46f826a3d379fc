/* Small stages that need and make different layers: "mark" marks the words in capitals, "roots" makes each token a
 * root, "join" relates the first two mentions, "alter" changes a layer that is sealed, "origin" is a source. */
#pragma once

#include "tests/pipeline/words.h"

typedef struct
{
  EntStage parent;
  gchar *type;
  gchar **skip;
} Mark;
typedef EntStageClass MarkClass;
G_DEFINE_TYPE (Mark, mark, ENT_TYPE_STAGE)

static gboolean
mark_process (EntStage *stage, EntDocument *doc, GError **error)
{
  Mark *self = (Mark *) stage;
  static const gchar *const none[] = { NULL };
  const gchar *const *skip = self->skip ? (const gchar *const *) self->skip : none;
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = 0; t < n; t++)
    if (tokens[t].flags & ENT_TOKEN_CAPITALISED && !ent_document_token_is (doc, t, skip))
      ent_document_add_mention (doc, t, t + 1, self->type, 0.5f);
  return TRUE;
}

static void
mark_class_init (MarkClass *klass)
{
  klass->process = mark_process;
  ent_stage_class_describe (klass, "mark", "mark words in capitals", ENT_LAYER_TOKENS, ENT_LAYER_MENTIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (Mark, type),
                          g_param_spec_string ("type", NULL, "of the mentions", "Person", ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (Mark, skip),
                          g_param_spec_boxed ("skip", NULL, "words", G_TYPE_STRV, ENT_OPTION));
}

static void
mark_init (Mark *self)
{
}

typedef EntStage Roots;
typedef EntStageClass RootsClass;
G_DEFINE_TYPE (Roots, roots, ENT_TYPE_STAGE)

static gboolean
roots_process (EntStage *self, EntDocument *doc, GError **error)
{
  guint n;

  ent_document_get_tokens (doc, &n);
  for (guint t = 0; t < n; t++)
    ent_document_set_head (doc, t, t, "root");
  return TRUE;
}

static void
roots_class_init (RootsClass *klass)
{
  klass->process = roots_process;
  ent_stage_class_describe (klass, "roots", "make each token a root", ENT_LAYER_TOKENS, ENT_LAYER_HEADS);
}

static void
roots_init (Roots *self)
{
}

typedef EntStage Join;
typedef EntStageClass JoinClass;
G_DEFINE_TYPE (Join, join, ENT_TYPE_STAGE)

static gboolean
join_process (EntStage *self, EntDocument *doc, GError **error)
{
  guint n;

  ent_document_get_mentions (doc, &n);
  if (n >= 2)
    ent_document_add_relation (doc, 0, 1, "meet", 0, 0.5f);
  return TRUE;
}

static void
join_class_init (JoinClass *klass)
{
  klass->process = join_process;
  ent_stage_class_describe (klass, "join", "relate two mentions",
                            ENT_LAYER_SENTENCES | ENT_LAYER_HEADS | ENT_LAYER_MENTIONS, ENT_LAYER_RELATIONS);
}

static void
join_init (Join *self)
{
}

typedef EntStage Alter;
typedef EntStageClass AlterClass;
G_DEFINE_TYPE (Alter, alter, ENT_TYPE_STAGE)

static gboolean
alter_process (EntStage *self, EntDocument *doc, GError **error)
{
  ent_document_add_mention (doc, 0, 1, "Person", 1);
  ent_document_set_norm (doc, 0, "altered");
  return TRUE;
}

static void
alter_class_init (AlterClass *klass)
{
  klass->process = alter_process;
  ent_stage_class_describe (klass, "alter", "change tokens, which are sealed", ENT_LAYER_TOKENS, ENT_LAYER_MENTIONS);
}

static void
alter_init (Alter *self)
{
}

typedef EntStage Origin;
typedef EntStageClass OriginClass;
G_DEFINE_TYPE (Origin, origin, ENT_TYPE_STAGE)

static gboolean
origin_produce (EntStage *self, EntDocument **doc, GError **error)
{
  return TRUE;
}

static void
origin_class_init (OriginClass *klass)
{
  klass->produce = origin_produce;
  ent_stage_class_describe (klass, "origin", "make documents", ENT_LAYER_NONE, ENT_LAYER_TAGS);
}

static void
origin_init (Origin *self)
{
}
