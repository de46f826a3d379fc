/* Loads the vocabulary from words.txt, verbs.txt and nouns.txt: forms are derived once, so that a word of the text
 * costs one look-up. */
#include "stages/link/words.h"

#include <string.h>

/* Bytes of the longest word that is looked up */
#define MAX_WORD 31

struct _Vocabulary
{
  GHashTable *words; /* form → Word */
  GPtrArray *verbs;
  GPtrArray *nouns;
  GStringChunk *strings;
};

static const struct
{
  const gchar *name;
  guint32 class;
} classes[] = {
  { "det", WORD_DETERMINER },
  { "poss", WORD_POSSESSIVE },
  { "pron", WORD_PRONOUN },
  { "prep", WORD_PREPOSITION },
  { "particle", WORD_PARTICLE },
  { "conj", WORD_CONJUNCTION },
  { "sub", WORD_SUBORDINATOR },
  { "rel", WORD_RELATIVE },
  { "modal", WORD_MODAL },
  { "be", WORD_BE },
  { "have", WORD_HAVE },
  { "do", WORD_DO },
  { "not", WORD_NOT },
  { "adv", WORD_ADVERB },
  { "adj", WORD_ADJECTIVE },
  { "before", WORD_BEFORE },
  { "time", WORD_TIME },
  { "place", WORD_PLACE },
  { "noun", WORD_NOUN },
  { "source", WORD_SOURCE },
  { "aside", WORD_ASIDE | WORD_PREPOSITION },
  { "hedge", WORD_HEDGE },
  { "than", WORD_THAN },
  { "about", WORD_ABOUT },
};

static const gchar *const noun_kinds[] = { "event", "mutual", "role", "member", "intend", "refuse", NULL };

static const struct
{
  const gchar *name;
  VerbTraits trait;
} traits[] = {
  { "quiet", VERB_QUIET },     { "says", VERB_SAYS },   { "believes", VERB_BELIEVES }, { "denies", VERB_DENIES },
  { "accuses", VERB_ACCUSES }, { "light", VERB_LIGHT }, { "clausal", VERB_CLAUSAL },   { "names", VERB_NAMES },
};

/* Where the loader stands, for messages and for the forms of the verb in hand */
typedef struct
{
  Vocabulary *self;
  const gchar *path;
  guint line;
  const Verb *verb;
  gboolean is_noun;
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
  word->effect = EFFECT_NONE;
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
  while (c < G_N_ELEMENTS (classes) && !g_str_equal (classes[c].name, line))
    c++;
  if (c == G_N_ELEMENTS (classes))
    return complain (loader, error, line, "one of the classes that the head of the file lists");
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      {
        Word *word = word_for (loader->self, words[i]);

        word->classes |= classes[c].class;
        word->effect = equals ? effect : word->effect;
      }
  return TRUE;
}

static void
add_form (gpointer user_data, const gchar *form, guint32 form_classes)
{
  Loader *loader = user_data;
  Word *word = word_for (loader->self, form);

  /* "found" is far more often of "find" than its own verb: the past of one goes before the base of another */
  if (word->verb && word->verb != loader->verb && !(form_classes & WORD_PAST))
    return;
  if (word->verb != loader->verb)
    word->classes &= ~WORD_VERB;
  word->verb = loader->verb;
  word->classes |= form_classes;
  if (loader->is_noun && form_classes & (WORD_BASE | WORD_S_FORM))
    word->classes |= WORD_NOUN;
}

static gboolean
add_trait (Loader *loader, Verb *verb, const gchar *trait, gboolean *doubles, GError **error)
{
  gboolean is_object = g_str_has_prefix (trait, "obj=");

  if (*trait == '+' || *trait == '~')
    g_ptr_array_add (*trait == '+' ? verb->prepositions : verb->particles,
                     g_string_chunk_insert_const (loader->self->strings, trait + 1));
  else if (g_str_equal (trait, "noun"))
    loader->is_noun = TRUE;
  else if (g_str_equal (trait, "double"))
    *doubles = TRUE;
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
  g_ptr_array_add (self->verbs, verb);
  return verb;
}

