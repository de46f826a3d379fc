/* Coreference: chains as the case files say, odd trees, wrong data, and time. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#define PIPELINE "tokenise ! tag ! parse ! link relations=off"

/* A text without its marks: "[1 Norland] said [1 it] would" → "Norland said it would" */
static gchar *
strip_marks (const char *marked)
{
  GString *text = g_string_new (NULL);

  for (const gchar *p = marked; *p; p++)
    if (*p == '[' && g_ascii_isdigit (p[1]))
      p = strchr (p, ' ');
    else if (*p != ']')
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

typedef struct
{
  guint32 start, end;
  gint entity;
} Marked;

/* Those that hold others first */
static gint
compare_marked (gconstpointer a, gconstpointer b)
{
  const Marked *one = a, *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  return one->end > other->end ? -1 : one->end < other->end;
}

/* The mentions of entities that are mentioned more than once */
static GArray *
collect_chains (EntDocument *doc)
{
  GArray *chains = g_array_new (FALSE, FALSE, sizeof (Marked));
  guint n, n_tokens, n_entities;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  g_autofree guint *counts = NULL;

  ent_document_get_entities (doc, &n_entities);
  counts = g_new0 (guint, n_entities + 1);
  for (guint m = 0; m < n; m++)
    if (mentions[m].entity >= 0)
      counts[mentions[m].entity]++;
  for (guint m = 0; m < n; m++)
    {
      Marked marked
          = { tokens[mentions[m].first].start, tokens[mentions[m].first + mentions[m].n - 1].end, mentions[m].entity };

      if (marked.entity >= 0 && counts[marked.entity] > 1)
        g_array_append_val (chains, marked);
    }
  g_array_sort (chains, compare_marked);
  return chains;
}

/* Chains get numbers in the order in which they begin */
static void
number_chains (GArray *chains)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < chains->len; i++)
    {
      Marked *marked = &g_array_index (chains, Marked, i);
      gpointer key = GINT_TO_POINTER (marked->entity + 1);

      if (!g_hash_table_contains (numbers, key))
        g_hash_table_insert (numbers, key, GINT_TO_POINTER ((gint) g_hash_table_size (numbers) + 1));
      marked->entity = GPOINTER_TO_INT (g_hash_table_lookup (numbers, key));
    }
}

static gchar *
mark_chains (EntDocument *doc)
{
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);
  g_autoptr (GArray) chains = collect_chains (doc);
  GString *out = g_string_new (NULL);

  number_chains (chains);
  for (guint at = 0; at <= length; at++)
    {
      for (guint i = 0; i < chains->len; i++)
        if (g_array_index (chains, Marked, i).end == at)
          g_string_append_c (out, ']');
      for (guint i = 0; i < chains->len; i++)
        if (g_array_index (chains, Marked, i).start == at)
          g_string_append_printf (out, "[%d ", g_array_index (chains, Marked, i).entity);
      if (at < length)
        g_string_append_c (out, text[at]);
    }
  return g_string_free (out, FALSE);
}

static EntPipeline *pipeline;

static int
load_pipeline (void **state)
{
  g_autoptr (GError) error = NULL;

  pipeline = ent_pipeline_new_from_text (PIPELINE, &error);
  if (!pipeline || !ent_pipeline_load (pipeline, &error))
    fail_msg ("%s", error->message);
  return 0;
}

static int
unload_pipeline (void **state)
{
  g_clear_object (&pipeline);
  return 0;
}

static EntDocument *
linked (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  EntDocument *doc = ent_document_new (text, -1, &error);

  if (!doc || !ent_pipeline_process (pipeline, doc, &error))
    fail_msg ("%s", error->message);
  return doc;
}

static void
check_chains (const char *line, const char *const *more)
{
  g_autofree gchar *text = strip_marks (line);
  g_autoptr (EntDocument) doc = linked (text);
  g_autofree gchar *got = mark_chains (doc);

  assert_null (more[0]);
  check_text (got, line);
}

static void
chains_are_as_the_cases_say (void **state)
{
  check_cases ("cases/coref.txt", check_chains);
}

/* --- What chains without a name become */

static gint
entity_of (EntDocument *doc, guint m)
{
  EntMention mention;

  assert_true (ent_document_get_mention (doc, m, &mention));
  return mention.entity;
}

static void
a_chain_without_a_name_is_an_entity_of_its_document_only (void **state)
{
  g_autoptr (EntDocument) doc = linked ("A report was leaked on Monday. The report names three officials.");
  EntEntity entity;
  guint n;

  ent_document_get_entities (doc, &n);
  assert_int_equal (n, 1);
  assert_true (ent_document_get_entity (doc, 0, &entity));
  assert_string_equal (ent_document_get_string (doc, entity.name), "report");
  assert_string_equal (ent_document_get_string (doc, entity.type), "DocumentReference");
  assert_string_equal (ent_document_get_string (doc, entity.key), "");
}

static void
a_pronoun_takes_entity_and_type_of_its_name (void **state)
{
  g_autoptr (EntDocument) doc = linked ("Ada Quill said she was tired.");
  const EntMention *mentions;
  guint n;

  mentions = ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 2);
  assert_int_equal (mentions[1].kind, ENT_MENTION_PRONOUN);
  assert_string_equal (ent_document_get_string (doc, mentions[1].type), "Person");
  assert_int_equal (entity_of (doc, 0), 0);
  assert_int_equal (entity_of (doc, 1), 0);
}

static void
pronouns_can_be_left_alone (void **state)
{
  g_autoptr (EntDocument) doc = ent_document_new ("Ada Quill said she was tired.", -1, NULL);
  guint n;

  run_pipeline ("tokenise ! tag ! parse ! link relations=off coref=off", doc);
  ent_document_get_mentions (doc, &n);
  assert_int_equal (n, 1);
}

