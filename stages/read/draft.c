/* A document that is rebuilt word by word. Its text must be whole before it can be made, so words wait here. */
#include "stages/read/read.h"

typedef struct
{
  guint first;
  guint n;
  const gchar *type;
} Span;

EntReadDraft *
ent_read_draft_new (EntLayers layers)
{
  EntReadDraft *self = g_new0 (EntReadDraft, 1);

  self->layers = layers;
  self->text = g_string_new (NULL);
  self->words = g_array_new (FALSE, FALSE, sizeof (EntReadWord));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (guint));
  self->mentions = g_array_new (FALSE, FALSE, sizeof (Span));
  self->strings = g_string_chunk_new (4096);
  self->meta = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ent_read_draft_free (EntReadDraft *self)
{
  if (!self)
    return;
  g_string_free (self->text, TRUE);
  g_array_unref (self->words);
  g_array_unref (self->sentences);
  g_array_unref (self->mentions);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->meta);
  g_ptr_array_unref (self->notes);
  g_free (self->id);
  g_free (self->title);
  g_free (self);
}

/* A copy that lives as long as the draft; the same for equal strings */
const gchar *
ent_read_draft_keep (EntReadDraft *self, const gchar *string)
{
  return string ? g_string_chunk_insert_const (self->strings, string) : NULL;
}

void
ent_read_draft_add_word (EntReadDraft *self, const EntReadWord *word)
{
  g_array_append_val (self->words, *word);
}

guint
ent_read_draft_sentence_start (const EntReadDraft *self)
{
  return self->sentences->len ? g_array_index (self->sentences, guint, self->sentences->len - 1) : 0;
}

/* FALSE where no word was added since the last sentence */
gboolean
ent_read_draft_end_sentence (EntReadDraft *self)
{
  guint end = self->words->len;

  if (end == ent_read_draft_sentence_start (self))
    return FALSE;
  g_array_append_val (self->sentences, end);
  return TRUE;
}

void
ent_read_draft_add_mention (EntReadDraft *self, guint first, const gchar *type)
{
  Span span = { first, 1, ent_read_draft_keep (self, type) };

  g_array_append_val (self->mentions, span);
}

/* One more word for the last mention */
void
ent_read_draft_extend_mention (EntReadDraft *self)
{
  g_array_index (self->mentions, Span, self->mentions->len - 1).n++;
}

static void
add_words (const EntReadDraft *self, EntDocument *doc)
{
  for (guint t = 0; t < self->words->len; t++)
    {
      const EntReadWord *word = &g_array_index (self->words, EntReadWord, t);

      ent_document_add_token (doc, word->start, word->end, word->flags);
      if (word->norm)
        ent_document_set_norm (doc, t, word->norm);
    }
  for (guint s = 0, first = 0; s < self->sentences->len; s++)
    {
      guint end = g_array_index (self->sentences, guint, s);

      ent_document_add_sentence (doc, first, end);
      first = end;
    }
}

static void
add_columns (const EntReadDraft *self, EntDocument *doc)
{
  for (guint t = 0; t < self->words->len; t++)
    {
      const EntReadWord *word = &g_array_index (self->words, EntReadWord, t);

      if (self->layers & ENT_LAYER_TAGS)
        ent_document_set_tag (doc, t, word->pos, word->lemma);
      if (self->layers & ENT_LAYER_HEADS && word->head != ENT_NONE)
        ent_document_set_head (doc, t, word->head, word->dep);
    }
}

static void
add_mentions (const EntReadDraft *self, EntDocument *doc, const gchar *by)
{
  for (guint m = 0; m < self->mentions->len; m++)
    {
      const Span *span = &g_array_index (self->mentions, Span, m);
      EntMention mention = {
        .first = span->first,
        .n = span->n,
        .type = ent_document_intern (doc, span->type),
        .by = ent_document_intern (doc, by),
        .entity = ENT_NONE,
        .confidence = 1,
      };

      ent_document_append_mention (doc, &mention);
    }
}

EntDocument *
ent_read_draft_finish (EntReadDraft *self, const gchar *by, GError **error)
{
  EntDocument *doc = ent_document_new (self->text->str, self->text->len, error);

  if (!doc)
    return NULL;
  add_words (self, doc);
  add_columns (self, doc);
  add_mentions (self, doc, by);
  ent_document_mark_layers (doc, self->layers);
  ent_document_set_id (doc, self->id);
  ent_document_set_title (doc, self->title);
  for (guint i = 0; i + 1 < self->meta->len; i += 2)
    ent_document_set_meta (doc, self->meta->pdata[i], self->meta->pdata[i + 1]);
  for (guint i = 0; i < self->notes->len; i++)
    ent_document_add_note (doc, self->notes->pdata[i]);
  return doc;
}

/* A word from which no way leads to a root (its own head, or ENT_NONE); -1 where there is none. Each word is walked
 * once: mark 0 is not seen, 1 known to be good, t + 2 on the way from word t. */
gint
ent_read_find_cycle (const gint32 *heads, guint n)
{
  g_autofree guint *marks = g_new0 (guint, n);

  for (guint t = 0; t < n; t++)
    {
      guint at = t;

      while (!marks[at])
        {
          marks[at] = t + 2;
          if (heads[at] != ENT_NONE)
            at = heads[at];
        }
      if (marks[at] == t + 2 && heads[at] != ENT_NONE && (guint) heads[at] != at)
        return at;
      for (at = t; marks[at] == t + 2; at = heads[at])
        {
          marks[at] = 1;
          if (heads[at] == ENT_NONE)
            break;
        }
    }
  return -1;
}
