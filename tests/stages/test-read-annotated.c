/* The reader on input that carries annotations: JSON Lines, CoNLL-U, IOB2. */
#include "tests/stages/read-transcript.h"

static void
append_token (GString *out, EntDocument *doc, const EntToken *token)
{
  const gchar *norm = ent_document_get_string (doc, token->norm);
  const gchar *lemma = ent_document_get_string (doc, token->lemma);
  const gchar *dep = ent_document_get_string (doc, token->dep);
  const gchar *text = ent_document_get_text (doc, NULL);

  g_string_append_printf (out, " %s%.*s", token->flags & ENT_TOKEN_JOINED ? "+" : "", (int) (token->end - token->start),
                          text + token->start);
  if (norm)
    g_string_append_printf (out, "(%s)", norm);
  if (token->pos || lemma)
    g_string_append_printf (out, "/%s/%s", token->pos ? ent_pos_to_string (token->pos) : "", lemma ? lemma : "");
  if (token->head != ENT_NONE)
    g_string_append_printf (out, "<%d:%s", token->head, dep ? dep : "");
}

/* "text | tokens of a sentence | … ": token, (norm), /POS/lemma, <head:relation, with + before one joined to the last
 */
static gchar *
describe_tokens (EntDocument *doc)
{
  guint n_tokens, n_sentences;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  GString *out = g_string_new (NULL);
  g_autofree gchar *text = describe_text (doc);

  g_string_append (out, text);
  for (guint s = 0; s < n_sentences; s++)
    {
      g_string_append (out, " |");
      for (guint t = sentences[s].first; t < sentences[s].first + sentences[s].n; t++)
        append_token (out, doc, &tokens[t]);
    }
  return g_string_free (out, FALSE);
}

static void
append_mention (GString *out, EntDocument *doc, const EntMention *mention)
{
  g_autofree gchar *words = ent_document_dup_words (doc, mention->first, mention->first + mention->n);
  const gchar *value = ent_document_get_string (doc, mention->value);

  g_string_append_printf (out, " [%s %s]", ent_document_get_string (doc, mention->type), words);
  if (mention->kind != ENT_MENTION_NAME)
    g_string_append_printf (out, "%s", ent_mention_kind_to_string (mention->kind));
  if (mention->entity != ENT_NONE)
    g_string_append_printf (out, "=%d", mention->entity);
  if (value)
    g_string_append_printf (out, "=%s", value);
  if (mention->acts_for)
    g_string_append_printf (out, " for %s", ent_document_get_string (doc, mention->acts_for));
  g_string_append_printf (out, " by %s", ent_document_get_string (doc, mention->by));
}

static gchar *
describe_mentions (EntDocument *doc)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  g_autofree gchar *text = describe_text (doc);
  GString *out = g_string_new (text);

  g_string_append (out, " |");
  for (guint m = 0; m < n; m++)
    append_mention (out, doc, &mentions[m]);
  return g_string_free (out, FALSE);
}

static void
check_content (const char *name, const char *content, DescribeFunc describe, const char *expected)
{
  char *folder = make_folder ();
  g_autofree gchar *options = g_strconcat ("path=", name, NULL);
  g_autofree gchar *got = NULL;

  put (folder, name, content);
  got = transcript_of (folder, options, describe);
  assert_string_equal (got, expected);
  remove_folder (folder);
}

/* --- JSON Lines -------------------------------------------------------------------------------------------------- */

static EntDocument *
document_of_json (const char *json)
{
  char *folder = make_folder ();
  g_autoptr (EntStage) stage = NULL;
  g_autoptr (GError) error = NULL;
  EntDocument *doc = NULL;

  put (folder, "a.jsonl", json);
  stage = reader_of (folder, "path=a.jsonl");
  assert_true (ent_stage_load (stage, NULL));
  if (!ent_stage_produce (stage, &doc, &error))
    fail_msg ("%s", error->message);
  remove_folder (folder);
  return doc;
}

