/* Open relations: who does what to whom, as the trees say it. */
#pragma once

#include "stages/link/derivations.h"
#include "stages/link/events.h"
#include "stages/link/governments.h"
#include "stages/link/phrases.h"
#include "stages/link/stance.h"

G_BEGIN_DECLS

/* Members of a list that are looked at: longer ones are cut */
#define LINK_MAX_ARGUMENTS 12

/* Noun phrases that fill one place of a relation, by their numbers */
typedef struct
{
  guint n;
  guint32 phrases[LINK_MAX_ARGUMENTS];
} LinkArguments;

/* What the readers of relations share */
typedef struct
{
  const LinkTree *tree;
  const Vocabulary *vocabulary;
  const LinkEvents *events;
  LinkDerivations *derivations;
  LinkPhrases *phrases;
  LinkClauses *clauses;
  LinkQuotes *quotes;
  GArray *found; /* LinkFinding */
  GStringChunk *strings;
  gboolean cut; /* a list was too long */

  /* types, as numbers of the document */
  EntId location;
  EntId temporal;
  EntId person;
  EntId money;
  EntId things[4]; /* of names that stand before what they are: "Leopard 2 tanks" */
} LinkReader;

/* A relation, before it becomes one of the document */
typedef struct
{
  guint32 predicate; /* token that stands for it: of which the stance, time and place are sought */
  guint32 trigger;   /* tokens [trigger, trigger_end) */
  guint32 trigger_end;
  guint32 head; /* phrases */
  guint32 tail;
  const gchar *label;
  const gchar *rule; /* "link/svo" */
  gfloat confidence;
} LinkFinding;

/* Then says who acts for whom */
void link_open_relations (const LinkTree *tree, LinkPhrases *phrases, const Vocabulary *vocabulary,
                          const LinkEvents *events, LinkDerivations *derivations, const LinkGovernments *governments);

/* For those who read other relations off the same trees. Events and derivations are none until they are set */
void link_reader_init (LinkReader *self, const LinkTree *tree, LinkPhrases *phrases, const Vocabulary *vocabulary);
void link_reader_clear (LinkReader *self);
/* What the sentence says of a predicate besides: polarity, modality, who says so, when. Head and tail are set */
void link_judge (LinkReader *self, guint predicate, EntRelation *relation);

/* The members of the list that begins with a noun, each as the name that it stands for; none for -1 */
LinkArguments link_arguments (LinkReader *self, gint token);
/* The phrase that a noun stands for, or -1: "the newspaper X" and "the city of X" are X */
gint link_denoted (const LinkReader *self, guint token);
gboolean link_is_named (const LinkReader *self, guint phrase);
/* A name within the phrase of a noun that qualifies it: "Norland's", "Norlandic", "Norland"; no arguments without */
gint link_qualifier (const LinkReader *self, guint noun);

/* Each pair of them; @pattern says all else */
void link_find (LinkReader *self, const LinkFinding *pattern, const LinkArguments *heads, const LinkArguments *tails);

/* The rules */
void link_find_verbal (LinkReader *self, const LinkClause *clause);
void link_find_copular (LinkReader *self, const LinkClause *clause);
void link_find_nominal (LinkReader *self, guint noun);

/* "director" of "the former director of X"; for labels */
void link_append_role (const LinkReader *self, guint noun, GString *label);
void link_append_preposition (const LinkReader *self, guint preposition, GString *label);
void link_append_word (const LinkReader *self, guint t, GString *label);
const gchar *link_keep (LinkReader *self, const gchar *label);

/* Time (ISO 8601) and place of what a predicate tells of; 0 and ENT_NONE where nothing is said */
EntId link_time_of (const LinkReader *self, guint predicate);
gint link_place_of (const LinkReader *self, guint predicate);
gboolean link_is_location (const LinkReader *self, guint noun);
gboolean link_is_temporal (const LinkReader *self, guint noun);

G_END_DECLS
