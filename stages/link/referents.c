/* Form, role, gender and number of each phrase. */
#include "stages/link/referents.h"

#include <string.h>

/* Bytes of the longest pronoun, and of the longest given name that is looked up */
#define MAX_WORD 31

static gchar *
lower_form (const LinkTree *tree, guint t, gchar buffer[MAX_WORD + 1])
{
  gsize length = MIN (tree->tokens[t].end - tree->tokens[t].start, MAX_WORD);

  for (gsize i = 0; i < length; i++)
    buffer[i] = g_ascii_tolower (tree->text[tree->tokens[t].start + i]);
  buffer[length] = '\0';
  return buffer;
}

static LinkRole
role_of (const LinkTree *tree, guint t)
{
  for (guint n = 0; n < 4; n++)
    switch (link_dep (tree, t))
      {
      case DEP_NSUBJ:
      case DEP_NSUBJ_PASS:
        return ROLE_SUBJECT;
      case DEP_OBJ:
      case DEP_IOBJ:
        return ROLE_OBJECT;
      case DEP_OBL:
      case DEP_OBL_AGENT:
        return ROLE_OBLIQUE;
      case DEP_NMOD:
      case DEP_COMPOUND:
        return ROLE_NOUN;
      case DEP_NMOD_POSS:
        return ROLE_OWNER;
      case DEP_CONJ:
      case DEP_APPOS: /* as the one that it goes with */
        if (tree->nodes[t].head < 0)
          return ROLE_OTHER;
        t = tree->nodes[t].head;
        break;
      default:
        return ROLE_OTHER;
      }
  return ROLE_OTHER;
}

/* What begins the phrase decides */
static LinkForm
form_of (const Referents *self, const LinkPhrase *phrase)
{
  const LinkTree *tree = self->tree;
  LinkForm form = FORM_BARE;

  if (phrase->kind == ENT_MENTION_NAME)
    return FORM_NAME;
  for (gint c = link_child (tree, phrase->head); c >= 0 && (guint) c < phrase->head; c = tree->nodes[c].next)
    {
      gchar word[MAX_WORD + 1];

      if (link_dep (tree, c) == DEP_NMOD_POSS)
        return FORM_OWNED;
      if (link_dep (tree, c) != DEP_DET)
        continue;
      lower_form (tree, c, word);
      if (g_str_equal (word, "the"))
        form = FORM_DEFINITE;
      else
        form = link_word_is (self->nouns, word, NOUN_THIS) ? FORM_THIS : FORM_INDEFINITE;
    }
  return form;
}

/* Of a word as written, or of a title without its full stop */
static LinkGender
gender_of_word (const Referents *self, guint t)
{
  gchar word[MAX_WORD + 1];
  gsize length = MIN (self->tree->tokens[t].end - self->tree->tokens[t].start, MAX_WORD);
  LinkGender gender;

  memcpy (word, self->tree->text + self->tree->tokens[t].start, length);
  word[length] = '\0';
  gender = link_noun_gender (self->nouns, word);
  if (gender)
    return gender;
  lower_form (self->tree, t, word);
  if (length > 1 && word[length - 1] == '.')
    word[length - 1] = '\0';
  return link_noun_gender (self->nouns, word);
}

/* By the names and titles in it and before it: "Mrs Quill", "Ada Quill". A family's name that is a given name, too,
 * says nothing behind another */
static LinkGender
gender_of_name (const Referents *self, const LinkPhrase *phrase)
{
  guint before = phrase->first > self->tree->sentences[self->tree->nodes[phrase->head].sentence].first ? 1 : 0;
  guint end = phrase->end - phrase->first > 1 ? phrase->end - 1 : phrase->end;

  for (guint t = phrase->first - before; t < end; t++)
    {
      LinkGender gender = gender_of_word (self, t);

      if (gender)
        return gender;
    }
  return GENDER_PERSON;
}

static LinkGender
gender_of (const Referents *self, const Referent *referent, const LinkPhrase *phrase)
{
  const gchar *type = ent_document_get_string (self->tree->doc, referent->type);
  LinkGender gender;

  if (referent->type == self->person && referent->form == FORM_NAME)
    return gender_of_name (self, phrase);
  if (referent->type == self->person || g_str_equal (type, "Nationality"))
    {
      gender = link_noun_gender (self->nouns, link_lemma (self->tree, referent->head));
      return gender ? gender : GENDER_PERSON;
    }
  return referent->type == self->thing ? GENDER_ANY : GENDER_NEUTER;
}

