/* The layers of a document: their names, the flags of tokens, what is refused, and what goes with what. */
#include "tests/documents.h"

/* --- Names ------------------------------------------------------------------------------------------------------- */

static void
layers_have_names (void **state)
{
  g_autofree gchar *none = ent_layers_to_string (ENT_LAYER_NONE);
  g_autofree gchar *one = ent_layers_to_string (ENT_LAYER_RELATIONS);
  g_autofree gchar *all = ent_layers_to_string ((1 << ENT_N_LAYERS) - 1);

  assert_string_equal (none, "text");
  assert_string_equal (one, "relations");
  assert_string_equal (all, "tokens, sentences, tags, heads, mentions, entities, relations");
}

static void
names_lead_back_to_values (void **state)
{
  for (EntPos pos = ENT_POS_NONE; pos <= ENT_POS_X; pos++)
    assert_int_equal (ent_pos_from_string (ent_pos_to_string (pos)), pos);
  for (EntMentionKind kind = ENT_MENTION_NAME; kind <= ENT_MENTION_VALUE; kind++)
    assert_int_equal (ent_mention_kind_from_string (ent_mention_kind_to_string (kind)), kind);
  for (EntPolarity polarity = ENT_POLARITY_AFFIRMED; polarity <= ENT_POLARITY_NEGATED; polarity++)
    assert_int_equal (ent_polarity_from_string (ent_polarity_to_string (polarity)), polarity);
  for (EntModality modality = ENT_MODALITY_ASSERTED; modality <= ENT_MODALITY_ASKED; modality++)
    assert_int_equal (ent_modality_from_string (ent_modality_to_string (modality)), modality);
  assert_string_equal (ent_pos_to_string (ENT_POS_PROPN), "PROPN");
  assert_string_equal (ent_mention_kind_to_string (ENT_MENTION_NOMINAL), "nominal");
  assert_string_equal (ent_polarity_to_string (ENT_POLARITY_NEGATED), "negated");
  assert_string_equal (ent_modality_to_string (ENT_MODALITY_INTENDED), "intended");
}

static void
unknown_names_are_told_apart (void **state)
{
  assert_int_equal (ent_pos_from_string ("propn"), ENT_POS_NONE);
  assert_int_equal (ent_pos_from_string (""), ENT_POS_NONE);
  assert_int_equal (ent_mention_kind_from_string ("Name"), -1);
  assert_int_equal (ent_polarity_from_string ("yes"), -1);
  assert_int_equal (ent_modality_from_string (""), -1);
}

/* --- Flags of tokens --------------------------------------------------------------------------------------------- */

static void
append_flags (GString *out, EntTokenFlags flags)
{
  static const char letters[] = "CUADPSJL"; /* Capitalised Upper Alpha Digit Punct Space-before Joined Line-start */

  for (guint i = 0; letters[i]; i++)
    if (flags & 1u << i)
      g_string_append_c (out, letters[i]);
}

/* The words between white space, each with its flags */
static void
check_flags (const char *text, const char *expected)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  g_autoptr (GString) got = g_string_new (NULL);
  const char *end;
  guint n;

  for (const char *p = text; *p; p = end)
    {
      while (*p && g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      for (end = p; *end && !g_unichar_isspace (g_utf8_get_char (end)); end = g_utf8_next_char (end))
        ;
      if (end > p)
        assert_int_not_equal (ent_document_add_token (doc, p - text, end - text, 0), G_MAXUINT);
    }
  for (guint t = 0; t < (ent_document_get_tokens (doc, &n), n); t++)
    {
      g_autofree gchar *word = ent_document_dup_words (doc, t, t + 1);

      g_string_append_printf (got, "%s%s/", t ? " " : "", word);
      append_flags (got, ent_document_get_tokens (doc, &n)[t].flags);
    }
  assert_string_equal (got->str, expected);
}

static void
flags_tell_letters_and_case (void **state)
{
  check_flags ("we met Ada at NATO", "we/ASL met/AS Ada/CAS at/AS NATO/CUAS");
  check_flags ("A iPhone McKay U.S. Éire ÉIRE", "A/CUASL iPhone/AS McKay/CAS U.S./CUAS Éire/CAS ÉIRE/CUAS");
  check_flags ("Džep 中国 ﬁne", "Džep/CASL 中国/AS ﬁne/AS"); /* a title-case letter; letters without case */
}

