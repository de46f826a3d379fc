/* Learned names in the place of those that the rules propose: the rules' are among the features that the model reads,
 * and stay where a pack has no model. */
#include "stages/tag/names.h"

#include "pipeline/stage-private.h"
#include <entente/error.h>
#include <string.h>

struct _Names
{
  EntModel *model;
  EntCrf *crf;
  Lists *lists; /* NULL where the model was trained without */
  gboolean looks_twice;
  gboolean own_types; /* the pack's: those that the rules speak of */
  gboolean closed;    /* its types are all that there are: of values, too */
  gboolean thorough;
  gfloat boost; /* of all labels but O */
  EntCalibration calibration;
  const gchar **types; /* of each four labels, interned by GLib */
};

static gboolean
check_labels (Names *self, GError **error)
{
  guint n_labels = ent_crf_get_n_labels (self->crf);

  self->types = g_new0 (const gchar *, n_labels / NAME_LABELS_A_TYPE + 1);
  for (guint y = 1; y < n_labels; y += NAME_LABELS_A_TYPE)
    {
      const gchar *label = ent_crf_get_label (self->crf, y);

      if (n_labels % NAME_LABELS_A_TYPE != 1 || !g_str_has_prefix (label, "B-"))
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: its labels are not those of names",
                       ent_model_get_path (self->model));
          return FALSE;
        }
      self->types[y / NAME_LABELS_A_TYPE] = g_intern_string (label + 2);
    }
  return TRUE;
}

/* The model needs lists if it was trained with lists, and has no use for them else */
static gboolean
load_lists (Names *self, EntStage *stage, GError **error)
{
  g_autofree gchar *path = NULL;

  if (!ent_model_get_number (self->model, "lists", 0))
    return TRUE;
  path = ent_stage_find_beside (stage, ent_model_get_path (self->model), "tag/" LISTS_FILE, error);
  self->lists = path ? lists_open (path, error) : NULL;
  return self->lists != NULL;
}

gboolean
names_load (EntStage *stage, Names **names, EntWords **classes, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, "tag/names.bin", NULL);
  g_autoptr (Names) self = g_new0 (Names, 1);
  g_autoptr (EntWords) table = NULL;
  g_autofree gchar *types = NULL, *ontology = NULL;

  if (!path)
    return TRUE;
  self->model = ent_model_open (path, "names", error);
  table = self->model ? ent_words_open_for (stage, self->model, error) : NULL;
  if (!table || !load_lists (self, stage, error))
    return FALSE;
  self->crf = ent_crf_new (self->model, error);
  if (!self->crf || !check_labels (self, error))
    return FALSE;
  types = ent_model_dup_text (self->model, "types");
  self->looks_twice = ent_model_get_number (self->model, "looks", 1) > 1;
  self->own_types = types && g_str_equal (types, "own");
  ontology = ent_model_dup_text (self->model, "ontology");
  self->closed = !g_strcmp0 (ontology, "closed");
  self->thorough = ent_model_get_number (self->model, "thorough", 0) != 0;
  self->boost = ent_model_get_number (self->model, "boost", 0);
  self->calibration = ent_calibration_of (self->model);
  *names = g_steal_pointer (&self);
  *classes = g_steal_pointer (&table);
  return TRUE;
}

void
names_free (Names *self)
{
  g_clear_pointer (&self->crf, ent_crf_free);
  g_clear_pointer (&self->lists, lists_free);
  g_clear_pointer (&self->model, ent_model_free);
  g_free (self->types);
  g_free (self);
}

void
name_scores_boost (gfloat *scores, guint n, guint n_labels, gfloat boost)
{
  for (guint t = 0; t < n; t++)
    scores[t * n_labels] -= boost;
}

void
name_spans_of (const guint8 *labels, guint n, GArray *spans)
{
  EntCrfSpan span = { 0 };

  g_array_set_size (spans, 0);
  for (guint t = 0; t < n; t++)
    {
      guint part = (labels[t] - 1) % NAME_LABELS_A_TYPE;

      if (!labels[t])
        continue;
      if (part == NAME_BEGIN || part == NAME_UNIT)
        span.first = t;
      span.end = t + 1;
      if (part == NAME_LAST || part == NAME_UNIT)
        g_array_append_val (spans, span);
    }
}

/* The document while its names are looked for */
typedef struct
{
  Tagging *tagging;
  const Names *names;
  NameFeatures *features;
  gfloat *scores; /* of each token's labels */
  guint8 *labels;
} Look;

static gfloat *
scores_at (const Look *self, guint t)
{
  return self->scores + (gsize) t * ent_crf_get_n_labels (self->names->crf);
}

static void
look_first (Look *self)
{
  for (guint s = 0; s < self->tagging->n_sentences; s++)
    {
      const EntSentence *sentence = &self->tagging->sentences[s];
      EntFeatures features = name_features_of (self->features, sentence);

      ent_crf_score (self->names->crf, &features, scores_at (self, sentence->first));
      name_scores_boost (scores_at (self, sentence->first), sentence->n, ent_crf_get_n_labels (self->names->crf),
                         self->names->boost);
      ent_crf_find_best (self->names->crf, scores_at (self, sentence->first), sentence->n,
                         self->labels + sentence->first);
    }
}

