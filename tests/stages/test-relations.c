/* Relations as the case files of tests/cases/relations say: the text is tagged and parsed by the default pack's models
 * before it is linked. With TREES in the environment, the trees of the cases that are wrong are shown. */
#include "tests/harness.h"

#include <string.h>

#define FOLDER "cases/relations"

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

static EntDocument *
related (const gchar *marked)
{
  EntDocument *doc = document_from_marked (marked);

  parse_document (doc);
  process_document (stage, doc);
  return doc;
}

/* --- Relations as lines ------------------------------------------------------------------------------------------- */

static gchar *
words_of (EntDocument *doc, const EntMention *mention)
{
  return ent_document_dup_words (doc, mention->first, mention->first + mention->n);
}

/* The token of a mention whose head stands outside */
static guint
head_of (EntDocument *doc, const EntMention *mention)
{
  guint n, end = mention->first + mention->n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = mention->first; t < end; t++)
    if (tokens[t].head == (gint) t || tokens[t].head < (gint) mention->first || tokens[t].head >= (gint) end)
      return t;
  return end - 1;
}

/* A description up to its head: "the former head of the agency" is "former head" */
static gchar *
description_of (EntDocument *doc, const EntMention *mention)
{
  static const gchar *const articles[] = { "the",   "a",     "an",   "The",  "A",     "An",    "this", "This",
                                           "these", "These", "that", "That", "those", "Those", NULL };
  guint first = mention->first, end = head_of (doc, mention) + 1;

  if (first + 1 < end && ent_document_token_is (doc, first, articles))
    first++;
  return ent_document_dup_words (doc, first, end);
}

static gboolean
is_named (EntDocument *doc, gint entity)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  for (guint m = 0; entity != ENT_NONE && m < n; m++)
    if (mentions[m].entity == entity && mentions[m].kind == ENT_MENTION_NAME)
      return TRUE;
  return FALSE;
}

static gchar *
argument_of (EntDocument *doc, gint m)
{
  EntMention mention;
  EntEntity entity;

  assert_true (ent_document_get_mention (doc, m, &mention));
  if (is_named (doc, mention.entity) && ent_document_get_entity (doc, mention.entity, &entity))
    return g_strdup (ent_document_get_string (doc, entity.name));
  if (mention.kind == ENT_MENTION_NAME || mention.kind == ENT_MENTION_VALUE)
    return words_of (doc, &mention);
  return description_of (doc, &mention);
}

/* "X < Y": X, as Y says; the nearest alone where there is no chain */
static void
append_sources (EntDocument *doc, const EntRelation *relation, GString *line)
{
  const gchar *chain = ent_document_get_string (doc, relation->chain);
  g_auto (GStrv) numbers = chain ? g_strsplit_set (chain, "[], ", -1) : NULL;
  const gchar *before = " says: ";
  gboolean said = FALSE;

  for (guint i = 0; numbers && numbers[i]; i++)
    if (*numbers[i])
      {
        g_autofree gchar *source = argument_of (doc, g_ascii_strtoll (numbers[i], NULL, 10));

        g_string_append_printf (line, "%s%s", before, source);
        before = " < ";
        said = TRUE;
      }
  if (!said && relation->attribution != ENT_NONE)
    {
      g_autofree gchar *source = argument_of (doc, relation->attribution);

      g_string_append_printf (line, "%s%s", before, source);
    }
}

/* What a thing is said to be stands for the thing, but is told as it is said: "X is a bank" */
static gchar *
tail_of (EntDocument *doc, const EntRelation *relation)
{
  EntMention head, tail;

  assert_true (ent_document_get_mention (doc, relation->head, &head));
  assert_true (ent_document_get_mention (doc, relation->tail, &tail));
  if (tail.kind == ENT_MENTION_NOMINAL && tail.entity == head.entity)
    return description_of (doc, &tail);
  return argument_of (doc, relation->tail);
}

static gchar *
bare_line (EntDocument *doc, const EntRelation *relation)
{
  g_autofree gchar *head = argument_of (doc, relation->head);
  g_autofree gchar *tail = tail_of (doc, relation);

  return g_strdup_printf ("%s -%s-> %s", head, ent_document_get_string (doc, relation->label), tail);
}

static gchar *
relation_line (EntDocument *doc, const EntRelation *relation)
{
  g_autofree gchar *bare = bare_line (doc, relation);
  g_autofree gchar *place = relation->place >= 0 ? argument_of (doc, relation->place) : NULL;
  g_autoptr (GString) line = g_string_new (bare);

  if (relation->polarity == ENT_POLARITY_NEGATED)
    g_string_append (line, " [negated]");
  if (relation->modality != ENT_MODALITY_ASSERTED)
    g_string_append_printf (line, " [%s]", ent_modality_to_string (relation->modality));
  append_sources (doc, relation, line);
  if (place)
    g_string_append_printf (line, " at: %s", place);
  if (relation->time)
    g_string_append_printf (line, " on: %s", ent_document_get_string (doc, relation->time));
  return g_strdup (line->str);
}

