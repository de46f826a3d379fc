/* Learning lemmas: for each word and part of speech the commonest lemma; of these the rules by suffix, as few as tell
 * them apart; and each word that the rules get wrong, by itself. */
#include "stages/tag/lemmas.h"

#include "stages/tag/lemmas-rules.h"
#include <string.h>

typedef struct
{
  gchar *word;
  EntPos pos;
  GHashTable *lemmas;                /* of the word: lemma → times */
  GHashTable *before[ENT_POS_X + 1]; /* the same before each part of speech, or NULL */
  const gchar *lemma;                /* the commonest of them */
  guint times;
} Entry;

/* A word has other lemmas before some parts of speech where so much of it has another than the commonest, and there
 * so often at least */
#define BRANCH_TIMES 10
#define BRANCH_SHARE 0.05
#define BRANCH_LEAST 6

struct _LemmasTrainer
{
  const EntWords *classes;
  GHashTable *by_word; /* "POS word" → Entry */
  GPtrArray *entries;  /* Entry, in the order in which they came */
  GHashTable *numbers; /* of rules, by their text */
  GArray *rules;       /* LemmaRule */
  GString *text;
  GHashTable *nodes; /* key of a suffix → Node */
  GArray *keys;      /* guint64, LemmaSlot's rule: what is stored */
};

typedef struct
{
  guint64 key;
  guint32 rule;
} Kept;

typedef struct
{
  GArray *rules; /* Tally */
} Node;

typedef struct
{
  guint32 rule;
  guint32 times;
} Tally;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->word);
  g_hash_table_unref (entry->lemmas);
  for (guint next = 0; next <= ENT_POS_X; next++)
    g_clear_pointer (&entry->before[next], g_hash_table_unref);
  g_free (entry);
}

static void
free_node (gpointer data)
{
  g_array_unref (((Node *) data)->rules);
  g_free (data);
}

static guint32
number_of_rule (LemmasTrainer *self, LemmaCase in_case, gsize cut, const gchar *text, gboolean branches)
{
  g_autofree gchar *name = g_strdup_printf ("%d %" G_GSIZE_FORMAT " %d %s", in_case, cut, branches, text);
  gpointer number;
  LemmaRule rule = { self->text->len, strlen (text), cut, in_case, branches };

  if (g_hash_table_lookup_extended (self->numbers, name, NULL, &number))
    return GPOINTER_TO_UINT (number);
  number = GUINT_TO_POINTER (self->rules->len);
  g_hash_table_insert (self->numbers, g_steal_pointer (&name), number);
  g_string_append (self->text, text);
  g_array_append_val (self->rules, rule);
  return GPOINTER_TO_UINT (number);
}

LemmasTrainer *
lemmas_trainer_new (const EntWords *classes)
{
  LemmasTrainer *self = g_new0 (LemmasTrainer, 1);

  self->classes = classes;
  self->by_word = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rules = g_array_new (FALSE, FALSE, sizeof (LemmaRule));
  self->text = g_string_new (NULL);
  self->nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_node);
  self->keys = g_array_new (FALSE, FALSE, sizeof (Kept));
  for (guint in_case = LEMMA_LOWER; in_case <= LEMMA_UPPER; in_case++) /* numbers that are cases at once */
    number_of_rule (self, in_case, 0, "", FALSE);
  return self;
}

void
lemmas_trainer_free (LemmasTrainer *self)
{
  g_hash_table_unref (self->by_word);
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->numbers);
  g_array_unref (self->rules);
  g_string_free (self->text, TRUE);
  g_hash_table_unref (self->nodes);
  g_array_unref (self->keys);
  g_free (self);
}

static Entry *
entry_of (LemmasTrainer *self, const LemmaQuery *query)
{
  g_autofree gchar *name = g_strdup_printf ("%d %.*s", query->pos, (int) query->length, query->word);
  Entry *entry = g_hash_table_lookup (self->by_word, name);

  if (entry)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->word = g_strndup (query->word, query->length);
  entry->pos = query->pos;
  entry->lemmas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->by_word, g_steal_pointer (&name), entry);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

