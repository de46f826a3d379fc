/* conllu — tokens and sentences as Universal Dependencies write them (https://universaldependencies.org/format.html).
 * Forms are the text itself; where it stands in the document, in code points, is in MISC as TokenRange=START:END.
 * White space is no part of the format, so each run of it becomes a space, and control characters become U+FFFD. */
#include "stages/export/format.h"

#include <string.h>

typedef struct
{
  EntDocument *doc;
  GString *out;
  const gchar *text;
  gsize length;
  const EntToken *tokens;
  guint n_tokens;
  const EntChars *chars;
} Writer;

static gboolean
is_plain (const gchar *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) (text[i] - 0x21) > 0x5d)
      return FALSE;
  return TRUE;
}

/* A single space of another kind is kept: it may belong to the word ("10 000" with U+00A0) */
static const gchar *
append_space (GString *out, const gchar *from, const gchar *end)
{
  const gchar *to = from;

  while (to < end && g_unichar_isspace (g_utf8_get_char (to)))
    to = g_utf8_next_char (to);
  if (to == g_utf8_next_char (from) && g_unichar_type (g_utf8_get_char (from)) == G_UNICODE_SPACE_SEPARATOR)
    g_string_append_len (out, from, to - from);
  else
    g_string_append_c (out, ' ');
  return to;
}

static void
append_clean (GString *out, const gchar *text, gsize length)
{
  const gchar *end = text + length;

  if (is_plain (text, length))
    {
      g_string_append_len (out, text, length);
      return;
    }
  while (text < end)
    {
      gunichar c = g_utf8_get_char (text);
      const gchar *next = g_utf8_next_char (text);

      if (g_unichar_isspace (c))
        next = append_space (out, text, end);
      else if (g_unichar_type (c) == G_UNICODE_CONTROL)
        g_string_append (out, "\uFFFD");
      else
        g_string_append_len (out, text, next - text);
      text = next;
    }
}

static void
append_text (Writer *self, guint first, guint end)
{
  guint32 start = self->tokens[first].start;

  append_clean (self->out, self->text + start, self->tokens[end - 1].end - start);
}

static void
append_string (Writer *self, EntId id)
{
  const gchar *string = ent_document_get_string (self->doc, id);

  if (string && *string)
    append_clean (self->out, string, strlen (string));
  else
    g_string_append_c (self->out, '_');
}

static void
append_uint (GString *out, guint32 number)
{
  gchar digits[10];

  g_string_append_len (out, digits, ent_format_put_uint (digits, number) - digits);
}

/* The end of the surface token that begins at t: the word itself, and those that are written as one with it */
static guint
surface_end (const Writer *self, guint t, guint sentence_end)
{
  do
    t++;
  while (t < sentence_end && self->tokens[t].flags & ENT_TOKEN_JOINED);
  return t;
}

static gboolean
touches_next (const Writer *self, guint end)
{
  return end < self->n_tokens && self->tokens[end].start == self->tokens[end - 1].end;
}

static void
append_range (Writer *self, guint first, guint end)
{
  g_string_append (self->out, "TokenRange=");
  append_uint (self->out, self->chars[first].start);
  g_string_append_c (self->out, ':');
  append_uint (self->out, self->chars[end - 1].end);
  g_string_append_c (self->out, '\n');
}

static void
append_surface_misc (Writer *self, guint first, guint end)
{
  if (touches_next (self, end))
    g_string_append (self->out, "SpaceAfter=No|");
  append_range (self, first, end);
}

static void
append_multiword_line (Writer *self, const EntSentence *sentence, guint first, guint end)
{
  append_uint (self->out, first - sentence->first + 1);
  g_string_append_c (self->out, '-');
  append_uint (self->out, end - sentence->first);
  g_string_append_c (self->out, '\t');
  append_text (self, first, end);
  g_string_append (self->out, "\t_\t_\t_\t_\t_\t_\t_\t");
  append_surface_misc (self, first, end);
}

/* HEAD and DEPREL; heads count from 1 within the sentence, 0 is the root's */
static void
append_head (Writer *self, const EntSentence *sentence, guint t)
{
  gint64 head = self->tokens[t].head;

  if (head == t)
    g_string_append_c (self->out, '0');
  else if (head >= sentence->first && head < (gint64) sentence->first + sentence->n)
    append_uint (self->out, head - sentence->first + 1);
  else
    g_string_append_c (self->out, '_');
  g_string_append_c (self->out, '\t');
  append_string (self, self->tokens[t].dep);
}

