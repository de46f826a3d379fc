/* Times, amounts, identifiers and designations by pattern. Patterns are tried only where a value may begin: at digits,
 * signs and words that the lists name. */
#include <string.h>

#include "stages/tag/amounts.h"
#include "stages/tag/identifiers.h"
#include "stages/tag/tag.h"

/* "Hwasong" of Hwasong-18 */
#define LONGEST_SERIES 12
/* Tokens of what stands before "v." in a case */
#define LONGEST_PARTY 5

static const struct
{
  const gchar *type;
  Rule rule;
} kinds[] = {
  { "Url", RULE_URL },         { "CommsIdentifier", RULE_CONTACT }, { "DocumentReference", RULE_DOCUMENT },
  { "Money", RULE_MONEY },     { "Temporal", RULE_TIME },           { "Quantity", RULE_QUANTITY },
  { "Coordinate", RULE_TIME }, { "Frequency", RULE_TIME },
};

static Rule
rule_of (const gchar *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, type))
      return kinds[i].rule;
  return RULE_DESIGNATION;
}

static gboolean
is_word_of (const Tagging *self, guint t, const gchar *const *words)
{
  return t < self->n_tokens && ent_document_token_is (self->doc, t, words);
}

/* The "4" of "Falke-4" is part of a name */
static gboolean
hangs_on_hyphen (const Tagging *self, guint t)
{
  return t > 1 && is_char (self, t - 1, '-') && !has_flag (self, t, ENT_TOKEN_SPACE_BEFORE)
         && !has_flag (self, t - 1, ENT_TOKEN_SPACE_BEFORE);
}

/* "e.example", "a[.]example", "x@y.example", "S/RES/1": a token that joins what other tokens are made of */
static gboolean
is_joined (const gchar *start, gsize length)
{
  return length >= 5
         && (memchr (start, '@', length) || memchr (start, '/', length) || memchr (start, '[', length)
             || memchr (start, '.', length - 2));
}

/* "parcel-desk[.]example" is cut at its hyphens */
static gboolean
is_part_of_host (const Tagging *self, guint t)
{
  while (is_char (self, t + 1, '-') && !has_flag (self, t + 1, ENT_TOKEN_SPACE_BEFORE) && t + 2 < self->n_tokens
         && !has_flag (self, t + 2, ENT_TOKEN_SPACE_BEFORE))
    t += 2;
  return is_joined (self->text + self->tokens[t].start, self->tokens[t].end - self->tokens[t].start);
}

/* "Order" of "Executive Order 14028" */
static gboolean
has_head (const Tagging *self, guint t)
{
  return is_class (self, t, IS (DOCUMENT_HEAD)) && has_flag (self, t, ENT_TOKEN_CAPITALISED);
}

/* "Petition No. 214" */
static gboolean
is_numbered (const Tagging *self, guint t)
{
  static const gchar *const number[] = { "No.", "Nos.", NULL };

  return is_word_of (self, t + 1, number);
}

/* "F-16", "EP-MNP", "S/2014", "Boeing 737", "Ford F-150", "S. 1260", "Executive Order 1" */
static gboolean
begins_designation (const Tagging *self, guint t)
{
  if (!has_flag (self, t, ENT_TOKEN_CAPITALISED) || self->tokens[t].end - self->tokens[t].start > LONGEST_SERIES)
    return FALSE;
  if (has_flag (self, t + 1, ENT_TOKEN_DIGIT) || is_char (self, t + 1, '/') || is_numbered (self, t)
      || has_head (self, t + 1) || has_head (self, t + 2))
    return TRUE;
  if (is_char (self, t + 2, '-') && has_flag (self, t + 1, ENT_TOKEN_UPPER) && has_flag (self, t + 3, ENT_TOKEN_DIGIT))
    return TRUE;
  return (is_char (self, t + 1, '-') || is_char (self, t + 1, '.'))
         && has_flag (self, t + 2, ENT_TOKEN_DIGIT | ENT_TOKEN_UPPER);
}

