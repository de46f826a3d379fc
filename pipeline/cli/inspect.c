/* entente inspect: what the stages say of themselves. */
#include "pipeline/cli/cli.h"

#include <stdio.h>

static gchar **names;
static gchar **rules;

static const GOptionEntry entries[] = {
  CLI_RULES_ENTRY (&rules),
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, NULL, "[STAGE…]" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

static const gchar *
type_of (GParamSpec *pspec)
{
  if (pspec->value_type == G_TYPE_STRV)
    return "text, several";
  if (pspec->value_type == G_TYPE_STRING)
    return "text";
  if (pspec->value_type == G_TYPE_BOOLEAN)
    return "on|off";
  return "number";
}

static gchar *
default_of (GParamSpec *pspec)
{
  const GValue *value = g_param_spec_get_default_value (pspec);

  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_strdup (g_value_get_boolean (value) ? "on" : "off");
  if (G_VALUE_HOLDS_STRING (value))
    return g_strdup (g_value_get_string (value) ? g_value_get_string (value) : "none");
  if (G_VALUE_HOLDS_FLOAT (value))
    return g_strdup_printf ("%g", g_value_get_float (value));
  if (G_VALUE_HOLDS_DOUBLE (value))
    return g_strdup_printf ("%g", g_value_get_double (value));
  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    return g_strdup ("none");
  return g_strdup_value_contents (value);
}

static void
print_options (EntStage *stage)
{
  guint n;
  g_autofree GParamSpec **options = ent_stage_list_options (stage, &n);

  for (guint i = 0; i < n; i++)
    {
      const gchar *blurb = g_param_spec_get_blurb (options[i]);
      g_autofree gchar *standard = default_of (options[i]);

      printf ("    %-14s %s (%s, default %s)\n", options[i]->name, blurb ? blurb : "", type_of (options[i]), standard);
    }
}

static gboolean
print_stage (const gchar *name, GError **error)
{
  g_autoptr (EntStage) stage = ent_stage_new (name, error);
  g_autofree gchar *needs = stage ? ent_layers_to_string (ent_stage_get_needs (stage)) : NULL;
  g_autofree gchar *makes = stage ? ent_layers_to_string (ent_stage_get_makes (stage)) : NULL;

  if (!stage)
    return FALSE;
  printf ("%s — %s\n  needs  %s\n  makes  %s\n  takes\n", ent_stage_get_name (stage), ent_stage_get_summary (stage),
          ent_stage_is_source (stage) ? "files" : needs,
          ent_stage_is_source (stage)                     ? "documents"
          : ENT_STAGE_GET_CLASS (stage)->collect          ? "files"
          : ent_stage_get_makes (stage) == ENT_LAYER_NONE ? "nothing"
                                                          : makes);
  print_options (stage);
  putchar ('\n');
  return TRUE;
}

int
cli_inspect (int argc, char **argv)
{
  g_autofree const gchar **all = NULL;
  g_autoptr (GError) error = NULL;

  if (!cli_parse (argv, NULL, "Lists the stages: what each needs, makes and takes; with --rules, what is in rule files.",
                  "STAGE is a name, or the path of a plug-in such as ./libmine.so:mystage.\n\n"
                  "Example: entente inspect tag",
                  entries))
    return CLI_USAGE;
  if (rules && !cli_list_rules (rules, &error))
    return cli_fail (error);
  if (rules && !names)
    return CLI_OK;
  all = ent_stage_list_names ();
  for (const gchar *const *name = names ? (const gchar *const *) names : all; *name; name++)
    if (!print_stage (*name, &error))
      return cli_fail (error);
  return CLI_OK;
}
