/* Learning lists from raw text: what the rules tell of a name by the words beside it, and what the text says that it
 * is: "X is a town in …", "X, a town", "the town of X". What the rules only look up does not count.
 *
 * After Hearst, "Automatic acquisition of hyponyms from large text corpora", COLING 1992, and Kazama and Torisawa,
 * "Exploiting Wikipedia as external knowledge for named entity recognition", EMNLP 2007. */
#include "stages/tag/lists.h"

#include "pipeline/learn/tally.h"
#include "pipeline/stage-private.h"
#include <entente/error.h>
#include <string.h>

/* How far behind a name its definition may begin: "X (born 3 May 1950 in Y) is a …" */
#define LONGEST_ASIDE 40
#define LONGEST_NOUN_PHRASE 10

/* Votes that are as good as none are counted in the share: one of two is no more than one of four */
#define DOUBT 2

typedef struct
{
  guint32 votes[N_KINDS];
  guint32 noun; /* 1 + number of the noun said most often, among `nouns` */
} Name;

typedef enum
{
  MET_SMALL, /* where a capital would tell something */
  MET_CAPITAL,
  MET_IN_NAME, /* in a name whose kind the rules could tell */
  N_METS
} Met;

typedef struct
{
  guint32 met[N_METS];
  guint32 ways[N_WAYS];
} WordCount;

struct _ListsTrainer
{
  Lexicon lexicon;
  Patterns *patterns;
  EntTally *names;     /* by hash; counts their votes */
  GArray *name_counts; /* Name */
  GPtrArray *strings;  /* of the names, or NULL */
  EntTally *nouns;     /* by hash */
  GPtrArray *noun_strings;
  EntTally *definitions; /* number of the name, number of the noun */
  EntTally *words;       /* by hash; counts where they are met */
  GArray *word_counts;   /* WordCount */
  GArray *chosen_names;  /* guint32: numbers, those with most votes first */
  GArray *chosen_words;

  /* The document in hand */
  const Tagging *tagging;
  guint64 *hashes;
  guint times;
};

ListsTrainer *
lists_trainer_new (const gchar *pack, gboolean keep_names, GError **error)
{
  g_autoptr (ListsTrainer) self = g_new0 (ListsTrainer, 1);
  g_autofree gchar *lexicon = ent_pack_find (pack, "tag/lexicon.bin", error);

  self->names = ent_tally_new ();
  self->name_counts = g_array_new (FALSE, TRUE, sizeof (Name));
  self->strings = keep_names ? g_ptr_array_new_with_free_func (g_free) : NULL;
  self->nouns = ent_tally_new ();
  self->noun_strings = g_ptr_array_new_with_free_func (g_free);
  self->definitions = ent_tally_new ();
  self->words = ent_tally_new ();
  self->word_counts = g_array_new (FALSE, TRUE, sizeof (WordCount));
  self->chosen_names = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->chosen_words = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (!lexicon || !tag_lexicon_open (&self->lexicon, lexicon, error))
    return NULL;
  self->patterns = tag_patterns_load (pack, error);
  return self->patterns ? g_steal_pointer (&self) : NULL;
}

void
lists_trainer_free (ListsTrainer *self)
{
  g_clear_pointer (&self->patterns, tag_patterns_free);
  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_free);
  ent_tally_free (self->names);
  g_array_unref (self->name_counts);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  ent_tally_free (self->nouns);
  g_ptr_array_unref (self->noun_strings);
  ent_tally_free (self->definitions);
  ent_tally_free (self->words);
  g_array_unref (self->word_counts);
  g_array_unref (self->chosen_names);
  g_array_unref (self->chosen_words);
  g_free (self);
}

/* --- Names --- */

static gchar *
dup_tokens (const Tagging *tagging, guint first, guint end)
{
  GString *words = g_string_new (NULL);

  for (guint t = first; t < end; t++)
    {
      const EntToken *token = &tagging->tokens[t];

      if (t > first)
        g_string_append_c (words, ' ');
      g_string_append_len (words, tagging->text + token->start, token->end - token->start);
    }
  return g_string_free (words, FALSE);
}

