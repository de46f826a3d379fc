/* Loads events.txt; the head of that file says what its lines mean. */
#include "stages/link/event-patterns.h"

#include <string.h>

struct _EventPatterns
{
  GHashTable *words; /* lemma → EventWord */
  GHashTable *lists; /* name → set of lemmas; a list may have several lines */
  GHashTable *turns; /* name → EventTurn; likewise */
  GPtrArray *patterns;
  GPtrArray *sets; /* of the patterns */
  GStringChunk *strings;
  gboolean unreal[EVENT_N_TYPES];
};

static const gchar *const names[EVENT_N_TYPES] = { NULL,
                                                   "PLOVER:AGREE",
                                                   "PLOVER:CONSULT",
                                                   "PLOVER:SUPPORT",
                                                   "PLOVER:COOPERATE",
                                                   "PLOVER:AID",
                                                   "PLOVER:CONCEDE",
                                                   "PLOVER:RETREAT",
                                                   "PLOVER:DEMAND",
                                                   "PLOVER:DISAPPROVE",
                                                   "PLOVER:REJECT",
                                                   "PLOVER:THREATEN",
                                                   "PLOVER:PROTEST",
                                                   "PLOVER:MOBILIZE",
                                                   "PLOVER:SANCTION",
                                                   "PLOVER:COERCE",
                                                   "PLOVER:INVESTIGATE",
                                                   "PLOVER:ASSAULT",
                                                   "PLOVER:FIGHT" };

static const gchar *const kinds[] = { "verb", "noun", "adj", NULL };
static const gchar *const places[] = { ">", "<", "~", NULL };

/* Where the loader stands, for messages */
typedef struct
{
  EventPatterns *self;
  const gchar *path;
  guint line;
  GError **error;
} Loader;

static gboolean
complain (Loader *loader, const gchar *text, const gchar *expected)
{
  g_set_error (loader->error, ENT_ERROR, ENT_ERROR_MODEL, "%s:%u: '%s': expected %s", loader->path, loader->line, text,
               expected);
  return FALSE;
}

static gint
index_of (const gchar *const *list, const gchar *name)
{
  for (gint i = 0; list[i]; i++)
    if (g_str_equal (list[i], name))
      return i;
  return -1;
}

/* Without "PLOVER:"; EVENT_NONE where there is no such type */
static guint8
type_of (const gchar *name)
{
  for (guint8 type = 1; type < EVENT_N_TYPES; type++)
    if (g_str_equal (names[type] + strlen ("PLOVER:"), name))
      return type;
  return EVENT_NONE;
}

static void
free_word (gpointer data)
{
  EventWord *word = data;

  for (guint kind = 0; kind < EVENT_N_KINDS; kind++)
    g_clear_pointer (&word->patterns[kind], g_ptr_array_unref);
  g_free (word);
}

static void
free_pattern (gpointer data)
{
  EventPattern *pattern = data;

  g_strfreev (pattern->parts);
  g_free (pattern);
}

static EventWord *
word_for (EventPatterns *self, const gchar *lemma)
{
  EventWord *word = g_hash_table_lookup (self->words, lemma);

  if (!word)
    {
      word = g_new0 (EventWord, 1);
      g_hash_table_insert (self->words, g_string_chunk_insert_const (self->strings, lemma), word);
    }
  return word;
}

static EventTurn *
turn_for (EventPatterns *self, const gchar *name)
{
  EventTurn *turn = g_hash_table_lookup (self->turns, name);

  if (!turn)
    {
      turn = g_new0 (EventTurn, 1);
      g_hash_table_insert (self->turns, g_string_chunk_insert_const (self->strings, name), turn);
    }
  return turn;
}

/* "carry_out" is a pattern of "carry"; those that ask for most come first */
static void
add_pattern (EventPatterns *self, EventKind kind, const gchar *key, const EventPattern *model)
{
  g_auto (GStrv) parts = g_strsplit (key, "_", -1);
  EventPattern *pattern = g_memdup2 (model, sizeof *model);
  EventWord *word = word_for (self, parts[0]);
  guint at = 0;

  pattern->parts = parts[1] ? g_strdupv (parts + 1) : NULL;
  pattern->n_asked = g_strv_length (parts) - 1;
  for (guint place = 0; place < EVENT_N_PLACES; place++)
    pattern->n_asked += pattern->places[place] != NULL;
  g_ptr_array_add (self->patterns, pattern);
  if (!word->patterns[kind])
    word->patterns[kind] = g_ptr_array_new ();
  while (at < word->patterns[kind]->len
         && ((EventPattern *) word->patterns[kind]->pdata[at])->n_asked >= pattern->n_asked)
    at++;
  g_ptr_array_insert (word->patterns[kind], at, pattern);
}

