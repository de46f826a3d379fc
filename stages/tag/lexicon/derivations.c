/* Verbs of nouns, by WordNet's derivational links: of acts ("invasion", "invade"). */
#include "compile.h"

#include <string.h>

/* A noun's rarer senses are not looked at */
#define MAX_SENSES 6

/* Of a noun's uses in the tagged texts, so many parts of ten must be of senses that are acts */
#define MIN_PARTS 3

/* A noun that is spelt like its verb ("visit", but not "market") must not be met so many times as often as that, unless
 * it is nothing but an act ("murder") */
#define MAX_RATIO 4

typedef struct
{
  WnDatabase *db;
  EntLexiconWriter *writer;
  GHashTable *seen;   /* nouns that were looked at */
  GHashTable *counts; /* verb → how often it was met in all of its senses */
} Derivations;

/* The best verb of a noun so far */
typedef struct
{
  const gchar *verb;
  guint shared; /* letters at the start that are those of the noun */
  guint32 count;
} Verb;

static gboolean
is_plain_word (const gchar *word)
{
  return word[strspn (word, "abcdefghijklmnopqrstuvwxyz")] == '\0' && strlen (word) > 2;
}

static guint
count_shared (const gchar *noun, const gchar *verb)
{
  guint n = 0;

  while (noun[n] && noun[n] == verb[n])
    n++;
  return n;
}

/* What is done or happens, and what goes by the same word then: "agreement", "detention", "aid" */
static gboolean
is_act (const WnSynset *synset, gboolean strictly)
{
  switch (synset->lexfile)
    {
    case WN_ACT:
    case WN_COMMUNICATION:
    case WN_EVENT:
    case WN_PHENOMENON:
    case WN_PROCESS:
      return TRUE;
    case WN_ATTRIBUTE:
    case WN_COGNITION:
    case WN_POSSESSION:
    case WN_STATE:
      return !strictly;
    default:
      return FALSE;
    }
}

/* "itemize", "pressurize": a verb made of the noun, rather than the other way round */
static gboolean
is_of_noun (const gchar *verb, const gchar *noun)
{
  return strlen (verb) > strlen (noun)
         && (g_str_has_suffix (verb, "ize") || g_str_has_suffix (verb, "ise") || g_str_has_suffix (verb, "ify")
             || g_str_has_suffix (verb, "ate"));
}

static gint
index_of (const WnSynset *synset, const gchar *noun)
{
  for (gint i = 0; synset->words[i]; i++)
    if (g_str_equal (synset->words[i], noun))
      return i;
  return -1;
}

static void
offer (Verb *best, const gchar *noun, const gchar *verb, guint32 count)
{
  guint shared = count_shared (noun, verb);

  if (best->verb && (shared < best->shared || (shared == best->shared && count <= best->count)))
    return;
  best->verb = verb;
  best->shared = shared;
  best->count = count;
}

static guint32
count_of (Derivations *self, const gchar *verb)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, verb));
}

/* Whether the noun is derived from a verb in this sense */
static gboolean
offer_verbs (Derivations *self, const WnSynset *synset, guint w, Verb *best)
{
  gboolean derived = FALSE;

  for (guint i = 0; i < synset->pointers->len; i++)
    {
      const WnPointer *pointer = &g_array_index (synset->pointers, WnPointer, i);
      const WnSynset *to = pointer->kind == '+' && pointer->pos == 'v' && pointer->from == w + 1
                               ? wn_database_find_verb (self->db, pointer->target)
                               : NULL;
      const gchar *verb;

      verb = to && pointer->to && pointer->to <= g_strv_length (to->words) ? to->words[pointer->to - 1] : NULL;
      if (!verb || !is_plain_word (verb) || is_of_noun (verb, synset->words[w]))
        continue;
      offer (best, synset->words[w], verb, count_of (self, verb));
      derived = TRUE;
    }
  return derived;
}

/* Uses are counted with one more each, for the words that were never met */
static gboolean
find_verb (Derivations *self, const gchar *noun, Verb *best)
{
  guint all = 0, acts = 0, strict = 0;
  gboolean derived = FALSE;
  const WnSynset *synset;

  for (guint n = 0; (synset = wn_database_get_sense (self->db, noun, n)); n++)
    {
      gint w = index_of (synset, noun);
      guint count = w >= 0 ? synset->counts[w] + 1 : 1;

      all += count;
      if (w < 0 || n >= MAX_SENSES || synset->instance || !is_act (synset, FALSE))
        continue;
      acts += count;
      strict += is_act (synset, TRUE) ? count : 0;
      derived |= is_act (synset, TRUE) && offer_verbs (self, synset, w, best);
    }
  if (derived && g_str_equal (best->verb, noun) && strict < all && all > MAX_RATIO * (best->count + 1))
    return FALSE;
  return derived && 10 * acts >= MIN_PARTS * all;
}

static void
add_noun (Derivations *self, const gchar *noun)
{
  Verb act = { NULL, 0, 0 };

  if (!is_plain_word (noun) || !g_hash_table_add (self->seen, (gpointer) noun))
    return;
  if (find_verb (self, noun, &act))
    ent_lexicon_writer_add (self->writer, noun, "act", act.verb, 0);
}

static void
count_verbs (Derivations *self)
{
  for (guint i = 0; i < self->db->verbs->len; i++)
    {
      const WnSynset *synset = g_ptr_array_index (self->db->verbs, i);

      for (guint w = 0; synset->words[w]; w++)
        g_hash_table_insert (self->counts, synset->words[w],
                             GUINT_TO_POINTER (count_of (self, synset->words[w]) + synset->counts[w]));
    }
}

void
compile_derivations (Compile *self, WnDatabase *db)
{
  Derivations derivations = { .db = db, .writer = self->derivations };

  derivations.seen = g_hash_table_new (g_str_hash, g_str_equal);
  derivations.counts = g_hash_table_new (g_str_hash, g_str_equal);
  count_verbs (&derivations);
  for (guint i = 0; i < db->nouns->len; i++)
    {
      const WnSynset *synset = g_ptr_array_index (db->nouns, i);

      for (guint w = 0; synset->words[w]; w++)
        add_noun (&derivations, synset->words[w]);
    }
  g_hash_table_unref (derivations.counts);
  g_hash_table_unref (derivations.seen);
}
