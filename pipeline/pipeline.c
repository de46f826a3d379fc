/* EntPipeline: stages in a row. It knows no stage by name; what fits together follows from what each says it needs
 * and makes. */
#include "pipeline/stage-private.h"
#include <entente/pipeline.h>

#include <string.h>

struct _EntPipeline
{
  GObject parent_instance;

  GPtrArray *stages;
  gchar *pack;
  gboolean loaded;
};

G_DEFINE_FINAL_TYPE (EntPipeline, ent_pipeline, G_TYPE_OBJECT)

static void
ent_pipeline_finalize (GObject *object)
{
  EntPipeline *self = ENT_PIPELINE (object);

  g_ptr_array_unref (self->stages);
  g_free (self->pack);
  G_OBJECT_CLASS (ent_pipeline_parent_class)->finalize (object);
}

static void
ent_pipeline_class_init (EntPipelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_pipeline_finalize;
}

static void
ent_pipeline_init (EntPipeline *self)
{
  self->stages = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * ent_pipeline_new:
 *
 * Returns: (transfer full): a pipeline without stages
 */
EntPipeline *
ent_pipeline_new (void)
{
  return g_object_new (ENT_TYPE_PIPELINE, NULL);
}

/**
 * ent_pipeline_prepend:
 * @self: a pipeline that is not loaded
 * @stage: goes before all others
 */
void
ent_pipeline_prepend (EntPipeline *self, EntStage *stage)
{
  g_return_if_fail (!self->loaded);

  g_ptr_array_insert (self->stages, 0, g_object_ref (stage));
}

/**
 * ent_pipeline_append:
 * @self: a pipeline that is not loaded
 * @stage: goes after all others
 */
void
ent_pipeline_append (EntPipeline *self, EntStage *stage)
{
  g_return_if_fail (!self->loaded);

  g_ptr_array_add (self->stages, g_object_ref (stage));
}

/**
 * ent_pipeline_insert:
 * @self: a pipeline that is not loaded
 * @position: how many stages go before it, at most all of them
 * @stage: goes there
 */
void
ent_pipeline_insert (EntPipeline *self, guint position, EntStage *stage)
{
  g_return_if_fail (!self->loaded && position <= self->stages->len);

  g_ptr_array_insert (self->stages, position, g_object_ref (stage));
}

/**
 * ent_pipeline_get_stages:
 * @self: a pipeline
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): its stages in order
 */
EntStage *const *
ent_pipeline_get_stages (EntPipeline *self, guint *n)
{
  *n = self->stages->len;
  return (EntStage *const *) self->stages->pdata;
}

/**
 * ent_pipeline_set_pack:
 * @self: a pipeline that is not loaded
 * @pack: (nullable): a folder of language data that goes before the default pack
 */
void
ent_pipeline_set_pack (EntPipeline *self, const gchar *pack)
{
  gchar *copy = g_strdup (pack); /* which may be the old one */

  g_free (self->pack);
  self->pack = copy;
}

/* One word after a stage's name: `option=value` */
static gboolean
take_option (EntStage *stage, const gchar *word, GError **error)
{
  const gchar *equals = strchr (word, '=');
  g_autofree gchar *option = equals ? g_strndup (word, equals - word) : NULL;

  if (equals && equals > word)
    return ent_stage_set_option (stage, option, equals + 1, error);
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "pipeline: '%s' after stage '%s': expected option=value or '!'", word,
               ent_stage_get_name (stage));
  return FALSE;
}

/* Words are stages, options and `!` in between */
static gboolean
take_words (EntPipeline *self, gchar **words, GError **error)
{
  EntStage *stage = NULL;

  for (guint i = 0; words[i]; i++)
    if (g_str_equal (words[i], "!"))
      {
        if (!stage || !words[i + 1] || g_str_equal (words[i + 1], "!"))
          {
            g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                         "pipeline: '!' as word %u: expected it between two stages, as in 'tokenise ! tag'", i + 1);
            return FALSE;
          }
        stage = NULL;
      }
    else if (stage)
      {
        if (!take_option (stage, words[i], error))
          return FALSE;
      }
    else
      {
        stage = ent_stage_new (words[i], error);
        if (!stage)
          return FALSE;
        g_ptr_array_add (self->stages, stage);
      }
  return TRUE;
}

