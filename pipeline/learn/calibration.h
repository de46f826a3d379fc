/* What a model's probabilities are worth: measured on what it had not seen, kept in its header. */
#pragma once

#include "pipeline/learn/model.h"

G_BEGIN_DECLS

typedef struct
{
  gfloat probability;
  gboolean right;
} EntConfidence;

typedef struct
{
  gdouble slope;
  gdouble shift;
} EntCalibration;

void ent_calibrate (GArray *confidences, EntModelWriter *writer);
EntCalibration ent_calibration_of (EntModel *model);
gfloat ent_calibration_apply (const EntCalibration *self, gfloat probability);

G_END_DECLS
