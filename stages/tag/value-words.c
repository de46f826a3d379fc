/* Reads values.txt: "WORD<TAB>CLASS<TAB>WHAT IT COMES TO", a word in lower case, a number or a text. */
#include "stages/tag/value-words.h"

#include <string.h>

#include <entente/error.h>

#define LONGEST_WORD 32

struct _ValueWords
{
  GHashTable *table; /* word → ValueWord */
};

static const gchar *const class_names[N_WORD_CLASSES] = {
  [WORD_MONTH] = "month",
  [WORD_WEEKDAY] = "weekday",
  [WORD_NUMBER] = "number",
  [WORD_SCALE] = "scale",
  [WORD_MAGNITUDE] = "magnitude",
  [WORD_HALF] = "half",
  [WORD_AND] = "and",
  [WORD_ARTICLE] = "article",
  [WORD_ORDINAL] = "ordinal",
  [WORD_ORDINAL_END] = "ordinal-end",
  [WORD_DECADE_END] = "decade-end",
  [WORD_SPAN] = "span",
  [WORD_WEEKEND] = "weekend",
  [WORD_EDGE] = "edge",
  [WORD_SEASON] = "season",
  [WORD_PART] = "part",
  [WORD_SHIFT] = "shift",
  [WORD_RUN] = "run",
  [WORD_TURN] = "turn",
  [WORD_AGO] = "ago",
  [WORD_EARLIER] = "earlier",
  [WORD_DAY] = "day",
  [WORD_VAGUE] = "vague",
  [WORD_MERIDIEM] = "meridiem",
  [WORD_ZONE] = "zone",
  [WORD_OCLOCK] = "oclock",
  [WORD_TOWARD] = "toward",
  [WORD_QUARTER_SIGN] = "quarter-sign",
  [WORD_JOINT] = "joint",
  [WORD_FILLER] = "filler",
  [WORD_FUTURE] = "future",
  [WORD_PAST] = "past",
  [WORD_DEADLINE] = "deadline",
  [WORD_LABEL] = "label",
  [WORD_COUNTED] = "counted",
  [WORD_APPROX] = "approx",
  [WORD_UNIT] = "unit",
  [WORD_POWER] = "power",
  [WORD_MINUS] = "minus",
  [WORD_MILLIONS] = "millions",
  [WORD_BILLIONS] = "billions",
  [WORD_HERTZ] = "hertz",
  [WORD_CURRENCY] = "currency",
  [WORD_CENTS] = "cents",
  [WORD_COUNTRY] = "country",
};

static void
free_word (gpointer data)
{
  ValueWord *word = data;

  while (word)
    {
      ValueWord *next = (ValueWord *) word->next;

      g_free (word->text);
      g_free (word);
      word = next;
    }
}

static gint
find_class (const gchar *name)
{
  for (gint class = 0; class < N_WORD_CLASSES; class ++)
    if (g_str_equal (class_names[class], name))
      return class;
  return -1;
}

/* A class is of numbers or of texts; those of texts have no number to read */
static gboolean
is_of_numbers (gint class)
{
  static const gint texts[] = { WORD_ZONE,     WORD_APPROX,   WORD_UNIT,  WORD_POWER,  WORD_MILLIONS,
                                WORD_BILLIONS, WORD_CURRENCY, WORD_CENTS, WORD_COUNTRY };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] == class)
      return FALSE;
  return TRUE;
}

static const gchar *
what_is_wrong (gchar **fields, gint class)
{
  gchar *end;

  if (g_strv_length (fields) != 3 || !*fields[0] || strlen (fields[0]) >= LONGEST_WORD)
    return "WORD<TAB>CLASS<TAB>VALUE";
  if (class < 0)
    return "a class of words";
  if (!is_of_numbers (class))
    return NULL;
  g_ascii_strtod (fields[2], &end);
  if (class == WORD_SPAN)
    return end > fields[2] && *end && strchr ("STHDWMY", *end) && !end[1] ? NULL : "a number and one of S T H D W M Y";
  return end > fields[2] && !*end ? NULL : "a number";
}

static const gchar *
add_line (ValueWords *self, const gchar *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  gint class = g_strv_length (fields) == 3 ? find_class (fields[1]) : -1;
  const gchar *expected = what_is_wrong (fields, class);
  ValueWord *word, *first;
  gchar *end;

  if (expected)
    return expected;
  word = g_new0 (ValueWord, 1);
  word->class = class;
  word->number = is_of_numbers (class) ? g_ascii_strtod (fields[2], &end) : 0;
  word->text = g_strdup (class == WORD_SPAN ? end : fields[2]);
  first = g_hash_table_lookup (self->table, fields[0]);
  if (first)
    {
      word->next = first->next;
      first->next = word;
    }
  else
    g_hash_table_insert (self->table, g_strdup (fields[0]), word);
  return NULL;
}

ValueWords *
tag_value_words_load (const gchar *path, GError **error)
{
  g_autoptr (ValueWords) self = g_new0 (ValueWords, 1);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;

  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_word);
  if (!g_file_get_contents (path, &content, NULL, error))
    return NULL;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      const gchar *expected = lines[i][0] == '\0' || lines[i][0] == '#' ? NULL : add_line (self, lines[i]);

      if (expected)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: expected %s: %s", path, i + 1, expected, lines[i]);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

void
tag_value_words_free (ValueWords *self)
{
  g_hash_table_unref (self->table);
  g_free (self);
}

const ValueWord *
tag_value_words_find (const ValueWords *self, const gchar *word, gsize length)
{
  gchar key[LONGEST_WORD];

  if (length >= sizeof key)
    return NULL;
  for (gsize i = 0; i < length; i++)
    key[i] = g_ascii_tolower (word[i]);
  key[length] = '\0';
  return g_hash_table_lookup (self->table, key);
}

const ValueWord *
tag_value_words_find_class (const ValueWords *self, const gchar *word, gsize length, WordClass class)
{
  const ValueWord *found = tag_value_words_find (self, word, length);

  while (found && found->class != class)
    found = found->next;
  return found;
}
