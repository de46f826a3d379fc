/* Verb groups: which words are verbs where they stand, and what their auxiliaries say of them. */
#include "stages/link/chunks.h"

#include <string.h>

#define WORD_AUXILIARY (WORD_MODAL | WORD_BE | WORD_HAVE | WORD_DO)

/* Tokens between the start of a verb group and its verb */
#define MAX_GROUP 12

static gboolean
is_passed_over (const Sentence *self, guint t)
{
  const Word *word = t < self->end ? link_word_at (self, t) : NULL;

  return word ? (word->classes & (WORD_ADVERB | WORD_NOT)) != 0 : link_is_manner (self, t);
}

static guint
pass_over (const Sentence *self, guint t)
{
  while (is_passed_over (self, t))
    t++;
  return t;
}

static gboolean
is_form (const Sentence *self, guint t, guint32 classes)
{
  const Word *word = t < self->end ? link_word_at (self, t) : NULL;

  return word && word->classes & classes;
}

/* "to attack", but not "to work-sharing" */
static gboolean
begins_infinitive (const Sentence *self, guint t)
{
  guint verb = t + 1;

  if (!link_token_is (self, t, "to"))
    return FALSE;
  verb = pass_over (self, verb);
  return is_form (self, verb, WORD_BASE | WORD_BE | WORD_HAVE)
         && (verb + 1 >= self->end || self->tokens[verb + 1].flags & ENT_TOKEN_SPACE_BEFORE
             || self->text[self->tokens[verb + 1].start] != '-');
}

static const Chunk *
chunk_before (const Sentence *self)
{
  return self->chunks->len ? &g_array_index (self->chunks, Chunk, self->chunks->len - 1) : NULL;
}

static gboolean
is_open (const Chunk *np, guint t)
{
  return np && np->kind == CHUNK_NOUN && np->end == t && !np->complete;
}

/* What may follow a verb but hardly a noun: a noun phrase, "that", an infinitive */
static gboolean
is_object_ahead (const Sentence *self, guint t)
{
  t = pass_over (self, t);
  return link_begins_noun_phrase (self, t, TRUE) || link_token_is (self, t, "that") || begins_infinitive (self, t);
}

/* A common noun in the plural, more or less */
static gboolean
ends_in_s (const Sentence *self, guint t)
{
  return self->text[self->tokens[t].end - 1] == 's';
}

/* "by Reuters", but not "by 40 per cent" */
static gboolean
is_agent_ahead (const Sentence *self, guint t)
{
  return link_token_is (self, t, "by") && t + 1 < self->end && !(self->tokens[t + 1].flags & ENT_TOKEN_DIGIT)
         && !link_is_value (self, self->mention_at[t + 1]);
}

static gboolean
is_person (const Sentence *self, const Chunk *np)
{
  return self->mentions[np->mention].type == self->person;
}

/* "will arm Norland and train …": whether the verb before has an auxiliary for this one, too */
static gboolean
shares_auxiliary (const Sentence *self)
{
  for (guint c = self->chunks->len; c-- > 0;)
    {
      const Chunk *chunk = &g_array_index (self->chunks, Chunk, c);

      if (chunk->kind == CHUNK_VERB)
        return chunk->has_auxiliary || chunk->form == VERB_TO;
    }
  return FALSE;
}

