/* Noun phrases and pronouns, read off the trees. */
#include "stages/link/phrases.h"

#include <string.h>

/* What a noun is called that is of none of the ontology's kinds */
#define ANY_TYPE "Thing"

static gboolean
is_nominal (const LinkTree *tree, guint t)
{
  switch (link_pos (tree, t))
    {
    case ENT_POS_NOUN:
    case ENT_POS_PROPN:
    case ENT_POS_PRON:
    case ENT_POS_NUM:
    case ENT_POS_SYM:
    case ENT_POS_DET:
    case ENT_POS_ADJ:
    case ENT_POS_X:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether a word stands where a noun phrase does */
static gboolean
is_argument (const LinkTree *tree, guint t)
{
  EntPos pos = link_pos (tree, t);
  gboolean is_noun = pos == ENT_POS_NOUN || pos == ENT_POS_PROPN || pos == ENT_POS_PRON;

  switch (link_dep (tree, t))
    {
    case DEP_NSUBJ:
    case DEP_NSUBJ_PASS:
    case DEP_OBJ:
    case DEP_IOBJ:
    case DEP_OBL:
    case DEP_OBL_AGENT:
    case DEP_NMOD:
    case DEP_NMOD_POSS:
    case DEP_APPOS:
      return is_nominal (tree, t);
    case DEP_CONJ:
      return is_noun;
    case DEP_ROOT:
    case DEP_XCOMP:
    case DEP_CCOMP:
    case DEP_ADVCL:
    case DEP_ACL:
    case DEP_ACL_RELCL:
    case DEP_PARATAXIS:
    case DEP_OBL_UNMARKED:
    case DEP_NMOD_UNMARKED:
    case DEP_VOCATIVE:
    case DEP_DISLOCATED:
    case DEP_LIST:
      return is_noun;
    default:
      return FALSE;
    }
}

/* Of what hangs on a noun: whether it is a part of the phrase, or says more of it */
static gboolean
belongs (const LinkTree *tree, guint child)
{
  switch (link_dep (tree, child))
    {
    case DEP_CASE:
    case DEP_CC:
    case DEP_MARK:
    case DEP_CONJ:
    case DEP_APPOS:
    case DEP_ACL_RELCL:
    case DEP_PARATAXIS:
    case DEP_COP:
    case DEP_NSUBJ:
    case DEP_AUX:
    case DEP_ADVCL:
    case DEP_PUNCT:
    case DEP_DISCOURSE:
    case DEP_LIST:
    case DEP_CSUBJ:
    case DEP_CCOMP:
    case DEP_EXPL:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Words of the phrase stand together: what does not belong to it ends it, and what stands beyond */
static void
set_span (const LinkTree *tree, LinkPhrase *phrase)
{
  guint head = phrase->head;

  phrase->first = head;
  phrase->end = head + 1;
  for (gint c = link_child (tree, head); c >= 0; c = tree->nodes[c].next)
    {
      if ((guint) c < head && link_dep (tree, c) == DEP_ADVMOD
          && (link_find_child (tree, head, DEP_COP) >= 0 || link_pos (tree, c) == ENT_POS_PART))
        phrase->first = MIN (head, tree->nodes[c].right); /* of the clause: "is now a town" */
      else if ((guint) c < head)
        phrase->first = !belongs (tree, c) ? MIN (head, tree->nodes[c].right) : MIN (phrase->first, tree->nodes[c].left);
      else if (!belongs (tree, c) && link_dep (tree, c) != DEP_PUNCT)
        break;
      else if (belongs (tree, c))
        phrase->end = MAX (phrase->end, tree->nodes[c].right);
    }
  phrase->first = MIN (phrase->first, head);
  while (phrase->first < head && tree->tokens[phrase->first].flags & ENT_TOKEN_PUNCT)
    phrase->first++;
  while (phrase->end > head + 1 && tree->tokens[phrase->end - 1].flags & ENT_TOKEN_PUNCT)
    phrase->end--;
}

static void
add_mentions (LinkPhrases *self)
{
  guint n;
  const EntMention *mentions = ent_document_get_mentions (self->tree->doc, &n);

  for (guint m = 0; m < n; m++)
    {
      const EntMention *mention = &mentions[m];
      LinkPhrase phrase = { .first = mention->first,
                            .end = mention->first + mention->n,
                            .type = mention->type,
                            .mention = m,
                            .entity = mention->entity,
                            .kind = mention->kind };
      gint32 *at;

      phrase.head = link_head_of (self->tree, phrase.first, phrase.end);
      at = &self->at[phrase.head];
      if (*at < 0 || link_phrase (self, *at)->end - link_phrase (self, *at)->first < mention->n)
        *at = m;
      g_array_append_val (self->all, phrase);
    }
}

static void
add_candidates (LinkPhrases *self)
{
  const LinkTree *tree = self->tree;
  EntId any = ent_document_intern (tree->doc, ANY_TYPE);

  for (guint t = 0; t < tree->n_tokens; t++)
    {
      LinkPhrase phrase = { .head = t, .type = any, .mention = ENT_NONE, .entity = ENT_NONE };

      if (self->at[t] >= 0 || !is_argument (tree, t))
        continue;
      phrase.kind = link_pos (tree, t) == ENT_POS_PRON ? ENT_MENTION_PRONOUN : ENT_MENTION_NOMINAL;
      set_span (tree, &phrase);
      self->at[t] = self->all->len;
      g_array_append_val (self->all, phrase);
    }
}

LinkPhrases *
link_phrases_new (const LinkTree *tree)
{
  LinkPhrases *self = g_new0 (LinkPhrases, 1);

  self->tree = tree;
  self->all = g_array_new (FALSE, FALSE, sizeof (LinkPhrase));
  self->at = g_new (gint32, tree->n_tokens + 1);
  memset (self->at, 0xff, (tree->n_tokens + 1) * sizeof *self->at);
  add_mentions (self);
  add_candidates (self);
  return self;
}

void
link_phrases_free (LinkPhrases *self)
{
  g_array_unref (self->all);
  g_free (self->at);
  g_free (self);
}

guint
link_phrases_mention (LinkPhrases *self, guint p)
{
  LinkPhrase *phrase = link_phrase (self, p);
  EntMention mention = { .first = phrase->first,
                         .n = phrase->end - phrase->first,
                         .type = phrase->type,
                         .entity = phrase->entity,
                         .confidence = 1,
                         .kind = phrase->kind };

  if (phrase->mention == ENT_NONE)
    {
      mention.by = ent_document_intern (self->tree->doc, "link/phrase");
      phrase->mention = ent_document_append_mention (self->tree->doc, &mention);
    }
  return phrase->mention;
}
