/* Where a short form may stand for several, it must be clear which. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `best` is -1 before the first */
typedef struct
{
  gint best;
  gdouble most;
  gdouble second;
} EntChoice;

void ent_choice_add (EntChoice *self, guint candidate, gdouble strength);
gboolean ent_choice_is_clear (const EntChoice *self, gdouble enough);

G_END_DECLS
