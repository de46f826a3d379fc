/* Fuzz target: the compiler of rules, and what it makes, run over a few sentences. Rules that are wrong say where. */
#include "tests/fuzz/fuzz-read.h"

#include "stages/rules/examples.h"
#include "stages/rules/match.h"

#include <string.h>

static EntDocument *
make_document (void)
{
  static const gchar text[] = "Acme bought Zentara Ltd, a bank, in May. Case No. 12/2020 aaaaaaaaaaaaaaaa!";
  static const guint8 ends[] = { 4, 11, 19, 23, 24, 26, 31, 32, 35, 39, 40, 45, 49, 57, 74, 75 };
  EntDocument *doc = ent_document_new (text, -1, NULL);
  EntPos pos[] = { ENT_POS_PROPN, ENT_POS_VERB, ENT_POS_PROPN, ENT_POS_NOUN };

  for (guint t = 0; t < G_N_ELEMENTS (ends); t++)
    {
      guint start = t ? ends[t - 1] : 0;

      ent_document_add_token (doc, start + (text[start] == ' '), ends[t], 0);
      ent_document_set_tag (doc, t, pos[t % 4], t == 1 ? "buy" : "x");
    }
  ent_document_add_sentence (doc, 0, 11);
  ent_document_add_sentence (doc, 11, G_N_ELEMENTS (ends));
  for (guint t = 0; t < G_N_ELEMENTS (ends); t++)
    ent_document_set_head (doc, t,
                           t == 1 || t == 11 ? t
                           : t < 11          ? 1
                                             : t - 1,
                           t == 0  ? "nsubj"
                           : t % 2 ? "obl"
                                   : "obj");
  ent_document_add_mention (doc, 0, 1, "Organisation", 1);
  ent_document_add_mention (doc, 2, 4, "Organisation", 1);
  return doc;
}

static void
run_rules (const RuleSet *set, RuleKinds kind)
{
  g_autoptr (EntDocument) doc = make_document ();
  g_autoptr (LinkTree) tree = link_tree_new (doc);
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint8 *seen = g_new0 (guint8, set->ways->len + 1);
  RuleMatcher matcher;
  RuleView view;

  rules_view_init (&view, set, doc, tree);
  rules_matcher_init (&matcher, &view, kind);
  for (guint s = 0; s < view.n_sentences; s++)
    rules_match_sentence (&matcher, s, seen, ways);
  for (guint i = 0; i < matcher.found->len; i++)
    {
      const RuleFound *found = &g_array_index (matcher.found, RuleFound, i);

      g_assert_true (found->first < found->end && found->end <= view.n_tokens);
    }
  rules_matcher_clear (&matcher);
  rules_view_clear (&view);
}

/* Files that rules name are none of the fuzzer's: such rules are not compiled */
static gboolean
has_files (const RuleSyntax *syntax)
{
  for (guint l = 0; l < syntax->lists->len; l++)
    if (((const ListStatement *) syntax->lists->pdata[l])->file)
      return TRUE;
  return FALSE;
}

static void
check_mistakes (const RuleErrors *errors)
{
  for (guint i = 0; i < errors->mistakes->len; i++)
    {
      const RuleMistake *mistake = &g_array_index (errors->mistakes, RuleMistake, i);
      g_autofree gchar *line = rules_mistake_to_string (mistake);
      g_autofree gchar *excerpt = rules_mistake_excerpt (mistake);

      g_assert_true (g_str_has_prefix (line, "fuzz:") && mistake->place.offset <= mistake->place.source->length);
      g_assert_true (g_utf8_validate (excerpt, -1, NULL) && strchr (excerpt, '^'));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (RuleSyntax) syntax = NULL;
  RuleSet *set = NULL;

  if (!g_utf8_validate_len ((const gchar *) data, size, NULL))
    return 0;
  syntax = rules_syntax_new ();
  rules_syntax_add_type (syntax, "Organisation");
  rules_syntax_add (syntax, rules_source_new ("fuzz", (const gchar *) data, size));
  rules_syntax_read (syntax);
  if (!syntax->errors->mistakes->len)
    rules_check_examples (syntax);
  if (!has_files (syntax))
    set = rules_set_new (syntax, RULES_MENTIONS | RULES_RELATIONS);
  if (!set)
    {
      check_mistakes (syntax->errors);
      return 0;
    }
  g_steal_pointer (&syntax);
  run_rules (set, RULES_MENTIONS);
  run_rules (set, RULES_RELATIONS);
  rules_set_free (set);
  return 0;
}
