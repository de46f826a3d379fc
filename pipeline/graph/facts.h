/* What one document says, as the rows that a graph keeps of it: a function of the document alone. */
#pragma once

#include <entente/document.h>

G_BEGIN_DECLS

/* Begins the context of an entity whose key a list or rule gave: the key is no name, and alike to no other */
#define ENT_FACTS_GIVEN "key/given"

/* An entity that something names or values stands for */
typedef struct
{
  const gchar *key;
  const gchar *type;
  const gchar *name;
  const gchar *aliases; /* this and the next two: separated by | */
  const gchar *links;
  const gchar *context; /* what tells it from others of its name: see ent_facts_new() */
  guint mentions;
  guint names; /* of these, by name or as a value */
} EntFactsEntity;

typedef struct
{
  gchar *text;   /* U+0000 becomes U+FFFD */
  guint32 start; /* in code points */
  guint32 end;
} EntFactsSentence;

/* One relation. Entities are indices, -1 is none. */
typedef struct
{
  guint sentence;
  gint head;
  gint tail;
  gint attribution;
  gint place;
  const gchar *type;
  const gchar *label;
  const gchar *polarity;
  const gchar *modality;
  const gchar *head_acts_for; /* key of the country whose government the head stands for, "" where for none */
  const gchar *tail_acts_for;
  const gchar *trigger;
  const gchar *event;
  const gchar *attribution_text;
  const gchar *time;
  const gchar *by;
  gfloat confidence;
} EntFactsEvidence;

typedef struct
{
  GStringChunk *chunk; /* where the strings are */
  const gchar *id;
  const gchar *source;
  const gchar *title;
  const gchar *date; /* "2025", "2025-06" or "2025-06-09", "" where it is not known */
  GArray *entities;
  GArray *sentences;
  GArray *evidence;
  guint n_skipped; /* relations without two different entities */
  gchar *digest;   /* 32 hexadecimal digits that are the same for the same facts, but for the document's source: a file
                      that was moved says nothing new */
  gchar *input;    /* ent_facts_input_digest() */
} EntFacts;

EntFacts *ent_facts_new (EntDocument *doc);
void ent_facts_free (EntFacts *self);
gchar *ent_facts_input_digest (EntDocument *doc);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntFacts, ent_facts_free)

G_END_DECLS
