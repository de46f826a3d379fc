/* Reads the files of rules, and the types that the pack knows. */
#include "stages/rules/rules.h"

#include <string.h>

#include "pipeline/stage-private.h"

#define TYPES_FILE "tag/types.txt"
#define PACK_RULES "rules/pack.rules"

/* The first column of each line; below a line "= …" are those of other inventories */
gboolean
rules_add_types (RuleSyntax *syntax, const gchar *pack, GError **error)
{
  g_autofree gchar *path = ent_pack_find (pack, TYPES_FILE, error);
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

gchar *
rules_find_in_pack (EntStage *stage)
{
  return ent_stage_find_data (stage, PACK_RULES, NULL);
}

static gboolean
add_file (RuleSyntax *syntax, const gchar *path, GError **error)
{
  RuleSource *source = rules_source_open (path, error);

  if (source)
    rules_syntax_add (syntax, source);
  return source != NULL;
}

RuleSyntax *
rules_read_files (EntStage *stage, const gchar *const *paths, GError **error)
{
  g_autoptr (RuleSyntax) syntax = rules_syntax_new ();
  g_autofree gchar *of_pack = rules_find_in_pack (stage);

  if (!rules_add_types (syntax, ent_stage_get_pack (stage), error) || (of_pack && !add_file (syntax, of_pack, error)))
    return NULL;
  for (; paths && *paths; paths++)
    if (!add_file (syntax, *paths, error))
      return NULL;
  rules_syntax_read (syntax);
  return g_steal_pointer (&syntax);
}

void
rules_set_error (GError **error, const RuleErrors *errors)
{
  g_autofree gchar *first = rules_mistake_to_string (&g_array_index (errors->mistakes, RuleMistake, 0));

  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s%s", first,
               errors->mistakes->len > 1 ? "; 'entente rules check' shows all mistakes" : "");
}
