/* What is known of a mention or a relation, in words: its columns, its sentence, what it hangs together with. */
#include "pipeline/cli/why.h"
#include "pipeline/cli/cli.h"
#include "pipeline/cli/wording.h"

#include "stages/rules/rules.h"
#include "stages/rules/trace.h"
#include "stages/tag/patterns.h"

#include <stdio.h>
#include <string.h>

static void
print_field (const gchar *name, const gchar *value)
{
  if (value && *value)
    printf ("%-11s %s\n", name, value);
}

static void
print_string (EntDocument *doc, const gchar *name, EntId id)
{
  g_autofree gchar *value = wording_string (doc, id);

  print_field (name, value);
}

/* How a rule matched: its name, its words, its captures */
static void
print_trace (const gchar *trace)
{
  g_auto (GStrv) lines = trace ? g_strsplit (trace, "\n", -1) : NULL;

  for (guint i = 0; lines && lines[i]; i++)
    {
      gchar *tab = strchr (lines[i], '\t');
      g_autofree gchar *text = tab ? cli_printable (tab + 1, strlen (tab + 1)) : NULL;

      if (!tab)
        continue;
      *tab = '\0';
      print_field (lines[i], text);
    }
}

/* The pattern of the pack that found a value, and where it stands: "date, patterns.rules:433" */
static void
print_pattern (const gchar *by, const gchar *pack)
{
  g_autoptr (RuleSyntax) patterns
      = by && g_str_has_prefix (by, TAG_PATTERNS_MAKER "/") ? tag_patterns_read (pack, NULL) : NULL;

  for (guint r = 0; patterns && r < patterns->rules->len; r++)
    {
      const RuleStatement *rule = patterns->rules->pdata[r];
      g_autofree gchar *file = g_path_get_basename (rule->place.source->path), *where = NULL;
      guint line, column;

      if (strcmp (rule->name, by + strlen (TAG_PATTERNS_MAKER "/")))
        continue;
      rules_place_to_line (rule->place, &line, &column);
      where = g_strdup_printf ("%s, %s:%u", rule->name, file, line);
      print_field ("rule", where);
    }
}

static gchar *
printable_id (EntDocument *doc)
{
  const gchar *id = ent_document_get_id (doc);

  return cli_printable (id ? id : "", id ? strlen (id) : 0);
}

/* "mention 3 of 9 in briefs/7" */
static void
print_title (EntDocument *doc, const gchar *what, guint number, guint n)
{
  g_autofree gchar *id = printable_id (doc);

  printf ("%s %u of %u in %s\n", what, number, n, id);
}

static void
print_confidence (gfloat confidence)
{
  printf ("%-11s %.2f\n", "confidence", confidence);
}

/* The sentence of a token; a document with tokens has sentences that cover them, unless a reader left them out */
static gint
sentence_of (EntDocument *doc, guint t)
{
  guint low = 0, high;
  const EntSentence *sentences = ent_document_get_sentences (doc, &high);
  guint n = high;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (sentences[middle].first + sentences[middle].n > t)
        high = middle;
      else
        low = middle + 1;
    }
  return low < n ? (gint) low : -1;
}

static void
mark_tokens (GArray *marks, const gchar *role, guint first, guint n)
{
  if (n)
    wording_add_mark (marks, first, first + n, g_strdup_printf ("[%s ", role), g_strdup ("]"));
}

static void
mark_mention (GArray *marks, EntDocument *doc, const gchar *role, gint m)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  if (m != ENT_NONE)
    mark_tokens (marks, role, mentions[m].first, mentions[m].n);
}

static void
print_marked (EntDocument *doc, gint s, GArray *marks)
{
  guint next = 0;
  g_autofree gchar *line = NULL;

  if (s < 0)
    return;
  wording_sort_marks (marks);
  line = wording_sentence (doc, s, marks, &next);
  print_field ("sentence", line);
}

/* --- a mention --------------------------------------------------------------------------------------------------- */

/* "7  FSB  (name, Organisation)" */
static void
print_mention_line (EntDocument *doc, guint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;
  g_autofree gchar *words = wording_words (doc, mention->first, mention->first + mention->n);
  g_autofree gchar *type = wording_string (doc, mention->type);

  printf ("  %4u  %s  (%s, %s)\n", m, words, ent_mention_kind_to_string (mention->kind), type);
}

static void
print_relation_line (EntDocument *doc, guint r)
{
  g_autofree gchar *line = wording_relation (doc, r);

  printf ("  %4u  %s\n", r, line);
}

static void
print_entity (EntDocument *doc, guint m)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  const EntEntity *entity;
  g_autofree gchar *name = NULL, *key = NULL, *both = NULL;
  guint others = 0;

  if (mentions[m].entity == ENT_NONE)
    {
      print_field ("entity", "none");
      return;
    }
  entity = ent_document_get_entities (doc, &(guint){ 0 }) + mentions[m].entity;
  name = wording_string (doc, entity->name);
  key = wording_string (doc, entity->key);
  both = *key ? g_strdup_printf ("%s  (%s)", name, key) : g_strdup (name);
  print_field ("entity", both);
  print_string (doc, "aliases", entity->aliases);
  print_string (doc, "links", entity->links);
  for (guint i = 0; i < n; i++)
    if (i != m && mentions[i].entity == mentions[m].entity)
      {
        if (!others++)
          puts ("its other mentions");
        print_mention_line (doc, i);
      }
}

