/* What the learned taggers see of a word by itself: its form, shape and affixes, and its classes from raw text. */
#include "pipeline/learn/forms.h"

#include <string.h>

#define LONGEST_WORD 64

/* FNV-1a (Fowler, Noll, Vo) */
#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)
#define HASH_TIMES G_GUINT64_CONSTANT (1099511628211)

static inline guint64
hash_more (guint64 hash, gconstpointer bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    hash = (hash ^ ((const guint8 *) bytes)[i]) * HASH_TIMES;
  return hash;
}

guint64
ent_hash_bytes (const gchar *bytes, gsize n)
{
  return hash_more (HASH_START, bytes, n);
}

static gchar
kind_of (gunichar c)
{
  if (g_unichar_isdigit (c))
    return '0';
  if (g_unichar_isupper (c))
    return 'X';
  return g_unichar_isalpha (c) ? 'x' : c < 0x80 ? (gchar) c : '?';
}

/* The same without the tables of Unicode, as most words are ASCII */
static inline gchar
kind_of_any (gunichar c)
{
  if (c >= 0x80)
    return kind_of (c);
  return g_ascii_islower (c) ? 'x' : g_ascii_isupper (c) ? 'X' : g_ascii_isdigit (c) ? '0' : (gchar) c;
}

/* Of the folded form, the hash of which goes through those of the prefixes */
static void
hash_folded (EntWordForm *self, const gunichar *folded, guint n)
{
  guint64 hash = HASH_START;

  for (guint k = 0; k < n; k++)
    {
      hash = hash_more (hash, &folded[k], sizeof *folded);
      if (k < ENT_LONGEST_AFFIX)
        self->prefixes[k] = hash;
    }
  self->folded = hash;
  for (guint k = 1; k <= ENT_LONGEST_AFFIX; k++)
    if (k <= n)
      self->suffixes[k - 1] = hash_more (HASH_START, folded + n - k, k * sizeof *folded);
    else
      self->prefixes[k - 1] = self->suffixes[k - 1] = 0;
}

static guint64
hash_lower (const gunichar *folded, guint n)
{
  guint64 hash = HASH_START;
  gchar bytes[6];

  for (guint k = 0; k < n; k++)
    if (folded[k] < 0x80)
      hash = (hash ^ folded[k]) * HASH_TIMES;
    else
      hash = hash_more (hash, bytes, g_unichar_to_utf8 (folded[k], bytes));
  return hash;
}

/* Of longer words the end is cut off */
static void
look_at_form (EntWordForm *self, const gchar *text, gsize length)
{
  gunichar folded[LONGEST_WORD];
  gchar shape[LONGEST_WORD], outline[LONGEST_WORD];
  guint n = 0, n_outline = 0;

  for (const gchar *p = text; p < text + length && n < LONGEST_WORD; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);

      shape[n] = kind_of_any (c);
      folded[n] = shape[n] == '0' ? '0' : c < 0x80 ? (guchar) g_ascii_tolower (c) : g_unichar_tolower (c);
      if (!n_outline || outline[n_outline - 1] != shape[n])
        outline[n_outline++] = shape[n];
      n++;
    }
  self->form = ent_hash_bytes (text, length);
  self->lower = hash_lower (folded, n);
  self->shape = ent_hash_bytes (shape, n);
  self->outline = ent_hash_bytes (outline, n_outline);
  hash_folded (self, folded, n);
}

/* The word with its first letter in the other case: in lower case all of it, or capitalised */
static gsize
in_other_case (const gchar *word, gsize length, gchar out[6 * LONGEST_WORD])
{
  gboolean lower = g_unichar_isupper (g_utf8_get_char (word));
  gsize n = 0;
  guint n_chars = 0;

  for (const gchar *p = word; p < word + length && n_chars < LONGEST_WORD; p = g_utf8_next_char (p), n_chars++)
    {
      gunichar c = g_utf8_get_char (p);

      n += g_unichar_to_utf8 (lower ? g_unichar_tolower (c) : n_chars ? c : g_unichar_totitle (c), out + n);
    }
  return n;
}

static void
look_up (EntWordForm *self, const EntToken *token, const gchar *word, const EntWords *classes)
{
  gsize length = token->end - token->start;
  gboolean known = ent_words_lookup (classes, word, length, &self->known);
  gchar other[6 * LONGEST_WORD];

  self->otherwise = (EntWord){ .frequency = 0 };
  if (token->flags & ENT_TOKEN_ALPHA && (!known || token->flags & ENT_TOKEN_CAPITALISED))
    ent_words_lookup (classes, other, in_other_case (word, length, other), &self->otherwise);
}

EntWordForm *
ent_word_forms_new (const gchar *text, const EntToken *tokens, guint n_tokens, const EntWords *classes)
{
  EntWordForm *forms = g_new0 (EntWordForm, n_tokens + 1);

  for (guint t = 0; t < n_tokens; t++)
    {
      const gchar *word = text + tokens[t].start;

      look_at_form (&forms[t], word, tokens[t].end - tokens[t].start);
      if (classes)
        look_up (&forms[t], &tokens[t], word, classes);
    }
  return forms;
}
