/* Looks up every word and phrase of a document in the lexicon, and judges what each capital is worth: those in the
 * middle of a sentence name something; those at its start, in headlines and in lines of capitals may not. */
#include <string.h>

#include "stages/tag/tag.h"

#include "pipeline/lexicon-layout.h"

G_STATIC_ASSERT (N_CLASSES <= 64); /* they are bits of a guint64 */

static const gchar *const class_names[N_CLASSES] = {
  [CLASS_COUNTRY] = "country",
  [CLASS_REGION] = "region",
  [CLASS_REGION_CODE] = "region-code",
  [CLASS_CITY] = "city",
  [CLASS_PLACE] = "place",
  [CLASS_FACILITY] = "facility",
  [CLASS_NATIONALITY] = "nationality",
  [CLASS_PEOPLE] = "people",
  [CLASS_NATIONALITY_PREFIX] = "nationality-prefix",
  [CLASS_LANGUAGE] = "language",
  [CLASS_ORGANISATION] = "organisation",
  [CLASS_PERSON] = "person",
  [CLASS_GIVEN_NAME] = "given-name",
  [CLASS_SURNAME] = "surname",
  [CLASS_EVENT] = "event",
  [CLASS_WORK] = "work",
  [CLASS_WEAPON] = "weapon",
  [CLASS_PLATFORM] = "platform",
  [CLASS_VEHICLE] = "vehicle",
  [CLASS_HONORIFIC] = "honorific",
  [CLASS_TITLE] = "title",
  [CLASS_OCCUPATION] = "occupation",
  [CLASS_FAMILY] = "family",
  [CLASS_PARTICLE] = "particle",
  [CLASS_ORG_HEAD] = "org-head",
  [CLASS_ORG_START] = "org-start",
  [CLASS_ORG_SUFFIX] = "org-suffix",
  [CLASS_ORG_AND] = "org-and",
  [CLASS_ORG_NOUN] = "org-noun",
  [CLASS_PRESS] = "press",
  [CLASS_PLACE_HEAD] = "place-head",
  [CLASS_PLACE_START] = "place-start",
  [CLASS_PLACE_CUE] = "place-cue",
  [CLASS_PLACE_NOUN] = "place-noun",
  [CLASS_DIRECTION] = "direction",
  [CLASS_EVENT_HEAD] = "event-head",
  [CLASS_EVENT_START] = "event-start",
  [CLASS_WORK_HEAD] = "work-head",
  [CLASS_WORK_CUE] = "work-cue",
  [CLASS_DOCUMENT_HEAD] = "document-head",
  [CLASS_SPEECH_VERB] = "speech-verb",
  [CLASS_PERSON_VERB] = "person-verb",
  [CLASS_MONTH] = "month",
  [CLASS_WEEKDAY] = "weekday",
  [CLASS_VALUE_START] = "value-start",
  [CLASS_VALUE_BEFORE_PART] = "value-before-part",
  [CLASS_VALUE_PART] = "value-part",
  [CLASS_FUNCTION] = "function",
  [CLASS_WORD] = "word",
  [CLASS_ARMS_CUE] = "arms-cue",
  [CLASS_WEAPON_NICKNAME] = "weapon-nickname",
  [CLASS_PLATFORM_NICKNAME] = "platform-nickname",
};

/* What else than a name explains a capital at the start of a sentence */
#define COMMON (IS (WORD) | IS (FUNCTION) | IS (OCCUPATION))

/* Names that are taken for such wherever they stand, common word or not: "Turkey", "Polish" */
#define SURE_NAME (IS (COUNTRY) | IS (NATIONALITY))

gboolean
tag_lexicon_open (Lexicon *self, const gchar *path, GError **error)
{
  self->lexicon = ent_lexicon_open (path, error);
  if (!self->lexicon)
    return FALSE;
  memset (self->classes, -1, sizeof self->classes);
  for (guint class = 0; class < N_CLASSES; class ++)
    {
      gint type = ent_lexicon_find_type (self->lexicon, class_names[class]);

      if (type >= 0)
        self->classes[type] = (gint8) class;
    }
  return TRUE;
}

static void
note_phrase (guint first, guint end, const EntLexiconSense *senses, guint n, gpointer user_data)
{
  Tagging *self = user_data;
  Phrase phrase = { .first = first, .end = end };

  for (guint i = 0; i < n; i++)
    {
      gint class = self->lexicon->classes[senses[i].type_id];
      guint64 bit = class < 0 ? 0 : G_GUINT64_CONSTANT (1) << class;

      if (senses[i].exact)
        phrase.as_written |= bit;
      else
        phrase.otherwise |= bit;
    }
  if (end > first + 1)
    g_array_append_val (self->phrases, phrase);
  else
    {
      self->words[first].as_written = phrase.as_written;
      self->words[first].otherwise = phrase.otherwise;
    }
}

