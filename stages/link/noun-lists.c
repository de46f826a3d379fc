/* Noun phrases: the mention that each stands for, and lists of them. */
#include "stages/link/clauses.h"

#include <string.h>

gboolean
link_is_word (const Sentence *self, gint c, const gchar *word)
{
  const Chunk *chunk = link_chunk_at (self, c);

  return chunk && link_token_is (self, chunk->first, word);
}

/* As it stands in the vocabulary, or NULL where chunk c is none that a label may hold */
const gchar *
link_preposition (const Sentence *self, gint c)
{
  static const gchar *const listed[]
      = { "of",      "in",      "on",     "at",     "for",   "from",      "with",   "by",     "about",   "against",
          "between", "into",    "onto",   "within", "over",  "through",   "across", "toward", "towards", "behind",
          "inside",  "outside", "around", "near",   "under", "alongside", "to",     "off" };
  const Chunk *chunk = link_chunk_at (self, c);

  if (!chunk || chunk->kind != CHUNK_PREPOSITION || (chunk->word && chunk->word->classes & WORD_ASIDE))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    if (link_token_is (self, chunk->first, listed[i]))
      return listed[i];
  return NULL;
}

/* Tokens [first, end) for a label: in lower case, with one space where the text has any */
gchar *
link_dup_words (const Sentence *self, guint first, guint end)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint t = first; t < end; t++)
    {
      if (t > first && self->tokens[t].flags & ENT_TOKEN_SPACE_BEFORE)
        g_string_append_c (words, ' ');
      g_string_append_len (words, self->text + self->tokens[t].start, self->tokens[t].end - self->tokens[t].start);
    }
  return g_utf8_strdown (words->str, -1);
}

/* "director", "capital": a noun by which one mention is something to another */
gboolean
link_is_role (const Chunk *np)
{
  return np->word && np->word->noun && (np->word->noun->kind == NOUN_ROLE || np->word->noun->kind == NOUN_MEMBER);
}

/* "be chief executive" */
gchar *
link_role_label (const Sentence *self, const Chunk *np)
{
  g_autofree gchar *role = link_dup_words (self, np->head, np->head_end);

  return g_strconcat ("be ", role, NULL);
}

/* Whether nothing that goes on a list or begins a clause follows a name set apart by commas */
gboolean
link_ends_apposition (const Sentence *self, gint c)
{
  if (!link_chunk_at (self, c) || link_is_kind (self, c, CHUNK_STOP))
    return TRUE;
  if (!link_is_kind (self, c, CHUNK_COMMA))
    return FALSE;
  if (link_is_kind (self, c + 1, CHUNK_CONJUNCTION))
    return link_is_kind (self, c + 2, CHUNK_VERB);
  return !(link_is_kind (self, c + 1, CHUNK_NOUN)
           && (link_is_kind (self, c + 2, CHUNK_CONJUNCTION) || link_is_kind (self, c + 2, CHUNK_COMMA)));
}

/* "a transport ship, the Aurora,": a name alone, after a phrase that is none */
static gint
name_after_noun (const Sentence *self, gint c)
{
  const Chunk *np = link_chunk_at (self, c);
  const Chunk *name = link_chunk_at (self, c + 2);

  if (!np->complete || np->bare || np->closed || np->head == np->head_end || !link_is_kind (self, c + 1, CHUNK_COMMA)
      || !link_is_kind (self, c + 2, CHUNK_NOUN) || link_is_kind (self, c - 1, CHUNK_CONJUNCTION))
    return ENT_NONE;
  if (name->mention == ENT_NONE || name->head < name->head_end || name->owner != ENT_NONE || name->modifier != ENT_NONE
      || link_is_value (self, name->mention))
    return ENT_NONE;
  return link_ends_apposition (self, c + 3) ? name->mention : ENT_NONE;
}

/* "a plan called Entente" */
static gint
name_given (const Sentence *self, gint c)
{
  const Chunk *verb = link_chunk_at (self, c + 1);
  const Chunk *name = link_chunk_at (self, c + 2);

  if (!verb || verb->kind != CHUNK_VERB || verb->form != VERB_PARTICIPLE || !verb->verb
      || !(verb->verb->traits & VERB_NAMES) || !name || name->kind != CHUNK_NOUN)
    return ENT_NONE;
  return name->mention;
}

/* "the director of the agency, Jane Roe," and "its director, Jane Roe," */
static gint
name_after_role (const Sentence *self, gint c)
{
  gint at = c + 1;
  gint m;

  if (!link_is_role (link_chunk_at (self, c)) || link_chunk_at (self, c)->word->noun->kind != NOUN_ROLE)
    return ENT_NONE;
  if (link_is_kind (self, at, CHUNK_PREPOSITION) && link_is_kind (self, at + 1, CHUNK_NOUN))
    at += 2;
  if (!link_is_kind (self, at, CHUNK_COMMA) || !link_is_kind (self, at + 1, CHUNK_NOUN))
    return ENT_NONE;
  m = link_chunk_at (self, at + 1)->mention;
  return m != ENT_NONE && self->mentions[m].type == self->person && link_ends_apposition (self, at + 2) ? m : ENT_NONE;
}

