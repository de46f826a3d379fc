/* What spelling.c knows of a language, from a pack's export/spelling.txt. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GHashTable *articles;
  GHashTable *generations;
  GHashTable *forms;  /* of companies: each → the one that it is the same as */
  GPtrArray *endings; /* of words that are spelt in two ways: GStrv of two */
} EntSpellingWords;

EntSpellingWords *ent_spelling_words_parse (const gchar *text, const gchar *path, GError **error);
void ent_spelling_words_free (EntSpellingWords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSpellingWords, ent_spelling_words_free)

G_END_DECLS
