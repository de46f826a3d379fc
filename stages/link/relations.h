/* Relations between the mentions of one sentence. Replaceable as a whole: entities do not know of them. */
#pragma once

#include "stages/link/clauses.h"

/* A relation found, before attribution */
typedef struct
{
  gint head;
  gint tail;
  const gchar *label;
  guint trigger; /* tokens [trigger, trigger_end) */
  guint trigger_end;
  guint8 modality;
  gboolean negated;
  gint source; /* who says so, where the rule itself knows; else ENT_NONE */
  gint place;
  gboolean nominal;  /* found without a verb */
  const gchar *rule; /* "link/svo" */
} Finding;

/* Adds to the relations of the document; @findings is the scratch array of the sentence */
void link_relations (EntDocument *doc, const Vocabulary *vocabulary);

/* The rules; each adds to @findings */
void link_find_verbal (const Sentence *self, GArray *findings, GStringChunk *labels);
void link_find_nominal (const Sentence *self, GArray *findings, GStringChunk *labels);

/* Adds one finding for each pair, up to the limit of a sentence */
void link_add_findings (GArray *findings, const Finding *pattern, const Arguments *heads, const Arguments *tails);

/* Sources of what the sentence says */
typedef struct
{
  gint speaker; /* or ENT_NONE, where somebody speaks who is no mention */
  guint first;  /* tokens [first, end) are what is said */
  guint end;
  gboolean denied;
  gboolean possible;
} Saying;

/* A quotation that is open at the end of a sentence goes on in the next */
typedef struct
{
  gint speaker;
  gboolean open;
} Quotation;

void link_find_sayings (const Sentence *self, GArray *sayings, Quotation *quotation);
void link_go_on_quoting (const Sentence *self, GArray *sayings, Quotation *quotation);
gboolean link_has_quote (const Sentence *self);
const Saying *link_saying_of (const GArray *sayings, guint trigger);
