/* Entities of a document: its names, brought together. Knows nothing of relations. */
#pragma once

#include "stages/link/names.h"

/* A name as it is written, and how often */
typedef struct
{
  gchar *surface;
  guint form;
  guint n;
  guint n_running; /* in sentences, not in headlines */
  gboolean upper;  /* a longer name in capitals */
} Variant;

/* All spellings of a name that fold to the same, tagged with one type, and of one key */
typedef struct
{
  gchar *folded; /* without titles and a leading "the" */
  EntId type;
  guint n_words;   /* of folded */
  guint n;         /* mentions */
  gdouble support; /* sum of their confidences */
  guint variant;   /* its most frequent one */
  gboolean acronym;
  const gchar *code; /* ISO 3166-1, of countries and peoples */
  EntId key;         /* "organisation/5493001", where a rule says what the name comes to; or 0 */
  EntId identifier;  /* "companies=5493001", likewise */
  guint keyed;       /* of a root: 1 + the form whose key is that of all, or 0 */
  guint parent;      /* forest of forms that name one entity */
} Form;

typedef struct
{
  EntDocument *doc;
  const Names *names;
  const EntToken *tokens;
  const EntMention *mentions;
  guint n_mentions;
  GArray *forms;
  GArray *variants;
  gint *variant_of; /* mention → variant, or -1 */
} Grouping;

void link_entities (EntDocument *doc, const Names *names);

/* "type text", for tables of what belongs to one type */
gchar *link_typed_key (EntId type, const gchar *text);
/* "location" of Location, of whose keys it is the beginning */
gchar *link_key_of (EntDocument *doc, EntId type, const gchar *slug);
/* forms.c: fills forms and variants */
void link_collect_forms (Grouping *self);
/* groups.c: joins the forms that name one entity */
void link_join_forms (Grouping *self);
guint link_root (const Grouping *self, guint form);
/* The one of all that name an entity that a rule gave a key; NULL where there is none */
const Form *link_keyed_form (const Grouping *self, guint form);