static void
flags_tell_digits_and_punctuation (void **state)
{
  check_flags ("12 12th F16 1,5 ½ Ⅳ ٣", "12/DSL 12th/ADS F16/CUADS 1,5/DS ½/DS Ⅳ/DS ٣/DS");
  check_flags ("… -- $ € 😀", "…/PSL --/PS $/PS €/PS 😀/PS");
}

static void
flags_tell_white_space_and_lines (void **state)
{
  check_flags ("a\u00a0b c", "a/ASL b/AS c/AS"); /* NBSP */
  check_flags ("a\r\nb\n\nc\rd", "a/ASL b/ASL c/ASL d/ASL");
  check_flags ("  \n a", "a/ASL");
}

static void
flags_tell_what_stands_close (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "do+n't go^.");
  g_autoptr (GString) got = g_string_new (NULL);
  guint n;

  for (guint t = 0; t < (ent_document_get_tokens (doc, &n), n); t++)
    {
      g_string_append_c (got, ' ');
      append_flags (got, ent_document_get_tokens (doc, &n)[t].flags);
    }
  assert_string_equal (got->str, " ASL AJ AS P");
}

/* Only "joined" is the caller's to say */
static void
flags_that_are_seen_cannot_be_given (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("a", -1, NULL);
  EntToken token;

  ent_document_add_token (doc, 0, 1, ENT_TOKEN_UPPER | ENT_TOKEN_JOINED);
  assert_true (ent_document_get_token (doc, 0, &token));
  assert_false (token.flags & ENT_TOKEN_UPPER);
  assert_true (token.flags & ENT_TOKEN_JOINED);
}

/* --- What is refused, and leaves nothing behind ------------------------------------------------------------------ */

/* "3 tokens, 1 sentences, …: the layers that are marked" */
static gchar *
contents (EntDocument *doc)
{
  g_autofree gchar *layers = ent_layers_to_string (ent_document_get_layers (doc));
  guint n_tokens, n_sentences, n_mentions, n_entities, n_relations;

  ent_document_get_tokens (doc, &n_tokens);
  ent_document_get_sentences (doc, &n_sentences);
  ent_document_get_mentions (doc, &n_mentions);
  ent_document_get_entities (doc, &n_entities);
  ent_document_get_relations (doc, &n_relations);
  return g_strdup_printf ("%u %u %u %u %u: %s", n_tokens, n_sentences, n_mentions, n_entities, n_relations, layers);
}

static void
check_contents (EntDocument *doc, const char *expected)
{
  g_autofree gchar *got = contents (doc);

  assert_string_equal (got, expected);
}

static void
tokens_that_do_not_fit_are_refused (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("café noir", -1, NULL); /* "é" is bytes 3 and 4 */

  assert_int_equal (ent_document_add_token (doc, 2, 2, 0), G_MAXUINT);  /* empty */
  assert_int_equal (ent_document_add_token (doc, 3, 2, 0), G_MAXUINT);  /* backwards */
  assert_int_equal (ent_document_add_token (doc, 6, 11, 0), G_MAXUINT); /* past the end */
  assert_int_equal (ent_document_add_token (doc, 11, 12, 0), G_MAXUINT);
  assert_int_equal (ent_document_add_token (doc, 0, G_MAXUINT32, 0), G_MAXUINT);
  assert_int_equal (ent_document_add_token (doc, 0, 4, 0), G_MAXUINT); /* cuts a character */
  assert_int_equal (ent_document_add_token (doc, 4, 5, 0), G_MAXUINT);
  check_contents (doc, "0 0 0 0 0: text");
  assert_int_equal (ent_document_add_token (doc, 0, 5, 0), 0);
  assert_int_equal (ent_document_add_token (doc, 3, 8, 0), G_MAXUINT); /* overlaps */
  assert_int_equal (ent_document_add_token (doc, 6, 10, 0), 1);
  assert_int_equal (ent_document_add_token (doc, 5, 6, 0), G_MAXUINT); /* out of order */
  check_contents (doc, "2 0 0 0 0: tokens");
}

