/* graph-rows FILE.db [ROWS]: a million rows of evidence, in documents of 40, into a graph that is not there yet. Prints
 * how many rows a second go in, for each tenth; how long it takes to make nodes and edges of them, and again after one
 * more document; and how long to ask for what is around a node. */
#include "pipeline/graph/graph.h"

#include <stdio.h>
#include <stdlib.h>

#define ROWS 1000000
#define ROWS_OF_DOCUMENT 40
#define ENTITIES_OF_DOCUMENT 20
#define NAMES 200000

/* Few names in many documents, and many in few */
static guint
draw_name (GRand *dice)
{
  gdouble x = g_rand_double (dice);

  return NAMES * x * x * x;
}

static const gchar *
keep (EntFacts *facts, const gchar *format, guint n)
{
  g_autofree gchar *text = g_strdup_printf (format, n);

  return g_string_chunk_insert_const (facts->chunk, text);
}

static void
add_entities (EntFacts *facts, GRand *dice)
{
  for (guint i = 0; i < ENTITIES_OF_DOCUMENT; i++)
    {
      guint name = draw_name (dice);
      EntFactsEntity row = {
        .key = keep (facts, "organisation/number-%u", name),
        .type = "Organisation",
        .name = keep (facts, "Number %u", name),
        .aliases = keep (facts, "No %u", name),
        .links = "",
        .context = "",
        .mentions = 2,
        .names = 2,
      };

      g_array_append_val (facts->entities, row);
    }
}

static void
add_evidence (EntFacts *facts, GRand *dice)
{
  static const gchar *const labels[] = { "meet", "warn", "attack", "sell", "join", "sue", "visit", "ask" };

  for (guint i = 0; i < ROWS_OF_DOCUMENT; i++)
    {
      guint head = g_rand_int_range (dice, 0, ENTITIES_OF_DOCUMENT);
      EntFactsSentence sentence = {
        .text = g_strdup_printf ("In sentence %u of this document number %u of those that are meant warned another "
                                 "one, which is as long as sentences of news are.",
                                 i, g_rand_int (dice)),
        .start = i * 130,
        .end = i * 130 + 120,
      };
      EntFactsEvidence row = {
        .sentence = i,
        .head = head,
        .tail = (head + g_rand_int_range (dice, 1, ENTITIES_OF_DOCUMENT)) % ENTITIES_OF_DOCUMENT,
        .attribution = -1,
        .place = -1,
        .head_acts_for = "",
        .tail_acts_for = "",
        .type = "open",
        .label = labels[g_rand_int_range (dice, 0, G_N_ELEMENTS (labels))],
        .polarity = "affirmed",
        .modality = "asserted",
        .trigger = "warned",
        .event = "PLOVER:THREATEN",
        .attribution_text = "",
        .time = "2025-03-04",
        .by = "link/svo",
        .confidence = 0.8f,
      };

      g_array_append_val (facts->sentences, sentence);
      g_array_append_val (facts->evidence, row);
    }
}

static void
clear_sentence (gpointer data)
{
  g_free (((EntFactsSentence *) data)->text);
}

static EntFacts *
make_facts (guint document, GRand *dice)
{
  EntFacts *facts = g_new0 (EntFacts, 1);

  facts->chunk = g_string_chunk_new (4096);
  facts->entities = g_array_new (FALSE, FALSE, sizeof (EntFactsEntity));
  facts->sentences = g_array_new (FALSE, FALSE, sizeof (EntFactsSentence));
  facts->evidence = g_array_new (FALSE, FALSE, sizeof (EntFactsEvidence));
  g_array_set_clear_func (facts->sentences, clear_sentence);
  facts->id = keep (facts, "document-%u", document);
  facts->source = facts->title = "";
  facts->date = "2025-03-04";
  facts->digest = g_strdup_printf ("%032u", document);
  facts->input = g_strdup (facts->digest);
  add_entities (facts, dice);
  add_evidence (facts, dice);
  return facts;
}

static void
stop_on (GError *error)
{
  if (!error)
    return;
  fprintf (stderr, "graph-rows: %s\n", error->message);
  exit (EXIT_FAILURE);
}

static gdouble
seconds_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / (gdouble) G_USEC_PER_SEC;
}

/* The seconds of adding alone, without those of making up what is added */
static gdouble
add (EntGraph *graph, guint document, GRand *dice)
{
  EntFacts *facts = make_facts (document, dice);
  gint64 start = g_get_monotonic_time ();
  GError *error = NULL;
  gboolean again;
  gdouble seconds;

  ent_graph_add_facts (graph, facts, &again, &error);
  stop_on (error);
  seconds = seconds_since (start);
  ent_facts_free (facts);
  return seconds;
}

static void
refresh (EntGraph *graph, const char *when)
{
  GError *error = NULL;
  gint64 start = g_get_monotonic_time ();

  ent_graph_commit (graph, &error);
  stop_on (error);
  ent_graph_refresh (graph, &error);
  stop_on (error);
  printf ("nodes and edges %s: %.2f s\n", when, seconds_since (start));
}

static gboolean
count_edge (const EntGraphEdge *edge, gpointer user_data, GError **error)
{
  ++*(guint *) user_data;
  return TRUE;
}

static void
ask (EntGraph *graph, const char *key)
{
  GError *error = NULL;
  gint64 start = g_get_monotonic_time ();
  guint n = 0;

  ent_graph_select_around (graph, key, 1, &error);
  stop_on (error);
  ent_graph_foreach_edge (graph, count_edge, &n, &error);
  stop_on (error);
  printf ("around %s: %u edges in %.1f ms\n", key, n, seconds_since (start) * 1000);
}

int
main (int argc, char **argv)
{
  guint n_documents = (argc > 2 ? strtoul (argv[2], NULL, 10) : ROWS) / ROWS_OF_DOCUMENT;
  GRand *dice = g_rand_new_with_seed (1);
  GError *error = NULL;
  EntGraph *graph = argc > 1 ? ent_graph_open (argv[1], ENT_GRAPH_WRITE, &error) : NULL;

  stop_on (error);
  if (!graph)
    {
      fprintf (stderr, "Usage: graph-rows FILE.db [ROWS]\n");
      return 2;
    }
  for (guint tenth = 0, document = 0; tenth < 10; tenth++)
    {
      gdouble seconds = 0;
      guint first = document;

      for (; document < n_documents * (tenth + 1) / 10; document++)
        seconds += add (graph, document, dice);
      printf ("%8u rows: %.0f rows a second\n", document * ROWS_OF_DOCUMENT,
              (document - first) * ROWS_OF_DOCUMENT / seconds);
    }
  refresh (graph, "of all");
  add (graph, n_documents, dice);
  refresh (graph, "after one more document");
  ask (graph, "organisation/number-0");
  ask (graph, "organisation/number-100000");
  ent_graph_free (graph);
  g_rand_free (dice);
  return 0;
}