/* --- Odd trees, as foreign CoNLL-U may have them */

typedef gint (*HeadFunc) (guint t, guint n);

static gint
all_on_the_first (guint t, guint n)
{
  return 0;
}

static gint
in_a_row (guint t, guint n)
{
  return t ? (gint) t - 1 : 0;
}

static gint
in_circles (guint t, guint n)
{
  return t % 2 ? (gint) t - 1 : MIN ((gint) t + 1, (gint) n - 1);
}

static gint
backwards (guint t, guint n)
{
  return n - 1 - t;
}

static void
link_with_heads (EntStage *stage, const gchar *text, HeadFunc head, const gchar *dep)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntDocument) doc = ent_document_new (text, -1, NULL);
  guint n;

  run_pipeline ("tokenise ! tag", doc);
  ent_document_get_tokens (doc, &n);
  for (guint t = 0; t < n; t++)
    ent_document_set_head (doc, t, head (t, n), dep);
  assert_true (ent_stage_process (stage, doc, &error));
}

static void
odd_trees_break_nothing (void **state)
{
  static const gchar *const deps[] = { "nsubj", "appos", "nmod:poss", "conj", "expl", "root", "acl:relcl", "no such" };
  static const HeadFunc heads[] = { all_on_the_first, in_a_row, in_circles, backwards };
  const gchar *text = "Ada Quill and her wife said \"I am his sister\", and the agency itself rained. "
                      "It is a judge who they, themselves, called the agency. He him she it.";
  g_autoptr (EntStage) stage = ent_stage_new ("link", NULL);

  assert_true (ent_stage_load (stage, NULL));
  for (guint d = 0; d < G_N_ELEMENTS (deps); d++)
    for (guint h = 0; h < G_N_ELEMENTS (heads); h++)
      link_with_heads (stage, text, heads[h], deps[d]);
}

static void
marks_alone_are_no_quotations (void **state)
{
  g_autoptr (EntDocument) one = linked ("\" \" \" I \" \"");
  g_autoptr (EntDocument) other = linked ("“ ” ” “ “ I “");
  g_autoptr (EntDocument) none = linked ("");

  assert_non_null (one);
  assert_non_null (other);
  assert_non_null (none);
}

/* --- Time: twice the text takes about twice as long */

static gdouble
seconds_for (const gchar *part, guint n, const gchar *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start;

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, end);
  start = g_get_monotonic_time ();
  g_object_unref (linked (text->str));
  return (g_get_monotonic_time () - start) / 1e6;
}

static void
long_sentences_and_long_documents_are_quick (void **state)
{
  assert_true (seconds_for ("he saw his report and ", 400, "left.") < 20);
  assert_true (seconds_for ("Ada Quill, Tom Brandt, ", 150, "and Karl Osten said they left.") < 20);
  assert_true (seconds_for ("The agency said it had seen his report. ", 2000, "") < 60);
  assert_true (seconds_for ("“ \" he ", 1000, "") < 20);
}

/* --- Data that are wrong */

static gchar *
error_with_data (const gchar *name, const gchar *content)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "link", NULL);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autoptr (EntStage) stage = ent_stage_new ("link", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) message = NULL;

  g_mkdir (folder, 0700);
  assert_true (g_file_set_contents (path, content, -1, NULL));
  ent_stage_set_pack (stage, pack);
  assert_false (ent_stage_load (stage, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  message = g_string_new (error->message);
  g_string_replace (message, folder, "…", 0);
  remove_folder (g_steal_pointer (&pack));
  return g_strdup (message->str);
}

static void
check_data_error (const gchar *name, const gchar *content, const gchar *expected)
{
  g_autofree gchar *message = error_with_data (name, content);

  assert_string_equal (message, expected);
}

#define EXPECTED                                                                                                       \
  "expected a class (pronoun with its four traits, type TYPE, male, female, group, speech, weather, this, plural, "    \
  "none, new), a colon and words"

static void
wrong_data_are_named_with_file_and_line (void **state)
{
  check_data_error ("coref.txt", "# a comment\n\ngroups: army\n",
                    "stage 'link': …/coref.txt:3: 'groups: army': " EXPECTED);
  check_data_error ("coref.txt", "group army\n", "stage 'link': …/coref.txt:1: 'group army': " EXPECTED);
  check_data_error ("coref.txt", "pronoun 4 male singular personal: he\n",
                    "stage 'link': …/coref.txt:1: 'pronoun 4 male singular personal: he': " EXPECTED);
  check_data_error ("coref.txt", "pronoun 3 male one personal: he\n",
                    "stage 'link': …/coref.txt:1: 'pronoun 3 male one personal: he': " EXPECTED);
  check_data_error ("genders.txt", "neuter: it\n", "stage 'link': …/genders.txt:1: 'neuter: it': " EXPECTED);
  check_data_error ("coref.bin", "no model",
                    "stage 'link': …/coref.bin: not a model of Entente: expected a file that `entente train` wrote");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (chains_are_as_the_cases_say),
    cmocka_unit_test (a_chain_without_a_name_is_an_entity_of_its_document_only),
    cmocka_unit_test (a_pronoun_takes_entity_and_type_of_its_name),
    cmocka_unit_test (pronouns_can_be_left_alone),
    cmocka_unit_test (odd_trees_break_nothing),
    cmocka_unit_test (marks_alone_are_no_quotations),
    cmocka_unit_test (long_sentences_and_long_documents_are_quick),
    cmocka_unit_test (wrong_data_are_named_with_file_and_line),
  };

  return cmocka_run_group_tests (tests, load_pipeline, unload_pipeline);
}
