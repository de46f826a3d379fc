/* Joins the forms of names that stand for one thing. Each rule looks forms up in one table, so that all of it is
 * linear in the number of names; a table entry that two entities claim joins nothing. */
#include "stages/link/groups.h"

#include <string.h>

/* Words of a name of an organisation; longer ones are not told apart by length */
#define MAX_NAME 8

/* An entry of a table that more than one entity claims */
#define AMBIGUOUS G_MAXUINT

Form *
link_form_at (const Grouping *self, guint f)
{
  return &g_array_index (self->forms, Form, f);
}

guint
link_root (const Grouping *self, guint form)
{
  while (link_form_at (self, form)->parent != form)
    {
      link_form_at (self, form)->parent = link_form_at (self, link_form_at (self, form)->parent)->parent;
      form = link_form_at (self, form)->parent;
    }
  return form;
}

const Form *
link_keyed_form (const Grouping *self, guint form)
{
  guint keyed = link_form_at (self, link_root (self, form))->keyed;

  return keyed ? link_form_at (self, keyed - 1) : NULL;
}

/* The lower number is the root: but for keys, the order of joining does not matter */
void
link_join (Grouping *self, guint a, guint b)
{
  guint root_a = link_root (self, a);
  guint root_b = link_root (self, b);
  Form *root = link_form_at (self, MIN (root_a, root_b)), *other = link_form_at (self, MAX (root_a, root_b));
  const Form *keyed_a = link_keyed_form (self, a), *keyed_b = link_keyed_form (self, b);

  if (keyed_a && keyed_b && keyed_a->key != keyed_b->key)
    return;
  if (!root->keyed)
    root->keyed = other->keyed;
  other->parent = MIN (root_a, root_b);
}

GHashTable *
link_claims_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Claims a key for a form; values are form + 1 */
void
link_claim (const Grouping *self, GHashTable *table, gchar *key, guint f)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (table, key));

  if (!known)
    g_hash_table_insert (table, key, GUINT_TO_POINTER (f + 1));
  else
    {
      if (known != AMBIGUOUS && link_root (self, known - 1) != link_root (self, f))
        g_hash_table_insert (table, g_strdup (key), GUINT_TO_POINTER (AMBIGUOUS));
      g_free (key);
    }
}

/* The form that claims a key, or -1 */
gint
link_claimant (GHashTable *table, const gchar *key)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (table, key));

  return known == 0 || known == AMBIGUOUS ? -1 : (gint) known - 1;
}

gboolean
link_form_is (const Grouping *self, const Form *form, const gchar *type)
{
  return g_str_equal (ent_document_get_string (self->doc, form->type), type);
}

/* Names that rules give one key */
static void
join_keys (Grouping *self)
{
  g_autoptr (GHashTable) first = g_hash_table_new (NULL, NULL); /* key → form + 1 */

  for (guint f = 0; f < self->forms->len; f++)
    {
      Form *form = link_form_at (self, f);
      gpointer key = GUINT_TO_POINTER (form->key);
      guint known = key ? GPOINTER_TO_UINT (g_hash_table_lookup (first, key)) : 0;

      form->keyed = key ? f + 1 : 0;
      if (known)
        link_join (self, f, known - 1);
      else if (key)
        g_hash_table_insert (first, key, GUINT_TO_POINTER (f + 1));
    }
}

/* "U.S." and "America"; "Iranian" and "Iranians" */
static void
join_countries (Grouping *self)
{
  g_autoptr (GHashTable) table = link_claims_new ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      g_autofree gchar *key = form->code ? link_typed_key (form->type, form->code) : NULL;
      gint other = key ? link_claimant (table, key) : -1;

      if (other >= 0)
        link_join (self, f, other);
      else if (key)
        link_claim (self, table, g_steal_pointer (&key), f);
    }
}

/* A country may well be named beside its team, or its government: "France" */
static gboolean
may_be_two (const Form *form, const Form *best)
{
  return (form->code || best->code) && form->support * CLEARLY > best->support;
}

/* One spelling, two types: a tagger's slip, but where both are well supported */
static void
join_types (Grouping *self)
{
  g_autoptr (GHashTable) table = link_claims_new ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      guint best = GPOINTER_TO_UINT (g_hash_table_lookup (table, form->folded));

      if (!best || link_form_at (self, best - 1)->support < form->support)
        g_hash_table_insert (table, g_strdup (form->folded), GUINT_TO_POINTER (f + 1));
    }
  for (guint f = 0; f < self->forms->len; f++)
    {
      guint best = GPOINTER_TO_UINT (g_hash_table_lookup (table, link_form_at (self, f)->folded)) - 1;

      if (!may_be_two (link_form_at (self, f), link_form_at (self, best)))
        link_join (self, f, best);
    }
}

/* The first letters of the words as written ("Co-operation" is one), with or without those that acronyms pass over */
static gchar *
initials (const Grouping *self, const Form *form, gboolean all)
{
  const gchar *surface = g_array_index (self->variants, Variant, form->variant).surface;
  g_auto (GStrv) words = g_strsplit (surface, " ", -1);
  g_autoptr (GString) letters = g_string_new (NULL);

  for (guint i = 0; words[i]; i++)
    {
      g_autofree gchar *folded = link_fold (words[i]);

      if (*folded && (all || !(link_name_class (self->names, folded, strlen (folded)) & NAME_SMALL)))
        g_string_append_unichar (letters, g_utf8_get_char (folded));
    }
  return g_strdup (letters->str);
}

