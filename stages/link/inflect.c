/* The forms of English verbs and nouns, by the rules of spelling; irregular ones come from the data. */
#include "stages/link/words.h"

#include <string.h>

static gboolean
is_vowel (gchar c)
{
  return strchr ("aeiou", c) != NULL;
}

static gboolean
ends_in_consonant_y (const gchar *word, gsize n)
{
  return n > 1 && word[n - 1] == 'y' && !is_vowel (word[n - 2]);
}

/* "pass", "fix", "catch", "push", "veto": -es rather than -s */
static gboolean
takes_es (const gchar *word, gsize n)
{
  return strchr ("sxz", word[n - 1]) || (n > 1 && word[n - 1] == 'h' && strchr ("cs", word[n - 2]))
         || (n > 1 && word[n - 1] == 'o' && !is_vowel (word[n - 2]));
}

/* One vowel before one consonant, and no other vowel before: "stop", "plan", "quit"; not "load", "visit", "show" */
static gboolean
is_short (const gchar *word, gsize n)
{
  if (n < 3 || is_vowel (word[n - 1]) || strchr ("wxy", word[n - 1]) || !is_vowel (word[n - 2]))
    return FALSE;
  for (gsize i = 0; i + 2 < n; i++)
    if (is_vowel (word[i]) && !(word[i] == 'u' && i && word[i - 1] == 'q'))
      return FALSE;
  return TRUE;
}

static gboolean
ends_in_vowel_l (const gchar *word, gsize n)
{
  return n > 3 && word[n - 1] == 'l' && is_vowel (word[n - 2]) && !is_vowel (word[n - 3]);
}

void
link_pluralise (const gchar *noun, GString *plural)
{
  gsize n = strlen (noun);

  g_string_assign (plural, noun);
  if (ends_in_consonant_y (noun, n))
    g_string_truncate (plural, n - 1);
  g_string_append (plural, ends_in_consonant_y (noun, n) ? "ies" : takes_es (noun, n) ? "es" : "s");
}

/* The stem before -ed and -ing: "stopp", "carri" and "carry", "mov" */
static void
append_past (GString *form, const gchar *lemma, gboolean doubles)
{
  gsize n = strlen (lemma);

  g_string_assign (form, lemma);
  if (lemma[n - 1] == 'e')
    g_string_append_c (form, 'd');
  else if (ends_in_consonant_y (lemma, n))
    {
      g_string_truncate (form, n - 1);
      g_string_append (form, "ied");
    }
  else
    {
      if (doubles)
        g_string_append_c (form, lemma[n - 1]);
      g_string_append (form, "ed");
    }
}

static void
append_ing (GString *form, const gchar *lemma, gboolean doubles)
{
  gsize n = strlen (lemma);
  gboolean drops_e = n > 2 && lemma[n - 1] == 'e' && !strchr ("eo", lemma[n - 2]);

  g_string_assign (form, lemma);
  if (drops_e && lemma[n - 2] == 'i')
    {
      g_string_truncate (form, n - 2);
      g_string_append_c (form, 'y');
    }
  else if (drops_e)
    g_string_truncate (form, n - 1);
  else if (doubles)
    g_string_append_c (form, lemma[n - 1]);
  g_string_append (form, "ing");
}

static void
add_regular (const gchar *lemma, const gchar *past, gboolean doubles, VerbFormFunc func, gpointer user_data)
{
  g_autoptr (GString) form = g_string_new (NULL);

  append_ing (form, lemma, doubles);
  func (user_data, form->str, WORD_ING);
  append_past (form, lemma, doubles);
  if (!past)
    func (user_data, form->str, WORD_PAST | WORD_PARTICIPLE);
}

/* @past, @participle: (nullable): where irregular. A verb in a vowel and -l is spelt both ways: travelled, traveled */
void
link_inflect_verb (const gchar *lemma, const gchar *past, const gchar *participle, gboolean doubles, VerbFormFunc func,
                   gpointer user_data)
{
  g_autoptr (GString) form = g_string_new (NULL);
  gsize n = strlen (lemma);

  func (user_data, lemma, WORD_BASE);
  link_pluralise (lemma, form);
  func (user_data, form->str, WORD_S_FORM);
  add_regular (lemma, past, doubles || is_short (lemma, n), func, user_data);
  if (!doubles && !is_short (lemma, n) && ends_in_vowel_l (lemma, n))
    add_regular (lemma, past, TRUE, func, user_data);
  if (past)
    func (user_data, past, participle ? WORD_PAST : WORD_PAST | WORD_PARTICIPLE);
  if (participle)
    func (user_data, participle, WORD_PARTICIPLE);
}
