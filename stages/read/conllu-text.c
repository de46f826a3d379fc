/* The text of a sentence of CoNLL-U, rebuilt so that each word has its own bytes of it. */
#include "stages/read/conllu.h"

#include <string.h>

static const EntConlluRow *
row_at (const EntConllu *self, guint i)
{
  return &g_array_index (self->rows, EntConlluRow, i);
}

/* The row after the surface token at row i */
static guint
end_of_surface (const EntConllu *self, guint i, guint w)
{
  return row_at (self, i)->end ? i + 1 + row_at (self, i)->end - w : i + 1;
}

static gboolean
has_space_after (const EntConllu *self, const EntConlluRow *row)
{
  g_auto (GStrv) items = g_strsplit (ent_conllu_get (self, row, CONLLU_MISC), "|", -1);

  return !g_strv_contains ((const gchar *const *) items, "SpaceAfter=No");
}

static const gchar *
skip_space (const gchar *text)
{
  while (*text && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Whether `# text` is the surface forms in their order, with nothing but white space between */
static gboolean
text_fits (const EntConllu *self)
{
  const gchar *at = self->text;

  if (!at || !g_utf8_validate (at, -1, NULL))
    return FALSE;
  for (guint i = 0, w = 0; i < self->rows->len;)
    {
      guint end = end_of_surface (self, i, w);
      const gchar *form = ent_conllu_get (self, row_at (self, i), CONLLU_FORM);

      at = skip_space (at);
      if (!g_str_has_prefix (at, form))
        return FALSE;
      at += strlen (form);
      w += row_at (self, i)->end ? end - i - 1 : 1;
      i = end;
    }
  return !*skip_space (at);
}

static const gchar *
column_or_null (const EntConllu *self, EntReadDraft *draft, const EntConlluRow *row, guint column)
{
  const gchar *value = ent_conllu_get (self, row, column);
  gboolean is_underscore = column == CONLLU_LEMMA && g_str_equal (ent_conllu_get (self, row, CONLLU_FORM), "_");

  return g_str_equal (value, "_") && !is_underscore ? NULL : ent_read_draft_keep (draft, value);
}

/* `start` and `length` are bytes of the draft's text; `first` is the sentence's first word */
static void
add_word (const EntConllu *self, EntReadDraft *draft, const EntConlluRow *row, guint32 start, gsize length, guint first,
          EntTokenFlags flags)
{
  const gchar *form = ent_conllu_get (self, row, CONLLU_FORM);
  gboolean is_text = strlen (form) == length && !memcmp (form, draft->text->str + start, length);
  EntReadWord word = {
    .start = start,
    .end = start + length,
    .norm = is_text ? NULL : ent_read_draft_keep (draft, form),
    .lemma = column_or_null (self, draft, row, CONLLU_LEMMA),
    .dep = column_or_null (self, draft, row, CONLLU_DEPREL),
    .head = row->head == ENT_NONE ? ENT_NONE : row->head + (gint) first,
    .pos = row->pos,
    .flags = flags,
  };

  if (word.lemma || word.pos != ENT_POS_NONE)
    draft->layers |= ENT_LAYER_TAGS;
  if (word.head != ENT_NONE)
    draft->layers |= ENT_LAYER_HEADS;
  ent_read_draft_add_word (draft, &word);
}

/* Where word k of n begins in a surface that they do not spell: all get as long a share, cut between characters */
static gsize
share (const gchar *surface, gsize length, guint k, guint n)
{
  glong n_chars = g_utf8_strlen (surface, length);

  return g_utf8_offset_to_pointer (surface, n_chars * k / n) - surface;
}

/* Cuts a surface into n parts, offsets[0] to offsets[n]. As many words as spell the surface from its front get what
 * they spell ("do|n't"), then from its back; the rest share what is left. FALSE where a part would be empty. */
static gboolean
divide (const EntConllu *self, guint row, guint n, const gchar *surface, gsize *offsets)
{
  guint from = 0, to = n;
  const gchar *rest;

  offsets[0] = 0;
  offsets[n] = strlen (surface);
  for (; from + 1 < n; from++)
    {
      const gchar *form = ent_conllu_get (self, row_at (self, row + from), CONLLU_FORM);

      if (!g_str_has_prefix (surface + offsets[from], form) || offsets[from] + strlen (form) >= offsets[n])
        break;
      offsets[from + 1] = offsets[from] + strlen (form);
    }
  for (; to > from + 1; to--)
    {
      const gchar *form = ent_conllu_get (self, row_at (self, row + to - 1), CONLLU_FORM);
      gsize length = strlen (form);

      if (offsets[from] + length >= offsets[to] || strncmp (surface + offsets[to] - length, form, length))
        break;
      offsets[to - 1] = offsets[to] - length;
    }
  rest = surface + offsets[from];
  for (guint k = 1; k < to - from; k++)
    offsets[from + k] = offsets[from] + share (rest, offsets[to] - offsets[from], k, to - from);
  for (guint k = 0; k < n; k++)
    if (offsets[k] >= offsets[k + 1])
      return FALSE;
  return TRUE;
}

static gboolean
add_surface (const EntConllu *self, EntReadDraft *draft, guint i, guint end, guint first, const gchar *file,
             GError **error)
{
  const EntConlluRow *row = row_at (self, i);
  const gchar *surface = ent_conllu_get (self, row, CONLLU_FORM);
  gsize start = draft->text->len;
  guint n = end - i - 1;
  g_autofree gsize *offsets = g_new (gsize, n + 1);

  if (row->end && !divide (self, i + 1, n, surface, offsets))
    return ent_read_fail_line (error, file, row->line, "'%s' cannot be divided among its %u words", surface, n);
  g_string_append (draft->text, surface);
  if (!row->end)
    add_word (self, draft, row, start, strlen (surface), first, 0);
  for (guint k = 0; row->end && k < n; k++)
    add_word (self, draft, row_at (self, i + 1 + k), start + offsets[k], offsets[k + 1] - offsets[k], first,
              k ? ENT_TOKEN_JOINED : 0);
  return TRUE;
}

/* What stands between two surface tokens: of `# text` where that fits, else as SpaceAfter says */
static const gchar *
add_space (EntReadDraft *draft, const gchar *text, gboolean space)
{
  const gchar *end = text ? skip_space (text) : NULL;

  if (text)
    g_string_append_len (draft->text, text, end - text);
  else if (space)
    g_string_append_c (draft->text, ' ');
  return end;
}

/* Adds the sentence to the draft; `space` is whether one stands before it, and then after it. An error leaves the
 * draft as it was. */
gboolean
ent_conllu_append (EntConllu *self, EntReadDraft *draft, gboolean *space, const gchar *file, GError **error)
{
  gsize length = draft->text->len;
  guint first = draft->words->len;
  const gchar *text = text_fits (self) ? skip_space (self->text) : NULL;

  if (first)
    g_string_append (draft->text, self->new_paragraph ? "\n\n" : *space ? " " : "");
  *space = FALSE;
  for (guint i = 0, w = 0; i < self->rows->len;)
    {
      guint end = end_of_surface (self, i, w);

      text = add_space (draft, text, *space);
      if (!add_surface (self, draft, i, end, first, file, error))
        {
          g_string_truncate (draft->text, length);
          g_array_set_size (draft->words, first);
          return FALSE;
        }
      if (text)
        text += strlen (ent_conllu_get (self, row_at (self, i), CONLLU_FORM));
      *space = has_space_after (self, row_at (self, i));
      w += row_at (self, i)->end ? end - i - 1 : 1;
      i = end;
    }
  self->misfit = !text && self->text;
  return ent_read_draft_end_sentence (draft);
}