static void
sentences_must_follow_each_other (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("a b c d", -1, NULL);

  assert_int_equal (ent_document_add_sentence (doc, 0, 1), G_MAXUINT); /* no tokens yet */
  for (guint t = 0; t < 4; t++)
    ent_document_add_token (doc, 2 * t, 2 * t + 1, 0);
  assert_int_equal (ent_document_add_sentence (doc, 1, 2), G_MAXUINT); /* leaves out the first */
  assert_int_equal (ent_document_add_sentence (doc, 0, 0), G_MAXUINT); /* empty */
  assert_int_equal (ent_document_add_sentence (doc, 0, 5), G_MAXUINT); /* past the end */
  check_contents (doc, "4 0 0 0 0: tokens");
  assert_int_equal (ent_document_add_sentence (doc, 0, 2), 0);
  assert_int_equal (ent_document_add_sentence (doc, 1, 3), G_MAXUINT); /* overlaps */
  assert_int_equal (ent_document_add_sentence (doc, 3, 4), G_MAXUINT); /* leaves a gap */
  assert_int_equal (ent_document_add_sentence (doc, 2, 1), G_MAXUINT); /* backwards */
  assert_int_equal (ent_document_add_sentence (doc, 2, 4), 1);
  check_contents (doc, "4 2 0 0 0: tokens, sentences");
}

static void
columns_of_tokens_that_are_not_there_are_refused (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada met Bo");
  EntToken token;

  ent_document_set_tag (doc, 3, ENT_POS_NOUN, "x");
  ent_document_set_norm (doc, 3, "x");
  ent_document_set_head (doc, 3, 0, "x");
  ent_document_set_head (doc, 0, 3, "nsubj");
  ent_document_set_head (doc, 0, ENT_NONE, "nsubj");
  check_contents (doc, "3 1 0 0 0: tokens, sentences");
  assert_true (ent_document_get_token (doc, 0, &token));
  assert_int_equal (token.head, ENT_NONE);
  ent_document_set_head (doc, 0, 1, "nsubj");
  ent_document_set_tag (doc, 1, ENT_POS_VERB, "meet");
  check_contents (doc, "3 1 0 0 0: tokens, sentences, tags, heads");
}

static void
mentions_that_do_not_fit_are_refused (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada met Bo");
  EntMention of_no_entity = { .n = 1, .type = ent_document_intern (doc, "Person"), .entity = 0 };
  EntMention of_another_document = { .n = 1, .type = 1000, .entity = ENT_NONE };

  assert_int_equal (ent_document_add_mention (doc, 0, 0, "Person", 1), G_MAXUINT); /* empty */
  assert_int_equal (ent_document_add_mention (doc, 2, 1, "Person", 1), G_MAXUINT); /* backwards */
  assert_int_equal (ent_document_add_mention (doc, 2, 4, "Person", 1), G_MAXUINT); /* past the end */
  assert_int_equal (ent_document_add_mention (doc, 3, 4, "Person", 1), G_MAXUINT);
  assert_int_equal (ent_document_add_mention (doc, 0, G_MAXUINT, "Person", 1), G_MAXUINT);
  assert_int_equal (ent_document_add_mention (doc, 0, 1, NULL, 1), G_MAXUINT);
  assert_int_equal (ent_document_append_mention (doc, &of_no_entity), G_MAXUINT);
  assert_int_equal (ent_document_append_mention (doc, &of_another_document), G_MAXUINT);
  check_contents (doc, "3 1 0 0 0: tokens, sentences");
  assert_int_equal (ent_document_add_mention (doc, 2, 3, "Person", 1), 0);
  assert_int_equal (ent_document_add_mention (doc, 0, 3, "Event", 1), 1); /* mentions may overlap, in any order */
  check_contents (doc, "3 1 2 0 0: tokens, sentences, mentions");
}

