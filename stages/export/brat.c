/* brat — annotations beside the text, for review in brat and the tools that read its standoff format
 * (https://brat.nlplab.org/standoff.html): DIR/ID.txt, DIR/ID.ann and one annotation.conf that names what occurred.
 *
 * T lines are mentions, R lines relations, A lines negation and modality, # lines what else is known. The format is
 * one of lines, so a mention is cut where a line of the text ends. */
#include "stages/export/brat.h"

#include <string.h>

typedef struct
{
  EntDocument *doc;
  GString *out;
  const gchar *text;
  const EntToken *tokens;
  const EntChars *chars;
  guint n_attributes;
  guint n_notes;
} Writer;

/* Of a type or label: brat takes ASCII letters, digits, `_` and `-` */
gchar *
ent_brat_safe_name (const gchar *name)
{
  GString *safe = g_string_new (NULL);

  for (; name && *name; name = g_utf8_next_char (name))
    g_string_append_c (safe, g_ascii_isalnum (*name) || *name == '-' ? *name : '_');
  if (!safe->len)
    g_string_append_c (safe, '_');
  return g_string_free (safe, FALSE);
}

/* The predicate of an open relation, else the type */
gchar *
ent_brat_relation_name (EntDocument *doc, const EntRelation *relation)
{
  const gchar *type = ent_document_get_string (doc, relation->type);
  const gchar *label = ent_document_get_string (doc, relation->label);

  return ent_brat_safe_name (label && g_str_equal (type, "open") ? label : type);
}

/* What ends a line for one program or another */
static gboolean
breaks_line (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029;
}

static void
append_clean (GString *out, const gchar *text, gsize length)
{
  const gchar *end = text + length;

  for (; text < end; text = g_utf8_next_char (text))
    if (breaks_line (g_utf8_get_char (text)))
      g_string_append (out, "\uFFFD");
    else
      g_string_append_len (out, text, g_utf8_next_char (text) - text);
}

static void
append_string (Writer *self, const gchar *label, EntId id)
{
  const gchar *string = ent_document_get_string (self->doc, id);

  if (!string || !*string)
    return;
  g_string_append_printf (self->out, "%s=", label);
  append_clean (self->out, string, strlen (string));
  g_string_append (self->out, "; ");
}

/* The next part of the text that is on one line: from `*at` on, or NULL. `*offset`, in code points, goes with it. */
static const gchar *
next_fragment (const gchar **at, const gchar *end, guint32 *offset, guint32 *start)
{
  const gchar *from;

  for (; *at < end && (breaks_line (g_utf8_get_char (*at)) || g_unichar_isspace (g_utf8_get_char (*at)));
       *at = g_utf8_next_char (*at))
    ++*offset;
  from = *at;
  *start = *offset;
  for (; *at < end && !breaks_line (g_utf8_get_char (*at)); *at = g_utf8_next_char (*at))
    ++*offset;
  return *at > from ? from : NULL;
}

/* "0 5;6 9<TAB>words of both": the words of the parts have a space between them */
static void
append_fragments (Writer *self, const EntMention *mention)
{
  guint last = mention->first + mention->n - 1;
  const gchar *from = self->text + self->tokens[mention->first].start, *part;
  const gchar *at = from, *end = self->text + self->tokens[last].end;
  guint32 offset = self->chars[mention->first].start, start;
  g_autoptr (GString) words = g_string_new (NULL);

  while ((part = next_fragment (&at, end, &offset, &start)))
    {
      g_string_append_printf (self->out, "%s%u %u", words->len ? ";" : "", start, offset);
      if (words->len)
        g_string_append_c (words, ' ');
      g_string_append_len (words, part, at - part);
    }
  if (!words->len) /* nothing but control characters */
    {
      g_string_append_printf (self->out, "%u %u", self->chars[mention->first].start, self->chars[last].end);
      append_clean (words, from, end - from);
    }
  g_string_append_printf (self->out, "\t%s\n", words->str);
}

static void
begin_note (Writer *self, gchar of, guint number)
{
  g_string_append_printf (self->out, "#%u\tAnnotatorNotes %c%u\t", ++self->n_notes, of, number);
}

static void
end_note (Writer *self, gfloat confidence, EntId by)
{
  append_string (self, "by", by);
  g_string_append (self->out, "confidence=");
  ent_format_append_number (self->out, confidence);
  g_string_append_c (self->out, '\n');
}