/* The number of a name, or G_MAXUINT32 for one that is too long to be listed */
static guint32
number_of_name (ListsTrainer *self, guint first, guint end, guint32 votes)
{
  guint64 hash = 0;
  guint32 number;

  if (end - first > LISTS_LONGEST_NAME)
    return G_MAXUINT32;
  for (guint t = first; t < end; t++)
    hash = lists_hash_name (hash, self->hashes[t]);
  number = ent_tally_add (self->names, hash, votes);
  if (number == self->name_counts->len)
    {
      g_array_set_size (self->name_counts, number + 1);
      if (self->strings)
        g_ptr_array_add (self->strings, dup_tokens (self->tagging, first, end));
    }
  return number;
}

static void
vote (ListsTrainer *self, guint first, guint end, Kind kind)
{
  guint32 number = number_of_name (self, first, end, self->times);

  if (number != G_MAXUINT32)
    g_array_index (self->name_counts, Name, number).votes[kind] += self->times;
}

static Kind
kind_of (const gchar *type)
{
  static const gchar *const types[N_KINDS] = { "Person", "Location", "Organisation", "Event", "Work" };
  guint kind = 0;

  while (kind < N_KINDS && !g_str_equal (types[kind], type))
    kind++;
  return kind;
}

/* Rules that look at the words beside a name, or at a word in it that tells what it is, and not at a list of names */
static gboolean
tells_by_words (Rule rule)
{
  static const guint64 mask = G_GUINT64_CONSTANT (1) << RULE_ACRONYM_PAIR | G_GUINT64_CONSTANT (1) << RULE_SUFFIX
                              | G_GUINT64_CONSTANT (1) << RULE_QUOTED_WORK | G_GUINT64_CONSTANT (1) << RULE_EVENT
                              | G_GUINT64_CONSTANT (1) << RULE_WORK | G_GUINT64_CONSTANT (1) << RULE_HEAD
                              | G_GUINT64_CONSTANT (1) << RULE_PLACE_WORD | G_GUINT64_CONSTANT (1) << RULE_TITLE
                              | G_GUINT64_CONSTANT (1) << RULE_PRESS | G_GUINT64_CONSTANT (1) << RULE_GIVEN_NAME
                              | G_GUINT64_CONSTANT (1) << RULE_OCCUPATION | G_GUINT64_CONSTANT (1) << RULE_PLACE_CONTEXT
                              | G_GUINT64_CONSTANT (1) << RULE_ORG_CONTEXT;

  return (mask >> rule & 1) != 0;
}

static WordCount *
count_of_word (ListsTrainer *self, guint t, guint32 times)
{
  guint32 number = ent_tally_add (self->words, self->hashes[t], times);

  if (number >= self->word_counts->len)
    g_array_set_size (self->word_counts, number + 1);
  return &g_array_index (self->word_counts, WordCount, number);
}

static void
count_way (ListsTrainer *self, guint t, Way way)
{
  count_of_word (self, t, 0)->ways[way] += self->times;
}

static void
take_candidate (ListsTrainer *self, const Candidate *candidate)
{
  Kind kind = kind_of (candidate->type);

  if (kind == N_KINDS || !tells_by_words (candidate->rule))
    return;
  vote (self, candidate->first, candidate->end, kind);
  for (guint t = candidate->first; t < candidate->end; t++)
    {
      count_of_word (self, t, 0)->met[MET_IN_NAME] += self->times;
      if (kind == KIND_ORGANISATION || kind == KIND_LOCATION)
        count_way (self, t, kind == KIND_ORGANISATION ? WAY_IN_ORGANISATION : WAY_IN_LOCATION);
    }
  if (kind != KIND_PERSON)
    return;
  count_way (self, candidate->end - 1, WAY_SURNAME);
  if (candidate->end == candidate->first + 1)
    return;
  count_way (self, candidate->first, WAY_GIVEN_NAME);
  vote (self, candidate->end - 1, candidate->end, KIND_PERSON);
}

/* --- What a text says that something is --- */

