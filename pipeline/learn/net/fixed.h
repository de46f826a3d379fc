/* Trained layers as they run: weights in whole numbers, mapped from the model, which is several times faster than
 * floating point and takes half the space. */
#pragma once

#include "pipeline/learn/model.h"
#include "pipeline/learn/net/scratch.h"
#include "pipeline/learn/net/weights.h"

G_BEGIN_DECLS

/* y = values · x: a value is `scale` times its number */
typedef struct
{
  guint rows;           /* outputs */
  guint columns;        /* inputs */
  const gint16 *values; /* in pairs, see ent_multiply_fixed() */
  gfloat scale;
} EntFixed;

/* Numbers of at most ENT_FIXED_MAX */
typedef struct
{
  gint16 *values;
  gfloat scale;
} EntFixedInput;

typedef struct
{
  guint states;
  EntFixed input[2]; /* forward, backward */
  EntFixed recurrent[2];
  const gfloat *bias[2];
} EntFixedBiLstm;

gboolean ent_fixed_load (EntFixed *self, EntModel *model, const gchar *name, guint inputs, guint outputs,
                         GError **error);
const gfloat *ent_fixed_load_bias (EntModel *model, const gchar *name, guint n, GError **error);
gboolean ent_fixed_bilstm_load (EntFixedBiLstm *self, EntModel *model, const gchar *name, guint inputs, guint states,
                                GError **error);

EntFixedInput ent_fixed_input (const gfloat *x, gsize n, EntScratch *scratch);
EntFixed ent_fixed_from_input (const EntFixedInput *input, guint rows, guint columns, EntScratch *scratch);
gfloat *ent_fixed_apply (const EntFixed *self, const gfloat *bias, const EntFixedInput *x, guint n,
                         EntScratch *scratch);
EntFixedInput ent_fixed_bilstm_run (const EntFixedBiLstm *self, const EntFixedInput *x, guint n, EntScratch *scratch);

/* What training leaves: sections NAME, for biases as they are; the two directions of an LSTM are NAME.f and NAME.b */
void ent_fixed_store (EntModelWriter *writer, const gchar *name, const EntWeights *weights);
void ent_fixed_store_bias (EntModelWriter *writer, const gchar *name, const EntWeights *bias);

G_END_DECLS
