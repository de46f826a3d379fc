/* Cities with their country, region, place on the map and population, from the tables of GeoNames in Debian's
 * libtimezonemap-data. */
#include "compile.h"

#include <string.h>

/* Names in other languages are taken of cities from this size on: of smaller ones they say little */
#define ALIASES_FROM 100000
/* Of the cities of one name, so many; the largest */
#define MOST_NAMESAKES (ENT_LEXICON_MAX_SENSES - 2)
#define SHORTEST_ALIAS 4
/* A region counts as a city of this size where both have the name: it has no place on the map */
#define SIZE_OF_REGION 500000
#define REGION "||ADM1"

/* Columns of cities15000.txt, see readme.txt of the GeoNames dump */
enum
{
  COLUMN_NAME = 1,
  COLUMN_ASCII = 2,
  COLUMN_ALIASES = 3,
  COLUMN_LAT = 4,
  COLUMN_LON = 5,
  COLUMN_FEATURE = 7,
  COLUMN_COUNTRY = 8,
  COLUMN_REGION = 10,
  COLUMN_POPULATION = 14,
  N_COLUMNS = 15
};

typedef struct
{
  gchar *key;
  guint32 population;
  gboolean alias;
} City;

static void
free_city (gpointer data)
{
  g_free (((City *) data)->key);
  g_free (data);
}

static gint
compare_cities (gconstpointer a, gconstpointer b)
{
  const City *one = *(const City *const *) a, *other = *(const City *const *) b;

  if (one->alias != other->alias)
    return one->alias - other->alias;
  if (one->population != other->population)
    return one->population > other->population ? -1 : 1;
  return strcmp (one->key, other->key);
}

static void
add_name (GHashTable *cities, const gchar *name, const gchar *key, guint32 population, gboolean alias)
{
  GPtrArray *namesakes = g_hash_table_lookup (cities, name);
  City *city;

  if (!namesakes)
    {
      namesakes = g_ptr_array_new_with_free_func (free_city);
      g_hash_table_insert (cities, g_strdup (name), namesakes);
    }
  for (guint i = 0; i < namesakes->len; i++)
    if (g_str_equal (((City *) namesakes->pdata[i])->key, key))
      return;
  city = g_new0 (City, 1);
  city->key = g_strdup (key);
  city->population = population;
  city->alias = alias;
  g_ptr_array_add (namesakes, city);
}

/* In Latin letters, as a name is written: neither a code nor a transcription by signs */
static gboolean
is_name (const gchar *alias)
{
  gboolean small = FALSE;

  if (strlen (alias) < SHORTEST_ALIAS || !g_unichar_isupper (g_utf8_get_char (alias)))
    return FALSE;
  for (const gchar *p = alias; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x250 || !(g_unichar_isalpha (c) || strchr (" -.", c)))
        return FALSE;
      small |= g_unichar_islower (c);
    }
  return small;
}

/* Of several words, it shares its first or last with the city's own name, as "New York" of "New York City": "White
 * House" is what Casablanca means */
static gboolean
is_kindred (const gchar *alias, const gchar *name)
{
  const gchar *space = strchr (alias, ' '), *last = strrchr (alias, ' ');

  return !space || strncmp (alias, name, space - alias + 1) == 0 || g_str_has_suffix (name, last)
         || (strncmp (alias, name, space - alias) == 0 && !name[space - alias]);
}

/* "US|Illinois|39.80172|-89.64371|PPLA" */
static gchar *
dup_key (gchar **columns, GHashTable *regions)
{
  g_autofree gchar *code = g_strdup_printf ("%s.%s", columns[COLUMN_COUNTRY], columns[COLUMN_REGION]);
  const gchar *region = g_hash_table_lookup (regions, code);

  return g_strdup_printf ("%s|%s|%s|%s|%s", columns[COLUMN_COUNTRY], region ? region : "", columns[COLUMN_LAT],
                          columns[COLUMN_LON], columns[COLUMN_FEATURE]);
}

