/* Bytes to UTF-8. What is UTF-8 stays as it is; a byte order mark decides for a whole file; for the rest ICU guesses,
 * one document at a time, and a note says what was done. */
#include "stages/read/read.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#define BLOCK (16 * 1024)

/* How much of a document the guess and the test for noise look at */
#define SAMPLE (64 * 1024)

/* Below this confidence (of 100) a guess is worth less than taking the bad bytes for damage to UTF-8; ICU gives noise
 * 10 for being UTF-16, and text in UTF-16 100 */
#define LEAST_CONFIDENCE 10
#define LEAST_CONFIDENCE_WIDE 50

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

typedef struct
{
  EntReadBytes parent;
  EntReadBytes *below;
  UConverter *from;
  UConverter *to;
  UChar pivot[1024];
  UChar *pivot_source;
  UChar *pivot_target;
  gchar block[BLOCK];
  const gchar *source;
  const gchar *source_end;
  gboolean below_done;
} Decoder;

static void
decoder_free (EntReadBytes *bytes)
{
  Decoder *self = (Decoder *) bytes;

  g_clear_pointer (&self->from, ucnv_close);
  g_clear_pointer (&self->to, ucnv_close);
  ent_read_bytes_free (self->below);
  g_free (self);
}

static gboolean
decoder_fill (Decoder *self, GError **error)
{
  gssize n = ent_read_bytes_read (self->below, self->block, BLOCK, error);

  if (n < 0)
    return FALSE;
  self->below_done = n == 0;
  self->source = self->block;
  self->source_end = self->block + n;
  return TRUE;
}

/* What cannot be decoded becomes U+FFFD, which is what ICU's converters do unasked */
static gssize
decoder_read (EntReadBytes *bytes, gchar *buffer, gsize size, GError **error)
{
  Decoder *self = (Decoder *) bytes;
  gchar *target = buffer;

  while (target == buffer)
    {
      UErrorCode status = U_ZERO_ERROR;

      if (self->source == self->source_end && !self->below_done && !decoder_fill (self, error))
        return -1;
      ucnv_convertEx (self->to, self->from, &target, buffer + size, &self->source, self->source_end, self->pivot,
                      &self->pivot_source, &self->pivot_target, self->pivot + G_N_ELEMENTS (self->pivot), FALSE,
                      self->below_done, &status);
      if (U_FAILURE (status) && status != U_BUFFER_OVERFLOW_ERROR)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "cannot be decoded: %s", u_errorName (status));
          return -1;
        }
      if (self->below_done && status != U_BUFFER_OVERFLOW_ERROR)
        break;
    }
  return target - buffer;
}

/* Borrows the bytes until it succeeds */
static Decoder *
decoder_new (EntReadBytes *below, const gchar *charset, GError **error)
{
  Decoder *self = g_new0 (Decoder, 1);
  UErrorCode status = U_ZERO_ERROR;

  self->parent.read = decoder_read;
  self->parent.free = decoder_free;
  self->from = ucnv_open (charset, &status);
  self->to = ucnv_open ("UTF-8", &status);
  self->source = self->source_end = self->block;
  self->pivot_source = self->pivot_target = self->pivot;
  if (U_SUCCESS (status))
    {
      self->below = below;
      return self;
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "cannot be decoded from %s: %s", charset, u_errorName (status));
  decoder_free (&self->parent);
  return NULL;
}

/* Honours and drops the byte order mark of a file that has one */
gboolean
ent_read_file_decode_mark (EntReadFile *file, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;
  const gchar *charset;
  gchar mark[4];
  Decoder *decoder;

  if (!ent_read_bytes_peek (file->bytes, error))
    return FALSE;
  charset = ucnv_detectUnicodeSignature (file->bytes->head, file->bytes->n_head, &length, &status);
  if (!charset || g_str_has_prefix (charset, "SCSU") || g_str_has_prefix (charset, "BOCU"))
    return TRUE;
  ent_read_bytes_read (file->bytes, mark, length, NULL);
  file->note = g_strdup_printf ("read as %s, as its byte order mark says; the mark is left out", charset);
  if (g_str_equal (charset, "UTF-8"))
    return TRUE;
  decoder = decoder_new (file->bytes, charset, error);
  if (!decoder)
    return ent_read_locate (error, file->name, 0);
  file->bytes = &decoder->parent;
  return TRUE;
}

