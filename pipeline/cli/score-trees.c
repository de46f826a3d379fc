/* Dependency trees held against gold. What is right follows Zeman et al., "CoNLL 2018 shared task: multilingual parsing
 * from raw text to Universal Dependencies", section 4; but the words of a multi-word token are told apart by their
 * place in it, not by their forms. */
#include "pipeline/cli/score-trees.h"

#include <string.h>

#define NO_HEAD (-1)
#define ROOT (-2)

typedef struct
{
  guint start, end; /* characters of the surface token, without white space, from the begin of all documents */
  guint k;          /* which word of a multi-word token, from 1; 0 where it is a token of its own */
  EntPos pos;
  const gchar *lemma;    /* kept in `strings`, like the next; or NULL */
  const gchar *relation; /* with its subtype */
  gint head;             /* index of a word, ROOT or NO_HEAD */
} Word;

typedef struct
{
  guint start, end;
  guint n_words;
} Sentence;

typedef struct
{
  guint start;
  const gchar *id;
} Document;

struct _Trees
{
  GString *text;     /* of all documents, without white space */
  guint n_chars;     /* of it */
  GArray *words;     /* Word */
  GArray *sentences; /* Sentence */
  GArray *documents; /* Document */
  GStringChunk *strings;
};

Trees *
trees_new (void)
{
  Trees *self = g_new0 (Trees, 1);

  self->text = g_string_new (NULL);
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (Sentence));
  self->documents = g_array_new (FALSE, FALSE, sizeof (Document));
  self->strings = g_string_chunk_new (4096);
  return self;
}

void
trees_free (Trees *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->words);
  g_array_unref (self->sentences);
  g_array_unref (self->documents);
  g_string_chunk_free (self->strings);
  g_free (self);
}

/* Adds bytes [from, to) of the text, but for white space */
static void
add_text (Trees *self, const gchar *text, guint32 from, guint32 to)
{
  for (const gchar *at = text + from; at < text + to; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      {
        g_string_append_len (self->text, at, g_utf8_next_char (at) - at);
        self->n_chars++;
      }
}

static const gchar *
keep (Trees *self, const gchar *string)
{
  return string ? g_string_chunk_insert_const (self->strings, string) : NULL;
}

/* `base` is the index of the document's first word */
static void
add_word (Trees *self, EntDocument *doc, guint t, const EntToken *token, guint base, const Word *place)
{
  Word word = *place;

  word.pos = token->pos;
  word.lemma = keep (self, ent_document_get_string (doc, token->lemma));
  word.relation = keep (self, ent_document_get_string (doc, token->dep));
  word.head = token->head == ENT_NONE ? NO_HEAD : token->head == (gint) t ? ROOT : token->head + (gint) base;
  g_array_append_val (self->words, word);
}

static guint
surface_end (const EntToken *tokens, guint n, guint t)
{
  for (t++; t < n && tokens[t].flags & ENT_TOKEN_JOINED; t++)
    ;
  return t;
}

static void
add_words (Trees *self, EntDocument *doc)
{
  guint n, base = self->words->len;
  gsize length;
  guint32 at = 0;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  const gchar *text = ent_document_get_text (doc, &length);

  for (guint t = 0, end; t < n; t = end)
    {
      Word place = { 0 };

      end = surface_end (tokens, n, t);
      add_text (self, text, at, tokens[t].start);
      place.start = self->n_chars;
      at = tokens[end - 1].end;
      add_text (self, text, tokens[t].start, at);
      place.end = self->n_chars;
      for (guint k = 0; t + k < end; k++)
        {
          place.k = end - t > 1 ? k + 1 : 0;
          add_word (self, doc, t + k, &tokens[t + k], base, &place);
        }
    }
  add_text (self, text, at, length);
}

void
trees_add (Trees *self, EntDocument *doc)
{
  guint n, base = self->words->len;
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);
  Document document = { self->n_chars, keep (self, ent_document_get_id (doc)) };

  g_array_append_val (self->documents, document);
  add_words (self, doc);
  for (guint s = 0; s < n; s++)
    {
      const Word *words = &g_array_index (self->words, Word, base + sentences[s].first);
      Sentence sentence = { words[0].start, words[sentences[s].n - 1].end, sentences[s].n };

      g_array_append_val (self->sentences, sentence);
    }
}

