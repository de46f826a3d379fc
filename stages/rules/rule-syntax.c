/* Reads rules: the lines below "mention" and "relation". */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stages/rules/syntax.h"

#include <pcre2.h>
#include <string.h>

#include <entente.h>

/* The number of a capture, a new one where it is not known yet */
static gint
number_of (Reader *self, const gchar *name, RulePlace place)
{
  GPtrArray *captures = self->rule->captures;

  for (guint i = 0; i < captures->len; i++)
    if (g_str_equal (captures->pdata[i], name))
      return i;
  if (captures->len >= RULES_MAX_CAPTURES)
    rules_wrong (self, place, "too many captures: expected at most %u", RULES_MAX_CAPTURES);
  g_ptr_array_add (captures, (gpointer) name);
  return captures->len - 1;
}

gint
rules_capture (Reader *self, const gchar *name, RulePlace place)
{
  RuleNamed named = { 0 };

  if (!self->rule || self->around)
    {
      rules_wrong (self, place, "a capture, '%s', in what %s: expected it in find, text or tree", name,
                   self->around ? "stands around" : "rules share");
      return -1;
    }
  named.capture = number_of (self, name, place);
  named.body = self->rule->bodies->len;
  g_array_append_val (self->rule->named, named);
  return named.capture;
}

/* A capture that a line of the rule refers to: whether the rule has it is seen once all of it is read */
static gint
refer (Reader *self)
{
  RuleReference reference;

  reference.name = rules_take_name (self, "the name of a capture", &reference.place);
  if (!reference.name)
    return -1;
  g_array_append_val (self->rule->references, reference);
  return number_of (self, reference.name, reference.place);
}

/* --- What it looks for -------------------------------------------------------------------------------------------- */