void
tag_look_up_words (Tagging *self)
{
  for (guint s = 0; s < self->n_sentences; s++)
    {
      guint end = self->sentences[s].first + self->sentences[s].n;

      for (guint t = self->sentences[s].first; t < end; t++)
        {
          self->words[t].phrase = self->phrases->len;
          if (!(self->tokens[t].flags & ENT_TOKEN_PUNCT))
            ent_lexicon_match (self->lexicon->lexicon, self->doc, t, end, note_phrase, self);
        }
    }
  self->words[self->n_tokens].phrase = self->phrases->len;
}

guint
tag_end_of_class (const Tagging *self, guint t, guint end, guint64 mask)
{
  guint longest = is_class (self, t, mask) ? t + 1 : t;

  if (t >= self->n_tokens)
    return t;
  for (guint p = self->words[t].phrase; p < self->words[t + 1].phrase; p++)
    {
      const Phrase *phrase = &g_array_index (self->phrases, Phrase, p);
      guint64 has = phrase->as_written | (self->words[t].style == STYLE_CAPS ? phrase->otherwise : 0);

      if (has & mask && phrase->end <= end)
        longest = MAX (longest, phrase->end);
    }
  return longest;
}

/* --- What the document itself tells: which words it writes small, which with a capital amid a sentence --- */

enum
{
  SEEN_SMALL = 1,
  SEEN_CAPITAL = 2
};

typedef struct
{
  guint64 hash;
  guint32 flags;
} Seen;

typedef struct
{
  Seen *slots;
  guint n_slots; /* a power of two */
  guint n_used;
} SeenTable;

static guint64
hash_token (const Tagging *self, guint t)
{
  const gchar *p = self->text + self->tokens[t].start, *end = self->text + self->tokens[t].end;
  guint64 hash = LEXICON_HASH_START;

  while (p < end)
    hash = lexicon_hash_char (hash, lexicon_fold (lexicon_next (&p, end)));
  return hash | 1;
}

static Seen *
find_seen (SeenTable *table, guint64 hash)
{
  guint slot = lexicon_slot_of (hash, table->n_slots);

  while (table->slots[slot].hash != 0 && table->slots[slot].hash != hash)
    slot = (slot + 1) & (table->n_slots - 1);
  return table->slots + slot;
}

static void
grow_seen (SeenTable *table)
{
  SeenTable old = *table;

  table->n_slots = MAX (256, 2 * old.n_slots);
  table->slots = g_new0 (Seen, table->n_slots);
  for (guint i = 0; i < old.n_slots; i++)
    if (old.slots[i].hash)
      *find_seen (table, old.slots[i].hash) = old.slots[i];
  g_free (old.slots);
}

static void
note_seen (SeenTable *table, guint64 hash, guint flag)
{
  Seen *seen;

  if (2 * table->n_used >= table->n_slots)
    grow_seen (table);
  seen = find_seen (table, hash);
  table->n_used += seen->hash == 0;
  seen->hash = hash;
  seen->flags |= flag;
}

/* --- Capitals --- */

static gboolean
ends_with_stop (const Tagging *self, guint first, guint end)
{
  return end > first && (is_char (self, end - 1, '.') || is_char (self, end - 1, '?') || is_char (self, end - 1, '!'));
}

/* A headline has capitals in nearly all its longer words, and at least four of them, and no full stop */
static Style
style_of (const Tagging *self, guint first, guint end)
{
  guint words = 0, small = 0, upper = 0, all = 0;

  for (guint t = first; t < end; t++)
    {
      guint flags = self->tokens[t].flags;

      if (!(flags & ENT_TOKEN_ALPHA) || flags & ENT_TOKEN_JOINED || self->text[self->tokens[t].start] == '\'')
        continue;
      all++;
      upper += flags & ENT_TOKEN_UPPER && self->tokens[t].end - self->tokens[t].start > 2;
      if ((self->words[t].as_written | self->words[t].otherwise) & IS (FUNCTION))
        continue;
      words++;
      small += !(flags & ENT_TOKEN_CAPITALISED);
    }
  if (all > 0 && 10 * upper >= 7 * all)
    return STYLE_CAPS;
  return words >= 4 && 10 * small <= 2 * words && !ends_with_stop (self, first, end) ? STYLE_TITLE : STYLE_NORMAL;
}

/* Whether a capital is owed to the place: the first word of a sentence, a quotation, an item */
static gboolean
opens (const Tagging *self, guint t, guint first)
{
  while (t > first && has_flag (self, t - 1, ENT_TOKEN_PUNCT))
    {
      gchar c = self->text[self->tokens[t - 1].start];

      if (c == ',' || c == ')' || c == '/' || c == '&')
        return FALSE;
      if (c == ':' || c == '"' || c == '`' || c == '*' || self->tokens[t - 1].end - self->tokens[t - 1].start > 1)
        return TRUE;
      if ((c == '-' || c == '(' || c == '\'' || c == '[') && t - 1 > first)
        return FALSE;
      t--;
    }
  return t == first;
}

static void
note_words (Tagging *self, SeenTable *table, const EntSentence *sentence)
{
  guint end = sentence->first + sentence->n;
  Style style = style_of (self, sentence->first, end);

  for (guint t = sentence->first; t < end; t++)
    {
      guint flags = self->tokens[t].flags;

      self->words[t].style = style;
      if (!(flags & ENT_TOKEN_ALPHA) || style != STYLE_NORMAL)
        continue;
      if (!(flags & ENT_TOKEN_CAPITALISED))
        note_seen (table, hash_token (self, t), SEEN_SMALL);
      else if (!opens (self, t, sentence->first))
        note_seen (table, hash_token (self, t), SEEN_CAPITAL);
    }
}

