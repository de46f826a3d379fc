/* What lemmas are looked up by, and how a rule makes one of a word. */
#include "stages/tag/lemmas-rules.h"

#include "pipeline/learn/forms.h"
#include <string.h>

/* Lower case of what is not ASCII may be longer, never by half */
static void
make_lower (LemmaWord *self)
{
  for (const gchar *p = self->word; p < self->word + self->length; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);

      if (c < 0x80)
        {
          self->has_upper |= g_ascii_isupper (c);
          self->lower[self->n_lower++] = g_ascii_tolower (c);
        }
      else
        {
          self->has_upper |= g_unichar_isupper (c);
          self->n_lower += g_unichar_to_utf8 (g_unichar_tolower (c), self->lower + self->n_lower);
        }
    }
}

/* FALSE for a word that is too long to be one */
gboolean
lemma_word_init (LemmaWord *self, const gchar *word, gsize length)
{
  guint64 hash = ent_hash_bytes ("", 0);

  if (length > LEMMA_LONGEST_WORD)
    return FALSE;
  self->word = word;
  self->length = length;
  self->n_lower = 0;
  self->has_upper = FALSE;
  self->as_written = ent_hash_bytes (word, length);
  make_lower (self);
  self->n_suffixes = MIN (self->n_lower, LEMMA_LONGEST_SUFFIX);
  self->suffixes[0] = hash;
  for (guint k = 1; k <= self->n_suffixes; k++)
    {
      hash = ent_hash_mix (hash, (guchar) self->lower[self->n_lower - k]);
      self->suffixes[k] = hash;
    }
  return TRUE;
}

/* How the word is written, and in which case raw text has it more often */
guint
lemma_word_case_kind (const LemmaWord *self, const EntWords *classes)
{
  const gchar *second = g_utf8_next_char (self->word);
  EntWord as_written = { .frequency = 0 }, lower = { .frequency = 0 };
  gboolean all_upper = TRUE;
  guint shape;

  for (const gchar *p = second; p < self->word + self->length; p = g_utf8_next_char (p))
    all_upper &= !g_unichar_islower (g_utf8_get_char (p));
  shape = !self->has_upper ? 3 : second == self->word + self->length ? 0 : all_upper ? 1 : 2;
  if (classes)
    {
      ent_words_lookup (classes, self->word, self->length, &as_written);
      ent_words_lookup (classes, self->lower, self->n_lower, &lower);
    }
  return shape * 4 + (lower.frequency > as_written.frequency ? 0 : lower.frequency ? 1 : as_written.frequency ? 2 : 3);
}

guint64
lemma_key (LemmaKey kind, EntPos pos, guint more, guint64 hash)
{
  return ent_hash_mix (hash, more << 8 | pos << 2 | kind);
}

static void
append_in_case (GString *lemma, const gchar *word, gsize length, LemmaCase in_case)
{
  for (const gchar *p = word; p < word + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean upper = in_case == LEMMA_UPPER || (in_case == LEMMA_TITLE && p == word);

      g_string_append_unichar (lemma, upper ? g_unichar_toupper (c) : g_unichar_tolower (c));
    }
}

gboolean
lemma_apply (const LemmaWord *self, LemmaCase in_case, guint cut, const gchar *text, guint n_text, GString *lemma)
{
  g_string_truncate (lemma, 0);
  if (in_case == LEMMA_LOWER)
    g_string_append_len (lemma, self->lower, self->n_lower);
  else if (in_case == LEMMA_KEEP)
    g_string_append_len (lemma, self->word, self->length);
  else
    append_in_case (lemma, self->word, self->length, in_case);
  if (cut > lemma->len || (cut == lemma->len && !n_text))
    return FALSE;
  if (cut < lemma->len && (lemma->str[lemma->len - cut] & 0xc0) == 0x80)
    return FALSE;
  g_string_truncate (lemma, lemma->len - cut);
  g_string_append_len (lemma, text, n_text);
  return TRUE;
}
