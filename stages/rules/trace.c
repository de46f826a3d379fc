/* Traces by what they are of: a mention by its rule and its words, as its number changes while others are added. */
#include "stages/rules/trace.h"

#define KEY "entente-rules-trace"

static gchar *
mention_key (const EntMention *mention)
{
  return g_strdup_printf ("m %u %u %u %u", mention->by, mention->type, mention->first, mention->n);
}

static gchar *
relation_key (const EntRelation *relation)
{
  return g_strdup_printf ("r %u %u %u %u %u", relation->by, relation->sentence, relation->trigger_first, relation->head,
                          relation->tail);
}

static const gchar *
find (EntDocument *doc, const gchar *key)
{
  GHashTable *traces = g_object_get_data (G_OBJECT (doc), KEY);

  return traces ? g_hash_table_lookup (traces, key) : NULL;
}

static void
add (EntDocument *doc, gchar *key, gchar *lines)
{
  GHashTable *traces = g_object_get_data (G_OBJECT (doc), KEY);

  if (!traces)
    {
      traces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_object_set_data_full (G_OBJECT (doc), KEY, traces, (GDestroyNotify) g_hash_table_unref);
    }
  g_hash_table_replace (traces, key, lines);
}

const gchar *
rules_trace_of_mention (EntDocument *doc, guint m)
{
  guint n;
  g_autofree gchar *key = mention_key (ent_document_get_mentions (doc, &n) + m);

  return find (doc, key);
}

const gchar *
rules_trace_of_relation (EntDocument *doc, guint r)
{
  guint n;
  g_autofree gchar *key = relation_key (ent_document_get_relations (doc, &n) + r);

  return find (doc, key);
}

void
rules_trace_add_mention (EntDocument *doc, const EntMention *mention, gchar *lines)
{
  add (doc, mention_key (mention), lines);
}

void
rules_trace_add_relation (EntDocument *doc, const EntRelation *relation, gchar *lines)
{
  add (doc, relation_key (relation), lines);
}