static void
jsonl_keeps_what_is_known_of_a_document (void **state)
{
  g_autoptr (EntDocument) doc = document_of_json (
      "{\"id\": \"b/7\", \"source\": \"b/7.txt\", \"title\": \"A title\", \"date\": \"2025-06-09\", \"lang\": \"en\","
      " \"meta\": {\"desk\": \"world\", \"rank\": 3}, \"unknown\": [1.5, null], \"text\": "
      "\"a\\u0000\\n\\ud83d\\udca1\"}");
  g_autofree gchar *text = describe_text (doc);

  assert_string_equal (text, "a\\000\\n💡");
  assert_string_equal (ent_document_get_id (doc), "b/7");
  assert_string_equal (ent_document_get_source (doc), "b/7.txt");
  assert_string_equal (ent_document_get_title (doc), "A title");
  assert_string_equal (ent_document_get_date (doc), "2025-06-09");
  assert_string_equal (ent_document_get_lang (doc), "en");
  assert_string_equal (ent_document_get_meta (doc, "desk"), "world");
  assert_string_equal (ent_document_get_meta (doc, "rank"), "3");
  assert_int_equal (ent_document_get_layers (doc), ENT_LAYER_NONE);
}

static void
jsonl_ids_may_be_missing_or_numbers (void **state)
{
  check_content (
      "a.jsonl",
      "\n{\"text\": \"x\"}\r\n{\"text\": \"y\", \"id\": 12, \"title\": null}\n{\"text\": \"\", \"id\": \"\"}",
      describe_text, "a/2: x\n12: y\na/4: \n");
}

#define EXPECTED ": expected one document as {\"text\": …} on each line\n"

static void
a_bad_line_is_an_error_and_the_next_goes_on (void **state)
{
  check_content (
      "a.jsonl",
      "{\"text\": \"one\"}\n[1]\n{\"id\": \"x\"}\n{\"text\": 5}\n{\"text\": \"a\n{\"text\": \"\xff\"}\n"
      "{\"text\": \"x\", \"title\": {}}\n{\"text\": \"x\", \"meta\": []}\n{\"text\": \"x\"} y\n{\"text\": \"two\"}",
      describe_text,
      "a/1: one\n"
      "! a.jsonl:2: not a JSON object" EXPECTED "! a.jsonl:3: no \"text\"" EXPECTED
      "! a.jsonl:4: \"text\" is not a string" EXPECTED
      "! a.jsonl:5: byte 11: not JSON (premature end of input near '\"a')" EXPECTED
      "! a.jsonl:6: byte 10: not JSON (unable to decode byte 0xff near '\"')" EXPECTED
      "! a.jsonl:7: \"title\" is neither a string nor a whole number\n"
      "! a.jsonl:8: \"meta\" is not an object\n"
      "! a.jsonl:9: byte 15: not JSON (end of file expected near 'y')" EXPECTED "a/10: two\n");
}

/* Offsets are code points, which é and 💡 make differ from bytes */
#define BASE                                                                                                           \
  "\"id\": \"d\", \"text\": \"💡é Ann met Bob.\", \"tokens\": [{\"start\": 0, \"end\": 2},"                         \
  "{\"start\": 3, \"end\": 6, \"lemma\": \"Ann\", \"pos\": \"PROPN\", \"head\": 2, \"dep\": \"nsubj\"},"               \
  "{\"start\": 7, \"end\": 10, \"lemma\": \"meet\", \"pos\": \"VERB\", \"head\": -1, \"dep\": \"root\"},"              \
  "{\"start\": 11, \"end\": 14}, {\"start\": 14, \"end\": 15}]"
#define SENTENCES ", \"sentences\": [{\"start\": 0, \"end\": 2}, {\"start\": 3, \"end\": 15}]"
#define MENTIONS                                                                                                       \
  ", \"entities\": [{\"type\": \"Person\", \"name\": \"Ann Lee\", \"aliases\": [\"Ann\", \"A. L.\"],"                  \
  " \"links\": {\"wikidata\": \"Q1\", \"x\": \"y\"}}],"                                                                \
  " \"mentions\": [{\"id\": 5, \"start\": 3, \"end\": 6, \"type\": \"Person\", \"entity\": 0, \"by\": \"hand\"},"      \
  " {\"id\": 3, \"start\": 11, \"end\": 14, \"type\": \"Quantity\", \"kind\": \"value\", \"value\": {\"amount\": "     \
  "2.5}}]"

