/* Lemmas by a model: the word's own rule where it has one, else that of the longest suffix that has.
 *
 * Suffix rules after Juršič et al., "LemmaGen: multilingual lemmatisation with induced ripple-down rules", JUCS 2010.
 */
#include "stages/tag/lemmas.h"

#include "stages/tag/lemmas-rules.h"
#include <entente/error.h>

struct _Lemmas
{
  const LemmaSlot *slots;
  guint32 mask;
  const LemmaRule *rules;
  const gchar *text;
};

static gboolean
check (EntModel *model, const Lemmas *self, gsize n_slots, gsize n_rules, gsize n_text, GError **error)
{
  gsize n_free = 0, n_bad = 0;

  for (gsize i = 0; i < n_slots; i++)
    {
      n_free += !self->slots[i].check;
      n_bad += self->slots[i].check && self->slots[i].rule >= n_rules;
    }
  for (gsize i = 0; i < n_rules; i++)
    n_bad += (gsize) self->rules[i].text + self->rules[i].n_text > n_text || self->rules[i].in_case > LEMMA_UPPER;
  if (n_free && !n_bad && !(n_slots & (n_slots - 1)) && n_slots <= G_MAXUINT32 && n_rules > LEMMA_UPPER)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: its rules of lemmas do not fit each other",
               ent_model_get_path (model));
  return FALSE;
}

Lemmas *
lemmas_new (EntModel *model, GError **error)
{
  g_autoptr (Lemmas) self = g_new0 (Lemmas, 1);
  gsize n_slots, n_rules, n_text;

  self->slots = ent_model_get_section (model, "lemma_slots", sizeof *self->slots, &n_slots, error);
  self->rules = self->slots ? ent_model_get_section (model, "lemma_rules", sizeof *self->rules, &n_rules, error) : NULL;
  self->text = self->rules ? ent_model_get_section (model, "lemma_text", 1, &n_text, error) : NULL;
  if (!self->text || !check (model, self, n_slots, n_rules, n_text, error))
    return NULL;
  self->mask = n_slots - 1;
  return g_steal_pointer (&self);
}

void
lemmas_free (Lemmas *self)
{
  g_free (self);
}

static const LemmaRule *
find (const Lemmas *self, guint64 key)
{
  guint32 slot = lemma_slot_of (key, self->mask);

  while (self->slots[slot].check && self->slots[slot].check != lemma_check_of (key))
    slot = (slot + 1) & self->mask;
  return self->slots[slot].check ? &self->rules[self->slots[slot].rule] : NULL;
}

static const LemmaRule *
find_longest (const Lemmas *self, LemmaKey kind, EntPos pos, guint more, const LemmaWord *word)
{
  const LemmaRule *rule = NULL;

  for (gint k = word->n_suffixes; k >= 0 && !rule; k--)
    rule = find (self, lemma_key (kind, pos, more, word->suffixes[k]));
  return rule;
}

/* Its own rule, or the one that it has in this place */
static const LemmaRule *
find_word (const Lemmas *self, const LemmaQuery *query, const LemmaWord *word)
{
  const LemmaRule *rule = find (self, lemma_key (LEMMA_WORD, query->pos, 0, word->as_written));
  const LemmaRule *here = NULL;

  if (rule && rule->branches)
    here = find (self, lemma_key (LEMMA_BEFORE, query->pos, query->next, word->as_written));
  return here ? here : rule;
}

static gboolean
apply (const Lemmas *self, const LemmaWord *word, LemmaCase in_case, const LemmaRule *rule, GString *lemma)
{
  return lemma_apply (word, in_case, rule->cut, self->text + rule->text, rule->n_text, lemma);
}

static LemmaCase
find_case (const Lemmas *self, const EntWords *classes, const LemmaWord *word, EntPos pos)
{
  const LemmaRule *rule;

  if (!lemma_has_case (word, pos))
    return LEMMA_LOWER;
  rule = find_longest (self, LEMMA_CASE, pos, lemma_word_case_kind (word, classes), word);
  return rule ? (LemmaCase) rule->in_case : pos == ENT_POS_PROPN ? LEMMA_KEEP : LEMMA_LOWER;
}

void
lemmas_find (const Lemmas *self, const EntWords *classes, const LemmaQuery *query, GString *lemma)
{
  LemmaWord word;
  const LemmaRule *rule;

  g_string_truncate (lemma, 0);
  g_string_append_len (lemma, query->word, query->length);
  if (!lemma_word_init (&word, query->word, query->length))
    return;
  rule = find_word (self, query, &word);
  if (rule && apply (self, &word, rule->in_case, rule, lemma))
    return;
  rule = find_longest (self, LEMMA_SUFFIX, query->pos, 0, &word);
  if (!rule)
    rule = &self->rules[LEMMA_LOWER];
  if (apply (self, &word, find_case (self, classes, &word, query->pos), rule, lemma))
    return;
  g_string_truncate (lemma, 0);
  g_string_append_len (lemma, query->word, query->length);
}
