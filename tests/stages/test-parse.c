/* The parser: what is learned of trees, trees of whatever text there may be, and which models are refused. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#include "stages/parse/network.h"

#define N_THREADS 4
#define VECTOR 16

/* "form/head/relation", a sentence a line; heads from 1, 0 for the root */
static const gchar *const treebank[] = {
  "the/2/det dog/3/nsubj barked/0/root ./3/punct",
  "a/2/det cat/3/nsubj slept/0/root ./3/punct",
  "the/2/det dog/3/nsubj saw/0/root a/5/det cat/3/obj ./3/punct",
  "the/3/det old/3/amod cat/4/nsubj saw/0/root the/6/det dog/4/obj ./4/punct",
  "she/2/nsubj slept/0/root in/5/case the/5/det garden/2/obl ./2/punct",
  "a/2/det dog/3/nsubj slept/0/root in/6/case a/6/det garden/3/obl ./3/punct",
  "she/4/nsubj:pass was/4/aux:pass never/4/advmod seen/0/root ./4/punct",
  "the/2/det dog/4/nsubj:pass was/4/aux:pass seen/0/root ./4/punct",
  "she/2/nsubj saw/0/root the/4/det garden/2/obj ,/6/punct slept/2/conj and/8/cc barked/2/conj ./2/punct",
  "what/4/obj did/4/aux she/4/nsubj see/0/root ?/4/punct",
  "yesterday/4/advmod ,/1/punct she/4/nsubj barked/0/root ./4/punct",
  "a/2/det hearing/3/nsubj started/0/root on/6/case the/6/det cat/2/nmod yesterday/3/advmod ./3/punct", /* arcs cross */
};

static const gchar *const known[] = { "the", "a", "dog", "cat", "garden", "she", "saw", "slept", "barked", ".", "," };

static gchar *pack;
static gchar *model;
static gchar *table;
static gchar *trained; /* a model of the treebank */
static gsize trained_size;

/* --- Documents --- */

/* Adds the words to the text; `spans` is where they begin and end */
static void
append_words (GString *text, GArray *spans, const gchar *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i]; i++)
    {
      gsize length = strcspn (words[i], "/");
      guint span[] = { text->len, text->len + length };

      g_string_append_len (text, words[i], length);
      g_string_append_c (text, ' ');
      g_array_append_val (spans, span);
    }
}

/* Words between spaces, a sentence a line */
static EntDocument *
document_of (const gchar *lines)
{
  g_auto (GStrv) sentences = g_strsplit (lines, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  EntDocument *doc;

  for (guint s = 0; sentences[s]; s++)
    {
      append_words (text, spans, sentences[s]);
      g_array_append_val (ends, spans->len);
    }
  doc = ent_document_new (text->str, text->len, NULL);
  for (guint i = 0; i < spans->len; i++)
    {
      const guint *span = (const guint *) spans->data + 2 * i;

      ent_document_add_token (doc, span[0], span[1], 0);
    }
  for (guint s = 0; s < ends->len; s++)
    ent_document_add_sentence (doc, s ? g_array_index (ends, guint, s - 1) : 0, g_array_index (ends, guint, s));
  return doc;
}

/* The same with its tree */
static EntDocument *
tree_of (const gchar *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  EntDocument *doc = document_of (line);

  for (guint i = 0; words[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "/", 3);
      gint head = atoi (parts[1]);

      ent_document_set_head (doc, i, head ? head - 1 : (gint) i, parts[2]);
    }
  return doc;
}

static gchar *
line_of (EntDocument *doc)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = 0; t < n; t++)
    {
      g_autofree gchar *word = ent_document_dup_words (doc, t, t + 1);

      g_string_append_printf (line, "%s%s/%d/%s", t ? " " : "", word,
                              tokens[t].head == (gint) t ? 0 : tokens[t].head + 1,
                              ent_document_get_string (doc, tokens[t].dep));
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* --- Training --- */

/* A table of words, with vectors of `size` numbers; the first one is for words that it does not know */
static void
write_words (const gchar *path, guint size)
{
  const guint n_classes[] = { 2 };
  guint64 hashes[G_N_ELEMENTS (known)];
  EntWord words[G_N_ELEMENTS (known)];
  g_autofree gfloat *vectors = g_new0 (gfloat, (G_N_ELEMENTS (known) + 1) * (size + 1));
  g_autofree guint32 *rows = NULL;
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("words");

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      hashes[i] = ent_words_hash (known[i], strlen (known[i]));
      words[i] = (EntWord){ .classes = { i % 2 }, .frequency = 5 };
      for (guint d = 0; d < size; d++)
        vectors[(i + 1) * size + d] = (gfloat) ((i * 7 + d * 5) % 11) - 5;
    }
  rows = ent_words_store (writer, hashes, words, G_N_ELEMENTS (known), n_classes, 1);
  if (size)
    ent_vectors_store (writer, vectors, rows, G_N_ELEMENTS (known) + 1, rows[0] + 1, size);
  assert_true (ent_model_writer_save (writer, path, NULL));
}

