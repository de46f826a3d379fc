/* IOB2: `token TAB … TAB tag`, a blank line after each sentence, `# newdoc` or `-DOCSTART-` before each document; a
 * file without them is one document. The text is rebuilt as gold for such corpora commonly is: words by spaces, opening
 * brackets and clitics closed up, a line a sentence. A bad line costs its document, as the text would not be the
 * gold's. */
#include "stages/read/read.h"

#include <string.h>

#define BY "read/iob2"

typedef struct
{
  EntReadLines lines;
  EntReadDraft *draft;
  gboolean glue;    /* no space before the next word */
  gboolean failing; /* the present document; its other lines are passed over */
  guint n_documents;
  gchar *type; /* of the mention that the last word stands in, or NULL */
} Iob2;

static void
begin_document (Iob2 *self)
{
  g_clear_pointer (&self->draft, ent_read_draft_free);
  self->draft = ent_read_draft_new (ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS);
  self->glue = TRUE;
  self->failing = FALSE;
  g_clear_pointer (&self->type, g_free);
}

static gpointer
iob2_open (EntReadFile *file)
{
  Iob2 *self = g_new0 (Iob2, 1);

  ent_read_lines_init (&self->lines, file);
  begin_document (self);
  return self;
}

static void
iob2_close (gpointer reader)
{
  Iob2 *self = reader;

  ent_read_lines_clear (&self->lines);
  ent_read_draft_free (self->draft);
  g_free (self->type);
  g_free (self);
}

static gboolean
fail (Iob2 *self, GError **error, const gchar *what, const gchar *expected)
{
  self->failing = TRUE;
  self->n_documents++;
  return ent_read_fail_line (error, self->lines.file->name, self->lines.line, "%s: expected %s", what, expected);
}

/* Penn Treebank's opening brackets and quotes take the next word to them, and its clitics go to the word before */
static gboolean
opens (const gchar *token)
{
  static const gchar *const openers[] = { "(", "[", "{", "$", "``", "-LRB-", "#", NULL };

  return g_strv_contains (openers, token);
}

static gboolean
leans_back (const gchar *token)
{
  return *token == '\'' || g_str_equal (token, "n't");
}

static void
add_token (Iob2 *self, const gchar *token)
{
  GString *text = self->draft->text;
  EntReadWord word = { .head = ENT_NONE };

  if (!self->glue && !leans_back (token))
    g_string_append_c (text, ' ');
  word.start = text->len;
  g_string_append (text, token);
  word.end = text->len;
  ent_read_draft_add_word (self->draft, &word);
  self->glue = opens (token);
}

static gboolean
end_mention (Iob2 *self)
{
  g_clear_pointer (&self->type, g_free);
  return TRUE;
}

/* The last word's tag */
static gboolean
add_tag (Iob2 *self, const gchar *tag, GError **error)
{
  g_autofree gchar *what = NULL;
  gboolean begins = *tag == 'B';

  if (g_str_equal (tag, "O"))
    return end_mention (self);
  if ((!begins && *tag != 'I') || tag[1] != '-' || !tag[2])
    {
      what = g_strdup_printf ("the tag '%s'", tag);
      return fail (self, error, what, "O, B-TYPE or I-TYPE in the last column");
    }
  if (!begins && g_strcmp0 (self->type, tag + 2))
    {
      what = g_strdup_printf ("the tag %s continues no mention of that type", tag);
      return fail (self, error, what, "IOB2, where each mention begins with B- (in IOB1 it may begin with I-)");
    }
  if (!begins)
    {
      ent_read_draft_extend_mention (self->draft);
      return TRUE;
    }
  end_mention (self);
  self->type = g_strdup (tag + 2);
  ent_read_draft_add_mention (self->draft, self->draft->words->len - 1, self->type);
  return TRUE;
}

static void
end_sentence (Iob2 *self)
{
  if (ent_read_draft_end_sentence (self->draft))
    g_string_append_c (self->draft->text, '\n');
  self->glue = TRUE;
  end_mention (self);
}

static gboolean
add_line (Iob2 *self, gchar *line, gsize length, GError **error)
{
  gchar *tab = strchr (line, '\t');
  gsize valid;

  if (ent_read_is_blank (line, length))
    {
      end_sentence (self);
      return TRUE;
    }
  if (!tab && *line == '#')
    return TRUE;
  if (memchr (line, '\0', length) || !ent_read_is_utf8 (line, length, &valid))
    return fail (self, error, "a zero byte, or bytes that are not UTF-8", "UTF-8");
  if (!tab || tab == line)
    return fail (self, error, "no token and tag", "TOKEN<TAB>TAG");
  if (self->draft->text->len + length > self->lines.file->max_bytes)
    return fail (self, error, "the document is longer than max-bytes allows", "documents parted by '# newdoc'");
  *tab = '\0';
  add_token (self, line);
  return add_tag (self, strrchr (tab + 1, '\t') ? strrchr (tab + 1, '\t') + 1 : tab + 1, error);
}

/* Documents are numbered as they stand in the file, failing ones with them */
static gboolean
finish_document (Iob2 *self, EntDocument **doc, GError **error)
{
  end_sentence (self);
  if (!self->failing && self->draft->words->len)
    {
      self->draft->id = g_strdup_printf ("d%05u", self->n_documents++);
      *doc = ent_read_draft_finish (self->draft, BY, error);
      begin_document (self);
      return *doc || ent_read_locate (error, self->lines.file->name, 0);
    }
  begin_document (self);
  return TRUE;
}

static gboolean
line_failed (Iob2 *self)
{
  self->n_documents += !self->failing;
  self->failing = TRUE;
  return FALSE;
}

static gboolean
iob2_next (gpointer reader, EntDocument **doc, GError **error)
{
  Iob2 *self = reader;
  gchar *line;
  gsize length;

  *doc = NULL;
  while (!*doc)
    {
      if (!ent_read_lines_next (&self->lines, &line, &length, error))
        return line_failed (self);
      if (!line || g_str_has_prefix (line, "# newdoc") || g_str_has_prefix (line, "-DOCSTART-"))
        {
          if (!finish_document (self, doc, error))
            return FALSE;
          if (!line)
            return TRUE;
        }
      else if (!self->failing && !add_line (self, line, length, error))
        return FALSE;
    }
  return TRUE;
}

const EntReadFormat ent_read_iob2
    = { "iob2",    ".iob2 .iob .bio", ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_MENTIONS,
        iob2_open, iob2_next,         iob2_close };
