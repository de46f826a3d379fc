/* html — the graph as a page to look at, in one file that needs nothing else: the page, its style and its script are
 * resources of the library (data/page/), into which the graph goes as JSON.
 *
 * The page allows the browser to run this one script, by its hash, and to load nothing: a name that slipped through as
 * markup could not do anything. */
#include "stages/export/format.h"
#include "stages/export/nodelink.h"

#include <gio/gio.h>
#include <string.h>

#define FOLDER "/entente/export/"

static const gchar *const scripts[] = { "model.js", "layout.js", "scene.js", "panel.js", "main.js" };

static void
append_file (GString *text, const gchar *name)
{
  g_autofree gchar *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_return_if_fail (bytes);
  g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* As the header of a page names what may run: SHA-256 in base 64 */
static gchar *
hash_of (const GString *text)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (sum, (const guchar *) text->str, text->len);
  g_checksum_get_digest (sum, digest, &size);
  return g_base64_encode (digest, size);
}

/* The page up to `{{graph}}`, and from there */
static gchar **
make_page (void)
{
  g_autoptr (GString) page = g_string_new (NULL), style = g_string_new (NULL), script = g_string_new (NULL);
  g_autofree gchar *style_hash = NULL, *script_hash = NULL;

  append_file (page, "page.html");
  append_file (style, "style.css");
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    append_file (script, scripts[i]);
  style_hash = hash_of (style);
  script_hash = hash_of (script);
  g_string_replace (page, "{{style-hash}}", style_hash, 1);
  g_string_replace (page, "{{script-hash}}", script_hash, 1);
  g_string_replace (page, "{{style}}", style->str, 1);
  g_string_replace (page, "{{script}}", script->str, 1);
  return g_strsplit (page->str, "{{graph}}", 2);
}

static gboolean
write_graph (EntGraph *graph, EntOutput *const *outputs, GError **error)
{
  g_auto (GStrv) page = make_page ();

  return ent_output_write (outputs[0], page[0], strlen (page[0]), error)
         && ent_nodelink_write (graph, outputs[0], ENT_NODELINK_PAGE, error)
         && ent_output_write (outputs[0], page[1], strlen (page[1]), error);
}

const EntFormat ent_format_html = {
  .name = "html",
  .summary = "the graph as a page to look at in a browser",
  .needs = ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS,
  .write = write_graph,
};
