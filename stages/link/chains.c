/* Goes through a text once and says of each phrase which chain it goes on: first what names and trees say for sure,
 * then who "I" and "you" are, then what the ranking chooses. */
#include "stages/link/coref.h"

#include <string.h>

/* Speakers whose "I", "we" and "you" are kept apart */
#define MAX_SPEAKERS 16

/* "I", "we" or "you" of one who speaks */
typedef struct
{
  guint8 person;
  guint8 number;
  gint speaker; /* a referent, or -1 for the writer, or one who is not known */
  gint quote;   /* where the speaker is not known: the quotation */
  guint last;
} Voice;

typedef struct
{
  Referents *referents;
  Antecedents *antecedents;
  LinkChooser chooser;
  gpointer user_data;
  GArray *voices;    /* Voice, the latest last */
  GArray *of_entity; /* entity → a referent of it, or -1 */
} Pass;

static gboolean
join_entity (Pass *self, guint r)
{
  gint entity = link_referent (self->referents, r)->entity;
  gint none = -1, *known;

  if (entity == ENT_NONE)
    return FALSE;
  while (self->of_entity->len <= (guint) entity)
    g_array_append_val (self->of_entity, none);
  known = &g_array_index (self->of_entity, gint, entity);
  if (*known >= 0)
    link_join_chains (self->referents, *known, r);
  else
    *known = r;
  return TRUE;
}

static gint
referent_at (const Referents *self, gint t)
{
  gint p = t >= 0 ? self->phrases->at[t] : -1;

  return p >= 0 ? self->of_phrase[p] : -1;
}

static gboolean
may_be_same (const Referents *self, guint a, guint b)
{
  const Referent *one = link_chain_of (self, a), *other = link_chain_of (self, b);

  return (one->chain_gender & other->chain_gender) && (one->chain_number & other->chain_number)
         && (one->chain_type == other->chain_type || one->chain_type == self->thing
             || other->chain_type == self->thing);
}

/* "Osten Steel, a maker of rails": the one that it stands beside */
static gint
apposed_to (const Referents *self, const Referent *referent)
{
  if (link_dep (self->tree, referent->head) != DEP_APPOS || referent->pronoun)
    return -1;
  return referent_at (self, self->tree->nodes[referent->head].head);
}

/* "Quill is a teacher": the subject. Not "is no teacher", "may be a teacher", "which is a school" */
static gint
predicated_of (const Referents *self, const Referent *referent)
{
  const LinkTree *tree = self->tree;
  gint subject = link_find_child (tree, referent->head, DEP_NSUBJ);
  gint subject_referent = referent_at (self, subject);
  const LinkPronoun *pronoun = subject_referent >= 0 ? link_referent (self, subject_referent)->pronoun : NULL;

  if (subject_referent < 0 || (pronoun && pronoun->use == PRONOUN_RELATIVE) || referent->pronoun
      || link_find_child (tree, referent->head, DEP_COP) < 0 || link_find_child (tree, referent->head, DEP_CASE) >= 0
      || link_find_child (tree, referent->head, DEP_AUX) >= 0)
    return -1;
  for (gint c = link_child (tree, referent->head); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_ADVMOD && (link_has_lemma (tree, c, "not") || link_has_lemma (tree, c, "never")))
      return -1;
  return subject_referent;
}

/* "Zentara sold itself": the subject of the verb */
static gint
subject_of_same (const Referents *self, const Referent *referent)
{
  gint verb = self->tree->nodes[referent->head].head;
  gint subject = -1;

  if (!referent->pronoun || referent->pronoun->use != PRONOUN_REFLEXIVE || verb < 0)
    return -1;
  subject = link_find_child (self->tree, verb, DEP_NSUBJ);
  return referent_at (self, subject >= 0 ? subject : link_find_child (self->tree, verb, DEP_NSUBJ_PASS));
}

static gboolean
join_by_tree (Pass *self, guint r)
{
  Referents *referents = self->referents;
  const Referent *referent = link_referent (referents, r);
  gint other = apposed_to (referents, referent);

  if (other < 0)
    other = predicated_of (referents, referent);
  if (other < 0)
    other = subject_of_same (referents, referent);
  return other >= 0 && other != (gint) r && may_be_same (referents, other, r) && link_join_chains (referents, other, r);
}

static gint
speaker_of (const Referents *self, const Referent *referent)
{
  gint p = referent->quote >= 0 ? g_array_index (self->quotes, LinkQuote, referent->quote).speaker : -1;

  return p >= 0 ? self->of_phrase[p] : -1;
}

static gboolean
is_voice (const Referents *self, const Voice *voice, const Referent *referent, gint speaker)
{
  if (voice->person != referent->pronoun->person || !(voice->number & referent->number))
    return FALSE;
  if (speaker < 0 || voice->speaker < 0)
    return speaker == voice->speaker && voice->quote == referent->quote;
  return link_chain_root (self, speaker) == link_chain_root (self, voice->speaker);
}

/* The writer's "I" is one all through the text; in a quotation, it is the speaker */
static void
join_voice (Pass *self, guint r)
{
  Referents *referents = self->referents;
  const Referent *referent = link_referent (referents, r);
  gint speaker = speaker_of (referents, referent);
  Voice fresh = { referent->pronoun->person, referent->number, speaker, referent->quote, r };

  if (speaker >= 0 && fresh.person == 1 && fresh.number == NUMBER_SINGULAR
      && link_referent (referents, speaker)->number & NUMBER_SINGULAR)
    link_join_chains (referents, speaker, r);
  for (guint i = self->voices->len; i-- > 0;)
    {
      Voice *voice = &g_array_index (self->voices, Voice, i);

      if (!is_voice (referents, voice, referent, speaker))
        continue;
      link_join_chains (referents, voice->last, r);
      voice->last = r;
      return;
    }
  if (self->voices->len == MAX_SPEAKERS)
    g_array_remove_index (self->voices, 0);
  g_array_append_val (self->voices, fresh);
}

static void
join_by_choice (Pass *self, guint r)
{
  guint choice;

  link_find_candidates (self->antecedents, r);
  choice = self->antecedents->n > 1 ? self->chooser (self->antecedents, r, self->user_data) : 0;
  if (choice)
    link_join_chains (self->referents, self->antecedents->candidates[choice], r);
}

void
link_make_chains (Referents *referents, LinkChooser chooser, gpointer user_data)
{
  Pass self = { .referents = referents,
                .antecedents = link_antecedents_new (referents),
                .chooser = chooser,
                .user_data = user_data,
                .voices = g_array_new (FALSE, FALSE, sizeof (Voice)),
                .of_entity = g_array_new (FALSE, FALSE, sizeof (gint)) };

  for (guint r = 0; r < referents->all->len; r++)
    {
      const Referent *referent = link_referent (referents, r);
      gboolean named = join_entity (&self, r);

      if (referent->pronoun && referent->pronoun->person < 3)
        join_voice (&self, r);
      else if (!join_by_tree (&self, r) && !named && link_may_refer (referents, referent))
        join_by_choice (&self, r);
      link_note_referent (self.antecedents, r);
    }
  link_antecedents_free (self.antecedents);
  g_array_unref (self.voices);
  g_array_unref (self.of_entity);
}
