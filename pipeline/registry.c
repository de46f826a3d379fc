/* The registry: stages by name, built in or from plug-ins, which stay in memory because static types cannot be
 * unloaded. */
#include "pipeline/stage-private.h"

#include <gmodule.h>
#include <string.h>

/* All that follows is guarded by `lock` */
static GRecMutex lock;
static GHashTable *types;     /* name → GType */
static GPtrArray *names;      /* in the order of registration */
static GHashTable *plugins;   /* path → GPtrArray of names */
static GHashTable *faults;    /* path → what the plug-in did wrong */
static GPtrArray *registered; /* what the plug-in being loaded registers, NULL outside of that */
static gchar *complaint;      /* what it did wrong so far */

static void
complain (gchar *text)
{
  if (registered && !complaint)
    complaint = text;
  else
    {
      g_warning ("%s", text);
      g_free (text);
    }
}

static void
set_up (void)
{
  if (types)
    return;
  types = g_hash_table_new (g_str_hash, g_str_equal);
  names = g_ptr_array_new ();
  plugins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ent_register_builtin_stages ();
}

/* Why it cannot be a stage, or NULL */
static gchar *
find_fault (GType type, const EntStageClass *klass)
{
  gpointer other = klass && klass->name ? g_hash_table_lookup (types, klass->name) : NULL;

  if (!g_type_name (type))
    return g_strdup ("registers a type that does not exist: expected one whose name no other plug-in's type has");
  if (!klass)
    return g_strdup_printf ("type '%s' is not a stage: expected one derived from EntStage", g_type_name (type));
  if (G_TYPE_IS_ABSTRACT (type))
    return g_strdup_printf ("type '%s' is abstract: expected one that can be made", g_type_name (type));
  if (!klass->name)
    return g_strdup_printf ("type '%s' does not say what it is: expected a call of ent_stage_class_describe()",
                            g_type_name (type));
  if (other && other != GSIZE_TO_POINTER (type))
    return g_strdup_printf ("the name '%s' is taken by another stage", klass->name);
  return NULL;
}

/* Nothing new where it is known already: a plug-in may be reached by two paths */
static void
add_stage (GType type, gchar *name)
{
  if (g_hash_table_insert (types, name, GSIZE_TO_POINTER (type)))
    g_ptr_array_add (names, name);
  if (registered && !g_ptr_array_find (registered, name, NULL))
    g_ptr_array_add (registered, name);
}

/**
 * ent_stage_register:
 * @type: a type derived from #EntStage whose class is described
 *
 * Makes a stage known by its name. A plug-in does it in its function `ent_plugin`.
 */
void
ent_stage_register (GType type)
{
  EntStageClass *klass = g_type_is_a (type, ENT_TYPE_STAGE) ? g_type_class_ref (type) : NULL;
  gchar *fault;

  g_rec_mutex_lock (&lock);
  set_up ();
  fault = find_fault (type, klass);
  if (fault)
    complain (fault);
  else
    add_stage (type, (gchar *) klass->name);
  g_rec_mutex_unlock (&lock);
}

static gboolean
call_plugin (const gchar *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  GModule *module = g_module_open_full (path, G_MODULE_BIND_LOCAL, &local);
  gpointer function = NULL;

  if (!module)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_PLUGIN, "plug-in %s: cannot be loaded: %s", path, local->message);
      return FALSE;
    }
  g_module_make_resident (module);
  if (!g_module_symbol (module, "ent_plugin", &function) || !function)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_PLUGIN, "plug-in %s: has no function 'ent_plugin'", path);
      return FALSE;
    }
  ((void (*) (void)) function) ();
  return TRUE;
}

/* What is wrong with what a plug-in did, or NULL */
static gchar *
take_complaint (GPtrArray *mine)
{
  gchar *wrong = g_steal_pointer (&complaint);

  return wrong || mine->len ? wrong : g_strdup ("registers no stage");
}

/* A plug-in that does something wrong is not called again, which might hang (its types cannot be registered twice), and
 * none of its stages is kept */
static void
condemn (const gchar *path, gchar *wrong, guint first_name)
{
  for (guint i = first_name; i < names->len; i++)
    g_hash_table_remove (types, names->pdata[i]);
  g_ptr_array_set_size (names, first_name);
  g_hash_table_insert (faults, g_strdup (path), wrong);
}

/* The names of the stages in the plug-in at `path`, which is loaded once */
static GPtrArray *
load_plugin (const gchar *path, GError **error)
{
  g_autofree gchar *full = g_canonicalize_filename (path, NULL);
  g_autoptr (GPtrArray) mine = g_ptr_array_new ();
  guint n_before = names->len;
  gchar *wrong;
  gboolean ok;

  if (g_hash_table_contains (plugins, full))
    return g_hash_table_lookup (plugins, full);
  if (!g_hash_table_contains (faults, full))
    {
      registered = mine;
      ok = call_plugin (full, error);
      registered = NULL;
      if (!ok)
        return NULL;
      wrong = take_complaint (mine);
      if (!wrong)
        {
          g_hash_table_insert (plugins, g_steal_pointer (&full), mine);
          return g_steal_pointer (&mine);
        }
      condemn (full, wrong, n_before);
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_PLUGIN, "plug-in %s: %s", path,
               (const gchar *) g_hash_table_lookup (faults, full));
  return NULL;
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const gchar *const *) a, *(const gchar *const *) b);
}

