/* Who says what: "X said (that) …", "…, X said", "…, said X", "according to X", and quotations that go on. */
#include "stages/link/relations.h"

#include <string.h>

static gboolean
is_text (const Sentence *self, guint t, const gchar *text)
{
  gsize n = self->tokens[t].end - self->tokens[t].start;

  return strlen (text) == n && memcmp (self->text + self->tokens[t].start, text, n) == 0;
}

static gboolean
opens_quote (const Sentence *self, guint t)
{
  return t < self->end && (is_text (self, t, "\"") || is_text (self, t, "\u201c") || is_text (self, t, "``"));
}

static gboolean
closes_quote (const Sentence *self, guint t)
{
  return t < self->end && (is_text (self, t, "\"") || is_text (self, t, "\u201d") || is_text (self, t, "''"));
}

static gboolean
is_saying_verb (const Chunk *verb)
{
  return verb->kind == CHUNK_VERB && verb->verb && verb->verb->traits & VERB_TAKES_CLAUSE && !verb->passive
         && (verb->form == VERB_FINITE || verb->form == VERB_ING || verb->parent >= 0);
}

/* The first chunk at or after token t */
static gint
chunk_from (const Sentence *self, guint t)
{
  gint c = 0;

  while (link_chunk_at (self, c) && link_chunk_at (self, c)->first < t)
    c++;
  return c;
}

static gboolean
has_verb (const Sentence *self, gint from, gint end)
{
  for (gint c = from; c < end; c++)
    if (link_is_kind (self, c, CHUNK_VERB))
      return TRUE;
  return FALSE;
}

static void
add_saying (GArray *sayings, const Verb *verb, gint speaker, guint first, guint end)
{
  Saying saying = { .speaker = speaker,
                    .first = first,
                    .end = end,
                    .denied = verb && verb->traits & VERB_DENIES,
                    .possible = verb && verb->traits & VERB_BELIEVES };

  if (first < end)
    g_array_append_val (sayings, saying);
}

/* The token where a clause after a verb at v begins, or 0: after "that", a colon or a quotation mark, or at once */
static guint
clause_after (const Sentence *self, gint v)
{
  const Chunk *verb = link_chunk_at (self, v);
  gint c = v + 1;
  gint noun_phrases = 0;

  for (; link_chunk_at (self, c); c++)
    {
      const Chunk *chunk = link_chunk_at (self, c);

      if (opens_quote (self, chunk->first - 1) || link_is_word (self, c, "that")
          || (chunk->kind == CHUNK_SUBORDINATOR && chunk->word->effect == ENT_MODALITY_ASKED))
        return chunk->first;
      if (link_is_word (self, c, ":"))
        return chunk->end < self->end ? chunk->end : 0;
      if (chunk->kind == CHUNK_SUBORDINATOR || chunk->kind == CHUNK_RELATIVE
          || (chunk->kind == CHUNK_PREPOSITION && chunk->word && chunk->word->classes & WORD_SUBORDINATOR))
        return 0;
      if (link_is_kind (self, c, CHUNK_VERB))
        return link_is_clause_verb (self, c) && noun_phrases && !link_is_kind (self, c - 1, CHUNK_RELATIVE) ? verb->end
                                                                                                            : 0;
      if (chunk->kind == CHUNK_STOP || (chunk->kind == CHUNK_COMMA && !opens_quote (self, chunk->end)))
        return 0;
      noun_phrases += chunk->kind == CHUNK_NOUN;
    }
  return 0;
}

/* What is said ends with the sentence, at a semicolon, at its closing quotation mark, or where "but" begins anew */
static guint
clause_end (const Sentence *self, guint first)
{
  gboolean quoted = opens_quote (self, first - 1) || opens_quote (self, first);

  for (guint t = first + 1; quoted && t < self->end; t++)
    if (closes_quote (self, t))
      return t;
  for (gint c = chunk_from (self, first) + 1; link_chunk_at (self, c); c++)
    if (link_is_word (self, c, ";") || (link_is_word (self, c, "but") && link_is_kind (self, c - 1, CHUNK_COMMA)))
      return link_chunk_at (self, c)->first;
  return self->end;
}

/* The first chunk of the phrase that is the subject of the verb at v */
static gint
subject_start (const Sentence *self, gint v)
{
  gint c = v;

  while (link_is_kind (self, c - 1, CHUNK_NOUN)
         || (link_is_kind (self, c - 1, CHUNK_PREPOSITION) && link_is_kind (self, c - 2, CHUNK_NOUN)))
    c--;
  return c;
}

/* "said", "said in May", "told Reuters", but not "announced a deal" */
static gboolean
speaks_only (const Sentence *self, gint v)
{
  const Chunk *verb = link_chunk_at (self, v);

  if (!link_is_kind (self, v + 1, CHUNK_NOUN))
    return TRUE;
  return !(verb->verb->traits & VERB_DENIES) && (verb->objects.n || verb->verb->obj != EFFECT_NONE);
}

