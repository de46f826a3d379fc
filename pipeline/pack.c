/* Packs: where the language data of the stages is found. A user's pack goes first, the default one fills its gaps. */
#define _GNU_SOURCE
#include "pipeline/stage-private.h"

#include <dlfcn.h>

#define DEFAULT_PACK "share/entente/en"

/* The folder of the library itself, so that a build tree and an installed tree can be moved */
static gchar *
library_folder (void)
{
  Dl_info info;

  if (dladdr ((void *) ent_pack_find, &info) && info.dli_fname)
    return g_path_get_dirname (info.dli_fname);
  return g_strdup (".");
}

static gboolean
try_folder (const gchar *folder, const gchar *name, gchar **found, GString *tried)
{
  g_autofree gchar *path = NULL;

  if (!folder)
    return FALSE;
  path = g_build_filename (folder, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    *found = g_steal_pointer (&path);
  else
    g_string_append_printf (tried, "%s%s", tried->len ? ", " : "", path);
  return *found != NULL;
}

gchar *
ent_pack_find (const gchar *pack, const gchar *name, GError **error)
{
  g_autofree gchar *library = library_folder ();
  g_autofree gchar *beside = g_build_filename (library, DEFAULT_PACK, NULL);
  g_autofree gchar *above = g_build_filename (library, "..", DEFAULT_PACK, NULL);
  g_autofree gchar *further = g_build_filename (library, "..", "..", DEFAULT_PACK, NULL);
  const gchar *chosen = g_getenv ("ENTENTE_PACK");
  const gchar *folders[] = { pack, chosen, beside, above, further, ENT_PACK_DIR };
  g_autoptr (GString) tried = g_string_new (NULL);
  gchar *found = NULL;

  if (chosen && *chosen && !g_file_test (chosen, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "$ENTENTE_PACK: %s: expected a folder of language data", chosen);
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (try_folder (folders[i], name, &found, tried))
      return found;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: not in any pack: looked for %s", name, tried->str);
  return NULL;
}
