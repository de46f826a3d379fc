/* The words that the analysis of a sentence knows: small words, verbs with all their forms, nouns that link names. */
#pragma once

#include <entente.h>

typedef enum
{
  WORD_DETERMINER = 1 << 0,
  WORD_POSSESSIVE = 1 << 1,
  WORD_PRONOUN = 1 << 2,
  WORD_PREPOSITION = 1 << 3,
  WORD_PARTICLE = 1 << 4,
  WORD_CONJUNCTION = 1 << 5,
  WORD_SUBORDINATOR = 1 << 6,
  WORD_RELATIVE = 1 << 7,
  WORD_MODAL = 1 << 8,
  WORD_BE = 1 << 9,
  WORD_HAVE = 1 << 10,
  WORD_DO = 1 << 11,
  WORD_NOT = 1 << 12,
  WORD_ADVERB = 1 << 13,
  WORD_ADJECTIVE = 1 << 14,
  WORD_BEFORE = 1 << 15,
  WORD_TIME = 1 << 16,
  WORD_PLACE = 1 << 17,
  WORD_NOUN = 1 << 18,
  WORD_SOURCE = 1 << 19,
  WORD_BASE = 1 << 20,
  WORD_S_FORM = 1 << 21,
  WORD_PAST = 1 << 22,
  WORD_PARTICIPLE = 1 << 23,
  WORD_ING = 1 << 24,
  WORD_ASIDE = 1 << 25, /* a preposition, too */
  WORD_HEDGE = 1 << 26,
  WORD_THAN = 1 << 27,
  WORD_ABOUT = 1 << 28
} WordClass;

#define WORD_VERB (WORD_BASE | WORD_S_FORM | WORD_PAST | WORD_PARTICIPLE | WORD_ING)

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
  VERB_NAMES = 1 << 7
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
  NOUN_MEMBER,
  NOUN_INTEND,
  NOUN_REFUSE
} NounKind;

typedef struct
{
  NounKind kind;
  const gchar *noun;       /* in the singular */
  const gchar *label;      /* of an event: the verb */
  GPtrArray *prepositions; /* of an event: before what is acted upon */
} Noun;

typedef struct
{
  guint32 classes;  /* WordClass */
  guint8 effect;    /* of a modal, adverb, adjective, subordinator, determiner */
  const Verb *verb; /* of the forms of WORD_VERB */
  const Noun *noun; /* of any kind but mutual */
  const Noun *mutual;
} Word;

typedef struct _Vocabulary Vocabulary;

Vocabulary *link_vocabulary_load (EntStage *stage, GError **error);
void link_vocabulary_free (Vocabulary *self);
const Word *link_vocabulary_find (const Vocabulary *self, const gchar *text, guint length);
gboolean link_word_is_in (const GPtrArray *list, const gchar *word);

/* For the loader: adds classes to a word; the lemma's forms, as WordClass of each */
typedef void (*VerbFormFunc) (gpointer user_data, const gchar *form, guint32 classes);
void link_inflect_verb (const gchar *lemma, const gchar *past, const gchar *participle, gboolean doubles,
                        VerbFormFunc func, gpointer user_data);
void link_pluralise (const gchar *noun, GString *plural);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vocabulary, link_vocabulary_free)
