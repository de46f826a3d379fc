/* Names and common words from WordNet: instances by the kind of thing that they are instances of, nationalities by
 * what their adjectives pertain to, given names and surnames as parts of the names of persons. */
#include "compile.h"

#include <string.h>

#include "wordnet-db.h"

typedef struct
{
  Compile *compile;
  WnDatabase *db;
  GHashTable *codes;   /* offset of a country's synset → its ISO code */
  GHashTable *peoples; /* nationality → its country's ISO code */
  GHashTable *words;   /* common word → how often it was met */
  GHashTable *given;   /* first part of persons' names → how many bear it */
  GHashTable *surname; /* last part */
} Names;

static gboolean
is_capitalised (const gchar *word)
{
  return g_unichar_isupper (g_utf8_get_char (word));
}

static gboolean
is_alphabetic (const gchar *word)
{
  for (; *word; word = g_utf8_next_char (word))
    if (!g_unichar_isalpha (g_utf8_get_char (word)))
      return FALSE;
  return TRUE;
}

static void
count (GHashTable *table, const gchar *word, guint32 n)
{
  n += GPOINTER_TO_UINT (g_hash_table_lookup (table, word));
  g_hash_table_insert (table, g_strdup (word), GUINT_TO_POINTER (n));
}

static void
add_counted (Names *self, GHashTable *table, const gchar *type)
{
  GHashTableIter iter;
  gpointer word, n;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &word, &n))
    compile_add (self->compile, word, type, "", GPOINTER_TO_UINT (n));
}

/* "Old Hickory" and "Great Cham" make no given names of these words */
static gboolean
is_rather_word (gpointer name, gpointer bearers, gpointer user_data)
{
  g_autofree gchar *lower = g_utf8_strdown (name, -1);
  GHashTable *words = user_data;

  return GPOINTER_TO_UINT (g_hash_table_lookup (words, lower)) > 10 * GPOINTER_TO_UINT (bearers);
}

/* States of today; WordNet tells of others that they are no more */
static void
add_country (Names *self, WnSynset *synset)
{
  const gchar *code = NULL;

  if (!synset->instance || !wn_is_below (synset, WN_ROOT_COUNTRY) || g_str_has_prefix (synset->gloss, "a former")
      || g_str_has_prefix (synset->gloss, "formerly"))
    return;
  for (guint i = 0; synset->words[i] && !code; i++)
    code = g_hash_table_lookup (self->compile->countries, synset->words[i]);
  if (!code)
    return;
  g_hash_table_insert (self->codes, GUINT_TO_POINTER (synset->offset), (gpointer) code);
  for (guint i = 0; synset->words[i]; i++)
    if (is_capitalised (synset->words[i]))
      compile_add_country (self->compile, synset->words[i], code);
}

static void
add_inflected (Names *self, const gchar *word, const gchar *type, const gchar *key)
{
  g_autofree gchar *plural = NULL;

  compile_add (self->compile, word, type, key, 0);
  if (g_str_has_suffix (word, "man"))
    plural = g_strdup_printf ("%.*smen", (int) strlen (word) - 3, word);
  else if (!g_str_has_suffix (word, "s") && !g_str_has_suffix (word, "ese") && !g_str_has_suffix (word, "ish")
           && !g_str_has_suffix (word, "ch") && !g_str_has_suffix (word, "x"))
    plural = g_strconcat (word, "s", NULL);
  if (plural)
    compile_add (self->compile, plural, type, key, 0);
}