static void
add_city (GHashTable *cities, gchar **columns, GHashTable *regions)
{
  g_autofree gchar *key = dup_key (columns, regions);
  g_auto (GStrv) aliases = g_strsplit (columns[COLUMN_ALIASES], ",", -1);
  guint32 population = g_ascii_strtoull (columns[COLUMN_POPULATION], NULL, 10);

  add_name (cities, columns[COLUMN_NAME], key, population, FALSE);
  if (*columns[COLUMN_ASCII])
    add_name (cities, columns[COLUMN_ASCII], key, population, FALSE);
  for (guint i = 0; aliases[i] && population >= ALIASES_FROM; i++)
    if (is_name (aliases[i]) && is_kindred (aliases[i], columns[COLUMN_ASCII]))
      add_name (cities, aliases[i], key, population, TRUE);
}

static gchar **
read_lines (const gchar *folder, const gchar *file, gchar **path, GError **error)
{
  g_autofree gchar *content = NULL;

  *path = g_build_filename (folder, file, NULL);
  return g_file_get_contents (*path, &content, NULL, error) ? g_strsplit (content, "\n", -1) : NULL;
}

/* "US.IL<TAB>Illinois<TAB>…" */
static void
add_region (GHashTable *regions, GHashTable *cities, const gchar *code, const gchar *name)
{
  g_autofree gchar *key = g_strdup_printf ("%.2s|%s|" REGION, code, name);

  g_hash_table_insert (regions, g_strdup (code), g_strdup (name));
  add_name (cities, name, key, SIZE_OF_REGION, FALSE);
}

static gboolean
read_regions (const gchar *folder, GHashTable *regions, GHashTable *cities, GError **error)
{
  g_autofree gchar *path = NULL;
  g_auto (GStrv) lines = read_lines (folder, "admin1Codes.txt", &path, error);

  for (guint i = 0; lines && lines[i]; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", 3);

      if (columns[0] && columns[1] && *columns[1])
        add_region (regions, cities, columns[0], columns[1]);
    }
  return lines != NULL;
}

static gboolean
read_cities (const gchar *folder, GHashTable *regions, GHashTable *cities, GError **error)
{
  g_autofree gchar *path = NULL;
  g_auto (GStrv) lines = read_lines (folder, "cities15000.txt", &path, error);

  for (guint i = 0; lines && lines[i]; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);

      if (!*lines[i])
        continue;
      if (g_strv_length (columns) < N_COLUMNS)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: expected the columns of a GeoNames table", path,
                       i + 1);
          return FALSE;
        }
      add_city (cities, columns, regions);
    }
  return lines != NULL;
}

/* "UA|Kherson|||ADM1", where there is a city of Kherson in it: the name is the city's */
static gboolean
is_named_after (const City *region, const GPtrArray *namesakes)
{
  gsize length = g_str_has_suffix (region->key, REGION) ? strlen (region->key) - strlen (REGION) : 0;

  for (guint i = 0; length && i < namesakes->len; i++)
    if (namesakes->pdata[i] != region && strncmp (((City *) namesakes->pdata[i])->key, region->key, length) == 0)
      return TRUE;
  return FALSE;
}

static void
write_cities (Compile *self, GHashTable *cities)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (cities), (GCompareFunc) strcmp);

  for (GList *l = names; l; l = l->next)
    {
      GPtrArray *namesakes = g_hash_table_lookup (cities, l->data);

      g_ptr_array_sort (namesakes, compare_cities);
      for (guint i = 0; i < MIN (namesakes->len, MOST_NAMESAKES); i++)
        {
          const City *city = namesakes->pdata[i];

          if (!is_named_after (city, namesakes))
            ent_lexicon_writer_add (self->places, l->data, city->alias ? "alias" : "city", city->key, city->population);
        }
    }
}

gboolean
compile_cities (Compile *self, const gchar *folder, GError **error)
{
  g_autoptr (GHashTable) regions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) cities
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  if (!read_regions (folder, regions, cities, error) || !read_cities (folder, regions, cities, error))
    return FALSE;
  write_cities (self, cities);
  return TRUE;
}