#define PERSON_NOUN (IS (OCCUPATION) | IS (FAMILY))
#define ORGANISATION_NOUN (IS (ORG_NOUN) | IS (ORG_HEAD) | IS (PRESS))
#define LOCATION_NOUN (IS (PLACE_NOUN) | IS (PLACE_HEAD))
#define KIND_NOUN (PERSON_NOUN | ORGANISATION_NOUN | LOCATION_NOUN | IS (EVENT_HEAD) | IS (WORK_CUE) | IS (WORK_HEAD))

/* Of the word in small letters: that "River" ends names says what "river" is */
static guint64
noun_classes (const Tagging *tagging, guint t)
{
  const Word *word = &tagging->words[t];

  if (t >= tagging->n_tokens || !(tagging->tokens[t].flags & ENT_TOKEN_ALPHA)
      || tagging->tokens[t].flags & ENT_TOKEN_CAPITALISED)
    return 0;
  return (word->as_written | word->otherwise) & KIND_NOUN;
}

static Kind
kind_of_noun (guint64 classes)
{
  if (classes & PERSON_NOUN)
    return KIND_PERSON;
  if (classes & (IS (PLACE_NOUN)))
    return KIND_LOCATION;
  if (classes & IS (ORG_NOUN))
    return KIND_ORGANISATION;
  if (classes & IS (WORK_CUE))
    return KIND_WORK;
  if (classes & LOCATION_NOUN)
    return KIND_LOCATION;
  if (classes & ORGANISATION_NOUN)
    return KIND_ORGANISATION;
  return classes & IS (EVENT_HEAD) ? KIND_EVENT : classes ? KIND_WORK : N_KINDS;
}

static guint32
number_of_noun (ListsTrainer *self, guint t)
{
  const EntToken *token = &self->tagging->tokens[t];
  guint32 number = ent_tally_add (self->nouns, self->hashes[t], self->times);

  if (number == self->noun_strings->len)
    g_ptr_array_add (self->noun_strings,
                     g_utf8_strdown (self->tagging->text + token->start, token->end - token->start));
  return number;
}

static void
add_definition (ListsTrainer *self, guint32 name, guint noun)
{
  ent_tally_add (self->definitions, (guint64) name << 32 | number_of_noun (self, noun), self->times);
}

static void
define (ListsTrainer *self, guint first, guint end, guint noun)
{
  Kind kind = kind_of_noun (noun_classes (self->tagging, noun));
  guint32 number = number_of_name (self, first, end, kind == N_KINDS ? self->times : 0);

  if (number == G_MAXUINT32)
    return;
  add_definition (self, number, noun);
  if (kind != N_KINDS)
    vote (self, first, end, kind);
}

static gboolean
is_article (const Tagging *tagging, guint t)
{
  return is_word (tagging, t, "a") || is_word (tagging, t, "an") || is_word (tagging, t, "the");
}

static gboolean
is_copula (const Tagging *tagging, guint t)
{
  return is_word (tagging, t, "is") || is_word (tagging, t, "was") || is_word (tagging, t, "are")
         || is_word (tagging, t, "were");
}

/* The noun of the phrase that an article at t begins, or t itself: the last that says a kind, or the last word */
static guint
noun_of_phrase (const Tagging *tagging, guint t, guint end)
{
  guint noun = t, last = t;

  for (guint u = t + 1; u < end && u <= t + LONGEST_NOUN_PHRASE; u++)
    {
      gboolean hyphen = is_char (tagging, u, '-');

      if (!hyphen && (has_flag (tagging, u, ENT_TOKEN_PUNCT) || is_class (tagging, u, IS (FUNCTION) | IS (PLACE_CUE))))
        break;
      if (noun_classes (tagging, u))
        noun = u;
      if (has_flag (tagging, u, ENT_TOKEN_ALPHA) && !has_flag (tagging, u, ENT_TOKEN_CAPITALISED))
        last = u;
    }
  return noun > t ? noun : last;
}

/* Behind "(…)" that follows a name, or t */
static guint
skip_aside (const Tagging *tagging, guint t, guint end)
{
  guint limit = MIN (end, t + LONGEST_ASIDE);

  if (!is_char (tagging, t, '('))
    return t;
  for (guint u = t + 1; u < limit; u++)
    if (is_char (tagging, u, ')'))
      return u + 1;
  return t;
}

