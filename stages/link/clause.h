/* Clauses, as trees show them: a predicate with its subject, said or understood, its objects and complements.
 *
 * Source: Del Corro and Gemulla, "ClausIE", WWW 2013, for the kinds of clauses and of what may stand in them. */
#pragma once

#include "stages/link/tree.h"
#include "stages/link/words.h"

G_BEGIN_DECLS

/* Of a predicate that has no subject of its own: where its subject comes from */
typedef enum
{
  SUBJECT_NONE,
  SUBJECT_OWN,
  SUBJECT_SHARED,    /* by a predicate that it is joined with: "came and saw" */
  SUBJECT_CONTROLLED, /* "X wants to do", "X urged Y to do" */
  SUBJECT_RELATIVE,  /* "X, who did", "X doing", "X done by" */
  SUBJECT_ADVERBIAL, /* "after doing, X …" */
  SUBJECT_OWNER      /* "X's plan to do" */
} LinkSubject;

typedef struct
{
  guint32 head;   /* token of the predicate: a verb, or the noun or adjective after a copula */
  gint32 copula;  /* token, or -1 */
  gint32 subject; /* token, or -1: what the verb's form agrees with, so the patient where it is passive */
  gint32 object;  /* token, or -1: direct */
  gint32 iobject; /* token, or -1: "gave X the book" */
  gint32 agent;   /* token, or -1: "by X" of a passive */
  gint32 particle; /* token, or -1: "carry out" */
  const Verb *verb; /* NULL where the vocabulary says nothing of it */
  guint8 origin;   /* a LinkSubject */
  gboolean passive;
  gboolean object_is_gap; /* "the house that Jack built" */
} LinkClause;

typedef struct
{
  const LinkTree *tree;
  const Vocabulary *vocabulary;
  GArray *all;  /* LinkClause, by their heads */
  gint32 *at;   /* token → the clause of which it is the head, or -1 */
  guint depth;  /* while subjects are sought */
} LinkClauses;

LinkClauses *link_clauses_new (const LinkTree *tree, const Vocabulary *vocabulary);
void link_clauses_free (LinkClauses *self);

static inline const LinkClause *
link_clause (const LinkClauses *self, guint c)
{
  return &g_array_index (self->all, LinkClause, c);
}

/* The clause with that head, or NULL */
const LinkClause *link_clause_at (const LinkClauses *self, gint t);

/* What a relative pronoun stands for; the token itself where it is none */
gint link_antecedent (const LinkTree *tree, gint t);
/* The preposition before a noun, or -1; "according to" and the like by their first word */
gint link_case_of (const LinkTree *tree, guint t);
/* Of "X accused Y of doing", where the clause t of doing hangs on Y, the verb of accusing; else -1 */
gint link_accuser (const LinkClauses *self, guint t);
/* Whether a verb has that mark, in any case: "to", "if" */
gboolean link_has_mark (const LinkTree *tree, guint t, const gchar *mark);
gboolean link_ends_in (const LinkTree *tree, guint t, const gchar *end);
/* Whether the token is of a class of small words; by lemma for adjectives and nouns, else by form */
gboolean link_is_word (const LinkClauses *self, guint t, WordClass class);
guint8 link_effect (const LinkClauses *self, guint t, WordClass class);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkClauses, link_clauses_free)

G_END_DECLS