static void
jsonl_keeps_tokens_and_what_stands_on_them (void **state)
{
  check_content ("a.jsonl", "{" BASE SENTENCES "}", describe_tokens,
                 "d: 💡é Ann met Bob. | 💡é | Ann/PROPN/Ann<2:nsubj met/VERB/meet<2:root Bob .\n");
  check_content ("a.jsonl", "{" BASE SENTENCES MENTIONS "}", describe_mentions,
                 "d: 💡é Ann met Bob. | [Person Ann]=0 by hand [Quantity Bob]value={\"amount\":2.5} by read/jsonl\n");
}

static void
jsonl_keeps_whose_government_a_mention_stands_for (void **state)
{
  check_content ("a.jsonl",
                 "{" BASE ", \"mentions\": [{\"start\": 3, \"end\": 6, \"type\": \"Location\", \"acts_for\": "
                 "\"location/no\"}, {\"start\": 11, \"end\": 14, \"type\": \"Location\", \"acts_for\": null}]}",
                 describe_mentions,
                 "d: 💡é Ann met Bob. | [Location Ann] for location/no by read/jsonl [Location Bob] by read/jsonl\n");
}

static void
jsonl_keeps_entities_and_relations (void **state)
{
  g_autoptr (EntDocument) doc = document_of_json (
      "{" BASE SENTENCES MENTIONS ", \"relations\": [{\"head\": 5, \"tail\": 3, \"label\": \"meet\","
      " \"trigger\": {\"start\": 7, \"end\": 10}, \"polarity\": \"negated\", \"modality\": \"possible\","
      " \"attribution\": 5, \"confidence\": 0.5, \"time\": \"2022-02\"}]}");
  EntEntity entity;
  EntRelation relation;

  assert_true (ent_document_get_entity (doc, 0, &entity));
  assert_string_equal (ent_document_get_string (doc, entity.name), "Ann Lee");
  assert_string_equal (ent_document_get_string (doc, entity.key), "person/ann-lee");
  assert_string_equal (ent_document_get_string (doc, entity.aliases), "Ann|A. L.");
  assert_string_equal (ent_document_get_string (doc, entity.links), "wikidata=Q1|x=y");
  assert_true (ent_document_get_relation (doc, 0, &relation));
  assert_int_equal (relation.head, 0);
  assert_int_equal (relation.tail, 1);
  assert_int_equal (relation.attribution, 0);
  assert_int_equal (relation.place, ENT_NONE);
  assert_int_equal (relation.sentence, 1);
  assert_int_equal (relation.trigger_first, 2);
  assert_int_equal (relation.trigger_n, 1);
  assert_int_equal (relation.polarity, ENT_POLARITY_NEGATED);
  assert_int_equal (relation.modality, ENT_MODALITY_POSSIBLE);
  assert_true (relation.confidence == 0.5f);
  assert_string_equal (ent_document_get_string (doc, relation.type), "open");
  assert_string_equal (ent_document_get_string (doc, relation.label), "meet");
  assert_string_equal (ent_document_get_string (doc, relation.time), "2022-02");
  assert_int_equal (ent_document_get_layers (doc), (1 << ENT_N_LAYERS) - 1);
}

static void
annotations_need_tokens (void **state)
{
  check_content ("a.jsonl", "{\"text\": \"Ann\", \"mentions\": [{\"start\": 0, \"end\": 3, \"type\": \"Person\"}]}",
                 describe_mentions, "a/1: Ann |\n~ annotations without \"tokens\" are not kept\n");
  check_content ("a.jsonl", "{\"text\": \"\", \"tokens\": [], \"sentences\": [], \"mentions\": []}", describe_mentions,
                 "a/1:  |\n");
}

