/* What the text itself says are two names of one thing: "Federal Security Service (FSB)", "Burma, also known as
 * Myanmar". */
#include "stages/link/groups.h"

#include <string.h>

/* Words of the longest phrase between the two, as names.txt has them */
#define MAX_PHRASE 5

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
  const Form *name = link_form_at (self, full);
  const Form *brief = link_form_at (self, acronym);

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
        link_join (self, form_of (self, m), form_of (self, in));
    }
}

/* The words between two names, in lower case, joined by "_" as names.txt writes them; marks and a "the" before the
 * second name are passed over. NULL where they are too many */
static gchar *
dup_phrase (const Grouping *self, guint first, guint end)
{
  const gchar *text = ent_document_get_text (self->doc, NULL);
  g_autoptr (GString) phrase = g_string_new (NULL);

  if (end > first + MAX_PHRASE + 3)
    return NULL;
  for (guint t = first; t < end; t++)
    {
      const EntToken *token = &self->tokens[t];
      g_autofree gchar *word = NULL;

      if (token->flags & ENT_TOKEN_PUNCT)
        continue;
      word = g_utf8_strdown (text + token->start, token->end - token->start);
      if (g_str_equal (word, "the") && t + 1 == end)
        continue;
      g_string_append_printf (phrase, "%s%s", phrase->len ? "_" : "", word);
    }
  return phrase->len ? g_strdup (phrase->str) : NULL;
}

/* "(or" stands in names.txt for "or" behind a bracket only */
static gboolean
is_alias_phrase (const Grouping *self, const gchar *phrase, gboolean bracketed)
{
  g_autofree gchar *in_bracket = bracketed ? g_strconcat ("(", phrase, NULL) : NULL;
  NameClass class = link_name_class (self->names, phrase, strlen (phrase));

  if (in_bracket)
    class |= link_name_class (self->names, in_bracket, strlen (in_bracket));
  return (class & NAME_ALIAS) != 0;
}

/* A single word, as "formerly", joins two of a kind only; two countries or peoples are two all the same */
static gboolean
may_be_alias (const Form *a, const Form *b, const gchar *phrase)
{
  return (a->type == b->type || strchr (phrase, '_')) && !(a->code && b->code);
}

/* "Torpedo Squadron 8 (or VT-8)", "Twitter, formerly known as X" */
static void
join_phrases (Grouping *self)
{
  const gchar *text = ent_document_get_text (self->doc, NULL);
  guint n_tokens;
  g_autofree gint *starts = NULL;

  ent_document_get_tokens (self->doc, &n_tokens);
  starts = find_starts (self, n_tokens);
  for (guint m = 0; m < self->n_mentions; m++)
    {
      guint end = self->mentions[m].first + self->mentions[m].n, next = end;
      g_autofree gchar *phrase = NULL;

      while (next < n_tokens && next <= end + MAX_PHRASE + 3 && starts[next] < 0)
        next++;
      if (self->variant_of[m] < 0 || next >= n_tokens || next < end + 2 || starts[next] < 0
          || !strchr ("(,[", text[self->tokens[end].start]) || !(phrase = dup_phrase (self, end, next)))
        continue;
      if (is_alias_phrase (self, phrase, text[self->tokens[end].start] == '(')
          && may_be_alias (link_form_at (self, form_of (self, m)), link_form_at (self, form_of (self, starts[next])),
                           phrase))
        link_join (self, form_of (self, m), form_of (self, starts[next]));
    }
}

void
link_join_aliases (Grouping *self)
{
  join_brackets (self);
  join_phrases (self);
}
