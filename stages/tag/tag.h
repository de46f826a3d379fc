/* What the files of the simple tagger share: words with their classes, runs of capitalised words, and the candidates
 * that the rules propose, of which resolve.c keeps those that do not overlap. */
#pragma once

#include "pipeline/lexicon.h"
#include "stages/tag/patterns.h"
#include "stages/tag/temporal.h"

G_BEGIN_DECLS

/* Classes of the lexicon that the rules ask for, see lexicon.c of this folder for their names */
typedef enum
{
  CLASS_COUNTRY,
  CLASS_REGION,
  CLASS_REGION_CODE,
  CLASS_CITY,
  CLASS_PLACE,
  CLASS_FACILITY,
  CLASS_NATIONALITY,
  CLASS_PEOPLE,
  CLASS_NATIONALITY_PREFIX,
  CLASS_LANGUAGE,
  CLASS_ORGANISATION,
  CLASS_PERSON,
  CLASS_GIVEN_NAME,
  CLASS_SURNAME,
  CLASS_EVENT,
  CLASS_WORK,
  CLASS_WEAPON,
  CLASS_PLATFORM,
  CLASS_VEHICLE,
  CLASS_HONORIFIC,
  CLASS_TITLE,
  CLASS_OCCUPATION,
  CLASS_FAMILY,
  CLASS_PARTICLE,
  CLASS_ORG_HEAD,
  CLASS_ORG_START,
  CLASS_ORG_SUFFIX,
  CLASS_ORG_AND,
  CLASS_ORG_NOUN,
  CLASS_PRESS,
  CLASS_PLACE_HEAD,
  CLASS_PLACE_START,
  CLASS_PLACE_CUE,
  CLASS_PLACE_NOUN,
  CLASS_DIRECTION,
  CLASS_EVENT_HEAD,
  CLASS_EVENT_START,
  CLASS_WORK_HEAD,
  CLASS_WORK_CUE,
  CLASS_DOCUMENT_HEAD,
  CLASS_SPEECH_VERB,
  CLASS_PERSON_VERB,
  CLASS_MONTH,
  CLASS_WEEKDAY,
  CLASS_VALUE_START,
  CLASS_VALUE_BEFORE_PART,
  CLASS_VALUE_PART,
  CLASS_FUNCTION,
  CLASS_WORD,
  CLASS_ARMS_CUE, /* from here on last, as the models know the others by their number */
  CLASS_WEAPON_NICKNAME,
  CLASS_PLATFORM_NICKNAME,
  N_CLASSES
} Class;

#define IS(class) (G_GUINT64_CONSTANT (1) << CLASS_##class)

#define ANY_PLACE (IS (COUNTRY) | IS (REGION) | IS (CITY) | IS (PLACE) | IS (FACILITY))
#define ANY_PEOPLE (IS (NATIONALITY) | IS (PEOPLE))
/* Words that say, at its end, what a name is the name of: the last of them decides */
#define ANY_HEAD (IS (ORG_HEAD) | IS (ORG_SUFFIX) | IS (PRESS) | IS (PLACE_HEAD) | IS (EVENT_HEAD) | IS (WORK_HEAD))

/* Of some only in a context that speaks of arms */
#define ANY_WEAPON (IS (WEAPON) | IS (WEAPON_NICKNAME))
#define ANY_ARMS (ANY_WEAPON | IS (PLATFORM) | IS (PLATFORM_NICKNAME))

#define ANY_NAME                                                                                                       \
  (ANY_PLACE | ANY_PEOPLE | IS (ORGANISATION) | IS (PERSON) | IS (GIVEN_NAME) | IS (SURNAME) | IS (EVENT) | IS (WORK)  \
   | IS (WEAPON) | IS (PLATFORM) | IS (VEHICLE) | IS (LANGUAGE))

/* How a sentence is written, which says what its capitals are worth */
typedef enum
{
  STYLE_NORMAL,
  STYLE_TITLE, /* Most Words of a Headline */
  STYLE_CAPS   /* ALL CAPITALS */
} Style;

typedef enum
{
  CAPITAL_NONE,  /* lower case, or its capital has another reason than a name */
  CAPITAL_WEAK,  /* probably a name: nothing else explains it */
  CAPITAL_STRONG /* a capital in the middle of a normal sentence, or a name that the lexicon knows */
} Capital;

typedef struct
{
  guint64 as_written; /* classes of the word in this case */
  guint64 otherwise;  /* classes that it has in another case */
  guint32 phrase;     /* the first of the phrases that begin here, see Tagging.phrases */
  guint32 kept;       /* 1 + the candidate that it is part of, see Tagging.kept; 0 for none */
  guint8 style;
  guint8 capital;
} Word;

/* Several words that the lexicon knows together */
typedef struct
{
  guint32 first;
  guint32 end;
  guint64 as_written;
  guint64 otherwise;
} Phrase;

