/* Parts of speech and lemmas by a model of the pack. */
#include "stages/tag/pos.h"

#include <entente/error.h>

struct _Pos
{
  EntModel *model;
  EntCrf *crf;
  PosDictionary *dictionary;
  Lemmas *lemmas;
};

static gboolean
check_labels (Pos *self, GError **error)
{
  gboolean fits = ent_crf_get_n_labels (self->crf) == POS_N_TAGS;

  for (guint y = 0; fits && y < POS_N_TAGS; y++)
    fits = ent_pos_from_string (ent_crf_get_label (self->crf, y)) == (EntPos) (y + 1);
  if (!fits)
    g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: its labels are not the parts of speech of this version",
                 ent_model_get_path (self->model));
  return fits;
}

gboolean
pos_load (EntStage *stage, Pos **pos, EntWords **classes, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, POS_FILE, NULL);
  g_autoptr (Pos) self = g_new0 (Pos, 1);

  if (!path)
    return TRUE;
  self->model = ent_model_open (path, "pos", error);
  self->crf = self->model ? ent_crf_new (self->model, error) : NULL;
  if (!self->crf || !check_labels (self, error))
    return FALSE;
  self->dictionary = pos_dictionary_new (self->model, error);
  self->lemmas = self->dictionary ? lemmas_new (self->model, error) : NULL;
  *classes = self->lemmas ? ent_words_open_for (stage, self->model, error) : NULL;
  if (!*classes)
    return FALSE;
  *pos = g_steal_pointer (&self);
  return TRUE;
}

void
pos_free (Pos *self)
{
  g_clear_pointer (&self->lemmas, lemmas_free);
  g_clear_pointer (&self->dictionary, pos_dictionary_free);
  g_clear_pointer (&self->crf, ent_crf_free);
  g_clear_pointer (&self->model, ent_model_free);
  g_free (self);
}

static void
give_tags (Pos *self, const Tagging *tagging, const EntWords *classes, const EntSentence *sentence,
           const guint8 *labels, GString *lemma)
{
  for (guint i = 0; i < sentence->n; i++)
    {
      guint t = sentence->first + i;
      const EntToken *token = &tagging->tokens[t];
      LemmaQuery query = { tagging->text + token->start, token->end - token->start, labels[i] + 1,
                           i + 1 < sentence->n ? labels[i + 1] + 1 : ENT_POS_NONE };

      lemmas_find (self->lemmas, classes, &query, lemma);
      ent_document_set_tag (tagging->doc, t, labels[i] + 1, lemma->str);
    }
}

void
pos_tag (Pos *self, const Tagging *tagging, const EntWordForm *forms, const EntWords *classes)
{
  g_autofree PosEntry *entries = g_new (PosEntry, tagging->n_tokens + 1);
  g_autofree guint8 *labels = g_new (guint8, tagging->n_tokens + 1);
  g_autoptr (GString) lemma = g_string_new (NULL);
  EntFeatureList list = { 0 };

  for (guint t = 0; t < tagging->n_tokens; t++)
    entries[t] = pos_dictionary_find (self->dictionary, &forms[t]);
  for (guint s = 0; s < tagging->n_sentences; s++)
    {
      EntFeatures features;

      ent_feature_list_clear (&list);
      pos_add_features (&list, tagging, forms, entries, ent_words_get_n_grains (classes), &tagging->sentences[s]);
      features = ent_feature_list_get (&list);
      ent_crf_decode (self->crf, &features, labels);
      give_tags (self, tagging, classes, &tagging->sentences[s], labels, lemma);
    }
  ent_feature_list_free (&list);
}
