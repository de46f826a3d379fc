/* Rules of users in pipelines, and what their files have. */
#include "pipeline/cli/cli.h"

#include <stdio.h>

#include "stages/rules/rules.h"

/* Where `link` stands, or G_MAXUINT */
static guint
find_link (EntPipeline *pipeline)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (ent_stage_get_name (stages[i]), "link"))
      return i;
  return G_MAXUINT;
}

/* After the last stage that makes something, before those that write */
static guint
find_end (EntPipeline *pipeline)
{
  guint n, end = 0;
  EntStage *const *stages = ent_pipeline_get_stages (pipeline, &n);

  for (guint i = 0; i < n; i++)
    if (ent_stage_get_makes (stages[i]) != ENT_LAYER_NONE)
      end = i + 1;
  return end;
}

static gboolean
insert (EntPipeline *pipeline, guint position, char **files, const gchar *make, gboolean trace, GError **error)
{
  g_autoptr (EntStage) stage = ent_stage_new ("rules", error);

  if (!stage || !ent_stage_set_option (stage, "make", make, error)
      || !ent_stage_set_option (stage, "trace", trace ? "on" : "off", error))
    return FALSE;
  for (; files && *files; files++)
    if (!ent_stage_set_option (stage, "file", *files, error))
      return FALSE;
  ent_pipeline_insert (pipeline, position, stage);
  return TRUE;
}

static gboolean
has_rules (const char *pack)
{
  g_autoptr (EntStage) stage = ent_stage_new ("rules", NULL);
  g_autofree gchar *path = NULL;

  ent_stage_set_pack (stage, pack);
  path = rules_find_in_pack (stage);
  return path != NULL;
}

gboolean
cli_add_rules (EntPipeline *pipeline, char **files, const char *pack, gboolean trace, GError **error)
{
  guint link = find_link (pipeline);

  if (!(files && *files) && !has_rules (pack))
    return TRUE;
  if (link == G_MAXUINT)
    return insert (pipeline, find_end (pipeline), files, "all", trace, error);
  return insert (pipeline, link + 1, files, "relations", trace, error)
         && insert (pipeline, link, files, "mentions", trace, error);
}

static void
print_rule (const RuleStatement *rule)
{
  static const gchar *const kinds[] = { "find", "text", "tree" };
  const RuleBody *body = &g_array_index (rule->bodies, RuleBody, 0);
  guint line, column;

  rules_place_to_line (rule->place, &line, &column);
  printf ("  %-8s %-20s", rule->is_relation ? "relation" : "mention", rule->name);
  if (rule->is_relation)
    printf (" %s, from %s to %s", rule->type, (const gchar *) rule->captures->pdata[rule->head],
            (const gchar *) rule->captures->pdata[rule->tail]);
  for (guint i = 0; i < rule->marks->len; i++)
    printf ("%s%s", i ? ", " : " ", g_array_index (rule->marks, RuleMark, i).type);
  printf ("  (%s, %u examples, line %u)\n", kinds[body->kind], rule->examples->len, line);
}

gboolean
cli_list_rules (char **files, GError **error)
{
  g_autoptr (EntStage) stage = ent_stage_new ("rules", error);
  g_autoptr (RuleSyntax) syntax = stage ? rules_read_files (stage, (const gchar *const *) files, error) : NULL;

  if (!syntax)
    return FALSE;
  if (syntax->errors->mistakes->len)
    {
      rules_set_error (error, syntax->errors);
      return FALSE;
    }
  for (guint s = 0; s < syntax->sources->len; s++)
    {
      const RuleSource *source = syntax->sources->pdata[s];

      printf ("%s\n", source->path);
      for (guint l = 0; l < syntax->lists->len; l++)
        {
          const ListStatement *list = syntax->lists->pdata[l];

          if (list->name && list->place.source == source)
            printf ("  list     %-20s %s\n", list->name, list->type ? list->type : "for rules to ask for");
        }
      for (guint r = 0; r < syntax->rules->len; r++)
        if (((const RuleStatement *) syntax->rules->pdata[r])->place.source == source)
          print_rule (syntax->rules->pdata[r]);
      putchar ('\n');
    }
  return TRUE;
}