static void
add_times (GHashTable *lemmas, const gchar *lemma, guint times)
{
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (lemmas, lemma));

  g_hash_table_insert (lemmas, g_strdup (lemma), GUINT_TO_POINTER (before + times));
}

void
lemmas_trainer_add (LemmasTrainer *self, const LemmaQuery *query, const gchar *lemma, guint times)
{
  Entry *entry;

  if (strlen (lemma) > G_MAXUINT8 || query->length > LEMMA_LONGEST_WORD || query->pos == ENT_POS_NONE)
    return;
  entry = entry_of (self, query);
  entry->times += times;
  add_times (entry->lemmas, lemma, times);
  if (!entry->before[query->next])
    entry->before[query->next] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_times (entry->before[query->next], lemma, times);
}

/* Ties go to the first in the alphabet, so that nothing depends on the order of a hash table */
static const gchar *
commonest (GHashTable *lemmas)
{
  GHashTableIter iter;
  gpointer lemma, times;
  const gchar *best = NULL;
  guint most = 0;

  g_hash_table_iter_init (&iter, lemmas);
  while (g_hash_table_iter_next (&iter, &lemma, &times))
    if (GPOINTER_TO_UINT (times) > most || (GPOINTER_TO_UINT (times) == most && strcmp (lemma, best) < 0))
      {
        best = lemma;
        most = GPOINTER_TO_UINT (times);
      }
  return best;
}

/* What is cut from the end of `from` and put there to make `to`: bytes, at borders of characters */
static guint
common_prefix (const gchar *from, const gchar *to)
{
  guint n = 0;

  while (from[n] && from[n] == to[n])
    n++;
  while (n && (from[n] & 0xc0) == 0x80)
    n--;
  while (n && (to[n] & 0xc0) == 0x80)
    n--;
  return n;
}

/* The case in which the word is most like the lemma, and the rest of the way to it */
static guint32
rule_to (LemmasTrainer *self, EntPos pos, const LemmaWord *word, const gchar *lemma, gboolean branches,
         LemmaCase *in_case)
{
  g_autoptr (GString) cased = g_string_new (NULL);
  guint best = G_MAXUINT, best_prefix = 0, best_length = 0;

  *in_case = LEMMA_LOWER;
  for (guint c = LEMMA_LOWER; c <= (lemma_has_case (word, pos) ? LEMMA_UPPER : LEMMA_LOWER); c++)
    {
      guint prefix, cost;

      lemma_apply (word, c, 0, "", 0, cased);
      prefix = common_prefix (cased->str, lemma);
      cost = cased->len - prefix + strlen (lemma) - prefix;
      if (cost >= best)
        continue;
      best = cost;
      best_prefix = prefix;
      best_length = cased->len;
      *in_case = c;
    }
  return number_of_rule (self, *in_case, best_length - best_prefix, lemma + best_prefix, branches);
}

/* The same without the case, which is learned by itself */
static guint32
edit_of (LemmasTrainer *self, guint32 rule)
{
  LemmaRule *of = &g_array_index (self->rules, LemmaRule, rule);
  g_autofree gchar *text = g_strndup (self->text->str + of->text, of->n_text);

  return number_of_rule (self, LEMMA_LOWER, of->cut, text, FALSE);
}

static void
count (LemmasTrainer *self, guint64 key, guint32 rule)
{
  Node *node = g_hash_table_lookup (self->nodes, &key);
  Tally tally = { rule, 1 };

  if (!node)
    {
      node = g_new (Node, 1);
      node->rules = g_array_new (FALSE, FALSE, sizeof (Tally));
      g_hash_table_insert (self->nodes, g_memdup2 (&key, sizeof key), node);
    }
  for (guint i = 0; i < node->rules->len; i++)
    if (g_array_index (node->rules, Tally, i).rule == rule)
      {
        g_array_index (node->rules, Tally, i).times++;
        return;
      }
  g_array_append_val (node->rules, tally);
}

