/* Joins the forms of names that stand for one thing. Each rule looks forms up in one table, so that all of it is
 * linear in the number of names; a table entry that two entities claim joins nothing. */
#include "stages/link/entities.h"

#include <string.h>

/* A form is clearly better supported than another when its support is this many times as high */
#define CLEARLY 2

/* Words of a name of a person; longer ones are not told apart by length */
#define MAX_NAME 5

/* An entry of a table that more than one entity claims */
#define AMBIGUOUS G_MAXUINT

static Form *
form_at (const Grouping *self, guint f)
{
  return &g_array_index (self->forms, Form, f);
}

guint
link_root (const Grouping *self, guint form)
{
  while (form_at (self, form)->parent != form)
    {
      form_at (self, form)->parent = form_at (self, form_at (self, form)->parent)->parent;
      form = form_at (self, form)->parent;
    }
  return form;
}

/* The lower number is the root: the order of joining does not matter */
static void
join (Grouping *self, guint a, guint b)
{
  guint root_a = link_root (self, a);
  guint root_b = link_root (self, b);

  form_at (self, MAX (root_a, root_b))->parent = MIN (root_a, root_b);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Claims a key for a form; values are form + 1 */
static void
claim (const Grouping *self, GHashTable *table, gchar *key, guint f)
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
static gint
claimant (GHashTable *table, const gchar *key)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (table, key));

  return known == 0 || known == AMBIGUOUS ? -1 : (gint) known - 1;
}

static gboolean
is_type (const Grouping *self, const Form *form, const gchar *type)
{
  return g_str_equal (ent_document_get_string (self->doc, form->type), type);
}

/* "U.S." and "America"; "Iranian" and "Iranians" */
static void
join_countries (Grouping *self)
{
  g_autoptr (GHashTable) table = new_table ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = form_at (self, f);
      g_autofree gchar *key = form->code ? link_typed_key (form->type, form->code) : NULL;
      gint other = key ? claimant (table, key) : -1;

      if (other >= 0)
        join (self, f, other);
      else if (key)
        claim (self, table, g_steal_pointer (&key), f);
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
  g_autoptr (GHashTable) table = new_table ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = form_at (self, f);
      guint best = GPOINTER_TO_UINT (g_hash_table_lookup (table, form->folded));

      if (!best || form_at (self, best - 1)->support < form->support)
        g_hash_table_insert (table, g_strdup (form->folded), GUINT_TO_POINTER (f + 1));
    }
  for (guint f = 0; f < self->forms->len; f++)
    {
      guint best = GPOINTER_TO_UINT (g_hash_table_lookup (table, form_at (self, f)->folded)) - 1;

      if (!may_be_two (form_at (self, f), form_at (self, best)))
        join (self, f, best);
    }
}

/* Whether the letters of an acronym come one after the other in a name, the first at its start */
static gboolean
has_letters (const gchar *folded, const gchar *acronym)
{
  if (*folded != *acronym)
    return FALSE;
  for (; *folded && *acronym; folded++)
    acronym += *folded == *acronym;
  return !*acronym;
}

static gboolean
explains (const Grouping *self, guint full, guint acronym)
{
  const Form *name = form_at (self, full);
  const Form *brief = form_at (self, acronym);

  return brief->acronym && brief->n_words == 1 && name->n_words > 1
         && (name->type == brief->type || has_letters (name->folded, brief->folded));
}

static gint *
find_starts (const Grouping *self, guint n_tokens)
{
  gint *starts = g_new (gint, n_tokens + 1);

  for (guint t = 0; t <= n_tokens; t++)
    starts[t] = -1;
  for (guint m = 0; m < self->n_mentions; m++)
    if (self->variant_of[m] >= 0 && starts[self->mentions[m].first] < 0)
      starts[self->mentions[m].first] = m;
  return starts;
}

static guint
form_of (const Grouping *self, guint m)
{
  return g_array_index (self->variants, Variant, self->variant_of[m]).form;
}

