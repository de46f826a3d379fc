/* Times and identifiers that a document names more than once: one thing each time, while two amounts that are the same
 * are amounts of two things. */
#include "stages/link/coref.h"

#include <string.h>

static gboolean
is_amount (const gchar *type)
{
  static const gchar *const amounts[] = { "Quantity", "Money", "Frequency", NULL };

  return g_strv_contains (amounts, type);
}

/* "three days": as long, but not the same three */
static gboolean
is_duration (const gchar *value)
{
  return value && g_str_has_prefix (value, "\"P");
}

/* As JSON, or NULL */
static const gchar *
value_of (const LinkTree *tree, const LinkPhrase *phrase)
{
  EntMention mention;

  if (!ent_document_get_mention (tree->doc, phrase->mention, &mention) || !mention.value)
    return NULL;
  return ent_document_get_string (tree->doc, mention.value);
}

gboolean
link_value_is_one (const LinkTree *tree, const LinkPhrase *phrase)
{
  return phrase->kind == ENT_MENTION_VALUE && !is_amount (ent_document_get_string (tree->doc, phrase->type))
         && !is_duration (value_of (tree, phrase));
}

/* What it comes to, or its words where that is not known */
static gchar *
dup_key (const LinkTree *tree, const LinkPhrase *phrase)
{
  const gchar *value = value_of (tree, phrase);
  g_autofree gchar *words = value ? NULL : ent_document_dup_words (tree->doc, phrase->first, phrase->end);
  g_autofree gchar *lower = words ? g_utf8_strdown (words, -1) : NULL;

  return g_strdup_printf ("%u %s", phrase->type, value ? value : lower);
}

static void
set_entity (LinkPhrases *phrases, guint p, gint entity)
{
  LinkPhrase *phrase = link_phrase (phrases, p);

  phrase->entity = entity;
  ent_document_set_mention_entity (phrases->tree->doc, phrase->mention, entity);
}

static void
join_values (LinkPhrases *phrases, guint first, guint p)
{
  const LinkPhrase *phrase = link_phrase (phrases, first);
  EntDocument *doc = phrases->tree->doc;
  g_autofree gchar *name = NULL;

  if (phrase->entity == ENT_NONE)
    {
      name = ent_document_dup_words (doc, phrase->first, phrase->end);
      set_entity (phrases, first, ent_document_add_entity (doc, ent_document_get_string (doc, phrase->type), name, ""));
    }
  set_entity (phrases, p, link_phrase (phrases, first)->entity);
}

void
link_join_values (LinkPhrases *phrases)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint p = 0; p < phrases->all->len; p++)
    {
      const LinkPhrase *phrase = link_phrase (phrases, p);
      g_autofree gchar *key = NULL;
      gpointer first;

      if (phrase->entity != ENT_NONE || !link_value_is_one (phrases->tree, phrase))
        continue;
      key = dup_key (phrases->tree, phrase);
      first = g_hash_table_lookup (known, key);
      if (first)
        join_values (phrases, GPOINTER_TO_UINT (first) - 1, p);
      else
        g_hash_table_insert (known, g_steal_pointer (&key), GUINT_TO_POINTER (p + 1));
    }
}