/* The rule of most words with this suffix, met first where several are; `times` is 0 for none */
static guint32
best_of (LemmasTrainer *self, guint64 key, guint *times)
{
  Node *node = g_hash_table_lookup (self->nodes, &key);
  const Tally *best = node ? &g_array_index (node->rules, Tally, 0) : NULL;

  *times = 0;
  if (!node)
    return 0;
  for (guint i = 1; i < node->rules->len; i++)
    if (g_array_index (node->rules, Tally, i).times > best->times)
      best = &g_array_index (node->rules, Tally, i);
  *times = best->times;
  return best->rule;
}

static void
keep (LemmasTrainer *self, GHashTable *kept, guint64 key, guint32 rule)
{
  Kept pair = { key, rule };

  if (!g_hash_table_insert (kept, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (rule + 1)))
    return;
  g_array_append_val (self->keys, pair);
}

/* Suffixes from short to long: one is kept where its words do something else than those of the next shorter one */
static void
keep_suffixes (LemmasTrainer *self, GHashTable *kept, LemmaKey kind, const Entry *entry, guint more,
               const LemmaWord *word)
{
  guint32 before = G_MAXUINT32;

  for (guint k = 0; k <= word->n_suffixes; k++)
    {
      guint64 key = lemma_key (kind, entry->pos, more, word->suffixes[k]);
      guint times;
      guint32 rule = best_of (self, key, &times);

      if (rule == before || times < (k ? 2 : 1))
        continue;
      before = rule;
      if (!g_hash_table_contains (kept, &key))
        keep (self, kept, key, rule);
    }
}

static void
count_entry (LemmasTrainer *self, const Entry *entry)
{
  LemmaWord word;
  LemmaCase in_case;
  guint32 rule;
  guint kind;

  lemma_word_init (&word, entry->word, strlen (entry->word));
  rule = edit_of (self, rule_to (self, entry->pos, &word, entry->lemma, FALSE, &in_case));
  for (guint k = g_array_index (self->rules, LemmaRule, rule).cut; k <= word.n_suffixes; k++) /* or it cuts blindly */
    count (self, lemma_key (LEMMA_SUFFIX, entry->pos, 0, word.suffixes[k]), rule);
  if (!lemma_has_case (&word, entry->pos))
    return;
  kind = lemma_word_case_kind (&word, self->classes);
  for (guint k = 0; k <= word.n_suffixes; k++)
    count (self, lemma_key (LEMMA_CASE, entry->pos, kind, word.suffixes[k]), in_case);
}

static void
keep_entry (LemmasTrainer *self, GHashTable *kept, const Entry *entry)
{
  LemmaWord word;

  lemma_word_init (&word, entry->word, strlen (entry->word));
  keep_suffixes (self, kept, LEMMA_SUFFIX, entry, 0, &word);
  if (lemma_has_case (&word, entry->pos))
    keep_suffixes (self, kept, LEMMA_CASE, entry, lemma_word_case_kind (&word, self->classes), &word);
}

static guint32
longest_kept (GHashTable *kept, LemmaKey kind, EntPos pos, guint more, const LemmaWord *word)
{
  guint32 found = 0;

  for (gint k = word->n_suffixes; k >= 0 && !found; k--)
    {
      guint64 key = lemma_key (kind, pos, more, word->suffixes[k]);

      found = GPOINTER_TO_UINT (g_hash_table_lookup (kept, &key));
    }
  return found - 1;
}