/* The named groups of a regular expression are captures */
static void
name_groups (Reader *self, RuleBody *body)
{
  PCRE2_SPTR table;
  guint32 n, size;

  pcre2_pattern_info (body->regex->code, PCRE2_INFO_NAMECOUNT, &n);
  pcre2_pattern_info (body->regex->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info (body->regex->code, PCRE2_INFO_NAMETABLE, &table);
  for (guint i = 0; i < n && !self->failed; i++)
    {
      const gchar *name = (const gchar *) table + i * size + 2;
      RuleGroup group = { .group = table[i * size] << 8 | table[i * size + 1] };

      if (body->regex->called && group.group >= (guint) body->regex->called)
        continue;
      name = g_string_chunk_insert_const (self->syntax->strings, name);
      group.capture = rules_capture (self, name, body->place);
      g_array_append_val (body->groups, group);
    }
}

static void
read_text (Reader *self, RuleBody *body)
{
  if (self->at->kind != LEX_REGEX || rules_is_end (self))
    {
      rules_expected (self, "a regular expression in /slashes/");
      return;
    }
  body->groups = rules_keep_array (self->syntax, sizeof (RuleGroup));
  body->regex = rules_regex_new (self->syntax, self->at++);
  self->failed |= !rules_compile_regex (self->syntax, body->regex, FALSE);
  if (body->regex->code)
    name_groups (self, body);
  if (!rules_is_end (self) && !self->at->first)
    rules_expected (self, "nothing more on this line; a slash within an expression is written \\/");
}

static void
read_body (Reader *self, BodyKind kind)
{
  RuleBody body = { .kind = kind, .place = self->at->place };

  if (kind == BODY_FIND)
    body.pattern = rules_read_pattern (self);
  else if (kind == BODY_TEXT)
    read_text (self, &body);
  else if (!self->rule->is_relation)
    rules_wrong (self, self->at[-1].place, "a tree makes relations: expected find or text in a rule for mentions");
  else
    body.node = rules_read_tree (self);
  g_array_append_val (self->rule->bodies, body);
}

static void
read_context (Reader *self, gboolean behind, gboolean negated)
{
  RuleContext context = { .place = self->at->place, .behind = behind, .negated = negated };

  self->around = TRUE;
  context.pattern = rules_read_pattern (self);
  self->around = FALSE;
  g_array_append_val (self->rule->contexts, context);
}

/* --- What it makes ------------------------------------------------------------------------------------------------ */

static void
read_mark (Reader *self)
{
  RuleMark mark = { 0 };

  mark.capture = refer (self);
  if (!self->failed && !rules_take_word (self, "as"))
    rules_expected (self, "'as' and a type");
  if (!self->failed)
    mark.type = rules_take_type (self, &mark.place);
  g_array_append_val (self->rule->marks, mark);
}

static void
read_value (Reader *self)
{
  if (self->at->kind == LEX_STRING && !rules_is_end (self))
    self->rule->value = (self->at++)->text;
  else
    self->rule->value_capture = refer (self);
}

static gint
read_word (Reader *self, gint (*from_string) (const gchar *name), const gchar *what)
{
  gint number = self->at->kind == LEX_NAME && !rules_is_end (self) ? from_string (self->at->text) : -1;

  if (number < 0)
    rules_expected (self, what);
  else
    self->at++;
  return number;
}

static gdouble
read_number (Reader *self, gdouble min, gdouble max, const gchar *what)
{
  gchar *end = NULL;
  gdouble number = self->at->kind == LEX_NUMBER ? g_ascii_strtod (self->at->text, &end) : 0;

  if (!end || *end || number < min || number > max || rules_is_end (self))
    rules_expected (self, what);
  else
    self->at++;
  return number;
}

static void
read_priority (Reader *self)
{
  RulePlace place = self->at->place;
  gdouble number = read_number (self, -1000, 1000, "a whole number from -1000 to 1000");

  if (self->failed)
    return;
  self->rule->priority = (gint) number;
  if (self->rule->priority != number)
    rules_wrong (self, place, "expected a whole number from -1000 to 1000");
}

static void
read_example (Reader *self, gboolean counter)
{
  RuleExample example = { .place = self->at->place, .counter = counter };

  example.properties = rules_keep_pointers (self->syntax);
  example.text = rules_take_string (self, "a sentence in quotes");
  if (!self->failed && !counter && rules_take_sign (self, '-'))
    do
      {
        gboolean is_property = self->at->kind == LEX_STRING || self->at->kind == LEX_NAME;

        if (!is_property || rules_is_end (self))
          rules_expected (self, "negated, possible, … or a label in quotes");
        else
          g_ptr_array_add (example.properties, (gpointer) (self->at++)->text);
      }
    while (!self->failed && rules_take_sign (self, ','));
  g_array_append_val (self->rule->examples, example);
}

/* --- Lines -------------------------------------------------------------------------------------------------------- */

static gboolean
read_search (Reader *self)
{
  if (rules_take_word (self, "find"))
    read_body (self, BODY_FIND);
  else if (rules_take_word (self, "text"))
    read_body (self, BODY_TEXT);
  else if (rules_take_word (self, "tree"))
    read_body (self, BODY_TREE);
  else if (rules_is_word (self, "after") || rules_is_word (self, "before") || rules_is_word (self, "not"))
    {
      gboolean negated = rules_take_word (self, "not");
      gboolean behind = rules_take_word (self, "after");

      if (behind || rules_take_word (self, "before"))
        read_context (self, behind, negated);
      else
        rules_expected (self, "'after' or 'before'");
    }
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_of_relation (Reader *self)
{
  RuleStatement *rule = self->rule;
  RulePlace place = self->at->place;
  const gchar *word = self->at->text;

  if (rules_take_word (self, "label"))
    rule->label = rules_take_string (self, "words in quotes");
  else if (rules_take_word (self, "when"))
    rule->when = refer (self);
  else if (rules_take_word (self, "where"))
    rule->where = refer (self);
  else if (rules_take_word (self, "says"))
    rule->says = refer (self);
  else if (rules_take_word (self, "polarity"))
    rule->polarity = read_word (self, ent_polarity_from_string, "affirmed or negated");
  else if (rules_take_word (self, "modality"))
    rule->modality
        = read_word (self, ent_modality_from_string, "asserted, possible, necessary, intended, conditional or asked");
  else
    return FALSE;
  if (!rule->is_relation)
    rules_wrong (self, place, "'%s' is of relations: expected it in none of mentions", word);
  return TRUE;
}

static gboolean
read_of_mention (Reader *self)
{
  RuleStatement *rule = self->rule;
  RulePlace place = self->at->place;
  const gchar *word = self->at->text;

  if (rules_take_word (self, "mark"))
    read_mark (self);
  else if (rules_take_word (self, "value"))
    read_value (self);
  else if (rules_take_word (self, "kind"))
    rule->kind = read_word (self, ent_mention_kind_from_string, "name, nominal or value");
  else if (rules_take_word (self, "priority"))
    read_priority (self);
  else
    return FALSE;
  if (rule->is_relation)
    rules_wrong (self, place, "'%s' is of mentions: expected it in none of relations", word);
  return TRUE;
}

static void
read_line (Reader *self)
{
  const RuleLexeme *start = self->at;

  if (!rules_is_clause (self))
    rules_expected (self, self->at->first ? "a line of a rule, such as find, text, tree or example"
                                          : "nothing more on this line");
  else if (read_search (self) || read_of_relation (self) || read_of_mention (self))
    return;
  else if (rules_take_word (self, "confidence"))
    self->rule->confidence = read_number (self, 0, 1, "a number from 0 to 1");
  else if (rules_take_word (self, "example"))
    read_example (self, FALSE);
  else if (rules_take_word (self, "counterexample"))
    read_example (self, TRUE);
  if (self->at == start)
    rules_expected (self, "a line of a rule, such as find, text, tree or example");
}

static gboolean
is_named (const RuleStatement *rule, gint capture, gint body)
{
  for (guint i = 0; i < rule->named->len; i++)
    {
      const RuleNamed *named = &g_array_index (rule->named, RuleNamed, i);

      if (named->capture == capture && (body < 0 || named->body == (guint) body))
        return TRUE;
    }
  return FALSE;
}

/* The names that lines refer to are captured by what the rule looks for */
static void
check_references (Reader *self)
{
  RuleStatement *rule = self->rule;

  for (guint i = 0; i < rule->references->len; i++)
    {
      const RuleReference *reference = &g_array_index (rule->references, RuleReference, i);

      if (!is_named (rule, number_of (self, reference->name, reference->place), -1))
        rules_wrong (self, reference->place, "unknown capture '%s': expected one of the rule, as in %s:Person",
                     reference->name, reference->name);
    }
}

/* Each way to find a relation finds its head and its tail */
static void
check_ends (Reader *self)
{
  RuleStatement *rule = self->rule;
  const gint ends[] = { rule->head, rule->tail };

  for (guint b = 0; b < rule->bodies->len; b++)
    for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
      if (!is_named (rule, ends[i], b))
        rules_wrong (self, g_array_index (rule->bodies, RuleBody, b).place,
                     "no capture '%s' here: expected it, as the relation is from '%s' to '%s'",
                     (const gchar *) rule->captures->pdata[ends[i]], (const gchar *) rule->captures->pdata[ends[0]],
                     (const gchar *) rule->captures->pdata[ends[1]]);
}

static void
begin (Reader *self)
{
  RuleStatement *rule = self->rule;

  rule->bodies = rules_keep_array (self->syntax, sizeof (RuleBody));
  rule->contexts = rules_keep_array (self->syntax, sizeof (RuleContext));
  rule->marks = rules_keep_array (self->syntax, sizeof (RuleMark));
  rule->examples = rules_keep_array (self->syntax, sizeof (RuleExample));
  rule->references = rules_keep_array (self->syntax, sizeof (RuleReference));
  rule->named = rules_keep_array (self->syntax, sizeof (RuleNamed));
  rule->captures = rules_keep_pointers (self->syntax);
  rule->head = rule->tail = rule->when = rule->where = rule->says = rule->value_capture = -1;
  rule->kind = rule->polarity = rule->modality = -1;
  rule->confidence = 0.95f;
}

static void
read_lines (Reader *self)
{
  while (!self->failed && !self->at->starts)
    read_line (self);
  if (!self->failed && !self->rule->bodies->len)
    rules_wrong (self, self->rule->place, "rule '%s' looks for nothing: expected find, text or tree below it",
                 self->rule->name);
  if (!self->failed)
    check_references (self);
  if (!self->failed && self->rule->is_relation)
    check_ends (self);
}

void
rules_read_mention (Reader *self)
{
  RuleStatement *rule = self->rule;
  RuleMark mark = { .capture = -1 };

  begin (self);
  if (rules_take_sign (self, ':'))
    {
      mark.type = rules_take_type (self, &mark.place);
      g_array_append_val (rule->marks, mark);
    }
  else if (!rules_is_end (self) && !self->at->first)
    rules_expected (self, "':' and a type, such as : Person");
  if (!self->failed)
    read_lines (self);
  if (!self->failed && !rule->marks->len)
    rules_wrong (self, rule->place, "rule '%s' marks nothing: expected a type, as in %s: Person, or mark lines",
                 rule->name, rule->name);
}

void
rules_read_relation (Reader *self)
{
  RuleStatement *rule = self->rule;

  begin (self);
  if (!rules_take_sign (self, ':'))
    rules_expected (self, "':' and the type of the relation");
  else if (self->at->kind == LEX_NAME && !rules_is_end (self))
    rule->type = (self->at++)->text;
  else
    rule->type = rules_take_string (self, "the type of the relation");
  if (!self->failed && !*rule->type)
    rules_wrong (self, self->at[-1].place, "an empty type: expected a name");
  if (!self->failed && !rules_take_word (self, "from"))
    rules_expected (self, "'from' and the capture that is its head");
  if (!self->failed)
    rule->head = refer (self);
  if (!self->failed && !rules_take_word (self, "to"))
    rules_expected (self, "'to' and the capture that is its tail");
  if (!self->failed)
    rule->tail = refer (self);
  if (!self->failed)
    read_lines (self);
}
