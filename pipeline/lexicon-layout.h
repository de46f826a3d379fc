/* The lexicon file, byte for byte: what lexicon-writer.c writes and lexicon.c maps. All numbers little-endian, all
 * sections at multiples of 8 bytes, in the order below. */
#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

#define LEXICON_MAGIC "ENTLEXIC"
#define LEXICON_VERSION 1
#define LEXICON_ALIGN 8

/* Slots are an open-addressed hash table with linear probing over the case-folded phrases and over each prefix of
 * them that may end a token; entries give a phrase's first sense (one more stands at the end); strings are one pool
 * of NUL-terminated UTF-8 that begins with "". */
typedef struct
{
  gchar magic[8];
  guint32 version;
  guint32 n_types;
  guint32 n_slots;
  guint32 n_entries;
  guint32 n_senses;
  guint32 n_strings; /* bytes of the pool */
  guint64 size;      /* bytes of the whole file */
  guint64 checksum;  /* ent_checksum() of all that follows the head */
} LexiconHead;

/* node: 0 empty, else LEXICON_CONTINUES if longer phrases begin so, and entry + 1 if a phrase ends here */
typedef struct
{
  guint32 tag;
  guint32 node;
} LexiconSlot;

#define LEXICON_CONTINUES 0x80000000u

typedef struct
{
  guint32 form;        /* in the pool: the phrase as written */
  guint32 key;         /* in the pool */
  guint32 type_weight; /* type in the low 8 bits, weight above */
} LexiconSense;

#define LEXICON_MAX_TYPES 64
#define LEXICON_MAX_WEIGHT 0xffffffu

static inline gsize
lexicon_align (gsize size)
{
  return (size + LEXICON_ALIGN - 1) / LEXICON_ALIGN * LEXICON_ALIGN;
}

/* FNV-1a over folded code points: Fowler, Noll, Vo; offset and prime of the 64-bit variant */
#define LEXICON_HASH_START G_GUINT64_CONSTANT (14695981039346656037)

static inline guint64
lexicon_hash_char (guint64 hash, gunichar c)
{
  return (hash ^ c) * G_GUINT64_CONSTANT (1099511628211);
}

/* FNV's low bits are good and its high bits poor: fold them before scaling to the number of slots */
static inline guint32
lexicon_slot_of (guint64 hash, guint32 n_slots)
{
  guint64 mixed = (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint32) (((mixed >> 32) * n_slots) >> 32);
}

/* How case and apostrophes are levelled: the same for phrases and texts */
static inline gunichar
lexicon_fold (gunichar c)
{
  if (c < 0x80)
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return c == 0x2019 ? '\'' : g_unichar_tolower (c);
}

/* Ends at an invalid byte as if the text ended there; moves @p past the character */
static inline gunichar
lexicon_next (const gchar **p, const gchar *end)
{
  gunichar c = (guchar) * *p;

  if (c < 0x80)
    {
      (*p)++;
      return c;
    }
  c = g_utf8_get_char_validated (*p, end - *p);
  *p = c >= (gunichar) -2 ? end : g_utf8_next_char (*p);
  return c;
}

G_END_DECLS
