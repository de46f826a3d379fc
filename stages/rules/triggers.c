/* What must be in a sentence for a rule to match there: the rarest that the rule cannot do without. Rules are looked
 * at only where theirs is met, so that many of them cost little more than few. */
#include <string.h>

#include "stages/rules/ruleset.h"

/* Of several triggers one must be there: they are as rare as the most frequent of them, and the fewer the better */
typedef struct
{
  GArray *triggers; /* RuleTrigger, or NULL for none */
  gint rarity;
} Choice;

/* Sets that are larger say little, and make the index large */
#define MAX_TRIGGERS 2000

static Choice
no_choice (void)
{
  return (Choice){ NULL, 0 };
}

static Choice
new_choice (TriggerKind kind, guint32 number, gint rarity)
{
  Choice choice = { g_array_new (FALSE, FALSE, sizeof (RuleTrigger)), rarity };
  RuleTrigger trigger = { kind, number };

  g_array_append_val (choice.triggers, trigger);
  return choice;
}

static void
drop (Choice *choice)
{
  g_clear_pointer (&choice->triggers, g_array_unref);
  choice->rarity = 0;
}

/* Takes both */
static Choice
better_of (Choice one, Choice other)
{
  gboolean first = one.triggers && (!other.triggers || one.rarity >= other.rarity);

  drop (first ? &other : &one);
  return first ? one : other;
}

/* Long words are rare, and short ones are mostly those that hold sentences together */
static gint
rarity_of_word (const gchar *word)
{
  glong length = g_utf8_strlen (word, -1);

  return length <= 3 ? 10 : 20 + MIN (length, 20);
}

static Choice
choice_of_condition (const RuleCondition *condition)
{
  Choice choice = { NULL, 100 };

  if (condition->negated || condition->attribute > ATTRIBUTE_TYPE || condition->values->len > MAX_TRIGGERS)
    return no_choice ();
  choice.triggers = g_array_new (FALSE, FALSE, sizeof (RuleTrigger));
  for (guint i = 0; i < condition->values->len; i++)
    {
      const RuleValue *value = &g_array_index (condition->values, RuleValue, i);
      RuleTrigger trigger = { TRIGGER_TEXT + condition->attribute, value->number };
      gint rarity = 5;

      if (value->regex)
        {
          drop (&choice);
          return choice;
        }
      if (condition->attribute == ATTRIBUTE_POS)
        trigger.kind = TRIGGER_POS;
      else if (condition->attribute == ATTRIBUTE_TYPE)
        trigger.kind = TRIGGER_TYPE;
      else
        rarity = rarity_of_word (value->text);
      choice.rarity = MIN (choice.rarity, condition->attribute == ATTRIBUTE_TYPE ? 12 : rarity);
      g_array_append_val (choice.triggers, trigger);
    }
  choice.rarity -= MIN (condition->values->len / 20, 9);
  return choice;
}

static Choice choice_of (RuleSet *set, const RulePattern *pattern);

/* All alternatives need one */
static Choice
choice_of_alternatives (RuleSet *set, const RulePattern *pattern)
{
  Choice all = choice_of (set, pattern->children->pdata[0]);

  for (guint i = 1; i < pattern->children->len && all.triggers; i++)
    {
      Choice one = choice_of (set, pattern->children->pdata[i]);

      if (!one.triggers || one.triggers->len + all.triggers->len > MAX_TRIGGERS)
        {
          drop (&one);
          drop (&all);
          break;
        }
      g_array_append_vals (all.triggers, one.triggers->data, one.triggers->len);
      all.rarity = MIN (all.rarity, one.rarity) - 1;
      drop (&one);
    }
  return all;
}

