/* The subject of each verb: looked for to the left, over phrases and clauses that are set between, or shared with
 * the verb before. Where more than one reading is left, none is taken: a wrong edge is worse than a missing one. */
#include "stages/link/clauses.h"

/* Chunks looked back over for the other end of a pair of commas, or for the verb that governs another */
#define MAX_REACH 24

gboolean
link_takes_clause (const Chunk *verb)
{
  return verb->verb && verb->verb->traits & VERB_TAKES_CLAUSE;
}

/* The noun phrase that a relative clause or participle at verb v is about, or -1 */
static gint
antecedent (const Sentence *self, gint v)
{
  const Chunk *verb = link_chunk_at (self, v);

  if (link_is_kind (self, v - 1, CHUNK_RELATIVE))
    {
      v -= link_is_kind (self, v - 2, CHUNK_COMMA) ? 3 : 2;
      return link_is_kind (self, v, CHUNK_NOUN) ? v : -1;
    }
  if (verb->form == VERB_PARTICIPLE || (verb->form == VERB_ING && verb->parent < 0))
    return link_is_kind (self, v - 1, CHUNK_NOUN) ? v - 1 : -1;
  return -1;
}

gboolean
link_begins_clause (const Sentence *self, gint c)
{
  const Chunk *chunk = link_chunk_at (self, c);

  return chunk->kind == CHUNK_SUBORDINATOR
         || (chunk->kind == CHUNK_PREPOSITION && chunk->word && chunk->word->classes & WORD_SUBORDINATOR);
}

/* "Baghdad, Iraq": where the place is, after the place */
static gint
skip_region (const Sentence *self, gint c)
{
  const Chunk *region = link_chunk_at (self, c);
  const Chunk *place = link_chunk_at (self, c - 2);

  return link_is_kind (self, c - 1, CHUNK_COMMA) && place->kind == CHUNK_NOUN && region->mention != ENT_NONE
                 && place->mention != ENT_NONE && self->mentions[region->mention].type == self->location
                 && self->mentions[place->mention].type == self->location
                 && link_is_kind (self, c - 3, CHUNK_PREPOSITION)
             ? c - 2
             : c;
}

/* The subject whose last noun phrase is chunk c, of a verb to the right of it */
void
link_subject_ending_at (const Sentence *self, gint c, Arguments *subjects)
{
  for (guint reach = 0; c >= 0 && reach < MAX_REACH; reach++)
    {
      gint first;

      subjects->n = 0;
      c = skip_region (self, c);
      first = link_list_before (self, c, subjects);
      if (link_is_kind (self, first - 1, CHUNK_PREPOSITION) && !link_begins_clause (self, first - 1))
        {
          subjects->n = 0;
          if (link_is_kind (self, first - 2, CHUNK_NOUN))
            c = first - 2;
          else
            c = link_is_kind (self, first - 2, CHUNK_VERB) ? antecedent (self, first - 2) : -1;
        }
      else if (link_is_kind (self, first - 1, CHUNK_VERB) && !link_takes_clause (link_chunk_at (self, first - 1)))
        {
          subjects->n = 0;
          /* "invaded Ukraine and Poland condemned it": the last of the list begins the next clause */
          if (first < c)
            {
              gint m = link_denoted (self, c);

              subjects->n = m != ENT_NONE;
              subjects->mentions[0] = m;
              return;
            }
          c = antecedent (self, first - 1);
        }
      else if (link_is_kind (self, first - 1, CHUNK_SOURCE))
        c = -1;
      else
        return;
    }
  subjects->n = 0;
}

static guint
count_clause_verbs (const Sentence *self, gint from, gint end)
{
  guint n = 0;

  for (gint c = from; c < end; c++)
    n += link_is_clause_verb (self, c);
  return n;
}

/* What may stand between two commas after a subject: a relative clause, a participle, an apposition, a source */
static gboolean
is_parenthesis (const Sentence *self, gint from, gint end)
{
  const Chunk *chunk = link_chunk_at (self, from);
  guint n = count_clause_verbs (self, from, end);

  if (from >= end)
    return FALSE;
  if (chunk->kind == CHUNK_RELATIVE || (chunk->kind == CHUNK_NOUN && link_is_kind (self, from + 1, CHUNK_RELATIVE)))
    return n == 1;
  if (chunk->kind == CHUNK_NOUN && n == 1)
    return link_is_clause_verb (self, end - 1) && link_takes_clause (link_chunk_at (self, end - 1));
  return n == 0
         && (chunk->kind == CHUNK_NOUN || chunk->kind == CHUNK_PREPOSITION || chunk->kind == CHUNK_SOURCE
             || chunk->kind == CHUNK_VERB);
}

