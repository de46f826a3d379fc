/* Typed relations by the model of a pack: asks it about each pair of candidates that its ontology knows. */
#include "stages/link/typed.h"

#include "pipeline/learn/calibration.h"
#include "pipeline/stage-private.h"
#include "stages/link/typed-ontology.h"
#include "stages/link/typed-text.h"
#include <math.h>
#include <string.h>

struct _Typed
{
  EntModel *model;
  EntWords *words;
  EntClassifier *classifier;
  TypedOntology *ontology;
  gchar **phrases;          /* of each label: its readable form */
  const gfloat *thresholds; /* of each label: the logit from which on it holds */
  TypedLevel level;
  gboolean single; /* two mentions have one relation at most */
  gboolean closed;
  EntCalibration calibration;
};

static gboolean
refuse (const Typed *self, const gchar *what, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: %s", ent_model_get_path (self->model), what);
  return FALSE;
}

/* "OrgBased_In" → "org based in", "CoLocated" → "co located" */
static gchar *
phrase_of (const gchar *label)
{
  GString *phrase = g_string_new (NULL);

  for (const gchar *p = label; *p; p++)
    {
      gboolean starts = g_ascii_isupper (*p) && p > label && g_ascii_islower (p[-1]);

      if (starts)
        g_string_append_c (phrase, ' ');
      g_string_append_c (phrase, *p == '_' || *p == '-' ? ' ' : g_ascii_tolower (*p));
    }
  return g_string_free (phrase, FALSE);
}

static gboolean
read_labels (Typed *self, GError **error)
{
  guint n = ent_classifier_get_n_labels (self->classifier);
  g_autofree gchar *signatures = ent_model_dup_text (self->model, "signatures");
  g_autofree const gchar **labels = g_new0 (const gchar *, n + 1);
  gsize n_thresholds;

  self->phrases = g_new0 (gchar *, n + 1);
  for (guint y = 0; y < n; y++)
    {
      labels[y] = ent_classifier_get_label (self->classifier, y);
      self->phrases[y] = phrase_of (labels[y]);
    }
  self->ontology = typed_ontology_new ();
  if (!signatures || !typed_ontology_read (self->ontology, signatures, labels, n))
    return refuse (self, "expected signatures of its labels", error);
  self->thresholds = ent_model_get_section (self->model, "thresholds", sizeof *self->thresholds, &n_thresholds, error);
  if (!self->thresholds)
    return FALSE;
  return n_thresholds == n || refuse (self, "expected a threshold for each label", error);
}

static gboolean
read_header (Typed *self, GError **error)
{
  g_autofree gchar *level = ent_model_dup_text (self->model, "level");
  g_autofree gchar *ontology = ent_model_dup_text (self->model, "ontology");

  if (!level || (strcmp (level, "sentence") && strcmp (level, "document")))
    return refuse (self, "expected the level sentence or document", error);
  self->level = strcmp (level, "document") ? TYPED_SENTENCE : TYPED_DOCUMENT;
  self->single = ent_model_get_number (self->model, "single", 0) != 0;
  self->closed = !g_strcmp0 (ontology, "closed");
  self->calibration = ent_calibration_of (self->model);
  return TRUE;
}

gboolean
link_typed_load (EntStage *stage, Typed **typed, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, TYPED_FILE, NULL);
  g_autoptr (Typed) self = NULL;

  if (!path)
    return TRUE;
  self = g_new0 (Typed, 1);
  self->model = ent_model_open (path, "typed", error);
  self->words = self->model ? ent_words_open_for (stage, self->model, error) : NULL;
  self->classifier = self->words ? ent_classifier_new (self->model, error) : NULL;
  if (!self->classifier || !read_labels (self, error) || !read_header (self, error))
    return FALSE;
  *typed = g_steal_pointer (&self);
  return TRUE;
}

void
link_typed_free (Typed *self)
{
  g_clear_pointer (&self->classifier, ent_classifier_free);
  g_clear_pointer (&self->ontology, typed_ontology_free);
  g_clear_pointer (&self->words, ent_words_free);
  g_clear_pointer (&self->model, ent_model_free);
  g_strfreev (self->phrases);
  g_free (self);
}

gboolean
link_typed_is_closed (const Typed *self)
{
  return self->closed;
}