/* A name that ends at t and what is said behind it: "X (…) is a town", "X, a town" */
static void
take_definition (ListsTrainer *self, guint first, guint t, guint end)
{
  const Tagging *tagging = self->tagging;
  guint verb = skip_aside (tagging, t, end);
  guint article = is_copula (tagging, verb) || is_char (tagging, t, ',') ? verb + 1 : end;
  guint noun = article < end && is_article (tagging, article) ? noun_of_phrase (tagging, article, end) : article;

  if (article >= end || noun <= article)
    return;
  if (noun_classes (tagging, noun) || (is_copula (tagging, verb) && !is_word (tagging, article, "the")))
    define (self, first, t, noun);
}

/* What is said before a name: "the company X", "the town of X" */
static void
take_description (ListsTrainer *self, guint first, guint end, guint sentence)
{
  const Tagging *tagging = self->tagging;
  guint noun = first - 1;

  if (first <= sentence)
    return;
  if (is_word (tagging, noun, "of") && noun > sentence && noun_classes (tagging, noun - 1) & IS (PLACE_NOUN))
    noun--;
  if (noun_classes (tagging, noun))
    define (self, first, end, noun);
}

/* The word before the quotation mark: the novel "X", his poem, "X" */
static void
take_quoted (ListsTrainer *self, const Candidate *candidate)
{
  const Tagging *tagging = self->tagging;
  guint noun = candidate->first - (is_char (tagging, candidate->first - 2, ',') ? 3 : 2);
  guint32 number = number_of_name (self, candidate->first, candidate->end, 0);

  if (number != G_MAXUINT32 && noun_classes (tagging, noun))
    add_definition (self, number, noun);
}

/* --- Words --- */

/* Whether a capital at t tells something: not after what a sentence or a quotation may begin behind */
static gboolean
is_amid (const Tagging *tagging, guint t, guint sentence)
{
  return t > sentence && (!has_flag (tagging, t - 1, ENT_TOKEN_PUNCT) || is_char (tagging, t - 1, ','));
}

static void
take_neighbours (ListsTrainer *self, guint t)
{
  const Tagging *tagging = self->tagging;

  if (is_class (tagging, t - 1, IS (PLACE_CUE)))
    count_way (self, t, WAY_AFTER_PLACE_CUE);
  if (is_word (tagging, t - 1, "of"))
    count_way (self, t, WAY_AFTER_OF);
  if (is_word (tagging, t - 1, "the"))
    count_way (self, t, WAY_AFTER_THE);
  if (is_class (tagging, t - 1, IS (TITLE) | IS (HONORIFIC) | IS (OCCUPATION) | IS (FAMILY)))
    count_way (self, t, WAY_AFTER_TITLE);
  if (is_class (tagging, t - 1, IS (GIVEN_NAME)))
    count_way (self, t, WAY_AFTER_GIVEN_NAME);
  if (is_class (tagging, t - 1, IS (SPEECH_VERB)) || is_class (tagging, t + 1, IS (SPEECH_VERB) | IS (PERSON_VERB)))
    count_way (self, t, WAY_SPEAKS);
  if (is_word (tagging, t + 1, "'s") || is_word (tagging, t + 1, "’s"))
    count_way (self, t, WAY_OWNS);
}

static void
take_word (ListsTrainer *self, guint t, guint end)
{
  const Tagging *tagging = self->tagging;
  gboolean capital = has_flag (tagging, t, ENT_TOKEN_CAPITALISED);
  gboolean goes_on = t + 1 < end && has_flag (tagging, t + 1, ENT_TOKEN_CAPITALISED);
  gboolean began = has_flag (tagging, t - 1, ENT_TOKEN_CAPITALISED);
  WordCount *count = count_of_word (self, t, self->times);

  count->met[capital ? MET_CAPITAL : MET_SMALL] += self->times;
  if (!capital)
    return;
  if (has_flag (tagging, t, ENT_TOKEN_UPPER) && tagging->tokens[t].end - tagging->tokens[t].start > 1)
    count_way (self, t, WAY_CAPITALS);
  if (goes_on != began)
    count_way (self, t, goes_on ? WAY_FIRST : WAY_LAST);
  else if (!goes_on)
    count_way (self, t, WAY_ALONE);
  take_neighbours (self, t);
}

