/* Loads the vocabulary from words.txt, verbs.txt and nouns.txt. */
#include "stages/link/words.h"

#include <string.h>

/* Bytes of the longest word that is looked up */
#define MAX_WORD 31

/* A small word may be of several classes, each with an effect of its own */
typedef struct
{
  guint32 classes; /* WordClass */
  guint8 effects[WORD_N_CLASSES];
} Word;

struct _Vocabulary
{
  GHashTable *words; /* form → Word */
  GHashTable *verbs; /* lemma → Verb */
  GHashTable *nouns; /* lemma → Noun of any kind but mutual */
  GHashTable *mutual;
  GPtrArray *all_nouns;
  GStringChunk *strings;
};

/* In the order of their bits */
static const gchar *const classes[]
    = { "modal", "not", "adv", "mark", "adj", "noun", "nobody", "prep", "place", "source", "class" };
G_STATIC_ASSERT (G_N_ELEMENTS (classes) == WORD_N_CLASSES);

static const gchar *const noun_kinds[] = { "event", "mutual", "role", "member", NULL };

static const struct
{
  const gchar *name;
  VerbTraits trait;
} traits[] = {
  { "quiet", VERB_QUIET },     { "says", VERB_SAYS },       { "believes", VERB_BELIEVES },
  { "denies", VERB_DENIES },   { "accuses", VERB_ACCUSES }, { "light", VERB_LIGHT },
  { "clausal", VERB_CLAUSAL }, { "becomes", VERB_BECOMES }, { "wishes", VERB_WISHES },
};

/* Where the loader stands, for messages */
typedef struct
{
  Vocabulary *self;
  const gchar *path;
  guint line;
} Loader;

static gboolean
complain (const Loader *loader, GError **error, const gchar *what, const gchar *expected)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: '%s': expected %s", loader->path, loader->line, what,
               expected);
  return FALSE;
}

static Word *
word_for (Vocabulary *self, const gchar *form)
{
  Word *word = g_hash_table_lookup (self->words, form);

  if (word)
    return word;
  word = g_new0 (Word, 1);
  memset (word->effects, EFFECT_NONE, sizeof word->effects);
  g_hash_table_insert (self->words, g_string_chunk_insert (self->strings, form), word);
  return word;
}

static gboolean
parse_effect (const gchar *name, guint8 *effect)
{
  gint modality = ent_modality_from_string (name);

  *effect = g_str_equal (name, "negated") ? EFFECT_NEGATED : (guint8) modality;
  return modality >= 0 || *effect == EFFECT_NEGATED;
}

/* "class: word …" or "class=effect: word …" */
static gboolean
load_words_line (Loader *loader, gchar *line, GError **error)
{
  gchar *colon = strchr (line, ':');
  gchar *equals;
  g_auto (GStrv) words = g_strsplit_set (colon ? colon + 1 : "", " \t", -1);
  guint8 effect = EFFECT_NONE;
  guint c = 0;

  if (!colon)
    return complain (loader, error, line, "a class, a colon and words");
  *colon = '\0';
  if ((equals = strchr (line, '=')))
    *equals++ = '\0';
  if (equals && !parse_effect (equals, &effect))
    return complain (loader, error, equals, "a modality or 'negated'");
  while (c < G_N_ELEMENTS (classes) && !g_str_equal (classes[c], line))
    c++;
  if (c == G_N_ELEMENTS (classes))
    return complain (loader, error, line, "one of the classes that the head of the file lists");
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      {
        Word *word = word_for (loader->self, words[i]);

        word->classes |= 1u << c;
        word->effects[c] = effect;
      }
  return TRUE;
}

static gboolean
add_trait (Loader *loader, Verb *verb, const gchar *trait, GError **error)
{
  gboolean is_object = g_str_has_prefix (trait, "obj=");

  if (*trait == '+' || *trait == '~')
    g_ptr_array_add (*trait == '+' ? verb->prepositions : verb->particles,
                     g_string_chunk_insert_const (loader->self->strings, trait + 1));
  else if (is_object || g_str_has_prefix (trait, "to="))
    return parse_effect (strchr (trait, '=') + 1, is_object ? &verb->obj : &verb->to)
           || complain (loader, error, trait, "a modality or 'negated' after '='");
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (traits); i++)
        if (g_str_equal (traits[i].name, trait))
          {
            verb->traits |= traits[i].trait;
            return TRUE;
          }
      return complain (loader, error, trait, "one of the traits that the head of the file lists");
    }
  return TRUE;
}

static Verb *
new_verb (Vocabulary *self, const gchar *lemma)
{
  Verb *verb = g_new0 (Verb, 1);

  verb->lemma = g_string_chunk_insert (self->strings, lemma);
  verb->to = verb->obj = EFFECT_NONE;
  verb->prepositions = g_ptr_array_new ();
  verb->particles = g_ptr_array_new ();
  return verb;
}

/* "lemma : trait …" */
static gboolean
load_verbs_line (Loader *loader, gchar *line, GError **error)
{
  gchar *colon = strchr (line, ':');
  g_auto (GStrv) list = g_strsplit_set (colon ? colon + 1 : "", " \t", -1);
  Verb *verb;

  if (colon)
    *colon = '\0';
  g_strstrip (line);
  if (!colon || !*line || strpbrk (line, " \t"))
    return complain (loader, error, line, "a lemma, a colon and traits");
  if (g_hash_table_contains (loader->self->verbs, line))
    return complain (loader, error, line, "each verb once");
  verb = new_verb (loader->self, line);
  g_hash_table_insert (loader->self->verbs, (gpointer) verb->lemma, verb);
  for (guint i = 0; list[i]; i++)
    if (*list[i] && !add_trait (loader, verb, list[i], error))
      return FALSE;
  return TRUE;
}

