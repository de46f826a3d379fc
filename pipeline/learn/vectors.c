/* Sections of a model: "vectors", for each row signed bytes; "scale", one IEEE 754 number of 32 bits, little-endian. */
#include "pipeline/learn/vectors.h"

#include "pipeline/learn/skipgram.h"
#include <entente/error.h>

#include <math.h>
#include <string.h>

/* From 8 to 32 the right parts of speech among the nearest vectors stay the same; with 16 one component in 100,000 is
 * beyond 127 */
#define STEPS 16

static gboolean
read_scale (EntVectors *self, EntModel *model, GError **error)
{
  gsize n;
  const guint32 *scale = ent_model_get_section (model, "scale", sizeof *scale, &n, error);
  guint32 bits;

  if (!scale)
    return FALSE;
  bits = n == 1 ? GUINT32_FROM_LE (*scale) : 0;
  memcpy (&self->scale, &bits, sizeof bits);
  if (isfinite (self->scale) && self->scale > 0)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: the scale of its vectors is none: expected one number above 0",
               ent_model_get_path (model));
  return FALSE;
}

/**
 * ent_vectors_load: (skip)
 * @self: (out caller-allocates): the vectors, valid as long as @model
 * @model: a model
 * @n_rows: how many there are to be
 * @error: where to put an error
 *
 * A model without vectors is no error.
 *
 * Errors: %ENT_ERROR_MODEL when its vectors are not @n_rows of a size.
 *
 * Returns: %TRUE on success
 */
gboolean
ent_vectors_load (EntVectors *self, EntModel *model, guint32 n_rows, GError **error)
{
  gsize n;

  *self = (EntVectors){ .n_rows = n_rows };
  self->components = ent_model_get_section (model, "vectors", sizeof *self->components, &n, NULL);
  if (!self->components)
    return TRUE;
  if (!n_rows || !n || n % ((gsize) n_rows * ENT_SKIPGRAM_STEP) || n / n_rows > ENT_SKIPGRAM_MAX_SIZE)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL,
                   "%s: has %" G_GSIZE_FORMAT " components of vectors: expected a multiple of %d, at most %d, for each "
                   "of %u rows",
                   ent_model_get_path (model), n, ENT_SKIPGRAM_STEP, ENT_SKIPGRAM_MAX_SIZE, n_rows);
      return FALSE;
    }
  self->size = n / n_rows;
  return read_scale (self, model, error);
}

static gfloat
root_mean_square (const gfloat *components, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (gdouble) components[i] * components[i];
  return sum > 0 ? (gfloat) sqrt (sum / n) : 1;
}

static gint8
round_off (gfloat component, gfloat step)
{
  return (gint8) lrintf (CLAMP (component / step, -G_MAXINT8, G_MAXINT8));
}

/**
 * ent_vectors_store: (skip)
 * @writer: a model
 * @vectors: (array): the vectors, one after the other
 * @rows: (array length=n): below @n_rows, where each goes; of several in one row the first stays
 * @n: how many vectors
 * @n_rows: how many rows the table is to have; those of no vector are zeros
 * @size: of each, a multiple of %ENT_SKIPGRAM_STEP
 *
 * Adds vectors to a model, rounded off to steps of 1/STEPS of their root mean square.
 */
void
ent_vectors_store (EntModelWriter *writer, const gfloat *vectors, const guint32 *rows, guint32 n, guint32 n_rows,
                   guint size)
{
  g_autofree gint8 *components = g_new0 (gint8, (gsize) n_rows * size);
  const gfloat step = root_mean_square (vectors, (gsize) n * size) / STEPS;
  const gfloat scale = 1.0f / STEPS;
  guint32 bits;

  for (guint32 i = n; i-- > 0;)
    for (guint d = 0; d < size; d++)
      components[(gsize) rows[i] * size + d] = round_off (vectors[(gsize) i * size + d], step);
  memcpy (&bits, &scale, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  ent_model_writer_add (writer, "vectors", components, (gsize) n_rows * size);
  ent_model_writer_add (writer, "scale", &bits, sizeof bits);
}
