/* Trees in words: the way from one word to another, what hangs on a predicate and above it, and a table of tokens. */
#include "pipeline/cli/why.h"
#include "pipeline/cli/wording.h"

#include <stdio.h>

/* Words above a predicate that are listed: those farther up hardly bear on it */
#define MAX_ABOVE 6

gboolean
why_tree_is_known (const LinkTree *tree, guint s)
{
  const EntSentence *sentence = &tree->sentences[s];

  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    if (tree->tokens[t].head != ENT_NONE)
      return TRUE;
  return FALSE;
}

static gchar *
form_of (const LinkTree *tree, guint t)
{
  return wording_words (tree->doc, t, t + 1);
}

static gchar *
dep_of (const LinkTree *tree, guint t)
{
  return wording_string (tree->doc, tree->tokens[t].dep);
}

/* The lowest word above both, or -1 */
static gint
meeting_point (const LinkTree *tree, guint from, guint to)
{
  gint at = from;

  while (at >= 0 && !link_is_above (tree, at, to))
    at = tree->nodes[at].head;
  return at;
}

/* "recruit ←xcomp— seeks —nsubj→ China": up from the one, then down to the other */
static gchar *
path_between (const LinkTree *tree, guint from, guint to)
{
  gint top = meeting_point (tree, from, to);
  g_autofree gchar *middle = top < 0 ? NULL : form_of (tree, top);
  g_autoptr (GString) up = g_string_new (NULL);
  g_autoptr (GString) down = g_string_new (NULL);

  if (top < 0)
    return g_strdup ("no path: they hang on different roots");
  for (gint at = from; at != top; at = tree->nodes[at].head)
    {
      g_autofree gchar *form = form_of (tree, at), *dep = dep_of (tree, at);

      g_string_append_printf (up, "%s ←%s— ", form, dep);
    }
  for (gint at = to; at != top; at = tree->nodes[at].head)
    {
      g_autofree gchar *form = form_of (tree, at), *dep = dep_of (tree, at);
      g_autofree gchar *step = g_strdup_printf (" —%s→ %s", dep, form);

      g_string_prepend (down, step);
    }
  return g_strdup_printf ("%s%s%s", up->str, middle, down->str);
}

static void
print_path (const LinkTree *tree, guint from, gint m, const gchar *role)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (tree->doc, &n);
  g_autofree gchar *path = NULL;
  guint to;

  if (m == ENT_NONE)
    return;
  to = link_head_of (tree, mentions[m].first, mentions[m].first + mentions[m].n);
  if (tree->nodes[to].sentence != tree->nodes[from].sentence)
    path = g_strdup ("no path: it stands in another sentence");
  else
    path = path_between (tree, from, to);
  printf ("    %-6s  %s\n", role, path);
}

static guint
trigger_of (const LinkTree *tree, const EntRelation *relation)
{
  return link_head_of (tree, relation->trigger_first, relation->trigger_first + relation->trigger_n);
}

void
why_tree_print_paths (const LinkTree *tree, const EntRelation *relation)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (tree->doc, &n);
  const EntMention *head = &mentions[relation->head];
  gboolean has_trigger = relation->trigger_n > 0;
  guint from = has_trigger ? trigger_of (tree, relation) : link_head_of (tree, head->first, head->first + head->n);

  if (has_trigger)
    print_path (tree, from, relation->head, "head");
  print_path (tree, from, relation->tail, "tail");
  print_path (tree, from, relation->attribution, "says");
  print_path (tree, from, relation->place, "where");
}