static void
learn (ParseTrainer *trainer, const gchar *line, guint times)
{
  g_autoptr (EntDocument) doc = tree_of (line);

  assert_int_not_equal (parse_trainer_add (trainer, doc, times), 0);
}

static ParseTrainer *
new_trainer (const EntWords *words)
{
  ParseTrainer *trainer = parse_trainer_new (words);

  for (guint i = 0; i < G_N_ELEMENTS (treebank); i++)
    learn (trainer, treebank[i], 2);
  return trainer;
}

/* Leaves the model in the pack */
static void
train (guint epochs, guint jobs)
{
  const ParseOptions options = { .epochs = epochs, .rate = 0.01f, .word = 16, .states = 16, .jobs = jobs };
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = new_trainer (words);
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("parse");

  assert_true (parse_trainer_run (trainer, &options, NULL, NULL, writer, NULL));
  assert_true (ent_model_writer_save (writer, model, NULL));
}

static int
make_pack (void **state)
{
  g_autofree gchar *tag = NULL, *parse = NULL;

  pack = make_folder ();
  tag = g_build_filename (pack, "tag", NULL);
  parse = g_build_filename (pack, "parse", NULL);
  assert_int_equal (g_mkdir (tag, 0700) | g_mkdir (parse, 0700), 0);
  table = g_build_filename (tag, ENT_WORDS_FILE, NULL);
  model = g_build_filename (pack, PARSE_FILE, NULL);
  write_words (table, VECTOR);
  train (300, 2);
  assert_true (g_file_get_contents (model, &trained, &trained_size, NULL));
  return 0;
}

static int
remove_pack (void **state)
{
  g_clear_pointer (&trained, g_free);
  g_clear_pointer (&model, g_free);
  g_clear_pointer (&table, g_free);
  remove_folder (pack);
  return 0;
}

/* Each test begins with the trained model and its words */
static int
set_up (void **state)
{
  write_words (table, VECTOR);
  return g_file_set_contents (model, trained, trained_size, NULL) ? 0 : -1;
}

static EntPipeline *
load_pipeline (void)
{
  g_autoptr (GError) error = NULL;
  EntPipeline *pipeline = ent_pipeline_new_from_text ("tokenise ! parse", NULL);

  ent_pipeline_set_pack (pipeline, pack);
  if (!ent_pipeline_load (pipeline, &error))
    fail_msg ("%s", error->message);
  return pipeline;
}

static void
parse (EntPipeline *pipeline, EntDocument *doc)
{
  g_autoptr (GError) error = NULL;

  if (!ent_pipeline_process (pipeline, doc, &error))
    fail_msg ("%s", error->message);
}

static guint
steps_to_root (const EntToken *tokens, guint t, guint n)
{
  guint steps = 0;

  for (; tokens[t].head != (gint) t && steps <= n; steps++)
    t = tokens[t].head;
  return steps;
}

