/* entente eval link: entities and relations as sets of exact spans, relations between clusters, and coreference.
 *
 * A relation of a document counts once, however often it is found. It is right strictly if both spans and the type are
 * those of one in the gold, loosely if its spans overlap those of one that no other has taken. Between clusters: each
 * of our entities stands for the gold's cluster with which it has most mentions in common, of equals the first, if any;
 * what it has none in common with, nothing is right about. */
#include "pipeline/cli/eval-link.h"

#include "pipeline/cli/gold-links.h"
#include "pipeline/cli/score-coref.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct
{
  guint64 both, gold, system;
} Counts;

/* Both ends of a relation: spans, or the numbers of clusters */
typedef struct
{
  guint32 head_start, head_end;
  guint32 tail_start, tail_end;
  const gchar *type; /* interned by GLib */
} Edge;

typedef struct
{
  GArray *mentions; /* Span, each once, sorted */
  GArray *edges;    /* Edge, likewise */
} Found;

typedef struct
{
  const EvalInput *input;
  EntPipeline *pipeline;
  EvalSpeed *speed;
  Counts mentions, edges, loose, cluster_edges;
  GHashTable *mention_types; /* type → Counts */
  GHashTable *edge_types;    /* of clusters, where the gold has them */
  CorefScores coref;
  gboolean has_clusters;
  guint n_documents;
} Eval;

static gdouble
f1 (const Counts *counts)
{
  guint64 sum = counts->gold + counts->system;

  return sum ? 200.0 * counts->both / sum : 100;
}

static gdouble
percent (guint64 part, guint64 whole)
{
  return whole ? 100.0 * part / whole : 0;
}

static gint
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *x = a, *y = b;
  const guint32 *p = &x->head_start, *q = &y->head_start;

  for (guint i = 0; i < 4; i++)
    if (p[i] != q[i])
      return p[i] < q[i] ? -1 : 1;
  return strcmp (x->type, y->type);
}

/* Sorts, and drops what comes twice */
static void
make_set (GArray *array, GCompareFunc compare)
{
  guint size = g_array_get_element_size (array), n = 0;

  g_array_sort (array, compare);
  for (guint i = 0; i < array->len; i++)
    if (!n || compare (array->data + (gsize) (n - 1) * size, array->data + (gsize) i * size))
      memmove (array->data + (gsize) n++ * size, array->data + (gsize) i * size, size);
  g_array_set_size (array, n);
}

static Counts *
counts_of (GHashTable *table, const gchar *type)
{
  Counts *counts = g_hash_table_lookup (table, type);

  if (!counts)
    {
      counts = g_new0 (Counts, 1);
      g_hash_table_insert (table, (gpointer) type, counts);
    }
  return counts;
}

/* Both are sets. The types are where each element has a string at the same place */
static void
compare_sets (GArray *gold, GArray *system, GCompareFunc compare, gsize type, Counts *all, GHashTable *by_type)
{
  guint size = g_array_get_element_size (gold), i = 0, j = 0;

  all->gold += gold->len;
  all->system += system->len;
  while (i < gold->len || j < system->len)
    {
      gchar *x = gold->data + (gsize) i * size, *y = system->data + (gsize) j * size;
      gint order = i == gold->len ? 1 : j == system->len ? -1 : compare (x, y);
      Counts *counts = by_type ? counts_of (by_type, *(const gchar **) ((order <= 0 ? x : y) + type)) : NULL;

      all->both += !order;
      if (counts)
        {
          counts->both += !order;
          counts->gold += order <= 0;
          counts->system += order >= 0;
        }
      i += order <= 0;
      j += order >= 0;
    }
}

static gboolean
overlap (const Edge *a, const Edge *b)
{
  return a->type == b->type && a->head_start < b->head_end && b->head_start < a->head_end && a->tail_start < b->tail_end
         && b->tail_start < a->tail_end;
}

static void
compare_loosely (GArray *gold, GArray *system, Counts *counts)
{
  g_autofree gboolean *taken = g_new0 (gboolean, gold->len + 1);

  counts->gold += gold->len;
  counts->system += system->len;
  for (guint j = 0; j < system->len; j++)
    for (guint i = 0; i < gold->len; i++)
      if (!taken[i] && overlap (&g_array_index (system, Edge, j), &g_array_index (gold, Edge, i)))
        {
          taken[i] = TRUE;
          counts->both++;
          break;
        }
}

static Found
found_new (void)
{
  return (Found){ g_array_new (FALSE, TRUE, sizeof (Span)), g_array_new (FALSE, TRUE, sizeof (Edge)) };
}

static void
found_clear (Found *self)
{
  g_array_unref (self->mentions);
  g_array_unref (self->edges);
}

