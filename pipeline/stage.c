/* EntStage: what a stage says of itself, its options, and the calls that keep it to its word. */
#include "pipeline/document-private.h"
#include "pipeline/stage-private.h"

typedef struct
{
  gchar *pack;
} EntStagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EntStage, ent_stage, G_TYPE_OBJECT)

static GQuark
option_offset_quark (void)
{
  return g_quark_from_static_string ("ent-option-offset");
}

/* Storage by offset, generic for all stages: GObject does not inherit set_property, so each class gets it when it
 * declares its first option */
static gpointer
option_field (GObject *object, GParamSpec *pspec)
{
  return (gchar *) object + GPOINTER_TO_SIZE (g_param_spec_get_qdata (pspec, option_offset_quark ()));
}

static void
set_option (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gpointer field = option_field (object, pspec);

  if (G_VALUE_HOLDS_STRING (value))
    {
      g_free (*(gchar **) field);
      *(gchar **) field = g_value_dup_string (value);
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    {
      g_strfreev (*(gchar ***) field);
      *(gchar ***) field = g_value_dup_boxed (value);
    }
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    *(gboolean *) field = g_value_get_boolean (value);
  else if (G_VALUE_HOLDS_INT (value))
    *(gint *) field = g_value_get_int (value);
  else if (G_VALUE_HOLDS_UINT (value))
    *(guint *) field = g_value_get_uint (value);
  else if (G_VALUE_HOLDS_INT64 (value))
    *(gint64 *) field = g_value_get_int64 (value);
  else if (G_VALUE_HOLDS_UINT64 (value))
    *(guint64 *) field = g_value_get_uint64 (value);
  else if (G_VALUE_HOLDS_FLOAT (value))
    *(gfloat *) field = g_value_get_float (value);
  else if (G_VALUE_HOLDS_DOUBLE (value))
    *(gdouble *) field = g_value_get_double (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
get_option (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  gconstpointer field = option_field (object, pspec);

  if (G_VALUE_HOLDS_STRING (value))
    g_value_set_string (value, *(gchar *const *) field);
  else if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    g_value_set_boxed (value, *(gpointer const *) field);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_value_set_boolean (value, *(const gboolean *) field);
  else if (G_VALUE_HOLDS_INT (value))
    g_value_set_int (value, *(const gint *) field);
  else if (G_VALUE_HOLDS_UINT (value))
    g_value_set_uint (value, *(const guint *) field);
  else if (G_VALUE_HOLDS_INT64 (value))
    g_value_set_int64 (value, *(const gint64 *) field);
  else if (G_VALUE_HOLDS_UINT64 (value))
    g_value_set_uint64 (value, *(const guint64 *) field);
  else if (G_VALUE_HOLDS_FLOAT (value))
    g_value_set_float (value, *(const gfloat *) field);
  else if (G_VALUE_HOLDS_DOUBLE (value))
    g_value_set_double (value, *(const gdouble *) field);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ent_stage_finalize (GObject *object)
{
  EntStage *self = ENT_STAGE (object);
  EntStagePrivate *priv = ent_stage_get_instance_private (self);
  GPtrArray *options = ENT_STAGE_GET_CLASS (self)->options;

  for (guint i = 0; options && i < options->len; i++)
    {
      GParamSpec *pspec = options->pdata[i];
      gpointer field = option_field (object, pspec);

      if (pspec->value_type == G_TYPE_STRING)
        g_clear_pointer ((gchar **) field, g_free);
      else if (pspec->value_type == G_TYPE_STRV)
        g_clear_pointer ((gchar ***) field, g_strfreev);
    }
  g_free (priv->pack);
  G_OBJECT_CLASS (ent_stage_parent_class)->finalize (object);
}

static void
ent_stage_class_init (EntStageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_stage_finalize;
}

static void
ent_stage_init (EntStage *self)
{
}

/**
 * ent_stage_class_describe:
 * @klass: the class
 * @name: the word that stands for it in a pipeline: small letters, digits and `-`
 * @summary: what it does, in a line
 * @needs: the layers that must be there
 * @makes: the layers that it adds to
 *
 * Says what a stage is. Each stage calls it in its class_init, before it declares options. Those of a described stage
 * that it derives from are its own, too.
 */
void
ent_stage_class_describe (EntStageClass *klass, const gchar *name, const gchar *summary, EntLayers needs,
                          EntLayers makes)
{
  GPtrArray *inherited = klass->options;

  klass->name = g_intern_string (name);
  klass->summary = g_intern_string (summary);
  klass->needs = needs;
  klass->makes = makes;
  klass->options = g_ptr_array_new ();
  if (inherited)
    g_ptr_array_extend (klass->options, inherited, NULL, NULL);
}

/**
 * ent_stage_class_option:
 * @klass: the class, described
 * @offset: where its value is kept in the instance, from G_STRUCT_OFFSET()
 * @pspec: (transfer floating): name, summary, type, range and default of the option, with %ENT_OPTION for flags: of
 *   type boolean, int, uint, int64, uint64, float, double, string, or boxed of %G_TYPE_STRV
 *
 * Gives a stage an option, which is a property in C and Python, and `name=value` in the text of a pipeline. Strings
 * are freed with the stage.
 */
void
ent_stage_class_option (EntStageClass *klass, gsize offset, GParamSpec *pspec)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_return_if_fail (klass->options != NULL);

  object_class->set_property = set_option;
  object_class->get_property = get_option;
  g_param_spec_set_qdata (pspec, option_offset_quark (), GSIZE_TO_POINTER (offset));
  pspec->flags |= G_PARAM_CONSTRUCT;
  g_object_class_install_property (object_class, klass->options->len + 1, pspec);
  g_ptr_array_add (klass->options, pspec);
}

/**
 * ent_stage_get_name:
 * @self: a stage
 *
 * Returns: (transfer none): the word that stands for it in a pipeline
 */
const gchar *
ent_stage_get_name (EntStage *self)
{
  const gchar *name = ENT_STAGE_GET_CLASS (self)->name;

  return name ? name : G_OBJECT_TYPE_NAME (self);
}

/**
 * ent_stage_get_summary:
 * @self: a stage
 *
 * Returns: (transfer none): what it does, in a line
 */
const gchar *
ent_stage_get_summary (EntStage *self)
{
  const gchar *summary = ENT_STAGE_GET_CLASS (self)->summary;

  return summary ? summary : "";
}

/**
 * ent_stage_get_needs:
 * @self: a stage
 *
 * Returns: the layers that must be there before it, as its options stand
 */
EntLayers
ent_stage_get_needs (EntStage *self)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);

  return klass->get_needs ? klass->get_needs (self) : klass->needs;
}

/**
 * ent_stage_get_makes:
 * @self: a stage
 *
 * Returns: the layers that it adds to, as its options stand; of a source: those that its documents may bring along
 */
EntLayers
ent_stage_get_makes (EntStage *self)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);

  return klass->get_makes ? klass->get_makes (self) : klass->makes;
}

