/* A plug-in that registers no stage. */
#include <entente.h>

G_MODULE_EXPORT void
ent_plugin (void)
{
}
