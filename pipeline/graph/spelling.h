/* Keys of nodes compared: which may be spellings of one name. Keys are in small ASCII letters (the linker has
 * transliterated what was not), "person/volodymyr-zelenskyy", and their parts are the words of the name. */
#pragma once

#include "pipeline/graph/spelling-words.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_SPELLING_OTHER,   /* two names */
  ENT_SPELLING_VARIANT, /* "zelensky", "zelenskyy": one name in two spellings */
  ENT_SPELLING_SHORTER  /* "j-smith", "john-smith" or "george-bush", "george-w-bush": the first is short for the second
                         */
} EntSpelling;

gchar **ent_spelling_parts (const gchar *key);
gchar *ent_spelling_block (const EntSpellingWords *words, const gchar *key);
EntSpelling ent_spelling_compare_persons (const EntSpellingWords *words, gchar **a, gchar **b);
gboolean ent_spelling_is_slip (gchar **a, gchar **b);
guint ent_spelling_weight (gchar **a, gchar **b);
gboolean ent_spelling_is_surname_of (const EntSpellingWords *words, gchar **surname, gchar **person);
gboolean ent_spelling_is_acronym_of (const EntSpellingWords *words, gchar **acronym, gchar **full);
gboolean ent_spelling_is_same_organisation (const EntSpellingWords *words, gchar **a, gchar **b);
gchar *ent_spelling_plain (const EntSpellingWords *words, gchar **organisation);
gboolean ent_spelling_have_other_forms (const EntSpellingWords *words, gchar **a, gchar **b);

G_END_DECLS
