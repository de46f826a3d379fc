/* Sections: "feature.slots", open addressing with linear probing, a power of two of (check, row), check 0 for empty;
 * "feature.rows", bytes; "feature.scales", a float for each row. */
#include "pipeline/learn/net/features.h"

#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/slots.h"
#include <entente/error.h>
#include <math.h>

#define ROW_MAX 127

typedef struct
{
  guint32 check;
  guint32 row;
} Slot;

struct _EntFeatureTable
{
  const Slot *slots;
  guint32 mask;
  const gint8 *rows;
  const gfloat *scales;
  guint size;
};

static gboolean
check_table (const EntFeatureTable *self, gsize n_slots, gsize n_bytes, gsize n_rows)
{
  gboolean has_free = FALSE;

  if (!n_slots || n_slots & (n_slots - 1) || n_slots > G_MAXUINT32 || n_bytes != n_rows * self->size)
    return FALSE;
  for (gsize i = 0; i < n_slots; i++)
    if (!self->slots[i].check)
      has_free = TRUE;
    else if (self->slots[i].row >= n_rows)
      return FALSE;
  for (gsize i = 0; i < n_rows; i++)
    if (!isfinite (self->scales[i]))
      return FALSE;
  return has_free;
}

gboolean
ent_feature_table_load (EntFeatureTable **table, EntModel *model, guint size, GError **error)
{
  g_autoptr (EntFeatureTable) self = g_new0 (EntFeatureTable, 1);
  gsize n_slots, n_bytes, n_rows;

  self->size = size;
  self->slots = ent_model_get_section (model, "feature.slots", sizeof *self->slots, &n_slots, error);
  if (!self->slots)
    return FALSE;
  self->rows = ent_model_get_section (model, "feature.rows", sizeof *self->rows, &n_bytes, error);
  if (!self->rows)
    return FALSE;
  self->scales = ent_model_get_section (model, "feature.scales", sizeof *self->scales, &n_rows, error);
  if (!self->scales)
    return FALSE;
  if (!check_table (self, n_slots, n_bytes, n_rows))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: damaged: its features do not fit each other",
                   ent_model_get_path (model));
      return FALSE;
    }
  self->mask = n_slots - 1;
  *table = g_steal_pointer (&self);
  return TRUE;
}

void
ent_feature_table_free (EntFeatureTable *self)
{
  g_free (self);
}

/* Adds the vectors of those features that the table knows to @sum */
void
ent_feature_table_add (const EntFeatureTable *self, const guint64 *ids, guint n, gfloat *sum)
{
  for (guint i = 0; i < n; i++)
    __builtin_prefetch (&self->slots[ent_slot_of (ids[i], self->mask)]);
  for (guint i = 0; i < n; i++)
    for (guint32 s = ent_slot_of (ids[i], self->mask); self->slots[s].check; s = (s + 1) & self->mask)
      if (self->slots[s].check == ent_slot_check (ids[i]))
        {
          guint32 row = self->slots[s].row;

          ent_add_bytes (sum, self->rows + (gsize) row * self->size, self->scales[row], self->size);
          break;
        }
}

static gfloat
append_row (GByteArray *bytes, const gfloat *values, guint size)
{
  gfloat max = 0;

  for (guint i = 0; i < size; i++)
    max = MAX (max, fabsf (values[i]));
  max = max > 0 ? max : 1;
  for (guint i = 0; i < size; i++)
    {
      gint8 byte = lrintf (values[i] * (ROW_MAX / max));

      g_byte_array_append (bytes, (const guint8 *) &byte, 1);
    }
  return max / ROW_MAX;
}

static void
put_slot (GArray *slots, guint64 hash, guint32 row)
{
  guint32 mask = slots->len - 1, s = ent_slot_of (hash, mask);

  while (g_array_index (slots, Slot, s).check)
    s = (s + 1) & mask;
  g_array_index (slots, Slot, s) = (Slot){ ent_slot_check (hash), row };
}

void
ent_feature_table_store (EntModelWriter *writer, const EntTally *features, const EntRows *rows, guint min_count)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  g_autoptr (GArray) scales = g_array_new (FALSE, FALSE, sizeof (gfloat));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 n = 0;

  for (guint f = 0; f < ent_tally_get_n (features); f++)
    n += ent_tally_get_count (features, f) >= min_count;
  g_array_set_size (slots, ent_slots_for (n));
  for (guint f = 0; f < ent_tally_get_n (features); f++)
    if (ent_tally_get_count (features, f) >= min_count)
      {
        gfloat scale = append_row (bytes, rows->values + (gsize) f * rows->size, rows->size);

        put_slot (slots, ent_tally_get_key (features, f), scales->len);
        g_array_append_val (scales, scale);
      }
  ent_model_writer_add (writer, "feature.slots", slots->data, slots->len * sizeof (Slot));
  ent_model_writer_add (writer, "feature.rows", bytes->data, bytes->len);
  ent_model_writer_add (writer, "feature.scales", scales->data, scales->len * sizeof (gfloat));
}
