#include "pipeline/graph/spelling-words.h"

#include "pipeline/graph/word-table.h"

#include <entente/error.h>

#include <string.h>

/* Keys are in small ASCII letters and digits: another word would never be met */
static gboolean
check_words (gchar **words, GError **error)
{
  for (; *words; words++)
    if (!**words || (*words)[strspn (*words, "abcdefghijklmnopqrstuvwxyz0123456789")])
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                     "'%s': expected words of a to z and 0 to 9 with one blank between them", *words);
        return FALSE;
      }
  return TRUE;
}

static gboolean
add_ending (EntSpellingWords *self, gchar **words, GError **error)
{
  if (g_strv_length (words) == 2)
    {
      g_ptr_array_add (self->endings, g_strdupv (words));
      return TRUE;
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "expected two endings");
  return FALSE;
}

static gboolean
add_line (gpointer user_data, const gchar *kind, gchar **words, GError **error)
{
  EntSpellingWords *self = user_data;
  const struct
  {
    const gchar *kind;
    GHashTable *table;
  } tables[] = { { "article", self->articles }, { "generation", self->generations }, { "form", self->forms } };

  if (!check_words (words, error))
    return FALSE;
  if (g_str_equal (kind, "ending"))
    return add_ending (self, words, error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (kind, tables[i].kind))
      {
        for (gchar **word = words; *word; word++)
          g_hash_table_insert (tables[i].table, g_strdup (*word), g_strdup (words[0]));
        return TRUE;
      }
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "'%s': expected article, generation, form or ending", kind);
  return FALSE;
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* NULL and an error that names file and line where the text is not as it should be */
EntSpellingWords *
ent_spelling_words_parse (const gchar *text, const gchar *path, GError **error)
{
  g_autoptr (EntSpellingWords) self = g_new0 (EntSpellingWords, 1);

  self->articles = new_table ();
  self->generations = new_table ();
  self->forms = new_table ();
  self->endings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  return ent_word_table_parse (text, path, add_line, self, error) ? g_steal_pointer (&self) : NULL;
}

void
ent_spelling_words_free (EntSpellingWords *self)
{
  g_hash_table_unref (self->articles);
  g_hash_table_unref (self->generations);
  g_hash_table_unref (self->forms);
  g_ptr_array_unref (self->endings);
  g_free (self);
}
