#include "pipeline/graph/spelling.h"

#include <string.h>

/* Of a word of an acronym: shorter ones ("of", "and") give no letter */
#define MIN_WORD 4

/* Words of a name that is the same in two spellings; the Labour Party is of one country, the Labor Party of another */
#define MIN_NAME 3

/* Letters of a word in which one letter is a slip: "schwarzanegger", but "alan" and "alain" are two names */
#define MIN_SLIP 7

gchar **
ent_spelling_parts (const gchar *key)
{
  const gchar *slash = strchr (key, '/');

  return g_strsplit (slash ? slash + 1 : key, "-", -1);
}

/* The form of a company that a word is, or NULL */
static const gchar *
form_of (const EntSpellingWords *words, const gchar *part)
{
  return g_hash_table_lookup (words->forms, part);
}

/* Letters that romanisations of one name differ in, as one letter; 0 for a vowel */
static gchar
class_of (gchar letter)
{
  switch (letter)
    {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
      return 0;
    case 'q':
    case 'c':
    case 'g':
      return 'k';
    case 'w':
      return 'v';
    case 'z':
      return 's';
    default:
      return letter;
    }
}

/* The consonants, each run of one class once, without the h of "kh" or "dh"; a vowel at the beginning is a */
static void
append_skeleton (GString *out, const gchar *part)
{
  gchar last = '\0';

  for (const gchar *p = part; *p; p++)
    {
      gchar class = class_of (*p);

      if (p == part && !class)
        g_string_append_c (out, 'a');
      else if (class && class != last && (class != 'h' || p == part))
        g_string_append_c (out, class);
      if (class != 'h')
        last = class;
    }
}

static guint
n_parts (gchar **parts)
{
  return g_strv_length (parts);
}

/* The index of the surname: the last part but for a generation */
static guint
surname_of (const EntSpellingWords *words, gchar **parts)
{
  guint n = n_parts (parts);

  return n > 2 && g_hash_table_contains (words->generations, parts[n - 1]) ? n - 2 : n - 1;
}

/* How many parts there are without "inc" and the like at the end, but one at least */
static guint
n_without_form (const EntSpellingWords *words, gchar **parts)
{
  guint n = n_parts (parts);

  while (n > 1 && form_of (words, parts[n - 1]))
    n--;
  return n;
}

/* Where an organisation begins behind an article */
static guint
first_of (const EntSpellingWords *words, gchar **parts)
{
  return parts[0] && parts[1] && g_hash_table_contains (words->articles, parts[0]) ? 1 : 0;
}

static void
append_initials (GString *out, const EntSpellingWords *words, gchar **parts)
{
  guint first = first_of (words, parts), n = n_without_form (words, parts);

  if (n - first == 1)
    g_string_append (out, parts[first]);
  for (guint i = first; i < n && n - first > 1; i++)
    if (strlen (parts[i]) >= MIN_WORD || i == first || i == n - 1)
      g_string_append_c (out, parts[i][0]);
}

/**
 * ent_spelling_block: (skip)
 * @words: of the language
 * @key: of an entity
 *
 * Returns: (nullable) (transfer full): what all keys have alike that may be the same as @key: of persons, the skeleton
 * of the surname; of organisations, the initials; %NULL for all others, which are the same only where their keys are
 */
gchar *
ent_spelling_block (const EntSpellingWords *words, const gchar *key)
{
  gboolean is_person = g_str_has_prefix (key, "person/"), is_organisation = g_str_has_prefix (key, "organisation/");
  g_auto (GStrv) parts = is_person || is_organisation ? ent_spelling_parts (key) : NULL;
  GString *block;

  if (!parts || !*parts || !**parts)
    return NULL;
  block = g_string_new (is_person ? "person/" : "organisation/");
  if (is_person)
    append_skeleton (block, parts[surname_of (words, parts)]);
  else
    append_initials (block, words, parts);
  return g_string_free (block, FALSE);
}

