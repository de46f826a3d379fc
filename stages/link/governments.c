/* Loads governments.txt; capitals and countries are the lexicon's. */
#include "stages/link/governments.h"

#include <string.h>

struct _LinkGovernments
{
  const Names *names;
  GHashTable *seats;  /* folded name → key, "" for what is no seat though the lexicon has it as a capital */
  GHashTable *houses; /* folded name → key */
  GHashTable *words;  /* word → GovernmentWord */
  GStringChunk *strings;
};

static const struct
{
  const gchar *name;
  GovernmentWord class;
} classes[] = { { "body", GOVERNMENT_BODY },     { "except", GOVERNMENT_EXCEPT }, { "act", GOVERNMENT_ACT },
                { "no-act", GOVERNMENT_NO_ACT }, { "target", GOVERNMENT_TARGET }, { "state", GOVERNMENT_STATE },
                { "deed", GOVERNMENT_DEED },     { "tie", GOVERNMENT_TIE },       { "one", GOVERNMENT_ONE } };

static void
add_names (LinkGovernments *self, GHashTable *table, const gchar *key, const gchar *list)
{
  g_auto (GStrv) names = g_strsplit (list, ";", -1);

  for (guint i = 0; names[i]; i++)
    {
      g_autofree gchar *folded = link_fold (g_strstrip (names[i]));

      if (*folded)
        g_hash_table_insert (table, g_string_chunk_insert_const (self->strings, folded),
                             g_string_chunk_insert_const (self->strings, key));
    }
}

static void
add_words (LinkGovernments *self, GovernmentWord class, const gchar *list)
{
  g_auto (GStrv) words = g_strsplit_set (list, " \t", -1);

  for (guint i = 0; words[i]; i++)
    if (*words[i])
      {
        guint old = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, words[i]));

        g_hash_table_insert (self->words, g_string_chunk_insert_const (self->strings, words[i]),
                             GUINT_TO_POINTER (old | class));
      }
}

static gboolean
load_line (LinkGovernments *self, const gchar *path, guint number, const gchar *line, GError **error)
{
  g_auto (GStrv) halves = g_strsplit (line, ":", 2);
  g_auto (GStrv) head = g_strsplit (g_strstrip (halves[0]), " ", -1);
  guint n = halves[1] ? g_strv_length (head) : 0;

  if (n == 1 && g_str_equal (head[0], "none"))
    add_names (self, self->seats, "", halves[1]);
  else if (n == 2 && strchr (head[1], '/') && (g_str_equal (head[0], "seat") || g_str_equal (head[0], "house")))
    add_names (self, *head[0] == 's' ? self->seats : self->houses, head[1], halves[1]);
  else
    {
      guint c = 0;

      while (c < G_N_ELEMENTS (classes) && !(n == 1 && g_str_equal (classes[c].name, head[0])))
        c++;
      if (c == G_N_ELEMENTS (classes))
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                       "%s:%u: '%s': expected 'seat KEY', 'house KEY', 'none' or a class of words that the head of "
                       "the file lists, a colon, and names or words",
                       path, number, line);
          return FALSE;
        }
      add_words (self, classes[c].class, halves[1]);
    }
  return TRUE;
}

static gboolean
load_file (LinkGovernments *self, EntStage *stage, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, "link/governments.txt", error);
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

LinkGovernments *
link_governments_load (EntStage *stage, const Names *names, GError **error)
{
  g_autoptr (LinkGovernments) self = g_new0 (LinkGovernments, 1);

  self->names = names;
  self->seats = g_hash_table_new (g_str_hash, g_str_equal);
  self->houses = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_string_chunk_new (4096);
  return load_file (self, stage, error) ? g_steal_pointer (&self) : NULL;
}

void
link_governments_free (LinkGovernments *self)
{
  g_hash_table_unref (self->seats);
  g_hash_table_unref (self->houses);
  g_hash_table_unref (self->words);
  g_string_chunk_free (self->strings);
  g_free (self);
}

static gchar *
key_of_code (const gchar *code)
{
  g_autofree gchar *lower = code ? g_ascii_strdown (code, -1) : NULL;

  return lower ? g_strconcat ("location/", lower, NULL) : NULL;
}

gchar *
link_governments_house (const LinkGovernments *self, const gchar *name)
{
  g_autofree gchar *folded = link_fold (name);

  return g_strdup (g_hash_table_lookup (self->houses, folded));
}

gchar *
link_governments_seat (const LinkGovernments *self, const gchar *name)
{
  g_autofree gchar *folded = link_fold (name);
  const gchar *key = g_hash_table_lookup (self->houses, folded);

  if (!key)
    key = g_hash_table_lookup (self->seats, folded);
  if (key)
    return *key ? g_strdup (key) : NULL;
  return key_of_code (link_capital (self->names, name));
}

gchar *
link_governments_country (const LinkGovernments *self, const gchar *name)
{
  const gchar *code = link_country (self->names, name, TRUE);

  return key_of_code (code ? code : link_country (self->names, name, FALSE));
}

gboolean
link_governments_know (const LinkGovernments *self, GovernmentWord class, const gchar *word)
{
  return (GPOINTER_TO_UINT (g_hash_table_lookup (self->words, word)) & class) != 0;
}
