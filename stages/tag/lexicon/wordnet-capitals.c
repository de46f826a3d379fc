/* Capitals with their countries, from WordNet: a national capital is a part of its country, or of a part of it. */
#include "compile.h"

/* A capital, its district, its region, its country */
#define MAX_PARTS 3

static const gchar *
country_of (Compile *self, WnDatabase *db, const WnSynset *synset, guint depth)
{
  const gchar *code = NULL;

  for (guint i = 0; i < synset->pointers->len && !code; i++)
    {
      const WnPointer *pointer = &g_array_index (synset->pointers, WnPointer, i);
      const WnSynset *whole = pointer->kind == 'p' ? wn_database_find (db, pointer->target) : NULL;

      for (guint w = 0; whole && whole->words[w] && !code; w++)
        code = g_hash_table_lookup (self->countries, whole->words[w]);
      if (whole && !code && depth < MAX_PARTS)
        code = country_of (self, db, whole, depth + 1);
    }
  return code;
}

/* "capital of France" is among WordNet's words, too, but no name */
void
compile_capitals (Compile *self, WnDatabase *db)
{
  for (guint i = 0; i < db->nouns->len; i++)
    {
      const WnSynset *synset = g_ptr_array_index (db->nouns, i);
      gboolean capital = synset->instance && wn_is_below (synset, WN_ROOT_CAPITAL);
      const gchar *code = capital ? country_of (self, db, synset, 0) : NULL;

      for (guint w = 0; code && synset->words[w]; w++)
        if (g_unichar_isupper (g_utf8_get_char (synset->words[w])) && !g_str_has_suffix (synset->words[w], " capital"))
          compile_add (self, synset->words[w], "capital", code, 0);
    }
}
