/* Organisations by the words that they are known by: "Acme Corp", "Finance Ministry", "University of Oslo". */
#include <string.h>

#include "stages/tag/tag.h"

#define ORG_WORD (IS (ORG_HEAD) | IS (ORG_START) | IS (ORG_SUFFIX) | IS (PRESS))

/* "Institute of Physics of the University of Oslo" has one more */
#define MORE_FIELDS 3

/* Titles before a name are no part of it, unless an organisation's word follows at once: "General Hospital" */
static guint
skip_titles (const Tagging *self, guint t, guint end)
{
  for (;;)
    {
      guint next = tag_end_of_class (self, t, end, IS (TITLE) | IS (HONORIFIC));

      if (next == t || next >= end || is_class (self, next, ORG_WORD))
        return t;
      t = next;
    }
}

/* "…, Inc." */
static guint
extend_over_suffix (const Tagging *self, guint end)
{
  guint suffix = is_char (self, end, ',') ? end + 1 : end;

  return has_flag (self, suffix, ENT_TOKEN_CAPITALISED) && is_class (self, suffix, IS (ORG_SUFFIX)) ? suffix + 1 : end;
}

static guint
end_of_capitals (const Tagging *self, guint t, guint end)
{
  while (t < end && (is_capital (self, t) || (is_char (self, t, '-') && is_capital (self, t + 1))))
    t++;
  return t;
}

/* Behind "Ministry": "of Trade and Industry", "for the Environment"; else t itself */
static guint
extend_over_field (const Tagging *self, guint t, guint end, gboolean may_and)
{
  guint u = t + 1;

  if (!is_word (self, t, "of") && !is_word (self, t, "for"))
    return t;
  if (is_word (self, u, "the"))
    u++;
  if (u >= end || !is_capital (self, u))
    return t;
  u = end_of_capitals (self, u, end);
  if (may_and && is_char (self, u, ',') && is_capital (self, u + 1))
    {
      guint second = end_of_capitals (self, u + 1, end);

      if (is_word (self, second, "and") || (is_char (self, second, ',') && is_word (self, second + 1, "and")))
        u = second + is_char (self, second, ',');
    }
  if (may_and && is_word (self, u, "and") && is_capital (self, u + 1))
    u = end_of_capitals (self, u + 1, end);
  return u;
}

static guint
sentence_end (const Tagging *self, const Run *run)
{
  return self->sentences[run->sentence].first + self->sentences[run->sentence].n;
}

static void
find_starts (Tagging *self, const Run *run, guint first)
{
  guint limit = sentence_end (self, run);

  for (guint t = first; t < run->end; t++)
    {
      guint start = tag_end_of_class (self, t, run->end, IS (ORG_START));
      guint end = start > t ? extend_over_field (self, start, limit, is_class (self, start - 1, IS (ORG_AND))) : t;

      if (end > start)
        {
          for (guint more = 0; more < MORE_FIELDS; more++)
            end = MAX (end, extend_over_field (self, end, limit, FALSE));
          tag_propose (self, first, end, "Organisation", RULE_HEAD);
          return;
        }
    }
}

/* Headlines capitalise what stands before a name: there, only what is surely a name belongs to it */
static gboolean
is_long_enough (const Tagging *self, guint first, guint head)
{
  return head > first && head - first < 8;
}

static void
find_heads (Tagging *self, const Run *run, guint first)
{
  for (guint t = run->end; t-- > first;)
    {
      guint end = t + 1;
      Rule rule = is_class (self, t, IS (ORG_SUFFIX)) ? RULE_SUFFIX
                  : is_class (self, t, IS (ORG_HEAD)) ? RULE_HEAD
                  : is_class (self, t, IS (PRESS))    ? RULE_PRESS
                                                      : N_RULES;

      if (!is_class (self, t, ANY_HEAD))
        continue;
      if (rule == N_RULES || !is_long_enough (self, first, t))
        return;
      tag_propose (self, first, extend_over_suffix (self, end), "Organisation", rule);
      return;
    }
  if (extend_over_suffix (self, run->end) > run->end)
    tag_propose (self, first, extend_over_suffix (self, run->end), "Organisation", RULE_SUFFIX);
}

/* "Sunday Times": the weekday is no date here */
static void
find_weekday_press (Tagging *self, const Run *run)
{
  if (run->first > 0 && run->end == run->first + 1 && is_class (self, run->first, IS (PRESS))
      && is_class (self, run->first - 1, IS (WEEKDAY)))
    tag_propose (self, run->first - 1, run->end, "Organisation", RULE_WEEKDAY_PRESS);
}

void
tag_find_organisations (Tagging *self, const Run *run)
{
  guint first = skip_titles (self, run->first, run->end);

  find_starts (self, run, first);
  find_heads (self, run, first);
  find_weekday_press (self, run);
}