/* "Russia attacks the city" but "Russia attacks on the city": words that are nouns as often as verbs */
static gboolean
ambiguous_is_verb (const Sentence *self, guint t, const Word *word, const Chunk *last)
{
  gboolean after_name = last->kind == CHUNK_NOUN && last->mention != ENT_NONE && last->end <= t;
  gboolean after_pronoun = last->kind == CHUNK_NOUN && last->closed && last->mention == ENT_NONE;
  gboolean joined = last->kind == CHUNK_CONJUNCTION && self->chunks->len > 1;

  if (last->kind == CHUNK_RELATIVE || after_pronoun
      || (word->classes & WORD_PARTICIPLE && is_agent_ahead (self, t + 1)))
    return TRUE;
  if (after_name && word->classes & WORD_S_FORM && is_person (self, last) && is_form (self, t + 1, WORD_PREPOSITION))
    return TRUE;
  if (joined && word->classes & WORD_BASE && shares_auxiliary (self))
    return is_object_ahead (self, t + 1);
  if (word->classes & WORD_PAST && !(word->classes & WORD_BASE))
    return last->kind == CHUNK_NOUN || joined || (last->kind == CHUNK_COMMA && is_object_ahead (self, t + 1));
  if (word->classes & (WORD_S_FORM | WORD_PAST))
    return (last->kind == CHUNK_NOUN || last->kind == CHUNK_COMMA) && is_object_ahead (self, t + 1);
  return word->classes & WORD_BASE && last->kind == CHUNK_NOUN && is_object_ahead (self, t + 1)
         && (after_name ? self->chunks->len > 1 && last[-1].kind == CHUNK_CONJUNCTION : ends_in_s (self, t - 1));
}

static gboolean
ing_is_verb (const Sentence *self, guint t, const Word *word, const Chunk *last)
{
  gboolean is_noun = word->classes & WORD_NOUN;
  guint next = pass_over (self, t + 1);

  next += is_form (self, next, WORD_HEDGE) && is_form (self, next + 1, WORD_THAN) ? 2 : 0;
  if (last && last->kind == CHUNK_VERB)
    return TRUE;
  if (is_noun || (last && last->kind == CHUNK_PREPOSITION))
    return link_begins_noun_phrase (self, next, is_noun) || (!is_noun && is_form (self, next, WORD_PREPOSITION));
  return link_begins_noun_phrase (self, next, TRUE) || is_form (self, next, WORD_PREPOSITION | WORD_PARTICIPLE)
         || link_token_is (self, next, "to");
}

static gboolean
main_verb_is_verb (const Sentence *self, guint t, const Word *word, const Chunk *last)
{
  if (word->classes & WORD_ING)
    return ing_is_verb (self, t, word, last);
  if (last && last->kind == CHUNK_PREPOSITION)
    return FALSE;
  if (!last)
    return word->classes & WORD_PARTICIPLE && is_form (self, t + 1, WORD_PREPOSITION);
  if (word->classes & WORD_NOUN)
    return ambiguous_is_verb (self, t, word, last);
  return TRUE;
}

/* The auxiliary of "did the minister attack …?", a chunk, or -1 */
static gint
inverted_auxiliary (const Sentence *self)
{
  gint c = (gint) self->chunks->len - 2;
  const Chunk *chunk = c >= 0 ? &g_array_index (self->chunks, Chunk, c) : NULL;

  return self->question && chunk && chunk->kind == CHUNK_VERB && !chunk->verb && !chunk->copula && chunk->has_auxiliary
                 && chunk[1].kind == CHUNK_NOUN && chunk[1].complete
             ? c
             : -1;
}

/* Whether a verb group begins at token t; @word: (nullable) */
gboolean
link_reads_as_verb (const Sentence *self, guint t, const Word *word)
{
  const Chunk *last = chunk_before (self);

  if (!word)
    return last && last->kind != CHUNK_PREPOSITION && !is_open (last, t) && link_is_unknown_verb (self, t, FALSE);
  if (word->classes & WORD_AUXILIARY || (word->classes & WORD_BASE && inverted_auxiliary (self) >= 0))
    return TRUE;
  if (word->classes & WORD_NOT)
    return begins_infinitive (self, t + 1) || is_form (self, t + 1, WORD_VERB);
  if (begins_infinitive (self, t))
    return TRUE;
  if (!(word->classes & WORD_VERB) || link_looks_like_name (self, t) || is_open (last, t))
    return FALSE;
  if (word->classes & WORD_ING && word->classes & WORD_PREPOSITION)
    return FALSE;
  return main_verb_is_verb (self, t, word, last);
}

/* A verb group while it is read: the forms that its last auxiliary asks for */
typedef struct
{
  Chunk chunk;
  guint32 expected;
  gboolean after_be;
} Group;