/* "Federal Security Service (FSB)", "FSB (Federal Security Service)" */
static void
join_brackets (Grouping *self)
{
  guint n_tokens;
  const EntToken *tokens = ent_document_get_tokens (self->doc, &n_tokens);
  const gchar *text = ent_document_get_text (self->doc, NULL);
  g_autofree gint *starts = find_starts (self, n_tokens);

  for (guint m = 0; m < self->n_mentions; m++)
    {
      guint end = self->mentions[m].first + self->mentions[m].n;
      gint in = end + 2 < n_tokens && text[tokens[end].start] == '(' ? starts[end + 1] : -1;

      if (in < 0 || self->variant_of[m] < 0 || end + 1 + self->mentions[in].n >= n_tokens
          || text[tokens[end + 1 + self->mentions[in].n].start] != ')')
        continue;
      if (explains (self, form_of (self, m), form_of (self, in))
          || explains (self, form_of (self, in), form_of (self, m)))
        join (self, form_of (self, m), form_of (self, in));
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
  const Form *form = form_at (self, f);

  for (guint all = 0; all < 2; all++)
    {
      g_autofree gchar *letters = initials (self, form, all);

      claim (self, table, link_typed_key (form->type, letters), f);
    }
}

/* "FSB" where the Federal Security Service is named without it */
static void
join_acronyms (Grouping *self)
{
  g_autoptr (GHashTable) table = new_table ();

  for (guint f = 0; f < self->forms->len; f++)
    if (form_at (self, f)->n_words > 1 && !is_type (self, form_at (self, f), "Person"))
      claim_initials (self, table, f);
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = form_at (self, f);
      g_autofree gchar *key = link_typed_key (form->type, form->folded);
      gint full = form->acronym && form->n_words == 1 ? claimant (table, key) : -1;

      if (full >= 0 && (!form->code || !form_at (self, full)->code))
        join (self, f, full);
    }
}

/* "joseph r biden" and "joseph biden": the middle may be left out */
static void
join_middle_names (Grouping *self)
{
  g_autoptr (GHashTable) table = new_table ();

  for (guint round = 0; round < 2; round++)
    for (guint f = 0; f < self->forms->len; f++)
      {
        const Form *form = form_at (self, f);
        const gchar *first = strchr (form->folded, ' ');
        const gchar *last = strrchr (form->folded, ' ');
        g_autofree gchar *ends = NULL;
        gint longer;

        if (!is_type (self, form, "Person") || form->n_words < 2 || (round == 0) != (form->n_words > 2))
          continue;
        ends = g_strdup_printf ("%.*s%s", (int) (first - form->folded), form->folded, last);
        if (round == 0)
          claim (self, table, g_steal_pointer (&ends), f);
        else if ((longer = claimant (table, ends)) >= 0)
          join (self, f, longer);
      }
}

/* The names that end in what is claimed, of one to three words, and those that begin with it */
static void
claim_parts (Grouping *self, GHashTable *surnames, GHashTable *given, guint f)
{
  const Form *form = form_at (self, f);
  const gchar *end = form->folded + strlen (form->folded);
  guint n = 0;

  for (const gchar *p = end; p > form->folded && n < 3; p--)
    if (p[-1] == ' ')
      {
        claim (self, surnames, g_strdup (p), f);
        n++;
      }
  claim (self, given, g_strndup (form->folded, strcspn (form->folded, " ")), f);
}

static gboolean
may_be_person (const Grouping *self, const Form *form, const Form *full)
{
  if (form->type == full->type)
    return TRUE;
  return !form->acronym && !is_type (self, form, "Location") && !is_type (self, form, "Nationality")
         && form->support * CLEARLY <= full->support;
}

static void
join_part_of_person (Grouping *self, GHashTable *surnames, GHashTable *given, guint f)
{
  const Form *form = form_at (self, f);
  gint full = claimant (surnames, form->folded);

  if (full < 0 && form->n_words == 1 && !g_hash_table_contains (surnames, form->folded))
    full = claimant (given, form->folded);
  if (full >= 0 && may_be_person (self, form, form_at (self, full)))
    join (self, f, full);
}