/* A country's name that begins at a place in a gloss: "Denmark", "China or its peoples" */
static const gchar *
country_at (Names *self, const gchar *name)
{
  static const gchar *const ends[] = { " or ", " and ", NULL };
  g_autofree gchar *cut = NULL;
  const gchar *code;

  name += g_str_has_prefix (name, "the ") ? strlen ("the ") : 0;
  cut = g_strchomp (g_strndup (name, strcspn (name, ";,\"(")));
  code = g_hash_table_lookup (self->compile->countries, cut);
  for (guint i = 0; !code && ends[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (cut, ends[i], 2);

      code = parts[0] ? g_hash_table_lookup (self->compile->countries, parts[0]) : NULL;
    }
  return code;
}

/* The country that a gloss names: "a native or inhabitant of Denmark", "pertaining to China or its peoples" */
static const gchar *
country_in_gloss (Names *self, const gchar *gloss)
{
  static const gchar *const cues[] = { " of ", " to ", NULL };

  for (guint i = 0; cues[i]; i++)
    for (const gchar *cue = strstr (gloss, cues[i]); cue; cue = strstr (cue + 1, cues[i]))
      {
        const gchar *code = country_at (self, cue + strlen (cues[i]));

        if (code)
          return code;
      }
  return NULL;
}

static void
add_people_word (Names *self, const gchar *word, gboolean of_countries, const gchar *code, gboolean place,
                 gboolean people)
{
  if (of_countries && code)
    {
      compile_add (self->compile, word, "nationality", code, 0);
      g_hash_table_insert (self->peoples, (gpointer) word, (gpointer) code);
    }
  else if (of_countries || ent_lexicon_writer_has (self->compile->writer, word, "nationality"))
    return;
  else if (place || people)
    compile_add (self->compile, word, place ? "nationality" : "people", "", 0);
}

/* "Russian": what it pertains to, or is derived from, is a country, a place or a people */
static void
add_adjective (Names *self, const WnSynset *synset, gboolean of_countries)
{
  const gchar *in_gloss = country_in_gloss (self, synset->gloss);

  for (guint i = 0; i < synset->pointers->len; i++)
    {
      const WnPointer *pointer = &g_array_index (synset->pointers, WnPointer, i);
      const WnSynset *to = pointer->pos == 'n' ? wn_database_find (self->db, pointer->target) : NULL;
      const gchar *code = to ? g_hash_table_lookup (self->codes, GUINT_TO_POINTER (to->offset)) : NULL;
      gboolean place = to && (to->lexfile == WN_LOCATION || to->lexfile == WN_OBJECT) && to->instance;
      gboolean people = to && (to->lexfile == WN_GROUP || wn_is_below (to, WN_ROOT_RELIGIOUS));

      code = code ? code : place ? in_gloss : NULL;
      for (guint w = 0; synset->words[w]; w++)
        if (is_capitalised (synset->words[w]))
          add_people_word (self, synset->words[w], of_countries, code, place, people);
    }
}

static gboolean
tells_of_people (const WnSynset *synset)
{
  static const gchar *const words[] = { "native", "inhabitant", "member", "resident", "citizen", "descendant", NULL };

  if (synset->gloss[0] == '(')
    return FALSE; /* "(Old Testament) …": a figure, though no instance in WordNet's eyes */
  if (wn_is_below (synset, WN_ROOT_INHABITANT) || wn_is_below (synset, WN_ROOT_RELIGIOUS))
    return TRUE;
  for (guint i = 0; words[i]; i++)
    if (strstr (synset->gloss, words[i]))
      return TRUE;
  return FALSE;
}

static void
add_inhabitant (Names *self, const WnSynset *synset)
{
  const gchar *in_gloss = country_in_gloss (self, synset->gloss);

  if (!tells_of_people (synset))
    return;
  for (guint i = 0; synset->words[i]; i++)
    {
      const gchar *code = g_hash_table_lookup (self->peoples, synset->words[i]);

      code = code ? code : in_gloss;
      if (is_capitalised (synset->words[i]) && !strchr (synset->words[i], ' ')
          && !ent_lexicon_writer_has (self->compile->writer, synset->words[i], "title"))
        add_inflected (self, synset->words[i], code ? "nationality" : "people", code ? code : "");
    }
}

/* The longest name of a person is the fullest */
static const gchar *
fullest (gchar **words)
{
  const gchar *full = words[0];

  for (; *words; words++)
    if (strlen (*words) > strlen (full))
      full = *words;
  return full;
}

static gboolean
is_plain_name (gchar **parts)
{
  static const gchar *const odd[]
      = { "of",     "the",      "The",   "Saint", "St.",   "Sir",  "Lord",      "Lady",    "King", "Queen",
          "Prince", "Princess", "Baron", "Duke",  "Count", "Pope", "President", "General", NULL };

  for (; *parts; parts++)
    if (g_strv_contains (odd, *parts) || strspn (*parts, "IVX") == strlen (*parts))
      return FALSE;
  return TRUE;
}

/* "La", "Van" begin surnames too */
static gboolean
is_given_name (Names *self, const gchar *part)
{
  g_autofree gchar *lower = g_utf8_strdown (part, -1);

  return is_alphabetic (part) && g_utf8_strlen (part, -1) > 1
         && !ent_lexicon_writer_has (self->compile->writer, lower, "particle")
         && !ent_lexicon_writer_has (self->compile->writer, part, "title");
}

static void
add_person (Names *self, const WnSynset *synset)
{
  const gchar *full = fullest (synset->words);

  if (wn_is_below (synset, WN_ROOT_SPIRIT))
    return;
  for (guint i = 0; synset->words[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (synset->words[i], " ", -1);
      guint n = g_strv_length (parts);

      if (!is_capitalised (synset->words[i]))
        continue;
      if (n == 1)
        count (self->surname, parts[0], 1);
      else
        compile_add (self->compile, synset->words[i], "person", full, synset->counts[i]);
      if (n == 1 || !is_plain_name (parts))
        continue;
      if (is_given_name (self, parts[0]))
        count (self->given, parts[0], 1);
      if (is_capitalised (parts[n - 1]) && g_utf8_strlen (parts[n - 1], -1) > 2)
        count (self->surname, parts[n - 1], 1);
    }
}

/* "Interior", "Labor": in running text mostly something else */
static gboolean
is_short_for_department (const WnSynset *synset, const gchar *word)
{
  return synset->lexfile == WN_GROUP && !synset->instance && !strchr (word, ' ') && g_ascii_islower (word[1]);
}

static void
add_all (Names *self, const WnSynset *synset, const gchar *type)
{
  for (guint i = 0; synset->words[i]; i++)
    {
      gsize length = strlen (synset->words[i]);
      gboolean code = length == 2 && g_ascii_isupper (synset->words[i][1]);

      if (is_capitalised (synset->words[i]) && length > 1 && !is_short_for_department (synset, synset->words[i]))
        compile_add (self->compile, synset->words[i], code && g_str_equal (type, "place") ? "region-code" : type, "",
                     synset->counts[i]);
    }
}

static const gchar *
type_of_artifact (const WnSynset *synset)
{
  if (wn_is_below (synset, WN_ROOT_MILITARY))
    return "platform";
  if (wn_is_below (synset, WN_ROOT_WEAPON))
    return "weapon";
  if (wn_is_below (synset, WN_ROOT_VEHICLE))
    return "vehicle";
  if (wn_is_below (synset, WN_ROOT_SCHOOL))
    return "organisation";
  return synset->instance ? "facility" : NULL;
}

/* The class of a synset's capitalised words; NULL for none, and for those that need more care */
static const gchar *
type_of (const WnSynset *synset)
{
  gboolean social = wn_is_below (synset, WN_ROOT_ORGANISATION) || wn_is_below (synset, WN_ROOT_UNIT);

  switch (synset->lexfile)
    {
    case WN_LOCATION:
    case WN_OBJECT:
      return synset->instance ? "place" : NULL;
    case WN_ARTIFACT:
      return type_of_artifact (synset);
    case WN_GROUP:
      if (wn_is_below (synset, WN_ROOT_ETHNIC))
        return "people";
      return social || synset->instance ? "organisation" : NULL;
    case WN_EVENT:
      return "event";
    case WN_ACT:
    case WN_STATE:
      return synset->instance ? "event" : NULL;
    case WN_COMMUNICATION:
      return synset->instance ? "work" : NULL;
    default:
      return NULL;
    }
}

static void
add_names (Names *self, const WnSynset *synset)
{
  const gchar *type = type_of (synset);

  if (type && !g_hash_table_contains (self->codes, GUINT_TO_POINTER (synset->offset)))
    add_all (self, synset, type);
  if (synset->lexfile == WN_PERSON && synset->instance)
    add_person (self, synset);
  else if (synset->lexfile == WN_PERSON)
    add_inhabitant (self, synset);
}

/* "spokesman": a word that first of all means a person tells of the name beside it */
static void
add_occupations (Names *self, const WnSynset *synset)
{
  if (synset->lexfile != WN_PERSON || synset->instance || !wn_is_below (synset, WN_ROOT_PERSON))
    return;
  for (guint i = 0; synset->words[i]; i++)
    if (!is_capitalised (synset->words[i]) && wn_database_is_first_sense (self->db, synset->words[i], synset))
      add_inflected (self, synset->words[i], "occupation", "");
}

static void
count_words (Names *self, const GPtrArray *synsets)
{
  for (guint i = 0; i < synsets->len; i++)
    {
      const WnSynset *synset = g_ptr_array_index (synsets, i);

      for (guint w = 0; synset->words[w]; w++)
        if (is_alphabetic (synset->words[w]) && !is_capitalised (synset->words[w]))
          count (self->words, synset->words[w], synset->counts[w]);
    }
}

static void
add_from_database (Names *self)
{
  for (guint i = 0; i < self->db->nouns->len; i++)
    add_country (self, g_ptr_array_index (self->db->nouns, i));
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->db->adjectives->len; i++)
      add_adjective (self, g_ptr_array_index (self->db->adjectives, i), pass == 0);
  for (guint i = 0; i < self->db->nouns->len; i++)
    {
      add_names (self, g_ptr_array_index (self->db->nouns, i));
      add_occupations (self, g_ptr_array_index (self->db->nouns, i));
    }
  count_words (self, self->db->nouns);
  count_words (self, self->db->verbs);
  count_words (self, self->db->adjectives);
  count_words (self, self->db->adverbs);
  add_counted (self, self->words, "word");
  g_hash_table_foreach_remove (self->given, is_rather_word, self->words);
  add_counted (self, self->given, "given-name");
  add_counted (self, self->surname, "surname");
}

gboolean
compile_wordnet (Compile *self, const gchar *folder, GError **error)
{
  g_autoptr (WnDatabase) db = wn_database_open (folder, error);
  Names names = { .compile = self, .db = db };

  if (!db)
    return FALSE;
  names.codes = g_hash_table_new (NULL, NULL);
  names.peoples = g_hash_table_new (g_str_hash, g_str_equal);
  names.words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names.given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names.surname = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_from_database (&names);
  compile_noun_types (self, db);
  compile_capitals (self, db);
  compile_derivations (self, db);
  g_hash_table_unref (names.codes);
  g_hash_table_unref (names.peoples);
  g_hash_table_unref (names.words);
  g_hash_table_unref (names.given);
  g_hash_table_unref (names.surname);
  return TRUE;
}