static void
apply_effect (Group *group, guint8 effect)
{
  if (effect == EFFECT_NEGATED)
    group->chunk.negated = !group->chunk.negated;
  else if (effect != EFFECT_NONE)
    group->chunk.modality = effect;
}

static void
expect (Group *group, guint32 forms, gboolean after_be)
{
  group->expected = forms;
  group->after_be = after_be;
  group->chunk.has_auxiliary = TRUE;
}

/* "is likely to", "is to", "is going to", "have to"; 0 where it is none of these */
static guint
read_semi_modal (const Sentence *self, guint t, const Word *word, Group *group)
{
  if (word->classes & WORD_HAVE && begins_infinitive (self, t + 1))
    group->chunk.modality = ENT_MODALITY_NECESSARY;
  else if (group->after_be && word->classes & WORD_ADJECTIVE && begins_infinitive (self, t + 1))
    apply_effect (group, word->effect);
  else if (group->after_be && begins_infinitive (self, t))
    group->chunk.modality = ENT_MODALITY_INTENDED;
  else
    return 0;
  expect (group, WORD_BASE, FALSE);
  return link_token_is (self, t, "to") ? 1 : 2;
}

/* Tokens taken by an auxiliary or what stands between; 0 at the verb itself or after the group */
static guint
read_auxiliary (const Sentence *self, guint t, const Word *word, Group *group)
{
  guint next = pass_over (self, t + 1);
  guint n = read_semi_modal (self, t, word, group);

  if (n)
    return n;
  if (word->classes & (WORD_NOT | WORD_ADVERB))
    {
      group->chunk.negated ^= (word->classes & WORD_NOT) != 0;
      if (word->classes & WORD_ADVERB)
        apply_effect (group, word->effect);
      return 1;
    }
  if (word->classes & WORD_MODAL && !group->expected)
    {
      apply_effect (group, word->effect);
      expect (group, WORD_BASE, FALSE);
    }
  else if (word->classes & WORD_BE && !group->after_be)
    {
      group->chunk.trigger = t;
      group->chunk.trigger_end = t + 1;
      expect (group, WORD_PARTICIPLE | WORD_ING, TRUE);
    }
  else if (word->classes & WORD_BE && link_token_is (self, t, "being"))
    group->expected = WORD_PARTICIPLE;
  else if (word->classes & WORD_HAVE && is_form (self, next, WORD_PARTICIPLE | WORD_BE))
    expect (group, WORD_PARTICIPLE, FALSE);
  else if (word->classes & WORD_HAVE && link_is_unknown_verb (self, next, FALSE))
    expect (group, WORD_PARTICIPLE, FALSE);
  else if (word->classes & WORD_DO && !group->expected && (self->question || is_form (self, next, WORD_BASE)))
    expect (group, WORD_BASE, FALSE);
  else
    return 0;
  return 1;
}

static guint
read_particle (const Sentence *self, guint t, Group *group)
{
  const Word *word = t < self->end ? link_word_at (self, t) : NULL;
  g_autofree gchar *text = NULL;
  gboolean listed;

  if (!word || !group->chunk.verb || !(word->classes & (WORD_PARTICLE | WORD_PREPOSITION)))
    return t;
  text = g_ascii_strdown (self->text + self->tokens[t].start, self->tokens[t].end - self->tokens[t].start);
  listed = link_word_is_in (group->chunk.verb->particles, text);
  if (!listed && (!(word->classes & WORD_PARTICLE) || word->classes & WORD_PREPOSITION))
    return t;
  group->chunk.trigger_end = t + 1;
  return t + 1;
}

/* With or without quotation marks */
static gboolean
is_name_ahead (const Sentence *self, guint t)
{
  if (t + 1 < self->end && self->tokens[t].flags & ENT_TOKEN_PUNCT)
    t++;
  return t < self->end && self->mention_at[t] != ENT_NONE;
}

