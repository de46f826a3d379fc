/* Progress of a run, on standard error and only where that is a terminal. */
#include "pipeline/cli/cli.h"

#include <stdio.h>
#include <unistd.h>

#define WIDTH 24
#define INTERVAL (G_USEC_PER_SEC / 5)

struct _CliProgress
{
  gint64 start;
  gint64 last;
  gboolean shown;
};

CliProgress *
cli_progress_new (gboolean quiet)
{
  CliProgress *self;

  if (quiet || !isatty (STDERR_FILENO))
    return NULL;
  self = g_new0 (CliProgress, 1);
  self->start = self->last = g_get_monotonic_time ();
  return self;
}

void
cli_progress_clear (CliProgress *self)
{
  if (self && self->shown)
    fputs ("\r\033[K", stderr);
  if (self)
    self->shown = FALSE;
}

static void
print_counts (CliProgress *self, EntBatch *batch)
{
  gdouble seconds = (g_get_monotonic_time () - self->start) / (gdouble) G_USEC_PER_SEC;

  fprintf (stderr, "%" G_GUINT64_FORMAT " documents  %.1f MB  %.0f words/s", ent_batch_get_n_documents (batch),
           ent_batch_get_n_bytes (batch) / 1e6, ent_batch_get_n_tokens (batch) / MAX (seconds, 1e-3));
}

static void
print_bar (CliProgress *self, gdouble done)
{
  gint left = (gint) ((g_get_monotonic_time () - self->start) / (gdouble) G_USEC_PER_SEC * (1 - done) / done + 0.5);

  fputc ('[', stderr);
  for (gint i = 0; i < WIDTH; i++)
    fputc (i < done * WIDTH ? '#' : ' ', stderr);
  fprintf (stderr, "] %3.0f %%  %d:%02d left  ", done * 100, left / 60, left % 60);
}

void
cli_progress_update (CliProgress *self, EntBatch *batch)
{
  gint64 now = self ? g_get_monotonic_time () : 0;
  gdouble done;

  if (!self || now - self->last < INTERVAL)
    return;
  self->last = now;
  cli_progress_clear (self);
  done = ent_batch_get_progress (batch);
  if (done > 0)
    print_bar (self, MIN (done, 1));
  print_counts (self, batch);
  self->shown = TRUE;
}

void
cli_progress_end (CliProgress *self, EntBatch *batch)
{
  if (!self)
    return;
  cli_progress_clear (self);
  print_counts (self, batch);
  fprintf (stderr, "  %.1f s\n", (g_get_monotonic_time () - self->start) / (gdouble) G_USEC_PER_SEC);
  g_free (self);
}