static void
every_span_and_index_is_checked (void **state)
{
  static const char *const cases[][2] = {
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 1, \"end\": 3}]",
      "tokens[0]: \"start\" 1 and \"end\" 3 are not there or not a part of the text: expected code points" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 1, \"end\": 1}]",
      "tokens[0]: \"start\" 1 and \"end\" 1 are not there or not a part of the text: expected code points" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": -1, \"end\": 1}]",
      "tokens[0]: \"start\" -1 and \"end\" 1 are not there or not a part of the text: expected code points" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 0, \"end\": 2}, {\"start\": 1, \"end\": 2}]",
      "tokens[1]: begins before the token before it ends" },
    { "\"text\": \"ab\", \"tokens\": [5]", "tokens[0]: not an object" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 0, \"end\": 1.5}]", "tokens[0]: \"end\" is not a whole number" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 0, \"end\": 2, \"pos\": \"NNP\"}]",
      "tokens[0]: \"pos\" is 'NNP': expected one of Universal Dependencies' parts of speech (UPOS)" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 0, \"end\": 2, \"head\": 1}]",
      "tokens[0]: \"head\" is 1: expected one of the 1 tokens, from 0" },
    { "\"text\": \"ab\", \"tokens\": [{\"start\": 0, \"end\": 1, \"head\": 1}, {\"start\": 1, \"end\": 2, \"head\": "
      "0}]",
      "tokens[0]: its heads lead back to it: expected a tree" },
    { BASE ", \"sentences\": {}", "\"sentences\" is not an array" },
    { BASE ", \"sentences\": [{\"start\": 0, \"end\": 6}]", "tokens[2]: in none of the sentences" },
    { BASE ", \"sentences\": [{\"start\": 0, \"end\": 5}]",
      "sentences[0]: holds no token, cuts one, or leaves out tokens before it" },
    { BASE ", \"sentences\": [{\"start\": 3, \"end\": 15}]",
      "sentences[0]: holds no token, cuts one, or leaves out tokens before it" },
    { BASE ", \"mentions\": [{\"start\": 3, \"end\": 9, \"type\": \"X\"}]",
      "mentions[0]: \"start\" 3 and \"end\" 9 are not where tokens begin and end" },
    { BASE ", \"mentions\": [{\"start\": 2, \"end\": 6, \"type\": \"X\"}]",
      "mentions[0]: \"start\" 2 and \"end\" 6 are not where tokens begin and end" },
    { BASE ", \"mentions\": [{\"start\": 3, \"end\": 6}]", "mentions[0]: no \"type\"" },
    { BASE ", \"mentions\": [{\"start\": 3, \"end\": 6, \"type\": \"X\", \"kind\": \"noun\"}]",
      "mentions[0]: \"kind\" is 'noun', which is none of its values" },
    { BASE ", \"mentions\": [{\"start\": 3, \"end\": 6, \"type\": \"X\", \"entity\": 0}]",
      "mentions[0]: \"entity\" is 0: expected one of the 0 entities, from 0" },
    { BASE ", \"mentions\": [{\"start\": 3, \"end\": 6, \"type\": \"X\", \"acts_for\": []}]",
      "mentions[0]: \"acts_for\" is not a string, or holds U+0000" },
    { BASE ", \"mentions\": [{\"start\": 3, \"end\": 6, \"type\": \"X\", \"confidence\": 2}]",
      "mentions[0]: \"confidence\" is not a number from 0 to 1" },
    { BASE ", \"mentions\": [{\"id\": 1, \"start\": 3, \"end\": 6, \"type\": \"X\"},"
           "{\"id\": 1, \"start\": 3, \"end\": 6, \"type\": \"X\"}]",
      "mentions[1]: \"id\" 1 is that of another mention, too" },
    { BASE ", \"entities\": [{\"type\": \"X\"}]", "entities[0]: no \"name\"" },
    { BASE SENTENCES MENTIONS ", \"relations\": [{\"head\": 5, \"tail\": 0}]",
      "relations[0]: \"tail\" is 0, which is no mention's id" },
    { BASE SENTENCES MENTIONS ", \"relations\": [{\"head\": 5}]",
      "relations[0]: \"tail\" is -1, which is no mention's id" },
    { BASE SENTENCES MENTIONS ", \"relations\": [{\"head\": 5, \"tail\": 3, \"sentence\": 2}]",
      "relations[0]: \"sentence\" is 2: expected one of the 2 sentences, from 0" },
    { BASE MENTIONS ", \"relations\": [{\"head\": 5, \"tail\": 3}]",
      "relations[0]: stands in no sentence: expected an array \"sentences\" in the document" },
    { BASE SENTENCES MENTIONS ", \"relations\": [{\"head\": 5, \"tail\": 3, \"trigger\": {\"start\": 7, \"end\": 8}}]",
      "relations[0]: \"start\" 7 and \"end\" 8 are not where tokens begin and end" },
    { BASE SENTENCES MENTIONS ", \"relations\": [{\"head\": 5, \"tail\": 3, \"polarity\": \"no\"}]",
      "relations[0]: \"polarity\" is 'no', which is none of its values" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *json = g_strdup_printf ("{\"text\": \"before\"}\n{%s}\n{\"text\": \"after\"}\n", cases[i][0]);
      g_autofree gchar *expected = g_strdup_printf ("a/1: before\n! a.jsonl:2: %s\na/3: after\n", cases[i][1]);

      check_content ("a.jsonl", json, describe_text, expected);
    }
}

