/* Reads coref.txt and genders.txt, and asks the lexicon. */
#include "stages/link/nouns.h"

#include "pipeline/lexicon.h"
#include <stdlib.h>
#include <string.h>

struct _LinkNouns
{
  EntLexicon *lexicon;  /* of the names; NULL where the pack has none */
  GHashTable *genders;  /* word → LinkGender */
  GHashTable *pronouns; /* form → LinkPronoun */
  GHashTable *demonstratives; /* the same, of those that point */
  GHashTable *types;    /* lemma → type */
  GHashTable *classes;  /* word → LinkWordClass */
  GStringChunk *strings;
};

typedef struct
{
  const gchar *name;
  guint value;
} Choice;

static const Choice genders[] = { { "male", GENDER_MALE },
                                  { "female", GENDER_FEMALE },
                                  { "neuter", GENDER_NEUTER },
                                  { "person", GENDER_PERSON },
                                  { "any", GENDER_ANY } };
static const Choice numbers[] = { { "singular", NUMBER_SINGULAR }, { "plural", NUMBER_PLURAL }, { "any", NUMBER_ANY } };
static const Choice uses[] = { { "personal", PRONOUN_PERSONAL },
                               { "possessive", PRONOUN_POSSESSIVE },
                               { "reflexive", PRONOUN_REFLEXIVE },
                               { "relative", PRONOUN_RELATIVE },
                               { "demonstrative", PRONOUN_DEMONSTRATIVE } };
static const Choice classes[]
    = { { "group", NOUN_GROUP },   { "speech", NOUN_SPEECH }, { "weather", NOUN_WEATHER }, { "this", NOUN_THIS },
        { "plural", NOUN_PLURAL }, { "none", NOUN_NONE },     { "new", NOUN_NEW } };

static gboolean
choose (const Choice *choices, guint n, const gchar *name, guint *value)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (choices[i].name, name))
      {
        *value = choices[i].value;
        return TRUE;
      }
  return FALSE;
}

static void
add_bits (GHashTable *table, const gchar *word, guint bits)
{
  bits |= GPOINTER_TO_UINT (g_hash_table_lookup (table, word));
  g_hash_table_insert (table, (gpointer) word, GUINT_TO_POINTER (bits));
}

/* "3 male singular personal" */
static gboolean
read_pronoun (gchar **fields, LinkPronoun *pronoun)
{
  guint gender, number, use;

  if (g_strv_length (fields) != 4 || fields[0][0] < '1' || fields[0][0] > '3' || fields[0][1]
      || !choose (genders, G_N_ELEMENTS (genders), fields[1], &gender)
      || !choose (numbers, G_N_ELEMENTS (numbers), fields[2], &number)
      || !choose (uses, G_N_ELEMENTS (uses), fields[3], &use))
    return FALSE;
  *pronoun = (LinkPronoun){ fields[0][0] - '0', gender, number, use };
  return TRUE;
}

/* What stands before the colon of a line */
typedef struct
{
  enum
  {
    LINE_PRONOUN,
    LINE_TYPE,
    LINE_GENDER,
    LINE_CLASS
  } kind;
  guint bits;
  const gchar *type;
  LinkPronoun pronoun;
} Line;

static gboolean
read_class (LinkNouns *self, const gchar *text, Line *line)
{
  g_auto (GStrv) fields = g_strsplit (text, " ", -1);
  guint n = g_strv_length (fields);

  if (n == 5 && g_str_equal (fields[0], "pronoun"))
    {
      line->kind = LINE_PRONOUN;
      return read_pronoun (fields + 1, &line->pronoun);
    }
  if (n == 2 && g_str_equal (fields[0], "type"))
    {
      line->kind = LINE_TYPE;
      line->type = g_string_chunk_insert_const (self->strings, fields[1]);
      return TRUE;
    }
  line->kind = n == 1 && choose (genders, 2, fields[0], &line->bits) ? LINE_GENDER : LINE_CLASS;
  return line->kind == LINE_GENDER || (n == 1 && choose (classes, G_N_ELEMENTS (classes), fields[0], &line->bits));
}

