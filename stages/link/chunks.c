/* Cuts a sentence into chunks from left to right, without parts of speech: names are known, small words are listed,
 * verbs are told from nouns by what stands around them (verbs.c), and all other words are taken for nouns. */
#include "stages/link/chunks.h"
#include "stages/link/names.h"

#include <string.h>

gboolean
link_token_is (const Sentence *self, guint t, const gchar *text)
{
  const EntToken *token = &self->tokens[t];
  gsize n = strlen (text);

  return t < self->end && token->end - token->start == n
         && g_ascii_strncasecmp (self->text + token->start, text, n) == 0;
}

/* NULL for names, punctuation and words that the vocabulary lacks */
const Word *
link_word_at (const Sentence *self, guint t)
{
  return t < self->end ? self->words->pdata[t - self->first] : NULL;
}

/* Each word is asked for several times, so all are looked up at once */
static void
find_words (Sentence *self)
{
  g_ptr_array_set_size (self->words, self->end - self->first);
  for (guint t = self->first; t < self->end; t++)
    {
      const EntToken *token = &self->tokens[t];
      gboolean is_word = self->mention_at[t] == ENT_NONE && !(token->flags & ENT_TOKEN_PUNCT);

      self->words->pdata[t - self->first] = is_word ? (gpointer) link_vocabulary_find (
                                                self->vocabulary, self->text + token->start, token->end - token->start)
                                                    : NULL;
    }
}

static gboolean
ends_in (const Sentence *self, guint t, const gchar *suffix)
{
  gsize n = strlen (suffix);

  return t < self->end && self->tokens[t].end - self->tokens[t].start > 2 + n
         && memcmp (self->text + self->tokens[t].end - n, suffix, n) == 0;
}

/* A verb that the vocabulary lacks, where only a verb can stand or its ending says so */
gboolean
link_is_unknown_verb (const Sentence *self, guint t, gboolean or_ing)
{
  return t < self->end && !link_word_at (self, t) && self->mention_at[t] == ENT_NONE
         && !(self->tokens[t].flags & (ENT_TOKEN_PUNCT | ENT_TOKEN_CAPITALISED | ENT_TOKEN_DIGIT))
         && (ends_in (self, t, "ed") || (or_ing && ends_in (self, t, "ing")));
}

/* Capitals tell a name that nobody tagged, but not at the start of a sentence or in a headline */
gboolean
link_looks_like_name (const Sentence *self, guint t)
{
  return self->tokens[t].flags & ENT_TOKEN_CAPITALISED && t > self->first && !self->headline;
}

/* "actively": an adverb that need not be listed */
gboolean
link_is_manner (const Sentence *self, guint t)
{
  return ends_in (self, t, "ly") && !link_looks_like_name (self, t) && self->mention_at[t] == ENT_NONE;
}

/* Strictly: by a word that can begin nothing else; else by any word that may be a noun or an adjective, too */
gboolean
link_begins_noun_phrase (const Sentence *self, guint t, gboolean strictly)
{
  const Word *word;

  if (t >= self->end)
    return FALSE;
  if (self->mention_at[t] != ENT_NONE)
    return self->mentions[self->mention_at[t]].type != self->temporal;
  if (self->tokens[t].flags & ENT_TOKEN_PUNCT)
    return FALSE;
  word = link_word_at (self, t);
  if (word && word->classes & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_PRONOUN))
    return TRUE;
  if (self->tokens[t].flags & ENT_TOKEN_DIGIT || link_looks_like_name (self, t))
    return TRUE;
  return !strictly && (!word || word->classes & (WORD_NOUN | WORD_PLACE | WORD_ADJECTIVE));
}

gboolean
link_is_value (const Sentence *self, gint m)
{
  return m != ENT_NONE && self->mentions[m].kind == ENT_MENTION_VALUE;
}

Chunk *
link_last_chunk (Sentence *self)
{
  return self->chunks->len ? &g_array_index (self->chunks, Chunk, self->chunks->len - 1) : NULL;
}

Chunk *
link_add_chunk (Sentence *self, ChunkKind kind, guint first, guint end, const Word *word)
{
  Chunk chunk = { .kind = kind,
                  .first = first,
                  .end = end,
                  .mention = ENT_NONE,
                  .owner = ENT_NONE,
                  .modifier = ENT_NONE,
                  .parent = -1,
                  .source = ENT_NONE,
                  .word = word };

  g_array_append_val (self->chunks, chunk);
  return link_last_chunk (self);
}

gboolean
link_is_article (const Sentence *self, guint t)
{
  return link_token_is (self, t, "the") || link_token_is (self, t, "a") || link_token_is (self, t, "an");
}

/* The noun phrase that token t may go on, or a new one */
static Chunk *
noun_phrase (Sentence *self, guint t)
{
  Chunk *last = link_last_chunk (self);

  if (last && last->kind == CHUNK_NOUN && last->end == t && !last->closed)
    return last;
  last = link_add_chunk (self, CHUNK_NOUN, t, t, NULL);
  last->bare = TRUE;
  return last;
}

