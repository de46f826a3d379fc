/* What was read of rule files, and the memory that it is in. */
#include "stages/rules/syntax.h"

static void
free_pointers (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
free_array (gpointer data)
{
  g_array_unref (data);
}

typedef struct
{
  gpointer data;
  GDestroyNotify free;
} Kept;

static void
free_kept (gpointer data)
{
  Kept *kept = data;

  kept->free (kept->data);
  g_free (kept);
}

gpointer
rules_keep_with (RuleSyntax *self, gpointer data, GDestroyNotify notify)
{
  Kept kept = { data, notify };

  g_ptr_array_add (self->kept, g_memdup2 (&kept, sizeof kept));
  return data;
}

gpointer
rules_keep (RuleSyntax *self, gsize size)
{
  return rules_keep_with (self, g_malloc0 (size), g_free);
}

GArray *
rules_keep_array (RuleSyntax *self, gsize size)
{
  return rules_keep_with (self, g_array_new (FALSE, TRUE, size), free_array);
}

GPtrArray *
rules_keep_pointers (RuleSyntax *self)
{
  return rules_keep_with (self, g_ptr_array_new (), free_pointers);
}

RuleSyntax *
rules_syntax_new (void)
{
  RuleSyntax *self = g_new0 (RuleSyntax, 1);

  self->errors = rules_errors_new ();
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rules_source_free);
  self->lexemes = g_ptr_array_new_with_free_func (free_array);
  self->parts = g_hash_table_new (g_str_hash, g_str_equal);
  self->kept = g_ptr_array_new_with_free_func (free_kept);
  self->strings = g_string_chunk_new (4096);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->types = rules_keep_pointers (self);
  self->lets = rules_keep_pointers (self);
  self->lists = rules_keep_pointers (self);
  self->rules = rules_keep_pointers (self);
  return self;
}

void
rules_syntax_free (RuleSyntax *self)
{
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->parts);
  g_ptr_array_unref (self->lexemes);
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->sources);
  g_string_chunk_free (self->strings);
  rules_errors_free (self->errors);
  g_free (self);
}

void
rules_syntax_add_type (RuleSyntax *self, const gchar *type)
{
  if (!rules_syntax_has_type (self, type))
    g_ptr_array_add (self->types, g_string_chunk_insert_const (self->strings, type));
}

gboolean
rules_syntax_has_type (RuleSyntax *self, const gchar *type)
{
  for (guint i = 0; i < self->types->len; i++)
    if (g_str_equal (self->types->pdata[i], type))
      return TRUE;
  return FALSE;
}
