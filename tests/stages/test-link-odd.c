/* The link stage on documents and trees that no language has: it may find what it will, but ends soon, says where it
 * cut something off, and breaks nothing. */
#include "tests/harness.h"

#include <string.h>

/* What a stage may find in one sentence that is no sentence */
#define MOST 500

static EntStage *stage;

static int
load_stage (void **state)
{
  stage = loaded_stage ("link");
  return 0;
}

static int
unload_stage (void **state)
{
  g_clear_object (&stage);
  return 0;
}

/* How many open relations; that every relation holds together, too */
static guint
link_document (EntDocument *doc)
{
  guint n, n_mentions, n_sentences, n_open = 0;
  const EntRelation *relations;

  process_document (stage, doc);
  relations = ent_document_get_relations (doc, &n);
  ent_document_get_mentions (doc, &n_mentions);
  ent_document_get_sentences (doc, &n_sentences);
  for (guint r = 0; r < n; r++)
    {
      assert_in_range (relations[r].head, 0, n_mentions - 1);
      assert_in_range (relations[r].tail, 0, n_mentions - 1);
      assert_true (relations[r].attribution == ENT_NONE || (guint) relations[r].attribution < n_mentions);
      assert_true (relations[r].place == ENT_NONE || (guint) relations[r].place < n_mentions);
      assert_in_range (relations[r].sentence, 0, n_sentences - 1);
      assert_true (*ent_document_get_string (doc, relations[r].label));
      n_open += g_str_equal (ent_document_get_string (doc, relations[r].type), "open");
    }
  return n_open;
}

/* --- Documents without words, or with few ------------------------------------------------------------------------- */

static guint
n_relations_of (const gchar *marked)
{
  g_autoptr (EntDocument) doc = document_from_marked (marked);

  parse_document (doc);
  return link_document (doc);
}

static void
documents_without_words_have_no_relations (void **state)
{
  assert_int_equal (n_relations_of (""), 0);
  assert_int_equal (n_relations_of (" \\n "), 0);
  assert_int_equal (n_relations_of ("?"), 0);
  assert_int_equal (n_relations_of ("... !? -- ; , . ( ) \" \" ' : …"), 0);
}

static void
one_word_has_no_relations (void **state)
{
  assert_int_equal (n_relations_of ("[Location Norland]"), 0);
  assert_int_equal (n_relations_of ("attack"), 0);
  assert_int_equal (n_relations_of ("by"), 0);
}

static void
lists_without_verbs_have_no_relations (void **state)
{
  assert_int_equal (n_relations_of ("[Location Norland]\\n[Location Sudmark]\\n[Location Osten]\\n"), 0);
  assert_int_equal (n_relations_of ("[Location Norland], [Location Sudmark], [Location Osten]."), 0);
}

/* --- Trees made by hand ---------------------------------------------------------------------------------------------
 */

typedef struct
{
  const gchar *word;
  EntPos pos;
  gint head; /* how far from it, 0 for a root */
  const gchar *dep;
} Word;

/* The words n times over, as one sentence or as many, with every name a mention */
static EntDocument *
grown (const Word *words, guint n_words, guint n, gboolean one_sentence)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_tokens = n * n_words;
  EntDocument *doc;

  for (guint t = 0; t < n_tokens; t++)
    {
      guint start = text->len;

      g_array_append_val (starts, start);
      g_string_append_printf (text, words[t % n_words].pos == ENT_POS_PROPN ? "%s%u " : "%s ", words[t % n_words].word,
                              t);
    }
  doc = ent_document_new (text->str, text->len, NULL);
  for (guint t = 0; t < n_tokens; t++)
    {
      guint end = t + 1 < n_tokens ? g_array_index (starts, guint, t + 1) : text->len;

      ent_document_add_token (doc, g_array_index (starts, guint, t), end - 1, 0);
    }
  for (guint first = 0, step = one_sentence ? n_tokens : n_words; first < n_tokens; first += step)
    ent_document_add_sentence (doc, first, first + step);
  for (guint t = 0; t < n_tokens; t++)
    {
      const Word *word = &words[t % n_words];
      gint head = (gint) t + word->head;

      ent_document_set_tag (doc, t, word->pos, word->word);
      ent_document_set_head (doc, t, CLAMP (head, 0, (gint) n_tokens - 1), head == (gint) t ? "root" : word->dep);
      if (word->pos == ENT_POS_PROPN)
        ent_document_add_mention (doc, t, t + 1, t / n_words % 2 ? "Person" : "Organisation", 0.9f);
    }
  ent_document_mark_layers (doc, ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_TAGS | ENT_LAYER_HEADS
                                     | ENT_LAYER_MENTIONS);
  return doc;
}

