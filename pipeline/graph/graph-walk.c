/* EntGraph, the reading of it: everything sorted by what it is, so that the same graph is written as the same bytes. */
#include "pipeline/graph/graph-private.h"

#include <string.h>

static gint
compare_nodes (gconstpointer a, gconstpointer b)
{
  const Node *const *one = a, *const *other = b;

  return strcmp ((*one)->key, (*other)->key);
}

static gint
compare_ids (EntGraph *self, StringId a, StringId b)
{
  return a == b ? 0 : strcmp (ent_graph_string (self, a), ent_graph_string (self, b));
}

static gint
compare_edges (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Edge *one = *(Edge *const *) a, *other = *(Edge *const *) b;
  gint order = strcmp (one->source->key, other->source->key);

  if (!order)
    order = strcmp (one->target->key, other->target->key);
  if (!order)
    order = compare_ids (user_data, one->type, other->type);
  if (!order)
    order = compare_ids (user_data, one->label, other->label);
  if (!order)
    order = one->polarity - other->polarity;
  return order ? order : one->modality - other->modality;
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static gint
compare_places_in_text (EntGraph *self, const Evidence *one, const Evidence *other)
{
  const Sentence *here = &g_array_index (self->sentences, Sentence, one->sentence);
  const Sentence *there = &g_array_index (self->sentences, Sentence, other->sentence);
  gint order = compare_ids (self, here->document, there->document);

  if (!order)
    order = COMPARE (here->start, there->start);
  return order ? order : COMPARE (here->end, there->end);
}

/* Two rows that are equal in all of this are the same in every output, too */
static gint
compare_evidence (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Evidence *one = a, *other = b;
  const StringId ours[]
      = { one->trigger, one->event, one->attribution, one->attribution_text, one->time, one->place, one->by };
  const StringId theirs[] = { other->trigger, other->event, other->attribution, other->attribution_text,
                              other->time,    other->place, other->by };
  gint order = COMPARE (one->edge->rank, other->edge->rank);

  if (!order)
    order = compare_places_in_text (user_data, one, other);
  for (guint i = 0; !order && i < G_N_ELEMENTS (ours); i++)
    order = compare_ids (user_data, ours[i], theirs[i]);
  return order ? order : COMPARE (one->confidence, other->confidence);
}

static void
sort (EntGraph *self)
{
  if (self->sorted)
    return;
  g_ptr_array_sort (self->nodes, compare_nodes);
  g_ptr_array_sort_with_data (self->edges, compare_edges, self);
  for (guint i = 0; i < self->edges->len; i++)
    ((Edge *) self->edges->pdata[i])->rank = i;
  g_array_sort_with_data (self->evidence, compare_evidence, self);
  self->sorted = TRUE;
}

static void
append_value (GString *list, const gchar *value)
{
  if (list->len)
    g_string_append_c (list, '|');
  for (const gchar *p = value; *p; p++)
    if (*p == '|')
      g_string_append (list, "¦");
    else
      g_string_append_c (list, *p);
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* Sorts the strings and joins the distinct ones that are neither empty nor `except` */
static void
join (GString *list, GPtrArray *strings, const gchar *except)
{
  const gchar *last = NULL;

  g_string_truncate (list, 0);
  g_ptr_array_sort (strings, compare_strings);
  for (guint i = 0; i < strings->len; i++)
    {
      const gchar *string = strings->pdata[i];

      if (*string && g_strcmp0 (string, last) != 0 && g_strcmp0 (string, except) != 0)
        append_value (list, string);
      last = string;
    }
}

/* The value of this kind with most mentions; of equal ones, the first in byte order */
static const gchar *
best_variant (EntGraph *self, const Node *node, VariantKind kind)
{
  const Variant *variants = (const Variant *) self->variants->data;
  const gchar *best = "";
  guint32 mentions = 0;

  for (guint32 v = node->variants; v; v = variants[v].next)
    {
      const gchar *value = ent_graph_string (self, variants[v].value);

      if (variants[v].kind != kind || variants[v].mentions < mentions)
        continue;
      if (variants[v].mentions > mentions || strcmp (value, best) < 0)
        best = value;
      mentions = variants[v].mentions;
    }
  return best;
}

static void
join_variants (EntGraph *self, const Node *node, VariantKind from, VariantKind to, const gchar *except, GString *list)
{
  const Variant *variants = (const Variant *) self->variants->data;
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (guint32 v = node->variants; v; v = variants[v].next)
    if (variants[v].kind >= from && variants[v].kind <= to)
      g_ptr_array_add (values, (gpointer) ent_graph_string (self, variants[v].value));
  join (list, values, except);
}

/**
 * ent_graph_foreach_node: (skip)
 * @self: a graph
 * @func: called for each node, in byte order of their keys
 * @user_data: the caller's own
 * @error: where to put @func's error
 *
 * Returns: %FALSE where @func returned it
 */
gboolean
ent_graph_foreach_node (EntGraph *self, EntGraphNodeFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GString) aliases = g_string_new (NULL);
  g_autoptr (GString) links = g_string_new (NULL);

  sort (self);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Node *node = self->nodes->pdata[i];
      EntGraphNode view = {
        .key = node->key,
        .type = best_variant (self, node, VARIANT_TYPE),
        .name = best_variant (self, node, VARIANT_NAME),
        .first_seen = node->first_seen ? node->first_seen : "",
        .last_seen = node->last_seen ? node->last_seen : "",
        .mentions = node->mentions,
        .documents = node->documents,
      };

      join_variants (self, node, VARIANT_NAME, VARIANT_ALIAS, view.name, aliases);
      join_variants (self, node, VARIANT_LINK, VARIANT_LINK, NULL, links);
      view.aliases = aliases->str;
      view.links = links->str;
      if (!func (&view, user_data, error))
        return FALSE;
    }
  return TRUE;
}