/* --- Scores ------------------------------------------------------------------------------------------------------ */

static void
free_group (gpointer data)
{
  TreeGroup *group = data;

  g_free (group->name);
  g_free (group);
}

static TreeScores *
scores_new (void)
{
  TreeScores *self = g_new0 (TreeScores, 1);

  self->by_relation = g_ptr_array_new_with_free_func (free_group);
  self->by_length = g_ptr_array_new_with_free_func (free_group);
  self->by_documents = g_ptr_array_new_with_free_func (free_group);
  return self;
}

void
tree_scores_free (TreeScores *self)
{
  g_ptr_array_unref (self->by_relation);
  g_ptr_array_unref (self->by_length);
  g_ptr_array_unref (self->by_documents);
  g_free (self);
}

static TreeGroup *
find_group (GPtrArray *groups, const gchar *name, gsize length)
{
  TreeGroup *group;

  for (guint i = 0; i < groups->len; i++)
    {
      group = groups->pdata[i];
      if (strlen (group->name) == length && !strncmp (group->name, name, length))
        return group;
    }
  group = g_new0 (TreeGroup, 1);
  group->name = g_strndup (name, length);
  g_ptr_array_add (groups, group);
  return group;
}

/* What ids have in common up to a mark is no description of any one of them */
static gsize
shared_prefix (const Trees *self)
{
  const gchar *first = self->documents->len ? g_array_index (self->documents, Document, 0).id : NULL;
  gsize n = first ? strlen (first) : 0;

  for (guint i = 0; i < self->documents->len && n; i++)
    {
      const gchar *id = g_array_index (self->documents, Document, i).id;
      gsize same = 0;

      while (id && same < n && id[same] == first[same])
        same++;
      n = same;
    }
  while (n && !strchr ("-_./", first[n - 1]))
    n--;
  return n;
}

/* "GUM_news_arrest" and "GUM_bio_byron" are of the groups GUM_news and GUM_bio */
static gsize
group_length (const gchar *id, gsize shared)
{
  return shared + strcspn (id + shared, "-_./");
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(TreeGroup *const *) a)->name, (*(TreeGroup *const *) b)->name);
}

