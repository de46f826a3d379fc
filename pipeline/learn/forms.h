/* What the learned stages see of a word by itself: its form, shape and affixes, and what raw text tells of it. */
#pragma once

#include "pipeline/learn/words.h"
#include <entente/document.h>

G_BEGIN_DECLS

#define ENT_LONGEST_AFFIX 4

typedef struct
{
  guint64 form;
  guint64 lower;   /* lower case, digits as 0: `form` itself where nothing changes */
  guint64 folded;  /* the same by characters, as the affixes are */
  guint64 shape;   /* "Xxxx00" */
  guint64 outline; /* the same with runs as one: "Xx0" */
  guint64 prefixes[ENT_LONGEST_AFFIX];
  guint64 suffixes[ENT_LONGEST_AFFIX];
  EntWord known;
  EntWord otherwise; /* the same of a capitalised word in lower case, and of an unknown one with a capital */
} EntWordForm;

/* One a token. `classes` may be NULL */
EntWordForm *ent_word_forms_new (const gchar *text, const EntToken *tokens, guint n_tokens, const EntWords *classes);

guint64 ent_hash_bytes (const gchar *bytes, gsize n);

/* A hash of a value with another; what a template's number makes of a feature's value, too */
static inline guint64
ent_hash_mix (guint64 a, guint64 b)
{
  guint64 hash = (a ^ (b + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);

  return (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
}

G_END_DECLS
