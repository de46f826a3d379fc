/* Mentions of rules and lists. */
#include "stages/rules/apply.h"

#include <string.h>

#include "pipeline/json.h"
#include "stages/rules/trace.h"

typedef struct
{
  EntMention mention;
  gint priority;
  guint number;           /* in the order in which they were proposed */
  const RuleFound *found; /* NULL of a list */
  guint match;            /* of a list */
} Candidate;

typedef struct
{
  const RuleView *view;
  GArray *candidates;
} Maker;

static gboolean
is_value_type (const gchar *type)
{
  static const gchar *const values[]
      = { "Url", "CommsIdentifier", "Money", "Temporal", "Quantity", "Coordinate", "Frequency", NULL };

  return g_strv_contains (values, type);
}

static EntId
intern_json (EntDocument *doc, const gchar *text)
{
  g_autoptr (GString) json = g_string_new (NULL);

  ent_json_string (json, text);
  return ent_document_intern (doc, json->str);
}

static void
propose (Maker *self, Candidate *candidate, const gchar *type, const gchar *value, gint kind)
{
  EntDocument *doc = self->view->doc;

  candidate->mention.type = ent_document_intern (doc, type);
  candidate->mention.value = value && *value ? intern_json (doc, value) : 0;
  candidate->mention.kind = kind >= 0 ? kind : is_value_type (type) ? ENT_MENTION_VALUE : ENT_MENTION_NAME;
  candidate->mention.entity = ENT_NONE;
  candidate->number = self->candidates->len;
  g_array_append_vals (self->candidates, candidate, 1);
}

/* --- Lists -------------------------------------------------------------------------------------------------------- */

#define LIST_CONFIDENCE 0.95f

static void
propose_phrase (Maker *self, guint match)
{
  const RuleSet *set = self->view->set;
  const RuleListMatch *found = &g_array_index (self->view->matches, RuleListMatch, match);
  const ListStatement *list = set->syntax->lists->pdata[found->list];
  g_autofree gchar *type = rules_lists_dup_type (set->lists, found->entry);
  g_autofree gchar *key = rules_lists_dup_key (set->lists, found->entry);
  Candidate candidate = { .match = match };

  if (!set->list_makes[found->list] && !(list->file && type && set->kinds & RULES_MENTIONS))
    return;
  candidate.mention.first = found->first;
  candidate.mention.n = found->end - found->first;
  candidate.mention.confidence = LIST_CONFIDENCE;
  candidate.mention.by = rules_by (self->view->doc, list->name);
  propose (self, &candidate, type ? type : list->type, key, -1);
}

/* --- Rules -------------------------------------------------------------------------------------------------------- */

/* Of an expression, the group that is called "mark" stands for the whole; else the capture does */
static gint
marked_capture (const RuleStatement *rule, const RuleMark *mark, const RuleFound *found)
{
  for (guint c = 0; mark->capture < 0 && found->way->body->kind == BODY_TEXT && c < rule->captures->len; c++)
    if (g_str_equal (rule->captures->pdata[c], "mark"))
      return c;
  return mark->capture;
}

static gchar *
dup_value (const RuleView *view, const RuleStatement *rule, const RuleFound *found)
{
  if (rule->value)
    return g_strdup (rule->value);
  if (rule->value_capture >= 0)
    return rules_dup_capture (view, found, rule->value_capture);
  for (guint c = 0; found->way->body->kind == BODY_TEXT && c < rule->captures->len; c++)
    if (g_str_equal (rule->captures->pdata[c], "value"))
      return rules_dup_capture (view, found, c);
  return NULL;
}

static void
propose_mark (Maker *self, const RuleFound *found, const RuleMark *mark)
{
  const RuleStatement *rule = found->way->rule;
  gint capture = marked_capture (rule, mark, found);
  guint first = capture < 0 ? found->first : found->captures[2 * capture];
  guint end = capture < 0 ? found->end : found->captures[2 * capture + 1];
  g_autofree gchar *value = dup_value (self->view, rule, found);
  Candidate candidate = { .found = found, .priority = rule->priority };

  if (first == RULES_UNSET || end == RULES_UNSET || first >= end)
    return;
  candidate.mention.first = first;
  candidate.mention.n = end - first;
  candidate.mention.confidence = rule->confidence;
  candidate.mention.by = rules_by (self->view->doc, rule->name);
  propose (self, &candidate, mark->type, value, rule->kind);
}