/* Each sentence is a tree inside of itself, with one root, which alone is called so */
static void
check_trees (EntDocument *doc)
{
  guint n_tokens, n_sentences;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);

  for (guint s = 0; s < n_sentences; s++)
    {
      guint first = sentences[s].first, end = first + sentences[s].n, n_roots = 0;

      for (guint t = first; t < end; t++)
        {
          gboolean is_root = tokens[t].head == (gint) t;
          const gchar *relation = ent_document_get_string (doc, tokens[t].dep);

          assert_in_range (tokens[t].head, first, end - 1);
          assert_true (steps_to_root (tokens, t, end - first) <= end - first);
          assert_true (relation && *relation);
          assert_int_equal (g_str_equal (relation, "root"), is_root);
          n_roots += is_root;
        }
      assert_int_equal (n_roots, 1);
    }
}

static void
the_trees_that_were_learned_are_found_again (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();

  for (guint i = 0; i < G_N_ELEMENTS (treebank); i++)
    {
      g_autoptr (EntDocument) doc = document_of (treebank[i]);
      g_autofree gchar *got = NULL;

      parse (pipeline, doc);
      got = line_of (doc);
      assert_string_equal (got, treebank[i]);
    }
}

/* What one leaves behind is not seen by the next */
static void
sentences_of_a_document_are_parsed_by_themselves (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();
  g_autofree gchar *twice = g_strjoin ("\n", treebank[8], treebank[0], treebank[8], treebank[1], NULL);
  g_autoptr (EntDocument) doc = document_of (twice);
  guint n;
  const EntToken *tokens;

  parse (pipeline, doc);
  check_trees (doc);
  tokens = ent_document_get_tokens (doc, &n);
  assert_int_equal (n, 26);
  for (guint t = 0; t < 13; t++)
    {
      assert_int_equal (tokens[13 + t].head, 13 + tokens[t].head);
      assert_int_equal (tokens[13 + t].dep, tokens[t].dep);
    }
}

static void
new_sentences_are_parsed_like_those_that_were_learned (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();
  g_autoptr (EntDocument) doc = document_of ("a cat barked in the garden .");
  g_autofree gchar *got = NULL;

  parse (pipeline, doc);
  got = line_of (doc);
  assert_string_equal (got, "a/2/det cat/3/nsubj barked/0/root in/6/case the/6/det garden/3/obl ./3/punct");
}

static void
trees_of_the_input_are_replaced (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();
  g_autoptr (EntDocument) doc = tree_of ("the/0/root dog/1/dep barked/2/dep ./3/dep");
  g_autofree gchar *got = NULL;

  parse (pipeline, doc);
  got = line_of (doc);
  assert_string_equal (got, treebank[0]);
}

static void
check_same_bytes (guint epochs, guint jobs, const gchar *expected, gsize size)
{
  g_autofree gchar *got = NULL;
  gsize got_size;

  train (epochs, jobs);
  assert_true (g_file_get_contents (model, &got, &got_size, NULL));
  assert_int_equal (got_size, size);
  assert_memory_equal (got, expected, size);
}

static void
the_same_data_give_the_same_bytes_with_any_number_of_threads (void **state)
{
  g_autofree gchar *first = NULL;
  gsize size;

  train (3, 1);
  assert_true (g_file_get_contents (model, &first, &size, NULL));
  check_same_bytes (3, 1, first, size);
  check_same_bytes (3, 2, first, size);
  check_same_bytes (3, 7, first, size);
}

static guint
add_words (const gchar *line, gint without)
{
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = parse_trainer_new (words);
  g_autoptr (EntDocument) doc = tree_of (line);

  if (without >= 0)
    ent_document_set_head (doc, without, 0, NULL);
  return parse_trainer_add (trainer, doc, 3);
}

static void
sentences_without_a_whole_tree_are_left_out (void **state)
{
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = parse_trainer_new (words);
  g_autoptr (EntDocument) bare = document_of ("the dog"), empty = ent_document_new ("", 0, NULL);

  assert_int_equal (add_words ("the/2/det dog/0/root", -1), 6);
  assert_int_equal (add_words ("the/2/det dog/0/root", 0), 0);
  assert_int_equal (add_words ("the/2/det dog/0/", -1), 0);
  assert_int_equal (parse_trainer_add (trainer, bare, 1), 0);
  assert_int_equal (parse_trainer_add (trainer, empty, 1), 0);
}