static void
add_word (LinkNouns *self, const Line *line, const gchar *form)
{
  const gchar *word = g_string_chunk_insert_const (self->strings, form);

  switch (line->kind)
    {
    case LINE_PRONOUN:
      g_hash_table_insert (line->pronoun.use == PRONOUN_DEMONSTRATIVE ? self->demonstratives : self->pronouns,
                           (gpointer) word, g_memdup2 (&line->pronoun, sizeof line->pronoun));
      break;
    case LINE_TYPE:
      g_hash_table_insert (self->types, (gpointer) word, (gpointer) line->type);
      break;
    case LINE_GENDER:
      add_bits (self->genders, word, line->bits);
      break;
    case LINE_CLASS:
      add_bits (self->classes, word, line->bits);
      break;
    }
}

static gboolean
read_line (LinkNouns *self, const gchar *path, guint number, const gchar *text, GError **error)
{
  const gchar *colon = strchr (text, ':');
  g_autofree gchar *class = g_strndup (text, colon ? (gsize) (colon - text) : 0);
  g_auto (GStrv) words = g_strsplit (colon ? colon + 1 : "", " ", -1);
  Line line = { 0 };

  if (!colon || !read_class (self, class, &line))
    {
      g_set_error (
          error, ENT_ERROR, ENT_ERROR_MODEL,
          "%s:%u: '%s': expected a class (pronoun with its four traits, type TYPE, male, female, group, speech, "
          "weather, this, plural, none, new), a colon and words",
          path, number, text);
      return FALSE;
    }
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      add_word (self, &line, words[i]);
  return TRUE;
}

static gboolean
read_file (LinkNouns *self, EntStage *stage, const gchar *name, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, name, error);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  if (!path)
    return FALSE;
  if (!g_file_get_contents (path, &content, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
      return FALSE;
    }
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (*g_strstrip (lines[i]) && *lines[i] != '#' && !read_line (self, path, i + 1, lines[i], error))
      return FALSE;
  return TRUE;
}

LinkNouns *
link_nouns_load (EntStage *stage, const Names *names, GError **error)
{
  g_autoptr (LinkNouns) self = g_new0 (LinkNouns, 1);

  self->lexicon = link_names_get_lexicon (names);
  self->strings = g_string_chunk_new (8192);
  self->genders = g_hash_table_new (g_str_hash, g_str_equal);
  self->types = g_hash_table_new (g_str_hash, g_str_equal);
  self->classes = g_hash_table_new (g_str_hash, g_str_equal);
  self->pronouns = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->demonstratives = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  if (!read_file (self, stage, "link/coref.txt", error) || !read_file (self, stage, "link/genders.txt", error))
    return NULL;
  return g_steal_pointer (&self);
}

void
link_nouns_free (LinkNouns *self)
{
  g_hash_table_unref (self->genders);
  g_hash_table_unref (self->pronouns);
  g_hash_table_unref (self->demonstratives);
  g_hash_table_unref (self->types);
  g_hash_table_unref (self->classes);
  g_string_chunk_free (self->strings);
  g_free (self);
}

const gchar *
link_noun_type (const LinkNouns *self, const gchar *lemma)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  const gchar *type = g_hash_table_lookup (self->types, lemma);
  guint n = type || !self->lexicon ? 0 : ent_lexicon_lookup (self->lexicon, lemma, -1, senses, ENT_LEXICON_MAX_SENSES);

  for (guint i = 0; i < n; i++)
    if (senses[i].exact && g_str_equal (senses[i].type, "noun"))
      return senses[i].key;
  return type;
}

LinkGender
link_noun_gender (const LinkNouns *self, const gchar *word)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->genders, word));
}

const LinkPronoun *
link_find_pronoun (const LinkNouns *self, const gchar *form)
{
  return g_hash_table_lookup (self->pronouns, form);
}

const LinkPronoun *
link_find_demonstrative (const LinkNouns *self, const gchar *form)
{
  return g_hash_table_lookup (self->demonstratives, form);
}

gboolean
link_word_is (const LinkNouns *self, const gchar *lemma, LinkWordClass class)
{
  return (GPOINTER_TO_UINT (g_hash_table_lookup (self->classes, lemma)) & class) != 0;
}
