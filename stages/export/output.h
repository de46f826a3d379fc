/* One output: a file, or standard output. Its errors name it and the reason. */
#pragma once

#include <entente/error.h>

G_BEGIN_DECLS

typedef struct _EntOutput EntOutput;

typedef enum
{
  ENT_OUTPUT_STREAM, /* the file grows record by record and is good after each */
  ENT_OUTPUT_WHOLE   /* the file is there complete or, where the run ends early, not at all (or as it was) */
} EntOutputMode;

EntOutput *ent_output_open (const gchar *path, EntOutputMode mode, GError **error);
void ent_output_free (EntOutput *self);
gboolean ent_output_write (EntOutput *self, const gchar *record, gsize length, GError **error);
gboolean ent_output_flush (EntOutput *self, GError **error);
gboolean ent_output_close (EntOutput *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntOutput, ent_output_free)

G_END_DECLS
