/* The phrases of a document as what may stand for the same thing, in the order of the text, and the chains of those
 * that do. */
#pragma once

#include "stages/link/nouns.h"
#include "stages/link/phrases.h"

G_BEGIN_DECLS

typedef enum
{
  FORM_NAME,
  FORM_DEFINITE,
  FORM_THIS,
  FORM_OWNED,
  FORM_INDEFINITE,
  FORM_BARE,
  FORM_PRONOUN
} LinkForm;

typedef enum
{
  ROLE_SUBJECT,
  ROLE_OBJECT,
  ROLE_OBLIQUE,
  ROLE_NOUN, /* hangs on a noun */
  ROLE_OWNER,
  ROLE_OTHER
} LinkRole;

/* A phrase, and, at the first one of a chain, the chain */
typedef struct
{
  guint32 phrase;
  guint32 head; /* token */
  guint32 first;
  guint32 end;
  guint32 sentence;
  EntId noun; /* lemma of its head; of a name, its last word in lower case */
  EntId type;
  const LinkPronoun *pronoun; /* or NULL */
  gint32 quote;               /* the quotation that it stands in, or -1 */
  gint32 owner;               /* the referent that owns it ("his wife"), or -1 */
  guint8 form;                /* LinkForm */
  guint8 role;                /* LinkRole */
  guint8 gender;              /* LinkGender */
  guint8 number;              /* LinkNumber */

  guint32 chain; /* the first of its chain, or one nearer to it */
  guint32 n;     /* at the first of a chain: how many, */
  guint32 last;  /* its last one, */
  gint32 entity; /* the document's entity, or ENT_NONE, */
  EntId chain_type;
  guint8 chain_gender; /* and what is left when all of them agree */
  guint8 chain_number;
  guint8 chain_named;
} Referent;

/* What stands in quotation marks, and who speaks */
typedef struct
{
  guint32 first; /* tokens [first, end), with the marks */
  guint32 end;
  gint32 speaker; /* phrase, or -1 */
} LinkQuote;

typedef struct
{
  LinkPhrases *phrases;
  const LinkTree *tree;
  const LinkNouns *nouns;
  GArray *all;       /* Referent */
  GArray *quotes;    /* LinkQuote */
  gint32 *of_phrase; /* phrase → referent, or -1 */
  EntId thing;
  EntId person;
} Referents;

Referents *link_referents_new (LinkPhrases *phrases, const LinkNouns *nouns);
void link_referents_free (Referents *self);

static inline Referent *
link_referent (const Referents *self, guint r)
{
  return &g_array_index (self->all, Referent, r);
}

/* The first of its chain */
Referent *link_chain_of (const Referents *self, guint r);
guint link_chain_root (const Referents *self, guint r);
/* Makes one chain of two; FALSE, and nothing is done, where two entities would become one */
gboolean link_join_chains (Referents *self, guint a, guint b);

/* speakers.c */
GArray *link_find_quotes (const LinkTree *tree, const LinkNouns *nouns, const LinkPhrases *phrases);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Referents, link_referents_free)

G_END_DECLS