/* The model's header has the relations between spaces */
static void
relations_with_spaces_are_left_out (void **state)
{
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = parse_trainer_new (words);
  g_autoptr (EntDocument) doc = document_of ("the dog");

  ent_document_set_head (doc, 0, 1, "one of these");
  ent_document_set_head (doc, 1, 1, "root");
  assert_int_equal (parse_trainer_add (trainer, doc, 1), 0);
}

/* As the stage would not read them as a whole, either; and scores of all pairs of words fill the memory */
static void
sentences_longer_than_what_is_parsed_at_once_are_left_out (void **state)
{
  for (guint n = PARSE_LONGEST; n <= PARSE_LONGEST + 1; n++)
    {
      g_autoptr (GString) line = g_string_new ("dog/0/root");

      for (guint i = 1; i < n; i++)
        g_string_append (line, " dog/1/dep");
      assert_int_equal (add_words (line->str, -1), n > PARSE_LONGEST ? 0 : 3 * n);
    }
}

static void
more_relations_than_a_byte_can_count_are_refused (void **state)
{
  const ParseOptions options = { .epochs = 1, .rate = 0.01f, .word = 16, .states = 16, .jobs = 1 };
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = new_trainer (words);
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("parse");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree gchar *line = g_strdup_printf ("dog/0/root cat/1/dep:x%u", i);

      learn (trainer, line, 1);
    }
  assert_false (parse_trainer_run (trainer, &options, NULL, NULL, writer, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_INPUT));
}

/* --- Trees of any text --- */

static void
check_line (EntPipeline *pipeline, const gchar *line)
{
  g_autoptr (EntDocument) doc = document_of (line);

  parse (pipeline, doc);
  check_trees (doc);
}

static void
check_text_is_parsed (EntPipeline *pipeline, const gchar *text)
{
  g_autoptr (EntDocument) doc = ent_document_new (text, strlen (text), NULL);

  parse (pipeline, doc);
  check_trees (doc);
}

static void
each_sentence_is_a_tree_whatever_is_in_it (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();
  g_autofree gchar *long_word = g_strnfill (5000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    check_line (pipeline, known[i]);
  check_line (pipeline, "dog dog");
  check_line (pipeline, ". , ; ! ? — … ( ) “ ”");
  check_line (pipeline, ". . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .");
  check_line (pipeline, "THE DOG SAW THE CAT IN THE GARDEN .");
  check_line (pipeline, "das Ἀγαμέμνων 漢字 \xf0\x9f\x90\x95 é\xcc\x81 0 1914-18 http://example.com/a/b");
  check_line (pipeline, long_word);
  check_text_is_parsed (pipeline,
                        "PM RESIGNS AMID FUEL CRISIS\n\nThe dog barked. “She slept,” said the cat.\n- One\n- Two\n");
}

static void
documents_without_words_are_no_trouble (void **state)
{
  static const gchar *const texts[] = { "", "\n", " \n\n \t" };
  g_autoptr (EntPipeline) pipeline = load_pipeline ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_text_is_parsed (pipeline, texts[i]);
}

/* `n` words, each `every`th a comma */
static EntDocument *
long_document (guint n, guint every)
{
  static const gchar *const words[] = { "the", "dog", "saw", "a", "cat", "in", "the", "garden", "she", "slept" };
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (line, "%s%s", i ? " " : "", (i + 1) % every ? words[i * 7 % G_N_ELEMENTS (words)] : ",");
  return document_of (line->str);
}

static void
long_sentences_are_trees_too (void **state)
{
  static const guint lengths[]
      = { PARSE_LONGEST - 1, PARSE_LONGEST, PARSE_LONGEST + 1, 2 * PARSE_LONGEST, 2 * PARSE_LONGEST + 1, 2000 };
  g_autoptr (EntPipeline) pipeline = load_pipeline ();

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (EntDocument) without_stops = long_document (lengths[i], G_MAXINT);
      g_autoptr (EntDocument) with_stops = long_document (lengths[i], 11);

      parse (pipeline, without_stops);
      check_trees (without_stops);
      parse (pipeline, with_stops);
      check_trees (with_stops);
    }
}