static void
append_mention (Writer *self, const EntMention *mention, guint m)
{
  g_autofree gchar *type = ent_brat_safe_name (ent_document_get_string (self->doc, mention->type));
  guint n;
  const EntEntity *entities = ent_document_get_entities (self->doc, &n);

  g_string_append_printf (self->out, "T%u\t%s ", m + 1, type);
  append_fragments (self, mention);
  begin_note (self, 'T', m + 1);
  if (mention->kind != ENT_MENTION_NAME)
    g_string_append_printf (self->out, "kind=%s; ", ent_mention_kind_to_string (mention->kind));
  if (mention->entity != ENT_NONE)
    append_string (self, "entity", entities[mention->entity].key);
  append_string (self, "value", mention->value);
  append_string (self, "acts_for", mention->acts_for);
  end_note (self, mention->confidence, mention->by);
}

/* "T3 the BBC" */
static void
append_reference (Writer *self, guint m)
{
  guint n;
  const EntMention *mention = ent_document_get_mentions (self->doc, &n) + m;
  guint32 start = self->tokens[mention->first].start;

  g_string_append_printf (self->out, "T%u ", m + 1);
  append_clean (self->out, self->text + start, self->tokens[mention->first + mention->n - 1].end - start);
}

static void
append_role (Writer *self, const gchar *label, gint m)
{
  if (m == ENT_NONE)
    return;
  g_string_append_printf (self->out, "%s=", label);
  append_reference (self, m);
  g_string_append (self->out, "; ");
}

/* "says=T3 the ministry < T1 the BBC; ": who says so, and who says that. The chain begins with the first of them. */
static void
append_speakers (Writer *self, const EntRelation *relation)
{
  const gchar *chain = ent_document_get_string (self->doc, relation->chain);
  guint n;

  if (relation->attribution == ENT_NONE)
    return;
  ent_document_get_mentions (self->doc, &n);
  g_string_append (self->out, "says=");
  append_reference (self, relation->attribution);
  for (const gchar *at = chain ? strchr (chain, ',') : NULL; at; at = strchr (at + 1, ','))
    {
      guint64 m = g_ascii_strtoull (at + 1, NULL, 10);

      if (m >= n) /* a stage may have written anything */
        break;
      g_string_append (self->out, " < ");
      append_reference (self, m);
    }
  g_string_append (self->out, "; ");
}

static void
append_attributes (Writer *self, const EntRelation *relation, guint r)
{
  if (relation->polarity == ENT_POLARITY_NEGATED)
    g_string_append_printf (self->out, "A%u\tNegation R%u\n", ++self->n_attributes, r + 1);
  if (relation->modality != ENT_MODALITY_ASSERTED)
    g_string_append_printf (self->out, "A%u\tModality R%u %s\n", ++self->n_attributes, r + 1,
                            ent_modality_to_string (relation->modality));
}

static void
append_relation (Writer *self, const EntRelation *relation, guint r)
{
  g_autofree gchar *name = ent_brat_relation_name (self->doc, relation);

  g_string_append_printf (self->out, "R%u\t%s Arg1:T%u Arg2:T%u\n", r + 1, name, relation->head + 1,
                          relation->tail + 1);
  append_attributes (self, relation, r);
  begin_note (self, 'R', r + 1);
  append_speakers (self, relation);
  append_string (self, "time", relation->time);
  append_role (self, "place", relation->place);
  append_string (self, "event", relation->event);
  end_note (self, relation->confidence, relation->by);
}

static void
append_document (EntDocument *doc, GString *out)
{
  guint n, n_relations;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  const EntRelation *relations = ent_document_get_relations (doc, &n_relations);
  g_autofree EntChars *chars = ent_format_token_chars (doc);
  Writer writer = { .doc = doc, .out = out, .chars = chars };

  writer.text = ent_document_get_text (doc, NULL);
  writer.tokens = ent_document_get_tokens (doc, &(guint){ 0 });
  for (guint m = 0; m < n; m++)
    append_mention (&writer, &mentions[m], m);
  for (guint r = 0; r < n_relations; r++)
    append_relation (&writer, &relations[r], r);
}

const EntFormat ent_format_brat = {
  .name = "brat",
  .summary = "a folder with the text and the annotations of each document, for brat",
  .needs = ENT_LAYER_TOKENS | ENT_LAYER_MENTIONS,
  .folder = &ent_brat_folder,
  .append = append_document,
};
