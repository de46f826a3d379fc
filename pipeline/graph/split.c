/* Identities, the other way: several people of one name. Documents whose contexts share a name speak of one person.
 * Groups of documents that share none are several people only where they contradict each other: by years of birth, or
 * by the fields that they tell of ("senator", "goalkeeper") where also the surname is a frequent one and no group is a
 * stray document beside the many of somebody well known. */
#include "pipeline/graph/identity.h"

#include "pipeline/graph/spelling.h"

#include <string.h>

/* Given names that the surname must have in the graph, to be frequent */
#define FREQUENT 3

/* How many times as many documents the greatest group may have, where only fields tell them apart */
#define STRAY 4

/* Ages and dates of documents tell a year of birth up to this */
#define YEARS 2

/* Documents of a key that speak of one person */
typedef struct
{
  guint n;
  guint fields;    /* a bit for each, see fields.h */
  guint n_others;  /* in their contexts, but roles and years */
  gint first_born; /* 0: not known */
  gint last_born;
} Group;

typedef struct
{
  EntFields *fields;
  GPtrArray *known; /* the fields that documents tell of: the first is bit 0 */
  const EntBlockKey *key;
  guint *group;  /* of each row: the first row of its group */
  Group *groups; /* at the first row of each */
  gboolean is_frequent;
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

/* More than 32 fields share bits, so that fewer people are told apart */
static guint
bit_of (const Splitting *self, const gchar *field)
{
  guint i;

  if (!field)
    return 0;
  if (!g_ptr_array_find (self->known, field, &i))
    {
      i = self->known->len;
      g_ptr_array_add (self->known, (gpointer) field);
    }
  return 1u << i % 32;
}

static void
read_item (const Splitting *self, Group *group, const gchar *item)
{
  gint year;

  if (g_str_has_prefix (item, "role/"))
    group->fields |= bit_of (self, ent_fields_get (self->fields, item));
  else if (g_str_has_prefix (item, "born/"))
    {
      year = atoi (item + strlen ("born/"));
      group->first_born = group->first_born ? MIN (group->first_born, year) : year;
      group->last_born = MAX (group->last_born, year);
    }
  else
    group->n_others += *item != '\0';
}

static void
merge_groups (Group *to, const Group *from)
{
  to->n += from->n;
  to->fields |= from->fields;
  to->n_others += from->n_others;
  if (from->first_born && (!to->first_born || from->first_born < to->first_born))
    to->first_born = from->first_born;
  to->last_born = MAX (to->last_born, from->last_born);
}

static gboolean
have_other_births (const Group *a, const Group *b)
{
  return a->first_born && b->first_born
         && (a->first_born > b->last_born + YEARS || b->first_born > a->last_born + YEARS);
}

static gboolean
have_other_fields (const Group *a, const Group *b)
{
  return a->fields && b->fields && !(a->fields & b->fields);
}

static void
join (Splitting *self, guint a, guint b)
{
  guint one = self->group[a], other = self->group[b], to = MIN (one, other), from = MAX (one, other);

  if (one == other || have_other_births (&self->groups[one], &self->groups[other]))
    return;
  merge_groups (&self->groups[to], &self->groups[from]);
  for (guint r = 0; r < self->key->rows->len; r++)
    if (self->group[r] == from)
      self->group[r] = to;
}

/* Rows that share an item are of one group. `common`: countries, roles and years count, too, but not against what the
 * groups say of roles. */
static void
join_rows (Splitting *self, gboolean common)
{
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint r = 0; r < self->key->rows->len; r++)
    for (gchar **item = row_at (self, r)->context; *item; item++)
      {
        gpointer known;

        if (!**item || (!common && ent_block_is_common (*item)))
          continue;
        if (!g_hash_table_lookup_extended (first, *item, NULL, &known))
          g_hash_table_insert (first, *item, GUINT_TO_POINTER (r));
        else if (!common
                 || !have_other_fields (&self->groups[self->group[r]],
                                        &self->groups[self->group[GPOINTER_TO_UINT (known)]]))
          join (self, r, GPOINTER_TO_UINT (known));
      }
}

static void
group_rows (Splitting *self)
{
  for (guint r = 0; r < self->key->rows->len; r++)
    {
      self->group[r] = r;
      self->groups[r].n = 1;
      for (gchar **item = row_at (self, r)->context; *item; item++)
        read_item (self, &self->groups[r], *item);
    }
  join_rows (self, FALSE);
  join_rows (self, TRUE);
}

