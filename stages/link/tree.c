/* Turns the heads of a document around: children, spans, and relations as numbers. */
#include "stages/link/tree.h"

#include <string.h>

/* In the order of the alphabet */
static const struct
{
  const gchar *name;
  LinkDep dep;
} names[] = {
  { "acl", DEP_ACL },
  { "acl:relcl", DEP_ACL_RELCL },
  { "advcl", DEP_ADVCL },
  { "advcl:relcl", DEP_ADVCL },
  { "advmod", DEP_ADVMOD },
  { "amod", DEP_AMOD },
  { "appos", DEP_APPOS },
  { "aux", DEP_AUX },
  { "aux:pass", DEP_AUX_PASS },
  { "case", DEP_CASE },
  { "cc", DEP_CC },
  { "ccomp", DEP_CCOMP },
  { "compound", DEP_COMPOUND },
  { "compound:prt", DEP_COMPOUND_PRT },
  { "conj", DEP_CONJ },
  { "cop", DEP_COP },
  { "csubj", DEP_CSUBJ },
  { "dep", DEP_DEP },
  { "det", DEP_DET },
  { "discourse", DEP_DISCOURSE },
  { "dislocated", DEP_DISLOCATED },
  { "expl", DEP_EXPL },
  { "fixed", DEP_FIXED },
  { "flat", DEP_FLAT },
  { "iobj", DEP_IOBJ },
  { "list", DEP_LIST },
  { "mark", DEP_MARK },
  { "nmod", DEP_NMOD },
  { "nmod:desc", DEP_NMOD_DESC },
  { "nmod:poss", DEP_NMOD_POSS },
  { "nmod:unmarked", DEP_NMOD_UNMARKED },
  { "nsubj", DEP_NSUBJ },
  { "nsubj:pass", DEP_NSUBJ_PASS },
  { "nummod", DEP_NUMMOD },
  { "obj", DEP_OBJ },
  { "obl", DEP_OBL },
  { "obl:agent", DEP_OBL_AGENT },
  { "obl:unmarked", DEP_OBL_UNMARKED },
  { "parataxis", DEP_PARATAXIS },
  { "punct", DEP_PUNCT },
  { "root", DEP_ROOT },
  { "vocative", DEP_VOCATIVE },
  { "xcomp", DEP_XCOMP },
};

static gint
find_name (const gchar *name, gsize length)
{
  gint low = 0, high = G_N_ELEMENTS (names) - 1;

  while (low <= high)
    {
      gint middle = (low + high) / 2;
      gint order = strncmp (name, names[middle].name, length);

      if (!order)
        order = -(names[middle].name[length] != '\0');
      if (!order)
        return middle;
      if (order < 0)
        high = middle - 1;
      else
        low = middle + 1;
    }
  return -1;
}

/* A subtype without a number of its own counts as its relation */
static LinkDep
dep_of (const gchar *name)
{
  gint found = name ? find_name (name, strlen (name)) : -1;

  if (name && found < 0)
    found = find_name (name, strcspn (name, ":"));
  return found < 0 ? DEP_OTHER : names[found].dep;
}

/* A document has few relations, but many tokens: what was found is kept by the string's number */
#define CACHED 256

static void
set_deps (LinkTree *self)
{
  EntId ids[CACHED] = { 0 };
  guint8 deps[CACHED] = { 0 };

  for (guint t = 0; t < self->n_tokens; t++)
    {
      EntId id = self->tokens[t].dep;
      guint k = id % CACHED;

      if (id != ids[k])
        {
          ids[k] = id;
          deps[k] = dep_of (ent_document_get_string (self->doc, id));
        }
      self->nodes[t].dep = deps[k];
    }
}

static void
set_heads (LinkTree *self, guint s)
{
  guint first = self->sentences[s].first, end = first + self->sentences[s].n;

  for (guint t = first; t < end; t++)
    {
      gint head = self->tokens[t].head;

      self->nodes[t].head = head >= (gint) first && head < (gint) end && head != (gint) t ? head : -1;
      self->nodes[t].child = self->nodes[t].next = -1;
      self->nodes[t].left = t;
      self->nodes[t].right = t + 1;
      self->nodes[t].sentence = s;
    }
}