static gint
compare_frequencies (gconstpointer a, gconstpointer b)
{
  const TreeGroup *x = *(TreeGroup *const *) a, *y = *(TreeGroup *const *) b;

  if (x->labels.gold != y->labels.gold)
    return x->labels.gold > y->labels.gold ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* The sum over both sides, each in the order of the text */
typedef struct
{
  const Trees *gold, *system;
  TreeScores *scores;
  GPtrArray *lengths;   /* of each gold sentence: its TreeGroup */
  GPtrArray *documents; /* of each gold document likewise */
} Sum;

static const Word *
word_at (const Trees *self, guint i)
{
  return &g_array_index (self->words, Word, i);
}

static gint
compare_places (const Word *a, const Word *b)
{
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  if (a->end != b->end)
    return a->end < b->end ? -1 : 1;
  return a->k < b->k ? -1 : a->k > b->k;
}

/* Of each word of the system the gold word at its place, or NO_HEAD */
static gint *
align (const Trees *gold, const Trees *system)
{
  gint *gold_of = g_new (gint, system->words->len + 1);
  guint g = 0;

  for (guint i = 0; i < system->words->len; i++)
    {
      const Word *word = word_at (system, i);

      while (g < gold->words->len && compare_places (word_at (gold, g), word) < 0)
        g++;
      gold_of[i] = g < gold->words->len && !compare_places (word_at (gold, g), word) ? (gint) g : NO_HEAD;
    }
  return gold_of;
}

static gboolean
is_content (const gchar *relation)
{
  static const gchar *const function[] = { "aux", "case", "cc", "clf", "cop", "det", "mark", "punct", NULL };
  g_autofree gchar *base = g_strndup (relation ? relation : "", strcspn (relation ? relation : "", ":"));

  return !g_strv_contains (function, base);
}

static gboolean
same_base (const gchar *a, const gchar *b)
{
  gsize n = a ? strcspn (a, ":") : 0;

  return a && b ? n == strcspn (b, ":") && !strncmp (a, b, n) : a == b;
}

static const gchar *const lengths[] = { "1-4 words", "5-9", "10-19", "20-29", "30-39", "40-59", "60 and more" };

static const gchar *
length_name (guint n)
{
  static const guint ends[] = { 5, 10, 20, 30, 40, 60 };
  guint i = 0;

  while (i < G_N_ELEMENTS (ends) && n >= ends[i])
    i++;
  return lengths[i];
}

/* The groups of the gold's sentences and documents, in the order of length and name */
static void
make_groups (Sum *self)
{
  const Trees *gold = self->gold;
  gsize shared = shared_prefix (gold);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    find_group (self->scores->by_length, lengths[i], strlen (lengths[i]));
  for (guint s = 0; s < gold->sentences->len; s++)
    {
      const gchar *name = length_name (g_array_index (gold->sentences, Sentence, s).n_words);

      g_ptr_array_add (self->lengths, find_group (self->scores->by_length, name, strlen (name)));
    }
  for (guint d = 0; d < gold->documents->len; d++)
    {
      const gchar *id = g_array_index (gold->documents, Document, d).id;

      id = id ? id : "";
      g_ptr_array_add (self->documents, find_group (self->scores->by_documents, id, group_length (id, shared)));
    }
}

/* Where a word stands in the gold; goes on from the last place */
typedef struct
{
  guint sentence, document;
} Place;

static void
move_to (const Trees *gold, const Word *word, Place *place)
{
  while (place->sentence + 1 < gold->sentences->len
         && g_array_index (gold->sentences, Sentence, place->sentence + 1).start <= word->start)
    place->sentence++;
  while (place->document + 1 < gold->documents->len
         && g_array_index (gold->documents, Document, place->document + 1).start <= word->start)
    place->document++;
}

static void
count_groups (Sum *self, const Word *word, const Place *place, gboolean is_gold)
{
  const gchar *relation = word->relation ? word->relation : "_";
  TreeGroup *groups[] = { find_group (self->scores->by_relation, relation, strlen (relation)),
                          self->lengths->pdata[place->sentence], self->documents->pdata[place->document] };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      groups[i]->heads.gold += is_gold;
      groups[i]->labels.gold += is_gold;
      groups[i]->heads.system += !is_gold;
      groups[i]->labels.system += !is_gold;
    }
}

static void
count_side (Sum *self, const Trees *side, gboolean is_gold)
{
  Place place = { 0, 0 };

  for (guint i = 0; i < side->words->len; i++)
    {
      move_to (self->gold, word_at (side, i), &place);
      count_groups (self, word_at (side, i), &place, is_gold);
    }
}

/* One pair of words at the same place */
static void
count_right (Sum *self, const Word *system, const Word *gold, const gint *gold_of, const Place *place)
{
  TreeScores *scores = self->scores;
  const gchar *relation = gold->relation ? gold->relation : "_";
  TreeGroup *by_relation = find_group (scores->by_relation, relation, strlen (relation));
  TreeGroup *by_length = self->lengths->pdata[place->sentence];
  TreeGroup *by_document = self->documents->pdata[place->document];
  gint head = system->head < 0 ? system->head : gold_of[system->head];
  gboolean same_head = gold->head != NO_HEAD && head == gold->head;
  gboolean same_label = same_head && same_base (system->relation, gold->relation);
  gboolean same_full = same_head && !g_strcmp0 (system->relation, gold->relation);

  scores->words.right++;
  scores->pos.right += system->pos == gold->pos;
  scores->lemmas.right += !g_strcmp0 (system->lemma, gold->lemma);
  scores->heads.right += same_head;
  scores->labels.right += same_label;
  scores->full_labels.right += same_full;
  scores->content.right += same_label && is_content (gold->relation);
  by_relation->heads.right += same_head;
  by_relation->labels.right += same_full;
  by_length->heads.right += same_head;
  by_length->labels.right += same_label;
  by_document->heads.right += same_head;
  by_document->labels.right += same_label;
}

