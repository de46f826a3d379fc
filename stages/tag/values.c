/* Times, amounts, identifiers and designations by pattern. Patterns are tried only where a value may begin: at digits,
 * signs and words that the lists name. */
#include <string.h>

#include "stages/tag/tag.h"

static const struct
{
  const gchar *type;
  Rule rule;
} kinds[] = {
  { "Url", RULE_URL },     { "CommsIdentifier", RULE_CONTACT }, { "DocumentReference", RULE_DOCUMENT },
  { "Money", RULE_MONEY }, { "Temporal", RULE_TIME },           { "Quantity", RULE_QUANTITY },
};

static Rule
rule_of (const gchar *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, type))
      return kinds[i].rule;
  return RULE_DESIGNATION;
}

/* The "4" of "Falke-4" is part of a name */
static gboolean
hangs_on_hyphen (const Tagging *self, guint t)
{
  return t > 1 && is_char (self, t - 1, '-') && !has_flag (self, t, ENT_TOKEN_SPACE_BEFORE)
         && !has_flag (self, t - 1, ENT_TOKEN_SPACE_BEFORE);
}

static gboolean
may_begin (const Tagging *self, guint t)
{
  const EntToken *token = self->tokens + t;
  const gchar *start = self->text + token->start;
  gsize length = token->end - token->start;
  guint64 all = self->words[t].as_written | self->words[t].otherwise;

  if (token->flags & ENT_TOKEN_DIGIT || all & (IS (VALUE_START) | IS (DOCUMENT_HEAD)))
    return TRUE;
  if (self->words[t].as_written & (IS (MONTH) | IS (WEEKDAY)))
    return TRUE;
  if (all & IS (VALUE_BEFORE_PART))
    return is_class (self, t + 1, IS (VALUE_PART)) || is_char (self, t + 1, '-');
  if (length >= 5 && (memchr (start, '@', length) || memchr (start, '/', length) || g_str_has_prefix (start, "www.")))
    return TRUE;
  if (strchr ("$@+", *start) || (guchar) *start == 0xc2 || ((guchar) *start == 0xe2 && (guchar) start[1] == 0x82))
    return TRUE; /* £ ¥ (U+00A3, U+00A5) and the currencies of U+2080 to U+20BF */
  return token->flags & ENT_TOKEN_CAPITALISED && length <= 8 && t + 1 < self->n_tokens
         && (self->tokens[t + 1].flags & ENT_TOKEN_DIGIT || is_char (self, t + 1, '/')
             || (is_char (self, t + 1, '-') && has_flag (self, t + 2, ENT_TOKEN_DIGIT)));
}

/* The token that ends at a byte, or t if none does */
static guint
token_end_at (const Tagging *self, guint t, guint end, gsize byte)
{
  guint u = t;

  while (u < end && self->tokens[u].end < byte)
    u++;
  return u < end && self->tokens[u].end == byte ? u + 1 : t;
}

static guint
find_value (Tagging *self, PatternMatcher *matcher, guint t, guint end)
{
  gsize limit = self->tokens[end - 1].end, stop;
  gint pattern = tag_pattern_matcher_match (matcher, self->text, self->tokens[t].start, limit, &stop);
  guint after = pattern < 0 ? t : token_end_at (self, t, end, stop);

  if (after == t)
    return t + 1;
  tag_propose_value (self, t, after, pattern, rule_of (tag_patterns_get_type (self->patterns, pattern)));
  return after;
}

void
tag_find_values (Tagging *self)
{
  g_autoptr (PatternMatcher) matcher = tag_pattern_matcher_new (self->patterns);

  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint end = self->sentences[s].first + self->sentences[s].n;

      for (guint t = self->sentences[s].first; t < end;)
        t = may_begin (self, t) && !hangs_on_hyphen (self, t) ? find_value (self, matcher, t, end) : t + 1;
    }
}