/* What it is before some parts of speech, where the lemma is much in doubt */
static gboolean
keep_branches (LemmasTrainer *self, GHashTable *kept, const Entry *entry, const LemmaWord *word)
{
  guint of_commonest = GPOINTER_TO_UINT (g_hash_table_lookup (entry->lemmas, entry->lemma));
  gboolean any = FALSE;

  if (entry->times < BRANCH_TIMES || entry->times - of_commonest < BRANCH_SHARE * entry->times)
    return FALSE;
  for (guint next = 0; next <= ENT_POS_X; next++)
    {
      const gchar *lemma = entry->before[next] ? commonest (entry->before[next]) : entry->lemma;
      LemmaCase in_case;

      if (!strcmp (lemma, entry->lemma)
          || GPOINTER_TO_UINT (g_hash_table_lookup (entry->before[next], lemma)) < BRANCH_LEAST)
        continue;
      keep (self, kept, lemma_key (LEMMA_BEFORE, entry->pos, next, word->as_written),
            rule_to (self, entry->pos, word, lemma, FALSE, &in_case));
      any = TRUE;
    }
  return any;
}

/* A word that the rules get wrong is kept itself */
static void
keep_exception (LemmasTrainer *self, GHashTable *kept, const Entry *entry)
{
  g_autoptr (GString) lemma = g_string_new (NULL);
  LemmaWord word;
  LemmaCase in_case = LEMMA_LOWER;
  LemmaRule rule;
  guint32 number;
  gboolean branches;

  lemma_word_init (&word, entry->word, strlen (entry->word));
  number = longest_kept (kept, LEMMA_SUFFIX, entry->pos, 0, &word);
  rule = g_array_index (self->rules, LemmaRule, number == G_MAXUINT32 ? LEMMA_LOWER : number);
  if (lemma_has_case (&word, entry->pos))
    in_case = longest_kept (kept, LEMMA_CASE, entry->pos, lemma_word_case_kind (&word, self->classes), &word);
  if (!lemma_apply (&word, in_case, rule.cut, self->text->str + rule.text, rule.n_text, lemma))
    g_string_assign (lemma, entry->word);
  branches = keep_branches (self, kept, entry, &word);
  if (branches || strcmp (lemma->str, entry->lemma))
    keep (self, kept, lemma_key (LEMMA_WORD, entry->pos, 0, word.as_written),
          rule_to (self, entry->pos, &word, entry->lemma, branches, &in_case));
}

static void
store (LemmasTrainer *self, EntModelWriter *writer)
{
  guint32 n_slots = 16;
  g_autofree LemmaSlot *slots = NULL;

  while (n_slots < self->keys->len * 3 / 2)
    n_slots *= 2;
  slots = g_new0 (LemmaSlot, n_slots);
  for (guint i = 0; i < self->keys->len; i++)
    {
      const Kept *kept = &g_array_index (self->keys, Kept, i);
      guint32 slot = lemma_slot_of (kept->key, n_slots - 1);

      while (slots[slot].check)
        slot = (slot + 1) & (n_slots - 1);
      slots[slot] = (LemmaSlot){ GUINT32_TO_LE (lemma_check_of (kept->key)), GUINT32_TO_LE (kept->rule) };
    }
  for (guint i = 0; i < self->rules->len; i++)
    g_array_index (self->rules, LemmaRule, i).text = GUINT32_TO_LE (g_array_index (self->rules, LemmaRule, i).text);
  ent_model_writer_add (writer, "lemma_slots", slots, n_slots * sizeof *slots);
  ent_model_writer_add (writer, "lemma_rules", self->rules->data, self->rules->len * sizeof (LemmaRule));
  ent_model_writer_add (writer, "lemma_text", self->text->str, self->text->len);
}

/* Adds the rules of all that was added to @writer; once */
void
lemmas_trainer_store (LemmasTrainer *self, EntModelWriter *writer)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      entry->lemma = commonest (entry->lemmas);
      count_entry (self, entry);
    }
  for (guint i = 0; i < self->entries->len; i++)
    keep_entry (self, kept, self->entries->pdata[i]);
  for (guint i = 0; i < self->entries->len; i++)
    keep_exception (self, kept, self->entries->pdata[i]);
  store (self, writer);
}