/* The rules: the order is that of trust where two overlap, see rules.c */
typedef enum
{
  RULE_URL,
  RULE_CONTACT,
  RULE_DOCUMENT,
  RULE_WEEKDAY_PRESS,
  RULE_MONEY,
  RULE_TIME,
  RULE_DESIGNATION,
  RULE_NAMED_ARMS,
  RULE_LEARNED,
  RULE_ACRONYM_PAIR,
  RULE_SUFFIX,
  RULE_QUOTED_WORK,
  RULE_EVENT,
  RULE_WORK,
  RULE_HEAD,
  RULE_PLACE_WORD,
  RULE_PHRASE,
  RULE_TITLE,
  RULE_PRESS,
  RULE_GIVEN_NAME,
  RULE_COUNTRY,
  RULE_KNOWN_PERSON,
  RULE_PEOPLE,
  RULE_REPEAT,
  RULE_OCCUPATION,
  RULE_PLACE,
  RULE_ORGANISATION,
  RULE_SURNAME,
  RULE_SPEECH,
  RULE_PLACE_CONTEXT,
  RULE_ORG_CONTEXT,
  RULE_FULL_NAME,
  RULE_CAPITALS,
  RULE_ARMS,
  RULE_QUANTITY,
  N_RULES
} Rule;

typedef struct
{
  guint32 first;
  guint32 end;
  const gchar *type;
  gint16 pattern;    /* of patterns.rules, or -1 */
  gfloat confidence; /* of a learned name; of one of a rule, how probable a model thinks it is that there is one */
  guint8 rule;
} Candidate;

/* A maximal row of capitalised words of one sentence */
typedef struct
{
  guint32 first;
  guint32 end;
  guint32 sentence;
} Run;

typedef struct
{
  EntLexicon *lexicon;
  gint8 classes[256]; /* type of the lexicon → Class, or -1 */
} Lexicon;

/* One document in hand */
typedef struct
{
  const Lexicon *lexicon;
  const Patterns *patterns;
  const ValueWords *value_words;
  DateOrder dates; /* how 03/04/2022 is read */
  EntDocument *doc;
  const gchar *text;
  const EntToken *tokens;
  const EntSentence *sentences;
  guint n_tokens;
  guint n_sentences;
  Word *words;        /* one a token, and an empty one after the last */
  GArray *phrases;    /* Phrase, in the order of their first words */
  GArray *runs;       /* Run */
  GArray *candidates; /* Candidate */
  GArray *kept;       /* Candidate, those that stand */
} Tagging;

/* tagging.c */
void tag_begin (Tagging *self);
void tag_find (Tagging *self, gboolean names, gboolean values);
void tag_end (Tagging *self);

/* words.c */
gboolean tag_lexicon_open (Lexicon *self, const gchar *path, GError **error);
void tag_look_up_words (Tagging *self);
void tag_judge_capitals (Tagging *self);

/* runs.c */
void tag_find_runs (Tagging *self);

/* rules.c */
void tag_propose (Tagging *self, guint first, guint end, const gchar *type, Rule rule);
void tag_propose_value (Tagging *self, guint first, guint end, gint pattern, Rule rule);
void tag_propose_learned (Tagging *self, guint first, guint end, const gchar *type, gfloat confidence);
void tag_drop_names (Tagging *self, const gchar *const *learned, gboolean closed);
void tag_resolve (Tagging *self);
void tag_append_mentions (Tagging *self);
Candidate *tag_kept_at (const Tagging *self, guint t); /* or NULL */
gboolean tag_is_free (const Tagging *self, guint first, guint end);

/* The rules, by what they find */
void tag_find_lexicon_names (Tagging *self);
void tag_find_ambiguous_names (Tagging *self);
void tag_find_organisations (Tagging *self, const Run *run);
void tag_find_places (Tagging *self, const Run *run);
void tag_find_events (Tagging *self, const Run *run);
void tag_find_persons (Tagging *self, const Run *run);
void tag_find_works (Tagging *self);
void tag_find_arms (Tagging *self);
void tag_find_acronyms (Tagging *self);
void tag_find_by_context (Tagging *self, const Run *run);
void tag_find_repeats (Tagging *self);
void tag_agree (Tagging *self);
void tag_find_values (Tagging *self);

/* labels.c: whether the number at t only names what stands before it */
gboolean tag_is_labelled (const Tagging *self, guint t);
/* Drops more of them, once there are parts of speech; kept candidates are not found by their tokens after it */
void tag_drop_labels (Tagging *self);

/* Whether no capitalised word beside it speaks for a longer name that the rules do not know */
gboolean tag_stands_alone (const Tagging *self, guint first, guint end);

/* Questions about a token; those at the borders of the text answer no */
static inline guint64
classes (const Tagging *self, guint t)
{
  const Word *word = self->words + t;

  return word->style == STYLE_CAPS ? word->as_written | word->otherwise : word->as_written;
}

static inline gboolean
is_class (const Tagging *self, guint t, guint64 mask)
{
  return t < self->n_tokens && (classes (self, t) & mask) != 0;
}

static inline gboolean
is_char (const Tagging *self, guint t, gchar c)
{
  return t < self->n_tokens && self->tokens[t].end == self->tokens[t].start + 1
         && self->text[self->tokens[t].start] == c;
}

static inline gboolean
is_word (const Tagging *self, guint t, const gchar *word)
{
  gsize length = strlen (word);

  return t < self->n_tokens && self->tokens[t].end - self->tokens[t].start == length
         && memcmp (self->text + self->tokens[t].start, word, length) == 0;
}

static inline gboolean
is_capital (const Tagging *self, guint t)
{
  return t < self->n_tokens && self->words[t].capital != CAPITAL_NONE;
}

static inline gboolean
has_flag (const Tagging *self, guint t, EntTokenFlags flag)
{
  return t < self->n_tokens && (self->tokens[t].flags & flag) != 0;
}

/* The end of the longest phrase or word at t that has one of the classes, or t */
guint tag_end_of_class (const Tagging *self, guint t, guint end, guint64 mask);

G_END_DECLS
