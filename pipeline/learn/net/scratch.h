/* Memory of one sentence's computations: taken piece by piece, given back all at once. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EntScratch EntScratch;

EntScratch *ent_scratch_new (void);
void ent_scratch_free (EntScratch *self);
gpointer ent_scratch_take (EntScratch *self, gsize size);
void ent_scratch_reset (EntScratch *self);

/* n zeros */
gfloat *ent_scratch_floats (EntScratch *self, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntScratch, ent_scratch_free)

G_END_DECLS