static gboolean
add_to_set (Loader *loader, GHashTable *set, const gchar *word)
{
  EventPatterns *self = loader->self;
  GHashTable *list = *word == '@' ? g_hash_table_lookup (self->lists, word + 1) : NULL;
  GHashTableIter iter;
  gpointer lemma;

  if (*word == '@' && !list)
    return complain (loader, word, "the name of a list that is above");
  if (!list)
    {
      g_hash_table_add (set, g_string_chunk_insert_const (self->strings, word));
      return TRUE;
    }
  g_hash_table_iter_init (&iter, list);
  while (g_hash_table_iter_next (&iter, &lemma, NULL))
    g_hash_table_add (set, lemma);
  return TRUE;
}

/* "> aid money < army": what follows the words of a pattern */
static gboolean
read_places (Loader *loader, gchar **fields, EventPattern *pattern)
{
  gint place = -1;
  gboolean empty = FALSE;

  for (; *fields; fields++)
    {
      gint at = index_of (places, *fields);

      if (at < 0 && !add_to_set (loader, pattern->places[place], *fields))
        return FALSE;
      if (at >= 0 && (empty || pattern->places[at]))
        return complain (loader, *fields, "words after each of '>', '<' and '~', and each of them once");
      empty = at >= 0;
      if (at < 0)
        continue;
      place = at;
      pattern->places[at] = g_hash_table_new (g_str_hash, g_str_equal);
      g_ptr_array_add (loader->self->sets, pattern->places[at]);
    }
  return !empty || complain (loader, places[place], "words after it");
}

/* "TYPE kind word … [> …]" */
static gboolean
load_pattern (Loader *loader, gchar **fields, guint8 type)
{
  EventPattern pattern = { .type = type };
  gint kind = fields[1] ? index_of (kinds, fields[1]) : -1;
  guint n = 2;

  if (kind < 0 || !fields[2] || index_of (places, fields[2]) >= 0)
    return complain (loader, fields[0], "verb, noun or adj, and words, after the type");
  while (fields[n] && index_of (places, fields[n]) < 0)
    n++;
  if (!read_places (loader, fields + n, &pattern))
    return FALSE;
  for (guint i = 2; i < n; i++)
    add_pattern (loader->self, kind, fields[i], &pattern);
  return TRUE;
}

static gboolean
load_list (Loader *loader, gchar **fields)
{
  GHashTable *lists = loader->self->lists;
  GHashTable *set = g_hash_table_lookup (lists, fields[1]);

  if (!set)
    {
      set = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (lists, g_string_chunk_insert_const (loader->self->strings, fields[1]), set);
    }
  for (guint i = 2; fields[i]; i++)
    if (!add_to_set (loader, set, fields[i]))
      return FALSE;
  return TRUE;
}

/* "FROM=TO"; "*" is for those that have nothing of their own */
static gboolean
load_change (Loader *loader, EventTurn *turn, const gchar *change)
{
  static const gchar *const expected
      = "FROM=TO: a type, '*' or 'none' before the '=', a type, '-' or, after '*', '*' behind it";
  g_auto (GStrv) sides = g_strsplit (change, "=", 2);
  gboolean all = g_str_equal (sides[0], "*");
  guint8 from = type_of (sides[0]);
  guint8 to = sides[1] ? type_of (sides[1]) : EVENT_NONE;
  gboolean itself = sides[1] && all && g_str_equal (sides[1], "*");

  if (!sides[1] || (!from && !all && !g_str_equal (sides[0], "none"))
      || (!to && !itself && !g_str_equal (sides[1], "-")))
    return complain (loader, change, expected);
  if (!all)
    {
      turn->to[from] = to;
      turn->told[from] = TRUE;
    }
  for (guint8 type = 1; all && type < EVENT_N_TYPES; type++)
    if (!turn->told[type])
      turn->to[type] = itself ? type : to;
  return TRUE;
}

static gboolean
load_turn (Loader *loader, gchar **fields)
{
  EventTurn *turn = turn_for (loader->self, fields[1]);

  for (guint i = 2; fields[i]; i++)
    if (!load_change (loader, turn, fields[i]))
      return FALSE;
  return TRUE;
}