static void
entities_need_type_name_and_key (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Ada met Bo");
  EntMention mention;

  assert_int_equal (ent_document_add_entity (doc, NULL, "Ada", "person/ada"), G_MAXUINT);
  assert_int_equal (ent_document_add_entity (doc, "Person", NULL, "person/ada"), G_MAXUINT);
  assert_int_equal (ent_document_add_entity (doc, "Person", "Ada", NULL), G_MAXUINT);
  ent_document_set_aliases (doc, 0, "A.");
  ent_document_set_links (doc, 0, "x=y");
  check_contents (doc, "3 1 0 0 0: tokens, sentences");
  assert_int_equal (ent_document_add_entity (doc, "Person", "Ada", "person/ada"), 0);
  ent_document_add_mention (doc, 0, 1, "Person", 1);
  ent_document_set_mention_entity (doc, 0, 1);
  ent_document_set_mention_entity (doc, 1, 0);
  ent_document_set_mention_entity (doc, 0, -2);
  assert_true (ent_document_get_mention (doc, 0, &mention));
  assert_int_equal (mention.entity, ENT_NONE);
}

static void
a_mention_acts_for_a_key_that_need_not_be_in_the_document (void **state)
{
  g_autoptr (EntDocument) doc = document_of ("d", "Oslo left");
  EntMention mention, of_another_document = { .n = 1, .type = 1, .entity = ENT_NONE, .acts_for = 1000 };

  ent_document_add_mention (doc, 0, 1, "Location", 1);
  ent_document_set_mention_acts_for (doc, 0, "location/no");
  ent_document_set_mention_acts_for (doc, 1, "location/se");
  ent_document_set_mention_acts_for (doc, 0, "");
  assert_true (ent_document_get_mention (doc, 0, &mention));
  assert_string_equal (ent_document_get_string (doc, mention.acts_for), "location/no");
  ent_document_set_mention_acts_for (doc, 0, NULL);
  assert_true (ent_document_get_mention (doc, 0, &mention));
  assert_int_equal (mention.acts_for, 0);
  assert_int_equal (ent_document_append_mention (doc, &of_another_document), G_MAXUINT);
}

/* "Ada met Bo", with mentions of both */
static EntDocument *
ada_met_bo (void)
{
  EntDocument *doc = document_of ("d", "Ada met Bo^.");

  ent_document_add_mention (doc, 0, 1, "Person", 1);
  ent_document_add_mention (doc, 2, 3, "Person", 1);
  return doc;
}

