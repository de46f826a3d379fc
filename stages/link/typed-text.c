/* What the features of a document's pairs are made of, once for all of them. */
#include "stages/link/typed-text.h"

#include <string.h>

/* Of the lemma, or of the word where no stage gave one */
static void
hash_words (TypedText *self)
{
  const LinkTree *tree = self->tree;

  self->lemmas = g_new (guint64, tree->n_tokens + 1);
  for (guint t = 0; t < tree->n_tokens; t++)
    {
      const gchar *lemma = tree->tokens[t].lemma ? link_lemma (tree, t) : NULL;

      self->lemmas[t] = lemma ? ent_hash_bytes (lemma, strlen (lemma)) : self->forms[t].lower;
    }
}

static void
hash_edges (TypedText *self)
{
  const LinkTree *tree = self->tree;

  self->edges = g_new (guint64, tree->n_tokens + 1);
  for (guint t = 0; t < tree->n_tokens; t++)
    self->edges[t] = link_dep (tree, t);
  for (guint t = 0; t < tree->n_tokens; t++)
    if (link_dep (tree, t) == DEP_CASE && tree->nodes[t].head >= 0)
      self->edges[tree->nodes[t].head] = ent_hash_mix (self->edges[tree->nodes[t].head], self->lemmas[t]);
}

static gint
compare_mentions (gconstpointer a, gconstpointer b)
{
  const TypedMention *x = a, *y = b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  if (x->end != y->end)
    return x->end > y->end ? -1 : 1;
  return (x->mention > y->mention) - (x->mention < y->mention);
}

static gboolean
is_candidate (const EntMention *mention)
{
  return mention->kind == ENT_MENTION_NAME || mention->kind == ENT_MENTION_VALUE;
}

static void
take_mentions (TypedText *self, const EntMention *mentions, guint n)
{
  const LinkTree *tree = self->tree;

  self->mentions = g_array_new (FALSE, FALSE, sizeof (TypedMention));
  for (guint m = 0; m < n; m++)
    if (is_candidate (&mentions[m]))
      {
        const gchar *type = ent_document_get_string (tree->doc, mentions[m].type);
        guint32 first = mentions[m].first, end = first + mentions[m].n;
        TypedMention mention = { first,
                                 end,
                                 link_head_of (tree, first, end),
                                 tree->nodes[first].sentence,
                                 m,
                                 mentions[m].entity,
                                 ent_hash_bytes (type, strlen (type)) };

        g_array_append_val (self->mentions, mention);
      }
  g_array_sort (self->mentions, compare_mentions);
}

static void
find_sentences (TypedText *self)
{
  guint m = 0;

  self->of_sentence = g_new (guint, self->tree->n_sentences + 1);
  for (guint s = 0; s < self->tree->n_sentences; s++)
    {
      self->of_sentence[s] = m;
      while (m < self->mentions->len && typed_mention (self, m)->sentence == s)
        m++;
    }
  self->of_sentence[self->tree->n_sentences] = m;
}

/* A mention without an entity is none */
static void
find_entities (TypedText *self)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  guint at = 0;

  self->entities = g_array_new (FALSE, FALSE, sizeof (TypedEntity));
  self->of_entities = g_array_new (FALSE, TRUE, sizeof (guint));
  for (guint m = 0; m < self->mentions->len; m++)
    {
      TypedEntity fresh = { 0, 1, typed_mention (self, m)->entity };
      gpointer known = fresh.entity < 0 ? NULL : g_hash_table_lookup (numbers, GINT_TO_POINTER (fresh.entity + 1));

      if (known)
        g_array_index (self->entities, TypedEntity, GPOINTER_TO_UINT (known) - 1).n++;
      else if (fresh.entity >= 0)
        {
          g_array_append_val (self->entities, fresh);
          g_hash_table_insert (numbers, GINT_TO_POINTER (fresh.entity + 1), GUINT_TO_POINTER (self->entities->len));
        }
    }
  for (guint e = 0; e < self->entities->len; e++)
    {
      TypedEntity *entity = &g_array_index (self->entities, TypedEntity, e);

      entity->first = at;
      at += entity->n;
      entity->n = 0;
    }
  g_array_set_size (self->of_entities, at);
  for (guint m = 0; m < self->mentions->len; m++)
    if (typed_mention (self, m)->entity >= 0)
      {
        gpointer known = g_hash_table_lookup (numbers, GINT_TO_POINTER (typed_mention (self, m)->entity + 1));
        TypedEntity *entity = &g_array_index (self->entities, TypedEntity, GPOINTER_TO_UINT (known) - 1);

        g_array_index (self->of_entities, guint, entity->first + entity->n++) = m;
      }
}

TypedText *
typed_text_new (const LinkTree *tree, const EntMention *mentions, guint n_mentions, const EntWords *words)
{
  TypedText *self = g_new0 (TypedText, 1);

  self->tree = tree;
  self->words = words;
  self->forms = ent_word_forms_new (tree->text, tree->tokens, tree->n_tokens, words);
  hash_words (self);
  hash_edges (self);
  take_mentions (self, mentions, n_mentions);
  find_sentences (self);
  find_entities (self);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

void
typed_text_free (TypedText *self)
{
  g_free (self->forms);
  g_free (self->lemmas);
  g_free (self->edges);
  g_free (self->of_sentence);
  g_array_unref (self->mentions);
  g_array_unref (self->entities);
  g_array_unref (self->of_entities);
  g_array_unref (self->ids);
  g_free (self);
}

/* How far apart, counted in mentions, two of a sentence's n may stand */
static guint
find_reach (guint n)
{
  return n <= TYPED_MOST_MENTIONS ? n : MAX (TYPED_MOST_MENTIONS * TYPED_MOST_MENTIONS / n, TYPED_LEAST_MENTIONS);
}

/* All ordered pairs of a sentence's mentions, but in one with very many of them only those that stand near */
void
typed_foreach_pair (TypedText *self, TypedPairFunc func, gpointer data)
{
  for (guint s = 0; s < self->tree->n_sentences; s++)
    {
      guint first = self->of_sentence[s], end = self->of_sentence[s + 1], reach = find_reach (end - first);

      for (guint a = first; a < end; a++)
        for (guint b = a + 1; b < end && b <= a + reach; b++)
          {
            func (data, a, b);
            func (data, b, a);
          }
    }
}

/* All ordered pairs of a document's entities, but in one with very many of them only those that come up near */
void
typed_foreach_entities (TypedText *self, TypedPairFunc func, gpointer data)
{
  for (guint a = 0; a < self->entities->len; a++)
    for (guint b = a + 1; b < MIN (self->entities->len, a + TYPED_MOST_ENTITIES); b++)
      {
        func (data, a, b);
        func (data, b, a);
      }
}
