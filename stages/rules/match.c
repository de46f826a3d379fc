/* Matches all rules in one pass over the sentences of a document. */
#define _GNU_SOURCE
#include "stages/rules/match.h"

#include <string.h>

static RuleMatcher *
new_inner (const RuleView *view)
{
  RuleMatcher *self = g_new0 (RuleMatcher, 1);

  self->view = view;
  self->stack = g_array_new (FALSE, FALSE, 4 * sizeof (guint32));
  return self;
}

static void
free_inner (RuleMatcher *self)
{
  g_free (self->visited);
  g_array_unref (self->stack);
  g_free (self);
}

/* Of text, what an expression cannot match without is sought in the whole document first */
static void
choose_texts (RuleMatcher *self)
{
  const RuleSet *set = self->view->set;
  gsize length;
  const gchar *text = ent_document_get_text (self->view->doc, &length);

  self->texts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < set->texts->len; i++)
    {
      guint w = g_array_index (set->texts, guint, i);
      const gchar *required = ((const RuleWay *) set->ways->pdata[w])->required;

      if (!required || memmem (text, length, required, strlen (required)))
        g_array_append_val (self->texts, w);
    }
}

void
rules_matcher_init (RuleMatcher *self, const RuleView *view, RuleKinds kind)
{
  RuleMatcher *inner = new_inner (view);

  *self = *inner;
  g_free (inner);
  self->kind = kind;
  self->around = new_inner (view);
  self->found = g_array_new (FALSE, FALSE, sizeof (RuleFound));
  self->given_up = g_new0 (guint8, view->set->ways->len + 1);
  self->cut = g_new0 (guint8, view->set->ways->len + 1);
  choose_texts (self);
}

void
rules_matcher_clear (RuleMatcher *self)
{
  g_free (self->visited);
  g_array_unref (self->stack);
  free_inner (self->around);
  g_array_unref (self->found);
  g_array_unref (self->texts);
  g_free (self->given_up);
  g_free (self->cut);
}

static guint
first_character (const RuleMatcher *self, guint s)
{
  return ent_document_byte_to_char (self->view->doc, self->view->tokens[self->view->sentences[s].first].start);
}

void
rules_give_up (RuleMatcher *self, const RuleWay *way, guint s)
{
  g_autofree gchar *note = NULL;

  if (self->given_up[way->number])
    return;
  self->given_up[way->number] = TRUE;
  note = g_strdup_printf ("rule '%s' takes too long from character %u on and was left out: expected one that is "
                          "quick, without %s",
                          way->rule->name, first_character (self, s),
                          way->body->kind == BODY_TREE ? "several '>>' to nodes that are many"
                                                       : "repetitions in repetitions");
  ent_document_add_note (self->view->doc, note);
}

void
rules_cut (RuleMatcher *self, const RuleWay *way, guint s)
{
  g_autofree gchar *note = NULL;

  if (self->cut[way->number])
    return;
  self->cut[way->number] = TRUE;
  note = g_strdup_printf ("rule '%s' fits in more than %u ways in a sentence, as in that from character %u on: others "
                          "were left out",
                          way->rule->name, RULES_MAX_WAYS, first_character (self, s));
  ent_document_add_note (self->view->doc, note);
}

static void
match_way (RuleMatcher *self, guint w, guint s)
{
  const RuleWay *way = self->view->set->ways->pdata[w];

  if (self->given_up[w] || way->rule->is_relation != (self->kind == RULES_RELATIONS))
    return;
  if (way->body->kind == BODY_FIND)
    rules_match_sequence (self, way, s);
  else if (way->body->kind == BODY_TEXT)
    rules_match_text (self, way, s);
  else if (self->view->tree)
    rules_match_tree (self, way, s);
}

void
rules_match_sentence (RuleMatcher *self, guint s, guint8 *seen, GArray *ways)
{
  rules_view_choose (self->view, s, seen, ways);
  for (guint i = 0; i < ways->len; i++)
    match_way (self, g_array_index (ways, guint, i), s);
  for (guint i = 0; i < self->texts->len; i++)
    match_way (self, g_array_index (self->texts, guint, i), s);
}