static void
found_sort (Found *self)
{
  make_set (self->mentions, compare_spans);
  make_set (self->edges, compare_edges);
}

static Found
found_in_gold (const GoldLinks *gold)
{
  Found found = found_new ();
  const LinkMention *mentions = (const LinkMention *) gold->mentions->data;

  for (guint m = 0; m < gold->mentions->len; m++)
    {
      Span span = { mentions[m].start, mentions[m].end, 0, mentions[m].type, 1 };

      g_array_append_val (found.mentions, span);
    }
  for (guint r = 0; r < gold->relations->len; r++)
    {
      const LinkRelation *relation = &g_array_index (gold->relations, LinkRelation, r);
      const LinkMention *head = &mentions[relation->head], *tail = &mentions[relation->tail];
      Edge edge = { head->start, head->end, tail->start, tail->end, relation->type };

      g_array_append_val (found.edges, edge);
    }
  found_sort (&found);
  return found;
}

static Span
span_of (EntDocument *doc, guint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  return (Span){ tokens[mention->first].start, tokens[mention->first + mention->n - 1].end, 0,
                 g_intern_string (ent_document_get_string (doc, mention->type)), 1 };
}

static Found
found_in_document (EntDocument *doc)
{
  Found found = found_new ();
  guint n_mentions, n_relations;
  const EntRelation *relations = ent_document_get_relations (doc, &n_relations);

  ent_document_get_mentions (doc, &n_mentions);
  for (guint m = 0; m < n_mentions; m++)
    {
      Span span = span_of (doc, m);

      g_array_append_val (found.mentions, span);
    }
  for (guint r = 0; r < n_relations; r++)
    {
      Span head = span_of (doc, relations[r].head), tail = span_of (doc, relations[r].tail);
      Edge edge = { head.start, head.end, tail.start, tail.end,
                    g_intern_string (ent_document_get_string (doc, relations[r].type)) };

      g_array_append_val (found.edges, edge);
    }
  found_sort (&found);
  return found;
}

/* Spans get numbers, the same on both sides */
static guint
number_of_span (GHashTable *numbers, guint32 start, guint32 end)
{
  gint64 key = (gint64) start << 32 | end;
  gpointer known = g_hash_table_lookup (numbers, &key);

  if (!known)
    {
      known = GUINT_TO_POINTER (g_hash_table_size (numbers) + 1);
      g_hash_table_insert (numbers, g_memdup2 (&key, sizeof key), known);
    }
  return GPOINTER_TO_UINT (known);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  return (*(const guint *) a > *(const guint *) b) - (*(const guint *) a < *(const guint *) b);
}

/* All clusters, also empty ones; sorted */
static GPtrArray *
new_clusters (guint n)
{
  GPtrArray *clusters = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (clusters, g_array_new (FALSE, FALSE, sizeof (guint)));
  return clusters;
}

static void
add_to_cluster (GPtrArray *clusters, guint which, guint mention)
{
  GArray *cluster = clusters->pdata[which];

  for (guint k = 0; k < cluster->len; k++)
    if (g_array_index (cluster, guint, k) == mention)
      return;
  g_array_append_val (cluster, mention);
  g_array_sort (cluster, compare_numbers);
}

static GPtrArray *
clusters_of_gold (const GoldLinks *gold, gboolean names, GHashTable *numbers)
{
  GPtrArray *clusters = new_clusters (gold->n_clusters);

  for (guint m = 0; m < gold->mentions->len; m++)
    {
      const LinkMention *mention = &g_array_index (gold->mentions, LinkMention, m);

      if (mention->cluster >= 0 && (!names || mention->is_name))
        add_to_cluster (clusters, mention->cluster, number_of_span (numbers, mention->start, mention->end));
    }
  return clusters;
}

static GPtrArray *
clusters_of_document (EntDocument *doc, gboolean names, GHashTable *numbers)
{
  guint n, n_entities;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  GPtrArray *clusters;

  ent_document_get_entities (doc, &n_entities);
  clusters = new_clusters (n_entities);
  for (guint m = 0; m < n; m++)
    {
      Span span = span_of (doc, m);

      if (mentions[m].entity >= 0 && (!names || mentions[m].kind == ENT_MENTION_NAME))
        add_to_cluster (clusters, mentions[m].entity, number_of_span (numbers, span.start, span.end));
    }
  return clusters;
}

/* Those of one mention only if they are asked for */
static GPtrArray *
select_clusters (const GPtrArray *all, guint least)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (((GArray *) all->pdata[i])->len >= least)
      g_ptr_array_add (some, all->pdata[i]);
  return some;
}

