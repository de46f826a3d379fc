/* Makes programs of sequences. */
#include <string.h>

#include "stages/rules/ruleset.h"

guint
rules_intern (GHashTable *table, const gchar *string)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (table, string));

  if (!number)
    {
      number = g_hash_table_size (table) + 1;
      g_hash_table_insert (table, g_strdup (string), GUINT_TO_POINTER (number));
    }
  return number;
}

/* Words become numbers, so that a token is compared by number */
static void
intern_condition (RuleSet *set, RuleCondition *condition)
{
  set->asks_tags |= condition->attribute == ATTRIBUTE_LEMMA || condition->attribute == ATTRIBUTE_POS;
  for (guint i = 0; i < condition->values->len; i++)
    {
      RuleValue *value = &g_array_index (condition->values, RuleValue, i);
      g_autofree gchar *lower = NULL;

      if (condition->attribute == ATTRIBUTE_TYPE)
        value->number = rules_intern (set->types, value->text);
      if (condition->attribute > ATTRIBUTE_LEMMA || value->regex)
        continue;
      lower = value->folded ? g_utf8_strdown (value->text, -1) : NULL;
      value->number = rules_intern (set->literals, lower ? lower : value->text);
    }
}

void
rules_intern_conditions (RuleSet *set, const RulePattern *pattern)
{
  for (guint i = 0; pattern->conditions && i < pattern->conditions->len; i++)
    intern_condition (set, &g_array_index (pattern->conditions, RuleCondition, i));
  for (guint i = 0; pattern->children && i < pattern->children->len; i++)
    rules_intern_conditions (set, pattern->children->pdata[i]);
}

typedef struct
{
  RuleSet *set;
  GArray *out;
} Compiler;

static guint
emit (Compiler *self, RuleOp op, guint32 x, guint32 y)
{
  RuleInstruction instruction = { op, x, y, NULL };

  if (self->out->len < RULES_MAX_INSTRUCTIONS)
    g_array_append_val (self->out, instruction);
  return self->out->len - 1;
}

static RuleInstruction *
at (Compiler *self, guint i)
{
  return &g_array_index (self->out, RuleInstruction, i);
}

static void compile (Compiler *self, const RulePattern *pattern);

/* Each alternative but the last is a split before it and a jump to the end after it */
static void
compile_choice (Compiler *self, const RulePattern *pattern)
{
  g_autoptr (GArray) jumps = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < pattern->children->len; i++)
    {
      guint split = i + 1 < pattern->children->len ? emit (self, OP_SPLIT, self->out->len + 1, 0) : G_MAXUINT;

      compile (self, pattern->children->pdata[i]);
      if (split == G_MAXUINT)
        continue;
      g_array_append_vals (jumps, (guint[]){ emit (self, OP_JUMP, 0, 0) }, 1);
      at (self, split)->y = self->out->len;
    }
  for (guint i = 0; i < jumps->len; i++)
    at (self, g_array_index (jumps, guint, i))->x = self->out->len;
}

static void
compile_repeat (Compiler *self, const RulePattern *pattern)
{
  const RulePattern *child = pattern->children->pdata[0];
  g_autoptr (GArray) splits = g_array_new (FALSE, FALSE, sizeof (guint));
  guint loop;

  for (guint i = 0; i < pattern->min && self->out->len < RULES_MAX_INSTRUCTIONS; i++)
    compile (self, child);
  if (pattern->max == RULES_NO_MAX)
    {
      loop = emit (self, OP_SPLIT, self->out->len + 1, 0);
      compile (self, child);
      emit (self, OP_JUMP, loop, 0);
      at (self, loop)->y = self->out->len;
      return;
    }
  for (guint i = pattern->min; i < pattern->max && self->out->len < RULES_MAX_INSTRUCTIONS; i++)
    {
      g_array_append_vals (splits, (guint[]){ emit (self, OP_SPLIT, self->out->len + 1, 0) }, 1);
      compile (self, child);
    }
  for (guint i = 0; i < splits->len; i++)
    at (self, g_array_index (splits, guint, i))->y = self->out->len;
}

static void
compile (Compiler *self, const RulePattern *pattern)
{
  guint i;

  if (self->out->len >= RULES_MAX_INSTRUCTIONS)
    return;
  switch (pattern->kind)
    {
    case PATTERN_TEST:
      i = emit (self, OP_TEST, 0, 0);
      at (self, i)->conditions = pattern->conditions;
      break;
    case PATTERN_MENTION:
      emit (self, OP_MENTION, rules_intern (self->set->types, pattern->name), 0);
      break;
    case PATTERN_LIST:
      emit (self, OP_LIST, pattern->number, 0);
      break;
    case PATTERN_CHOICE:
      compile_choice (self, pattern);
      break;
    case PATTERN_REPEAT:
      compile_repeat (self, pattern);
      break;
    case PATTERN_CAPTURE:
      emit (self, OP_SAVE, 2 * pattern->number, 0);
      compile (self, pattern->children->pdata[0]);
      emit (self, OP_SAVE, 2 * pattern->number + 1, 0);
      break;
    default:
      for (i = 0; pattern->children && i < pattern->children->len; i++)
        compile (self, pattern->children->pdata[i]);
      break;
    }
}

/* Tokens that it takes at least */
static guint
min_of (const RulePattern *pattern)
{
  guint min = pattern->kind == PATTERN_CHOICE ? G_MAXUINT16 : 0;

  if (pattern->kind < PATTERN_SEQUENCE)
    return 1;
  for (guint i = 0; i < pattern->children->len; i++)
    {
      guint one = min_of (pattern->children->pdata[i]);

      min = pattern->kind == PATTERN_CHOICE ? MIN (min, one) : min + one;
    }
  if (pattern->kind == PATTERN_REPEAT)
    min *= pattern->min;
  return MIN (min, G_MAXUINT16);
}

static void
free_program (gpointer data)
{
  g_array_unref (((RuleProgram *) data)->instructions);
  g_free (data);
}

RuleProgram *
rules_program_new (RuleSet *set, const RulePattern *pattern, RulePlace place)
{
  RuleProgram *self = rules_keep_with (set->syntax, g_new0 (RuleProgram, 1), free_program);
  Compiler compiler = { set, self->instructions = g_array_new (FALSE, FALSE, sizeof (RuleInstruction)) };

  rules_intern_conditions (set, pattern);
  compile (&compiler, pattern);
  emit (&compiler, OP_MATCH, 0, 0);
  self->min = min_of (pattern);
  if (self->instructions->len >= RULES_MAX_INSTRUCTIONS)
    rules_errors_add (set->syntax->errors, place,
                      "the sequence is too long with all its repetitions: expected at most %u steps",
                      RULES_MAX_INSTRUCTIONS);
  else if (!self->min)
    rules_errors_add (set->syntax->errors, place, "this matches where there is nothing: expected at least one token");
  return self;
}