/* What was found between two mentions, or entities, given by a mention of each */
static void
append_relation (const Typed *self, const LinkTree *tree, const TypedMention *head, const TypedMention *tail,
                 guint sentence, guint y, gfloat score)
{
  EntRelation relation = { .head = head->mention,
                           .tail = tail->mention,
                           .attribution = ENT_NONE,
                           .place = ENT_NONE,
                           .sentence = sentence,
                           .polarity = ENT_POLARITY_AFFIRMED,
                           .modality = ENT_MODALITY_ASSERTED };
  gint trigger = head->sentence == tail->sentence ? typed_find_trigger (tree, head, tail) : -1;

  relation.type = ent_document_intern (tree->doc, ent_classifier_get_label (self->classifier, y));
  relation.label = ent_document_intern (tree->doc, self->phrases[y]);
  relation.by = ent_document_intern (tree->doc, "link/typed");
  relation.confidence = ent_calibration_apply (&self->calibration, ent_classifier_probability (score));
  if (trigger >= 0)
    {
      relation.trigger_first = trigger;
      relation.trigger_n = 1;
    }
  ent_document_append_relation (tree->doc, &relation);
}

typedef struct
{
  const Typed *model;
  TypedText *text;
  gfloat *scores;
} Asking;

/* One that has a code of ISO 3166-1, and nothing besides: cities have their coordinates, too */
static gboolean
is_country (EntDocument *doc, gint32 e)
{
  EntEntity entity;
  const gchar *key, *links;

  if (e < 0 || !ent_document_get_entity (doc, e, &entity))
    return FALSE;
  key = ent_document_get_string (doc, entity.key);
  links = entity.links ? ent_document_get_string (doc, entity.links) : "";
  return g_str_has_prefix (key, "location/") && g_str_has_prefix (links, "iso3166=") && !strchr (links, '|');
}

/* A country lies in no other, however much "Peru, Brazil" looks like "Lima, Peru" */
static gboolean
can_hold (const Asking *self, guint y, const TypedMention *head, const TypedMention *tail)
{
  static const gchar *const never_of_countries[] = { "located in", "part of", NULL };
  EntDocument *doc = self->text->tree->doc;

  return !g_strv_contains (never_of_countries, self->model->phrases[y]) || !is_country (doc, head->entity)
         || !is_country (doc, tail->entity);
}

/* The pair's features have been gathered */
static void
decide (Asking *self, const GArray *labels, const TypedMention *head, const TypedMention *tail, guint sentence)
{
  const Typed *model = self->model;
  gint best = -1;

  ent_classifier_score (model->classifier, (const guint64 *) self->text->ids->data, self->text->ids->len, self->scores);
  for (guint i = 0; i < labels->len; i++)
    {
      guint y = g_array_index (labels, guint16, i);
      gfloat margin = self->scores[y] - model->thresholds[y];

      if (margin < 0 || !can_hold (self, y, head, tail))
        continue;
      if (!model->single)
        append_relation (model, self->text->tree, head, tail, sentence, y, self->scores[y]);
      else if (best < 0 || margin > self->scores[best] - model->thresholds[best])
        best = y;
    }
  if (best >= 0)
    append_relation (model, self->text->tree, head, tail, sentence, best, self->scores[best]);
}

static void
ask_pair (gpointer data, guint head, guint tail)
{
  Asking *self = data;
  const TypedMention *a = typed_mention (self->text, head), *b = typed_mention (self->text, tail);
  const GArray *labels = typed_ontology_find (self->model->ontology, typed_signature (a->type, b->type));

  if (!labels)
    return;
  typed_gather_pair (self->text, head, tail);
  decide (self, labels, a, b, a->sentence);
}

static void
ask_entities (gpointer data, guint head, guint tail)
{
  Asking *self = data;
  const TypedMention *a = typed_mention_of (self->text, typed_entity (self->text, head), 0);
  const TypedMention *b = typed_mention_of (self->text, typed_entity (self->text, tail), 0);
  const GArray *labels = typed_ontology_find (self->model->ontology, typed_signature (a->type, b->type));

  if (labels)
    decide (self, labels, a, b, typed_gather_entities (self->text, head, tail));
}

void
link_typed (const LinkTree *tree, const Typed *self)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (tree->doc, &n);
  TypedText *text = typed_text_new (tree, mentions, n, self->words);
  g_autofree gfloat *scores = g_new (gfloat, ent_classifier_get_n_labels (self->classifier));
  Asking asking = { self, text, scores };

  if (self->level == TYPED_SENTENCE)
    typed_foreach_pair (text, ask_pair, &asking);
  else
    typed_foreach_entities (text, ask_entities, &asking);
  typed_text_free (text);
}