static void
chains_of_a_thousand_clauses_are_linked (void **state)
{
  /* X said that X said that …; X who met X who met …; X wants to see to see …; X of X of … */
  static const Word said[] = { { "Name", ENT_POS_PROPN, 1, "nsubj" }, { "say", ENT_POS_VERB, -2, "ccomp" } };
  static const Word met[] = { { "Name", ENT_POS_PROPN, -1, "obj" },
                              { "who", ENT_POS_PRON, 1, "nsubj" },
                              { "meet", ENT_POS_VERB, -2, "acl:relcl" } };
  static const Word wants[] = { { "Name", ENT_POS_PROPN, 1, "obj" }, { "want", ENT_POS_VERB, -2, "xcomp" } };
  static const Word of[] = { { "of", ENT_POS_ADP, 1, "case" }, { "Name", ENT_POS_PROPN, -2, "nmod" } };
  static const Word war[] = { { "invasion", ENT_POS_NOUN, -2, "nmod" }, { "Name", ENT_POS_PROPN, -1, "nmod:poss" } };
  static const Word if_s[] = { { "if", ENT_POS_SCONJ, 2, "mark" },
                               { "Name", ENT_POS_PROPN, 1, "nsubj" },
                               { "attack", ENT_POS_VERB, -3, "advcl" } };
  static const struct
  {
    const Word *words;
    guint n;
  } chains[] = { { said, 2 }, { met, 3 }, { wants, 2 }, { of, 2 }, { war, 2 }, { if_s, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      g_autoptr (EntDocument) doc = grown (chains[i].words, chains[i].n, 1000, TRUE);

      assert_in_range (link_document (doc), 0, MOST);
    }
}

/* "X attacked Name, Name, Name …": one word on which all others hang */
static EntDocument *
enumeration (guint n, const gchar *dep)
{
  static const Word name[] = { { "Name", ENT_POS_PROPN, 0, "root" } };
  EntDocument *doc = grown (name, 1, n, TRUE);

  ent_document_set_tag (doc, 1, ENT_POS_VERB, "attack");
  ent_document_set_head (doc, 1, 1, "root");
  ent_document_set_head (doc, 0, 1, "nsubj");
  ent_document_set_head (doc, 2, 1, "obj");
  for (guint t = 3; t < n; t++)
    ent_document_set_head (doc, t, g_str_equal (dep, "conj") ? 2 : 1, dep);
  return doc;
}

static void
long_lists_of_names_are_cut_and_it_is_noted (void **state)
{
  g_autoptr (EntDocument) doc = enumeration (303, "conj");
  guint n = link_document (doc);
  const gchar *const *notes = ent_document_get_notes (doc);

  assert_in_range (n, 1, MOST);
  assert_non_null (notes);
  assert_non_null (notes[0]);
  assert_non_null (strstr (notes[0], "list"));
}

static void
short_lists_of_names_are_whole_and_nothing_is_noted (void **state)
{
  g_autoptr (EntDocument) doc = enumeration (8, "conj");
  const gchar *const *notes;

  assert_int_equal (link_document (doc), 6);
  notes = ent_document_get_notes (doc);
  assert_true (!notes || !notes[0]);
}

static void
words_with_thousands_of_dependents_are_linked (void **state)
{
  static const gchar *const deps[] = { "obj",       "nsubj", "obl",      "nmod", "appos",  "xcomp", "ccomp",
                                       "parataxis", "flat",  "compound", "case", "advmod", "dep",   "punct" };

  for (guint i = 0; i < G_N_ELEMENTS (deps); i++)
    {
      g_autoptr (EntDocument) doc = enumeration (2000, deps[i]);

      assert_in_range (link_document (doc), 0, MOST);
    }
}

/* The square would be ten thousand million comparisons of names */
static void
a_hundred_thousand_names_are_linked (void **state)
{
  static const Word words[] = { { "Name", ENT_POS_PROPN, 1, "nsubj" },
                                { "attack", ENT_POS_VERB, 0, "root" },
                                { "Firm", ENT_POS_PROPN, -1, "obj" } };
  g_autoptr (EntDocument) doc = grown (words, 3, 50000, FALSE);
  guint n;

  assert_int_equal (link_document (doc), 50000);
  ent_document_get_entities (doc, &n);
  assert_int_equal (n, 100000);
}

static void
sentences_of_two_thousand_words_are_linked (void **state)
{
  static const gchar *const units[]
      = { "[Person Ada%u] attacked ", "said that [Person Ada%u] ", "who met [Person Ada%u] ",
          "of [Person Ada%u] ",       ", [Person Ada%u] ",         "( [Person Ada%u] ",
          "\" [Person Ada%u] said ",  "to attack [Person Ada%u] ", "and [Person Ada%u] " };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) marked = g_string_new (NULL);
      g_autoptr (EntDocument) doc = NULL;
      g_auto (GStrv) parts = g_strsplit (units[i], "%u", 2);

      for (guint k = 0; k < 700; k++)
        g_string_append_printf (marked, "%s%u%s", parts[0], k, parts[1]);
      doc = document_from_marked (marked->str);
      parse_document (doc);
      link_document (doc);
    }
}

/* --- Trees that are none --------------------------------------------------------------------------------------------
 */