static void
print_relations_of (EntDocument *doc, guint m)
{
  guint n, found = 0;
  const EntRelation *relations = ent_document_get_relations (doc, &n);

  for (guint r = 0; r < n; r++)
    if (relations[r].head == m || relations[r].tail == m || relations[r].attribution == (gint) m
        || relations[r].place == (gint) m)
      {
        if (!found++)
          puts ("its relations");
        print_relation_line (doc, r);
      }
}

void
why_explain_mention (EntDocument *doc, guint m, const gchar *pack)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;
  g_autofree gchar *words = wording_words (doc, mention->first, mention->first + mention->n);
  g_autofree gchar *government = wording_acts_for (doc, m);
  g_autoptr (GArray) marks = wording_marks_new ();

  print_title (doc, "mention", m, n);
  print_field ("text", words);
  mark_tokens (marks, "this", mention->first, mention->n);
  print_marked (doc, sentence_of (doc, mention->first), marks);
  print_string (doc, "type", mention->type);
  print_field ("kind", ent_mention_kind_to_string (mention->kind));
  print_string (doc, "value", mention->value);
  if (government)
    print_field ("acts for", government);
  print_string (doc, "by", mention->by);
  print_trace (rules_trace_of_mention (doc, m));
  print_pattern (ent_document_get_string (doc, mention->by), pack);
  print_confidence (mention->confidence);
  print_entity (doc, m);
  print_relations_of (doc, m);
}

/* --- a relation -------------------------------------------------------------------------------------------------- */

static void
print_argument (EntDocument *doc, const gchar *role, gint m)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  g_autofree gchar *words = m == ENT_NONE ? NULL : wording_mention (doc, m);
  g_autofree gchar *type = m == ENT_NONE ? NULL : wording_string (doc, mentions[m].type);

  if (words)
    printf ("%-11s %s  (mention %d, %s, %s)\n", role, words, m, ent_mention_kind_to_string (mentions[m].kind), type);
}

/* Who says so, and who says that */
static void
print_speakers (EntDocument *doc, const EntRelation *relation)
{
  g_autoptr (GArray) chain = wording_chain (doc, relation);

  if (relation->attribution == ENT_NONE)
    print_field ("says", "the document");
  print_argument (doc, "says", relation->attribution);
  for (guint i = 0; i < chain->len; i++)
    print_argument (doc, "told by", g_array_index (chain, guint, i));
}

static void
print_trigger (EntDocument *doc, const EntRelation *relation)
{
  g_autofree gchar *words = NULL;

  if (relation->trigger_n)
    words = wording_words (doc, relation->trigger_first, relation->trigger_first + relation->trigger_n);
  print_field ("trigger", words ? words : "none");
}

static void
print_columns (EntDocument *doc, const EntRelation *relation)
{
  print_string (doc, "type", relation->type);
  print_string (doc, "label", relation->label);
  print_argument (doc, "head", relation->head);
  print_argument (doc, "tail", relation->tail);
  print_trigger (doc, relation);
  print_field ("polarity", ent_polarity_to_string (relation->polarity));
  print_field ("modality", ent_modality_to_string (relation->modality));
  print_speakers (doc, relation);
  print_string (doc, "when", relation->time);
  print_argument (doc, "where", relation->place);
  print_string (doc, "event", relation->event);
  print_string (doc, "by", relation->by);
  print_confidence (relation->confidence);
}

static void
print_tree (EntDocument *doc, const EntRelation *relation)
{
  g_autoptr (LinkTree) tree = link_tree_new (doc);

  if (why_tree_is_known (tree, relation->sentence))
    {
      puts ("paths");
      why_tree_print_paths (tree, relation);
      puts ("words that bear on it");
      why_tree_print_words (tree, relation);
    }
  puts ("tokens");
  why_tree_print_tokens (tree, relation->sentence);
}

void
why_explain_relation (EntDocument *doc, guint r)
{
  guint n;
  const EntRelation *relation = ent_document_get_relations (doc, &n) + r;
  g_autofree gchar *line = wording_relation (doc, r);
  g_autoptr (GArray) marks = wording_marks_new ();

  print_title (doc, "relation", r, n);
  print_field ("in short", line);
  mark_mention (marks, doc, "head", relation->head);
  mark_mention (marks, doc, "tail", relation->tail);
  mark_tokens (marks, "trigger", relation->trigger_first, relation->trigger_n);
  mark_mention (marks, doc, "says", relation->attribution);
  mark_mention (marks, doc, "where", relation->place);
  print_marked (doc, relation->sentence, marks);
  print_columns (doc, relation);
  print_trace (rules_trace_of_relation (doc, r));
  print_tree (doc, relation);
}

/* --- both ----------------------------------------------------------------------------------------------------------
 */

void
why_list (EntDocument *doc)
{
  guint n_mentions, n_relations;
  g_autofree gchar *title = printable_id (doc);

  ent_document_get_mentions (doc, &n_mentions);
  ent_document_get_relations (doc, &n_relations);
  printf ("== %s\nmentions (%u)\n", title, n_mentions);
  for (guint m = 0; m < n_mentions; m++)
    print_mention_line (doc, m);
  printf ("relations (%u)\n", n_relations);
  for (guint r = 0; r < n_relations; r++)
    print_relation_line (doc, r);
  putchar ('\n');
}