/* The comma that opens what the comma at c closes, or -1 */
static gint
opening_comma (const Sentence *self, gint c)
{
  for (gint open = c - 1; open > 0 && open > c - MAX_REACH; open--)
    {
      if (link_is_kind (self, open, CHUNK_STOP))
        return -1;
      if (link_is_kind (self, open, CHUNK_COMMA) && link_is_kind (self, open - 1, CHUNK_NOUN))
        return is_parenthesis (self, open + 1, c) ? open : -1;
    }
  return -1;
}

/* The nearest verb to the left of c that is finite or stands in its place, over at most one clause */
gint
link_verb_before (const Sentence *self, gint c)
{
  for (gint v = c - 1; v >= 0 && v > c - MAX_REACH; v--)
    {
      if (link_is_kind (self, v, CHUNK_STOP) || link_is_kind (self, v, CHUNK_SUBORDINATOR))
        return -1;
      if (link_is_kind (self, v, CHUNK_VERB))
        return v;
    }
  return -1;
}

void
link_share_subjects (const Sentence *self, Chunk *verb, gint v)
{
  if (v >= 0)
    verb->subjects = link_chunk_at (self, v)->subjects;
}

static gboolean
is_bare_form (const Chunk *verb)
{
  return verb->form == VERB_FINITE && !verb->has_auxiliary && verb->word && verb->word->classes & WORD_BASE
         && !(verb->word->classes & WORD_PAST);
}

/* "will attack and destroy": the second verb has the auxiliary of the first */
static gboolean
shares_auxiliary (const Chunk *verb, const Chunk *before)
{
  return (is_bare_form (verb) && (before->has_auxiliary || before->form == VERB_TO))
         || ((verb->form == VERB_FINITE || verb->form == VERB_PARTICIPLE) && !verb->has_auxiliary && verb->word
             && before->passive && verb->word->classes & WORD_PARTICIPLE);
}

/* "invaded Georgia and annexed Crimea" */
static void
share_with_equal (const Sentence *self, gint v, gint end)
{
  Chunk *verb = link_chunk_at (self, v);
  gint before = link_verb_before (self, end);
  Chunk *other = link_chunk_at (self, before);

  if (!other)
    return;
  if (shares_auxiliary (verb, other))
    {
      verb->modality = other->modality;
      verb->negated ^= other->negated;
      verb->passive = other->passive && !is_bare_form (verb);
      verb->parent = other->parent;
      verb->rule = other->rule;
    }
  else if (other->form != verb->form)
    {
      /* "wants to leave and said": back to the verb that governs the other */
      while (other && other->parent >= 0 && other->form != verb->form)
        other = link_chunk_at (self, before = other->parent);
      if (!other || other->form != verb->form)
        return;
    }
  link_share_subjects (self, verb, before);
}

/* A name alone before an apposition to it */
static gint
name_before (const Sentence *self, gint c)
{
  const Chunk *np = link_chunk_at (self, c);

  return np->kind == CHUNK_NOUN && !link_is_kind (self, c - 1, CHUNK_COMMA) ? np->mention : ENT_NONE;
}

/* "Acme, which makes drones, …": what stands before the relative; "who" is a person */
static void
subject_of_relative (const Sentence *self, gint v, Arguments *subjects)
{
  gint np = antecedent (self, v);
  gint m = link_denoted (self, np);

  if (link_is_word (self, v - 1, "who") && (m == ENT_NONE || self->mentions[m].type == self->location)
      && link_is_kind (self, np - 1, CHUNK_PREPOSITION))
    m = link_denoted (self, np -= 2);
  /* a name takes no clause with "that": "a memo from the agency that was leaked" */
  if (link_is_word (self, v - 1, "that") && m != ENT_NONE && link_is_kind (self, np - 1, CHUNK_PREPOSITION)
      && link_is_kind (self, np - 2, CHUNK_NOUN))
    m = link_denoted (self, np -= 2);
  /* "Jane Roe, a dealer in maps who lives in Leeds" */
  if (m == ENT_NONE && np > 1 && link_is_kind (self, np, CHUNK_NOUN) && link_is_kind (self, np - 1, CHUNK_COMMA))
    m = name_before (self, np - 2);
  subjects->n = m != ENT_NONE;
  subjects->mentions[0] = m;
}

/* "The head of the agency, Jane Roe, met": a name set apart, where what it is set to is a role or stands alone */
static void
subject_in_apposition (const Sentence *self, gint open, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  gint outer = open - 1;
  gint m = link_is_kind (self, open + 1, CHUNK_NOUN) ? link_chunk_at (self, open + 1)->mention : ENT_NONE;

  while (link_is_kind (self, outer - 1, CHUNK_PREPOSITION) && link_is_kind (self, outer - 2, CHUNK_NOUN))
    outer -= 2;
  if (outer < open - 1 && !link_is_role (link_chunk_at (self, outer)))
    return;
  if (open + 2 != v - 1 && !link_is_kind (self, open + 2, CHUNK_PREPOSITION))
    return;
  verb->subjects.n = m != ENT_NONE && self->mentions[m].type == self->person;
  verb->subjects.mentions[0] = m;
}