/* "Smith & Sons v. Jones" */
static gboolean
begins_case (const Tagging *self, guint t)
{
  static const gchar *const versus[] = { "v", "v.", "vs", "vs.", NULL };

  if (!has_flag (self, t, ENT_TOKEN_CAPITALISED))
    return FALSE;
  for (guint u = t + 1; u <= t + LONGEST_PARTY && u < self->n_tokens; u++)
    if (self->text[self->tokens[u].start] == 'v' && ent_document_token_is (self->doc, u, versus))
      return TRUE;
  return FALSE;
}

/* £ ¥ (U+00A3, U+00A5), the currencies of U+2080 to U+20BF and the minus of U+2212, too */
static gboolean
is_sign (const gchar *start)
{
  return strchr ("$@+", *start) || (guchar) *start == 0xc2 || ((guchar) *start == 0xe2 && (guchar) start[1] == 0x82)
         || g_str_has_prefix (start, "−");
}

/* "quarter" of "at quarter to five", "night" of "the night before" */
static gboolean
begins_with_span (const Tagging *self, guint t)
{
  static const gchar *const behind[] = { "past", "to", "before", "earlier", NULL };

  return is_word_of (self, t + 1, behind);
}

static gboolean
may_begin (const Tagging *self, guint t)
{
  const EntToken *token = self->tokens + t;
  const gchar *start = self->text + token->start;
  gsize length = token->end - token->start;
  guint64 all = self->words[t].as_written | self->words[t].otherwise;

  if (token->flags & ENT_TOKEN_DIGIT || all & (IS (VALUE_START) | IS (DOCUMENT_HEAD)) || begins_designation (self, t))
    return TRUE;
  if (self->words[t].as_written & (IS (MONTH) | IS (WEEKDAY) | ANY_ARMS))
    return TRUE;
  if (all & IS (VALUE_PART) && begins_with_span (self, t))
    return TRUE;
  if (all & IS (VALUE_BEFORE_PART))
    return is_class (self, t + 1, IS (VALUE_PART) | IS (WEEKDAY)) || is_char (self, t + 1, '-');
  if (length >= 7 && g_ascii_strncasecmp (start, "mid-", 4) == 0)
    return TRUE; /* "mid-March" is one token */
  if (*start == '-' || *start == '(')
    return has_flag (self, t + 1, ENT_TOKEN_DIGIT) && !has_flag (self, t + 1, ENT_TOKEN_SPACE_BEFORE)
           && (*start == '(' || token->flags & ENT_TOKEN_SPACE_BEFORE);
  if (*start == '[')
    return has_flag (self, t + 1, ENT_TOKEN_DIGIT) && is_char (self, t + 2, ']'); /* "[2021] UKSC 3" */
  return is_sign (start) || is_joined (start, length) || is_part_of_host (self, t) || begins_case (self, t);
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

/* --- Ranges: two times of a kind with "to" or a dash between them, and after "from" or "between" any two --- */

static gboolean
is_end_of_range (const Tagging *self, gint pattern)
{
  static const gchar *const kinds_of_time[]
      = { "date", "date-iso", "date-numeric", "month", "weekday", "clock", "year", "period", NULL };

  return pattern >= 0 && g_strv_contains (kinds_of_time, tag_patterns_get_name (self->patterns, pattern));
}

/* Whether the times that begin at t and behind the joint are two ends of a range */
static gboolean
is_range (const Tagging *self, guint t, guint joint, gboolean same_kind)
{
  static const gchar *const until[] = { "to", "until", "till", "through", NULL }, *const and[] = { "and", NULL },
                            *const dashes[] = { "-", "–", NULL }, *const from[] = { "from", "From", NULL },
                            *const between[] = { "between", "Between", NULL };

  if (is_word_of (self, joint, until))
    return same_kind || (t > 0 && is_word_of (self, t - 1, from));
  if (is_word_of (self, joint, and))
    return t > 0 && is_word_of (self, t - 1, between);
  return same_kind && is_word_of (self, joint, dashes);
}

/* The end of the range whose first end is [t, after), or after */
static guint
end_of_range (const Tagging *self, PatternMatcher *matcher, guint t, guint after, guint end, gint pattern)
{
  guint second = after + 1;
  gsize stop;
  gint other;

  if (second >= end || !is_end_of_range (self, pattern) || !is_range (self, t, after, TRUE))
    return after;
  other = tag_pattern_matcher_match (matcher, self->text, self->tokens[second].start, self->tokens[end - 1].end, &stop);
  if (!is_end_of_range (self, other) || !is_range (self, t, after, other == pattern))
    return after;
  second = token_end_at (self, second, end, stop);
  return second == after + 1 ? after : second;
}

/* What a pattern cannot tell: check digits, whether there is such a square of the grid, and what a list of words tells
 */
static gboolean
is_sound (const Tagging *self, gint pattern, guint t, guint after, gsize end)
{
  const gchar *name = tag_patterns_get_name (self->patterns, pattern);
  gsize start = self->tokens[t].start;
  const gchar *text = self->text + start;
  gdouble lat, lon;

  if (after == t + 1 && g_str_equal (name, "quantity"))
    return !tag_is_labelled (self, t);
  if (g_str_equal (name, "iban"))
    return tag_iban_is_valid (text, end - start);
  if (g_str_equal (name, "ship-number"))
    return tag_ship_number_is_valid (text, end - start);
  if (g_str_equal (name, "grid") || g_str_equal (name, "national-grid"))
    return tag_grid_read (text, end - start, &lat, &lon);
  return TRUE;
}

/* "AH-64 Apache": the name that the lexicon knows belongs to the designation */
static guint
end_of_nickname (const Tagging *self, guint after, const gchar *type)
{
  gboolean arms = g_str_equal (type, "Weapon") || g_str_equal (type, "MilitaryPlatform");

  for (guint end = after; arms && has_flag (self, after, ENT_TOKEN_CAPITALISED); after = end)
    {
      end = tag_end_of_class (self, after, self->n_tokens, ANY_ARMS);
      if (end == after)
        break;
    }
  return after;
}

/* "Solomon Sunday" and "Mr. Sunday" are persons */
static gboolean
is_family_name (const Tagging *self, guint t, guint after, gint pattern)
{
  return g_str_equal (tag_patterns_get_name (self->patterns, pattern), "weekday") && after == t + 1 && t > 0
         && self->words[t - 1].as_written & (IS (GIVEN_NAME) | IS (HONORIFIC))
         && !((self->words[t - 1].as_written | self->words[t - 1].otherwise) & (IS (FUNCTION) | IS (WORD)));
}

static guint
find_value (Tagging *self, PatternMatcher *matcher, guint t, guint end)
{
  gsize limit = self->tokens[end - 1].end, stop;
  gint pattern = tag_pattern_matcher_match (matcher, self->text, self->tokens[t].start, limit, &stop);
  guint after = pattern < 0 ? t : token_end_at (self, t, end, stop);
  const gchar *type;

  if (after == t)
    return t + 1;
  if (!is_sound (self, pattern, t, after, stop) || is_family_name (self, t, after, pattern))
    return after; /* nor are its parts a telephone number */
  type = tag_patterns_get_type (self->patterns, pattern);
  after = MIN (end_of_nickname (self, end_of_range (self, matcher, t, after, end, pattern), type), end);
  tag_propose_value (self, t, after, pattern, rule_of (type));
  return after;
}

static void
tell_exceeded (Tagging *self, const PatternMatcher *matcher)
{
  g_autofree gchar *note = NULL;
  gsize at;
  gint pattern = tag_pattern_matcher_get_exceeded (matcher, &at);

  if (pattern < 0)
    return;
  note = g_strdup_printf ("tag: pattern '%s' takes too many steps on this text, first at byte %" G_GSIZE_FORMAT
                          ": what stands there is not marked",
                          tag_patterns_get_name (self->patterns, pattern), at);
  ent_document_add_note (self->doc, note);
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
  tell_exceeded (self, matcher);
}