/**
 * ent_stage_list_options:
 * @self: a stage
 * @n: (out): how many
 *
 * Returns: (transfer container) (array length=n): its options, in the order in which it declares them
 */
GParamSpec **
ent_stage_list_options (EntStage *self, guint *n)
{
  GPtrArray *options = ENT_STAGE_GET_CLASS (self)->options;

  *n = options ? options->len : 0;
  return g_memdup2 (options ? options->pdata : NULL, *n * sizeof (GParamSpec *));
}

/**
 * ent_stage_set_pack:
 * @self: a stage
 * @pack: (nullable): a folder of language data that goes before the default pack
 */
void
ent_stage_set_pack (EntStage *self, const gchar *pack)
{
  EntStagePrivate *priv = ent_stage_get_instance_private (self);
  gchar *copy = g_strdup (pack); /* which may be the old one */

  g_free (priv->pack);
  priv->pack = copy;
}

const gchar *
ent_stage_get_pack (EntStage *self)
{
  EntStagePrivate *priv = ent_stage_get_instance_private (self);

  return priv->pack;
}

/**
 * ent_stage_find_data:
 * @self: a stage
 * @name: a file of a pack, such as "tokenise/abbreviations.txt"
 * @error: where to put an error
 *
 * Looks in the pack in use, then in the default pack.
 *
 * Errors: %ENT_ERROR_MODEL when it is in neither; the message lists the places.
 *
 * Returns: (transfer full): its path
 */
gchar *
ent_stage_find_data (EntStage *self, const gchar *name, GError **error)
{
  EntStagePrivate *priv = ent_stage_get_instance_private (self);

  return ent_pack_find (priv->pack, name, error);
}

/* What a model was trained with lies in its own pack, "PACK/STEP/MODEL", where that has it: another pack's would not
 * go with it */
