/* The maximum spanning tree with one child of the root: greedily where the best heads are a tree already, else by
 * contracting cycles on a dense matrix in O(n²).
 *
 * The words are contracted without the root until one vertex is left; its best arc from the root, lessened by what the
 * contractions took off, is the one root arc. No tree that takes two needs to be looked at and undone. */
#include "pipeline/learn/tree.h"

#include <float.h>
#include <math.h>

/* Words count from 0 here; vertices are the words and then the contracted cycles, in the order they were made */
typedef struct
{
  guint head; /* as in the scores: 0 is the root, else the word after */
  guint word; /* that gets this head */
} Arc;

typedef struct
{
  guint n;
  gdouble (*scores)[]; /* row per slot, [n + 1] heads: of the arcs into it, less what contractions took off */
  guint (*words)[];    /* likewise: which word of the slot the arc leads to */
  guint *slots;        /* of each word: the row of the vertex that it is part of */
  guint *vertices;     /* of each slot */
  guint *path;         /* slots, each the head of the one before */
  guint n_path;
  gboolean *on_path; /* by slot */
  gdouble *best;     /* by slot: the score of the arc chosen for the vertex */
  guint n_vertices;
  guint *parents; /* by vertex: the cycle it was contracted into */
  Arc *arcs;      /* by vertex */
} Contraction;

static gboolean
is_possible (gfloat score)
{
  return score >= -FLT_MAX && score <= FLT_MAX;
}

/* Each word's best head, the lower of equals; FALSE where a word has none */
static gboolean
take_best_heads (const gfloat *scores, gsize stride, guint n, guint *heads)
{
  g_autofree gfloat *best = g_new (gfloat, n);
  gboolean all = TRUE;

  for (guint t = 0; t < n; t++)
    {
      best[t] = -INFINITY;
      heads[t] = n + 1;
    }
  for (guint h = 0; h <= n; h++)
    for (guint t = 0; t < n; t++)
      {
        gfloat score = scores[h * stride + t + 1];

        if (score > best[t] && score <= FLT_MAX && h != t + 1)
          {
            best[t] = score;
            heads[t] = h;
          }
      }
  for (guint t = 0; t < n; t++)
    all &= heads[t] <= n;
  return all;
}

/* Each word is walked once: mark 0 is not seen, 1 known to be good, t + 2 on the way from word t */
static gboolean
is_tree (const guint *heads, guint n)
{
  g_autofree guint *marks = g_new0 (guint, n);
  guint n_roots = 0;

  for (guint t = 0; t < n; t++)
    {
      guint at = t;

      n_roots += heads[t] == 0;
      while (!marks[at])
        {
          marks[at] = t + 2;
          if (heads[at])
            at = heads[at] - 1;
        }
      if (marks[at] == t + 2 && heads[at])
        return FALSE;
      for (at = t; marks[at] != 1; at = heads[at] ? heads[at] - 1 : at)
        marks[at] = 1;
    }
  return n_roots == 1;
}

/* What makes one impossible arc worse than any change of the others */
static gdouble
find_penalty (const gfloat *scores, gsize stride, guint n)
{
  gdouble least = 0, most = 0;

  for (guint h = 0; h <= n; h++)
    for (guint d = 1; d <= n; d++)
      if (is_possible (scores[h * stride + d]))
        {
          least = MIN (least, scores[h * stride + d]);
          most = MAX (most, scores[h * stride + d]);
        }
  return (most - least + 1) * (n + 1);
}

static void
contraction_init (Contraction *self, const gfloat *scores, gsize stride, guint n)
{
  const gdouble penalty = find_penalty (scores, stride, n);
  gdouble (*rows)[n + 1];
  guint (*words)[n + 1];

  *self = (Contraction){ .n = n, .n_vertices = n };
  self->scores = rows = g_malloc_n (n, sizeof *rows);
  self->words = words = g_malloc_n (n, sizeof *words);
  self->slots = g_new (guint, n);
  self->vertices = g_new (guint, n);
  self->path = g_new (guint, n);
  self->on_path = g_new0 (gboolean, n);
  self->best = g_new (gdouble, n);
  self->parents = g_new (guint, 2 * n);
  self->arcs = g_new (Arc, 2 * n);
  for (guint t = 0; t < n; t++)
    {
      self->slots[t] = self->vertices[t] = t;
      for (guint h = 0; h <= n; h++)
        {
          gfloat score = scores[h * stride + t + 1];

          rows[t][h] = is_possible (score) ? score : -penalty;
          words[t][h] = t;
        }
    }
}

static void
contraction_clear (Contraction *self)
{
  g_free (self->scores);
  g_free (self->words);
  g_free (self->slots);
  g_free (self->vertices);
  g_free (self->path);
  g_free (self->on_path);
  g_free (self->best);
  g_free (self->parents);
  g_free (self->arcs);
}

