/* The lines of one sentence of CoNLL-U (universaldependencies.org/format.html), and whether they make sense. */
#include "stages/read/conllu.h"

#include <string.h>

void
ent_conllu_init (EntConllu *self)
{
  *self = (EntConllu){
    .block = g_string_new (NULL),
    .rows = g_array_new (FALSE, TRUE, sizeof (EntConlluRow)),
    .meta = g_ptr_array_new_with_free_func (g_free),
  };
}

/* Leaves the comments, which count even where the words are wrong */
void
ent_conllu_drop_words (EntConllu *self)
{
  g_string_truncate (self->block, 0);
  g_array_set_size (self->rows, 0);
  self->n_words = self->range_end = 0;
}

void
ent_conllu_reset (EntConllu *self)
{
  ent_conllu_drop_words (self);
  g_ptr_array_set_size (self->meta, 0);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->document, g_free);
  g_clear_pointer (&self->title, g_free);
  self->new_document = self->new_paragraph = self->misfit = FALSE;
  self->first_line = 0;
}

void
ent_conllu_clear (EntConllu *self)
{
  ent_conllu_reset (self);
  g_string_free (self->block, TRUE);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->meta);
}

const gchar *
ent_conllu_get (const EntConllu *self, const EntConlluRow *row, guint column)
{
  return self->block->str + row->columns[column];
}

/* What stands after `key`, with or without "= ", or NULL where the comment is about something else */
static gchar *
comment_value (const gchar *comment, const gchar *key)
{
  gsize n = strlen (key);
  const gchar *rest = comment + n;

  if (strncmp (comment, key, n) || (*rest && *rest != ' ' && *rest != '='))
    return NULL;
  rest += strspn (rest, " ");
  if (*rest == '=')
    rest++;
  return g_strdup (rest + strspn (rest, " "));
}

static void
add_meta (EntConllu *self, const gchar *comment)
{
  g_auto (GStrv) parts = g_strsplit (comment, "=", 2);

  if (!parts[0] || !parts[1])
    return;
  g_strstrip (parts[0]);
  g_strstrip (parts[1]);
  if (g_str_equal (parts[0], "title"))
    {
      g_free (self->title);
      self->title = g_strdup (parts[1]);
      return;
    }
  g_ptr_array_add (self->meta, g_strdup (parts[0]));
  g_ptr_array_add (self->meta, g_strdup (parts[1]));
}

/* `line` begins with # and is UTF-8; comments that mean nothing here are passed over */
void
ent_conllu_add_comment (EntConllu *self, const gchar *line, gsize length)
{
  const gchar *comment = line + 1 + strspn (line + 1, " ");
  g_autofree gchar *paragraph = comment_value (comment, "newpar");
  g_autofree gchar *document = comment_value (comment, "newdoc");
  gchar *text = comment_value (comment, "text");

  if (text && memchr (line, '\0', length))
    g_clear_pointer (&text, g_free);
  if (text)
    {
      g_free (self->text);
      self->text = text;
    }
  self->new_paragraph |= paragraph != NULL;
  if (document)
    {
      self->new_document = TRUE;
      g_free (self->document);
      self->document = comment_value (document, "id");
    }
  if (g_str_has_prefix (comment, "meta::"))
    add_meta (self, comment + strlen ("meta::"));
}

/* A number from 1, or 0 where there is none; `rest` is what follows it */
static guint
parse_number (const gchar *text, const gchar **rest)
{
  guint64 number = 0;

  for (; g_ascii_isdigit (*text) && number <= G_MAXINT; text++)
    number = number * 10 + (*text - '0');
  *rest = text;
  return number <= G_MAXINT ? number : 0;
}

/* Gives how many columns there are, which may be more than fit */
static guint
split_columns (EntConllu *self, EntConlluRow *row, gchar *line, gsize length)
{
  guint n = 0;
  gsize base = self->block->len;

  row->columns[n++] = base;
  for (gsize i = 0; i < length; i++)
    if (line[i] == '\t')
      {
        line[i] = '\0';
        if (n < CONLLU_N_COLUMNS)
          row->columns[n] = base + i + 1;
        n++;
      }
  g_string_append_len (self->block, line, length + 1);
  return n;
}

/* `3-4 …`: the surface of the words 3 and 4, which follow */
static gboolean
add_range (EntConllu *self, EntConlluRow *row, guint last, const gchar *file, GError **error)
{
  if (last <= self->n_words || self->n_words < self->range_end)
    return ent_read_fail_line (error, file, row->line,
                               "the multi-word token %s: expected a range that begins with the next word, %u, and "
                               "overlaps no other",
                               ent_conllu_get (self, row, CONLLU_ID), self->n_words + 1);
  row->end = self->range_end = last;
  g_array_append_val (self->rows, *row);
  return TRUE;
}

static gboolean
parse_head (EntConllu *self, EntConlluRow *row, const gchar *file, GError **error)
{
  const gchar *text = ent_conllu_get (self, row, CONLLU_HEAD), *rest;
  guint number = parse_number (text, &rest);

  row->head = ENT_NONE;
  if (g_str_equal (text, "_"))
    return TRUE;
  if (rest == text || *rest || (number == 0 && !g_str_equal (text, "0")))
    return ent_read_fail_line (error, file, row->line, "the head '%s': expected the number of a word, 0 or _", text);
  row->head = number ? number - 1 : self->n_words;
  return TRUE;
}