static const Word attack[] = { { "Name", ENT_POS_PROPN, 1, "nsubj" },
                               { "attack", ENT_POS_VERB, 0, "root" },
                               { "Firm", ENT_POS_PROPN, -1, "obj" } };

static void
heads_in_a_circle_break_nothing (void **state)
{
  static const gchar *const deps[]
      = { "conj", "xcomp", "ccomp", "acl", "acl:relcl", "advcl", "appos", "nmod", "parataxis" };

  for (guint i = 0; i < G_N_ELEMENTS (deps); i++)
    {
      g_autoptr (EntDocument) two = grown (attack, 3, 4, TRUE);
      g_autoptr (EntDocument) all = grown (attack, 3, 4, TRUE);

      ent_document_set_head (two, 1, 4, deps[i]);
      ent_document_set_head (two, 4, 1, deps[i]);
      for (guint t = 0; t < 12; t++)
        ent_document_set_head (all, t, (t + 1) % 12, deps[i]);
      link_document (two);
      link_document (all);
    }
}

static void
heads_in_another_sentence_break_nothing (void **state)
{
  g_autoptr (EntDocument) doc = grown (attack, 3, 4, FALSE);

  ent_document_set_head (doc, 1, 7, "ccomp");
  ent_document_set_head (doc, 7, 1, "ccomp");
  ent_document_set_head (doc, 9, 0, "nsubj");
  ent_document_set_head (doc, 11, 2, "conj");
  assert_in_range (link_document (doc), 2, 4);
}

static void
each_sentence_may_have_many_roots_or_none (void **state)
{
  g_autoptr (EntDocument) roots = grown (attack, 3, 2, TRUE);
  g_autoptr (EntDocument) headless = document_from_marked ("[Location Norland] invaded [Location Sudmark].");

  for (guint t = 0; t < 6; t++)
    ent_document_set_head (roots, t, t, "root");
  ent_document_set_tag (headless, 1, ENT_POS_VERB, "invade");
  ent_document_mark_layers (headless, ENT_LAYER_TAGS | ENT_LAYER_HEADS);
  assert_int_equal (link_document (roots), 0);
  assert_int_equal (link_document (headless), 0);
}

static void
words_without_lemma_and_part_of_speech_break_nothing (void **state)
{
  g_autoptr (EntDocument) bare = grown (attack, 3, 2, FALSE);
  g_autoptr (EntDocument) no_lemma = grown (attack, 3, 2, FALSE);

  for (guint t = 0; t < 6; t++)
    {
      ent_document_set_tag (bare, t, ENT_POS_NONE, NULL);
      ent_document_set_tag (no_lemma, t, attack[t % 3].pos, NULL);
    }
  link_document (bare);
  assert_int_equal (link_document (no_lemma), 2);
}

static void
relations_of_another_scheme_break_nothing (void **state)
{
  static const gchar *const deps[] = { "", "SBJ", "nsubj:", ":pass", "nsubj:xxx", "-", "ÄÖÜ" };

  for (guint i = 0; i < G_N_ELEMENTS (deps); i++)
    {
      g_autoptr (EntDocument) doc = grown (attack, 3, 2, FALSE);

      ent_document_set_head (doc, 0, 1, deps[i]);
      ent_document_set_head (doc, 5, 4, deps[i]);
      link_document (doc);
    }
}

static void
mentions_that_overlap_or_cross_sentences_break_nothing (void **state)
{
  g_autoptr (EntDocument) doc = grown (attack, 3, 30, FALSE);

  for (guint t = 0; t + 7 < 90; t += 2)
    {
      ent_document_add_mention (doc, t, t + 7, "Person", 0.5f);
      ent_document_add_mention (doc, t + 1, t + 2, "Location", 0.5f);
    }
  link_document (doc);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (documents_without_words_have_no_relations),
    cmocka_unit_test (one_word_has_no_relations),
    cmocka_unit_test (lists_without_verbs_have_no_relations),
    cmocka_unit_test (chains_of_a_thousand_clauses_are_linked),
    cmocka_unit_test (long_lists_of_names_are_cut_and_it_is_noted),
    cmocka_unit_test (short_lists_of_names_are_whole_and_nothing_is_noted),
    cmocka_unit_test (words_with_thousands_of_dependents_are_linked),
    cmocka_unit_test (a_hundred_thousand_names_are_linked),
    cmocka_unit_test (sentences_of_two_thousand_words_are_linked),
    cmocka_unit_test (heads_in_a_circle_break_nothing),
    cmocka_unit_test (heads_in_another_sentence_break_nothing),
    cmocka_unit_test (each_sentence_may_have_many_roots_or_none),
    cmocka_unit_test (words_without_lemma_and_part_of_speech_break_nothing),
    cmocka_unit_test (relations_of_another_scheme_break_nothing),
    cmocka_unit_test (mentions_that_overlap_or_cross_sentences_break_nothing),
  };

  return cmocka_run_group_tests (tests, load_stage, unload_stage);
}
