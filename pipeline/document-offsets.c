/* The offsets of EntDocument: bytes in the library, code points in JSON. A count every few bytes takes one to the other
 * without walking the text from its start. */
#include "pipeline/document-private.h"

/* Bytes between two counted positions of the code point index: 4 bytes of index for 256 of text */
#define BLOCK 256

static guint32
count_chars (const gchar *text, gsize from, gsize to)
{
  guint32 n = 0;

  for (gsize i = from; i < to; i++)
    n += (text[i] & 0xc0) != 0x80;
  return n;
}

static const guint32 *
char_index (EntDocument *self)
{
  gsize n_blocks = self->length / BLOCK + 1;

  if (self->chars)
    return self->chars;
  self->chars = g_new (guint32, n_blocks);
  self->chars[0] = 0;
  for (gsize b = 1; b < n_blocks; b++)
    self->chars[b] = self->chars[b - 1] + count_chars (self->text, (b - 1) * BLOCK, b * BLOCK);
  return self->chars;
}

/**
 * ent_document_byte_to_char:
 * @self: a document
 * @byte: an offset into the text, at most its length
 *
 * Takes constant time after the first call.
 *
 * Returns: how many code points stand before @byte
 */
guint32
ent_document_byte_to_char (EntDocument *self, guint32 byte)
{
  g_return_val_if_fail (byte <= self->length, G_MAXUINT32);

  if (self->ascii)
    return byte;
  return char_index (self)[byte / BLOCK] + count_chars (self->text, byte / BLOCK * BLOCK, byte);
}

/**
 * ent_document_char_to_byte:
 * @self: a document
 * @character: a number of code points
 *
 * The reverse of ent_document_byte_to_char(). Takes logarithmic time.
 *
 * Returns: the byte at which that code point begins; %G_MAXUINT32 where the text has fewer
 */
guint32
ent_document_char_to_byte (EntDocument *self, guint32 character)
{
  const guint32 *chars;
  gsize low = 0, high = self->length / BLOCK, byte;
  guint32 n;

  if (self->ascii)
    return character <= self->length ? character : G_MAXUINT32;
  chars = char_index (self);
  while (low < high) /* the last block with at most `character` code points before it */
    {
      gsize middle = (low + high + 1) / 2;

      if (chars[middle] <= character)
        low = middle;
      else
        high = middle - 1;
    }
  n = chars[low];
  for (byte = low * BLOCK; byte < self->length; byte++)
    if ((self->text[byte] & 0xc0) != 0x80 && n++ == character)
      return byte;
  return n == character ? byte : G_MAXUINT32;
}