static void
score_coref (Eval *eval, const GoldLinks *gold, EntDocument *doc)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) gold_all = clusters_of_gold (gold, eval->input->names, numbers);
  g_autoptr (GPtrArray) system_all = clusters_of_document (doc, eval->input->names, numbers);
  guint least = eval->input->singletons ? 1 : 2;
  g_autoptr (GPtrArray) gold_some = select_clusters (gold_all, least);
  g_autoptr (GPtrArray) system_some = select_clusters (system_all, least);

  coref_add (&eval->coref, gold_some, system_some);
}

static guint
common_mentions (const GArray *a, const GArray *b)
{
  guint n = 0;

  for (guint i = 0; i < a->len; i++)
    n += g_array_binary_search ((GArray *) b, &g_array_index (a, guint, i), compare_numbers, NULL);
  return n;
}

/* The cluster of the gold that each entity stands for, or one past all of them and its own number */
static guint *
match_clusters (const GPtrArray *gold, const GPtrArray *system)
{
  guint *matches = g_new (guint, system->len + 1);

  for (guint e = 0; e < system->len; e++)
    {
      guint best = 0;

      matches[e] = gold->len + e;
      for (guint c = 0; c < gold->len; c++)
        {
          guint n = common_mentions (system->pdata[e], gold->pdata[c]);

          if (n > best)
            best = n, matches[e] = c;
        }
    }
  return matches;
}

static void
score_cluster_edges (Eval *eval, const GoldLinks *gold, EntDocument *doc)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) gold_clusters = clusters_of_gold (gold, FALSE, numbers);
  g_autoptr (GPtrArray) system_clusters = clusters_of_document (doc, FALSE, numbers);
  g_autofree guint *matches = match_clusters (gold_clusters, system_clusters);
  g_autoptr (GArray) of_gold = g_array_new (FALSE, TRUE, sizeof (Edge));
  g_autoptr (GArray) of_system = g_array_new (FALSE, TRUE, sizeof (Edge));
  const LinkMention *gold_mentions = (const LinkMention *) gold->mentions->data;
  guint n, n_mentions;
  const EntRelation *relations = ent_document_get_relations (doc, &n);
  const EntMention *mentions = ent_document_get_mentions (doc, &n_mentions);

  for (guint r = 0; r < gold->relations->len; r++)
    {
      const LinkRelation *relation = &g_array_index (gold->relations, LinkRelation, r);
      Edge edge
          = { gold_mentions[relation->head].cluster, 0, gold_mentions[relation->tail].cluster, 0, relation->type };

      g_array_append_val (of_gold, edge);
    }
  for (guint r = 0; r < n; r++)
    {
      gint head = mentions[relations[r].head].entity, tail = mentions[relations[r].tail].entity;
      Edge edge = { head < 0 ? G_MAXUINT32 : matches[head], 0, tail < 0 ? G_MAXUINT32 : matches[tail], 0,
                    g_intern_string (ent_document_get_string (doc, relations[r].type)) };

      g_array_append_val (of_system, edge);
    }
  make_set (of_gold, compare_edges);
  make_set (of_system, compare_edges);
  compare_sets (of_gold, of_system, compare_edges, G_STRUCT_OFFSET (Edge, type), &eval->cluster_edges,
                eval->edge_types);
}

/* Those that begin and end where words do */
static void
give_mentions (const GoldLinks *gold)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (gold->doc, &n);

  ent_document_clear_layers (gold->doc, ENT_LAYER_MENTIONS);
  ent_document_mark_layers (gold->doc, ENT_LAYER_MENTIONS);
  for (guint m = 0; m < gold->mentions->len; m++)
    {
      const LinkMention *one = &g_array_index (gold->mentions, LinkMention, m);
      EntMention mention = { .entity = ENT_NONE, .confidence = 1, .kind = ENT_MENTION_NAME };

      mention.type = ent_document_intern (gold->doc, one->type);
      if (gold_fit_tokens (tokens, n, one->start, one->end, &mention.first, &mention.n))
        ent_document_append_mention (gold->doc, &mention);
    }
}

