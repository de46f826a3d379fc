/* WordNet's files as they are, see wndb(5WN): synsets with their words, pointers and gloss. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lexicographers' files that matter here, see lexnames(5WN) */
enum
{
  WN_ACT = 4,
  WN_ARTIFACT = 6,
  WN_ATTRIBUTE = 7,
  WN_COGNITION = 9,
  WN_COMMUNICATION = 10,
  WN_EVENT = 11,
  WN_GROUP = 14,
  WN_LOCATION = 15,
  WN_OBJECT = 17,
  WN_PERSON = 18,
  WN_PHENOMENON = 19,
  WN_POSSESSION = 21,
  WN_PROCESS = 22,
  WN_QUANTITY = 23,
  WN_STATE = 26,
  WN_TIME = 28
};

/* What all is looked for above a synset; bits of WnSynset.roots */
typedef enum
{
  WN_ROOT_PERSON,
  WN_ROOT_INHABITANT,
  WN_ROOT_RELIGIOUS,
  WN_ROOT_SPIRIT,
  WN_ROOT_ORGANISATION,
  WN_ROOT_UNIT,
  WN_ROOT_ETHNIC,
  WN_ROOT_COUNTRY,
  WN_ROOT_CAPITAL,
  WN_ROOT_SCHOOL,
  WN_ROOT_WEAPON,
  WN_ROOT_MILITARY,
  WN_ROOT_VEHICLE,
  WN_ROOT_STRUCTURE,
  WN_ROOT_FACILITY,
  WN_ROOT_WAY,
  WN_ROOT_DOCUMENT,
  WN_ROOT_PUBLICATION,
  WN_N_ROOTS
} WnRoot;

typedef struct
{
  gchar kind;  /* '@' hypernym, 'i' instance of, 'p' part of, '\\' pertainym, '+' derivation; no others are kept */
  gchar pos;   /* 'n', 'v', 'a', 'r' */
  guint8 from; /* the word of this synset that it starts at, and the one of the other that it leads to, from 1; */
  guint8 to;   /* 0 for all of them */
  guint32 target;
} WnPointer;

typedef struct
{
  guint32 offset;
  guint8 lexfile;
  gboolean instance;
  gchar **words;   /* with spaces for underscores */
  guint32 *counts; /* how often each word was met in this sense in the tagged texts */
  GArray *pointers;
  gchar *gloss;
  guint32 roots; /* nouns: 1 << WnRoot */
  gboolean climbed;
} WnSynset;

typedef struct
{
  GPtrArray *nouns, *verbs, *adjectives, *adverbs; /* WnSynset */
  GHashTable *by_offset;                           /* of the nouns */
  GHashTable *verb_by_offset;
  GHashTable *senses; /* lemma of index.noun → GArray of offsets, the commonest first */
} WnDatabase;

WnDatabase *wn_database_open (const gchar *folder, GError **error);
void wn_database_free (WnDatabase *self);
WnSynset *wn_database_find (WnDatabase *self, guint32 offset);
WnSynset *wn_database_find_verb (WnDatabase *self, guint32 offset);
/* The n-th commonest sense of the noun, from 0; NULL where it has no more */
WnSynset *wn_database_get_sense (WnDatabase *self, const gchar *noun, guint n);
gboolean wn_database_is_first_sense (WnDatabase *self, const gchar *word, const WnSynset *synset);

static inline gboolean
wn_is_below (const WnSynset *synset, WnRoot root)
{
  return synset->roots >> root & 1;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WnDatabase, wn_database_free)

G_END_DECLS