gchar *
ent_stage_find_beside (EntStage *self, const gchar *model, const gchar *name, GError **error)
{
  g_autofree gchar *step = g_path_get_dirname (model);
  g_autofree gchar *pack = g_path_get_dirname (step);
  g_autofree gchar *path = g_build_filename (pack, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : ent_stage_find_data (self, name, error);
}

/**
 * ent_stage_is_source:
 * @self: a stage
 *
 * Returns: whether it makes documents
 */
gboolean
ent_stage_is_source (EntStage *self)
{
  return ENT_STAGE_GET_CLASS (self)->produce != NULL;
}

/* A stage in Python that raises an exception comes back as FALSE with no error: give one, and name the stage */
static gboolean
conclude (EntStage *self, gboolean ok, const gchar *doing, GError *local, GError **error)
{
  if (ok && !local)
    return TRUE;
  if (!local)
    g_set_error (&local, ENT_ERROR, ENT_ERROR_STAGE, "failed to %s without saying why", doing);
  g_prefix_error (&local, "stage '%s': ", ent_stage_get_name (self));
  g_propagate_error (error, local);
  return FALSE;
}

/**
 * ent_stage_load:
 * @self: a stage
 * @error: where to put an error
 *
 * Reads models and opens files. After it the stage is read-only but for its @collect and @finish.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_stage_load (EntStage *self, GError **error)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);
  GError *local = NULL;
  gboolean ok = !klass->load || klass->load (self, &local);

  return conclude (self, ok, "load", local, error);
}

/**
 * ent_stage_process:
 * @self: a loaded stage
 * @doc: a document with the layers that it needs
 * @error: where to put an error
 *
 * Lets the stage add its layers.
 *
 * Errors: what the stage says; %ENT_ERROR_STAGE where it breaks its word: adds to a layer that it does not say it
 * makes, adds what does not fit the layers before, or fails without an error.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_stage_process (EntStage *self, EntDocument *doc, GError **error)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);
  EntLayers missing = ent_stage_get_needs (self) & ~ent_document_get_layers (doc);
  g_autofree gchar *breach = NULL;
  g_autofree gchar *advice = missing ? ent_stage_advise (missing) : NULL;
  GError *local = NULL;
  gboolean ok;

  if (missing)
    {
      g_set_error (&local, ENT_ERROR, ENT_ERROR_STAGE, "this document lacks %s", advice);
      return conclude (self, FALSE, "process", local, error);
    }
  ent_document_enter (doc, ent_stage_get_name (self), ent_stage_get_makes (self));
  ok = !klass->process || klass->process (self, doc, &local);
  breach = ent_document_leave (doc);
  if (ok && !local && breach)
    g_set_error_literal (&local, ENT_ERROR, ENT_ERROR_STAGE, breach);
  if (ok && !local)
    ent_document_mark_layers (doc, ent_stage_get_makes (self));
  return conclude (self, ok, "process the document", local, error);
}

/**
 * ent_stage_collect:
 * @self: a loaded stage
 * @doc: a document that has been through all stages
 * @error: where to put an error
 *
 * Shows the stage the documents one at a time, in the order of the input.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_stage_collect (EntStage *self, EntDocument *doc, GError **error)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);
  GError *local = NULL;
  gboolean ok = !klass->collect || klass->collect (self, doc, &local);

  return conclude (self, ok, "collect the document", local, error);
}

/**
 * ent_stage_finish:
 * @self: a loaded stage
 * @error: where to put an error
 *
 * Says that no more documents come.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_stage_finish (EntStage *self, GError **error)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);
  GError *local = NULL;
  gboolean ok = !klass->finish || klass->finish (self, &local);

  return conclude (self, ok, "finish", local, error);
}

/**
 * ent_stage_produce:
 * @self: a loaded source
 * @doc: (out) (transfer full) (nullable): the next document, %NULL after the last
 * @error: where to put an error
 *
 * Makes the next document. After an error it may be called again, for the one after.
 *
 * Errors: what the source says; %ENT_ERROR_INPUT where it added what does not fit to the document; %ENT_ERROR_STAGE
 * where it fails without an error.
 *
 * Returns: %TRUE on success and at the end
 */
gboolean
ent_stage_produce (EntStage *self, EntDocument **doc, GError **error)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);
  g_autofree gchar *breach = NULL;
  GError *local = NULL;
  gboolean ok;

  *doc = NULL;
  ok = !klass->produce || klass->produce (self, doc, &local);
  breach = *doc ? ent_document_leave (*doc) : NULL;
  if (ok && !local && breach)
    g_set_error (&local, ENT_ERROR, ENT_ERROR_INPUT, "document '%s': %s",
                 ent_document_get_id (*doc) ? ent_document_get_id (*doc) : "", breach);
  if (ok && !local)
    return TRUE;
  g_clear_object (doc);
  return conclude (self, ok, "read a document", local, error);
}

/**
 * ent_stage_get_progress:
 * @self: a source
 *
 * Returns: how much of the input is done, 0 to 1; below 0 when unknown
 */
gdouble
ent_stage_get_progress (EntStage *self)
{
  EntStageClass *klass = ENT_STAGE_GET_CLASS (self);

  return klass->get_progress ? klass->get_progress (self) : -1;
}
