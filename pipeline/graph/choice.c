#include "pipeline/graph/choice.h"

/* Of two that a name may be short for, the other must have this much less in common with it */
#define CLEARLY 2

void
ent_choice_add (EntChoice *self, guint candidate, gdouble strength)
{
  if (strength > self->most)
    {
      self->second = self->most;
      self->most = strength;
      self->best = candidate;
    }
  else
    self->second = MAX (self->second, strength);
}

gboolean
ent_choice_is_clear (const EntChoice *self, gdouble enough)
{
  return self->best >= 0 && self->most >= enough && self->most >= CLEARLY * self->second;
}