/* What a name before more of the phrase is to it: "Russian troops", "FSB director Bortnikov" */
static void
demote_mention (const Sentence *self, Chunk *np)
{
  if (np->mention != ENT_NONE && np->modifier == ENT_NONE && !link_is_value (self, np->mention))
    np->modifier = np->mention;
  np->mention = ENT_NONE;
}

void
link_read_noun (Sentence *self, guint t, const Word *word)
{
  Chunk *np = noun_phrase (self, t);

  if (np->mention != ENT_NONE || np->head == np->head_end)
    np->head = t;
  demote_mention (self, np);
  np->head_end = np->end = t + 1;
  np->word = word;
  np->complete = TRUE;
}

/* "six other companies": between a number and its noun it begins nothing */
static void
read_determiner (Sentence *self, guint t, const Word *word)
{
  Chunk *last = link_last_chunk (self);
  Chunk *np;

  if (last && last->kind == CHUNK_NOUN && last->end == t && link_is_value (self, last->mention)
      && !(word->classes & WORD_POSSESSIVE) && !link_is_article (self, t))
    {
      link_read_noun (self, t, NULL);
      return;
    }
  if (last && last->kind == CHUNK_NOUN && last->end == t && last->complete)
    last->closed = TRUE;
  np = noun_phrase (self, t);
  np->end = t + 1;
  np->bare = FALSE;
  np->negated |= word->effect == EFFECT_NEGATED;
}

static void
read_pronoun (Sentence *self, guint t, const Word *word)
{
  Chunk *np;

  if (link_last_chunk (self))
    link_last_chunk (self)->closed = TRUE;
  np = noun_phrase (self, t);
  np->end = t + 1;
  np->closed = np->complete = TRUE;
  np->bare = FALSE;
  np->negated |= word->effect == EFFECT_NEGATED;
}

/* "anti-Russia", "SHA-1": part of a word, not a name by itself */
static gboolean
is_glued (const Sentence *self, guint t)
{
  return t > self->first && !(self->tokens[t].flags & ENT_TOKEN_SPACE_BEFORE)
         && self->text[self->tokens[t].start - 1] == '-';
}

/* Two names side by side are two phrases, "Ukraine Zelensky", unless the first can describe: "Russian FSB" */
static gboolean
may_join (const Sentence *self, const Chunk *np)
{
  return np->mention == ENT_NONE || self->mentions[np->mention].type == self->nationality
         || link_is_value (self, np->mention);
}

static guint
read_mention (Sentence *self, guint t)
{
  gint m = self->mention_at[t];
  guint end = MIN (t + self->mentions[m].n, self->end);
  gboolean glued = is_glued (self, t);
  Chunk *last = link_last_chunk (self);
  Chunk *np;

  if (last && last->kind == CHUNK_NOUN && last->end == t && !glued && !may_join (self, last))
    last->closed = TRUE;
  np = noun_phrase (self, t);
  demote_mention (self, np);
  np->mention = glued ? ENT_NONE : m;
  np->end = end;
  np->complete = TRUE;
  return end;
}

/* "last week", "next May", "on Monday", "in February 2022": takes the words before it along, too */
static void
drop_time (Sentence *self)
{
  Chunk *last = link_last_chunk (self);

  if (last && last->kind == CHUNK_NOUN && !last->complete && last->owner == ENT_NONE)
    g_array_set_size (self->chunks, self->chunks->len - 1);
  last = link_last_chunk (self);
  if (last && last->kind == CHUNK_PREPOSITION)
    g_array_set_size (self->chunks, self->chunks->len - 1);
}

static gboolean
reads_as_time (const Sentence *self, guint t, const Word *word)
{
  const Word *next = t + 1 < self->end ? link_word_at (self, t + 1) : NULL;

  if (word->classes & WORD_TIME)
    return !(word->classes & (WORD_MODAL | WORD_VERB)) || link_looks_like_name (self, t);
  return word->classes & WORD_BEFORE && next && next->classes & WORD_TIME;
}

/* "that" after a verb that takes a clause, or before one, is no relative; nor before a noun: "that country" */
static ChunkKind
read_that (Sentence *self, guint t)
{
  const Chunk *last = link_last_chunk (self);
  const Word *next = t + 1 < self->end ? link_word_at (self, t + 1) : NULL;
  gboolean before_verb
      = next && next->classes & (WORD_VERB | WORD_MODAL | WORD_BE | WORD_HAVE | WORD_DO | WORD_ADVERB)
        && (!(next->classes & WORD_NOUN) || next->classes & WORD_S_FORM || link_begins_noun_phrase (self, t + 2, TRUE));

  if (!last || last->kind == CHUNK_PREPOSITION)
    return CHUNK_NOUN;
  if (last->kind == CHUNK_NOUN && before_verb)
    return CHUNK_RELATIVE;
  return CHUNK_SUBORDINATOR;
}

/* "her" before a noun is a determiner */
static gboolean
reads_as_possessive (const Sentence *self, guint t, const Word *word)
{
  return word->classes & WORD_POSSESSIVE
         && (!(word->classes & WORD_PRONOUN) || link_begins_noun_phrase (self, t + 1, FALSE));
}