static gboolean
are_others (const Splitting *self, const Group *a, const Group *b)
{
  if (have_other_births (a, b))
    return TRUE;
  return self->is_frequent && have_other_fields (a, b) && a->n_others && b->n_others && a->n * STRAY >= b->n
         && b->n * STRAY >= a->n;
}

/* The greatest group, then the greatest that is another than all before, and so on */
static GArray *
find_persons (const Splitting *self)
{
  GArray *persons = g_array_new (FALSE, FALSE, sizeof (guint));

  while (TRUE)
    {
      gint best = -1;

      for (guint r = 0; r < self->key->rows->len; r++)
        {
          gboolean fits = self->group[r] == r && (best < 0 || self->groups[r].n > self->groups[best].n);

          for (guint i = 0; i < persons->len && fits; i++)
            fits = are_others (self, &self->groups[r], &self->groups[g_array_index (persons, guint, i)]);
          if (fits)
            best = r;
        }
      if (best < 0)
        return persons;
      g_array_append_val (persons, best);
      if (persons->len == 1 && !self->groups[best].fields && !self->groups[best].first_born)
        return persons;
    }
}

/* How often the group has the item, which must be one that names a person: 0 for others */
static guint
count_item (const Splitting *self, guint group, const gchar *item, gboolean by_role)
{
  guint n = 0;

  if (by_role ? !ent_fields_get (self->fields, item) : !g_str_has_prefix (item, "born/"))
    return 0;
  for (guint r = 0; r < self->key->rows->len; r++)
    n += self->group[r] == group && g_strv_contains ((const gchar *const *) row_at (self, r)->context, item);
  return n;
}

/* The role that most documents of a group give, or the year of birth; the first in byte order of equal ones */
static const gchar *
name_group (const Splitting *self, guint group, gboolean by_role)
{
  const gchar *name = NULL;
  guint most = 0;

  for (guint r = 0; r < self->key->rows->len; r++)
    for (gchar **item = row_at (self, r)->context; *item && self->group[r] == group; item++)
      {
        guint n = count_item (self, group, *item, by_role);

        if (n > most || (n && n == most && strcmp (*item, name) < 0))
          {
            most = n;
            name = *item;
          }
      }
  return name ? strchr (name, '/') + 1 : NULL;
}

/* "person/john-marsh.senator": no name that the linker makes a key of has a full stop, so that no other has this key */
static void
add_person (const Splitting *self, guint group, const gchar *name, const gchar *reason, GStringChunk *chunk,
            GArray *identities)
{
  g_autofree gchar *slug = g_strdup (name);
  g_autofree gchar *node = NULL;

  g_strcanon (slug, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
  node = g_strdup_printf ("%s.%s", self->key->key, slug);
  for (guint r = 0; r < self->key->rows->len; r++)
    if (self->group[r] == group)
      {
        EntIdentity identity = { self->key, row_at (self, r), g_string_chunk_insert_const (chunk, node), reason,
                                 g_str_equal (reason, "other year of birth") ? 0.95 : 0.75 };

        g_array_append_val (identities, identity);
      }
}

/* All are named by what they are where all contradict each other in that, else by when they were born */
static void
add_persons (const Splitting *self, const GArray *persons, GStringChunk *chunk, GArray *identities)
{
  gboolean by_role = TRUE;

  for (guint i = 0; i < persons->len; i++)
    for (guint k = 0; k < i; k++)
      by_role = by_role
                && have_other_fields (&self->groups[g_array_index (persons, guint, i)],
                                      &self->groups[g_array_index (persons, guint, k)]);
  for (guint i = 0; i < persons->len; i++)
    {
      guint group = g_array_index (persons, guint, i);
      const gchar *name = name_group (self, group, by_role);

      if (name)
        add_person (self, group, name, by_role ? "other field and context" : "other year of birth", chunk, identities);
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
 * Keeps people of one name apart: "person/john-smith-writer", "person/john-smith-minister", or
 * "person/john-smith-1961" where only years of birth differ. Documents that do not tell which of them they mean keep
 * the name alone.
 */
void
ent_identity_split (const EntBlock *block, EntFields *fields, const EntBlockKey *key, GStringChunk *chunk,
                    GArray *identities)
{
  g_autofree guint *group = g_new (guint, key->rows->len + 1);
  g_autofree Group *groups = g_new0 (Group, key->rows->len + 1);
  g_autoptr (GArray) persons = NULL;
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  Splitting self = { fields, known, key, group, groups, is_frequent (block, key) };

  if (key->rows->len < 2)
    return;
  group_rows (&self);
  persons = find_persons (&self);
  if (persons->len > 1)
    add_persons (&self, persons, chunk, identities);
}
