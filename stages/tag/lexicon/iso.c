/* Countries, their regions and languages, from Debian's iso-codes. */
#include "compile.h"

#include <jansson.h>
#include <string.h>

typedef void (*RecordFunc) (Compile *self, json_t *record);

static const gchar *
get (json_t *record, const gchar *field)
{
  return json_string_value (json_object_get (record, field));
}

/* "Korea, Republic of" is written "Republic of Korea" in running text */
static gchar *
turn_round (const gchar *name)
{
  const gchar *comma = strstr (name, ", ");

  if (!comma || strstr (comma + 2, ", "))
    return NULL;
  return g_strdup_printf ("%s %.*s", comma + 2, (int) (comma - name), name);
}

static void
add_country (Compile *self, json_t *record)
{
  static const gchar *const fields[] = { "common_name", "name", "official_name" };
  const gchar *code = get (record, "alpha_2");

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const gchar *name = get (record, fields[i]);
      g_autofree gchar *turned = name ? turn_round (name) : NULL;

      if (turned)
        compile_add_country (self, turned, code);
      else if (name && !strchr (name, '(') && !strchr (name, ','))
        compile_add_country (self, name, code);
    }
}

/* Countries that are no more: a code of four letters keeps them apart from their heirs */
static void
add_former_country (Compile *self, json_t *record)
{
  g_auto (GStrv) names = g_strsplit (get (record, "name"), ", ", -1);

  for (guint i = 0; names[i]; i++)
    if (!strchr (names[i], '(') && g_ascii_isupper (names[i][0]))
      compile_add_country (self, names[i], get (record, "alpha_4"));
}

static void
add_region (Compile *self, json_t *record)
{
  const gchar *name = get (record, "name");

  if (!strpbrk (name, "([,/0123456789") && strlen (name) > 2)
    compile_add (self, name, "region", get (record, "code"), 0);
}

static void
add_language (Compile *self, json_t *record)
{
  g_auto (GStrv) names = g_strsplit (get (record, "name"), "; ", -1);

  for (guint i = 0; names[i]; i++)
    if (!strpbrk (names[i], "(,") && !strstr (names[i], "languages"))
      compile_add (self, names[i], "language", get (record, "alpha_3"), 0);
}

static const struct
{
  const gchar *part;
  RecordFunc func;
} parts[] = {
  { "3166-1", add_country },
  { "3166-3", add_former_country },
  { "3166-2", add_region },
  { "639-2", add_language },
};

static gboolean
add_part (Compile *self, const gchar *folder, const gchar *part, RecordFunc func, GError **error)
{
  g_autofree gchar *name = g_strdup_printf ("iso_%s.json", part);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  json_error_t where;
  json_t *root = json_load_file (path, 0, &where);
  json_t *records = json_object_get (root, part);
  json_t *record;
  gsize i;

  if (!json_is_array (records))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%d: %s: expected the file of Debian's package iso-codes",
                   path, where.line, root ? "no list of records" : where.text);
      json_decref (root);
      return FALSE;
    }
  json_array_foreach (records, i, record) func (self, record);
  json_decref (root);
  return TRUE;
}

gboolean
compile_iso (Compile *self, const gchar *folder, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!add_part (self, folder, parts[i].part, parts[i].func, error))
      return FALSE;
  return TRUE;
}
