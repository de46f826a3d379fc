/* A plug-in without the function `ent_plugin`. */
#include <gmodule.h>

G_MODULE_EXPORT void
plugin_init (void)
{
}