/* Levenshtein's distance of short words; far more than any limit where one is long */
static guint
distance (const gchar *a, const gchar *b)
{
  guint costs[32], n = strlen (a), m = strlen (b);

  if (n >= G_N_ELEMENTS (costs) || m >= G_N_ELEMENTS (costs))
    return G_N_ELEMENTS (costs);
  for (guint k = 0; k <= m; k++)
    costs[k] = k;
  for (guint i = 1; i <= n; i++)
    for (guint k = 1, before = i - 1, above = costs[0] = i; k <= m; k++)
      {
        guint cost = MIN (before + (a[i - 1] != b[k - 1]), MIN (above, costs[k]) + 1);

        before = costs[k];
        above = costs[k] = cost;
      }
  return costs[m];
}

/* "martin" and "martina", "jan" and "jane" are two names */
static gboolean
differ_in_last_vowel (const gchar *a, const gchar *b)
{
  gsize n = strlen (a), m = strlen (b);

  return (n + 1 == m && strncmp (a, b, n) == 0 && strchr ("ae", b[n]))
         || (m + 1 == n && strncmp (a, b, m) == 0 && strchr ("ae", a[m]));
}

static gboolean
are_variants (const gchar *a, const gchar *b)
{
  g_autoptr (GString) one = g_string_new (NULL), other = g_string_new (NULL);
  gsize length = MIN (strlen (a), strlen (b));

  if (g_str_equal (a, b))
    return TRUE;
  if (length < 4 || differ_in_last_vowel (a, b) || distance (a, b) > (length < 6 ? 1 : length < 9 ? 2 : 3))
    return FALSE;
  append_skeleton (one, a);
  append_skeleton (other, b);
  return g_string_equal (one, other);
}

static gboolean
ends_otherwise (const gchar *a, const gchar *b, const gchar *one, const gchar *other)
{
  gsize stem = strlen (a) - MIN (strlen (a), strlen (one));

  return g_str_has_suffix (a, one) && strncmp (a, b, stem) == 0 && g_str_equal (b + stem, other);
}

/* British and American: "organisation", "labour", "centre", "programme", "defence" */
static gboolean
are_spelt_otherwise (const EntSpellingWords *words, const gchar *a, const gchar *b)
{
  for (guint i = 0; i < words->endings->len; i++)
    {
      gchar **pair = words->endings->pdata[i];

      if (ends_otherwise (a, b, pair[0], pair[1]) || ends_otherwise (a, b, pair[1], pair[0]))
        return TRUE;
    }
  return FALSE;
}

/* A word that is spelt in two ways, in the second of them */
static void
append_respelt (GString *out, const EntSpellingWords *words, const gchar *word)
{
  for (guint i = 0; i < words->endings->len; i++)
    {
      gchar **pair = words->endings->pdata[i];

      if (g_str_has_suffix (word, pair[0]))
        {
          g_string_append_len (out, word, strlen (word) - strlen (pair[0]));
          g_string_append (out, pair[1]);
          return;
        }
    }
  g_string_append (out, word);
}

static gboolean
is_initial_of (const gchar *initial, const gchar *name)
{
  return initial[0] && !initial[1] && initial[0] == name[0];
}

static gboolean
have_same_generation (const EntSpellingWords *words, gchar **a, gchar **b)
{
  return g_strcmp0 (a[surname_of (words, a) + 1], b[surname_of (words, b) + 1]) == 0;
}

/* Middle names of the shorter are there in the longer one, in their order, or are none */
static gboolean
is_shorter (gchar **a, guint n, gchar **b, guint m)
{
  guint k = 1;

  if (!(g_str_equal (a[0], b[0]) || is_initial_of (a[0], b[0])))
    return FALSE;
  for (guint i = 1; i < n; i++, k++)
    {
      while (k < m && !g_str_equal (a[i], b[k]) && !is_initial_of (a[i], b[k]))
        k++;
      if (k == m)
        return FALSE;
    }
  return TRUE;
}

/**
 * ent_spelling_compare_persons: (skip)
 * @words: of the language
 * @a: parts of a key with a given name
 * @b: parts of another
 *
 * Returns: what the first may be to the second; it is for their contexts to say whether it is so
 */