/* Bytes of the character that begins at p: 0 where it is no UTF-8 (Unicode 15.0, table 3-7) */
static guint
length_of_char (const guchar *p, gsize left)
{
  guint n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
  guchar low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
  guchar high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;

  if (n < 2)
    return n;
  if (n > left || p[1] < low || p[1] > high)
    return 0;
  for (guint i = 2; i < n; i++)
    if ((p[i] & 0xc0) != 0x80)
      return 0;
  return n;
}

/* Most text is ASCII most of the time: eight bytes at once */
static gsize
skip_ascii (const gchar *text, gsize i, gsize length)
{
  guint64 word;

  for (; i + sizeof word <= length; i += sizeof word)
    {
      memcpy (&word, text + i, sizeof word);
      if (word & G_GUINT64_CONSTANT (0x8080808080808080))
        break;
    }
  while (i < length && (guchar) text[i] < 0x80)
    i++;
  return i;
}

typedef struct
{
  gsize n_bad; /* bytes */
  gsize first_bad;
  gsize n_long; /* characters of more than one byte */
} Census;

static Census
take_census (const gchar *text, gsize length)
{
  Census census = { 0, length, 0 };

  for (gsize i = skip_ascii (text, 0, length); i < length; i = skip_ascii (text, i, length))
    {
      guint n = length_of_char ((const guchar *) text + i, length - i);

      if (n)
        census.n_long++;
      else if (census.n_bad++ == 0)
        census.first_bad = i;
      i += MAX (n, 1);
    }
  return census;
}

/* U+0000 is a character like any other */
gboolean
ent_read_is_utf8 (const gchar *text, gsize length, gsize *valid)
{
  for (gsize i = skip_ascii (text, 0, length); i < length; i = skip_ascii (text, i, length))
    {
      guint n = length_of_char ((const guchar *) text + i, length - i);

      if (!n)
        {
          *valid = i;
          return FALSE;
        }
      i += n;
    }
  return TRUE;
}

/* Share of control bytes other than white space, of 100; 0 where they are so few that they mean nothing */
static guint
percent_controls (const gchar *text, gsize length)
{
  gsize n = MIN (length, SAMPLE), controls = 0;

  for (gsize i = 0; i < n; i++)
    controls += ((guchar) text[i] < 0x20 && !g_ascii_isspace (text[i]) && text[i] != 0x1b) || text[i] == 0x7f;
  return controls > 8 ? controls * 100 / n : 0;
}

/* The name is ICU's own, and lives as long as the program */
static const gchar *
guess_charset (const gchar *text, gsize length, gsize first_bad, gint *confidence)
{
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open (&status);
  gsize from = first_bad < SAMPLE / 2 ? 0 : first_bad - SAMPLE / 2;
  const UCharsetMatch *match;
  const gchar *name = NULL;

  ucsdet_setText (detector, text + from, MIN (length - from, SAMPLE), &status);
  match = ucsdet_detect (detector, &status);
  if (U_SUCCESS (status) && match)
    {
      name = g_intern_string (ucsdet_getName (match, &status));
      *confidence = ucsdet_getConfidence (match, &status);
    }
  ucsdet_close (detector);
  return U_SUCCESS (status) ? name : NULL;
}

static gchar *
repair (const gchar *text, gsize *length, gsize n_bad)
{
  gchar *out = g_malloc (*length + 2 * n_bad + 1), *end = out;

  for (gsize i = 0; i < *length;)
    {
      guint n = length_of_char ((const guchar *) text + i, *length - i);

      memcpy (end, n ? text + i : REPLACEMENT, n ? n : 3);
      end += n ? n : 3;
      i += MAX (n, 1);
    }
  *end = '\0';
  *length = end - out;
  return out;
}

