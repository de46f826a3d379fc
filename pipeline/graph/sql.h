/* SQLite with GError: statements that are prepared once, bound and run. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean ent_sql_fail (sqlite3 *db, GError **error);
gboolean ent_sql_run (sqlite3 *db, const gchar *sql, GError **error);
sqlite3_stmt *ent_sql_prepare (sqlite3 *db, const gchar *sql, GError **error);
void ent_sql_bind (sqlite3_stmt *statement, const gchar *types, ...);
gboolean ent_sql_step (sqlite3_stmt *statement, gboolean *row, GError **error);
gboolean ent_sql_execute (sqlite3_stmt *statement, GError **error);
gboolean ent_sql_get_int (sqlite3 *db, const gchar *sql, gint64 *value, GError **error);
const gchar *ent_sql_text (sqlite3_stmt *statement, gint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