/**
 * ent_pipeline_new_from_text:
 * @text: stages with options between `!`: `tokenise ! tag names=off ! ./libmine.so:mystage`; quoted as in a shell
 * @error: where to put an error
 *
 * Errors: %ENT_ERROR_USAGE for what cannot be understood, %ENT_ERROR_PLUGIN for a plug-in that cannot be loaded.
 *
 * Returns: (transfer full): a new pipeline, or %NULL
 */
EntPipeline *
ent_pipeline_new_from_text (const gchar *text, GError **error)
{
  g_autoptr (EntPipeline) self = ent_pipeline_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) local = NULL;

  if (!g_shell_parse_argv (text, NULL, &words, &local)
      && !g_error_matches (local, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "pipeline '%s': %s", text, local->message);
      return NULL;
    }
  if (words && !take_words (self, words, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* One value, or each of a list: key files put `;` between them. GKeyFile gives a value along with the error of a bad
 * escape, so it is the error that tells */
static gchar **
get_values (GKeyFile *file, const gchar *group, const gchar *key, gboolean is_list, GError **error)
{
  g_auto (GStrv) values = NULL;
  GError *local = NULL;

  if (is_list)
    values = g_key_file_get_string_list (file, group, key, NULL, &local);
  else
    {
      values = g_new0 (gchar *, 2);
      values[0] = g_key_file_get_string (file, group, key, &local);
    }
  if (!local)
    return g_steal_pointer (&values);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
take_key (EntStage *stage, GKeyFile *file, const gchar *group, const gchar *key, GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (stage), key);
  g_auto (GStrv) values = get_values (file, group, key, pspec && pspec->value_type == G_TYPE_STRV, error);

  for (guint i = 0; values && values[i]; i++)
    if (!ent_stage_set_option (stage, key, values[i], error))
      return FALSE;
  return values != NULL;
}

static gboolean
take_group (EntStage *stage, GKeyFile *file, const gchar *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++)
    if (!take_key (stage, file, group, keys[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
take_key_file (EntPipeline *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) names = g_key_file_get_string_list (file, "pipeline", "stages", NULL, error);

  for (guint i = 0; names && names[i]; i++)
    {
      g_autofree gchar *name = g_strstrip (g_strdup (names[i]));
      EntStage *stage = ent_stage_new (name, error);

      if (!stage)
        return FALSE;
      g_ptr_array_add (self->stages, stage);
      if (!take_group (stage, file, name, error))
        return FALSE;
    }
  return names != NULL;
}

/* A key or group that nobody takes is a spelling mistake that would pass unseen */
static gboolean
check_keys (GKeyFile *file, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "pipeline", NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++)
    if (!g_str_equal (keys[i], "stages"))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "group [pipeline], key '%s': expected no other than 'stages'",
                     keys[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_groups (GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_auto (GStrv) names = g_key_file_get_string_list (file, "pipeline", "stages", NULL, NULL);

  for (guint i = 0; names && names[i]; i++)
    g_strstrip (names[i]);
  for (guint i = 0; groups[i]; i++)
    if (!g_str_equal (groups[i], "pipeline") && !(names && g_strv_contains ((const gchar *const *) names, groups[i])))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "group [%s]: expected [pipeline] or one of its stages",
                     groups[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * ent_pipeline_new_from_key_file:
 * @path: a key file with `stages=tokenise;tag` in the group `[pipeline]`, and a group of options for each stage, named
 *   as it is there; the values of a list are separated by `;`
 * @error: where to put an error
 *
 * Errors: %ENT_ERROR_USAGE for what cannot be read or understood, %ENT_ERROR_PLUGIN for a plug-in that cannot be
 * loaded.
 *
 * Returns: (transfer full): a new pipeline, or %NULL
 */
EntPipeline *
ent_pipeline_new_from_key_file (const gchar *path, GError **error)
{
  g_autoptr (EntPipeline) self = ent_pipeline_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local) || !check_keys (file, &local)
      || !check_groups (file, &local) || !take_key_file (self, file, &local))
    {
      g_set_error (error, ENT_ERROR, local->domain == ENT_ERROR ? local->code : ENT_ERROR_USAGE, "%s: %s", path,
                   local->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
check_order (EntPipeline *self, guint i, GError **error)
{
  EntStage *stage = self->stages->pdata[i];

  if (!ent_stage_is_source (stage) || i == 0)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "stage %u, '%s', makes documents: expected it first", i + 1,
               ent_stage_get_name (stage));
  return FALSE;
}

/* Each stage's needed layers are made before it */
static gboolean
check (EntPipeline *self, GError **error)
{
  EntLayers made = ENT_LAYER_NONE;

  for (guint i = 0; i < self->stages->len; i++)
    {
      EntStage *stage = self->stages->pdata[i];
      EntLayers missing = ent_stage_get_needs (stage) & ~made;

      if (!check_order (self, i, error))
        return FALSE;
      if (missing)
        {
          g_autofree gchar *advice = ent_stage_advise (missing);

          g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "stage %u, '%s', lacks %s", i + 1, ent_stage_get_name (stage),
                       advice);
          return FALSE;
        }
      made |= ent_stage_get_makes (stage);
    }
  return TRUE;
}

static gboolean
check_pack (EntPipeline *self, GError **error)
{
  if (!self->pack || g_file_test (self->pack, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "pack %s: expected a folder of language data", self->pack);
  return FALSE;
}

/**
 * ent_pipeline_load:
 * @self: a pipeline
 * @error: where to put an error
 *
 * Checks that the stages fit together, then loads each. Needed once, before the first document.
 *
 * Errors: %ENT_ERROR_USAGE when a stage needs a layer that none before it makes (the message names one that does);
 * %ENT_ERROR_MODEL when the pack is not a folder; what the stages say.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_pipeline_load (EntPipeline *self, GError **error)
{
  if (self->loaded)
    return TRUE;
  for (guint i = 0; i < self->stages->len; i++) /* what a stage makes may depend on what the pack has */
    ent_stage_set_pack (self->stages->pdata[i], self->pack);
  if (!check (self, error) || !check_pack (self, error))
    return FALSE;
  for (guint i = 0; i < self->stages->len; i++)
    if (!ent_stage_load (self->stages->pdata[i], error))
      return FALSE;
  self->loaded = TRUE;
  return TRUE;
}

/* What an annotated input brought along and a stage makes afresh goes. Tokens and sentences stay: they are the
 * input's own, and a tokeniser adds only those that a document does not have. */
static void
make_room (EntPipeline *self, EntDocument *doc)
{
  EntLayers made = ENT_LAYER_NONE;

  for (guint i = 0; i < self->stages->len; i++)
    if (!ent_stage_is_source (self->stages->pdata[i]))
      made |= ent_stage_get_makes (self->stages->pdata[i]);
  ent_document_clear_layers (doc, made & ~(ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES));
}

/**
 * ent_pipeline_process:
 * @self: a loaded pipeline
 * @doc: a document
 * @error: where to put an error
 *
 * Lets each stage in turn add its layers. Safe to call from many threads, with a document each.
 *
 * Returns: %TRUE on success; else the first stage's error, and the stages after it have not run
 */
gboolean
ent_pipeline_process (EntPipeline *self, EntDocument *doc, GError **error)
{
  g_return_val_if_fail (self->loaded, FALSE);

  make_room (self, doc);
  for (guint i = 0; i < self->stages->len; i++)
    if (!ent_stage_is_source (self->stages->pdata[i]) && !ent_stage_process (self->stages->pdata[i], doc, error))
      return FALSE;
  return TRUE;
}

/**
 * ent_pipeline_collect:
 * @self: a loaded pipeline
 * @doc: a document that ent_pipeline_process() did
 * @error: where to put an error
 *
 * Shows the document to the stages that take them in order, such as exporters. One thread at a time.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_pipeline_collect (EntPipeline *self, EntDocument *doc, GError **error)
{
  for (guint i = 0; i < self->stages->len; i++)
    if (!ent_stage_collect (self->stages->pdata[i], doc, error))
      return FALSE;
  return TRUE;
}

/**
 * ent_pipeline_finish:
 * @self: a loaded pipeline
 * @error: where to put an error
 *
 * Says that no more documents come, so that outputs are completed: each, though one before it may fail.
 *
 * Returns: %TRUE on success; else the first error
 */
gboolean
ent_pipeline_finish (EntPipeline *self, GError **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < self->stages->len; i++)
    ok &= ent_stage_finish (self->stages->pdata[i], ok ? error : NULL);
  return ok;
}
