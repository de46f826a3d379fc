/* A pipeline over many documents on many cores: output in input order, memory bounded by the documents in hand. */
#pragma once

#include <gio/gio.h>
#include <entente/pipeline.h>

G_BEGIN_DECLS

#define ENT_TYPE_BATCH (ent_batch_get_type ())
G_DECLARE_FINAL_TYPE (EntBatch, ent_batch, ENT, BATCH, GObject)

/**
 * EntBatchFunc:
 * @batch: the batch
 * @doc: (nullable): the document, all its layers made; %NULL where it could not even be read
 * @error: (nullable): why it failed, or %NULL where it is done
 * @user_data: the caller's own
 *
 * Called for each document in input order, never from two threads at once.
 */
typedef void (*EntBatchFunc) (EntBatch *batch, EntDocument *doc, const GError *error, gpointer user_data);

/**
 * EntBatchFilter:
 * @batch: the batch
 * @doc: a document as it comes from the source, without layers
 * @user_data: the caller's own
 *
 * Called for each document before it is processed, in input order, never from two threads at once.
 *
 * Returns: whether it is to be processed
 */
typedef gboolean (*EntBatchFilter) (EntBatch *batch, EntDocument *doc, gpointer user_data);

EntBatch *ent_batch_new (EntPipeline *pipeline, guint workers);
void ent_batch_set_func (EntBatch *self, EntBatchFunc func, gpointer user_data, GDestroyNotify notify);
void ent_batch_set_filter (EntBatch *self, EntBatchFilter filter, gpointer user_data, GDestroyNotify notify);
gboolean ent_batch_run (EntBatch *self, GCancellable *cancellable, GError **error);
guint64 ent_batch_get_n_documents (EntBatch *self);
guint64 ent_batch_get_n_failed (EntBatch *self);
guint64 ent_batch_get_n_skipped (EntBatch *self);
guint64 ent_batch_get_n_bytes (EntBatch *self);
guint64 ent_batch_get_n_tokens (EntBatch *self);
gdouble ent_batch_get_progress (EntBatch *self);

G_END_DECLS
