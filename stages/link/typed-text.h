/* A document as the features of typed relations see it, and the features of two mentions or entities of it. */
#pragma once

#include "pipeline/learn/forms.h"
#include "stages/link/typed.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 first;
  guint32 end;
  guint32 head; /* the token that is its head in the tree */
  guint32 sentence;
  guint32 mention; /* its number in the document */
  gint32 entity;
  guint64 type; /* hash of its name */
} TypedMention;

typedef struct
{
  guint first; /* its mentions are `of_entities` from here, n of them, in the order of the text */
  guint n;
  gint32 entity;
} TypedEntity;

typedef struct
{
  const LinkTree *tree;
  const EntWords *words;
  EntWordForm *forms;
  guint64 *lemmas;     /* a hash for each token */
  guint64 *edges;      /* of each token: its relation to its head, with its preposition */
  GArray *mentions;    /* TypedMention, in the order of the text */
  guint *of_sentence;  /* sentence s has mentions [of_sentence[s], of_sentence[s + 1]) */
  GArray *entities;    /* TypedEntity, in the order of their first mentions */
  GArray *of_entities; /* guint, numbers in `mentions` */
  GArray *ids;         /* guint64: the features that are being gathered */
} TypedText;

/* Mentions are those of the document, or the gold's in their stead */
TypedText *typed_text_new (const LinkTree *tree, const EntMention *mentions, guint n_mentions, const EntWords *words);
void typed_text_free (TypedText *self);

static inline const TypedMention *
typed_mention (const TypedText *self, guint m)
{
  return &g_array_index (self->mentions, TypedMention, m);
}

static inline const TypedEntity *
typed_entity (const TypedText *self, guint e)
{
  return &g_array_index (self->entities, TypedEntity, e);
}

static inline const TypedMention *
typed_mention_of (const TypedText *self, const TypedEntity *entity, guint i)
{
  return typed_mention (self, g_array_index (self->of_entities, guint, entity->first + i));
}

static inline guint64
typed_signature (guint64 head, guint64 tail)
{
  return ent_hash_mix (head, ~tail);
}

static inline void
typed_add (TypedText *self, guint template, guint64 value)
{
  guint64 id = ent_hash_mix (value, template);

  g_array_append_val (self->ids, id);
}

/* typed-path.c: the way from one token to another in the tree */
#define TYPED_LONGEST_PATH 12

typedef struct
{
  guint32 up[TYPED_LONGEST_PATH];   /* tokens from the head's up to the top, which is not among them */
  guint32 down[TYPED_LONGEST_PATH]; /* from the tail's, likewise */
  guint n_up;
  guint n_down;
  guint32 top;
} TypedPath;

/* FALSE where there is none, or it is too long */
gboolean typed_find_path (const LinkTree *tree, guint from, guint to, TypedPath *path);
/* The word of the path that says what holds between two mentions, or -1 */
gint typed_find_trigger (const LinkTree *tree, const TypedMention *head, const TypedMention *tail);
void typed_add_path (TypedText *self, const TypedMention *head, const TypedMention *tail);

/* typed-features.c, typed-document.c: fill `ids`; that of entities gives the sentence where both are told of */
void typed_gather_pair (TypedText *self, guint head, guint tail);
guint typed_gather_entities (TypedText *self, guint head, guint tail);
/* adds to them; for both */
void typed_add_pair (TypedText *self, const TypedMention *head, const TypedMention *tail);

/* Called with the numbers of two mentions, or two entities */
typedef void (*TypedPairFunc) (gpointer data, guint head, guint tail);

void typed_foreach_pair (TypedText *self, TypedPairFunc func, gpointer data);
void typed_foreach_entities (TypedText *self, TypedPairFunc func, gpointer data);

/* Mentions of a sentence, and entities of a document, are paired with so many others at most. A sentence with more
 * mentions is a list or a table, where only neighbours have to do with each other: the more of them, the fewer others
 * each is paired with, so that all together come to about MOST_MENTIONS squared, but never fewer than LEAST_MENTIONS */
#define TYPED_MOST_MENTIONS 40
#define TYPED_LEAST_MENTIONS 3
#define TYPED_MOST_ENTITIES 150

/* Of the words that hang on one, so many at most are features of a pair */
#define TYPED_MOST_CHILDREN 40

G_END_DECLS