static void
load_plugin_folder (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, "." G_MODULE_SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!load_plugin (paths->pdata[i], &error))
        g_warning ("%s", error->message);
    }
}

/* Only when a name is asked for that is not built in, so that start-up does not pay for it */
static void
load_plugin_path (void)
{
  static gboolean done;
  g_auto (GStrv) folders = NULL;

  if (done)
    return;
  done = TRUE;
  folders = g_strsplit (g_getenv ("ENTENTE_PLUGIN_PATH") ? g_getenv ("ENTENTE_PLUGIN_PATH") : "",
                        G_SEARCHPATH_SEPARATOR_S, -1);
  for (guint i = 0; folders[i]; i++)
    if (*folders[i])
      load_plugin_folder (folders[i]);
}

static gchar *
join_names (GPtrArray *some)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < some->len; i++)
    g_string_append_printf (joined, "%s%s", i ? ", " : "", (const gchar *) some->pdata[i]);
  return g_strdup (joined->str);
}

static const gchar *
choose_from_plugin (const gchar *path, const gchar *wanted, GPtrArray *mine, GError **error)
{
  g_autofree gchar *joined = join_names (mine);

  if (!wanted && mine->len == 1)
    return mine->pdata[0];
  for (guint i = 0; wanted && i < mine->len; i++)
    if (g_str_equal (mine->pdata[i], wanted))
      return mine->pdata[i];
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "plug-in %s: %s%s: expected %s:NAME, NAME one of %s", path,
               wanted ? "has no stage " : "has several stages", wanted ? wanted : "", path, joined);
  return NULL;
}

/* "./libmine.so:mystage", or "./libmine.so" where it has but one stage */
static const gchar *
find_in_plugin (const gchar *text, GError **error)
{
  const gchar *slash = strrchr (text, '/');
  const gchar *colon = strrchr (slash ? slash : text, ':');
  g_autofree gchar *path = colon ? g_strndup (text, colon - text) : g_strdup (text);
  GPtrArray *mine = load_plugin (path, error);

  return mine ? choose_from_plugin (path, colon ? colon + 1 : NULL, mine, error) : NULL;
}

static const gchar *
find_by_name (const gchar *name, GError **error)
{
  g_autofree gchar *known = NULL;

  if (!g_hash_table_contains (types, name))
    load_plugin_path ();
  if (g_hash_table_contains (types, name))
    return name;
  known = join_names (names);
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
               "unknown stage '%s': expected one of %s, or the path of a plug-in such as ./libmine.so:mystage", name,
               known);
  return NULL;
}

static GType
find_type (const gchar *text, GError **error)
{
  gboolean is_path = strpbrk (text, "/:") || g_str_has_suffix (text, "." G_MODULE_SUFFIX);
  const gchar *name;
  GType type;

  g_rec_mutex_lock (&lock);
  set_up ();
  name = is_path ? find_in_plugin (text, error) : find_by_name (text, error);
  type = name ? GPOINTER_TO_SIZE (g_hash_table_lookup (types, name)) : G_TYPE_INVALID;
  g_rec_mutex_unlock (&lock);
  return type;
}

/**
 * ent_stage_new:
 * @name: the name of a stage, or `PATH:NAME` of one in a plug-in
 * @error: where to put an error
 *
 * Makes a stage with its options at their defaults. Plug-ins in the folders of `$ENTENTE_PLUGIN_PATH` are found by
 * name.
 *
 * Errors: %ENT_ERROR_USAGE for an unknown name, %ENT_ERROR_PLUGIN for a plug-in that cannot be loaded.
 *
 * Returns: (transfer full): a new stage, or %NULL
 */
EntStage *
ent_stage_new (const gchar *name, GError **error)
{
  GType type = find_type (name, error);

  return type == G_TYPE_INVALID ? NULL : g_object_new (type, NULL);
}

/**
 * ent_stage_list_names:
 *
 * Returns: (transfer container) (array zero-terminated=1): the stages known by name, those of `$ENTENTE_PLUGIN_PATH`
 *   included: first the built-in ones in the order of the flow
 */
const gchar **
ent_stage_list_names (void)
{
  const gchar **list;

  g_rec_mutex_lock (&lock);
  set_up ();
  load_plugin_path ();
  list = g_new0 (const gchar *, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    list[i] = names->pdata[i];
  g_rec_mutex_unlock (&lock);
  return list;
}

/* The stage to add first: one that makes the first of the layers in the order of the flow */
gchar *
ent_stage_advise (EntLayers missing)
{
  g_autofree gchar *layers = ent_layers_to_string (missing);
  EntLayers first = missing & -missing;
  gchar *advice = NULL;

  g_rec_mutex_lock (&lock);
  set_up ();
  for (guint i = 0; i < names->len && !advice; i++)
    {
      GType type = GPOINTER_TO_SIZE (g_hash_table_lookup (types, names->pdata[i]));
      g_autoptr (EntStage) stage = g_object_new (type, NULL);

      if (!ent_stage_is_source (stage) && ent_stage_get_makes (stage) & first)
        advice = g_strdup_printf ("the layer %s: put '%s' before it", layers, (const gchar *) names->pdata[i]);
    }
  g_rec_mutex_unlock (&lock);
  return advice ? advice : g_strdup_printf ("the layer %s, which no known stage makes", layers);
}