static void
relations_that_name_what_is_not_there_are_refused (void **state)
{
  g_autoptr (EntDocument) doc = ada_met_bo ();
  EntId open = ent_document_intern (doc, "open");
  const EntRelation wrong[] = {
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .head = 2 },
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .tail = G_MAXUINT32 },
    { .type = open, .attribution = 2, .place = ENT_NONE },
    { .type = open, .attribution = -2, .place = ENT_NONE },
    { .type = open, .attribution = ENT_NONE, .place = 2 },
    { .type = open, .attribution = ENT_NONE, .place = -2 },
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .sentence = 1 },
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .trigger_first = 3, .trigger_n = 2 },
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .trigger_first = 0, .trigger_n = 5 },
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .trigger_first = G_MAXUINT32, .trigger_n = 1 },
    { .type = open, .attribution = ENT_NONE, .place = ENT_NONE, .label = 1000 },
    { .type = 0, .attribution = ENT_NONE, .place = ENT_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_int_equal (ent_document_append_relation (doc, &wrong[i]), G_MAXUINT);
  check_contents (doc, "4 1 2 0 0: tokens, sentences, mentions");
  assert_int_equal (ent_document_add_relation (doc, 0, 1, "meet", 0, 0.5f), 0);
  check_contents (doc, "4 1 2 0 1: tokens, sentences, mentions, relations");
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

static void
elements_beyond_the_last_are_not_there (void **state)
{
  g_autoptr (EntDocument) doc = ada_met_bo ();
  static const gchar *const words[] = { "met", "saw", NULL };
  g_autofree gchar *all = ent_document_dup_words (doc, 0, 4);
  g_autofree gchar *beyond = ent_document_dup_words (doc, 3, 5);
  g_autofree gchar *none = ent_document_dup_words (doc, 2, 2);

  assert_false (ent_document_get_token (doc, 4, &(EntToken){ 0 }));
  assert_false (ent_document_get_sentence (doc, 1, &(EntSentence){ 0 }));
  assert_false (ent_document_get_mention (doc, 2, &(EntMention){ 0 }));
  assert_false (ent_document_get_entity (doc, 0, &(EntEntity){ 0 }));
  assert_false (ent_document_get_relation (doc, 0, &(EntRelation){ 0 }));
  assert_string_equal (all, "Ada met Bo.");
  assert_string_equal (beyond, "");
  assert_string_equal (none, "");
  assert_true (ent_document_token_is (doc, 1, words));
  assert_false (ent_document_token_is (doc, 0, words));
  assert_false (ent_document_token_is (doc, 4, words));
  assert_false (ent_document_token_is (doc, G_MAXUINT, words));
}

/* --- Emptying ---------------------------------------------------------------------------------------------------- */

static EntDocument *
full_document (void)
{
  EntDocument *doc = ada_met_bo ();

  ent_document_set_tag (doc, 1, ENT_POS_VERB, "meet");
  ent_document_set_head (doc, 0, 1, "nsubj");
  ent_document_add_entity (doc, "Person", "Ada", "person/ada");
  ent_document_set_mention_entity (doc, 0, 0);
  ent_document_add_relation (doc, 0, 1, "meet", 0, 0.5f);
  check_contents (doc, "4 1 2 1 1: tokens, sentences, tags, heads, mentions, entities, relations");
  return doc;
}

static void
check_cleared (EntLayers layers, const char *expected)
{
  g_autoptr (EntDocument) doc = full_document ();

  ent_document_clear_layers (doc, layers);
  check_contents (doc, expected);
}

static void
emptying_a_layer_empties_what_names_it (void **state)
{
  check_cleared (ENT_LAYER_NONE, "4 1 2 1 1: tokens, sentences, tags, heads, mentions, entities, relations");
  check_cleared (ENT_LAYER_RELATIONS, "4 1 2 1 0: tokens, sentences, tags, heads, mentions, entities");
  check_cleared (ENT_LAYER_ENTITIES, "4 1 2 0 0: tokens, sentences, tags, heads, mentions");
  check_cleared (ENT_LAYER_MENTIONS, "4 1 0 0 0: tokens, sentences, tags, heads");
  check_cleared (ENT_LAYER_SENTENCES, "4 0 2 1 0: tokens, tags, heads, mentions, entities");
  check_cleared (ENT_LAYER_TAGS, "4 1 2 1 1: tokens, sentences, heads, mentions, entities, relations");
  check_cleared (ENT_LAYER_TOKENS, "0 0 0 0 0: text");
}

static void
emptying_a_column_leaves_the_elements (void **state)
{
  g_autoptr (EntDocument) doc = full_document ();
  EntToken ada, met;
  EntMention mention;

  ent_document_clear_layers (doc, ENT_LAYER_TAGS | ENT_LAYER_HEADS | ENT_LAYER_ENTITIES);
  assert_true (ent_document_get_token (doc, 0, &ada) && ent_document_get_token (doc, 1, &met));
  assert_true (ent_document_get_mention (doc, 0, &mention));
  assert_int_equal (ada.head, ENT_NONE);
  assert_int_equal (ada.dep, 0);
  assert_int_equal (met.pos, ENT_POS_NONE);
  assert_int_equal (met.lemma, 0);
  assert_int_equal (mention.entity, ENT_NONE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (layers_have_names),
    cmocka_unit_test (names_lead_back_to_values),
    cmocka_unit_test (unknown_names_are_told_apart),
    cmocka_unit_test (flags_tell_letters_and_case),
    cmocka_unit_test (flags_tell_digits_and_punctuation),
    cmocka_unit_test (flags_tell_white_space_and_lines),
    cmocka_unit_test (flags_tell_what_stands_close),
    cmocka_unit_test (flags_that_are_seen_cannot_be_given),
    cmocka_unit_test (tokens_that_do_not_fit_are_refused),
    cmocka_unit_test (sentences_must_follow_each_other),
    cmocka_unit_test (columns_of_tokens_that_are_not_there_are_refused),
    cmocka_unit_test (mentions_that_do_not_fit_are_refused),
    cmocka_unit_test (entities_need_type_name_and_key),
    cmocka_unit_test (a_mention_acts_for_a_key_that_need_not_be_in_the_document),
    cmocka_unit_test (relations_that_name_what_is_not_there_are_refused),
    cmocka_unit_test (elements_beyond_the_last_are_not_there),
    cmocka_unit_test (emptying_a_layer_empties_what_names_it),
    cmocka_unit_test (emptying_a_column_leaves_the_elements),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
