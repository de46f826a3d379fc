/* The objects of each verb, and what governing verbs and conjunctions make of it: polarity and modality. */
#include "stages/link/clauses.h"

static gboolean
has_clause_verb (const Sentence *self, gint end)
{
  for (gint c = 0; c < end; c++)
    if (link_is_clause_verb (self, c))
      return TRUE;
  return FALSE;
}

/* "said Ukraine attacked": what follows is the subject of a clause, not an object */
static gboolean
is_subject_of_next (const Sentence *self, gint v, gint end)
{
  const Chunk *verb = link_chunk_at (self, v);

  /* "the refusal to recognise Kosovo angered": what follows has the whole for its subject */
  if (verb->form == VERB_TO && verb->parent < 0 && !has_clause_verb (self, v))
    return FALSE;
  if (!verb->verb || !(verb->verb->traits & VERB_TAKES_CLAUSE) || verb->verb->obj != EFFECT_NONE)
    return link_is_clause_verb (self, end) && !link_chunk_at (self, end)->passive;
  return link_is_kind (self, end, CHUNK_VERB) && link_chunk_at (self, end)->form != VERB_TO;
}

static void
find_objects (Sentence *self, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  gint end;

  verb->objects_end = v + 1;
  if (verb->passive || verb->copula || !link_is_kind (self, v + 1, CHUNK_NOUN))
    return;
  end = link_list_after (self, v + 1, &verb->objects);
  if (is_subject_of_next (self, v, end))
    verb->objects.n = 0;
  else
    verb->objects_end = end;
}

void
link_find_objects (Sentence *self)
{
  for (gint v = 0; link_chunk_at (self, v); v++)
    if (link_is_kind (self, v, CHUNK_VERB))
      find_objects (self, v);
}

static guint8
effect_of (const Chunk *parent, gboolean adjacent)
{
  if (!parent->verb)
    return EFFECT_NONE;
  if ((parent->passive || !adjacent) && parent->verb->obj != EFFECT_NONE)
    return parent->verb->obj;
  return parent->verb->to;
}

/* "refused to leave", "plans to buy", "denied attacking": from the verb that governs it */
static void
apply_parent (Sentence *self, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  const Chunk *parent = link_chunk_at (self, verb->parent);
  guint8 effect = effect_of (parent, verb->parent == v - 1);

  verb->negated ^= parent->negated ^ (effect == EFFECT_NEGATED);
  if (effect == EFFECT_NONE && verb->form == VERB_TO)
    effect = ENT_MODALITY_INTENDED;
  if (effect == EFFECT_NONE || effect == EFFECT_NEGATED || effect == ENT_MODALITY_ASSERTED)
    effect = parent->modality;
  if (verb->modality == ENT_MODALITY_ASSERTED)
    verb->modality = effect;
  if (verb->source == ENT_NONE)
    verb->source = parent->source;
  if (parent->verb && parent->verb->traits & VERB_DENIES && parent->subjects.n)
    verb->source = parent->subjects.mentions[0];
}

static gboolean
is_governed_here (const Sentence *self, gint v)
{
  const Chunk *verb = link_chunk_at (self, v);

  return verb->parent >= 0 && !link_is_kind (self, v - 1, CHUNK_CONJUNCTION);
}

/* "If A attacks B, C will defend B", "C will defend B if A attacks B": both halves hang on a condition */
static void
apply_subordinator (Sentence *self, gint c, guint8 effect)
{
  gint v = c + 1;
  gboolean has_main = FALSE;

  for (; link_chunk_at (self, v) && !link_is_kind (self, v, CHUNK_COMMA) && !link_is_kind (self, v, CHUNK_STOP); v++)
    if (link_is_kind (self, v, CHUNK_VERB))
      link_chunk_at (self, v)->modality = effect;
  if (effect != ENT_MODALITY_CONDITIONAL)
    return;
  for (gint before = c - 1; before >= 0 && !has_main; before--)
    if (link_is_kind (self, before, CHUNK_VERB))
      {
        has_main = TRUE;
        v = before;
      }
  for (; !has_main && link_chunk_at (self, v) && !link_is_clause_verb (self, v); v++)
    ;
  if (link_is_clause_verb (self, v) && link_chunk_at (self, v)->has_auxiliary
      && link_chunk_at (self, v)->modality != ENT_MODALITY_ASSERTED)
    link_chunk_at (self, v)->modality = ENT_MODALITY_CONDITIONAL;
}

void
link_resolve_effects (Sentence *self)
{
  for (gint c = 0; link_chunk_at (self, c); c++)
    {
      const Chunk *chunk = link_chunk_at (self, c);

      if (chunk->kind == CHUNK_SUBORDINATOR && chunk->word && chunk->word->effect != EFFECT_NONE)
        apply_subordinator (self, c, chunk->word->effect);
      else if (chunk->kind == CHUNK_VERB && is_governed_here (self, c))
        apply_parent (self, c);
    }
  for (gint v = 0; self->question && link_chunk_at (self, v); v++)
    if (link_is_kind (self, v, CHUNK_VERB) && link_chunk_at (self, v)->modality == ENT_MODALITY_ASSERTED)
      link_chunk_at (self, v)->modality = ENT_MODALITY_ASKED;
}
