/* Contexts: the keys of entities of the same sentences, and words for what somebody is. */
#include "pipeline/graph/context.h"

#include <string.h>

/* Of each entity: more than this tells no more */
#define MAX_KEYS 24

/* Of a sentence: in a list of a hundred names, few belong together */
#define MAX_NAMES 12

/* Words before a name that may say what it is: "former finance minister Ada Lin" */
#define MAX_ROLE 3

/* Letters of a title that tells what somebody is */
#define MIN_TITLE 4

/* Years of age that are told behind a name: "Ada Lin, 43," */
#define MIN_AGE 10
#define MAX_AGE 110

typedef struct
{
  EntDocument *doc;
  const gint *rows;
  gboolean *is_named;  /* of each token: it is a part of a name */
  GHashTable **counts; /* of each row: key or role → how often */
} Contexts;

static void
count (Contexts *self, gint row, const gchar *what)
{
  GHashTable *counts = self->counts[row];
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, what));

  g_hash_table_insert (counts, g_strdup (what), GUINT_TO_POINTER (n + 1));
}

/* The lemma in small letters without the full stop of "Sen.", NULL where it has none */
static gchar *
dup_role (Contexts *self, EntId lemma)
{
  const gchar *word = ent_document_get_string (self->doc, lemma);
  g_autofree gchar *folded = word && *word ? g_utf8_strdown (word, -1) : NULL;

  if (!folded || strchr (folded, '|'))
    return NULL;
  if (strlen (folded) > 1 && g_str_has_suffix (folded, "."))
    folded[strlen (folded) - 1] = '\0';
  return g_steal_pointer (&folded);
}

static void
count_role (Contexts *self, gint row, EntId lemma)
{
  g_autofree gchar *word = dup_role (self, lemma);
  g_autofree gchar *role = word ? g_strconcat ("role/", word, NULL) : NULL;

  if (role)
    count (self, row, role);
}

/* "minister", and "Minister" as a title, but not "Mr" */
static gboolean
may_be_role (Contexts *self, guint t)
{
  const EntToken *token = &ent_document_get_tokens (self->doc, &(guint){ 0 })[t];

  return token->pos == ENT_POS_NOUN
         || (token->pos == ENT_POS_PROPN && token->end - token->start >= MIN_TITLE && !self->is_named[t]);
}

static gboolean
is_text (Contexts *self, const EntToken *token, const gchar *const *words)
{
  g_autofree gchar *text
      = g_strndup (ent_document_get_text (self->doc, NULL) + token->start, token->end - token->start);

  return g_strv_contains (words, text);
}

/* The number that a token begins with; `*rest` is where it ends in the text */
static guint64
read_number (Contexts *self, const EntToken *token, const gchar **rest)
{
  const gchar *text = ent_document_get_text (self->doc, NULL) + token->start;
  guint64 number = 0;
  gsize n = 0;

  for (; token->start + n < token->end && n < 5 && g_ascii_isdigit (text[n]); n++)
    number = number * 10 + (text[n] - '0');
  *rest = text + n;
  return number;
}

/* A year of birth behind a name: "Ada Lin (born 1961)", "Ada Lin (1961–2020)", or by her age: "Ada Lin, 43,"; 0 where
 * there is none */
static guint64
read_birth (Contexts *self, guint t, guint end)
{
  static const gchar *const opening[] = { ",", "(", NULL }, *const closing[] = { ",", ")", ".", NULL },
                            *const dashes[] = { "-", "–", "—", NULL };
  const gchar *date = ent_document_get_date (self->doc), *rest;
  const EntToken *tokens = ent_document_get_tokens (self->doc, &(guint){ 0 });
  gboolean is_told = t + 1 < end && (tokens[t + 1].pos == ENT_POS_VERB || tokens[t + 1].pos == ENT_POS_ADJ);
  guint at = t + 1 + is_told;
  guint64 number;

  if (at + 1 >= end || !is_text (self, &tokens[t], opening))
    return 0;
  number = read_number (self, &tokens[at], &rest);
  if (number >= 1000 && number < 2100)
    return is_told || is_text (self, &tokens[at + 1], dashes) || g_str_has_prefix (rest, "–") ? number : 0;
  if (number < MIN_AGE || number > MAX_AGE || !date || !is_text (self, &tokens[at + 1], closing))
    return 0;
  return MAX (g_ascii_strtoull (date, NULL, 10), number) - number;
}

static void
count_birth (Contexts *self, gint row, const EntMention *mention, const EntSentence *sentence)
{
  guint64 year = read_birth (self, mention->first + mention->n, sentence->first + sentence->n);
  g_autofree gchar *born = year ? g_strdup_printf ("born/%" G_GUINT64_FORMAT, year) : NULL;

  if (born)
    count (self, row, born);
}