/* "kind noun [label [preposition …]]" */
static gboolean
load_nouns_line (Loader *loader, gchar *line, GError **error)
{
  Vocabulary *self = loader->self;
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  guint n = g_strv_length (fields);
  guint kind = 0;
  GHashTable *table;
  Noun *noun;

  while (noun_kinds[kind] && !g_str_equal (noun_kinds[kind], fields[0]))
    kind++;
  if (!noun_kinds[kind] || n < (kind <= NOUN_MUTUAL ? 3 : 2) || !*fields[1])
    return complain (loader, error, line, "event, mutual, role or member, a noun, and of the first two a verb");
  noun = g_new0 (Noun, 1);
  noun->kind = kind;
  noun->noun = g_string_chunk_insert (self->strings, fields[1]);
  noun->label = g_string_chunk_insert (self->strings, n > 2 ? g_strdelimit (fields[2], "_", ' ') : "");
  noun->prepositions = g_ptr_array_new ();
  g_ptr_array_add (self->all_nouns, noun);
  for (guint i = 3; i < n; i++)
    g_ptr_array_add (noun->prepositions, g_string_chunk_insert_const (self->strings, fields[i]));
  table = kind == NOUN_MUTUAL ? self->mutual : self->nouns;
  if (!g_hash_table_contains (table, noun->noun))
    g_hash_table_insert (table, (gpointer) noun->noun, noun);
  return TRUE;
}

static gboolean
load_file (Vocabulary *self, EntStage *stage, const gchar *name,
           gboolean (*load_line) (Loader *loader, gchar *line, GError **error), GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, name, error);
  g_autofree gchar *content = NULL;
  g_autoptr (GError) local = NULL;
  Loader loader = { .self = self, .path = path };

  if (!path)
    return FALSE;
  if (!g_file_get_contents (path, &content, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
      return FALSE;
    }
  for (gchar *line = content, *next; line; line = next)
    {
      if ((next = strchr (line, '\n')))
        *next++ = '\0';
      loader.line++;
      g_strstrip (line);
      if (*line && *line != '#' && !load_line (&loader, line, error))
        return FALSE;
    }
  return TRUE;
}

static void
free_verb (gpointer data)
{
  Verb *verb = data;

  g_ptr_array_unref (verb->prepositions);
  g_ptr_array_unref (verb->particles);
  g_free (verb);
}

static void
free_noun (gpointer data)
{
  g_ptr_array_unref (((Noun *) data)->prepositions);
  g_free (data);
}

Vocabulary *
link_vocabulary_load (EntStage *stage, GError **error)
{
  g_autoptr (Vocabulary) self = g_new0 (Vocabulary, 1);

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->verbs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_verb);
  self->nouns = g_hash_table_new (g_str_hash, g_str_equal);
  self->mutual = g_hash_table_new (g_str_hash, g_str_equal);
  self->all_nouns = g_ptr_array_new_with_free_func (free_noun);
  self->strings = g_string_chunk_new (16384);
  if (!load_file (self, stage, "link/verbs.txt", load_verbs_line, error)
      || !load_file (self, stage, "link/words.txt", load_words_line, error)
      || !load_file (self, stage, "link/nouns.txt", load_nouns_line, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
link_vocabulary_free (Vocabulary *self)
{
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->verbs);
  g_hash_table_unref (self->nouns);
  g_hash_table_unref (self->mutual);
  g_ptr_array_unref (self->all_nouns);
  g_string_chunk_free (self->strings);
  g_free (self);
}

const Verb *
link_vocabulary_verb (const Vocabulary *self, const gchar *lemma)
{
  return self ? g_hash_table_lookup (self->verbs, lemma) : NULL;
}

const Noun *
link_vocabulary_noun (const Vocabulary *self, const gchar *lemma)
{
  return g_hash_table_lookup (self->nouns, lemma);
}

const Noun *
link_vocabulary_mutual (const Vocabulary *self, const gchar *lemma)
{
  return g_hash_table_lookup (self->mutual, lemma);
}

/* Bytes of a typographic apostrophe (U+2019), else 0 */
static guint
apostrophe (const gchar *text, gsize left)
{
  return left >= 3 && memcmp (text, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

static const Word *
find_word (const Vocabulary *self, const gchar *text, gsize length)
{
  gchar form[MAX_WORD + 1];
  guint n = 0;

  for (gsize i = 0; i < length; n++)
    {
      guint skip = (guchar) text[i] < 0x80 ? 1 : apostrophe (text + i, length - i);

      if (n == MAX_WORD || !skip || !text[i])
        return NULL;
      form[n] = skip == 3 ? '\'' : g_ascii_tolower (text[i]);
      i += skip;
    }
  form[n] = '\0';
  return g_hash_table_lookup (self->words, form);
}

gboolean
link_vocabulary_is (const Vocabulary *self, WordClass class, const gchar *text, gsize length)
{
  const Word *word = self ? find_word (self, text, length) : NULL;

  return word && word->classes & class;
}

guint8
link_vocabulary_effect (const Vocabulary *self, WordClass class, const gchar *text, gsize length)
{
  const Word *word = self ? find_word (self, text, length) : NULL;

  return word && word->classes & class ? word->effects[g_bit_nth_lsf (class, -1)] : EFFECT_NONE;
}

gboolean
link_word_is_in (const GPtrArray *list, const gchar *word)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (list->pdata[i], word))
      return TRUE;
  return FALSE;
}
