/* EntBatch: a pipeline over the documents of its source, on many threads.
 *
 * Each worker takes the next document from the source (one at a time), lets the stages process it (all at once), and
 * puts it into a ring in the place of its turn. Whoever finds the first place filled delivers from there on (one at a
 * time, in order). A worker waits before it takes a document while too many, or too large ones, are in hand: that
 * bounds memory, whatever the corpus's size. */
#include <entente/batch.h>

/* Documents in hand for each worker, and bytes of text in hand in all (one document is always allowed) */
#define DOCUMENTS_IN_HAND 8
#define BYTES_IN_HAND (32 << 20)

typedef struct
{
  EntDocument *doc;
  GError *error;
  gboolean filled;
} Slot;

struct _EntBatch
{
  GObject parent_instance;

  EntPipeline *pipeline;
  EntStage *source;
  guint workers;
  EntBatchFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  EntBatchFilter filter;
  gpointer filter_data;
  GDestroyNotify filter_notify;
  GCancellable *cancellable;

  GMutex taking; /* guards the source and `ended` */
  gboolean ended;

  GMutex mutex; /* guards what follows */
  GCond room;
  Slot *ring;
  guint ring_size;
  guint64 next_in;
  guint64 next_out;
  gsize bytes_in_hand;
  gboolean delivering;
  GError *fatal;

  guint64 n_documents;
  guint64 n_failed;
  guint64 n_skipped;
  guint64 n_bytes;
  guint64 n_tokens;
  gdouble progress;
};

G_DEFINE_FINAL_TYPE (EntBatch, ent_batch, G_TYPE_OBJECT)

static void
ent_batch_finalize (GObject *object)
{
  EntBatch *self = ENT_BATCH (object);

  if (self->notify)
    self->notify (self->user_data);
  if (self->filter_notify)
    self->filter_notify (self->filter_data);
  g_clear_object (&self->pipeline);
  g_mutex_clear (&self->taking);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->room);
  g_free (self->ring);
  G_OBJECT_CLASS (ent_batch_parent_class)->finalize (object);
}

static void
ent_batch_class_init (EntBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_batch_finalize;
}

static void
ent_batch_init (EntBatch *self)
{
  self->progress = -1;
  g_mutex_init (&self->taking);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->room);
}

/**
 * ent_batch_new:
 * @pipeline: a pipeline whose first stage is a source
 * @workers: how many threads work at once, the caller's included; 0 for as many as there are processors
 *
 * At any time at most eight documents for each worker are in memory, and few of them where they are large.
 *
 * Returns: (transfer full): a batch that has not run
 */
EntBatch *
ent_batch_new (EntPipeline *pipeline, guint workers)
{
  EntBatch *self = g_object_new (ENT_TYPE_BATCH, NULL);

  self->pipeline = g_object_ref (pipeline);
  self->workers = workers ? workers : g_get_num_processors ();
  self->ring_size = self->workers * DOCUMENTS_IN_HAND;
  self->ring = g_new0 (Slot, self->ring_size);
  return self;
}

/**
 * ent_batch_set_func:
 * @self: a batch that has not run
 * @func: (nullable) (scope notified) (closure user_data) (destroy notify): told of each document
 * @user_data: for @func
 * @notify: (nullable): frees @user_data
 */
void
ent_batch_set_func (EntBatch *self, EntBatchFunc func, gpointer user_data, GDestroyNotify notify)
{
  if (self->notify)
    self->notify (self->user_data);
  self->func = func;
  self->user_data = user_data;
  self->notify = notify;
}

/**
 * ent_batch_set_filter:
 * @self: a batch that has not run
 * @filter: (nullable) (scope notified) (closure user_data) (destroy notify): says which documents to leave out, such as
 *   those that are done already
 * @user_data: for @filter
 * @notify: (nullable): frees @user_data
 */
void
ent_batch_set_filter (EntBatch *self, EntBatchFilter filter, gpointer user_data, GDestroyNotify notify)
{
  if (self->filter_notify)
    self->filter_notify (self->filter_data);
  self->filter = filter;
  self->filter_data = user_data;
  self->filter_notify = notify;
}

static guint64
read_count (EntBatch *self, const guint64 *count)
{
  guint64 value;

  g_mutex_lock (&self->mutex);
  value = *count;
  g_mutex_unlock (&self->mutex);
  return value;
}

