/* The names of persons: middle names left out, initials, surnames and given names alone. */
#include "stages/link/groups.h"

#include <string.h>

/* Words of a name; longer ones are not told apart by length */
#define MAX_NAME 5

/* "j h dearle" of "john henry dearle"; of the given names, the first is kept as it is if asked for. NULL where that is
 * how the name stands */
static gchar *
dup_initials (const gchar *folded, gboolean keep_first)
{
  g_autoptr (GString) brief = g_string_new (NULL);
  const gchar *word = folded, *space;

  for (; (space = strchr (word, ' ')); word = space + 1)
    {
      if (keep_first && word == folded)
        g_string_append_len (brief, word, space - word);
      else
        g_string_append_unichar (brief, g_utf8_get_char (word));
      g_string_append_c (brief, ' ');
    }
  g_string_append (brief, word);
  return strcmp (brief->str, folded) ? g_strdup (brief->str) : NULL;
}

static gboolean
has_initial (const gchar *folded)
{
  for (const gchar *word = folded; *word; word += strcspn (word, " "), word += *word == ' ')
    {
      const gchar *next = g_utf8_next_char (word);

      if (*next == ' ')
        return TRUE;
    }
  return FALSE;
}

/* "J. H. Dearle" and "John H. Dearle" where John Henry Dearle is named in full */
static void
join_initials (Grouping *self)
{
  g_autoptr (GHashTable) brief = link_claims_new ();

  for (guint f = 0; f < self->forms->len; f++)
    if (link_form_is (self, link_form_at (self, f), "Person") && !has_initial (link_form_at (self, f)->folded))
      for (guint first = 0; first < 2; first++)
        {
          gchar *key = dup_initials (link_form_at (self, f)->folded, first);

          if (key)
            link_claim (self, brief, key, f);
        }
  for (guint f = 0; f < self->forms->len; f++)
    {
      const Form *form = link_form_at (self, f);
      gint full = link_form_is (self, form, "Person") && has_initial (form->folded)
                      ? link_claimant (brief, form->folded)
                      : -1;

      if (full >= 0)
        link_join (self, f, full);
    }
}

/* "joseph r biden" and "joseph biden": the middle may be left out */
static void
join_middle_names (Grouping *self)
{
  g_autoptr (GHashTable) table = link_claims_new ();

  for (guint round = 0; round < 2; round++)
    for (guint f = 0; f < self->forms->len; f++)
      {
        const Form *form = link_form_at (self, f);
        const gchar *first = strchr (form->folded, ' ');
        const gchar *last = strrchr (form->folded, ' ');
        g_autofree gchar *ends = NULL;
        gint longer;

        if (!link_form_is (self, form, "Person") || form->n_words < 2 || (round == 0) != (form->n_words > 2))
          continue;
        ends = g_strdup_printf ("%.*s%s", (int) (first - form->folded), form->folded, last);
        if (round == 0)
          link_claim (self, table, g_steal_pointer (&ends), f);
        else if ((longer = link_claimant (table, ends)) >= 0)
          link_join (self, f, longer);
      }
}

static gboolean
is_particle (const Grouping *self, const gchar *word)
{
  return (link_name_class (self->names, word, strcspn (word, " ")) & NAME_PARTICLE) != 0;
}

/* What ends the name, of one to three words, and what begins it: its first word, and all before a particle. What the
 * James Webb Telescope begins with is not its name, though it may be taken for a person's */
static void
claim_parts (Grouping *self, GHashTable *surnames, GHashTable *given, guint f)
{
  const Form *form = link_form_at (self, f);
  const gchar *end = form->folded + strlen (form->folded);
  guint n = 0;

  for (const gchar *p = end; p > form->folded && n < 3; p--)
    if (p[-1] == ' ')
      {
        link_claim (self, surnames, g_strdup (p), f);
        n++;
      }
  for (const gchar *p = strchr (form->folded, ' '); p; p = strchr (p + 1, ' '))
    if (p == strchr (form->folded, ' ') || is_particle (self, p + 1))
      link_claim (self, given, g_strndup (form->folded, p - form->folded), f);
}

static gboolean
may_be_person (const Grouping *self, const Form *form, const Form *full)
{
  if (form->type == full->type)
    return TRUE;
  return !form->acronym && !link_form_is (self, form, "Location") && !link_form_is (self, form, "Nationality")
         && form->support * CLEARLY <= full->support;
}

static void
join_part_of_person (Grouping *self, GHashTable *surnames, GHashTable *given, guint f)
{
  const Form *form = link_form_at (self, f);
  gint full = link_claimant (surnames, form->folded);

  if (full < 0 && !g_hash_table_contains (surnames, form->folded))
    full = link_claimant (given, form->folded);
  if (full >= 0 && may_be_person (self, form, link_form_at (self, full)))
    link_join (self, f, full);
}

/* "Biden" where Joe Biden is named in full; "Miguel Hidalgo" where Miguel Hidalgo y Costilla is */
static void
join_parts (Grouping *self)
{
  g_autoptr (GHashTable) surnames = link_claims_new ();
  g_autoptr (GHashTable) given = link_claims_new ();

  /* longer names first, so that "van Dael" is Joost van Dael before it claims "Dael" */
  for (guint n = MAX_NAME; n > 0; n--)
    for (guint f = 0; f < self->forms->len; f++)
      if (MIN (link_form_at (self, f)->n_words, MAX_NAME) == n)
        {
          join_part_of_person (self, surnames, given, f);
          if (n > 1 && link_form_is (self, link_form_at (self, f), "Person"))
            claim_parts (self, surnames, given, f);
        }
}

void
link_join_persons (Grouping *self)
{
  join_initials (self);
  join_middle_names (self);
  join_parts (self);
}
