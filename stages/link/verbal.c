/* Relations by verbs: active, passive, with a preposition, with "be". */
#include "stages/link/relations.h"

#include <string.h>

/* Phrases after a verb in which a preposition of its own is looked for */
#define MAX_PHRASES 3

typedef struct
{
  const Sentence *sentence;
  GArray *findings;
  GStringChunk *labels;
} Rules;

/* "carry out"; of a passive that keeps its patient in front, "be based" */
static gchar *
verb_label (const Sentence *self, const Chunk *verb, gboolean keeps_patient)
{
  g_autofree gchar *particle = NULL;
  g_autofree gchar *word = NULL;

  if (keeps_patient)
    {
      word = link_dup_words (self, verb->trigger, verb->trigger_end);
      return g_strconcat ("be ", word, NULL);
    }
  if (verb->trigger_end <= verb->trigger + 1)
    return g_strdup (verb->verb->lemma);
  particle = link_dup_words (self, verb->trigger + 1, verb->trigger_end);
  return g_strconcat (verb->verb->lemma, " ", particle, NULL);
}

static Finding
finding_of (const Chunk *verb, const gchar *rule)
{
  return (Finding){ .trigger = verb->trigger,
                    .trigger_end = verb->trigger_end,
                    .modality = verb->modality,
                    .negated = verb->negated,
                    .source = verb->source,
                    .place = ENT_NONE,
                    .rule = verb->rule ? verb->rule : rule };
}

static void
add (const Rules *rules, Finding *finding, gchar *label, const gchar *preposition, const Arguments *heads,
     const Arguments *tails)
{
  g_autofree gchar *whole = preposition ? g_strconcat (label, " ", preposition, NULL) : g_strdup (label);

  finding->label = g_string_chunk_insert_const (rules->labels, whole);
  link_add_findings (rules->findings, finding, heads, tails);
  g_free (label);
}

static gboolean
is_location (const Sentence *self, gint m)
{
  return self->mentions[m].type == self->location;
}

/* Whether "in", "at", … says where, and not what the verb asks for */
static gboolean
is_locative (const gchar *preposition)
{
  static const gchar *const words[]
      = { "in", "at", "near", "inside", "outside", "across", "around", "within", "over", "on", "off", "under" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i], preposition))
      return TRUE;
  return FALSE;
}

/* "met Xi in Beijing": where a person is met, spoken to or detained is where it happened */
static gint
place_after (const Sentence *self, gint c, const Arguments *tails)
{
  gint m = link_denoted (self, c + 1);

  if (!tails->n || self->mentions[tails->mentions[0]].type != self->person)
    return ENT_NONE;
  return m != ENT_NONE && is_location (self, m) && (link_is_word (self, c, "in") || link_is_word (self, c, "at"))
             ? m
             : ENT_NONE;
}

static gboolean
is_money (const Sentence *self, gint m)
{
  return m != ENT_NONE && self->mentions[m].type == self->money;
}

static gboolean
is_number (const Sentence *self, gint m)
{
  return link_is_value (self, m) && !is_money (self, m);
}

static gboolean
accepts (const Sentence *self, const Chunk *chunk, const gchar *preposition, const Arguments *tails, gboolean adjacent)
{
  const Verb *verb = chunk->verb;
  gboolean to_place = tails->n && is_location (self, tails->mentions[0]) && is_locative (preposition);

  if (tails->n && is_number (self, tails->mentions[0]))
    return FALSE;
  if (link_word_is_in (verb->prepositions, preposition))
    return TRUE;
  if (tails->n && g_str_equal (preposition, "with") && link_is_thing (self, tails->mentions[0]))
    return TRUE;
  if (to_place)
    return link_word_is_in (verb->prepositions, "in") && adjacent;
  return adjacent && (!g_str_equal (preposition, "of") || chunk->trigger_end > chunk->trigger + 1);
}

/* "imposed sanctions on Iran", "launched an attack on Kyiv": the object is part of what was done */
static gchar *
light_label (const Sentence *self, const Chunk *verb, gint c)
{
  const Chunk *np = link_chunk_at (self, c);
  g_autofree gchar *label = NULL;
  g_autofree gchar *noun = NULL;

  if (!np || np->kind != CHUNK_NOUN || np->head == np->head_end || np->mention != ENT_NONE || np->owner != ENT_NONE)
    return NULL;
  if (np->modifier != ENT_NONE || np->head_end - np->head > 3 || (!np->bare && !(np->word && np->word->noun)))
    return NULL;
  label = verb_label (self, verb, FALSE);
  noun = link_dup_words (self, np->head_end - 1, np->head_end);
  return g_strconcat (label, " ", noun, NULL);
}

/* Phrases with a preposition after the verb and its object */
static void
find_prepositional (const Rules *rules, const Chunk *verb, gint c, gboolean keeps_patient)
{
  const Sentence *self = rules->sentence;
  gboolean has_object = !keeps_patient && link_is_kind (self, c - 1, CHUNK_NOUN);
  g_autofree gchar *light = has_object && verb->verb->traits & VERB_LIGHT ? light_label (self, verb, c - 1) : NULL;

  for (guint i = 0; i < MAX_PHRASES && link_is_kind (self, c, CHUNK_PREPOSITION); i++)
    {
      const gchar *preposition = link_preposition (self, c);
      Arguments tails = { 0 };
      Finding finding = finding_of (verb, "link/preposition");
      gint end;

      if (!link_is_kind (self, c + 1, CHUNK_NOUN))
        return;
      end = link_list_after (self, c + 1, &tails);
      if (link_is_clause_verb (self, end) && !i && !has_object && verb->form == VERB_FINITE
          && verb->verb->traits & VERB_TAKES_CLAUSE)
        return;
      finding.place = place_after (self, end, &tails);
      if (preposition && light && i == 0)
        add (rules, &finding, g_strdup (light), preposition, &verb->subjects, &tails);
      else if (preposition && !(keeps_patient && g_str_equal (preposition, "by"))
               && accepts (self, verb, preposition, &tails, i == 0 && !has_object))
        add (rules, &finding, verb_label (self, verb, keeps_patient), preposition, &verb->subjects, &tails);
      c = end;
    }
}

