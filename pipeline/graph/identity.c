#include "pipeline/graph/identity.h"

#include "pipeline/graph/choice.h"
#include "pipeline/graph/spelling.h"

#include <math.h>
#include <string.h>

/* What contexts must have in common for two spellings of a name to be one person, and for a surname alone */
#define SHARED_BY_SPELLINGS 1
#define SHARED_BY_SURNAME 2

/* Consonants of a name that few bear, for which half of it is enough, and of one where a slip of a letter needs none */
#define RARE 7
#define UNIQUE 9

/* How many times as many documents a surname alone may have as the full name, and an acronym as there are that tell
 * what it is short for */
#define KNOWN 2
#define TOLD_OFTEN 8

/* Documents that must tell what an acronym is short for, or contexts show it, where it is a short one; where it is of
 * LONG letters, one document is enough */
#define TOLD_ENOUGH 4
#define LONG 4

/* Two keys that may be one */
typedef struct
{
  guint from;
  guint to;
  const gchar *reason;
  gdouble score;
  gboolean is_acronym; /* `from` is the acronym of `to`, and does not give the node its key */
} Link;

typedef struct
{
  const EntBlock *block;
  const EntSpellingWords *words;
  EntDifferent *different;
  GArray *links;
  guint *group;         /* of each key: the first key of its group */
  gboolean *is_acronym; /* of each key */
  const Link **link;    /* of each key: the best that it has in its group, NULL where it is alone */
} Finding;

static const EntBlockKey *
key_at (const Finding *self, guint i)
{
  return self->block->keys->pdata[i];
}

static gdouble
shared_context (const EntBlockKey *a, const EntBlockKey *b)
{
  return ent_block_shared_context (a, a->context, b->context);
}

/* From what is in common to a score: 1 gives 0.75, more approaches 1 */
static gdouble
score_of (gdouble shared)
{
  return 1 - 0.5 * pow (2, -shared);
}

static void
add_link (Finding *self, guint from, guint to, const gchar *reason, gdouble score, gboolean is_acronym)
{
  Link link = { from, to, reason, score, is_acronym };

  g_array_append_val (self->links, link);
}

/* What contexts must have in common for two names that are alike */
static gdouble
needed (const EntBlockKey *a, const EntBlockKey *b, gboolean alone)
{
  guint weight = ent_spelling_weight (a->parts, b->parts);

  return alone && weight >= UNIQUE && ent_spelling_is_slip (a->parts, b->parts) ? 0
         : weight >= RARE                                                       ? SHARED_BY_SPELLINGS / 2.0
                                                                                : SHARED_BY_SPELLINGS;
}

static void
find_variants (Finding *self, guint i)
{
  const EntBlockKey *a = key_at (self, i);

  for (guint k = i + 1; k < self->block->keys->len; k++)
    {
      const EntBlockKey *b = key_at (self, k);
      gdouble shared;

      if (a->initial != b->initial
          || ent_spelling_compare_persons (self->words, a->parts, b->parts) != ENT_SPELLING_VARIANT
          || ent_block_meet (a, b))
        continue;
      shared = shared_context (a, b);
      if (shared >= needed (a, b, TRUE))
        add_link (self, i, k, shared > 0 ? "spelling and context" : "spelling of a rare name", score_of (shared + 0.5),
                  FALSE);
    }
}

static void
find_longer (Finding *self, guint i)
{
  const EntBlockKey *a = key_at (self, i);
  EntChoice choice = { .best = -1 };

  for (guint k = 0; k < self->block->keys->len; k++)
    {
      const EntBlockKey *b = key_at (self, k);

      if (k != i && a->initial == b->initial
          && ent_spelling_compare_persons (self->words, a->parts, b->parts) == ENT_SPELLING_SHORTER
          && !ent_block_meet (a, b))
        ent_choice_add (&choice, k, shared_context (a, b));
    }
  if (choice.best >= 0 && ent_choice_is_clear (&choice, needed (a, key_at (self, choice.best), FALSE)))
    add_link (self, i, choice.best, "shorter name and context", score_of (choice.most), FALSE);
}

static gboolean
is_called (const EntBlockKey *full, const EntBlockKey *acronym, guint *n_documents)
{
  *n_documents = GPOINTER_TO_UINT (g_hash_table_lookup (full->aliases, acronym->parts[0]));
  return *n_documents > 0;
}

