/* Names as keys: folding, transliteration, titles and suffixes from names.txt, countries from the lexicon. */
#include "stages/link/names.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* For keys; see ICU's User Guide, "General Transforms" */
#define TRANSLITERATION "Any-Latin; Latin-ASCII; Lower"

/* Bytes of the longest title or suffix */
#define MAX_WORD 31

struct _Names
{
  EntLexicon *lexicon; /* NULL where the pack has none: countries get no code then */
  LinkPlaces *places;
  GHashTable *words; /* word → NameClass */
  GStringChunk *strings;
};

static const struct
{
  const gchar *name;
  NameClass class;
} classes[] = { { "title", NAME_TITLE }, { "suffix", NAME_SUFFIX },     { "small", NAME_SMALL },
                { "state", NAME_STATE }, { "particle", NAME_PARTICLE }, { "alias", NAME_ALIAS } };

static gboolean
load_line (Names *self, const gchar *path, guint number, gchar *line, GError **error)
{
  gchar *colon = strchr (line, ':');
  g_auto (GStrv) words = g_strsplit (colon ? colon + 1 : "", " ", -1);
  guint c = 0;

  while (c < G_N_ELEMENTS (classes)
         && !(colon && strlen (classes[c].name) == (gsize) (colon - line) && g_str_has_prefix (line, classes[c].name)))
    c++;
  if (c == G_N_ELEMENTS (classes))
    {
      g_set_error (
          error, ENT_ERROR, ENT_ERROR_MODEL,
          "%s:%u: '%s': expected 'title', 'suffix', 'small', 'state', 'particle' or 'alias', a colon and words", path,
          number, line);
      return FALSE;
    }
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      {
        guint old = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, words[i]));

        g_hash_table_insert (self->words, g_string_chunk_insert_const (self->strings, words[i]),
                             GUINT_TO_POINTER (old | classes[c].class));
      }
  return TRUE;
}

static gboolean
load_words (Names *self, EntStage *stage, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, "link/names.txt", error);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  if (!path)
    return FALSE;
  if (!g_file_get_contents (path, &content, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
      return FALSE;
    }
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (*g_strstrip (lines[i]) && *lines[i] != '#' && !load_line (self, path, i + 1, lines[i], error))
      return FALSE;
  return TRUE;
}

Names *
link_names_load (EntStage *stage, GError **error)
{
  g_autoptr (Names) self = g_new0 (Names, 1);
  g_autofree gchar *path = ent_stage_find_data (stage, "tag/lexicon.bin", NULL);

  self->words = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_string_chunk_new (2048);
  if (!load_words (self, stage, error))
    return NULL;
  if (path && !(self->lexicon = ent_lexicon_open (path, error)))
    return NULL;
  if (!(self->places = link_places_load (stage, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
link_names_free (Names *self)
{
  g_clear_pointer (&self->lexicon, ent_lexicon_free);
  g_clear_pointer (&self->places, link_places_free);
  g_hash_table_unref (self->words);
  g_string_chunk_free (self->strings);
  g_free (self);
}

EntLexicon *
link_names_get_lexicon (const Names *self)
{
  return self->lexicon;
}

LinkPlaces *
link_names_get_places (const Names *self)
{
  return self->places;
}

static gboolean
is_dropped (gunichar c)
{
  return c == '.' || c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || (c >= 0x0300 && c <= 0x036F);
}

gchar *
link_fold (const gchar *name)
{
  g_autofree gchar *plain = g_str_is_ascii (name) ? NULL : g_utf8_normalize (name, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) folded = g_string_sized_new (strlen (name));
  gboolean apart = FALSE;

  for (const gchar *p = plain ? plain : name; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_dropped (c))
        continue;
      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c))
        {
          apart = folded->len > 0;
          continue;
        }
      if (apart)
        g_string_append_c (folded, ' ');
      apart = FALSE;
      g_string_append_unichar (folded, g_unichar_tolower (c));
    }
  if (g_str_has_prefix (folded->str, "the ") && folded->len > 4)
    g_string_erase (folded, 0, 4);
  return plain ? g_utf8_normalize (folded->str, -1, G_NORMALIZE_ALL_COMPOSE) : g_strdup (folded->str);
}

/* The letters of Latin that are more than a letter and a mark, as ICU's Latin-ASCII writes them */
static const struct
{
  gunichar letter;
  const gchar *ascii;
} latin_letters[]
    = { { 0x00C6, "AE" }, { 0x00D0, "D" }, { 0x00D8, "O" },  { 0x00DE, "TH" }, { 0x00DF, "ss" }, { 0x00E6, "ae" },
        { 0x00F0, "d" },  { 0x00F8, "o" }, { 0x00FE, "th" }, { 0x0110, "D" },  { 0x0111, "d" },  { 0x0126, "H" },
        { 0x0127, "h" },  { 0x0131, "i" }, { 0x0141, "L" },  { 0x0142, "l" },  { 0x0152, "OE" }, { 0x0153, "oe" } };

static const gchar *
find_letter (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (latin_letters); i++)
    if (latin_letters[i].letter == c)
      return latin_letters[i].ascii;
  return NULL;
}