/* "X was arrested in May by Y": Y acts. The phrase may come after others, but not after another verb */
static void
find_agent (const Rules *rules, const Chunk *verb, gint c)
{
  const Sentence *self = rules->sentence;

  for (guint i = 0; i < MAX_PHRASES && link_is_kind (self, c, CHUNK_PREPOSITION); i++)
    {
      Arguments heads = { 0 };
      Finding finding = finding_of (verb, "link/passive");
      gint end;

      if (!link_is_kind (self, c + 1, CHUNK_NOUN))
        return;
      end = link_list_after (self, c + 1, &heads);
      if (link_is_word (self, c, "by"))
        {
          finding.place = place_after (self, end, &verb->subjects);
          add (rules, &finding, verb_label (self, verb, FALSE), NULL, &heads, &verb->subjects);
          return;
        }
      c = end;
    }
}

/* "gave Ukraine the missiles" */
static gint
find_second_object (const Rules *rules, const Chunk *verb, gint c)
{
  const Sentence *self = rules->sentence;
  Finding finding = finding_of (verb, "link/svo");
  Arguments tails = { 0 };

  if (!verb->objects.n || !link_is_kind (self, c, CHUNK_NOUN))
    return c;
  if (!link_word_is_in (verb->verb->prepositions, "to") && !is_money (self, link_chunk_at (self, c)->mention))
    return c;
  c = link_list_after (self, c, &tails);
  add (rules, &finding, verb_label (self, verb, FALSE), NULL, &verb->subjects, &tails);
  return c;
}

static void
find_active (const Rules *rules, const Chunk *verb)
{
  const Sentence *self = rules->sentence;
  Finding finding = finding_of (verb, "link/svo");
  gint end = verb->objects_end;

  finding.place = place_after (self, end, &verb->objects);
  if (verb->objects.n && !(verb->verb->traits & VERB_CLAUSAL && link_is_kind (self, end, CHUNK_VERB)))
    add (rules, &finding, verb_label (self, verb, FALSE), NULL, &verb->subjects, &verb->objects);
  end = find_second_object (rules, verb, end);
  find_prepositional (rules, verb, end, FALSE);
}

/* "X is a member of Y", "X is Y's director" */
static void
find_role (const Rules *rules, const Chunk *verb, gint c)
{
  const Sentence *self = rules->sentence;
  const Chunk *np = link_chunk_at (self, c);
  Finding finding = finding_of (verb, "link/copula");
  Arguments tails = { 0 };

  if (np->mention != ENT_NONE || !link_is_role (np))
    return;
  finding.trigger = np->head;
  finding.trigger_end = np->head_end;
  finding.negated ^= np->negated;
  if (np->owner != ENT_NONE || np->modifier != ENT_NONE)
    {
      tails.n = 1;
      tails.mentions[0] = np->owner != ENT_NONE ? np->owner : np->modifier;
      add (rules, &finding, link_role_label (self, np), "of", &verb->subjects, &tails);
    }
  else if (link_preposition (self, c + 1) && link_is_kind (self, c + 2, CHUNK_NOUN))
    {
      link_list_after (self, c + 2, &tails);
      add (rules, &finding, link_role_label (self, np), link_preposition (self, c + 1), &verb->subjects, &tails);
    }
}

/* "Kyiv is in Ukraine", "Roe is from Leeds" */
static void
find_being (const Rules *rules, const Chunk *verb, gint c)
{
  const Sentence *self = rules->sentence;
  const gchar *preposition = link_preposition (self, c);
  Finding finding = finding_of (verb, "link/copula");
  Arguments tails = { 0 };

  if (!preposition || !link_is_kind (self, c + 1, CHUNK_NOUN) || g_str_equal (preposition, "of"))
    return;
  link_list_after (self, c + 1, &tails);
  add (rules, &finding, g_strdup ("be"), preposition, &verb->subjects, &tails);
}

static void
find_of_verb (const Rules *rules, gint v)
{
  const Chunk *verb = link_chunk_at (rules->sentence, v);

  if (!verb->subjects.n && !verb->passive)
    return;
  /* an amount may be lost or killed, but does nothing: most of these belong to a noun that is no mention */
  if (verb->subjects.n && is_number (rules->sentence, verb->subjects.mentions[0])
      && (!verb->passive || verb->form != VERB_FINITE))
    return;
  if (verb->copula && link_is_kind (rules->sentence, v + 1, CHUNK_NOUN))
    find_role (rules, verb, v + 1);
  else if (verb->copula)
    find_being (rules, verb, v + 1);
  else if (!verb->verb || verb->verb->traits & VERB_QUIET)
    return;
  else if (verb->passive)
    {
      find_agent (rules, verb, v + 1);
      find_prepositional (rules, verb, v + 1, TRUE);
    }
  else
    find_active (rules, verb);
}

void
link_find_verbal (const Sentence *self, GArray *findings, GStringChunk *labels)
{
  Rules rules = { self, findings, labels };

  for (gint v = 0; link_chunk_at (self, v); v++)
    if (link_is_kind (self, v, CHUNK_VERB))
      find_of_verb (&rules, v);
}
