/* What events.txt says of words: patterns that give an event its type, and turns that make another type of it. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

/* No type; others are numbers of names */
#define EVENT_NONE 0
#define EVENT_N_TYPES 19

/* Of what must be met besides the word itself */
typedef enum
{
  EVENT_OBJECT,
  EVENT_SUBJECT,
  EVENT_NEAR,
  EVENT_N_PLACES
} EventPlace;

typedef enum
{
  EVENT_VERB,
  EVENT_NOUN,
  EVENT_ADJ,
  EVENT_VIA,
  EVENT_N_KINDS
} EventKind;

/* What becomes of each type */
typedef struct
{
  guint8 to[EVENT_N_TYPES];
  gboolean told[EVENT_N_TYPES]; /* by name, not by '*' */
} EventTurn;

typedef struct
{
  gchar **parts;                      /* particles and prepositions, NULL for none */
  GHashTable *places[EVENT_N_PLACES]; /* a set of lemmas of which one must be there, or NULL */
  guint n_asked;                      /* parts and places */
  guint8 type;
  const EventTurn *turn; /* of EVENT_VIA: instead of the type */
} EventPattern;

/* All that is said of one lemma */
typedef struct
{
  GPtrArray *patterns[EVENT_N_KINDS]; /* EventPattern, those that ask for most first; or NULL */
  const EventTurn *modal;             /* or NULL */
  const EventTurn *negated;           /* or NULL */
  guint8 unless;                      /* a type, or EVENT_NONE */
  gboolean says;
} EventWord;

typedef struct _EventPatterns EventPatterns;

EventPatterns *event_patterns_load (EntStage *stage, GError **error);
void event_patterns_free (EventPatterns *self);
const EventWord *event_patterns_find (const EventPatterns *self, const gchar *lemma);
/* Whether what is governed by that type has not happened */
gboolean event_patterns_is_unreal (const EventPatterns *self, guint8 type);
/* "PLOVER:AGREE"; NULL for EVENT_NONE */
const gchar *event_type_name (guint8 type);

static inline gboolean
event_pattern_has_places (const EventPattern *self)
{
  return self->places[EVENT_OBJECT] || self->places[EVENT_SUBJECT] || self->places[EVENT_NEAR];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EventPatterns, event_patterns_free)

G_END_DECLS