/* An acronym: how many documents tell what it is short for, and what it has in common with it */
static void
find_full (Finding *self, guint i)
{
  const EntBlockKey *a = key_at (self, i);
  EntChoice choice = { .best = -1 };
  gboolean is_told = FALSE;
  gdouble enough;

  if (a->parts[1])
    return;
  for (guint k = 0; k < self->block->keys->len; k++)
    {
      const EntBlockKey *b = key_at (self, k);
      guint told;

      if (k == i || !ent_spelling_is_acronym_of (self->words, a->parts, b->parts))
        continue;
      is_told |= is_called (b, a, &told);
      ent_choice_add (&choice, k, told + shared_context (a, b));
    }
  enough = MAX (TOLD_ENOUGH, (gdouble) g_hash_table_size (a->documents) / TOLD_OFTEN);
  if (ent_choice_is_clear (&choice, is_told && strlen (a->parts[0]) >= LONG ? 1 : enough))
    add_link (self, i, choice.best, "acronym", score_of (choice.most), TRUE);
}

static gboolean
is_short_word (const EntBlockKey *key)
{
  return !key->parts[1] && strlen (key->parts[0]) <= LONG;
}

/* The same name but for the form of the company; what is left of it may be a word that others have, too: "CPC" */
static void
find_forms (Finding *self, guint i)
{
  const EntBlockKey *a = key_at (self, i);

  for (guint k = i + 1; k < self->block->keys->len; k++)
    {
      const EntBlockKey *b = key_at (self, k);
      gboolean is_word = is_short_word (a) || is_short_word (b);

      if (g_str_equal (a->plain, b->plain) && ent_spelling_is_same_organisation (self->words, a->parts, b->parts)
          && (!is_word || shared_context (a, b) >= SHARED_BY_SPELLINGS))
        add_link (self, i, k, "form of the name", 0.95, FALSE);
    }
}

static gint
compare_links (gconstpointer a, gconstpointer b)
{
  const Link *one = a, *other = b;

  if (one->score != other->score)
    return one->score < other->score ? 1 : -1;
  return one->from == other->from ? (gint) one->to - (gint) other->to : (gint) one->from - (gint) other->from;
}

static gboolean
keys_differ (const Finding *self, const EntBlockKey *a, const EntBlockKey *b)
{
  return ent_decisions_differ (self->different, a->key, b->key)
         || (!g_str_has_prefix (a->key, "person/") && ent_spelling_have_other_forms (self->words, a->parts, b->parts));
}

/* Whether a member of one group is known to be another than one of the other */
static gboolean
groups_differ (const Finding *self, guint one, guint other)
{
  for (guint i = 0; i < self->block->keys->len; i++)
    for (guint k = 0; k < self->block->keys->len && self->group[i] == one; k++)
      if (self->group[k] == other && keys_differ (self, key_at (self, i), key_at (self, k)))
        return TRUE;
  return FALSE;
}

static void
join (Finding *self, const Link *link)
{
  guint one = self->group[link->from], other = self->group[link->to], to = MIN (one, other);

  if (one == other || groups_differ (self, one, other))
    return;
  for (guint i = 0; i < self->block->keys->len; i++)
    if (self->group[i] == one || self->group[i] == other)
      self->group[i] = to;
  self->is_acronym[link->from] |= link->is_acronym;
}

/* The key of a group is the one that most mentions have, but no acronym where there is a full name */
static const EntBlockKey *
head_of (const Finding *self, guint group)
{
  const EntBlockKey *head = NULL;
  gboolean head_is_acronym = TRUE;

  for (guint i = 0; i < self->block->keys->len; i++)
    {
      const EntBlockKey *key = key_at (self, i);

      if (self->group[i] != group)
        continue;
      if (!head || (head_is_acronym && !self->is_acronym[i])
          || (head_is_acronym == self->is_acronym[i] && key->names > head->names))
        {
          head = key;
          head_is_acronym = self->is_acronym[i];
        }
    }
  return head;
}

/* The best link that a key has says why it is in its group. They are sorted by how good they are. */
static void
choose_links (Finding *self)
{
  for (guint l = 0; l < self->links->len; l++)
    {
      const Link *link = &g_array_index (self->links, Link, l);

      if (self->group[link->from] != self->group[link->to])
        continue;
      if (!self->link[link->from])
        self->link[link->from] = link;
      if (!self->link[link->to])
        self->link[link->to] = link;
    }
}

static void
add_identities (const Finding *self, GArray *identities)
{
  for (guint i = 0; i < self->block->keys->len; i++)
    {
      const Link *link = self->link[i];
      const EntBlockKey *head = link ? head_of (self, self->group[i]) : NULL;

      if (link && head != key_at (self, i))
        {
          EntIdentity identity = { key_at (self, i), NULL, head->key, link->reason, link->score };

          g_array_append_val (identities, identity);
        }
    }
}