static gchar *
convert (const gchar *text, gsize *length, const gchar *charset, GError **error)
{
  EntReadBytes *memory = ent_read_bytes_new_memory (text, *length);
  Decoder *decoder = decoder_new (memory, charset, error);
  gsize capacity = *length + *length / 2 + 64, end = 0;
  gchar *out;
  gssize n;

  if (!decoder)
    {
      ent_read_bytes_free (memory);
      return NULL;
    }
  out = g_malloc (capacity + 1);
  while ((n = decoder_read (&decoder->parent, out + end, capacity - end, error)) > 0)
    {
      end += n;
      if (capacity - end < 64)
        out = g_realloc (out, (capacity += capacity / 2) + 1);
    }
  decoder_free (&decoder->parent);
  if (n < 0)
    {
      g_free (out);
      return NULL;
    }
  out[end] = '\0';
  *length = end;
  return out;
}

static gchar *
convert_by_guess (const gchar *text, gsize *length, const gchar *charset, gint confidence, gchar **note, GError **error)
{
  gchar *converted = convert (text, length, charset, error);

  if (converted)
    *note = g_strdup_printf ("read as %s (ICU's guess, confidence %d of 100)", charset, confidence);
  return converted;
}

/* Wide characters without a mark look like noise to a byte counter, but not to ICU */
static gchar *
convert_wide (const gchar *text, gsize *length, guint percent, gchar **note, GError **error)
{
  gint confidence = 0;
  const gchar *charset = guess_charset (text, *length, 0, &confidence);

  if (confidence >= LEAST_CONFIDENCE_WIDE
      && (g_str_has_prefix (charset, "UTF-16") || g_str_has_prefix (charset, "UTF-32")))
    return convert_by_guess (text, length, charset, confidence, note, error);
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT,
               "not text: %u of 100 bytes are control characters; expected plain text", percent);
  return NULL;
}

/**
 * ent_read_to_utf8: (skip)
 * @bytes: (transfer full): a document, with room for a zero byte after it
 * @length: (inout): its bytes
 * @note: (out): what was done to it, %NULL where nothing had to be
 * @error: where to put an error
 *
 * Bytes that are UTF-8 come back as they are. Bytes that are UTF-8 but for some (fewer than there are characters of
 * more than one byte) get U+FFFD for each bad byte. The rest is converted from the charset that ICU guesses.
 *
 * Errors: %ENT_ERROR_INPUT for what is plainly not text. Noise has a control byte in nine, and text hardly any; but
 * text that is good UTF-8 may hold more, as nobody makes UTF-8 by chance.
 *
 * Returns: (transfer full): UTF-8, or %NULL
 */
gchar *
ent_read_to_utf8 (gchar *bytes, gsize *length, gchar **note, GError **error)
{
  g_autofree gchar *owned = bytes;
  Census census = take_census (bytes, *length);
  guint percent = percent_controls (bytes, *length);
  gint confidence = 0;
  const gchar *charset = NULL;

  *note = NULL;
  if (percent > (census.n_bad ? 5 : 30))
    return convert_wide (bytes, length, percent, note, error);
  if (!census.n_bad)
    return g_steal_pointer (&owned);
  if (census.n_bad > census.n_long)
    charset = guess_charset (bytes, *length, census.first_bad, &confidence);
  if (charset && confidence >= LEAST_CONFIDENCE && !g_str_has_prefix (charset, "UTF-8"))
    return convert_by_guess (bytes, length, charset, confidence, note, error);
  *note = g_strdup_printf ("not all UTF-8: U+FFFD stands for %" G_GSIZE_FORMAT
                           " of its bytes, the first at byte %" G_GSIZE_FORMAT,
                           census.n_bad, census.first_bad);
  return repair (bytes, length, census.n_bad);
}

/* Takes the bytes, which have room for a zero byte after them */
EntDocument *
ent_read_document_from_bytes (gchar *bytes, gsize length, GError **error)
{
  g_autofree gchar *note = NULL;
  gchar *text = ent_read_to_utf8 (bytes, &length, &note, error);
  EntDocument *doc = text ? ent_document_new_take (text, length, error) : NULL;

  if (doc && note)
    ent_document_add_note (doc, note);
  return doc;
}