/* The head of the vertex in the slot: the best word outside of it, the lower of equals → its slot */
static guint
choose_head (Contraction *self, guint slot)
{
  const guint n = self->n;
  gdouble (*rows)[n + 1] = self->scores;
  guint (*words)[n + 1] = self->words;
  const gdouble *row = rows[slot];
  guint head = 0;

  for (guint h = 1; h <= n; h++)
    if (self->slots[h - 1] != slot && (!head || row[h] > row[head]))
      head = h;
  self->best[slot] = row[head];
  self->arcs[self->vertices[slot]] = (Arc){ head, words[slot][head] };
  return self->slots[head - 1];
}

/* The arcs into one more member of a cycle compete with those into the others for being the one that breaks it */
static void
merge_rows (Contraction *self, guint into, guint from)
{
  const guint n = self->n;
  gdouble (*rows)[n + 1] = self->scores;
  guint (*words)[n + 1] = self->words;

  for (guint h = 0; h <= n; h++)
    {
      gdouble score = rows[from][h] - self->best[from];

      if (score > rows[into][h])
        {
          rows[into][h] = score;
          words[into][h] = words[from][h];
        }
    }
  for (guint t = 0; t < n; t++)
    if (self->slots[t] == from)
      self->slots[t] = into;
}

/* The path from `slot` to its end is a cycle: makes it one vertex, which is then the path's end */
static void
contract (Contraction *self, guint slot)
{
  const guint n = self->n;
  gdouble (*rows)[n + 1] = self->scores;
  guint cycle = self->n_vertices++;

  for (guint h = 0; h <= n; h++)
    rows[slot][h] -= self->best[slot];
  self->parents[self->vertices[slot]] = cycle;
  for (guint member; (member = self->path[self->n_path - 1]) != slot; self->n_path--)
    {
      self->parents[self->vertices[member]] = cycle;
      self->on_path[member] = FALSE;
      merge_rows (self, slot, member);
    }
  self->vertices[slot] = cycle;
}

/* Walks from head to head until all words are one vertex, which is always so as every arc has a score */
static void
contract_all (Contraction *self)
{
  guint n_left = self->n;

  self->path[self->n_path++] = 0;
  self->on_path[0] = TRUE;
  while (n_left > 1)
    {
      guint head = choose_head (self, self->path[self->n_path - 1]);
      guint before = self->n_path;

      if (self->on_path[head])
        contract (self, head);
      else
        self->path[self->n_path++] = head;
      self->on_path[head] = TRUE;
      n_left -= before > self->n_path ? before - self->n_path : 0;
    }
}

/* The arc into a cycle goes to one of its members instead of that one's own; the others keep theirs. The last vertex is
 * all words, and its arc comes from the root. */
static void
expand (Contraction *self, guint *heads)
{
  const guint n = self->n, slot = self->slots[0];
  guint (*words)[n + 1] = self->words;

  self->arcs[self->n_vertices - 1] = (Arc){ 0, words[slot][0] };
  for (guint cycle = self->n_vertices - 1; cycle >= n; cycle--)
    {
      guint member = self->arcs[cycle].word;

      while (self->parents[member] != cycle)
        member = self->parents[member];
      self->arcs[member] = self->arcs[cycle];
    }
  for (guint t = 0; t < n; t++)
    heads[t] = self->arcs[t].head;
}

/**
 * ent_tree_find: (skip)
 * @scores: (array): the score of the arc from head h to dependent d at h × @stride + d; 0 is the root, the words count
 *   from 1, so that there are n + 1 rows of at least n + 1 columns. Column 0 and the diagonal are not looked at
 * @stride: from the begin of a row to that of the next, at least n + 1
 * @n: how many words the sentence has, at least 1
 * @heads: (out caller-allocates) (array length=n): of each word the number of its head, 0 for the root's one child
 *
 * Finds the tree with the highest sum of scores among those with one child of the root. A score that is not finite
 * stands for an arc that cannot be; where there is no tree without such arcs, one with the fewest is given, and %FALSE.
 * Between equal scores the lower head is preferred; the result is the same on every machine.
 *
 * Takes O(n²) time, and where the best heads are not a tree, 12 n² bytes. Safe to call from many threads.
 *
 * Sources: Tarjan, "Finding optimum branchings", Networks 1977, for dense graphs; Zmigrod, Vieira, Cotterell, "Please
 * mind the root", EMNLP 2020, for the one child of the root.
 *
 * Returns: whether all arcs of the tree are possible
 */
gboolean
ent_tree_find (const gfloat *scores, gsize stride, guint n, guint *heads)
{
  Contraction contraction;
  gboolean possible = TRUE;

  if (take_best_heads (scores, stride, n, heads) && is_tree (heads, n))
    return TRUE;
  contraction_init (&contraction, scores, stride, n);
  contract_all (&contraction);
  expand (&contraction, heads);
  contraction_clear (&contraction);
  for (guint t = 0; t < n; t++)
    possible &= is_possible (scores[heads[t] * stride + t + 1]);
  return possible;
}
