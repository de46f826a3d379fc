/* Subjects that stand in another clause: of participles after a preposition, of infinitives, of pronouns. */
#include "stages/link/clauses.h"

/* Who accuses: "X accused …", "… was accused by X" */
static gint
accuser (const Sentence *self, gint v)
{
  const Chunk *verb = link_chunk_at (self, v);

  if (!verb->passive)
    return verb->subjects.n ? verb->subjects.mentions[0] : ENT_NONE;
  return link_is_word (self, v + 1, "by") ? link_denoted (self, v + 2) : ENT_NONE;
}

/* "accused Acme of hiding", "by recruiting", "without asking" */
void
link_subject_after_preposition (Sentence *self, gint v)
{
  static const gchar *const own[] = { "by", "after", "before", "without", "while", "since", "despite", "besides" };
  Chunk *verb = link_chunk_at (self, v);
  gint before = link_verb_before (self, v - 1);
  const Chunk *governor = link_chunk_at (self, before);

  verb->rule = "link/participle";
  if (!governor)
    return;
  if (governor->verb && governor->verb->traits & VERB_ACCUSES
      && (before == v - 2 || link_is_kind (self, v - 2, CHUNK_NOUN))
      && link_word_is_in (governor->verb->prepositions,
                          link_preposition (self, v - 1) ? link_preposition (self, v - 1) : ""))
    {
      verb->subjects = governor->passive ? governor->subjects : governor->objects;
      verb->rule = "link/accused";
      verb->source = accuser (self, before);
      if (verb->source == ENT_NONE)
        verb->modality = ENT_MODALITY_POSSIBLE;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (link_is_word (self, v - 1, own[i]))
      {
        link_share_subjects (self, verb, before);
        verb->negated ^= i == 3;
      }
}

/* "sent Jane Roe to meet him": either may be meant */
static gboolean
has_acting_object (const Sentence *self, const Chunk *verb)
{
  return verb->objects.n && self->mentions[verb->objects.mentions[0]].type != self->location
         && !link_is_value (self, verb->objects.mentions[0]);
}

/* "Russia's attempt to seize Kyiv", "urged Israel to leave Gaza", "flew to Beijing to meet Xi" */
void
link_subject_of_infinitive (Sentence *self, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  const Chunk *np = link_chunk_at (self, v - 1);
  gint before = link_verb_before (self, v);
  const Chunk *governor = link_chunk_at (self, before);
  const Noun *noun = np->kind == CHUNK_NOUN && np->mention == ENT_NONE && np->word ? np->word->noun : NULL;

  verb->rule = "link/infinitive";
  verb->modality = verb->modality == ENT_MODALITY_ASSERTED ? ENT_MODALITY_INTENDED : verb->modality;
  if (noun && (noun->kind == NOUN_INTEND || noun->kind == NOUN_REFUSE))
    {
      verb->negated ^= noun->kind == NOUN_REFUSE;
      verb->subjects.n = np->owner != ENT_NONE;
      verb->subjects.mentions[0] = np->owner;
      if (np->owner == ENT_NONE)
        link_share_subjects (self, verb, before);
    }
  else if (governor && governor->verb && governor->verb->obj != EFFECT_NONE && !governor->passive)
    {
      verb->parent = before;
      verb->subjects = governor->objects;
      verb->modality = ENT_MODALITY_ASSERTED;
    }
  else if (governor && governor->verb && !link_takes_clause (governor) && np->kind == CHUNK_NOUN
           && np->mention != ENT_NONE && !has_acting_object (self, governor))
    link_share_subjects (self, verb, before);
  else if (!governor && self->headline && np->kind == CHUNK_NOUN)
    {
      verb->rule = NULL;
      link_subject_ending_at (self, v - 1, &verb->subjects);
    }
}

/* "he" is a person, "it" is none */
static gboolean
agrees (const Sentence *self, gint c, gint m)
{
  gboolean is_person = self->mentions[m].type == self->person;

  if (link_is_word (self, c, "he") || link_is_word (self, c, "she"))
    return is_person;
  return (link_is_word (self, c, "it") || link_is_word (self, c, "they")) && !is_person
         && self->mentions[m].type != self->nationality && !link_is_value (self, m);
}

/* "Acme said it would buy Bolt", "Acme was fined after it bought Bolt": the subject of the clause that governs this
 * one, if nothing else there agrees with the pronoun */
void
link_resolve_pronoun (const Sentence *self, gint v)
{
  Chunk *verb = link_chunk_at (self, v);
  gint before = v - 2;
  gboolean is_subordinate = FALSE;
  const Chunk *governor;

  for (; before >= 0 && !link_is_clause_verb (self, before); before--)
    {
      if (link_is_kind (self, before, CHUNK_STOP))
        return;
      is_subordinate |= link_begins_clause (self, before);
    }
  governor = link_chunk_at (self, before);
  if (!governor || governor->subjects.n != 1 || !agrees (self, v - 1, governor->subjects.mentions[0])
      || (!is_subordinate && !link_takes_clause (governor)) || governor->copula)
    return;
  for (guint i = 0; i < governor->objects.n; i++)
    if (agrees (self, v - 1, governor->objects.mentions[i]))
      return;
  verb->subjects = governor->subjects;
  verb->rule = "link/pronoun";
}

/* A participle that opens the sentence acts with the subject of the first clause after its comma */
void
link_adopt_subjects (Sentence *self)
{
  gint open = link_is_kind (self, 0, CHUNK_PREPOSITION) ? 1 : 0;
  Chunk *verb = link_chunk_at (self, open);

  if (!verb || verb->kind != CHUNK_VERB || verb->form == VERB_FINITE)
    return;
  for (gint c = open + 1; link_chunk_at (self, c); c++)
    {
      if (link_is_clause_verb (self, c))
        {
          if (link_is_kind (self, c - 1, CHUNK_NOUN) && link_is_kind (self, c - 2, CHUNK_COMMA))
            verb->subjects = link_chunk_at (self, c)->subjects;
          verb->rule = "link/participle";
          return;
        }
    }
}
