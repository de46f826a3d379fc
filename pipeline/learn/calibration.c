/* What a model's probabilities are worth, as a line through their logits, fitted on what it had not seen.
 *
 * Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers, 1999. */
#include "pipeline/learn/calibration.h"

#include <math.h>

#define ROUNDS 30
#define HALVINGS 20
/* Keeps certainty finite */
#define CLOSEST 1e-4

static gdouble
logit (gdouble probability)
{
  gdouble p = CLAMP (probability, CLOSEST, 1 - CLOSEST);

  return log (p / (1 - p));
}

static gdouble
sigmoid (gdouble x)
{
  return 1 / (1 + exp (-x));
}

/* What is minimised: the log-likelihood's negative, and how far the line is from the one that changes nothing, which
 * keeps it finite where all are right */
static gdouble
loss_of (const GArray *confidences, const EntCalibration *line)
{
  gdouble loss = 0.5 * ((line->slope - 1) * (line->slope - 1) + line->shift * line->shift);

  for (guint i = 0; i < confidences->len; i++)
    {
      const EntConfidence *one = &g_array_index (confidences, EntConfidence, i);
      gdouble score = line->slope * logit (one->probability) + line->shift;

      loss += log1p (exp (-fabs (score))) + (one->right == (score < 0) ? fabs (score) : 0);
    }
  return loss;
}

/* Newton's method: where the next line would lie */
static EntCalibration
next_line (const GArray *confidences, const EntCalibration *line)
{
  gdouble g_slope = line->slope - 1, g_shift = line->shift, h_slope = 1, h_shift = 1, h_both = 0, determinant;

  for (guint i = 0; i < confidences->len; i++)
    {
      const EntConfidence *one = &g_array_index (confidences, EntConfidence, i);
      gdouble x = logit (one->probability);
      gdouble p = sigmoid (line->slope * x + line->shift);
      gdouble weight = p * (1 - p);

      g_slope += (p - one->right) * x;
      g_shift += p - one->right;
      h_slope += weight * x * x;
      h_shift += weight;
      h_both += weight * x;
    }
  determinant = h_slope * h_shift - h_both * h_both;
  return (EntCalibration){ line->slope - (h_shift * g_slope - h_both * g_shift) / determinant,
                            line->shift - (h_slope * g_shift - h_both * g_slope) / determinant };
}

/* Fits the line and puts it into the header. Steps that overshoot are halved */
void
ent_calibrate (GArray *confidences, EntModelWriter *writer)
{
  EntCalibration line = { 1, 0 };
  gdouble loss = loss_of (confidences, &line);

  for (guint i = 0; i < ROUNDS; i++)
    {
      EntCalibration next = next_line (confidences, &line);
      gdouble loss_there = loss_of (confidences, &next);

      for (guint k = 0; k < HALVINGS && !(loss_there <= loss && next.slope > 0); k++)
        {
          next.slope = (next.slope + line.slope) / 2;
          next.shift = (next.shift + line.shift) / 2;
          loss_there = loss_of (confidences, &next);
        }
      if (!(loss_there < loss && next.slope > 0))
        break;
      line = next;
      loss = loss_there;
    }
  ent_model_writer_set_number (writer, "confidence_slope", line.slope);
  ent_model_writer_set_number (writer, "confidence_shift", line.shift);
}

EntCalibration
ent_calibration_of (EntModel *model)
{
  return (EntCalibration){ ent_model_get_number (model, "confidence_slope", 1),
                            ent_model_get_number (model, "confidence_shift", 0) };
}

gfloat
ent_calibration_apply (const EntCalibration *self, gfloat probability)
{
  return CLAMP (sigmoid (self->slope * logit (probability) + self->shift), CLOSEST, 1);
}
