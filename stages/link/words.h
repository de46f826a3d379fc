/* The words that say more than that something is done: verbs and nouns by lemma, small words by form. */
#pragma once

#include <entente.h>

typedef enum
{
  WORD_MODAL = 1 << 0,
  WORD_NOT = 1 << 1,
  WORD_ADVERB = 1 << 2,
  WORD_MARK = 1 << 3,
  WORD_ADJECTIVE = 1 << 4,
  WORD_NOUN = 1 << 5,
  WORD_NOBODY = 1 << 6,
  WORD_PREPOSITION = 1 << 7,
  WORD_PLACE = 1 << 8,
  WORD_SOURCE = 1 << 9,
  WORD_CLASS = 1 << 10
} WordClass;

#define WORD_N_CLASSES 11

/* What a word makes of the verb that it governs: an EntModality, or one of these */
#define EFFECT_NONE 0xff
#define EFFECT_NEGATED 0xfe

typedef enum
{
  VERB_QUIET = 1 << 0,
  VERB_SAYS = 1 << 1,
  VERB_BELIEVES = 1 << 2,
  VERB_DENIES = 1 << 3,
  VERB_ACCUSES = 1 << 4,
  VERB_LIGHT = 1 << 5,
  VERB_CLAUSAL = 1 << 6,
  VERB_BECOMES = 1 << 7,
  VERB_WISHES = 1 << 8
} VerbTraits;

#define VERB_TAKES_CLAUSE (VERB_SAYS | VERB_BELIEVES | VERB_DENIES)

typedef struct
{
  const gchar *lemma;
  VerbTraits traits;
  guint8 to;               /* effect on the verb after it, which its subject does */
  guint8 obj;              /* effect on the verb after it, which its object does */
  GPtrArray *prepositions; /* that belong to it even after an object */
  GPtrArray *particles;    /* that make one predicate with it */
} Verb;

typedef enum
{
  NOUN_EVENT,
  NOUN_MUTUAL,
  NOUN_ROLE,
  NOUN_MEMBER
} NounKind;

typedef struct
{
  NounKind kind;
  const gchar *noun;       /* its lemma */
  const gchar *label;      /* of an event: the verb, maybe with a preposition */
  GPtrArray *prepositions; /* of an event: before what is acted upon */
} Noun;

typedef struct _Vocabulary Vocabulary;

Vocabulary *link_vocabulary_load (EntStage *stage, GError **error);
void link_vocabulary_free (Vocabulary *self);

/* NULL where the vocabulary does not have it */
const Verb *link_vocabulary_verb (const Vocabulary *self, const gchar *lemma);
const Noun *link_vocabulary_noun (const Vocabulary *self, const gchar *lemma);
const Noun *link_vocabulary_mutual (const Vocabulary *self, const gchar *lemma);

/* Whether a word, in either case and with either apostrophe, is of a class; and what it makes of its verb there */
gboolean link_vocabulary_is (const Vocabulary *self, WordClass class, const gchar *word, gsize length);
guint8 link_vocabulary_effect (const Vocabulary *self, WordClass class, const gchar *word, gsize length);

gboolean link_word_is_in (const GPtrArray *list, const gchar *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vocabulary, link_vocabulary_free)
