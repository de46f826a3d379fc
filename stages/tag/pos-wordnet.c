/* The forms of WordNet's words: regular ones by the rules of spelling, others from its lists of exceptions. What is
 * not met in raw text is passed over. See wndb(5WN) and morphy(7WN). */
#include "stages/tag/pos.h"

#include <entente/error.h>
#include <string.h>

typedef struct
{
  const EntWords *classes;
  PosFormFunc func;
  gpointer user_data;
  EntPos pos;
  GHashTable *irregular; /* forms of the list of exceptions, and lemmas that have such */
} Forms;

static const struct
{
  const gchar *name;
  EntPos pos;
} files[] = { { "noun", ENT_POS_NOUN }, { "verb", ENT_POS_VERB }, { "adj", ENT_POS_ADJ }, { "adv", ENT_POS_ADV } };

static gchar **
read_lines (const gchar *folder, const gchar *format, const gchar *name, GError **error)
{
  g_autofree gchar *file = g_strdup_printf (format, name);
  g_autofree gchar *path = g_build_filename (folder, file, NULL);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_get_contents (path, &text, NULL, &local))
    return g_strsplit (text, "\n", -1);
  g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%s: expected a folder with WordNet's files: %s", folder,
               local->message);
  return NULL;
}

static void
tell (const Forms *self, const gchar *form, const gchar *lemma)
{
  EntWord known;

  if (ent_words_lookup (self->classes, form, strlen (form), &known))
    self->func (form, lemma, self->pos, self->user_data);
}

static gboolean
is_vowel (gchar c)
{
  return strchr ("aeiou", c) != NULL;
}

/* A regular form: `word` less its last `cut` bytes, and an ending */
static void
tell_regular (const Forms *self, const gchar *word, guint cut, const gchar *ending)
{
  g_autofree gchar *form = g_strdup_printf ("%.*s%s", (gint) (strlen (word) - cut), word, ending);

  if (!g_hash_table_contains (self->irregular, form))
    tell (self, form, word);
}

/* -s, -es, -ies */
static void
tell_s_form (const Forms *self, const gchar *word)
{
  gsize n = strlen (word);
  gchar last = word[n - 1], second = word[n - 2];

  if (last == 'y' && !is_vowel (second))
    tell_regular (self, word, 1, "ies");
  else if (strchr ("sxz", last) || (last == 'h' && strchr ("cs", second)))
    tell_regular (self, word, 0, "es");
  else
    tell_regular (self, word, 0, "s");
  if (last == 'o' && !is_vowel (second))
    tell_regular (self, word, 0, "es");
}

/* -d and -ed, -r and -er, -st and -est: `ending` is the longer one */
static void
tell_with_e (const Forms *self, const gchar *word, const gchar *ending)
{
  gsize n = strlen (word);
  g_autofree gchar *after_y = g_strdup_printf ("i%s", ending);

  if (word[n - 1] == 'e')
    tell_regular (self, word, 0, ending + 1);
  else if (word[n - 1] == 'y' && !is_vowel (word[n - 2]))
    tell_regular (self, word, 1, after_y);
  else
    tell_regular (self, word, 0, ending);
}

static void
tell_ing_form (const Forms *self, const gchar *word)
{
  gsize n = strlen (word);

  if (word[n - 1] == 'e' && word[n - 2] == 'i')
    tell_regular (self, word, 2, "ying");
  else if (word[n - 1] == 'e' && !strchr ("eo", word[n - 2]))
    tell_regular (self, word, 1, "ing");
  else
    tell_regular (self, word, 0, "ing");
}

static void
tell_word (const Forms *self, const gchar *word)
{
  gsize n = strlen (word);

  tell (self, word, word);
  if (n < 3)
    return;
  if (self->pos == ENT_POS_NOUN || self->pos == ENT_POS_VERB)
    tell_s_form (self, word);
  if (self->pos == ENT_POS_VERB && !g_hash_table_contains (self->irregular, word))
    tell_with_e (self, word, "ed");
  if (self->pos == ENT_POS_VERB)
    tell_ing_form (self, word);
  if (self->pos == ENT_POS_ADJ && n < 8)
    {
      tell_with_e (self, word, "er");
      tell_with_e (self, word, "est");
    }
}

static gboolean
is_plain (const gchar *word)
{
  for (const gchar *p = word; *p; p++)
    if (!g_ascii_islower (*p))
      return FALSE;
  return *word != '\0';
}

/* "went go": a form, and its lemmas */
static void
tell_exceptions (const Forms *self, gchar **lines)
{
  for (gchar **line = lines; *line; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", -1);

      if (!words[0] || !words[1] || !is_plain (words[0]) || !is_plain (words[1]))
        continue;
      g_hash_table_add (self->irregular, g_strdup (words[0]));
      if (!g_str_has_suffix (words[0], "ing"))
        g_hash_table_add (self->irregular, g_strdup (words[1]));
      tell (self, words[0], words[1]);
    }
}

/* "00001740 03 n 01 entity 0 …": place, file, kind, how many words (hexadecimal), then words with a number each */
static void
tell_synsets (const Forms *self, gchar **lines)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gchar **line = lines; *line; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, " ", -1);
      guint n_fields = g_strv_length (fields);
      guint n = g_ascii_isdigit (**line) && n_fields > 4 ? strtoul (fields[3], NULL, 16) : 0;

      for (guint i = 0; i < n && 4 + 2 * i < n_fields; i++)
        {
          g_autofree gchar *word = g_strndup (fields[4 + 2 * i], strcspn (fields[4 + 2 * i], "("));

          if (is_plain (word) && !g_hash_table_contains (told, word))
            {
              tell_word (self, word);
              g_hash_table_add (told, g_steal_pointer (&word));
            }
        }
    }
}

gboolean
pos_wordnet_foreach (const gchar *folder, const EntWords *classes, PosFormFunc func, gpointer user_data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GHashTable) irregular = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_auto (GStrv) exceptions = read_lines (folder, "%s.exc", files[i].name, error);
      g_auto (GStrv) synsets = exceptions ? read_lines (folder, "data.%s", files[i].name, error) : NULL;
      Forms forms = { classes, func, user_data, files[i].pos, irregular };

      if (!synsets)
        return FALSE;
      tell_exceptions (&forms, exceptions);
      tell_synsets (&forms, synsets);
    }
  return TRUE;
}