/* Follows the heads from each token until a known one; a walk that meets itself is a circle, which is cut there */
static void
cut_circles (LinkTree *self, guint first, guint end, guint *seen)
{
  for (guint t = first; t < end; t++)
    for (gint at = t; at >= 0 && !seen[at]; at = self->nodes[at].head)
      {
        gint head = self->nodes[at].head;

        seen[at] = t + 1;
        if (head >= 0 && seen[head] == t + 1)
          self->nodes[at].head = -1;
      }
}

/* From the deepest up: a head's span is whole before it is added to the next one's. Each token waits for its
 * dependents, of which `waiting` are left. */
static void
set_spans (LinkTree *self, guint first, guint end, guint *waiting)
{
  memset (waiting + first, 0, (end - first) * sizeof *waiting);
  for (guint t = first; t < end; t++)
    if (self->nodes[t].head >= 0)
      waiting[self->nodes[t].head]++;
  for (guint t = first; t < end; t++)
    for (gint at = t; at >= 0 && !waiting[at];)
      {
        gint head = self->nodes[at].head;

        waiting[at] = G_MAXUINT; /* done */
        if (head < 0)
          break;
        self->nodes[head].left = MIN (self->nodes[head].left, self->nodes[at].left);
        self->nodes[head].right = MAX (self->nodes[head].right, self->nodes[at].right);
        waiting[head]--;
        at = head;
      }
}

static void
set_children (LinkTree *self, guint first, guint end)
{
  for (guint t = end; t-- > first;)
    {
      gint head = self->nodes[t].head;

      if (head < 0)
        continue;
      self->nodes[t].next = self->nodes[head].child;
      self->nodes[head].child = t;
    }
}

LinkTree *
link_tree_new (EntDocument *doc)
{
  LinkTree *self = g_new0 (LinkTree, 1);
  g_autofree guint *scratch = NULL;

  self->doc = doc;
  self->text = ent_document_get_text (doc, NULL);
  self->tokens = ent_document_get_tokens (doc, &self->n_tokens);
  self->sentences = ent_document_get_sentences (doc, &self->n_sentences);
  self->nodes = g_new0 (LinkNode, self->n_tokens + 1);
  scratch = g_new0 (guint, self->n_tokens + 1);
  set_deps (self);
  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint first = self->sentences[s].first, end = first + self->sentences[s].n;

      set_heads (self, s);
      cut_circles (self, first, end, scratch);
      set_children (self, first, end);
      set_spans (self, first, end, scratch);
    }
  return self;
}

void
link_tree_free (LinkTree *self)
{
  g_free (self->nodes);
  g_free (self);
}

gint
link_find_child (const LinkTree *self, guint t, LinkDep dep)
{
  gint c = link_child (self, t);

  while (c >= 0 && self->nodes[c].dep != dep)
    c = self->nodes[c].next;
  return c;
}

gboolean
link_is_above (const LinkTree *self, guint t, guint below)
{
  gint at = below;

  while (at >= 0 && at != (gint) t)
    at = self->nodes[at].head;
  return at >= 0;
}

const gchar *
link_lemma (const LinkTree *self, guint t)
{
  const gchar *lemma = ent_document_get_string (self->doc, self->tokens[t].lemma);

  return lemma ? lemma : "";
}

gboolean
link_has_lemma (const LinkTree *self, guint t, const gchar *lemma)
{
  return g_str_equal (link_lemma (self, t), lemma);
}

gboolean
link_is_one_of (const LinkTree *self, guint t, const gchar *const *lemmas)
{
  return g_strv_contains (lemmas, link_lemma (self, t));
}

gboolean
link_has_form (const LinkTree *self, guint t, const gchar *form)
{
  const EntToken *token = &self->tokens[t];
  gsize length = strlen (form);

  return token->end - token->start == length && !g_ascii_strncasecmp (self->text + token->start, form, length);
}

static guint
depth_of (const LinkTree *self, guint t)
{
  guint depth = 0;

  for (gint at = self->nodes[t].head; at >= 0; at = self->nodes[at].head)
    depth++;
  return depth;
}

guint
link_head_of (const LinkTree *self, guint first, guint end)
{
  guint best = first, best_depth = depth_of (self, first);

  for (guint t = first + 1; t < end; t++)
    {
      gint head = self->nodes[t].head;
      guint depth;

      if (head >= (gint) first && head < (gint) end)
        continue;
      depth = depth_of (self, t);
      if (depth < best_depth)
        {
          best = t;
          best_depth = depth;
        }
    }
  return best;
}
