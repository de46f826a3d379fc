/* Reads tree patterns: nodes and the arcs between them. */
#include "stages/rules/syntax.h"

#include <string.h>

static const gchar *const relations[]
    = { "acl",       "advcl",      "advmod",   "amod",     "appos", "aux",      "case",   "cc",
        "ccomp",     "clf",        "compound", "conj",     "cop",   "csubj",    "dep",    "det",
        "discourse", "dislocated", "expl",     "fixed",    "flat",  "goeswith", "iobj",   "list",
        "mark",      "nmod",       "nsubj",    "nummod",   "obj",   "obl",      "orphan", "parataxis",
        "punct",     "reparandum", "root",     "vocative", "xcomp", NULL };

const gchar *
rules_join_dep (Reader *self, const gchar *name)
{
  g_autofree gchar *joined = NULL;

  if (rules_is_sign (self, '*'))
    joined = g_strconcat (name, ":*", NULL);
  else if (self->at->kind == LEX_NAME && self->at->adjacent)
    joined = g_strconcat (name, ":", self->at->text, NULL);
  if (!joined)
    {
      rules_expected (self, "a subtype, as in nsubj:pass or obl:*");
      return NULL;
    }
  self->at++;
  return g_string_chunk_insert_const (self->syntax->strings, joined);
}

static void
read_dep (Reader *self, RuleStep *step)
{
  const gchar *name = self->at->text;

  if (self->at->kind != LEX_NAME || !g_strv_contains (relations, name))
    {
      rules_expected (self, "a relation of Universal Dependencies, such as nsubj");
      return;
    }
  self->at++;
  if (rules_is_sign (self, ':') && self->at->adjacent)
    {
      self->at++;
      name = rules_join_dep (self, name);
    }
  g_ptr_array_add (step->deps, (gpointer) name);
}

static gboolean
is_step (const Reader *self)
{
  return !rules_is_end (self) && (rules_is_sign (self, '>') || rules_is_sign (self, '<'));
}

/* "> nsubj Person" */
static gboolean
is_apart (const Reader *self)
{
  const RuleLexeme *next = self->at + 1;

  return !self->at->adjacent && self->at->kind == LEX_NAME && g_strv_contains (relations, self->at->text)
         && !next->starts && !next->first && next->kind == LEX_NAME && !g_str_equal (next->text, "not")
         && !g_str_equal (next->text, "maybe");
}

static void
read_step (Reader *self, RuleArc *arc)
{
  RuleStep step = { .up = self->at->sign == '<', .deps = rules_keep_pointers (self->syntax) };

  self->at++;
  step.deep = self->at->adjacent && rules_take_sign (self, step.up ? '<' : '>');
  if (self->at->adjacent && self->at->kind == LEX_NAME)
    do
      read_dep (self, &step);
    while (!self->failed && rules_take_sign (self, '|'));
  else if (is_apart (self))
    rules_wrong (self, self->at->place, "'%s' stands apart from its arrow: expected %s%s", self->at->text,
                 step.up ? "<" : ">", self->at->text);
  g_array_append_val (arc->steps, step);
}

static void read_arcs (Reader *self, RuleNode *node);

static RuleNode *
read_node (Reader *self)
{
  RuleNode *node = rules_keep (self->syntax, sizeof *node);
  const gchar *name;

  node->place = self->at->place;
  node->capture = -1;
  node->arcs = rules_keep_array (self->syntax, sizeof (RuleArc));
  if (self->at->kind == LEX_NAME && self->at[1].kind == LEX_SIGN && self->at[1].sign == ':')
    {
      name = rules_take_name (self, "the name of a capture", &node->place);
      self->at++;
      node->capture = name ? rules_capture (self, name, node->place) : -1;
    }
  if (!self->failed)
    node->pattern = rules_read_single (self, "a node: a word, a type, a part of speech, a name or '['");
  return node;
}

static RuleNode *
read_end (Reader *self)
{
  RulePlace open = self->at->place;
  RuleNode *node;

  if (!rules_take_sign (self, '('))
    return read_node (self);
  if (++self->depth > RULES_MAX_DEPTH)
    rules_wrong (self, open, "too deep: expected at most %u parentheses in each other", RULES_MAX_DEPTH);
  node = self->failed ? NULL : read_node (self);
  if (!self->failed)
    read_arcs (self, node);
  self->depth--;
  if (!self->failed && !rules_take_sign (self, ')'))
    {
      if (rules_is_end (self))
        rules_wrong (self, open, "this parenthesis is not closed: expected ')'");
      else
        rules_expected (self, "an arc, such as >obj, or ')'");
    }
  return node;
}

static gboolean
is_arc (const Reader *self)
{
  return is_step (self) || (!rules_is_end (self) && (rules_is_word (self, "not") || rules_is_word (self, "maybe")));
}

static void
read_arcs (Reader *self, RuleNode *node)
{
  while (!self->failed && is_arc (self))
    {
      RuleArc arc = { .steps = rules_keep_array (self->syntax, sizeof (RuleStep)) };

      if (rules_take_word (self, "not"))
        arc.mode = ARC_FORBIDDEN;
      else if (rules_take_word (self, "maybe"))
        arc.mode = ARC_OPTIONAL;
      if (!is_step (self))
        rules_expected (self, "an arc, such as >obj");
      while (!self->failed && is_step (self))
        read_step (self, &arc);
      if (++self->n_arcs > RULES_MAX_ARCS || arc.steps->len > RULES_MAX_ARCS)
        rules_wrong (self, self->at[-1].place, "too many arcs: expected at most %u", RULES_MAX_ARCS);
      if (!self->failed)
        arc.node = read_end (self);
      g_array_append_val (node->arcs, arc);
    }
}

RuleNode *
rules_read_tree (Reader *self)
{
  RuleNode *node;

  self->n_arcs = 0;
  node = read_end (self);
  if (!self->failed)
    read_arcs (self, node);
  if (!self->failed && !rules_is_end (self))
    rules_expected (self, "an arc, such as >obj");
  return node;
}
