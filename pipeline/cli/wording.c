/* Mentions, relations and sentences in words for people. Whatever the text or an annotated input holds, nothing of it
 * reaches a terminal as a control character. */
#include "pipeline/cli/wording.h"
#include "pipeline/cli/cli.h"

#include <string.h>

static gchar *
one_line (const gchar *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \n\r\t", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      {
        g_autofree gchar *printable = cli_printable (parts[i], strlen (parts[i]));

        g_string_append_printf (line, "%s%s", line->len ? " " : "", printable);
      }
  return g_string_free (line, FALSE);
}

gchar *
wording_words (EntDocument *doc, guint first, guint end)
{
  g_autofree gchar *words = ent_document_dup_words (doc, first, end);

  return one_line (words);
}

gchar *
wording_string (EntDocument *doc, EntId id)
{
  const gchar *string = ent_document_get_string (doc, id);

  return one_line (string ? string : "");
}

/* "The agency" is "agency": a name at the end of the words needs no saying again */
static gboolean
ends_with (const gchar *words, const gchar *name)
{
  g_autofree gchar *folded_words = g_utf8_casefold (words, -1);
  g_autofree gchar *folded_name = g_utf8_casefold (name, -1);

  return g_str_has_suffix (folded_words, folded_name);
}

/* "Russia", where the document has an entity of that key, else the key */
static gchar *
name_of_key (EntDocument *doc, EntId key)
{
  guint n;
  const EntEntity *entities = ent_document_get_entities (doc, &n);

  for (guint e = 0; e < n; e++)
    if (entities[e].key == key)
      return wording_string (doc, entities[e].name);
  return wording_string (doc, key);
}

gchar *
wording_acts_for (EntDocument *doc, guint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;

  return mention->acts_for ? name_of_key (doc, mention->acts_for) : NULL;
}

/* As it stands there, and where that is no name, whom it names */
static gchar *
name_mention (EntDocument *doc, guint m)
{
  guint n, n_entities;
  const EntMention *mention = ent_document_get_mentions (doc, &n) + m;
  const EntEntity *entities = ent_document_get_entities (doc, &n_entities);
  g_autofree gchar *words = wording_words (doc, mention->first, mention->first + mention->n);
  g_autofree gchar *name = NULL;

  if (mention->entity < 0 || (mention->kind != ENT_MENTION_NOMINAL && mention->kind != ENT_MENTION_PRONOUN))
    return g_steal_pointer (&words);
  name = wording_string (doc, entities[mention->entity].name);
  if (ends_with (words, name))
    return g_steal_pointer (&words);
  return g_strdup_printf ("%s (%s)", name, words);
}

gchar *
wording_mention (EntDocument *doc, guint m)
{
  g_autofree gchar *words = name_mention (doc, m);
  g_autofree gchar *government = wording_acts_for (doc, m);

  return government ? g_strdup_printf ("%s (acts for %s)", words, government) : g_steal_pointer (&words);
}

static void
add_remark (GString *remarks, const gchar *label, const gchar *remark)
{
  g_string_append_printf (remarks, "%s%s%s", remarks->len ? "; " : "", label, remark);
}

static void
add_mention_remark (GString *remarks, const gchar *label, EntDocument *doc, gint m)
{
  g_autofree gchar *words = m == ENT_NONE ? NULL : wording_mention (doc, m);

  if (words)
    add_remark (remarks, label, words);
}

/* The chain begins with the one who is nearest */
GArray *
wording_chain (EntDocument *doc, const EntRelation *relation)
{
  const gchar *chain = ent_document_get_string (doc, relation->chain);
  GArray *speakers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n;

  ent_document_get_mentions (doc, &n);
  for (const gchar *at = chain ? strchr (chain, ',') : NULL; at; at = strchr (at + 1, ','))
    {
      guint64 number = g_ascii_strtoull (at + 1, NULL, 10);
      guint m = number;

      if (number < n) /* a stage may have written anything */
        g_array_append_val (speakers, m);
    }
  return speakers;
}

/* The nearest one, then who says that this one says so: "says: the ministry < Norland" */
static void
add_speakers (GString *remarks, EntDocument *doc, const EntRelation *relation)
{
  g_autoptr (GArray) chain = wording_chain (doc, relation);

  add_mention_remark (remarks, "says: ", doc, relation->attribution);
  for (guint i = 0; i < chain->len; i++)
    {
      g_autofree gchar *words = wording_mention (doc, g_array_index (chain, guint, i));

      g_string_append_printf (remarks, " < %s", words);
    }
}