/**
 * ent_batch_get_n_documents:
 * @self: a batch
 *
 * Returns: documents done so far, failed ones included. Like the other counts, it may be asked for from any thread
 */
guint64
ent_batch_get_n_documents (EntBatch *self)
{
  return read_count (self, &self->n_documents);
}

/**
 * ent_batch_get_n_failed:
 * @self: a batch
 *
 * Returns: documents that failed so far
 */
guint64
ent_batch_get_n_failed (EntBatch *self)
{
  return read_count (self, &self->n_failed);
}

/**
 * ent_batch_get_n_skipped:
 * @self: a batch
 *
 * Returns: documents that the #EntBatchFilter left out so far
 */
guint64
ent_batch_get_n_skipped (EntBatch *self)
{
  return read_count (self, &self->n_skipped);
}

/**
 * ent_batch_get_n_bytes:
 * @self: a batch
 *
 * Returns: bytes of text done so far
 */
guint64
ent_batch_get_n_bytes (EntBatch *self)
{
  return read_count (self, &self->n_bytes);
}

/**
 * ent_batch_get_n_tokens:
 * @self: a batch
 *
 * Returns: tokens done so far
 */
guint64
ent_batch_get_n_tokens (EntBatch *self)
{
  return read_count (self, &self->n_tokens);
}

/**
 * ent_batch_get_progress:
 * @self: a batch
 *
 * Returns: how much of the input has been taken, 0 to 1; below 0 when unknown
 */
gdouble
ent_batch_get_progress (EntBatch *self)
{
  gdouble progress;

  g_mutex_lock (&self->mutex);
  progress = self->progress;
  g_mutex_unlock (&self->mutex);
  return progress;
}

static gsize
size_of (EntDocument *doc)
{
  gsize length = 0;

  if (doc)
    ent_document_get_text (doc, &length);
  return length;
}

static gboolean
is_full (EntBatch *self)
{
  return self->next_in - self->next_out >= self->ring_size
         || (self->bytes_in_hand > BYTES_IN_HAND && self->next_in > self->next_out);
}

/* FALSE where the run is to end */
static gboolean
wait_for_room (EntBatch *self)
{
  gboolean go_on;

  g_mutex_lock (&self->mutex);
  while (!self->fatal && is_full (self))
    g_cond_wait (&self->room, &self->mutex);
  go_on = !self->fatal && !g_cancellable_is_cancelled (self->cancellable);
  g_mutex_unlock (&self->mutex);
  return go_on;
}

/* A source that breaks its word, not one that meets a document which cannot be read: it might go on failing for ever */
static gboolean
is_broken_source (const GError *error)
{
  return g_error_matches (error, ENT_ERROR, ENT_ERROR_STAGE);
}

static gboolean
is_wanted (EntBatch *self, EntDocument *doc)
{
  if (!self->filter || self->filter (self, doc, self->filter_data))
    return TRUE;
  g_mutex_lock (&self->mutex);
  self->n_skipped++;
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

/* The next document that is wanted, or the error of one that cannot be read; FALSE at the end */
static gboolean
produce (EntBatch *self, EntDocument **doc, GError **error)
{
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (!ent_stage_produce (self->source, doc, error))
        return TRUE;
      if (!*doc || is_wanted (self, *doc))
        return *doc != NULL;
      g_clear_object (doc);
    }
  return FALSE;
}

/* The same, with its turn */
static gboolean
take (EntBatch *self, EntDocument **doc, GError **error, guint64 *turn)
{
  gboolean taken = FALSE;

  g_mutex_lock (&self->taking);
  if (!self->ended && wait_for_room (self))
    taken = produce (self, doc, error);
  self->ended = !taken || is_broken_source (*error);
  if (taken)
    {
      g_mutex_lock (&self->mutex);
      *turn = self->next_in++;
      self->bytes_in_hand += size_of (*doc);
      self->progress = ent_stage_get_progress (self->source);
      g_mutex_unlock (&self->mutex);
    }
  g_mutex_unlock (&self->taking);
  return taken;
}

static void
count (EntBatch *self, EntDocument *doc, gboolean failed)
{
  guint n_tokens = 0;

  if (doc)
    ent_document_get_tokens (doc, &n_tokens);
  g_mutex_lock (&self->mutex);
  self->n_documents++;
  self->n_failed += failed;
  self->n_bytes += size_of (doc);
  self->n_tokens += n_tokens;
  g_mutex_unlock (&self->mutex);
}

