/* The rules, in the order of trust: where two candidates overlap, the one of the earlier rule stands, then the longer,
 * then the one that begins first. Each has a confidence: the share of its mentions that were right, span and type, on
 * the training parts of CoNLL-2003 and wikigold, the first weighing half, as its sport is no fair sample of news; that
 * of values and of rules that fired less than ten times is rounded from what corpora/world shows. */
#include <string.h>

#include "stages/tag/normalise.h"

/* From this confidence on, a rule's name stands where a model finds none */
#define SURE_RULE 0.85f
/* By which it has to be surer than the model where they overlap */
#define CLEARLY 0.2f
/* As probable must a name of any kind be to the model where it finds none */
#define LIKELY 0.05f

static const struct
{
  const gchar *name;
  gfloat confidence;
} rules[N_RULES] = {
  [RULE_URL] = { TAG_PATTERNS_MAKER, 0.98f },
  [RULE_CONTACT] = { TAG_PATTERNS_MAKER, 0.95f },
  [RULE_DOCUMENT] = { TAG_PATTERNS_MAKER, 0.7f },
  [RULE_WEEKDAY_PRESS] = { "tag/press-word", 0.9f },
  [RULE_MONEY] = { TAG_PATTERNS_MAKER, 0.95f },
  [RULE_TIME] = { TAG_PATTERNS_MAKER, 0.95f },
  [RULE_LEARNED] = { "tag/names", 0 },
  [RULE_DESIGNATION] = { TAG_PATTERNS_MAKER, 0.85f },
  [RULE_NAMED_ARMS] = { "tag/lexicon/arms", 0.85f },
  [RULE_ACRONYM_PAIR] = { "tag/acronym-pair", 0.9f },
  [RULE_SUFFIX] = { "tag/suffix", 0.9f },
  [RULE_QUOTED_WORK] = { "tag/quoted-work", 0.75f },
  [RULE_PHRASE] = { "tag/lexicon/phrase", 0.7f },
  [RULE_EVENT] = { "tag/event-word", 0.7f },
  [RULE_WORK] = { "tag/work-word", 0.5f },
  [RULE_HEAD] = { "tag/organisation-word", 0.7f },
  [RULE_PRESS] = { "tag/press-word", 0.6f },
  [RULE_PLACE_WORD] = { "tag/place-word", 0.65f },
  [RULE_TITLE] = { "tag/title", 0.85f },
  [RULE_COUNTRY] = { "tag/lexicon/country", 0.95f },
  [RULE_GIVEN_NAME] = { "tag/given-name", 0.9f },
  [RULE_KNOWN_PERSON] = { "tag/lexicon/person", 0.8f },
  [RULE_PEOPLE] = { "tag/lexicon/people", 0.85f },
  [RULE_REPEAT] = { "tag/repeat", 0.9f },
  [RULE_OCCUPATION] = { "tag/occupation", 0.8f },
  [RULE_PLACE] = { "tag/lexicon/place", 0.6f },
  [RULE_ORGANISATION] = { "tag/lexicon/organisation", 0.85f },
  [RULE_SURNAME] = { "tag/surname", 0.55f },
  [RULE_SPEECH] = { "tag/speech", 0.4f },
  [RULE_PLACE_CONTEXT] = { "tag/place-context", 0.6f },
  [RULE_ORG_CONTEXT] = { "tag/organisation-context", 0.9f },
  [RULE_FULL_NAME] = { "tag/full-name", 0.6f },
  [RULE_CAPITALS] = { "tag/capitals", 0.6f },
  [RULE_ARMS] = { "tag/lexicon/other", 0.6f },
  [RULE_QUANTITY] = { TAG_PATTERNS_MAKER, 0.8f },
};

static gboolean
is_value (const gchar *type)
{
  static const gchar *const values[]
      = { "Url", "CommsIdentifier", "Money", "Temporal", "Quantity", "Coordinate", "Frequency", NULL };

  return g_strv_contains (values, type);
}

void
tag_propose (Tagging *self, guint first, guint end, const gchar *type, Rule rule)
{
  Candidate candidate = { .first = first, .end = end, .type = type, .pattern = -1, .rule = rule };

  g_return_if_fail (first < end && end <= self->n_tokens);
  g_array_append_val (self->candidates, candidate);
}

void
tag_propose_value (Tagging *self, guint first, guint end, gint pattern, Rule rule)
{
  Candidate candidate = { .first = first,
                          .end = end,
                          .type = tag_patterns_get_type (self->patterns, pattern),
                          .pattern = pattern,
                          .rule = rule };

  g_array_append_val (self->candidates, candidate);
}