/* The features of the second look count beside those of the first */
static void
look_again (Look *self)
{
  g_autofree guint8 *labels = g_memdup2 (self->labels, self->tagging->n_tokens);
  NameHistory *history
      = name_history_new (self->tagging, self->features, labels, ent_crf_get_n_labels (self->names->crf));

  for (guint s = 0; s < self->tagging->n_sentences; s++)
    {
      const EntSentence *sentence = &self->tagging->sentences[s];
      EntFeatures features = name_history_of (history, sentence);

      if (!features.offsets[features.n])
        continue;
      ent_crf_score (self->names->crf, &features, scores_at (self, sentence->first));
      ent_crf_find_best (self->names->crf, scores_at (self, sentence->first), sentence->n,
                         self->labels + sentence->first);
    }
  name_history_free (history);
}

/* Damaged text: what reads names as strings would lose a part of it */
static gboolean
has_zero (const Tagging *self, guint first, guint end)
{
  guint32 start = self->tokens[first].start;

  return memchr (self->text + start, '\0', self->tokens[end - 1].end - start) != NULL;
}

/* Whether a title of several words begins at t and goes on behind `end`: "Prime Minister" */
static gboolean
title_goes_on (const Tagging *self, guint t, guint end)
{
  for (guint i = self->words[t].phrase; i < self->phrases->len; i++)
    {
      const Phrase *phrase = &g_array_index (self->phrases, Phrase, i);

      if (phrase->first != t)
        return FALSE;
      if (phrase->as_written & IS (TITLE) && phrase->end > end)
        return TRUE;
    }
  return FALSE;
}

/* A person's title is no part of the name, and none alone, as the rules have it; sources differ in this. Nor does a
 * name end within a title: "Union of the Centre of Prime Minister" */
static gboolean
trim (const Tagging *self, guint *first, guint *end, const gchar *type)
{
  gboolean is_person = g_str_equal (type, "Person"), is_name = FALSE;

  while (is_person && *first < *end && is_class (self, *first, IS (HONORIFIC)))
    ++*first;
  for (guint t = *first + 1; t < *end; t++)
    if (title_goes_on (self, t, *end))
      for (*end = t; *end > *first + 1 && is_class (self, *end - 1, IS (FUNCTION));)
        --*end;
  for (guint t = *first; t < *end; t++)
    is_name |= has_flag (self, t, ENT_TOKEN_ALPHA | ENT_TOKEN_DIGIT) && !(is_person && is_class (self, t, IS (TITLE)));
  return is_name;
}

/* The names of rules, as spans of the sentence */
static void
append_rule_spans (const Tagging *self, const EntSentence *sentence, GArray *spans)
{
  for (guint t = sentence->first; t < sentence->first + sentence->n; t++)
    {
      const Candidate *candidate = tag_kept_at (self, t);
      EntCrfSpan span = { t - sentence->first, 0, 0 };

      if (!candidate || candidate->first != t || candidate->end > sentence->first + sentence->n)
        continue;
      span.end = candidate->end - sentence->first;
      g_array_append_val (spans, span);
    }
}

static void
propose_name (Look *self, const EntSentence *sentence, const EntCrfSpan *span)
{
  const gchar *type = self->names->types[(self->labels[sentence->first + span->first] - 1) / NAME_LABELS_A_TYPE];
  guint first = sentence->first + span->first, end = sentence->first + span->end;

  if (!has_zero (self->tagging, first, end) && (!self->names->own_types || trim (self->tagging, &first, &end, type)))
    tag_propose_learned (self->tagging, first, end, type,
                         ent_calibration_apply (&self->names->calibration, span->probability));
}

/* Proposes the names, and tells those of rules how probable the model thinks it that its own labels there are wrong */
static void
propose_names (Look *self, const EntSentence *sentence, GArray *spans)
{
  guint n_names;

  name_spans_of (self->labels + sentence->first, sentence->n, spans);
  n_names = spans->len;
  if (self->names->own_types)
    append_rule_spans (self->tagging, sentence, spans);
  if (spans->len)
    ent_crf_find_probabilities (self->names->crf, scores_at (self, sentence->first), sentence->n,
                                self->labels + sentence->first, (EntCrfSpan *) spans->data, spans->len);
  for (guint i = 0; i < spans->len; i++)
    {
      const EntCrfSpan *span = &g_array_index (spans, EntCrfSpan, i);

      if (i < n_names)
        propose_name (self, sentence, span);
      else
        tag_kept_at (self->tagging, sentence->first + span->first)->confidence = 1 - span->probability;
    }
}

void
tag_find_learned_names (Tagging *self, Names *names, const EntWordForm *forms, const EntWords *classes)
{
  Look look = { self, names, name_features_new (self, forms, classes, names->lists), NULL, NULL };
  g_autofree gfloat *scores = g_new0 (gfloat, (gsize) (self->n_tokens + 1) * ent_crf_get_n_labels (names->crf));
  g_autofree guint8 *labels = g_new (guint8, self->n_tokens + 1);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (EntCrfSpan));

  look.scores = scores;
  look.labels = labels;
  name_features_set_thorough (look.features, names->thorough);
  look_first (&look);
  if (names->looks_twice)
    look_again (&look);
  for (guint s = 0; s < self->n_sentences; s++)
    propose_names (&look, &self->sentences[s], spans);
  name_features_free (look.features);
  tag_drop_names (self, names->own_types ? names->types : NULL, names->closed);
  tag_resolve (self);
}