EntSpelling
ent_spelling_compare_persons (const EntSpellingWords *words, gchar **a, gchar **b)
{
  guint n = surname_of (words, a), m = surname_of (words, b);
  gboolean variant = n == m;

  if (!n || !m || !have_same_generation (words, a, b))
    return ENT_SPELLING_OTHER;
  for (guint i = 0; i <= n && variant; i++)
    variant = are_variants (a[i], b[i]);
  if (variant)
    return ENT_SPELLING_VARIANT;
  if (are_variants (a[n], b[m]) && n <= m && is_shorter (a, n, b, m))
    return ENT_SPELLING_SHORTER;
  return ENT_SPELLING_OTHER;
}

/**
 * ent_spelling_weight: (skip)
 * @a: parts of a key with a given name
 * @b: parts of another that may be the same
 *
 * Returns: how many consonants the shorter of the names has, without those of initials: the more, the fewer people
 * bear it
 */
guint
ent_spelling_weight (gchar **a, gchar **b)
{
  gchar **parts = n_parts (a) <= n_parts (b) ? a : b;
  g_autoptr (GString) skeleton = g_string_new (NULL);

  for (; *parts; parts++)
    if (strlen (*parts) > 1)
      append_skeleton (skeleton, *parts);
  return skeleton->len;
}

/**
 * ent_spelling_is_slip: (skip)
 * @a: parts of a key with a given name
 * @b: parts of another that is a variant of it
 *
 * Returns: whether they differ by one letter of one long word, as nobody's names do
 */
gboolean
ent_spelling_is_slip (gchar **a, gchar **b)
{
  guint n = 0;

  for (; *a && *b; a++, b++)
    if (!g_str_equal (*a, *b))
      n += MIN (strlen (*a), strlen (*b)) < MIN_SLIP ? 2 : distance (*a, *b);
  return n == 1 && !*a && !*b;
}

/* Whether a name of one word is the surname of a person with a given name */
gboolean
ent_spelling_is_surname_of (const EntSpellingWords *words, gchar **surname, gchar **person)
{
  return n_parts (surname) == 1 && n_parts (person) > 1 && g_str_equal (surname[0], person[surname_of (words, person)]);
}

/* "fbi", "federal-bureau-of-investigation": the words without short ones begin with its letters, or all words do */
gboolean
ent_spelling_is_acronym_of (const EntSpellingWords *words, gchar **acronym, gchar **full)
{
  g_autoptr (GString) initials = g_string_new (NULL);

  if (n_parts (acronym) != 1 || strlen (acronym[0]) < 2 || n_without_form (words, full) - first_of (words, full) < 2)
    return FALSE;
  append_initials (initials, words, full);
  return g_str_equal (initials->str, acronym[0]);
}

/* Whether both end in the form of a company, but in different ones */
gboolean
ent_spelling_have_other_forms (const EntSpellingWords *words, gchar **a, gchar **b)
{
  guint n = n_without_form (words, a), m = n_without_form (words, b);
  const gchar *one = a[n] ? form_of (words, a[n]) : NULL, *other = b[m] ? form_of (words, b[m]) : NULL;

  return one && other && !g_str_equal (one, other);
}

/* The same name but for "the", the form of the company, which two companies of one name may differ in, and the spelling
 * of words ("organization", "centre") */
gboolean
ent_spelling_is_same_organisation (const EntSpellingWords *words, gchar **a, gchar **b)
{
  guint i = first_of (words, a), k = first_of (words, b), n = n_without_form (words, a), m = n_without_form (words, b);
  gboolean is_plain = n - i < MIN_NAME;

  if (n - i != m - k || ent_spelling_have_other_forms (words, a, b))
    return FALSE;
  for (; i < n; i++, k++)
    if (!g_str_equal (a[i], b[k]) && (is_plain || !are_spelt_otherwise (words, a[i], b[k])))
      return FALSE;
  return TRUE;
}

/**
 * ent_spelling_plain: (skip)
 * @words: of the language
 * @organisation: parts of a key
 *
 * Returns: (transfer full): what is the same where ent_spelling_is_same_organisation() is, and seldom else
 */
gchar *
ent_spelling_plain (const EntSpellingWords *words, gchar **organisation)
{
  GString *plain = g_string_new (NULL);
  guint n = n_without_form (words, organisation);

  for (guint i = first_of (words, organisation); i < n; i++)
    {
      append_respelt (plain, words, organisation[i]);
      g_string_append_c (plain, '-');
    }
  return g_string_free (plain, FALSE);
}
