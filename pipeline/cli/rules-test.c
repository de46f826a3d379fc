/* Runs the examples of rules as documents of their own, through the whole pipeline. */
#include "pipeline/cli/cli.h"
#include "pipeline/cli/rules.h"

#include <stdio.h>
#include <string.h>

static void
print_example (const RuleStatement *rule, const RuleExample *example, const gchar *difference)
{
  guint line, column;
  g_autofree gchar *text = cli_printable (example->text, strlen (example->text));
  g_autoptr (GString) properties = g_string_new (NULL);

  rules_place_to_line (example->place, &line, &column);
  for (guint i = 0; i < example->properties->len; i++)
    g_string_append_printf (properties, "%s%s", i ? ", " : " -> ", (const gchar *) example->properties->pdata[i]);
  printf ("%s:%u: %s\n    %s%s%s\n%s\n", example->place.source->path, line, rule->name,
          example->counter ? "nothing in " : "expected  ", text, properties->str, difference);
}

static gboolean
test_example (const RuleTest *self, EntPipeline *pipeline, const RuleStatement *rule, const RuleExample *example,
              gboolean *ok, GError **error)
{
  g_autoptr (RuleCase) one = rules_case_new (rule, example, self->syntax->errors);
  g_autoptr (EntDocument) doc = one ? ent_document_new (one->text, -1, error) : NULL;
  g_autofree gchar *difference = NULL;
  const gchar *const *notes;

  if (!doc || !ent_pipeline_process (pipeline, doc, error))
    return FALSE;
  difference = rules_case_compare (one, self->maker, rule, example, doc);
  *ok = !difference;
  if (difference)
    print_example (rule, example, difference);
  for (notes = ent_document_get_notes (doc); difference && *notes; notes++)
    cli_say ("note: %s", *notes);
  return TRUE;
}

static EntPipeline *
make_pipeline (const RuleTest *self, GError **error)
{
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text (ENT_PIPELINE_DEFAULT, error);

  if (!pipeline || !cli_add_rules (pipeline, self->files, self->pack, FALSE, error))
    return NULL;
  ent_pipeline_set_pack (pipeline, self->pack);
  return ent_pipeline_load (pipeline, error) ? g_steal_pointer (&pipeline) : NULL;
}

gboolean
rules_test (const RuleTest *self, guint *n_failed, guint *n_examples, GError **error)
{
  g_autoptr (EntPipeline) pipeline = make_pipeline (self, error);

  *n_failed = *n_examples = 0;
  for (guint r = 0; pipeline && r < self->syntax->rules->len; r++)
    {
      const RuleStatement *rule = self->syntax->rules->pdata[r];

      for (guint i = 0; i < rule->examples->len; i++)
        {
          gboolean ok;

          if (!test_example (self, pipeline, rule, &g_array_index (rule->examples, RuleExample, i), &ok, error))
            return FALSE;
          *n_failed += !ok;
          ++*n_examples;
        }
      if (!rule->examples->len)
        cli_say ("note: rule '%s' has no example", rule->name);
    }
  return pipeline != NULL;
}
