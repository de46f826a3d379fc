/* One document in hand, and the rules in the order in which they see it. */
#include "stages/tag/tag.h"

void
tag_begin (Tagging *self)
{
  self->value_words = self->patterns ? tag_patterns_get_words (self->patterns) : NULL;
  self->text = ent_document_get_text (self->doc, NULL);
  self->tokens = ent_document_get_tokens (self->doc, &self->n_tokens);
  self->sentences = ent_document_get_sentences (self->doc, &self->n_sentences);
  self->words = g_new0 (Word, self->n_tokens + 1);
  self->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  self->kept = g_array_new (FALSE, FALSE, sizeof (Candidate));
}

void
tag_end (Tagging *self)
{
  g_free (self->words);
  g_array_unref (self->phrases);
  g_array_unref (self->runs);
  g_array_unref (self->candidates);
  g_array_unref (self->kept);
}

/* First what names tell of themselves, then what the document has told, then what stands around them */
static void
find_names (Tagging *self)
{
  tag_find_lexicon_names (self);
  tag_find_works (self);
  tag_find_arms (self);
  tag_find_acronyms (self);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      tag_find_organisations (self, run);
      tag_find_places (self, run);
      tag_find_events (self, run);
      tag_find_persons (self, run);
    }
}

static void
find_more_names (Tagging *self)
{
  tag_find_repeats (self);
  tag_find_ambiguous_names (self);
  tag_resolve (self);
  for (guint i = 0; i < self->runs->len; i++)
    tag_find_by_context (self, &g_array_index (self->runs, Run, i));
  tag_agree (self);
  tag_resolve (self);
  tag_find_repeats (self);
  tag_resolve (self);
}

void
tag_find (Tagging *self, gboolean names, gboolean values)
{
  tag_look_up_words (self);
  tag_judge_capitals (self);
  tag_find_runs (self);
  if (values)
    tag_find_values (self);
  if (names)
    find_names (self);
  tag_resolve (self);
  if (names)
    find_more_names (self);
}