static void
propose_all (Maker *self, const GArray *found)
{
  for (guint i = 0; i < self->view->matches->len; i++)
    propose_phrase (self, i);
  for (guint i = 0; i < found->len; i++)
    {
      const RuleFound *one = &g_array_index (found, RuleFound, i);

      for (guint k = 0; k < one->way->rule->marks->len; k++)
        propose_mark (self, one, &g_array_index (one->way->rule->marks, RuleMark, k));
    }
}

/* --- Which stand -------------------------------------------------------------------------------------------------- */

static gint
compare_trust (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a, *other = b;

  if (one->priority != other->priority)
    return one->priority > other->priority ? -1 : 1;
  if (one->mention.n != other->mention.n)
    return one->mention.n > other->mention.n ? -1 : 1;
  if (one->mention.first != other->mention.first)
    return one->mention.first < other->mention.first ? -1 : 1;
  return (one->number > other->number) - (one->number < other->number);
}

static gboolean
is_free (const guint8 *taken, const EntMention *mention)
{
  return !memchr (taken + mention->first, TRUE, mention->n);
}

/* Where mentions have entities already, none of them can go: those of rules are laid beside */
static gboolean
has_entities (const RuleView *view)
{
  return (ent_document_get_layers (view->doc) & (ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS)) != 0;
}

static GArray *
choose (Maker *self)
{
  const RuleView *view = self->view;
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree guint8 *taken = g_new0 (guint8, view->n_tokens + 1);
  gboolean yields = has_entities (view);

  g_array_sort (self->candidates, compare_trust);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);
      guint first = candidate->mention.first, n = candidate->mention.n;
      gboolean gives_way = candidate->priority < 0 || yields;
      gboolean covered = view->words[first].cover < view->words[first + n].cover;

      if (!is_free (taken, &candidate->mention) || (gives_way && covered))
        continue;
      memset (taken + first, TRUE, n);
      g_array_append_val (chosen, *candidate);
    }
  return chosen;
}

/* The document's own mentions that none of the chosen touches */
static GArray *
keep_others (const RuleView *view, const GArray *chosen)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (EntMention));
  g_autofree guint8 *taken = g_new0 (guint8, view->n_tokens + 1);

  for (guint i = 0; i < chosen->len; i++)
    {
      const EntMention *mention = &g_array_index (chosen, Candidate, i).mention;

      memset (taken + mention->first, TRUE, mention->n);
    }
  for (guint m = 0; m < view->n_mentions; m++)
    if (is_free (taken, &view->mentions[m]))
      g_array_append_val (kept, view->mentions[m]);
  return kept;
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const EntMention *one = a, *other = b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  return (one->n < other->n) - (one->n > other->n);
}

static void
write_mentions (const RuleView *view, const GArray *chosen)
{
  g_autoptr (GArray) all
      = has_entities (view) ? g_array_new (FALSE, FALSE, sizeof (EntMention)) : keep_others (view, chosen);

  for (guint i = 0; i < chosen->len; i++)
    g_array_append_val (all, g_array_index (chosen, Candidate, i).mention);
  g_array_sort (all, compare_places);
  if (!has_entities (view))
    ent_document_clear_layers (view->doc, ENT_LAYER_MENTIONS);
  for (guint i = 0; i < all->len; i++)
    ent_document_append_mention (view->doc, &g_array_index (all, EntMention, i));
}

static void
trace_all (const RuleView *view, const GArray *chosen)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const Candidate *candidate = &g_array_index (chosen, Candidate, i);
      const RuleListMatch *match = &g_array_index (view->matches, RuleListMatch, candidate->match);
      const ListStatement *list = candidate->found ? NULL : view->set->syntax->lists->pdata[match->list];
      guint line, column;

      if (candidate->found)
        {
          rules_trace_add_mention (view->doc, &candidate->mention, rules_describe (view, candidate->found));
          continue;
        }
      rules_place_to_line (list->place, &line, &column);
      rules_trace_add_mention (view->doc, &candidate->mention,
                               g_strdup_printf ("list\t%s, %s:%u\n", list->name, list->place.source->path, line));
    }
}

void
rules_make_mentions (const RuleView *view, const GArray *found, gboolean trace)
{
  Maker self = { view, g_array_new (FALSE, FALSE, sizeof (Candidate)) };
  g_autoptr (GArray) chosen = NULL;

  propose_all (&self, found);
  chosen = choose (&self);
  if (trace)
    trace_all (view, chosen);
  if (chosen->len)
    write_mentions (view, chosen);
  g_array_unref (self.candidates);
}
