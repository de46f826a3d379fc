/* CoNLL-U: a document for each `# newdoc`, or one a file. A sentence that is wrong is an error of its own and left out
 * of its document, so that one bad line does not cost a treebank. */
#include "stages/read/conllu.h"

typedef struct
{
  EntReadLines lines;
  EntReadDraft *draft;
  EntConllu sentence;
  gboolean have;    /* the sentence is read and not yet part of a document */
  gboolean bad;     /* … but only its comments count */
  gboolean space;   /* after the last sentence */
  gboolean failing; /* the present document is too long, or the file breaks in it */
  guint n_left_out;
  guint n_misfits;
} Conllu;

static void
begin_document (Conllu *self)
{
  g_clear_pointer (&self->draft, ent_read_draft_free);
  self->draft = ent_read_draft_new (ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
  self->failing = FALSE;
  self->n_left_out = self->n_misfits = 0;
}

static gpointer
conllu_open (EntReadFile *file)
{
  Conllu *self = g_new0 (Conllu, 1);

  ent_read_lines_init (&self->lines, file);
  ent_conllu_init (&self->sentence);
  begin_document (self);
  return self;
}

static void
conllu_close (gpointer reader)
{
  Conllu *self = reader;

  ent_read_lines_clear (&self->lines);
  ent_conllu_clear (&self->sentence);
  ent_read_draft_free (self->draft);
  g_free (self);
}

static void
keep_error (GError **first, GError *error)
{
  if (*first)
    g_error_free (error);
  else
    *first = error;
}

static void
add_line (Conllu *self, gchar *line, gsize length, GError **first)
{
  const gchar *file = self->lines.file->name;
  GError *error = NULL;
  gsize valid;

  if (*line == '#' && ent_read_is_utf8 (line, length, &valid))
    ent_conllu_add_comment (&self->sentence, line, length);
  else if (*line == '#')
    ent_read_fail_line (&error, file, self->lines.line, "byte %" G_GSIZE_FORMAT " of a comment is not UTF-8", valid);
  else if (self->sentence.block->len > self->lines.file->max_bytes)
    ent_read_fail_line (&error, file, self->lines.line, "a sentence longer than max-bytes allows");
  else if (!*first)
    ent_conllu_add_row (&self->sentence, self->lines.line, line, length, file, &error);
  if (error)
    keep_error (first, error);
}

/* Reads up to a blank line. The first thing that is wrong with the sentence is the error; then only its comments are
 * left. */
static gboolean
read_sentence (Conllu *self, GError **error)
{
  GError *first = NULL, *failure = NULL;
  gchar *line = NULL;
  gsize length;

  ent_conllu_reset (&self->sentence);
  self->have = self->bad = FALSE;
  do
    {
      if (!ent_read_lines_next (&self->lines, &line, &length, &failure))
        keep_error (&first, g_steal_pointer (&failure));
      else if (!line || (self->have && ent_read_is_blank (line, length)))
        break;
      else if (ent_read_is_blank (line, length))
        continue;
      else
        add_line (self, line, length, &first);
      if (!self->have)
        self->sentence.first_line = self->lines.line;
      self->have = TRUE;
    }
  while (!self->lines.broken);
  if (!first && self->sentence.n_words)
    ent_conllu_check (&self->sentence, self->lines.file->name, &first);
  if (!first)
    return TRUE;
  self->bad = TRUE;
  ent_conllu_drop_words (&self->sentence);
  g_propagate_error (error, first);
  return FALSE;
}

static void
name_document (Conllu *self)
{
  EntConllu *sentence = &self->sentence;

  if (sentence->document && *sentence->document)
    self->draft->id = g_steal_pointer (&sentence->document);
  else
    self->draft->id = g_strdup_printf ("%s/%" G_GUINT64_FORMAT, self->lines.file->id, sentence->first_line);
  sentence->new_document = FALSE;
}

static void
take_description (Conllu *self)
{
  EntConllu *sentence = &self->sentence;

  if (sentence->title && !self->draft->title)
    self->draft->title = g_steal_pointer (&sentence->title);
  g_ptr_array_extend_and_steal (self->draft->meta, sentence->meta);
  sentence->meta = g_ptr_array_new_with_free_func (g_free);
}

static gboolean
add_sentence (Conllu *self, GError **error)
{
  const EntReadFile *file = self->lines.file;

  take_description (self);
  self->have = FALSE;
  self->n_left_out += self->bad;
  self->failing |= self->bad && self->lines.broken;
  if (self->failing || !self->sentence.n_words)
    return TRUE;
  if (!ent_conllu_append (&self->sentence, self->draft, &self->space, file->name, error))
    {
      self->n_left_out++;
      return FALSE;
    }
  self->n_misfits += self->sentence.misfit;
  if (self->draft->text->len <= file->max_bytes)
    return TRUE;
  self->failing = TRUE;
  return ent_read_fail_line (error, file->name, self->sentence.first_line,
                             "the document is longer than max-bytes allows: expected documents parted by '# newdoc'");
}

static void
add_notes (Conllu *self)
{
  GPtrArray *notes = self->draft->notes;

  if (self->n_left_out)
    g_ptr_array_add (notes, g_strdup_printf ("left out: %u sentences that cannot be read", self->n_left_out));
  if (self->n_misfits)
    g_ptr_array_add (notes, g_strdup_printf ("'# text' is not what the forms spell, which are used, in %u sentences",
                                             self->n_misfits));
}

static gboolean
finish_document (Conllu *self, EntDocument **doc, GError **error)
{
  const EntReadFile *file = self->lines.file;
  gboolean ok = TRUE;

  add_notes (self);
  if (!self->draft->id)
    self->draft->id = g_strdup (file->id);
  if (!self->failing && self->draft->words->len)
    {
      *doc = ent_read_draft_finish (self->draft, "read/conllu", error);
      ok = *doc || ent_read_locate (error, file->name, 0);
    }
  begin_document (self);
  return ok;
}

static gboolean
conllu_next (gpointer reader, EntDocument **doc, GError **error)
{
  Conllu *self = reader;

  *doc = NULL;
  while (!*doc)
    {
      gboolean ok = TRUE;

      if (!self->have && !read_sentence (self, error))
        return FALSE;
      if (!self->have)
        return finish_document (self, doc, error);
      if (self->sentence.new_document)
        {
          ok = finish_document (self, doc, error);
          name_document (self);
        }
      else
        ok = add_sentence (self, error);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

const EntReadFormat ent_read_conllu
    = { "conllu",    ".conllu",   ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES | ENT_LAYER_TAGS | ENT_LAYER_HEADS,
        conllu_open, conllu_next, conllu_close };
