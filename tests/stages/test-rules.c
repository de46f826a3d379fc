/* The rule language: what rules find, and what is wrong in them. */
#include "stages/rules/examples.h"
#include "stages/rules/rules.h"
#include "tests/harness.h"

#include <string.h>

/* The lines of a case as a file: what is no statement belongs to the one above */
static gchar *
rules_of (const char *const *lines)
{
  static const gchar *const statements[] = { "type ", "let ", "list ", "mention ", "relation ", "rule ", NULL };
  g_autoptr (GString) rules = g_string_new (NULL);

  for (; *lines; lines++)
    {
      gboolean is_statement = FALSE;

      if (g_str_has_prefix (*lines, "= ") || g_str_has_prefix (*lines, "given "))
        continue;
      for (guint i = 0; statements[i]; i++)
        is_statement |= g_str_has_prefix (*lines, statements[i]);
      g_string_append_printf (rules, "%s%s\n", is_statement ? "" : "    ", *lines);
    }
  return g_strdup (rules->str);
}

static EntStage *
load_rules (const gchar *rules, const gchar *make)
{
  gchar *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "my.rules", NULL);
  g_autoptr (GError) error = NULL;
  EntStage *stage = ent_stage_new ("rules", &error);

  assert_true (g_file_set_contents (path, rules, -1, NULL));
  assert_true (ent_stage_set_option (stage, "file", path, &error));
  assert_true (ent_stage_set_option (stage, "make", make, &error));
  if (!ent_stage_load (stage, &error))
    {
      case_fails (error->message);
      g_clear_object (&stage);
    }
  remove_folder (folder);
  return stage;
}

static gchar *
strip_marks (const gchar *marked)
{
  g_autoptr (EntDocument) doc = document_from_marked (marked);

  return g_strdup (ent_document_get_text (doc, NULL));
}

/* --- Mentions ----------------------------------------------------------------------------------------------------- */

static const gchar *
given_of (const char *const *lines)
{
  for (; *lines; lines++)
    if (g_str_has_prefix (*lines, "given "))
      return *lines + strlen ("given ");
  return NULL;
}

static void
check_mentions (const char *line, const char *const *lines)
{
  g_autofree gchar *rules = rules_of (lines);
  g_autofree gchar *text = strip_marks (line);
  g_autoptr (EntDocument) doc = document_from_marked (given_of (lines) ? given_of (lines) : text);
  g_autoptr (EntStage) stage = load_rules (rules, "mentions");
  g_autofree gchar *got = NULL;
  g_autoptr (GError) error = NULL;

  if (!stage)
    return;
  parse_document (doc);
  assert_true (ent_stage_process (stage, doc, &error));
  got = marked_from_document (doc);
  check_text (got, line);
}

static void
rules_mark_what_they_find (void **state)
{
  check_cases ("cases/rules.txt", check_mentions);
}

/* --- Relations ---------------------------------------------------------------------------------------------------- */

static gchar *
words_of (EntDocument *doc, gint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;

  return ent_document_dup_words (doc, mention->first, mention->first + mention->n);
}

static void
append_relation (EntDocument *doc, const EntRelation *relation, GString *out)
{
  g_autofree gchar *head = words_of (doc, relation->head);
  g_autofree gchar *tail = words_of (doc, relation->tail);
  g_autofree gchar *place = relation->place == ENT_NONE ? NULL : words_of (doc, relation->place);
  g_autofree gchar *speaker = relation->attribution == ENT_NONE ? NULL : words_of (doc, relation->attribution);

  g_string_append_printf (out, "= %s | %s | %s: %s", head, ent_document_get_string (doc, relation->type), tail,
                          ent_document_get_string (doc, relation->label));
  if (relation->polarity == ENT_POLARITY_NEGATED)
    g_string_append (out, ", negated");
  if (relation->modality != ENT_MODALITY_ASSERTED)
    g_string_append_printf (out, ", %s", ent_modality_to_string (relation->modality));
  if (relation->event)
    g_string_append_printf (out, ", %s", ent_document_get_string (doc, relation->event));
  if (place)
    g_string_append_printf (out, ", in %s", place);
  if (speaker)
    g_string_append_printf (out, ", says %s", speaker);
  g_string_append_c (out, '\n');
}

static void
check_relations (const char *line, const char *const *lines)
{
  g_autofree gchar *rules = rules_of (lines);
  g_autoptr (EntDocument) doc = document_from_marked (line);
  g_autoptr (EntStage) stage = load_rules (rules, "relations");
  g_autoptr (GString) got = g_string_new (NULL), expected = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const EntRelation *relations;
  guint n;

  if (!stage)
    return;
  parse_document (doc);
  assert_true (ent_stage_process (stage, doc, &error));
  relations = ent_document_get_relations (doc, &n);
  for (guint r = 0; r < n; r++)
    append_relation (doc, &relations[r], got);
  if (!n)
    g_string_append (got, "= none\n");
  for (; *lines; lines++)
    if (g_str_has_prefix (*lines, "= "))
      g_string_append_printf (expected, "%s\n", *lines);
  check_text (got->str, expected->str);
}

static void
rules_relate_what_they_find (void **state)
{
  check_cases ("cases/rules-relations.txt", check_relations);
}

