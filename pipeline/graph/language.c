#include "pipeline/graph/language.h"

#include <entente/error.h>

#include "pipeline/stage-private.h"

/* The files of a pack, in the order of the texts */
static const gchar *const names[ENT_LANGUAGE_FILES] = { "export/spelling.txt", "export/fields.txt" };

/* Who is who was decided with other words: all is decided anew */
static const gchar touch_all[] = "DELETE FROM identities; DELETE FROM keys;"
                                 "INSERT OR IGNORE INTO touched SELECT DISTINCT key FROM entities;"
                                 "UPDATE state SET stale = 1";

/* `paths`: where the texts are from, for messages */
static gboolean
parse (EntLanguage *self, const gchar *const *paths, GError **error)
{
  self->spelling = ent_spelling_words_parse (self->texts[0], paths[0], error);
  self->fields = self->spelling ? ent_fields_parse (self->texts[1], paths[1], error) : NULL;
  return self->fields != NULL;
}

static gchar *
read_file (const gchar *path, GError **error)
{
  g_autofree gchar *text = NULL;
  g_autoptr (GError) local = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
  else if (!g_utf8_validate (text, length, NULL))
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: expected UTF-8", path);
  else
    return g_steal_pointer (&text);
  return NULL;
}

/**
 * ent_language_load: (skip)
 * @pack: (nullable): a folder of language data that goes before the default pack
 * @error: where to put an error
 *
 * Returns: (transfer full): what the pack says; %NULL and %ENT_ERROR_MODEL where a file is missing or not as it should
 * be
 */
EntLanguage *
ent_language_load (const gchar *pack, GError **error)
{
  g_autoptr (EntLanguage) self = g_new0 (EntLanguage, 1);
  g_auto (GStrv) paths = g_new0 (gchar *, ENT_LANGUAGE_FILES + 1);

  for (guint i = 0; i < ENT_LANGUAGE_FILES; i++)
    if (!(paths[i] = ent_pack_find (pack, names[i], error)) || !(self->texts[i] = read_file (paths[i], error)))
      return NULL;
  return parse (self, (const gchar *const *) paths, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_text (sqlite3_stmt *statement, const gchar *name, gchar **text, GError **error)
{
  gboolean row;

  ent_sql_bind (statement, "s", name);
  if (!ent_sql_step (statement, &row, error))
    return FALSE;
  if (row)
    *text = g_strdup (ent_sql_text (statement, 0));
  sqlite3_reset (statement);
  return TRUE;
}

/**
 * ent_language_read: (skip)
 * @db: of a graph
 * @language: (out) (transfer full) (nullable): what the graph keeps; %NULL where it keeps nothing yet
 * @error: where to put an error
 *
 * Returns: %FALSE where the graph cannot be read
 */
gboolean
ent_language_read (sqlite3 *db, EntLanguage **language, GError **error)
{
  g_autoptr (EntLanguage) self = g_new0 (EntLanguage, 1);
  g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (db, "SELECT content FROM language WHERE name = ?", error);

  *language = NULL;
  for (guint i = 0; i < ENT_LANGUAGE_FILES; i++)
    if (!statement || !read_text (statement, names[i], &self->texts[i], error))
      return FALSE;
    else if (!self->texts[i])
      return TRUE;
  if (!parse (self, names, error))
    {
      g_prefix_error (error, "graph %s: ", sqlite3_db_filename (db, "main"));
      return FALSE;
    }
  *language = g_steal_pointer (&self);
  return TRUE;
}

/* In place of what the graph kept; all is to be decided anew */
gboolean
ent_language_write (const EntLanguage *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (db, "INSERT OR REPLACE INTO language VALUES (?, ?)", error);

  for (guint i = 0; i < ENT_LANGUAGE_FILES; i++)
    {
      if (!statement)
        return FALSE;
      ent_sql_bind (statement, "ss", names[i], self->texts[i]);
      if (!ent_sql_execute (statement, error))
        return FALSE;
    }
  return ent_sql_run (db, touch_all, error);
}

gboolean
ent_language_equal (const EntLanguage *a, const EntLanguage *b)
{
  for (guint i = 0; i < ENT_LANGUAGE_FILES; i++)
    if (!g_str_equal (a->texts[i], b->texts[i]))
      return FALSE;
  return TRUE;
}

void
ent_language_free (EntLanguage *self)
{
  for (guint i = 0; i < ENT_LANGUAGE_FILES; i++)
    g_free (self->texts[i]);
  g_clear_pointer (&self->spelling, ent_spelling_words_free);
  g_clear_pointer (&self->fields, g_hash_table_unref);
  g_free (self);
}
