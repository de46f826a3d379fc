/* A sentence cut into noun phrases, verb groups and what stands between: the ground on which relations are read. */
#pragma once

#include "stages/link/words.h"

typedef enum
{
  CHUNK_NOUN, /* a noun phrase */
  CHUNK_VERB, /* a verb with its auxiliaries, negation and particle */
  CHUNK_PREPOSITION,
  CHUNK_COMMA,
  CHUNK_CONJUNCTION,
  CHUNK_RELATIVE,
  CHUNK_SUBORDINATOR,
  CHUNK_SOURCE, /* "according to" */
  CHUNK_STOP    /* what no clause reaches over */
} ChunkKind;

typedef enum
{
  VERB_FINITE,
  VERB_TO,        /* "to attack" */
  VERB_ING,       /* "attacking" */
  VERB_PARTICIPLE /* "attacked by": passive, without auxiliary */
} VerbForm;

/* Mentions at most in one place of a relation: longer lists are cut */
#define MAX_ARGUMENTS 8

typedef struct
{
  guint n;
  gint mentions[MAX_ARGUMENTS];
} Arguments;

typedef struct
{
  guint8 kind;
  guint first; /* tokens [first, end) */
  guint end;

  /* of a noun phrase */
  gint mention;      /* that ends it, or ENT_NONE */
  gint owner;        /* "Russia's …" */
  gint modifier;     /* "Russian …", "FSB …" */
  guint head;        /* first token of its last common noun and the words before it that make a title */
  guint head_end;    /* equal to head where there is none */
  gboolean bare;     /* no determiner, no owner */
  gboolean closed;   /* nothing can be added */
  gboolean complete; /* has a noun or name */

  /* of a verb group */
  guint8 form; /* VerbForm */
  guint8 modality;
  gboolean negated;
  gboolean passive;
  gboolean copula;
  gboolean has_auxiliary;
  guint trigger; /* tokens [trigger, trigger_end): the verb and its particle */
  guint trigger_end;
  const Verb *verb;
  gint parent;       /* the chunk of the verb that governs it, or -1 */
  gint source;       /* who accuses or denies, or ENT_NONE */
  const gchar *rule; /* how its subject was found, for `by`; NULL is the plain way */
  Arguments subjects;
  Arguments objects;
  guint objects_end; /* the chunk after its objects */

  const Word *word; /* the verb; the last common noun; the small word */
} Chunk;

/* A document as the analysis sees it; the arrays are its own */
typedef struct
{
  EntDocument *doc;
  const Vocabulary *vocabulary;
  const gchar *text;
  const EntToken *tokens;
  guint n_tokens;
  const EntMention *mentions;
  guint n_mentions;
  gint *mention_at; /* the longest mention that begins at a token, or ENT_NONE */
  GPtrArray *words; /* const Word, of the tokens of the sentence in hand */
  GArray *chunks;   /* Chunk, of the sentence in hand */
  EntId temporal;   /* the type of mentions that are no part of a clause */
  EntId person;
  EntId nationality;
  EntId location;
  EntId money;
  EntId things[4]; /* types of names that stand before what they are: "Leopard 2 tanks" */

  /* the sentence in hand */
  guint first;
  guint end;
  gboolean headline; /* in title case or capitals */
  gboolean question;
  guint8 effect; /* of an adverb on the verb to come: "reportedly" */
} Sentence;

void link_chunk (Sentence *self);

/* Shared by chunks.c and verbs.c */
const Word *link_word_at (const Sentence *self, guint t);
gboolean link_begins_noun_phrase (const Sentence *self, guint t, gboolean strictly);
gboolean link_reads_as_verb (const Sentence *self, guint t, const Word *word);
guint link_read_verb_group (Sentence *self, guint t);
gboolean link_is_value (const Sentence *self, gint m);
gboolean link_token_is (const Sentence *self, guint t, const gchar *text);
gboolean link_looks_like_name (const Sentence *self, guint t);
gboolean link_is_manner (const Sentence *self, guint t);
gboolean link_is_unknown_verb (const Sentence *self, guint t, gboolean or_ing);

/* Shared by chunks.c and marks.c */
Chunk *link_last_chunk (Sentence *self);
Chunk *link_add_chunk (Sentence *self, ChunkKind kind, guint first, guint end, const Word *word);
void link_read_noun (Sentence *self, guint t, const Word *word);
gboolean link_is_article (const Sentence *self, guint t);
gboolean link_read_possessive (Sentence *self, guint t);
guint link_read_punctuation (Sentence *self, guint t);