/* "lemma [past [participle]] [: trait …]" */
static gboolean
load_verbs_line (Loader *loader, gchar *line, GError **error)
{
  gchar *colon = strchr (line, ':');
  g_auto (GStrv) forms = NULL;
  g_auto (GStrv) list = g_strsplit_set (colon ? colon + 1 : "", " \t", -1);
  gboolean doubles = FALSE;
  Verb *verb;
  guint n;

  if (colon)
    *colon = '\0';
  forms = g_strsplit (g_strstrip (line), " ", -1);
  n = g_strv_length (forms);
  if (!n || n > 3 || strlen (forms[0]) < 2)
    return complain (loader, error, line, "a lemma, its past and its participle, then a colon and traits");
  loader->verb = verb = new_verb (loader->self, forms[0]);
  loader->is_noun = FALSE;
  for (guint i = 0; list[i]; i++)
    if (*list[i] && !add_trait (loader, verb, list[i], &doubles, error))
      return FALSE;
  link_inflect_verb (forms[0], n > 1 ? forms[1] : NULL, n > 2 ? forms[2] : NULL, doubles, add_form, loader);
  return TRUE;
}

static void
set_noun (Vocabulary *self, const gchar *form, const Noun *noun)
{
  Word *word = word_for (self, form);

  if (noun->kind == NOUN_MUTUAL)
    word->mutual = noun;
  else if (!word->noun)
    word->noun = noun;
  word->classes |= WORD_NOUN;
}

/* "kind noun [label [preposition …]]" */
static gboolean
load_nouns_line (Loader *loader, gchar *line, GError **error)
{
  Vocabulary *self = loader->self;
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  g_autoptr (GString) plural = g_string_new (NULL);
  guint n = g_strv_length (fields);
  guint kind = 0;
  Noun *noun;

  while (noun_kinds[kind] && !g_str_equal (noun_kinds[kind], fields[0]))
    kind++;
  if (!noun_kinds[kind] || n < (kind <= NOUN_MUTUAL ? 3 : 2) || !*fields[1])
    return complain (loader, error, line,
                     "event, mutual, role, member, intend or refuse, a noun, and of the first "
                     "two a verb");
  noun = g_new0 (Noun, 1);
  noun->kind = kind;
  noun->noun = g_string_chunk_insert (self->strings, fields[1]);
  noun->label = g_string_chunk_insert (self->strings, n > 2 ? g_strdelimit (fields[2], "_", ' ') : "");
  noun->prepositions = g_ptr_array_new ();
  g_ptr_array_add (self->nouns, noun);
  for (guint i = 3; i < n; i++)
    g_ptr_array_add (noun->prepositions, g_string_chunk_insert_const (self->strings, fields[i]));
  link_pluralise (fields[1], plural);
  set_noun (self, fields[1], noun);
  set_noun (self, plural->str, noun);
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
  self->verbs = g_ptr_array_new_with_free_func (free_verb);
  self->nouns = g_ptr_array_new_with_free_func (free_noun);
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
  g_ptr_array_unref (self->verbs);
  g_ptr_array_unref (self->nouns);
  g_string_chunk_free (self->strings);
  g_free (self);
}

/* Bytes of a typographic apostrophe (U+2019), else 0 */
static guint
apostrophe (const gchar *text, guint left)
{
  return left >= 3 && memcmp (text, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

/* NULL where the word is not known; in either case, with either apostrophe */
const Word *
link_vocabulary_find (const Vocabulary *self, const gchar *text, guint length)
{
  gchar form[MAX_WORD + 1];
  guint n = 0;

  for (guint i = 0; i < length; n++)
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
link_word_is_in (const GPtrArray *list, const gchar *word)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (list->pdata[i], word))
      return TRUE;
  return FALSE;
}
