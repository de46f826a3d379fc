/* The one error domain. */
#include <entente/error.h>

G_DEFINE_QUARK (ent - error - quark, ent_error)