static void
append_word (Writer *self, const EntSentence *sentence, guint t, gboolean is_part)
{
  const EntToken *token = &self->tokens[t];

  append_uint (self->out, t - sentence->first + 1);
  g_string_append_c (self->out, '\t');
  if (is_part && token->norm)
    append_string (self, token->norm);
  else
    append_text (self, t, t + 1);
  g_string_append_c (self->out, '\t');
  append_string (self, token->lemma);
  g_string_append_c (self->out, '\t');
  g_string_append (self->out, ent_pos_to_string (token->pos));
  g_string_append (self->out, "\t_\t_\t");
  append_head (self, sentence, t);
  g_string_append (self->out, "\t_\t");
  if (is_part)
    append_range (self, t, t + 1);
  else
    append_surface_misc (self, t, t + 1);
}

/* A sentence after a blank line begins a paragraph */
static gboolean
begins_paragraph (const Writer *self, guint first)
{
  guint breaks = 0;

  if (!first)
    return FALSE;
  for (guint32 i = self->tokens[first - 1].end; i < self->tokens[first].start; i++)
    breaks += self->text[i] == '\n' || (self->text[i] == '\r' && self->text[i + 1] != '\n');
  return breaks > 1;
}

/* Sentence ids may hold neither white space nor `/`, which parallel treebanks use: those are written %20 and %2F */
static void
append_sentence_id (Writer *self, guint s)
{
  const gchar *id = ent_document_get_id (self->doc);

  g_string_append (self->out, "# sent_id = ");
  for (; id && *id; id = g_utf8_next_char (id))
    {
      gunichar c = g_utf8_get_char (id);
      gsize length = g_utf8_next_char (id) - id;

      if (c != '/' && c != '%' && g_unichar_isgraph (c))
        g_string_append_len (self->out, id, length);
      else
        for (gsize i = 0; i < length; i++)
          g_string_append_printf (self->out, "%%%02X", (guchar) id[i]);
    }
  g_string_append_printf (self->out, "%s%u\n", ent_document_get_id (self->doc) ? "-" : "", s + 1);
}

/* Made of the forms, so that it is what a reader puts together from them */
static void
append_sentence_text (Writer *self, const EntSentence *sentence)
{
  guint end = sentence->first + sentence->n;

  g_string_append (self->out, "# text = ");
  for (guint t = sentence->first, next; t < end; t = next)
    {
      next = surface_end (self, t, end);
      append_text (self, t, next);
      if (next < end && !touches_next (self, next))
        g_string_append_c (self->out, ' ');
    }
  g_string_append_c (self->out, '\n');
}

static void
append_sentence (Writer *self, const EntSentence *sentence, guint s)
{
  guint end = sentence->first + sentence->n;

  if (begins_paragraph (self, sentence->first))
    g_string_append (self->out, "# newpar\n");
  append_sentence_id (self, s);
  append_sentence_text (self, sentence);
  for (guint t = sentence->first, next; t < end; t = next)
    {
      gboolean is_multiword;

      next = surface_end (self, t, end);
      is_multiword = next - t > 1;
      if (is_multiword)
        append_multiword_line (self, sentence, t, next);
      for (guint word = t; word < next; word++)
        append_word (self, sentence, word, is_multiword);
    }
  g_string_append_c (self->out, '\n');
}

static void
append_newdoc (Writer *self)
{
  const gchar *id = ent_document_get_id (self->doc);

  g_string_append (self->out, "# newdoc");
  if (id)
    {
      g_string_append (self->out, " id = ");
      append_clean (self->out, id, strlen (id));
    }
  g_string_append_c (self->out, '\n');
}

/* A document without sentences is not there: comments belong to a sentence */
static void
append_document (EntDocument *doc, GString *out)
{
  guint n;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);
  g_autofree EntChars *chars = ent_format_token_chars (doc);
  Writer writer = { .doc = doc, .out = out, .chars = chars };

  writer.text = ent_document_get_text (doc, &writer.length);
  writer.tokens = ent_document_get_tokens (doc, &writer.n_tokens);
  if (n)
    append_newdoc (&writer);
  for (guint s = 0; s < n; s++)
    append_sentence (&writer, &sentences[s], s);
}

const EntFormat ent_format_conllu = {
  .name = "conllu",
  .summary = "tokens and sentences in CoNLL-U",
  .needs = ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES,
  .append = append_document,
};
