/* Identifiers that carry their own check. */
#include "stages/tag/identifiers.h"

#include <string.h>

#define SHORTEST_IBAN 15
#define LONGEST_IBAN 34
/* Country and check digits, which count as if they stood at the end */
#define HEAD 4
#define DIGITS_OF_SHIP 7

/* A letter counts as two digits: A is 10, Z is 35 */
static guint
append_mod_97 (guint rest, gchar c)
{
  return g_ascii_isdigit (c) ? (10 * rest + g_ascii_digit_value (c)) % 97 : (100 * rest + 10 + (c - 'A')) % 97;
}

/* ISO 7064, MOD 97-10 */
gboolean
tag_iban_is_valid (const gchar *text, gsize length)
{
  gchar number[LONGEST_IBAN];
  guint n = 0, rest = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isspace (text[i]))
        continue;
      if (n == LONGEST_IBAN || !(g_ascii_isdigit (text[i]) || g_ascii_isupper (text[i])))
        return FALSE;
      number[n++] = text[i];
    }
  if (n < SHORTEST_IBAN)
    return FALSE;
  for (guint i = 0; i < n; i++)
    rest = append_mod_97 (rest, number[(i + HEAD) % n]);
  return rest == 1;
}

/* The last of the seven digits is that of the sum of the others, each times its place from the right */
gboolean
tag_ship_number_is_valid (const gchar *text, gsize length)
{
  const gchar *digits = text + length - DIGITS_OF_SHIP;
  guint sum = 0;

  if (length < DIGITS_OF_SHIP)
    return FALSE;
  for (guint i = 0; i + 1 < DIGITS_OF_SHIP; i++)
    sum += (DIGITS_OF_SHIP - i) * g_ascii_digit_value (digits[i]);
  return sum % 10 == (guint) g_ascii_digit_value (digits[DIGITS_OF_SHIP - 1]);
}
