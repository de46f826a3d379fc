/* openie — what the text says, as benchmark scorers of open information extraction read it: a line each, with tabs
 * between the sentence, the confidence, the predicate, the subject, the object and further arguments, all as they stand
 * in the text. Runs of white space and control characters become a space.
 *
 * Where there are trees, these are the propositions of the clauses, whole phrases; else the open relations, whose
 * arguments are mentions. */
#include "stages/export/format.h"
#include "stages/link/propositions.h"

#include <string.h>

/* One space for whatever separates words; none at either end */
static void
append_clean (GString *out, const gchar *text, gsize length)
{
  const gchar *end = text + length;
  gboolean has_word = FALSE, wants_space = FALSE;

  for (const gchar *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        {
          wants_space = has_word;
          continue;
        }
      if (wants_space)
        g_string_append_c (out, ' ');
      g_string_append_unichar (out, c);
      has_word = TRUE;
      wants_space = FALSE;
    }
}

static void
append_tokens (GString *out, const LinkTree *tree, guint first, guint end)
{
  guint32 start = tree->tokens[first].start;

  append_clean (out, tree->text + start, tree->tokens[end - 1].end - start);
}

/* Sentence and confidence; the predicate is to follow */
static void
begin_line (GString *out, const LinkTree *tree, guint s, gfloat confidence)
{
  const EntSentence *sentence = &tree->sentences[s];

  append_tokens (out, tree, sentence->first, sentence->first + sentence->n);
  g_string_append_c (out, '\t');
  ent_format_append_number (out, confidence);
  g_string_append_c (out, '\t');
}

static void
append_predicate (const LinkProposition *proposition, const LinkTree *tree, GString *out)
{
  gboolean is_first = proposition->unsaid != LINK_WORD_IS;

  if (!is_first)
    g_string_append (out, "is");
  for (guint i = 0; i < proposition->n_predicate; i++, is_first = FALSE)
    {
      if (!is_first)
        g_string_append_c (out, ' ');
      append_tokens (out, tree, proposition->predicate[i].first, proposition->predicate[i].end);
    }
}

static void
append_proposition (const LinkProposition *proposition, const LinkTree *tree, GString *out)
{
  begin_line (out, tree, tree->nodes[proposition->head].sentence, proposition->confidence);
  append_predicate (proposition, tree, out);
  for (guint i = 0; i < proposition->n_arguments; i++)
    {
      g_string_append_c (out, '\t');
      append_tokens (out, tree, proposition->arguments[i].first, proposition->arguments[i].end);
    }
  g_string_append_c (out, '\n');
}

static void
append_propositions (const LinkTree *tree, GString *out)
{
  g_autoptr (GArray) all = link_propositions_new (tree);

  for (guint i = 0; i < all->len; i++)
    append_proposition (&g_array_index (all, LinkProposition, i), tree, out);
}

/* The words of the trigger; a relation without one has its label for them */
static void
append_trigger (EntDocument *doc, const EntRelation *relation, const LinkTree *tree, GString *out)
{
  const gchar *label = ent_document_get_string (doc, relation->label);

  if (relation->trigger_n)
    append_tokens (out, tree, relation->trigger_first, relation->trigger_first + relation->trigger_n);
  else if (label)
    append_clean (out, label, strlen (label));
}

static void
append_mention (EntDocument *doc, gint m, const LinkTree *tree, GString *out)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  if (m == ENT_NONE)
    return;
  g_string_append_c (out, '\t');
  append_tokens (out, tree, mentions[m].first, mentions[m].first + mentions[m].n);
}

static void
append_relations (EntDocument *doc, const LinkTree *tree, GString *out)
{
  guint n;
  const EntRelation *relations = ent_document_get_relations (doc, &n);

  for (guint r = 0; r < n; r++)
    if (g_str_equal (ent_document_get_string (doc, relations[r].type), "open"))
      {
        begin_line (out, tree, relations[r].sentence, relations[r].confidence);
        append_trigger (doc, &relations[r], tree, out);
        append_mention (doc, relations[r].head, tree, out);
        append_mention (doc, relations[r].tail, tree, out);
        append_mention (doc, relations[r].place, tree, out);
        g_string_append_c (out, '\n');
      }
}

static void
append_document (EntDocument *doc, GString *out)
{
  g_autoptr (LinkTree) tree = link_tree_new (doc);

  if (ent_document_get_layers (doc) & ENT_LAYER_HEADS)
    append_propositions (tree, out);
  else
    append_relations (doc, tree, out);
}

const EntFormat ent_format_openie = {
  .name = "openie",
  .summary = "what the clauses say as tab-separated words, for benchmark scorers",
  .needs = ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS,
  .append = append_document,
};