/* "Biden" where Joe Biden is named in full */
static void
join_parts_of_persons (Grouping *self)
{
  g_autoptr (GHashTable) surnames = new_table ();
  g_autoptr (GHashTable) given = new_table ();

  /* longer names first, so that "van Dael" is Joost van Dael before it claims "Dael" */
  for (guint n = MAX_NAME; n > 0; n--)
    for (guint f = 0; f < self->forms->len; f++)
      if (MIN (form_at (self, f)->n_words, MAX_NAME) == n)
        {
          join_part_of_person (self, surnames, given, f);
          if (n > 1 && is_type (self, form_at (self, f), "Person"))
            claim_parts (self, surnames, given, f);
        }
}

/* "acme" of "acme corp"; NULL where the name has no suffix, or nothing else */
static gchar *
dup_stem (const Grouping *self, const Form *form)
{
  g_autofree gchar *stem = g_strdup (form->folded);
  gchar *space;

  while ((space = strrchr (stem, ' ')) && link_name_class (self->names, space + 1, strlen (space + 1)) & NAME_SUFFIX)
    *space = '\0';
  return strlen (stem) < strlen (form->folded) ? g_steal_pointer (&stem) : NULL;
}

static void
claim_stems (Grouping *self, GHashTable *stems, GHashTable *firsts, guint f)
{
  const Form *form = form_at (self, f);
  g_autofree gchar *stem = dup_stem (self, form);

  if (stem)
    claim (self, stems, g_steal_pointer (&stem), f);
  claim (self, firsts, g_strndup (form->folded, strcspn (form->folded, " ")), f);
}

/* "Acme" for Acme Corp; for Acme Chemicals only if the word is no place's, and no two names begin with it */
static void
join_parts_of_organisations (Grouping *self)
{
  g_autoptr (GHashTable) stems = new_table ();
  g_autoptr (GHashTable) firsts = new_table ();

  for (guint f = 0; f < self->forms->len; f++)
    if (is_type (self, form_at (self, f), "Organisation") && form_at (self, f)->n_words > 1)
      claim_stems (self, stems, firsts, f);
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = form_at (self, f);
      gint full = is_type (self, form, "Organisation") ? claimant (stems, form->folded) : -1;

      if (full < 0 && is_type (self, form, "Organisation") && form->n_words == 1 && !form->acronym
          && !link_is_place (self->names, g_array_index (self->variants, Variant, form->variant).surface))
        full = claimant (firsts, form->folded);
      if (full >= 0)
        join (self, f, full);
    }
}

/* "Maralit" of Typhoon Maralit; "Coast Guard" of the Sri Lanka Coast Guard */
static void
join_ends (Grouping *self)
{
  g_autoptr (GHashTable) ends = new_table ();

  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = form_at (self, f);
      const gchar *word = form->folded;
      const gchar *space;

      /* "European Union" is not what the Council of the European Union is called */
      for (guint n = 0; n < 3 && (space = strchr (word, ' ')); n++, word = space + 1)
        if (!(link_name_class (self->names, word, space - word) & NAME_SMALL))
          claim (self, ends, link_typed_key (form->type, space + 1), f);
    }
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = form_at (self, f);
      g_autofree gchar *key = link_typed_key (form->type, form->folded);
      gint full = claimant (ends, key);

      if (full < 0 || is_type (self, form, "Person") || is_type (self, form, "Location"))
        continue;
      if (form->n_words > 1 || !is_type (self, form, "Organisation"))
        join (self, f, full);
    }
}

void
link_join_forms (Grouping *self)
{
  join_types (self);
  join_countries (self);
  join_brackets (self);
  join_acronyms (self);
  join_middle_names (self);
  join_parts_of_persons (self);
  join_parts_of_organisations (self);
  join_ends (self);
}
