/* The way between two mentions in the tree, whole and in pieces: Bunescu and Mooney, "A shortest path dependency kernel
 * for relation extraction", HLT-EMNLP 2005. */
#include "stages/link/typed-text.h"

/* The tokens above t, itself the first; → how many, 0 where they are too many */
static guint
climb (const LinkTree *tree, guint t, guint32 *above)
{
  guint n = 0;

  for (gint at = t; at >= 0; at = tree->nodes[at].head)
    {
      if (n == 2 * TYPED_LONGEST_PATH)
        return 0;
      above[n++] = at;
    }
  return n;
}

gboolean
typed_find_path (const LinkTree *tree, guint from, guint to, TypedPath *path)
{
  guint32 a[2 * TYPED_LONGEST_PATH], b[2 * TYPED_LONGEST_PATH];
  guint n_a = climb (tree, from, a), n_b = climb (tree, to, b);

  if (!n_a || !n_b || a[n_a - 1] != b[n_b - 1])
    return FALSE;
  while (n_a > 1 && n_b > 1 && a[n_a - 2] == b[n_b - 2])
    n_a--, n_b--;
  path->n_up = n_a - 1;
  path->n_down = n_b - 1;
  path->top = a[n_a - 1];
  if (path->n_up > TYPED_LONGEST_PATH || path->n_down > TYPED_LONGEST_PATH)
    return FALSE;
  for (guint i = 0; i < path->n_up; i++)
    path->up[i] = a[i];
  for (guint i = 0; i < path->n_down; i++)
    path->down[i] = b[i];
  return TRUE;
}

static gboolean
is_inside (const TypedMention *mention, guint t)
{
  return t >= mention->first && t < mention->end;
}

static gboolean
can_tell (const LinkTree *tree, guint t, const TypedMention *head, const TypedMention *tail)
{
  EntPos pos = link_pos (tree, t);

  return (pos == ENT_POS_VERB || pos == ENT_POS_NOUN) && !is_inside (head, t) && !is_inside (tail, t);
}

gint
typed_find_trigger (const LinkTree *tree, const TypedMention *head, const TypedMention *tail)
{
  TypedPath path;

  if (!typed_find_path (tree, head->head, tail->head, &path))
    return -1;
  if (can_tell (tree, path.top, head, tail))
    return path.top;
  for (guint i = path.n_down; i-- > 0;)
    if (can_tell (tree, path.down[i], head, tail))
      return path.down[i];
  for (guint i = path.n_up; i-- > 0;)
    if (can_tell (tree, path.up[i], head, tail))
      return path.up[i];
  return -1;
}

enum
{
  NO_PATH = 200,
  PATH_EDGES,
  PATH_LEMMAS,
  PATH_CLASSES,
  PATH_LEMMA,
  PATH_TYPED_LEMMA,
  PATH_EDGE,
  PATH_TOP,
  PATH_TOP_EDGES,
  PATH_TOP_LEMMA_EDGES,
  PATH_LENGTH,
  PATH_TOP_CHILD,
  PATH_TOP_CLASS,
  PATH_PIECE,
};

#define UP 1
#define DOWN 2

static guint64
class_of (const TypedText *self, guint t)
{
  guint n = ent_words_get_n_grains (self->words);

  return n ? self->forms[t].known.classes[n / 2] : 0;
}

typedef struct
{
  TypedText *text;
  guint64 types; /* of the two mentions, and their order */
  guint64 edges; /* hashes of the whole path, so far */
  guint64 lemmas;
  guint64 classes;
  guint64 last; /* the piece before */
} Walk;

/* A token of the path that is neither end */
static void
pass_node (Walk *self, guint t)
{
  guint64 lemma = self->text->lemmas[t];

  self->lemmas = ent_hash_mix (self->lemmas, lemma);
  self->classes = ent_hash_mix (self->classes, class_of (self->text, t));
  typed_add (self->text, PATH_LEMMA, lemma);
  typed_add (self->text, PATH_TYPED_LEMMA, ent_hash_mix (lemma, self->types));
  typed_add (self->text, PATH_PIECE, ent_hash_mix (self->last, lemma));
  self->last = lemma;
}

static void
pass_edge (Walk *self, guint t, guint direction)
{
  guint64 edge = ent_hash_mix (self->text->edges[t], direction);

  self->edges = ent_hash_mix (self->edges, edge);
  self->lemmas = ent_hash_mix (self->lemmas, edge);
  self->classes = ent_hash_mix (self->classes, edge);
  typed_add (self->text, PATH_EDGE, ent_hash_mix (edge, self->types));
  typed_add (self->text, PATH_PIECE, ent_hash_mix (self->last, edge));
  self->last = edge;
}

static void
add_top (Walk *self, const TypedPath *path)
{
  TypedText *text = self->text;
  guint64 lemma = text->lemmas[path->top];
  guint n = 0;
  guint64 edges = ent_hash_mix (path->n_up ? text->edges[path->up[path->n_up - 1]] : UP,
                                path->n_down ? text->edges[path->down[path->n_down - 1]] : DOWN);

  if (path->n_up && path->n_down)
    {
      typed_add (text, PATH_TOP, ent_hash_mix (lemma, self->types));
      typed_add (text, PATH_TOP_CLASS, ent_hash_mix (class_of (text, path->top), self->types));
      typed_add (text, PATH_TOP_LEMMA_EDGES, ent_hash_mix (lemma, edges));
      for (gint c = link_child (text->tree, path->top); c >= 0 && n < TYPED_MOST_CHILDREN;
           c = text->tree->nodes[c].next, n++)
        typed_add (text, PATH_TOP_CHILD, ent_hash_mix (text->lemmas[c], self->types));
    }
  typed_add (text, PATH_TOP_EDGES, ent_hash_mix (edges, self->types));
}

void
typed_add_path (TypedText *self, const TypedMention *head, const TypedMention *tail)
{
  guint64 types = ent_hash_mix (typed_signature (head->type, tail->type), head->first < tail->first);
  Walk walk = { .text = self, .types = types };
  TypedPath path;

  if (!typed_find_path (self->tree, head->head, tail->head, &path))
    {
      typed_add (self, NO_PATH, types);
      return;
    }
  for (guint i = 0; i < path.n_up; i++)
    {
      if (i)
        pass_node (&walk, path.up[i]);
      pass_edge (&walk, path.up[i], UP);
    }
  if (path.n_up && path.n_down)
    pass_node (&walk, path.top);
  for (guint i = path.n_down; i-- > 0;)
    {
      pass_edge (&walk, path.down[i], DOWN);
      if (i)
        pass_node (&walk, path.down[i]);
    }
  add_top (&walk, &path);
  typed_add (self, PATH_EDGES, ent_hash_mix (walk.edges, types));
  typed_add (self, PATH_LEMMAS, ent_hash_mix (walk.lemmas, types));
  typed_add (self, PATH_LEMMAS, walk.lemmas);
  typed_add (self, PATH_CLASSES, ent_hash_mix (walk.classes, types));
  typed_add (self, PATH_LENGTH, ent_hash_mix (MIN (path.n_up, 6) * 8 + MIN (path.n_down, 6), types));
}