static gboolean
noun_phrase_is_open (Sentence *self, guint t)
{
  const Chunk *last = link_last_chunk (self);

  return last && last->kind == CHUNK_NOUN && last->end == t && !last->complete;
}

static gboolean
is_number (const Sentence *self, guint t)
{
  return t < self->end && (self->tokens[t].flags & ENT_TOKEN_DIGIT || link_is_value (self, self->mention_at[t]));
}

/* "at least 40", "over $3 million": the tokens before the number, or 0 */
static guint
count_hedge (const Sentence *self, guint t, const Word *word)
{
  const Word *next = link_word_at (self, t + 1);

  if (word->classes & WORD_ABOUT && is_number (self, t + 1))
    return 1;
  return word->classes & WORD_HEDGE && next && next->classes & WORD_THAN && is_number (self, t + 2) ? 2 : 0;
}

/* Of a conjunction, preposition, …; 0 where the word is none of these here */
static guint
read_small_word (Sentence *self, guint t, const Word *word)
{
  guint32 classes = word->classes;

  if (count_hedge (self, t, word))
    return count_hedge (self, t, word);
  if (link_token_is (self, t, "that"))
    {
      ChunkKind kind = read_that (self, t);

      if (kind == CHUNK_NOUN)
        read_determiner (self, t, word);
      else
        link_add_chunk (self, kind, t, t + 1, word);
    }
  else if (classes & WORD_SOURCE && link_token_is (self, t + 1, "to"))
    {
      link_add_chunk (self, CHUNK_SOURCE, t, t + 2, word);
      return 2;
    }
  else if (classes & WORD_RELATIVE)
    link_add_chunk (self, CHUNK_RELATIVE, t, t + 1, word);
  else if (classes & WORD_CONJUNCTION)
    link_add_chunk (self, CHUNK_CONJUNCTION, t, t + 1, word);
  else if (classes & WORD_PREPOSITION || link_token_is (self, t, "to"))
    link_add_chunk (self, CHUNK_PREPOSITION, t, t + 1, word);
  else if (classes & WORD_SUBORDINATOR)
    link_add_chunk (self, CHUNK_SUBORDINATOR, t, t + 1, word);
  else if (reads_as_possessive (self, t, word) || classes & WORD_DETERMINER)
    read_determiner (self, t, word);
  else if (classes & WORD_PRONOUN)
    read_pronoun (self, t, word);
  else if (!(classes & (WORD_ADVERB | WORD_NOT | WORD_PARTICLE)) || noun_phrase_is_open (self, t))
    return 0;
  else if (classes & WORD_ADVERB && word->effect != EFFECT_NONE)
    self->effect = word->effect;
  return 1;
}

/* Takes whatever stands at token t that is neither a name nor a mark; returns the token after it */
static guint
read_word (Sentence *self, guint t)
{
  const Word *word = link_word_at (self, t);
  const Chunk *last = link_last_chunk (self);
  guint n;

  if (is_glued (self, t) && last && last->kind == CHUNK_NOUN && last->end == t)
    {
      link_read_noun (self, t, NULL);
      return t + 1;
    }
  if (self->tokens[t].end - self->tokens[t].start == 2 && link_token_is (self, t, "'s")
      && link_read_possessive (self, t))
    return t + 1;
  if (self->tokens[t].end - self->tokens[t].start == 4 && memcmp (self->text + self->tokens[t].start, "\u2019s", 4) == 0
      && link_read_possessive (self, t))
    return t + 1;
  if (!word && !noun_phrase_is_open (self, t) && link_is_manner (self, t))
    return t + 1;
  if (word && link_looks_like_name (self, t) && !(word->classes & WORD_TIME) && !word->noun
      && !link_token_is (self, t, "I"))
    word = NULL;
  if (word && reads_as_time (self, t, word))
    {
      drop_time (self);
      return t + 1;
    }
  if (link_reads_as_verb (self, t, word))
    return link_read_verb_group (self, t);
  if (word && (n = read_small_word (self, t, word)))
    return t + n;
  link_read_noun (self, t, word);
  return t + 1;
}

/* Fills the chunks of the sentence [first, end); linear in its tokens */
void
link_chunk (Sentence *self)
{
  guint t = self->first;

  find_words (self);
  g_array_set_size (self->chunks, 0);
  self->effect = EFFECT_NONE;
  self->headline = link_is_headline (self->text, self->tokens, self->first, self->end);
  self->question = self->text[self->tokens[self->end - 1].start] == '?';
  while (t < self->end)
    {
      gint m = self->mention_at[t];

      if (m != ENT_NONE && self->mentions[m].type == self->temporal)
        {
          drop_time (self);
          t = MIN (t + self->mentions[m].n, self->end);
        }
      else if (m != ENT_NONE)
        t = read_mention (self, t);
      else if (self->tokens[t].flags & ENT_TOKEN_PUNCT)
        t = link_read_punctuation (self, t);
      else
        t = read_word (self, t);
    }
}
