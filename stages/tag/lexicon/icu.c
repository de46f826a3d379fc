/* Countries, continents, languages, currencies, months and weekdays as English writes them, from ICU (CLDR). */
#include "compile.h"

#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

static gchar *
to_utf8 (const UChar *string, int32_t length)
{
  return g_utf16_to_utf8 ((const gunichar2 *) string, length, NULL, NULL, NULL);
}

/* CLDR puts a second name in brackets and shortens "Saint" and "and" */
static void
add_country_forms (Compile *self, const gchar *name, const gchar *code)
{
  g_autofree gchar *outer = g_strdup (name);
  gchar *bracket = strstr (outer, " (");
  g_autoptr (GString) spelt = NULL;

  if (bracket)
    {
      g_autofree gchar *inner = g_strndup (bracket + 2, strcspn (bracket + 2, ")"));

      *bracket = '\0';
      compile_add_country (self, inner, code);
    }
  if (strstr (outer, " SAR China"))
    *strstr (outer, " SAR China") = '\0';
  compile_add_country (self, outer, code);
  spelt = g_string_new (outer);
  if (g_string_replace (spelt, "St. ", "Saint ", 0) + g_string_replace (spelt, " & ", " and ", 0) > 0)
    compile_add_country (self, spelt->str, code);
}

static void
add_countries (Compile *self)
{
  const char *const *codes = uloc_getISOCountries ();

  for (; *codes; codes++)
    {
      g_autofree gchar *locale = g_strconcat ("und_", *codes, NULL);
      UErrorCode status = U_ZERO_ERROR;
      UChar name[128];
      int32_t n = uloc_getDisplayCountry (locale, "en", name, G_N_ELEMENTS (name), &status);
      g_autofree gchar *utf8 = U_SUCCESS (status) ? to_utf8 (name, n) : NULL;

      if (utf8 && status == U_ZERO_ERROR)
        add_country_forms (self, utf8, *codes);
    }
}

/* "US", "UK" and other names beside the first */
static gboolean
add_alternatives (Compile *self, const gchar *table, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  UResourceBundle *regions = ures_open (U_ICUDATA_NAME "-region", "en", &status);
  UResourceBundle *names = ures_getByKey (regions, table, NULL, &status);
  int32_t n = U_SUCCESS (status) ? ures_getSize (names) : 0;

  for (int32_t i = 0; i < n; i++)
    {
      const char *code = NULL;
      int32_t length;
      const UChar *name = ures_getNextString (names, &length, &code, &status);
      g_autofree gchar *utf8 = U_SUCCESS (status) && name ? to_utf8 (name, length) : NULL;

      if (utf8 && code && strlen (code) == 2 && !g_str_equal (code, "UN"))
        add_country_forms (self, utf8, code);
    }
  ures_close (names);
  ures_close (regions);
  if (U_FAILURE (status))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "ICU: no table %s of English region names: %s", table,
                 u_errorName (status));
  return U_SUCCESS (status);
}

static gboolean
add_regions_of (Compile *self, URegionType type, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *codes = uregion_getAvailable (type, &status);
  const char *code;

  while (U_SUCCESS (status) && (code = uenum_next (codes, NULL, &status)))
    {
      g_autofree gchar *locale = g_strconcat ("und_", code, NULL);
      UChar name[128];
      int32_t n = uloc_getDisplayCountry (locale, "en", name, G_N_ELEMENTS (name), &status);
      g_autofree gchar *utf8 = U_SUCCESS (status) ? to_utf8 (name, n) : NULL;

      if (utf8 && !g_ascii_isdigit (utf8[0]) && !g_ascii_islower (utf8[0]))
        compile_add (self, utf8, "place", code, 0);
    }
  uenum_close (codes);
  if (U_FAILURE (status))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "ICU: regions cannot be listed: %s", u_errorName (status));
  return U_SUCCESS (status);
}

static void
add_languages (Compile *self)
{
  const char *const *codes = uloc_getISOLanguages ();

  for (; *codes; codes++)
    {
      UErrorCode status = U_ZERO_ERROR;
      UChar name[128];
      int32_t n = uloc_getDisplayLanguage (*codes, "en", name, G_N_ELEMENTS (name), &status);
      g_autofree gchar *utf8 = status == U_ZERO_ERROR ? to_utf8 (name, n) : NULL;

      if (utf8 && g_ascii_isupper (utf8[0]) && !strpbrk (utf8, "(,"))
        compile_add (self, utf8, "language", *codes, 0);
    }
}

static void
add_currency (Compile *self, const UChar *code)
{
  static const char *const counts[] = { "one", "other" };
  g_autofree gchar *key = to_utf8 (code, 3);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      UErrorCode status = U_ZERO_ERROR;
      UBool is_choice;
      int32_t n;
      const UChar *name = ucurr_getPluralName (code, "en", &is_choice, counts[i], &n, &status);
      g_autofree gchar *utf8 = U_SUCCESS (status) ? to_utf8 (name, n) : NULL;

      if (utf8 && !strpbrk (utf8, "(,"))
        compile_add (self, utf8, "currency", key, 0);
    }
}

static gboolean
add_currencies (Compile *self, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *codes = ucurr_openISOCurrencies (UCURR_NON_DEPRECATED, &status);
  const UChar *code;

  while (U_SUCCESS (status) && (code = uenum_unext (codes, NULL, &status)))
    add_currency (self, code);
  uenum_close (codes);
  if (U_FAILURE (status))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "ICU: currencies cannot be listed: %s", u_errorName (status));
  return U_SUCCESS (status);
}

static gboolean
add_calendar (Compile *self, UDateFormatSymbolType symbols, const gchar *type, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format = udat_open (UDAT_FULL, UDAT_FULL, "en", NULL, 0, NULL, 0, &status);
  int32_t n = U_SUCCESS (status) ? udat_countSymbols (format, symbols) : 0;

  for (int32_t i = 0; i < n; i++)
    {
      UChar name[64];
      int32_t length = udat_getSymbols (format, symbols, i, name, G_N_ELEMENTS (name), &status);
      g_autofree gchar *utf8 = U_SUCCESS (status) ? to_utf8 (name, length) : NULL;
      g_autofree gchar *key = g_strdup_printf ("%d", g_str_equal (type, "month") ? i + 1 : i);

      if (utf8 && *utf8)
        compile_add (self, utf8, type, key, 0);
    }
  udat_close (format);
  if (U_FAILURE (status))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "ICU: no English calendar: %s", u_errorName (status));
  return U_SUCCESS (status);
}

gboolean
compile_icu (Compile *self, GError **error)
{
  add_countries (self);
  add_languages (self);
  return add_alternatives (self, "Countries%short", error) && add_alternatives (self, "Countries%variant", error)
         && add_regions_of (self, URGN_CONTINENT, error) && add_regions_of (self, URGN_SUBCONTINENT, error)
         && add_currencies (self, error) && add_calendar (self, UDAT_MONTHS, "month", error)
         && add_calendar (self, UDAT_SHORT_MONTHS, "month", error)
         && add_calendar (self, UDAT_WEEKDAYS, "weekday", error)
         && add_calendar (self, UDAT_SHORT_WEEKDAYS, "weekday", error);
}