/* "via TURN word …", "modal TURN word …", "negated TURN word …" */
static gboolean
load_turning (Loader *loader, gchar **fields)
{
  EventPattern pattern = { .turn = g_hash_table_lookup (loader->self->turns, fields[1]) };

  if (!pattern.turn)
    return complain (loader, fields[1], "the name of a turn that is above");
  for (guint i = 2; fields[i]; i++)
    if (g_str_equal (fields[0], "via"))
      add_pattern (loader->self, EVENT_VIA, fields[i], &pattern);
    else if (g_str_equal (fields[0], "modal"))
      word_for (loader->self, fields[i])->modal = pattern.turn;
    else
      word_for (loader->self, fields[i])->negated = pattern.turn;
  return TRUE;
}

static gboolean
load_unless (Loader *loader, gchar **fields)
{
  guint8 type = type_of (fields[1]);

  for (guint i = 2; fields[i]; i++)
    word_for (loader->self, fields[i])->unless = type;
  return type || complain (loader, fields[1], "a type");
}

static gboolean
load_say (Loader *loader, gchar **fields)
{
  for (guint i = 1; fields[i]; i++)
    word_for (loader->self, fields[i])->says = TRUE;
  return TRUE;
}

static gboolean
load_unreal (Loader *loader, gchar **fields)
{
  for (guint i = 1; fields[i]; i++)
    {
      guint8 type = type_of (fields[i]);

      if (!type)
        return complain (loader, fields[i], "a type");
      loader->self->unreal[type] = TRUE;
    }
  return TRUE;
}

static gboolean
load_line (Loader *loader, const gchar *line)
{
  static const struct
  {
    const gchar *keyword;
    guint n; /* fields at least */
    gboolean (*load) (Loader *loader, gchar **fields);
  } keywords[] = { { "list", 3, load_list },     { "turn", 3, load_turn },    { "via", 3, load_turning },
                   { "modal", 3, load_turning }, { "say", 2, load_say },      { "negated", 3, load_turning },
                   { "unless", 3, load_unless }, { "unreal", 2, load_unreal } };
  g_auto (GStrv) fields = g_strsplit_set (line, " \t", -1);
  guint8 type;
  guint n = 0;

  for (guint i = 0; fields[i]; i++) /* several blanks in a row */
    if (*fields[i])
      fields[n++] = fields[i];
    else
      g_free (fields[i]);
  fields[n] = NULL;
  type = type_of (fields[0]);
  if (type || g_str_equal (fields[0], "-"))
    return load_pattern (loader, fields, type);
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_str_equal (keywords[i].keyword, fields[0]))
      return n >= keywords[i].n ? keywords[i].load (loader, fields)
                                : complain (loader, line, "what the head of the file says of such lines");
  return complain (loader, fields[0], "a type or a keyword that the head of the file lists");
}

/* Ends a line with those that begin with a blank, which go on with it; the next one, or NULL */
static gchar *
cut_line (gchar *line, guint *more)
{
  gchar *end = strchr (line, '\n');

  for (; end && (end[1] == ' ' || end[1] == '\t'); end = strchr (end, '\n'))
    {
      *end = ' ';
      ++*more;
    }
  if (end)
    *end++ = '\0';
  return end;
}

static gboolean
load_lines (EventPatterns *self, const gchar *path, gchar *content, GError **error)
{
  Loader loader = { .self = self, .path = path, .error = error };

  for (gchar *line = content, *next; line; line = next)
    {
      guint more = 0;

      next = cut_line (line, &more);
      loader.line++;
      g_strstrip (line);
      if (*line && *line != '#' && !load_line (&loader, line))
        return FALSE;
      loader.line += more;
    }
  return TRUE;
}

EventPatterns *
event_patterns_load (EntStage *stage, GError **error)
{
  g_autoptr (EventPatterns) self = g_new0 (EventPatterns, 1);
  g_autofree gchar *path = ent_stage_find_data (stage, "link/events.txt", error);
  g_autofree gchar *content = NULL;
  g_autoptr (GError) local = NULL;

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_word);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_hash_table_unref);
  self->turns = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->patterns = g_ptr_array_new_with_free_func (free_pattern);
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->strings = g_string_chunk_new (16384);
  if (!path)
    return NULL;
  if (!g_file_get_contents (path, &content, NULL, &local))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
      return NULL;
    }
  return load_lines (self, path, content, error) ? g_steal_pointer (&self) : NULL;
}

void
event_patterns_free (EventPatterns *self)
{
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->turns);
  g_ptr_array_unref (self->patterns);
  g_ptr_array_unref (self->sets);
  g_string_chunk_free (self->strings);
  g_free (self);
}

const EventWord *
event_patterns_find (const EventPatterns *self, const gchar *lemma)
{
  return g_hash_table_lookup (self->words, lemma);
}

gboolean
event_patterns_is_unreal (const EventPatterns *self, guint8 type)
{
  return self->unreal[type];
}

const gchar *
event_type_name (guint8 type)
{
  return names[type];
}
