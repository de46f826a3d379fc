/* EntGraph, what documents say: added, replaced, dropped. */
#include "pipeline/graph/facts.h"
#include "pipeline/graph/store.h"

#include <string.h>

/* Between commits while documents are added */
#define COMMIT_EVERY (G_USEC_PER_SEC)

/* A document of the graph */
typedef struct
{
  gint64 id; /* 0: there is none of this name */
  gchar *input;
  gchar *digest;
} Known;

static void
known_clear (Known *self)
{
  g_free (self->input);
  g_free (self->digest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static gboolean
find (EntGraph *self, const gchar *id, Known *known, GError **error)
{
  sqlite3_stmt *statement = self->statements[SQL_FIND_DOCUMENT];
  gboolean row;

  ent_sql_bind (statement, "s", id ? id : "");
  if (!ent_sql_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      known->id = sqlite3_column_int64 (statement, 0);
      known->input = g_strdup (ent_sql_text (statement, 1));
      known->digest = g_strdup (ent_sql_text (statement, 2));
      sqlite3_reset (statement);
    }
  return TRUE;
}

gboolean
ent_graph_delete_document (EntGraph *self, gint64 id, GError **error)
{
  static const gchar *const statements[] = {
    "INSERT OR IGNORE INTO touched SELECT key FROM entities WHERE document = ?",
    "UPDATE nodes SET stale = 1 WHERE id IN (SELECT node FROM entities WHERE document = ?)",
    "UPDATE edges SET stale = 1 WHERE id IN (SELECT edge FROM evidence WHERE document = ?)",
    "DELETE FROM evidence WHERE document = ?",
    "DELETE FROM sentences WHERE document = ?",
    "DELETE FROM entities WHERE document = ?",
    "DELETE FROM documents WHERE id = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (sqlite3_stmt) statement = ent_sql_prepare (self->db, statements[i], error);

      if (!statement)
        return FALSE;
      ent_sql_bind (statement, "i", id);
      if (!ent_sql_execute (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
insert (EntGraph *self, SqlStatement which, GError **error)
{
  return ent_sql_execute (self->statements[which], error) ? sqlite3_last_insert_rowid (self->db) : 0;
}

/* The rows' ids in the order of the facts */
static gint64 *
insert_entities (EntGraph *self, gint64 document, const EntFacts *facts, GError **error)
{
  g_autofree gint64 *ids = g_new (gint64, facts->entities->len + 1);

  for (guint i = 0; i < facts->entities->len; i++)
    {
      const EntFactsEntity *row = &g_array_index (facts->entities, EntFactsEntity, i);

      ent_sql_bind (self->statements[SQL_ADD_ENTITY], "issssssii", document, row->key, row->type, row->name,
                    row->aliases, row->links, row->context, (gint64) row->mentions, (gint64) row->names);
      ent_sql_bind (self->statements[SQL_TOUCH], "s", row->key);
      if (!(ids[i] = insert (self, SQL_ADD_ENTITY, error)) || !ent_sql_execute (self->statements[SQL_TOUCH], error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

static gint64 *
insert_sentences (EntGraph *self, gint64 document, const EntFacts *facts, GError **error)
{
  g_autofree gint64 *ids = g_new (gint64, facts->sentences->len + 1);

  for (guint i = 0; i < facts->sentences->len; i++)
    {
      const EntFactsSentence *row = &g_array_index (facts->sentences, EntFactsSentence, i);

      ent_sql_bind (self->statements[SQL_ADD_SENTENCE], "iiis", document, (gint64) row->start, (gint64) row->end,
                    row->text);
      if (!(ids[i] = insert (self, SQL_ADD_SENTENCE, error)))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

static gboolean
insert_evidence (EntGraph *self, gint64 document, const EntFacts *facts, const gint64 *entities,
                 const gint64 *sentences, GError **error)
{
  for (guint i = 0; i < facts->evidence->len; i++)
    {
      const EntFactsEvidence *row = &g_array_index (facts->evidence, EntFactsEvidence, i);
      gint64 attribution = row->attribution < 0 ? -1 : entities[row->attribution];
      gint64 place = row->place < 0 ? -1 : entities[row->place];

      ent_sql_bind (self->statements[SQL_ADD_EVIDENCE], "iiiinnsssssssssdss", document, sentences[row->sentence],
                    entities[row->head], entities[row->tail], attribution, place, row->type, row->label, row->polarity,
                    row->modality, row->trigger, row->event, row->attribution_text, row->time, row->by,
                    (gdouble) row->confidence, row->head_acts_for, row->tail_acts_for);
      if (!insert (self, SQL_ADD_EVIDENCE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_facts (EntGraph *self, const EntFacts *facts, GError **error)
{
  g_autofree gint64 *entities = NULL, *sentences = NULL;
  gint64 document;

  ent_sql_bind (self->statements[SQL_ADD_DOCUMENT], "ssssiss", facts->id, facts->source, facts->title, facts->date,
                (gint64) facts->n_skipped, facts->input, facts->digest);
  document = insert (self, SQL_ADD_DOCUMENT, error);
  if (document)
    entities = insert_entities (self, document, facts, error);
  if (entities)
    sentences = insert_sentences (self, document, facts, error);
  return sentences && insert_evidence (self, document, facts, entities, sentences, error);
}

static gboolean
is_of_this_run (EntGraph *self, const gchar *id)
{
  return !self->session || g_hash_table_contains (self->session, id);
}

static EntGraphAdded
compare (EntGraph *self, const EntFacts *facts, const Known *known)
{
  if (!known->id)
    return ENT_GRAPH_ADDED;
  if (g_str_equal (known->digest, facts->digest))
    return ENT_GRAPH_UNCHANGED;
  if (is_of_this_run (self, facts->id) && strcmp (known->digest, facts->digest) > 0)
    return ENT_GRAPH_DUPLICATE;
  return ENT_GRAPH_REPLACED;
}

static gboolean
commit_at_times (EntGraph *self, GError **error)
{
  return g_get_monotonic_time () - self->committed_at < COMMIT_EVERY || ent_graph_commit (self, error);
}

/* Nothing of a document that was added in part may be committed later */
static EntGraphAdded
give_up (EntGraph *self)
{
  ent_graph_rollback (self);
  return ENT_GRAPH_FAILED;
}

/**
 * ent_graph_add_facts: (skip)
 * @self: a graph
 * @facts: what a document says
 * @again: (out): whether there was a document of its id in this run before
 * @error: where to put an error
 *
 * Adds them, as graph.h describes.
 *
 * Returns: what was done; %ENT_GRAPH_FAILED and %ENT_ERROR_OUTPUT where it cannot be written
 */
EntGraphAdded
ent_graph_add_facts (EntGraph *self, const EntFacts *facts, gboolean *again, GError **error)
{
  g_auto (Known) known = { 0 };
  EntGraphAdded added;

  *again = FALSE;
  if (!ent_graph_begin (self, error) || !find (self, facts->id, &known, error))
    return give_up (self);
  added = compare (self, facts, &known);
  if (added == ENT_GRAPH_REPLACED && !ent_graph_delete_document (self, known.id, error))
    return give_up (self);
  if (added == ENT_GRAPH_ADDED || added == ENT_GRAPH_REPLACED)
    if (!insert_facts (self, facts, error) || !ent_graph_stale (self, error))
      return give_up (self);
  *again = self->session && !g_hash_table_add (self->session, g_strdup (facts->id));
  return commit_at_times (self, error) ? added : give_up (self);
}

/**
 * ent_graph_add_document: (skip)
 * @self: a graph
 * @doc: a document
 * @facts: what it says, from ent_facts_new(), which takes about as long as adding them and may be done on any
 *   thread
 * @error: where to put an error
 *
 * Adds them, as graph.h describes, with a note to @doc where it is not the only one of its id in this run. The graph
 * keeps nothing of @doc itself.
 *
 * Returns: what was done; %ENT_GRAPH_FAILED and %ENT_ERROR_OUTPUT where it cannot be written
 */
EntGraphAdded
ent_graph_add_document (EntGraph *self, EntDocument *doc, const EntFacts *facts, GError **error)
{
  gboolean again;
  EntGraphAdded added = ent_graph_add_facts (self, facts, &again, error);

  if (again)
    ent_document_add_note (doc, ENT_GRAPH_NOTE_AGAIN);
  return added;
}

/**
 * ent_graph_has_document: (skip)
 * @self: a graph
 * @doc: a document, with or without layers
 * @has: (out): whether one of its id, made from the same text, title and date, is in the graph
 * @error: where to put an error
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where the graph cannot be read
 */
gboolean
ent_graph_has_document (EntGraph *self, EntDocument *doc, gboolean *has, GError **error)
{
  g_auto (Known) known = { 0 };
  g_autofree gchar *input = NULL;

  *has = FALSE;
  if (!find (self, ent_document_get_id (doc), &known, error))
    return FALSE;
  if (known.id)
    input = ent_facts_input_digest (doc);
  *has = input && g_str_equal (input, known.input);
  return TRUE;
}

/**
 * ent_graph_drop_document: (skip)
 * @self: a graph
 * @id: of a document
 * @found: (out): whether there was one
 * @error: where to put an error
 *
 * Takes out what the document says, and no more.
 *
 * Returns: %FALSE and %ENT_ERROR_OUTPUT where it cannot be written
 */
gboolean
ent_graph_drop_document (EntGraph *self, const gchar *id, gboolean *found, GError **error)
{
  g_auto (Known) known = { 0 };

  if (!ent_graph_begin (self, error) || !find (self, id, &known, error))
    return FALSE;
  *found = known.id != 0;
  return !*found || (ent_graph_delete_document (self, known.id, error) && ent_graph_stale (self, error));
}
