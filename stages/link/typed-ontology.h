/* Which labels may hold between which types of entities: no pair of others is asked about. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Types of the head and of the tail, as hashes, and the labels that were seen between them */
typedef struct
{
  guint64 types;
  GArray *labels; /* guint16, each once, in order */
} TypedSignature;

typedef struct
{
  GArray *signatures; /* TypedSignature, by their hashes */
  GString *text;      /* a line for each label and signature: "LABEL\tHEAD\tTAIL\n" */
} TypedOntology;

TypedOntology *typed_ontology_new (void);
void typed_ontology_free (TypedOntology *self);
void typed_ontology_add (TypedOntology *self, guint label, const gchar *name, const gchar *head, const gchar *tail);
/* From its text; FALSE where that is damaged */
gboolean typed_ontology_read (TypedOntology *self, const gchar *text, const gchar *const *labels, guint n_labels);
/* The labels between two types, or NULL */
const GArray *typed_ontology_find (const TypedOntology *self, guint64 types);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TypedOntology, typed_ontology_free)

G_END_DECLS