static void
count_pairs (Sum *self)
{
  g_autofree gint *gold_of = align (self->gold, self->system);
  Place place = { 0, 0 };

  for (guint i = 0; i < self->system->words->len; i++)
    {
      const Word *system = word_at (self->system, i);

      move_to (self->gold, system, &place);
      if (gold_of[i] >= 0)
        count_right (self, system, word_at (self->gold, gold_of[i]), gold_of, &place);
    }
}

static guint64
count_tokens (const Trees *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->words->len; i++)
    n += word_at (self, i)->k <= 1;
  return n;
}

static guint64
count_content (const Trees *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->words->len; i++)
    n += is_content (word_at (self, i)->relation);
  return n;
}

/* The surface tokens of both sides that stand on the same characters; `k` of the first word of each is at most 1 */
static guint64
tokens_in_both (const Trees *a, const Trees *b)
{
  guint64 n = 0;
  guint i = 0, j = 0;

  while (i < a->words->len && j < b->words->len)
    {
      const Word *x = word_at (a, i), *y = word_at (b, j);

      if (x->k > 1 || y->k > 1)
        {
          i += x->k > 1;
          j += y->k > 1;
          continue;
        }
      n += x->start == y->start && x->end == y->end;
      i += x->start <= y->start;
      j += y->start <= x->start;
    }
  return n;
}

static guint64
sentences_in_both (const Trees *a, const Trees *b)
{
  guint64 n = 0;
  guint i = 0, j = 0;

  while (i < a->sentences->len && j < b->sentences->len)
    {
      const Sentence *x = &g_array_index (a->sentences, Sentence, i);
      const Sentence *y = &g_array_index (b->sentences, Sentence, j);

      n += x->start == y->start && x->end == y->end;
      i += x->start <= y->start;
      j += y->start <= x->start;
    }
  return n;
}

static void
count_all (Sum *self)
{
  const Trees *gold = self->gold, *system = self->system;
  TreeScores *scores = self->scores;
  TreeCounts words = { gold->words->len, system->words->len, 0 };

  scores->words = scores->pos = scores->lemmas = words;
  scores->heads = scores->labels = scores->full_labels = words;
  scores->content = (TreeCounts){ count_content (gold), count_content (system), 0 };
  scores->tokens = (TreeCounts){ count_tokens (gold), count_tokens (system), tokens_in_both (gold, system) };
  scores->sentences = (TreeCounts){ gold->sentences->len, system->sentences->len, sentences_in_both (gold, system) };
  make_groups (self);
  count_side (self, gold, TRUE);
  count_side (self, system, FALSE);
  count_pairs (self);
  g_ptr_array_sort (scores->by_relation, compare_frequencies);
  g_ptr_array_sort (scores->by_documents, compare_names);
}

/* At most 20 characters from the place where texts differ */
static gchar *
excerpt (const GString *text, gsize at)
{
  const gchar *from = text->str + at;
  glong n = g_utf8_strlen (from, -1);

  return g_utf8_substring (from, 0, MIN (n, 20));
}

static gboolean
check_texts (const Trees *gold, const Trees *system, GError **error)
{
  gsize same = 0;
  g_autofree gchar *of_gold = NULL, *of_system = NULL;

  if (g_string_equal (gold->text, system->text))
    return TRUE;
  while (same < gold->text->len && same < system->text->len && gold->text->str[same] == system->text->str[same])
    same++;
  while (same && (gold->text->str[same] & 0xc0) == 0x80)
    same--;
  of_gold = excerpt (gold->text, same);
  of_system = excerpt (system->text, same);
  g_set_error (
      error, ENT_ERROR, ENT_ERROR_INPUT,
      "the texts differ: '%s' in the gold is '%s', at character %ld without white space; expected the same text",
      of_gold, of_system, g_utf8_strlen (gold->text->str, same) + 1);
  return FALSE;
}

/* NULL and an error where they are not of the same text */
TreeScores *
trees_score (const Trees *gold, const Trees *system, GError **error)
{
  Sum sum = { .gold = gold, .system = system };

  if (!check_texts (gold, system, error))
    return NULL;
  sum.scores = scores_new ();
  sum.lengths = g_ptr_array_new ();
  sum.documents = g_ptr_array_new ();
  count_all (&sum);
  g_ptr_array_unref (sum.lengths);
  g_ptr_array_unref (sum.documents);
  return sum.scores;
}