/* Of a weapon, a vehicle, a product: "the Leopard 2 tank" is it */
gboolean
link_is_thing (const Sentence *self, gint m)
{
  for (guint i = 0; m != ENT_NONE && i < G_N_ELEMENTS (self->things); i++)
    if (self->mentions[m].type == self->things[i])
      return TRUE;
  return FALSE;
}

/* A number in words only */
static gboolean
is_spelt_out (const Sentence *self, gint m)
{
  for (guint t = self->mentions[m].first; t < self->mentions[m].first + self->mentions[m].n; t++)
    if (self->tokens[t].flags & ENT_TOKEN_DIGIT)
      return FALSE;
  return TRUE;
}

gint
link_denoted (const Sentence *self, gint c)
{
  const Chunk *np = link_chunk_at (self, c);
  const Chunk *place;
  gint m;

  if (!np || np->kind != CHUNK_NOUN)
    return ENT_NONE;
  /* "two of his friends" */
  if (link_is_value (self, np->mention) && link_is_word (self, c + 1, "of") && is_spelt_out (self, np->mention))
    return ENT_NONE;
  if (np->mention != ENT_NONE)
    return np->mention;
  if (np->word && np->word->classes & WORD_PLACE && np->head_end - np->head == 1 && link_is_word (self, c + 1, "of"))
    {
      place = link_chunk_at (self, c + 2);
      if (place && place->mention != ENT_NONE && self->mentions[place->mention].type == self->location)
        return place->mention;
    }
  if (link_is_thing (self, np->modifier))
    return np->modifier;
  if ((m = name_given (self, c)) != ENT_NONE)
    return m;
  m = name_after_role (self, c);
  return m != ENT_NONE ? m : name_after_noun (self, c);
}

static void
add_argument (Arguments *arguments, gint m)
{
  if (m != ENT_NONE && arguments->n < MAX_ARGUMENTS)
    arguments->mentions[arguments->n++] = m;
}

static gboolean
joins (const Sentence *self, gint c)
{
  return link_is_kind (self, c, CHUNK_CONJUNCTION) && !link_is_word (self, c, "but");
}

/* Whether the noun phrase at c is followed by a verb of which it must be the subject */
static gboolean
begins_clause (const Sentence *self, gint c)
{
  return link_is_clause_verb (self, c + 1)
         || (link_is_kind (self, c + 1, CHUNK_VERB) && link_chunk_at (self, c + 1)->form == VERB_ING);
}

/* The chunk after the last member of "A, B and C" from chunk c, or c + 1 where there is no list. After "between" it
 * goes on for certain; else its last member may be the subject of a new clause */
static gint
list_end (const Sentence *self, gint c)
{
  gboolean certain = link_is_word (self, c - 1, "between");
  gint at = c + 1;

  while (link_is_kind (self, at, CHUNK_COMMA) && link_is_kind (self, at + 1, CHUNK_NOUN))
    at += 2;
  if (link_is_kind (self, at, CHUNK_COMMA) && at > c + 1)
    at++;
  if (!joins (self, at) || !link_is_kind (self, at + 1, CHUNK_NOUN))
    return c + 1;
  if (certain || !(begins_clause (self, at + 1) || (joins (self, at + 2) && begins_clause (self, at + 3))))
    return at + 2;
  return c + 1;
}

gint
link_list_after (const Sentence *self, gint c, Arguments *arguments)
{
  gint end = list_end (self, c);
  gint at;

  add_argument (arguments, link_denoted (self, c));
  for (at = c + 1; at < end; at++)
    if (link_is_kind (self, at, CHUNK_NOUN))
      add_argument (arguments, link_denoted (self, at));
  /* what stands for "the city of Kyiv" or "the director, Jane Roe" belongs to the phrase */
  if (end == c + 1 && arguments->n && arguments->mentions[0] != link_chunk_at (self, c)->mention)
    for (at = c + 1; link_chunk_at (self, at); at++)
      if (link_is_kind (self, at, CHUNK_NOUN) && link_chunk_at (self, at)->mention == arguments->mentions[0])
        return at + 1;
  return end;
}

gint
link_list_before (const Sentence *self, gint c, Arguments *arguments)
{
  gint at = c;

  add_argument (arguments, link_denoted (self, c));
  if (!joins (self, c - 1))
    return c;
  at = c - 1;
  if (link_is_kind (self, at - 1, CHUNK_COMMA))
    at--;
  /* "…, and B": a comma before the last of a list wants one before the last but one, too */
  if (!link_is_kind (self, at - 1, CHUNK_NOUN) || (at < c - 1 && !link_is_kind (self, at - 2, CHUNK_COMMA)))
    return c;
  add_argument (arguments, link_denoted (self, --at));
  while (link_is_kind (self, at - 1, CHUNK_COMMA) && link_is_kind (self, at - 2, CHUNK_NOUN))
    add_argument (arguments, link_denoted (self, at -= 2));
  return at;
}
