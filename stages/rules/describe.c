/* How a rule matched, in words. */
#include "stages/rules/apply.h"

EntId
rules_by (EntDocument *doc, const gchar *name)
{
  g_autofree gchar *by = g_strconcat ("rules/", name, NULL);

  return ent_document_intern (doc, by);
}

gchar *
rules_dup_capture (const RuleView *view, const RuleFound *found, guint c)
{
  if (found->bytes[2 * c + 1])
    return g_strndup (view->text + found->bytes[2 * c], found->bytes[2 * c + 1] - found->bytes[2 * c]);
  if (found->captures[2 * c] == RULES_UNSET || found->captures[2 * c + 1] == RULES_UNSET)
    return NULL;
  return ent_document_dup_words (view->doc, found->captures[2 * c], found->captures[2 * c + 1]);
}

gchar *
rules_describe (const RuleView *view, const RuleFound *found)
{
  static const gchar *const kinds[] = { "find", "text", "tree" };
  const RuleStatement *rule = found->way->rule;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree gchar *words = ent_document_dup_words (view->doc, found->first, found->end);
  guint line, column;

  rules_place_to_line (found->way->body->place, &line, &column);
  g_string_append_printf (lines, "rule\t%s, %s:%u\n%s\t%s\n", rule->name, rule->place.source->path, line,
                          kinds[found->way->body->kind], words);
  for (guint c = 0; c < rule->captures->len; c++)
    {
      g_autofree gchar *capture = rules_dup_capture (view, found, c);

      if (capture)
        g_string_append_printf (lines, "  %s\t%s\n", (const gchar *) rule->captures->pdata[c], capture);
    }
  return g_strdup (lines->str);
}
