/* Options of stages as text: `name=value` from a pipeline, checked against the option's type and range. */
#include <entente/stage.h>

#include <errno.h>
#include <string.h>

static gboolean
parse_boolean (const gchar *text, GValue *value)
{
  static const gchar *const yes[] = { "true", "yes", "on", "1", NULL };
  static const gchar *const no[] = { "false", "no", "off", "0", NULL };
  gboolean is_yes = g_strv_contains (yes, text);

  g_value_set_boolean (value, is_yes);
  return is_yes || g_strv_contains (no, text);
}

/* Whole numbers by way of 64 bits; the range check of the param spec does the rest */
static gboolean
parse_whole (const gchar *text, GValue *value)
{
  gchar *end = NULL;
  GValue wide = G_VALUE_INIT;
  gboolean is_unsigned = G_VALUE_HOLDS_UINT64 (value);
  gint64 number = 0;

  errno = 0;
  g_value_init (&wide, is_unsigned ? G_TYPE_UINT64 : G_TYPE_INT64);
  if (is_unsigned)
    g_value_set_uint64 (&wide, g_ascii_strtoull (text, &end, 10));
  else
    g_value_set_int64 (&wide, number = g_ascii_strtoll (text, &end, 10));
  if (errno || end == text || *end || (is_unsigned && strchr (text, '-')))
    return FALSE;
  if ((G_VALUE_HOLDS_INT (value) && (number < G_MININT || number > G_MAXINT))
      || (G_VALUE_HOLDS_UINT (value) && (number < 0 || number > G_MAXUINT)))
    return FALSE;
  return g_value_transform (&wide, value);
}

static gboolean
parse_real (const gchar *text, GValue *value)
{
  gchar *end = NULL;
  GValue wide = G_VALUE_INIT;

  errno = 0;
  g_value_init (&wide, G_TYPE_DOUBLE);
  g_value_set_double (&wide, g_ascii_strtod (text, &end));
  return !errno && end != text && !*end && g_value_transform (&wide, value);
}

/* Each setting of a list adds to it */
static gboolean
append_string (EntStage *self, GParamSpec *pspec, const gchar *text, GValue *value)
{
  g_auto (GStrv) strings = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_object_get (self, pspec->name, &strings, NULL);
  if (strings)
    g_strv_builder_addv (builder, (const gchar **) strings);
  g_strv_builder_add (builder, text);
  g_value_take_boxed (value, g_strv_builder_end (builder));
  return TRUE;
}

static gboolean
parse_option (EntStage *self, GParamSpec *pspec, const gchar *text, GValue *value)
{
  if (G_VALUE_HOLDS_STRING (value))
    return g_value_set_string (value, text), TRUE;
  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    return append_string (self, pspec, text, value);
  if (G_VALUE_HOLDS_BOOLEAN (value))
    return parse_boolean (text, value);
  if (G_VALUE_HOLDS_FLOAT (value) || G_VALUE_HOLDS_DOUBLE (value))
    return parse_real (text, value) && !g_param_value_validate (pspec, value);
  return parse_whole (text, value) && !g_param_value_validate (pspec, value);
}

#define RANGE(Type, type, what, format)                                                                                \
  if (G_IS_PARAM_SPEC_##Type (pspec))                                                                                  \
  return g_strdup_printf (what " from %" format " to %" format, G_PARAM_SPEC_##Type (pspec)->minimum,                  \
                          G_PARAM_SPEC_##Type (pspec)->maximum)

static gchar *
describe_range (GParamSpec *pspec)
{
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return g_strdup ("on or off");
  RANGE (INT, int, "a whole number", "d");
  RANGE (UINT, uint, "a whole number", "u");
  RANGE (INT64, int64, "a whole number", G_GINT64_FORMAT);
  RANGE (UINT64, uint64, "a whole number", G_GUINT64_FORMAT);
  RANGE (FLOAT, float, "a number", "g");
  RANGE (DOUBLE, double, "a number", "g");
  return g_strdup ("text");
}

static gchar *
list_option_names (EntStage *self)
{
  guint n;
  g_autofree GParamSpec **options = ent_stage_list_options (self, &n);
  g_autoptr (GString) names = g_string_new (n ? "one of " : "none, it has no options");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i ? ", " : "", options[i]->name);
  return g_strdup (names->str);
}

static GParamSpec *
find_option (EntStage *self, const gchar *option)
{
  guint n;
  g_autofree GParamSpec **options = ent_stage_list_options (self, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (options[i]->name, option))
      return options[i];
  return NULL;
}

/**
 * ent_stage_set_option:
 * @self: a stage
 * @option: the name of an option
 * @value: its value as text: numbers in the C locale; on or off; a list takes one more
 * @error: where to put an error
 *
 * Sets an option from text.
 *
 * Errors: %ENT_ERROR_USAGE when the stage has no such option, or @value is not of its type or out of its range.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_stage_set_option (EntStage *self, const gchar *option, const gchar *value, GError **error)
{
  GParamSpec *pspec = find_option (self, option);
  g_auto (GValue) parsed = G_VALUE_INIT;
  g_autofree gchar *expected = pspec ? describe_range (pspec) : list_option_names (self);

  if (!pspec)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "stage '%s' has no option '%s': expected %s",
                   ent_stage_get_name (self), option, expected);
      return FALSE;
    }
  g_value_init (&parsed, pspec->value_type);
  if (!parse_option (self, pspec, value, &parsed))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "stage '%s', option '%s': '%s' is not %s",
                   ent_stage_get_name (self), option, value, expected);
      return FALSE;
    }
  g_object_set_property (G_OBJECT (self), option, &parsed);
  return TRUE;
}
