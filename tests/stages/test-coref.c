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
      Marked marked = { tokens[mentions[m].first].start, tokens[mentions[m].first + mentions[m].n - 1].end,
                        mentions[m].entity };

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

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (chains_are_as_the_cases_say),
  };

  return cmocka_run_group_tests (tests, load_pipeline, unload_pipeline);
}