/* A plural is a noun that is not its lemma and ends as plurals do, or one with a number before it */
static LinkNumber
number_of (const Referents *self, const Referent *referent, const LinkPhrase *phrase)
{
  const LinkTree *tree = self->tree;
  const gchar *lemma = link_lemma (tree, referent->head);
  gchar form[MAX_WORD + 1];

  if (referent->form == FORM_NAME && referent->type == self->person)
    return NUMBER_SINGULAR;
  if (referent->form == FORM_NAME)
    return NUMBER_ANY;
  if (!*lemma)
    return NUMBER_ANY;
  lower_form (tree, referent->head, form);
  if (link_word_is (self->nouns, form, NOUN_PLURAL))
    return NUMBER_PLURAL;
  if (link_pos (tree, referent->head) == ENT_POS_PROPN && g_str_has_suffix (form, "s"))
    return NUMBER_ANY;
  if (g_ascii_strcasecmp (form, lemma) && link_pos (tree, referent->head) != ENT_POS_ADJ)
    return NUMBER_PLURAL;
  return link_word_is (self->nouns, lemma, NOUN_GROUP) ? NUMBER_ANY : NUMBER_SINGULAR;
}

static EntId
type_of (const Referents *self, const LinkPhrase *phrase)
{
  const gchar *type = NULL;

  if (phrase->mention != ENT_NONE)
    return phrase->type;
  if (link_pos (self->tree, phrase->head) == ENT_POS_NOUN)
    type = link_noun_type (self->nouns, link_lemma (self->tree, phrase->head));
  return type ? ent_document_intern (self->tree->doc, type) : self->thing;
}

static EntId
noun_of (const Referents *self, const LinkPhrase *phrase)
{
  gchar word[MAX_WORD + 1];
  const EntToken *token = &self->tree->tokens[phrase->head];

  if (link_pos (self->tree, phrase->head) == ENT_POS_NOUN && token->lemma)
    return token->lemma;
  return ent_document_intern (self->tree->doc, lower_form (self->tree, phrase->head, word));
}

/* "the bomb that went off" */
static gboolean
is_in_relative_clause (const LinkTree *tree, guint t)
{
  gint at = t;

  for (guint n = 0; n < 4 && at >= 0; n++, at = tree->nodes[at].head)
    if (link_dep (tree, at) == DEP_ACL_RELCL)
      return (guint) at > t && tree->nodes[at].left == t;
  return FALSE;
}

/* NULL where the word stands for nothing */
static const LinkPronoun *
find_pronoun (const Referents *self, guint t)
{
  gchar word[MAX_WORD + 1];
  const LinkPronoun *pronoun = link_find_pronoun (self->nouns, lower_form (self->tree, t, word));
  const LinkPronoun *demonstrative = link_find_demonstrative (self->nouns, word);

  return demonstrative && !(pronoun && is_in_relative_clause (self->tree, t)) ? demonstrative : pronoun;
}

static void
describe (const Referents *self, const LinkPhrase *phrase, Referent *referent)
{
  referent->pronoun
      = phrase->kind != ENT_MENTION_NAME && phrase->end - phrase->first == 1 ? find_pronoun (self, phrase->head) : NULL;
  referent->noun = noun_of (self, phrase);
  referent->role = role_of (self->tree, phrase->head);
  if (referent->pronoun)
    {
      referent->form = FORM_PRONOUN;
      referent->gender = referent->pronoun->gender;
      referent->number = referent->pronoun->number;
      referent->type = referent->gender & GENDER_NEUTER ? self->thing : self->person;
      return;
    }
  referent->form = form_of (self, phrase);
  referent->type = type_of (self, phrase);
  referent->gender = gender_of (self, referent, phrase);
  referent->number = number_of (self, referent, phrase);
}

/* "no limits" */
static gboolean
is_none (const Referents *self, guint head)
{
  gint determiner = link_find_child (self->tree, head, DEP_DET);
  gchar word[MAX_WORD + 1];

  return determiner >= 0 && link_word_is (self->nouns, lower_form (self->tree, determiner, word), NOUN_NONE);
}