static Choice
choice_of (RuleSet *set, const RulePattern *pattern)
{
  Choice best = no_choice ();

  switch (pattern->kind)
    {
    case PATTERN_TEST:
      for (guint i = 0; i < pattern->conditions->len; i++)
        best = better_of (best, choice_of_condition (&g_array_index (pattern->conditions, RuleCondition, i)));
      return best;
    case PATTERN_MENTION:
      return new_choice (TRIGGER_TYPE, rules_intern (set->types, pattern->name), 12);
    case PATTERN_LIST:
      return new_choice (TRIGGER_LIST, pattern->number, 30);
    case PATTERN_CHOICE:
      return choice_of_alternatives (set, pattern);
    case PATTERN_REPEAT:
      return pattern->min ? choice_of (set, pattern->children->pdata[0]) : best;
    default:
      for (guint i = 0; i < pattern->children->len; i++)
        best = better_of (best, choice_of (set, pattern->children->pdata[i]));
      return best;
    }
}

static Choice
choice_of_node (RuleSet *set, const RuleNode *node)
{
  Choice best = choice_of (set, node->pattern);

  for (guint i = 0; i < node->arcs->len; i++)
    {
      const RuleArc *arc = &g_array_index (node->arcs, RuleArc, i);

      if (arc->mode == ARC_NEEDED)
        best = better_of (best, choice_of_node (set, arc->node));
    }
  return best;
}

GArray *
rules_find_triggers (RuleSet *set, const RuleBody *body)
{
  Choice choice = body->kind == BODY_FIND   ? choice_of (set, body->pattern)
                  : body->kind == BODY_TREE ? choice_of_node (set, body->node)
                                            : no_choice ();

  return choice.triggers ? choice.triggers : g_array_new (FALSE, FALSE, sizeof (RuleTrigger));
}

/* --- Regular expressions -------------------------------------------------------------------------------------------
 */

/* Past a class, a group, an escape or a quantifier that begins at p */
static const gchar *
skip_piece (const gchar *p)
{
  guint depth = 0;
  gboolean in_class = FALSE;

  if (*p == '{')
    {
      p += strcspn (p, "}");
      return p + (*p == '}');
    }
  do
    {
      if (*p == '\\' && p[1])
        p++;
      else if (in_class)
        in_class = *p != ']';
      else if (*p == '[')
        {
          in_class = TRUE;
          p += p[1] == '^';
          p += p[1] == ']';
        }
      else if (*p == '(')
        depth++;
      else if (*p == ')')
        depth--;
      p += *p != '\0';
    }
  while (*p && (depth || in_class));
  return p;
}

static gboolean
is_plain (const gchar *p)
{
  return *p && !strchr ("\\[](){}.*+?|^$", *p);
}

/* Options, verbs, and escapes that take what stands behind them: what is plain then is not sure */
static gboolean
is_simple (const gchar *p)
{
  for (; *p; p++)
    if (p[0] == '('
        && (p[1] == '*' || (p[1] == '?' && p[2] != '<' && p[2] != ':' && p[2] != '=' && p[2] != '!' && p[2] != '&')))
      return FALSE;
    else if (*p == '\\' && *++p && g_ascii_isalnum (*p) && !strchr ("dwsbDWSBhHRAzZ", *p))
      return FALSE;
    else if (!*p)
      return FALSE;
  return TRUE;
}

/* The longest piece of plain characters outside of groups, each of which must be there; NULL where none is sure */
const gchar *
rules_required_text (RuleSyntax *syntax, const RuleBody *body)
{
  const gchar *best = NULL, *p = body->regex->text;
  gsize length = 0;

  if (body->regex->caseless || body->regex->extended || !is_simple (p))
    return NULL;
  while (*p)
    if (*p == '|')
      return NULL;
    else if (is_plain (p))
      {
        const gchar *end = p;

        while (is_plain (end))
          end = g_utf8_next_char (end);
        if (*end && strchr ("*?{+", *end)) /* which says so of the last one alone */
          end = g_utf8_prev_char (end);
        if ((gsize) (end - p) > length)
          {
            best = p;
            length = end - p;
          }
        p = is_plain (end) ? g_utf8_next_char (end) : end;
      }
    else
      p = skip_piece (p);
  return length > 1 ? g_string_chunk_insert_len (syntax->strings, best, length) : NULL;
}
