/* Training the learned tagger of parts of speech. What it sees of the dictionary in training is what the dictionary
 * would be without the document in hand, so that it learns how far to trust it. */
#include "stages/tag/pos.h"

#include "pipeline/stage-private.h"
#include <string.h>

struct _PosTrainer
{
  Lexicon lexicon;
  EntWords *classes;
  PosCounts *counts;
  LemmasTrainer *lemmas;
  GPtrArray *documents; /* EntDocument */
  EntCrfTrainer *crf;
};

static gboolean
load_data (PosTrainer *self, const gchar *pack, GError **error)
{
  g_autofree gchar *lexicon = ent_pack_find (pack, "tag/lexicon.bin", error);
  g_autofree gchar *table = lexicon ? ent_pack_find (pack, "tag/" ENT_WORDS_FILE, error) : NULL;

  if (!table || !tag_lexicon_open (&self->lexicon, lexicon, error))
    return FALSE;
  self->classes = ent_words_open (table, error);
  return self->classes != NULL;
}

static EntCrfTrainer *
make_trainer (void)
{
  const gchar *labels[POS_N_TAGS];
  guint64 follows[POS_N_TAGS + 1];

  for (guint y = 0; y < POS_N_TAGS; y++)
    {
      labels[y] = ent_pos_to_string (y + 1);
      follows[y] = (G_GUINT64_CONSTANT (1) << (POS_N_TAGS + 1)) - 1;
    }
  follows[POS_N_TAGS] = (G_GUINT64_CONSTANT (1) << POS_N_TAGS) - 1;
  return ent_crf_trainer_new (labels, POS_N_TAGS, follows);
}

PosTrainer *
pos_trainer_new (const gchar *pack, GError **error)
{
  g_autoptr (PosTrainer) self = g_new0 (PosTrainer, 1);

  self->documents = g_ptr_array_new_with_free_func (g_object_unref);
  if (!load_data (self, pack, error))
    return NULL;
  self->counts = pos_counts_new ();
  self->lemmas = lemmas_trainer_new (self->classes);
  self->crf = make_trainer ();
  return g_steal_pointer (&self);
}

void
pos_trainer_free (PosTrainer *self)
{
  g_clear_pointer (&self->crf, ent_crf_trainer_free);
  g_clear_pointer (&self->lemmas, lemmas_trainer_free);
  g_clear_pointer (&self->counts, pos_counts_free);
  g_clear_pointer (&self->classes, ent_words_free);
  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_free);
  g_ptr_array_unref (self->documents);
  g_free (self);
}

static void
take_form (const gchar *form, const gchar *lemma, EntPos pos, gpointer data)
{
  PosTrainer *self = data;
  LemmaQuery query = { form, strlen (form), pos, ENT_POS_NONE };

  pos_counts_add_form (self->counts, form, pos);
  lemmas_trainer_add (self->lemmas, &query, lemma, 1);
}

gboolean
pos_trainer_add_wordnet (PosTrainer *self, const gchar *folder, GError **error)
{
  return pos_wordnet_foreach (folder, self->classes, take_form, self, error);
}

static void
count_words (PosTrainer *self, const Tagging *tagging, const EntWordForm *forms, gint times)
{
  for (guint t = 0; t < tagging->n_tokens; t++)
    pos_counts_add (self->counts, &forms[t], tagging->tokens[t].pos, times);
}

/* The document's text, tokens and sentences, with what the lexicon says of its words */
static EntWordForm *
begin (PosTrainer *self, Tagging *tagging)
{
  tagging->lexicon = &self->lexicon;
  tag_begin (tagging);
  tag_look_up_words (tagging);
  tag_judge_capitals (tagging);
  return ent_word_forms_new (tagging->text, tagging->tokens, tagging->n_tokens, self->classes);
}

static void
learn_lemmas (PosTrainer *self, const Tagging *tagging, const EntSentence *sentence, guint times)
{
  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    {
      const EntToken *token = &tagging->tokens[t];
      LemmaQuery query = { tagging->text + token->start, token->end - token->start, token->pos,
                           t + 1 < sentence->first + sentence->n ? token[1].pos : ENT_POS_NONE };

      if (token->lemma)
        lemmas_trainer_add (self->lemmas, &query, ent_document_get_string (tagging->doc, token->lemma), times);
    }
}

void
pos_trainer_add (PosTrainer *self, EntDocument *doc, guint times, guint lemma_weight)
{
  Tagging tagging = { .doc = doc };
  g_autofree EntWordForm *forms = begin (self, &tagging);

  for (guint s = 0; s < tagging.n_sentences; s++)
    learn_lemmas (self, &tagging, &tagging.sentences[s], times * lemma_weight);
  count_words (self, &tagging, forms, 1);
  for (guint i = 0; i < times; i++)
    g_ptr_array_add (self->documents, g_object_ref (doc));
  tag_end (&tagging);
}

/* What has no tag may have any */
static void
learn_sentence (PosTrainer *self, const Tagging *tagging, const EntSentence *sentence, const EntFeatureList *list)
{
  g_autofree guint64 *allowed = g_new (guint64, sentence->n);
  EntFeatures features = ent_feature_list_get (list);

  for (guint i = 0; i < sentence->n; i++)
    {
      guint pos = tagging->tokens[sentence->first + i].pos;

      allowed[i] = pos ? G_GUINT64_CONSTANT (1) << (pos - 1) : (G_GUINT64_CONSTANT (1) << POS_N_TAGS) - 1;
    }
  ent_crf_trainer_add (self->crf, &features, allowed);
}

static void
learn_document (PosTrainer *self, EntDocument *doc)
{
  Tagging tagging = { .doc = doc };
  g_autofree EntWordForm *forms = begin (self, &tagging);
  g_autofree PosEntry *entries = g_new (PosEntry, tagging.n_tokens + 1);
  EntFeatureList list = { 0 };

  count_words (self, &tagging, forms, -1);
  for (guint t = 0; t < tagging.n_tokens; t++)
    entries[t] = pos_counts_find (self->counts, &forms[t]);
  count_words (self, &tagging, forms, 1);
  for (guint s = 0; s < tagging.n_sentences; s++)
    {
      ent_feature_list_clear (&list);
      pos_add_features (&list, &tagging, forms, entries, ent_words_get_n_grains (self->classes), &tagging.sentences[s]);
      learn_sentence (self, &tagging, &tagging.sentences[s], &list);
    }
  ent_feature_list_free (&list);
  tag_end (&tagging);
}

void
pos_trainer_run (PosTrainer *self, const EntCrfOptions *options, EntCrfProgress progress, gpointer user_data,
                 EntModelWriter *writer)
{
  for (guint i = 0; i < self->documents->len; i++)
    learn_document (self, self->documents->pdata[i]);
  ent_crf_trainer_run (self->crf, options, progress, user_data);
  ent_crf_trainer_store (self->crf, options, writer);
  pos_counts_store (self->counts, writer);
  lemmas_trainer_store (self->lemmas, writer);
  ent_words_sign (self->classes, writer);
}
