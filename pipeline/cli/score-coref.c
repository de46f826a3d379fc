/* MUC (Vilain et al., 1995), B³ (Bagga and Baldwin, 1998) and CEAFe with φ4 (Luo, 2005). Clusters are sorted arrays of
 * the mentions' numbers; a mention is in one cluster of a side at most. */
#include "pipeline/cli/score-coref.h"

#include <math.h>

typedef const GArray *Cluster;

static Cluster
cluster_at (const GPtrArray *clusters, guint i)
{
  return clusters->pdata[i];
}

/* Mention → 1 + the number of its cluster; of several the last */
static GHashTable *
index_mentions (const GPtrArray *clusters)
{
  GHashTable *index = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < clusters->len; i++)
    for (guint k = 0; k < cluster_at (clusters, i)->len; k++)
      g_hash_table_insert (index, GUINT_TO_POINTER (g_array_index (cluster_at (clusters, i), guint, k)),
                           GUINT_TO_POINTER (i + 1));
  return index;
}

static guint
cluster_of (GHashTable *index, Cluster cluster, guint k)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (index, GUINT_TO_POINTER (g_array_index (cluster, guint, k))));
}

static guint
count_common (Cluster a, Cluster b)
{
  guint n = 0;

  for (guint i = 0, j = 0; i < a->len && j < b->len;)
    {
      guint x = g_array_index (a, guint, i), y = g_array_index (b, guint, j);

      n += x == y;
      i += x <= y;
      j += y <= x;
    }
  return n;
}

/* In how many parts the other side has the cluster */
static guint
count_parts (GHashTable *other, Cluster cluster)
{
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);
  guint parts = 0;

  for (guint k = 0; k < cluster->len; k++)
    {
      guint of = cluster_of (other, cluster, k);

      parts += !of || g_hash_table_add (met, GUINT_TO_POINTER (of));
    }
  return parts;
}

static void
add_one_way (gdouble *muc, gdouble *b3, const GPtrArray *from, const GPtrArray *to)
{
  g_autoptr (GHashTable) index = index_mentions (to);

  for (guint i = 0; i < from->len; i++)
    {
      Cluster cluster = cluster_at (from, i);

      muc[0] += cluster->len - count_parts (index, cluster);
      muc[1] += cluster->len - 1.0;
      b3[1] += cluster->len;
      for (guint k = 0; k < cluster->len; k++)
        {
          guint of = cluster_of (index, cluster, k);

          if (of)
            b3[0] += (gdouble) count_common (cluster, cluster_at (to, of - 1)) / cluster->len;
        }
    }
}

/* One row more is assigned: along the cheapest way from it to a column that is free. Kuhn, "The Hungarian method for
 * the assignment problem", 1955, with potentials */
static void
assign_row (const gdouble *values, guint n_columns, guint row, gdouble *u, gdouble *v, guint *row_of)
{
  g_autofree gdouble *slack = g_new (gdouble, n_columns + 1);
  g_autofree guint *way = g_new0 (guint, n_columns + 1);
  g_autofree gboolean *used = g_new0 (gboolean, n_columns + 1);
  guint j = 0;

  for (guint k = 0; k <= n_columns; k++)
    slack[k] = INFINITY;
  row_of[0] = row;
  do
    {
      gdouble least = INFINITY;
      guint i = row_of[j], next = 0;

      used[j] = TRUE;
      for (guint k = 1; k <= n_columns; k++)
        if (!used[k])
          {
            gdouble cost = -values[(gsize) (i - 1) * n_columns + k - 1] - u[i] - v[k];

            if (cost < slack[k])
              slack[k] = cost, way[k] = j;
            if (slack[k] < least)
              least = slack[k], next = k;
          }
      for (guint k = 0; k <= n_columns; k++)
        if (used[k])
          u[row_of[k]] += least, v[k] -= least;
        else
          slack[k] -= least;
      j = next;
    }
  while (row_of[j]);
  for (; j; j = way[j])
    row_of[j] = row_of[way[j]];
}

gdouble
coref_best_assignment (const gdouble *values, guint n_rows, guint n_columns)
{
  g_autofree gdouble *turned = g_new (gdouble, (gsize) n_rows * n_columns + 1);
  gboolean turn = n_rows > n_columns;
  guint rows = MIN (n_rows, n_columns), columns = MAX (n_rows, n_columns);
  g_autofree gdouble *u = g_new0 (gdouble, rows + 1), *v = g_new0 (gdouble, columns + 1);
  g_autofree guint *row_of = g_new0 (guint, columns + 1);
  gdouble sum = 0;

  for (guint i = 0; i < n_rows; i++)
    for (guint j = 0; j < n_columns; j++)
      turned[turn ? (gsize) j * n_rows + i : (gsize) i * n_columns + j] = values[(gsize) i * n_columns + j];
  for (guint row = 1; row <= rows; row++)
    assign_row (turned, columns, row, u, v, row_of);
  for (guint j = 1; j <= columns; j++)
    if (row_of[j])
      sum += turned[(gsize) (row_of[j] - 1) * columns + j - 1];
  return sum;
}

void
coref_add (CorefScores *self, GPtrArray *gold, GPtrArray *system)
{
  g_autofree gdouble *similar = g_new (gdouble, (gsize) gold->len * system->len + 1);
  gdouble best;

  add_one_way (self->muc, self->b3, gold, system);
  add_one_way (self->muc + 2, self->b3 + 2, system, gold);
  for (guint i = 0; i < gold->len; i++)
    for (guint j = 0; j < system->len; j++)
      {
        Cluster a = cluster_at (gold, i), b = cluster_at (system, j);

        similar[(gsize) i * system->len + j] = 2.0 * count_common (a, b) / (a->len + b->len);
      }
  best = coref_best_assignment (similar, gold->len, system->len);
  self->ceafe[0] += best;
  self->ceafe[1] += gold->len;
  self->ceafe[2] += best;
  self->ceafe[3] += system->len;
}

static gdouble
f1_of (const gdouble *sums)
{
  gdouble recall = sums[1] > 0 ? sums[0] / sums[1] : 0, precision = sums[3] > 0 ? sums[2] / sums[3] : 0;

  return recall + precision > 0 ? 100 * 2 * recall * precision / (recall + precision) : 0;
}

CorefResult
coref_result (const CorefScores *self)
{
  CorefResult result = { f1_of (self->muc), f1_of (self->b3), f1_of (self->ceafe), 0 };

  result.conll = (result.muc + result.b3 + result.ceafe) / 3;
  return result;
}
