/* entente rules: checks files of rules, and runs the examples in them. */
#include "pipeline/cli/rules.h"
#include "pipeline/cli/cli.h"

#include <stdio.h>
#include <string.h>

static struct
{
  gchar *pack;
  gchar **files;
} options;

static const GOptionEntry entries[] = {
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, NULL, "check|test FILE…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* Each with its line and a caret under the place */
static void
print_mistakes (const RuleErrors *errors)
{
  for (guint i = 0; i < errors->mistakes->len; i++)
    {
      const RuleMistake *mistake = &g_array_index (errors->mistakes, RuleMistake, i);
      g_autofree gchar *line = rules_mistake_to_string (mistake);
      g_autofree gchar *excerpt = rules_mistake_excerpt (mistake);

      cli_say ("%s", line);
      fprintf (stderr, "%s\n", excerpt);
    }
  if (errors->mistakes->len == RULES_MAX_ERRORS)
    cli_say ("these are the first %u mistakes: expected fewer before others are looked for", RULES_MAX_ERRORS);
}

/* All that can be wrong without a text */
static int
check (RuleSyntax *syntax)
{
  if (!syntax->errors->mistakes->len)
    rules_check_examples (syntax);
  if (!syntax->errors->mistakes->len && rules_set_check (syntax))
    return CLI_OK;
  rules_errors_sort (syntax->errors);
  print_mistakes (syntax->errors);
  return CLI_UNREADABLE;
}

static guint
count_lists (const RuleSyntax *syntax)
{
  guint n = 0;

  for (guint l = 0; l < syntax->lists->len; l++)
    n += ((const ListStatement *) syntax->lists->pdata[l])->name != NULL;
  return n;
}

static guint
count_examples (const RuleSyntax *syntax)
{
  guint n = 0;

  for (guint r = 0; r < syntax->rules->len; r++)
    n += ((const RuleStatement *) syntax->rules->pdata[r])->examples->len;
  return n;
}

static int
test (RuleSyntax *syntax)
{
  g_autoptr (GError) error = NULL;
  guint n_failed, n;

  if (!rules_test (syntax, options.files + 1, options.pack, &n_failed, &n, &error))
    return cli_fail (error);
  if (!n)
    cli_say ("no examples: expected lines such as example \"We met [Ada Holm].\" in rules");
  else if (n_failed)
    printf ("%u of %u examples are not as they should be\n", n_failed, n);
  else
    printf ("%u examples of %u rules: all are as they should be\n", n, syntax->rules->len);
  return n_failed || !n ? CLI_SOME_FAILED : CLI_OK;
}

int
cli_rules (int argc, char **argv)
{
  g_autoptr (EntStage) stage = NULL;
  g_autoptr (RuleSyntax) syntax = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!cli_parse (argv, NULL, "Checks files of rules, or runs the examples that stand in them.",
                  "check shows mistakes with their lines; test runs each rule over its examples and\n"
                  "shows those in which it finds anything else than is marked there.\n\n"
                  "Example: entente rules test my.rules",
                  entries))
    return CLI_USAGE;
  if (!options.files || !options.files[1] || (strcmp (options.files[0], "check") && strcmp (options.files[0], "test")))
    {
      cli_say ("rules: expected check or test, and files of rules; see entente rules --help");
      return CLI_USAGE;
    }
  stage = ent_stage_new ("rules", &error);
  if (stage)
    ent_stage_set_pack (stage, options.pack);
  syntax = stage ? rules_read_files (stage, (const gchar *const *) options.files + 1, &error) : NULL;
  if (!syntax)
    return cli_fail (error);
  status = check (syntax);
  if (status == CLI_OK && g_str_equal (options.files[0], "test"))
    return test (syntax);
  if (status == CLI_OK)
    printf ("%u rules, %u lists, %u examples: no mistakes\n", syntax->rules->len, count_lists (syntax),
            count_examples (syntax));
  return status;
}
