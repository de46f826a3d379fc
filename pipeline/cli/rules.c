/* entente rules: checks files of rules, and runs the examples in them. */
#include "pipeline/cli/rules.h"
#include "pipeline/cli/cli.h"
#include "stages/tag/patterns.h"

#include <stdio.h>
#include <string.h>

static struct
{
  gchar *pack;
  gchar **files;
} options;

static const GOptionEntry entries[] = {
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, NULL, "check|test [FILE…]" },
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
test (const RuleTest *rules)
{
  g_autoptr (GError) error = NULL;
  guint n_failed, n;

  if (!rules_test (rules, &n_failed, &n, &error))
    return cli_fail (error);
  if (!n)
    cli_say ("no examples: expected lines such as example \"We met [Ada Holm].\" in rules");
  else if (n_failed)
    printf ("%u of %u examples are not as they should be\n", n_failed, n);
  else
    printf ("%u examples of %u rules: all are as they should be\n", n, rules->syntax->rules->len);
  return n_failed || !n ? CLI_SOME_FAILED : CLI_OK;
}

/* Takes the syntax, which is NULL after an error */
static int
run (RuleSyntax *read, const gchar *maker, GError *error)
{
  g_autoptr (RuleSyntax) syntax = read;
  RuleTest rules = { syntax, maker, options.files + 1, options.pack };
  int status;

  if (!syntax)
    return cli_fail (error);
  status = check (syntax);
  if (status == CLI_OK && g_str_equal (options.files[0], "test"))
    return test (&rules);
  if (status == CLI_OK)
    printf ("%u rules, %u lists, %u examples: no mistakes\n", syntax->rules->len, count_lists (syntax),
            count_examples (syntax));
  return status;
}

/* Without files, what the pack has: the patterns of values, and its own rules, if there are any */
static int
run_pack (EntStage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *of_pack = rules_find_in_pack (stage);
  RuleSyntax *syntax = tag_patterns_read (options.pack, &error);
  int status = run (syntax, TAG_PATTERNS_MAKER, error);

  if (status != CLI_OK || !of_pack)
    return status;
  syntax = rules_read_files (stage, NULL, &error);
  return run (syntax, "rules", error);
}

int
cli_rules (int argc, char **argv)
{
  g_autoptr (EntStage) stage = NULL;
  g_autoptr (GError) error = NULL;
  RuleSyntax *syntax;

  if (!cli_parse (argv, NULL, "Checks files of rules, or runs the examples that stand in them.",
                  "check shows mistakes with their lines; test runs each rule over its examples and\n"
                  "shows those in which it finds anything else than is marked there. Without a file,\n"
                  "they do so with the pack's own patterns and rules.\n\n"
                  "Example: entente rules test my.rules",
                  entries))
    return CLI_USAGE;
  if (!options.files || (strcmp (options.files[0], "check") && strcmp (options.files[0], "test")))
    {
      cli_say ("rules: expected check or test, and files of rules or none for those of the pack; see entente rules --help");
      return CLI_USAGE;
    }
  stage = ent_stage_new ("rules", &error);
  if (!stage)
    return cli_fail (error);
  ent_stage_set_pack (stage, options.pack);
  if (!options.files[1])
    return run_pack (stage);
  syntax = rules_read_files (stage, (const gchar *const *) options.files + 1, &error);
  return run (syntax, "rules", error);
}