/* What an edge's strings stand in while it is shown */
typedef struct
{
  GArray *rows;
  GString *event;
  GString *attribution;
  GString *place;
  GString *evidence;
  GString *time_start;
  GString *time_end;
  gchar id[18];
} EdgeView;

static void
edge_view_clear (EdgeView *view)
{
  g_array_unref (view->rows);
  g_string_free (view->event, TRUE);
  g_string_free (view->attribution, TRUE);
  g_string_free (view->place, TRUE);
  g_string_free (view->evidence, TRUE);
  g_string_free (view->time_start, TRUE);
  g_string_free (view->time_end, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeView, edge_view_clear)

static void
fill_rows (EntGraph *self, guint first, guint n, GArray *rows)
{
  g_array_set_size (rows, 0);
  for (guint i = first; i < first + n; i++)
    {
      const Evidence *evidence = &g_array_index (self->evidence, Evidence, i);
      const Sentence *sentence = &g_array_index (self->sentences, Sentence, evidence->sentence);
      EntGraphEvidence row = {
        .document = ent_graph_string (self, sentence->document),
        .sentence = sentence->text,
        .start = sentence->start,
        .end = sentence->end,
        .trigger = ent_graph_string (self, evidence->trigger),
        .event = ent_graph_string (self, evidence->event),
        .attribution = ent_graph_string (self, evidence->attribution),
        .attribution_text = ent_graph_string (self, evidence->attribution_text),
        .time = ent_graph_string (self, evidence->time),
        .place = ent_graph_string (self, evidence->place),
        .by = ent_graph_string (self, evidence->by),
        .confidence = evidence->confidence,
      };

      g_array_append_val (rows, row);
    }
}

static void
join_column (GArray *rows, gsize column, GString *list)
{
  g_autoptr (GPtrArray) values = g_ptr_array_sized_new (rows->len);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (values, G_STRUCT_MEMBER (gpointer, rows->data + i * sizeof (EntGraphEvidence), column));
  join (list, values, NULL);
}

/* Bytes of a date that begins with its year, 0 for a duration and the like */
static gsize
date_length (const gchar *date, const gchar *end)
{
  for (guint i = 0; i < 4; i++)
    if (date + i >= end || !g_ascii_isdigit (date[i]))
      return 0;
  return end - date;
}

static void
take_earlier (GString *best, const gchar *date, gsize length)
{
  g_autofree gchar *copy = g_strndup (date, length);

  if (length && (!best->len || strcmp (copy, best->str) < 0))
    g_string_assign (best, copy);
}

/* "2022" ends after "2022-02" */
static void
take_later (GString *best, const gchar *date, gsize length)
{
  g_autofree gchar *copy = g_strndup (date, length);
  gboolean later
      = g_str_has_prefix (best->str, copy) || (strcmp (copy, best->str) > 0 && !g_str_has_prefix (copy, best->str));

  if (length && (!best->len || later))
    g_string_assign (best, copy);
}

static void
span_times (GArray *rows, GString *start, GString *end)
{
  g_string_truncate (start, 0);
  g_string_truncate (end, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const gchar *time = g_array_index (rows, EntGraphEvidence, i).time;
      const gchar *stop = time + strlen (time);
      const gchar *slash = strchr (time, '/');
      const gchar *second = slash ? slash + 1 : time;

      take_earlier (start, time, date_length (time, slash ? slash : stop));
      take_later (end, second, date_length (second, stop));
    }
}

static void
join_evidence (GArray *rows, GString *list)
{
  g_string_truncate (list, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const EntGraphEvidence *row = &g_array_index (rows, EntGraphEvidence, i);

      append_value (list, row->document);
      g_string_append_printf (list, ":%u-%u", row->start, row->end);
    }
}

/* 64 bits of a hash, so that ten million edges share one with a chance of 3 in a million; the letter in front keeps
 * spreadsheets from reading "12e4…" as a number */
static void
fill_id (const EntGraphEdge *edge, gchar *id, gsize size)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const gchar *const parts[] = { edge->source, edge->target, edge->type, edge->label, edge->polarity, edge->modality };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (sum, (const guchar *) parts[i], strlen (parts[i]) + 1);
  id[0] = 'e';
  g_strlcpy (id + 1, g_checksum_get_string (sum), size - 1);
}

