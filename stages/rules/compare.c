/* Holds what a rule found in an example against what is marked there. */
#include "stages/rules/examples.h"

#include <string.h>

#include "pipeline/json.h"
#include "stages/link/tree.h"

typedef struct
{
  const RuleCase *wanted;
  const RuleStatement *rule;
  const RuleExample *example;
  EntDocument *doc;
  EntId by;
} Comparison;

static void
span_of (EntDocument *doc, guint m, gsize *start, gsize *end)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;

  *start = tokens[mention->first].start;
  *end = tokens[mention->first + mention->n - 1].end;
}

/* --- The text with marks ------------------------------------------------------------------------------------------ */

static gint
compare_starts (gconstpointer a, gconstpointer b)
{
  const RuleExpected *one = a, *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

/* As the example is written; marks that overlap one before are left out */
static gchar *
write_marks (const gchar *text, GArray *marks)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize at = 0;

  g_array_sort (marks, compare_starts);
  for (guint i = 0; i < marks->len; i++)
    {
      const RuleExpected *mark = &g_array_index (marks, RuleExpected, i);

      if (mark->start < at)
        continue;
      g_string_append_len (out, text + at, mark->start - at);
      g_string_append_printf (out, "[%s%s%.*s%s%s]", mark->capture ? mark->capture : "", mark->capture ? " " : "",
                              (int) (mark->end - mark->start), text + mark->start, mark->value ? " = " : "",
                              mark->value ? mark->value : "");
      at = mark->end;
    }
  g_string_append (out, text + at);
  return g_strdup (out->str);
}

/* What a string of JSON says; other JSON as it is */
static gchar *
unquote (const gchar *value)
{
  gchar *string = value ? ent_json_dup_string (value) : NULL;

  return string ? string : g_strdup (value);
}

/* --- Mentions ----------------------------------------------------------------------------------------------------- */

static GArray *
find_mentions (const Comparison *self)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (RuleExpected));
  guint n;
  const EntMention *mentions = ent_document_get_mentions (self->doc, &n);

  for (guint m = 0; m < n; m++)
    if (mentions[m].by == self->by)
      {
        RuleExpected one = { 0 };

        span_of (self->doc, m, &one.start, &one.end);
        one.value = unquote (ent_document_get_string (self->doc, mentions[m].value));
        g_array_append_val (found, one);
      }
  return found;
}

static gboolean
are_same (const GArray *expected, const GArray *found)
{
  gboolean same = expected->len == found->len;

  for (guint i = 0; same && i < found->len; i++)
    {
      const RuleExpected *one = &g_array_index (expected, RuleExpected, i);
      const RuleExpected *other = &g_array_index (found, RuleExpected, i);

      same = one->start == other->start && one->end == other->end
             && (!one->value || !g_strcmp0 (one->value, other->value));
    }
  return same;
}

/* A value that the example says nothing of is not shown */
static void
drop_values (GArray *found, const GArray *expected)
{
  gboolean asked = FALSE;

  for (guint i = 0; i < expected->len; i++)
    asked |= g_array_index (expected, RuleExpected, i).value != NULL;
  for (guint i = 0; i < found->len && !asked; i++)
    g_clear_pointer (&g_array_index (found, RuleExpected, i).value, g_free);
}

static gchar *
compare_mentions (const Comparison *self)
{
  g_autoptr (GArray) found = find_mentions (self);
  g_autofree gchar *got = NULL;
  gboolean same = are_same (self->wanted->expected, found);

  drop_values (found, self->wanted->expected);
  got = write_marks (self->wanted->text, found);
  for (guint i = 0; i < found->len; i++)
    g_free (g_array_index (found, RuleExpected, i).value);
  return same ? NULL : g_strdup_printf ("    found     %s\n", found->len ? got : "nothing");
}

/* --- Relations ---------------------------------------------------------------------------------------------------- */

/* Whether a mention is what the capture of that number is marked to be */
static gboolean
is_marked (const Comparison *self, gint capture, guint m)
{
  gsize start, end;

  span_of (self->doc, m, &start, &end);
  for (guint i = 0; i < self->wanted->expected->len; i++)
    {
      const RuleExpected *mark = &g_array_index (self->wanted->expected, RuleExpected, i);

      if (g_str_equal (mark->capture, self->rule->captures->pdata[capture]) && mark->start == start && mark->end == end)
        return TRUE;
    }
  return FALSE;
}

static guint
count_marks (const Comparison *self, gint capture)
{
  guint n = 0;

  for (guint i = 0; i < self->wanted->expected->len; i++)
    n += g_str_equal (g_array_index (self->wanted->expected, RuleExpected, i).capture,
                      self->rule->captures->pdata[capture]);
  return n;
}

