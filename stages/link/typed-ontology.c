/* Signatures of relations, sorted by the hashes of their types. */
#include "stages/link/typed-ontology.h"

#include "stages/link/typed-text.h"
#include <string.h>

static void
clear_signature (gpointer data)
{
  g_array_unref (((TypedSignature *) data)->labels);
}

TypedOntology *
typed_ontology_new (void)
{
  TypedOntology *self = g_new0 (TypedOntology, 1);

  self->signatures = g_array_new (FALSE, FALSE, sizeof (TypedSignature));
  g_array_set_clear_func (self->signatures, clear_signature);
  self->text = g_string_new (NULL);
  return self;
}

void
typed_ontology_free (TypedOntology *self)
{
  g_array_unref (self->signatures);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* Where the signature is, or belongs */
static guint
find_place (const TypedOntology *self, guint64 types)
{
  guint low = 0, high = self->signatures->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->signatures, TypedSignature, middle).types < types)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

const GArray *
typed_ontology_find (const TypedOntology *self, guint64 types)
{
  guint at = find_place (self, types);
  const TypedSignature *found;

  if (at == self->signatures->len)
    return NULL;
  found = &g_array_index (self->signatures, TypedSignature, at);
  return found->types == types ? found->labels : NULL;
}

static gint
compare_labels (gconstpointer a, gconstpointer b)
{
  return (gint) * (const guint16 *) a - (gint) * (const guint16 *) b;
}

void
typed_ontology_add (TypedOntology *self, guint label, const gchar *name, const gchar *head, const gchar *tail)
{
  guint64 types = typed_signature (ent_hash_bytes (head, strlen (head)), ent_hash_bytes (tail, strlen (tail)));
  guint at = find_place (self, types);
  TypedSignature fresh = { types, NULL };
  const guint16 number = label;
  GArray *labels;

  if (!typed_ontology_find (self, types))
    {
      fresh.labels = g_array_new (FALSE, FALSE, sizeof (guint16));
      g_array_insert_val (self->signatures, at, fresh);
    }
  labels = g_array_index (self->signatures, TypedSignature, at).labels;
  for (guint i = 0; i < labels->len; i++)
    if (g_array_index (labels, guint16, i) == number)
      return;
  g_array_append_val (labels, number);
  g_array_sort (labels, compare_labels);
  g_string_append_printf (self->text, "%s\t%s\t%s\n", name, head, tail);
}

gboolean
typed_ontology_read (TypedOntology *self, const gchar *text, const gchar *const *labels, guint n_labels)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      guint y = 0;

      if (g_strv_length (fields) != 3)
        return FALSE;
      while (y < n_labels && strcmp (labels[y], fields[0]))
        y++;
      if (y == n_labels)
        return FALSE;
      typed_ontology_add (self, y, labels[y], fields[1], fields[2]);
    }
  return self->signatures->len > 0;
}