static gboolean
ends_run (const Slot *slot)
{
  return g_error_matches (slot->error, ENT_ERROR, ENT_ERROR_OUTPUT) || (!slot->doc && is_broken_source (slot->error));
}

/* An error in the document is reported and the rest goes on; output that cannot be written, or a source that is broken,
 * is returned: it ends the run */
static GError *
deliver_one (EntBatch *self, Slot *slot)
{
  GError *fatal;

  if (!slot->error)
    ent_pipeline_collect (self->pipeline, slot->doc, &slot->error);
  fatal = ends_run (slot) ? g_error_copy (slot->error) : NULL;
  count (self, slot->doc, slot->error != NULL);
  if (self->func)
    self->func (self, slot->doc, slot->error, self->user_data);
  g_clear_object (&slot->doc);
  g_clear_error (&slot->error);
  return fatal;
}

static void
drop (Slot *slot)
{
  g_clear_object (&slot->doc);
  g_clear_error (&slot->error);
}

/* With the mutex held, which is given back while a document is delivered */
static void
deliver (EntBatch *self)
{
  self->delivering = TRUE;
  for (Slot *place = &self->ring[self->next_out % self->ring_size]; place->filled;
       place = &self->ring[self->next_out % self->ring_size])
    {
      Slot slot = *place;
      gsize bytes = size_of (slot.doc);
      GError *fatal = NULL;

      *place = (Slot){ 0 };
      if (self->fatal)
        drop (&slot);
      else
        {
          g_mutex_unlock (&self->mutex);
          fatal = deliver_one (self, &slot);
          g_mutex_lock (&self->mutex);
          self->fatal = fatal;
        }
      self->next_out++;
      self->bytes_in_hand -= bytes;
      g_cond_broadcast (&self->room);
    }
  self->delivering = FALSE;
}

static gpointer
work (gpointer data)
{
  EntBatch *self = data;
  Slot slot = { .filled = TRUE };
  guint64 turn;

  while (take (self, &slot.doc, &slot.error, &turn))
    {
      if (!slot.error)
        ent_pipeline_process (self->pipeline, slot.doc, &slot.error);
      g_mutex_lock (&self->mutex);
      self->ring[turn % self->ring_size] = slot;
      if (!self->delivering)
        deliver (self);
      g_mutex_unlock (&self->mutex);
      slot = (Slot){ .filled = TRUE };
    }
  return NULL;
}

static void
run_workers (EntBatch *self)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 1; i < self->workers; i++)
    {
      GThread *thread = g_thread_try_new ("entente", work, self, NULL);

      if (thread) /* with fewer threads than asked for it takes longer, no more */
        g_ptr_array_add (threads, thread);
    }
  work (self);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
}

static gboolean
find_source (EntBatch *self, GError **error)
{
  guint n;
  EntStage *const *stages = ent_pipeline_get_stages (self->pipeline, &n);

  if (n && ent_stage_is_source (stages[0]))
    self->source = stages[0];
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE,
                 "the pipeline has nothing to read from: expected a source such as 'read' as its first stage");
  return self->source != NULL;
}

/**
 * ent_batch_run:
 * @self: a batch that has not run
 * @cancellable: (nullable): stops it: the documents in hand are finished and the output is completed
 * @error: where to put an error
 *
 * Loads the pipeline and runs it over all documents. A document that fails is told to the #EntBatchFunc and the rest
 * go on.
 *
 * Errors: what ent_pipeline_load() says; %ENT_ERROR_OUTPUT when a result cannot be written; %ENT_ERROR_STAGE when the
 * source is broken.
 *
 * Returns: %TRUE when the run came to its end or was cancelled, though documents may have failed
 */
gboolean
ent_batch_run (EntBatch *self, GCancellable *cancellable, GError **error)
{
  gboolean finished;

  g_return_val_if_fail (!self->ended, FALSE);

  if (!find_source (self, error) || !ent_pipeline_load (self->pipeline, error))
    return FALSE;
  self->cancellable = cancellable;
  run_workers (self);
  finished = ent_pipeline_finish (self->pipeline, self->fatal ? NULL : error);
  if (self->fatal)
    g_propagate_error (error, g_steal_pointer (&self->fatal));
  else if (finished)
    return TRUE;
  return FALSE;
}