static gboolean
parse_pos (EntConllu *self, EntConlluRow *row, const gchar *file, GError **error)
{
  const gchar *text = ent_conllu_get (self, row, CONLLU_UPOS);

  row->pos = ent_pos_from_string (text);
  if (row->pos != ENT_POS_NONE || g_str_equal (text, "_"))
    return TRUE;
  return ent_read_fail_line (error, file, row->line,
                             "the part of speech '%s': expected one of Universal Dependencies' (UPOS), or _", text);
}

static gboolean
add_word (EntConllu *self, EntConlluRow *row, const gchar *file, GError **error)
{
  if (!parse_pos (self, row, file, error) || !parse_head (self, row, file, error))
    return FALSE;
  g_array_append_val (self->rows, *row);
  self->n_words++;
  return TRUE;
}

/* `line` may be written to. Empty nodes (`8.1`) are of the enhanced graph only, and passed over. */
gboolean
ent_conllu_add_row (EntConllu *self, guint64 line, gchar *text, gsize length, const gchar *file, GError **error)
{
  EntConlluRow row = { .line = line };
  const gchar *id, *rest;
  gsize valid;
  guint number, n_columns;

  if (memchr (text, '\0', length) || !ent_read_is_utf8 (text, length, &valid))
    return ent_read_fail_line (error, file, line, "a zero byte, or bytes that are not UTF-8: expected UTF-8");
  n_columns = split_columns (self, &row, text, length);
  if (n_columns != CONLLU_N_COLUMNS)
    return ent_read_fail_line (error, file, line, "%u columns: expected %d, with a tab between each", n_columns,
                               CONLLU_N_COLUMNS);
  id = ent_conllu_get (self, &row, CONLLU_ID);
  number = parse_number (id, &rest);
  if (rest > id && *rest == '.' && parse_number (rest + 1, &rest) && !*rest && number <= self->n_words)
    return TRUE;
  if (!number || number != self->n_words + 1 || (*rest && *rest != '-'))
    return ent_read_fail_line (error, file, line, "the id '%s': expected the next word, %u", id, self->n_words + 1);
  if (!*ent_conllu_get (self, &row, CONLLU_FORM))
    return ent_read_fail_line (error, file, line, "no form: expected the word in column 2");
  if (!*rest)
    return add_word (self, &row, file, error);
  number = parse_number (rest + 1, &rest);
  return add_range (self, &row, *rest ? 0 : number, file, error);
}

static gboolean
check_head (const EntConllu *self, const EntConlluRow *row, guint w, gint *root, const gchar *file, GError **error)
{
  if (row->head == ENT_NONE)
    return ent_read_fail_line (error, file, row->line, "no head, though other words of the sentence have one");
  if (row->head >= (gint) self->n_words)
    return ent_read_fail_line (error, file, row->line, "the head %d: expected at most %u, the words of the sentence",
                               row->head + 1, self->n_words);
  if (row->head != (gint) w)
    return TRUE;
  if (!g_str_equal (ent_conllu_get (self, row, CONLLU_HEAD), "0"))
    return ent_read_fail_line (error, file, row->line, "word %u is its own head: expected 0 for a root", w + 1);
  if (*root >= 0)
    return ent_read_fail_line (error, file, row->line, "a second root, after word %d: expected one a sentence",
                               *root + 1);
  *root = w;
  return TRUE;
}

static guint64
line_of_word (const EntConllu *self, guint w)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const EntConlluRow *row = &g_array_index (self->rows, EntConlluRow, i);

      if (!row->end && w-- == 0)
        return row->line;
    }
  return self->first_line;
}

static gboolean
check_heads (const EntConllu *self, const gchar *file, GError **error)
{
  g_autofree gint32 *heads = g_new (gint32, self->n_words);
  gint root = -1, bad;
  guint w = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const EntConlluRow *row = &g_array_index (self->rows, EntConlluRow, i);

      if (row->end)
        continue;
      if (!check_head (self, row, w, &root, file, error))
        return FALSE;
      heads[w++] = row->head;
    }
  bad = ent_read_find_cycle (heads, self->n_words);
  if (bad < 0)
    return TRUE;
  return ent_read_fail_line (error, file, line_of_word (self, bad),
                             "the heads of word %d lead back to it: expected a tree", bad + 1);
}

static gboolean
has_heads (const EntConllu *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const EntConlluRow *row = &g_array_index (self->rows, EntConlluRow, i);

      if (!row->end && row->head != ENT_NONE)
        return TRUE;
    }
  return FALSE;
}

/* What can only be seen of a whole sentence */
gboolean
ent_conllu_check (EntConllu *self, const gchar *file, GError **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const EntConlluRow *row = &g_array_index (self->rows, EntConlluRow, i);

      if (row->end > self->n_words)
        return ent_read_fail_line (error, file, row->line,
                                   "a multi-word token up to word %u: expected at most %u, the words of the sentence",
                                   row->end, self->n_words);
    }
  return !has_heads (self) || check_heads (self, file, error);
}