/* A name in Latin letters without ICU; NULL where it has others */
static gchar *
strip_accents (const gchar *name)
{
  g_autofree gchar *plain = g_utf8_normalize (name, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) ascii = g_string_sized_new (strlen (name));

  for (const gchar *p = plain; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const gchar *letters = c < 0x80 ? NULL : find_letter (c);

      if (c < 0x80)
        g_string_append_c (ascii, c);
      else if (letters)
        g_string_append (ascii, letters);
      else if (is_dropped (c))
        continue;
      else if (g_unichar_isalnum (c) || g_unichar_ismark (c))
        return NULL;
      else
        g_string_append_c (ascii, '-');
    }
  return g_strdup (ascii->str);
}

/* ICU's rules, for scripts other than Latin. One for all threads: opening them takes 20 ms, which a name with an
 * accent alone should not cost, and they must not be used from two threads at once */
static gchar *
transliterate (const gchar *name)
{
  static GMutex lock;
  static UTransliterator *rules;
  UChar id[sizeof TRANSLITERATION];
  UErrorCode status = U_ZERO_ERROR;
  glong n = 0;
  g_autofree gunichar2 *utf16 = g_utf8_to_utf16 (name, -1, NULL, &n, NULL);
  gint32 capacity = n * 8 + 64, length = n, limit = n;
  g_autofree UChar *buffer = g_new0 (UChar, capacity);

  if (!utf16)
    return NULL;
  memcpy (buffer, utf16, n * sizeof *utf16);
  g_mutex_lock (&lock);
  if (!rules)
    rules = utrans_openU (u_uastrcpy (id, TRANSLITERATION), -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (rules)
    utrans_transUChars (rules, buffer, &length, capacity, 0, &limit, &status);
  g_mutex_unlock (&lock);
  return U_SUCCESS (status) ? g_utf16_to_utf8 ((gunichar2 *) buffer, length, NULL, NULL, NULL) : NULL;
}

static void
append_ascii (GString *slug, const gchar *text)
{
  for (const gchar *p = text; *p; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (slug, g_ascii_tolower (*p));
    else if (*p != '\'' && slug->len && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  if (slug->len && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
}

gchar *
link_slug (const gchar *name)
{
  g_autofree gchar *latin = NULL;
  g_autoptr (GString) slug = g_string_new (NULL);

  if (!g_str_is_ascii (name) && !(latin = strip_accents (name)))
    latin = transliterate (name);
  append_ascii (slug, latin ? latin : name);
  /* a script that ICU cannot write in Latin, or signs alone: the code points tell names apart all the same */
  for (const gchar *p = slug->len ? "" : name; *p; p = g_utf8_next_char (p))
    if (*p != ' ')
      g_string_append_printf (slug, "u%x", g_utf8_get_char (p));
  return slug->len ? g_strdup (slug->str) : g_strdup ("unnamed");
}

NameClass
link_name_class (const Names *self, const gchar *word, gsize length)
{
  gchar copy[MAX_WORD + 1];

  if (length > MAX_WORD)
    return 0;
  memcpy (copy, word, length);
  copy[length] = '\0';
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->words, copy));
}

const gchar *
link_skip_titles (const Names *self, const gchar *name)
{
  for (const gchar *space = strchr (name, ' '); space && space[1]; space = strchr (name, ' '))
    {
      g_autofree gchar *word = g_strndup (name, space - name);
      g_autofree gchar *folded = link_fold (word);

      if (!(link_name_class (self, folded, strlen (folded)) & NAME_TITLE))
        break;
      name = space + 1;
    }
  return name;
}

static const gchar *
skip_article (const gchar *name)
{
  return g_ascii_strncasecmp (name, "the ", 4) == 0 ? name + 4 : name;
}

static gboolean
is_upper (const gchar *name)
{
  for (const gchar *p = name; *p; p = g_utf8_next_char (p))
    if (g_unichar_islower (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static guint
look_up (const Names *self, const gchar *name, EntLexiconSense *senses)
{
  return self->lexicon ? ent_lexicon_lookup (self->lexicon, name, -1, senses, ENT_LEXICON_MAX_SENSES) : 0;
}

static const gchar *
find_code (const Names *self, const gchar *name, const gchar *type)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n;

  name = skip_article (name);
  n = look_up (self, name, senses);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (senses[i].type, type) && strlen (senses[i].key) == 2 && (senses[i].exact || is_upper (name)))
      return senses[i].key;
  return NULL;
}

const gchar *
link_country (const Names *self, const gchar *name, gboolean people)
{
  return find_code (self, name, people ? "nationality" : "country");
}

const gchar *
link_capital (const Names *self, const gchar *name)
{
  return find_code (self, name, "capital");
}

gboolean
link_is_place (const Names *self, const gchar *name)
{
  static const gchar *const types[] = { "country", "nationality", "region", "city", "place", NULL };
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n = look_up (self, skip_article (name), senses);

  for (guint i = 0; i < n; i++)
    if (g_strv_contains (types, senses[i].type))
      return TRUE;
  return FALSE;
}

/* Most of its longer words begin with a capital, and it does not end in a full stop */
gboolean
link_is_headline (const gchar *text, const EntToken *tokens, guint first, guint end)
{
  guint n = 0, n_capitalised = 0;

  for (guint t = first; t < end; t++)
    {
      if (!(tokens[t].flags & ENT_TOKEN_ALPHA) || tokens[t].end - tokens[t].start < 4)
        continue;
      n++;
      n_capitalised += tokens[t].flags & ENT_TOKEN_CAPITALISED ? 1 : 0;
    }
  return n >= 3 && n_capitalised * 5 >= n * 4 && text[tokens[end - 1].start] != '.';
}
