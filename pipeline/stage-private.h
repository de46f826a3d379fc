/* What the registry and the stage class share. */
#pragma once

#include <entente/stage.h>

/* Where the data of the default pack lie: next to the library in a build tree, in share/ where it is installed */
gchar *ent_pack_find (const gchar *pack, const gchar *name, GError **error);

/* The pack that goes before the default one, or NULL */
const gchar *ent_stage_get_pack (EntStage *self);

/* A file that goes with a model, for g_free(); the model by its path */
gchar *ent_stage_find_beside (EntStage *self, const gchar *model, const gchar *name, GError **error);

/* "the layer tokens: put 'tokenise' before it", for a message about layers that nobody made */
gchar *ent_stage_advise (EntLayers missing);

/* Defined in stages/: the one place that lists the built-in stages */
void ent_register_builtin_stages (void);
