/* How lemmas lie in a model: sections "lemma_slots", LemmaSlot; "lemma_rules", LemmaRule; "lemma_text", the letters
 * that rules append. What both sides of it share. */
#pragma once

#include "pipeline/learn/words.h"
#include <entente/layers.h>

G_BEGIN_DECLS

/* Bytes of the longest suffix that has rules, and of the longest word that is looked at */
#define LEMMA_LONGEST_SUFFIX 7
#define LEMMA_LONGEST_WORD 200

typedef enum
{
  LEMMA_LOWER,
  LEMMA_KEEP,
  LEMMA_TITLE,
  LEMMA_UPPER
} LemmaCase;

/* A word in a case, less its last bytes, with others at its end */
typedef struct
{
  guint32 text; /* where in "lemma_text" these begin */
  guint8 n_text;
  guint8 cut;
  guint8 in_case;
  guint8 branches; /* 1 of a word whose lemma may depend on what comes next */
} LemmaRule;

typedef struct
{
  guint32 check; /* 0 where it is empty */
  guint32 rule;  /* its number; of a case, the case */
} LemmaSlot;

/* What is looked up, each with the part of speech: a word as it is written; likewise before a part of speech; a suffix
 * of it in lower case; the case, by what is known of the word in other cases, and a suffix */
typedef enum
{
  LEMMA_WORD,
  LEMMA_BEFORE,
  LEMMA_SUFFIX,
  LEMMA_CASE
} LemmaKey;

/* A word taken apart, for both */
typedef struct
{
  const gchar *word;
  gsize length;
  gchar lower[LEMMA_LONGEST_WORD * 2];
  gsize n_lower;
  gboolean has_upper;
  guint64 as_written;                         /* hash of the word */
  guint64 suffixes[LEMMA_LONGEST_SUFFIX + 1]; /* of its lower case, by bytes */
  guint n_suffixes;
} LemmaWord;

gboolean lemma_word_init (LemmaWord *self, const gchar *word, gsize length);
/* Whether the lemma may be in another case: a name in lower case is one for want of care */
static inline gboolean
lemma_has_case (const LemmaWord *self, EntPos pos)
{
  return self->has_upper || pos == ENT_POS_PROPN;
}

guint lemma_word_case_kind (const LemmaWord *self, const EntWords *classes);
guint64 lemma_key (LemmaKey kind, EntPos pos, guint more, guint64 hash);

/* FALSE where the rule does not fit the word */
gboolean lemma_apply (const LemmaWord *self, LemmaCase in_case, guint cut, const gchar *text, guint n_text,
                      GString *lemma);

static inline guint32
lemma_check_of (guint64 key)
{
  return (guint32) key | 1;
}

static inline guint32
lemma_slot_of (guint64 key, guint32 mask)
{
  return (guint32) (key >> 32) & mask;
}

G_END_DECLS
