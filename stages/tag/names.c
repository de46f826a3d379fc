/* Learned names in the place of those that the rules propose: the rules' are among the features that the model reads,
 * and stay where a pack has no model. */
#include "stages/tag/names.h"

#include <entente/error.h>
#include <string.h>

struct _Names
{
  EntModel *model;
  EntCrf *crf;
  Lists *lists; /* NULL where the model was trained without */
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
  path = ent_stage_find_data (stage, "tag/" LISTS_FILE, error);
  self->lists = path ? lists_open (path, error) : NULL;
  return self->lists != NULL;
}

gboolean
names_load (EntStage *stage, Names **names, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (stage, "tag/names.bin", NULL);
  g_autoptr (Names) self = g_new0 (Names, 1);

  if (!path)
    return TRUE;
  self->model = ent_model_open (path, "names", error);
  if (!self->model || !load_lists (self, stage, error))
    return FALSE;
  self->crf = ent_crf_new (self->model, error);
  if (!self->crf || !check_labels (self, error))
    return FALSE;
  *names = g_steal_pointer (&self);
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

/* As sure as the least sure of its words */
static gfloat
least (const gfloat *probabilities, guint first, guint end)
{
  gfloat min = 1;

  for (guint t = first; t < end; t++)
    min = MIN (min, probabilities[t]);
  return min;
}

static void
propose_names (Tagging *self, const Names *names, const EntSentence *sentence, const guint8 *labels,
               const gfloat *probabilities)
{
  guint first = 0;

  for (guint t = 0; t < sentence->n; t++)
    {
      guint part = (labels[t] - 1) % NAME_LABELS_A_TYPE;

      if (!labels[t])
        continue;
      if (part == NAME_BEGIN || part == NAME_UNIT)
        first = t;
      if (part == NAME_LAST || part == NAME_UNIT)
        tag_propose_learned (self, sentence->first + first, sentence->first + t + 1,
                             names->types[(labels[t] - 1) / NAME_LABELS_A_TYPE], least (probabilities, first, t + 1));
    }
}

void
tag_find_learned_names (Tagging *self, Names *names, const WordForm *forms, guint n_grains)
{
  NameFeatures *features = name_features_new (self, forms, n_grains, names->lists);
  g_autofree guint8 *labels = g_new (guint8, self->n_tokens + 1);
  g_autofree gfloat *probabilities = g_new (gfloat, self->n_tokens + 1);

  for (guint s = 0; s < self->n_sentences; s++)
    {
      EntFeatures of_sentence = name_features_of (features, &self->sentences[s]);

      ent_crf_decode (names->crf, &of_sentence, labels, probabilities);
      propose_names (self, names, &self->sentences[s], labels, probabilities);
    }
  name_features_free (features);
  tag_drop_names (self);
  tag_resolve (self);
}
