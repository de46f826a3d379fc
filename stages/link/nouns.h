/* What is known of nouns and pronouns by themselves: the kind of thing that they stand for, gender, number. */
#pragma once

#include "stages/link/names.h"

G_BEGIN_DECLS

/* Sets: what is not known may be any */
typedef enum
{
  GENDER_MALE = 1 << 0,
  GENDER_FEMALE = 1 << 1,
  GENDER_NEUTER = 1 << 2
} LinkGender;
#define GENDER_PERSON (GENDER_MALE | GENDER_FEMALE)
#define GENDER_ANY (GENDER_PERSON | GENDER_NEUTER)

typedef enum
{
  NUMBER_SINGULAR = 1 << 0,
  NUMBER_PLURAL = 1 << 1
} LinkNumber;
#define NUMBER_ANY (NUMBER_SINGULAR | NUMBER_PLURAL)

typedef enum
{
  PRONOUN_PERSONAL,
  PRONOUN_POSSESSIVE,
  PRONOUN_REFLEXIVE,
  PRONOUN_RELATIVE,
  PRONOUN_DEMONSTRATIVE
} LinkPronounUse;

typedef struct
{
  guint8 person; /* 1 to 3 */
  guint8 gender; /* LinkGender */
  guint8 number; /* LinkNumber */
  guint8 use;    /* LinkPronounUse */
} LinkPronoun;

typedef enum
{
  NOUN_GROUP = 1 << 0,
  NOUN_SPEECH = 1 << 1,
  NOUN_WEATHER = 1 << 2,
  NOUN_THIS = 1 << 3,
  NOUN_PLURAL = 1 << 4,
  NOUN_NONE = 1 << 5,
  NOUN_NEW = 1 << 6
} LinkWordClass;

typedef struct _LinkNouns LinkNouns;

LinkNouns *link_nouns_load (EntStage *stage, const Names *names, GError **error);
void link_nouns_free (LinkNouns *self);

/* A type of the ontology, "Thing" where it is of none of them, NULL where the noun is not known */
const gchar *link_noun_type (const LinkNouns *self, const gchar *lemma);
/* Of a noun or title in lower case, or a given name with its capital; 0 where nothing is known */
LinkGender link_noun_gender (const LinkNouns *self, const gchar *word);
/* NULL where the word, in lower case, is none that can stand for something */
const LinkPronoun *link_find_pronoun (const LinkNouns *self, const gchar *form);
/* The same word as one that points: "that" is a relative pronoun, too */
const LinkPronoun *link_find_demonstrative (const LinkNouns *self, const gchar *form);
gboolean link_word_is (const LinkNouns *self, const gchar *lemma, LinkWordClass class);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkNouns, link_nouns_free)

G_END_DECLS