static void
take_words (ListsTrainer *self, const EntSentence *sentence)
{
  guint end = sentence->first + sentence->n;

  if (!sentence->n || self->tagging->words[sentence->first].style != STYLE_NORMAL)
    return;
  for (guint t = sentence->first; t < end; t++)
    if (has_flag (self->tagging, t, ENT_TOKEN_ALPHA) && is_amid (self->tagging, t, sentence->first))
      take_word (self, t, end);
}

/* The name that a row of capitalised words ends with, as far as the rules know it */
static guint
first_of_name (const Tagging *tagging, const Run *run)
{
  const Candidate *candidate = tag_kept_at (tagging, run->end - 1);

  return candidate && candidate->end == run->end ? candidate->first : run->first;
}

static void
take_run (ListsTrainer *self, const Run *run)
{
  const Tagging *tagging = self->tagging;
  const EntSentence *sentence = &tagging->sentences[run->sentence];
  guint first = first_of_name (tagging, run);

  if (tagging->words[first].style != STYLE_NORMAL)
    return;
  take_definition (self, first, run->end, sentence->first + sentence->n);
  if (first == run->first)
    take_description (self, first, run->end, sentence->first);
}

static void
take_tagging (ListsTrainer *self, const Tagging *tagging)
{
  self->tagging = tagging;
  self->hashes = g_new (guint64, tagging->n_tokens + 1);
  for (guint t = 0; t < tagging->n_tokens; t++)
    self->hashes[t]
        = lists_hash_word (tagging->text + tagging->tokens[t].start, tagging->tokens[t].end - tagging->tokens[t].start);
  for (guint i = 0; i < tagging->kept->len; i++)
    {
      const Candidate *candidate = &g_array_index (tagging->kept, Candidate, i);

      take_candidate (self, candidate);
      if (candidate->rule == RULE_QUOTED_WORK)
        take_quoted (self, candidate);
    }
  for (guint i = 0; i < tagging->runs->len; i++)
    take_run (self, &g_array_index (tagging->runs, Run, i));
  for (guint s = 0; s < tagging->n_sentences; s++)
    take_words (self, &tagging->sentences[s]);
  g_clear_pointer (&self->hashes, g_free);
}

void
lists_trainer_add (ListsTrainer *self, EntDocument *doc, guint times)
{
  Tagging tagging = { .lexicon = &self->lexicon, .patterns = self->patterns, .doc = doc };

  self->times = times;
  tag_begin (&tagging);
  tag_find (&tagging, TRUE, TRUE);
  take_tagging (self, &tagging);
  tag_end (&tagging);
}

/* --- From counts to the table --- */

/* The noun said most often of each name; of several the one met first */
static void
choose_nouns (ListsTrainer *self)
{
  g_autofree guint32 *most = g_new0 (guint32, self->name_counts->len + 1);

  for (guint32 i = 0; i < ent_tally_get_n (self->definitions); i++)
    {
      guint64 key = ent_tally_get_key (self->definitions, i);
      guint32 name = key >> 32, count = ent_tally_get_count (self->definitions, i);

      if (count <= most[name])
        continue;
      most[name] = count;
      g_array_index (self->name_counts, Name, name).noun = 1 + (guint32) key;
    }
}

/* Those with the highest counts first, then those met first */
static gint
compare_counts (gconstpointer a, gconstpointer b, gpointer tally)
{
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  guint32 n_i = ent_tally_get_count (tally, i), n_j = ent_tally_get_count (tally, j);

  if (n_i != n_j)
    return n_i > n_j ? -1 : 1;
  return i < j ? -1 : i > j;
}

static void
choose_frequent (GArray *chosen, EntTally *tally, guint min)
{
  g_array_set_size (chosen, 0);
  for (guint32 i = 0; i < ent_tally_get_n (tally); i++)
    if (ent_tally_get_count (tally, i) >= min)
      g_array_append_val (chosen, i);
  g_array_sort_with_data (chosen, compare_counts, tally);
}

void
lists_trainer_choose (ListsTrainer *self, ListLimits limits)
{
  choose_nouns (self);
  choose_frequent (self->chosen_names, self->names, limits.votes);
  choose_frequent (self->chosen_words, self->words, limits.met);
}

