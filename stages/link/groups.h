/* What the rules that join the forms of a document's names have in common: a table of claims, which is looked up once a
 * form, so that all of it is linear in the number of names; an entry that two entities claim joins nothing. */
#pragma once

#include "stages/link/entities.h"

/* A form is clearly better supported than another when its support is this many times as high */
#define CLEARLY 2

Form *link_form_at (const Grouping *self, guint f);
gboolean link_form_is (const Grouping *self, const Form *form, const gchar *type);
/* Forms that rules give other keys are never joined */
void link_join (Grouping *self, guint a, guint b);

GHashTable *link_claims_new (void);
/* Takes the key */
void link_claim (const Grouping *self, GHashTable *claims, gchar *key, guint f);
/* The form that claims a key, or -1 */
gint link_claimant (GHashTable *claims, const gchar *key);

/* persons.c: "Biden", "Joseph Biden" and "J. R. Biden" where Joseph R. Biden is named in full */
void link_join_persons (Grouping *self);
/* aliases.c: what the text itself says are two names of one thing */
void link_join_aliases (Grouping *self);
