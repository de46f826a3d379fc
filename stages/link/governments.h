/* What is known of governments: the capitals and houses that they are called by, their bodies, and what they do. */
#pragma once

#include "stages/link/names.h"

G_BEGIN_DECLS

typedef enum
{
  GOVERNMENT_BODY = 1 << 0,   /* "officials", by form */
  GOVERNMENT_EXCEPT = 1 << 1, /* "former", which makes a body none */
  GOVERNMENT_ACT = 1 << 2,    /* verbs of which it is the subject */
  GOVERNMENT_NO_ACT = 1 << 3, /* verbs of which a town is, too */
  GOVERNMENT_TARGET = 1 << 4, /* verbs of which it is the object */
  GOVERNMENT_STATE = 1 << 5,  /* adjectives */
  GOVERNMENT_DEED = 1 << 6,   /* nouns of what it does or has */
  GOVERNMENT_TIE = 1 << 7,    /* nouns of what is between it and others */
  GOVERNMENT_ONE = 1 << 8     /* "official", by form: someone who may speak for it */
} GovernmentWord;

typedef struct _LinkGovernments LinkGovernments;

LinkGovernments *link_governments_load (EntStage *stage, const Names *names, GError **error);
void link_governments_free (LinkGovernments *self);

/* The key of the country whose government a capital, its seat or house stands for; g_free() it; NULL for none */
gchar *link_governments_seat (const LinkGovernments *self, const gchar *name);
/* The key of a country, or of that of a people; g_free() it; NULL for none */
gchar *link_governments_country (const LinkGovernments *self, const gchar *name);
/* The same of a house alone, which unlike a capital has no officials but the government's */
gchar *link_governments_house (const LinkGovernments *self, const gchar *name);
gboolean link_governments_know (const LinkGovernments *self, GovernmentWord class, const gchar *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkGovernments, link_governments_free)

G_END_DECLS
