/* What names in rules stand for: lets, lists and types. All of a file is known here, so that their order does not
 * matter. */
#include "stages/rules/ruleset.h"

#include <string.h>

enum
{
  LET_UNSEEN,
  LET_OPEN,
  LET_DONE
};

typedef struct
{
  RuleSyntax *syntax;
  GHashTable *lets;  /* name → LetStatement */
  GHashTable *lists; /* name → 1 + number */
  guint depth;       /* lets in lets */
} Resolver;

/* Lets in lets in lets: each may stand for two of the next */
#define MAX_SIZE RULES_MAX_INSTRUCTIONS
#define MAX_LETS 200

static gint
find_list (const Resolver *self, const gchar *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->lists, name)) - 1;
}

static void
check_type (const Resolver *self, const gchar *type, RulePlace place)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (rules_syntax_has_type (self->syntax, type))
    return;
  for (guint i = 0; i < self->syntax->types->len; i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", (const gchar *) self->syntax->types->pdata[i]);
  rules_errors_add (self->syntax->errors, place,
                    "unknown type '%s': expected one of %s, or a line 'type %s'; words of the text stand in quotes",
                    type, known->str, type);
}

static void
unknown_name (const Resolver *self, const gchar *name, RulePlace place)
{
  rules_errors_add (self->syntax->errors, place,
                    "unknown name '%s': expected a let or a list of that name; words of the text stand in quotes",
                    name);
}

/* --- Conditions --------------------------------------------------------------------------------------------------- */

/* "lemma in NAME": the words of the list are the values */
static void
take_words (const Resolver *self, RuleCondition *condition)
{
  gint l = find_list (self, condition->list);
  const ListStatement *list = l < 0 ? NULL : self->syntax->lists->pdata[l];

  if (!list)
    rules_errors_add (self->syntax->errors, condition->place, "unknown list '%s'", condition->list);
  else if (list->file)
    rules_errors_add (self->syntax->errors, condition->place,
                      "the words of '%s' are in a file: expected a list that has them here, or [%s]", list->name,
                      list->name);
  for (guint i = 0; list && !list->file && i < list->entries->len; i++)
    {
      RuleValue value = g_array_index (list->entries, RuleValue, i);

      value.folded = rules_is_folded (value.text);
      if (strpbrk (value.text, " \t"))
        rules_errors_add (self->syntax->errors, condition->place,
                          "\"%s\" in '%s' is more than one word: no token is like it", value.text, list->name);
      g_array_append_val (condition->values, value);
    }
}

static void
resolve_condition (const Resolver *self, RuleCondition *condition)
{
  if (condition->list)
    take_words (self, condition);
  for (guint i = 0; i < condition->values->len; i++)
    {
      RuleValue *value = &g_array_index (condition->values, RuleValue, i);

      if (condition->attribute == ATTRIBUTE_TYPE)
        check_type (self, value->text, value->place);
      if (condition->attribute != ATTRIBUTE_LIST)
        continue;
      value->number = find_list (self, value->text);
      if (value->number < 0)
        unknown_name (self, value->text, value->place);
    }
}

/* --- Patterns ----------------------------------------------------------------------------------------------------- */

/* Gives how large it is, with all that names in it stand for */
static guint resolve_pattern (Resolver *self, RulePattern *pattern);

/* A let that leads to itself has no end */
static void
resolve_let (Resolver *self, LetStatement *let, const RulePattern *from)
{
  if (let->state == LET_OPEN || self->depth > MAX_LETS)
    {
      rules_errors_add (self->syntax->errors, from ? from->place : let->place,
                        "'%s' is made of itself, or of too many others in each other", let->name);
      return;
    }
  if (let->state == LET_DONE)
    return;
  let->state = LET_OPEN;
  self->depth++;
  let->size = resolve_pattern (self, let->pattern);
  self->depth--;
  let->state = LET_DONE;
  if (let->size < MAX_SIZE)
    return;
  rules_errors_add (self->syntax->errors, let->place, "'%s' is too large with all that it is made of", let->name);
  let->pattern = rules_keep (self->syntax, sizeof *let->pattern); /* which no walk over it can tire of */
  let->pattern->conditions = rules_keep_array (self->syntax, sizeof (RuleCondition));
  let->size = 1;
}

/* The one test that a pattern is, through what groups it; NULL where it is more */
static const RulePattern *
single_test (const RulePattern *pattern)
{
  while ((pattern->kind == PATTERN_SEQUENCE || pattern->kind == PATTERN_CHOICE) && pattern->children->len == 1)
    pattern = pattern->children->pdata[0];
  return pattern->kind == PATTERN_TEST && pattern->conditions->len == 1 ? pattern : NULL;
}

/* "not NAME": the conditions of each alternative, turned around */
static void
negate_let (Resolver *self, RulePattern *pattern, const RulePattern *named)
{
  while (named->kind == PATTERN_SEQUENCE && named->children->len == 1)
    named = named->children->pdata[0];
  pattern->kind = PATTERN_TEST;
  pattern->conditions = rules_keep_array (self->syntax, sizeof (RuleCondition));
  for (guint i = 0; i < (named->kind == PATTERN_CHOICE ? named->children->len : 1); i++)
    {
      const RulePattern *test = single_test (named->kind == PATTERN_CHOICE ? named->children->pdata[i] : named);
      RuleCondition condition;

      if (!test)
        {
          rules_errors_add (self->syntax->errors, pattern->place,
                            "'not %s': it is more than one token or test: expected such as let x = \"a\" | \"b\"",
                            pattern->name);
          return;
        }
      condition = g_array_index (test->conditions, RuleCondition, 0);
      condition.negated ^= TRUE;
      g_array_append_val (pattern->conditions, condition);
    }
}