/* Nouns right before the name, and what stands in apposition to it */
static void
count_roles (Contexts *self, gint row, const EntMention *mention, const EntSentence *sentence)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (self->doc, &n);
  guint end = mention->first + mention->n;

  for (guint i = 1; i <= MAX_ROLE && mention->first >= sentence->first + i; i++)
    {
      if (!may_be_role (self, mention->first - i))
        break;
      count_role (self, row, tokens[mention->first - i].lemma);
    }
  for (guint t = end; t < sentence->first + sentence->n; t++)
    if (tokens[t].pos == ENT_POS_NOUN && tokens[t].head >= (gint) mention->first && tokens[t].head < (gint) end
        && g_strcmp0 (ent_document_get_string (self->doc, tokens[t].dep), "appos") == 0)
      count_role (self, row, tokens[t].lemma);
}

/* Each entity that the sentence names meets each other one */
static void
count_sentence (Contexts *self, const gint *entities, const gint *rows, guint n)
{
  guint n_entities;
  const EntEntity *all = ent_document_get_entities (self->doc, &n_entities);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < n; k++)
      if (rows[i] != rows[k])
        count (self, rows[i], ent_document_get_string (self->doc, all[entities[k]].key));
}

static gboolean
has (const gint *rows, guint n, gint row)
{
  for (guint i = 0; i < n; i++)
    if (rows[i] == row)
      return TRUE;
  return FALSE;
}

static void
mark_names (Contexts *self)
{
  guint n_mentions;
  const EntMention *mentions = ent_document_get_mentions (self->doc, &n_mentions);

  for (guint m = 0; m < n_mentions; m++)
    for (guint t = 0; t < mentions[m].n && mentions[m].kind == ENT_MENTION_NAME; t++)
      self->is_named[mentions[m].first + t] = TRUE;
}

/* Mentions are in the order of the text */
static void
read_sentences (Contexts *self)
{
  guint n_sentences, n_mentions, n_entities, m = 0;
  const EntSentence *sentences = ent_document_get_sentences (self->doc, &n_sentences);
  const EntMention *mentions = ent_document_get_mentions (self->doc, &n_mentions);

  ent_document_get_entities (self->doc, &n_entities);
  for (guint s = 0; s < n_sentences; s++)
    {
      gint entities[MAX_NAMES], rows[MAX_NAMES];
      guint n = 0;

      for (; m < n_mentions && mentions[m].first < sentences[s].first + sentences[s].n; m++)
        {
          gint entity = mentions[m].entity;
          gint row = entity >= 0 && (guint) entity < n_entities ? self->rows[entity] : -1;

          if (row < 0 || mentions[m].kind != ENT_MENTION_NAME)
            continue;
          count_roles (self, row, &mentions[m], &sentences[s]);
          count_birth (self, row, &mentions[m], &sentences[s]);
          if (n < MAX_NAMES && !has (rows, n, row))
            {
              entities[n] = entity;
              rows[n++] = row;
            }
        }
      count_sentence (self, entities, rows, n);
    }
}

/* The most frequent first, then in byte order */
static gint
compare_counts (gconstpointer a, gconstpointer b, gpointer counts)
{
  const gchar *one = *(const gchar *const *) a, *other = *(const gchar *const *) b;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, one));
  guint m = GPOINTER_TO_UINT (g_hash_table_lookup (counts, other));

  return n == m ? strcmp (one, other) : n < m ? 1 : -1;
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static gchar *
list_context (GHashTable *counts)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  GString *list = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort_with_data (keys, compare_counts, counts);
  g_ptr_array_set_size (keys, MIN (keys->len, MAX_KEYS));
  g_ptr_array_sort (keys, compare_strings);
  for (guint i = 0; i < keys->len; i++)
    g_string_append_printf (list, "%s%s", i ? "|" : "", (const gchar *) keys->pdata[i]);
  return g_string_free (list, FALSE);
}

/**
 * ent_context_list: (skip)
 * @doc: a document with entities
 * @rows: (array): for each entity, a number below @n_rows, or -1
 * @n_rows: how many numbers
 *
 * Returns: (transfer full) (array length=n_rows): for each number, what stands beside its entity: the keys of entities
 * that are named in the same sentences, "role/minister" for words that say what it is and "born/1961" for its year of
 * birth, sorted, separated by `|`
 */
gchar **
ent_context_list (EntDocument *doc, const gint *rows, guint n_rows)
{
  guint n_tokens;
  g_autofree gboolean *is_named = NULL;
  Contexts self = { .doc = doc, .rows = rows, .counts = g_new (GHashTable *, n_rows + 1) };
  gchar **contexts = g_new (gchar *, n_rows + 1);

  ent_document_get_tokens (doc, &n_tokens);
  self.is_named = is_named = g_new0 (gboolean, n_tokens + 1);
  mark_names (&self);

  for (guint i = 0; i < n_rows; i++)
    self.counts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_sentences (&self);
  for (guint i = 0; i < n_rows; i++)
    {
      contexts[i] = list_context (self.counts[i]);
      g_hash_table_unref (self.counts[i]);
    }
  g_free (self.counts);
  return contexts;
}