/* --- CoNLL-U ----------------------------------------------------------------------------------------------------- */

#define WORD(id, form, lemma, pos, head, dep, misc)                                                                    \
  id "\t" form "\t" lemma "\t" pos "\t_\t_\t" head "\t" dep "\t_\t" misc "\n"
#define PLAIN(id, form) WORD (id, form, "_", "_", "_", "_", "_")
#define TIGHT(id, form) WORD (id, form, "_", "_", "_", "_", "SpaceAfter=No")

static void
conllu_keeps_words_and_rebuilds_the_text (void **state)
{
  check_content ("a.conllu",
                 "# text = Ann left.\n" WORD ("1", "Ann", "Ann", "PROPN", "2", "nsubj", "_")
                     WORD ("2", "left", "leave", "VERB", "0", "root", "X=y|SpaceAfter=No")
                         WORD ("3", ".", ".", "PUNCT", "2", "punct", "_") "\n" PLAIN ("1", "Bob") PLAIN ("2", "too"),
                 describe_tokens,
                 "a: Ann left. Bob too | Ann/PROPN/Ann<1:nsubj left/VERB/leave<1:root ./PUNCT/.<1:punct | Bob too\n");
}

static void
conllu_documents_are_those_of_newdoc (void **state)
{
  static const char text[] = "# newdoc id = d1\n# meta::title = A title\n# meta::desk = world\n# newpar\n" PLAIN (
      "1",
      "One") "\n# newpar\n" PLAIN ("1",
                                   "Two") "\n# newpar_block = p\n" TIGHT ("1",
                                                                          "three") "\n" PLAIN ("1",
                                                                                               "four") "\n# "
                                                                                                       "newdoc\n\n# "
                                                                                                       "newdoc"
                                                                                                       "\n" PLAIN ("1",
                                                                                                                   "Fiv"
                                                                                                                   "e");

  check_content ("a.conllu", text, describe_tokens,
                 "d1: One\\n\\nTwo three"
                 "four | One | Two | three | four\na/17: Five | Five\n");
  check_content ("a.conllu", "", describe_tokens, "");
}

/* Surface tokens are divided among their words; a word that is not its part of the text has a norm */
static void
conllu_divides_multiword_tokens (void **state)
{
  check_content ("a.conllu",
                 "# text = Don't vámonos du x\n"
                 "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n" PLAIN ("1", "Do")
                     PLAIN ("2", "n't") "3-4\tvámonos\t_\t_\t_\t_\t_\t_\t_\t_\n" PLAIN ("3", "vamos")
                         PLAIN ("4", "nos") "5-6\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n" PLAIN ("5", "de") PLAIN ("6", "le")
                             PLAIN ("6.1", "empty") PLAIN ("7", "x"),
                 describe_tokens, "a: Don't vámonos du x | Do +n't vámo(vamos) +nos d(de) +u(le) x\n");
}

static void
conllu_text_goes_before_space_after (void **state)
{
  check_content ("a.conllu", "# text = a b\n" TIGHT ("1", "a") PLAIN ("2", "b"), describe_tokens, "a: a b | a b\n");
  check_content ("a.conllu", "# text = something else\n" TIGHT ("1", "a") PLAIN ("2", "b"), describe_tokens,
                 "a: ab | a b\n~ '# text' is not what the forms spell, which are used, in 1 sentences\n");
}