guint
lists_trainer_get_n_names (const ListsTrainer *self)
{
  return self->chosen_names->len;
}

guint
lists_trainer_get_n_words (const ListsTrainer *self)
{
  return self->chosen_words->len;
}

static guint8
log2_of (guint32 n)
{
  return n ? g_bit_storage (n) - 1 : 0;
}

static ListedName
list_name (const ListsTrainer *self, guint32 number)
{
  const Name *name = &g_array_index (self->name_counts, Name, number);
  ListedName listed = { 0 };
  guint64 all = 0;

  for (guint kind = 0; kind < N_KINDS; kind++)
    all += name->votes[kind];
  for (guint kind = 0; kind < N_KINDS; kind++)
    listed.shares[kind] = name->votes[kind] * G_GUINT64_CONSTANT (8) / (all + DOUBT);
  listed.votes = MIN (7, log2_of (MIN (all, G_MAXUINT32)));
  if (name->noun)
    listed.noun = 1 + ent_tally_get_key (self->nouns, name->noun - 1) % G_MAXUINT16;
  return listed;
}

/* Steps that are finer where a way is rare */
static guint8
step_of (guint32 n, guint32 of)
{
  static const gfloat steps[] = { 0.01f, 0.025f, 0.06f, 0.15f, 0.35f, 0.6f, 0.85f };
  guint step = 0;

  if (!n || !of)
    return 0;
  while (step < G_N_ELEMENTS (steps) && n > steps[step] * of)
    step++;
  return 1 + step;
}

static guint32
base_of (const WordCount *count, Way way)
{
  if (way == WAY_GIVEN_NAME || way == WAY_SURNAME || way == WAY_IN_ORGANISATION || way == WAY_IN_LOCATION)
    return count->met[MET_IN_NAME];
  return count->met[MET_CAPITAL];
}

static ListedWord
list_word (const ListsTrainer *self, guint32 number)
{
  const WordCount *count = &g_array_index (self->word_counts, WordCount, number);
  ListedWord listed;

  listed.shares[WAY_CAPITALISED] = step_of (count->met[MET_CAPITAL], count->met[MET_CAPITAL] + count->met[MET_SMALL]);
  for (guint way = WAY_CAPITALISED + 1; way < N_WAYS; way++)
    listed.shares[way] = step_of (count->ways[way], base_of (count, way));
  return listed;
}

void
lists_trainer_store (const ListsTrainer *self, EntModelWriter *writer)
{
  guint32 n_names = self->chosen_names->len, n_words = self->chosen_words->len;
  g_autofree guint64 *name_hashes = g_new (guint64, n_names + 1);
  g_autofree guint64 *word_hashes = g_new (guint64, n_words + 1);
  g_autofree ListedName *names = g_new (ListedName, n_names + 1);
  g_autofree ListedWord *words = g_new (ListedWord, n_words + 1);

  for (guint32 i = 0; i < n_names; i++)
    {
      guint32 number = g_array_index (self->chosen_names, guint32, i);

      name_hashes[i] = ent_tally_get_key (self->names, number);
      names[i] = list_name (self, number);
    }
  for (guint32 i = 0; i < n_words; i++)
    {
      guint32 number = g_array_index (self->chosen_words, guint32, i);

      word_hashes[i] = ent_tally_get_key (self->words, number);
      words[i] = list_word (self, number);
    }
  lists_store (writer, name_hashes, names, n_names, word_hashes, words, n_words);
}

void
lists_trainer_print (const ListsTrainer *self, GString *to)
{
  for (guint32 i = 0; i < self->chosen_names->len; i++)
    {
      guint32 number = g_array_index (self->chosen_names, guint32, i);
      const Name *name = &g_array_index (self->name_counts, Name, number);

      g_string_append (to, self->strings->pdata[number]);
      for (guint kind = 0; kind < N_KINDS; kind++)
        g_string_append_printf (to, "\t%u", name->votes[kind]);
      g_string_append_printf (to, "\t%s\n", name->noun ? (gchar *) self->noun_strings->pdata[name->noun - 1] : "");
    }
}