/* Values, pronouns that ask or point, and what is no noun stand for nothing that is said again */
static gboolean
is_referent (const Referents *self, const LinkPhrase *phrase)
{
  EntPos pos = link_pos (self->tree, phrase->head);

  if (phrase->kind == ENT_MENTION_VALUE)
    return FALSE;
  if (phrase->mention != ENT_NONE)
    return TRUE;
  if (phrase->end - phrase->first == 1 && find_pronoun (self, phrase->head))
    return TRUE;
  return (pos == ENT_POS_NOUN || pos == ENT_POS_PROPN) && !is_none (self, phrase->head);
}

static gint
compare_referents (gconstpointer a, gconstpointer b)
{
  const Referent *one = a, *other = b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  if (one->end != other->end)
    return one->end > other->end ? -1 : 1;
  return one->phrase < other->phrase ? -1 : one->phrase > other->phrase;
}

/* For each token, whether it stands in a time or an identifier: "June" in "6 June 2015" is nothing of its own */
static guint8 *
find_parts (const Referents *self)
{
  guint8 *parts = g_new0 (guint8, self->tree->n_tokens + 1);

  for (guint p = 0; p < self->phrases->all->len; p++)
    {
      const LinkPhrase *phrase = link_phrase (self->phrases, p);

      if (link_value_is_one (self->tree, phrase))
        memset (parts + phrase->first, 1, phrase->end - phrase->first);
    }
  return parts;
}

static void
add_referents (Referents *self)
{
  g_autofree guint8 *parts = find_parts (self);

  for (guint p = 0; p < self->phrases->all->len; p++)
    {
      const LinkPhrase *phrase = link_phrase (self->phrases, p);
      Referent referent = { .phrase = p,
                            .head = phrase->head,
                            .first = phrase->first,
                            .end = phrase->end,
                            .sentence = self->tree->nodes[phrase->head].sentence,
                            .quote = -1,
                            .owner = -1,
                            .n = 1,
                            .entity = phrase->entity };

      if (!is_referent (self, phrase) || (phrase->mention == ENT_NONE && parts[phrase->head]))
        continue;
      describe (self, phrase, &referent);
      referent.chain_type = referent.type;
      referent.chain_gender = referent.gender;
      referent.chain_number = referent.number;
      referent.chain_named = referent.form == FORM_NAME;
      g_array_append_val (self->all, referent);
    }
  g_array_sort (self->all, compare_referents);
}

static void
set_numbers (Referents *self)
{
  guint q = 0;

  memset (self->of_phrase, 0xff, (self->phrases->all->len + 1) * sizeof *self->of_phrase);
  for (guint r = 0; r < self->all->len; r++)
    {
      Referent *referent = link_referent (self, r);

      referent->chain = referent->last = r;
      self->of_phrase[referent->phrase] = r;
      while (q < self->quotes->len && g_array_index (self->quotes, LinkQuote, q).end <= referent->head)
        q++;
      if (q < self->quotes->len && g_array_index (self->quotes, LinkQuote, q).first <= referent->head)
        referent->quote = q;
    }
}

static void
set_owners (Referents *self)
{
  for (guint r = 0; r < self->all->len; r++)
    {
      Referent *referent = link_referent (self, r);
      gint owner = link_find_child (self->tree, referent->head, DEP_NMOD_POSS);
      gint p = owner >= 0 ? self->phrases->at[owner] : -1;

      referent->owner = p >= 0 ? self->of_phrase[p] : -1;
    }
}

Referents *
link_referents_new (LinkPhrases *phrases, const LinkNouns *nouns)
{
  Referents *self = g_new0 (Referents, 1);

  self->phrases = phrases;
  self->tree = phrases->tree;
  self->nouns = nouns;
  self->thing = ent_document_intern (self->tree->doc, "Thing");
  self->person = ent_document_intern (self->tree->doc, "Person");
  self->all = g_array_new (FALSE, FALSE, sizeof (Referent));
  self->of_phrase = g_new (gint32, phrases->all->len + 1);
  self->quotes = link_find_quotes (self->tree, nouns, phrases);
  add_referents (self);
  set_numbers (self);
  set_owners (self);
  return self;
}

void
link_referents_free (Referents *self)
{
  g_array_unref (self->all);
  g_array_unref (self->quotes);
  g_free (self->of_phrase);
  g_free (self);
}
