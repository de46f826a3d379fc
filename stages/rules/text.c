/* Runs regular expressions over the text of a sentence. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "stages/rules/match.h"

/* The token that begins at a byte (ends there), or RULES_UNSET */
static guint
find_border (const RuleView *self, const EntSentence *sentence, gsize byte, gboolean is_end)
{
  guint low = sentence->first, high = sentence->first + sentence->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      gsize at = is_end ? self->tokens[middle].end : self->tokens[middle].start;

      if (at == byte)
        return middle;
      if (at < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return RULES_UNSET;
}

/* A group as tokens, where it stands at borders of tokens; of what it says, groups inside of tokens count, too */
static void
take_groups (const RuleView *self, const RuleWay *way, const EntSentence *sentence, const gsize *offsets,
             RuleFound *found)
{
  memset (found->captures, 0xff, sizeof found->captures);
  for (guint i = 0; i < way->body->groups->len; i++)
    {
      const RuleGroup *group = &g_array_index (way->body->groups, RuleGroup, i);
      gsize from = offsets[2 * group->group], to = offsets[2 * group->group + 1];
      guint first, last;

      if (from == PCRE2_UNSET || from >= to)
        continue;
      found->bytes[2 * group->capture] = from;
      found->bytes[2 * group->capture + 1] = to;
      first = find_border (self, sentence, from, FALSE);
      last = find_border (self, sentence, to, TRUE);
      if (first == RULES_UNSET || last == RULES_UNSET)
        continue;
      found->captures[2 * group->capture] = first;
      found->captures[2 * group->capture + 1] = last + 1;
    }
}

static void
take_match (RuleMatcher *self, const RuleWay *way, guint s, const gsize *offsets)
{
  const RuleView *view = self->view;
  const EntSentence *sentence = view->sentences + s;
  RuleFound found = { .way = way, .sentence = s };
  guint first = find_border (view, sentence, offsets[0], FALSE);
  guint last = find_border (view, sentence, offsets[1], TRUE);

  if (first == RULES_UNSET || last == RULES_UNSET)
    return;
  found.first = first;
  found.end = last + 1;
  if (!rules_fits_around (self, way->rule, s, first, found.end, TRUE)
      || !rules_fits_around (self, way->rule, s, first, found.end, FALSE))
    return;
  take_groups (view, way, sentence, offsets, &found);
  g_array_append_val (self->found, found);
}

/* What is found at no border of tokens is passed over: the next may begin within it */
void
rules_match_text (RuleMatcher *self, const RuleWay *way, guint s)
{
  const RuleView *view = self->view;
  const EntSentence *sentence = view->sentences + s;
  gsize at = view->tokens[sentence->first].start, end = view->tokens[sentence->first + sentence->n - 1].end;

  while (at < end)
    {
      guint n = self->found->len;
      int rc = pcre2_match (way->body->regex->code, (PCRE2_SPTR) view->text, end, at,
                            PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, view->data, view->limits);
      const gsize *offsets = pcre2_get_ovector_pointer (view->data);

      if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT
          || rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rules_give_up (self, way, s);
      if (rc < 0)
        return;
      take_match (self, way, s, offsets);
      at = self->found->len > n ? offsets[1] : offsets[0] + 1;
      while (at < end && (view->text[at] & 0xc0) == 0x80)
        at++;
    }
}
