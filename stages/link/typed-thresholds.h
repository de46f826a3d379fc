/* From which score on a relation holds: chosen on what a model said of examples that it had not seen. */
#pragma once

#include "pipeline/learn/model.h"

G_BEGIN_DECLS

typedef struct _TypedJudgements TypedJudgements;

/* `n_gold` counts how often each label stands in the data, outside of the examples, too; with `single`, an example has
 * one label at most */
TypedJudgements *typed_judgements_new (guint n_labels, const guint *n_gold, gboolean single);
void typed_judgements_free (TypedJudgements *self);
void typed_judge (TypedJudgements *self, const gfloat *scores, const guint8 *targets);

/* Those with the best F1 over all labels or, with `macro`, of each label; with a precision above 0, the lowest that
 * reach it. Scores and calibration go into the header */
void typed_choose_thresholds (TypedJudgements *self, gfloat precision, gboolean macro, gfloat *thresholds,
                              EntModelWriter *writer);

G_END_DECLS