static gboolean
has_properties (const Comparison *self, const EntRelation *relation)
{
  const GPtrArray *properties = self->example->properties;
  const gchar *label = ent_document_get_string (self->doc, relation->label);

  for (guint i = 0; i < properties->len; i++)
    {
      const gchar *property = properties->pdata[i];
      gint polarity = ent_polarity_from_string (property), modality = ent_modality_from_string (property);

      if (polarity >= 0   ? relation->polarity != polarity
          : modality >= 0 ? relation->modality != modality
                          : g_strcmp0 (label, property) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Of what else may be marked, such as a place, what the relation has */
static gboolean
has_setting (const Comparison *self, const EntRelation *relation)
{
  const RuleStatement *rule = self->rule;

  return (rule->where < 0 || !count_marks (self, rule->where)
          || (relation->place != ENT_NONE && is_marked (self, rule->where, relation->place)))
         && (rule->says < 0 || !count_marks (self, rule->says)
             || (relation->attribution != ENT_NONE && is_marked (self, rule->says, relation->attribution)));
}

static void
add_mark (const Comparison *self, GArray *marks, gint capture, gint m)
{
  RuleExpected mark = { 0 };

  if (capture < 0 || m == ENT_NONE)
    return;
  span_of (self->doc, m, &mark.start, &mark.end);
  mark.capture = self->rule->captures->pdata[capture];
  g_array_append_val (marks, mark);
}

static void
append_relation (const Comparison *self, const EntRelation *relation, GString *out)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (RuleExpected));
  g_autofree gchar *text = NULL;

  add_mark (self, marks, self->rule->head, relation->head);
  add_mark (self, marks, self->rule->tail, relation->tail);
  add_mark (self, marks, self->rule->where, relation->place);
  add_mark (self, marks, self->rule->says, relation->attribution);
  text = write_marks (self->wanted->text, marks);
  g_string_append_printf (out, "    found     %s -> %s, %s, \"%s\"\n", text,
                          ent_polarity_to_string (relation->polarity), ent_modality_to_string (relation->modality),
                          ent_document_get_string (self->doc, relation->label));
}

/* Each head that is marked with each tail that is */
static gchar *
compare_relations (const Comparison *self)
{
  guint n, n_found = 0, n_right = 0;
  const EntRelation *relations = ent_document_get_relations (self->doc, &n);
  guint n_wanted
      = self->example->counter ? 0 : count_marks (self, self->rule->head) * count_marks (self, self->rule->tail);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint r = 0; r < n; r++)
    if (relations[r].by == self->by)
      {
        n_found++;
        n_right += is_marked (self, self->rule->head, relations[r].head)
                   && is_marked (self, self->rule->tail, relations[r].tail) && has_properties (self, &relations[r])
                   && has_setting (self, &relations[r]);
        append_relation (self, &relations[r], out);
      }
  if (n_found == n_wanted && n_right == n_wanted && (n_wanted || self->example->counter))
    return NULL;
  return n_found ? g_strdup (out->str) : g_strdup ("    found     nothing\n");
}

/* --- Both --------------------------------------------------------------------------------------------------------- */

/* "Acme/PROPN/nsubj←acquired": how the words were read, for whoever looks for what is wrong */
static void
append_reading (EntDocument *doc, GString *out)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  g_string_append (out, "    read as  ");
  for (guint t = 0; t < n; t++)
    {
      g_autofree gchar *word = ent_document_dup_words (doc, t, t + 1);
      const gchar *lemma = ent_document_get_string (doc, tokens[t].lemma);
      const gchar *dep = ent_document_get_string (doc, tokens[t].dep);
      g_autofree gchar *head = tokens[t].head >= 0 && tokens[t].head != (gint) t
                                   ? ent_document_dup_words (doc, tokens[t].head, tokens[t].head + 1)
                                   : g_strdup ("");

      g_string_append_printf (out, " %s/%s", word, ent_pos_to_string (tokens[t].pos));
      if (lemma && g_ascii_strcasecmp (lemma, word))
        g_string_append_printf (out, "/%s", lemma);
      if (dep)
        g_string_append_printf (out, "/%s<%s", dep, head);
    }
  g_string_append_c (out, '\n');
}

static void
append_mentions (EntDocument *doc, GString *out)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  g_string_append (out, "    mentions ");
  for (guint m = 0; m < n; m++)
    {
      g_autofree gchar *words = ent_document_dup_words (doc, mentions[m].first, mentions[m].first + mentions[m].n);

      g_string_append_printf (out, " [%s %s]", ent_document_get_string (doc, mentions[m].type), words);
    }
  g_string_append (out, n ? "\n" : " none\n");
}

gchar *
rules_case_compare (const RuleCase *wanted, const gchar *maker, const RuleStatement *rule, const RuleExample *example,
                    EntDocument *doc)
{
  g_autofree gchar *by = g_strconcat (maker, "/", rule->name, NULL);
  Comparison self = { wanted, rule, example, doc, ent_document_intern (doc, by) };
  g_autofree gchar *found = rule->is_relation ? compare_relations (&self) : compare_mentions (&self);
  g_autoptr (GString) out = g_string_new (found);

  if (!found)
    return NULL;
  append_mentions (doc, out);
  append_reading (doc, out);
  return g_strdup (out->str);
}