/* "attacked by", "seen", and after a comma "arrested in Paris": no finite verb, but a passive without "be" */
static gboolean
is_bare_participle (const Sentence *self, guint next, const Word *word)
{
  const Chunk *last = chunk_before (self);
  gboolean apart = !last || (last->kind == CHUNK_COMMA && self->chunks->len > 1 && last[-1].kind == CHUNK_NOUN);

  if (!(word->classes & WORD_PARTICIPLE))
    return FALSE;
  /* "a plan called Entente" */
  if (word->verb && word->verb->traits & VERB_NAMES && last && last->kind == CHUNK_NOUN && last->mention == ENT_NONE)
    return is_name_ahead (self, next);
  return !(word->classes & WORD_PAST) || is_agent_ahead (self, next)
         || (apart && is_form (self, next, WORD_PREPOSITION));
}

static void
take_verb (const Sentence *self, guint t, const Word *word, Group *group)
{
  Chunk *chunk = &group->chunk;

  chunk->word = word;
  chunk->verb = word ? word->verb : NULL;
  chunk->trigger = t;
  chunk->end = chunk->trigger_end = t + 1;
  if (!word)
    return;
  chunk->passive = group->after_be && word->classes & WORD_PARTICIPLE && !(word->classes & WORD_ING);
  if (!group->expected && word->classes & WORD_ING)
    chunk->form = VERB_ING;
  if (!group->expected && is_bare_participle (self, t + 1, word))
    chunk->form = VERB_PARTICIPLE;
  chunk->passive |= chunk->form == VERB_PARTICIPLE;
  chunk->end = read_particle (self, t + 1, group);
}

static void
add_group (Sentence *self, Group *group)
{
  const Chunk *last = chunk_before (self);

  if (last && last->kind == CHUNK_VERB && group->chunk.form != VERB_FINITE && group->chunk.form != VERB_PARTICIPLE)
    group->chunk.parent = self->chunks->len - 1;
  g_array_append_val (self->chunks, group->chunk);
}

static void
begin_group (const Sentence *self, guint t, Group *group)
{
  gint auxiliary = inverted_auxiliary (self);

  *group = (Group){ .chunk = { .kind = CHUNK_VERB,
                               .first = t,
                               .end = t + 1,
                               .trigger = t,
                               .trigger_end = t + 1,
                               .mention = ENT_NONE,
                               .owner = ENT_NONE,
                               .modifier = ENT_NONE,
                               .parent = -1,
                               .source = ENT_NONE,
                               .modality = ENT_MODALITY_ASSERTED } };
  apply_effect (group, self->effect);
  if (auxiliary >= 0)
    {
      const Chunk *chunk = &g_array_index (self->chunks, Chunk, auxiliary);

      group->chunk.modality = chunk->modality;
      group->chunk.negated = chunk->negated;
      expect (group, WORD_BASE, FALSE);
      g_array_remove_index (self->chunks, auxiliary);
    }
  if (link_token_is (self, t, "having") || link_token_is (self, t, "being"))
    group->chunk.form = VERB_ING;
}

/* Reads the verb group at token t and adds its chunk; returns the token after it */
guint
link_read_verb_group (Sentence *self, guint t)
{
  Group group;
  guint end = MIN (t + MAX_GROUP, self->end);

  begin_group (self, t, &group);
  self->effect = EFFECT_NONE;
  while (t < end)
    {
      const Word *word = link_word_at (self, t);
      guint n;

      if (!word && link_is_manner (self, t))
        n = 1;
      else if (!group.expected && begins_infinitive (self, t))
        {
          group.chunk.form = VERB_TO;
          group.expected = WORD_BASE;
          n = 1;
        }
      else if (!word || !(n = read_auxiliary (self, t, word, &group)))
        break;
      t += n;
      group.chunk.end = t;
    }
  if (t < end && is_form (self, t, group.expected ? group.expected : WORD_VERB))
    take_verb (self, t, link_word_at (self, t), &group);
  else if (t < end && link_is_unknown_verb (self, t, group.expected != 0))
    take_verb (self, t, NULL, &group);
  else
    group.chunk.copula = group.after_be;
  add_group (self, &group);
  return MAX (group.chunk.end, group.chunk.first + 1);
}