/* Heads are inside of the part, but for the part's root, which hangs on that of the first part */
static void
check_part (EntDocument *doc, guint first, guint end, guint above)
{
  guint n_tokens, n_out = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);

  for (guint t = first; t < end; t++)
    if (tokens[t].head < (gint) first || tokens[t].head >= (gint) end)
      {
        assert_int_equal (tokens[t].head, above);
        assert_string_equal (ent_document_get_string (doc, tokens[t].dep), "parataxis");
        n_out++;
      }
  assert_int_equal (n_out, first > 0);
}

static guint
root_of (EntDocument *doc)
{
  guint n, t = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  while (t < n && tokens[t].head != (gint) t)
    t++;
  return t;
}

static void
parts_of_a_long_sentence_end_at_a_stop_and_hang_on_the_first (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();
  g_autoptr (EntDocument) doc = long_document (950, 150), hard = long_document (950, 1000);
  guint root, longest = PARSE_LONGEST;

  parse (pipeline, doc);
  root = root_of (doc);
  check_part (doc, 0, 300, root); /* words 150 and 300 are stops, and 400 words fit */
  check_part (doc, 300, 600, root);
  check_part (doc, 600, 950, root);
  parse (pipeline, hard);
  root = root_of (hard);
  check_part (hard, 0, longest, root);
  check_part (hard, longest, 2 * longest, root);
  check_part (hard, 2 * longest, 950, root);
}

/* Also where training has seen no other relation */
static void
only_the_root_is_called_root (void **state)
{
  const ParseOptions options = { .epochs = 5, .rate = 0.01f, .word = 16, .states = 16, .jobs = 1 };
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = parse_trainer_new (words);
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("parse");
  g_autoptr (EntPipeline) pipeline = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree gchar *line = g_strdup_printf ("%s/0/root", known[i]);

      learn (trainer, line, 2);
    }
  assert_true (parse_trainer_run (trainer, &options, NULL, NULL, writer, NULL));
  assert_true (ent_model_writer_save (writer, model, NULL));
  pipeline = load_pipeline ();
  check_line (pipeline, "the dog saw the cat .");
}

static gpointer
parse_often (gpointer pipeline)
{
  for (guint i = 0; i < 20; i++)
    {
      const gchar *expected = treebank[i % G_N_ELEMENTS (treebank)];
      g_autoptr (EntDocument) doc = document_of (expected);
      g_autofree gchar *got = NULL;

      if (!ent_pipeline_process (pipeline, doc, NULL))
        return "failed";
      got = line_of (doc);
      if (strcmp (got, expected))
        return "different";
    }
  return NULL;
}

static void
threads_share_a_model (void **state)
{
  g_autoptr (EntPipeline) pipeline = load_pipeline ();
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("parse", parse_often, pipeline);
  for (guint i = 0; i < N_THREADS; i++)
    assert_null (g_thread_join (threads[i]));
}

/* --- What is refused --- */

