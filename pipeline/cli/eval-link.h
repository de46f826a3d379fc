/* entente eval link: entities, relations and clusters against gold. */
#pragma once

#include "pipeline/cli/eval.h"

gboolean eval_link_run (const EvalInput *input, GArray *scores, EvalSpeed *speed, GError **error);