/* What tells how something is meant, not what it is */
static gboolean
bears_on (const LinkTree *tree, guint t)
{
  switch (link_dep (tree, t))
    {
    case DEP_AUX:
    case DEP_AUX_PASS:
    case DEP_COP:
    case DEP_ADVMOD:
    case DEP_MARK:
    case DEP_DET:
    case DEP_COMPOUND_PRT:
    case DEP_DISCOURSE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* "did (aux), not (advmod)", or NULL */
static gchar *
words_on (const LinkTree *tree, guint t)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (bears_on (tree, c))
      {
        g_autofree gchar *form = form_of (tree, c), *dep = dep_of (tree, c);

        g_string_append_printf (words, "%s%s (%s)", words->len ? ", " : "", form, dep);
      }
  return words->len ? g_strdup (words->str) : NULL;
}

/* Whether there was anything to print */
static gboolean
print_words_on (const LinkTree *tree, guint t, gint below)
{
  g_autofree gchar *words = words_on (tree, t);
  g_autofree gchar *place = below < 0 ? form_of (tree, t) : path_between (tree, t, below);

  if (words || below >= 0)
    printf ("    %s%s%s\n", place, words ? ": " : "", words ? words : "");
  return words || below >= 0;
}

static gboolean
print_words_on_mention (const LinkTree *tree, guint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (tree->doc, &n) + m;

  return print_words_on (tree, link_head_of (tree, mention->first, mention->first + mention->n), -1);
}

/* The predicate's own words and what stands above it; where it is negated, those of its arguments, too ("no agent") */
void
why_tree_print_words (const LinkTree *tree, const EntRelation *relation)
{
  gint below = -1, at = relation->trigger_n ? (gint) trigger_of (tree, relation) : -1;
  gboolean any = FALSE;

  for (guint i = 0; at >= 0 && i < MAX_ABOVE; i++)
    {
      any |= print_words_on (tree, at, below);
      below = at;
      at = tree->nodes[at].head;
    }
  if (relation->polarity == ENT_POLARITY_NEGATED)
    {
      any |= print_words_on_mention (tree, relation->head);
      any |= print_words_on_mention (tree, relation->tail);
    }
  if (!any)
    puts ("    none");
}

/* Cells of a terminal: East Asian characters take two, marks above a letter none */
static guint
width_of (const gchar *text)
{
  guint width = 0;

  for (; *text; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

enum
{
  COLUMN_ID,
  COLUMN_FORM,
  COLUMN_LEMMA,
  COLUMN_POS,
  COLUMN_HEAD,
  COLUMN_DEP,
  N_COLUMNS
};

static void
fill_row (const LinkTree *tree, guint t, guint first, gchar **row)
{
  gint head = tree->nodes[t].head;
  gboolean is_known = tree->tokens[t].head != ENT_NONE;

  row[COLUMN_ID] = g_strdup_printf ("%u", t - first + 1);
  row[COLUMN_FORM] = form_of (tree, t);
  row[COLUMN_LEMMA] = wording_string (tree->doc, tree->tokens[t].lemma);
  row[COLUMN_POS] = g_strdup (tree->tokens[t].pos == ENT_POS_NONE ? "" : ent_pos_to_string (tree->tokens[t].pos));
  row[COLUMN_HEAD] = is_known ? g_strdup_printf ("%u", head < 0 ? 0 : head - first + 1) : g_strdup ("");
  row[COLUMN_DEP] = dep_of (tree, t);
}

/* Numbers to the right, words to the left; no spaces at the end of a line */
static void
print_row (gchar **row, const guint *widths)
{
  g_autoptr (GString) line = g_string_new ("   ");

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      gboolean is_number = i == COLUMN_ID || i == COLUMN_HEAD;
      gint padding = widths[i] - width_of (row[i]);

      g_string_append_printf (line, "%*s%s%*s ", is_number ? padding + 1 : 1, "", row[i], is_number ? 0 : padding, "");
    }
  puts (g_strchomp (line->str));
}

void
why_tree_print_tokens (const LinkTree *tree, guint s)
{
  const EntSentence *sentence = &tree->sentences[s];
  g_autofree gchar **cells = g_new0 (gchar *, sentence->n * N_COLUMNS);
  guint widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < sentence->n; i++)
    {
      fill_row (tree, sentence->first + i, sentence->first, cells + i * N_COLUMNS);
      for (guint k = 0; k < N_COLUMNS; k++)
        widths[k] = MAX (widths[k], width_of (cells[i * N_COLUMNS + k]));
    }
  for (guint i = 0; i < sentence->n; i++)
    print_row (cells + i * N_COLUMNS, widths);
  for (guint i = 0; i < sentence->n * N_COLUMNS; i++)
    g_free (cells[i]);
}
