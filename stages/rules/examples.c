/* Reads examples: "[words]", "[words = value]", "[capture words]"; "[[" is a bracket of the text. */
#include "stages/rules/examples.h"

#include <string.h>

static void
clear_expected (gpointer data)
{
  g_free (((RuleExpected *) data)->capture);
  g_free (((RuleExpected *) data)->value);
}

void
rules_case_free (RuleCase *self)
{
  g_free (self->text);
  g_array_unref (self->expected);
  g_free (self);
}

static gboolean
has_capture (const RuleStatement *rule, const gchar *name)
{
  for (guint c = 0; c < rule->captures->len; c++)
    if (g_str_equal (rule->captures->pdata[c], name))
      return TRUE;
  return FALSE;
}

typedef struct
{
  const RuleStatement *rule;
  const RuleExample *example;
  RuleErrors *errors;
  RuleCase *result;
  GString *text;
} ExampleReader;

static gboolean
fail (ExampleReader *self, const gchar *message, const gchar *what)
{
  rules_errors_add (self->errors, self->example->place, "%s '%s' in the example", message, what);
  return FALSE;
}

/* With the rule's own names, "[buyer words]" */
static gboolean
needs_marks (ExampleReader *self, const gchar *what)
{
  const RuleStatement *rule = self->rule;
  g_autofree gchar *message
      = rule->is_relation ? g_strdup_printf ("expected captures and their words in brackets, as in [%s words], not",
                                             (const gchar *) rule->captures->pdata[rule->head])
                          : g_strdup ("expected what is found to be in brackets, as in [words], not");

  return fail (self, message, what);
}

/* "12/2020 = 12/2020" → words and value; "buyer Acme" → capture and words */
static gboolean
take_mark (ExampleReader *self, const gchar *from, const gchar *to)
{
  g_autofree gchar *whole = g_strndup (from, to - from);
  gchar *words = whole;
  gchar *cut = self->rule->is_relation ? strchr (whole, ' ') : strstr (whole, " = ");
  RuleExpected expected = { .start = self->text->len };

  if (self->rule->is_relation)
    {
      if (cut)
        *cut = '\0';
      if (!cut || !has_capture (self->rule, whole))
        return needs_marks (self, whole);
      expected.capture = g_strdup (whole);
      words = cut + 1;
    }
  else if (cut)
    {
      *cut = '\0';
      expected.value = g_strdup (cut + 3);
    }
  g_string_append (self->text, words);
  expected.end = self->text->len;
  g_array_append_val (self->result->expected, expected);
  return expected.end > expected.start || fail (self, "no words in a mark,", whole);
}

static gboolean
take_marks (ExampleReader *self)
{
  for (const gchar *p = self->example->text; *p; p++)
    {
      const gchar *close = p[0] == '[' && p[1] != '[' ? strchr (p, ']') : NULL;

      if (p[0] == '[' && p[1] != '[' && (!close || self->example->counter))
        return fail (self, self->example->counter ? "expected no marks in a counterexample, not" : "no ']' after", p);
      if (close && !take_mark (self, p + 1, close))
        return FALSE;
      if (close)
        p = close;
      else
        g_string_append_c (self->text, *p);
      p += p[0] == '[' && p[1] == '[';
    }
  if (!self->example->counter && !self->result->expected->len)
    return needs_marks (self, self->example->text);
  return TRUE;
}

RuleCase *
rules_case_new (const RuleStatement *rule, const RuleExample *example, RuleErrors *errors)
{
  g_autoptr (RuleCase) self = g_new0 (RuleCase, 1);
  ExampleReader reader = { rule, example, errors, self, g_string_new (NULL) };
  gboolean ok;

  self->expected = g_array_new (FALSE, FALSE, sizeof (RuleExpected));
  g_array_set_clear_func (self->expected, clear_expected);
  ok = take_marks (&reader);
  self->text = g_string_free (reader.text, FALSE);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
rules_check_examples (const RuleSyntax *syntax)
{
  for (guint r = 0; r < syntax->rules->len; r++)
    {
      const RuleStatement *rule = syntax->rules->pdata[r];

      for (guint i = 0; i < rule->examples->len; i++)
        {
          RuleCase *read = rules_case_new (rule, &g_array_index (rule->examples, RuleExample, i), syntax->errors);

          g_clear_pointer (&read, rules_case_free);
        }
    }
}
