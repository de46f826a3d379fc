/* Tables of words in a pack: lines of a kind, a tab and words with blanks between them; # begins a comment. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE and an error that says what was expected end the reading; file and line are put before it */
typedef gboolean (*EntWordTableFunc) (gpointer user_data, const gchar *kind, gchar **words, GError **error);

gboolean ent_word_table_parse (const gchar *text, const gchar *path, EntWordTableFunc func, gpointer user_data,
                               GError **error);

G_END_DECLS