static void
check_load_fails (const gchar *part)
{
  g_autoptr (EntPipeline) pipeline = ent_pipeline_new_from_text ("tokenise ! parse", NULL);
  g_autoptr (GError) error = NULL;

  ent_pipeline_set_pack (pipeline, pack);
  assert_false (ent_pipeline_load (pipeline, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  if (!strstr (error->message, part))
    fail_msg ("'%s', expected '%s' in it", error->message, part);
}

/* The default pack has a table, which is not the one that the model was trained with */
static void
a_model_without_its_words_is_refused (void **state)
{
  g_remove (table);
  check_load_fails ("was trained with another table of words");
}

static void
damaged_models_are_refused (void **state)
{
  g_autofree gchar *bytes = g_memdup2 (trained, trained_size);

  for (guint i = 0; i < 8; i++)
    {
      assert_true (g_file_set_contents (model, trained, trained_size * i / 8, NULL));
      check_load_fails (model);
      bytes[trained_size * i / 8] ^= 1;
      assert_true (g_file_set_contents (model, bytes, trained_size, NULL));
      check_load_fails (model);
      bytes[trained_size * i / 8] ^= 1;
    }
}

static void
models_of_another_kind_are_refused (void **state)
{
  write_words (model, VECTOR);
  check_load_fails ("a model of kind 'words': expected 'parse'");
  assert_true (g_file_set_contents (model, trained, trained_size, NULL));
  assert_true (g_file_set_contents (table, trained, trained_size, NULL));
  check_load_fails ("a model of kind 'parse': expected 'words'");
}

static void
words_with_other_vectors_are_refused (void **state)
{
  write_words (table, 2 * VECTOR);
  check_load_fails ("vectors of another size");
  write_words (table, 0);
  check_load_fails ("vectors of another size");
}

/* A model just trained, with something else in its header */
static void
check_header_refused (const gchar *key, gdouble number, const gchar *text)
{
  const ParseOptions options = { .epochs = 1, .rate = 0.01f, .word = 16, .states = 16, .jobs = 1 };
  g_autoptr (EntWords) words = ent_words_open (table, NULL);
  g_autoptr (ParseTrainer) trainer = parse_trainer_new (words);
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("parse");

  learn (trainer, treebank[0], 1);
  assert_true (parse_trainer_run (trainer, &options, NULL, NULL, writer, NULL));
  if (text)
    ent_model_writer_set_text (writer, key, text);
  else
    ent_model_writer_set_number (writer, key, number);
  assert_true (ent_model_writer_save (writer, model, NULL));
  check_load_fails (model);
}

static void
headers_that_make_no_sense_are_refused (void **state)
{
  static const gchar *const keys[] = { "size.vector", "size.word", "size.states", "size.arc", "size.label" };
  static const gdouble sizes[] = { 0, -1, 15, 17, 513, 65536, 4294967295.0, 4294967312.0, 1e300 };
  g_autofree gchar *many = NULL;
  g_autoptr (GString) labels = g_string_new ("root");

  for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      check_header_refused (keys[k], sizes[i], NULL);
  check_header_refused ("size.word", 0, "sixteen");
  check_header_refused ("labels", 3, NULL);
  check_header_refused ("labels", 0, "");
  check_header_refused ("labels", 0, "root");
  check_header_refused ("labels", 0, "det nsubj");
  check_header_refused ("labels", 0, "det nsubj root punct dep amod");
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (labels, " x%u", i);
  check_header_refused ("labels", 0, labels->str);
  check_header_refused ("tags.scale", 0, "none");
}

#define test(function) cmocka_unit_test_setup (function, set_up)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    test (the_trees_that_were_learned_are_found_again),
    test (sentences_of_a_document_are_parsed_by_themselves),
    test (new_sentences_are_parsed_like_those_that_were_learned),
    test (trees_of_the_input_are_replaced),
    test (the_same_data_give_the_same_bytes_with_any_number_of_threads),
    test (sentences_without_a_whole_tree_are_left_out),
    test (relations_with_spaces_are_left_out),
    test (sentences_longer_than_what_is_parsed_at_once_are_left_out),
    test (more_relations_than_a_byte_can_count_are_refused),
    test (each_sentence_is_a_tree_whatever_is_in_it),
    test (documents_without_words_are_no_trouble),
    test (long_sentences_are_trees_too),
    test (parts_of_a_long_sentence_end_at_a_stop_and_hang_on_the_first),
    test (only_the_root_is_called_root),
    test (threads_share_a_model),
    test (a_model_without_its_words_is_refused),
    test (damaged_models_are_refused),
    test (models_of_another_kind_are_refused),
    test (words_with_other_vectors_are_refused),
    test (headers_that_make_no_sense_are_refused),
  };

  return cmocka_run_group_tests (tests, make_pack, remove_pack);
}