static gboolean
show_edge (EntGraph *self, const Edge *edge, guint first, EdgeView *view, EntGraphEdgeFunc func, gpointer user_data,
           GError **error)
{
  EntGraphEdge shown = {
    .id = view->id,
    .source = edge->source->key,
    .target = edge->target->key,
    .type = ent_graph_string (self, edge->type),
    .label = ent_graph_string (self, edge->label),
    .polarity = ent_polarity_to_string (edge->polarity),
    .modality = ent_modality_to_string (edge->modality),
    .weight = edge->weight,
    .documents = edge->documents,
    .confidence = edge->confidence,
  };

  fill_id (&shown, view->id, sizeof view->id);
  fill_rows (self, first, edge->weight, view->rows);
  join_column (view->rows, G_STRUCT_OFFSET (EntGraphEvidence, event), view->event);
  join_column (view->rows, G_STRUCT_OFFSET (EntGraphEvidence, attribution), view->attribution);
  join_column (view->rows, G_STRUCT_OFFSET (EntGraphEvidence, place), view->place);
  join_evidence (view->rows, view->evidence);
  span_times (view->rows, view->time_start, view->time_end);
  shown.rows = (const EntGraphEvidence *) view->rows->data;
  shown.event = view->event->str;
  shown.attribution = view->attribution->str;
  shown.place = view->place->str;
  shown.evidence = view->evidence->str;
  shown.time_start = view->time_start->str;
  shown.time_end = view->time_end->str;
  return func (&shown, user_data, error);
}

/**
 * ent_graph_foreach_edge: (skip)
 * @self: a graph
 * @func: called for each edge, in byte order of source, target, type and label, then by polarity and modality
 * @user_data: the caller's own
 * @error: where to put @func's error
 *
 * Returns: %FALSE where @func returned it
 */
gboolean
ent_graph_foreach_edge (EntGraph *self, EntGraphEdgeFunc func, gpointer user_data, GError **error)
{
  g_auto (EdgeView) view = {
    .rows = g_array_new (FALSE, FALSE, sizeof (EntGraphEvidence)),
    .event = g_string_new (NULL),
    .attribution = g_string_new (NULL),
    .place = g_string_new (NULL),
    .evidence = g_string_new (NULL),
    .time_start = g_string_new (NULL),
    .time_end = g_string_new (NULL),
  };
  guint first = 0;

  sort (self);
  for (guint i = 0; i < self->edges->len; i++)
    {
      const Edge *edge = self->edges->pdata[i];

      if (!show_edge (self, edge, first, &view, func, user_data, error))
        return FALSE;
      first += edge->weight;
    }
  return TRUE;
}