static void
a_bad_sentence_is_left_out_and_told (void **state)
{
  static const char *const cases[][2] = {
    { "1\tonly\tthree\n", "2: 3 columns: expected 10, with a tab between each" },
    { "1 no tabs\n", "2: 1 columns: expected 10, with a tab between each" },
    { PLAIN ("2", "x"), "2: the id '2': expected the next word, 1" },
    { PLAIN ("x", "x"), "2: the id 'x': expected the next word, 1" },
    { PLAIN ("99999999999", "x"), "2: the id '99999999999': expected the next word, 1" },
    { PLAIN ("1", "a") PLAIN ("1", "b"), "3: the id '1': expected the next word, 2" },
    { PLAIN ("1", ""), "2: no form: expected the word in column 2" },
    { PLAIN ("1", "\xff"), "2: a zero byte, or bytes that are not UTF-8: expected UTF-8" },
    { WORD ("1", "a", "_", "NOPE", "_", "_", "_"),
      "2: the part of speech 'NOPE': expected one of Universal Dependencies' (UPOS), or _" },
    { WORD ("1", "a", "_", "_", "x", "_", "_"), "2: the head 'x': expected the number of a word, 0 or _" },
    { WORD ("1", "a", "_", "_", "-1", "_", "_"), "2: the head '-1': expected the number of a word, 0 or _" },
    { WORD ("1", "a", "_", "_", "7", "_", "_"), "2: the head 7: expected at most 1, the words of the sentence" },
    { WORD ("1", "a", "_", "_", "1", "_", "_"), "2: word 1 is its own head: expected 0 for a root" },
    { WORD ("1", "a", "_", "_", "0", "_", "_") WORD ("2", "b", "_", "_", "0", "_", "_"),
      "3: a second root, after word 1: expected one a sentence" },
    { WORD ("1", "a", "_", "_", "0", "_", "_") PLAIN ("2", "b"),
      "3: no head, though other words of the sentence have one" },
    { WORD ("1", "a", "_", "_", "2", "_", "_") WORD ("2", "b", "_", "_", "1", "_", "_"),
      "2: the heads of word 1 lead back to it: expected a tree" },
    { "1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n" PLAIN ("1", "a"),
      "2: a multi-word token up to word 2: expected at most 1, the words of the sentence" },
    { "1-0\tab\t_\t_\t_\t_\t_\t_\t_\t_\n" PLAIN ("1", "a"),
      "2: the multi-word token 1-0: expected a range that begins with the next word, 1, and overlaps no other" },
    { "1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n" PLAIN ("1", "b") PLAIN ("2", "c"),
      "2: 'a' cannot be divided among its 2 words" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *text = g_strdup_printf ("# newdoc id = d\n%s\n" PLAIN ("1", "next"), cases[i][0]);
      g_autofree gchar *expected = g_strdup_printf (
          "! a.conllu:%s\nd: next | next\n~ left out: 1 sentences that cannot be read\n", cases[i][1]);

      check_content ("a.conllu", text, describe_tokens, expected);
    }
}

/* --- IOB2 -------------------------------------------------------------------------------------------------------- */

static void
iob2_makes_mentions_of_tags (void **state)
{
  check_content ("a.iob2",
                 "# newdoc\nAnn\tB-PER\nLee\tI-PER\nBob\tB-PER\nis\tO\nn't\tO\n(\tO\nhere\tO\n)\tO\n\n"
                 "#\tO\n1\tB-X\n\n\n-DOCSTART- -X- O\n# a comment\nRome\tNNP\tB-LOC\n'\tO\n",
                 describe_mentions,
                 "d00000: Ann Lee Bob isn't (here )\\n#1\\n | [PER Ann Lee] by read/iob2 [PER Bob] by read/iob2 "
                 "[X 1] by read/iob2\n"
                 "d00001: Rome'\\n | [LOC Rome] by read/iob2\n");
  check_content ("a.iob2", "a\tO\n\nb\tO", describe_tokens, "d00000: a\\nb\\n | a | b\n");
  check_content ("a.iob2", "\n\n# newdoc\n", describe_tokens, "");
}

static void
a_bad_tag_costs_its_document_and_no_other (void **state)
{
  static const char *const cases[][2] = {
    { "x\tI-PER\n", "the tag I-PER continues no mention of that type: expected IOB2, where each mention begins with B- "
                    "(in IOB1 it may begin with I-)" },
    { "x\tB-LOC\ny\tI-PER\n",
      "the tag I-PER continues no mention of that type: expected IOB2, where each mention begins "
      "with B- (in IOB1 it may begin with I-)" },
    { "x\tB-PER\n\ny\tI-PER\n", "the tag I-PER continues no mention of that type: expected IOB2, where each mention "
                                "begins with B- (in IOB1 it may begin with I-)" },
    { "x\tPER\n", "the tag 'PER': expected O, B-TYPE or I-TYPE in the last column" },
    { "x\tB-\n", "the tag 'B-': expected O, B-TYPE or I-TYPE in the last column" },
    { "x\t\n", "the tag '': expected O, B-TYPE or I-TYPE in the last column" },
    { "x O\n", "no token and tag: expected TOKEN<TAB>TAG" },
    { "\tO\n", "no token and tag: expected TOKEN<TAB>TAG" },
    { "\xff\tO\n", "a zero byte, or bytes that are not UTF-8: expected UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) lines = g_strsplit (cases[i][0], "\n", -1);
      g_autofree gchar *text = g_strdup_printf ("a\tO\n# newdoc\n%sz\tI-PER\n# newdoc\nb\tO\n", cases[i][0]);
      g_autofree gchar *expected = g_strdup_printf ("d00000: a\\n | a\n! a.iob2:%u: %s\nd00002: b\\n | b\n",
                                                    g_strv_length (lines) + 1, cases[i][1]);

      check_content ("a.iob2", text, describe_tokens, expected);
    }
}

#define WIDE "0123456789012345678901234567890123456789"

static void
documents_over_the_limit_are_told (void **state)
{
  char *folder = make_folder ();
  g_autofree gchar *got = NULL;

  put (folder, "a.conllu",
       "# newdoc\n" PLAIN ("1", WIDE) "\n" PLAIN ("1", WIDE) "\n" PLAIN ("1", "x") "\n# newdoc id = d\n" PLAIN ("1",
                                                                                                                WIDE));
  put (folder, "b.iob2", WIDE "\tO\n" WIDE "\tO\nx\tO\n# newdoc\n" WIDE "\tO\n");
  got = transcript_of (folder, "max-bytes=70 path=a.conllu path=b.iob2", describe_text);
  assert_string_equal (got, "! a.conllu:4: the document is longer than max-bytes allows: expected documents parted by "
                            "'# newdoc'\nd: " WIDE "\n"
                            "! b.iob2:2: the document is longer than max-bytes allows: expected documents parted by "
                            "'# newdoc'\nd00001: " WIDE "\\n\n");
  remove_folder (folder);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (jsonl_keeps_what_is_known_of_a_document),
    cmocka_unit_test (jsonl_ids_may_be_missing_or_numbers),
    cmocka_unit_test (a_bad_line_is_an_error_and_the_next_goes_on),
    cmocka_unit_test (jsonl_keeps_tokens_and_what_stands_on_them),
    cmocka_unit_test (jsonl_keeps_whose_government_a_mention_stands_for),
    cmocka_unit_test (jsonl_keeps_entities_and_relations),
    cmocka_unit_test (annotations_need_tokens),
    cmocka_unit_test (every_span_and_index_is_checked),
    cmocka_unit_test (conllu_keeps_words_and_rebuilds_the_text),
    cmocka_unit_test (conllu_documents_are_those_of_newdoc),
    cmocka_unit_test (conllu_divides_multiword_tokens),
    cmocka_unit_test (conllu_text_goes_before_space_after),
    cmocka_unit_test (a_bad_sentence_is_left_out_and_told),
    cmocka_unit_test (iob2_makes_mentions_of_tags),
    cmocka_unit_test (a_bad_tag_costs_its_document_and_no_other),
    cmocka_unit_test (documents_over_the_limit_are_told),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