static gboolean
is_in (const EntBlockKey *key, gint64 document)
{
  return g_hash_table_contains (key->documents, &document);
}

static GHashTable *
set_of (gchar **items)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *items; items++)
    g_hash_table_add (set, *items);
  return set;
}

/* What is rather known by the one word ("Wii", "Ferrari") is no surname */
static gboolean
is_as_frequent (const EntBlockKey *person, const EntBlockKey *surname)
{
  return g_hash_table_size (person->documents) * KNOWN >= g_hash_table_size (surname->documents);
}

/* A surname alone, in one document: whose it is, by what stands beside it */
static void
find_person (const Finding *self, guint i, const EntBlockRow *row, GArray *identities)
{
  g_autoptr (GHashTable) context = set_of (row->context);
  const EntBlockKey *surname = key_at (self, i);
  g_autofree gdouble *strengths = g_new0 (gdouble, self->block->keys->len); /* of each group */
  EntChoice choice = { .best = -1 };

  for (guint k = 0; k < self->block->keys->len; k++)
    {
      const EntBlockKey *person = key_at (self, k);

      if (ent_spelling_is_surname_of (self->words, surname->parts, person->parts) && !is_in (person, row->document)
          && is_as_frequent (person, surname) && !ent_decisions_differ (self->different, surname->key, person->key))
        strengths[self->group[k]]
            = MAX (strengths[self->group[k]], ent_block_shared_context (person, context, person->context));
    }
  for (guint k = 0; k < self->block->keys->len; k++)
    if (strengths[k] > 0)
      ent_choice_add (&choice, k, strengths[k]);
  if (ent_choice_is_clear (&choice, SHARED_BY_SURNAME))
    {
      EntIdentity identity
          = { surname, row, head_of (self, choice.best)->key, "surname and context", score_of (choice.most - 1) };

      g_array_append_val (identities, identity);
    }
}

static void
find_links (Finding *self)
{
  for (guint i = 0; i < self->block->keys->len; i++)
    {
      const EntBlockKey *key = key_at (self, i);
      gboolean is_person = g_str_has_prefix (key->key, "person/");

      if (is_person && key->parts[1])
        {
          find_variants (self, i);
          find_longer (self, i);
        }
      if (!is_person)
        {
          find_forms (self, i);
          find_full (self, i);
        }
    }
  g_array_sort (self->links, compare_links);
}

/**
 * ent_identity_find: (skip)
 * @block: entities whose keys are alike
 * @different: keys that a user has said to be different
 * @language: what is known of it
 * @chunk: where strings are put that the result needs
 *
 * Names of persons are brought together where they are spelt alike and their contexts have enough in common, and where
 * no document has both; a name that is short for another ("George Bush"), or a surname alone, where it is clear for
 * which. Organisations are where one is the acronym of the other and documents say so or contexts show it, or where
 * only the form of the company differs.
 *
 * Returns: (transfer full) (element-type EntIdentity): what is another node than its key says; the strings are those of
 * @block and @chunk
 */
GArray *
ent_identity_find (const EntBlock *block, EntDifferent *different, const EntLanguage *language, GStringChunk *chunk)
{
  GArray *identities = g_array_new (FALSE, FALSE, sizeof (EntIdentity));
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (Link));
  g_autofree guint *group = g_new (guint, block->keys->len + 1);
  g_autofree gboolean *is_acronym = g_new0 (gboolean, block->keys->len + 1);
  g_autofree const Link **link = g_new0 (const Link *, block->keys->len + 1);
  Finding self = { block, language->spelling, different, links, group, is_acronym, link };

  for (guint i = 0; i < block->keys->len; i++)
    group[i] = i;
  find_links (&self);
  for (guint l = 0; l < links->len; l++)
    join (&self, &g_array_index (links, Link, l));
  choose_links (&self);
  add_identities (&self, identities);
  for (guint i = 0; i < block->keys->len; i++)
    {
      const EntBlockKey *key = block->keys->pdata[i];

      if (!g_str_has_prefix (key->key, "person/"))
        continue;
      for (guint r = 0; r < key->rows->len && !key->parts[1]; r++)
        find_person (&self, i, &g_array_index (key->rows, EntBlockRow, r), identities);
      if (key->parts[1] && !link[i])
        ent_identity_split (block, language->fields, key, chunk, identities);
    }
  return identities;
}