static const struct
{
  const gchar *ending, *instead;
} endings[]
    = { { "ies", "y" }, { "es", "" },  { "es", "e" },  { "s", "" },  { "ied", "y" }, { "ed", "" }, { "ed", "e" },
        { "d", "" },    { "ing", "" }, { "ing", "e" }, { "ly", "" }, { "er", "" },   { "est", "" } };

/* "Officials", "Fighting": a common word with an ending */
static gboolean
is_inflected_word (const Tagging *self, guint t)
{
  gsize length = self->tokens[t].end - self->tokens[t].start;
  gchar word[32];

  if (length < 4 || length >= sizeof word - 1)
    return FALSE;
  memcpy (word, self->text + self->tokens[t].start, length);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize cut = strlen (endings[i].ending), add = strlen (endings[i].instead);
      EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
      guint n;

      if (length < cut + 3 || memcmp (self->text + self->tokens[t].end - cut, endings[i].ending, cut) != 0)
        continue;
      memcpy (word + length - cut, endings[i].instead, add);
      n = ent_lexicon_lookup (self->lexicon->lexicon, word, length - cut + add, senses, G_N_ELEMENTS (senses));
      for (guint j = 0; j < n; j++)
        if (self->lexicon->classes[senses[j].type_id] == CLASS_WORD)
          return TRUE;
      memcpy (word, self->text + self->tokens[t].start, length);
    }
  return FALSE;
}

/* Whether another capitalised word follows that is no function word or date */
static gboolean
leads_on (const Tagging *self, guint t)
{
  guint64 all = t + 1 < self->n_tokens ? self->words[t + 1].as_written | self->words[t + 1].otherwise : 0;

  return has_flag (self, t + 1, ENT_TOKEN_CAPITALISED) && !(all & (IS (FUNCTION) | IS (MONTH) | IS (WEEKDAY)));
}

/* A capital that its place explains */
static Capital
judge_opening (const Tagging *self, guint t, guint seen)
{
  guint64 has = classes (self, t), all = self->words[t].as_written | self->words[t].otherwise;
  Style style = self->words[t].style;
  gboolean common
      = (all & COMMON) != 0 || ((style != STYLE_NORMAL || !(has & ANY_NAME)) && is_inflected_word (self, t));

  if (has & SURE_NAME || (seen & SEEN_CAPITAL && !(seen & SEEN_SMALL)))
    return CAPITAL_STRONG;
  if (has & ANY_NAME && !common)
    return CAPITAL_STRONG;
  if (has & IS (GIVEN_NAME) && leads_on (self, t))
    return CAPITAL_STRONG;
  if (t > 0 && self->words[t - 1].capital && is_class (self, t - 1, IS (GIVEN_NAME) | IS (HONORIFIC)))
    return CAPITAL_STRONG;
  if (common || seen & SEEN_SMALL)
    return style == STYLE_NORMAL && leads_on (self, t) && !(all & (IS (FUNCTION) | IS (OCCUPATION))) ? CAPITAL_WEAK
                                                                                                     : CAPITAL_NONE;
  return style == STYLE_CAPS && !(has & ANY_NAME) ? CAPITAL_NONE : CAPITAL_WEAK;
}

/* "August" is a month unless a name follows: "August Strindberg" */
static gboolean
is_calendar_word (const Tagging *self, guint t, guint64 has)
{
  return has & (IS (MONTH) | IS (WEEKDAY)) && !(has & IS (GIVEN_NAME) && leads_on (self, t));
}

static Capital
judge (const Tagging *self, SeenTable *table, guint t, guint first)
{
  guint64 has = classes (self, t), all = has | self->words[t].otherwise;

  if (!has_flag (self, t, ENT_TOKEN_CAPITALISED))
    return CAPITAL_NONE;
  if (is_calendar_word (self, t, has))
    return CAPITAL_NONE;
  if (all & IS (FUNCTION) && !(has & (SURE_NAME | IS (GIVEN_NAME)))
      && !(self->words[t].as_written & IS (ORGANISATION) && self->words[t].style == STYLE_NORMAL))
    return CAPITAL_NONE;
  if (self->words[t].style == STYLE_NORMAL && !opens (self, t, first))
    return CAPITAL_STRONG;
  return judge_opening (self, t, table->n_slots ? find_seen (table, hash_token (self, t))->flags : 0);
}

void
tag_judge_capitals (Tagging *self)
{
  SeenTable table = { 0 };

  for (guint s = 0; s < self->n_sentences; s++)
    note_words (self, &table, self->sentences + s);
  for (guint s = 0; s < self->n_sentences; s++)
    for (guint t = self->sentences[s].first; t < self->sentences[s].first + self->sentences[s].n; t++)
      self->words[t].capital = judge (self, &table, t, self->sentences[s].first);
  g_free (table.slots);
}
