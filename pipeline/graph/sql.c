#include "pipeline/graph/sql.h"

#include <entente/error.h>

/**
 * ent_sql_fail: (skip)
 * @db: a database
 * @error: where to put an error
 *
 * Puts what the database last complained of into @error: what is no database at all, or a damaged one, is
 * %ENT_ERROR_MODEL, all else %ENT_ERROR_OUTPUT.
 *
 * Returns: %FALSE
 */
gboolean
ent_sql_fail (sqlite3 *db, GError **error)
{
  const gchar *path = sqlite3_db_filename (db, "main");
  gint code = sqlite3_errcode (db);
  gboolean unreadable = code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_CANTOPEN;
  const gchar *what = code == SQLITE_BUSY ? "another program is writing to it" : sqlite3_errmsg (db);

  g_set_error (error, ENT_ERROR, unreadable ? ENT_ERROR_MODEL : ENT_ERROR_OUTPUT, "graph %s: %s",
               path && *path ? path : "in a temporary file", what);
  return FALSE;
}

/* Runs statements that give no rows */
gboolean
ent_sql_run (sqlite3 *db, const gchar *sql, GError **error)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK || ent_sql_fail (db, error);
}

sqlite3_stmt *
ent_sql_prepare (sqlite3 *db, const gchar *sql, GError **error)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) == SQLITE_OK)
    return statement;
  ent_sql_fail (db, error);
  return NULL;
}

/* Binds parameters from the first on: `i` is a gint64, `s` a string that holds until the statement was run, `d` a
 * gdouble, `n` a gint64 that is NULL below 0 */
void
ent_sql_bind (sqlite3_stmt *statement, const gchar *types, ...)
{
  va_list arguments;

  va_start (arguments, types);
  for (gint i = 1; types[i - 1]; i++)
    {
      gint64 number;

      switch (types[i - 1])
        {
        case 'i':
          sqlite3_bind_int64 (statement, i, va_arg (arguments, gint64));
          break;
        case 'n':
          number = va_arg (arguments, gint64);
          if (number < 0)
            sqlite3_bind_null (statement, i);
          else
            sqlite3_bind_int64 (statement, i, number);
          break;
        case 's':
          sqlite3_bind_text (statement, i, va_arg (arguments, const gchar *), -1, SQLITE_STATIC);
          break;
        case 'd':
          sqlite3_bind_double (statement, i, va_arg (arguments, gdouble));
          break;
        default:
          g_assert_not_reached ();
        }
    }
  va_end (arguments);
}

/* The next row; after the last one @row is FALSE and the statement ready to be bound anew */
gboolean
ent_sql_step (sqlite3_stmt *statement, gboolean *row, GError **error)
{
  gint code = sqlite3_step (statement);

  *row = code == SQLITE_ROW;
  if (*row)
    return TRUE;
  if (code != SQLITE_DONE)
    ent_sql_fail (sqlite3_db_handle (statement), error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

gboolean
ent_sql_execute (sqlite3_stmt *statement, GError **error)
{
  gboolean row, ok;

  do
    ok = ent_sql_step (statement, &row, error);
  while (ok && row);
  return ok;
}

/* The number in the first row of a query, 0 where there is none */
gboolean
ent_sql_get_int (sqlite3 *db, const gchar *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (db, sql, error);
  gboolean row;

  *value = 0;
  if (!statement || !ent_sql_step (statement, &row, error))
    return FALSE;
  if (row)
    *value = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/* The text of a column, "" for NULL; as long as the row */
const gchar *
ent_sql_text (sqlite3_stmt *statement, gint column)
{
  const gchar *text = (const gchar *) sqlite3_column_text (statement, column);

  return text ? text : "";
}