/* "Backed by Iran, Hamas said": the subject of the clause to come is known later, see adopt_subjects() */
static void
subject_after_comma (const Sentence *self, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  gint open = opening_comma (self, v - 1);
  gint before = link_verb_before (self, v - 1);

  if (open > 0)
    {
      /* no participle: the comma before it closes what another opened */
      if (verb->form == VERB_PARTICIPLE && verb->word->classes & WORD_PAST && !link_is_word (self, v + 1, "by"))
        {
          verb->form = VERB_FINITE;
          verb->passive = FALSE;
        }
      link_subject_ending_at (self, open - 1, &verb->subjects);
      if (!verb->subjects.n)
        subject_in_apposition (self, open, v);
    }
  else if (verb->form == VERB_ING && before >= 0)
    {
      verb->rule = "link/participle";
      link_share_subjects (self, verb, before);
    }
  else if (verb->form == VERB_PARTICIPLE && link_is_kind (self, v - 2, CHUNK_NOUN)
           && !(link_is_kind (self, v - 3, CHUNK_PREPOSITION) && link_is_kind (self, v - 4, CHUNK_NOUN)))
    {
      gint m = link_denoted (self, v - 2);

      verb->subjects.n = m != ENT_NONE;
      verb->subjects.mentions[0] = m;
    }
  else if (before >= 0 && link_chunk_at (self, before)->form == verb->form && !verb->has_auxiliary)
    share_with_equal (self, v, v - 1);
}

/* "used a tool, a program that hides, and entered": not over what the commas set apart */
static gint
verb_search_start (const Sentence *self, gint v)
{
  gint open;

  if (!link_is_kind (self, v - 2, CHUNK_COMMA))
    return v - 1;
  open = opening_comma (self, v - 2);
  return open > 0 ? open : v - 2;
}

/* A person or a country does not "include", it "includes" */
static gboolean
is_singular (const Sentence *self, gint m)
{
  return self->mentions[m].type == self->person || self->mentions[m].type == self->location;
}

static void
find_subjects (Sentence *self, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  const Chunk *last = link_chunk_at (self, v - 1);

  if (verb->parent >= 0)
    link_share_subjects (self, verb, verb->parent);
  else if (!last)
    return;
  else if (verb->form == VERB_TO)
    {
      if (last->kind == CHUNK_CONJUNCTION)
        share_with_equal (self, v, v - 1);
      else
        link_subject_of_infinitive (self, v);
    }
  else if (last->kind == CHUNK_RELATIVE)
    subject_of_relative (self, v, &verb->subjects);
  else if (last->kind == CHUNK_COMMA)
    subject_after_comma (self, v);
  else if (last->kind == CHUNK_CONJUNCTION)
    share_with_equal (self, v, verb_search_start (self, v));
  else if (last->kind == CHUNK_PREPOSITION && verb->form == VERB_ING)
    link_subject_after_preposition (self, v);
  else if (last->kind == CHUNK_NOUN && verb->form == VERB_FINITE)
    {
      link_subject_ending_at (self, v - 1, &verb->subjects);
      if (is_bare_form (verb) && verb->subjects.n == 1 && is_singular (self, verb->subjects.mentions[0]))
        verb->subjects.n = 0;
      if (!verb->subjects.n && last->closed && last->mention == ENT_NONE)
        link_resolve_pronoun (self, v);
    }
  else if (last->kind == CHUNK_NOUN)
    {
      gint np = v - 1;
      gint m;

      /* "residents of Leeds paying tax" */
      if (link_is_kind (self, np - 2, CHUNK_NOUN)
          && (link_is_word (self, np - 1, "of") || link_is_word (self, np - 1, "from")))
        np -= 2;
      m = link_denoted (self, np);
      verb->rule = "link/participle";
      verb->subjects.n = m != ENT_NONE;
      verb->subjects.mentions[0] = m;
    }
}

/* "no country recognised", "neither Acme nor Bolt bought": the subject negates the verb */
static void
negate_by_subject (const Sentence *self, gint v)
{
  gint np = v - 1;

  while (link_is_kind (self, np, CHUNK_NOUN) && link_is_kind (self, np - 1, CHUNK_CONJUNCTION)
         && link_is_kind (self, np - 2, CHUNK_NOUN))
    np -= 2;
  if (link_is_kind (self, np, CHUNK_NOUN) && link_chunk_at (self, np)->negated)
    link_chunk_at (self, v)->negated ^= TRUE;
}

void
link_find_arguments (Sentence *self)
{
  link_find_objects (self);
  for (gint v = 0; link_chunk_at (self, v); v++)
    if (link_is_kind (self, v, CHUNK_VERB))
      {
        find_subjects (self, v);
        negate_by_subject (self, v);
      }
  link_adopt_subjects (self);
  link_resolve_effects (self);
}
