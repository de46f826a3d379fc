/* Thresholds: one for all labels, then for each label that is frequent enough its own. */
#include "stages/link/typed-thresholds.h"

#include "pipeline/learn/calibration.h"
#include "pipeline/learn/classifier.h"
#include <math.h>
#include <string.h>

/* A label that stands in the data less often has the threshold of all */
#define OFTEN 20
#define OFTEN_FOR_MACRO 4
#define ROUNDS 3
/* Less is never found */
#define LEAST_SCORE -7.0f

typedef struct
{
  gfloat score;
  guint16 label;
  gboolean right;
} Judgement;

struct _TypedJudgements
{
  GArray *all; /* Judgement */
  guint n_labels;
  const guint *n_gold;
  gboolean single;
};

TypedJudgements *
typed_judgements_new (guint n_labels, const guint *n_gold, gboolean single)
{
  TypedJudgements *self = g_new0 (TypedJudgements, 1);

  self->all = g_array_new (FALSE, FALSE, sizeof (Judgement));
  self->n_labels = n_labels;
  self->n_gold = n_gold;
  self->single = single;
  return self;
}

void
typed_judgements_free (TypedJudgements *self)
{
  g_array_unref (self->all);
  g_free (self);
}

/* Labels without any chance are not worth keeping */
void
typed_judge (TypedJudgements *self, const gfloat *scores, const guint8 *targets)
{
  gint best = -1;

  for (guint y = 0; y < self->n_labels; y++)
    {
      Judgement one = { scores[y], y, targets[y] == ENT_TARGET_YES };

      if (targets[y] == ENT_TARGET_OPEN || scores[y] < LEAST_SCORE)
        continue;
      if (!self->single)
        g_array_append_val (self->all, one);
      else if (best < 0 || scores[y] > scores[best])
        best = y;
    }
  if (best >= 0)
    {
      Judgement one = { scores[best], best, targets[best] == ENT_TARGET_YES };

      g_array_append_val (self->all, one);
    }
}

/* The surest first; of equals the wrong ones, so that no threshold between them looks better than it is */
static gint
compare_scores (gconstpointer a, gconstpointer b)
{
  const Judgement *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  if (x->right != y->right)
    return x->right ? 1 : -1;
  return (x->label > y->label) - (x->label < y->label);
}

typedef struct
{
  guint right;
  guint found;
  guint gold;
} Counts;

static gdouble
f1 (Counts counts)
{
  return counts.found + counts.gold ? 2.0 * counts.right / (counts.found + counts.gold) : 0;
}

static gdouble
value_of (Counts counts, gfloat precision)
{
  if (!precision)
    return f1 (counts);
  return counts.found && counts.right >= precision * counts.found ? counts.right : 0;
}

/* The best threshold for one label, or for all (-1), given what is found of the others */
static gfloat
best_threshold (const TypedJudgements *self, gint label, Counts others, gfloat precision)
{
  gfloat best = INFINITY;
  gdouble best_value = value_of (others, precision);

  for (guint i = 0; i < self->all->len; i++)
    {
      const Judgement *one = &g_array_index (self->all, Judgement, i);

      if (label >= 0 && one->label != label)
        continue;
      if (precision && one->score < 0) /* what is less probable than not is no basis for precision */
        break;
      others.found++;
      others.right += one->right;
      if (one->right && value_of (others, precision) > best_value)
        {
          best_value = value_of (others, precision);
          best = one->score - 0.01f;
        }
    }
  return best;
}

/* With all labels' thresholds but one's */
static Counts
count_found (const TypedJudgements *self, const gfloat *thresholds, gint but)
{
  Counts counts = { 0 };

  for (guint i = 0; i < self->all->len; i++)
    {
      const Judgement *one = &g_array_index (self->all, Judgement, i);

      if (one->label != but && one->score >= thresholds[one->label])
        {
          counts.found++;
          counts.right += one->right;
        }
    }
  for (guint y = 0; y < self->n_labels; y++)
    counts.gold += self->n_gold[y];
  return counts;
}

static void
calibrate (const TypedJudgements *self, EntModelWriter *writer)
{
  g_autoptr (GArray) confidences = g_array_new (FALSE, FALSE, sizeof (EntConfidence));

  for (guint i = 0; i < self->all->len; i++)
    {
      const Judgement *one = &g_array_index (self->all, Judgement, i);
      EntConfidence confidence = { ent_classifier_probability (one->score), one->right };

      g_array_append_val (confidences, confidence);
    }
  ent_calibrate (confidences, writer);
}

static gdouble
percent (guint part, guint whole)
{
  return whole ? round (10000.0 * part / whole) / 100 : 0;
}

void
typed_choose_thresholds (TypedJudgements *self, gfloat precision, gboolean macro, gfloat *thresholds,
                         EntModelWriter *writer)
{
  Counts nothing = { 0 }, counts;
  gfloat all;

  g_array_sort (self->all, compare_scores);
  for (guint y = 0; y < self->n_labels; y++)
    nothing.gold += self->n_gold[y];
  all = best_threshold (self, -1, nothing, precision);
  for (guint y = 0; y < self->n_labels; y++)
    thresholds[y] = all;
  for (guint round = 0; round < ROUNDS; round++)
    for (guint y = 0; y < self->n_labels; y++)
      if (self->n_gold[y] >= (macro ? OFTEN_FOR_MACRO : OFTEN))
        {
          Counts others = precision || macro ? (Counts){ 0, 0, self->n_gold[y] } : count_found (self, thresholds, y);

          thresholds[y] = best_threshold (self, y, others, precision);
        }
  counts = count_found (self, thresholds, -1);
  ent_model_writer_set_number (writer, "P on held-out folds", percent (counts.right, counts.found));
  ent_model_writer_set_number (writer, "R on held-out folds", percent (counts.right, counts.gold));
  ent_model_writer_set_number (writer, "F1 on held-out folds", round (f1 (counts) * 10000) / 100);
  calibrate (self, writer);
}
