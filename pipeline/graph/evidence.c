#include "pipeline/graph/evidence.h"

struct _EntEvidenceReader
{
  sqlite3_stmt *statement;
  GStringChunk *chunk;
  GArray *rows;
};

/* Two rows that are equal in all that they are ordered by are the same in every output, too */
static const gchar query[]
    = "SELECT d.name, d.date, s.text, s.start, s.end, v.trigger, v.event, ifnull (a.key, ''), v.attribution_text,"
      " v.time, ifnull (p.key, ''), v.made_by, v.head_acts_for,"
      " v.tail_acts_for, v.confidence FROM evidence v JOIN sentences s ON s.id = v.sentence"
      " JOIN documents d ON d.id = v.document LEFT JOIN entities ae ON ae.id = v.attribution"
      " LEFT JOIN nodes a ON a.id = ae.node LEFT JOIN entities pe ON pe.id = v.place LEFT JOIN nodes p ON p.id = "
      "pe.node"
      " WHERE v.edge = ? ORDER BY 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15";

EntEvidenceReader *
ent_evidence_reader_new (sqlite3 *db, GError **error)
{
  EntEvidenceReader *self;
  sqlite3_stmt *statement = ent_sql_prepare (db, query, error);

  if (!statement)
    return NULL;
  self = g_new0 (EntEvidenceReader, 1);
  self->statement = statement;
  self->chunk = g_string_chunk_new (4096);
  self->rows = g_array_new (FALSE, FALSE, sizeof (EntGraphEvidence));
  return self;
}

void
ent_evidence_reader_free (EntEvidenceReader *self)
{
  sqlite3_finalize (self->statement);
  g_string_chunk_free (self->chunk);
  g_array_unref (self->rows);
  g_free (self);
}

static const gchar *
keep (EntEvidenceReader *self, gint column)
{
  const gchar *text = ent_sql_text (self->statement, column);

  return *text ? g_string_chunk_insert_const (self->chunk, text) : "";
}

static void
append_row (EntEvidenceReader *self)
{
  EntGraphEvidence row = {
    .document = keep (self, 0),
    .date = keep (self, 1),
    .sentence = keep (self, 2),
    .start = sqlite3_column_int64 (self->statement, 3),
    .end = sqlite3_column_int64 (self->statement, 4),
    .trigger = keep (self, 5),
    .event = keep (self, 6),
    .attribution = keep (self, 7),
    .attribution_text = keep (self, 8),
    .time = keep (self, 9),
    .place = keep (self, 10),
    .by = keep (self, 11),
    .source_acts_for = keep (self, 12),
    .target_acts_for = keep (self, 13),
    .confidence = sqlite3_column_double (self->statement, 14),
  };

  g_array_append_val (self->rows, row);
}

const GArray *
ent_evidence_read (EntEvidenceReader *self, gint64 edge, GError **error)
{
  gboolean row;

  g_string_chunk_clear (self->chunk);
  g_array_set_size (self->rows, 0);
  ent_sql_bind (self->statement, "i", edge);
  while (ent_sql_step (self->statement, &row, error))
    {
      if (!row)
        return self->rows;
      append_row (self);
    }
  return NULL;
}
