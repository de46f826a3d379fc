/* Compiles the lexicon of names, the verbs of nouns and where cities lie, at build time, from Debian packages and
 * hand-edited lists. */
#include "compile.h"

#include <locale.h>
#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

static gchar *iso_folder = "/usr/share/iso-codes/json";
static gchar *wordnet_folder = "/usr/share/wordnet";
static gchar *locale_folder = "/usr/share/locale";
static gchar *cities_folder = "/usr/share/libtimezonemap/ui";

static const GOptionEntry options[]
    = { { "iso", 0, 0, G_OPTION_ARG_FILENAME, &iso_folder, "JSON files of iso-codes", "DIR" },
        { "wordnet", 0, 0, G_OPTION_ARG_FILENAME, &wordnet_folder, "files of wordnet-base", "DIR" },
        { "locale", 0, 0, G_OPTION_ARG_FILENAME, &locale_folder, "catalogues of libgeonames-common", "DIR" },
        { "cities", 0, 0, G_OPTION_ARG_FILENAME, &cities_folder, "tables of libtimezonemap-data", "DIR" },
        G_OPTION_ENTRY_NULL };

/* NULL where nothing changes or the name is longer than names are */
static gchar *
strip_diacritics (const gchar *phrase)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar composed[256], decomposed[512];
  int32_t n = 0, kept = 0;
  gchar *bare;

  u_strFromUTF8 (composed, G_N_ELEMENTS (composed), &n, phrase, -1, &status);
  n = unorm2_normalize (unorm2_getNFDInstance (&status), composed, n, decomposed, G_N_ELEMENTS (decomposed), &status);
  if (U_FAILURE (status))
    return NULL;
  for (int32_t i = 0; i < n; i++)
    if (u_charType (decomposed[i]) != U_NON_SPACING_MARK)
      decomposed[kept++] = decomposed[i];
  bare = kept == n ? NULL : g_malloc (3 * kept + 1);
  if (bare)
    u_strToUTF8 (bare, 3 * kept + 1, NULL, decomposed, kept, &status);
  return bare;
}

void
compile_add (Compile *self, const gchar *phrase, const gchar *type, const gchar *key, guint32 weight)
{
  g_autofree gchar *bare = g_str_is_ascii (phrase) ? NULL : strip_diacritics (phrase);

  ent_lexicon_writer_add (self->writer, phrase, type, key, weight);
  if (bare)
    ent_lexicon_writer_add (self->writer, bare, type, key, weight);
}

void
compile_add_country (Compile *self, const gchar *name, const gchar *code)
{
  const gchar *known = g_hash_table_lookup (self->countries, name);

  if (known)
    return; /* the first source to claim a name keeps it: the order of calls is that of trust */
  g_hash_table_insert (self->countries, g_strdup (name), g_strdup (code));
  compile_add (self, name, "country", code, 0);
}

static gboolean
compile (const gchar *lists, gchar **paths, GError **error)
{
  Compile self = { .writer = ent_lexicon_writer_new (),
                   .derivations = ent_lexicon_writer_new (),
                   .places = ent_lexicon_writer_new (),
                   .countries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  gboolean done = compile_lists (&self, lists, error) && compile_icu (&self, error)
                  && compile_iso (&self, iso_folder, error) && compile_wordnet (&self, wordnet_folder, error)
                  && compile_geonames (&self, locale_folder, error) && compile_cities (&self, cities_folder, error)
                  && ent_lexicon_writer_save (self.writer, paths[0], error)
                  && ent_lexicon_writer_save (self.derivations, paths[1], error)
                  && ent_lexicon_writer_save (self.places, paths[2], error);

  g_hash_table_unref (self.countries);
  ent_lexicon_writer_free (self.writer);
  ent_lexicon_writer_free (self.derivations);
  ent_lexicon_writer_free (self.places);
  return done;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("LISTS LEXICON DERIVATIONS PLACES");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "C.UTF-8");
  g_option_context_set_summary (context,
                                "Compiles the lexicon of names, the verbs of nouns and where cities lie.\n\n"
                                "  entente-lexicon stages/tag/data/en/lists lexicon.bin derivations.bin places.bin");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 5)
    {
      g_printerr ("entente-lexicon: %s\n",
                  error ? error->message : "expected a folder of lists and the three files to write");
      return 2;
    }
  if (compile (argv[1], argv + 2, &error))
    return EXIT_SUCCESS;
  g_printerr ("entente-lexicon: %s\n", error->message);
  return 3;
}
