/* Identities, the other way: several people of one name. Documents whose contexts have anything in common speak of one
 * person. Of those that have nothing in common, two groups are two people only where they tell of different fields
 * ("senator", "goalkeeper"), the surname is a frequent one, and neither group is a stray document beside the many of
 * somebody well known. */
#include "pipeline/graph/identity.h"

#include "pipeline/graph/spelling.h"

#include <string.h>

/* Given names that the surname must have in the graph, to be frequent */
#define FREQUENT 3

/* How many times as many documents the greatest group may have */
#define STRAY 4

typedef struct
{
  EntFields *fields;
  const EntBlockKey *key;
  guint *group; /* of each row: the first row of its group */
} Splitting;

static const EntBlockRow *
row_at (const Splitting *self, guint r)
{
  return &g_array_index (self->key->rows, EntBlockRow, r);
}

static gboolean
is_frequent (const EntBlock *block, const EntBlockKey *key)
{
  const gchar *surname = key->parts[g_strv_length (key->parts) - 1];
  g_autoptr (GHashTable) given = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < block->keys->len; i++)
    {
      const EntBlockKey *other = block->keys->pdata[i];
      guint n = g_strv_length (other->parts);

      if (n > 1 && g_str_equal (other->parts[n - 1], surname))
        g_hash_table_add (given, other->parts[0]);
    }
  return g_hash_table_size (given) >= FREQUENT;
}

static void
join (Splitting *self, guint a, guint b)
{
  guint one = self->group[a], other = self->group[b], to = MIN (one, other);

  for (guint r = 0; one != other && r < self->key->rows->len; r++)
    if (self->group[r] == one || self->group[r] == other)
      self->group[r] = to;
}

/* Rows that share an item, or a field, are of one group */
static void
group_rows (Splitting *self)
{
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint r = 0; r < self->key->rows->len; r++)
    self->group[r] = r;
  for (guint r = 0; r < self->key->rows->len; r++)
    for (gchar **item = row_at (self, r)->context; *item; item++)
      {
        const gchar *field = ent_fields_get (self->fields, *item), *what = field ? field : *item;
        gpointer known;

        if (!*what)
          continue;
        if (g_hash_table_lookup_extended (first, what, NULL, &known))
          join (self, r, GPOINTER_TO_UINT (known));
        else
          g_hash_table_insert (first, (gpointer) what, GUINT_TO_POINTER (r));
      }
}

/* How many documents a group has; 0 where it does not tell of a field. `name`: the role that most of them give, the
 * first in byte order of equal ones. */
static guint
measure_group (const Splitting *self, guint group, const gchar **name)
{
  g_autoptr (GHashTable) roles = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0, most = 0;
  GHashTableIter iter;
  gpointer role, count;

  for (guint r = 0; r < self->key->rows->len; r++)
    {
      n += self->group[r] == group;
      for (gchar **item = row_at (self, r)->context; *item && self->group[r] == group; item++)
        if (ent_fields_get (self->fields, *item))
          g_hash_table_insert (roles, *item,
                               GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (roles, *item)) + 1));
    }
  g_hash_table_iter_init (&iter, roles);
  while (g_hash_table_iter_next (&iter, &role, &count))
    if (GPOINTER_TO_UINT (count) > most || (GPOINTER_TO_UINT (count) == most && strcmp (role, *name) < 0))
      {
        most = GPOINTER_TO_UINT (count);
        *name = role;
      }
  return most ? n : 0;
}

static void
add_group (const Splitting *self, guint group, const gchar *role, GStringChunk *chunk, GArray *identities)
{
  g_autofree gchar *node = g_strdup_printf ("%s-%s", self->key->key, role + strlen ("role/"));

  for (guint r = 0; r < self->key->rows->len; r++)
    if (self->group[r] == group)
      {
        EntIdentity identity = { self->key, row_at (self, r), g_string_chunk_insert_const (chunk, node),
                                 "other field than others of the name", 0.75 };

        g_array_append_val (identities, identity);
      }
}

/**
 * ent_identity_split: (skip)
 * @block: entities whose keys are alike
 * @fields: what tells of which field
 * @key: one of the keys
 * @chunk: where strings are put that the result needs
 * @identities: (element-type EntIdentity): what is found is added to it
 *
 * Keeps people of one name apart: "person/john-smith-senator", "person/john-smith-goalkeeper". Documents that do not
 * tell which of them they mean keep the name alone.
 */
void
ent_identity_split (const EntBlock *block, EntFields *fields, const EntBlockKey *key, GStringChunk *chunk,
                    GArray *identities)
{
  g_autofree guint *group = g_new (guint, key->rows->len + 1), *sizes = g_new0 (guint, key->rows->len + 1);
  g_autofree const gchar **roles = g_new0 (const gchar *, key->rows->len + 1);
  Splitting self = { fields, key, group };
  guint n = 0, most = 0;

  if (key->rows->len < 2 || !is_frequent (block, key))
    return;
  group_rows (&self);
  for (guint r = 0; r < key->rows->len; r++)
    if (group[r] == r)
      {
        sizes[r] = measure_group (&self, r, &roles[r]);
        most = MAX (most, sizes[r]);
      }
  for (guint r = 0; r < key->rows->len; r++)
    n += sizes[r] && sizes[r] * STRAY >= most;
  for (guint r = 0; r < key->rows->len && n > 1; r++)
    if (sizes[r] && sizes[r] * STRAY >= most)
      add_group (&self, r, roles[r], chunk, identities);
}
