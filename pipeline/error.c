/* The one error domain. */
#include <entente/error.h>

/* Spelt out, because formatters take the dashes of G_DEFINE_QUARK() for minus signs, and this name is public */
GQuark
ent_error_quark (void)
{
  return g_quark_from_static_string ("ent-error-quark");
}