void
tag_propose_learned (Tagging *self, guint first, guint end, const gchar *type, gfloat confidence)
{
  Candidate candidate
      = { .first = first, .end = end, .type = type, .pattern = -1, .confidence = confidence, .rule = RULE_LEARNED };

  g_array_append_val (self->candidates, candidate);
}

static gboolean
is_sure (const Candidate *candidate)
{
  return rules[candidate->rule].confidence >= SURE_RULE;
}

Candidate *
tag_kept_at (const Tagging *self, guint t)
{
  guint kept = self->words[t].kept;

  return kept ? &g_array_index (self->kept, Candidate, kept - 1) : NULL;
}

/* Whether it overlaps a name of a rule that is surer */
static gboolean
is_doubtful (const Tagging *self, const Candidate *learned)
{
  for (guint t = learned->first; t < learned->end; t++)
    {
      const Candidate *candidate = tag_kept_at (self, t);

      if (candidate && is_sure (candidate) && rules[candidate->rule].confidence > learned->confidence + CLEARLY)
        return TRUE;
    }
  return FALSE;
}

static void
drop_doubtful (Tagging *self)
{
  guint n = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    if (!is_doubtful (self, &g_array_index (self->candidates, Candidate, i)))
      g_array_index (self->candidates, Candidate, n++) = g_array_index (self->candidates, Candidate, i);
  g_array_set_size (self->candidates, n);
}

/* Whether it stands beside the names of a model of the types `learned`, NULL for one of other types than the rules' */
static gboolean
stands_beside (const Candidate *candidate, const gchar *const *learned)
{
  if (is_value (candidate->type))
    return TRUE;
  if (!learned)
    return FALSE;
  return !g_strv_contains (learned, candidate->type) || (is_sure (candidate) && candidate->confidence >= LIKELY);
}

/* Makes room for the names of a model: what is kept is proposed again but for the rules' names. Where the model speaks
 * of the rules' own types, `learned`, only names of these go, and not even these where a rule is surer than the model
 * or fills a gap in which the model sees no name but would not be surprised by one. With `closed`, nothing of the rules
 * stands beside the model's, not even values */
void
tag_drop_names (Tagging *self, const gchar *const *learned, gboolean closed)
{
  if (learned)
    drop_doubtful (self);
  for (guint i = 0; i < self->kept->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->kept, Candidate, i);

      if (!closed && stands_beside (candidate, learned))
        g_array_append_val (self->candidates, *candidate);
    }
  g_array_set_size (self->kept, 0);
  for (guint t = 0; t < self->n_tokens; t++)
    self->words[t].kept = 0;
}

gboolean
tag_is_free (const Tagging *self, guint first, guint end)
{
  for (guint t = first; t < end; t++)
    if (self->words[t].kept)
      return FALSE;
  return TRUE;
}

static gint
compare_trust (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->rule != y->rule)
    return x->rule < y->rule ? -1 : 1;
  if (x->end - x->first != y->end - y->first)
    return x->end - x->first > y->end - y->first ? -1 : 1;
  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return strcmp (x->type, y->type);
}

void
tag_resolve (Tagging *self)
{
  g_array_sort (self->candidates, compare_trust);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (!tag_is_free (self, candidate->first, candidate->end))
        continue;
      g_array_append_val (self->kept, *candidate);
      for (guint t = candidate->first; t < candidate->end; t++)
        self->words[t].kept = self->kept->len;
    }
  g_array_set_size (self->candidates, 0);
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  return (x->first > y->first) - (x->first < y->first);
}

static EntId
intern_rule (Tagging *self, const Candidate *candidate)
{
  gchar by[64];

  if (candidate->pattern < 0)
    return ent_document_intern (self->doc, rules[candidate->rule].name);
  g_snprintf (by, sizeof by, "%s/%s", rules[candidate->rule].name,
              tag_patterns_get_name (self->patterns, candidate->pattern));
  return ent_document_intern (self->doc, by);
}

void
tag_append_mentions (Tagging *self)
{
  Normaliser normaliser;

  g_array_sort (self->kept, compare_places);
  tag_normaliser_begin (&normaliser, self);
  for (guint i = 0; i < self->kept->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->kept, Candidate, i);
      EntMention mention = { .first = candidate->first,
                             .n = candidate->end - candidate->first,
                             .entity = ENT_NONE,
                             .confidence = candidate->rule == RULE_LEARNED ? candidate->confidence
                                                                           : rules[candidate->rule].confidence };

      mention.type = ent_document_intern (self->doc, candidate->type);
      mention.by = intern_rule (self, candidate);
      mention.kind = is_value (candidate->type) ? ENT_MENTION_VALUE : ENT_MENTION_NAME;
      mention.value = tag_normalise (&normaliser, candidate->first, candidate->end, candidate->type);
      ent_document_append_mention (self->doc, &mention);
    }
  tag_normaliser_end (&normaliser);
}
