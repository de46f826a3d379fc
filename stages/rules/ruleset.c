/* Puts compiled rules together: their ways, their index, their lists. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/rules/ruleset.h"

#include <pcre2.h>
#include <string.h>

static void
unref_array (gpointer data)
{
  g_array_unref (data);
}

void
rules_set_free (RuleSet *self)
{
  for (guint k = 0; k < N_TRIGGERS; k++)
    {
      for (guint i = 0; self->index[k] && i < self->index[k]->len; i++)
        g_clear_pointer (&g_array_index (self->index[k], GArray *, i), g_array_unref);
      g_clear_pointer (&self->index[k], g_array_unref);
    }
  g_clear_pointer (&self->lists, rules_lists_free);
  g_hash_table_unref (self->literals);
  g_hash_table_unref (self->types);
  g_ptr_array_unref (self->ways);
  g_ptr_array_unref (self->arounds);
  g_array_unref (self->always);
  g_array_unref (self->texts);
  g_free (self->list_makes);
  g_free (self->list_used);
  rules_syntax_free (self->syntax);
  g_free (self);
}

/* --- Rules -------------------------------------------------------------------------------------------------------- */

static void
intern_nodes (RuleSet *self, const RuleNode *node)
{
  rules_intern_conditions (self, node->pattern);
  for (guint i = 0; i < node->arcs->len; i++)
    intern_nodes (self, g_array_index (node->arcs, RuleArc, i).node);
}

static void
check_text (RuleSet *self, const RuleBody *body)
{
  guint32 may_be_empty = 0, n_groups = 0;

  pcre2_pattern_info (body->regex->code, PCRE2_INFO_CAPTURECOUNT, &n_groups);
  if (body->regex->called) /* those that it calls are behind its own */
    n_groups = body->regex->called - 1;
  if (n_groups >= RULES_MAX_GROUPS)
    rules_errors_add (self->syntax->errors, body->place,
                      "%u groups: expected at most %u; what is no capture stands in (?:…)", n_groups,
                      RULES_MAX_GROUPS - 1);
  pcre2_pattern_info (body->regex->code, PCRE2_INFO_MATCHEMPTY, &may_be_empty);
  if (may_be_empty && !body->regex->called) /* of one with calls PCRE2 says so, whatever they are */
    rules_errors_add (self->syntax->errors, body->place,
                      "this matches where there is nothing: expected at least one character");
}

static void
free_way (gpointer data)
{
  RuleWay *way = data;

  g_clear_pointer (&way->triggers, g_array_unref);
  g_free (way);
}

static void
add_way (RuleSet *self, const RuleStatement *rule, const RuleBody *body)
{
  RuleWay *way = g_new0 (RuleWay, 1);

  way->rule = rule;
  way->body = body;
  way->number = self->ways->len;
  if (body->kind == BODY_FIND)
    way->program = rules_program_new (self, body->pattern, body->place);
  if (body->kind == BODY_TEXT)
    {
      check_text (self, body);
      way->required = rules_required_text (self->syntax, body);
    }
  if (body->kind == BODY_TREE)
    intern_nodes (self, body->node);
  way->triggers = rules_find_triggers (self, body);
  g_ptr_array_add (self->ways, way);
}

static gboolean
is_wanted (const RuleSet *self, const RuleStatement *rule)
{
  return (self->kinds & (rule->is_relation ? RULES_RELATIONS : RULES_MENTIONS)) != 0;
}

static void
check_around (RuleSet *self, const RuleAround *around)
{
  if (around->program->min > RULES_MAX_AROUND)
    rules_errors_add (self->syntax->errors, around->context->place,
                      "%u words at least: expected at most %u of what stands before or after", around->program->min,
                      RULES_MAX_AROUND);
}

static void
add_rules (RuleSet *self)
{
  for (guint i = 0; i < self->syntax->rules->len; i++)
    {
      RuleStatement *rule = self->syntax->rules->pdata[i];
      GArray *arounds = g_array_new (FALSE, FALSE, sizeof (RuleAround));

      rule->number = i;
      g_ptr_array_add (self->arounds, arounds);
      if (!is_wanted (self, rule))
        continue;
      for (guint b = 0; b < rule->bodies->len; b++)
        add_way (self, rule, &g_array_index (rule->bodies, RuleBody, b));
      for (guint c = 0; c < rule->contexts->len; c++)
        {
          RuleAround around = { &g_array_index (rule->contexts, RuleContext, c), NULL };

          around.program = rules_program_new (self, around.context->pattern, around.context->place);
          check_around (self, &around);
          g_array_append_val (arounds, around);
        }
    }
}

/* --- Index -------------------------------------------------------------------------------------------------------- */

static void
index_way (RuleSet *self, const RuleTrigger *trigger, guint way)
{
  GArray *index = self->index[trigger->kind];
  GArray **ways;

  if (index->len <= trigger->number)
    g_array_set_size (index, trigger->number + 1);
  ways = &g_array_index (index, GArray *, trigger->number);
  if (!*ways)
    *ways = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!(*ways)->len || g_array_index (*ways, guint, (*ways)->len - 1) != way)
    g_array_append_val (*ways, way);
}

