/* Finds tree patterns: from each token that may be the first node, along the arcs, in all ways in which they fit. */
#include <string.h>

#include "stages/rules/match.h"

/* Steps along the arcs that one rule may take in a sentence */
#define MAX_STEPS 200000

/* Arcs that are still to be followed, once those in hand are done */
typedef struct _Rest Rest;
struct _Rest
{
  const RuleNode *node;
  guint arc;
  guint token;
  const Rest *up;
};

/* Nodes that are bound so far; no two are the same token */
typedef struct _Bound Bound;
struct _Bound
{
  guint token;
  const Bound *up;
};

typedef struct
{
  RuleMatcher *matcher;
  const RuleView *view;
  const LinkTree *tree;
  RuleFound found;
  guint n_found;
  guint n_steps;
  gboolean probing; /* whether there is one at all */
} Walk;

static void follow_arcs (Walk *self, const RuleNode *node, guint arc, guint token, const Rest *up, const Bound *bound);

static gboolean
is_dep (const Walk *self, const RuleStep *step, guint t)
{
  const gchar *dep = ent_document_get_string (self->view->doc, self->view->tokens[t].dep);

  for (guint i = 0; i < step->deps->len; i++)
    if (rules_is_dep (dep, step->deps->pdata[i]))
      return TRUE;
  return !step->deps->len;
}

typedef struct
{
  const RuleArc *arc;
  const Rest *rest;
  const Bound *bound;
} Target;

static gboolean
is_bound (const Bound *bound, guint t)
{
  for (; bound; bound = bound->up)
    if (bound->token == t)
      return TRUE;
  return FALSE;
}

static void
reach (Walk *self, const Target *target, guint t)
{
  const RuleNode *node = target->arc->node;
  Bound bound = { t, target->bound };
  guint32 *capture = self->found.captures + 2 * MAX (node->capture, 0);
  guint32 old[] = { capture[0], capture[1] };

  if (is_bound (target->bound, t) || !rules_is_node (self->view, node->pattern, t))
    return;
  if (node->capture >= 0)
    {
      capture[0] = t;
      capture[1] = t + 1;
    }
  follow_arcs (self, node, 0, t, target->rest, &bound);
  capture[0] = old[0];
  capture[1] = old[1];
}

static gboolean
goes_on (Walk *self)
{
  return ++self->n_steps < MAX_STEPS && self->n_found < (self->probing ? 1 : RULES_MAX_WAYS + 1);
}

static void follow_steps (Walk *self, const Target *target, guint step, guint t);

/* All that hang on a token by a chain of such steps, in the order of the text */
static void
follow_down (Walk *self, const Target *target, guint s, guint t)
{
  const RuleStep *step = &g_array_index (target->arc->steps, RuleStep, s);
  const LinkNode *nodes = self->tree->nodes;

  for (guint u = nodes[t].left; u < nodes[t].right && goes_on (self); u++)
    {
      gint v = u;

      while (v >= 0 && (guint) v != t && is_dep (self, step, v) && goes_on (self))
        v = nodes[v].head;
      if (u != t && v == (gint) t)
        follow_steps (self, target, s + 1, u);
    }
}

static void
follow_steps (Walk *self, const Target *target, guint s, guint t)
{
  const RuleStep *step;

  if (!goes_on (self))
    return;
  if (s == target->arc->steps->len)
    {
      reach (self, target, t);
      return;
    }
  step = &g_array_index (target->arc->steps, RuleStep, s);
  if (!step->up && step->deep)
    follow_down (self, target, s, t);
  else if (!step->up)
    for (gint c = link_child (self->tree, t); c >= 0 && goes_on (self); c = self->tree->nodes[c].next)
      {
        if (is_dep (self, step, c))
          follow_steps (self, target, s + 1, c);
      }
  else
    for (gint u = t; u >= 0 && self->tree->nodes[u].head >= 0 && is_dep (self, step, u) && goes_on (self);
         u = step->deep ? self->tree->nodes[u].head : -1)
      follow_steps (self, target, s + 1, self->tree->nodes[u].head);
}

/* Whether an arc leads anywhere, whatever comes after it */
static gboolean
exists (Walk *self, const RuleArc *arc, guint t, const Bound *bound)
{
  Walk probe = *self;
  Target target = { arc, NULL, bound };

  probe.probing = TRUE;
  probe.n_found = 0;
  follow_steps (&probe, &target, 0, t);
  self->n_steps = probe.n_steps;
  return probe.n_found > 0;
}

static void
conclude (Walk *self)
{
  if (self->n_found++ < RULES_MAX_WAYS && !self->probing)
    g_array_append_val (self->matcher->found, self->found);
}

static void
follow_arcs (Walk *self, const RuleNode *node, guint a, guint t, const Rest *up, const Bound *bound)
{
  Rest rest = { node, a + 1, t, up };
  const RuleArc *arc;
  Target target;

  if (a == node->arcs->len)
    {
      if (up)
        follow_arcs (self, up->node, up->arc, up->token, up->up, bound);
      else
        conclude (self);
      return;
    }
  arc = &g_array_index (node->arcs, RuleArc, a);
  target = (Target){ arc, &rest, bound };
  if (arc->mode == ARC_NEEDED || (arc->mode == ARC_OPTIONAL && exists (self, arc, t, bound)))
    follow_steps (self, &target, 0, t);
  else if (arc->mode == ARC_OPTIONAL || !exists (self, arc, t, bound))
    follow_arcs (self, node, a + 1, t, up, bound);
}

void
rules_match_tree (RuleMatcher *self, const RuleWay *way, guint s)
{
  const EntSentence *sentence = self->view->sentences + s;
  const RuleNode *node = way->body->node;
  Walk walk = { .matcher = self, .view = self->view, .tree = self->view->tree, .found = { .way = way, .sentence = s } };

  for (guint t = sentence->first; t < sentence->first + sentence->n && goes_on (&walk); t++)
    {
      Bound bound = { t, NULL };

      if (!rules_is_node (self->view, node->pattern, t))
        continue;
      memset (walk.found.captures, 0xff, sizeof walk.found.captures);
      walk.found.first = t;
      walk.found.end = t + 1;
      if (node->capture >= 0)
        {
          walk.found.captures[2 * node->capture] = t;
          walk.found.captures[2 * node->capture + 1] = t + 1;
        }
      if (rules_fits_around (self, way->rule, s, t, t + 1, TRUE)
          && rules_fits_around (self, way->rule, s, t, t + 1, FALSE))
        follow_arcs (&walk, node, 0, t, NULL, &bound);
    }
  if (walk.n_steps >= MAX_STEPS)
    rules_give_up (self, way, s);
  if (walk.n_found > RULES_MAX_WAYS)
    rules_cut (self, way, s);
}
