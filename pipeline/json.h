/* Writing JSON into a GString, comma by comma: fast enough for millions of tokens. Reading is jansson's job. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Between { or [ and its end; a comma is put where one is due */
void ent_json_key (GString *out, const gchar *key);
void ent_json_string (GString *out, const gchar *string);
void ent_json_string_len (GString *out, const gchar *string, gsize length);
void ent_json_int (GString *out, gint64 number);
void ent_json_double (GString *out, gdouble number);
void ent_json_raw (GString *out, const gchar *json);
void ent_json_open (GString *out, gchar bracket);
void ent_json_close (GString *out, gchar bracket);

/* What JSON text that is a string says; NULL where it is anything else */
gchar *ent_json_dup_string (const gchar *json);

G_END_DECLS