static void
make_index (RuleSet *self)
{
  for (guint k = 0; k < N_TRIGGERS; k++)
    self->index[k] = g_array_new (FALSE, TRUE, sizeof (GArray *));
  for (guint w = 0; w < self->ways->len; w++)
    {
      const RuleWay *way = self->ways->pdata[w];

      if (way->body->kind == BODY_TEXT)
        g_array_append_val (self->texts, w);
      else if (!way->triggers->len)
        g_array_append_val (self->always, w);
      for (guint i = 0; i < way->triggers->len; i++)
        index_way (self, &g_array_index (way->triggers, RuleTrigger, i), w);
    }
}

/* --- Lists -------------------------------------------------------------------------------------------------------- */

/* Lists that a pattern refers to, whether as phrases or in a condition */
static void
use_lists (RuleSet *self, const RulePattern *pattern)
{
  if (pattern->kind == PATTERN_LIST)
    self->list_used[pattern->number] = TRUE;
  for (guint i = 0; pattern->conditions && i < pattern->conditions->len; i++)
    {
      const RuleCondition *condition = &g_array_index (pattern->conditions, RuleCondition, i);

      for (guint v = 0; condition->attribute == ATTRIBUTE_LIST && v < condition->values->len; v++)
        self->list_used[g_array_index (condition->values, RuleValue, v).number] = TRUE;
    }
  for (guint i = 0; pattern->children && i < pattern->children->len; i++)
    use_lists (self, pattern->children->pdata[i]);
}

static void
use_lists_of_nodes (RuleSet *self, const RuleNode *node)
{
  use_lists (self, node->pattern);
  for (guint i = 0; i < node->arcs->len; i++)
    use_lists_of_nodes (self, g_array_index (node->arcs, RuleArc, i).node);
}

static void
find_used_lists (RuleSet *self)
{
  for (guint w = 0; w < self->ways->len; w++)
    {
      const RuleWay *way = self->ways->pdata[w];

      if (way->body->pattern)
        use_lists (self, way->body->pattern);
      if (way->body->node)
        use_lists_of_nodes (self, way->body->node);
      for (guint c = 0; c < way->rule->contexts->len; c++)
        use_lists (self, g_array_index (way->rule->contexts, RuleContext, c).pattern);
    }
}

static gboolean
is_type (const gchar *type, gpointer syntax)
{
  return rules_syntax_has_type (syntax, type);
}

/* Paths in a rule file are seen from its own folder */
static void
load_file (RuleSet *self, guint l, const ListStatement *list)
{
  g_autofree gchar *folder = g_path_get_dirname (list->place.source->path);
  g_autofree gchar *path
      = g_path_is_absolute (list->file) ? g_strdup (list->file) : g_build_filename (folder, list->file, NULL);
  g_autoptr (GError) error = NULL;

  if (!rules_lists_add_file (self->lists, l, path, is_type, self->syntax, &error))
    rules_errors_add (self->syntax->errors, list->file_place, "%s", error->message);
}

static void
load_lists (RuleSet *self)
{
  guint n = self->syntax->lists->len;

  self->lists = rules_lists_new ();
  self->list_makes = g_new0 (gboolean, n + 1);
  self->list_used = g_new0 (gboolean, n + 1);
  find_used_lists (self);
  for (guint l = 0; l < n; l++)
    {
      const ListStatement *list = self->syntax->lists->pdata[l];

      self->list_makes[l] = list->type && self->kinds & RULES_MENTIONS;
      if (!self->list_makes[l] && !self->list_used[l] && !(list->file && self->kinds & RULES_MENTIONS))
        continue;
      for (guint i = 0; i < list->entries->len; i++)
        rules_lists_add (self->lists, l, g_array_index (list->entries, RuleValue, i).text);
      if (list->file)
        load_file (self, l, list);
    }
}

/* --- All ---------------------------------------------------------------------------------------------------------- */

RuleSet *
rules_set_new (RuleSyntax *syntax, RuleKinds kinds)
{
  RuleSet *self;

  if (syntax->errors->mistakes->len || !rules_resolve (syntax))
    return NULL;
  self = g_new0 (RuleSet, 1);
  self->syntax = syntax;
  self->kinds = kinds;
  self->literals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ways = g_ptr_array_new_with_free_func (free_way);
  self->arounds = g_ptr_array_new_with_free_func (unref_array);
  self->always = g_array_new (FALSE, FALSE, sizeof (guint));
  self->texts = g_array_new (FALSE, FALSE, sizeof (guint));
  add_rules (self);
  make_index (self);
  load_lists (self);
  if (!syntax->errors->mistakes->len)
    return self;
  self->syntax = rules_syntax_new (); /* the caller keeps the one with the errors */
  rules_set_free (self);
  return NULL;
}

gboolean
rules_set_check (RuleSyntax *syntax)
{
  RuleSet *set = rules_set_new (syntax, RULES_MENTIONS | RULES_RELATIONS);

  if (!set)
    return FALSE;
  set->syntax = rules_syntax_new (); /* the caller's goes on */
  rules_set_free (set);
  return TRUE;
}