static void
claim_initials (Grouping *self, GHashTable *table, guint f)
{
  const Form *form = link_form_at (self, f);

  for (guint all = 0; all < 2; all++)
    {
      g_autofree gchar *letters = initials (self, form, all);

      link_claim (self, table, link_typed_key (form->type, letters), f);
    }
}

/* "FSB" where the Federal Security Service is named without it */
static void
join_acronyms (Grouping *self)
{
  g_autoptr (GHashTable) table = link_claims_new ();

  for (guint f = 0; f < self->forms->len; f++)
    if (link_form_at (self, f)->n_words > 1 && !link_form_is (self, link_form_at (self, f), "Person"))
      claim_initials (self, table, f);
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      g_autofree gchar *key = link_typed_key (form->type, form->folded);
      gint full = form->acronym && form->n_words == 1 ? link_claimant (table, key) : -1;

      if (full >= 0 && (!form->code || !link_form_at (self, full)->code))
        link_join (self, f, full);
    }
}

/* "acme group" of "acme group inc"; NULL where the name has no suffix, or nothing else */
static gchar *
dup_stem (const Grouping *self, const gchar *folded)
{
  const gchar *space = strrchr (folded, ' ');

  if (!space || !(link_name_class (self->names, space + 1, strlen (space + 1)) & NAME_SUFFIX))
    return NULL;
  return g_strndup (folded, space - folded);
}

static void
claim_stems (Grouping *self, GHashTable *stems, GHashTable *firsts, guint f)
{
  const Form *form = link_form_at (self, f);
  g_autofree gchar *stem = NULL;

  for (stem = dup_stem (self, form->folded); stem;)
    {
      g_autofree gchar *longer = stem;

      link_claim (self, stems, g_strdup (longer), f);
      stem = dup_stem (self, longer);
    }
  link_claim (self, firsts, g_strndup (form->folded, strcspn (form->folded, " ")), f);
}

static void
join_part_of_organisation (Grouping *self, GHashTable *stems, GHashTable *firsts, guint f)
{
  const Form *form = link_form_at (self, f);
  gint full = link_claimant (stems, form->folded);

  if (full < 0 && form->n_words == 1 && !form->acronym
      && !link_is_place (self->names, g_array_index (self->variants, Variant, form->variant).surface))
    full = link_claimant (firsts, form->folded);
  if (full >= 0)
    link_join (self, f, full);
}

/* "Acme" for Acme Corp; for Acme Chemicals only if the word is no place's, and no two names begin with it. Longer names
 * first, so that "Acme Group" is Acme Group Inc before it claims "Acme" */
static void
join_parts_of_organisations (Grouping *self)
{
  g_autoptr (GHashTable) stems = link_claims_new ();
  g_autoptr (GHashTable) firsts = link_claims_new ();

  for (guint n = MAX_NAME; n > 0; n--)
    for (guint f = 0; f < self->forms->len; f++)
      if (link_form_is (self, link_form_at (self, f), "Organisation")
          && MIN (link_form_at (self, f)->n_words, MAX_NAME) == n)
        {
          join_part_of_organisation (self, stems, firsts, f);
          if (n > 1)
            claim_stems (self, stems, firsts, f);
        }
}

/* "Karelia" for the Republic of Karelia; of countries the lexicon tells, and the Republic of China is not China */
static void
join_states (Grouping *self)
{
  g_autoptr (GHashTable) states = link_claims_new ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      const gchar *of = strstr (form->folded, " of ");

      if (of && link_name_class (self->names, form->folded, of - form->folded) & NAME_STATE)
        link_claim (self, states, link_typed_key (form->type, g_str_has_prefix (of + 4, "the ") ? of + 8 : of + 4), f);
    }
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      g_autofree gchar *key = link_typed_key (form->type, form->folded);
      gint full = link_form_is (self, form, "Location") && !form->code ? link_claimant (states, key) : -1;

      if (full >= 0)
        link_join (self, f, full);
    }
}

/* "Maralit" of Typhoon Maralit; "Coast Guard" of the Sri Lanka Coast Guard */
static void
join_ends (Grouping *self)
{
  g_autoptr (GHashTable) ends = link_claims_new ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      const gchar *word = form->folded;
      const gchar *space;

      /* "European Union" is not what the Council of the European Union is called */
      for (guint n = 0; n < 3 && (space = strchr (word, ' ')); n++, word = space + 1)
        if (!(link_name_class (self->names, word, space - word) & NAME_SMALL))
          link_claim (self, ends, link_typed_key (form->type, space + 1), f);
    }
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      g_autofree gchar *key = link_typed_key (form->type, form->folded);
      gint full = link_claimant (ends, key);

      if (full < 0 || link_form_is (self, form, "Person") || link_form_is (self, form, "Location"))
        continue;
      if (form->n_words > 1 || !link_form_is (self, form, "Organisation"))
        link_join (self, f, full);
    }
}

void
link_join_forms (Grouping *self)
{
  join_keys (self);
  join_types (self);
  join_countries (self);
  link_join_aliases (self);
  join_acronyms (self);
  link_join_persons (self);
  join_parts_of_organisations (self);
  join_states (self);
  join_ends (self);
}