static void
negate_list (Resolver *self, RulePattern *pattern, gint list)
{
  RuleCondition condition = { .attribute = ATTRIBUTE_LIST, .negated = TRUE };
  RuleValue value = { .text = pattern->name, .number = list, .place = pattern->place };

  condition.values = rules_keep_array (self->syntax, sizeof (RuleValue));
  g_array_append_val (condition.values, value);
  pattern->kind = PATTERN_TEST;
  pattern->conditions = rules_keep_array (self->syntax, sizeof (RuleCondition));
  g_array_append_val (pattern->conditions, condition);
}

static guint
resolve_reference (Resolver *self, RulePattern *pattern)
{
  LetStatement *let = g_hash_table_lookup (self->lets, pattern->name);
  gint list = find_list (self, pattern->name);

  if (list >= 0 && pattern->negated)
    negate_list (self, pattern, list);
  else if (list >= 0)
    {
      pattern->kind = PATTERN_LIST;
      pattern->number = list;
    }
  else if (!let)
    unknown_name (self, pattern->name, pattern->place);
  else
    {
      resolve_let (self, let, pattern);
      if (let->state != LET_DONE)
        return 1;
      if (pattern->negated)
        negate_let (self, pattern, let->pattern);
      else
        {
          pattern->kind = PATTERN_SEQUENCE;
          pattern->children = rules_keep_pointers (self->syntax);
          g_ptr_array_add (pattern->children, let->pattern);
        }
      return let->size;
    }
  return 1;
}

static guint
resolve_pattern (Resolver *self, RulePattern *pattern)
{
  guint size = 1;

  switch (pattern->kind)
    {
    case PATTERN_TEST:
      for (guint i = 0; i < pattern->conditions->len; i++)
        resolve_condition (self, &g_array_index (pattern->conditions, RuleCondition, i));
      break;
    case PATTERN_MENTION:
      check_type (self, pattern->name, pattern->place);
      break;
    case PATTERN_LIST:
      break;
    case PATTERN_REF:
      return resolve_reference (self, pattern);
    default:
      for (guint i = 0; i < pattern->children->len; i++)
        size += resolve_pattern (self, pattern->children->pdata[i]);
      break;
    }
  return MIN (size, MAX_SIZE);
}

/* --- Trees -------------------------------------------------------------------------------------------------------- */

static gboolean
is_node (const RulePattern *pattern)
{
  if (pattern->kind == PATTERN_TEST || pattern->kind == PATTERN_MENTION || pattern->kind == PATTERN_LIST
      || pattern->kind == PATTERN_REF) /* which is wrong already */
    return TRUE;
  if (pattern->kind == PATTERN_REPEAT || pattern->kind == PATTERN_CAPTURE
      || (pattern->kind == PATTERN_SEQUENCE && pattern->children->len != 1))
    return FALSE;
  for (guint i = 0; i < pattern->children->len; i++)
    if (!is_node (pattern->children->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
resolve_node (Resolver *self, RuleNode *node)
{
  resolve_pattern (self, node->pattern);
  if (!is_node (node->pattern))
    rules_errors_add (self->syntax->errors, node->pattern->place,
                      "'%s' is a sequence: expected one token for a node of a tree", node->pattern->name);
  for (guint i = 0; i < node->arcs->len; i++)
    resolve_node (self, g_array_index (node->arcs, RuleArc, i).node);
}

static void
resolve_rule (Resolver *self, RuleStatement *rule)
{
  for (guint i = 0; i < rule->bodies->len; i++)
    {
      RuleBody *body = &g_array_index (rule->bodies, RuleBody, i);

      if (body->pattern)
        resolve_pattern (self, body->pattern);
      if (body->node)
        resolve_node (self, body->node);
    }
  for (guint i = 0; i < rule->contexts->len; i++)
    resolve_pattern (self, g_array_index (rule->contexts, RuleContext, i).pattern);
  for (guint i = 0; i < rule->marks->len; i++)
    {
      const RuleMark *mark = &g_array_index (rule->marks, RuleMark, i);

      check_type (self, mark->type, mark->place);
    }
}

gboolean
rules_resolve (RuleSyntax *syntax)
{
  g_autoptr (GHashTable) lets = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) lists = g_hash_table_new (g_str_hash, g_str_equal);
  Resolver self = { syntax, lets, lists, 0 };

  for (guint i = 0; i < syntax->lets->len; i++)
    g_hash_table_insert (lets, (gpointer) ((LetStatement *) syntax->lets->pdata[i])->name, syntax->lets->pdata[i]);
  for (guint i = 0; i < syntax->lists->len; i++)
    {
      const ListStatement *list = syntax->lists->pdata[i];

      if (list->name)
        g_hash_table_insert (lists, (gpointer) list->name, GINT_TO_POINTER (i + 1));
      if (list->type)
        check_type (&self, list->type, list->type_place);
    }
  for (guint i = 0; i < syntax->lets->len; i++)
    resolve_let (&self, syntax->lets->pdata[i], NULL);
  for (guint i = 0; i < syntax->rules->len; i++)
    resolve_rule (&self, syntax->rules->pdata[i]);
  return !syntax->errors->mistakes->len;
}
