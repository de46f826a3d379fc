/* entente eval parse: attachment scores. */
#pragma once

#include "pipeline/cli/eval.h"

gboolean eval_parse_run (const EvalInput *input, GArray *scores, EvalSpeed *speed, GError **error);