/* That something happened before it was reported needs no saying */
static void
add_time (GString *remarks, EntDocument *doc, EntId time)
{
  g_autofree gchar *string = time ? wording_string (doc, time) : NULL;

  if (string && !g_str_has_prefix (string, "../"))
    add_remark (remarks, "when: ", string);
}

static void
add_string_remark (GString *remarks, const gchar *label, EntDocument *doc, EntId id)
{
  g_autofree gchar *string = id ? wording_string (doc, id) : NULL;

  if (string)
    add_remark (remarks, label, string);
}

static gchar *
remarks_on (EntDocument *doc, const EntRelation *relation)
{
  GString *remarks = g_string_new (NULL);
  g_autofree gchar *confidence = g_strdup_printf ("%.2f", relation->confidence);

  if (relation->polarity != ENT_POLARITY_AFFIRMED)
    add_remark (remarks, "", ent_polarity_to_string (relation->polarity));
  if (relation->modality != ENT_MODALITY_ASSERTED)
    add_remark (remarks, "", ent_modality_to_string (relation->modality));
  add_speakers (remarks, doc, relation);
  add_time (remarks, doc, relation->time);
  add_mention_remark (remarks, "where: ", doc, relation->place);
  add_string_remark (remarks, "", doc, relation->event);
  add_remark (remarks, "", confidence);
  return g_string_free (remarks, FALSE);
}

/* The predicate where that is all that is known, else the relation of the ontology */
static gchar *
name_of_relation (EntDocument *doc, const EntRelation *relation)
{
  gboolean is_open = g_strcmp0 (ent_document_get_string (doc, relation->type), "open") == 0;

  return wording_string (doc, is_open && relation->label ? relation->label : relation->type);
}

gchar *
wording_relation (EntDocument *doc, guint r)
{
  guint n;
  const EntRelation *relation = ent_document_get_relations (doc, &n) + r;
  g_autofree gchar *head = wording_mention (doc, relation->head);
  g_autofree gchar *tail = wording_mention (doc, relation->tail);
  g_autofree gchar *name = name_of_relation (doc, relation);
  g_autofree gchar *remarks = remarks_on (doc, relation);

  return g_strdup_printf ("%s —%s→ %s  [%s]", head, name, tail, remarks);
}

static void
clear_mark (gpointer data)
{
  g_free (((WordingMark *) data)->before);
  g_free (((WordingMark *) data)->after);
}

GArray *
wording_marks_new (void)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (WordingMark));

  g_array_set_clear_func (marks, clear_mark);
  return marks;
}

/* Takes the strings */
void
wording_add_mark (GArray *marks, guint first, guint end, gchar *before, gchar *after)
{
  WordingMark mark = { first, end, before, after };

  g_array_append_val (marks, mark);
}

static gint
compare_marks (gconstpointer a, gconstpointer b)
{
  const WordingMark *one = a, *other = b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  return one->end == other->end ? 0 : one->end > other->end ? -1 : 1;
}

/* Of equals, the one that was added first comes first */
void
wording_sort_marks (GArray *marks)
{
  g_array_sort (marks, compare_marks);
}

/* Ends the marks that end before `end`: those that began last first */
static void
close_marks (GString *line, GPtrArray *open, guint end)
{
  for (guint i = open->len; i-- > 0;)
    {
      const WordingMark *mark = open->pdata[i];

      if (mark->end > end)
        continue;
      g_string_append (line, mark->after);
      g_ptr_array_remove_index (open, i);
    }
}

static void
open_marks (GString *line, GPtrArray *open, GArray *marks, guint t, guint *next)
{
  for (; *next < marks->len && g_array_index (marks, WordingMark, *next).first <= t; (*next)++)
    {
      WordingMark *mark = &g_array_index (marks, WordingMark, *next);

      if (mark->first < t)
        continue;
      g_string_append (line, mark->before);
      g_ptr_array_add (open, mark);
    }
}

gchar *
wording_sentence (EntDocument *doc, guint s, GArray *marks, guint *next)
{
  guint n;
  const EntSentence *sentence = ent_document_get_sentences (doc, &n) + s;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  guint end = sentence->first + sentence->n;
  GString *line = g_string_new (NULL);

  for (guint t = sentence->first; t < end; t++)
    {
      g_autofree gchar *word = wording_words (doc, t, t + 1);

      if (t > sentence->first && tokens[t].flags & ENT_TOKEN_SPACE_BEFORE)
        g_string_append_c (line, ' ');
      open_marks (line, open, marks, t, next);
      g_string_append (line, word);
      close_marks (line, open, t + 1);
    }
  close_marks (line, open, G_MAXUINT);
  return g_string_free (line, FALSE);
}
