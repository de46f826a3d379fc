/* Reads the files of rules, and the types that the pack knows. */
#include "stages/rules/rules.h"

#include <string.h>

#define TYPES_FILE "tag/types.txt"

/* The first column of each line; below a line "= …" are those of other inventories */
static gboolean
add_types (RuleSyntax *syntax, EntStage *stage, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, TYPES_FILE, error);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!path || !g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      gchar *tab = strchr (lines[i], '\t');

      if (!tab || !g_ascii_isupper (*lines[i]))
        continue;
      *tab = '\0';
      rules_syntax_add_type (syntax, lines[i]);
    }
  rules_syntax_add_type (syntax, "Thing"); /* of descriptions that are of no type */
  return TRUE;
}

RuleSyntax *
rules_read_files (EntStage *stage, const gchar *const *paths, GError **error)
{
  g_autoptr (RuleSyntax) syntax = rules_syntax_new ();

  if (!add_types (syntax, stage, error))
    return NULL;
  for (; paths && *paths; paths++)
    {
      RuleSource *source = rules_source_open (*paths, error);

      if (!source)
        return NULL;
      rules_syntax_read (syntax, source);
    }
  return g_steal_pointer (&syntax);
}

void
rules_set_error (GError **error, const RuleErrors *errors)
{
  g_autofree gchar *first = rules_mistake_to_string (&g_array_index (errors->mistakes, RuleMistake, 0));

  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s%s", first,
               errors->mistakes->len > 1 ? "; 'entente rules check' shows all mistakes" : "");
}