/* "…, X said" and "…, X said, …": all but the words in between */
static gboolean
find_trailing (const Sentence *self, gint v, GArray *sayings)
{
  const Chunk *verb = link_chunk_at (self, v);
  gint start = subject_start (self, v);
  guint from = start < v ? link_chunk_at (self, start)->first : 0;
  gboolean apart = start < v && from > self->first
                   && (link_is_kind (self, start - 1, CHUNK_COMMA) || closes_quote (self, from - 1));
  gint speaker = verb->subjects.n ? verb->subjects.mentions[0] : ENT_NONE;

  if (!apart || !speaks_only (self, v) || clause_after (self, v) || !has_verb (self, 0, start))
    return FALSE;
  add_saying (sayings, verb->verb, speaker, self->first, from);
  if (link_is_kind (self, v + 1, CHUNK_COMMA))
    add_saying (sayings, verb->verb, speaker, verb->end, self->end);
  return TRUE;
}

/* "…, said X" */
static gboolean
find_inverted (const Sentence *self, gint v, GArray *sayings)
{
  const Chunk *verb = link_chunk_at (self, v);
  gboolean apart
      = link_is_kind (self, v - 1, CHUNK_COMMA) || (verb->first > self->first && closes_quote (self, verb->first - 1));
  gint after;
  Arguments speakers = { 0 };

  if (!apart || verb->form != VERB_FINITE || !link_is_kind (self, v + 1, CHUNK_NOUN) || !has_verb (self, 0, v))
    return FALSE;
  after = link_list_after (self, v + 1, &speakers);
  if (link_is_kind (self, after, CHUNK_VERB))
    return FALSE;
  add_saying (sayings, verb->verb, speakers.n ? speakers.mentions[0] : ENT_NONE, self->first, verb->first);
  return TRUE;
}

static void
find_leading (const Sentence *self, gint v, GArray *sayings, Quotation *quotation)
{
  const Chunk *verb = link_chunk_at (self, v);
  guint first = clause_after (self, v);
  gint speaker = verb->subjects.n ? verb->subjects.mentions[0] : ENT_NONE;
  guint end;

  if (!first)
    return;
  end = clause_end (self, first);
  add_saying (sayings, verb->verb, speaker, first, end);
  if (end == self->end && (opens_quote (self, first - 1) || opens_quote (self, first)))
    *quotation = (Quotation){ speaker, TRUE };
}

/* "according to X": the whole sentence, but for X itself */
static void
find_according (const Sentence *self, gint c, GArray *sayings)
{
  Arguments speakers = { 0 };

  if (!link_is_kind (self, c + 1, CHUNK_NOUN))
    return;
  link_list_after (self, c + 1, &speakers);
  add_saying (sayings, NULL, speakers.n ? speakers.mentions[0] : ENT_NONE, self->first, self->end);
}

/* A quotation left open by an earlier sentence, up to its closing mark; @sayings: (nullable) */
void
link_go_on_quoting (const Sentence *self, GArray *sayings, Quotation *quotation)
{
  guint t = self->first;

  /* a paragraph within a quotation opens it anew */
  if (opens_quote (self, t) && self->tokens[t].flags & ENT_TOKEN_LINE_START)
    t++;
  while (t < self->end && !closes_quote (self, t))
    t++;
  if (sayings)
    add_saying (sayings, NULL, quotation->speaker, self->first, t);
  quotation->open = t == self->end;
}

void
link_find_sayings (const Sentence *self, GArray *sayings, Quotation *quotation)
{
  g_array_set_size (sayings, 0);
  if (quotation->open)
    link_go_on_quoting (self, sayings, quotation);
  for (gint c = 0; link_chunk_at (self, c); c++)
    {
      const Chunk *chunk = link_chunk_at (self, c);

      if (chunk->kind == CHUNK_SOURCE)
        find_according (self, c, sayings);
      else if (is_saying_verb (chunk) && !find_inverted (self, c, sayings) && !find_trailing (self, c, sayings))
        find_leading (self, c, sayings, quotation);
    }
}

gboolean
link_has_quote (const Sentence *self)
{
  for (guint t = self->first; t < self->end; t++)
    if (opens_quote (self, t))
      return TRUE;
  return FALSE;
}

/* The narrowest that holds the trigger, or NULL */
const Saying *
link_saying_of (const GArray *sayings, guint trigger)
{
  const Saying *best = NULL;

  for (guint i = 0; i < sayings->len; i++)
    {
      const Saying *saying = &g_array_index (sayings, Saying, i);

      if (saying->first <= trigger && trigger < saying->end
          && (!best || saying->end - saying->first < best->end - best->first))
        best = saying;
    }
  return best;
}