/* The last stage is the one that gets the gold's mentions, where they are given */
static gboolean
run_stages (const Eval *eval, const GoldLinks *gold, GError **error)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (eval->pipeline, &n);

  for (guint i = 0; i < n; i++)
    {
      if (eval->input->given && i == n - 1)
        give_mentions (gold);
      if (!ent_stage_process (stages[i], gold->doc, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
process (Eval *eval, const GoldLinks *gold, GError **error)
{
  struct timespec start, end;
  guint n_tokens;
  gsize n_bytes;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  if (!run_stages (eval, gold, error))
    return FALSE;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  ent_document_get_tokens (gold->doc, &n_tokens);
  ent_document_get_text (gold->doc, &n_bytes);
  eval->speed->seconds += (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
  eval->speed->n_tokens += n_tokens;
  eval->speed->n_bytes += n_bytes;
  eval->n_documents++;
  return TRUE;
}

static gboolean
take_gold (const Gold *gold, gpointer data, GError **error)
{
  Eval *eval = data;
  g_autoptr (GoldLinks) links = gold_links_new (gold, error);
  Found of_gold, of_system;

  if (!links || !process (eval, links, error))
    return FALSE;
  of_gold = found_in_gold (links);
  of_system = found_in_document (links->doc);
  compare_sets (of_gold.mentions, of_system.mentions, compare_spans, G_STRUCT_OFFSET (Span, type), &eval->mentions,
                eval->mention_types);
  compare_sets (of_gold.edges, of_system.edges, compare_edges, G_STRUCT_OFFSET (Edge, type), &eval->edges,
                links->n_clusters ? NULL : eval->edge_types);
  compare_loosely (of_gold.edges, of_system.edges, &eval->loose);
  if (links->n_clusters)
    {
      eval->has_clusters = TRUE;
      score_coref (eval, links, links->doc);
      score_cluster_edges (eval, links, links->doc);
    }
  found_clear (&of_gold);
  found_clear (&of_system);
  return TRUE;
}

static void
print_counts (const gchar *name, const Counts *counts)
{
  printf ("%-24s  P %6.2f  R %6.2f  F1 %6.2f  gold %" G_GUINT64_FORMAT "  found %" G_GUINT64_FORMAT "\n", name,
          percent (counts->both, counts->system), percent (counts->both, counts->gold), f1 (counts), counts->gold,
          counts->system);
}

static void
print_types (GHashTable *table)
{
  g_autoptr (GList) types = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);

  for (GList *type = types; type; type = type->next)
    print_counts (type->data, g_hash_table_lookup (table, type->data));
}

static void
print_tables (const Eval *eval)
{
  if (eval->input->quiet)
    return;
  print_types (eval->mention_types);
  print_counts ("entities", &eval->mentions);
  print_types (eval->edge_types);
  print_counts ("relations, exact spans", &eval->edges);
  print_counts ("relations, overlapping", &eval->loose);
  if (eval->has_clusters)
    print_counts ("relations of clusters", &eval->cluster_edges);
}

/* The mean over the relations of the gold */
static gdouble
macro_f1 (const Eval *eval)
{
  GHashTableIter iter;
  gpointer counts;
  gdouble sum = 0;
  guint n = 0;

  g_hash_table_iter_init (&iter, eval->edge_types);
  while (g_hash_table_iter_next (&iter, NULL, &counts))
    if (((Counts *) counts)->gold)
      {
        sum += f1 (counts);
        n++;
      }
  return n ? sum / n : 0;
}

static void
add_scores (const Eval *eval, GArray *scores)
{
  CorefResult coref = coref_result (&eval->coref);

  eval_add_score (scores, "entities_F1", f1 (&eval->mentions));
  eval_add_score (scores, "relations_F1", f1 (eval->has_clusters ? &eval->cluster_edges : &eval->edges));
  eval_add_score (scores, "relations_loose_F1", f1 (&eval->loose));
  eval_add_score (scores, "relations_macro_F1", macro_f1 (eval));
  if (!eval->has_clusters)
    return;
  eval_add_score (scores, "relations_spans_F1", f1 (&eval->edges));
  eval_add_score (scores, "MUC", coref.muc);
  eval_add_score (scores, "B3", coref.b3);
  eval_add_score (scores, "CEAFe", coref.ceafe);
  eval_add_score (scores, "CoNLL", coref.conll);
}

static gboolean
start (Eval *eval, GError **error)
{
  eval->pipeline = ent_pipeline_new_from_text (eval->input->given ? "tokenise ! tag names=off values=off ! parse ! link"
                                                                  : "tokenise ! tag ! parse ! link",
                                               error);
  if (!eval->pipeline)
    return FALSE;
  ent_pipeline_set_pack (eval->pipeline, eval->input->pack);
  return ent_pipeline_load (eval->pipeline, error);
}

gboolean
eval_link_run (const EvalInput *input, GArray *scores, EvalSpeed *speed, GError **error)
{
  Eval eval = { .input = input, .speed = speed };
  gboolean ok;

  eval.mention_types = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  eval.edge_types = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  ok = start (&eval, error) && gold_foreach (input->gold, "jsonl", TRUE, take_gold, &eval, error);
  if (ok && !eval.n_documents)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: no gold in it: expected at least one document",
                   input->gold[0]);
      ok = FALSE;
    }
  if (ok)
    {
      print_tables (&eval);
      add_scores (&eval, scores);
    }
  g_clear_object (&eval.pipeline);
  g_hash_table_unref (eval.mention_types);
  g_hash_table_unref (eval.edge_types);
  return ok;
}