/* Ways in which a rule fits in a sentence are cut, and its cost is: what is left out is told once a document */
static void
check_limit (const gchar *tree, const gchar *expected)
{
  static const gchar list[] = "Ada met Bo and Cy and Di and Ed and Flo and Gus and Hal and Ida and Jo and Kit and Lee.";
  g_autofree gchar *rules = g_strdup_printf ("relation much: met from a to b\n    tree %s\n", tree);
  g_autofree gchar *text = g_strdup_printf ("It is so. %s %s", list, list);
  g_autoptr (EntStage) stage = load_rules (rules, "relations");
  g_autoptr (EntDocument) doc = document_from_marked (text);
  const gchar *const *notes;

  parse_document (doc);
  process_document (stage, doc);
  notes = ent_document_get_notes (doc);
  assert_string_equal (notes[0], expected);
  assert_null (notes[1]);
}

static void
what_is_beyond_a_limit_is_told (void **state)
{
  check_limit ("any >> a:any >> b:any", "rule 'much' fits in more than 200 ways in a sentence, as in that from "
                                        "character 10 on: others were left out");
  check_limit ("any >> a:any >> b:any >> any >> any >> any >> /no/",
               "rule 'much' takes too long from character 10 on and was left out: expected one that is quick, without "
               "several '>>' to nodes that are many");
}

static void
an_expression_has_as_many_groups_as_are_kept (void **state)
{
  g_autoptr (GString) text = g_string_new ("mention x: Person\n    text /");
  g_autoptr (RuleSyntax) syntax = rules_syntax_new ();

  for (guint i = 0; i < RULES_MAX_GROUPS; i++)
    g_string_append (text, "(a)");
  g_string_append (text, "/\n");
  rules_syntax_add_type (syntax, "Person");
  rules_syntax_add (syntax, rules_source_new ("r", text->str, text->len));
  rules_syntax_read (syntax);
  assert_false (rules_set_check (syntax));
  assert_string_equal (g_array_index (syntax->errors->mistakes, RuleMistake, 0).message,
                       "128 groups: expected at most 127; what is no capture stands in (?:…)");
}

/* --- Mistakes ----------------------------------------------------------------------------------------------------- */

static void
check_mistake (const char *line, const char *const *lines)
{
  g_autofree gchar *rules = rules_of (lines);
  g_autoptr (RuleSyntax) syntax = rules_syntax_new ();
  g_autofree gchar *got = NULL;

  rules_syntax_add_type (syntax, "Person");
  rules_syntax_add_type (syntax, "Organisation");
  rules_syntax_add_type (syntax, "Location");
  rules_syntax_add (syntax, rules_source_new ("rules.txt", rules, strlen (rules)));
  rules_syntax_read (syntax);
  if (!syntax->errors->mistakes->len)
    rules_check_examples (syntax);
  if (!syntax->errors->mistakes->len && rules_set_check (syntax))
    {
      case_fails ("no mistake was found");
      return;
    }
  got = rules_mistake_to_string (&g_array_index (syntax->errors->mistakes, RuleMistake, 0));
  for (gchar *p = strchr (got + strlen ("rules.txt:"), ' '); p && p[-1] == ':'; p = NULL)
    memmove (p - 1, p, strlen (p) + 1);
  if (strlen (got) > strlen ("rules.txt:") + strlen (line))
    got[strlen ("rules.txt:") + strlen (line)] = '\0';
  check_text (got + strlen ("rules.txt:"), line);
}

static void
mistakes_are_told_with_their_place (void **state)
{
  check_cases ("cases/rules-errors.txt", check_mistake);
}

static RuleMistake
mistake_at (const RuleSource *source, guint32 offset, guint32 length)
{
  return (RuleMistake){ { source, offset, length }, NULL };
}

static void
a_mistake_is_pointed_at (void **state)
{
  static const gchar text[] = "a\n\tfünf 王 [x]\n";
  g_autoptr (RuleSource) source = rules_source_new ("r", text, strlen (text));
  RuleMistake mistake = mistake_at (source, strstr (text, "[x]") - text, 3);
  g_autofree gchar *excerpt = rules_mistake_excerpt (&mistake);

  /* a wide character has two columns */
  assert_string_equal (excerpt, "    2 |  fünf 王 [x]\n      |          ^~~");
}

static void
the_end_of_a_line_can_be_pointed_at (void **state)
{
  g_autoptr (RuleSource) source = rules_source_new ("r", "ab", 2);
  RuleMistake mistake = mistake_at (source, 2, 0);
  g_autofree gchar *excerpt = rules_mistake_excerpt (&mistake);

  assert_string_equal (excerpt, "    1 | ab\n      |   ^");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (rules_mark_what_they_find),
    cmocka_unit_test (rules_relate_what_they_find),
    cmocka_unit_test (what_is_beyond_a_limit_is_told),
    cmocka_unit_test (an_expression_has_as_many_groups_as_are_kept),
    cmocka_unit_test (mistakes_are_told_with_their_place),
    cmocka_unit_test (a_mistake_is_pointed_at),
    cmocka_unit_test (the_end_of_a_line_can_be_pointed_at),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
