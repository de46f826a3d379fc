/* Identifiers that carry their own check. */
#include "stages/tag/identifiers.h"

#include <string.h>

#define SHORTEST_IBAN 15
#define LONGEST_IBAN 34
/* Country and check digits, which count as if they stood at the end */
#define HEAD 4

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
