/* Lists learned from raw text: what kind of thing a name was met as, and how a word stands among others. The table of
 * a pack, what it tells of a document, and, for training, the counting. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/feature-list.h"
#include "stages/tag/tag.h"

G_BEGIN_DECLS

/* How the table is called in a pack, in the folder of the step `tag` */
#define LISTS_FILE "lists.bin"

/* What a name can be met as: "Kind" here, as "type" is what a tagger of names is trained to find */
typedef enum
{
  KIND_PERSON,
  KIND_LOCATION,
  KIND_ORGANISATION,
  KIND_EVENT,
  KIND_WORK,
  N_KINDS
} Kind;

/* How often a word stands in which way */
typedef enum
{
  WAY_CAPITALISED, /* of all places that do not ask for a capital by themselves */
  WAY_CAPITALS,    /* the others are of those with a capital: all letters are */
  WAY_ALONE,       /* a row of capitalised words of its own */
  WAY_FIRST,       /* the first of such a row */
  WAY_LAST,
  WAY_GIVEN_NAME, /* the first word of a person's name */
  WAY_SURNAME,
  WAY_IN_ORGANISATION,
  WAY_IN_LOCATION,
  WAY_AFTER_PLACE_CUE, /* "in", "at", … */
  WAY_AFTER_OF,
  WAY_AFTER_THE,
  WAY_AFTER_TITLE, /* "Mr", "minister", "uncle" */
  WAY_AFTER_GIVEN_NAME,
  WAY_SPEAKS, /* beside "said" */
  WAY_OWNS,   /* before "'s" */
  N_WAYS
} Way;

/* What the table knows of a name: for each kind its share of the votes (0 to 7), how many votes there were (log2, at
 * most 7), and the hash of the noun that is most often said of it ("X is a town"), 0 for none */
typedef struct
{
  guint8 shares[N_KINDS];
  guint8 votes;
  guint16 noun;
} ListedName;

/* What it knows of a word: for each way a step of its share, from 0 for never to 8 for nearly always */
typedef struct
{
  guint8 shares[N_WAYS];
} ListedWord;

/* The longest name, in words */
#define LISTS_LONGEST_NAME 6

typedef struct _Lists Lists;

Lists *lists_new (EntModel *model, GError **error);
Lists *lists_open (const gchar *path, GError **error);
void lists_free (Lists *self);

/* Names and words by their hashes: that of a name is made of those of its words, which are folded in case. What is not
 * found leaves `found` as it is */
guint64 lists_hash_word (const gchar *word, gsize length);
guint64 lists_hash_name (guint64 before, guint64 word);
gboolean lists_find_name (const Lists *self, guint64 hash, ListedName *found);
gboolean lists_find_word (const Lists *self, guint64 hash, ListedWord *found);
void lists_store (EntModelWriter *writer, const guint64 *name_hashes, const ListedName *names, guint32 n_names,
                  const guint64 *word_hashes, const ListedWord *words, guint32 n_words);

/* What the table tells of each token of a document */
typedef struct _ListMatches ListMatches;

ListMatches *lists_match (const Lists *self, const Tagging *tagging);
void lists_free_matches (ListMatches *self);

/* Appends the features of a token of a sentence; `first` and `end` are the sentence's */
void lists_add_features (const ListMatches *self, const Tagging *tagging, guint t, guint first, guint end,
                         EntFeatureList *list);

/* Counting in raw text: documents with tokens and sentences. What is met less often than the limits say is left out */
typedef struct
{
  guint votes; /* of a name */
  guint met;   /* of a word */
} ListLimits;

typedef struct _ListsTrainer ListsTrainer;

ListsTrainer *lists_trainer_new (const gchar *pack, gboolean keep_names, GError **error);
void lists_trainer_free (ListsTrainer *self);
void lists_trainer_add (ListsTrainer *self, EntDocument *doc, guint times);
void lists_trainer_choose (ListsTrainer *self, ListLimits limits);
guint lists_trainer_get_n_names (const ListsTrainer *self);
guint lists_trainer_get_n_words (const ListsTrainer *self);
void lists_trainer_store (const ListsTrainer *self, EntModelWriter *writer);

/* The chosen names as text, a line each: name, votes of each kind, noun. Needs `keep_names` */
void lists_trainer_print (const ListsTrainer *self, GString *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lists, lists_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ListsTrainer, lists_trainer_free)

G_END_DECLS
