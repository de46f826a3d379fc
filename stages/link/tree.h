/* The trees of a document as relations are read off them: who hangs on whom, and how, in both directions. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

/* The relations of Universal Dependencies that are told apart. Subtypes that are not named here count as their
 * relation; obl:unmarked and nmod:unmarked are bare noun phrases of time, measure and the like. */
typedef enum
{
  DEP_OTHER,
  DEP_ROOT,
  DEP_ACL,
  DEP_ACL_RELCL,
  DEP_ADVCL,
  DEP_ADVMOD,
  DEP_AMOD,
  DEP_APPOS,
  DEP_AUX,
  DEP_AUX_PASS,
  DEP_CASE,
  DEP_CC,
  DEP_CCOMP,
  DEP_COMPOUND,
  DEP_COMPOUND_PRT,
  DEP_CONJ,
  DEP_COP,
  DEP_CSUBJ,
  DEP_DEP,
  DEP_DET,
  DEP_DISCOURSE,
  DEP_DISLOCATED,
  DEP_EXPL,
  DEP_FIXED,
  DEP_FLAT,
  DEP_IOBJ,
  DEP_LIST,
  DEP_MARK,
  DEP_NMOD,
  DEP_NMOD_DESC,
  DEP_NMOD_POSS,
  DEP_NMOD_UNMARKED,
  DEP_NSUBJ,
  DEP_NSUBJ_PASS,
  DEP_NUMMOD,
  DEP_OBJ,
  DEP_OBL,
  DEP_OBL_AGENT,
  DEP_OBL_UNMARKED,
  DEP_PARATAXIS,
  DEP_PUNCT,
  DEP_VOCATIVE,
  DEP_XCOMP
} LinkDep;

/* Of a token; other tokens by number, -1 for none */
typedef struct
{
  gint32 head;  /* in the same sentence, -1 for a root */
  gint32 child; /* its first dependent, in the order of the text */
  gint32 next;  /* the next dependent of the same head */
  guint32 left; /* tokens [left, right) span all that hangs on it, and itself */
  guint32 right;
  guint32 sentence;
  guint8 dep; /* a LinkDep */
} LinkNode;

typedef struct
{
  EntDocument *doc;
  const gchar *text;
  const EntToken *tokens;
  guint n_tokens;
  const EntSentence *sentences;
  guint n_sentences;
  LinkNode *nodes; /* one a token */
} LinkTree;

/* Heads that another program gave may be in a circle or in another sentence: such a token is a root */
LinkTree *link_tree_new (EntDocument *doc);
void link_tree_free (LinkTree *self);

/* for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next) … */
static inline gint
link_child (const LinkTree *self, guint t)
{
  return self->nodes[t].child;
}

static inline LinkDep
link_dep (const LinkTree *self, guint t)
{
  return self->nodes[t].dep;
}

static inline EntPos
link_pos (const LinkTree *self, guint t)
{
  return self->tokens[t].pos;
}

/* The first dependent of that kind, or -1 */
gint link_find_child (const LinkTree *self, guint t, LinkDep dep);
/* Whether t is above or the same as below */
gboolean link_is_above (const LinkTree *self, guint t, guint below);

/* Never NULL; "" where there is none */
const gchar *link_lemma (const LinkTree *self, guint t);
gboolean link_has_lemma (const LinkTree *self, guint t, const gchar *lemma);
gboolean link_is_one_of (const LinkTree *self, guint t, const gchar *const *lemmas);
/* The form, whatever its case */
gboolean link_has_form (const LinkTree *self, guint t, const gchar *form);

/* The token of [first, end) that is highest in the tree, the first of equals */
guint link_head_of (const LinkTree *self, guint first, guint end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkTree, link_tree_free)

G_END_DECLS