/* Open relations only: what they are of the ontology's kinds is tested elsewhere */
static GPtrArray *
relation_lines (EntDocument *doc, gchar *(*line_of) (EntDocument *doc, const EntRelation *relation))
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  guint n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);

  for (guint r = 0; r < n; r++)
    if (g_str_equal (ent_document_get_string (doc, relations[r].type), "open"))
      g_ptr_array_add (lines, line_of (doc, &relations[r]));
  return lines;
}

/* --- A case ------------------------------------------------------------------------------------------------------- */

/* What a case expects, and what is wrong with it */
typedef struct
{
  EntDocument *doc;
  GPtrArray *found; /* lines of relations that no expectation has taken yet are kept, the others NULL */
  gboolean more;
  GString *wrong;
} Case;

static gboolean
is_relation (const gchar *line)
{
  const gchar *label = strstr (line, " -"), *tail = label ? strstr (label, "-> ") : NULL;

  return label && label > line && tail && tail > label + 2 && tail[3];
}

static void
expect_found (Case *self, const gchar *line)
{
  for (guint i = 0; i < self->found->len; i++)
    if (self->found->pdata[i] && g_str_equal (self->found->pdata[i], line))
      {
        g_clear_pointer (&self->found->pdata[i], g_free);
        return;
      }
  g_string_append_printf (self->wrong, "  missing     %s\n", line);
}

/* "Head -label-> Tail" whatever else is said of it; `*` is anything */
static void
expect_absent (Case *self, const gchar *pattern)
{
  g_autoptr (GPtrArray) all = relation_lines (self->doc, bare_line);

  for (guint i = 0; i < all->len; i++)
    if (g_pattern_match_simple (pattern, all->pdata[i]))
      g_string_append_printf (self->wrong, "  forbidden   %s\n", (gchar *) all->pdata[i]);
}

static void
expect_argument (Case *self, const gchar *words)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (self->doc, &n);

  for (guint m = 0; m < n; m++)
    {
      g_autofree gchar *got = words_of (self->doc, &mentions[m]);

      if (g_str_equal (got, words))
        return;
    }
  g_string_append_printf (self->wrong, "  no argument \"%s\"\n", words);
}

static void
expect (Case *self, const gchar *line)
{
  if (g_str_equal (line, "+ more"))
    self->more = TRUE;
  else if (g_str_has_prefix (line, "! ") && is_relation (line + 2))
    expect_absent (self, line + 2);
  else if (g_str_has_prefix (line, "= "))
    expect_argument (self, line + 2);
  else if (is_relation (line))
    expect_found (self, line);
  else
    g_string_append_printf (self->wrong,
                            "  not understood: '%s': expected 'Head -label-> Tail', '! …', '= …' or '+ more'\n", line);
}

static void
append_tree (EntDocument *doc, GString *text)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = 0; t < n; t++)
    {
      g_autofree gchar *word = ent_document_dup_words (doc, t, t + 1);

      g_string_append_printf (text, "    %3u %-14s %-6s %3d %s\n", t, word, ent_pos_to_string (tokens[t].pos),
                              tokens[t].head == (gint) t ? -1 : tokens[t].head,
                              ent_document_get_string (doc, tokens[t].dep));
    }
}

static void
check_relations (const char *line, const char *const *more)
{
  g_autoptr (EntDocument) doc = related (line);
  g_autoptr (GPtrArray) found = relation_lines (doc, relation_line);
  g_autoptr (GString) wrong = g_string_new (NULL);
  Case self = { .doc = doc, .found = found, .wrong = wrong };

  for (guint i = 0; more[i]; i++)
    expect (&self, more[i]);
  for (guint i = 0; i < found->len && !self.more; i++)
    if (found->pdata[i])
      g_string_append_printf (wrong, "  unexpected  %s\n", (gchar *) found->pdata[i]);
  if (self.more && g_strv_length ((gchar **) more) == 1)
    g_string_append (wrong, "  says nothing but '+ more'\n");
  if (!wrong->len)
    return;
  g_string_prepend_c (g_string_prepend (wrong, line), ' ');
  g_string_insert (wrong, strlen (line) + 1, "\n");
  if (g_getenv ("TREES"))
    append_tree (doc, wrong);
  g_string_truncate (wrong, wrong->len - 1);
  case_fails (wrong->str);
}

static void
relations_are_as_the_cases_say (void **state)
{
  g_autofree gchar *path = g_build_filename (FOLDER, *state, NULL);

  check_cases (path, check_relations);
}

/* --- One test a file ------------------------------------------------------------------------------------------------
 */

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static GPtrArray *
list_files (void)
{
  g_autofree gchar *folder = g_build_filename (TESTS_DIR, FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".txt"))
      g_ptr_array_add (files, g_strdup (name));
  g_ptr_array_sort (files, compare_names);
  return files;
}

int
main (void)
{
  g_autoptr (GPtrArray) files = list_files ();
  g_autofree struct CMUnitTest *tests = g_new0 (struct CMUnitTest, files->len);

  for (guint i = 0; i < files->len; i++)
    tests[i] = (struct CMUnitTest){ .name = files->pdata[i],
                                    .test_func = relations_are_as_the_cases_say,
                                    .initial_state = files->pdata[i] };
  if (!files->len)
    {
      print_error ("%s: no case files\n", FOLDER);
      return 1;
    }
  return _cmocka_run_group_tests ("relations", tests, files->len, load_stage, unload_stage);
}
