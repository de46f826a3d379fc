/* A plug-in that registers what is not a stage. */
#include <entente.h>

typedef GObject Plain;
typedef GObjectClass PlainClass;
G_DEFINE_TYPE (Plain, plain, G_TYPE_OBJECT)

static void
plain_class_init (PlainClass *klass)
{
}

static void
plain_init (Plain *self)
{
}

G_MODULE_EXPORT void
ent_plugin (void)
{
  ent_stage_register (plain_get_type ());
}
