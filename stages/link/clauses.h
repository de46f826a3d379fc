/* Who does what: the subjects and objects of each verb of a chunked sentence. */
#pragma once

#include "stages/link/chunks.h"

/* Fills subjects, objects, polarity and modality of all verbs of the sentence */
void link_find_arguments (Sentence *self);
void link_find_objects (Sentence *self);
void link_resolve_effects (Sentence *self);

/* Questions about chunks; c may be outside of the sentence */
static inline Chunk *
link_chunk_at (const Sentence *self, gint c)
{
  return c >= 0 && (guint) c < self->chunks->len ? &g_array_index (self->chunks, Chunk, c) : NULL;
}

static inline gboolean
link_is_kind (const Sentence *self, gint c, ChunkKind kind)
{
  const Chunk *chunk = link_chunk_at (self, c);

  return chunk && chunk->kind == kind;
}

static inline gboolean
link_is_clause_verb (const Sentence *self, gint c)
{
  return link_is_kind (self, c, CHUNK_VERB) && link_chunk_at (self, c)->form == VERB_FINITE;
}

gboolean link_is_word (const Sentence *self, gint c, const gchar *word);
const gchar *link_preposition (const Sentence *self, gint c);

/* The mention that a noun phrase stands for, or ENT_NONE: "the city of Kyiv", "the director, Jane Roe" */
gint link_denoted (const Sentence *self, gint c);
/* The members of a list that begins with chunk c; returns the chunk after it */
gint link_list_after (const Sentence *self, gint c, Arguments *arguments);
/* The members of a list that ends with chunk c; returns the first chunk of it */
gint link_list_before (const Sentence *self, gint c, Arguments *arguments);

gboolean link_ends_apposition (const Sentence *self, gint c);
gboolean link_is_thing (const Sentence *self, gint m);
gboolean link_is_role (const Chunk *np);
gchar *link_role_label (const Sentence *self, const Chunk *np);
gchar *link_dup_words (const Sentence *self, guint first, guint end);

/* Shared by clauses.c and control.c */
gboolean link_takes_clause (const Chunk *verb);
gboolean link_begins_clause (const Sentence *self, gint c);
gint link_verb_before (const Sentence *self, gint c);
void link_share_subjects (const Sentence *self, Chunk *verb, gint v);
void link_subject_ending_at (const Sentence *self, gint c, Arguments *subjects);
void link_subject_after_preposition (Sentence *self, gint v);
void link_subject_of_infinitive (Sentence *self, gint v);
void link_resolve_pronoun (const Sentence *self, gint v);
void link_adopt_subjects (Sentence *self);
